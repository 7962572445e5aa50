// The way from one step's picture to the next: what leaves goes first, then marks move, then what is new enters.

import assert from "node:assert/strict";
import { test } from "node:test";

import { way, withCopies } from "../../static/js/state/motion.js";

const TIMES = Array.from({ length: 101 }, (_, i) => i / 100);
const DRAWING = {
  params: ["view"],
  still: ["sign"],
  ghost: [{ table: "old" }],
  motion: {
    fades: { dots: ["opacity"] },
    written: { dots: ["n"] },
    shapes: ["curve"],
    params: ["view"],
  },
};
const dots = (keys, x, opacity, n = x) => ({ key: keys, x, opacity, n });
const walk = (from, to, views = ["a", "a"], drawing = DRAWING, isWalk = true) =>
  way(
    { tables: from, state: { view: views[0] } },
    { tables: to, state: { view: views[1] } },
    drawing,
    isWalk,
  );

test("nothing enters or moves before all that leaves is gone", () => {
  const from = { dots: dots(["a", "b", "c"], [0, 0, 0], [1, 0, 1]) };
  const to = { dots: dots(["a", "b", "c"], [9, 9, 9], [0, 1, 1]) };
  const at = walk(from, to);
  for (const t of TIMES) {
    const { x, opacity } = at(t).tables.dots;
    if (opacity[1] > 0) assert.equal(opacity[0], 0, `at ${t}`);
    if (x[2] !== 0) assert.equal(opacity[0], 0, `at ${t}`);
    assert.equal(opacity[2], 1);
  }
  assert.equal(at(1).tables.dots, to.dots);
});

test("a parameter that changes no opacity makes nobody wait", () => {
  const from = { dots: dots(["a", "b"], [0, 0], [1, 1]) };
  const to = { dots: dots(["a", "b"], [9, 9], [1, 1]) };
  const drawing = { ...DRAWING, motion: { ...DRAWING.motion, params: [] } };
  const state = (view) => ({ state: { view } });
  const sees = (changes) => {
    const [start, end] = [
      { tables: from, ...state("a") },
      { tables: to, ...state("b") },
    ];
    return way(start, end, drawing, true, changes)(0.2).tables.dots.x[0];
  };
  assert.ok(sees([0, 0]) > 0);
  assert.equal(sees([0, -1e-9]), 0); // something that marks share leaves first
  assert.ok(sees([1e-9]) > 0);
});

test("the figure does not stand empty between what leaves and what enters", () => {
  const from = { dots: dots(["a", "b", "c"], [0, 0, 0], [1, 0, 1]) };
  const to = { dots: dots(["a", "b", "c"], [9, 9, 9], [0, 1, 1]) };
  const at = walk(from, to);
  const seen = TIMES.map((t) => Math.max(...at(t).tables.dots.opacity.slice(0, 2)));
  assert.ok(seen.filter((opacity) => opacity < 0.2).length <= 12);
  const isMoving = (t) => at(t).tables.dots.x[2] < 9 && at(t).tables.dots.opacity[1] > 0.5;
  assert.ok(TIMES.some(isMoving), "what enters waits for what moves");
});

test("where nothing moves, what is new does not wait", () => {
  const opacity = (t, from) =>
    walk({ dots: dots(["a", "b"], [3, 4], from) }, { dots: dots(["a", "b"], [3, 4], [1, 0]) })(t)
      .tables.dots.opacity;
  assert.ok(opacity(0.3, [0, 0])[0] > 0);
  assert.equal(opacity(0.2, [0, 1])[0], 0); // what leaves goes first
  assert.ok(opacity(0.5, [0, 1])[0] > 0);
});

test("where nothing leaves, what is new enters as soon as words speak of it, while marks move", () => {
  const from = { dots: dots(["a", "b"], [0, 4], [1, 0], [1, 1]) };
  const to = { dots: dots(["a", "b"], [9, 4], [1, 1], [51, 51]) };
  const at = walk(from, to);
  assert.equal(at(0).tables.dots.n[0], 51);
  for (const t of TIMES.slice(5)) assert.ok(at(t).tables.dots.opacity[1] > 0.1, `at ${t}`);
  assert.ok(at(0.3).tables.dots.x[0] < 9);
});

test("what is not drawn has no phase of its own", () => {
  const drawing = { ...DRAWING, spec: { data: [{ name: "dots" }] } };
  const tables = (opacity, n) => ({ dots: dots(["a"], [3], opacity), scores: { key: ["a"], n } });
  const at = walk(tables([0], [1]), tables([1], [9]), ["a", "a"], drawing);
  assert.ok(at(0.3).tables.dots.opacity[0] > 0, "it waits for a table that nobody sees");
});

