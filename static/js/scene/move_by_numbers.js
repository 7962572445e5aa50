// "Move by numbers": a row is chosen from a list, and its place is typed or stepped, for those who can
// use neither a pointer that drags nor the keys of the figure. Follows the handles, and leads them.

import { fill, nameOf } from "../state/row_edits.js";

export class MoveByNumbers {
  // element: <details data-fields>
  constructor(element, figure, handles) {
    this.element = element;
    this.handles = handles;
    this.list = element.querySelector("select");
    this.axes = [...element.querySelectorAll("[data-axis]")].map((axis) => ({
      name: axis.querySelector("[data-name]"),
      input: axis.querySelector("input"),
    }));
    this.listed = ""; // what the list holds
    this.typing = null; // the field whose number is not finished yet
    figure.onDraw(() => this.#follow());
    this.list.addEventListener("change", () => handles.select(this.list.value));
    element.addEventListener("toggle", () => this.#onToggle());
    element.querySelectorAll("[data-axis]").forEach((axis, i) => {
      const input = axis.querySelector("input");
      input.addEventListener("input", () => (this.typing = input));
      input.addEventListener("change", () => this.#set(i, 0));
      input.addEventListener("blur", () => (this.typing = null));
      for (const button of axis.querySelectorAll("button")) {
        button.addEventListener("click", () => this.#set(i, Number(button.dataset.by)));
      }
    });
  }

  // Follow the choice made in the figure.
  choose(key) {
    if (!this.element.open) return;
    if (this.listed === "") this.#follow();
    this.list.value = key;
    this.#showPlace();
  }

  #onToggle() {
    const { handles } = this;
    handles.list(this.element.open);
    if (!this.element.open) return;
    this.#follow();
    handles.select(this.list.value);
  }

  #follow() {
    const rows = this.handles.draggable;
    this.element.hidden = rows.length === 0;
    if (this.element.hidden) this.element.open = false;
    if (!this.element.open) return;
    const { drag, tables } = this.handles;
    const table = tables[drag.table];
    const options = rows.map(([key, row]) => [key, nameOf(fill(drag.label, table, row))]);
    const listed = options.join("\n");
    if (listed !== this.listed) {
      this.listed = listed;
      this.list.replaceChildren(...options.map(([key, name]) => new Option(name, key)));
    }
    const { selected } = this.handles;
    this.list.value = selected;
    if (this.list.selectedIndex < 0) this.list.selectedIndex = 0;
    this.#showPlace();
  }

  #showPlace() {
    if (this.list.selectedIndex < 0) return; // a row that can only be taken away
    const { drag } = this.handles;
    const place = this.handles.position(this.list.value);
    this.axes.forEach(({ name, input }, i) => {
      [input.min, input.max] = drag.limits[i];
      input.step = drag.step[i];
      name.textContent = [drag.x, drag.y][i];
      const value = Number(place[i].toPrecision(12));
      if (input !== this.typing && input.valueAsNumber !== value) input.value = value;
    });
  }

  #set(axis, by) {
    this.typing = null;
    const place = this.handles.position(this.list.value);
    const { input } = this.axes[axis];
    if (by !== 0) place[axis] += by * this.handles.drag.step[axis];
    else if (Number.isFinite(input.valueAsNumber)) place[axis] = input.valueAsNumber;
    this.handles.move(this.list.value, place);
    this.#showPlace();
  }
}
