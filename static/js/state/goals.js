// The goals of challenges, judged as refit/page/goals.py does. Pure.

import { lookUp } from "./tables.js";

const NEARLY = 1e-9; // by which numbers of the build and of the browser may differ

const SIGNS = {
  ">=": (one, other) => one >= other - NEARLY,
  "<=": (one, other) => one <= other + NEARLY,
  ">": (one, other) => one > other + NEARLY,
  "<": (one, other) => one < other - NEARLY,
  "==": isEqual,
  "!=": (one, other) => !isEqual(one, other),
};

function isEqual(one, other) {
  return typeof one === "number" ? Math.abs(one - other) <= NEARLY : one === other;
}

// Return how many conditions of a goal hold. What a table does not have does not.
// goal: [[reference, sign, number or word or { of: reference }], ...]
export function countMet(goal, tables) {
  return goal.filter(([reference, sign, right]) => {
    const one = lookUp(tables, reference);
    const other = right?.of ? lookUp(tables, right.of) : right;
    return one !== undefined && typeof one === typeof other && SIGNS[sign](one, other);
  }).length;
}
