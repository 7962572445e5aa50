// The sandbox, as the page sees it: whatever comes out of it, its clocks run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Sandbox } from "../../static/js/runtime/sandbox.js";

const WORDS = { frame: "frame", flood: "flood", import: "import" };
const SHAPES = { pens: { points: { x: "numbers" } }, more: {} };

// A frame that loads at once; `inside` is the port that its document is sent.
class Frame extends EventTarget {
  setAttribute() {}

  remove() {}

  contentWindow = {
    postMessage: (message, origin, [port]) => {
      this.inside = port;
    },
  };
}

const told = (sandbox) => sandbox.said.map(({ type, id, message }) => id ?? message ?? type);

// Return a sandbox that has been started, and say(message), which its frame does.
async function begin(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const frames = [];
  globalThis.document = {
    createElement: () => frames[frames.push(new Frame()) - 1],
    body: { append: (frame) => frame.dispatchEvent(new Event("load")) },
  };
  const sandbox = new Sandbox({
    ...{ address: "sandbox.html", scripts: ["", ""], own: [], shapes: SHAPES, words: WORDS },
    files: { load: async () => new Map(), want: async (url) => url === "new" },
    silence: 20,
  });
  sandbox.said = [];
  sandbox.addEventListener("message", ({ data }) => sandbox.said.push(data));
  sandbox.postMessage({ type: "start" });
  await settle();
  const say = async (...messages) => {
    for (const message of messages) frames.at(-1).inside.postMessage(message);
    await settle();
  };
  t.after(() => {
    sandbox.terminate();
    frames.forEach(({ inside }) => inside?.close());
  });
  return { sandbox, say, tick: (seconds) => t.mock.timers.tick(seconds * 1000) };
}

// Let messages come through ports.
async function settle() {
  for (let i = 0; i < 5; i++) await new Promise((next) => setImmediate(next));
}

const model = { type: "stage", stage: "model" };
const ready = { type: "ready" };
const ask = (id, scene = "pens") => ({ type: "compute", id, scene });
const about = (type, id, scene = "pens") => ({ type, id, scene });
const result = (id) => ({
  ...about("result", id),
  header: { points: { x: [0, 1] } },
  numbers: Float64Array.of(1),
});

test("a frame that loads and says nothing does not open", async (t) => {
  const { sandbox, tick } = await begin(t);
  tick(21);
  assert.deepEqual(told(sandbox), ["frame"]);
});

test("a frame that says anything is open", async (t) => {
  const { sandbox, say, tick } = await begin(t);
  await say({ type: "here" });
  tick(60);
  assert.deepEqual(told(sandbox), []);
});

for (const [name, forged] of Object.entries({
  "an error of a scene": about("error", 7),
  "a file that is not there": { type: "lacks", url: "none" },
  "the same stage once more": model,
  "an earlier stage": { type: "stage", stage: "python" },
})) {
  test(`the clock of an import does not stop for ${name}`, async (t) => {
    const { sandbox, say, tick } = await begin(t);
    await say(model);
    tick(20);
    await say(forged);
    tick(11);
    assert.equal(told(sandbox).at(-1), "import");
  });
}

test("an import is over when the model is ready", async (t) => {
  const { sandbox, say, tick } = await begin(t);
  await say(model, ready);
  tick(60);
  await say(model, ready, ready);
  tick(60);
  assert.deepEqual(told(sandbox), ["stage", "ready"]);
});

test("an import with another library has its clock too, and after it the page's goes on", async (t) => {
  const { sandbox, say, tick } = await begin(t);
  await say(model, ready, { type: "lacks", url: "new" });
  await settle();
  assert.deepEqual(told(sandbox), ["stage", "ready", "fetching"]);
  await say(model);
  tick(20);
  await say(ready, ready);
  tick(20);
  assert.deepEqual(told(sandbox), ["stage", "ready", "fetching", "fetched"]);
  await say({ type: "lacks", url: "new" });
  await settle();
  await say(model);
  tick(31);
  assert.equal(told(sandbox).at(-1), "import");
});

test("a request begins once for each result, and only if it is open", async (t) => {
  const { sandbox, say } = await begin(t);
  await say(model, ready);
  sandbox.said.length = 0;
  sandbox.postMessage(ask(5));
  sandbox.postMessage(ask(6, "more"));
  await say(about("begin", 4), about("begin", 5, "more"), about("begin", 9));
  assert.deepEqual(told(sandbox), []);
  await say(about("begin", 5), about("begin", 5), about("begin", 6, "more"));
  assert.deepEqual(told(sandbox), [5]);
  await say(result(5), about("begin", 6, "more"), about("begin", 5));
  assert.deepEqual(told(sandbox), [5, 5, 6]);
});

test("nothing is done that was not asked for, and nothing twice", async (t) => {
  const { sandbox, say } = await begin(t);
  await say(model, ready);
  sandbox.said.length = 0;
  sandbox.postMessage(ask(5));
  await say(result(7), about("done", 4), about("error", 6), result(5), about("done", 5));
  await say(about("done", 5), result(5), about("error", 5));
  assert.deepEqual(
    sandbox.said.map(({ type }) => type),
    ["result", "done"],
  );
});

test("results of a request that was overtaken come for a while", async (t) => {
  const { sandbox, say } = await begin(t);
  await say(model, ready);
  sandbox.said.length = 0;
  sandbox.postMessage(ask(5));
  sandbox.postMessage(ask(6));
  await say(...Array.from({ length: 99 }, () => result(5)));
  assert.equal(sandbox.said.length, 50);
  sandbox.postMessage(ask(7));
  await say(result(5), result(7));
  assert.equal(sandbox.said.length, 52);
});
