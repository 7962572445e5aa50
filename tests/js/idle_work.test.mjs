// What the worker computes while it is idle.

import assert from "node:assert/strict";
import test from "node:test";

import { idleWork } from "../../static/js/state/idle_work.js";

const dots = { name: "dots", defaults: { n: 1, moved: {} }, nearby: { moved: { 3: [1, 2] } } };

test("each scene as it begins, and with everything changed a little", () => {
  assert.deepEqual(idleWork([dots, { name: "line", defaults: { n: 2 }, nearby: { n: 3 } }]), [
    ["dots", { n: 1, moved: {} }],
    ["dots", { n: 1, moved: { 3: [1, 2] } }],
    ["line", { n: 2 }],
    ["line", { n: 3 }],
  ]);
});

test("what is there twice is computed once", () => {
  const still = { name: "line", defaults: { n: 2 }, nearby: {} };
  assert.deepEqual(idleWork([still, dots, still]).length, 3);
});
