// What lies between two results.

import assert from "node:assert/strict";
import { test } from "node:test";

import { way } from "../../static/js/state/motion.js";
import { ease } from "../../static/js/state/tween.js";

// The tables between two, as after an edit or, with hops, from step to step.
const between = (from, to, hops) => {
  const at = way({ tables: from, state: {} }, { tables: to, state: {} }, { hops }, Boolean(hops));
  return (t) => at(t).tables;
};

const HOPS = { pets: { column: "y", height: 2, paces: 5 } };
const TIMES = Array.from({ length: 101 }, (_, i) => i / 100);
const keys = Array.from({ length: 40 }, (_, i) => i);
const here = { pets: { key: keys, x: keys.map(() => 0), y: keys.map(() => 0) } };
const there = { pets: { key: keys, x: keys.map(() => 10), y: keys.map(() => 0.1) } };

test("easing begins at 0, ends at 1, and never turns back", () => {
  assert.equal(ease(0), 0);
  assert.equal(ease(0.5), 0.5);
  assert.equal(ease(1), 1);
  for (let i = 1; i < TIMES.length; i++) assert.ok(ease(TIMES[i]) > ease(TIMES[i - 1]));
});

test("both ends are exact", () => {
  for (const hops of [{}, HOPS]) {
    const from = { pets: { key: [1, 2], x: [0.1, 0.7], y: [1 / 3, 1e-17] } };
    const to = { pets: { key: [1, 2], x: [0.3, -1e9], y: [2 / 3, 1e17] } };
    const at = between(from, to, hops);
    assert.deepEqual(Array.from(at(0).pets.x), from.pets.x);
    assert.deepEqual(Array.from(at(0).pets.y), from.pets.y);
    assert.equal(at(1).pets, to.pets);
    assert.equal(at(1.2).pets, to.pets);
  }
});

test("numbers move on the way", () => {
  const at = between({ t: { key: ["a"], x: [0] } }, { t: { key: ["a"], x: [10] } });
  assert.equal(at(0.5).t.x[0], 5);
  assert.equal(at(0.25).t.x[0], 10 * ease(0.25));
});

test("rows are matched by their key and not by their place", () => {
  const from = { t: { key: ["a", "b", "c"], x: [1, 2, 3] } };
  const to = { t: { key: ["c", "a", "b"], x: [3, 1, 12] } };
  const middle = between(from, to)(0.5).t;
  assert.deepEqual(Array.from(middle.x), [3, 1, 7]);
  assert.deepEqual(middle.key, ["c", "a", "b"]);
});

test("keys are matched by value between a list and an array", () => {
  const from = { t: { key: [2, 1], x: [20, 10] } };
  const to = { t: { key: Float64Array.of(1, 2), x: Float64Array.of(0, 0) } };
  assert.deepEqual(Array.from(between(from, to)(0.5).t.x), [5, 10]);
});

test("words change at once", () => {
  const from = { t: { key: [1], x: [0], name: ["old"] } };
  const to = { t: { key: [1], x: [1], name: ["new"] } };
  assert.deepEqual(between(from, to)(0).t.name, ["new"]);
});

test("a column that is new, or was of words, changes at once", () => {
  const from = { t: { key: [1], x: [0], y: ["word"] } };
  const to = { t: { key: [1], x: [1], y: [5], z: [7] } };
  const { y, z } = between(from, to)(0.5).t;
  assert.deepEqual([y, z], [[5], [7]]);
});

test("a table whose rows come or go changes at once", () => {
  for (const key of [[1], [1, 3], [1, 2, 3]]) {
    const from = { t: { key: [1, 2], x: [0, 0] } };
    const to = { t: { key, x: key.map(() => 9) } };
    assert.equal(between(from, to)(0).t, to.t);
  }
});

test("a table without keys, or a new one, changes at once", () => {
  const to = { t: { x: [9] }, u: { key: [1], x: [9] } };
  const at = between({ t: { x: [0] } }, to);
  assert.equal(at(0).t, to.t);
  assert.equal(at(0).u, to.u);
});

test("a table in which nothing moves is the new one throughout", () => {
  const to = { t: { key: [1], x: [0], name: ["new"] } };
  assert.equal(between({ t: { key: [1], x: [0], name: ["old"] } }, to)(0.5).t, to.t);
});

test("the tables given are left as they are", () => {
  const copies = structuredClone([here, there]);
  for (const t of TIMES) between(here, there, HOPS)(t);
  assert.deepEqual([here, there], copies);
});

test("who hops leaves the ground, never sinks into it, and is back on it in the end", () => {
  const at = between(here, there, HOPS);
  const heights = TIMES.map((t) => at(t).pets.y);
  for (const ys of heights) for (const y of ys) assert.ok(y >= 0 && y <= 2.1);
  assert.ok(Math.max(...heights[50]) > 1);
  assert.deepEqual(heights.at(-1), there.pets.y);
  for (const y of at(1 - 1e-9).pets.y) assert.ok(Math.abs(y - 0.1) < 1e-6);
});

test("who hops sets off at a time of their own, the same every time", () => {
  const at = between(here, there, HOPS);
  const xs = Array.from(at(0.4).pets.x);
  assert.ok(new Set(xs).size > 30);
  assert.deepEqual(Array.from(between(here, there, HOPS)(0.4).pets.x), xs);
});

test("rows of a table without hops move together, since they may be corners of one shape", () => {
  const { x, y } = between(here, there)(0.4).pets;
  assert.equal(new Set(x).size, 1);
  assert.equal(new Set(y).size, 1);
});

test("who stays on the same height does not hop", () => {
  const flat = { pets: { ...there.pets, y: here.pets.y } };
  assert.deepEqual(between(here, flat, HOPS)(0.5).pets.y, here.pets.y);
});
