// Parameters of a figure that follow the state.

import assert from "node:assert/strict";
import { test } from "node:test";

import { betweenParams, pickParams } from "../../static/js/state/params.js";

test("only the named keys drive parameters", () => {
  assert.deepEqual(pickParams({ a: 1, b: 2 }, ["b"]), { b: 2 });
});

const at = (move) => ({ isLeft: true, isOver: move >= 1, move });

test("numbers walk from one state to the other, all else changes at once", () => {
  const params = betweenParams(
    { x: 0, kind: "a", isOn: false, same: 3 },
    { x: 10, kind: "b", isOn: true, same: 3 },
  );
  assert.deepEqual(params(at(0)), { x: 0, kind: "b", isOn: true, same: 3 });
  assert.equal(params(at(0.5)).x, 5);
  assert.deepEqual(params(at(1)), { x: 10, kind: "b", isOn: true, same: 3 });
});

test("a parameter that was none before is there at once", () => {
  assert.deepEqual(betweenParams({}, { x: 1 })(at(0)), { x: 1 });
});

test("words change once what leaves is gone", () => {
  const params = betweenParams({ kind: "a" }, { kind: "b" });
  assert.deepEqual(params({ isLeft: false, isOver: false, move: 0 }), { kind: "a" });
});
