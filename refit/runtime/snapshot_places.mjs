// What a snapshot of the browser's Python needs beside memory, noted while it is made: restore.js says what it is.

const PAGE = 4096; // bytes
const MARGIN = 1 << 20; // bytes of memory that a start may use before it is restored

// Notes what lies outside of memory.
export class Recorder {
  libraries = {};
  loads = [];
  wrapped = new Map(); // slot -> [function of JavaScript, signature]

  open(loader) {
    this.loader = loader;
  }

  // Python has started, and no module is imported.
  begin() {
    this.firstFree = this.loader.table.length;
  }

  onLoad(library, { global, nodelete, rpath }, localScope, handle) {
    this.bottom ??= this.loader.exports.sbrk(0);
    this.loads.push([library, { global, nodelete, rpath }, Boolean(localScope), handle]);
  }

  onPlaced(library, memory, table, { memorySize, tableSize }) {
    this.libraries[library] = { memory, table, memorySize, tableSize };
  }

  onWrapped(slot, called, signature) {
    this.wrapped.set(slot, [called, signature]);
  }

  places() {
    const { loader, libraries, loads } = this;
    return {
      got: Object.entries(loader.got).map(([name, { value }]) => [name, value]),
      libraries,
      loads,
      slots: [...this.#slots()],
      table: loader.table.length,
      size: loader.bytes.length,
      fresh: this.bottom + MARGIN,
    };
  }

  // Yield each slot that an extension's own elements do not fill.
  *#slots() {
    const { loader } = this;
    const owners = new Map(); // function -> [path, name]
    const note = (library, exports) => {
      for (const [name, each] of Object.entries(exports)) {
        if (typeof each === "function" && !owners.has(each)) owners.set(each, [library, name]);
      }
    };
    note("", loader.exports);
    for (const [library, { exports }] of Object.entries(loader.libraries)) {
      if (library !== "__main__") note(library, exports);
    }
    const names = new Map(Object.entries(loader.imports).map(([name, each]) => [each, name]));
    const own = new Set();
    for (const { table, tableSize } of Object.values(this.libraries)) {
      for (let i = 0; i < tableSize; i++) own.add(table + i);
    }
    for (let slot = 1; slot < loader.table.length; slot++) {
      const found = own.has(slot) ? null : loader.table.get(slot);
      if (!found) continue;
      const [called, signature] = this.wrapped.get(slot) ?? [];
      if (owners.has(found)) yield [slot, ...owners.get(found)];
      else if (names.has(called)) yield [slot, null, names.get(called), signature];
      else if (slot >= this.firstFree) throw new Error(`slot ${slot} is unknown`);
    }
  }
}

// Write zeros over the memory that is free.
export function wipe(module, { exports }) {
  const held = [];
  for (let size = 1 << 20; size >= 16; size >>= 1) {
    for (;;) {
      const end = exports.sbrk(0);
      const pointer = module._malloc(size);
      if (exports.sbrk(0) !== end || !pointer) {
        module._free(pointer);
        break;
      }
      module.HEAPU8.fill(0, pointer, pointer + size);
      held.push(pointer);
    }
  }
  for (const pointer of held) module._free(pointer);
}

// Return [start, length] of the pages that are written: those that hold more than zeros, and those that may
// hold something before.
export function runsOf(heap, { fresh, libraries }) {
  const words = new Uint32Array(heap.slice().buffer);
  const isWritten = new Uint8Array(Math.ceil(heap.length / PAGE));
  isWritten.fill(1, 0, Math.ceil(fresh / PAGE));
  for (const { memory, memorySize } of Object.values(libraries)) {
    isWritten.fill(1, Math.floor(memory / PAGE), Math.ceil((memory + memorySize) / PAGE));
  }
  words.forEach((word, i) => {
    if (word) isWritten[Math.floor((4 * i) / PAGE)] = 1;
  });
  const runs = [];
  for (let i = 0; i < isWritten.length; i++) {
    if (!isWritten[i]) continue;
    if (isWritten[i - 1]) runs.at(-1)[1] += PAGE;
    else runs.push([i * PAGE, PAGE]);
  }
  return runs;
}
