// The page comes alive: the store, the figures, the handles and the runtime meet here and nowhere else.

import { Controls } from "./scene/controls.js";
import { pick } from "./state/csv.js";
import { MoveByNumbers } from "./scene/move_by_numbers.js";
import { Figure, loadVega } from "./scene/figure.js";
import { Handles } from "./scene/handles.js";
import { watchIntent } from "./page/intent.js";
import { updateNumbers } from "./scene/live_numbers.js";
import { keep } from "./page/offline.js";
import { watchOverflow } from "./page/overflow.js";
import { Status } from "./scene/status.js";
import { startQuizzes } from "./scene/quiz.js";
import { add, fill, freshKey, isAdded, move, remove } from "./state/row_edits.js";
import { Runtime } from "./runtime/runtime.js";
import { watchSteps } from "./page/scroll.js";
import { DataTable } from "./scene/data_table.js";
import { Store } from "./state/store.js";
import { copyTables, rowOf, unpackSteps } from "./state/tables.js";
import { lightTerms } from "./scene/terms.js";
import { readEdits, writeEdits } from "./state/share_link.js";

const WALK = 1300; // milliseconds from one step to the next
const GLIDE = 350; // after a control
const URL_DELAY = 300;

const page = JSON.parse(document.getElementById("refit-page").textContent);
const absolute = (path) => new URL(path, document.baseURI).href;
const root = document.documentElement;
const reducedMotion = () =>
  root.dataset.motion === "off" || matchMedia("(prefers-reduced-motion: reduce)").matches;

const store = new Store(page.scenes);
const runtime = new Runtime(
  absolute(page.worker),
  {
    type: "start",
    runtime: absolute(page.runtime.folder),
    manifestHash: page.runtime.hash,
    packs: page.runtime.packs,
    python: { tables: absolute(page.tables), model: absolute(page.model) },
    first: Object.values(page.scenes).map(({ name, defaults }) => [name, defaults]),
  },
  page.timeLimit,
);

