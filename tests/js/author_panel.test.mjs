// What the author's panel tells: sentences that changed, and milliseconds of the model.

import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, split } from "../../refit/author/dev/sentences.js";
import { hearWorkers, Timings } from "../../refit/author/dev/timings.js";
import { kindOf } from "../../refit/author/dev/weights.js";

test("a text is split at the ends of its sentences, not at its numbers", () => {
  assert.deepEqual(split(" It is 3.5 °C.\n Is it? “Yes.” So it is… and\n stays "), [
    "It is 3.5 °C.",
    "Is it?",
    "“Yes.”",
    "So it is…",
    "and stays",
  ]);
});

test("a sentence whose numbers changed stands beside what it was", () => {
  const before = ["A.", "It gets 75 % right.", "Gone."];
  const after = ["New.", "A.", "It gets −80.5 % right."];
  assert.deepEqual(changes(before, after), [
    { now: "New.", was: "" },
    { now: "It gets −80.5 % right.", was: "It gets 75 % right." },
    { now: "", was: "Gone." },
  ]);
  assert.deepEqual(changes(after, after), []);
});

test("a sentence that is there twice has changed if it was there once", () => {
  assert.deepEqual(changes(["A."], ["A.", "A."]), [{ now: "A.", was: "" }]);
  assert.deepEqual(changes(["A.", "A."], ["A."]), [{ now: "", was: "A." }]);
});

test("the model is timed from its beginning to its end, by scene", () => {
  const timings = new Timings();
  const hear = (type, scene, now) => timings.hear({ type, scene }, now);
  timings.hear({ type: "stage" }, 0);
  hear("done", "pens", 1); // what began before anybody listened
  assert.equal(timings.summary("pens", "model"), null);
  for (const [begun, done] of [
    [10, 40],
    [50, 60],
    [70, 90],
  ]) {
    hear("begin", "pens", begun);
    hear("result", "pens", done - 1);
    hear("done", "pens", done);
  }
  assert.deepEqual(timings.summary("pens", "model"), { last: 20, median: 20, count: 3 });
  assert.equal(timings.summary("pens", "drawing"), null);
  assert.equal(timings.summary("roc", "model"), null);
});

test("every worker that the page makes is heard", () => {
  const timings = new Timings();
  const scope = { Worker: EventTarget };
  hearWorkers(timings, scope);
  const worker = new scope.Worker();
  for (const type of ["begin", "done"]) {
    worker.dispatchEvent(new MessageEvent("message", { data: { type, scene: "pens" } }));
  }
  assert.equal(timings.summary("pens", "model").count, 1);
});

test("what a page fetches is of the essay, of the tool or of Vega", () => {
  const kind = (path) => kindOf(`https://example.org${path}`);
  assert.equal(kind("/essays/pets/"), "the essay");
  assert.equal(kind("/a/essays/pets/pens.1a.json"), "the essay");
  assert.equal(kind("/app-1a/js/main.js"), "the tool's own files");
  assert.equal(kind("/vega-1a/core.js"), "Vega");
  assert.equal(kind("/__refit__/panel.js"), undefined);
});
