// Python as a snapshot holds it: put back into an interpreter that has just been instantiated.
//
// A snapshot is what memory held when the build had imported the modules. What lies outside of memory is noted
// in its other parts, and done again before memory is written:
//
// symbols: the names of all, a line each; addresses: theirs; owners: whether the address of a symbol is the slot of a
// function in the table, and whose export it is: the core's if 0, that of an extension if more, in the order of
// `libraries`, and no function if 255
//
// places.json: libraries: where each extension lies, { memory, table }, by its path;
// loads: [path, flags, isLocal, handle] in order; slots: [slot, path, name] of each other function in the table that is
// an export of an extension, or of the core if the path is "", and [slot, null, name, signature] of JavaScript's;
// table: functions in it; size: bytes of memory; fresh: bytes below which a start uses memory before; runs: [start,
// length] of what `pages` holds, end to end
//
// Memory holds what extensions and the core brought along. So `pages` are the difference, by XOR, to that, of the pages
// with any. Below `fresh` that is what was there before the core ran, since browsers start otherwise than node.
// `pages` lack hashes of strings, which are computed, and links of the garbage collector: it knows its objects by a ring
// of pointers, and `links` holds the distance of each of these from the one before. ring: the address of the ring
// itself; strings: that of their type

const PAGE = 1024; // words

// What Pyodide's loader calls, as refit/runtime/snapshot_patch.py has changed it.
export class Restorer {
  isRestoring = false;

  // Take what is restored; return this. parts: bytes, by name
  take(parts) {
    const decode = (name) => new TextDecoder().decode(parts[name]);
    this.parts = parts;
    this.places = JSON.parse(decode("places.json"));
    this.symbols = decode("symbols").split("\n");
    this.addresses = asWords(parts.addresses);
    return this;
  }

  open(loader) {
    this.loader = loader;
  }

  // The core is there, and nothing has run.
  onFresh() {
    const { memory, sbrk } = this.loader.exports;
    const words = new Uint32Array(memory.buffer, 0, sbrk(0) / 4);
    this.brought = new Map(); // page -> its words; most hold nothing
    for (let at = 0; at < words.length; at += PAGE) {
      const page = words.subarray(at, at + PAGE);
      if (holdsAny(page)) this.brought.set(at, page.slice());
    }
  }

  placeOf(library) {
    return this.isRestoring ? this.places.libraries[library] : undefined;
  }

  restore() {
    const { loader, places } = this;
    this.isRestoring = true;
    const trampoline = this.#trampoline();
    this.#checkRoom();
    if (!loader.grow(places.size)) throw new Error("there is too little memory");
    this.#setAddresses();
    for (const [path, flags, isLocal, handle] of places.loads) {
      loader.load(path, flags, isLocal ? {} : undefined, handle);
    }
    this.#fillTable();
    this.#checkRoom();
    this.write();
    if (trampoline) this.#keep(trampoline);
    this.isRestoring = false;
    Object.values(this.parts).forEach(release);
    this.parts = this.places = this.symbols = this.addresses = this.brought = null;
  }

