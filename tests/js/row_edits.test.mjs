// Rows that readers move, add and take away.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  add,
  fill,
  freshKey,
  isInside,
  move,
  nameOf,
  remove,
  snap,
  usableRows,
} from "../../static/js/state/row_edits.js";

const rule = {
  limits: [
    [0, 14],
    [-1, 1],
  ],
  step: [0.1, 0.25],
};

test("a row can be used as its table and the figure's rules allow", () => {
  const table = {
    key: [7, 8, 9],
    x: [1, 2, 3],
    y: [4, 5, 6],
    draggable: [1, 0, 0],
    removable: [0, 0, 1],
  };
  const first = { key: "7", row: 0, position: [1, 4], isDraggable: true, isRemovable: false };
  const last = { key: "9", row: 2, position: [3, 6], isDraggable: false, isRemovable: true };
  assert.deepEqual(usableRows(table, { drag: {}, add: {} }), [first, last]);
  assert.deepEqual(usableRows(table, { drag: {} }), [first]);
  assert.deepEqual(usableRows(table, { add: {} }), [last]);
  assert.deepEqual(usableRows({ x: [1], y: [4] }, { drag: {}, add: {} }), []);
});

test("a position is the nearest step inside the limits", () => {
  assert.deepEqual(snap([3.14, 0.4], rule), [3.1, 0.5]);
  assert.deepEqual(snap([99, -7], rule), [14, -1]);
  assert.deepEqual(snap([0.30000000000000004, 0], rule), [0.3, 0]);
});

test("limits that are no steps from zero still hold", () => {
  assert.deepEqual(
    snap([5, 5], {
      limits: [
        [0.3, 0.9],
        [0, 1],
      ],
      step: [0.5, 1],
    }),
    [0.9, 1],
  );
});

test("only what lies between the limits is inside", () => {
  assert.ok(isInside([14, -1], rule));
  assert.ok(!isInside([14.01, 0], rule));
});

test("a new key is no row's, drawn or on its way", () => {
  assert.equal(freshKey({}, ["0", "1"]), "+1");
  assert.equal(freshKey({ "+1": [0, 0] }, ["0", "+4"]), "+5");
});

test("a row is added with its value, if there is one", () => {
  assert.deepEqual(add({}, "+1", [1, 2], "pear"), { "+1": [1, 2, "pear"] });
  assert.deepEqual(add({}, "+1", [1, 2], undefined), { "+1": [1, 2] });
});

test("an added row keeps its value when it is moved", () => {
  assert.deepEqual(move({ "+1": [1, 2, "pear"] }, "+1", [3, 4]), { "+1": [3, 4, "pear"] });
  assert.deepEqual(move({}, "7", [3, 4]), { 7: [3, 4] });
});

test("an added row is forgotten, one of the model's own is marked as taken away", () => {
  assert.deepEqual(remove({ "+1": [1, 2], 7: [3, 4] }, "+1"), { 7: [3, 4] });
  assert.deepEqual(remove({ 7: [3, 4] }, "7"), { 7: null });
});

test("the state that is given is not changed", () => {
  const rows = Object.freeze({ "+1": Object.freeze([1, 2, "pear"]) });
  add(rows, "+2", [0, 0]);
  move(rows, "+1", [0, 0]);
  remove(rows, "+1");
});

test("a label names its row up to the colon", () => {
  const table = { species: ["cat", "dog"], weight: [3, 7.5] };
  const label = fill("{species}: {weight} kg, {nothing}", table, 1);
  assert.equal(label, "dog: 7.5 kg, ");
  assert.equal(nameOf(label), "dog");
});
