// The worker as the page sees it: with a worker that says only what the test tells it to.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ModelError, Runtime } from "../../static/js/runtime/runtime.js";

const LIMIT = 20; // seconds
const PATIENCE = LIMIT * 1000 + 1000; // milliseconds after which nobody waits any more

class FakeWorker {
  constructor(url) {
    this.url = url;
    this.heard = [];
    this.listeners = { message: [], error: [] };
    this.isEnded = false;
  }
  addEventListener(type, listener) {
    this.listeners[type].push(listener);
  }
  postMessage(message) {
    this.heard.push(structuredClone(message));
  }
  terminate() {
    this.isEnded = true;
  }

  get asked() {
    return this.heard.filter(({ type }) => type === "compute");
  }
  say(data) {
    for (const listener of this.listeners.message) listener({ data });
  }
  crash(message, trouble) {
    for (const listener of this.listeners.error) listener({ message, trouble });
  }
  begin({ id, scene }) {
    this.say({ type: "begin", id, scene });
  }
  result({ id, scene }, x) {
    const header = { t: { x: [0, 1] } };
    this.say({ type: "result", id, scene, header, numbers: Float64Array.of(x) });
  }
  done({ id, scene }) {
    this.say({ type: "done", id, scene });
  }
  answer(request, x) {
    this.begin(request);
    this.result(request, x);
    this.done(request);
  }
}

let runtime, workers, events, refetch;
const worker = () => workers.at(-1);
const ready = () => worker().say({ type: "ready" });
const settle = () => new Promise((resolve) => setImmediate(resolve));
const begin = () => {
  runtime.start();
  ready();
};
function compute(state, scene = "pens") {
  const answer = runtime.compute(scene, "scene_function", state, {
    onTables: (tables) => events.push(["tables", { scene, state, tables }]),
    onRestart: (failure) => events.push(["restart", { scene, ...failure }]),
  });
  answer.catch((error) => {
    if (error instanceof ModelError) events.push(["failure", { scene, ...error.failure }]);
  });
  return answer;
}
const told = (type) => events.filter(([name]) => name === type).map(([, detail]) => detail);
const valueOf = async (promise) => (await promise).t.x[0];

// In small steps, so that a timer which another one sets is reached too.
function pass(milliseconds) {
  for (let left = milliseconds; left > 0; left -= 100) mock.timers.tick(Math.min(left, 100));
}

async function isOpen(promise) {
  const open = Symbol("open");
  const still = Promise.race([promise, Promise.resolve(open)]);
  return (await still.catch(() => null)) === open;
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  workers = [];
  events = [];
  refetch = async () => null;
  runtime = new Runtime("worker.js", { type: "start", runtime: "r/" }, LIMIT, {
    explain: async ({ kind }) => ({ message: `told: ${kind}`, remedy: "again" }),
    createWorker(url) {
      workers.push(new FakeWorker(url));
      return worker();
    },
    refetch: (url) => refetch(url),
  });
  for (const type of ["stage", "ready", "error"]) {
    runtime.on(type, (detail) => events.push([type, detail]));
  }
});

afterEach(() => mock.timers.reset());

// ── starting ─────────────────────────────────────────────────────────────────────────────────────

test("nothing is fetched before it is wanted", () => {
  assert.equal(workers.length, 0);
});

test("starting makes one worker, however often it is asked for", async () => {
  const first = runtime.start();
  const second = runtime.start();
  assert.equal(workers.length, 1);
  assert.equal(worker().url, "worker.js");
  assert.deepEqual(worker().heard, [{ type: "start", runtime: "r/", isPlain: false }]);
  assert.equal(await isOpen(first), true);
  ready();
  await Promise.all([first, second, runtime.start()]);
  assert.equal(workers.length, 1);
});

test("the stages of the start are passed on", () => {
  runtime.start();
  worker().say({ type: "stage", stage: "fetch", loaded: 1, total: 2 });
  ready();
  assert.deepEqual(
    events.map(([type, detail]) => [type, detail?.stage]),
    [
      ["stage", "fetch"],
      ["ready", undefined],
    ],
  );
});

test("what is asked before the start is answered after it", async () => {
  const answer = compute({ n: 1 });
  ready();
  worker().answer(worker().asked[0], 7);
  assert.equal(await valueOf(answer), 7);
});

test("the start may take longer than a result may", async () => {
  const answer = compute({ n: 1 });
  pass(10 * PATIENCE);
  assert.equal(workers.length, 1);
  assert.equal(await isOpen(answer), true);
});

