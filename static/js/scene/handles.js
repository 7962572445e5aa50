// The rows of one table that can be dragged, drawn, added and taken away, with a mouse, a finger or the
// keyboard. Connects the layer of discs, the gestures of a pointer, the keys, and the hand. Where rows can be
// added, a click or a tap on an empty position adds one, and a click on a removable row takes it away.

import { freePosition, nearest, neighbour } from "../state/nearest.js";
import { isInside, usableRows } from "../state/row_edits.js";
import { length } from "../state/tables.js";
import { Discs } from "./discs.js";
import { HandleRings } from "./handle_rings.js";
import { watchKeys } from "./keyboard.js";
import { watchPencil } from "./pencil.js";
import { watchPointer } from "./pointer.js";

export class Handles {
  // layer: <div data-handles>, which names the table; figure: a Figure; sight: a Sight; hand: a Hand
  // actions: move([[key, [x, y]], ...]); drop(done), see Hand; add([x, y]), which returns the key of the new row;
  // remove(key); choose(key); leave(), when the focus goes; announce(text)
  constructor(layer, { figure, sight, hand, actions, words }) {
    Object.assign(this, { layer, figure, sight, hand, actions, words });
    this.table = layer.dataset.handles;
    this.discs = new Discs(layer, figure, sight);
    this.rings = new HandleRings(layer, this.discs.svg, figure);
    this.isListed = false; // a list beside the figure shows the chosen row too
    figure.onDraw(() => this.#lay());
    sight.onChange(() => this.#measure());
    new ResizeObserver(() => this.#measure()).observe(layer.parentElement);
    layer.addEventListener("click", (event) => this.#onGround(event));
    this.#watchPointers();
    layer.addEventListener("keydown", () => delete layer.dataset.pointer);
    watchKeys(layer, {
      go: (direction, count) => this.#go(direction, count),
      toggle: () => this.#toggle(),
      putDown: () => this.#chosen !== null && this.#putDown(),
      add: () => this.#addByKey(),
      remove: () => this.#removeByKey(),
    });
    layer.addEventListener("focus", () => {
      if (hand.state !== "held") this.choose(this.#chosen ?? this.discs.keys[0] ?? null);
    });
    layer.addEventListener("blur", () => {
      this.#putDown();
      actions.leave();
    });
  }

  #watchPointers() {
    const { layer } = this;
    const toData = (event) => this.discs.toData(event);
    watchPointer(
      layer,
      {
        find: (event) => (this.#isDrawn ? null : this.discs.find(event)),
        position: (key) => this.position(key),
        toData,
        canMove: (key) => !this.discs.isFixed(key),
        canClick: (key) => this.#canRemove(key),
        isMovable: (element) => this.#isDrawn || this.discs.isMovable(element),
        isFree: () => this.hand.isAnswered,
      },
      {
        onTake: (key) => this.#take(key),
        onMove: (key, position) => this.actions.move([[key, position]]),
        onDrop: (key, isClick) => this.#drop(key, isClick),
      },
    );
    watchPencil(
      layer,
      {
        canDraw: () => this.#isDrawn,
        toData,
        knots: () => this.#knots(),
        axis: () => this.#rules.drag.axis,
      },
      { onDraw: (rows) => this.#draw(rows), onEnd: () => this.#drop(null, false) },
    );
  }

  // What can be done with rows: { drag, add }, each with its limits, where there is one.
  get #rules() {
    const { drag = [], add = [] } = this.figure.drawing ?? {};
    const of = (rules) => rules.find(({ table }) => table === this.table);
    return { drag: of(drag), add: of(add) };
  }

  get panel() {
    const { drag, add } = this.#rules;
    return (drag ?? add)?.panel ?? "";
  }

  get #isDrawn() {
    return Boolean(this.#rules.drag?.draw);
  }

  get #table() {
    return this.figure.painted?.[this.table];
  }

  // Looked up several times for each picture.
  get #rows() {
    const table = this.#table;
    if (!table) return [];
    const { drawing } = this.figure;
    if (this.usable?.table !== table || this.usable.drawing !== drawing) {
      this.usable = { table, drawing, rows: usableRows(table, this.#rules) };
    }
    return this.usable.rows;
  }

  get keys() {
    return this.discs.keys;
  }

  // Whether anything can be done with rows now.
  get isOpen() {
    return !this.layer.hidden;
  }

  // What can be dragged now, in the order of the table: the figure's rule, the table, and [[key, row], ...].
  get draggable() {
    const rows = this.#rows.filter(({ isDraggable }) => isDraggable);
    const { drag } = this.#rules;
    return { drag, table: this.#table, rows: rows.map(({ key, row }) => [key, row]) };
  }

  position(key) {
    return this.hand.position(key, this.#table);
  }

  choose(key) {
    this.hand.choose(key);
    this.discs.mark(key);
    this.rings.select(key);
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
    const { drag, add } = this.#rules;
    const isInSight = (drag ?? add) && this.sight.has(this.panel);
    const table = figure.isMoving || !isInSight ? undefined : this.#table;
    const usable = table ? this.#rows : [];
    hand.drawn(usable.map(({ key }) => key));
    const rows = [
      ...usable.map(({ key, position, isDraggable }) => ({ key, position, isFixed: !isDraggable })),
      ...Array.from(hand.added, ([key, position]) => ({ key, position, isAwaited: true })),
    ];
    const isOpen = add && table && (rows.length > 0 || length(table) === 0);
    const isDrawn = drag?.draw && usable.some(({ isDraggable }) => isDraggable);
    layer.toggleAttribute("data-drawn", Boolean(isDrawn));
    this.discs.lay(rows, isOpen ? add.limits : isDrawn ? drag.limits : null, this.panel);
    this.rings.follow();
    this.#lift();
    const isActive = rows.length > 0 || isOpen;
    const isHidden = !isActive && hand.state !== "held";
    if (layer.hidden !== isHidden) layer.hidden = isHidden;
    if (isActive && layer.tabIndex !== 0) layer.tabIndex = 0; // writing it costs a layout
  }

  get #chosen() {
    return this.discs.has(this.hand.chosen) ? this.hand.chosen : null;
  }

  // Tell the style sheet what the hand does.
  #showHand() {
    const { hand, layer } = this;
    layer.toggleAttribute("data-grabbing", hand.state === "held");
    layer.toggleAttribute("data-carrying", hand.isCarried);
    layer.toggleAttribute("data-listed", this.isListed);
    this.#lift();
  }

  #lift() {
    if (!this.figure.painted) return;
    const { hand } = this;
    const isUp = ["held", "carried"].includes(hand.state) || this.isListed;
    const isLifted = isUp && this.#chosen !== null;
    this.discs.lift(isLifted ? this.figure.copyRow(this.table, hand.chosen) : []);
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

  #canRemove(key) {
    if (this.hand.added.has(key)) return true;
    return this.#rows.some((row) => row.key === key && row.isRemovable);
  }

  #points() {
    return this.discs.keys.map((key) => [key, this.position(key)]);
  }

  #knots() {
    return this.#points().filter(([key]) => !this.discs.isFixed(key));
  }

  // ── pointers ─────────────────────────────────────────────────────────────────────────────────

  #take(key) {
    this.hand.take(key);
    this.#focus();
    this.choose(key);
    this.#showHand();
  }

  // rows: [[key, position], ...], those that a stroke has passed
  #draw(rows) {
    if (rows.length === 0) return;
    const [key] = rows.at(-1);
    if (this.hand.state !== "held") this.#take(key);
    else this.choose(key);
    this.actions.move(rows);
  }

  #drop(key, isClick) {
    const done = this.hand.drop();
    this.#showHand();
    if (isClick) this.#remove(key);
    this.actions.drop(done);
  }

  #onGround(event) {
    if (event.target !== this.discs.ground || !this.discs.isOpen || !this.#rules.add) return;
    const position = this.discs.toData(event);
    if (!isInside(position, this.#rules.add)) return;
    this.#focus();
    this.#add(position);
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────

  #go([right, up], count) {
    const key = this.#chosen;
    if (key === null) return false;
    if (this.hand.isCarried) {
      const [x, y] = this.position(key);
      const [stepX, stepY] = this.#rules.drag.step; // null along an axis that is held
      const position = [x + right * count * (stepX ?? 0), y + up * count * (stepY ?? 0)];
      this.actions.move([[key, position]]);
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
    this.#add(freePosition(this.#points(), this.#rules.add));
    if (this.#rules.drag) this.#pickUp(this.words.added);
    return true;
  }

  #removeByKey() {
    const { chosen } = this.hand;
    if (chosen === null || !this.#canRemove(chosen)) return false;
    this.#remove(chosen);
    return true;
  }
}
