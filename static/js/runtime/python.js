// Python, started from the runtime's packs: Pyodide, its files, and extensions that are compiled already.
// Only this module knows how Pyodide starts.

import { fetchVerified, hasHash } from "../network/fetch_file.js";
import { cut, sizeOf } from "./cut.js";
import { fetchAtOnce, isLater, isSnapshot, openPacks, Unpacker } from "./packs.js";
import { mountFiles, provideCompiled } from "./python_files.js";
import { RESEED, Restorer } from "./restore.js";

const LIBRARY = "/lib/python3.14/";
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
const TYPES = { wasm: "application/wasm", mjs: "text/javascript" };
const INPUT_OUTPUT_ERROR = 29; // Emscripten's EIO, an OSError in Python
const never = new Promise(() => {});

// Start Python.
// wanted: names of the packs to fetch before they are needed, perhaps one of a snapshot; Python itself reads only
// the first
// port: of the worker that unpacks
// isPlain: extensions come as bytes, and Pyodide compiles them; Python does not start from a snapshot
// report: { progress(loaded, total), fetched(), fetching() }; fetching() is called before Python waits for a
// file that was not fetched ahead
// silence: seconds without a byte after which a file is given up
// Return { pyodide, unpacked, failure, fetchLater }: `unpacked` is a promise that resolves when all packs are unpacked;
// failure() returns, once, the error of a file that could not be fetched; fetchLater() fetches what only later answers
// need, and returns a promise of whether there is such, which resolves when it is there, or cannot be had
export async function startPython(folder, folderHash, wanted, { port, isPlain, report, silence }) {
  const ahead = wanted.filter((name) => !isLater(name) && !(isPlain && isSnapshot(name)));
  const unpacker = new Unpacker(port, isPlain);
  const options = { onProgress: report.progress, silence };
  const packs = await openPacks(folder, folderHash, ahead, options, unpacker);
  packs.all.then(report.fetched, () => {});
  const library = new Library(folder, packs, isPlain ? [] : ahead, report.fetching);
  const [first, ...others] = ahead
    .filter((name) => packs.packs.has(`${name}.pack`) && !isSnapshot(name))
    .map((name) => library.unpack(name));
  const unpacked = Promise.all([first, ...others]);
  unpacked.catch(() => {}); // whoever waits for it handles it
  const snapshot = ahead.find(isSnapshot);
  const restore = interceptFetch(folder, packs.core);
  try {
    const pyodide =
      (snapshot && (await restorePython(library, snapshot, folder, unpacked))) ||
      (await boot(library, folder, first));
    packs.core.clear(); // 10 MB, and compiled by now
    return {
      pyodide,
      unpacked,
      failure: () => library.takeFailure(),
      async fetchLater() {
        const later = wanted.filter(isLater);
        await Promise.all(later.map((name) => library.fetch(name)));
        return later.length > 0;
      },
    };
  } finally {
    restore();
  }
}

// Start Python as a snapshot holds it, which comes while Pyodide's core is compiled. Whatever is in the way, return null: it can be started without.
async function restorePython(library, name, folder, unpacked) {
  try {
    const restorer = new Restorer();
    const opened = library.packs.open(`${name}.pack`);
    const needed = Promise.all([
      unpacked,
      opened.then(({ files }) => restorer.take(Object.fromEntries(files))),
    ]);
    needed.catch(() => {}); // whoever waits for it handles it
    const head = library.packs.core.get(`${name}.pack.head`);
    const pyodide = await boot(library, folder, needed, restorer, { _loadSnapshot: head });
    pyodide.runPython(RESEED);
    return pyodide;
  } catch (error) {
    console.warn(`Python starts without its snapshot: ${error?.message ?? error}`);
    return null;
  }
}

// needed: a promise of the packs that the start reads; refitLoader: what Pyodide's loader of extensions calls
async function boot(library, folder, needed, refitLoader, settings) {
  const { core } = library.packs;
  const { loadPyodide } = await importModule(core.get("pyodide.mjs"));
  const { default: create } = await importModule(core.get("pyodide.asm.mjs"));
  const booting = loadPyodide({
    indexURL: folder,
    lockFileContents: new TextDecoder().decode(core.get("pyodide-lock.json")),
    env: { HOME: "/home/reader" },
    createPyodideModule: (given) =>
      create((library.module = Object.assign(given, refitLoader && { refitLoader }))),
    async fsInit(FS) {
      mountFiles(FS, library.sizes, (path) => library.read(path));
      provideCompiled(FS, (path) => library.compiled.get(path));
      await needed.catch(() => never); // the start fails below, since `needed` does
    },
    ...settings,
  });
  const [pyodide] = await Promise.all([booting, needed]);
  return pyodide;
}

// Python's files: unpacked, or in a pack that is not fetched yet.
class Library {
  constructor(folder, packs, compiled, onFetch) {
    this.folder = folder;
    this.packs = packs;
    this.onFetch = onFetch;
    this.module = null; // Pyodide's Emscripten module
    this.files = new Map(); // path -> bytes
    this.compiled = new Map(); // path -> WebAssembly.Module
    this.packOf = new Map(); // path -> pack
    this.sizes = []; // [path, bytes]; the file of an extension that is compiled ahead is empty
    this.failure = null;
    this.fetched = new Map(); // name of a pack -> its bytes, until Python asks for them
    for (const pack of packs.packs.values()) {
      if (isSnapshot(pack.name)) continue;
      const isCompiled = compiled.some((name) => pack.name === `${name}.pack`);
      for (const [path, size] of pack.files) {
        this.packOf.set(LIBRARY + path, pack);
        this.sizes.push([LIBRARY + path, isCompiled && path.endsWith(".so") ? 0 : size]);
      }
    }
  }

  async unpack(name) {
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
    try {
      const bytes = this.fetched.get(pack.name) ?? this.#fetchAtOnce(pack);
      this.fetched.set(pack.name, null);
      for (const [path, file] of this.#decompress(pack, bytes)) {
        this.files.set(LIBRARY + path, file);
      }
    } catch (error) {
      this.failure = error;
      throw new this.module.FS.ErrnoError(INPUT_OUTPUT_ERROR);
    }
  }

  #fetchAtOnce(pack) {
    this.onFetch();
    return fetchAtOnce(this.folder + pack.name, this.packs.expected(pack));
  }

  // If it cannot be had, Python asks again when it needs a file of it.
  async fetch(name) {
    const pack = this.packs.packs.get(`${name}.pack`);
    const isRight = (bytes) => hasHash(bytes, this.packs.expected(pack));
    const bytes = await fetchVerified(this.folder + pack.name, isRight).catch(() => null);
    if (!this.fetched.has(pack.name)) this.fetched.set(pack.name, bytes);
  }

  takeFailure() {
    const { failure } = this;
    this.failure = null;
    return failure;
  }

  // Decompress synchronously, with the libraries inside Pyodide.
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

// Answer Pyodide's requests from verified files. Return a function that ends this.
function interceptFetch(folder, core) {
  const original = self.fetch;
  const files = new Map([...core, ["python_stdlib.zip", EMPTY_ZIP]]);
  self.fetch = (resource, options) => {
    const name = String(resource?.url ?? resource).replace(folder, "");
    const bytes = files.get(name);
    if (!bytes) return original(resource, options);
    const type = TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
    return Promise.resolve(new Response(bytes, { headers: { "Content-Type": type } }));
  };
  return () => {
    self.fetch = original;
  };
}

// Import a module from verified bytes; an import by its address would fetch it again, unverified.
async function importModule(bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: TYPES.mjs }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
