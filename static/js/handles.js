// Rows that can be dragged: with a mouse, with a finger, or with the keyboard.
//
// A layer of invisible discs lies over the drawing, one for each draggable row, so that a finger has
// something to hit and the page still scrolls everywhere else. The layer is one tab stop: arrow keys
// choose a row, Enter picks it up, arrow keys move it, Enter or Escape puts it down.

import { length, rowOf } from "./tables.js";

const SVG = "http://www.w3.org/2000/svg";
const REACH = 24; // CSS pixels a finger needs, across
const SHARE = 0.074; // and no less than this share of the figure's width
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Handles {
  // figure: a Figure; onMove(key, [x, y]) while a row moves, onDrop() when a pointer lets go of it
  constructor(layer, figure, { onMove, onDrop, onSelect, words }) {
    this.layer = layer;
    this.figure = figure;
    this.onMove = onMove;
    this.onDrop = onDrop;
    this.onSelect = onSelect;
    this.words = words;
    this.discs = new Map(); // key -> <circle>
    this.selected = null;
    this.carried = false; // picked up with the keyboard
    this.grab = null; // { key, dx, dy, pointer }: held by a pointer
    this.svg = layer.appendChild(document.createElementNS(SVG, "svg"));
    this.svg.setAttribute("aria-hidden", "true");
    figure.onDraw((tables) => this.#place(tables));
    layer.addEventListener("pointerdown", (event) => this.#onPointerDown(event));
    layer.addEventListener("pointermove", (event) => this.#onPointerMove(event));
    for (const type of ["pointerup", "pointercancel"]) {
      layer.addEventListener(type, () => this.#onPointerUp());
    }
    layer.addEventListener("keydown", (event) => this.#onKey(event));
    layer.addEventListener("focus", () => this.#select(this.selected ?? this.#first()));
    layer.addEventListener("blur", () => this.#putDown());
  }

  get drag() {
    return this.figure.drawing?.drag;
  }

  // Lay a disc over each row that can be dragged now.
  #place(tables) {
    this.tables = tables;
    const { drag } = this;
    const table = drag && tables[drag.table];
    const size = table && !this.figure.isMoving ? length(table) : 0;
    const seen = new Set();
    const { width, height } = this.figure.drawing.spec;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const radius = Math.max(REACH, SHARE * width) / 2 / this.#scale(width);
    for (let i = 0; i < size; i++) {
      if (!table.draggable[i]) continue;
      const key = String(table.key[i]);
      const [px, py] = this.figure.toPixels(table.x[i], table.y[i]);
      this.#disc(key, px, py, radius);
      seen.add(key);
    }
    for (const [key, disc] of this.discs) {
      if (seen.has(key)) continue;
      disc.remove();
      this.discs.delete(key);
    }
    const active = this.discs.size > 0;
    this.layer.hidden = !active && !this.grab;
    if (active) this.layer.tabIndex = 0;
  }

  #scale(width) {
    return Math.min(1, (this.layer.clientWidth || width) / width);
  }

  #disc(key, px, py, radius) {
    let disc = this.discs.get(key);
    if (!disc) {
      disc = this.svg.appendChild(document.createElementNS(SVG, "circle"));
      disc.dataset.handle = key;
      disc.classList.toggle("selected", key === this.selected);
      this.discs.set(key, disc);
    }
    disc.setAttribute("cx", px);
    disc.setAttribute("cy", py);
    disc.setAttribute("r", radius);
  }

  #first() {
    return this.discs.keys().next().value ?? null;
  }

  #select(key) {
    this.discs.get(this.selected)?.classList.remove("selected");
    this.selected = key;
    this.discs.get(key)?.classList.add("selected");
    if (key !== null) this.onSelect(key);
  }

  #position(key) {
    const table = this.tables[this.drag.table];
    const row = rowOf(table, key);
    return [table.x[row], table.y[row]];
  }

  #move(key, x, y) {
    const { drag } = this;
    const values = [x, y].map((value, i) => {
      const [low, high] = drag.limits[i];
      const steps = Math.round(Math.min(high, Math.max(low, value)) / drag.step[i]);
      return Number((steps * drag.step[i]).toPrecision(12));
    });
    const row = rowOf(this.tables[drag.table], key);
    const columns = { x: values[0], y: values[1], [drag.x]: values[0], [drag.y]: values[1] };
    this.figure.hold({ table: drag.table, row, columns });
    this.onMove(key, values);
  }

  // ── pointers ─────────────────────────────────────────────────────────────────────────────────

  #toData(event) {
    const box = this.svg.getBoundingClientRect();
    const { width, height } = this.figure.drawing.spec;
    const px = ((event.clientX - box.left) / box.width) * width;
    const py = ((event.clientY - box.top) / box.height) * height;
    return this.figure.fromPixels(px, py);
  }

  #onPointerDown(event) {
    if (event.target.dataset?.handle === undefined || event.button !== 0) return;
    event.preventDefault();
    const key = this.#nearest(event);
    this.layer.dataset.pointer = ""; // the layer takes the focus, but needs no ring
    this.layer.focus({ preventScroll: true });
    this.layer.setPointerCapture(event.pointerId);
    const [x, y] = this.#toData(event);
    const [rowX, rowY] = this.#position(key);
    this.#select(key);
    this.grab = { key, dx: rowX - x, dy: rowY - y };
    this.layer.dataset.grabbing = "";
  }

  // Discs overlap where rows crowd: the one whose middle is nearest is meant.
  #nearest(event) {
    const distance = (disc) => {
      const box = disc.getBoundingClientRect();
      const dx = event.clientX - (box.left + box.width / 2);
      const dy = event.clientY - (box.top + box.height / 2);
      return Math.hypot(dx, dy);
    };
    const discs = [...this.discs].map(([key, disc]) => [key, distance(disc)]);
    return discs.reduce((best, each) => (each[1] < best[1] ? each : best))[0];
  }

  #onPointerMove(event) {
    if (!this.grab) return;
    const [x, y] = this.#toData(event);
    this.#move(this.grab.key, x + this.grab.dx, y + this.grab.dy);
  }

  #onPointerUp() {
    if (!this.grab) return;
    this.grab = null;
    delete this.layer.dataset.grabbing;
    this.onDrop();
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────

  #onKey(event) {
    delete this.layer.dataset.pointer;
    if (this.selected === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      if (this.carried) this.#nudge(arrow, event.shiftKey ? 10 : 1);
      else this.#select(this.#neighbour(arrow));
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.carried) this.#putDown();
      else this.#pickUp();
    } else if (event.key === "Escape" && this.carried) {
      this.#putDown();
    } else {
      return;
    }
    event.preventDefault();
  }

  #pickUp() {
    this.carried = true;
    this.layer.dataset.carrying = "";
    this.words.announce(this.words.pickedUp);
  }

  #putDown() {
    if (!this.carried) return;
    this.carried = false;
    delete this.layer.dataset.carrying;
    this.words.announce(this.words.putDown);
  }

  #nudge([right, up], count) {
    const [x, y] = this.#position(this.selected);
    const [stepX, stepY] = this.drag.step;
    this.#move(this.selected, x + right * count * stepX, y + up * count * stepY);
  }

  // The nearest row in the direction of an arrow, sideways distance counting double.
  #neighbour([right, up]) {
    const here = this.discs.get(this.selected);
    const at = (disc) => [Number(disc.getAttribute("cx")), -Number(disc.getAttribute("cy"))];
    const [x0, y0] = at(here);
    let best = this.selected;
    let least = Infinity;
    for (const [key, disc] of this.discs) {
      const [x, y] = at(disc);
      const ahead = (x - x0) * right + (y - y0) * up;
      const aside = Math.abs((x - x0) * up) + Math.abs((y - y0) * right);
      if (key !== this.selected && ahead > 0 && ahead + 2 * aside < least) {
        best = key;
        least = ahead + 2 * aside;
      }
    }
    return best;
  }
}
