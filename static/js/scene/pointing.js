// Rows that are pointed at: by a mouse over their marks, by a tap, by keys, or by a term in the text that names
// one. Its key goes to a parameter of the chart, its label to a card beside the mark and to screen readers, and
// its key to the state where the figure says so.

import { boxesOf, middle, nearestBox } from "../state/boxes.js";
import { neighbour } from "../state/nearest.js";
import { Pointed } from "../state/pointed.js";
import { fill } from "../state/row_edits.js";
import { rowOf } from "../state/tables.js";
import { Card } from "./card.js";
import { Rings } from "./rings.js";

const REACH = 12; // CSS pixels round a mark that belong to it: a target is 24 across
const SLOP = 8; // CSS pixels that a tap may wander
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The key of a row as its table has it, from the page's text.
const asKey = (rule, key) => (rule?.numbers && key !== null ? Number(key) : key);

export class Pointing {
  // stage: the element round the drawings; figure: a Figure
  // actions: tables() returns the newest; chosen(name) a key of the state; set(patch) changes the state;
  // isBusy() tells whether a row is in the reader's hand; hasHandles(table) whether its rows have a tab stop
  // already; announce(text)
  constructor(stage, figure, actions) {
    Object.assign(this, { stage, figure, actions });
    this.pointed = new Map(); // parameter -> Pointed
    this.named = new Map(); // parameter -> the key that a term in the text names
    this.layers = new Map(); // parameter -> { layer, rings }, where a rule has a tab stop of its own
    this.found = new Map(); // table -> the boxes of its rows, until something moves
    this.card = new Card(stage);
    for (const layer of stage.querySelectorAll("[data-point]")) this.#watchKeys(layer);
    figure.onDraw(() => this.#drawn());
    new ResizeObserver(() => this.measure()).observe(stage);
    this.#watchPointer();
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.leave());
  }

