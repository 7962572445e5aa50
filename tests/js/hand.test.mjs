// A row in the reader's hand, from the moment it is taken until the model has answered for it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Hand } from "../../static/js/state/hand.js";

const DRAG = { table: "pets", x: "weight", y: "fluff" };

let hand;
beforeEach(() => {
  hand = new Hand();
});

// What the model says: two pets, of which the second is at `x`.
function tables(x) {
  const column = Float64Array.of(0, x);
  return {
    pets: { key: ["a", "b"], x: column, y: column, weight: column, fluff: column },
    line: { x: [x] },
  };
}
const drawn = (x) => {
  const { pets } = hand.layOver(tables(x), DRAG);
  return Object.fromEntries(["x", "y", "weight", "fluff"].map((name) => [name, pets[name][1]]));
};
const at = (x, y) => ({ x, y, weight: x, fluff: y });

// ── states ───────────────────────────────────────────────────────────────────────────────────────

const MOVE = ["move", "b", [1, 2]];
const ANSWER = [["ask"], ["answer", 1]]; // the model is asked once, and answers
const MOVED = [1, 2]; // where the row stays, whatever the model says
const STORIES = [
  ["nothing has happened", [], "idle", null],
  ["a row is chosen", [["choose", "b"]], "idle", null],
  ["a pointer takes a row", [["take", "b"]], "held", null],
  ["… and moves it", [["take", "b"], MOVE], "held", MOVED],
  ["… and the model answers", [["take", "b"], MOVE, ...ANSWER], "held", MOVED],
  ["… and lets go before that", [["take", "b"], MOVE, ["ask"], ["drop"]], "waiting", MOVED],
  ["… and the answer comes then", [["take", "b"], MOVE, ["drop"], ...ANSWER], "idle", null],
  ["… and lets go after the answer", [["take", "b"], MOVE, ...ANSWER, ["drop"]], "idle", null],
  ["a pointer takes a row and lets go", [["take", "b"], ["drop"]], "idle", null],
  ["keys pick a row up", [["choose", "b"], ["pickUp"]], "carried", null],
  ["… and put it down", [["choose", "b"], ["pickUp"], ["putDown"]], "idle", null],
  ["… and move it", [["pickUp"], MOVE, ["ask"]], "carried", MOVED],
  ["… and put it down at once", [["pickUp"], MOVE, ["putDown"]], "waiting", MOVED],
  ["… and carry it after the answer", [["pickUp"], MOVE, ...ANSWER], "carried", null],
  ["a number is typed", [MOVE], "waiting", MOVED],
  ["… and the model answers", [MOVE, ...ANSWER], "idle", null],
  ["a row is added", [["add", "+1", [1, 2]]], "waiting", null],
  ["… and the model answers", [["add", "+1", [1, 2]], ...ANSWER], "idle", null],
  ["a row is taken away", [MOVE, ["remove", "b"]], "waiting", null],
  ["… and the model answers", [MOVE, ["remove", "b"], ...ANSWER], "idle", null],
  ["the edits are taken back", [MOVE, ["ask"], ["reset"]], "idle", null],
  ["… while a pointer holds the row", [["take", "b"], MOVE, ["reset"]], "held", null],
];

STORIES.forEach(([name, events, state, position], i) => {
  test(`${i + 1}: ${name}: ${state}`, () => {
    for (const [event, ...details] of events) hand[event](...details);
    assert.equal(hand.state, state);
    assert.deepEqual(hand.row, position && { key: "b", position });
  });
});

// ── where the row is ─────────────────────────────────────────────────────────────────────────────

test("a held row stays under the finger while the worker's answer is late", () => {
  hand.take("b");
  hand.move("b", [3, 4]);
  hand.ask();
  assert.deepEqual(drawn(0), at(3, 4));
  assert.deepEqual(hand.position("b", tables(0).pets), [3, 4]);
});

test("a held row stays under the finger when an older answer arrives in between", () => {
  hand.take("b");
  hand.move("b", [3, 3]);
  const older = hand.ask();
  hand.move("b", [5, 6]);
  const newer = hand.ask();
  hand.drop();
  assert.equal(hand.answer(older), null);
  assert.deepEqual(drawn(3), at(5, 6), "the older answer has pulled the row back");
  assert.equal(hand.state, "waiting");
  assert.deepEqual(hand.answer(newer), { key: "b" });
  assert.deepEqual(drawn(7), at(7, 7), "the model has the last word");
});

test("a held row stays under the finger after the model has answered for it", () => {
  hand.take("b");
  hand.move("b", [3, 4]);
  assert.equal(hand.answer(hand.ask()), null);
  assert.deepEqual(drawn(2), at(3, 4));
  assert.deepEqual(hand.drop(), { key: "b" });
  assert.deepEqual(drawn(2), at(2, 2));
});

