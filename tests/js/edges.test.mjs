// Numbers that keep an order: the edges of a range.

import assert from "node:assert/strict";
import { test } from "node:test";

import { disordered, inOrder, room } from "../../static/js/state/edges.js";
import { Store } from "../../static/js/state/store.js";

const DOMAINS = {
  low: { min: 0, max: 10, whole: false, below: "high" },
  high: { min: 0, max: 10, whole: false, above: "low" },
  n: { min: 0, max: 9, whole: true },
};

test("an edge may come as near to the other as the gap", () => {
  const state = { low: 3, high: 7 };
  assert.deepEqual(room("low", state, DOMAINS, 0.5), [0, 6.5]);
  assert.deepEqual(room("high", state, DOMAINS), [3, 10]);
  assert.deepEqual(room("n", state, DOMAINS, 0.5), [0, 9]);
});

test("a change is kept in order, and what has none is left alone", () => {
  const state = { low: 3, high: 7, n: 1 };
  assert.deepEqual(inOrder({ low: 9, n: 4 }, state, DOMAINS), { low: 7, n: 4 });
  assert.deepEqual(inOrder({ high: 1 }, state, DOMAINS), { high: 3 });
  assert.deepEqual(inOrder({ moved: {} }, state, {}), { moved: {} });
});

test("what is out of order is named with its neighbour", () => {
  assert.deepEqual(disordered({ low: 3, high: 3 }, DOMAINS), []);
  assert.deepEqual(new Set(disordered({ low: 8, high: 3 }, DOMAINS)), new Set(["low", "high"]));
});

const store = () =>
  new Store({
    s: {
      defaults: { low: 3, high: 7 },
      steps: [{}, { low: 6 }, {}],
      offers: [["low", "high"], ["high"], ["low", "high"]],
      domains: DOMAINS,
    },
  });

test("a patch that would let one edge pass the other is refused", () => {
  const it = store();
  assert.throws(() => it.patch("s", { low: 8 }), /would pass its neighbour/);
  it.patch("s", { low: 8, high: 9 });
  assert.deepEqual(it.state("s"), { low: 8, high: 9 });
});

test("an edit of another step waits where the step has put the other edge beyond it", () => {
  const it = store();
  it.patch("s", { high: 4 });
  it.enter("s", 1);
  assert.deepEqual(it.state("s"), { low: 6, high: 7 });
  it.enter("s", 2);
  assert.deepEqual(it.state("s"), { low: 3, high: 4 });
});

test("what a link holds is dropped if it is out of order", () => {
  const it = store();
  it.restore({ s: { "low@1": 9, "high@1": 2 } });
  assert.deepEqual(it.state("s"), { low: 3, high: 7 });
});
