// Sliders, choices, switches and buttons. Each sets one key of a scene's state, and shows its value.

import { formatNumber } from "../state/format.js";

const kinds = {
  slider: {
    listen(element, set) {
      const [range, number] = element.querySelectorAll("input");
      range.addEventListener("input", () => set(range.valueAsNumber));
      number.addEventListener("change", () => {
        if (Number.isFinite(number.valueAsNumber)) {
          range.value = number.value; // which brings it into its limits and to its steps
          set(range.valueAsNumber);
        }
        number.value = range.value;
      });
    },
    show(element, value) {
      const [range, number] = element.querySelectorAll("input");
      range.value = value;
      range.setAttribute("aria-valuetext", formatNumber(value, element.dataset.format));
      if (number !== document.activeElement || number.valueAsNumber !== value) number.value = value;
    },
  },
  select: {
    listen(element, set) {
      element.addEventListener("change", ({ target }) => set(target.value));
    },
    show(element, value) {
      for (const input of element.querySelectorAll("input")) input.checked = input.value === value;
    },
  },
  toggle: {
    listen(element, set) {
      element.addEventListener("change", ({ target }) => set(target.checked));
    },
    show(element, value) {
      element.querySelector("input").checked = value;
    },
  },
  resample: {
    listen(element, set) {
      const seed = element.querySelector("input");
      element
        .querySelector("button")
        .addEventListener("click", () =>
          set((seed.valueAsNumber + 1) % (Number(seed.max) + 1) || 0),
        );
      seed.addEventListener("change", () => {
        const value = Math.min(seed.max, Math.max(0, Math.round(seed.valueAsNumber)));
        if (Number.isFinite(value)) set(value);
      });
    },
    show(element, value) {
      element.querySelector("input").value = value;
    },
  },
  // A quiz tells its guess, or that there is none any more, and follows a link that has one.
  quiz: {
    listen(element, set) {
      element.addEventListener("guess", ({ detail }) => set(detail));
    },
    show(element, value) {
      element.dispatchEvent(new CustomEvent("state", { detail: value }));
    },
  },
  reset: {
    listen(element, _set, reset) {
      element.addEventListener("click", reset);
    },
    show() {},
  },
};

// The controls of one scene. They change its state by set(patch, element of the control) and reset(), and follow it by show(state).
export class Controls {
  constructor(root, { set, reset }) {
    const found = root.querySelectorAll("[data-control][data-kind], [data-guesses]");
    this.controls = [...found].map((element) => ({
      element,
      key: (element.dataset.control ?? element.dataset.guesses).split(".")[1],
      kind: kinds[element.dataset.kind],
    }));
    for (const { element, key, kind } of this.controls) {
      kind.listen(element, (value) => set({ [key]: value }, element), reset);
    }
  }

  show(state) {
    for (const { element, key, kind } of this.controls) kind.show(element, state[key]);
  }
}
