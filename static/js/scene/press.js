// What is pressed in a scene: a pointer, which may hold a slider or a row, or a key that repeats.

const UP = ["pointerup", "pointercancel"];

export class Press {
  constructor(element) {
    this.count = 0; // presses of a pointer so far; each is a gesture of its own
    this.isDown = false; // a pointer
    this.isHeld = false; // it has moved since, or a key repeats
    const down = () => {
      this.count += 1;
      this.isDown = true;
      this.isHeld = false;
    };
    const up = () => (this.isDown = this.isHeld = false);
    const listen = (type, listener) => element.addEventListener(type, listener, true);
    listen("pointerdown", down);
    listen("pointermove", () => (this.isHeld ||= this.isDown));
    for (const type of UP) listen(type, up);
    listen("keydown", ({ repeat }) => (this.isHeld = this.isDown || Boolean(repeat)));
    listen("keyup", () => (this.isHeld &&= this.isDown));
  }

  // The number of the gesture of a pointer that is down, or 0.
  get gesture() {
    return this.isDown ? this.count : 0;
  }
}
