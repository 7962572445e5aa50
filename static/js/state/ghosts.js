// Ghosts: what tables were before the reader's last change. Pure.
//
// A change may be many edits: while a pointer holds a row or a slider they are one, and so are those of one key
// that follow each other soon.

const PAUSE = 800; // milliseconds

export class Ghosts {
  constructor() {
    this.clear();
  }

  clear() {
    this.kept = null; // the tables before the last change; null at rest
    this.last = { key: null, hold: 0, time: 0 }; // the last edit
  }

  // The reader edits a key of the state. tables: what is shown until then; hold: the number of the gesture, 0 if
  // no pointer is down
  edit(key, tables, time, hold) {
    const { last } = this;
    const isSame = hold ? hold === last.hold : !last.hold && time - last.time < PAUSE;
    if (key !== last.key || !isSame) this.kept = tables;
    this.last = { key, hold, time };
  }

  // Return tables with the ghosts of some of them; empty ones at rest.
  // rules: [{ table }, ...]
  over(tables, rules) {
    if (!rules?.length) return tables;
    const ghosts = rules.map(({ table }) => [
      `${table}_ghost`,
      this.kept?.[table] ?? emptied(tables[table]),
    ]);
    return { ...tables, ...Object.fromEntries(ghosts) };
  }
}

const emptied = (table = {}) => Object.fromEntries(Object.keys(table).map((name) => [name, []]));
