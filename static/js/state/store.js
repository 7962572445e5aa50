// The state of each scene: defaults, overridden by the step, overridden by the edits that are in force in
// it. An edit is in force in the step in which it was made, and in every other that offers its key and does
// not set it. Elsewhere a step shows its own picture, so that what is written above a control stays true
// whatever is done below it; the edit waits until it is offered again. Pure: no DOM, no worker.

import { disordered } from "./edges.js";
import { isSame } from "./prepared.js";
import { UndoStack } from "./undo_stack.js";
import { check, validPart } from "./valid.js";

const MADE_IN = /^(.+)@([0-9]+)$/; // how a link writes a key, and the number of the step of its edit

export class Store {
  // scenes: { id: { defaults, steps: [overrides, ...], offers: [[key, ...], ...], domains, bring } }; a step offers
  // the keys that the reader can change in it; domains: see valid.js; bring: { key } of a table of the reader's own
  constructor(scenes) {
    this.scenes = new Map();
    for (const [id, { defaults, steps, offers, domains = {}, bring }] of Object.entries(scenes)) {
      // edits: key -> { value, step, isLinked }
      const own = { step: 0, edits: new Map(), stack: new UndoStack() };
      this.scenes.set(id, { defaults, steps, offers, domains, bring, ...own });
    }
    this.listeners = new Set();
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  #scene(id) {
    const scene = this.scenes.get(id);
    if (!scene) throw new RangeError(`there is no scene "${id}"`);
    return scene;
  }

