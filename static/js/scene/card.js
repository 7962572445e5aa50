// A card of text beside a mark of a figure. It takes no pointer, so that the marks under it can be reached.

import { placeCard } from "../state/boxes.js";

export class Card {
  constructor(stage) {
    this.stage = stage;
    this.element = stage.appendChild(document.createElement("div"));
    this.element.className = "mark-card";
    this.element.setAttribute("aria-hidden", "true"); // its text is announced
    this.element.hidden = true;
  }

  // box: of the mark, in CSS pixels from the stage's corner
  show(text, box) {
    const { element, stage } = this;
    if (element.textContent !== text) element.textContent = text;
    element.hidden = false;
    const card = { width: element.offsetWidth, height: element.offsetHeight };
    const room = { width: stage.clientWidth, height: stage.clientHeight };
    const { left, top } = placeCard(box, card, room);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }

  hide() {
    if (!this.element.hidden) this.element.hidden = true;
  }
}
