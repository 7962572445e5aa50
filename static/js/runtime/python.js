// Python, started from the runtime's packs: Pyodide, its library, and extensions compiled ahead. Only
// this module knows how Pyodide begins; the worker speaks with what has begun.

import { lendCompiled, shelve } from "./python_files.js";
import { cut, sizeOf } from "./verified_fetch.js";
import { fetchAtOnce, openPacks, Unpacker } from "./packs.js";

const LIBRARY = "/lib/python3.14/";
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
const TYPES = { wasm: "application/wasm", mjs: "text/javascript" };
const INPUT_OUTPUT_ERROR = 29; // what Python makes an OSError of
const never = new Promise(() => {});

// Start Python.
// ahead: names of the packs to fetch before they are needed; Python itself reads only the first
// port: where `unpack.js` hears
// report: { progress(loaded, total), fetched(), rest() }, the last of which is told before Python stands
// still for a file that was not fetched ahead
// Returns { pyodide, arrange, failure }: `arrange()` puts the other packs in their place and resolves
// then; `failure()` tells once why a file could not be had.
export async function startPython(folder, folderHash, ahead, port, report) {
  const unpacker = new Unpacker(port);
  const packs = await openPacks(folder, folderHash, ahead, report.progress, unpacker);
  packs.all.then(report.fetched, () => {});
  const shelf = new Shelf(folder, packs, ahead, report.rest);
  const [first, ...others] = ahead
    .filter((name) => packs.packs.has(`${name}.pack`))
    .map((name) => shelf.fill(name));
  const filled = Promise.all([first, ...others]);
  filled.catch(() => {}); // whoever waits for it hears of it
  const restore = answer(folder, packs.core);
  try {
    const { loadPyodide } = await importModule(packs.core.get("pyodide.mjs"));
    const { default: create } = await importModule(packs.core.get("pyodide.asm.mjs"));
    const booting = loadPyodide({
      indexURL: folder,
      lockFileContents: new TextDecoder().decode(packs.core.get("pyodide-lock.json")),
      env: { HOME: "/home/reader" },
      createPyodideModule: (settings) => create((shelf.module = settings)),
      async fsInit(FS) {
        shelve(FS, shelf.sizes, (path) => shelf.read(path));
        lendCompiled(FS, (path) => shelf.compiled.get(path));
        await first.catch(() => never); // then it is given up, below
      },
    });
    const [pyodide] = await Promise.all([booting, first]);
    return { pyodide, arrange: () => filled, failure: () => shelf.tellFailure() };
  } finally {
    restore();
  }
}

// Where each file is until Python reads it.
class Shelf {
  constructor(folder, packs, ahead, onRest) {
    this.folder = folder;
    this.packs = packs;
    this.onRest = onRest;
    this.module = null; // Pyodide's own
    this.files = new Map(); // path -> bytes
    this.compiled = new Map(); // path -> WebAssembly.Module
    this.packOf = new Map(); // path -> pack
    this.sizes = []; // [path, bytes]; an extension that is compiled ahead holds nothing
    this.failure = null;
    for (const pack of packs.packs.values()) {
      const isAhead = ahead.some((name) => pack.name === `${name}.pack`);
      for (const [path, size] of pack.files) {
        this.packOf.set(LIBRARY + path, pack);
        this.sizes.push([LIBRARY + path, isAhead && path.endsWith(".so") ? 0 : size]);
      }
    }
  }

  async fill(name) {
    const { files, compiled } = await this.packs.open(`${name}.pack`);
    for (const [path, bytes] of files) this.files.set(LIBRARY + path, bytes);
    for (const [path, module] of compiled) this.compiled.set(LIBRARY + path, module);
  }

  read(path) {
    if (!this.files.has(path)) this.#fetch(this.packOf.get(path));
    const bytes = this.files.get(path);
    this.files.delete(path);
    return bytes;
  }

  #fetch(pack) {
    this.onRest();
    try {
      const bytes = fetchAtOnce(this.folder + pack.name, this.packs.expected(pack));
      for (const [path, file] of this.#decompress(pack, bytes)) {
        this.files.set(LIBRARY + path, file);
      }
    } catch (error) {
      this.failure = error.message;
      throw new this.module.FS.ErrnoError(INPUT_OUTPUT_ERROR);
    }
  }

  tellFailure() {
    const told = this.failure;
    this.failure = null;
    return told;
  }

  // Decompress at once, by what is inside Pyodide.
  #decompress({ method, files }, bytes) {
    const { module } = this;
    const size = sizeOf(files);
    const [source, target, length] = [bytes.length, size, 4].map((each) => module._malloc(each));
    try {
      module.HEAPU8.set(bytes, source);
      module.HEAPU32[length >>> 2] = size;
      const isWhole =
        method === "zstd"
          ? module._ZSTD_decompress(target, size, source, bytes.length) === size
          : module._uncompress(target, length, source, bytes.length) === 0;
      if (!isWhole) throw new Error("A pack could not be decompressed.");
      return [...cut(module.HEAPU8.subarray(target, target + size), files)];
    } finally {
      for (const pointer of [source, target, length]) module._free(pointer);
    }
  }
}

// Answer Pyodide's own requests from verified files.
function answer(folder, core) {
  const original = self.fetch;
  const held = new Map([...core, ["python_stdlib.zip", EMPTY_ZIP]]);
  self.fetch = (resource, options) => {
    const name = String(resource?.url ?? resource).replace(folder, "");
    const bytes = held.get(name);
    if (!bytes) return original(resource, options);
    const type = TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
    return Promise.resolve(new Response(bytes, { headers: { "Content-Type": type } }));
  };
  return () => {
    self.fetch = original;
  };
}

// An import by address would ask the network, and nobody would check the answer.
async function importModule(bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: TYPES.mjs }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
