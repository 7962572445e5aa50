// What of a figure is in sight. In a narrow window a step may show one panel alone: the drawing, and the
// layers over it, are cut to the place of that panel. The room that they take stays the same, so nothing
// on the page moves.

import { ease } from "../state/tween.js";

export const NARROW = "(max-width: 799px), (max-height: 450px)"; // windows that have the narrow layout
const TURN = 450; // milliseconds from one panel to another
const FRAME = ["width", "height", "viewBox"]; // the attributes of a drawing that say what of it is in sight

export class Sight {
  // element: <figure data-figure>; places: { panel: [x, y, width, height] } of the narrow drawing, "" being all
  // of it; undefined if no step shows a panel alone
  constructor(element, places, reducedMotion) {
    Object.assign(this, { element, places, reducedMotion });
    this.panel = null; // what the present step shows
    this.room = null; // width and height that the narrow drawing has in all steps
    this.box = null; // the part of the narrow drawing that is in sight, as its viewBox says it
    this.listeners = new Set();
    this.motion = 0;
    this.narrow = matchMedia(NARROW);
    this.narrow.addEventListener("change", () => this.#turn(0));
  }

  get #drawing() {
    const layout = this.narrow.matches ? "narrow" : "wide";
    return this.element.querySelector(`[data-layout="${layout}"] svg`);
  }

  // Give a layer over the drawing its size, and the same part of it.
  frame(svg) {
    copyFrame(this.#drawing, svg);
  }

  // Whether a panel can be seen; "" is a figure of one chart.
  has(panel) {
    return !this.narrow.matches || !panel || !this.panel || this.panel === panel;
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  // Vega has drawn, and may have given the drawing its whole size again.
  keep() {
    if (this.box && this.narrow.matches) this.#cut();
  }

  #cut() {
    const svg = this.#drawing;
    this.room ??= [svg.getAttribute("width"), svg.getAttribute("height")]; // as the page came
    setFrame(svg, [...this.room, this.box]);
  }

  // Show a panel alone, or "" for all, where the window is narrow.
  show(panel) {
    if (!this.places || panel === this.panel) return;
    const isFirst = this.panel === null;
    this.panel = panel;
    this.#turn(isFirst || this.reducedMotion() ? 0 : TURN);
  }

  #turn(duration) {
    cancelAnimationFrame(this.motion);
    if (!this.places || !this.narrow.matches) return this.#changed();
    const from = this.#drawing.getAttribute("viewBox").split(" ").map(Number);
    const to = this.places[this.panel ?? ""];
    const start = performance.now();
    const step = (now) => {
      const t = duration ? ease(Math.min(1, Math.max(0, (now - start) / duration))) : 1;
      this.box = to.map((value, i) => from[i] + (value - from[i]) * t).join(" ");
      this.#cut();
      if (t < 1) this.motion = requestAnimationFrame(step);
      this.#changed();
    };
    step(start);
  }

  #changed() {
    for (const listener of this.listeners) listener();
  }
}

export function copyFrame(from, to) {
  setFrame(
    to,
    FRAME.map((name) => from.getAttribute(name)),
  );
}

// Writing what stands there already would cost a layout.
function setFrame(svg, values) {
  FRAME.forEach((name, i) => {
    if (svg.getAttribute(name) !== values[i]) svg.setAttribute(name, values[i]);
  });
}
