import assert from "node:assert/strict";
import { test } from "node:test";

import { addLinks, HASH, strings, UNKNOWN } from "../../static/js/runtime/restore.js";
import { ringFrom } from "../../refit/runtime/snapshot_pages.mjs";

test("a ring of links is sorted by addresses, taken out and put back, flags included", () => {
  const words = new Uint32Array(64);
  const order = [40, 160, 80, 120]; // the ring itself is at 40
  order.forEach((at, i) => {
    const next = order[(i + 1) % order.length];
    words[at / 4] |= next | (i === 1 ? 2 : 0);
    words[next / 4 + 1] |= at | (i === 2 ? 1 : 0);
  });
  assert.equal(ringFrom(words, 120), 40);
  const sorted = words.slice();
  assert.deepEqual(
    [40, 80, 120, 160].map((at) => words[at / 4] & ~3),
    [80, 120, 160, 40],
  );
  const links = Uint32Array.from([80, 40, 40]);
  addLinks(words, 40, links);
  assert.deepEqual([words[40], words[31]], [2, 1]);
  assert.equal(
    words.reduce((sum, word) => sum + word, 0),
    3,
  );
  addLinks(words, 40, links);
  assert.deepEqual(words, sorted);
});

test("a pointer that leads nowhere is no ring", () => {
  assert.throws(() => ringFrom(Uint32Array.from([0, 0, 12, 0]), 8), /no ring/);
});

test("strings are found by their type among what is written, unless they cannot be such", () => {
  const words = new Uint32Array(1 << 17);
  const TYPE = 4444;
  const put = (at, ...each) => words.set(each, at);
  put(10, 1, TYPE, 3, UNKNOWN, 0x64, 0x636261);
  put(30, 0, TYPE, 3, UNKNOWN, 0x64); // free
  put(50, 1, TYPE, 1 << 30, UNKNOWN, 0x64); // too long
  put(70, 1, TYPE, 3, UNKNOWN, 0x44); // its characters are elsewhere
  put(5000, 1, TYPE, 3, 77, 0x64);
  assert.deepEqual([...strings(words, TYPE, [[0, 4096]])], [10]);
  const all = [
    ...strings(words, TYPE, [
      [0, 4096],
      [16384, 8192],
    ]),
  ];
  assert.deepEqual(
    all.map((at) => words[at + HASH]),
    [UNKNOWN, 77],
  );
});