  #checkRoom() {
    if (this.loader.exports.sbrk(0) > this.places.fresh)
      throw new Error("memory is in use already");
  }

  write() {
    const { loader, places } = this;
    const { pages, links } = this.parts;
    const words = new Uint32Array(loader.bytes.buffer);
    this.takeBack();
    addPages(words, places.runs, asWords(pages));
    addLinks(words, places.ring, asWords(links));
    for (const i of strings(words, places.strings, places.runs)) {
      if (words[i + HASH] === UNKNOWN) loader.exports.PyObject_Hash(4 * i);
    }
  }

  // Where Python keeps the function by which this engine calls C, which Pyodide makes for it before anything runs.
  get #trampolineAt() {
    const { _PyRuntime, _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: offset, memory } = this.loader.exports;
    const words = new Uint32Array(memory.buffer);
    return [words, (_PyRuntime.value + words[offset.value / 4]) / 4];
  }

  // Return that function; undefined if the engine has none: node's has not, and so no snapshot.
  #trampoline() {
    const [words, at] = this.#trampolineAt;
    return words[at] ? this.loader.table.get(words[at]) : undefined;
  }

  // Its slot may be another's now.
  #keep(trampoline) {
    const [words, at] = this.#trampolineAt;
    words[at] = this.loader.table.grow(1);
    this.loader.put(words[at], trampoline);
  }

  // Take back what the start may have written. Where that is nothing, nothing is written: memory takes no room until then.
  takeBack() {
    const { bytes } = this.loader;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, this.places.fresh / 4);
    const nothing = new Uint32Array(PAGE);
    for (let at = 0; at < words.length; at += PAGE) {
      const page = words.subarray(at, at + PAGE);
      const before = this.brought.get(at) ?? nothing;
      for (let i = 0; i < page.length; i++)
        if (page[i] !== (before[i] ?? 0)) page[i] = before[i] ?? 0;
    }
  }

  // All symbols get their addresses first, so that no extension asks for a new slot.
  #setAddresses() {
    const { got } = this.loader;
    this.symbols.forEach((name, i) => {
      got[name] ??= new WebAssembly.Global({ value: "i32", mutable: true }, 0);
      got[name].value = this.addresses[i];
    });
  }

  // Engines number the functions of the core differently, so slots that are taken already are written, too.
  #fillTable() {
    const { loader, places } = this;
    if (loader.table.length > places.table) throw new Error("the table of functions is too long");
    loader.table.grow(places.table - loader.table.length);
    const exports = { "": loader.exports };
    for (const path of Object.keys(places.libraries))
      exports[path] = loader.libraries[path].exports;
    const put = (slot, found, name, signature) => {
      if (typeof found !== "function") throw new Error(`${name} is not there`);
      if (loader.addressOf(found) === slot) return;
      loader.put(slot, found, signature ? loader.wrap(found, signature) : found);
    };
    const owners = Object.values(exports);
    this.symbols.forEach((name, i) => {
      const owner = owners[this.parts.owners[i]];
      if (owner) put(this.addresses[i], owner[name], name);
    });
    for (const [slot, path, name, signature] of places.slots) {
      put(slot, (path === null ? loader.imports : exports[path])[name], name, signature);
    }
  }
}

// Give the memory of bytes back now: it is 18 MB, and the next collection of garbage may be far. They are not used again.
function release({ buffer, byteLength }) {
  if (byteLength === buffer.byteLength) buffer.transfer?.(0); // which older browsers lack
}

// ── memory, as words of 32 bits ─────────────────────────────────────────────────────────────────────────────────────

const asWords = ({ buffer, byteOffset, byteLength }) =>
  new Uint32Array(
    byteOffset % 4 ? buffer.slice(byteOffset, byteOffset + byteLength) : buffer,
    byteOffset % 4 ? 0 : byteOffset,
    byteLength / 4,
  );

function holdsAny(words) {
  for (let i = 0; i < words.length; i++) if (words[i]) return true;
  return false;
}

function addPages(words, runs, pages) {
  let from = 0;
  for (const [start, length] of runs) {
    for (let i = start / 4; i < (start + length) / 4; i++) words[i] ^= pages[from++];
  }
}

// Each object's links are the addresses of the next one and the one before, with flags in their lowest bits. It is an
// operation that undoes itself.
export function addLinks(words, ring, links) {
  let [last, at] = [ring / 4, 0];
  for (const distance of links) {
    at += distance / 4;
    words[last] ^= 4 * at;
    words[at + 1] ^= 4 * last;
    last = at;
  }
  words[last] ^= ring;
  words[ring / 4 + 1] ^= 4 * last;
}

// A string is a count of its references, its type, its length, its hash, its state, and its characters, which
// follow if it is compact.
const [TYPE, LENGTH, HEAD] = [1, 2, 7]; // words
export const HASH = 3;
export const UNKNOWN = 2 ** 32 - 1;
const COMPACT = 1 << 5;
const LONGEST = 1 << 16;

// Yield where strings begin, in words, among what is written.
export function* strings(words, type, runs) {
  for (const [start, length] of runs) {
    const end = (start + length) / 4;
    for (let at = words.indexOf(type, start / 4); at >= 0 && at < end;) {
      const i = at - TYPE;
      const isWhole = i >= 0 && words[i] && words[i + LENGTH] < LONGEST;
      if (isWhole && words[i + HASH + 1] & COMPACT && i + HEAD + LONGEST < words.length) yield i;
      at = words.indexOf(type, at + 1);
    }
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
