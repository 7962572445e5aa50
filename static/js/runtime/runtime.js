// The worker, seen from the page: started on intent, given the newest state of each scene, ended when
// it hangs and started again. Only this module and its crew know
// the worker.

import { createWorkerPair } from "./worker_pair.js";
import { unpack } from "../state/tables.js";

const GRACE = 100; // milliseconds for an answer that waits behind a busy page

export class Runtime {
  // start: the worker's first message; limit: seconds one result may take
  constructor(workerUrl, start, limit, createWorker = createWorkerPair) {
    this.workerUrl = workerUrl;
    this.startMessage = start;
    this.limit = limit * 1000;
    this.createWorker = createWorker;
    this.worker = null;
    this.hasFailed = false; // it could not be started the last time it was tried
    this.nextId = 1;
    this.open = new Map(); // scene -> { id, state, retried, settle: [{ resolve, reject }], tables }
    this.begun = null; // { id, scene }: what Python was last heard to begin
    this.isFetching = false; // Python waits for a file, which may take longer than any result
    this.listeners = { stage: [], ready: [], partial: [], error: [], restart: [] };
  }

  on(event, listener) {
    this.listeners[event].push(listener);
    return this;
  }

  #tell(event, detail) {
    for (const listener of this.listeners[event]) listener(detail);
  }

  // The reader may want it soon. After a failure only a real need tries again: a pointer that wanders
  // over the figure shall not fetch the same damaged files for ever.
  anticipate() {
    if (!this.hasFailed) this.start().catch(() => {});
  }

  // Returns a promise that the model is imported.
  start() {
    if (!this.worker) {
      this.readiness = Promise.withResolvers?.() ?? withResolvers();
      this.readiness.promise.catch(() => {});
      this.isReady = false;
      this.begun = null;
      this.isFetching = false;
      const worker = (this.worker = this.createWorker(this.workerUrl));
      const ifCurrent = (handle) => (event) => {
        if (worker === this.worker) handle(event);
      };
      worker.addEventListener(
        "message",
        ifCurrent(({ data }) => this.#hear(data)),
      );
      worker.addEventListener(
        "error",
        ifCurrent((event) => {
          event.preventDefault?.();
          this.#crash(event.message);
        }),
      );
      worker.postMessage(this.startMessage);
    }
    return this.readiness.promise;
  }

  // The tables of a scene's state. A request that a newer one overtakes resolves with the newer one's.
  // name: the scene's function in model.py.
  compute(scene, name, state) {
    this.start();
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      const settle = [...(this.open.get(scene)?.settle ?? []), { resolve, reject }];
      this.open.set(scene, { id, name, state, settle, retried: false, tables: null });
      this.#send(scene);
    });
  }

  #send(scene) {
    const { id, name, state } = this.open.get(scene);
    this.worker.postMessage({ type: "compute", id, scene, name, state });
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

  #hear(message) {
    const request = this.open.get(message.scene);
    const isNewest = request?.id === message.id;
    this.isFetching = message.type === "rest";
    if (message.type === "stage") {
      this.#tell("stage", message);
    } else if (message.type === "ready") {
      this.isReady = true;
      this.hasFailed = false;
      this.readiness.resolve();
      this.#tell("ready", message);
    } else if (message.type === "begin") {
      this.begun = message;
    } else if (message.type === "result" && request) {
      // Results arrive in order, so one that a newer request has overtaken is still news: a slow model
      // would otherwise show nothing until the reader's hand rests.
      const tables = unpack(message.header, message.numbers);
      if (isNewest) request.tables = tables;
      this.#tell("partial", { scene: message.scene, state: request.state, tables });
    } else if (message.type === "done" && isNewest) {
      this.open.delete(message.scene);
      for (const { resolve } of request.settle) resolve(request.tables);
    } else if (message.type === "error" && message.scene === undefined) {
      this.#fail(message); // the start itself
    } else if (message.type === "error" && isNewest) {
      this.#reject(message.scene, message);
    }
    if (this.isReady) this.#watch();
  }

  // One scene cannot be answered.
  #reject(scene, { message, traceback }) {
    const request = this.open.get(scene);
    this.open.delete(scene);
    this.#tell("error", { scene, message, traceback });
    for (const { reject } of request.settle) reject(new Error(traceback || message));
  }

  // The runtime could not be started: nothing that waits can be answered.
  #fail(error) {
    this.#end();
    this.hasFailed = true;
    this.readiness.reject(new Error(error.message));
    this.#tell("error", error);
    for (const { settle } of this.open.values()) {
      for (const { reject } of settle) reject(new Error(error.message));
    }
    this.open.clear();
  }

  #end() {
    clearTimeout(this.watchdog);
    this.watchdog = 0;
    this.isReady = false;
    this.worker.terminate();
    this.worker = null;
  }

  // Python is busy with one result for longer than it may. Whoever asked for just that is told so; what
  // was asked for since then, and by other scenes, is computed by a new worker.
  #hang() {
    const { begun } = this;
    const failure = {
      message: `The model took longer than ${this.limit / 1000} s and was stopped.`,
      traceback: "",
    };
    if (begun && this.open.get(begun.scene)?.id === begun.id) this.#reject(begun.scene, failure);
    this.#restart(failure);
  }

  // A request that ends two workers is given up.
  #crash(reason) {
    const message = `The worker crashed: ${reason || "it could not be loaded"}`;
    if (!this.isReady) return this.#fail({ message, traceback: "" });
    for (const [scene, request] of [...this.open]) {
      if (request.retried) this.#reject(scene, { message, traceback: "" });
      request.retried = true;
    }
    this.#restart({ message });
  }

  #restart(failure) {
    this.#end();
    this.start();
    for (const scene of this.open.keys()) {
      this.#tell("restart", { scene, ...failure });
      this.#send(scene);
    }
  }
}

function withResolvers() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