test("a row that goes fades first, and a row that comes fades in last", () => {
  const from = { dots: dots(["a", "gone"], [0, 5], [1, 1]) };
  const to = { dots: dots(["a", "new"], [9, 7], [1, 1]) };
  const at = walk(from, to);
  const keys = TIMES.map((t) => Array.from(at(t).tables.dots.key).join());
  assert.deepEqual([...new Set(keys)], ["a,gone", "a", "a,new"]);
  const shown = (t, key) => {
    const { key: all, opacity } = at(t).tables.dots;
    return opacity[Array.from(all).indexOf(key)];
  };
  assert.equal(shown(0, "gone"), 1);
  assert.ok(shown(0.12, "gone") < 1 && shown(0.12, "gone") > 0);
  assert.ok(shown(0.85, "new") < 1 && shown(0.85, "new") > 0);
});

test("words, and numbers that are written, are those of one picture or the other", () => {
  const from = { dots: { ...dots(["a", "b"], [1, 2], [1, 1]), says: ["x", "y"] } };
  const to = { dots: { ...dots(["a", "b"], [8, 9], [0, 1]), says: ["X", "Y"] } };
  for (const isWalk of [true, false]) {
    const at = walk(from, to, ["a", "a"], DRAWING, isWalk);
    const seen = TIMES.map((t) => {
      const { n, says } = at(t).tables.dots;
      return `${Array.from(n)} ${says}`;
    });
    const expected = isWalk ? ["1,2 x,y", "8,9 X,Y"] : ["8,9 X,Y"];
    assert.deepEqual([...new Set(seen)], expected);
  }
});

test("the rows of a shape that has more corners then come together", () => {
  const from = { curve: { key: [0, 1], x: [0, 1] } };
  const to = { curve: { key: [0, 1, 2], x: [0, 5, 9] } };
  const at = walk(from, to);
  const sizes = TIMES.map((t) => at(t).tables.curve);
  assert.deepEqual(new Set(sizes), new Set([to.curve]));
});

test("a table that was empty comes last, and one that becomes empty goes first", () => {
  const from = { curve: { key: [0], x: [1] }, dots: dots([], [], []) };
  const to = { curve: { key: [], x: [] }, dots: dots(["a"], [1], [1]) };
  const at = walk(from, to);
  for (const t of TIMES) {
    const { curve, dots: found } = at(t).tables;
    assert.ok(curve.key.length === 0 || found.key.length === 0, `at ${t}`);
  }
  assert.equal(at(0).tables.curve.key.length, 0); // it cannot fade
});

test("still tables and ghosts never glide", () => {
  const table = (x) => ({ key: ["a"], x: [x] });
  const from = { sign: table(0), old_ghost: table(0), dots: dots(["a"], [0], [1]) };
  const to = { sign: table(9), old_ghost: table(9), dots: dots(["a"], [9], [1]) };
  for (const isWalk of [true, false]) {
    const at = walk(from, to, ["a", "a"], DRAWING, isWalk);
    for (const t of TIMES) {
      const { sign, old_ghost: old } = at(t).tables;
      for (const x of [sign.x[0], old.x[0]]) assert.ok(x === 0 || x === 9);
    }
  }
});

test("where nothing leaves or enters, marks move from the first moment to the last", () => {
  const at = walk({ dots: dots(["a"], [0], [1]) }, { dots: dots(["a"], [8], [1]) });
  assert.ok(at(0.01).tables.dots.x[0] > 0);
  assert.equal(at(0.5).tables.dots.x[0], 4);
  assert.ok(at(0.99).tables.dots.x[0] < 8);
});

test("a parameter that fades something has an order too", () => {
  const at = walk({}, {}, ["a", "b"]);
  assert.equal(at(0.1).state.view, "a");
  assert.equal(at(0.5).state.view, "b");
  assert.equal(at(0.1).motion.said.view, "a");
  assert.equal(at(0.32).motion.enter, 0);
  assert.equal(at(0.5).motion.leave, 1);
  assert.equal(at(1).motion, null);
});

test("a copy that is written follows a row that is held, and no other", () => {
  const own = { t: { key: [1, 2], x: [3, 4], "x final": [30, 40] } };
  const held = { t: { ...own.t, x: [9, 4] } };
  assert.deepEqual(withCopies(own, { t: ["x"] }).t["x final"], [30, 40]);
  assert.deepEqual(withCopies(held, { t: ["x"] }, own).t["x final"], [9, 4]);
  assert.deepEqual(withCopies({ t: { x: [3] } }, { t: ["x"] }).t["x final"], [3]);
});
