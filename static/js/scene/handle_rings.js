// Rings round the marks of a row that something can be done with: of the one under the mouse, and of the chosen
// one. They are as large as the marks, while the disc over them is as large as a finger needs.

import { boxesOf } from "../state/boxes.js";
import { svgElement } from "./svg.js";

const ROOM = 3; // pixels between a mark and its ring

export class HandleRings {
  // layer: <div data-handles>; svg: the layer's drawing; figure: a Figure
  constructor(layer, svg, figure) {
    this.layer = layer;
    this.figure = figure;
    this.keys = { hovered: null, chosen: null };
    this.rings = {};
    for (const name of Object.keys(this.keys)) {
      this.rings[name] = svg.appendChild(svgElement("rect"));
      this.rings[name].setAttribute("class", `mark-ring ${name}`);
    }
    layer.addEventListener("pointerover", ({ target, pointerType }) => {
      this.#follow("hovered", pointerType === "touch" ? null : (target.dataset.handle ?? null));
    });
    layer.addEventListener("pointerout", () => this.#follow("hovered", null));
  }

  // A row was chosen, or none.
  select(key) {
    this.#follow("chosen", key);
  }

  // The figure was drawn.
  follow() {
    for (const [name, key] of Object.entries(this.keys)) this.#follow(name, key);
  }

  #follow(name, key) {
    this.keys[name] = key;
    const [box] = key === null ? [] : this.#boxes(key);
    const ring = this.rings[name];
    if (ring.hasAttribute("hidden") === Boolean(box)) ring.toggleAttribute("hidden", !box);
    if (!box) return;
    const width = box.right - box.left + 2 * ROOM;
    const height = box.bottom - box.top + 2 * ROOM;
    const at = { x: box.left - ROOM, y: box.top - ROOM, width, height };
    for (const [side, value] of Object.entries(at)) ring.setAttribute(side, value.toFixed(1));
    ring.setAttribute("rx", (Math.min(width, height) / 2).toFixed(1));
  }

  #boxes(key) {
    const marks = this.figure.marksOf(this.layer.dataset.handles);
    return boxesOf(marks.filter((each) => each.key === key)).get(key) ?? [];
  }
}
