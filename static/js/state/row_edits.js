// The rows that a reader moves, adds and takes away, as the state holds them:
// { key: [x, y] } for one that was moved, { key: [x, y, value?] } for one that was added, and
// { key: null } for one of the model's own that was taken away. Pure.

import { written } from "./format.js";

const ADDED = "+"; // what the key of an added row begins with

// Return the rows of a table that something can be done with, in its order:
// [{ key, row, position, isDraggable, isRemovable }].
// rules: { drag, add }, those that the figure has
export function usableRows(table, { drag, add }) {
  return Array.from(table.key ?? [], (key, row) => ({
    key: String(key),
    row,
    position: [table.x[row], table.y[row]],
    isDraggable: Boolean(drag && table.draggable?.[row]),
    isRemovable: Boolean(add && table.removable?.[row]),
  })).filter(({ isDraggable, isRemovable }) => isDraggable || isRemovable);
}

// Return the nearest position that a row may have; a coordinate without limits stays as it is.
export function snap([x, y], { limits, step }) {
  return [x, y].map((value, i) => (limits[i] ? snapNumber(value, limits[i], step[i]) : value));
}

// Return the nearest number within limits that is a multiple of a step, or a limit.
export function snapNumber(value, [low, high], step) {
  const inside = Math.min(high, Math.max(low, value));
  const steps = Math.round(inside / step);
  return Number(Math.min(high, Math.max(low, steps * step)).toPrecision(12));
}

export function isInside([x, y], { limits }) {
  return [x, y].every((value, i) => value >= limits[i][0] && value <= limits[i][1]);
}

// Return a key that neither the state nor the screen has yet.
// rows: the state's; keys: those on the screen
export function freshKey(rows, keys) {
  const numbers = [...Object.keys(rows), ...keys]
    .filter((key) => String(key).startsWith(ADDED))
    .map((key) => Number(String(key).slice(ADDED.length)));
  return ADDED + (Math.max(0, ...numbers.filter(Number.isFinite)) + 1);
}

export const isAdded = (key) => key.startsWith(ADDED);

export function add(rows, key, position, value) {
  return { ...rows, [key]: value === undefined ? position : [...position, value] };
}

// An added row keeps its value.
export function move(rows, key, position) {
  return { ...rows, [key]: [...position, ...(rows[key] ?? []).slice(2)] };
}

export function remove(rows, key) {
  if (!isAdded(key)) return { ...rows, [key]: null };
  const { [key]: _, ...others } = rows;
  return others;
}

// Fill a label with a row's columns: "{species} {key}: weight {weight} kg".
export function fill(label, table, row) {
  return label.replace(/\{(\w+)\}/g, (_, column) => written(table[column]?.[row] ?? ""));
}

// The name of a row is what its label says before the colon.
export const nameOf = (label) => label.split(":")[0];
