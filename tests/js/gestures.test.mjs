// The gesture of a pointer and the keys of a layer, on an element without a page.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { watchKeys } from "../../static/js/scene/keyboard.js";
import { watchPointer } from "../../static/js/scene/pointer.js";

let layer, events;

function send(type, details) {
  const event = Object.assign(new Event(type, { cancelable: true }), details);
  layer.dispatchEvent(event);
  return event.defaultPrevented;
}

beforeEach(() => {
  layer = new EventTarget();
  layer.setPointerCapture = (id) => events.push(["capture", id]);
  events = [];
});

// ── pointer ──────────────────────────────────────────────────────────────────────────────────────

const at = (clientX, clientY = 0) => ({ clientX, clientY, button: 0, pointerId: 7 });

// Watch a thing at [10, 10] of a scale with ten pixels a unit.
function watch({ isThere = true, canMove = true, canClick = true } = {}) {
  const subject = {
    find: () => (isThere ? "a" : null),
    position: () => [10, 10],
    toData: ({ clientX, clientY }) => [clientX / 10, clientY / 10],
    canMove: () => canMove,
    canClick: () => canClick,
    isMovable: () => canMove,
  };
  watchPointer(layer, subject, {
    onTake: (...details) => events.push(["take", ...details]),
    onMove: (...details) => events.push(["move", ...details]),
    onDrop: (...details) => events.push(["drop", ...details]),
  });
}

test("a thing is taken, moves with the pointer from where it was, and is let go of", () => {
  watch();
  assert.ok(send("pointerdown", at(90, 90)));
  send("pointermove", at(120, 80));
  send("pointerup", at(120, 80));
  send("pointermove", at(300, 300));
  assert.deepEqual(events, [
    ["take", "a"],
    ["capture", 7],
    ["move", "a", [13, 9]],
    ["drop", "a", false],
  ]);
});

test("where there is nothing, or with another button, nothing is taken", () => {
  watch({ isThere: false });
  assert.ok(!send("pointerdown", at(0)));
  layer = new EventTarget();
  watch();
  send("pointerdown", { ...at(0), button: 2 });
  send("pointermove", at(50));
  send("pointerup", at(50));
  assert.deepEqual(events, []);
});

test("a pointer that hardly moves has clicked", () => {
  watch();
  send("pointerdown", at(0));
  send("pointermove", at(3));
  send("pointerup", at(3));
  assert.deepEqual(events.slice(2), [["drop", "a", true]]);
});

test("a pointer that comes back has not clicked", () => {
  watch();
  send("pointerdown", at(0));
  send("pointermove", at(4));
  send("pointermove", at(0));
  send("pointerup", at(0));
  assert.deepEqual(
    events.slice(2).map(([name, , detail]) => [name, detail]),
    [
      ["move", [10.4, 10]],
      ["move", [10, 10]],
      ["drop", false],
    ],
  );
});

test("a thing that cannot be clicked follows from the first pixel", () => {
  watch({ canClick: false });
  send("pointerdown", at(0));
  send("pointermove", at(1));
  send("pointerup", at(1));
  assert.deepEqual(events.slice(2), [
    ["move", "a", [10.1, 10]],
    ["drop", "a", false],
  ]);
});

test("a thing that cannot be moved can be clicked, but does not move", () => {
  watch({ canMove: false });
  send("pointerdown", at(0));
  send("pointermove", at(50));
  send("pointerup", at(2));
  assert.deepEqual(events.slice(2), [["drop", "a", true]]);
});

test("a gesture that the browser cancels is no click", () => {
  watch();
  send("pointerdown", at(0));
  send("pointercancel", at(0));
  assert.deepEqual(events.slice(2), [["drop", "a", false]]);
});

test("a finger on what can be moved does not scroll", () => {
  watch();
  assert.ok(send("touchstart"));
  layer = new EventTarget();
  watch({ canMove: false });
  assert.ok(!send("touchstart"));
});

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────

function listen(applies = true) {
  const note =
    (name) =>
    (...details) => {
      events.push([name, ...details]);
      return applies;
    };
  const names = ["go", "toggle", "putDown", "add", "remove"];
  watchKeys(layer, Object.fromEntries(names.map((name) => [name, note(name)])));
}

const KEYS = [
  [{ key: "ArrowLeft" }, ["go", [-1, 0], 1]],
  [{ key: "ArrowUp", shiftKey: true }, ["go", [0, 1], 10]],
  [{ key: "Enter" }, ["toggle"]],
  [{ key: " " }, ["toggle"]],
  [{ key: "Escape" }, ["putDown"]],
  [{ key: "Insert" }, ["add"]],
  [{ key: "+" }, ["add"]],
  [{ key: "Delete" }, ["remove"]],
  [{ key: "Backspace" }, ["remove"]],
];

for (const [event, action] of KEYS) {
  test(`the key ${JSON.stringify(event.key)}: ${action[0]}`, () => {
    listen();
    assert.ok(send("keydown", event), "the page must not use the key too");
    assert.deepEqual(events, [action]);
  });
}

test("a key that does not apply is left to the page", () => {
  listen(false);
  assert.ok(!send("keydown", { key: "Escape" }));
  assert.ok(!send("keydown", { key: "Tab" }));
});

test("keys with a modifier are left to the browser", () => {
  listen();
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
    assert.ok(!send("keydown", { key: "ArrowLeft", [modifier]: true }));
  }
  assert.deepEqual(events, []);
});