  get #rules() {
    return this.figure.drawing?.point ?? [];
  }

  #rule(param) {
    return this.#rules.find((rule) => rule.param === param);
  }

  #pointed({ param }) {
    if (!this.pointed.has(param)) this.pointed.set(param, new Pointed());
    return this.pointed.get(param);
  }

  // ── what follows from it ─────────────────────────────────────────────────────────────────────────

  #follow() {
    for (const rule of this.#rules) {
      const { key } = this.#pointed(rule);
      const chosen = rule.state && this.actions.chosen(rule.state);
      const value = this.named.get(rule.param) ?? this.#valueOf(rule, key) ?? chosen;
      this.figure.light(rule.param, value ?? (rule.numbers ? null : "")).catch(() => {}); // the reader has been told
    }
    this.#lay();
  }

  // What the parameter of a rule takes for the key of a row, or for null.
  #valueOf({ table: name, by }, key) {
    const table = this.actions.tables()[name];
    const row = by && key !== null ? rowOf(table, key) : -1;
    return row < 0 ? key : table[by][row];
  }

  #label({ table: name, label }, key) {
    const table = this.actions.tables()[name];
    const row = rowOf(table, key);
    return row < 0 ? key : fill(label, table, row);
  }

  // Lay the card and the rings where the marks are.
  #lay() {
    const rules = this.#rules.filter((rule) => {
      const { key } = this.#pointed(rule);
      return key !== null && this.#boxes(rule, key).length > 0;
    });
    const rule = rules.find(({ card = true }) => card);
    if (rule) {
      const { key } = this.#pointed(rule);
      this.card.show(this.#label(rule, key), this.#boxes(rule, key)[0]);
    } else this.card.hide();
    for (const [param, { rings }] of this.layers) {
      const { reached } = this.pointed.get(param) ?? {};
      rings.show(reached ? this.#boxes(this.#rule(param), reached) : []);
    }
  }

  // Offer a tab stop for each rule whose table has rows, unless the handles of its rows are one.
  offer(rules) {
    for (const [param, { layer }] of this.layers) {
      const rule = rules.find((each) => each.param === param);
      const rows = this.actions.tables()[rule?.table]?.key ?? [];
      const isHidden = rows.length === 0 || this.actions.hasHandles(rule.table);
      if (layer.hidden !== isHidden) layer.hidden = isHidden;
      if (!isHidden && layer.tabIndex !== 0) layer.tabIndex = 0; // writing it costs a layout
    }
  }

  // The figure was drawn: rows may have gone, or are elsewhere.
  #drawn() {
    const isAnyone = [...this.pointed.values()].some(({ key }) => key !== null);
    this.offer(this.#rules);
    this.found.clear();
    if (!isAnyone) return;
    for (const rule of this.#rules) {
      this.#pointed(rule).keep((key) => rowOf(this.actions.tables()[rule.table] ?? {}, key) >= 0);
    }
    this.#follow();
  }

  // Something has another size, or another part of the figure is in sight.
  measure() {
    this.found.clear();
    this.#lay();
  }

  // The state of the scene has changed. cause: as in Scene.change
  change(cause) {
    if (["step", "reset", "restore"].includes(cause)) {
      for (const pointed of this.pointed.values()) pointed.clear();
    }
    this.#follow();
  }

  // Leave all rows; the state keeps what it has.
  leave() {
    this.#each((rule) => this.#pointed(rule).leave());
  }

  // A term in the text names a row, or null.
  name(param, key) {
    if (key === null) this.named.delete(param);
    else this.named.set(param, key);
    this.#awake(() => {
      if (key !== null) this.named.set(param, asKey(this.#rule(param), key));
      this.#follow();
    });
  }

  // The keys have reached a row of a table, or null; where its rows can be dragged, those of the handles have.
  reach(table, key) {
    this.#each((rule) => rule.table === table && this.#pointed(rule).reach(asKey(rule, key)));
  }

  // Say what is pointed at by keys or a tap.
  tell() {
    const labels = this.#rules.flatMap((rule) => {
      const { reached, pinned } = this.#pointed(rule);
      const key = reached ?? pinned;
      return key === null ? [] : [this.#label(rule, key)];
    });
    if (labels.length > 0) this.actions.announce(labels.join(". "));
  }

  #awake(then) {
    if (this.figure.painted && this.figure.drawing) then();
    else this.figure.wake().then(then, () => {}); // the reader has been told
  }

  // ── where rows are ───────────────────────────────────────────────────────────────────────────────

  // The rows of a table: { elements: element -> key, boxes: key -> one for each panel that is in sight }, the boxes
  // in CSS pixels from the corner of the stage.
  #places({ table }) {
    if (this.found.has(table)) return this.found.get(table);
    const marks = this.figure.marksOf(table);
    const boxes = new Map();
    if (marks.length > 0) {
      const corner = this.stage.getBoundingClientRect();
      const { a, e, f } = marks[0].element.ownerSVGElement.getScreenCTM();
      const across = (x) => a * x + e - corner.left;
      const down = (y) => a * y + f - corner.top;
      const inStage = ({ left, top, right, bottom }) => {
        return { left: across(left), top: down(top), right: across(right), bottom: down(bottom) };
      };
      const isInSight = ({ left, top, right, bottom }) =>
        right > 0 && bottom > 0 && left < corner.width && top < corner.height;
      for (const [key, each] of boxesOf(marks)) {
        const seen = each.map(inStage).filter(isInSight);
        if (seen.length > 0) boxes.set(key, seen);
      }
    }
    const places = { elements: new Map(marks.map(({ key, element }) => [element, key])), boxes };
    this.found.set(table, places);
    return places;
  }

  #boxes(rule, key) {
    return (rule && this.#places(rule).boxes.get(key)) ?? [];
  }

  // Return the key of a rule's row at a place of the window, or null.
  #at(rule, { clientX, clientY }) {
    const { elements, boxes } = this.#places(rule);
    const hit = document.elementsFromPoint(clientX, clientY).find((each) => elements.has(each));
    if (hit) return elements.get(hit);
    const { left, top } = this.stage.getBoundingClientRect();
    const all = [...boxes].flatMap(([key, each]) => each.map((box) => [key, box]));
    return nearestBox(all, [clientX - left, clientY - top], REACH);
  }

  // ── pointers ─────────────────────────────────────────────────────────────────────────────────────

  #watchPointer() {
    const { stage } = this;
    let start = null; // where a pointer went down
    const hover = (event) => {
      if (event.pointerType === "touch" || event.buttons !== 0 || this.actions.isBusy()) return;
      if (event.movementX === 0 && event.movementY === 0) return; // the page has moved, not the mouse
      this.#awake(() => this.#each((rule) => this.#pointed(rule).hover(this.#at(rule, event))));
    };
    stage.addEventListener("pointermove", hover);
    stage.addEventListener("pointerleave", () =>
      this.#each((rule) => this.#pointed(rule).hover(null)),
    );
    stage.addEventListener("pointerdown", (event) => (start = event));
    stage.addEventListener("pointerup", (event) => {
      const isTap =
        start?.pointerId === event.pointerId &&
        Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < SLOP;
      start = null;
      if (!isTap || event.button !== 0) return;
      this.#awake(() => {
        this.#each((rule) => this.#pointed(rule).pin(this.#at(rule, event)));
        this.tell();
      });
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!stage.contains(target)) this.#each((rule) => this.#pointed(rule).pin(null));
    });
  }

  // Do something with each rule, and let follow what changes by it.
  #each(act) {
    const changed = this.#rules.filter((rule) => {
      const before = this.#pointed(rule).key;
      act(rule);
      return this.#pointed(rule).key !== before;
    });
    for (const rule of changed) {
      const { key } = this.#pointed(rule);
      if (!rule.state || key === null || key === this.actions.chosen(rule.state)) continue;
      this.actions.set({ [rule.state]: key });
    }
    if (changed.length > 0) this.#follow();
  }

  // ── keys ─────────────────────────────────────────────────────────────────────────────────────────

  #watchKeys(layer) {
    const param = layer.dataset.point;
    const rings = new Rings(layer);
    this.layers.set(param, { layer, rings });
    const go = (key) => {
      const rule = this.#rule(param);
      if (key === null || !rule) return;
      this.#each((each) => each === rule && this.#pointed(rule).reach(key));
      this.tell();
    };
    layer.addEventListener("focus", () => {
      const rule = () => this.#rule(param);
      this.#awake(() => rule() && go(this.#pointed(rule()).key ?? this.#start(rule())));
    });
    layer.addEventListener("blur", () => {
      this.#each((rule) => rule.param === param && this.#pointed(rule).reach(null));
    });
    layer.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = this.#next(this.#rule(param), event.key);
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    });
  }

  // The row to begin with: the one that the state has chosen, or the first.
  #start(rule) {
    const keys = [...this.#places(rule).boxes.keys()];
    const chosen = rule.state && this.actions.chosen(rule.state);
    return keys.includes(chosen) ? chosen : (keys[0] ?? null);
  }

  // Return the key of the row that a key leads to; undefined if it is no key of ours.
  #next(rule, pressed) {
    if (!rule) return undefined;
    const { boxes } = this.#places(rule);
    const { key } = this.#pointed(rule);
    if (pressed === "Home") return [...boxes.keys()][0] ?? null;
    if (pressed === "End") return [...boxes.keys()].at(-1) ?? null;
    if (!(pressed in ARROWS)) return undefined;
    if (!boxes.has(key)) return this.#start(rule);
    const points = [...boxes].map(([each, [box]]) => [each, middle(box)]);
    return neighbour(points, key, ARROWS[pressed]);
  }
}
