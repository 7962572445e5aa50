// Curves that are drawn with the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, passed } from "../../static/js/state/strokes.js";

const KNOTS = [0, 1, 2, 3].map((x) => [String(x), [x, 5]]);

test("a stroke begins at the knot beside it", () => {
  assert.deepEqual(begun(KNOTS, [1.4, 8], "y"), [["1", [1, 8]]]);
  assert.deepEqual(begun(KNOTS, [-7, 8], "y"), [["0", [0, 8]]]);
  assert.deepEqual(begun([], [1, 8], "y"), []);
});

test("knots that it passes go to its height, in either direction", () => {
  const there = passed(KNOTS, [0.5, 0], [2.5, 4], "y");
  assert.deepEqual(there, [
    ["1", [1, 1]],
    ["2", [2, 3]],
  ]);
  assert.deepEqual(passed(KNOTS, [2.5, 4], [0.5, 0], "y"), there);
  assert.deepEqual(passed(KNOTS, [1.2, 0], [1.8, 4], "y"), []);
});

test("a stroke that stands still moves the knot that it stands on", () => {
  assert.deepEqual(passed(KNOTS, [1, 2], [1, 9], "y"), [["1", [1, 9]]]);
});

test("knots of the other axis move sideways", () => {
  const knots = [["a", [5, 1]]];
  assert.deepEqual(passed(knots, [0, 0], [4, 2], "x"), [["a", [2, 1]]]);
  assert.deepEqual(begun(knots, [7, 3], "x"), [["a", [7, 1]]]);
});
