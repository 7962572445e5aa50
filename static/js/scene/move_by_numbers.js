// "Move by numbers": something that moves is chosen from a list, and its coordinates are typed or stepped, for
// those who can use neither a pointer that drags nor the keys of the figure.

export class MoveByNumbers {
  // element: <details data-fields>
  // source.isThere() tells whether anything can be moved now; source.read() returns what can be:
  // [{ id, name, isChosen }, ...]; source.axes(id) returns the coordinates that it has:
  // [{ name, limits, step, value }, ...]
  // onChoose(id); onMove(id, number of the coordinate, value); onToggle(isOpen)
  constructor(element, source, { onChoose, onMove, onToggle }) {
    Object.assign(this, { element, source, onChoose, onMove, onToggle });
    this.list = element.querySelector("select");
    this.axes = [...element.querySelectorAll("[data-axis]")].map((axis) => ({
      axis,
      name: axis.querySelector("[data-name]"),
      input: axis.querySelector("input"),
      buttons: [...axis.querySelectorAll("button")],
    }));
    this.options = ""; // of the list, as text
    this.unfinished = null; // the input that the reader is typing into
    this.list.addEventListener("change", () => {
      onChoose(this.list.value);
      this.#showPosition();
    });
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

  // Show something that was chosen in the figure.
  choose(id) {
    if (!this.element.open) return;
    if (this.options === "") this.follow();
    this.list.value = id;
    this.#showPosition();
  }

  #onToggle() {
    this.onToggle(this.element.open);
    if (!this.element.open) return;
    this.follow();
    this.onChoose(this.list.value);
  }

  // Show what can be moved now.
  follow() {
    const isHidden = !this.source.isThere();
    if (this.element.hidden !== isHidden) this.element.hidden = isHidden;
    if (isHidden) this.element.open = false;
    if (!this.element.open) return;
    const things = this.source.read();
    const options = things.map(({ id, name }) => `${id} ${name}`).join("\n");
    const chosen = things.find(({ isChosen }) => isChosen)?.id ?? this.list.value;
    if (options !== this.options) {
      this.options = options;
      this.list.replaceChildren(...things.map(({ id, name }) => new Option(name, id)));
    }
    this.list.value = chosen;
    if (this.list.selectedIndex < 0) this.list.selectedIndex = 0;
    this.#showPosition();
  }

  #showPosition() {
    if (this.list.selectedIndex < 0) return; // a row that can only be taken away
    const coordinates = this.source.axes(this.list.value);
    this.axes.forEach(({ axis, name, input }, i) => {
      axis.hidden = !coordinates[i];
      if (axis.hidden) return;
      const { limits, step, value, name: called } = coordinates[i];
      [input.min, input.max] = limits;
      input.step = step;
      name.textContent = called;
      const shown = Number(value.toPrecision(12));
      if (input !== this.unfinished && input.valueAsNumber !== shown) input.value = shown;
    });
  }

  // change(value, step) returns the new value of one coordinate; what is no number changes nothing
  #move(i, change) {
    this.unfinished = null;
    const { value, step } = this.source.axes(this.list.value)[i];
    const changed = change(value, step);
    if (Number.isFinite(changed)) this.onMove(this.list.value, i, changed);
    this.#showPosition();
  }
}
