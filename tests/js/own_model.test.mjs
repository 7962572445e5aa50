// The model with the reader's own code in it, as its scenes see it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnModel } from "../../static/js/editor/own_model.js";

globalThis.innerHeight = 800;
globalThis.document = { baseURI: "https://example.org/" };

const START = { runtime: "/runtime/", packs: [], python: { model: "/model.py" }, data: {} };

// A scene that stands so far below the top of the screen.
function makeScene(id, top, changed) {
  return {
    ...{ id, runtime: "the essay's", isAsking: false },
    element: { getBoundingClientRect: () => ({ top, bottom: top + 400 }) },
    status: { hideFailure() {}, hideStage() {}, showStage() {}, showFailure() {}, ready() {} },
    load: async () => ({ steps: [{}] }),
    change: () => changed.push(id),
  };
}

function makeModel(scenes, hasBegun = () => true) {
  return new OwnModel({
    ...{ scenes, hasBegun, start: START, source: "a = 1\nb = 2", pieces: [{ from: 1, to: 1 }] },
    page: { timeLimit: 5, silence: 5, words: { network: {} } },
    scripts: () => new Promise(() => {}),
    words: { frame: "", flood: "", import: "", stopped: "" },
    onChange() {},
  });
}

test("a second run while the first one begins is the one that runs", async (t) => {
  const { fetch } = globalThis;
  globalThis.fetch = () => new Promise(() => {});
  t.after(() => (globalThis.fetch = fetch));
  const model = makeModel([makeScene("pens", 0, [])]);
  model.run(new Map([[1, "a = 3"]]));
  model.run(new Map([[1, "a = 4"]]));
  await new Promise((next) => setImmediate(next));
  assert.equal(model.coming.texts.get(1), "a = 4");
  assert.ok(model.coming.runtime);
  model.release();
});

test("scenes on the screen are drawn first, and those that are folded up are not", () => {
  const changed = [];
  const places = { above: -900, far: 5000, seen: 300, folded: 100, below: 900, also: 700 };
  const scenes = Object.entries(places).map(([id, top]) => makeScene(id, top, changed));
  const model = makeModel(scenes, ({ id }) => id !== "folded");
  model.force = { runtime: { hush() {} } };
  for (const scene of scenes) scene.runtime = "own";
  model.release();
  assert.deepEqual(changed, ["seen", "also", "above", "far", "below"]);
  assert.ok(scenes.every(({ runtime }) => runtime === "the essay's"));
});
