// What the build computed for a scene: the tables of each step, and those for the values of each control,
// the others being the step's own. So a reader's first touch is answered without Python. Pure.

import { readColumns } from "./columns.js";

const ENOUGH = 1e-9; // relative: one value, whichever way it was added up

export class Prepared {
  // columns: those of the steps' own tables
  // packed: what `pack_answers` of refit/model/prepared.py wrote
  // domains: those of the keys; a key of a row has no nearest
  constructor(columns, packed, domains = {}) {
    this.domains = domains;
    const all = [...columns, ...readColumns(packed.columns, columns)];
    this.answers = [...unpacked(packed, all)];
    this.steps = packed.steps; // [{ key: [values, numbers of answers] }, ...]
  }

  // Return { tables, state } for a state that differs from the step's `own` by the value of one control: for
  // that value or, of a slider, for the nearest. Undefined if there is none.
  find(step, own, state) {
    const differing = Object.keys(own).filter((key) => !isSame(own[key], state[key]));
    if (differing.length !== 1) return undefined;
    const [key] = differing;
    const [values, numbers] = this.steps[step][key] ?? [[], []];
    const at = nearest(values, state[key], this.domains[key]?.row);
    return at < 0
      ? undefined
      : { tables: this.answers[numbers[at]], state: { ...own, [key]: values[at] } };
  }

  // Return all numbers of a key for which there is an answer in a step, its own one among them, in order.
  values(step, key, own) {
    const [values] = this.steps[step][key] ?? [[]];
    return [...values, own].sort((one, other) => one - other);
  }
}

// The tables of each answer: its numbers are told as what they add to those of the last answer of its shape.
function* unpacked({ shapes, answers }, columns) {
  const last = shapes.map(() => []);
  for (const [at, ...added] of answers) {
    const numbers = (last[at] = added.map((more, i) => more + (last[at][i] ?? 0)));
    let i = 0;
    const tables = shapes[at].map(([table, names]) => [
      table,
      Object.fromEntries(names.map((name) => [name, columns[numbers[i++]]])),
    ]);
    yield Object.fromEntries(tables);
  }
}

// Return the position of a value or, among numbers, of the nearest; -1 if there is none.
function nearest(values, value, isExact) {
  if (isExact || typeof value !== "number") return values.findIndex((each) => isSame(each, value));
  const distances = values.map((each) => Math.abs(each - value));
  return distances.indexOf(Math.min(...distances));
}

// Tell whether two states, or two values in them, are the same for the model.
export function isSame(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= ENOUGH * Math.max(1, Math.abs(one));
  }
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  if (one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
