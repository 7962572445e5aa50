// A table that a reader brings: read from a text, and held against what the essay's model can read. Pure.
//
// bring: { rows: [fewest, most], each, columns: { name: [least, greatest, unit] or [word, ...] } }, as
// refit/essay/brought.py describes it.

import { parse, plain, separatorOf } from "./separated.js";

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "–", "—", "."]);
const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
const SPACES = /[\s\u00a0\u202f]/g;

// Return { table, rows, faults, strangers } of a text. Without faults, `table` has the columns by name and as many `rows`;
// columns that the model does not read are left out. A fault is { code, row, column, value, ... }, with
// the row as a spreadsheet numbers it and, where it has one, its place in the text, [from, to]. `strangers` are the
// words that are no class, by column.
// meanings: { column: { word: class } }, what the reader says that such words stand for
export function readBrought(text, bring, meanings = {}) {
  const names = Object.keys(bring.columns);
  const { rows, open } = parse(text, separatorOf(text, names));
  const outcome = { table: {}, rows: 0, faults: [], strangers: {} };
  const { faults } = outcome;
  if (rows.length === 0) return { ...outcome, faults: [{ code: "empty" }] };
  if (open !== undefined) return { ...outcome, faults: [{ code: "quote", row: open }] };
  const [head, ...body] = rows;
  const places = findColumns(head, names, faults);
  if (faults.length > 0) return outcome;
  for (const name of names) outcome.table[name] = [];
  for (const row of body) {
    const place = { row: row.number, place: [row.from, row.to] };
    if (row.cells.length > head.cells.length) {
      faults.push({ code: "cells", ...place, n: row.cells.length, wanted: head.cells.length });
      continue;
    }
    for (const name of names) {
      const spec = bring.columns[name];
      const { value, fault } = readCell(row.cells[places[name]] ?? "", spec, meanings[name]);
      outcome.table[name].push(value);
      if (!fault) continue;
      faults.push({ ...fault, ...place, column: name });
      if (fault.code === "word") note(outcome.strangers, name, fault.value);
    }
  }
  outcome.rows = body.length;
  faults.push(...countFaults(outcome, bring));
  return outcome;
}

function note(strangers, name, word) {
  strangers[name] ??= [];
  const isNew = !strangers[name].some((each) => plain(each) === plain(word));
  if (isNew) strangers[name].push(word);
}

// Return the place of each column in the first row: their order, their case and further columns do not matter.
function findColumns(head, names, faults) {
  const places = {};
  const there = head.cells.map(plain);
  const found = head.cells.filter((cell) => cell !== "");
  for (const name of names) {
    const at = there.indexOf(plain(name));
    if (at < 0) faults.push({ code: "column", row: head.number, column: name, found });
    else if (there.lastIndexOf(plain(name)) > at)
      faults.push({ code: "twice", row: head.number, column: name });
    else places[name] = at;
  }
  // A first row that names none of the columns, and holds numbers, is a row of the data.
  const isUnnamed = faults.length === names.length && found.some((cell) => NUMBER.test(cell));
  if (isUnnamed) faults.splice(0, faults.length, { code: "head", row: head.number });
  return places;
}

// Return { value } of a cell or, if it cannot be used, { fault }.
function readCell(text, spec, meanings = {}) {
  if (MISSING.has(text.trim().toLowerCase())) return { fault: { code: "missing" } };
  if (typeof spec[0] === "string") {
    const word = meanings[plain(text)] ?? text;
    const value = spec.find((each) => plain(each) === plain(word));
    return value === undefined ? { fault: { code: "word", value: text } } : { value };
  }
  const digits = text.replaceAll(SPACES, "").replace("\u2212", "-");
  if (!NUMBER.test(digits)) return { fault: { code: "number", value: text } };
  const value = Number(digits.replace(",", "."));
  const isIn = value >= spec[0] && value <= spec[1];
  return isIn ? { value } : { fault: { code: "bounds", value: text } };
}

// Too few rows, too many, or too few of a class. Of classes, only where all other cells are good.
function countFaults({ rows, table, faults }, { rows: [fewest, most], each, columns }) {
  if (rows > most) return [{ code: "many", n: rows, most }];
  if (faults.length > 0) return [];
  if (rows < fewest) return [{ code: "few", n: rows, fewest }];
  const found = [];
  for (const [column, spec] of Object.entries(columns)) {
    if (typeof spec[0] !== "string") continue;
    for (const word of spec) {
      const n = table[column].filter((value) => value === word).length;
      if (n < each) found.push({ code: "class", column, value: word, n, each });
    }
  }
  return found;
}
