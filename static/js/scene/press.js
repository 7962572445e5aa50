// What is pressed in a scene: a pointer, which may hold a slider or a row, or a key that repeats.

const PAUSE = 1000; // milliseconds: arrow keys that follow each other sooner are one gesture
const UP = ["pointerup", "pointercancel"];

export class Press {
  constructor(element) {
    this.count = 0; // presses of a pointer and of keys so far; each is a gesture of its own
    this.arrowTime = -PAUSE; // when an arrow key was pressed last
    this.isDown = false; // a pointer
    this.isHeld = false; // it has moved since, or a key repeats
    const down = ({ isPrimary }) => {
      if (isPrimary === false) return; // a second finger
      this.arrowTime = -PAUSE;
      this.count += 1;
      this.isDown = true;
      this.isHeld = false;
    };
    const up = () => (this.isDown = this.isHeld = false);
    const listen = (type, listener) => element.addEventListener(type, listener, true);
    listen("pointerdown", down);
    listen("pointermove", () => (this.isHeld ||= this.isDown));
    for (const type of UP) listen(type, up);
    listen("keydown", (event) => {
      this.isHeld = this.isDown || Boolean(event.repeat);
      if (!this.isDown && !event.repeat) this.#countKey(event);
    });
    listen("keyup", () => (this.isHeld &&= this.isDown));
  }

  #countKey({ key, timeStamp }) {
    const isArrow = Boolean(key?.startsWith("Arrow"));
    if (!isArrow || timeStamp - this.arrowTime > PAUSE) this.count += 1;
    this.arrowTime = isArrow ? timeStamp : -PAUSE;
  }

  // The number of the gesture of a pointer that is down, or 0.
  get gesture() {
    return this.isDown ? this.count : 0;
  }
}
