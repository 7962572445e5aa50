// The tables of a figure, for reading. tests/test_csv_files.py holds toCsv to refit/figures/csv_files.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import { pick, readable, toCsv } from "../../static/js/state/csv.js";

test("whole numbers stay whole, and words stay words", () => {
  assert.deepEqual(readable(Float64Array.of(0, 12, -3)), ["0", "12", "\u22123"]);
  assert.deepEqual(readable(["a", "b"]), ["a", "b"]);
});

test("a column has the decimals it needs, and no more than four digits ask for", () => {
  assert.deepEqual(readable([6.2, 10]), ["6.2", "10.0"]);
  assert.deepEqual(readable([1 / 3, 2]), ["0.333", "2.000"]);
  assert.deepEqual(readable([1234.5678, 0.001]), ["1235", "0"]);
  assert.deepEqual(readable([1e-5 / 3]), ["0.000003333"]);
});

test("an empty column is no trouble", () => assert.deepEqual(readable([]), []));

test("only what is shown is picked, in the author's order", () => {
  const tables = { a: { x: [1], y: [2] }, b: { z: [3] } };
  assert.deepEqual(pick(tables, { a: ["y", "x", "gone"], c: ["x"] }), { a: { y: [2], x: [1] } });
});

test("tables stand one below the other in a file", () => {
  const tables = { a: { x: [1.5, 2], w: ['say "hi"', "b,c"] }, b: { x: [3] } };
  assert.equal(toCsv(tables), 'table,x,w\r\na,1.5,"say ""hi"""\r\na,2,"b,c"\r\nb,3,\r\n');
});
