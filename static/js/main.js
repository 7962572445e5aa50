// The page comes alive: the store, the figures, the handles and the runtime meet here and nowhere else.

import { Controls } from "./controls.js";
import { Figure, loadVega } from "./figure.js";
import { Handles } from "./handles.js";
import { updateLive } from "./live.js";
import { Panel } from "./panel.js";
import { Runtime } from "./runtime.js";
import { watchSteps } from "./scroll.js";
import { Store } from "./store.js";
import { copyTables, rowOf, unpackSteps } from "./tables.js";
import { readEdits, writeEdits } from "./url.js";

const WALK = 1300; // milliseconds from one step to the next
const GLIDE = 350; // after a control
const URL_DELAY = 300;

const page = JSON.parse(document.getElementById("refit-page").textContent);
const absolute = (path) => new URL(path, document.baseURI).href;
const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const store = new Store(page.scenes);
const runtime = new Runtime(
  absolute(page.worker),
  {
    type: "start",
    runtime: absolute(page.runtime.folder),
    manifestHash: page.runtime.hash,
    packages: page.runtime.packages,
    python: { tables: absolute(page.tables), model: absolute(page.model) },
  },
  page.timeLimit,
);

class LiveScene {
  constructor(element) {
    this.id = element.dataset.scene;
    this.config = page.scenes[this.id];
    this.element = element;
    this.steps = [...element.querySelectorAll("[data-step]")];
    this.panel = new Panel(element, page.words);
    this.tables = null; // the newest result on the page
    this.figure = new Figure(element.querySelector("[data-figure]"), {
      loadLibrary: () =>
        loadVega({ vega: absolute(page.vega), interpreter: absolute(page.interpreter) }),
      loadDrawings: async () => (await this.load()).drawings,
      reducedMotion,
    });
    const layer = element.querySelector("[data-handles]");
    if (layer) {
      this.handles = new Handles(layer, this.figure, {
        onMove: (key, values) => this.move(key, values),
        onDrop: () => this.#release(),
        onSelect: (key) => this.#describe(key),
        words: { ...page.words.handles, announce: (text) => this.panel.announce(text, 0) },
      });
    }
    this.controls = new Controls(element, {
      set: (patch) => store.patch(this.id, patch),
      reset: () => store.reset(this.id),
    });
    element.querySelector("[data-reset]").addEventListener("click", () => store.reset(this.id));
    for (const button of element.querySelectorAll("[data-go]")) {
      button.addEventListener("click", () => this.#go(Number(button.dataset.go)));
    }
  }

  // The drawings and the tables of the steps, fetched when they are first needed.
  load() {
    this.loaded ??= fetch(absolute(this.config.data))
      .then((response) => response.json())
      .then(({ drawings, tables }) => {
        const steps = unpackSteps(tables);
        this.tables ??= steps[0];
        this.figure.begin(steps[0]);
        return { drawings, steps };
      });
    return this.loaded;
  }

  // Where the first picture can be dragged already, it needs its handles before anything changes.
  async offerHandles() {
    const { drawings } = await this.load();
    const rows = this.tables[drawings[this.figure.layout].drag?.table];
    if (rows?.draggable?.some(Boolean)) await this.figure.show(this.tables);
  }

  // The state has changed: show what the build stored of it, or have the worker compute it.
  change(cause) {
    this.cause = cause;
    this.pending = this.#update();
    this.pending.catch(() => {}); // the panel says what went wrong
  }

  async #update() {
    const step = store.step(this.id);
    this.mark();
    const { steps } = await this.load();
    if (store.isEdited(this.id)) return this.#compute();
    if (step === store.step(this.id)) {
      this.panel.hideFailure();
      this.figure.hold(null);
      await this.#show(steps[step]);
    }
    return steps[step];
  }

