// What keeps the runtime from starting, as the page knows it before it tries.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { obstacle } from "../../static/js/runtime/obstacles.js";
import { createWorkerPair } from "../../static/js/runtime/worker_pair.js";

const words = { framed: "in a frame", workers: "no workers", wasm: "no WebAssembly" };
const healthy = { origin: "https://host.example", Worker: class {}, WebAssembly: {} };
const { Worker } = globalThis;

afterEach(() => {
  globalThis.Worker = Worker;
});

test("nothing is in the way of a browser that has everything", () => {
  assert.equal(obstacle(healthy), null);
});

test("each obstacle has its word", () => {
  assert.equal(obstacle({ ...healthy, origin: "null" }), "framed");
  assert.equal(obstacle({ ...healthy, Worker: undefined }), "workers");
  assert.equal(obstacle({ ...healthy, WebAssembly: undefined }), "wasm");
});

test("workers that are not there, or that throw, are told in the reader's words", () => {
  const forbidden = class {
    constructor() {
      throw new DOMException("Script at … cannot be accessed from origin", "SecurityError");
    }
  };
  for (const each of [undefined, forbidden]) {
    globalThis.Worker = each;
    const told = { message: "no workers", isFinal: true };
    assert.throws(() => createWorkerPair("https://host.example/worker.js", 20, words), told);
  }
});
