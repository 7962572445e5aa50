// The rows of a figure that can be dragged, added and taken away, with a mouse, with a finger, or with
// the keyboard: joins the layer of discs, the gesture of a pointer, the keys, and the hand. Where rows
// can be added, a click or a tap on an empty position adds one, and on a removable row takes it away.

import { freePosition, nearest, neighbour } from "../state/nearest.js";
import { isInside } from "../state/row_edits.js";
import { length, rowOf } from "../state/tables.js";
import { Discs } from "./discs.js";
import { watchKeys } from "./keyboard.js";
import { watchPointer } from "./pointer.js";

export class Handles {
  // figure: a Figure; hand: a Hand
  // actions: move(key, [x, y]); drop(done), see Hand; add([x, y]), which returns the key of the new row;
  // remove(key); choose(key); announce(text)
  constructor(layer, figure, hand, actions, words) {
    Object.assign(this, { layer, figure, hand, actions, words });
    this.discs = new Discs(layer, figure);
    this.isListed = false; // a list beside the figure shows the chosen row too
    figure.onDraw(() => this.#lay());
    new ResizeObserver(() => this.#measure()).observe(layer.parentElement);
    this.discs.ground.addEventListener("click", (event) => this.#onGround(event));
    watchPointer(
      layer,
      {
        find: (event) => this.#find(event),
        position: (key) => this.position(key),
        toData: (event) => this.#toData(event),
        canMove: (key) => !this.discs.isFixed(key),
        canClick: (key) => this.#canRemove(key),
        isMovable: (element) => this.discs.isMovable(element),
      },
      {
        onTake: (key) => this.#take(key),
        onMove: (key, position) => actions.move(key, position),
        onDrop: (key, isClick) => this.#drop(key, isClick),
      },
    );
    layer.addEventListener("keydown", () => delete layer.dataset.pointer);
    watchKeys(layer, {
      go: (direction, count) => this.#go(direction, count),
      toggle: () => this.#toggle(),
      putDown: () => this.#chosen !== null && this.#putDown(),
      add: () => this.#addByKey(),
      remove: () => this.#removeByKey(),
    });
    layer.addEventListener("focus", () => {
      if (!hand.isHeld) this.choose(this.#chosen ?? this.discs.keys[0] ?? null);
    });
    layer.addEventListener("blur", () => this.#putDown());
  }

  get drag() {
    return this.figure.drawing?.drag;
  }

  get #rule() {
    return this.drag ?? this.figure.drawing?.add;
  }

  get #table() {
    return this.figure.painted?.[this.#rule?.table];
  }

  get keys() {
    return this.discs.keys;
  }

  // What can be dragged now: the figure's rule, its table, [[key, row], ...] in the order of the table,
  // and the key of the chosen row.
  get draggable() {
    const { drag } = this;
    const table = this.#table;
    const rows = drag && table ? Array.from(table.key, (key, row) => [String(key), row]) : [];
    const draggable = rows.filter(([, row]) => table.draggable[row]);
    return { drag, table, rows: draggable, chosen: this.hand.chosen };
  }

  position(key) {
    return this.hand.position(key, this.#table);
  }

  choose(key) {
    this.hand.choose(key);
    this.discs.mark(key);
    if (key !== null) this.actions.choose(key);
    this.#lift();
  }

  // Show the chosen row while a list beside the figure is open, whether the figure has the focus or not.
  list(isListed) {
    this.isListed = isListed;
    this.#showHand();
  }

  // ── discs ────────────────────────────────────────────────────────────────────────────────────

  #measure() {
    if (!this.figure.painted || !this.figure.drawing) return;
    this.discs.measure();
    this.#lay();
  }

  // Lay a disc over each row that something can be done with now, and over those that were added and
  // are not drawn yet. Rows can be added where the rows that are there can be dragged or taken away.
  #lay() {
    const { figure, hand, layer } = this;
    const { add } = figure.drawing;
    const table = figure.isMoving ? undefined : this.#table;
    const rows = [];
    for (let i = 0; i < (table ? length(table) : 0); i++) {
      const isFixed = !(this.drag && table.draggable?.[i]);
      if (isFixed && !this.#isRemovable(i)) continue;
      rows.push({ key: String(table.key[i]), position: [table.x[i], table.y[i]], isFixed });
    }
    hand.drawn(rows.map(({ key }) => key));
    for (const [key, position] of hand.added) rows.push({ key, position, isAwaited: true });
    const isOpen = add && table && (rows.length > 0 || length(table) === 0);
    this.discs.lay(rows, isOpen ? add.limits : null);
    this.#lift();
    const isActive = rows.length > 0 || isOpen;
    const isHidden = !isActive && !hand.isHeld;
    if (layer.hidden !== isHidden) layer.hidden = isHidden;
    if (isActive && layer.tabIndex !== 0) layer.tabIndex = 0; // writing it costs a layout
  }

  get #chosen() {
    return this.discs.has(this.hand.chosen) ? this.hand.chosen : null;
  }

  // Tell the style sheet what the hand does.
  #showHand() {
    const { hand, layer } = this;
    layer.toggleAttribute("data-grabbing", hand.isHeld);
    layer.toggleAttribute("data-carrying", hand.isCarried);
    layer.toggleAttribute("data-listed", this.isListed);
    this.#lift();
  }

  #lift() {
    if (!this.figure.painted) return;
    const { hand } = this;
    const isLifted = (hand.isHeld || hand.isCarried || this.isListed) && this.#chosen !== null;
    this.discs.lift(isLifted ? this.figure.copyRow(this.#rule.table, hand.chosen) : []);
  }

  #focus() {
    this.layer.dataset.pointer = ""; // the layer takes the focus, but needs no ring
    this.layer.focus({ preventScroll: true });
  }

  // ── rows that come and go ────────────────────────────────────────────────────────────────────

  #add(position) {
    const key = this.actions.add(position);
    this.#lay();
    this.choose(key);
  }

  #remove(key) {
    const next = nearest(
      this.#points().filter(([other]) => other !== key),
      this.position(key),
    );
    this.#putDown();
    this.actions.remove(key);
    this.choose(next);
    if (next === null) this.actions.announce(this.words.removed);
  }

