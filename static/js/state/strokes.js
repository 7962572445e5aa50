// Curves that are drawn with the pointer: every knot that it passes goes to its height. Pure.
//
// points: [[key, [x, y]], ...] of the knots; axis: "x" or "y", along which they move

// Return where a stroke that begins at a position puts the knot beside it: [[key, position]], or [] if
// there is none.
export function begun(points, position, axis) {
  const [free, fixed] = places(axis);
  const away = ([, point]) => Math.abs(point[fixed] - position[fixed]);
  const nearer = (best, each) => (best && away(best) <= away(each) ? best : each);
  const found = points.reduce(nearer, null);
  return found ? [[found[0], withAt(found[1], free, position[free])]] : [];
}

// Return where a stroke puts the knots that it passes between two positions: [[key, position], ...].
export function passed(points, from, to, axis) {
  const [free, fixed] = places(axis);
  const [low, high] = [from[fixed], to[fixed]].sort((a, b) => a - b);
  const span = to[fixed] - from[fixed];
  return points
    .filter(([, point]) => point[fixed] >= low && point[fixed] <= high)
    .map(([key, point]) => {
      const share = span === 0 ? 1 : (point[fixed] - from[fixed]) / span;
      return [key, withAt(point, free, from[free] + share * (to[free] - from[free]))];
    });
}

const places = (axis) => (axis === "y" ? [1, 0] : [0, 1]);
const withAt = (point, i, value) => point.map((each, at) => (at === i ? value : each));
