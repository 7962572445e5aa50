// The rows of one table that the reader moves, draws, adds and takes away: from what is done in the figure to
// the edits of the state.

import { Hand } from "../state/hand.js";
import { add, fill, freshKey, isAdded, move, nameOf, remove, snap } from "../state/row_edits.js";
import { rowOf } from "../state/tables.js";
import { Handles } from "./handles.js";

export class Rows {
  // layer: <div data-handles>; figure: a Figure; sight: a Sight; words: those of handles
  // scene: state(); edit(patch, cause); reach(table, key or null), chose(this, key); dropped(this, done);
  // announce(text, wait)
  constructor(layer, { figure, sight, words, scene }) {
    Object.assign(this, { figure, scene });
    this.table = layer.dataset.handles;
    this.hand = new Hand();
    const actions = {
      move: (rows) => this.#move(rows),
      drop: (done) => scene.dropped(this, done),
      add: (position) => this.#add(position),
      remove: (key) => this.#remove(key),
      choose: (key) => {
        scene.reach(this.table, key);
        scene.chose(this, key);
      },
      leave: () => scene.reach(this.table, null),
      announce: (text) => scene.announce(text, 0),
    };
    this.handles = new Handles(layer, { figure, sight, hand: this.hand, actions, words });
  }

  // The figure's rules for the table: { drag, add }.
  get #rules() {
    const { drag = [], add = [] } = this.figure.drawing ?? {};
    const of = (rules) => rules.find(({ table }) => table === this.table);
    return { drag: of(drag), add: of(add) };
  }

  layOver(tables, drawing) {
    const drag = drawing.drag.find(({ table }) => table === this.table);
    return drag ? this.hand.layOver(tables, drag) : tables;
  }

  layParams() {
    return {};
  }

  // Whether a picture of these tables has anything to drag.
  isIn(tables, drawing) {
    const drag = drawing.drag.find(({ table }) => table === this.table);
    return Boolean(drag && tables[this.table]?.draggable?.some(Boolean));
  }

  label(key, tables = this.figure.painted) {
    const table = tables[this.table];
    const row = rowOf(table, key);
    return row < 0 ? key : fill(this.#rules.drag?.label ?? "{key}", table, row);
  }

  // ── by numbers ───────────────────────────────────────────────────────────────────────────────────

  // Whether anything can be moved now.
  get isThere() {
    return this.handles.draggable.rows.length > 0;
  }

  // What can be moved now: [{ key, name }, ...].
  get things() {
    const { drag, table, rows } = this.handles.draggable;
    return rows.map(([key, row]) => ({ key, name: nameOf(fill(drag.label, table, row)) }));
  }

  axes(key) {
    const { drag } = this.#rules;
    const position = this.handles.position(key);
    const all = [drag.x, drag.y].map((name, i) => {
      return { i, name, limits: drag.limits[i], step: drag.step[i], value: position[i] };
    });
    return all.filter(({ limits }) => limits);
  }

  moveTo(key, axis, value) {
    const position = this.handles.position(key);
    position[this.axes(key)[axis].i] = value;
    this.#move([[key, position]]);
  }

  choose(key) {
    this.handles.choose(key);
  }

  list(isListed) {
    this.handles.list(isListed);
  }

  // ── edits ────────────────────────────────────────────────────────────────────────────────────────

  // rows: [[key, [x, y]], ...]
  #move(rows) {
    const { drag, add } = this.#rules;
    if (!drag || this.hand.isStranded) return;
    const moved = rows
      .map(([key, position]) => [key, snap(position, drag)])
      .filter(([key, at]) => !this.hand.hasPut(key, at));
    if (moved.length === 0) return;
    const patch = {};
    for (const [key, at] of moved) {
      const name = isAdded(key) ? add.state : drag.state;
      this.hand.move(key, at);
      patch[name] = move(patch[name] ?? this.scene.state()[name], key, at);
    }
    this.figure.hold(true);
    this.scene.edit(patch, "drag");
  }

  // Return the key of the new row.
  #add(position) {
    const rule = this.#rules.add;
    const at = snap(position, rule);
    const state = this.scene.state();
    const rows = state[rule.state];
    const key = freshKey(rows, this.handles.keys);
    this.hand.add(key, at);
    this.scene.edit({ [rule.state]: add(rows, key, at, state[rule.values]) }, "drag");
    return key;
  }

  #remove(key) {
    const { state: name } = this.#rules.add;
    this.hand.remove(key);
    this.figure.hold(this.hand.row !== null);
    this.scene.edit({ [name]: remove(this.scene.state()[name], key) }, "drag");
  }
}
