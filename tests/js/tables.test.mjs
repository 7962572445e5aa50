// Tables in the page: unpacking, copying, and finding a value.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as tables from "../../static/js/state/tables.js";

const packed = {
  columns: [[1, 2], ["a", "b"], [0.5]],
  steps: [{ t: { x: 0, name: 1 } }, { t: { x: 0 }, u: { v: 2 } }],
};

test("steps are unpacked, a shared column from one place", () => {
  const [first, second] = tables.unpackSteps(packed.columns, packed.steps);
  assert.deepEqual(first, { t: { x: [1, 2], name: ["a", "b"] } });
  assert.deepEqual(second, { t: { x: [1, 2] }, u: { v: [0.5] } });
  assert.equal(first.t.x, second.t.x);
});

test("a buffer is unpacked without being copied", () => {
  const numbers = Float64Array.of(1, 2, 3, 4);
  const { t, u } = tables.unpack(
    { t: { x: [0, 2], name: { text: ["a", "b"] } }, u: { y: [2, 4], none: [4, 4] } },
    numbers,
  );
  assert.deepEqual(t, { x: Float64Array.of(1, 2), name: ["a", "b"] });
  assert.deepEqual(u, { y: Float64Array.of(3, 4), none: new Float64Array(0) });
  assert.equal(u.y.buffer, numbers.buffer);
});

test("a copy can be changed without harm, and is made of plain lists", () => {
  const own = { t: { x: Float64Array.of(1, 2), name: ["a", "b"] } };
  const copy = tables.copyTables(own);
  assert.deepEqual(copy, { t: { x: [1, 2], name: ["a", "b"] } });
  copy.t.x[0] = copy.t.name[0] = 9;
  assert.deepEqual(own, { t: { x: Float64Array.of(1, 2), name: ["a", "b"] } });
});

test("rows hold a value of every column", () => {
  const table = { x: Float64Array.of(1, 2), name: ["a", "b"] };
  assert.deepEqual(tables.toRows(table), [
    { x: 1, name: "a" },
    { x: 2, name: "b" },
  ]);
  assert.deepEqual(tables.toRows({}), []);
  assert.equal(tables.length(table), 2);
  assert.equal(tables.length({}), 0);
});

test("a row is found by its key, a number or its text", () => {
  const numbers = { key: Float64Array.of(10, 0.1, -3, 1e21) };
  for (const [key, row] of [
    [10, 0],
    ["10", 0],
    ["0.1", 1],
    ["0.10", 1],
    ["-3", 2],
    ["1e21", 3],
  ]) {
    assert.equal(tables.rowOf(numbers, key), row, key);
  }
  const words = { key: ["1", "one", "1.0"] };
  for (const [key, row] of [
    ["1", 0],
    [1, 0],
    ["one", 1],
    ["1.0", 2],
  ]) {
    assert.equal(tables.rowOf(words, key), row, key);
  }
});

test("a key that is not there has no row", () => {
  assert.equal(tables.rowOf({ key: Float64Array.of(1) }, "2"), -1);
  assert.equal(tables.rowOf({ key: ["a"] }, "b"), -1);
  assert.equal(tables.rowOf({ x: [1] }, "1"), -1);
});

test("a place in the prose leads to its value", () => {
  const all = {
    scores: { key: ["test", "a.b [c"], accuracy: Float64Array.of(0.5, 0.75) },
    cuts: { key: [0.1, 0.2], n: [1, 2] },
    line: { slope: [2.5], größe: ["big"] },
  };
  assert.equal(tables.lookUp(all, "scores[test].accuracy"), 0.5);
  assert.equal(tables.lookUp(all, "scores[a.b [c].accuracy"), 0.75);
  assert.equal(tables.lookUp(all, "cuts[0.2].n"), 2);
  assert.equal(tables.lookUp(all, "line.slope"), 2.5);
  assert.equal(tables.lookUp(all, "line.größe"), "big");
});

test("what is as it was before is the very same", () => {
  const before = {
    map: { share: Float64Array.of(0, 1), row: ["a", "b"] },
    dots: { x: [1, 2], y: [3, 4] },
    gone: { x: [1] },
  };
  const found = {
    map: { share: Float64Array.of(0, 1), row: ["a", "b"] },
    dots: { x: Float64Array.of(1, 2), y: Float64Array.of(3, 5) },
    line: { x: [1, 2] },
  };
  const kept = tables.withKept(found, before);
  assert.deepEqual(Object.keys(kept), ["map", "dots", "line"]);
  assert.equal(kept.map, before.map);
  assert.equal(kept.dots.x, before.dots.x);
  assert.equal(kept.dots.y, found.dots.y);
  assert.equal(kept.line, found.line);
  assert.equal(tables.withKept(found, null), found);
});

test("a table that has lost a column or a row is another one", () => {
  const before = { dots: { x: [1, 2], y: [3, 4] } };
  const short = { dots: { x: [1], y: [3] } };
  assert.deepEqual(tables.withKept(short, before), short);
  const narrow = tables.withKept({ dots: { x: [1, 2] } }, before);
  assert.notEqual(narrow.dots, before.dots);
  assert.equal(narrow.dots.x, before.dots.x);
});