  #isRemovable(row) {
    return Boolean(this.figure.drawing?.add && this.#table.removable?.[row]);
  }

  #canRemove(key) {
    if (this.hand.added.has(key)) return true;
    const row = this.#table ? rowOf(this.#table, key) : -1;
    return row >= 0 && this.#isRemovable(row);
  }

  #points() {
    return this.discs.keys.map((key) => [key, this.position(key)]);
  }

  // ── pointers ─────────────────────────────────────────────────────────────────────────────────

  #toData(event) {
    return this.figure.fromPixels(...this.discs.toPixels(event));
  }

  // Discs overlap where rows crowd: the nearest middle is meant.
  #find(event) {
    if (!this.discs.isDisc(event.target)) return null;
    return nearest(this.discs.points, this.discs.toPixels(event));
  }

  #take(key) {
    this.hand.take(key);
    this.#focus();
    this.choose(key);
    this.#showHand();
  }

  #drop(key, isClick) {
    const done = this.hand.drop();
    this.#showHand();
    if (isClick) this.#remove(key);
    this.actions.drop(done);
  }

  #onGround(event) {
    const position = this.#toData(event);
    if (!isInside(position, this.figure.drawing.add)) return;
    this.#focus();
    this.#add(position);
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────

  #go([right, up], count) {
    const key = this.#chosen;
    if (key === null) return false;
    if (this.hand.isCarried) {
      const [x, y] = this.position(key);
      const [stepX, stepY] = this.drag.step;
      this.actions.move(key, [x + right * count * stepX, y + up * count * stepY]);
    } else {
      this.choose(neighbour(this.discs.points, key, [right, -up])); // pixels are counted downwards
    }
    return true;
  }

  #toggle() {
    if (this.#chosen === null) return false;
    if (this.hand.isCarried) this.#putDown();
    else if (!this.discs.isFixed(this.#chosen)) this.#pickUp(this.words.pickedUp);
    return true;
  }

  #pickUp(words) {
    this.hand.pickUp();
    this.#showHand();
    this.actions.announce(words);
  }

  // Return whether anything was carried.
  #putDown() {
    if (!this.hand.isCarried) return false;
    this.hand.putDown();
    this.#showHand();
    this.actions.announce(this.words.putDown);
    return true;
  }

  #addByKey() {
    if (!this.discs.isOpen) return false;
    this.#putDown();
    this.#add(freePosition(this.#points(), this.figure.drawing.add));
    if (this.drag) this.#pickUp(this.words.added);
    return true;
  }

  #removeByKey() {
    const { chosen } = this.hand;
    if (chosen === null || !this.#canRemove(chosen)) return false;
    this.#remove(chosen);
    return true;
  }
}
