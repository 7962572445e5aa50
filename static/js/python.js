// Python, started from the runtime's packs: Pyodide, its library, and extensions compiled ahead.

import { lendCompiled, shelve } from "./library.js";
import { fetchAtOnce, openPacks } from "./packs.js";

const LIBRARY = "/lib/python3.14/";
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);
const TYPES = { wasm: "application/wasm", mjs: "text/javascript" };

// Start Python.
// ahead: the packs to fetch before it is needed; report: { progress(loaded, total), fetched(), rest() }, the
// last of which is told before Python stands still for a file that was not fetched ahead
// Returns { pyodide, ready, failure }: `ready` resolves when all packs have arrived and are in place;
// `failure()` is why a file could not be had at once, if that has happened.
export async function startPython(folder, folderHash, ahead, report) {
  const packs = await openPacks(folder, folderHash, ahead, report.progress);
  const shelf = new Map(); // path -> bytes, until Python has read them
  const compiled = new Map(); // path -> WebAssembly.Module
  const place = async (name) => {
    const modules = [];
    for await (const [path, bytes] of packs.files(name)) {
      if (path.endsWith(".so")) {
        modules.push(
          WebAssembly.compile(bytes).then((module) => compiled.set(LIBRARY + path, module)),
        );
      } else shelf.set(LIBRARY + path, bytes);
    }
    await Promise.all(modules);
  };
  packs.all.then(report.fetched, () => {});
  const first = place(ahead[0]);
  const others = Promise.all(ahead.slice(1).map(place));
  for (const promise of [first, others]) promise.catch(() => {});

  let failure = null;
  let module = null;
  const packOf = new Map();
  const sizes = [];
  for (const pack of packs.packs) {
    for (const [path, size] of pack.files) {
      packOf.set(LIBRARY + path, pack);
      const isCompiled = path.endsWith(".so") && ahead.includes(pack.name.replace(".pack", ""));
      sizes.push([LIBRARY + path, isCompiled ? 0 : size]);
    }
  }
  const fetchNow = (path) => {
    const pack = packOf.get(path);
    report.rest();
    try {
      const inflate = (bytes, size) => uncompress(module, bytes, size);
      const files = fetchAtOnce(folder + pack.name, packs.expected(pack), pack.files, inflate);
      for (const [name, bytes] of files) shelf.set(LIBRARY + name, bytes);
    } catch (error) {
      failure = error.message;
      throw new module.FS.ErrnoError(29); // an error of input and output, to Python
    }
  };
  const read = (path) => {
    if (!shelf.has(path)) fetchNow(path);
    const bytes = shelf.get(path);
    shelf.delete(path);
    return bytes;
  };

  const tellFailure = () => {
    const told = failure;
    failure = null;
    return told;
  };
  const restore = answer(folder, packs.core);
  try {
    const { loadPyodide } = await importModule(packs.core.get("pyodide.mjs"));
    const { default: create } = await importModule(packs.core.get("pyodide.asm.mjs"));
    const booting = loadPyodide({
      indexURL: folder,
      lockFileContents: new TextDecoder().decode(packs.core.get("pyodide-lock.json")),
      env: { HOME: "/home/reader" },
      createPyodideModule: (settings) => create((module = settings)),
      async fsInit(FS) {
        shelve(FS, sizes, read);
        lendCompiled(FS, (path) => compiled.get(path));
        await first.catch(() => new Promise(() => {})); // then it is given up, below
      },
    });
    const [pyodide] = await Promise.all([booting, first]);
    return { pyodide, ready: Promise.all([others, packs.all]), failure: tellFailure };
  } finally {
    restore();
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

// Decompress by the zlib inside Pyodide, which answers at once.
function uncompress(module, bytes, size) {
  const source = module._malloc(bytes.length);
  const target = module._malloc(size);
  const length = module._malloc(4);
  try {
    module.HEAPU8.set(bytes, source);
    module.HEAPU32[length >>> 2] = size;
    if (module._uncompress(target, length, source, bytes.length) !== 0) {
      throw new Error("A pack could not be decompressed.");
    }
    return module.HEAPU8.slice(target, target + size);
  } finally {
    [source, target, length].forEach((pointer) => module._free(pointer));
  }
}
