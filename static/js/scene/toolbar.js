// The buttons in the line below a figure: to the steps before and after, undo, redo, reset, and the link to what is
// shown.

import { copyLink } from "../dom/copy.js";
import { isSame } from "../state/prepared.js";
import { anchorOf, linkTo } from "../state/share_link.js";
import { WAYS } from "../state/undo_stack.js";

const SAID = 3000; // milliseconds for which the button says that the link was copied

export class Toolbar {
  // scene: { id, element, steps, store, status, words, reducedMotion() }
  constructor(scene) {
    this.scene = scene;
    const { element, id, store } = scene;
    this.reset = element.querySelector("[data-reset]");
    this.reset.addEventListener("click", () => store.reset(id));
    this.ways = WAYS.map((way) => [way, element.querySelector(`[data-${way}]`)]);
    for (const [way, button] of this.ways) {
      button.addEventListener("click", () => this.travel(way));
    }
    this.goes = [...element.querySelectorAll("[data-go]")];
    for (const button of this.goes) {
      button.addEventListener("click", () => this.#go(store.step(id) + Number(button.dataset.go)));
    }
    this.share = element.querySelector("[data-share]");
    this.share.addEventListener("click", () => this.#share());
  }

  // Show what can be done. A button that does nothing any more keeps the focus.
  show() {
    const { id, steps, store } = this.scene;
    const can = store.can(id);
    write(this.reset, "hidden", !store.isEdited(id));
    for (const [way, button] of this.ways) {
      write(button, "hidden", !can.undo && !can.redo);
      const isUseless = String(!can[way]);
      if (button.getAttribute("aria-disabled") !== isUseless) {
        button.setAttribute("aria-disabled", isUseless);
      }
    }
    for (const button of this.goes) {
      write(button, "disabled", !(store.step(id) + Number(button.dataset.go) in steps));
    }
  }

  #go(step) {
    if (
      !this.scene.element.dispatchEvent(new CustomEvent("go", { detail: step, cancelable: true }))
    )
      return;
    const behavior = this.scene.reducedMotion() ? "auto" : "smooth";
    this.scene.steps[step]?.scrollIntoView({ behavior, block: "start" });
  }

  // Undo or redo the newest gesture. If nothing of it is seen in this step, go to the one that it was made in.
  travel(way) {
    const { id, store, status, words } = this.scene;
    const before = store.state(id);
    status.preface = words.done[way];
    const step = store[way](id);
    if (step === undefined) status.preface = "";
    else if (step !== store.step(id) && isSame(before, store.state(id))) this.#go(step);
  }

  // Copy a link to what is shown. Return a promise of what came of it, in words.
  async copy() {
    const { id, store, words } = this.scene;
    const link = linkTo(location.href, store.shared(), anchorOf(this.scene, store.step(id)));
    return words.share[await copyLink(link)];
  }

  async #share() {
    const said = await this.copy();
    this.scene.status.announce(said, 0);
    const note = this.share.querySelector(".said");
    note.textContent = said;
    note.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (note.hidden = true), SAID);
  }
}

// Writing what stands there already would cost a style.
function write(element, property, value) {
  if (element[property] !== value) element[property] = value;
}
