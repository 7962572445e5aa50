// Python as a snapshot holds it: put back into an interpreter that has just been instantiated.
//
// A snapshot is what memory held when the build had imported the modules, without pages of zeros. What lies
// outside of memory is noted in `places`, and done again before memory is written:
//
// got: [name, address] of each symbol; libraries: where each extension lies, { memory, table }, by its path;
// loads: [path, flags, isLocal, handle] in order; slots: [slot, path, name] of each function in the table that is
// an export of an extension, or of the core if the path is "", and [slot, null, name, signature] of JavaScript's;
// table: functions in it; size: bytes of memory; fresh: bytes below which memory is written whole, since it
// is used before; runs: [start, length] of what `pages` holds, end to end

// What Pyodide's loader calls, as refit/runtime/snapshot_patch.py has changed it.
export class Restorer {
  constructor(places, pages) {
    Object.assign(this, { places, pages });
    this.isRestoring = false;
  }

  open(loader) {
    this.loader = loader;
  }

  placeOf(library) {
    return this.isRestoring ? this.places.libraries[library] : undefined;
  }

  restore() {
    const { loader, places, pages } = this;
    this.isRestoring = true;
    if (loader.exports.sbrk(0) > places.fresh) throw new Error("memory is in use already");
    if (!loader.grow(places.size)) throw new Error("there is too little memory");
    setAddresses(loader.got, places.got);
    for (const [path, flags, isLocal, handle] of places.loads) {
      loader.load(path, flags, isLocal ? {} : undefined, handle);
    }
    fillTable(loader, places);
    let start = 0;
    for (const [at, length] of places.runs) {
      loader.bytes.set(pages.subarray(start, (start += length)), at);
    }
    this.isRestoring = false;
    this.places = this.pages = null;
  }
}

// All symbols get their addresses first, so that no extension asks for a new slot.
function setAddresses(got, addresses) {
  for (const [name, address] of addresses) {
    got[name] ??= new WebAssembly.Global({ value: "i32", mutable: true }, address);
    got[name].value = address;
  }
}

// Engines number the functions of the core differently, so slots that are taken already are written, too.
function fillTable(loader, { slots, table }) {
  if (loader.table.length > table) throw new Error("the table of functions is too long");
  loader.table.grow(table - loader.table.length);
  for (const [slot, path, name, signature] of slots) {
    const isScript = path === null;
    const from = isScript ? loader.imports : path ? loader.libraries[path].exports : loader.exports;
    const found = from[name];
    if (typeof found !== "function") throw new Error(`${name} is not there`);
    if (loader.addressOf(found) === slot) continue;
    loader.put(slot, found, isScript ? loader.wrap(found, signature) : found);
  }
}

// What would otherwise be the same for every reader.
export const RESEED = `
import random, sys
random.seed()
if numpy_random := sys.modules.get("numpy.random"):
    numpy_random.seed()
del random, sys, numpy_random
`;
