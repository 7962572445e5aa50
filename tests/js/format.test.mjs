// Numbers as text. tests/test_numbers.py holds this to refit/numbers.py on thousands of numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatNumber, inPercent, setLanguage, written } from "../../static/js/state/format.js";

const cases = [
  [0.125, ".2f", "0.13"],
  [-2.5, "d", "\u22123"],
  [1.005, ".2f", "1.00"],
  [-0, "+.1f", "0.0"],
  [-1e-9, ".2f", "0.00"],
  [5e-324, "+d", "0"],
  [1234567.891, ",.1f", "1,234,567.9"],
  [999.96, ",.1f", "1,000.0"],
  [0.815, ".0%", "82\u202f%"],
  [1e21, ",d", "1,000,000,000,000,000,000,000"],
  [-1e21, ".2f", "\u22121000000000000000000000.00"],
];

for (const [value, spec, text] of cases) {
  test(`${value} as ${spec} is ${text}`, () => assert.equal(formatNumber(value, spec), text));
}

test("an unknown format is refused by name", () => {
  for (const spec of ["", "f", ".2e", ".10f", "2f", ",+d", ".\u0663f", "d\n"]) {
    assert.throws(() => formatNumber(1, spec), { name: "RangeError", message: /no number format/ });
  }
});

test("what is not finite is refused", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.throws(() => formatNumber(value, ".1f"), RangeError);
  }
});

test("a page's language gives numbers their marks, and the model's words their own", () => {
  const numbers = {
    decimal: ",",
    group: ".",
    size: 3,
    minus: "\u2212",
    plus: "+",
    percent: ["", "\u202f%"],
  };
  setLanguage({ numbers, translated: { owl: "Eule" } });
  assert.equal(formatNumber(-1234567.5, ",.1f"), "\u22121.234.567,5");
  assert.equal(inPercent(formatNumber(-12.5, ".1f")), "\u221212,5\u202f%");
  assert.deepEqual([0.5, "owl", "fox", "constructor"].map(written), [
    "0,5",
    "Eule",
    "fox",
    "constructor",
  ]);
  setLanguage({ numbers: { ...numbers, percent: ["%", ""] } });
  assert.equal(inPercent(formatNumber(-12.5, ".1f")), "\u2212%12,5");
  assert.equal(inPercent(formatNumber(12.5, "+.1f")), "+%12,5");
  assert.equal(written("owl"), "owl");
  setLanguage({ numbers: { ...numbers, plus: "\u200e+" } });
  assert.equal(formatNumber(0.5, "+.0%"), "\u200e+50\u202f%");
  assert.equal(formatNumber(0.5, ".0%"), "50\u202f%");
  assert.equal(formatNumber(0, "+.1f"), "0,0");
  setLanguage({});
  assert.equal(formatNumber(-1234567.5, ",.1f"), "\u22121,234,567.5");
  assert.equal(written(0.5), "0.5");
});
