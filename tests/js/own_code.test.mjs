// The reader's own code: put into the whole, found by a traceback, carried by a link.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compose,
  isTooLong,
  original,
  placeOf,
  readCode,
  readPieces,
  writeCode,
} from "../../static/js/state/own_code.js";
import { encodeEdits } from "../../static/js/state/share_link.js";

const SOURCE = [
  "import math",
  "",
  "N = 3",
  "",
  "def f():",
  "    return N",
  "",
  "def g():",
  "    return f()",
  "",
].join("\n");
const PIECES = readPieces("5-6 3-3");
const whole = (texts) => compose(SOURCE, PIECES, new Map(texts));

test("pieces come in their order, each once, and none overlaps another", () => {
  assert.deepEqual(readPieces("5-6 3-3 5-6 2-3"), [
    { from: 5, to: 6 },
    { from: 3, to: 3 },
  ]);
  assert.equal(original(SOURCE, PIECES[0]), "def f():\n    return N");
});

test("without changes the whole is as it was", () => {
  const { source, starts } = whole([]);
  assert.equal(source, SOURCE);
  assert.deepEqual(
    [...starts],
    [
      [3, 3],
      [5, 5],
    ],
  );
});

test("a text takes the place of its piece, and moves what comes after it", () => {
  const { source, starts } = whole([
    [3, "N = 3\nM = 4\n"],
    [5, "def f(): return M"],
  ]);
  assert.deepEqual(source.split("\n").slice(2, 8), [
    "N = 3",
    "M = 4",
    "",
    "",
    "def f(): return M",
    "",
  ]);
  assert.deepEqual(
    [...starts],
    [
      [3, 3],
      [5, 7],
    ],
  );
});

const traceback = (...lines) =>
  `Traceback:\n${lines.map((line) => `  File "/home/reader/model.py", line ${line}, in f\n    x\n`).join("")}Error: it`;

test("the innermost line of a piece that can be changed is where it went wrong", () => {
  const texts = new Map([[3, "N = 3\nM = 4"]]);
  const { starts } = compose(SOURCE, PIECES, texts);
  const find = (...lines) => placeOf(traceback(...lines), PIECES, texts, starts);
  assert.deepEqual(find(10, 7), { line: 7, from: 5 });
  assert.deepEqual(find(7, 10), { line: 7, from: 5 });
  assert.deepEqual(find(4), { line: 4, from: 3 });
  assert.deepEqual(find(9), { line: 9, from: undefined });
  assert.equal(placeOf("MemoryError", PIECES, texts, starts), null);
});

test("a link carries the texts and what they are changes of", () => {
  const texts = new Map([[5, "def f():\n    return “π”"]]);
  assert.deepEqual(readCode(writeCode("model.1234.py", texts)), { of: "model.1234.py", texts });
});

for (const [name, link] of Object.entries({
  nothing: "",
  noise: "%%%",
  edits: encodeEdits({ pens: { a: 1 } }),
  "no texts": encodeEdits({ of: "m", texts: [] }),
  "numbers as texts": encodeEdits({ of: "m", texts: [[1, 2]] }),
  "words as lines": encodeEdits({ of: "m", texts: [["a", "b"]] }),
  "no list": encodeEdits({ of: "m", texts: { length: 1 } }),
  "too much": encodeEdits({ of: "m", texts: [[1, "x".repeat(30_000)]] }),
})) {
  test(`a link with ${name} carries no code`, () => assert.equal(readCode(link), null));
}

test("a link that is written can be read, or is too long", () => {
  const link = (length) => writeCode("m", new Map([[1, "x".repeat(length)]]));
  assert.equal(isTooLong(link(4400)), false);
  assert.equal(readCode(link(4400)).texts.get(1).length, 4400);
  assert.equal(isTooLong(link(4600)), true);
  assert.equal(readCode(link(4600)), null);
});
