// Rows that can be dragged, added and taken away: with a mouse, with a finger, or with the keyboard.
//
// A layer of invisible discs lies over the drawing, one for each row, so that a finger has something
// to hit and the page still scrolls everywhere else. The layer is one tab stop: arrow keys choose a
// row, Enter picks it up, arrow keys move it, Enter or Escape puts it down; Insert adds a row, Delete
// takes one away. Where rows can be added, a click or a tap on an empty place does so, and a click on
// one that can be taken away takes it away.

import { freePosition, nearest, neighbour } from "../state/nearest.js";
import { isInside, snap } from "../state/row_edits.js";
import { length, rowOf } from "../state/tables.js";

const SVG = "http://www.w3.org/2000/svg";
const REACH = 24; // CSS pixels a finger needs, across
const SHARE = 0.074; // and no less than this share of the figure's width
const SLOP = 4; // CSS pixels that a click may wander
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ADDS = ["Insert", "+"];
const REMOVES = ["Delete", "Backspace"];

export class Handles {
  // figure: a Figure. onMove(key, [x, y]) while a row moves, onDrop() when a pointer lets go of it,
  // onAdd([x, y]) returns the key of a new row, onRemove(key) takes one away, onSelect(key).
  constructor(layer, figure, { onMove, onDrop, onAdd, onRemove, onSelect, words }) {
    Object.assign(this, { layer, figure, onMove, onDrop, onAdd, onRemove, onSelect, words });
    this.tables = null; // what is drawn
    this.discs = new Map(); // key -> <circle>
    this.awaited = new Map(); // key -> [x, y]: rows that were added, but are not drawn yet
    this.selected = null;
    this.carried = false; // picked up with the keyboard
    this.grab = null; // { key, dx, dy, startX, startY, isMoved }: held by a pointer
    this.spec = null; // of the drawing that the layer is measured for
    this.radius = 0;
    this.svg = layer.appendChild(document.createElementNS(SVG, "svg"));
    this.svg.setAttribute("aria-hidden", "true");
    this.ground = this.svg.appendChild(document.createElementNS(SVG, "rect"));
    this.ground.addEventListener("click", (event) => this.#onGround(event));
    this.lifted = this.svg.appendChild(document.createElementNS(SVG, "g"));
    this.lifted.setAttribute("class", "lifted");
    this.lifted.setAttribute("fill", "none");
    figure.onDraw((tables) => this.#place(tables));
    new ResizeObserver(() => this.#measure()).observe(layer.parentElement);
    layer.addEventListener("pointerdown", (event) => this.#onPointerDown(event));
    layer.addEventListener("pointermove", (event) => this.#onPointerMove(event));
    // Not every browser heeds touch-action inside a drawing: without this, it takes the finger's way
    // for scrolling and cancels the pointer.
    layer.addEventListener(
      "touchstart",
      (event) => event.target.matches("[data-handle]:not(.fixed)") && event.preventDefault(),
      { passive: false },
    );
    for (const type of ["pointerup", "pointercancel"]) {
      layer.addEventListener(type, (event) => this.#onPointerUp(event));
    }
    layer.addEventListener("keydown", (event) => this.#onKey(event));
    layer.addEventListener("focus", () => {
      if (!this.grab) this.select(this.#chosen() ?? this.#first());
    });
    layer.addEventListener("blur", () => this.#putDown());
  }

  get drag() {
    return this.figure.drawing?.drag;
  }

  get add() {
    return this.figure.drawing?.add;
  }

  get #rule() {
    return this.drag ?? this.add;
  }

  get #table() {
    return this.tables?.[this.#rule?.table];
  }

  // The rows that can be dragged now, in the order of the table: [[key, row], ...].
  get draggable() {
    const table = this.drag && this.#table;
    if (!table) return [];
    return Array.from(table.key, (key, row) => [String(key), row]).filter(
      ([, row]) => table.draggable[row],
    );
  }

  select(key) {
    this.discs.get(this.selected)?.classList.remove("selected");
    this.selected = key;
    this.discs.get(key)?.classList.add("selected");
    if (key !== null) this.onSelect(key);
    if (this.tables) this.#lift();
  }

  // The chosen row is shown, whether the figure has the focus or not.
  list(isListed) {
    this.layer.toggleAttribute("data-listed", isListed);
    if (this.tables) this.#lift();
  }

  // Where a row is: where it is held, though that may not be painted yet, or where it is drawn.
  position(key) {
    const { held } = this.figure;
    if (held?.key === key) return [held.columns.x, held.columns.y];
    const row = rowOf(this.#table, key);
    return this.awaited.get(key) ?? [this.#table.x[row], this.#table.y[row]];
  }

  move(key, place) {
    const { drag } = this;
    if (!drag) return;
    const [x, y] = snap(place, drag);
    if (this.awaited.has(key)) {
      this.awaited.set(key, [x, y]);
      this.#place(this.tables);
    }
    const columns = { x, y, [drag.x]: x, [drag.y]: y };
    this.figure.hold({ table: drag.table, key, columns });
    this.onMove(key, [x, y]);
  }

  // Rows that were added and have not come are not waited for any more.
  forget() {
    this.awaited.clear();
  }

  // ── discs ────────────────────────────────────────────────────────────────────────────────────

  #measure() {
    const { spec } = this.figure.drawing ?? {};
    if (!spec || !this.tables) return;
    this.spec = spec;
    this.svg.setAttribute("viewBox", `0 0 ${spec.width} ${spec.height}`);
    const scale = Math.min(1, this.figure.scale || 1);
    this.radius = Math.max(REACH, SHARE * spec.width) / 2 / scale;
    this.#place(this.tables);
  }

  // Lay a disc over each row that something can be done with now.
  #place(tables) {
    this.tables = tables;
    if (this.spec !== this.figure.drawing.spec) return this.#measure();
    const table = this.figure.isMoving ? undefined : this.#table;
    const seen = new Set();
    for (let i = 0; i < (table ? length(table) : 0); i++) {
      const isDraggable = Boolean(this.drag && table.draggable?.[i]);
      if (!isDraggable && !this.#isRemovable(i)) continue;
      const key = String(table.key[i]);
      this.awaited.delete(key);
      this.#disc(key, [table.x[i], table.y[i]]).classList.toggle("fixed", !isDraggable);
      seen.add(key);
    }
    for (const [key, place] of this.awaited) {
      this.#disc(key, place).classList.add("awaited");
      seen.add(key);
    }
    for (const [key, disc] of this.discs) {
      if (seen.has(key)) continue;
      disc.remove();
      this.discs.delete(key);
    }
    this.#layGround(table);
    this.#lift();
    const isActive = this.discs.size > 0 || !this.ground.hasAttribute("hidden");
    const isHidden = !isActive && !this.grab;
    if (this.layer.hidden !== isHidden) this.layer.hidden = isHidden;
    if (isActive && this.layer.tabIndex !== 0) this.layer.tabIndex = 0; // written, it costs a layout
  }

  // A row that is held or listed may stand behind others: a copy of it is drawn over them.
  #lift() {
    const { dataset } = this.layer;
    const isUp = "grabbing" in dataset || "carrying" in dataset || "listed" in dataset;
    const copies =
      isUp && this.#chosen() !== null ? this.figure.copyRow(this.#rule.table, this.selected) : [];
    if (copies.length > 0 || this.lifted.firstChild) this.lifted.replaceChildren(...copies);
  }

  #isRemovable(row) {
    return Boolean(this.add && this.#table.removable?.[row]);
  }

  #disc(key, [x, y]) {
    let disc = this.discs.get(key);
    if (!disc) {
      disc = this.svg.appendChild(document.createElementNS(SVG, "circle"));
      disc.dataset.handle = key;
      disc.classList.toggle("selected", key === this.selected);
      this.discs.set(key, disc);
    }
    disc.classList.toggle("awaited", false); // remove() would write the attribute even so
    const [px, py] = this.figure.toPixels(x, y);
    for (const [name, value] of Object.entries({ cx: px, cy: py, r: this.radius })) {
      if (disc.getAttribute(name) !== String(value)) disc.setAttribute(name, value);
    }
    return disc;
  }

  // Rows can be added where the rows that are there can be dragged or taken away.
  #layGround(table) {
    const isOpen =
      this.add && table && (this.discs.size > 0 || length(table) === 0) && !this.figure.isMoving;
    this.ground.toggleAttribute("hidden", !isOpen);
    if (!isOpen) return;
    const [[left, right], [low, high]] = this.add.limits;
    const [x0, y0] = this.figure.toPixels(left, low);
    const [x1, y1] = this.figure.toPixels(right, high);
    this.ground.setAttribute("x", Math.min(x0, x1));
    this.ground.setAttribute("y", Math.min(y0, y1));
    this.ground.setAttribute("width", Math.abs(x1 - x0));
    this.ground.setAttribute("height", Math.abs(y1 - y0));
  }

  #chosen() {
    return this.discs.has(this.selected) ? this.selected : null;
  }

  #first() {
    return this.discs.keys().next().value ?? null;
  }

  // Where the rows are, in pixels of the drawing and in the columns x and y.
  #drawn() {
    const at = (disc) => [Number(disc.getAttribute("cx")), Number(disc.getAttribute("cy"))];
    return [...this.discs].map(([key, disc]) => [key, at(disc)]);
  }

  #places() {
    return [...this.discs.keys()].map((key) => [key, this.position(key)]);
  }

  // ── rows that come and go ────────────────────────────────────────────────────────────────────

  #addAt(place) {
    const key = this.onAdd(snap(place, this.add));
    this.awaited.set(key, snap(place, this.add));
    this.#place(this.tables);
    this.select(key);
    return key;
  }

  #remove(key) {
    const others = this.#places().filter(([other]) => other !== key);
    const next = nearest(others, this.position(key));
    this.#putDown();
    this.awaited.delete(key);
    this.onRemove(key);
    this.select(next);
    if (next === null) this.words.announce(this.words.removed);
  }