test("a start that fails rejects whoever waits, and a later wish tries again", async () => {
  const started = runtime.start();
  const answer = compute({ n: 1 });
  worker().say({ type: "error", message: "a file is damaged", traceback: "a file is damaged" });
  await assert.rejects(started, /a file is damaged/);
  await assert.rejects(answer, /a file is damaged/);
  assert.ok(told("error").length > 0);
  assert.equal(workers[0].isEnded, true);

  const again = compute({ n: 2 });
  assert.equal(workers.length, 2);
  ready();
  worker().answer(worker().asked[0], 5);
  assert.equal(await valueOf(again), 5);
});

test("after a start that failed, a mere guess that it will be wanted tries nothing", () => {
  runtime.anticipate();
  assert.equal(workers.length, 1);
  worker().say({ type: "error", message: "a file is damaged", traceback: "" });
  runtime.anticipate();
  assert.equal(workers.length, 1);
  runtime.start().catch(() => {});
  assert.equal(workers.length, 2);
});

test("a worker that cannot be loaded is fetched anew, and answers what was asked before", async () => {
  const started = runtime.start();
  const first = compute({ n: 1 });
  const asked = [];
  refetch = async (url) => asked.push(url) && null;
  worker().crash("");
  const second = compute({ n: 2 }, "roc");
  assert.equal(runtime.start(), started, "the same start goes on");
  await settle();
  assert.deepEqual(asked, ["worker.js"]);
  assert.deepEqual(
    workers.map(({ isEnded }) => isEnded),
    [true, false],
  );
  assert.equal(worker().heard[0].type, "start");
  ready();
  await started;
  for (const request of worker().asked) worker().answer(request, request.state.n * 10);
  assert.deepEqual([await valueOf(first), await valueOf(second)], [10, 20]);
  assert.deepEqual(told("error"), []);
});

test("a start that crashes twice fails", async () => {
  const started = runtime.start();
  worker().crash("");
  await settle();
  worker().crash("");
  await assert.rejects(started, /could not be loaded/);
  assert.deepEqual(
    workers.map(({ isEnded }) => isEnded),
    [true, true],
  );
});

test("if a worker's script does not come either, the reason is told, with a remedy", async () => {
  const started = runtime.start();
  const answer = compute({ n: 1 });
  refetch = async () => {
    throw Object.assign(new Error("script"), { plain: { kind: "unreachable" } });
  };
  worker().crash("");
  await assert.rejects(started, /told: unreachable/);
  await assert.rejects(answer, /told: unreachable/);
  assert.deepEqual(told("error"), [{ message: "told: unreachable", remedy: "again" }]);
  assert.equal(workers.length, 1);
  compute({ n: 2 });
  assert.equal(workers.length, 2, "the next gesture tries again");
});

test("a worker's script that stays out is a start that fails at once", async () => {
  const started = runtime.start();
  worker().crash("", { kind: "silent" });
  await assert.rejects(started, /told: silent/);
  assert.equal(workers.length, 1);
});

test("what was lost between the workers is tried once more, without compiled extensions", async () => {
  const started = runtime.start();
  assert.equal(worker().heard[0].isPlain, false);
  const lost = { type: "error", message: "lost", traceback: "", trouble: { kind: "handover" } };
  worker().say(lost);
  await settle();
  assert.equal(workers.length, 2);
  assert.equal(worker().heard[0].isPlain, true);
  worker().say(lost);
  await assert.rejects(started, /told: handover/);
});

test("a file that did not come is told in words, and a start that has begun meanwhile goes on", async () => {
  const first = runtime.start();
  worker().say({ type: "error", message: "x", traceback: "", trouble: { kind: "status" } });
  const second = runtime.start();
  await assert.rejects(first, /told: status/);
  assert.deepEqual(told("error"), [], "not under a start that is under way");
  ready();
  await second;
});

test("a file that did not come while Python ran fails the request, with a remedy", async () => {
  begin();
  const answer = compute({ n: 1 });
  const [{ id, scene }] = worker().asked;
  const trouble = { kind: "damaged" };
  worker().say({ type: "error", id, scene, message: "OSError", traceback: "OSError", trouble });
  await assert.rejects(answer, /told: damaged/);
  assert.equal(told("failure")[0].remedy, "again");
});

// ── answering ────────────────────────────────────────────────────────────────────────────────────

test("a request names the scene, its function and the state", () => {
  compute({ n: 1 }, "roc");
  const [{ scene, name, state }] = worker().asked;
  assert.deepEqual(
    { scene, name, state },
    { scene: "roc", name: "scene_function", state: { n: 1 } },
  );
});

