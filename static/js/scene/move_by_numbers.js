// "Move by numbers": a row is chosen from a list, and its coordinates are typed or stepped, for those
// who can use neither a pointer that drags nor the keys of the figure.

import { fill, nameOf } from "../state/row_edits.js";

export class MoveByNumbers {
  // element: <details data-fields>
  // source.read() returns what can be dragged now, { drag, table, rows: [[key, row], ...], chosen: key };
  // source.position(key) returns [x, y]
  // onChoose(key), onMove(key, [x, y]), onToggle(isOpen)
  constructor(element, source, { onChoose, onMove, onToggle }) {
    Object.assign(this, { element, source, onChoose, onMove, onToggle });
    this.list = element.querySelector("select");
    this.axes = [...element.querySelectorAll("[data-axis]")].map((axis) => ({
      name: axis.querySelector("[data-name]"),
      input: axis.querySelector("input"),
      buttons: [...axis.querySelectorAll("button")],
    }));
    this.options = ""; // of the list, as text
    this.unfinished = null; // the input that the reader is typing into
    this.list.addEventListener("change", () => onChoose(this.list.value));
    element.addEventListener("toggle", () => this.#onToggle());
    this.axes.forEach(({ input, buttons }, i) => {
      input.addEventListener("input", () => (this.unfinished = input));
      input.addEventListener("change", () => this.#move(i, () => input.valueAsNumber));
      input.addEventListener("blur", () => (this.unfinished = null));
      for (const button of buttons) {
        const by = Number(button.dataset.by);
        button.addEventListener("click", () => this.#move(i, (value, step) => value + by * step));
      }
    });
  }

  // Show a row that was chosen in the figure.
  choose(key) {
    if (!this.element.open) return;
    if (this.options === "") this.follow();
    this.list.value = key;
    this.#showPosition();
  }

  #onToggle() {
    this.onToggle(this.element.open);
    if (!this.element.open) return;
    this.follow();
    this.onChoose(this.list.value);
  }

  // Show what can be dragged now.
  follow() {
    const { drag, table, rows, chosen } = this.source.read();
    this.element.hidden = rows.length === 0;
    if (this.element.hidden) this.element.open = false;
    if (!this.element.open) return;
    const named = rows.map(([key, row]) => [key, nameOf(fill(drag.label, table, row))]);
    const options = named.join("\n");
    if (options !== this.options) {
      this.options = options;
      this.list.replaceChildren(...named.map(([key, name]) => new Option(name, key)));
    }
    this.list.value = chosen;
    if (this.list.selectedIndex < 0) this.list.selectedIndex = 0;
    this.#showPosition();
  }

  #showPosition() {
    if (this.list.selectedIndex < 0) return; // a row that can only be taken away
    const { drag } = this.source.read();
    const position = this.source.position(this.list.value);
    this.axes.forEach(({ name, input }, i) => {
      [input.min, input.max] = drag.limits[i];
      input.step = drag.step[i];
      name.textContent = [drag.x, drag.y][i];
      const value = Number(position[i].toPrecision(12));
      if (input !== this.unfinished && input.valueAsNumber !== value) input.value = value;
    });
  }

  // change(value, step) returns the new value of one axis; what is no number changes nothing
  #move(axis, change) {
    this.unfinished = null;
    const { drag } = this.source.read();
    const position = this.source.position(this.list.value);
    const value = change(position[axis], drag.step[axis]);
    if (Number.isFinite(value)) position[axis] = value;
    this.onMove(this.list.value, position);
    this.#showPosition();
  }
}
