// Quizzes: how far off a guess is told to be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromReader, judge, position, startQuizzes, toReader } from "../../static/js/scene/quiz.js";
import { fill } from "../../static/js/state/fill.js";

const words = {
  exact: "exact {answer}",
  close: "close {guess} {answer}",
  high: "{guess} {answer} {off} high",
  low: "{guess} {answer} {off} low",
  points: "points",
};
const percent = { answer: 75.4, format: ".0f", unit: "%", within: 0 };

test("a guess that prints as the answer does is exactly right", () => {
  assert.deepEqual(judge({ ...percent, guess: 75 }, words), {
    isRight: true,
    text: "exact 75\u202f%",
  });
});

test("a guess is too high or too low by whole points", () => {
  assert.equal(judge({ ...percent, guess: 80 }, words).text, "80\u202f% 75\u202f% 5 points high");
  assert.equal(judge({ ...percent, guess: 7 }, words).text, "7\u202f% 75\u202f% 68 points low");
});

test("within reach counts as right", () => {
  assert.deepEqual(judge({ ...percent, guess: 80, within: 5 }, words), {
    isRight: true,
    text: "close 80\u202f% 75\u202f%",
  });
  assert.equal(judge({ ...percent, guess: 81, within: 5 }, words).isRight, false);
});

test("decimals are those of the format", () => {
  const told = judge({ guess: 0.3, answer: 0.1, format: ".2f", unit: "", within: 0 }, words);
  assert.equal(told.text, "0.30 0.10 0.20 high");
  const exact = judge({ guess: 0.3, answer: 0.1 + 0.2, format: ".2f", unit: "", within: 0 }, words);
  assert.ok(exact.isRight);
});

test("the mark stays on the track", () => {
  assert.equal(position(75, { min: "50", max: "100" }), 0.5);
  assert.equal(position(200, { min: "50", max: "100" }), 1);
});

test("words are filled in", () => assert.equal(fill("{a} and {b}", { a: 1, b: "x" }), "1 and x"));

test("a guess in per cent is the model's number, and back", () => {
  for (let percent = 0; percent <= 100; percent++) {
    const guess = fromReader(percent, "%");
    assert.equal(guess, Number(`${percent}e-2`)); // as Python reads it
    assert.equal(toReader(guess, "%"), percent);
  }
  assert.equal(fromReader(7, ""), 7);
  assert.equal(toReader(7, ""), 7);
});

// A quiz of two choices, with as much of a page as it needs.
function quizOf(isHere = () => true) {
  const element = new EventTarget();
  const inputs = [0.5, 0.67].map((guess) => ({
    value: `${100 * guess}\u202f%`,
    checked: false,
    dataset: { guess: String(guess) },
    parentElement: { dataset: {}, removeAttribute() {} },
  }));
  const form = new EventTarget();
  Object.assign(form, { querySelectorAll: () => inputs, querySelector: () => null });
  const parts = {
    form,
    "[type=submit]": {},
    "[data-verdict]": {},
    details: { querySelector: () => ({ textContent: "67\u202f%" }) },
  };
  Object.assign(element, {
    dataset: { quiz: "choice", nothing: "-1" },
    querySelector: (selector) => parts[selector],
    closest: () => (isHere() ? {} : null),
  });
  globalThis.document = { querySelectorAll: () => [element] };
  startQuizzes({ check: "Check", again: "Again", choose: "?", right: "right", wrong: "wrong" });
  const told = [];
  element.addEventListener("guess", ({ detail }) => told.push(detail));
  const submit = () => form.dispatchEvent(new Event("submit"));
  const hear = (detail) => element.dispatchEvent(new CustomEvent("state", { detail }));
  return { element, inputs, form, told, submit, hear, verdict: parts["[data-verdict]"] };
}

test("a checked guess is told to the figure, and taken back with it", () => {
  const { inputs, form, told, submit } = quizOf();
  submit();
  assert.deepEqual(told, []); // nothing is chosen
  inputs[0].checked = true;
  form.dispatchEvent(new Event("input"));
  assert.deepEqual(told, []); // not checked yet
  submit();
  assert.deepEqual(told, [0.5]);
  submit();
  assert.deepEqual(told, [0.5, -1]);
});

test("a guess that a link brings is shown as checked, and tells nothing", () => {
  const { element, inputs, told, hear, verdict } = quizOf();
  hear(0.67);
  assert.equal(inputs[1].checked, true);
  assert.equal(element.dataset.checked, "right");
  assert.equal(verdict.textContent, "right");
  hear(-1); // the reader resets the scene
  assert.equal(element.dataset.checked, undefined);
  assert.deepEqual(told, []);
});

test("in the steps after it the verdict stays", () => {
  let isHere = true;
  const { element, inputs, submit, hear } = quizOf(() => isHere);
  inputs[1].checked = true;
  submit();
  isHere = false;
  hear(-1);
  assert.equal(element.dataset.checked, "right");
});
