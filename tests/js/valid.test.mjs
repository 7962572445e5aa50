// What may be put into a state: every value of a link and of `refit.set` goes through here.

import assert from "node:assert/strict";
import { test } from "node:test";

import { check, validPart } from "../../static/js/state/valid.js";

const deep = (depth) => (depth === 0 ? [] : [deep(depth - 1)]);
const endless = {};
endless.self = endless;
const STRANGE = [
  ...[
    undefined,
    null,
    "",
    "x",
    "50",
    [],
    {},
    [50],
    { toString: 1, valueOf: 1 },
    deep(5000),
    endless,
  ],
  ...[NaN, Infinity, -Infinity, 1e308, -1, 2 ** 63, 10n, Symbol("s"), () => 50, new Date(NaN)],
];
const SHARE = { min: 20, max: 80, whole: true };
const COST = { min: 0, max: 1, whole: false };
const KINDS = { options: ["cat", "dog"] };
const DRAGGED = { limits: [[0, 14], [4, 4]] }; // prettier-ignore
const GROWN = { ...DRAGGED, grows: true };

function assertOnly(good, bad, initial, domain) {
  for (const value of good) {
    assert.doesNotThrow(() => check("a.b", value, initial, domain));
    assert.equal(validPart(value, initial, domain), value);
  }
  for (const value of bad) {
    assert.throws(
      () => check("a.b", value, initial, domain),
      (error) =>
        /^(Type|Range)Error$/.test(error.name) && /^a\.b must be .+, not .+/.test(error.message),
    );
    assert.equal(validPart(value, initial, domain), undefined);
  }
}

test("a slider takes the numbers in its range", () => {
  assertOnly([20, 50, 80], [...STRANGE, 19, 81, 50.5, true], 60, SHARE);
  assertOnly([0, 0.125, 1], [...STRANGE, -0.1, 1.1], 0.5, COST);
});

test("a choice takes its options", () => {
  assertOnly(["cat", "dog"], [...STRANGE, "Cat", "cats", 0], "cat", KINDS);
});

test("a key without a domain takes what is like its default", () => {
  assertOnly([true, false], [...STRANGE, 0, 1, "true"], false);
  assertOnly([0, -1, 1e308, 0.5], ["", "x", null, [], {}, NaN, Infinity, true, 10n], 3);
  assertOnly(["", "plane"], [null, 3, [], {}, true, Symbol("s")], "crowd");
  assertOnly([[], [1], [2, 3]], [null, 3, {}, ["x"], [NaN], [[1]], "12"], [1, 2]);
  assertOnly([{ a: 2, b: ["x"] }], [{}, { a: 1 }, { a: 1, b: [2] }, { a: 1, b: [], c: 1 }, []], {
    a: 1,
    b: [""],
  });
  const anything = [{}, { x: [1, "a", null, { y: true }] }];
  assertOnly(anything, [null, 1, [], { x: NaN }, { x: deep(5) }, { x: deep(5000) }, endless], {});
});

test("rows that are dragged take their place within the limits, and no other form", () => {
  const good = [
    {},
    { 3: [0, 4] },
    { 3: [14, 4], 17: [0.1 + 0.2, 4] },
    { "a b": [14 * (1 + 1e-12), 4] },
  ];
  const bad = [
    { 3: [15, 4] },
    { 3: [1, 5] },
    { 3: [1] },
    { 3: [1, 4, 5] },
    { 3: null },
    { 3: ["1", 4] },
  ];
  assertOnly(
    good,
    [...bad, { 3: { 0: 1, 1: 4 } }, { 3: deep(5000) }, [], null, "x", 3, NaN],
    {},
    DRAGGED,
  );
});

test("rows that are added may hold a value, and those of the model may be taken away", () => {
  const good = [
    { "+1": [1, 4] },
    { "+1": [1, 4, "cat"], 3: null },
    { "+1": [1, 4, 2], "+2": [2, 4, true] },
  ];
  assertOnly(
    good,
    [{ "+1": [1, 4, NaN] }, { "+1": [1, 4, []] }, { "+1": [1, 4, 1, 1] }],
    {},
    GROWN,
  );
});

test("of rows, those that are valid are kept", () => {
  const mixed = { 1: [1, 4], 2: [99, 4], 3: "x", 4: [3, 4] };
  assert.deepEqual(validPart(mixed, {}, DRAGGED), { 1: [1, 4], 4: [3, 4] });
});

test("a message says what is wanted, and what was given", () => {
  const told = (...given) => {
    try {
      check("pens.share", ...given);
    } catch ({ name, message }) {
      return `${name}: ${message}`;
    }
  };
  assert.equal(
    told("x", 60, SHARE),
    'TypeError: pens.share must be a whole number from 20 to 80, not "x"',
  );
  assert.equal(told(NaN, 0, COST), "RangeError: pens.share must be a number from 0 to 1, not NaN");
  assert.equal(told(7, "", KINDS), "RangeError: pens.share must be one of cat, dog, not 7");
  assert.ok(told("x".repeat(9999), 60, SHARE).length < 150);
});

test("the key of a row that is a number is any number, or null", () => {
  for (const key of [null, 0, -3, 2.5]) {
    check("garden.leaf", key, null, { row: "number" });
    assert.equal(validPart(key, 3, { row: "number" }), key);
  }
  for (const value of ["3", true, NaN, Infinity, {}, [1]]) {
    assert.equal(validPart(value, null, { row: "number" }), undefined);
    assert.throws(() => check("garden.leaf", value, null, { row: "number" }), /a number, or null/);
  }
});

test("the key of a row is a short text, of whatever rows there are", () => {
  for (const key of ["", "4", "x".repeat(100)]) {
    check("garden.leaf", key, "", { longest: 100 });
    assert.equal(validPart(key, "", { longest: 100 }), key);
  }
  for (const value of [...STRANGE.filter((each) => typeof each !== "string"), "x".repeat(101)]) {
    assert.equal(validPart(value, "", { longest: 100 }), undefined);
    assert.throws(() => check("garden.leaf", value, "", { longest: 100 }), /the key of a row/);
  }
});
