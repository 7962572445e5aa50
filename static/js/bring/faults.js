// What is wrong with a reader's table, as sentences: where, what, and what to write instead.

import { fill } from "../state/fill.js";
import { formatNumber } from "../state/format.js";

const LONGEST = 30; // characters of a cell that are shown

// fault: of state/brought.js; bring: what the table must be; words: of the interface
// Return { where, what }.
export function told(fault, bring, words) {
  const { code, row, column, value = "" } = fault;
  const spec = bring.columns[column] ?? [];
  const shown = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  const values = { ...fault, value: shown, wanted: fault.wanted ?? wanted(spec, words) };
  values.found = fault.found?.map((name) => `“${name}”`).join(", ");
  values.columns = Object.keys(bring.columns).join(", ");
  const places = [
    row !== undefined && fill(words.row, { n: row }),
    column !== undefined && row !== undefined && fill(words.column, { name: column }),
  ];
  return {
    where: places.filter(Boolean).join(", "),
    what: fill(words.faults[code], values),
  };
}

// What may stand in a column: "a number from 0 to 14 (kg)", "cat or dog".
export function wanted(spec, words) {
  if (typeof spec[0] !== "string") {
    const [low, high] = spec.slice(0, 2).map((each) => formatNumber(each, digits(each)));
    return fill(words.number, { low, high }) + (spec[2] ? ` (${spec[2]})` : "");
  }
  return fill(words.either, { some: spec.slice(0, -1).join(", "), last: spec.at(-1) });
}

const digits = (number) => `.${(String(number).split(".")[1] ?? "").length}f`;
