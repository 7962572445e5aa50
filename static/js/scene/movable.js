// All that the reader's hand can move in one scene: the rows of some tables, and the rules of the figure. They
// ask the model together, and each keeps what it has moved until the model has answered.

import { Hand } from "../state/hand.js";
import { MoveByNumbers } from "./move_by_numbers.js";
import { Rows } from "./rows.js";
import { Rules } from "./rules.js";

export class Movable {
  // element: the scene's <section>; figure: a Figure; sight: a Sight; status: a Status; words: the interface's
  // scene: domains; state(); tables(), the newest; edit(patch, cause); reach(table, key), of a row that has the
  // focus, or null
  constructor(element, { figure, sight, status, words, scene }) {
    Object.assign(this, { figure, status, words, scene });
    this.last = null; // the mover in which something was chosen last
    const actions = {
      ...scene,
      chose: (mover, key) => this.#chose(mover, key),
      dropped: (mover, done) => this.#dropped(mover, done),
      announce: (text, wait) => status.announce(text, wait),
    };
    const given = { figure, sight, words: words.handles, scene: actions };
    const make = (selector, Kind) =>
      [...element.querySelectorAll(selector)].map((layer) => new Kind(layer, given));
    this.movers = [...make("[data-handles]", Rows), ...make("[data-rules]", Rules)];
    // Without anything to move, one hand still counts the questions to the model.
    this.hands = this.movers.length > 0 ? this.movers.map(({ hand }) => hand) : [new Hand()];
    this.#listByNumbers(element.querySelector("[data-fields]"));
  }

  layOver(tables, drawing) {
    return this.movers.reduce((under, mover) => mover.layOver(under, drawing), tables);
  }

  layParams() {
    return Object.assign({}, ...this.movers.map((mover) => mover.layParams()));
  }

  // Whether a picture of these tables has anything to move.
  isIn(tables, drawing) {
    return this.movers.some((mover) => mover.isIn(tables, drawing));
  }

  // Whether something is in the reader's hand.
  get isHeld() {
    return this.hands.some(({ state }) => state === "held");
  }

  // Whether the rows of a table can be reached by keys, since something can be done with them.
  hasHandles(table) {
    return this.movers.some((mover) => mover.table === table && mover.handles.isOpen);
  }

  // ── questions to the model ───────────────────────────────────────────────────────────────────────

  ask() {
    return this.hands.map((hand) => hand.ask()).at(-1);
  }

  // The model has answered; see Hand.
  answer(question, cause) {
    const done = this.hands.map((hand) => hand.answer(question));
    if (done.includes(null)) return;
    const i = Math.max(
      0,
      done.findIndex(({ key, isRemoved }) => key || isRemoved),
    );
    this.#finish(this.movers[i], done[i], cause);
  }

  // The reader goes on to another step.
  strand() {
    for (const hand of this.hands) hand.strand();
  }

  // Nothing is waited for any more.
  reset() {
    for (const hand of this.hands) hand.reset();
    this.figure.hold(false);
  }

  // ── what was done is said ────────────────────────────────────────────────────────────────────────

  // The model has answered for what was done: announce it, and let go of it.
  #finish(mover, { key, isRemoved }, cause) {
    this.figure.hold(this.hands.some(({ row }) => row !== null));
    const { retrained, handles } = this.words;
    const say = (text) => this.status.announce(text);
    if (isRemoved) say(`${handles.removed} ${retrained}`);
    else if (key) say(`${mover.label(key, this.scene.tables())}. ${retrained}`);
    else if (!["step", "point"].includes(cause)) say(retrained);
  }

  // A pointer has let go. done: what it did, if the model has answered for it
  #dropped(mover, done) {
    const { hand } = mover;
    if (done) this.#finish(mover, done);
    else if (!hand.done && hand.chosen !== null) this.#chose(mover, hand.chosen);
  }

  // Something was chosen, in the figure or in the list beside it.
  #chose(mover, key) {
    this.last = mover;
    this.byNumbers?.choose(this.#idOf(mover, key));
    if (mover.hand.state !== "held") this.status.announce(mover.label(key), 200);
  }

  // ── by numbers ───────────────────────────────────────────────────────────────────────────────────

  #listByNumbers(element) {
    if (!element) return;
    const ids = new Map(); // of what is in the list: [mover, key]
    const read = () => {
      ids.clear();
      return this.movers.flatMap((mover) =>
        mover.things.map(({ key, name }) => {
          const id = this.#idOf(mover, key);
          ids.set(id, [mover, key]);
          return { id, name, isChosen: mover === this.last && mover.hand.chosen === key };
        }),
      );
    };
    const on =
      (action) =>
      (id, ...details) => {
        const [mover, key] = ids.get(id);
        return mover[action](key, ...details);
      };
    this.byNumbers = new MoveByNumbers(
      element,
      { isThere: () => this.movers.some(({ isThere }) => isThere), read, axes: on("axes") },
      {
        onChoose: on("choose"),
        onMove: on("moveTo"),
        onToggle: (isOpen) => this.movers.forEach((mover) => mover.list(isOpen)),
      },
    );
    this.figure.onDraw(() => this.byNumbers.follow());
  }

  // Rows of several tables may have one key.
  #idOf(mover, key) {
    const i = this.movers.indexOf(mover);
    return i > 0 ? `${i} ${key}` : key;
  }
}
