// The author's panel, which F2 shows and hides: the scenes with their steps and milliseconds, where steps
// begin, state and tables of the scene at hand, bytes, and the sentences that changed. It is no part of a site.

import { changes, sentencesOf } from "./sentences.js";
import { weigh } from "./weights.js";

const KEY = "F2";
const OPEN = "refit-panel"; // in the session's storage, so that it outlives a reload
const TICK = 300; // milliseconds from look to look, while it is open
const MOST = 40; // sentences

const root = document.documentElement;

export class Panel {
  // page: the page's data; before: the sentences of the page before the last save, or null; timings: Timings
  constructor(page, before, timings) {
    Object.assign(this, { page, timings });
    this.before = before ?? this.sentences;
    this.since = before ? "since the last save" : "since the page came";
    this.steps = [...document.querySelectorAll("[data-scene]")];
    this.weights = null;
    this.weighed = 0; // how much had been fetched when it was last weighed
    this.#build();
    addEventListener("keydown", (event) => {
      if (event.key === KEY && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        this.show(this.element.hidden);
      }
    });
    this.show(sessionStorage.getItem(OPEN) === "yes");
  }

  get sentences() {
    return sentencesOf(document.querySelector("main"));
  }

  show(isOpen) {
    this.element.hidden = this.line.hidden = !isOpen;
    root.toggleAttribute("data-refit-panel", isOpen);
    sessionStorage.setItem(OPEN, isOpen ? "yes" : "no");
    clearInterval(this.timer);
    if (!isOpen) return;
    this.#look();
    this.timer = setInterval(() => this.#look(), TICK);
  }

  #build() {
    this.element = make("aside", "", { id: "refit-panel", "aria-label": "The author's panel" });
    this.line = make("div", "steps begin here", { id: "refit-step-line", "aria-hidden": "true" });
    this.parts = {};
    for (const [name, title] of [
      ["scenes", "Scenes"],
      ["here", "At hand"],
      ["bytes", "Bytes, compressed"],
      ["sentences", "Sentences that changed"],
    ]) {
      const part = make("div", "", { "data-part": name });
      this.element.append(make("h2", title), part);
      this.parts[name] = part;
    }
    const again = make("button", "From here on", { type: "button" });
    again.addEventListener("click", () => {
      this.before = this.sentences;
      this.since = "since you pressed";
      this.#look();
    });
    const close = make("button", "Hide (F2)", { type: "button" });
    close.addEventListener("click", () => this.show(false));
    this.element.prepend(close);
    this.element.append(again);
    document.body.append(this.line, this.element);
  }

  #look() {
    const share = Number(getComputedStyle(root).getPropertyValue("--step-line"));
    this.line.style.top = `${share * innerHeight}px`;
    put(this.parts.scenes, this.#scenes());
    put(this.parts.here, this.#here());
    put(this.parts.sentences, this.#changed());
    this.#weigh();
  }

  async #weigh() {
    const fetched = performance.getEntriesByType("resource").length;
    put(this.parts.bytes, this.#bytes());
    if (fetched === this.weighed) return;
    this.weighed = fetched;
    this.weights = await weigh(this.page.runtime);
    put(this.parts.bytes, this.#bytes());
  }

  // The scene that the line crosses, or the last above it.
  get current() {
    const at = this.line.getBoundingClientRect().top;
    const above = this.steps.filter((each) => each.getBoundingClientRect().top < at);
    return above.at(-1) ?? this.steps[0];
  }

  #scenes() {
    const { current, timings } = this;
    const rows = this.steps.map((element) => {
      const { scene } = element.dataset;
      const { at, count } = stepOf(element);
      const [model, drawing] = ["model", "drawing"].map((kind) => timings.summary(scene, kind));
      const cells = [scene, `${at + 1} of ${count}`, told(model), told(drawing)];
      const row = make("tr", "", element === current ? { "aria-current": "true" } : {});
      row.append(...cells.map((cell) => make("td", cell)));
      return row;
    });
    const head = make("tr");
    head.append(...["scene", "step", "model, ms", "drawing, ms"].map((name) => make("th", name)));
    const table = make("table");
    table.append(head, ...rows);
    return [
      table,
      make("p", "the last, and the median of so many; – until the browser has done it"),
    ];
  }

  #here() {
    const { current } = this;
    if (!current || !window.refit) return [];
    const { scene } = current.dataset;
    const { defaults, steps } = this.page.scenes[scene];
    const own = { ...defaults, ...steps[stepOf(current).at] };
    const list = make("dl");
    for (const [key, value] of Object.entries(window.refit.state[scene])) {
      const is = JSON.stringify(value);
      const was = JSON.stringify(own[key]);
      const text = is === was ? is : `${is}, where the step has ${was}`;
      list.append(make("dt", key), make("dd", text, is === was ? {} : { class: "changed" }));
    }
    const tables = Object.entries(window.refit.tables(scene) ?? {}).map(([name, columns]) => {
      const rows = Object.values(columns)[0]?.length ?? 0;
      return make("li", `${name}: ${rows} × ${Object.keys(columns).join(", ")}`);
    });
    const all = make("ul");
    all.append(...tables);
    const nothing = make("p", "tables: not fetched yet");
    return [make("h3", scene), list, tables.length > 0 ? all : nothing];
  }

  #bytes() {
    if (!this.weights) return [make("p", "being weighed")];
    const list = make("dl");
    for (const [kind, bytes] of Object.entries(this.weights)) {
      list.append(make("dt", kind), make("dd", `${(bytes / 1000).toFixed(1)} KB`));
    }
    return [list];
  }

  #changed() {
    const found = changes(this.before, this.sentences);
    if (found.length === 0) return [make("p", `none ${this.since}`)];
    const list = make("ul");
    for (const { now, was } of found.slice(0, MOST)) {
      const item = make("li");
      if (now) item.append(make("ins", now));
      if (was) item.append(make("del", was));
      list.append(item);
    }
    const more = found.length > MOST ? `, the first ${MOST}` : "";
    return [make("p", `${found.length} ${this.since}${more}`), list];
  }
}

function stepOf(element) {
  const steps = [...element.querySelectorAll("[data-step]")];
  const at = steps.findIndex((step) => "active" in step.dataset);
  return { at: Math.max(0, at), count: Math.max(1, steps.length) };
}

function told(summary) {
  if (!summary) return "–";
  const { last, median, count } = summary;
  return `${last.toFixed(1)}, ${median.toFixed(1)} of ${count}`;
}

function make(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

// Replace what an element holds if it is other than before: what an author has selected stays selected.
function put(element, children) {
  const holder = make("div");
  holder.append(...children);
  if (holder.innerHTML !== element.innerHTML) element.replaceChildren(...holder.childNodes);
}
