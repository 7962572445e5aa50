// A row in the reader's hand, from the moment it is taken until the model has answered for it. Pure.
//
//              take                 drop                     answer
//   idle ───────────────▶ held ───────────────▶ waiting ───────────────▶ idle
//     ╰─ pickUp ─▶ carried ─ putDown ─▶ idle      ▲ move, add, remove (keys, numbers)
//
// A pointer holds a row; the arrow keys carry one. Wherever a row is moved to, it stays there (`rows`)
// until the pointer has let go of it and the model has answered for the newest state, whatever the
// answers to older states say. A rule is held like a row whose coordinates are both its value.

import { rowOf } from "./tables.js";

export class Hand {
  constructor() {
    this.chosen = null; // the key of the row that keys and numbers act on
    this.isHeld = false; // a pointer holds the chosen row
    this.isCarried = false; // arrow keys move the chosen row
    this.isStranded = false; // a pointer holds it, but the reader has gone on to another step
    this.rows = new Map(); // key -> position of moved rows, drawn where the reader has put them
    this.added = new Map(); // key -> position of rows that were added and have not been drawn yet
    this.done = null; // { key } or { isRemoved: true }: the last change that was not announced yet
    this.isAnswered = true; // the model has answered for all changes of rows
    this.question = 0; // the number of the newest state that the model was asked about
  }

  // "idle", "held", "carried" or "waiting"
  get state() {
    if (this.isHeld) return "held";
    if (this.isCarried) return "carried";
    return this.row || !this.isAnswered ? "waiting" : "idle";
  }

  // The row that was moved last: { key, position } or null.
  get row() {
    const [key, position] = [...this.rows].at(-1) ?? [];
    return position ? { key, position } : null;
  }

  choose(key) {
    this.chosen = key;
  }

  take(key) {
    this.chosen = key;
    this.isHeld = true;
    this.isStranded = false;
  }

  // The reader goes on to another step: what a pointer holds stays where it is until it is taken anew.
  strand() {
    this.isStranded = this.isHeld;
  }

  pickUp() {
    this.isCarried = true;
  }

  putDown() {
    this.isCarried = false;
  }

  move(key, position) {
    this.rows.delete(key); // the last one stands at the end
    this.rows.set(key, position);
    if (this.added.has(key)) this.added.set(key, position);
    this.#change({ key });
  }

  // Whether a row has been put there already: it need not be moved once more.
  hasPut(key, [x, y]) {
    const [putX, putY] = this.rows.get(key) ?? [];
    return putX === x && putY === y;
  }

  add(key, position) {
    this.added.set(key, position);
    this.#change({ key });
  }

  remove(key) {
    this.rows.delete(key);
    this.added.delete(key);
    this.#change({ isRemoved: true });
  }

  #change(done) {
    this.done = done;
    this.isAnswered = false;
  }

  // These keys have been drawn.
  drawn(keys) {
    for (const key of keys) this.added.delete(key);
  }

  // The model is asked about the newest state. Return the number of the question.
  ask() {
    return ++this.question;
  }

  // The model has answered; an answer to an older question changes nothing.
  // Return what was done: { key }, { isRemoved: true } or, if no row was changed, {}. Return null if there
  // is nothing to say yet.
  answer(question) {
    if (question !== this.question) return null;
    this.isAnswered = true;
    if (this.isHeld && this.done) return null;
    return this.#release() ?? {};
  }

  // The pointer has let go. Return what was done, if the model has answered for it already, or null.
  drop() {
    this.isHeld = this.isStranded = false;
    return this.isAnswered ? this.#release() : null;
  }

  #release() {
    const { done } = this;
    this.rows.clear();
    this.done = null;
    return done;
  }

  // The reader's edits are gone: nothing is waited for any more, and open questions do not matter.
  reset() {
    this.rows.clear();
    this.done = null;
    this.isAnswered = true;
    this.added.clear();
    this.ask();
  }

  // Return where a row is: where the reader has put it, or where the table says.
  position(key, table) {
    if (this.rows.has(key)) return [...this.rows.get(key)];
    if (this.added.has(key)) return [...this.added.get(key)];
    const row = rowOf(table, key);
    return [table.x[row], table.y[row]];
  }

  // Return the tables with the moved rows where the reader has put them.
  // drag: the figure's rule: { table, x, y }, the names of the table and of the columns that are dragged
  layOver(tables, drag) {
    const before = tables[drag.table];
    // The model has not returned some yet, or does not know them any more.
    const known = [...this.rows].filter(([key]) => rowOf(before, key) >= 0);
    if (known.length === 0) return tables;
    const table = { ...before };
    for (const name of new Set(["x", "y", drag.x, drag.y])) table[name] = Array.from(table[name]);
    for (const [key, [x, y]] of known) {
      const i = rowOf(before, key);
      for (const [name, value] of [
        ["x", x],
        ["y", y],
        [drag.x, x],
        [drag.y, y],
      ])
        table[name][i] = value;
    }
    return { ...tables, [drag.table]: table };
  }
}
