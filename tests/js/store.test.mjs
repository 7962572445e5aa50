// The store: defaults, overridden by the step, overridden by the edits that are in force in it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Store } from "../../static/js/state/store.js";

let store;
let heard;

beforeEach(() => {
  store = new Store({
    pens: {
      defaults: { layout: "crowd", moved: {}, noise: 0 },
      steps: [{}, { layout: "pens" }, { layout: "line", noise: 1 }, {}],
      offers: [["noise"], ["noise"], ["noise", "layout"], ["moved"]],
    },
    roc: { defaults: { threshold: 0.5 }, steps: [{ threshold: 0.4 }], offers: [["threshold"]] },
  });
  heard = [];
  store.onChange((id, cause) => heard.push([id, cause]));
});

test("a scene begins in its first step", () => {
  assert.equal(store.step("pens"), 0);
  assert.deepEqual(store.state("pens"), { layout: "crowd", moved: {}, noise: 0 });
  assert.deepEqual(store.state("roc"), { threshold: 0.4 });
  assert.equal(store.isEdited("pens"), false);
});

test("a step overrides the defaults, an edit overrides the step", () => {
  store.enter("pens", 2);
  assert.deepEqual(store.state("pens"), { layout: "line", moved: {}, noise: 1 });
  store.patch("pens", { noise: 5 });
  assert.deepEqual(store.state("pens"), { layout: "line", moved: {}, noise: 5 });
});

test("a step's overrides end with the step", () => {
  store.enter("pens", 2);
  store.enter("pens", 3);
  assert.deepEqual(store.state("pens"), { layout: "crowd", moved: {}, noise: 0 });
});

test("an edit is in force where its key is offered, and waits elsewhere", () => {
  store.patch("pens", { noise: 5 });
  store.enter("pens", 1);
  assert.equal(store.state("pens").noise, 5);
  store.enter("pens", 3);
  assert.equal(store.state("pens").noise, 0);
  assert.equal(store.isEdited("pens"), false);
  store.enter("pens", 1);
  assert.equal(store.state("pens").noise, 5);
  assert.equal(store.isEdited("pens"), true);
});

test("an edit made below is not in force above, where nothing offers its key", () => {
  store.enter("pens", 3);
  store.patch("pens", { moved: { 3: [1, 2] } });
  for (const step of [0, 1, 2]) {
    store.enter("pens", step);
    assert.deepEqual(store.state("pens").moved, {});
  }
});

test("in a step that sets a key, only an edit that was made in it is in force", () => {
  store.patch("pens", { noise: 5 });
  store.enter("pens", 2);
  assert.equal(store.state("pens").noise, 1);
  store.patch("pens", { noise: 7 });
  assert.equal(store.state("pens").noise, 7);
  store.enter("pens", 1);
  assert.equal(store.state("pens").noise, 7); // there is one edit of a key: the last
  store.patch("pens", { noise: 8 });
  store.enter("pens", 2);
  assert.equal(store.state("pens").noise, 1);
});

test("an edit of a key that no step offers is in force in the step in which it was made", () => {
  store.patch("pens", { layout: "plane" });
  assert.equal(store.state("pens").layout, "plane");
  store.enter("pens", 1);
  assert.equal(store.state("pens").layout, "pens");
  store.enter("pens", 0);
  assert.equal(store.state("pens").layout, "plane");
});

test("a step's own state is that without any edit", () => {
  store.enter("pens", 2);
  store.patch("pens", { noise: 5 });
  assert.deepEqual(store.own("pens", 2), { layout: "line", moved: {}, noise: 1 });
});

test("entering a step leaves other scenes alone", () => {
  store.patch("roc", { threshold: 0.9 });
  store.enter("pens", 2);
  assert.deepEqual(store.shared().roc, { "threshold@1": 0.9 });
});

test("entering the present step, or one that is not there, changes nothing", () => {
  store.patch("roc", { threshold: 0.9 });
  heard.length = 0;
  for (const step of [0, 1, -1, 99]) store.enter("roc", step);
  assert.deepEqual(heard, []);
  assert.deepEqual(store.shared().roc, { "threshold@1": 0.9 });
});

