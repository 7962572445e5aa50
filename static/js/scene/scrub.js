// A step through which scrolling sets a key of the state, between the step's own value and another. It is no edit:
// it lies over the step's own state, and an edit of the same key over it. Where another edit is in force it stays
// as it is. It only runs through what the build has prepared.

import { valueAt } from "../state/frames.js";

export class Scrub {
  // scrubs: for each step { key, values } or null; steps: their elements
  // scene: step(); isFree(), whether no edit is in force; change(); wait(), the milliseconds for which a walk
  // still lasts; reducedMotion()
  constructor(scrubs, steps, scene) {
    Object.assign(this, { scrubs: scrubs ?? [], steps, scene });
    this.value = undefined; // of the present step
    this.of = -1; // the step that it is of
    this.frame = 0;
    this.timer = 0;
    if (this.scrubs.length === 0) return;
    const soon = () => (this.frame ||= requestAnimationFrame(() => this.#look()));
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
  }

  // Return a state of the present step with what scrolling has set.
  over(state, own) {
    const step = this.scene.step();
    const scrub = this.scrubs[step];
    if (!scrub) return state;
    if (step !== this.of || this.scene.isFree()) this.#measure(step, scrub);
    return state[scrub.key] === own[scrub.key] ? { ...state, [scrub.key]: this.value } : state;
  }

  #look() {
    this.frame = 0;
    const step = this.scene.step();
    const scrub = this.scrubs[step];
    if (!scrub || step !== this.of || !this.scene.isFree()) return;
    clearTimeout(this.timer);
    const wait = this.scene.wait();
    if (wait > 0) {
      this.timer = setTimeout(() => this.#look(), wait);
      return;
    }
    const before = this.value;
    this.#measure(step, scrub);
    if (this.value !== before) this.scene.change();
  }

  #measure(step, { values }) {
    this.of = step;
    const isWhole = this.scene.reducedMotion() || "staged" in document.documentElement.dataset;
    this.value = isWhole ? values.at(-1) : valueAt(values, this.#share(step)); // on a slide nobody scrolls
  }

  // How far the reader is through a step: from where its text comes to rest, to where the next step begins.
  #share(step) {
    const element = this.steps[step];
    const text = element.firstElementChild;
    const rest = Number.parseFloat(getComputedStyle(text).top) || 0;
    const root = getComputedStyle(document.documentElement);
    const line = innerHeight * Number(root.getPropertyValue("--step-line"));
    const { top, bottom } = element.getBoundingClientRect();
    return (rest - top) / Math.max(1, rest - top + bottom - line);
  }
}
