// One figure: the drawing that came with the page, if it has one, until something changes, then Vega in its place.
// Only this module knows Vega.

import { loadModule } from "../network/load_script.js";
import { marksOf } from "../state/marks.js";
import { firstMoment, way, withCopies } from "../state/motion.js";
import { pickParams } from "../state/params.js";
import { toRows } from "../state/tables.js";
import { Rasters } from "./rasters.js";
import { copyFrame, NARROW } from "./sight.js";
import { FRAME, turnAfter } from "./turns.js";

const FADE = 400; // milliseconds, somewhat more than the style sheet takes to light marks up

let vega; // a promise of the library, shared by the page's figures
let isHere = false; // whether it has come

export function loadVega(url, { silence, integrity }) {
  vega ??= loadModule(url, { silence, integrity }).then(
    (library) => {
      isHere = true;
      return library;
    },
    (error) => {
      vega = undefined; // fetched again when it is next needed
      throw error;
    },
  );
  return vega;
}

export const isVegaHere = () => isHere;

export class Figure {
  // element: <figure data-figure>
  // loadLibrary() returns a promise of Vega, loadDrawings() one of { layout: drawing }, as
  // refit/figures/charts.py writes them; layOver(tables, drawing) and layParams() return the tables as they are to
  // be painted, and the parameters that are not the state's
  constructor(element, { loadLibrary, loadDrawings, layOver, layParams, reducedMotion }) {
    Object.assign(this, { element, loadLibrary, loadDrawings, layOver, layParams, reducedMotion });
    this.coming = {}; // layout -> a promise of its view
    this.views = new Map(); // layout -> { view, drawing, names, vega, shown }
    this.shown = null; // the newest tables to be painted
    this.paintedAt = 0; // when the last picture was begun
    this.painted = null; // its tables, with what is laid over them
    this.params = {}; // those of the last picture
    this.state = null; // the state that `shown` comes from; it drives parameters
    this.goal = null; // { tables, state }: where the motion ends
    this.motion = null; // { at, was, start, duration }: the way to the goal, as ../state/motion.js gives it
    this.phase = null; // what the figure's expressions need to know of the motion
    this.lights = new Map(); // parameter -> its value, of those that follow what is pointed at
    this.listeners = new Set();
    this.narrow = matchMedia(NARROW);
    this.narrow.addEventListener("change", () => {
      if (this.shown) this.#draw(this.goal.tables, this.goal.state);
    });
  }

  get layout() {
    return this.narrow.matches ? "narrow" : "wide";
  }

  get isMoving() {
    return this.motion !== null;
  }

  onDraw(listener) {
    this.listeners.add(listener);
  }

  // Begin with the tables and the state of the first step, whose drawing the page may have.
  begin(tables, state) {
    this.shown = tables;
    this.state = state;
    this.goal = { tables, state };
  }

  // Move from what is shown to the `tables` of a `state` within `duration` milliseconds.
  async show(tables, state, { duration = 0, walk = false } = {}) {
    const goal = (this.goal = { tables, state });
    const current = await this.#takeOver();
    if (this.goal !== goal) return;
    this.motion = null;
    if (duration === 0 || this.reducedMotion()) {
      await this.#draw(tables, state);
      return;
    }
    const { view, drawing } = current;
    const { copies, signals = [] } = drawing.motion ?? {};
    const whole = ({ tables, state }) => ({ tables: withCopies(tables, copies), state });
    const was = pickSignals(view, signals.slice(1));
    const from = { tables: this.shown, state: this.state };
    const changes = walk ? await this.#changes(from, goal, drawing, { view, was }) : [];
    if (this.goal !== goal) return;
    const at = way(whole(from), whole(goal), drawing, walk, changes);
    this.motion = { at, was, start: performance.now(), duration };
    this.#paintSoon();
  }

