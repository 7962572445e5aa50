// One scene: its steps, its figure, and the controls round it. A change of its state comes from the
// reader or from a step, and ends as a picture:
//
//   store → change → what the build prepared, or runtime.compute → show → numbers in the text, figure
//
// Until the model has answered, what comes nearest is shown, and dimmed.
// What is in the reader's hand is drawn where the hand is until the model has answered for it.

import { fetchJson } from "../network/fetch_file.js";
import { explain } from "../network/trouble.js";
import { readColumns } from "../state/columns.js";
import { inOrder } from "../state/edges.js";
import { Ghosts } from "../state/ghosts.js";
import { isSame, Prepared } from "../state/prepared.js";
import { unpackSteps, withKept } from "../state/tables.js";
import { WAYS } from "../state/undo_stack.js";
import { Controls } from "./controls.js";
import { extras } from "./extras.js";
import { Figure, loadVega } from "./figure.js";
import { updateNumbers } from "./live_numbers.js";
import { Movable } from "./movable.js";
import { whenNear } from "./near.js";
import { Players } from "./player.js";
import { Press } from "./press.js";
import { Sight } from "./sight.js";
import { failureText, Status } from "./status.js";
import { watchTerms } from "./terms.js";
import { Toolbar } from "./toolbar.js";
import { watchTools } from "./tools.js";
import { Waiting } from "./waiting.js";
import { Working } from "./working.js";

const WALK = 1300; // milliseconds from one step to the next
const GLIDE = 350; // after a control
const SCRUB = 120; // between two values that scrolling sets
const EDITS = ["edit", "drag", "slide", "play", ...WAYS]; // causes of a change that are the reader's own
const PATIENCE = 1000; // milliseconds for what was prepared; then the model is asked

export class Scene {
  // element: <section data-scene>; page: the page's data; reducedMotion() tells what the reader wants;
  // reach(id, step) makes a step the present one, since the reader works a control in it
  constructor(element, { page, store, runtime, reducedMotion, reach }) {
    Object.assign(this, { element, store, runtime, reducedMotion });
    this.id = element.dataset.scene;
    this.config = page.scenes[this.id];
    this.words = page.words;
    this.silence = page.silence;
    this.steps = [...element.querySelectorAll("[data-step]")];
    this.tables = null; // the newest result
    this.answer = null; // a promise of the tables of the newest state
    this.turn = null; // the newest change
    this.isAsking = false; // the model computes for it
    this.waiting = new Waiting(element);
    this.working = new Working(element);
    this.ghosts = new Ghosts();
    this.edited = store.state(this.id); // as it was before the newest change
    this.walkEnds = 0; // when the figure will have come from the last step to this one
    this.press = new Press(element);
    this.status = new Status(element, page.words, { onAgain: () => this.#again() });
    const figure = element.querySelector("[data-figure]");
    this.figure = new Figure(figure, {
      loadLibrary: () => this.#fetched(loadVega(page.vega, page)),
      loadDrawings: async () => (await this.load()).drawings,
      layOver: (tables, drawing) => this.movable.layOver(tables, drawing),
      layParams: () => this.movable.layParams(),
      reducedMotion,
    });
    this.sight = new Sight(figure, this.config.sight?.places, reducedMotion);
    this.figure.onDraw(() => this.sight.keep());
    this.movable = new Movable(element, {
      figure: this.figure,
      sight: this.sight,
      status: this.status,
      words: page.words,
      scene: {
        domains: this.config.domains,
        state: () => store.state(this.id),
        tables: () => this.tables,
        edit: (patch, cause) => this.#edit(patch, cause),
        reach: (table, key) => this.pointing?.reach(table, key),
      },
    });
    this.#makePointable(figure);
    const reachFrom = (control) => {
      const step = this.steps.indexOf(control.closest("[data-step]"));
      if (step >= 0) reach(this.id, step);
    };
    this.#makePlayable(reachFrom);
    this.controls = new Controls(element, {
      set: (patch, control) => {
        reachFrom(control);
        this.#edit(inOrder(patch, store.state(this.id), this.config.domains ?? {}));
      },
      reset: () => store.reset(this.id),
    });
    this.toolbar = new Toolbar(this);
    watchTools(element, () => this.figure.layout === "narrow");
  }

  // Where scrolling sets a key of the state, or a button plays a slider.
  // reachFrom(control): a step is the present one since the reader works a control in it
  #makePlayable(reachFrom) {
    const { element, id, store, reducedMotion } = this;
    const { scrubs } = this.config;
    if (scrubs) {
      this.scrub = new extras.Scrub(scrubs, this.steps, {
        step: () => store.step(id),
        isFree: () => !store.isEdited(id),
        change: () => this.change("scrub"),
        wait: () => this.walkEnds - performance.now(),
        reducedMotion,
      });
    }
    if (element.querySelectorAll("[data-play]").length === 0) return;
    this.players = new Players(element, {
      values: async (key, control) => {
        reachFrom(control);
        await this.prepare();
        const step = store.step(id);
        return this.prepared?.values(step, key, store.own(id, step)[key]) ?? [];
      },
      value: (key) => this.state[key],
      set: (key, value, control) => {
        reachFrom(control);
        this.#edit({ [key]: value }, "play");
        return this.answer;
      },
      reducedMotion,
    });
  }

  // Where rows can be pointed at, or terms in the text light something up, follow pointers and keys.
  #makePointable({ dataset }) {
    const { store, id, movable } = this;
    if ("points" in dataset) {
      this.pointing = new extras.Pointing(this.element.querySelector(".stage"), this.figure, {
        tables: () => this.tables,
        chosen: (name) => store.state(id)[name],
        set: (patch) => store.patch(id, patch, "point"),
        isBusy: () => movable.isHeld,
        hasHandles: (table) => movable.hasHandles(table),
        announce: (text) => this.status.announce(text, 200),
      });
      this.sight.onChange(() => this.pointing.measure());
    }
    watchTerms(this.element, {
      light: "lights" in dataset && ((term) => this.figure.light("lit", term)),
      name: "points" in dataset && ((param, key) => this.pointing.name(param, key)),
    });
  }

