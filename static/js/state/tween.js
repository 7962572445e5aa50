// Tables between two results. In rows with the same key numbers move from one value to the other and
// words change at once. Tables without keys, or with rows that come or go, change at once. Pure.

import { length } from "./tables.js";

const SPREAD = 0.35; // share of the time after which the last row starts to move

export const ease = (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

// Starting times are scattered, always in the same way, so that a crowd does not move in step.
const lag = (i) => SPREAD * (((i + 1) * 0.6180339887) % 1);

// Return at(t), which gives the tables at t from 0 to 1.
// hops: { table: { column, height, paces } }, the tables whose rows move one by one, each hopping like
// an animal. Rows of other tables move together, since they may be corners of one shape.
export function between(from, to, hops = {}) {
  const plans = Object.entries(to).map(([name, table]) => [
    name,
    plan(from[name], table, hops[name]),
  ]);
  return (t) => Object.fromEntries(plans.map(([name, at]) => [name, at(t)]));
}

function plan(from, to, hop) {
  if (!from?.key || !to.key || from.key.length !== to.key.length) return () => to;
  const rowOf = new Map(Array.from(from.key, (key, i) => [key, i]));
  const source = Array.from(to.key, (key) => rowOf.get(key));
  if (source.includes(undefined)) return () => to;

  const size = length(to);
  const moving = Object.keys(to).filter(
    (name) =>
      name !== "key" &&
      typeof to[name][0] === "number" &&
      typeof from[name]?.[0] === "number" &&
      source.some((row, i) => from[name][row] !== to[name][i]),
  );
  if (moving.length === 0) return () => to;
  return (t) => {
    if (t >= 1) return to;
    const table = { ...to };
    for (const name of moving) table[name] = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const own = hop ? Math.min(1, Math.max(0, (t - lag(i)) / (1 - SPREAD))) : t;
      const eased = ease(own);
      for (const name of moving) {
        const start = from[name][source[i]];
        table[name][i] = start + (to[name][i] - start) * eased;
      }
      if (hop && moving.includes(hop.column)) {
        table[hop.column][i] += hop.height * Math.abs(Math.sin(Math.PI * hop.paces * eased));
      }
    }
    return table;
  };
}
