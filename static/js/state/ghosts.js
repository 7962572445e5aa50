// Ghosts: what tables were before the reader's last change. Pure.
//
// A change may be many edits: while a row is held, or a slider is moved, they are one. So an edit begins a new
// change if it is of another key, or if a while has passed since the last, and nothing is held.

const PAUSE = 800; // milliseconds

export class Ghosts {
  constructor() {
    this.kept = null; // the tables before the last change; null at rest
    this.key = null; // what the last edit was of
    this.time = -Infinity; // when it was
  }

  // The reader edits a key of the state. tables: what is shown until then
  edit(key, tables, now, isHeld) {
    const isSame = key === this.key && (isHeld || now - this.time < PAUSE);
    if (!isSame) this.kept = tables;
    Object.assign(this, { key, time: now });
  }

  clear() {
    Object.assign(this, { kept: null, key: null, time: -Infinity });
  }

  // Return tables with the ghosts of some of them; empty ones at rest.
  // rules: [{ table }, ...]
  over(tables, rules = []) {
    const ghosts = rules.map(({ table }) => [
      `${table}_ghost`,
      this.kept?.[table] ?? none(tables[table]),
    ]);
    return ghosts.length > 0 ? { ...tables, ...Object.fromEntries(ghosts) } : tables;
  }
}

const none = (table = {}) => Object.fromEntries(Object.keys(table).map((name) => [name, []]));
