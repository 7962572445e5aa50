// The reader's edits in the address: there and back, and past whatever a link has gone through.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decodeEdits,
  encodeEdits,
  linkTo,
  readEdits,
  writeEdits,
} from "../../static/js/state/share_link.js";

const PAGE = "https://host.example/sub/essays/pets/index.html";
const EDITS = [
  { pens: { moved: { 3: [1.5, 9.75] }, layout: "plane" } },
  { a: { text: "Größe ↑ 🐈 ?&#=+/" } },
  { a: { nothing: null, yes: true, list: [], number: -1e-300 } },
  { a: { long: "x".repeat(20_000) } },
  ...Array.from({ length: 8 }, (_, n) => ({ a: "~".repeat(n) + "ÿ?>" })), // every length of padding
];

test("edits come back from the address as they went in", () => {
  for (const edits of EDITS) {
    assert.deepEqual(decodeEdits(encodeEdits(edits)), edits);
    assert.deepEqual(readEdits(writeEdits(PAGE, edits, "pens-4")), edits);
  }
});

test("a link leads to a place, with edits or without", () => {
  for (const query of ["s=e30", "embed=pens&code=abc", "present", "utm_source=mail"]) {
    assert.equal(linkTo(`${PAGE}?${query}#old`, {}, "pens-4"), `${PAGE}#pens-4`);
  }
  const link = linkTo(PAGE, EDITS[0], "pens-4");
  assert.deepEqual([readEdits(link), new URL(link).hash], [EDITS[0], "#pens-4"]);
});

test("the code needs no escaping in an address", () => {
  for (const edits of EDITS) assert.match(encodeEdits(edits), /^[\w-]+$/);
});

test("garbage is no edit, and no error", () => {
  // prettier-ignore
  const codes = [
    "", "%", "?", "====", "AAAA", "not base64!", "ÿ", "e30x", "\0",
    ...[null, 3, "text", true, [1, 2]].map(encodeEdits),
    encodeEdits(EDITS[0]).slice(0, -3),
    encodeEdits(EDITS[0]).slice(1),
  ];
  for (const code of codes) assert.deepEqual(decodeEdits(code), {}, code);
});

test("an address without edits has none", () => {
  for (const rest of ["", "?", "?s", "?s=", "?s=%E0%A4%A", "?t=abc", "#s=abc"]) {
    assert.deepEqual(readEdits(PAGE + rest), {}, rest);
  }
});

test("the address names the step in which the edits were made", () => {
  const url = new URL(writeEdits(`${PAGE}#elsewhere`, { a: { b: 1 } }, "pens-4"));
  assert.equal(url.hash, "#pens-4");
  assert.equal(url.pathname, "/sub/essays/pets/index.html");
});

test("newer edits take the place of older ones", () => {
  const older = writeEdits(PAGE, { a: { b: 1 } }, "x");
  const newer = writeEdits(older, { a: { b: 2 } }, "x");
  assert.deepEqual(readEdits(newer), { a: { b: 2 } });
  assert.equal(new URL(newer).searchParams.getAll("s").length, 1);
});

test("without edits the address is clean, and its anchor stays", () => {
  assert.equal(writeEdits(PAGE, {}, ""), PAGE);
  const edited = writeEdits(PAGE, { a: { b: 1 } }, "pens-4");
  assert.equal(writeEdits(edited, {}, ""), `${PAGE}#pens-4`);
});

test("the rest of the query stays", () => {
  const url = writeEdits(`${PAGE}?from=mail`, { a: { b: 1 } }, "x");
  assert.equal(new URL(url).searchParams.get("from"), "mail");
  assert.equal(writeEdits(url, {}, ""), `${PAGE}?from=mail#x`);
});
