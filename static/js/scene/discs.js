// A layer of invisible discs over a drawing, one for each row that something can be done with, so that
// a finger has something to hit and the page still scrolls everywhere else. Below the discs lies the
// ground, where rows can be added.

import { nearest } from "../state/nearest.js";

const SVG = "http://www.w3.org/2000/svg";
const REACH = 24; // CSS pixels a finger needs, across
const SHARE = 0.074; // and no less than this share of the figure's width

export class Discs {
  // layer: <div data-handles>; figure: the Figure under it
  constructor(layer, figure) {
    this.layer = layer;
    this.figure = figure;
    this.discs = new Map(); // key -> <circle>
    this.marked = null; // the key of the disc that is marked as chosen
    this.spec = null; // the drawing that the layer was measured for
    this.radius = 0;
    this.svg = layer.appendChild(document.createElementNS(SVG, "svg"));
    this.svg.setAttribute("aria-hidden", "true");
    this.ground = this.svg.appendChild(document.createElementNS(SVG, "rect"));
    this.lifted = this.svg.appendChild(document.createElementNS(SVG, "g"));
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
    return !this.ground.hasAttribute("hidden");
  }

  // Return the key of the disc that a pointer means, or null. Where discs overlap it is the nearest.
  find(event) {
    if (event.target.dataset?.handle === undefined) return null;
    return nearest(this.points, this.#toPixels(event));
  }

  // The position of a pointer in the columns x and y.
  toData(event) {
    return this.figure.fromPixels(...this.#toPixels(event));
  }

  #toPixels({ clientX, clientY }) {
    const toDrawing = this.svg.getScreenCTM().inverse();
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
    return [x, y];
  }

  // Fit the layer to the drawing that is on the page now.
  measure() {
    const { spec } = this.figure.drawing;
    this.spec = spec;
    this.svg.setAttribute("viewBox", `0 0 ${spec.width} ${spec.height}`);
    const scale = Math.min(1, this.figure.scale || 1);
    this.radius = Math.max(REACH, SHARE * spec.width) / 2 / scale;
  }

  // Lay a disc over each of these rows, and remove all others.
  // rows: [{ key, position, isFixed, isAwaited }]; limits: of the ground, or null where no row can be added
  lay(rows, limits) {
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
      disc = this.svg.appendChild(document.createElementNS(SVG, "circle"));
      disc.dataset.handle = key;
      disc.classList.toggle("selected", key === this.marked);
      this.discs.set(key, disc);
    }
    disc.classList.toggle("awaited", isAwaited); // unlike remove(), it writes nothing if nothing changes
    disc.classList.toggle("fixed", isFixed);
    const [px, py] = this.figure.toPixels(...position);
    for (const [name, value] of Object.entries({ cx: px, cy: py, r: this.radius })) {
      if (disc.getAttribute(name) !== String(value)) disc.setAttribute(name, value);
    }
  }

  #layGround(limits) {
    this.ground.toggleAttribute("hidden", !limits);
    if (!limits) return;
    const [[left, right], [low, high]] = limits;
    const [x0, y0] = this.figure.toPixels(left, low);
    const [x1, y1] = this.figure.toPixels(right, high);
    this.ground.setAttribute("x", Math.min(x0, x1));
    this.ground.setAttribute("y", Math.min(y0, y1));
    this.ground.setAttribute("width", Math.abs(x1 - x0));
    this.ground.setAttribute("height", Math.abs(y1 - y0));
  }

  // Mark one disc as chosen.
  mark(key) {
    this.discs.get(this.marked)?.classList.remove("selected");
    this.marked = key;
    this.discs.get(key)?.classList.add("selected");
  }

  // Draw copies of a row's marks over all others, since others may hide it.
  lift(copies) {
    if (copies.length > 0 || this.lifted.firstChild) this.lifted.replaceChildren(...copies);
  }
}
