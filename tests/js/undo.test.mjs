// Undo and redo: what belongs to one gesture, what comes back, and which keys ask for it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { wayOf, watchUndoKeys } from "../../static/js/page/undo_keys.js";
import { Store } from "../../static/js/state/store.js";

let store;
let heard;

beforeEach(() => {
  const keys = { defaults: { n: 0, m: 0, moved: {} }, steps: [{}, { n: 1 }] };
  store = new Store({
    pens: { ...keys, offers: [["n", "moved"], ["m"]] },
    roc: { ...keys, offers: [["n"], []] },
  });
  heard = [];
  store.onChange((id, cause) => heard.push([id, cause]));
});

// Undo everything in a scene; return the values of some keys after each.
function undone(id, ...keys) {
  const states = [];
  while (store.undo(id) !== undefined) states.push(keys.map((key) => store.state(id)[key]));
  return states;
}

test("what was done comes back gesture by gesture, and can be done again", () => {
  store.patch("pens", { n: 3 });
  store.patch("pens", { moved: { a: [1, 2] } }, "drag");
  store.patch("pens", { n: 5 });
  assert.deepEqual(store.can("pens"), { undo: true, redo: false });
  const { a: moved, none } = { a: { a: [1, 2] }, none: {} };
  assert.deepEqual(undone("pens", "n", "moved"), [[3, moved], [3, none], [0, none]]); // prettier-ignore
  assert.equal(store.isEdited("pens"), false);
  assert.deepEqual(store.can("pens"), { undo: false, redo: true });
  for (let i = 0; i < 3; i++) assert.equal(store.redo("pens"), 0);
  assert.equal(store.redo("pens"), undefined);
  assert.deepEqual(store.state("pens"), { n: 5, m: 0, moved });
  assert.deepEqual(heard.slice(-1), [["pens", "redo"]]);
});

test("what is held is one gesture, and each press is one of its own", () => {
  for (const n of [1, 2, 3]) store.patch("pens", { n }, "edit", 1);
  for (const n of [4, 5]) store.patch("pens", { n }, "edit", 2);
  assert.deepEqual(undone("pens", "n"), [[3], [0]]);
});

test("a change without a press is one of its own, and so is one of other keys", () => {
  store.patch("pens", { n: 1 });
  store.patch("pens", { n: 2 });
  store.patch("pens", { n: 3 }, "edit", 7);
  store.patch("pens", { moved: { a: [1, 2] } }, "drag", 7); // a number was typed, and left by a press elsewhere
  assert.deepEqual(undone("pens", "n"), [[3], [2], [1], [0]]);
});

test("what goes on after an undo is another gesture", () => {
  store.patch("pens", { n: 1 }, "edit", 1);
  store.patch("pens", { n: 2 }, "edit", 2);
  store.undo("pens");
  store.patch("pens", { n: 3 }, "edit", 1);
  assert.deepEqual(store.can("pens"), { undo: true, redo: false }, "nothing is done again");
  assert.deepEqual(undone("pens", "n"), [[1], [0]]);
});

test("a reset is undone like a gesture; one of the whole page forgets all", () => {
  store.patch("pens", { n: 3, moved: { a: [1, 2] } });
  store.reset("pens");
  store.reset("pens"); // of nothing
  store.undo("pens");
  assert.deepEqual(store.state("pens"), { n: 3, m: 0, moved: { a: [1, 2] } });
  store.reset();
  assert.deepEqual(store.can("pens"), { undo: false, redo: false });
});

test("what is pointed at is not undone, nor does it change", () => {
  store.patch("pens", { n: 3 });
  store.patch("pens", { m: 9 }, "point");
  store.undo("pens");
  assert.deepEqual(store.shared(), { pens: { "m@1": 9 } });
  store.redo("pens");
  assert.equal(store.state("pens").n, 3);
});

test("each scene has its own, and says in which step something was done", () => {
  store.enter("pens", 1);
  store.patch("pens", { m: 2 });
  store.patch("roc", { n: 8 });
  store.enter("pens", 0);
  assert.equal(store.undo("pens"), 1);
  assert.deepEqual([store.undo("pens"), store.state("roc").n], [undefined, 8]);
});

test("what ended where it began is undone with the one before it", () => {
  store.patch("pens", { n: 4 }, "edit", 1);
  for (const n of [5, 4]) store.patch("pens", { n }, "edit", 2);
  for (const n of [7, 4]) store.patch("pens", { n }, "edit", 3);
  assert.equal(store.undo("pens"), 0);
  assert.deepEqual(store.state("pens").n, 0);
  assert.deepEqual(store.can("pens"), { undo: false, redo: true });
  assert.equal(store.redo("pens"), 0);
  assert.deepEqual(store.state("pens").n, 4);
});

test("of very many gestures the last hundred are remembered", () => {
  for (let n = 1; n <= 130; n++) store.patch("pens", { n });
  const states = undone("pens", "n");
  assert.deepEqual([states.length, states.at(-1)], [100, [30]]);
});

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────

test("Ctrl or Cmd with Z undoes, with Shift it redoes, and nothing else does", () => {
  const press = (key, ...held) =>
    wayOf({
      key,
      ctrlKey: false,
      metaKey: false,
      ...Object.fromEntries(held.map((k) => [k, true])),
    });
  assert.equal(press("z", "ctrlKey"), "undo");
  assert.equal(press("z", "metaKey"), "undo");
  assert.equal(press("Z", "ctrlKey", "shiftKey"), "redo");
  assert.equal(press("Z", "metaKey", "shiftKey"), "redo");
  for (const others of [
    ["z"],
    ["z", "ctrlKey", "altKey"],
    ["y", "ctrlKey"],
    [undefined, "ctrlKey"],
  ])
    assert.equal(press(...others), null, others.join());
});

function fakePage(tops) {
  const page = new EventTarget();
  page.activeElement = {};
  globalThis.document = page;
  globalThis.innerHeight = 800;
  const undone = [];
  const scenes = Object.entries(tops).map(([id, top]) => ({
    id,
    element: {
      getBoundingClientRect: () => ({ top, bottom: top + 400, height: 400 }),
      contains: (other) => other === id,
    },
    toolbar: { travel: (way) => undone.push([id, way]) },
  }));
  watchUndoKeys(store, scenes);
  const press = (target) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), { key: "z" });
    Object.defineProperty(event, "target", { value: target ?? { closest: () => null } });
    page.dispatchEvent(Object.assign(event, { ctrlKey: true, metaKey: false }));
    return event.defaultPrevented;
  };
  return { page, press, undone };
}

test("the keys mean the scene that was changed last, or the one with the focus", () => {
  const { page, press, undone } = fakePage({ pens: 0, roc: 400 });
  assert.equal(press(), false, "there is nothing to undo");
  store.patch("pens", { n: 1 });
  store.patch("roc", { n: 1 });
  store.patch("pens", { m: 1 }, "point");
  assert.ok(press());
  page.activeElement = "pens";
  press();
  assert.deepEqual(undone, [["roc", "undo"], ["pens", "undo"]]); // prettier-ignore
});

test("they change nothing out of sight, and leave text fields alone", () => {
  const { press, undone } = fakePage({ pens: 0, roc: 900 });
  store.patch("roc", { n: 1 });
  assert.equal(press(), false);
  store.patch("pens", { n: 1 });
  assert.equal(press({ closest: () => ({}) }), false);
  assert.deepEqual(undone, []);
});
