// The values that a player or a reader's scrolling runs through.

import assert from "node:assert/strict";
import { test } from "node:test";

import { startOf, valueAt } from "../../static/js/state/frames.js";

const VALUES = [1, 2, 3, 4, 5];

test("scrolling begins with the first value and ends with the last, and both rest a while", () => {
  for (const share of [-3, 0, 0.05, 0.1]) assert.equal(valueAt(VALUES, share), 1);
  for (const share of [0.9, 0.95, 1, 7]) assert.equal(valueAt(VALUES, share), 5);
  assert.equal(valueAt(VALUES, 0.5), 3);
});

test("scrolling passes every value in order", () => {
  const seen = Array.from({ length: 101 }, (_, i) => valueAt(VALUES, i / 100));
  assert.deepEqual([...new Set(seen)], VALUES);
});

test("playing begins where the slider stands or, at its end, anew", () => {
  assert.equal(startOf(VALUES, 3), 2);
  assert.equal(startOf(VALUES, 3.5), 2);
  assert.equal(startOf(VALUES, 5), 0);
  assert.equal(startOf(VALUES, 0), 0);
});
