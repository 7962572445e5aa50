// The runtime, as the page sees it: it starts the worker on intent, sends it the newest state of each
// scene, and replaces it when it hangs or crashes.

import { unpack } from "../state/tables.js";
import { refetchScripts } from "./worker_pair.js";

const GRACE = 100; // milliseconds for an answer that waits behind a busy page

// The model has no result for a state. failure: { message, traceback, remedy }; `remedy` is there if a file
// did not come: "again" or "reload"
export class ModelError extends Error {
  constructor(failure) {
    super(failure.traceback || failure.message);
    this.failure = failure;
  }
}

export class Runtime {
  // start: the worker's first message; limit: seconds one result may take
  // createWorker(url, silence) returns the worker, or throws { message, isFinal }; explain(trouble) returns a
  // promise of what readers are told of a file that did not come; refetch is for tests
  constructor(workerUrl, start, limit, { explain, createWorker, refetch = refetchScripts }) {
    this.workerUrl = workerUrl;
    this.startMessage = start;
    this.limit = limit * 1000;
    Object.assign(this, { explain, createWorker, refetch });
    this.worker = null;
    this.isStarting = false; // the worker's scripts are fetched anew
    this.isRetried = false; // this start has been tried before
    this.hasFailed = false; // the last start failed
    this.nextId = 1;
    // The newest request of each scene, with those it has overtaken, by scene:
    // { id, name, state, isRetried, tables, waiting: [{ id, resolve, reject, onTables, onRestart }] }
    this.open = new Map();
    this.begun = null; // { id, scene }: the request that Python last reported to have begun
    this.stage = null; // of the start under way: what was last said of it
    this.isFetching = false; // Python waits for a file, which may take longer than any result
    this.listeners = { stage: [], ready: [], later: [], error: [] };
  }

  // event: "stage", "ready", "later" or "error"; each is about the start, which all scenes share
  on(event, listener) {
    this.listeners[event].push(listener);
    return this;
  }