test("every change is told with its cause", () => {
  store.patch("pens", { noise: 1 });
  store.patch("pens", { noise: 2 }, "drag");
  store.enter("pens", 1);
  store.reset();
  store.restore({ roc: { threshold: 1 } });
  assert.deepEqual(heard, [
    ["pens", "edit"],
    ["pens", "drag"],
    ["pens", "step"],
    ["pens", "reset"],
    ["roc", "restore"],
  ]);
});

test("an unknown key is refused with those there are, and nothing is taken over", () => {
  assert.throws(() => store.patch("pens", { noise: 1, laoyut: "pens" }), {
    name: "RangeError",
    message: 'scene "pens" has no key "laoyut"; its keys are layout, moved, noise',
  });
  assert.equal(store.isEdited("pens"), false);
  assert.deepEqual(heard, []);
});

test("what every object inherits is no key", () => {
  for (const key of ["toString", "constructor", "hasOwnProperty"]) {
    assert.throws(() => store.patch("pens", { [key]: 1 }), RangeError);
  }
  store.restore({ pens: JSON.parse('{"constructor": 1, "__proto__": {"noise": 9}}') });
  assert.equal(store.isEdited("pens"), false);
  assert.equal(store.state("pens").noise, 0);
});

test("an unknown scene is refused by name", () => {
  const calls = ["state", "step", "isEdited", "reset"].map((name) => () => store[name]("?"));
  for (const call of [...calls, () => store.patch("?", {}), () => store.enter("?", 1)]) {
    assert.throws(call, { name: "RangeError", message: 'there is no scene "?"' });
  }
});

test("what goes in and comes out is a copy", () => {
  const moved = { 3: [1, 2] };
  store.patch("pens", { moved });
  moved[3][0] = 9;
  store.state("pens").moved[3][1] = 9;
  store.shared().pens["moved@1"][4] = [0, 0];
  assert.deepEqual(store.state("pens").moved, { 3: [1, 2] });
});

test("edits do not leak into the defaults", () => {
  store.patch("pens", { noise: 5 });
  store.reset("pens");
  assert.equal(store.state("pens").noise, 0);
});

test("reset clears the edits of one scene, or of all, and says so where there were any", () => {
  store.patch("pens", { noise: 5 });
  store.patch("roc", { threshold: 1 });
  heard.length = 0;
  store.reset("roc");
  assert.deepEqual([store.isEdited("pens"), store.isEdited("roc")], [true, false]);
  store.reset();
  store.reset();
  assert.deepEqual(heard, [
    ["roc", "reset"],
    ["pens", "reset"],
  ]);
  assert.equal(store.isEdited("pens"), false);
});

test("reset leaves the step", () => {
  store.enter("pens", 2);
  store.patch("pens", { noise: 5 });
  store.reset();
  assert.equal(store.step("pens"), 2);
  assert.equal(store.state("pens").noise, 1);
});

test("a link carries all edits, each with the step in which it was made", () => {
  assert.deepEqual(store.shared(), {});
  store.patch("pens", { noise: 5 });
  store.enter("pens", 3);
  store.patch("pens", { moved: { 3: [1, 2] } });
  assert.deepEqual(store.shared(), { pens: { "noise@1": 5, "moved@4": { 3: [1, 2] } } });
});

test("restore takes over what it knows and drops the rest", () => {
  store.restore({
    pens: { "noise@2": 5, wind: 3, "wind@1": 3 },
    roc: { wind: 3 },
    gone: { noise: 1 },
  });
  assert.deepEqual(store.shared(), { pens: { "noise@2": 5 } });
  assert.deepEqual(heard, [["pens", "restore"]]);
});

test("an edit without a step, or with one that is not there, is one of the first that offers it", () => {
  store.restore({ pens: { layout: "plane", "moved@99": { 3: [1, 2] }, "noise@0": 2 } });
  assert.deepEqual(store.shared(), {
    pens: { "layout@3": "plane", "moved@4": { 3: [1, 2] }, "noise@1": 2 },
  });
});

test("an edit of a step that does not offer its key is one of the first that does", () => {
  store.restore({ pens: { "layout@1": "plane", "moved@2": { 3: [1, 2] } } });
  assert.deepEqual(store.shared(), { pens: { "layout@3": "plane", "moved@4": { 3: [1, 2] } } });
});

test("a key that no step offers has only the values that the essay gives it", () => {
  const scene = {
    defaults: { view: "crowd", n: 3 },
    steps: [{}, { view: "line" }],
    offers: [[], ["n"]],
  };
  store = new Store({ pens: scene });
  store.restore({ pens: { "view@1": "nowhere", n: 4 } });
  assert.deepEqual(store.shared(), { pens: { "n@2": 4 } });
  store.restore({ pens: { "view@1": "line" } });
  assert.equal(store.state("pens").view, "line");
});