  // Return by how much each opacity that marks share changes in the first moment of a walk. Nothing is painted.
  async #changes({ state }, goal, drawing, { view, was }) {
    const names = Object.keys(was);
    if (names.length === 0) return [];
    view.signal(drawing.motion.signals[0], { ...firstMoment({ state }, goal, drawing), was });
    await view.runAsync();
    const now = pickSignals(view, names);
    return names.map((name) => now[name] - was[name]);
  }

  // Go on to where the motion is at a time. Its first picture is one frame on its way: the figure answers at once.
  #advance(now) {
    const { at, was, start, duration } = this.motion;
    const t = Math.min(1, Math.max(now - start, FRAME) / duration);
    if (t === 1) this.motion = null;
    const { tables, state, motion } = at(t);
    this.shown = tables;
    this.state = state;
    this.phase = motion && { ...motion, was };
  }

  // A row was moved and is laid over what the model says, or it is not any more. `data-held` tells style
  // sheets.
  hold(isHeld) {
    this.element.toggleAttribute("data-held", isHeld);
    if (isHeld && this.shown) this.#paintSoon();
  }

  // Set a parameter that no control sets: `lit`, the marked term, or one that takes the row that is pointed at. ""
  // or null is none. The chart says what that looks like.
  async light(name, value) {
    if ((this.lights.get(name) ?? "") === (value ?? "")) return;
    this.lights.set(name, value);
    if (name === "lit") this.element.toggleAttribute("data-lit", value !== "");
    const { view, drawing } = await this.#takeOver();
    const now = this.lights.get(name);
    if (!drawing.lights.includes(name) || view.signal(name) === now) return;
    if (name === "lit") this.#fade();
    view.signal(name, now);
    await view.runAsync();
  }

  #fade() {
    this.element.dataset.fading = "";
    clearTimeout(this.fading);
    this.fading = setTimeout(() => delete this.element.dataset.fading, FADE);
  }

  // The values of a drawing's parameters.
  #params({ params, lights, point }) {
    const values = pickParams(this.state, params);
    for (const { param, state } of point) if (state) values[param] = this.state[state];
    for (const name of lights) if (this.lights.has(name)) values[name] = this.lights.get(name);
    return values;
  }

  // Put Vega in the drawing's place now, so that marks can be found in it.
  async wake() {
    if (this.painted && this.drawing) return;
    await this.#takeOver();
    await this.#paintSoon();
  }

  // What draws the rows of a table, from bottom to top: [{ key, element, box, mark, panel }]; the box is in pixels of
  // the drawing, `panel` is the innermost group round it. Lines and areas are left out: one of their marks draws
  // many rows.
  marksOf(table) {
    const { view, drawing } = this.views.get(this.layout) ?? {};
    if (!view) return [];
    return [...drawn(view.scenegraph().root, marksOf(drawing.spec, table))];
  }

  // Pixels of the drawing <-> values along an axis of a panel, "" if there is only one chart.
  toPixel(panel, axis, value) {
    return this.#corner(panel, axis) + this.#scale(panel, axis)(value);
  }

  fromPixel(panel, axis, pixel) {
    return this.#scale(panel, axis).invert(pixel - this.#corner(panel, axis));
  }

  #scale(panel, axis) {
    return this.views.get(this.layout).view.scale(panel ? `${panel}_${axis}` : axis);
  }

  #corner(panel, axis) {
    return this.placeOf(panel)[axis === "x" ? 0 : 1];
  }

  // Where a panel stands in the drawing: [x, y, width, height].
  placeOf(panel) {
    const { spec, panels } = this.drawing;
    return panels[panel] ?? [0, 0, spec.width, spec.height];
  }

  // Return copies of a row's marks, in the order in which they are drawn.
  copyRow(table, key) {
    const { view, drawing } = this.views.get(this.layout);
    const { spec, panels } = drawing;
    const sources = new Map(spec.data.map(({ name, source }) => [name, source]));
    const rootOf = (name) => (sources.get(name) ? rootOf(sources.get(name)) : name);
    const isOf = ({ from }) => from?.data && rootOf(from.data) === table;
    const [root] = view.scenegraph().root.items;
    const copiesOf = ({ marks }, { items }) => {
      const names = marks.filter(isOf).map(({ name }) => name);
      return items
        .filter(({ name }) => names.includes(name))
        .flatMap((mark) => mark.items.filter(({ datum }) => String(datum?.key) === key))
        .flatMap(({ _svg }) => _svg?.cloneNode(true) ?? []);
    };
    if (Object.keys(panels).length === 0) return copiesOf(spec, root);
    return spec.marks.flatMap((group) => {
      const [panel] = root.items.find(({ name }) => name === group.name).items;
      return shifted(copiesOf(group, panel), panel);
    });
  }

  // CSS pixels per pixel of the drawing; 0 while it is not displayed.
  get scale() {
    const svg = this.element.querySelector(`[data-layout="${this.layout}"] svg`);
    return svg?.getScreenCTM()?.a ?? 0;
  }

  get drawing() {
    return this.views.get(this.layout)?.drawing;
  }

  // Put Vega in the place of the drawing. Its first picture is the same, so that nothing jumps.
  async #takeOver() {
    const layout = this.layout;
    const existing = this.views.get(layout);
    if (existing) return existing;
    const [library, drawings] = await Promise.all([this.loadLibrary(), this.loadDrawings()]);
    this.coming[layout] ??= this.#createView(layout, library, drawings[layout]).catch((error) => {
      delete this.coming[layout]; // tried again when the figure next changes
      throw error;
    });
    return this.coming[layout];
  }

  // Done in several tasks, so that a reader can scroll meanwhile.
  async #createView(layout, vega, drawing) {
    const holder = this.element.querySelector(`[data-layout="${layout}"]`);
    await nextTask();
    const runtime = vega.parse(drawing.spec, null, { ast: true });
    await nextTask();
    const view = new vega.View(runtime, { expr: vega.expressions, renderer: "svg" });
    const names = drawing.spec.data.map(({ name }) => name).filter((name) => name in this.shown);
    setSignals(view, this.#params(drawing));
    const { shown } = this;
    const rows = withCopies(shown, drawing.motion?.copies);
    for (const name of names) view.data(name, toRows(rows[name], drawing.parts[name]));
    await nextTask();
    const stage = document.createElement("div");
    await view.initialize(stage).runAsync();
    const svg = stage.querySelector("svg");
    copyFrame(holder.querySelector("svg"), svg);
    svg.setAttribute("aria-hidden", "true");
    svg.removeAttribute("role");
    const toPixel = (panel, axis, value) =>
      (drawing.panels[panel]?.["xy".indexOf(axis)] ?? 0) +
      view.scale(panel ? `${panel}_${axis}` : axis)(value);
    const hasRasters = drawing.rasters.length > 0;
    const rasters = hasRasters ? new Rasters(stage, drawing, toPixel) : null;
    holder.replaceChildren(stage);
    rasters?.show(shown);
    const current = { view, drawing, names, vega, shown: rows, rasters };
    this.views.set(layout, current);
    return current;
  }

  async #draw(tables, state) {
    await this.#takeOver();
    this.shown = tables;
    this.state = state;
    this.phase = null;
    await this.#paintSoon();
  }

  // A pointer, the model's answers and a motion ask for pictures; one is painted a frame, and the first at once:
  // the browser shows it with the next frame, which would else be lost.
  #paintSoon() {
    this.painting ??= turnAfter(this.paintedAt).then((now) => {
      this.painting = null;
      this.paintedAt = now;
      if (this.motion) this.#advance(now);
      if (this.motion) this.#paintSoon();
      return this.#paint();
    });
    return this.painting;
  }

  async #paint() {
    const current = await this.#takeOver();
    const { shown: tables } = this;
    this.params = { ...this.#params(current.drawing), ...this.layParams() };
    setSignals(current.view, this.params);
    const { copies, signals = [] } = current.drawing.motion ?? {};
    if (signals.length > 0) current.view.signal(signals[0], this.phase);
    const visible = withCopies(this.layOver(tables, current.drawing), copies, tables);
    for (const name of current.names) update(current, name, visible[name]);
    current.rasters?.show(visible);
    current.shown = visible;
    await current.view.runAsync();
    this.painted = visible;
    for (const listener of this.listeners) listener();
  }
}