test("only the row in the hand is laid over the model's tables, which stay as they are", () => {
  const said = tables(9);
  assert.equal(hand.layOver(said, DRAG), said);
  hand.move("b", [3, 4]);
  const shown = hand.layOver(said, DRAG);
  assert.deepEqual([...shown.pets.x], [0, 3]);
  assert.equal(shown.line, said.line);
  assert.equal(said.pets.x[1], 9);
});

test("a row that the model does not return is laid over nothing", () => {
  const said = tables(9);
  hand.add("+1", [1, 1]);
  hand.move("+1", [3, 4]);
  assert.equal(hand.layOver(said, DRAG), said);
});

test("a row that is in no hand is where the table says", () => {
  hand.move("a", [3, 4]);
  assert.deepEqual(hand.position("b", tables(9).pets), [9, 9]);
});

test("a position that is given away can be changed", () => {
  hand.move("b", [3, 4]);
  hand.position("b", {})[0] = 99;
  hand.add("+1", [5, 6]);
  hand.position("+1", {})[0] = 99;
  assert.deepEqual(hand.position("b", {}), [3, 4]);
  assert.deepEqual(hand.position("+1", {}), [5, 6]);
});

// ── rows that are added and taken away ───────────────────────────────────────────────────────────

test("a row that is held still has been put there already, until it is elsewhere", () => {
  const hand = new Hand();
  hand.take("a");
  assert.equal(hand.hasPut("a", [1, 2]), false);
  hand.move("a", [1, 2]);
  assert.equal(hand.hasPut("a", [1, 2]), true);
  assert.equal(hand.hasPut("a", [1, 3]), false);
  assert.equal(hand.hasPut("b", [1, 2]), false);
});

test("an added row is awaited where it was put until it is drawn", () => {
  hand.add("+1", [1, 2]);
  assert.deepEqual([...hand.added], [["+1", [1, 2]]]);
  hand.drawn(["a", "b"]);
  assert.deepEqual([...hand.added.keys()], ["+1"]);
  hand.drawn(["a", "b", "+1"]);
  assert.deepEqual([...hand.added.keys()], []);
});

test("an added row that is moved is awaited where it was moved to", () => {
  hand.add("+1", [1, 2]);
  hand.move("+1", [3, 4]);
  assert.deepEqual([...hand.added], [["+1", [3, 4]]]);
  hand.move("b", [5, 6]);
  assert.deepEqual([...hand.added.keys()], ["+1"], "only added rows are awaited");
});

test("a row that is taken away is not awaited, nor held where it was", () => {
  hand.add("+1", [1, 2]);
  hand.move("+1", [3, 4]);
  hand.remove("+1");
  assert.deepEqual([[...hand.added], hand.row], [[], null]);
});

test("a reset forgets rows that are awaited", () => {
  hand.add("+1", [1, 2]);
  hand.add("+2", [3, 4]);
  hand.reset();
  assert.deepEqual([...hand.added], []);
});

test("after a reset an answer to what was asked before says nothing", () => {
  hand.move("b", [3, 4]);
  const question = hand.ask();
  hand.reset();
  assert.equal(hand.answer(question), null);
});

// ── what is announced ────────────────────────────────────────────────────────────────────────────

const ANNOUNCED = [
  ["a row that was moved", (hand) => hand.move("b", [1, 2]), { key: "b" }],
  ["a row that was added", (hand) => hand.add("+1", [1, 2]), { key: "+1" }],
  ["a row that was taken away", (hand) => hand.remove("b"), { isRemoved: true }],
  ["that nothing was done with a row", () => {}, {}],
];

for (const [name, act, done] of ANNOUNCED) {
  test(`the newest answer tells ${name}, once`, () => {
    act(hand);
    const question = hand.ask();
    assert.deepEqual(hand.answer(question), done);
    assert.deepEqual(hand.answer(question), {});
  });
}

test("a drag is told when it is over, and then once", () => {
  hand.take("b");
  hand.move("b", [1, 2]);
  assert.equal(hand.answer(hand.ask()), null);
  hand.move("b", [3, 4]);
  assert.equal(hand.answer(hand.ask()), null);
  assert.deepEqual(hand.drop(), { key: "b" });
  assert.equal(hand.drop(), null);
});

test("a row that was taken and not moved keeps no answer back", () => {
  hand.take("b");
  assert.deepEqual(hand.answer(hand.ask()), {});
  assert.equal(hand.drop(), null);
});

test("what a pointer holds when the reader goes on to another step is stranded until it lets go", () => {
  hand.strand();
  assert.equal(hand.isStranded, false);
  hand.take("b");
  hand.strand();
  assert.equal(hand.isStranded, true);
  hand.drop();
  assert.equal(hand.isStranded, false);
});
