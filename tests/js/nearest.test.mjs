// Which of some places is meant.

import assert from "node:assert/strict";
import { test } from "node:test";

import { freePlace, nearest, neighbour } from "../../static/js/state/nearest.js";

const places = [
  ["a", [0, 0]],
  ["b", [3, 0]],
  ["c", [2, 2]],
  ["d", [0, 4]],
];

test("the nearest place is meant where discs overlap", () => {
  assert.equal(nearest(places, [2.4, 0.2]), "b");
  assert.equal(nearest([], [0, 0]), null);
});

test("an arrow leads to what lies most nearly that way", () => {
  assert.equal(neighbour(places, "a", [1, 0]), "b");
  assert.equal(neighbour(places, "a", [0, 1]), "d");
  assert.equal(neighbour(places, "b", [-1, 0]), "a");
});

test("an arrow that points at nothing leads nowhere", () => {
  assert.equal(neighbour(places, "d", [0, 1]), "d");
});

test("a new row comes to the middle, or beside what is there", () => {
  const rule = {
    limits: [
      [0, 10],
      [0, 8],
    ],
    step: [0.1, 0.1],
  };
  assert.deepEqual(freePlace(places, rule), [5, 4]);
  assert.deepEqual(freePlace([...places, ["e", [5, 4]]], rule), [5.5, 4]);
});