// Return marks of a panel in a group that stands where the panel does.
function shifted(marks, { x, y }) {
  if (marks.length === 0) return [];
  const group = document.createElementNS(marks[0].namespaceURI, "g");
  group.setAttribute("transform", `translate(${x},${y})`);
  group.append(...marks);
  return [group];
}

function nextTask() {
  return new Promise((resolve) => setTimeout(resolve));
}

function pickSignals(view, names) {
  return Object.fromEntries(names.map((name) => [name, view.signal(name)]));
}

function setSignals(view, values) {
  for (const [name, value] of Object.entries(values)) view.signal(name, value);
}

const MANY = ["line", "area", "trail"]; // marks that draw many rows as one shape

function* drawn(groups, names, x = 0, y = 0) {
  for (const panel of groups.items) {
    const [left, top] = [x + (panel.x ?? 0), y + (panel.y ?? 0)];
    for (const mark of panel.items) {
      if (mark.marktype === "group") yield* drawn(mark, names, left, top);
      else if (names.has(mark.name) && !MANY.includes(mark.marktype)) {
        for (const { datum, opacity, bounds, _svg: element } of mark.items) {
          if (!element || opacity === 0 || datum?.key === undefined) continue;
          const { x1, y1, x2, y2 } = bounds;
          const box = { left: left + x1, top: top + y1, right: left + x2, bottom: top + y2 };
          yield { key: String(datum.key), element, box, mark, panel };
        }
      }
    }
  }
}

// Change rows in place where their keys are the same, so that marks keep their identity (and a blink
// its rhythm); replace them otherwise.
function update({ view, vega, shown, drawing }, name, table) {
  const before = shown[name];
  const parts = drawing.parts[name];
  if (before === table) return;
  const sameKeys =
    before.key?.length === table.key?.length && before.key?.every((key, i) => key === table.key[i]);
  const changes = vega.changeset();
  if (!sameKeys) {
    view.change(name, changes.remove(vega.truthy).insert(toRows(table, parts)));
    return;
  }
  const tuples = view.data(name);
  let hasChanged = false;
  for (const [column, values] of Object.entries(table)) {
    const old = before[column];
    if (old === values) continue;
    for (let i = 0; i < tuples.length; i++) {
      const row = parts ? Math.floor(i / parts) : i;
      if (old[row] === values[row]) continue;
      changes.modify(tuples[i], column, values[row]);
      hasChanged = true;
    }
  }
  if (hasChanged) view.change(name, changes);
}
