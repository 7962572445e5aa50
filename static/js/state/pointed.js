// The row of one table that is pointed at: what a mouse is over, what the keys have reached, or what was
// tapped, whichever was last. Pure.

export class Pointed {
  constructor() {
    this.hovered = null; // the key of the row under the mouse
    this.reached = null; // by keys
    this.pinned = null; // by a tap or a click
    this.muted = null; // the row under the mouse, which the reader has left by Escape
  }

  get key() {
    return this.hovered ?? this.reached ?? this.pinned;
  }

  // A mouse is over a row, or over none.
  hover(key) {
    if (key !== null && key === this.muted) return;
    this.muted = null;
    this.hovered = key;
  }

  // The keys have reached a row, or the focus has gone.
  reach(key) {
    this.reached = key;
    if (key !== null) this.hovered = this.pinned = null;
  }

  // A row was tapped, or a place without one.
  pin(key) {
    this.pinned = key;
    this.reached = null;
  }

  clear() {
    this.hovered = this.reached = this.pinned = this.muted = null;
  }

  // The reader leaves the row, and a mouse that rests on it does not bring it back.
  leave() {
    const { hovered } = this;
    this.clear();
    this.muted = hovered;
  }

  // Forget rows that are not there any more.
  keep(isThere) {
    for (const name of ["hovered", "reached", "pinned", "muted"]) {
      if (this[name] !== null && !isThere(this[name])) this[name] = null;
    }
  }
}