test("partial results are told as they come, and the last one is the answer", async () => {
  const answer = compute({ n: 1 });
  ready();
  const [request] = worker().asked;
  worker().begin(request);
  for (const x of [1, 2, 3]) worker().result(request, x);
  assert.deepEqual(
    told("tables").map(({ scene, state, tables }) => [scene, state.n, tables.t.x[0]]),
    [
      ["pens", 1, 1],
      ["pens", 1, 2],
      ["pens", 1, 3],
    ],
  );
  assert.equal(await isOpen(answer), true);
  worker().done(request);
  assert.equal(await valueOf(answer), 3);
});

test("the newest request wins, and an overtaken one resolves with its answer", async () => {
  begin();
  const answers = [1, 2, 3].map((n) => compute({ n }));
  const newest = worker().asked.at(-1);
  assert.deepEqual(newest.state, { n: 3 });
  worker().answer(newest, 30);
  assert.deepEqual(await Promise.all(answers.map(valueOf)), [30, 30, 30]);
});

test("the end of an overtaken request ends nothing", async () => {
  begin();
  const older = compute({ n: 1 });
  const newer = compute({ n: 2 });
  const [first, second] = worker().asked;
  worker().answer(first, 10);
  assert.equal(await isOpen(older), true);
  worker().answer(second, 20);
  assert.deepEqual([await valueOf(older), await valueOf(newer)], [20, 20]);
});

test("an error of an overtaken request is dropped", async () => {
  begin();
  compute({ n: 1 });
  const newer = compute({ n: 2 });
  const [{ id, scene }, second] = worker().asked;
  worker().say({ type: "error", id, scene, message: "old", traceback: "old" });
  assert.deepEqual(told("failure"), []);
  worker().answer(second, 20);
  assert.equal(await valueOf(newer), 20);
});

test("an answer that comes after its time is dropped", async () => {
  begin();
  const answer = compute({ n: 1 });
  const [request] = worker().asked;
  worker().answer(request, 1);
  await answer;
  const before = events.length;
  worker().result(request, 99);
  worker().done(request);
  assert.equal(events.length, before);
});

test("each result is passed to the request that it answers", async () => {
  begin();
  const answers = [1, 2].map((n) => compute({ n }));
  const [first, second] = worker().asked;
  worker().result(first, 10);
  worker().result(second, 20);
  worker().done(second);
  await Promise.all(answers);
  assert.deepEqual(
    told("tables").map(({ state, tables }) => [state.n, tables.t.x[0]]),
    [
      [1, 10],
      [2, 20],
    ],
  );
});

test("scenes are answered apart", async () => {
  begin();
  const pens = compute({ n: 1 }, "pens");
  const roc = compute({ n: 2 }, "roc");
  const [first, second] = worker().asked;
  worker().answer(second, 20);
  assert.equal(await valueOf(roc), 20);
  assert.equal(await isOpen(pens), true);
  worker().answer(first, 10);
  assert.equal(await valueOf(pens), 10);
});

test("an error in the model rejects with the traceback, and the worker lives on", async () => {
  begin();
  const answer = compute({ n: 1 });
  const [{ id, scene }] = worker().asked;
  worker().say({ type: "error", id, scene, message: "ValueError: no", traceback: "line 3\nno" });
  await assert.rejects(answer, /line 3/);
  assert.deepEqual(told("failure"), [
    { scene: "pens", message: "ValueError: no", traceback: "line 3\nno" },
  ]);
  assert.deepEqual(told("error"), [], "the start has not failed");
  assert.equal(worker().isEnded, false);

  const next = compute({ n: 2 });
  worker().answer(worker().asked.at(-1), 2);
  assert.equal(await valueOf(next), 2);
});

// ── hanging and crashing ─────────────────────────────────────────────────────────────────────────

test("a model that goes on giving results may take as long as it likes", async () => {
  begin();
  const answer = compute({ n: 1 });
  const [request] = worker().asked;
  worker().begin(request);
  for (let i = 0; i < 10; i++) {
    pass(LIMIT * 900);
    worker().result(request, i);
  }
  assert.equal(workers.length, 1);
  worker().done(request);
  assert.equal(await valueOf(answer), 9);
});

test("an idle worker is left in peace", () => {
  const answer = compute({ n: 1 });
  ready();
  worker().answer(worker().asked[0], 1);
  pass(10 * PATIENCE);
  assert.equal(workers.length, 1);
  return answer;
});

