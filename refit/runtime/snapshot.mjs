// Takes a snapshot of the browser's Python with modules imported, or runs a model in a Python that is restored.
// node snapshot.mjs <Pyodide's files> <library> <folder of the page's scripts> <scratch> < task
// task: { modules, extensions, seed } to take one: names of modules, paths of compiled extensions; writes it into <scratch>:
//   head, what Pyodide's loader reads, and the parts that restore.js reads
// task: { sources, data, runs, extensions, seed, parts } to run a model in the one that <scratch> holds; as for trace.mjs,
//   whose `answers` are written; parts: their names
// <scratch> holds Pyodide's loader, changed by snapshot_patch.py. Two snapshots of one task are the same, byte for byte:
// while one is taken, clocks stand still and nothing is random.

import nodeCrypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { lastTables, openLibrary, startPython, writeAnswer } from "./node_python.mjs";
import { Difference, ringFrom } from "./snapshot_pages.mjs";
import { Recorder, wipe } from "./snapshot_places.mjs";

const [runtime, library, scripts, scratch] = process.argv.slice(2);
const task = JSON.parse(fs.readFileSync(0, "utf8"));
const GC_HEAD = 8; // bytes before an object that is collected
const isTaking = Boolean(task.modules);
if (isTaking) standStill();

const { mountFiles, provideCompiled } = await script("python_files.js");
const restoring = await script("restore.js");
const { RESEED, Restorer } = restoring;
const { default: create } = await import(pathToFileURL(path.join(scratch, "pyodide.asm.mjs")));
const kept = (name) => path.join(scratch, name);

const { files, read, readFile } = openLibrary(library);
const compiled = new Map(
  task.extensions.map((name) => [name, new WebAssembly.Module(readFile(name))]),
);
read.clear();
if (isTaking) await take();
else await runAll();
process.exit();

function script(name) {
  return import(pathToFileURL(path.join(scripts, name)));
}

function standStill() {
  const NOW = Date.UTC(2020, 0);
  const Moving = Date;
  globalThis.Date = class extends Moving {
    constructor(...of) {
      super(...(of.length ? of : [NOW]));
    }
    static now = () => NOW;
  };
  performance.now = () => 0;
  Math.random = () => 0.5;
  nodeCrypto.randomFillSync = (array) => array.fill(1);
  process.argv = ["node", "python"]; // memory holds them
}

// Start Python. refitLoader: what its loader of extensions calls
async function start(refitLoader, settings) {
  let module;
  const started = await startPython(runtime, scratch, {
    env: { PYTHONHASHSEED: task.seed, LANG: "en_US.UTF-8", _: "python" },
    createPyodideModule: (given) => create((module = Object.assign(given, { refitLoader }))),
    async fsInit(FS) {
      mountFiles(
        FS,
        files.map(([name, size]) => [name, compiled.has(name) ? 0 : size]),
        readFile,
      );
      provideCompiled(FS, (name) => (read.add(name), compiled.get(name)));
    },
    ...settings,
  });
  return { module, ...started };
}

// ── taking a snapshot ───────────────────────────────────────────────────────────────────────────────────────────────

async function take() {
  const recorder = new Recorder();
  const { pyodide, module } = await start(recorder, { _makeSnapshot: true });
  recorder.begin();
  pyodide.pyimport("tables").destroy();
  pyodide.globals.set("names", JSON.stringify(task.modules));
  pyodide.runPython(`
import contextlib, gc, importlib, json
for name in json.loads(names):
    with contextlib.suppress(Exception):
        importlib.import_module(name)
del names, name, contextlib, importlib, json
gc.collect()
gc.collect()
del gc
`);
  const collected = pyodide.runPython("import sys; id(sys.modules)");
  for (const name of Object.keys(pyodide.loadedPackages)) delete pyodide.loadedPackages[name];
  wipe(module, recorder.loader);
  const { places, ...parts } = recorder.parts();
  const whole = pyodide.makeMemorySnapshot({
    serializer(object) {
      throw new Error(`a JavaScript object is held: ${Object.prototype.toString.call(object)}`);
    },
  });
  const size = module.HEAPU8.length;
  const heap = new Uint32Array(whole.slice(whole.length - size).buffer);
  const head = whole.slice(0, whole.length - size);
  places.ring = ringFrom(heap, collected - GC_HEAD);
  const { pages, links } = new Difference(restoring, heap, places, recorder.loader.exports).from(
    await whatIsThere({ ...parts, ...asJson(places) }, head),
  );
  Object.assign(parts, { head, links, pages, ...asJson(places) });
  for (const [name, part] of Object.entries(parts)) fs.writeFileSync(kept(name), part);
}

function asJson(places) {
  return { "places.json": Buffer.from(JSON.stringify(places)) };
}

// Return what memory holds when the pages of a snapshot are to be written.
async function whatIsThere(parts, head) {
  let last;
  class Probe extends Restorer {
    write() {
      this.takeBack();
      last = new Uint32Array(this.loader.bytes.slice().buffer);
      throw new Error("enough");
    }
  }
  await start(new Probe().take(parts), { _loadSnapshot: head }).catch(() => {});
  if (!last) throw new Error("Python cannot be restored");
  return last;
}

// ── running a model ─────────────────────────────────────────────────────────────────────────────────────────────────

async function runAll() {
  const restorer = new Restorer().take(
    Object.fromEntries(task.parts.map((name) => [name, fs.readFileSync(kept(name))])),
  );
  const { pyodide, put } = await start(restorer, {
    _loadSnapshot: Uint8Array.from(fs.readFileSync(kept("head"))),
  });
  pyodide.runPython(RESEED);
  for (const [name, file] of task.data) put(name, fs.readFileSync(file));
  for (const [name, text] of Object.entries(task.sources)) put(name, text);
  const bridge = pyodide.pyimport("tables");
  const answers = fs.openSync(kept("answers"), "w");
  const answer = (action) => {
    let failure = "";
    let content = new Uint8Array();
    try {
      content = action() ?? content;
    } catch (error) {
      if (error?.name !== "PythonError") throw error;
      failure = bridge.explain_last();
    }
    writeAnswer(answers, read, { failure, isOverdue: false, seconds: 0 }, content);
  };
  answer(() => bridge.import_model());
  for (const [name, state] of task.runs) {
    answer(() => lastTables(bridge.Run(name, JSON.stringify(state))));
  }
}
