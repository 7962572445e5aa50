// One figure: the drawing that came with the page, until something changes; then Vega, in its place.
// Only this module knows Vega.

import { between } from "./tween.js";
import { toRows } from "./tables.js";

let vega; // a promise of { vega, expressionInterpreter }, shared by the page's figures

export function loadVega(urls) {
  vega ??= import(urls.vega).then(async () => {
    const { expressionInterpreter } = await import(urls.interpreter);
    return { vega: globalThis.vega, expressionInterpreter };
  });
  return vega;
}

export class Figure {
  // element: <figure data-figure>; drawings: { layout: { spec, drag } } by name of layout
  constructor(element, { loadLibrary, loadDrawings, reducedMotion }) {
    this.element = element;
    this.loadLibrary = loadLibrary;
    this.loadDrawings = loadDrawings;
    this.reducedMotion = reducedMotion;
    this.views = new Map(); // layout -> { view, tuples }
    this.shown = null; // the tables on the screen
    this.goal = null; // the tables it moves towards
    this.motion = 0; // the animation frame under way
    this.held = null; // { table, key, columns }: the row under the reader's finger
    this.listeners = new Set();
    this.narrow = matchMedia("(max-width: 799px)");
    this.narrow.addEventListener("change", () => this.shown && this.#draw(this.goal));
  }

  get layout() {
    return this.narrow.matches ? "narrow" : "wide";
  }

  get isMoving() {
    return this.motion !== 0;
  }

  onDraw(listener) {
    this.listeners.add(listener);
  }

  // The tables of the drawing that the page came with.
  begin(tables) {
    this.shown = this.goal = tables;
  }

  // Move from what is shown to `tables` within `duration` milliseconds.
  async show(tables, { duration = 0, walk = false } = {}) {
    this.goal = tables;
    const current = await this.#takeOver();
    if (this.goal !== tables) return;
    cancelAnimationFrame(this.motion);
    this.motion = 0;
    if (duration === 0 || this.reducedMotion()) {
      await this.#draw(tables);
      return;
    }
    const hops = walk ? current.drawing.hops : undefined;
    const at = between(this.shown, tables, hops);
    const start = performance.now();
    const step = (now) => {
      const t = Math.min(1, Math.max(0, (now - start) / duration));
      this.motion = t < 1 ? requestAnimationFrame(step) : 0;
      this.#draw(at(t));
    };
    this.motion = requestAnimationFrame(step);
  }

  // While a row is held, it stays under the finger whatever the model's answers say.
  hold(held) {
    this.held = held;
    if (held && this.shown) this.#draw(this.shown);
  }

  // Pixels of the drawing <-> the columns x and y of its rows.
  toPixels(x, y) {
    const { view } = this.views.get(this.layout);
    return [view.scale("x")(x), view.scale("y")(y)];
  }

  fromPixels(px, py) {
    const { view } = this.views.get(this.layout);
    return [view.scale("x").invert(px), view.scale("y").invert(py)];
  }

  get drawing() {
    return this.views.get(this.layout)?.drawing;
  }

  // Put Vega where the drawing was; the first picture is the same, so that nothing jumps.
  async #takeOver() {
    const layout = this.layout;
    const existing = this.views.get(layout);
    if (existing) return existing;
    const [library, drawings] = await Promise.all([this.loadLibrary(), this.loadDrawings()]);
    if (!this.views.has(layout)) {
      this.views.set(layout, this.#createView(layout, library, drawings[layout]));
    }
    return this.views.get(layout);
  }

  #createView(layout, { vega, expressionInterpreter }, drawing) {
    const holder = this.element.querySelector(`[data-layout="${layout}"]`);
    const runtime = vega.parse(drawing.spec, null, { ast: true });
    const view = new vega.View(runtime, { expr: expressionInterpreter, renderer: "svg" });
    const names = drawing.spec.data.map(({ name }) => name).filter((name) => name in this.shown);
    for (const name of names) view.data(name, toRows(this.shown[name]));
    const stage = document.createElement("div");
    view.initialize(stage).run();
    const svg = stage.querySelector("svg");
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("aria-hidden", "true");
    svg.removeAttribute("role");
    holder.replaceChildren(stage);
    return { view, drawing, names, vega, shown: this.shown };
  }

  async #draw(tables) {
    const current = await this.#takeOver();
    this.shown = tables;
    const visible = this.held ? holdRow(tables, this.held) : tables;
    for (const name of current.names) update(current, name, visible[name]);
    current.shown = visible;
    await current.view.runAsync();
    for (const listener of this.listeners) listener(visible);
  }
}

function holdRow(tables, { table, row, columns }) {
  const held = { ...tables[table] };
  for (const [name, value] of Object.entries(columns)) {
    held[name] = Array.from(held[name]);
    held[name][row] = value;
  }
  return { ...tables, [table]: held };
}

// Change rows in place where their keys are the same, so that marks keep their identity (and a blink
// its rhythm); replace them otherwise.
function update({ view, vega, shown }, name, table) {
  const before = shown[name];
  if (before === table) return;
  const sameKeys =
    before.key?.length === table.key?.length && before.key?.every((key, i) => key === table.key[i]);
  const changes = vega.changeset();
  if (!sameKeys) {
    view.change(name, changes.remove(vega.truthy).insert(toRows(table)));
    return;
  }
  const tuples = view.data(name);
  for (const [column, values] of Object.entries(table)) {
    const old = before[column];
    for (let i = 0; i < tuples.length; i++) {
      if (old[i] !== values[i]) changes.modify(tuples[i], column, values[i]);
    }
  }
  view.change(name, changes);
}
