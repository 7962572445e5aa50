// The nearest of several points. Pure; points are [[key, [x, y]], ...].

const distance = ([x0, y0], [x1, y1]) => Math.hypot(x1 - x0, y1 - y0);

// Return the key of the point nearest to a position, or null if there are no points.
export function nearest(points, position) {
  let best = null;
  let least = Infinity;
  for (const [key, point] of points) {
    const away = distance(point, position);
    if (away < least) [best, least] = [key, away];
  }
  return best;
}

// Return the key of the nearest point in a direction, or the same key if there is none. Sideways
// distance counts double, so that an arrow key leads to a point ahead rather than to one beside it.
export function neighbour(points, from, [right, up]) {
  const [x0, y0] = new Map(points).get(from);
  let best = from;
  let least = Infinity;
  for (const [key, [x, y]] of points) {
    const ahead = (x - x0) * right + (y - y0) * up;
    const aside = Math.abs((x - x0) * up) + Math.abs((y - y0) * right);
    if (key !== from && ahead > 0 && ahead + 2 * aside < least) {
      best = key;
      least = ahead + 2 * aside;
    }
  }
  return best;
}

// Return the middle between the limits or, if a point is there already, the next free position to its
// right.
export function freePosition(points, { limits, step }) {
  const [x, y] = limits.map(([low, high]) => (low + high) / 2);
  for (let shift = 0; x + shift <= limits[0][1]; shift += 5 * step[0]) {
    if (points.every(([, point]) => distance(point, [x + shift, y]) > step[0])) {
      return [x + shift, y];
    }
  }
  return [x, y];
}
