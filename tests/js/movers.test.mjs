// What rows and rules have in common for the scene: questions to the model, and what is said of answers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Movable } from "../../static/js/scene/movable.js";
import { Hand } from "../../static/js/state/hand.js";

let movable, said, held;

class Mover {
  constructor(name) {
    this.hand = new Hand();
    this.label = (key, { n }) => `${name} ${key} of ${n}`;
  }
  layOver(tables) {
    return { ...tables, over: (tables.over ?? 0) + 1 };
  }
  layParams() {
    return { [this.label("a", { n: 0 })]: 1 };
  }
}

beforeEach(() => {
  [said, held] = [[], []];
  movable = new Movable(
    { querySelectorAll: () => [], querySelector: () => null },
    {
      figure: { hold: (isHeld) => held.push(isHeld), onDraw() {} },
      sight: {},
      status: { announce: (text) => said.push(text) },
      words: { retrained: "Retrained.", handles: { removed: "Gone." } },
      scene: { tables: () => ({ n: 3 }) },
    },
  );
});

function withMovers(...names) {
  movable.movers = names.map((name) => new Mover(name));
  movable.hands = movable.movers.map(({ hand }) => hand);
  return movable.hands;
}

test("without anything to move, only the newest answer is told", () => {
  const [first, second] = [movable.ask(), movable.ask()];
  movable.answer(first, "edit");
  assert.deepEqual(said, []);
  movable.answer(second, "edit");
  assert.deepEqual(said, ["Retrained."]);
});

test("an answer to a step is not told", () => {
  movable.answer(movable.ask(), "step");
  assert.deepEqual(said, []);
});

test("an answer is told of the one that was moved, with the newest numbers", () => {
  const [, hand] = withMovers("dot", "rule");
  hand.move("k", [1, 1]);
  movable.answer(movable.ask(), "slide");
  assert.deepEqual(said, ["rule k of 3. Retrained."]);
  assert.deepEqual([hand.row, held], [null, [false]]);
});

test("nothing is told while one of several is held", () => {
  const [hand] = withMovers("dot", "rule");
  hand.take("k");
  hand.move("k", [1, 1]);
  movable.answer(movable.ask(), "drag");
  assert.deepEqual(said, []);
});

test("all lay what they hold over a picture", () => {
  withMovers("dot", "rule");
  assert.deepEqual(movable.layOver({}, {}), { over: 2 });
  assert.deepEqual(movable.layParams(), { "dot a of 0": 1, "rule a of 0": 1 });
});
