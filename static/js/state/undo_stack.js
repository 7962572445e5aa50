// What the reader can undo and redo in one scene: the edits that each gesture has changed, as they were before.
// Pure.
//
// Each scene has a history of its own, since its buttons stand below its figure: what they take back is seen there,
// and no other figure changes out of sight. Pointing at something is no change, and is not in it.

export const WAYS = ["undo", "redo"]; // causes of a change

const MOST = 100; // gestures that are remembered

export class UndoStack {
  constructor() {
    this.clear();
  }

  clear() {
    this.past = []; // of { step, before: key -> edit or undefined }, the newest last
    this.future = []; // the same, of what was undone
    this.gesture = undefined; // the number of the newest
  }

  // These keys are about to change. edits: key -> edit, as they are; gesture: a number, or undefined for a change
  // that is a gesture of its own. Changes with one number are one gesture if a key is changed again.
  note(keys, edits, step, gesture) {
    const last = this.past.at(-1);
    const isMore =
      gesture !== undefined &&
      gesture === this.gesture &&
      keys.some((key) => last?.before.has(key));
    if (!isMore) this.past.push({ step, before: new Map() });
    const { before } = this.past.at(-1);
    for (const key of keys) if (!before.has(key)) before.set(key, edits.get(key));
    if (this.past.length > MOST) this.past.shift();
    this.future = [];
    this.gesture = gesture;
  }

  // Put the edits back as they were before the newest gesture. Return the step that it was made in; undefined if
  // there is none.
  undo(edits) {
    return this.#swap(this.past, this.future, edits);
  }

  redo(edits) {
    return this.#swap(this.future, this.past, edits);
  }

  #swap(from, to, edits) {
    const gesture = from.pop();
    if (!gesture) return undefined;
    const { step, before } = gesture;
    to.push({ step, before: new Map([...before.keys()].map((key) => [key, edits.get(key)])) });
    for (const [key, edit] of before) {
      if (edit) edits.set(key, edit);
      else edits.delete(key);
    }
    this.gesture = undefined;
    return step;
  }
}