  async #compute() {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const tables = await runtime.compute(this.id, this.config.name, store.state(this.id));
    if (asked === this.asked) {
      this.isSettled = true;
      this.#release();
    }
    return tables;
  }

  // A result of the worker, whole or partial.
  receive(tables) {
    if (!store.isEdited(this.id)) return;
    this.panel.hideFailure();
    this.#show(tables);
  }

  async #show(tables) {
    const { cause } = this;
    this.tables = tables;
    updateLive(this.id, tables, this.steps[store.step(this.id)]);
    if (cause !== "step" && cause !== "drag") this.panel.announce(page.words.retrained);
    const duration = { step: WALK, drag: 0 }[cause] ?? GLIDE;
    await this.figure.show(tables, { duration, walk: cause === "step" });
  }

  move(key, values) {
    const drag = this.figure.drawing.drag;
    const moved = { ...store.state(this.id)[drag.state], [key]: values };
    this.isSettled = false;
    store.patch(this.id, { [drag.state]: moved }, "drag");
    this.#describe(key);
  }

  // Let go of the row once nobody holds it and the model has answered for where it is.
  #release() {
    if (this.isSettled && !this.handles?.grab) this.figure.hold(null);
  }

  // Tell those who cannot see it which row is chosen.
  #describe(key) {
    const { drag } = this.figure.drawing;
    const table = this.handles.tables[drag.table];
    const row = rowOf(table, key);
    const text = drag.label.replace(/\{(\w+)\}/g, (_, column) => table[column][row]);
    this.panel.announce(text, 200);
  }

  // Show in the markup which step this is and whether there is anything to reset.
  mark() {
    const step = store.step(this.id);
    this.controls.show(store.state(this.id));
    this.steps.forEach((element, i) => element.toggleAttribute("data-active", i === step));
    this.element.querySelector("[data-reset]").hidden = !store.isEdited(this.id);
    for (const button of this.element.querySelectorAll("[data-go]")) {
      button.disabled = !(step + Number(button.dataset.go) in this.steps);
    }
  }

  #go(by) {
    const step = this.steps[store.step(this.id) + by];
    step?.scrollIntoView({ behavior: reducedMotion() ? "auto" : "smooth", block: "center" });
  }
}

const scenes = new Map(
  [...document.querySelectorAll("[data-scene]")].map((element) => {
    const scene = new LiveScene(element);
    return [scene.id, scene];
  }),
);

store.onChange((id, cause) => {
  scenes.get(id).change(cause);
  rememberSoon();
});

runtime
  .on("stage", (stage) => concerned().forEach((scene) => scene.panel.showStage(stage)))
  .on("ready", () => scenes.forEach((scene) => scene.panel.hideStage()))
  .on("partial", ({ scene, tables }) => scenes.get(scene).receive(tables))
  .on("restart", (failure) => concerned().forEach((scene) => scene.panel.showFailure(failure)))
  .on("error", ({ scene, ...failure }) => {
    const failed = scene === undefined ? [...scenes.values()] : [scenes.get(scene)];
    for (const each of failed) each.panel.showFailure(failure);
  });

// The scenes that wait for the runtime: those the reader has edited or, before that, all.
function concerned() {
  const edited = [...scenes.values()].filter(({ id }) => store.isEdited(id));
  return edited.length > 0 ? edited : [...scenes.values()];
}

// ── the address ──────────────────────────────────────────────────────────────────────────────────

let urlTimer = 0;

function rememberSoon() {
  clearTimeout(urlTimer);
  urlTimer = setTimeout(() => {
    const edited = [...scenes.values()].find(({ id }) => store.isEdited(id));
    const anchor = edited ? edited.steps[store.step(edited.id)].id : "";
    history.replaceState(history.state, "", writeEdits(location.href, store.shared(), anchor));
  }, URL_DELAY);
}

// ── intent: the runtime is fetched when the reader reaches for something live ────────────────────

for (const type of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(type, ({ target }) => {
    if (target.closest?.("[data-handles], [data-control]")) runtime.start().catch(() => {});
  });
}

// ── the page's public handle ─────────────────────────────────────────────────────────────────────

const handle = {
  version: page.version,
  ready: () => runtime.start(),
  get state() {
    return Object.fromEntries([...scenes.keys()].map((id) => [id, store.state(id)]));
  },
  async set(id, patch) {
    store.patch(id, patch);
    return copyTables(await scenes.get(id).pending);
  },
  tables: (id) => (scenes.get(id).tables ? copyTables(scenes.get(id).tables) : null),
  reset: () => store.reset(),
};
Object.defineProperty(window, "refit", { value: Object.freeze(handle) });

// ── begin ────────────────────────────────────────────────────────────────────────────────────────

document.documentElement.dataset.live = "";
watchSteps([...scenes.values()], (id, step) => store.enter(id, step));
for (const scene of scenes.values()) {
  scene.mark();
  (window.requestIdleCallback ?? setTimeout)(() => scene.offerHandles());
}
store.restore(readEdits(location.href));
