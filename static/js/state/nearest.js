// Which of some places is meant. Pure; places are [[key, [x, y]], ...].

const between = ([x0, y0], [x1, y1]) => Math.hypot(x1 - x0, y1 - y0);

// The key of the place nearest to a point, or null where there is none.
export function nearest(places, point) {
  let best = null;
  let least = Infinity;
  for (const [key, place] of places) {
    const distance = between(place, point);
    if (distance < least) [best, least] = [key, distance];
  }
  return best;
}

// The key of the nearest place in a direction, sideways distance counting double; the same key where
// there is none.
export function neighbour(places, from, [right, up]) {
  const [x0, y0] = new Map(places).get(from);
  let best = from;
  let least = Infinity;
  for (const [key, [x, y]] of places) {
    const ahead = (x - x0) * right + (y - y0) * up;
    const aside = Math.abs((x - x0) * up) + Math.abs((y - y0) * right);
    if (key !== from && ahead > 0 && ahead + 2 * aside < least) {
      best = key;
      least = ahead + 2 * aside;
    }
  }
  return best;
}

// The middle between the limits or, where a place is taken already, the next free one to its right.
export function freePlace(places, { limits, step }) {
  const [x, y] = limits.map(([low, high]) => (low + high) / 2);
  for (let shift = 0; x + shift <= limits[0][1]; shift += 5 * step[0]) {
    if (places.every(([, place]) => between(place, [x + shift, y]) > step[0])) {
      return [x + shift, y];
    }
  }
  return [x, y];
}
