// Goals of challenges: judged as refit/page/goals.py judges them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { countMet } from "../../static/js/state/goals.js";

const TABLES = {
  scores: { key: ["train", "test"], accuracy: [1, 0.6] },
  moves: { n: [3] },
  told: { says: ["cat"] },
};
const met = (...goal) => countMet(goal, TABLES);

test("conditions are counted that hold", () => {
  assert.equal(met(["scores[test].accuracy", "<=", 0.6], ["moves.n", "<", 3]), 1);
  assert.equal(met(["scores[test].accuracy", ">=", 0.6], ["moves.n", ">=", 3]), 2);
  assert.equal(met(["scores[test].accuracy", ">", 0.6]), 0);
  assert.equal(met(["scores[test].accuracy", "<", { of: "scores[train].accuracy" }]), 1);
});

test("numbers that differ by rounding are the same, and words are compared as they are", () => {
  assert.equal(met(["moves.n", "==", 3 + 1e-12], ["moves.n", "!=", 3 + 1e-12]), 1);
  assert.equal(met(["moves.n", ">", 3 - 1e-12], ["moves.n", "<", 3 + 1e-12]), 0);
  assert.equal(met(["told.says", "==", "cat"], ["told.says", "!=", "cat"]), 1);
});

test("what is not there, or of another kind, does not hold", () => {
  assert.equal(met(["scores[new].accuracy", "<", 1], ["none.n", "!=", 1]), 0);
  assert.equal(met(["told.says", "!=", 3], ["moves.n", "<", { of: "none.n" }]), 0);
});
