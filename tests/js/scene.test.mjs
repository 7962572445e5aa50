// A scene's story from a change to a picture, with a runtime that answers when the test says so.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Scene } from "../../static/js/scene/scene.js";
import { Store } from "../../static/js/state/store.js";

const STEPS = [0, 1, 0].map((x) => ({ t: { x } })); // tables of each step, as indexes of columns
const words = { failure: "Failed", retrained: "Retrained.", handles: {}, sheets: {}, stages: {} };
const page = {
  words,
  scenes: {
    pens: { name: "pens", data: "pens.json", defaults: { n: 0 }, steps: [{}, { n: 1 }, {}] },
  },
};

// An element that has every part that is asked for but handles, and remembers nothing.
function fakeElement() {
  return {
    dataset: { scene: "pens" },
    hidden: true,
    querySelector: (selector) =>
      ["[data-handles]", "[data-fields]"].includes(selector) ? null : fakeElement(),
    querySelectorAll: () => [],
    addEventListener() {},
    toggleAttribute() {},
  };
}

let store, scene, requests, shown, said, failures;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const tables = (x) => ({ t: { x: [x] } });

beforeEach(() => {
  globalThis.document = { querySelectorAll: () => [] };
  globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
  globalThis.fetch = async () =>
    Response.json({ drawings: {}, tables: { columns: [[10], [11]], steps: STEPS }, sheets: {} });
  requests = [];
  const runtime = {
    compute: (id, name, state, { onTables, onRestart }) =>
      new Promise((resolve, reject) => {
        requests.push({ id, name, state, onTables, onRestart, resolve, reject });
      }),
  };
  store = new Store(page.scenes);
  scene = new Scene(fakeElement(), { page, store, runtime, reducedMotion: () => true });
  [shown, said, failures] = [[], [], []];
  scene.figure.show = async ({ t }, state, { duration, walk }) =>
    shown.push({ x: t.x[0], n: state.n, duration, walk });
  scene.status.announce = (text) => said.push(text);
  scene.status.showFailure = ({ message }) => failures.push(message);
  store.onChange((id, cause) => scene.change(cause));
});

test("without edits the build's tables are shown, and the runtime is not asked", async () => {
  store.enter("pens", 1);
  assert.deepEqual(await scene.answer, { t: { x: [11] } });
  assert.deepEqual(shown, [{ x: 11, n: 1, duration: 1300, walk: true }]);
  assert.equal(requests.length, 0);
});

test("a step that the reader has scrolled past is not shown", async () => {
  store.enter("pens", 1);
  store.enter("pens", 2);
  await settle();
  assert.deepEqual(
    shown.map(({ x }) => x),
    [10],
  );
});

test("with edits each result of the model is shown, and the last one is the answer", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  const [{ id, name, state, onTables, resolve }] = requests;
  assert.deepEqual([id, name, state], ["pens", "pens", { n: 5 }]);
  for (const x of [1, 2]) onTables(tables(x));
  assert.deepEqual(shown, [
    { x: 1, n: 5, duration: 350, walk: false },
    { x: 2, n: 5, duration: 350, walk: false },
  ]);
  assert.deepEqual(said, []);
  resolve(tables(2));
  assert.deepEqual(await scene.answer, tables(2));
  assert.deepEqual(said, ["Retrained."]);
});

test("a late result is drawn with the state and the cause of its own request", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  store.patch("pens", { n: 6 }, "drag");
  await settle();
  const [older, newer] = requests;
  older.onTables(tables(1));
  newer.onTables(tables(2));
  assert.deepEqual(shown, [
    { x: 1, n: 5, duration: 350, walk: false },
    { x: 2, n: 6, duration: 0, walk: false },
  ]);
  older.resolve(tables(2));
  newer.resolve(tables(2));
  await scene.answer;
  assert.deepEqual(said, ["Retrained."], "said once");
});

test("a result for a state that was taken back is not shown", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  store.reset("pens");
  await settle();
  requests[0].onTables(tables(99));
  requests[0].resolve(tables(99));
  await settle();
  assert.deepEqual(
    shown.map(({ x }) => x),
    [10],
  );
  assert.deepEqual(said, ["Retrained."], "of the reset alone");
  assert.deepEqual(scene.tables, { t: { x: [10] } });
});

test("a step's own computation is not announced", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  store.enter("pens", 2); // it takes no edits back
  await settle();
  for (const { resolve } of requests) resolve(tables(1));
  await scene.answer;
  assert.deepEqual(said, []);
});

test("only the failure of the newest state is shown, once", async () => {
  const error = Object.assign(new Error("no"), { failure: { message: "ValueError: no" } });
  store.patch("pens", { n: 5 });
  store.patch("pens", { n: 6 });
  await settle();
  for (const { reject } of requests) reject(error);
  await assert.rejects(scene.answer, error);
  await settle();
  assert.deepEqual(failures, ["ValueError: no"]);
  assert.deepEqual(said, ["Failed. ValueError: no"]);
});

test("a failure or a restart for a state that was taken back is not shown", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  store.reset("pens");
  await settle();
  requests[0].onRestart({ message: "too long" });
  requests[0].reject(Object.assign(new Error("no"), { failure: { message: "no" } }));
  await settle();
  assert.deepEqual(failures, []);
});

test("a restart is shown", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  requests[0].onRestart({ message: "too long" });
  assert.deepEqual(failures, ["too long"]);
});
