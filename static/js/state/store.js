// The state of each scene: defaults, overridden by the step, overridden by the reader's edits. Pure: no
// DOM, no worker.

import { check, validPart } from "./valid.js";

export class Store {
  // scenes: { id: { defaults, steps: [overrides, ...], domains } }; domains: see valid.js
  constructor(scenes) {
    this.scenes = new Map();
    for (const [id, { defaults, steps, domains = {} }] of Object.entries(scenes)) {
      this.scenes.set(id, { defaults, steps, domains, step: 0, edits: {} });
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

  state(id) {
    const { defaults, steps, step, edits } = this.#scene(id);
    return structuredClone({ ...defaults, ...steps[step], ...edits });
  }

  step(id) {
    return this.#scene(id).step;
  }

  isEdited(id) {
    return Object.keys(this.#scene(id).edits).length > 0;
  }

  // Entering a step removes the edits of the keys that the step sets; other edits stay.
  enter(id, step) {
    const scene = this.#scene(id);
    if (step === scene.step || !(step in scene.steps)) return;
    scene.step = step;
    for (const key of Object.keys(scene.steps[step])) delete scene.edits[key];
    this.#changed(id, "step");
  }

  // cause: "edit" for a control, "drag" for a row, "restore" for a link
  patch(id, patch, cause = "edit") {
    const scene = this.#scene(id);
    for (const [key, value] of Object.entries(patch)) {
      if (!Object.hasOwn(scene.defaults, key)) {
        const keys = Object.keys(scene.defaults).join(", ");
        throw new RangeError(`scene "${id}" has no key "${key}"; its keys are ${keys}`);
      }
      check(`${id}.${key}`, value, scene.defaults[key], scene.domains[key]);
    }
    Object.assign(scene.edits, structuredClone(patch));
    this.#changed(id, cause);
  }

  reset(id) {
    const ids = id === undefined ? [...this.scenes.keys()] : [id];
    for (const each of ids) {
      if (!this.isEdited(each)) continue;
      this.#scene(each).edits = {};
      this.#changed(each, "reset");
    }
  }

  // The edits of all scenes that have any, for a link.
  shared() {
    const edited = [...this.scenes].filter(([id]) => this.isEdited(id));
    return Object.fromEntries(edited.map(([id, scene]) => [id, structuredClone(scene.edits)]));
  }

  // Take over what is valid of a link's edits; scenes and keys that this page does not have are dropped.
  restore(shared) {
    for (const [id, edits] of Object.entries(shared)) {
      const { defaults, domains } = this.scenes.get(id) ?? { defaults: {} };
      const kept = Object.entries(Object(edits))
        .filter(([key]) => Object.hasOwn(defaults, key))
        .map(([key, value]) => [key, validPart(value, defaults[key], domains[key])])
        .filter(([, value]) => value !== undefined);
      if (kept.length > 0) this.patch(id, Object.fromEntries(kept), "restore");
    }
  }
}
