// A scene's story from a change to a picture, with a runtime that answers when the test says so.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Scene } from "../../static/js/scene/scene.js";
import { Store } from "../../static/js/state/store.js";

const STEPS = [0, 1, 0].map((x) => ({ t: { x } })); // tables of each step, as indexes of columns
const words = {
  answered: "Changed.",
  done: { undo: "Undone.", redo: "Redone." },
  failure: "Failed",
  leftOut: "Left out.",
  network: { title: "Lost" },
  retrained: "Retrained.",
  handles: {},
  sheets: {},
  stages: {},
};
const page = {
  words,
  scenes: {
    pens: {
      name: "pens",
      data: "pens.json",
      prepared: "prepared.json",
      defaults: { n: 0, m: 0 },
      steps: [{}, { n: 1 }, {}],
      offers: [["n"], ["m"], ["n"]],
    },
  },
};
// The first step has an answer for n = 7.
const PREPARED = {
  columns: [[17]],
  shapes: [[["t", ["x"]]]],
  answers: [[0, 2]],
  steps: [{ n: [[7], [0]] }, {}, {}],
};

// An element that has every part that is asked for but handles, and remembers nothing.
function fakeElement() {
  return {
    dataset: { scene: "pens" },
    hidden: true,
    querySelector: (selector) => (selector === "[data-fields]" ? null : fakeElement()),
    querySelectorAll: () => [],
    addEventListener() {},
    dispatchEvent: ({ type, detail }) => type !== "judge" || judged.push(detail.t.x[0]) > 0,
    toggleAttribute() {},
    getAttribute() {},
    setAttribute(name, value) {
      if (name === "aria-busy") isBusy = value;
    },
  };
}

let store, scene, runtime, requests, shown, said, failures, judged, isBusy, fetched;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const tables = (x) => ({ t: { x: [x] } });

