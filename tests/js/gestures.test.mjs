// The gesture of a pointer and the keys of a layer, on an element without a page.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { watchKeys } from "../../static/js/scene/keyboard.js";
import { watchPointer } from "../../static/js/scene/pointer.js";
import { Press } from "../../static/js/scene/press.js";

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
function watch({ isThere = true, canMove = true, canClick = true, isFree = () => true } = {}) {
  const subject = {
    find: () => (isThere ? "a" : null),
    position: () => [10, 10],
    toData: ({ clientX, clientY }) => [clientX / 10, clientY / 10],
    canMove: () => canMove,
    canClick: () => canClick,
    isMovable: () => canMove,
    isFree,
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

test("a move is followed before its frame once the last one was answered, and once a frame", () => {
  let isAnswered = true;
  watch({ canClick: false, isFree: () => isAnswered });
  const moves = () => events.filter(([what]) => what === "move").map(([, , [x]]) => x);
  const held = (x) => ({ ...at(x), buttons: 1 });
  send("pointerdown", at(100));
  send("pointerrawupdate", held(110));
  send("pointerrawupdate", held(120));
  assert.deepEqual(moves(), [11], "one before each frame");
  send("pointermove", held(120));
  send("pointermove", held(120));
  assert.deepEqual(moves(), [11, 12], "each place once");
  isAnswered = false;
  send("pointerrawupdate", held(130));
  assert.deepEqual(moves(), [11, 12], "its answer would be late");
  send("pointermove", held(130));
  assert.deepEqual(moves(), [11, 12, 13]);
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

test("a second finger takes nothing, and neither moves nor lets go of what the first one holds", () => {
  watch();
  const second = (x) => ({ ...at(x), pointerId: 8 });
  send("pointerdown", at(0));
  send("pointerdown", second(180));
  send("pointermove", second(190));
  send("pointerup", second(190));
  send("pointermove", at(50));
  assert.deepEqual(events, [
    ["take", "a"],
    ["capture", 7],
    ["move", "a", [15, 10]],
  ]);
});

test("a pointer whose capture is lost lets go", () => {
  watch();
  send("pointerdown", at(0));
  send("pointermove", at(50));
  send("lostpointercapture", at(50));
  send("pointermove", at(90));
  send("pointerup", at(90));
  assert.deepEqual(events.slice(3), [["drop", "a", false]]);
});

test("a mouse that comes back without a button pressed lets go", () => {
  watch();
  send("pointerdown", at(0));
  send("pointermove", { ...at(50), buttons: 1 });
  send("pointermove", { ...at(90), buttons: 0 });
  send("pointermove", { ...at(95), buttons: 0 });
  assert.deepEqual(events.slice(2), [
    ["move", "a", [15, 10]],
    ["drop", "a", false],
  ]);
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

// ── what is pressed ──────────────────────────────────────────────────────────────────────────────

test("a pointer that is down holds something once it has moved, until it is up", () => {
  const press = new Press(layer);
  const said = () => [press.gesture, press.isHeld];
  send("pointermove", {});
  assert.deepEqual(said(), [0, false]);
  send("pointerdown", {});
  assert.deepEqual(said(), [1, false], "a slider jumps to where it is pressed");
  send("pointermove", {});
  assert.deepEqual(said(), [1, true]);
  send("pointerup", {});
  assert.deepEqual(said(), [0, false]);
  send("pointerdown", {});
  assert.deepEqual(said(), [2, false]);
  send("pointermove", {});
  send("pointercancel", {});
  assert.deepEqual(said(), [0, false]);
});

test("presses are counted, and a key that repeats, arrows in a row and a second finger are none", () => {
  const press = new Press(layer);
  const counts = (...events) =>
    events.map(([type, details]) => {
      send(type, details);
      return press.count;
    });
  const key = (key, repeat = false) => ["keydown", { key, repeat }];
  assert.deepEqual(counts(key("Enter"), key("Enter", true), key("Enter")), [1, 1, 2]);
  assert.deepEqual(counts(key("ArrowUp"), key("ArrowUp"), key("ArrowLeft"), key("Tab"), key("ArrowUp")), [3, 3, 3, 4, 5]); // prettier-ignore
  const finger = (isPrimary) => ["pointerdown", { isPrimary }];
  assert.deepEqual(counts(finger(true), finger(false), key("Shift"), ["pointerup", {}]), [6, 6, 6, 6]); // prettier-ignore
  assert.deepEqual(counts(finger(true), ["pointerup", {}], key("ArrowUp")), [7, 7, 8]);
});

test("a key that repeats holds something too", () => {
  const press = new Press(layer);
  send("keydown", { repeat: false });
  assert.ok(!press.isHeld);
  send("keydown", { repeat: true });
  assert.ok(press.isHeld);
  send("keyup", {});
  assert.ok(!press.isHeld);
});
