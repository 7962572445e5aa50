// Lines that are moved along one axis: where they can stand, where keys lead, and what is said of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { led, nameOfRule, said, snapTo } from "../../static/js/state/rules.js";

const RULE = { limits: [0.5, 9.5], step: 0.25, label: "split: {value} kg" };

test("a rule stands at its steps from the lowest on, within its room", () => {
  assert.equal(snapTo(RULE, 3.3, [0.5, 9.5]), 3.25);
  assert.equal(snapTo({ limits: [0.1, 1], step: 0.2 }, 0.61, [0.1, 1]), 0.7);
  assert.equal(snapTo(RULE, 12, [0.5, 9.5]), 9.5);
  assert.equal(snapTo(RULE, 9, [0.5, 6.75]), 6.75);
  assert.equal(snapTo({ limits: [0, 1], step: 0.1 }, 0.3, [0, 1]), 0.3, "no rounding is left");
});

test("keys lead by a step, by ten, and to the ends", () => {
  const to = (key, shiftKey = false) => led(RULE, 4, { key, shiftKey });
  assert.deepEqual([to("ArrowRight"), to("ArrowUp")], [4.25, 4.25]);
  assert.deepEqual([to("ArrowLeft"), to("ArrowDown")], [3.75, 3.75]);
  assert.deepEqual([to("ArrowLeft", true), to("PageUp"), to("PageDown")], [1.5, 6.5, 1.5]);
  assert.deepEqual([to("Home"), to("End"), to("Tab")], [0.5, 9.5, undefined]);
});

test("a rule is said with the decimals of its step", () => {
  assert.equal(said(RULE, 4), "split: 4.00 kg");
  assert.equal(said({ label: "{value} and {value}", step: 1 }, -3), "−3 and −3");
});

test("its name ends at the colon, or before the value", () => {
  assert.equal(nameOfRule(RULE), "split");
  assert.equal(nameOfRule({ label: "split at {value} kg" }), "split at");
  assert.equal(nameOfRule({ label: "{value} kg" }), "kg");
});