  // The state of the present step, as it is to be shown.
  get state() {
    const { id, store } = this;
    const state = store.state(id);
    return this.scrub?.over(state, store.own(id, store.step(id))) ?? state;
  }

  // Return a promise of the drawings and of the steps' tables, which are fetched when first needed.
  load() {
    this.loaded ??= this.#fetched(this.#readData()).catch((error) => {
      this.loaded = undefined; // the next change tries again
      throw error;
    });
    return this.loaded;
  }

  async #readData() {
    const { data, drawn } = this.config; // drawn: the data of an earlier scene, which looks the same
    const [own, other] = await Promise.all([data, drawn].map((file) => this.#readJson(file)));
    const { tables, sheets } = own;
    const { drawings } = other ?? own;
    const columns = readColumns(tables.columns);
    const steps = unpackSteps(columns, tables.steps);
    this.tables ??= steps[0];
    this.rules = Object.values(drawings)[0]?.ghost;
    this.figure.begin(this.ghosts.over(steps[0], this.rules), this.store.own(this.id, 0));
    return { drawings, steps, sheets, columns };
  }

  // Return a promise of what the build prepared for the controls; undefined if there is nothing, or none to be had.
  prepare() {
    const { prepared, domains } = this.config;
    this.preparing ??= Promise.all([this.load(), this.#readJson(prepared)])
      .then(([{ columns }, all]) => (this.prepared = all && new Prepared(columns, all, domains)))
      .catch(() => (this.preparing = undefined));
    return this.preparing;
  }

  // Return a promise of what a file of the page holds; undefined if there is no file.
  async #readJson(file) {
    return file && fetchJson(file, { silence: this.silence });
  }

  // Tell the reader if something of the figure cannot be fetched.
  #fetched(promise) {
    return promise.catch(async (error) => {
      if (!error.kind) throw error; // no file is to blame
      const failure = await explain(error, this.words.network);
      this.status.showFailure(failure);
      throw new Error(failure.message);
    });
  }

  // The reader wants to try once more what has failed.
  #again() {
    this.status.hideFailure();
    if (this.runtime.hasFailed) this.runtime.start().catch(() => {});
    this.change("restore");
  }

  // If something in the first picture can be moved, make its handles before anything changes.
  async offerHandles() {
    const { drawings } = await this.load();
    if (this.movable.isIn(this.tables, drawings[this.figure.layout])) {
      await this.figure.show(this.ghosts.over(this.tables, this.rules), this.state);
    } else this.pointing?.offer(drawings[this.figure.layout].point);
  }

  // ── from a change to a picture ───────────────────────────────────────────────────────────────────

  // The state has changed. cause: "step", "edit", "drag" of rows, "slide" of a rule, "point", "play", "scrub",
  // "restore", "reset", "undo" or "redo"
  change(cause) {
    if (cause === "step" || WAYS.includes(cause)) this.movable.strand();
    if (WAYS.includes(cause)) this.movable.reset();
    if (cause !== "play") this.players?.stop();
    this.pointing?.change(cause);
    this.#keepGhosts(cause);
    const answer = (this.answer = this.#update(cause));
    answer.catch(({ failure }) => {
      if (answer !== this.answer || (failure && this.#leaveOut(failure))) return;
      if (failure) this.#fail(failure);
      this.isAsking = false;
      this.waiting.end();
      this.working.end();
    });
  }

  // What a press changes is one gesture.
  #edit(patch, cause) {
    this.store.patch(this.id, patch, cause, this.press.count);
  }

  // Keep what is shown before the reader changes it; a step begins without.
  #keepGhosts(cause) {
    const { id, store } = this;
    const before = this.edited;
    this.edited = store.state(id);
    if (cause === "step" || cause === "reset") this.ghosts.clear();
    if (!this.tables || !EDITS.includes(cause)) return;
    const keys = Object.keys(before).filter((key) => !isSame(before[key], this.edited[key]));
    if (keys.length > 0) {
      this.ghosts.edit(keys.join(), this.tables, performance.now(), this.press.gesture);
    }
  }

  // Show what the build prepared for this state, if it did; else have the model run.
  async #update(cause) {
    const turn = (this.turn = {});
    this.mark();
    const { known, nearest } = await this.#find(cause);
    if (turn !== this.turn) return this.answer; // of a newer change
    if (!known) return this.#compute(cause, nearest);
    this.isAsking = false;
    this.#answered(known.tables, cause);
    this.working.end();
    this.movable.reset();
    const isSaid = !["step", "point", "scrub"].includes(cause);
    if (isSaid) this.status.announce(this.words.answered);
    await this.#show(known, cause);
    if (cause === "point") this.pointing.tell();
    return known.tables;
  }

  // Look for the present state among what the build prepared. Return { known } or, if it is not there, what
  // to show meanwhile, { nearest }; each is { tables, state }.
  async #find(cause) {
    const { store, id } = this;
    const step = store.step(id);
    const [own, { state }] = [store.own(id, step), this];
    const { steps } = await this.load();
    if (this.runtime.isOwn) return {}; // the reader's own code, which the build has not run
    const stored = { tables: steps[step], state: own };
    if (isSame(own, state)) return { known: stored };
    const isPrepared = ["play", "scrub"].includes(cause); // the model is asked for nothing else
    if (isPrepared || (cause !== "drag" && !this.runtime.isReady)) {
      await Promise.race([this.prepare(), pause(PATIENCE)]);
    }
    const found = this.prepared?.find(step, own, state);
    if (found && isSame(found.state, state)) return { known: { ...found, state } };
    return { nearest: found ?? (cause === "step" ? stored : null) };
  }

  // Have the model run for the present state, whether it was prepared or not.
  retrain() {
    this.turn = {};
    return (this.answer = this.#compute("edit", null));
  }

  async #compute(cause, nearest) {
    const { state, turn } = this;
    const question = this.movable.ask();
    let last;
    this.isAsking = true;
    if (!this.runtime.isReady) this.status.showStage(this.runtime.stage);
    this.waiting.begin(this.runtime.isReady, () => nearest && this.#showSoon(nearest, cause));
    if (this.runtime.isReady) this.working.begin();
    const tables = await this.runtime.compute(this.id, this.config.name, state, {
      onTables: (found, isPartial) => {
        const tables = withKept(found, this.tables);
        this.#receive((last = { tables, state, isPartial }), cause);
      },
      onRestart: (failure) => this.#fail(failure),
    });
    if (turn === this.turn) {
      this.isAsking = false;
      this.working.end();
      if (last?.isPartial) this.#answered(tables, cause); // that was the last of several
    }
    this.movable.answer(question, cause);
    if (cause === "point") this.pointing.tell();
    return tables;
  }

  // One result of the model, which may have more of them for the same state.
  #receive(result, cause) {
    if (!this.isAsking) return;
    this.#answered(result.isPartial ? null : result.tables, cause);
    if (result.isPartial) this.working.begin();
    this.#showSoon(result, cause);
  }

  // tables: the whole answer, by which challenges judge what the reader has done, not a link or the scrolling
  #answered(tables, cause) {
    this.waiting.end();
    this.status.hideStage();
    this.status.hideFailure();
    if (!tables || cause === "scrub" || this.runtime.isOwn || this.store.isLinked(this.id)) return;
    this.element.dispatchEvent(new CustomEvent("judge", { detail: tables }));
  }

  // A failure for a state that the reader has taken back does not matter.
  #fail(failure) {
    if (!this.isAsking) return;
    this.waiting.end();
    this.working.end();
    this.status.showFailure(failure);
    this.status.announce(failureText(this.words, failure), 0);
  }

  // A link may hold what no control gives, such as a row that is not there: if the model cannot compute it, it
  // is left out, and the reader is told. Return whether there was any.
  #leaveOut({ remedy, isFinal }) {
    if (remedy || isFinal || this.runtime.isOwn || !this.store.forgetLinked(this.id)) return false;
    const failure = { message: this.words.leftOut, isFinal: true };
    this.answer.then(() => this.status.showFailure(failure)).catch(() => {});
    return true;
  }

  #showSoon(result, cause) {
    this.#show(result, cause).catch(() => {}); // the reader has been told
  }

  // Partial results replace each other: what lies between two of them is no result of the model's. What the hand
  // holds is shown at once: a picture that glides is behind it, and what is painted on the way is in its way.
  async #show({ tables, state, isPartial = false }, cause) {
    this.tables = tables;
    updateNumbers(this.id, tables, this.steps[this.store.step(this.id)]);
    this.element.dispatchEvent(new Event("tables"));
    const isFirst = "bare" in this.element.dataset && !this.figure.painted;
    const walk = cause === "step" && !isFirst;
    const given = { step: WALK, drag: 0, slide: 0, scrub: SCRUB, play: this.players?.glide };
    const isAtOnce = isFirst || isPartial || (cause === "edit" && this.press.isHeld);
    const duration = isAtOnce ? 0 : (given[cause] ?? GLIDE);
    if (walk) this.walkEnds = performance.now() + duration;
    await this.figure.show(this.ghosts.over(tables, this.rules), state, { duration, walk });
  }

  // ── steps ────────────────────────────────────────────────────────────────────────────────────────

  // Show in the markup which step this is and what can be done.
  mark() {
    const step = this.store.step(this.id);
    this.steps.forEach((each, i) => each.toggleAttribute("data-active", i === step));
    this.controls.show(this.state);
    this.sight.show(this.config.sight?.steps[step] ?? "");
    this.toolbar.show();
  }

  // Fetch what the controls show, before the reader reaches for one.
  prepareSoon() {
    whenNear(this.element, () => this.prepare());
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