  #canRemove(key) {
    if (this.awaited.has(key)) return true;
    const row = this.#table ? rowOf(this.#table, key) : -1;
    return row >= 0 && this.#isRemovable(row);
  }

  // ── pointers ─────────────────────────────────────────────────────────────────────────────────

  #toPixels({ clientX, clientY }) {
    const toDrawing = this.svg.getScreenCTM().inverse();
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
    return [x, y];
  }

  #toData(event) {
    return this.figure.fromPixels(...this.#toPixels(event));
  }

  #focus() {
    this.layer.dataset.pointer = ""; // the layer takes the focus, but needs no ring
    this.layer.focus({ preventScroll: true });
  }

  #onGround(event) {
    const place = this.#toData(event);
    if (!isInside(place, this.add)) return;
    this.#focus();
    this.#addAt(place);
  }

  #onPointerDown(event) {
    if (event.target.dataset?.handle === undefined || event.button !== 0) return;
    event.preventDefault();
    const key = nearest(this.#drawn(), this.#toPixels(event)); // discs overlap where rows crowd
    const [x, y] = this.#toData(event);
    const [rowX, rowY] = this.position(key);
    const { clientX: startX, clientY: startY } = event;
    this.grab = { key, dx: rowX - x, dy: rowY - y, startX, startY, isMoved: false };
    this.#focus();
    this.layer.setPointerCapture(event.pointerId);
    this.select(key);
    this.layer.dataset.grabbing = "";
    this.#lift();
  }

  #onPointerMove(event) {
    const { grab } = this;
    if (!grab || this.discs.get(grab.key)?.classList.contains("fixed")) return;
    const way = Math.hypot(event.clientX - grab.startX, event.clientY - grab.startY);
    if (!grab.isMoved && way < SLOP && this.#canRemove(grab.key)) return; // it may become a click
    grab.isMoved = true;
    const [x, y] = this.#toData(event);
    this.move(grab.key, [x + grab.dx, y + grab.dy]);
  }

  #onPointerUp(event) {
    if (!this.grab) return;
    const { key, startX, startY, isMoved } = this.grab;
    const way = Math.hypot(event.clientX - startX, event.clientY - startY);
    this.grab = null;
    delete this.layer.dataset.grabbing;
    this.#lift();
    const isClick = event.type === "pointerup" && !isMoved && way < SLOP;
    if (isClick && this.#canRemove(key)) this.#remove(key);
    this.onDrop();
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────

  #onKey(event) {
    delete this.layer.dataset.pointer;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#onKeyOfRows(event.key) || this.#onKeyOfRow(event)) event.preventDefault();
  }

  #onKeyOfRows(key) {
    if (ADDS.includes(key) && !this.ground.hasAttribute("hidden")) {
      this.#putDown();
      this.#addAt(freePosition(this.#places(), this.add));
      if (this.drag) this.#pickUp(this.words.added);
      return true;
    }
    if (REMOVES.includes(key) && this.selected !== null && this.#canRemove(this.selected)) {
      this.#remove(this.selected);
      return true;
    }
    return false;
  }

  #onKeyOfRow(event) {
    if (this.#chosen() === null) return false;
    const arrow = ARROWS[event.key];
    if (arrow) {
      if (this.carried) this.#nudge(arrow, event.shiftKey ? 10 : 1);
      else this.select(neighbour(this.#drawn(), this.selected, [arrow[0], -arrow[1]]));
      return true;
    }
    if (event.key === "Enter" || event.key === " ") {
      if (this.carried) this.#putDown();
      else if (!this.discs.get(this.selected).classList.contains("fixed")) this.#pickUp();
      return true;
    }
    if (event.key !== "Escape" || !this.carried) return false;
    this.#putDown();
    return true;
  }

  #pickUp(words = this.words.pickedUp) {
    this.carried = true;
    this.layer.dataset.carrying = "";
    this.#lift();
    this.words.announce(words);
  }

  #putDown() {
    if (!this.carried) return;
    this.carried = false;
    delete this.layer.dataset.carrying;
    this.#lift();
    this.words.announce(this.words.putDown);
  }

  #nudge([right, up], count) {
    const [x, y] = this.position(this.selected);
    const [stepX, stepY] = this.drag.step;
    this.move(this.selected, [x + right * count * stepX, y + up * count * stepY]);
  }
}