class LiveScene {
  constructor(element) {
    this.id = element.dataset.scene;
    this.config = page.scenes[this.id];
    this.element = element;
    this.steps = [...element.querySelectorAll("[data-step]")];
    this.status = new Status(element, page.words);
    this.tables = null; // the newest result on the page
    this.touched = null; // what was done to a row since the model last answered, in words
    const figure = element.querySelector("[data-figure]");
    this.figure = new Figure(figure, {
      loadLibrary: () =>
        loadVega(absolute(page.vega)).catch((error) => {
          throw this.#unfetched("drawing library", error);
        }),
      loadDrawings: async () => (await this.load()).drawings,
      reducedMotion,
    });
    const layer = element.querySelector("[data-handles]");
    if (layer) {
      this.handles = new Handles(layer, this.figure, {
        onMove: (key, place) => this.move(key, place),
        onDrop: () => this.#drop(),
        onAdd: (place) => this.add(place),
        onRemove: (key) => this.remove(key),
        onSelect: (key) => this.#choose(key),
        words: { ...page.words.handles, announce: (text) => this.#say(text, 0) },
      });
    }
    const fields = element.querySelector("[data-fields]");
    if (fields) this.numbers = new MoveByNumbers(fields, this.figure, this.handles);
    this.dataTable = new DataTable(element.querySelector("[data-sheets]"), {
      read: async () => pick(this.tables ?? {}, (await this.load()).sheets),
      fileName: () => `${this.id}-${store.step(this.id) + 1}.csv`,
      words: page.words.sheets,
    });
    if ("lights" in figure.dataset) lightTerms(element, this.figure);
    this.controls = new Controls(element, {
      set: (patch) => store.patch(this.id, patch),
      reset: () => store.reset(this.id),
    });
    element.querySelector("[data-reset]").addEventListener("click", () => store.reset(this.id));
    for (const button of element.querySelectorAll("[data-go]")) {
      button.addEventListener("click", () => this.#go(Number(button.dataset.go)));
    }
    for (const tool of element.querySelectorAll(".tool")) {
      tool.addEventListener("keydown", ({ key }) => {
        if (key !== "Escape" || !tool.open) return;
        tool.open = false;
        tool.querySelector("summary").focus();
      });
    }
    // On a phone a tool lies over the steps, and would hide what has the focus there.
    element.addEventListener("focusin", ({ target }) => {
      if (this.figure.layout !== "narrow" || !target.closest("[data-step]")) return;
      for (const tool of element.querySelectorAll(".tool")) tool.open = false;
    });
  }

  // The drawings and the tables of the steps, fetched when they are first needed.
  load() {
    this.loaded ??= fetch(absolute(this.config.data))
      .then((response) => {
        if (!response.ok) throw new Error(`the server says ${response.status}`);
        return response.json();
      })
      .then(({ drawings, tables, sheets }) => {
        const steps = unpackSteps(tables);
        this.tables ??= steps[0];
        this.figure.begin(steps[0], { ...this.config.defaults, ...this.config.steps[0] });
        return { drawings, steps, sheets };
      })
      .catch((error) => {
        this.loaded = undefined; // tried again at the next change
        throw this.#unfetched("data", error);
      });
    return this.loaded;
  }

  #unfetched(what, { message }) {
    const error = new Error(`The figure's ${what} could not be fetched: ${message}.`);
    this.status.showFailure(error);
    return error;
  }

  // Where the first picture can be dragged already, it needs its handles before anything changes.
  async offerHandles() {
    const { drawings } = await this.load();
    const rows = this.tables[drawings[this.figure.layout].drag?.table];
    if (rows?.draggable?.some(Boolean)) {
      await this.figure.show(this.tables, store.state(this.id));
    }
  }

  // The state has changed: show what the build stored of it, or have the worker compute it.
  change(cause) {
    const pending = (this.pending = this.#update(cause));
    pending.catch(({ failure }) => {
      if (failure && pending === this.pending) this.#fail(failure);
    });
  }

  async #update(cause) {
    const step = store.step(this.id);
    this.mark();
    const { steps } = await this.load();
    if (store.isEdited(this.id)) return this.#compute(cause);
    if (step === store.step(this.id)) {
      this.status.hideFailure();
      this.handles?.forget();
      this.figure.hold(null);
      this.touched = null;
      if (cause === "reset") this.#say(page.words.retrained);
      await this.#show(steps[step], store.state(this.id), cause);
    }
    return steps[step];
  }

  async #compute(cause) {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const state = store.state(this.id);
    const tables = await runtime.compute(this.id, this.config.name, state, {
      onTables: (tables) => this.#receive(tables, state, cause),
      onRestart: (failure) => this.#fail(failure),
    });
    if (asked === this.asked) {
      this.isSettled = true;
      if (!this.touched && cause !== "step") this.#say(page.words.retrained);
      this.#release();
    }
    return tables;
  }