  #changed(id, cause) {
    for (const listener of this.listeners) listener(id, cause);
  }

  // A step's own state, without any edit.
  own(id, step) {
    const { defaults, steps } = this.#scene(id);
    return structuredClone({ ...defaults, ...steps[step] });
  }

  state(id) {
    return { ...this.own(id, this.step(id)), ...this.#edits(id) };
  }

  // The edits that are in force in the present step. Where those of two steps are out of order with each
  // other, or with the step, that of the present step remains if it can.
  #edits(id) {
    const { defaults, domains, steps, offers, step, edits } = this.#scene(id);
    const isOffered = (key) => offers[step].includes(key) && !Object.hasOwn(steps[step], key);
    let inForce = [...edits].filter(([key, edit]) => edit.step === step || isOffered(key));
    const values = () => Object.fromEntries(inForce.map(([key, { value }]) => [key, value]));
    const wrong = () => disordered({ ...defaults, ...steps[step], ...values() }, domains);
    for (const isDropped of [(edit) => edit.step !== step, () => true]) {
      const keys = wrong();
      if (keys.length > 0)
        inForce = inForce.filter(([key, edit]) => !(keys.includes(key) && isDropped(edit)));
    }
    return structuredClone(values());
  }

  step(id) {
    return this.#scene(id).step;
  }

  isEdited(id) {
    return Object.keys(this.#edits(id)).length > 0;
  }

  enter(id, step) {
    const scene = this.#scene(id);
    if (step === scene.step || !(step in scene.steps)) return;
    scene.step = step;
    this.#changed(id, "step");
  }

  // cause: "edit" for a control, "drag" for a row that moves, "point" for one that is pointed at; gesture: the
  // number of the gesture that this is a part of; see UndoStack
  patch(id, patch, cause = "edit", gesture = undefined) {
    const { defaults, domains, edits, stack, step } = this.#scene(id);
    for (const [key, value] of Object.entries(patch)) {
      if (!Object.hasOwn(defaults, key)) {
        const keys = Object.keys(defaults).join(", ");
        throw new RangeError(`scene "${id}" has no key "${key}"; its keys are ${keys}`);
      }
      check(`${id}.${key}`, value, defaults[key], domains[key]);
    }
    const [wrong] = disordered({ ...this.state(id), ...patch }, domains);
    if (wrong) throw new RangeError(`${id}.${wrong} would pass its neighbour`);
    if (cause !== "point") stack.note(Object.keys(patch), edits, step, gesture);
    for (const [key, value] of Object.entries(structuredClone(patch))) {
      edits.set(key, { value, step });
    }
    this.#changed(id, cause);
  }

  // Take all edits back: of one scene as a gesture that can be undone, or of all for good.
  reset(id) {
    const ids = id === undefined ? [...this.scenes.keys()] : [id];
    for (const each of ids) {
      const { edits, stack, step } = this.#scene(each);
      if (id === undefined) stack.clear();
      if (edits.size === 0) continue;
      if (id !== undefined) stack.note([...edits.keys()], edits, step);
      edits.clear();
      this.#changed(each, "reset");
    }
  }

  // Undo or redo the newest gesture in a scene, and older ones of this step until something is seen to change. Return
  // the step that the last was made in; undefined if there is none.
  undo(id) {
    return this.#travel(id, "undo");
  }

  redo(id) {
    return this.#travel(id, "redo");
  }

  #travel(id, way) {
    const { edits, stack, step: present } = this.#scene(id);
    const before = this.state(id);
    let step;
    do {
      const next = stack[way](edits);
      if (next === undefined) break;
      step = next;
    } while (step === present && isSame(before, this.state(id)));
    if (step !== undefined) this.#changed(id, way);
    return step;
  }

  // Whether there is anything to undo and to redo.
  can(id) {
    const { past, future } = this.#scene(id).stack;
    return { undo: past.length > 0, redo: future.length > 0 };
  }

  // All edits, in force or not, for a link: { scene: { "key@number of its step": value } }. A reader's own table goes
  // nowhere, and what was done to its rows would be done to others: no link tells of a scene that has one.
  shared() {
    const isTold = ([, { edits, bring }]) => edits.size > 0 && !edits.get(bring?.key)?.value;
    const edited = [...this.scenes].filter(isTold);
    const written = ([key, { value, step }]) => [`${key}@${step + 1}`, structuredClone(value)];
    return Object.fromEntries(
      edited.map(([id, { edits }]) => [id, Object.fromEntries([...edits].map(written))]),
    );
  }

  // Whether all that is changed in the present step came with a link.
  isLinked(id) {
    return this.isEdited(id) && this.#linked(id).length === Object.keys(this.#edits(id)).length;
  }

  #linked(id) {
    const { edits } = this.#scene(id);
    return Object.keys(this.#edits(id)).filter((key) => edits.get(key).isLinked);
  }

  // Forget the edits in force that a link brought; return whether there were any.
  forgetLinked(id) {
    const { edits } = this.#scene(id);
    const linked = this.#linked(id);
    for (const key of linked) edits.delete(key);
    if (linked.length > 0) this.#changed(id, "reset");
    return linked.length > 0;
  }

  // Take over what is valid of a link's edits; scenes and keys that this page does not have are dropped.
  restore(shared) {
    for (const [id, edits] of Object.entries(shared)) {
      const scene = this.scenes.get(id);
      if (!scene) continue;
      for (const [written, value] of Object.entries(Object(edits)))
        restoreOne(scene, written, value);
      if (scene.edits.size > 0) this.#changed(id, "restore");
    }
  }
}

// An edit is one of the step that a link names or, if that does not offer the key, of the first that does. A key
// that no step offers has only values that the essay itself gives it: for others nobody answers.
function restoreOne({ defaults, steps, offers, domains, edits }, written, value) {
  const [, key, number] = MADE_IN.exec(written) ?? [null, written, 0];
  if (!Object.hasOwn(defaults, key)) return;
  const valid = validPart(value, defaults[key], domains[key]);
  if (valid === undefined) return;
  const named = number - 1 in steps ? number - 1 : 0;
  const first = offers.findIndex((each) => each.includes(key));
  const given = [defaults, ...steps].map((state) => JSON.stringify(state[key]));
  if (first < 0 && !given.includes(JSON.stringify(valid))) return;
  const step = first < 0 || offers[named].includes(key) ? named : first;
  edits.set(key, { value: structuredClone(valid), step, isLinked: true });
}
