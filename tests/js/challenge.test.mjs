// A challenge in the page: judged by what the scene tells, and remembered in the browser's storage.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { startChallenges } from "../../static/js/scene/challenge.js";

const words = { open: "Open.", part: "{met} of {total}.", solved: "Solved.", kept: "Kept." };
const GOAL = JSON.stringify([["score.n", ">=", 3], ["moves.n", "<=", 1]]); // prettier-ignore
const tables = (n, moves) => ({ score: { n: [n] }, moves: { n: [moves] } });

let storage, step, resets, parts, scene, solved;
const answer = {};

// steps: the own states of the scene's steps; inStep: the number of the one that holds the challenge
function start(steps = [{}], inStep = -1) {
  const own = steps.map(() => ({}));
  parts = {};
  for (const name of ["progress", "verdict", "forget"]) {
    parts[`[data-${name}]`] = Object.assign(new EventTarget(), {
      textContent: "",
      focus() {},
      setAttribute(name, value) {
        this[name] = [value, this.textContent];
      },
    });
  }
  parts[".challenge-answer"] = Object.assign(answer, { open: false });
  parts["[data-forget]"].hidden = true;
  const element = {
    id: "far",
    dataset: { challenge: "pens", goal: GOAL },
    closest: () => own[inStep] ?? null,
    querySelector: (selector) => parts[selector],
    toggleAttribute: (_, is) => (solved = is),
  };
  scene = Object.assign(new EventTarget(), { querySelectorAll: () => own });
  globalThis.document = { querySelectorAll: () => [element], querySelector: () => scene };
  startChallenges(words, "pets", {
    own: (_, number) => steps[number],
    step: () => step,
    reset: (id) => resets.push(id),
  });
}

const judge = (...values) =>
  scene.dispatchEvent(new CustomEvent("judge", { detail: tables(...values) }));
const says = () => [parts["[data-progress]"].textContent, parts["[data-verdict]"].textContent];

beforeEach(() => {
  [storage, step, resets] = [new Map(), 0, []];
  globalThis.localStorage = {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => storage.set(key, value),
  };
});

test("it says how far one has come, that it is solved, and keeps that", () => {
  start();
  assert.deepEqual(says(), ["Open.", ""]);
  judge(3, 2);
  assert.deepEqual([...says(), solved], ["1 of 2.", "", false]);
  judge(3, 1);
  assert.deepEqual([...says(), solved], ["", "Solved.", true]);
  judge(0, 0);
  assert.deepEqual([...says(), solved], ["", "Solved.", true]);
  start();
  assert.deepEqual([...says(), solved], ["Kept.", "", true]);
});

test("it can be begun again, and other essays and challenges keep theirs", () => {
  storage.set("refit-challenges", JSON.stringify({ trees: ["tall"], pets: ["far", "near"] }));
  start();
  parts["[data-forget]"].dispatchEvent(new Event("click"));
  assert.deepEqual([says()[0], solved, resets], ["Open.", false, ["pens"]]);
  const kept = JSON.parse(storage.get("refit-challenges"));
  assert.deepEqual(kept, { trees: ["tall"], pets: ["near"] });
});

test("what it shows opens when it is solved, stays as the reader leaves it, and closes again", () => {
  start();
  judge(3, 2);
  assert.equal(answer.open, false);
  judge(3, 1);
  assert.equal(answer.open, true);
  answer.open = false;
  judge(3, 1);
  assert.equal(answer.open, false);
  start();
  assert.equal(answer.open, true);
  parts["[data-forget]"].dispatchEvent(new Event("click"));
  assert.equal(answer.open, false);
});

test("what another tab has solved meanwhile stays solved", () => {
  start();
  storage.set("refit-challenges", JSON.stringify({ pets: ["near"] }));
  judge(3, 1);
  assert.deepEqual(JSON.parse(storage.get("refit-challenges")).pets.sort(), ["far", "near"]);
});

test("how far one has come is heard when it changes, and not when the page opens", () => {
  start();
  assert.deepEqual(parts["[data-progress]"]["aria-live"], ["polite", "Open."]);
});

test("in a step it is judged there, and in steps that begin alike", () => {
  start([{ n: 1 }, { n: 2 }, { n: 1 }], 0);
  for (const [number, expected] of [
    [1, false],
    [2, true],
  ]) {
    // prettier-ignore
    step = number;
    judge(3, 1);
    assert.equal(solved, expected);
  }
});

test("whatever the storage holds or forbids, it works for this page", () => {
  for (const spoilt of ["no JSON", "null", "[3]", '{"pets": "far"}', '{"pets": {"far": 1}}']) {
    storage.set("refit-challenges", spoilt);
    start();
    assert.equal(solved, false, spoilt);
  }
  globalThis.localStorage = undefined;
  start();
  judge(3, 1);
  assert.equal(solved, true);
});