  // A result of the worker, whole or partial.
  #receive(tables, state, cause) {
    if (!store.isEdited(this.id)) return;
    this.status.hideFailure();
    this.#show(tables, state, cause);
  }

  // What went wrong for a state that the reader has taken back no longer matters.
  #fail(failure) {
    if (!store.isEdited(this.id)) return;
    this.status.showFailure(failure);
    this.#say(`${page.words.failure}. ${failure.message}`, 0);
  }

  async #show(tables, state, cause) {
    this.tables = tables;
    updateNumbers(this.id, tables, this.steps[store.step(this.id)]);
    this.dataTable.update();
    const duration = { step: WALK, drag: 0 }[cause] ?? GLIDE;
    await this.figure.show(tables, state, { duration, walk: cause === "step" });
  }

  // ── rows that the reader moves, adds and takes away ──────────────────────────────────────────────

  move(key, place) {
    const { drag, add } = this.figure.drawing;
    const name = isAdded(key) ? add.state : drag.state;
    this.#touch(name, move(store.state(this.id)[name], key, place));
    this.touched = { key };
  }

  add(place) {
    const rule = this.figure.drawing.add;
    const state = store.state(this.id);
    const key = freshKey(state[rule.state], [...this.handles.discs.keys()]);
    this.#touch(rule.state, add(state[rule.state], key, place, state[rule.values]));
    this.touched = { key };
    return key;
  }

  remove(key) {
    const rule = this.figure.drawing.add;
    this.figure.hold(null);
    this.#touch(rule.state, remove(store.state(this.id)[rule.state], key));
    this.touched = { words: page.words.handles.removed };
  }

  #touch(name, rows) {
    this.isSettled = false;
    store.patch(this.id, { [name]: rows }, "drag");
  }

  #drop() {
    if (!this.touched && this.handles.selected !== null) this.#choose(this.handles.selected);
    this.#release();
  }

  // Let go of the row once nobody holds it and the model has answered for where it is.
  #release() {
    if (!this.isSettled || this.handles?.grab) return;
    this.figure.hold(null);
    if (this.touched) {
      const { key, words = `${this.#label(key, this.tables)}.` } = this.touched;
      this.#say(`${words} ${page.words.retrained}`);
    }
    this.touched = null;
  }

  // A row was chosen, in the figure or in the list beside it.
  #choose(key) {
    this.numbers?.choose(key);
    if (!this.handles.grab) this.#say(this.#label(key, this.handles.tables), 200);
  }

  #label(key, tables) {
    const { drag, add } = this.figure.drawing;
    const table = tables[(drag ?? add).table];
    const row = rowOf(table, key);
    return row < 0 ? key : fill(drag?.label ?? "{key}", table, row);
  }

  // Tell those who cannot see it, once things have been quiet for `wait` milliseconds.
  #say(text, wait) {
    this.status.announce(text, wait);
  }

  // What is said of the runtime, which all scenes share.
  tell(text) {
    this.#say(text, 0);
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
    step?.scrollIntoView({ behavior: reducedMotion() ? "auto" : "smooth", block: "start" });
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
  .on("stage", (stage) => {
    concerned().forEach((scene) => scene.status.showStage(stage));
    tellOnce("loading");
  })
  .on("ready", ({ files }) => {
    keep(files);
    scenes.forEach((scene) => scene.status.ready(store.isEdited(scene.id)));
    tellOnce("ready");
  })
  .on("error", (failure) => {
    scenes.forEach(({ status }) => status.hideStage());
    concerned().forEach(({ status }) => status.showFailure(failure));
    concerned()[0]?.tell(`${page.words.failure}. ${failure.message}`);
  });

const told = new Set();

function tellOnce(word) {
  if (!told.has(word)) concerned()[0]?.tell(page.words[word]);
  told.add(word);
}

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
    const all = [...scenes.values()].filter(({ id }) => store.isEdited(id));
    const edited = all.findLast(({ element }) => isReached(element)) ?? all[0];
    const anchor = edited ? edited.steps[store.step(edited.id)].id : "";
    history.replaceState(history.state, "", writeEdits(location.href, store.shared(), anchor));
  }, URL_DELAY);
}

const isReached = (element) => element.getBoundingClientRect().top < innerHeight;

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
  tables(id) {
    store.step(id); // refuses a scene that is not here
    const { tables } = scenes.get(id);
    return tables && copyTables(tables);
  },
  reset: () => store.reset(),
};
Object.defineProperty(window, "refit", { value: Object.freeze(handle) });

// ── begin ────────────────────────────────────────────────────────────────────────────────────────

root.dataset.live = "";
startQuizzes(page.words.quiz);
const fetched = ["manifest.json", ...["core", ...page.runtime.packs].map((name) => `${name}.pack`)];
watchIntent(
  fetched.map((name) => absolute(page.runtime.folder + name)),
  () => runtime.anticipate(),
);
watchOverflow();
const rail = [...document.querySelectorAll(".rail a")]; // followed like the steps of a scene
const places = rail.map(({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1))));
watchSteps([...scenes.values(), { steps: places }], (id, step) => {
  if (id) store.enter(id, step);
  else rail.forEach((link, i) => link.setAttribute("aria-current", i === step));
});
// A link's edits were made in the step that it names, or after the last step of a scene above it;
// these must not take them back again when the browser scrolls there.
const stepNamed = ({ steps }) => steps.findIndex((step) => location.hash === `#${step.id}`);
const named = [...scenes.values()].findIndex((scene) => stepNamed(scene) >= 0);
[...scenes.values()].slice(0, named + 1).forEach((scene, i) => {
  store.enter(scene.id, i < named ? scene.steps.length - 1 : stepNamed(scene));
});
for (const scene of scenes.values()) {
  scene.mark();
  (window.requestIdleCallback ?? setTimeout)(() => scene.offerHandles().catch(() => {}));
}
store.restore(readEdits(location.href));
