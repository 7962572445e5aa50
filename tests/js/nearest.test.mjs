// The nearest of several points.

import assert from "node:assert/strict";
import { test } from "node:test";

import { freePosition, nearest, neighbour } from "../../static/js/state/nearest.js";

const points = [
  ["a", [0, 0]],
  ["b", [3, 0]],
  ["c", [2, 2]],
  ["d", [0, 4]],
];

test("where discs overlap, the nearest point is meant", () => {
  assert.equal(nearest(points, [2.4, 0.2]), "b");
  assert.equal(nearest([], [0, 0]), null);
});

test("an arrow leads to what lies most nearly that way", () => {
  assert.equal(neighbour(points, "a", [1, 0]), "b");
  assert.equal(neighbour(points, "a", [0, 1]), "d");
  assert.equal(neighbour(points, "b", [-1, 0]), "a");
});

test("sideways distance counts double", () => {
  const far = ["far", [10, 0]];
  assert.equal(neighbour([["a", [0, 0]], far, ["b", [3.9, 3]]], "a", [1, 0]), "b"); // 3.9 + 2 × 3 < 10
  assert.equal(neighbour([["a", [0, 0]], far, ["b", [4.1, 3]]], "a", [1, 0]), "far");
});

test("an arrow that points at nothing leads nowhere", () => {
  assert.equal(neighbour(points, "d", [0, 1]), "d");
});

test("a new row comes to the middle, or beside what is there", () => {
  const rule = {
    limits: [
      [0, 10],
      [0, 8],
    ],
    step: [0.1, 0.1],
  };
  assert.deepEqual(freePosition(points, rule), [5, 4]);
  assert.deepEqual(freePosition([...points, ["e", [5, 4]]], rule), [5.5, 4]);
});
