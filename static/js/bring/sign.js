// At a figure that shows a reader's own data: that it does, that no link carries it, and the way back. Meanwhile no
// challenge is solved, since everybody could bring a table that solves it.

import { button, make } from "../dom/elements.js";
import { fill } from "../state/fill.js";

export class Sign {
  constructor(scene, store, words) {
    Object.assign(this, { scene, store, words });
    this.ordinary = scene.words;
    this.text = make("span");
    const back = button(words.back, () => store.reset(scene.id));
    this.element = make("p", { class: "brought", hidden: "" }, this.text, back);
    scene.element.querySelector(".controls").before(this.element);
    const judged = (event) => this.table && event.stopImmediatePropagation();
    scene.element.addEventListener("judge", judged, true);
    store.onChange((id) => id === scene.id && this.show());
  }

  // The reader's table that is in the figure; undefined if there is none.
  get table() {
    const { id, config } = this.scene;
    return this.store.state(id)[config.bring.key] ?? undefined;
  }

  show() {
    const { scene, words, ordinary } = this;
    const { table } = this;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = !table;
    scene.element.toggleAttribute("data-brought", Boolean(table));
    const share = { ...ordinary.share, copied: words.copied, refused: words.refused };
    scene.words = table ? { ...ordinary, share } : ordinary;
    if (table) this.text.textContent = fill(words.sign, { n: Object.values(table)[0].length });
    else if (hadFocus) scene.element.querySelector("[data-bring]").focus();
  }

  // Say that the table is there, before the model's answer is announced.
  say(n) {
    this.scene.status.preface = fill(this.words.taken, { n });
  }
}
