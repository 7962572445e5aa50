// The parameters of a figure that are keys of its scene's state. Pure.

import { ease } from "./tween.js";

export function pickParams(state, names) {
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

// Return at(phase), which gives the parameters: numbers move, others change once what leaves is gone.
export function betweenParams(from, to) {
  const moving = Object.keys(to).filter(
    (name) => isNumber(from[name]) && isNumber(to[name]) && from[name] !== to[name],
  );
  return ({ isOver, isLeft, move }) => {
    if (isOver) return to;
    const at = { ...(isLeft ? to : from) };
    for (const name of moving) at[name] = from[name] + (to[name] - from[name]) * ease(move);
    return at;
  };
}

const isNumber = (value) => typeof value === "number";
