// Buttons that play: each runs a slider through the values that the build has prepared, at a pace, to their end.
// A touch of the slider or of the figure ends it, and so does whatever else changes the scene, or takes it out of
// sight. Where motion is off it shows the end at once.

import { startOf } from "../state/frames.js";

const SLOW = 100; // milliseconds between two values from which on the figure glides from one to the other

export class Players {
  // element: the scene's <section>
  // scene: values(key), a promise of what is prepared for a key; value(key), the present one; set(key, value,
  // control), a promise of the answer; reducedMotion()
  constructor(element, scene) {
    this.scene = scene;
    this.button = null; // the one that plays
    this.pace = 0; // milliseconds between two values
    const buttons = [...element.querySelectorAll("[data-play]")];
    if (buttons.length === 0) return;
    for (const button of buttons) {
      button.addEventListener("click", () =>
        this.button === button ? this.stop() : this.#play(button),
      );
    }
    const touched = ({ target }) => {
      const isIn = target.closest("[data-play]") || !target.closest("[data-figure], .slider");
      if (!isIn) this.stop();
    };
    for (const type of ["pointerdown", "keydown"]) element.addEventListener(type, touched);
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    new IntersectionObserver((entries) => {
      if (!entries.at(-1).isIntersecting) this.stop();
    }).observe(element);
  }

  get glide() {
    return this.pace < SLOW ? 0 : this.pace;
  }

  stop() {
    this.button?.setAttribute("aria-pressed", false);
    this.button = null;
  }

  async #play(button) {
    this.stop();
    this.button = button;
    button.setAttribute("aria-pressed", true);
    const control = button.closest("[data-control]");
    const key = control.dataset.control.split(".")[1];
    try {
      const values = await this.scene.values(key, control);
      this.pace = (1000 * button.dataset.play) / Math.max(1, values.length - 1);
      await this.#run(button, values, startOf(values, this.scene.value(key)), (value) =>
        this.scene.set(key, value, control),
      );
    } finally {
      if (this.button === button) this.stop();
    }
  }

  async #run(button, values, start, set) {
    const last = values.length - 1;
    if (this.scene.reducedMotion()) return set(values[last]);
    let at = start;
    if (values[at] !== undefined) await set(values[at]);
    let then = await nextFrame();
    let elapsed = 0;
    while (this.button === button && at < last) {
      const now = await nextFrame();
      elapsed += now - then;
      then = now;
      const ahead = Math.floor(elapsed / this.pace);
      if (ahead < 1 || this.button !== button) continue;
      elapsed -= ahead * this.pace;
      at = Math.min(last, at + ahead);
      await set(values[at]);
      then = performance.now(); // while the model is waited for, no time passes
    }
  }
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
