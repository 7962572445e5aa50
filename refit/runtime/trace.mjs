// Runs a model as a reader's browser would, and lists the files that it reads.
// node trace.mjs <folder of Pyodide> <folder of the library> <python_files.js> < { model, runs, limit }: the text of
// model.py, [[function, state]], and the seconds that a result may take
// Prints { read: [path], failed: [traceback] }.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

// Interrupts Python from another thread when a result is overdue, as a page would end its worker.
const CLOCK = `
  const { parentPort, workerData } = require("node:worker_threads");
  let timer = 0;
  parentPort.on("message", (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => (workerData[0] = 2), 1000 * seconds);
  });`;
const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);
const HOME = "/home/reader";

const [runtime, library, pythonFiles] = process.argv.slice(2);
const { model, runs, limit } = JSON.parse(fs.readFileSync(0, "utf8"));

const { files } = JSON.parse(fs.readFileSync(path.join(library, "index.json"), "utf8"));
const all = fs.openSync(path.join(library, "files"));
const offsets = new Map(); // path -> [offset, size]
let start = 0;
for (const [name, size] of files) {
  offsets.set(name, [start, size]);
  start += size;
}
const read = [];
function readFile(name) {
  read.push(name);
  const [position, size] = offsets.get(name);
  const contents = new Uint8Array(size);
  fs.readSync(all, contents, 0, size, position);
  return contents;
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "refit-"));
fs.writeFileSync(path.join(scratch, "empty.zip"), EMPTY_ZIP);
const { info } = JSON.parse(fs.readFileSync(path.join(runtime, "pyodide-lock.json"), "utf8"));
const { mountFiles } = await import(pathToFileURL(pythonFiles));
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: `${runtime}/`,
  stdLibURL: path.join(scratch, "empty.zip"),
  lockFileContents: JSON.stringify({ info, packages: {} }),
  env: { HOME },
  fsInit: async (FS) => mountFiles(FS, files, readFile),
});
fs.rmSync(scratch, { recursive: true });

const put = (name, text) => pyodide.FS.writeFile(`${HOME}/${name}.py`, text);
put("tables", fs.readFileSync(new URL("../tables.py", import.meta.url)));
const bridge = pyodide.pyimport("tables");
const failed = [];
const interrupt = new Uint8Array(new SharedArrayBuffer(1));
pyodide.setInterruptBuffer(interrupt);
const clock = new Worker(CLOCK, { eval: true, workerData: interrupt });
// Without a model this fails, which shows what it takes to explain an error.
if (model) put("model", model);
attempt(() => bridge.import_model());
for (const [name, state] of runs) attempt(() => exhaust(bridge.Run(name, JSON.stringify(state))));
await clock.terminate();
console.log(JSON.stringify({ read: read.sort(), failed }));

function attempt(action) {
  try {
    action();
  } catch {
    failed.push(bridge.explain_last());
  }
}

function exhaust(run) {
  for (let tables = true; tables !== undefined; tables?.destroy?.()) {
    clock.postMessage(limit);
    tables = run.next();
  }
}
