// What a snapshot of the browser's Python needs beside memory, noted while it is made: restore.js says what it is.

const MARGIN = 1 << 20; // bytes of memory that a start may use before it is restored
const NOBODY = 255;

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

  // Return the parts of a snapshot that tell of what lies outside of memory: { places, symbols, addresses, owners }.
  parts() {
    const { loader, libraries, loads } = this;
    const paths = ["", ...Object.keys(libraries)];
    const names = Object.keys(loader.got);
    const addresses = names.map((name) => loader.got[name].value);
    const owners = new Uint8Array(names.length).fill(NOBODY);
    const indexes = new Map(names.map((name, i) => [name, i]));
    const slots = [...this.#slots()].filter(([slot, path, name]) => {
      const [i, owner] = [indexes.get(name), paths.indexOf(path)];
      if (addresses[i] !== slot || owner < 0 || owner >= NOBODY) return true;
      owners[i] = owner;
      return false;
    });
    return {
      places: {
        strings: loader.got.PyUnicode_Type.value,
        libraries,
        loads,
        slots,
        table: loader.table.length,
        size: loader.bytes.length,
        fresh: this.bottom + MARGIN,
      },
      symbols: Buffer.from(names.join("\n")),
      addresses: new Uint8Array(Int32Array.from(addresses).buffer),
      owners,
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