  #emit(event, detail) {
    for (const listener of this.listeners[event]) listener(detail);
  }

  // Start because the reader may soon need it. After a failed start only a real request tries again, so
  // that a pointer over the figure does not fetch the same damaged files again and again.
  anticipate() {
    if (!this.hasFailed) this.start().catch(() => {});
  }

  // Return a promise that resolves when the model is imported.
  start() {
    if (!this.worker && !this.isStarting) {
      this.readiness = Promise.withResolvers?.() ?? withResolvers();
      this.readiness.promise.catch(() => {});
      this.isRetried = false;
      this.#launch();
    }
    return this.readiness.promise;
  }

  // Have more computed while the worker is idle: [name, state] of each.
  warmUp(work) {
    this.startMessage.idle.push(...work);
    this.worker?.postMessage({ type: "idle", work });
  }

  #launch() {
    this.isReady = false;
    this.stage = null;
    this.begun = null;
    this.isFetching = false;
    try {
      this.worker = this.createWorker(this.workerUrl, this.startMessage.silence);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const { worker } = this;
    const ifCurrent = (handle) => (event) => {
      if (worker === this.worker) handle(event);
    };
    worker.addEventListener(
      "message",
      ifCurrent(({ data }) => this.#onMessage(data)),
    );
    worker.addEventListener(
      "error",
      ifCurrent((event) => {
        event.preventDefault?.();
        this.#crash(event);
      }),
    );
    worker.postMessage({ ...this.startMessage, isPlain: this.isRetried });
  }

  // What made the start fail may have passed: start once more, with scripts that are fetched past the
  // browser's cache, and in a plainer way.
  async #relaunch() {
    this.#end();
    this.isRetried = this.isStarting = true;
    const error = await this.refetch(this.workerUrl, this.startMessage.silence).catch((it) => it);
    this.isStarting = false;
    if (error) return this.#fail({ message: error.message, trouble: error.plain });
    this.#launch();
    for (const scene of this.open.keys()) this.#send(scene);
  }

  // Return a promise of the tables of a scene's state. If a newer request overtakes this one, the promise
  // resolves with the newer one's tables.
  // name: the scene's function in model.py
  // onTables(tables, isPartial) is called at once for each result of this request, the last one included;
  // onRestart({ message }) when a new worker begins this request anew
  compute(scene, name, state, { onTables = () => {}, onRestart = () => {} } = {}) {
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      const overtaken = this.open.get(scene)?.waiting ?? [];
      const waiting = [...overtaken, { id, resolve, reject, onTables, onRestart }];
      this.open.set(scene, { id, name, state, waiting, isRetried: false, tables: null });
      this.start();
      if (this.worker) this.#send(scene);
    });
  }

  #send(scene) {
    const { id, name, state } = this.open.get(scene);
    this.worker?.postMessage({ type: "compute", id, scene, name, state });
    if (this.isReady && !this.watchdog) this.#watch();
  }

  #watch() {
    clearTimeout(this.watchdog);
    this.watchdog = 0;
    if (this.open.size === 0 || this.isFetching) return;
    this.watchdog = setTimeout(() => {
      this.watchdog = setTimeout(() => this.#hang(), GRACE);
    }, this.limit);
  }

  #onMessage(message) {
    const request = this.open.get(message.scene);
    const isNewest = request?.id === message.id;
    this.isFetching = message.type === "fetching";
    if (message.type === "stage") {
      this.stage = message;
      this.#emit("stage", message);
    } else if (message.type === "ready") {
      this.isReady = true;
      this.hasFailed = false;
      this.readiness.resolve();
      this.#emit("ready", message);
    } else if (message.type === "later") {
      this.#emit("later", message);
    } else if (message.type === "begin") {
      this.begun = message;
    } else if (message.type === "result" && request) {
      // Results arrive in order, so those of an overtaken request are passed on too: a slow model would
      // otherwise show nothing until the reader's hand rests.
      const tables = unpack(message.header, message.numbers);
      if (isNewest) request.tables = tables;
      request.waiting.find(({ id }) => id === message.id)?.onTables(tables, message.isPartial);
    } else if (message.type === "done" && isNewest) {
      this.open.delete(message.scene);
      for (const { resolve } of request.waiting) resolve(request.tables);
    } else if (message.type === "error" && message.scene === undefined) {
      const isPassing = message.trouble?.kind === "handover" && !this.isRetried;
      if (isPassing) this.#relaunch();
      else this.#fail(message); // the start itself
    } else if (message.type === "error" && isNewest) {
      this.#reject(message.scene, message);
    }
    if (this.isReady) this.#watch();
  }

  // The request of one scene has failed.
  #reject(scene, { message, traceback, trouble }) {
    const { waiting } = this.open.get(scene);
    this.open.delete(scene);
    const tell = (failure) => {
      for (const { reject } of waiting) reject(new ModelError(failure));
    };
    if (trouble) this.explain(trouble).then(tell);
    else tell({ message, traceback });
  }

  // The start has failed, and with it every request.
  async #fail({ message, traceback, trouble, isFinal }) {
    const { readiness } = this;
    const requests = [...this.open.values()];
    this.#end();
    this.open.clear();
    this.hasFailed = true;
    const failure = trouble ? await this.explain(trouble) : { message, traceback, isFinal };
    const error = new Error(failure.message);
    readiness.reject(error);
    if (!this.worker) this.#emit("error", failure); // or the next start is under way
    for (const { waiting } of requests) {
      for (const { reject } of waiting) reject(error);
    }
  }

  #end() {
    clearTimeout(this.watchdog);
    this.watchdog = 0;
    this.isReady = false;
    this.worker?.terminate();
    this.worker = null;
  }

  // Python has taken too long for one result. The request fails unless it was overtaken; a new worker
  // computes newer requests and those of other scenes.
  #hang() {
    const { begun } = this;
    const failure = {
      message: `The model took longer than ${this.limit / 1000} s and was stopped.`,
      traceback: "",
    };
    if (begun && this.open.get(begun.scene)?.id === begun.id) this.#reject(begun.scene, failure);
    this.#restart(failure);
  }

  // A request that crashes two workers fails, and a start that crashes two.
  #crash({ message: reason, trouble }) {
    const message = `The worker crashed: ${reason || "it could not be loaded"}`;
    if (!this.isReady && !trouble && !this.isRetried) return this.#relaunch();
    if (!this.isReady) return this.#fail({ message, traceback: "", trouble });
    for (const [scene, request] of [...this.open]) {
      if (request.isRetried) this.#reject(scene, { message, traceback: "" });
      request.isRetried = true;
    }
    this.#restart({ message });
  }

  #restart(failure) {
    this.#end();
    this.start();
    for (const [scene, { waiting }] of this.open) {
      waiting.at(-1).onRestart(failure);
      this.#send(scene);
    }
  }
}

function withResolvers() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
