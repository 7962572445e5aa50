// The values that a player or a reader's scrolling runs through. Pure.

const REST = 0.1; // share of the way at either end, in which nothing moves

// Return the value at a share of the way through some values.
export function valueAt(values, share) {
  const way = Math.min(1, Math.max(0, (share - REST) / (1 - 2 * REST)));
  return values[Math.round(way * (values.length - 1))];
}

// Return the position from which to play: that of a value, or the first if it is the last.
export function startOf(values, value) {
  const at = values.findLastIndex((each) => each <= value);
  return at === values.length - 1 ? 0 : Math.max(0, at);
}
