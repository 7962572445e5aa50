// The way from one picture to the next: its tables, the parameters, and what the figure's own expressions need
// to know of it. Pure.

import { betweenParams, pickParams } from "./params.js";
import { ease, FINAL, plan } from "./tween.js";

// Shares of the time. New things enter as soon as they are over nothing that leaves, while marks still move, so
// that the figure does not stand empty. Where nothing leaves, words change at once, and so does what they speak of.
const LEFT = 0.3; // after which all that leaves is gone
const ENTERING = 0.34; // after which new things enter, if anything leaves
const MOVED = 0.8; // after which marks stand where they belong

const easeIn = (t) => t ** 3; // what leaves is seen for most of its time, and so is what enters
const easeOut = (t) => 1 - (1 - t) ** 3;

// A moment after the beginning: opacities that marks share say by now whether they will fall or rise.
const MOMENT = 1e-9;

export function firstMoment(from, to, { params = [] }) {
  const [old, goal] = [from.state, to.state].map((state) => pickParams(state, params));
  return { from: old, to: goal, said: old, leave: MOMENT, enter: MOMENT };
}

// from, to: { tables, state }
// drawing: what refit/figures/charts.py says of the figure; isWalk: from step to step, which has an order
// changes: by how much each opacity that marks share has changed in the first moment
// Return at(t), which gives { tables, state, motion } at t from 0 to 1; `motion` is null in the end.
export function way(from, to, drawing, isWalk, changes = []) {
  const { hops = {}, still = [], motion: rules = {}, params = [] } = drawing;
  const ghosts = (drawing.ghost ?? []).map(({ table }) => `${table}_ghost`);
  const plans = Object.entries(to.tables).map(([name, table]) => [
    name,
    plan(from.tables[name], table, {
      hop: isWalk ? hops[name] : undefined,
      isStill: still.includes(name) || ghosts.includes(name),
      isShape: rules.shapes?.includes(name),
      isOrdered: isWalk,
      fades: rules.fades?.[name],
      written: rules.written?.[name],
    }),
  ]);
  const isFading = (rules.params ?? []).some((name) => from.state[name] !== to.state[name]);
  const names = drawing.spec?.data.map(({ name }) => name) ?? Object.keys(to.tables);
  const seen = plans.filter(([name]) => names.includes(name)).map(([, each]) => each);
  const any = (what, sign) =>
    isWalk &&
    (isFading || seen.some((each) => each[what]) || changes.some((change) => sign * change > 0));
  const [old, goal] = [from.state, to.state].map((state) => pickParams(state, params));
  const isMoving = isFading || seen.some(({ moves }) => moves) || params.some(isMoved);
  const left = any("leaves", -1) ? LEFT : 0;
  const isNew = any("enters", 1);
  const moved = isNew ? MOVED : 1;
  const entering = isNew ? (left && isMoving ? ENTERING : left) : 1;
  const stateAt = betweenParams(from.state, to.state);

  function isMoved(name) {
    return typeof goal[name] === "number" && goal[name] !== old[name];
  }
  return (t) => {
    const phase = isWalk ? ordered(t, { left, entering, moved }) : together(t);
    const { leave, enter, isLeft, isOver } = phase;
    return {
      tables: Object.fromEntries(plans.map(([name, { at }]) => [name, at(phase)])),
      state: stateAt(phase),
      motion: isOver ? null : { from: old, to: goal, said: isLeft ? goal : old, leave, enter },
    };
  };
}

function ordered(t, { left, entering, moved }) {
  const share = (begin, end) => (t >= end ? 1 : Math.max(0, (t - begin) / (end - begin)));
  return {
    isLeft: t >= left,
    isEntering: t >= entering,
    isOver: t >= 1,
    leave: easeIn(share(0, left || entering)),
    move: share(left, moved),
    enter: easeOut(share(entering === 1 ? left : entering, 1)),
  };
}

function together(t) {
  const eased = ease(Math.min(1, t));
  return { isLeft: true, isEntering: true, isOver: t >= 1, leave: eased, move: t, enter: eased };
}

// Return tables with the copies of columns that are written: { table: [column, ...] }.
// own: the same tables without a row that is held, whose numbers are written as they are moved
export function withCopies(tables, copies = {}, own = tables) {
  const changed = { ...tables };
  for (const [name, columns] of Object.entries(copies)) {
    if (!(name in tables)) continue;
    changed[name] = { ...tables[name] };
    for (const column of columns) {
      const isHeld = tables[name][column] !== own[name]?.[column];
      if (isHeld || !(column + FINAL in tables[name])) {
        changed[name][column + FINAL] = tables[name][column];
      }
    }
  }
  return changed;
}
