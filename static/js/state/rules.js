// A rule of a figure: a line that is moved along one axis, and the number of the state that it stands at. Pure.
//
// rule: { state, axis, limits: [low, high], step, label }

import { formatNumber } from "./format.js";

const PAGE = 10; // steps of a long stride

// Return the nearest number that a rule can stand at, between `least` and `most`.
export function snapTo({ limits: [low], step }, value, [least, most]) {
  const inside = Math.min(most, Math.max(least, value));
  const nearest = low + Math.round((inside - low) / step) * step;
  return Number(Math.min(most, Math.max(least, nearest)).toPrecision(12));
}

// Return where a key leads from a value, or undefined if it leads nowhere.
export function led({ limits: [low, high], step }, value, { key, shiftKey }) {
  const stride = step * (shiftKey ? PAGE : 1);
  if (key === "ArrowRight" || key === "ArrowUp") return value + stride;
  if (key === "ArrowLeft" || key === "ArrowDown") return value - stride;
  if (key === "PageUp") return value + step * PAGE;
  if (key === "PageDown") return value - step * PAGE;
  return { Home: low, End: high }[key];
}

// Say where a rule stands: "split at {value} kg", with as many decimals as its step has.
export function said({ label, step }, value) {
  const decimals = String(step).split(".")[1]?.length ?? 0;
  return label.replaceAll("{value}", formatNumber(value, `.${decimals}f`));
}

// The name of a rule is what its label says before the colon or, without one, before the value.
export function nameOfRule({ label }) {
  return label.split(/:|\{value\}/)[0].trim() || label.replaceAll("{value}", "").trim();
}
