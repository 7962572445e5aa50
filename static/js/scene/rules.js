// The rules of a figure: lines that are moved along one axis, each tied to a number of the state. Each is a
// slider for the keyboard and for those who hear the page, and for a pointer a strip along the line.

import { room } from "../state/edges.js";
import { Hand } from "../state/hand.js";
import { led, nameOfRule, said, snapTo } from "../state/rules.js";
import { length } from "../state/tables.js";
import { watchPointer } from "./pointer.js";
import { pixelsOf, REACH, svgElement } from "./svg.js";

const GRIP = [9, 28]; // CSS pixels of the sign that a line can be taken: across the line, and along it
const INSET = 8; // and from the end of the line

export class Rules {
  // layer: <div data-rules>; figure: a Figure; sight: a Sight
  // scene: domains; state(); edit(patch, cause); chose(this, key); dropped(this, done)
  constructor(layer, { figure, sight, scene }) {
    Object.assign(this, { layer, figure, sight, scene });
    this.hand = new Hand();
    this.lines = new Map(); // key -> <g>
    this.aimed = null; // the key of the line that the pointer was found on
    this.svg = layer.appendChild(svgElement("svg"));
    figure.onDraw(() => this.#lay());
    sight.onChange(() => this.#lay());
    new ResizeObserver(() => this.#lay()).observe(layer.parentElement);
    watchPointer(
      layer,
      {
        find: (event) => this.#find(event),
        position: (key) => [this.#value(key), this.#value(key)],
        toData: (event) => this.#toData(event),
        canMove: () => true,
        canClick: () => false,
        isMovable: (element) => element.closest("[data-rule]") !== null,
        isFree: () => this.hand.isAnswered,
      },
      {
        onTake: (key) => this.#take(key),
        onMove: (key, [value]) => this.#move(key, value),
        onDrop: () => this.#drop(),
      },
    );
    layer.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get #rules() {
    return this.figure.drawing?.rules ?? [];
  }

  // Those that stand in the picture, and in sight.
  get #standing() {
    const { painted } = this.figure;
    return this.#rules.filter(
      ({ table, panel }) =>
        painted && this.sight.has(panel) && (!table || length(painted[table] ?? {}) > 0),
    );
  }

  #rule(key) {
    return this.#rules.find(({ state }) => state === key);
  }

  // Where a line is drawn.
  #value(key) {
    return this.hand.rows.get(key)?.[0] ?? this.figure.params[key];
  }

  #room(key) {
    return room(key, this.scene.state(), this.scene.domains, this.#rule(key).step);
  }

  // ── what the scene asks ──────────────────────────────────────────────────────────────────────────

  layOver(tables) {
    return tables;
  }

  // The lines that the reader has moved stand where they were put until the model has answered.
  layParams() {
    return Object.fromEntries([...this.hand.rows].map(([key, [value]]) => [key, value]));
  }

  isIn(tables, drawing) {
    return drawing.rules.some(({ table }) => !table || length(tables[table] ?? {}) > 0);
  }