test("what a link brought can be forgotten where it is in force, the reader's own cannot", () => {
  store.restore({ pens: { "noise@1": 5, "moved@4": { 99: [1, 2] } } });
  store.enter("pens", 3);
  heard.length = 0;
  assert.equal(store.forgetLinked("pens"), true);
  assert.deepEqual(heard, [["pens", "reset"]]);
  assert.deepEqual(store.shared(), { pens: { "noise@1": 5 } });
  assert.equal(store.forgetLinked("pens"), false);
  store.patch("pens", { moved: { 3: [1, 2] } });
  assert.equal(store.forgetLinked("pens"), false);
  assert.deepEqual(store.state("pens").moved, { 3: [1, 2] });
});

test("what is changed is a link's as long as nothing in force is the reader's own", () => {
  assert.equal(store.isLinked("pens"), false, "nothing is changed");
  store.restore({ pens: { "noise@1": 5, "moved@4": { 99: [1, 2] } } });
  store.enter("pens", 1);
  assert.equal(store.isLinked("pens"), true, "in every step that offers it");
  store.patch("pens", { noise: 6 });
  assert.equal(store.isLinked("pens"), false);
  store.enter("pens", 3);
  assert.equal(store.isLinked("pens"), true, "the other is not in force here");
});

test("restore survives what is no object of edits", () => {
  for (const edits of [null, 3, "noise", [1, 2], true]) store.restore({ pens: edits });
  assert.deepEqual(store.shared(), {});
});

test("what was shared is restored as it was", () => {
  store.patch("pens", { moved: { 3: [1.5, 2] }, noise: 0.1 });
  const other = new Store({
    pens: {
      defaults: { layout: "crowd", moved: {}, noise: 0 },
      steps: [{}],
      offers: [["moved", "noise"]],
    },
  });
  other.restore(store.shared());
  assert.deepEqual(other.shared(), store.shared());
});

test("a value that a key cannot have is refused, and nothing has changed", () => {
  store = new Store({
    pens: {
      defaults: { share: 60, moved: {} },
      steps: [{}],
      offers: [["share", "moved"]],
      domains: { share: { min: 20, max: 80 } },
    },
  });
  assert.throws(() => store.patch("pens", { share: NaN }), RangeError);
  assert.throws(() => store.patch("pens", { moved: { 1: [1, 2] }, share: "x" }), TypeError);
  assert.throws(
    () => store.patch("pens", { moved: 3 }),
    /pens\.moved must be something like \{\}, not 3/,
  );
  assert.deepEqual(store.state("pens"), { share: 60, moved: {} });
});

test("of a link, what is valid is taken over", () => {
  const limits = [[0, 9], [0, 9]]; // prettier-ignore
  const domains = { share: { min: 20, max: 80 }, moved: { limits } };
  const defaults = { share: 60, moved: {}, noise: false };
  store = new Store({ pens: { defaults, steps: [{}], offers: [Object.keys(defaults)], domains } });
  store.restore({ pens: { share: "x", noise: 1 } });
  assert.equal(store.isEdited("pens"), false);
  store.restore({ pens: { share: 99, noise: true, moved: { 1: [1, 2], 2: [99, 2], 3: null } } });
  assert.deepEqual(store.shared(), { pens: { "noise@1": true, "moved@1": { 1: [1, 2] } } });
});

test("no link tells of a scene that has a reader's own table, until it is taken back", () => {
  const offers = [["own", "noise"]];
  const own = new Store({
    yours: { defaults: { own: null, noise: 0 }, steps: [{}], offers, bring: { key: "own" } },
    roc: { defaults: { threshold: 0.5 }, steps: [{}], offers: [["threshold"]] },
  });
  own.patch("roc", { threshold: 0.4 });
  own.patch("yours", { noise: 1 });
  const before = own.shared();
  assert.deepEqual(Object.keys(before), ["yours", "roc"]);
  own.patch("yours", { own: { x: [1] } });
  assert.deepEqual(own.shared(), { roc: { "threshold@1": 0.4 } });
  own.undo("yours");
  assert.deepEqual(own.shared(), before);
});
