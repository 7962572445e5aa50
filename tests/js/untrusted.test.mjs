// What a sandbox sends is data of known types and sizes, or it is nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, shapeOf } from "../../static/js/state/untrusted.js";

const SHAPES = { pens: { points: { x: "numbers", kind: "text" } } };
const HEADER = { points: { x: [0, 2], kind: { text: ["a", "b"] } } };
const result = (header = HEADER, numbers = Float64Array.of(1, 2), more = {}) =>
  clean({ type: "result", id: 1, scene: "pens", header, numbers, ...more }, SHAPES);
const refusal = (...given) => {
  const { type, message } = result(...given);
  assert.equal(type, "error");
  return message;
};

test("a result passes, and nothing that was not asked for", () => {
  const message = result(HEADER, Float64Array.of(1, 2), { isPartial: 1, files: ["/sw.js"] });
  assert.deepEqual(message, {
    ...{ type: "result", id: 1, scene: "pens", header: HEADER },
    ...{ numbers: Float64Array.of(1, 2), isPartial: false },
  });
});

test("whatever else is sent is no message", () => {
  const other = { id: 1, scene: "pens" };
  for (const data of [null, 7, "ready", [], {}, { type: "unknown", ...other }]) {
    assert.equal(clean(data, SHAPES), null);
  }
  for (const scene of ["toString", "__proto__", "other", 7]) {
    assert.equal(clean({ type: "done", id: 1, scene }, SHAPES), null);
  }
  assert.equal(clean({ type: "begin", id: "1", scene: "pens" }, SHAPES), null);
  assert.equal(clean({ type: "fetching" }, SHAPES), null); // it would stop the clock
  assert.equal(clean({ type: "stage", stage: "<b>" }, SHAPES), null);
});

test("a sandbox names no files to keep, and no file that did not come", () => {
  assert.deepEqual(clean({ type: "ready", files: ["/evil"] }, SHAPES), {
    type: "ready",
    files: [],
  });
  const error = { type: "error", message: "it", traceback: {}, trouble: { url: "/" } };
  assert.deepEqual(clean(error, SHAPES), { type: "error", message: "it", traceback: "" });
});

test("messages are cut", () => {
  const { message, traceback } = clean(
    { type: "error", message: "x".repeat(1e6), traceback: "x".repeat(1e6) },
    SHAPES,
  );
  assert.equal(message.length, 4000);
  assert.equal(traceback.length, 40_000);
});

test("what the figure draws must be there, of its kind", () => {
  assert.match(refusal({}), /“points”, which the figure draws, is missing/);
  assert.match(refusal({ points: { x: [0, 2] } }), /“points” has no column “kind”/);
  const swapped = { points: { x: { text: ["a", "b"] }, kind: { text: ["a", "b"] } } };
  assert.match(refusal(swapped), /“points.x” holds text; the figure draws numbers/);
});

test("more than it draws may be there", () => {
  const header = { ...HEADER, more: { n: [1, 2] } };
  assert.deepEqual(result(header).header, header);
});

test("columns are of one length, and numbers are finite and there", () => {
  const columns = (x, kind = ["a", "b"]) => ({ points: { x, kind: { text: kind } } });
  assert.match(refusal(columns([0, 1])), /differ in length/);
  assert.match(refusal(columns([0, 3])), /no known form/);
  assert.match(refusal(columns([1, 0])), /no known form/);
  assert.match(refusal(columns([0, 0.5])), /no known form/);
  assert.match(refusal(HEADER, Float64Array.of(1, NaN)), /no finite number/);
  assert.match(refusal(HEADER, [1, 2]), /no known form/);
  assert.match(refusal(columns([0, 2], ["a", 7])), /mixes words and numbers/);
  assert.match(refusal(columns([0, 2], "ab")), /no known form/);
});

test("nothing is larger than a page can draw", () => {
  const many = Array.from({ length: 50_001 }, () => "a");
  assert.match(refusal({ points: { kind: { text: many } } }), /no known form/);
  const tables = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`t${i}`, {}]));
  assert.match(refusal(tables), /more than 200 tables/);
  assert.match(
    refusal({ points: { x: [0, 50_001] } }, new Float64Array(50_001)),
    /more than 50000 rows/,
  );
  assert.match(refusal(HEADER, new Float64Array(2_000_001)), /more than 2000000 numbers/);
  const words = Array.from({ length: 600 }, () => "x".repeat(4000));
  const wordy = { points: { kind: { text: words }, more: { text: words } } };
  assert.match(refusal(wordy), /more than 4000000 letters/);
});

test("no name reaches what objects have of themselves", () => {
  const hostile = JSON.parse(
    '{"points": {"x": [0, 2], "kind": {"text": ["a", "b"]}, "__proto__": [0, 2]}}',
  );
  assert.match(refusal(hostile), /name that is taken/);
  assert.match(refusal(JSON.parse('{"__proto__": {"x": [0, 2]}}')), /no known form/);
  assert.match(refusal({ constructor: {} }), /no known form/);
});

test("a figure draws what each of its steps has", () => {
  const steps = [
    { points: { x: [1], kind: ["a"], now: [1] }, once: { n: [1] }, none: { n: [] } },
    { points: { x: [2], kind: ["b"], now: ["then"] }, none: { n: [] } },
  ];
  const shape = shapeOf(steps);
  assert.deepEqual(Object.keys(shape), ["points", "none"]);
  assert.deepEqual(shape.points, { x: "numbers", kind: "text" });
  assert.deepEqual(shape.none, {});
});
