// What is shown of a part that a search has found.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cutOut } from "../../static/js/state/excerpt.js";

const shown = (...given) =>
  cutOut(...given).map(([words, isFound]) => (isFound ? `[${words}]` : words));

test("a short text is whole, and what was looked for is marked wherever it stands alone", () => {
  const text = "Trees vote; a tree does not. Street trees.";
  assert.deepEqual(shown(text, ["trees", "tree"]), [
    ..."[Trees]| vote; a |[tree]| does not. Street |[trees]|.".split("|"),
  ]);
});

test("a long text is cut between words, with the first find in it", () => {
  const text = `${"before ".repeat(40)}gulls ring ${"after ".repeat(60)}`.trim();
  const said = shown(text, ["gulls"]);
  assert.equal(said[0], "… ");
  assert.equal(said.at(-1), " …");
  assert.ok(said.includes("[gulls]"));
  const whole = said.slice(1, -1).join("").replace(/[[\]]/g, "");
  assert.ok(whole.length <= 170 && text.includes(whole), whole);
  assert.match(whole, /^before .*after$/);
});

test("signs in a word are no pattern, and letters of any language are letters", () => {
  assert.deepEqual(
    shown("F(1) and Größe", ["f(1", "größe"]).filter((each) => each[0] === "["),
    ["[F(1]", "[Größe]"],
  );
  assert.deepEqual(shown("Größen", ["größe"]), ["Größen"]);
});

test("where only the heading was found, the text begins at its beginning", () => {
  const text = "word ".repeat(80).trim();
  assert.deepEqual(shown(text, []), [text.slice(0, 169), " …"]);
});

test("a find after a very long word is not cut away", () => {
  const found = shown(`${"a".repeat(80)}/forest and more ${"text ".repeat(60)}`.trim(), ["forest"]);
  assert.ok(found.includes("[forest]"), found.join("|"));
});

test("a text of one endless word is left whole", () => {
  const text = "a".repeat(400);
  assert.deepEqual(shown(text, ["b"]), [text]);
});