  label(key) {
    return said(this.#rule(key), this.scene.state()[key]);
  }

  // ── by numbers ───────────────────────────────────────────────────────────────────────────────────

  get isThere() {
    return this.#standing.length > 0;
  }

  get things() {
    return this.#standing.map((rule) => ({ key: rule.state, name: nameOfRule(rule) }));
  }

  axes(key) {
    const { axis, step } = this.#rule(key);
    return [{ name: axis, limits: this.#room(key), step, value: this.scene.state()[key] }];
  }

  moveTo(key, _axis, value) {
    this.#move(key, value);
  }

  choose(key) {
    this.hand.choose(key);
    for (const [other, line] of this.lines) line.classList.toggle("selected", other === key);
    this.scene.chose(this, key);
  }

  list(isListed) {
    this.layer.toggleAttribute("data-listed", isListed);
  }

  // ── gestures ─────────────────────────────────────────────────────────────────────────────────────

  // Where the strips of several lines overlap, the nearest line is meant.
  #find(event) {
    if (!event.target.closest?.("[data-rule]")) return null;
    const [px, py] = pixelsOf(this.svg, event);
    const away = ({ state, axis, panel }) =>
      Math.abs(this.figure.toPixel(panel, axis, this.#value(state)) - (axis === "x" ? px : py));
    const [nearest] = [...this.#standing].sort((one, other) => away(one) - away(other));
    return (this.aimed = nearest?.state ?? null);
  }

  #toData(event) {
    const { axis, panel } = this.#rule(this.aimed);
    const [px, py] = pixelsOf(this.svg, event);
    const value = this.figure.fromPixel(panel, axis, axis === "x" ? px : py);
    return [value, value];
  }

  #take(key) {
    this.hand.take(key);
    this.layer.dataset.pointer = ""; // the line takes the focus, but needs no ring
    this.lines.get(key).focus({ preventScroll: true });
    this.choose(key);
    this.#showHand();
  }

  #drop() {
    const done = this.hand.drop();
    this.#showHand();
    this.scene.dropped(this, done);
  }

  #showHand() {
    this.layer.toggleAttribute("data-grabbing", this.hand.isHeld);
  }

  #move(key, wanted) {
    if (this.hand.isStranded) return;
    const value = snapTo(this.#rule(key), wanted, this.#room(key));
    if (value === this.scene.state()[key]) return;
    this.hand.move(key, [value, value]);
    this.figure.hold(true);
    this.scene.edit({ [key]: value }, "slide");
  }

  #onKey(event) {
    const key = event.target.dataset?.rule;
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    delete this.layer.dataset.pointer;
    const value = led(this.#rule(key), this.scene.state()[key], event);
    if (value === undefined) return;
    event.preventDefault();
    if (this.hand.chosen !== key) this.choose(key);
    this.#move(key, value);
  }

  // ── the layer ────────────────────────────────────────────────────────────────────────────────────

  #lay() {
    if (!this.figure.painted || !this.figure.drawing) return;
    const standing = this.#standing;
    this.sight.frame(this.svg);
    this.layer.hidden = standing.length === 0;
    for (const rule of standing) this.#layLine(rule);
    const keys = standing.map(({ state }) => state);
    for (const [key, line] of this.lines) {
      if (keys.includes(key)) continue;
      line.remove();
      this.lines.delete(key);
    }
  }

  #layLine(rule) {
    const { state: key, axis, panel } = rule;
    if (!this.lines.has(key)) this.lines.set(key, this.#makeLine(rule));
    const line = this.lines.get(key);
    const [x, y, width, height] = this.#extent(rule);
    const at = this.figure.toPixel(panel, axis, this.#value(key));
    const px = 1 / (this.figure.scale || 1); // pixels of the drawing in a CSS pixel
    const [grip, along] = GRIP.map((size) => size * px);
    const [strip, sign] = line.children;
    if (axis === "x") {
      place(strip, at - (REACH / 2) * px, y, REACH * px, height);
      place(sign, at - grip / 2, y + INSET * px, grip, along);
    } else {
      place(strip, x, at - (REACH / 2) * px, width, REACH * px);
      place(sign, x + width - INSET * px - along, at - grip / 2, along, grip);
    }
    sign.setAttribute("rx", grip / 2);
    this.#tell(line, rule);
  }

  // The box in which a line moves: its panel, or as much of it as the line is long.
  #extent({ axis, panel, span }) {
    const [x, y, width, height] = this.figure.placeOf(panel);
    if (!span) return [x, y, width, height];
    const other = axis === "x" ? "y" : "x";
    const [from, to] = span
      .map((end) => this.figure.toPixel(panel, other, end))
      .sort((a, b) => a - b);
    return axis === "x" ? [x, from, width, to - from] : [from, y, to - from, height];
  }

  #tell(line, rule) {
    const value = this.hand.rows.get(rule.state)?.[0] ?? this.scene.state()[rule.state];
    const [least, most] = this.#room(rule.state);
    const told = { valuemin: least, valuemax: most, valuenow: value, valuetext: said(rule, value) };
    for (const [name, text] of Object.entries(told)) write(line, `aria-${name}`, text);
  }

  #makeLine(rule) {
    const line = svgElement("g");
    line.dataset.rule = rule.state;
    line.setAttribute("class", `rule ${rule.axis}`);
    line.setAttribute("role", "slider");
    line.setAttribute("tabindex", "0");
    line.setAttribute("aria-label", nameOfRule(rule));
    line.setAttribute("aria-orientation", rule.axis === "x" ? "horizontal" : "vertical");
    for (const name of ["strip", "grip"]) {
      line.appendChild(svgElement("rect")).setAttribute("class", name);
    }
    return this.svg.appendChild(line);
  }
}

function place(rect, x, y, width, height) {
  for (const [name, value] of Object.entries({ x, y, width, height })) write(rect, name, value);
}

// Writing what stands there already would cost a style.
function write(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
