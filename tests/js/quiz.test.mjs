// Quizzes: how far off a guess is told to be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, judge, position } from "../../static/js/scene/quiz.js";

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