beforeEach(() => {
  globalThis.document = { querySelectorAll: () => [] };
  globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
  const data = { drawings: {}, tables: { columns: [[10], [11]], steps: STEPS }, sheets: {} };
  globalThis.fetch = async (address) => {
    fetched.push(address);
    return Response.json({ "pens.json": data, "prepared.json": PREPARED }[address]);
  };
  [requests, fetched] = [[], []];
  isBusy = false;
  runtime = {
    isReady: true,
    compute: (id, name, state, { onTables, onRestart }) =>
      new Promise((resolve, reject) => {
        requests.push({ id, name, state, onTables, onRestart, resolve, reject });
      }),
  };
  store = new Store(page.scenes);
  const reach = () => {};
  scene = new Scene(fakeElement(), { page, store, runtime, reducedMotion: () => true, reach });
  [shown, said, failures, judged] = [[], [], [], []];
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
  assert.deepEqual([id, name, state], ["pens", "pens", { n: 5, m: 0 }]);
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

test("what the model answers again is the very same table", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  const [{ onTables }] = requests;
  onTables(tables(1));
  const { t } = scene.tables;
  onTables(tables(1));
  assert.equal(scene.tables.t, t);
});

test("what is held glides to no picture; what is let go of does", async () => {
  scene.press.isHeld = true;
  store.patch("pens", { n: 7 });
  await settle();
  requests[0].onTables(tables(1));
  scene.press.isHeld = false;
  requests[0].onTables(tables(2));
  assert.deepEqual(
    shown.map(({ duration }) => duration),
    [0, 350],
  );
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
  assert.deepEqual(said, ["Changed."], "of the reset alone");
  assert.deepEqual(scene.tables, { t: { x: [10] } });
});

test("a step's own computation is not announced", async () => {
  store.patch("pens", { n: 5 });
  await settle();
  store.enter("pens", 2); // it offers the edit too
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

test("what was prepared is shown without the runtime", async () => {
  runtime.isReady = false;
  store.patch("pens", { n: 7 });
  assert.deepEqual(await scene.answer, tables(17));
  assert.deepEqual(shown, [{ x: 17, n: 7, duration: 350, walk: false }]);
  assert.deepEqual([requests.length, isBusy, said], [0, false, ["Changed."]]);
});

test("what was prepared is asked of the model too, if that is wanted", async () => {
  await scene.prepare();
  store.patch("pens", { n: 7 });
  await scene.answer;
  assert.equal(requests.length, 0);
  const answer = scene.retrain();
  assert.deepEqual(requests[0].state, { n: 7, m: 0 });
  requests[0].onTables(tables(18));
  requests[0].resolve(tables(18));
  assert.deepEqual(await answer, tables(18));
  assert.equal(shown.at(-1).x, 18);
});

test("until Python is there the nearest value is shown, dimmed, with its own state", async () => {
  runtime.isReady = false;
  store.patch("pens", { n: 6 });
  await settle();
  assert.deepEqual(shown, [{ x: 17, n: 7, duration: 350, walk: false }]);
  assert.equal(isBusy, true);
  requests[0].onTables(tables(16));
  assert.deepEqual(shown.at(-1), { x: 16, n: 6, duration: 350, walk: false });
  assert.equal(isBusy, false);
});

test("until Python is there a step shows its own picture, dimmed, and the edit arrives later", async () => {
  runtime.isReady = false;
  store.enter("pens", 2);
  store.patch("pens", { n: 3, m: 4 });
  await settle();
  store.enter("pens", 1);
  await settle();
  assert.equal(isBusy, true, "the edit of m is in force here");
  assert.deepEqual(shown.at(-1), { x: 11, n: 1, duration: 1300, walk: true });
  const { state, onTables } = requests.at(-1);
  assert.deepEqual(state, { n: 1, m: 4 });
  onTables(tables(14));
  assert.deepEqual([shown.at(-1).x, isBusy], [14, false]);
});

test("a drag does not wait for what was prepared", async () => {
  runtime.isReady = false;
  store.patch("pens", { n: 6 }, "drag");
  await settle();
  assert.deepEqual(fetched, ["pens.json"]);
  assert.equal(requests.length, 1);
});

test("what was prepared may be lost: then the model answers", async () => {
  globalThis.fetch = ((fetch) => (address) =>
    address === "prepared.json" ? Promise.reject(new Error("lost")) : fetch(address))(fetch);
  runtime.isReady = false;
  store.patch("pens", { n: 7 });
  await settle();
  assert.deepEqual(requests[0].state, { n: 7, m: 0 });
});

test("an older result does not replace what was prepared", async () => {
  await scene.prepare();
  store.patch("pens", { n: 5 });
  await settle();
  store.patch("pens", { n: 7 });
  await scene.answer;
  requests[0].onTables(tables(15));
  assert.equal(shown.at(-1).x, 17);
});

test("what a press changes is undone at once, said so, and shown", async () => {
  await scene.prepare();
  scene.press.count = 1;
  for (const n of [5, 7]) store.patch("pens", { n }, "edit", scene.press.count);
  await scene.answer;
  scene.toolbar.travel("undo");
  await scene.answer;
  assert.deepEqual([shown.at(-1).n, scene.status.preface], [0, "Undone."]);
  scene.toolbar.travel("undo"); // of nothing
  assert.equal(scene.status.preface, "");
  scene.toolbar.travel("redo");
  await scene.answer;
  assert.deepEqual([shown.at(-1).n, said.at(-1)], [7, "Changed."]);
});

test("an undo that is not seen here leads to where the gesture was made", async () => {
  const gone = [];
  scene.steps = [0, 1, 2].map((i) => ({
    toggleAttribute() {},
    scrollIntoView: () => gone.push(i),
  }));
  store.enter("pens", 1);
  store.patch("pens", { m: 4 });
  store.enter("pens", 0);
  scene.toolbar.travel("undo");
  assert.deepEqual(gone, [1]);
  store.patch("pens", { n: 4 });
  scene.toolbar.travel("undo");
  assert.deepEqual(gone, [1]);
});

test("a failure ends the waiting", async () => {
  runtime.isReady = false;
  store.patch("pens", { n: 5 });
  await settle();
  assert.equal(isBusy, true);
  requests[0].reject(new Error("no network"));
  await assert.rejects(scene.answer);
  await settle();
  assert.deepEqual([isBusy, scene.isAsking], [false, false]);
});

test("what the reader has done is judged, after another try too; what a link brought is not", async () => {
  store.restore({ pens: { "n@1": 5 } });
  await settle();
  requests[0].onTables(tables(1));
  store.enter("pens", 2); // which offers it too
  await settle();
  requests[1].onTables(tables(2));
  assert.deepEqual(judged, []);
  store.patch("pens", { n: 6 });
  await settle();
  requests[2].reject(
    Object.assign(new Error("lost"), { failure: { message: "lost", remedy: "again" } }),
  );
  await settle();
  scene.change("restore");
  await settle();
  requests[3].onTables(tables(3));
  assert.deepEqual(judged, [3]);
});

test("of several results the last is judged, once there are no more", async () => {
  store.patch("pens", { n: 6 });
  await settle();
  for (const x of [1, 2]) requests[0].onTables(tables(x), true);
  assert.deepEqual(judged, []);
  requests[0].resolve(tables(2));
  await settle();
  assert.deepEqual(judged, [2]);
  store.patch("pens", { n: 5 });
  await settle();
  requests[1].onTables(tables(3), true);
  store.patch("pens", { n: 4 });
  await settle();
  requests[2].onTables(tables(4));
  for (const each of requests.slice(1)) each.resolve(tables(4));
  await settle();
  assert.deepEqual(judged, [2, 4]);
});

test("the first picture where the page has none is that of the present step, at once", async () => {
  scene.element.dataset.bare = "";
  scene.figure.painted = null;
  store.enter("pens", 1);
  await scene.answer;
  scene.figure.painted = {};
  store.enter("pens", 2);
  await scene.answer;
  assert.deepEqual(
    shown.map(({ duration, walk }) => [duration, walk]),
    [
      [0, false],
      [1300, true],
    ],
  );
});

test("what a link asks for and the model cannot compute is left out, and told", async () => {
  store.restore({ pens: { "n@1": 99 } });
  await settle();
  const error = { message: "IndexError: 99", traceback: "IndexError: 99" };
  requests[0].reject(Object.assign(new Error("99"), { failure: error }));
  await settle();
  assert.equal(store.isEdited("pens"), false);
  assert.deepEqual(failures, ["Left out."]);
  assert.deepEqual(shown.at(-1).x, 10);
});

test("what a link asks for stays while a file is missing that may yet come", async () => {
  store.restore({ pens: { "n@1": 99 } });
  await settle();
  const error = { message: "The file numpy.pack was lost.", remedy: "again" };
  requests[0].reject(Object.assign(new Error("lost"), { failure: error }));
  await settle();
  assert.equal(store.isEdited("pens"), true);
  assert.deepEqual(failures, ["The file numpy.pack was lost."]);
});
