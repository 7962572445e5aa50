// What a figure keeps of the picture before the reader's last change.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Ghosts } from "../../static/js/state/ghosts.js";

const RULES = [{ table: "line" }];
const tables = (x) => ({ line: { key: ["a"], x: [x] }, dots: { x: [x] } });
const ghost = (ghosts) => Array.from(ghosts.over(tables(99), RULES).line_ghost.x);

test("at rest a ghost is empty, with the columns of its table", () => {
  assert.deepEqual(new Ghosts().over(tables(1), RULES).line_ghost, { key: [], x: [] });
});

test("a figure without ghosts gets its tables as they are", () => {
  const given = tables(1);
  assert.equal(new Ghosts().over(given, undefined), given);
});

test("one gesture keeps what was before it, however long it takes", () => {
  const ghosts = new Ghosts();
  ghosts.edit("moved", tables(1), 0, 7);
  ghosts.edit("moved", tables(2), 5000, 7);
  assert.deepEqual(ghost(ghosts), [1]);
  ghosts.edit("moved", tables(3), 5100, 8);
  assert.deepEqual(ghost(ghosts), [3]);
});

test("keys that follow each other soon are one change", () => {
  const ghosts = new Ghosts();
  ghosts.edit("k", tables(1), 0, 0);
  ghosts.edit("k", tables(2), 300, 0);
  assert.deepEqual(ghost(ghosts), [1]);
  ghosts.edit("k", tables(3), 3000, 0);
  assert.deepEqual(ghost(ghosts), [3]);
  ghosts.edit("other", tables(4), 3100, 0);
  assert.deepEqual(ghost(ghosts), [4]);
});

test("a step has none", () => {
  const ghosts = new Ghosts();
  ghosts.edit("k", tables(1), 0, 0);
  ghosts.clear();
  assert.deepEqual(ghost(ghosts), []);
});
