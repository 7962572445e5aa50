// The parameters of a figure that are keys of its scene's state. Pure.

import { ease } from "./tween.js";

export function pickParams(state, names) {
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

// Return at(t), which gives the parameters at t from 0 to 1: numbers move, others change at once.
export function betweenParams(from, to) {
  const moving = Object.keys(to).filter(
    (name) => isNumber(from[name]) && isNumber(to[name]) && from[name] !== to[name],
  );
  return (t) => {
    if (t >= 1 || moving.length === 0) return to;
    const at = { ...to };
    for (const name of moving) at[name] = from[name] + (to[name] - from[name]) * ease(t);
    return at;
  };
}

const isNumber = (value) => typeof value === "number";
