// A figure's tables as text: columns for reading, CSV for a file. Pure.

import { formatNumber } from "./format.js";
import { length } from "./tables.js";

const DIGITS = 4; // significant ones of a column's largest number

// Return only some tables and columns.
// shown: { table: [column, ...] }
export function pick(tables, shown) {
  return Object.fromEntries(
    Object.entries(shown)
      .filter(([name]) => name in tables)
      .map(([name, columns]) => {
        const kept = columns.filter((column) => column in tables[name]);
        return [name, Object.fromEntries(kept.map((column) => [column, tables[name][column]]))];
      }),
  );
}

// Return a column as text. All numbers have the same few decimals, and no more than needed.
export function readable(column) {
  if (typeof column[0] === "string") return Array.from(column);
  const numbers = Array.from(column);
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  const most = largest > 0 ? DIGITS - 1 - Math.floor(Math.log10(largest)) : 0;
  let decimals = 0;
  const limit = Math.min(9, Math.max(0, most));
  while (decimals < limit && !numbers.every((x) => Number(x.toFixed(decimals)) === x)) decimals++;
  return numbers.map((number) => formatNumber(number, `.${decimals}f`));
}

// Return all tables as one CSV table, as refit/figures/csv_files.py writes it. The first column names the table of a
// line; a cell is empty if that table has no such column. Numbers are not rounded.
export function toCsv(tables) {
  const columns = [...new Set(Object.values(tables).flatMap(Object.keys))];
  const lines = [["table", ...columns]];
  for (const [name, table] of Object.entries(tables)) {
    for (let i = 0; i < length(table); i++) {
      lines.push([name, ...columns.map((column) => table[column]?.[i] ?? "")]);
    }
  }
  return joined(lines);
}

// Return some columns of one table as CSV, and nothing else.
export function columnsToCsv(table, names) {
  const rows = Array.from({ length: length(table) }, (_, i) => names.map((name) => table[name][i]));
  return joined([names, ...rows]);
}

const joined = (lines) => lines.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");

function quoted(cell) {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
