// What differs between two texts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { diffLines, lineAfter, shorten } from "../../static/js/state/line_diff.js";

const signs = { same: " ", old: "-", new: "+", gap: "~" };
const told = (lines) => lines.map(({ kind, text }) => signs[kind] + text);

test("equal texts differ in nothing", () => {
  assert.deepEqual(told(diffLines("a\nb", "a\nb")), [" a", " b"]);
  assert.deepEqual(told(shorten(diffLines("a\nb", "a\nb"))), ["~"]);
});

test("what went comes before what came in its place", () => {
  assert.deepEqual(told(diffLines("a\nb\nc", "a\nx\ny\nc")), [" a", "-b", "+x", "+y", " c"]);
});

test("lines are added and taken away at both ends", () => {
  assert.deepEqual(told(diffLines("a\nb", "z\na\nb")), ["+z", " a", " b"]);
  assert.deepEqual(told(diffLines("a\nb", "a")), [" a", "-b"]);
});

test("each text can be read back from the difference", () => {
  const [before, after] = ["a\nb\nc\nd\nb\na", "b\na\nd\nd\nc\na"];
  const lines = diffLines(before, after);
  const side = (kind) =>
    lines.filter((line) => ["same", kind].includes(line.kind)).map(({ text }) => text);
  assert.equal(side("old").join("\n"), before);
  assert.equal(side("new").join("\n"), after);
});

test("of what stays, only what is near a change is shown", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9";
  assert.deepEqual(told(shorten(diffLines(before, before.replace("5", "x")))), [
    ...["~", " 3", " 4", "-5", "+x", " 6", " 7", "~"],
  ]);
});

test("texts of enormous length are told apart without comparing each with each", () => {
  const many = Array.from({ length: 2100 }, (_, i) => i).join("\n");
  const lines = diffLines(many, `${many}\nx`);
  assert.equal(lines.filter(({ kind }) => kind === "new").length, 2101);
});

test("a line is found again after changes above, below and in it", () => {
  assert.equal(lineAfter("a\nb\nc", "a\nb\nc", 2), 2);
  assert.equal(lineAfter("a\nb\nc", "x\ny\na\nb\nc", 2), 4);
  assert.equal(lineAfter("a\nb\nc", "b\nc\nd", 2), 1);
  assert.equal(lineAfter("a\nb\nc", "z\na\nB\nc", 2), 3); // it was changed itself
  assert.equal(lineAfter("a\nb\nc", "a\nc", 2), 2);
  assert.equal(lineAfter("a\nb\nc", "a", 3), 1);
});
