// A layer of invisible discs over a drawing, one for each row that something can be done with, so that
// a finger has something to hit and the page still scrolls everywhere else. Below the discs of all layers
// lies the ground, where rows can be added or drawn.

import { nearest } from "../state/nearest.js";

import { become, pixelsOf, REACH, svgElement } from "./svg.js";

const SHARE = 0.074; // and no less than this share of the figure's width

export class Discs {
  // layer: <div data-handles>; figure: the Figure under it; sight: what of it can be seen
  constructor(layer, figure, sight) {
    Object.assign(this, { layer, figure, sight });
    this.panel = ""; // in which the rows are drawn
    this.discs = new Map(); // key -> <circle>
    this.marked = null; // the key of the disc that is marked as chosen
    this.spec = null; // the drawing that the layer was measured for
    this.radius = 0;
    this.ground = null; // <rect>, once it is needed
    this.svg = layer.appendChild(svgElement("svg"));
    this.svg.setAttribute("aria-hidden", "true");
    this.lifted = this.svg.appendChild(svgElement("g"));
    this.lifted.setAttribute("class", "lifted");
    this.lifted.setAttribute("fill", "none");
  }

  get keys() {
    return [...this.discs.keys()];
  }

  // The middles of the discs in pixels of the drawing: [[key, [x, y]], ...].
  get points() {
    const at = (disc) => [Number(disc.getAttribute("cx")), Number(disc.getAttribute("cy"))];
    return [...this.discs].map(([key, disc]) => [key, at(disc)]);
  }

  has(key) {
    return this.discs.has(key);
  }

  // Whether a row can be taken away, but not moved.
  isFixed(key) {
    return Boolean(this.discs.get(key)?.classList.contains("fixed"));
  }

  isMovable(element) {
    return element.matches("[data-handle]:not(.fixed)");
  }

  get isOpen() {
    return Boolean(this.ground && !this.ground.hasAttribute("hidden"));
  }

  // Return the key of the disc that a pointer means, or null. Where discs overlap it is the nearest.
  find(event) {
    if (event.target.dataset?.handle === undefined) return null;
    return nearest(this.points, this.#toPixels(event));
  }

  // The position of a pointer in the columns x and y.
  toData(event) {
    const [px, py] = this.#toPixels(event);
    const { figure, panel } = this;
    return [figure.fromPixel(panel, "x", px), figure.fromPixel(panel, "y", py)];
  }

  #toPixels(event) {
    return pixelsOf(this.svg, event);
  }

  // Fit the layer to the drawing that is on the page now.
  measure() {
    const { spec } = this.figure.drawing;
    this.spec = spec;
    this.frame();
    const scale = Math.min(1, this.figure.scale || 1);
    this.radius = Math.max(REACH, SHARE * this.figure.placeOf(this.panel)[2]) / 2 / scale;
  }

  // Follow the drawing to the part of it that is in sight.
  frame() {
    this.sight.frame(this.svg);
    if (this.ground) this.sight.frame(this.ground.parentNode);
  }

  // Lay a disc over each of these rows of a panel, and remove all others.
  // rows: [{ key, position, isFixed, isAwaited }]; limits: of the ground, or null where there is none
  lay(rows, limits, panel) {
    this.panel = panel;
    if (this.spec !== this.figure.drawing.spec) this.measure();
    for (const row of rows) this.#layDisc(row);
    const kept = new Set(rows.map(({ key }) => key));
    for (const [key, disc] of this.discs) {
      if (kept.has(key)) continue;
      disc.remove();
      this.discs.delete(key);
    }
    this.#layGround(limits);
  }

  #layDisc({ key, position, isFixed = false, isAwaited = false }) {
    let disc = this.discs.get(key);
    if (!disc) {
      disc = this.svg.appendChild(svgElement("circle"));
      disc.dataset.handle = key;
      disc.classList.toggle("selected", key === this.marked);
      this.discs.set(key, disc);
    }
    disc.classList.toggle("awaited", isAwaited); // unlike remove(), it writes nothing if nothing changes
    disc.classList.toggle("fixed", isFixed);
    const [px, py] = this.#at(position);
    for (const [name, value] of Object.entries({ cx: px, cy: py, r: this.radius })) {
      if (disc.getAttribute(name) !== String(value)) disc.setAttribute(name, value);
    }
  }

  #at([x, y]) {
    const { figure, panel } = this;
    return [figure.toPixel(panel, "x", x), figure.toPixel(panel, "y", y)];
  }

  // limits: of both axes; one that has none reaches through the whole panel
  #layGround(limits) {
    if (!limits) return this.ground?.setAttribute("hidden", "");
    this.ground ??= this.#makeGround();
    this.ground.removeAttribute("hidden");
    const [x, y, width, height] = this.figure.placeOf(this.panel);
    const sides = [
      [x, x + width],
      [y, y + height],
    ].map((whole, i) => {
      const ends = limits[i]?.map((end) => this.figure.toPixel(this.panel, "xy"[i], end)) ?? whole;
      return ends.sort((a, b) => a - b);
    });
    const [[left, right], [top, bottom]] = sides;
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(box)) this.ground.setAttribute(name, value);
  }

  #makeGround() {
    const svg = svgElement("svg");
    svg.setAttribute("class", "ground");
    svg.setAttribute("aria-hidden", "true");
    this.layer.prepend(svg);
    this.sight.frame(svg);
    return svg.appendChild(svgElement("rect"));
  }

  // Mark one disc as chosen.
  mark(key) {
    this.discs.get(this.marked)?.classList.remove("selected");
    this.marked = key;
    this.discs.get(key)?.classList.add("selected");
  }

  // Draw copies of a row's marks over all others, since others may hide it. While the row moves they stay the same
  // elements: new ones would have the browser lay out all of the page's layers anew.
  lift(copies) {
    const { lifted } = this;
    const now = [...lifted.children];
    if (now.length !== copies.length) return lifted.replaceChildren(...copies);
    copies.forEach((copy, i) => become(now[i], copy));
  }
}
