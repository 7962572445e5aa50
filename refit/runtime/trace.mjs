// Runs a model as a reader's browser would: in the browser's own Python, from the browser's own files.
// node trace.mjs <folder of Pyodide> <folder of the library> <python_files.js> <scratch> < task
// task: { sources, data, runs, limit, seed }: the texts of the model's Python files by their paths, without any of them
// if there is no model; its data files as [[name, path]], runs as
// [[function, state]], the seconds of the processor's time that a result may take, and the seed of Python's hashes
// Writes <scratch>/answers: one to the import, then one to each run, a line of JSON and `size` bytes:
//   { read, failure, isOverdue, seconds, size }: files of the library that were read; a traceback; whether it took too
//   long; the processor's time until its first result or, if that is more, between two of them; the bytes are the tables of the last result, as `dumps` of refit/model/results.py writes them
// Kills this process if a run cannot be interrupted, and leaves a file <scratch>/overdue.
// Prints nothing; what the model prints goes to standard error.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { lastTables, openLibrary, startPython, writeAnswer } from "./node_python.mjs";

// Interrupts Python from another thread when a result is overdue, and kills the process if that is in vain. Counts
// the time of the processor, so that a busy machine changes nothing, and by the clock only what is beyond all measure.
const CLOCK = `
  const fs = require("node:fs");
  const { parentPort, workerData } = require("node:worker_threads");
  const { interrupt, isOverdue, note } = workerData;
  const GRACE = 5;
  let begun = null;
  const now = () => {
    const { user, system } = process.cpuUsage();
    return { used: (user + system) / 1e6, passed: performance.now() / 1e3 };
  };
  parentPort.on("message", (limit) => (begun = { limit, ...now() }));
  setInterval(() => {
    if (!begun) return;
    const { used, passed } = now();
    if (used - begun.used > begun.limit) {
      isOverdue[0] = 1;
      interrupt[0] = 2;
    }
    if (used - begun.used > begun.limit + GRACE || passed - begun.passed > 60 + 10 * begun.limit) {
      fs.writeFileSync(note, "");
      process.kill(process.pid, "SIGKILL");
    }
  }, 100);`;
const IMPORT = 60; // seconds, at least, that the import of a model may take

const [runtime, library, pythonFiles, scratch] = process.argv.slice(2);
const { sources, data, runs, limit, seed } = JSON.parse(fs.readFileSync(0, "utf8"));

const { files, read, readFile } = openLibrary(library);
const { mountFiles } = await import(pathToFileURL(pythonFiles));
const { pyodide, put } = await startPython(runtime, scratch, {
  env: { PYTHONHASHSEED: seed },
  fsInit: async (FS) => mountFiles(FS, files, readFile),
});
for (const [name, file] of data) put(name, fs.readFileSync(file));
const bridge = pyodide.pyimport("tables");

let lastLap, longest; // seconds of the processor's time
const answers = fs.openSync(path.join(scratch, "answers"), "w");
const [interrupt, isOverdue] = [1, 1].map((size) => new Uint8Array(new SharedArrayBuffer(size)));
pyodide.setInterruptBuffer(interrupt);
const note = path.join(scratch, "overdue");
const clock = new Worker(CLOCK, { eval: true, workerData: { interrupt, isOverdue, note } });
// Without a model this fails, which shows what it takes to explain an error.
for (const [name, text] of Object.entries(sources)) put(name, text);
const isImported = answer(() => {
  clock.postMessage(Math.max(limit, IMPORT));
  bridge.import_model();
});
if (isImported) {
  for (const [name, state] of runs) {
    const run = () => bridge.Run(name, JSON.stringify(state));
    const begin = () => {
      lap();
      clock.postMessage(limit);
    };
    answer(() => lastTables(run(), begin));
  }
}
await clock.terminate();

// Note that a result has come, or that the first is begun.
function lap() {
  const { user, system } = process.cpuUsage();
  const now = (user + system) / 1e6;
  longest = Math.max(longest, now - (lastLap ?? now));
  lastLap = now;
}

// Write what an action returns or throws. Return whether it went well. End if Python is broken by it, or if it took
// too long: others would too.
function answer(action) {
  let failure = "";
  let isFatal = false;
  let content = new Uint8Array();
  [lastLap, longest] = [null, 0];
  try {
    content = action() ?? content;
  } catch (error) {
    isFatal = error?.name !== "PythonError";
    failure = isFatal ? `${error?.name}: ${error?.message ?? error}` : bridge.explain_last();
  }
  lap();
  const told = { failure, isOverdue: isOverdue[0] === 1, seconds: longest };
  writeAnswer(answers, read, told, content);
  if (isFatal || isOverdue[0]) process.exit();
  return !failure;
}
