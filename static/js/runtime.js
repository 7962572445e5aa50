// The worker, seen from the page: started on intent, given the newest state of each scene, ended when
// it hangs and started again. Only this module knows the worker.

import { unpack } from "./tables.js";

export class Runtime {
  // start: the worker's first message; limit: seconds one result may take
  constructor(
    workerUrl,
    start,
    limit,
    createWorker = (url) => new Worker(url, { type: "module" }),
  ) {
    this.workerUrl = workerUrl;
    this.startMessage = start;
    this.limit = limit * 1000;
    this.createWorker = createWorker;
    this.worker = null;
    this.nextId = 1;
    this.open = new Map(); // scene -> { id, state, retried, settle: [{ resolve, reject }], tables }
    this.listeners = { stage: [], ready: [], partial: [], error: [], restart: [] };
  }

  on(event, listener) {
    this.listeners[event].push(listener);
    return this;
  }

  #tell(event, detail) {
    for (const listener of this.listeners[event]) listener(detail);
  }

  get isStarted() {
    return this.worker !== null;
  }

  // Returns a promise that the model is imported.
  start() {
    if (!this.worker) {
      this.readiness = Promise.withResolvers?.() ?? withResolvers();
      this.readiness.promise.catch(() => {});
      this.isReady = false;
      this.worker = this.createWorker(this.workerUrl);
      this.worker.addEventListener("message", ({ data }) => this.#hear(data));
      this.worker.addEventListener("error", (event) => {
        event.preventDefault?.();
        this.#restart(`The worker crashed: ${event.message || "it could not be loaded"}`);
      });
      this.worker.postMessage(this.startMessage);
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
    if (this.open.size > 0) {
      const seconds = this.limit / 1000;
      this.watchdog = setTimeout(
        () => this.#restart(`The model took longer than ${seconds} s and was stopped.`),
        this.limit,
      );
    }
  }

  #hear(message) {
    const request = this.open.get(message.scene);
    const isNewest = request?.id === message.id;
    if (message.type === "stage") {
      this.#tell("stage", message);
    } else if (message.type === "ready") {
      this.isReady = true;
      this.readiness.resolve();
      this.#tell("ready");
    } else if (message.type === "result" && isNewest) {
      request.tables = unpack(message.header, message.numbers);
      this.#tell("partial", { scene: message.scene, state: request.state, tables: request.tables });
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

  #reject(scene, { message, traceback }) {
    const request = this.open.get(scene);
    this.open.delete(scene);
    this.#tell("error", { scene, message, traceback });
    for (const { reject } of request.settle) reject(new Error(traceback || message));
  }

  // The runtime could not be started: nothing that waits can be answered.
  #fail(error) {
    this.#end();
    this.readiness.reject(new Error(error.message));
    if (this.open.size === 0) this.#tell("error", error);
    for (const scene of [...this.open.keys()]) this.#reject(scene, error);
  }

  #end() {
    clearTimeout(this.watchdog);
    this.watchdog = 0;
    this.worker.terminate();
    this.worker = null;
  }

  // End the worker and start another one with the reader's newest state. A state that ends two workers
  // is given up.
  #restart(reason) {
    if (!this.isReady) return this.#fail({ message: reason, traceback: "" });
    this.#end();
    this.start();
    this.#tell("restart", { message: reason });
    for (const [scene, request] of [...this.open]) {
      if (request.retried) {
        this.#reject(scene, { message: reason, traceback: "" });
      } else {
        request.retried = true;
        this.#send(scene);
      }
    }
  }
}

function withResolvers() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