test("a worker that hangs is ended, and a new one is given the newest state", async () => {
  begin();
  const older = compute({ n: 1 });
  worker().begin(worker().asked[0]);
  const newer = compute({ n: 2 });
  pass(LIMIT * 1000 - 1);
  assert.equal(workers.length, 1);
  pass(PATIENCE);
  assert.deepEqual([workers.length, workers[0].isEnded], [2, true]);
  assert.match(told("restart")[0].message, /longer than 20 s/);
  assert.deepEqual(
    worker().asked.map(({ state }) => state),
    [{ n: 2 }],
  );
  ready();
  worker().answer(worker().asked[0], 20);
  assert.deepEqual([await valueOf(older), await valueOf(newer)], [20, 20]);
});

test("what was asked before the start is watched after it", () => {
  compute({ n: 1 }).catch(() => {});
  ready();
  worker().begin(worker().asked[0]);
  pass(PATIENCE);
  assert.equal(workers[0].isEnded, true);
});

test("a state whose computation hangs is given up in the end, and the next one is answered", async () => {
  begin();
  const answer = compute({ n: 1 });
  const gaveUp = assert.rejects(answer, /longer than 20 s/);
  for (let i = 0; i < 2 && (await isOpen(answer)); i++) {
    if (i > 0) ready();
    worker().begin(worker().asked[0]);
    pass(PATIENCE);
  }
  await gaveUp;
  assert.equal(told("failure").length, 1);
  assert.deepEqual(worker().asked, []);

  ready();
  const next = compute({ n: 2 });
  worker().answer(worker().asked[0], 2);
  assert.equal(await valueOf(next), 2);
});

test("a scene that waits behind one that hangs is answered", async () => {
  begin();
  const stuck = compute({ n: 1 }, "pens");
  stuck.catch(() => {});
  const innocent = compute({ n: 2 }, "roc");
  for (let i = 0; i < 3 && (await isOpen(stuck)); i++) {
    if (i > 0) ready();
    worker().begin(worker().asked.find(({ scene }) => scene === "pens"));
    pass(PATIENCE);
  }
  assert.equal(await isOpen(innocent), true);
  ready();
  worker().answer(worker().asked[0], 20);
  assert.equal(await valueOf(innocent), 20);
});

test("what an ended worker still says is not heard", async () => {
  begin();
  compute({ n: 1 });
  worker().begin(worker().asked[0]);
  const newer = compute({ n: 2 });
  pass(PATIENCE);
  const [old, present] = workers;
  const [request] = present.asked;
  old.answer(request, 99);
  ready();
  present.answer(request, 20);
  assert.equal(await valueOf(newer), 20);
  assert.deepEqual(
    told("tables").map(({ tables }) => tables.t.x[0]),
    [20],
  );
});

test("a worker that crashes is replaced once, and a state that crashes two is given up", async () => {
  begin();
  const answer = compute({ n: 1 });
  const gaveUp = assert.rejects(answer, /out of memory/);
  worker().crash("out of memory");
  assert.equal(workers.length, 2);
  assert.deepEqual(
    worker().asked.map(({ state }) => state),
    [{ n: 1 }],
  );
  assert.equal(await isOpen(answer), true);
  ready();
  worker().crash("out of memory");
  await gaveUp;
  assert.equal(workers.length, 3);
  assert.deepEqual(worker().asked, []);
});

test("a worker that waits for a file is not overdue until it goes on", () => {
  begin();
  const first = compute({ n: 1 });
  first.catch(() => {});
  worker().begin(worker().asked[0]);
  worker().say({ type: "fetching" });
  pass(10 * PATIENCE);
  assert.equal(workers.length, 1);
  worker().begin(worker().asked[0]);
  pass(PATIENCE);
  assert.equal(workers.length, 2);
});

test("where no worker can be had, every request is told why, and a later one tries again", async () => {
  const create = runtime.createWorker;
  runtime.createWorker = () => {
    throw Object.assign(new Error("no workers here"), { isFinal: true });
  };
  runtime.anticipate();
  for (let i = 0; i < 2; i++) {
    await assert.rejects(compute({ n: i }), { message: "no workers here" });
  }
  await assert.rejects(runtime.start(), { message: "no workers here" });
  assert.equal(told("error").length, 4);
  assert.equal(told("error")[0].isFinal, true);
  runtime.createWorker = create;
  const answer = compute({ n: 5 });
  ready();
  worker().answer(worker().asked[0], 5);
  assert.equal(await valueOf(answer), 5);
});
