// Tables between two results. In rows with the same key numbers move from one value to the other; words, and
// numbers that are written, change at once. Pure.
//
// From step to step there is an order: what leaves goes first, then marks move, then what is new enters. A
// phase says how far each of these is: { isLeft, isEntering, isOver, leave, move, enter }.

import { length } from "./tables.js";

const SPREAD = 0.35; // share of the time after which the last row starts to move
export const FINAL = " final"; // follows a column's name in that of its copy, which is written

export const ease = (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

// Starting times are scattered, always in the same way, so that a crowd does not move in step.
const lag = (i) => SPREAD * (((i + 1) * 0.6180339887) % 1);

// How one table changes: whether anything of it leaves, moves or enters, and at(phase).
// hop: { column, height, paces } of rows that move one by one, each hopping like an animal. Rows of other
// tables move together, since they may be corners of one shape.
// isStill: it never glides; isShape: its rows are corners of one shape; isOrdered: see above
// fades: columns of opacities; written: columns that are only written
export function plan(from, to, { hop, isStill, isShape, isOrdered, fades = [], written = [] }) {
  const pairs = from?.key && to.key ? match(from, to) : null;
  const hasSameKeys =
    pairs && from.key.length === to.key.length && pairs.stay.length === length(to);
  const isSwapped = !pairs || (!hasSameKeys && (isShape || isStill));
  if (!isOrdered && !hasSameKeys) return { at: () => to };
  if (isSwapped) return swap(from, to, fades);

  const isNumber = (name) =>
    typeof (to[name]?.[0] ?? 0) === "number" && typeof (from[name]?.[0] ?? 0) === "number";
  const columns = Object.keys(to).filter(
    (name) =>
      !isStill &&
      name !== "key" &&
      name in from &&
      isNumber(name) &&
      !written.includes(name) &&
      !name.endsWith(FINAL),
  );
  const glide = (rows) =>
    columns.filter((name) =>
      rows.some(
        ([i, j]) =>
          value(from[name], i) !== value(to[name], j) &&
          (fades.includes(name) || (i >= 0 && j >= 0)),
      ),
    );
  const stage = (rows, isOld) => {
    const moving = glide(rows);
    const base = pick(isOld ? from : to, isOld ? to : from, rows, isOld, Object.keys(to));
    return { rows, moving, base };
  };
  const { stay, leave, enter } = pairs;
  const fading = fades.filter((name) => columns.includes(name));
  const old = stage(hasSameKeys || fading.length === 0 ? stay : leave, true);
  const middle = stage(stay, false);
  const last = stage(hasSameKeys ? stay : enter, false);
  const goes = (sign) =>
    [...leave, ...enter].some(([i, j]) =>
      fading.some((name) => sign * (value(to[name], j) - value(from[name], i)) > 0),
    );
  const isGone = fading.length > 0 && leave.some(([, j]) => j < 0); // what cannot fade goes at once
  const isNew = enter.some(([i]) => i < 0);

  function draw({ rows, moving, base }, phase) {
    if (moving.length === 0) return base;
    const table = { ...base };
    for (const name of moving) {
      const isFading = fades.includes(name);
      const column = (table[name] = new Float64Array(rows.length));
      rows.forEach(([i, j], row) => {
        const [start, end] = [value(from[name], i), value(to[name], j)];
        if (isFading) {
          column[row] = start + (end - start) * (end < start ? phase.leave : phase.enter);
        } else if (i < 0 || j < 0) column[row] = i < 0 ? end : start;
        else {
          const eased = ease(hop ? own(phase.move, j) : phase.move);
          column[row] = start + (end - start) * eased;
          if (name === hop?.column) {
            column[row] += hop.height * Math.abs(Math.sin(Math.PI * hop.paces * eased));
          }
        }
      });
    }
    return table;
  }
  return {
    leaves: isGone || goes(-1),
    enters: isNew || goes(1),
    moves: middle.moving.some((name) => !fades.includes(name)),
    at(phase) {
      if (phase.isOver) return to;
      if (!phase.isLeft) return draw(old, phase);
      return draw(phase.isEntering ? last : middle, phase);
    },
  };
}

const own = (t, i) => Math.min(1, Math.max(0, (t - lag(i)) / (1 - SPREAD)));

// A row that is not there is wholly transparent.
const value = (column, row) => (row < 0 ? 0 : column[row]);

// Pair rows by key, -1 for none: `stay`, those that are in both tables; `leave`, all old ones; `enter`, all
// new ones.
function match(from, to) {
  const places = (table) => new Map(Array.from(table.key, (key, i) => [key, i]));
  const [olds, news] = [places(from), places(to)];
  const enter = Array.from(to.key, (key, j) => [olds.get(key) ?? -1, j]);
  const leave = Array.from(from.key, (key, i) => [i, news.get(key) ?? -1]);
  return { stay: enter.filter(([i]) => i >= 0), leave, enter };
}

// Return the rows of one table, or of the other where it has no such column.
function pick(table, other, rows, isOld, names) {
  const isWhole = rows.length === length(table) && rows.every((row, i) => row[isOld ? 0 : 1] === i);
  const take = (name) => {
    const [column, place] =
      name in table ? [table[name], isOld ? 0 : 1] : [other[name], isOld ? 1 : 0];
    return rows.map((row) => column[row[place]]);
  };
  if (isWhole && names.every((name) => name in table)) return table;
  return Object.fromEntries(names.map((name) => [name, take(name)]));
}

// A table whose rows cannot be paired: the old one is there until the new one takes its place.
function swap(from, to, fades) {
  const [before, after] = [from ? length(from) : 0, length(to)];
  const none = from ?? Object.fromEntries(Object.keys(to).map((name) => [name, []]));
  const fading = fades.filter((name) => name in to && from && name in from);
  const isPaired = before === after;
  const end = (column, i) => (isPaired ? column[i] : 0);
  const rows = Array.from({ length: Math.max(before, after) }, (_, i) => i);
  const goes = (sign) =>
    rows.some((i) => fading.some((name) => sign * ((to[name][i] ?? 0) - (from[name][i] ?? 0)) > 0));
  // The columns of opacities of one table, on their way to or from the other's.
  const faded = (table, change) => {
    if (fading.length === 0) return table;
    const columns = fading.map((name) => [
      name,
      Array.from(table[name], (_, i) => change(name, i)),
    ]);
    return { ...table, ...Object.fromEntries(columns) };
  };
  return {
    leaves: before > 0 && goes(-1),
    enters: (before === 0 && after > 0) || (after > 0 && goes(1)),
    at({ isLeft, isEntering, isOver, leave, enter }) {
      if (isOver) return to;
      if (!isLeft && (after > 0 || fading.length > 0)) {
        return faded(none, (name, i) => {
          const [start, goal] = [none[name][i], end(to[name], i)];
          return start + Math.min(0, goal - start) * leave;
        });
      }
      if (before === 0 && !isEntering) return none;
      return faded(to, (name, i) => {
        const [start, goal] = [end(none[name], i), to[name][i]];
        return Math.min(start, goal) + Math.max(0, goal - start) * enter;
      });
    },
  };
}
