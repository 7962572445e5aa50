// The worker that runs the model, in Python.
//
// In:  { type: "unpacker" } with a port of `unpack.js`;
//      { type: "start", runtime, manifestHash, python, data, packs, idle, silence, isPlain }; `data`: addresses of the
//      model's data files, by their paths beside it; `idle`: [name, state] of results to compute once while
//      the worker is idle, so that what a model does but once is done before the first gesture; `silence`: seconds
//      without a byte after which a file is given up; `isPlain`: no compiled extensions are handed over;
//      { type: "idle", work }, more of it;
//      { type: "compute", id, scene, name, state }; `name`: the scene's function in model.py
// Out: { type: "here" } as soon as this script runs;
//      { type: "stage", stage, loaded, total };
//      { type: "ready", files }; `files`: the addresses of all files that were fetched;
//      { type: "later", files } when files have been fetched that the first answer did not need;
//      { type: "fetching" } before Python waits for a file that was not fetched ahead;
//      { type: "begin", id, scene } before Python runs: if it hangs, this is the last message;
//      { type: "result", id, scene, header, numbers, isPartial } for each result of a model, partial if there
//      may be more of them; then
//      { type: "done", id, scene } or { type: "error", id, scene, message, traceback, trouble };
//      { type: "error", message, traceback, trouble } if the start fails; `trouble`: that of a file that
//      did not come, if there is one
//
// An error outside the model, such as a fault inside Pyodide, crashes the worker; the page starts a new one.

import { fetchFile, fetchText } from "../network/fetch_file.js";
import { Trouble } from "../network/trouble.js";
import { startPython } from "./python.js";
import { Idling } from "./idling.js";

let unpacker = null; // a port
let bridge = null; // refit/tables.py, once the model can be run
let failure = () => null; // returns why a file of Python's could not be fetched
const waiting = new Map(); // scene -> the newest request that has not begun
const running = new Map(); // scene -> { request, run }
const idling = new Idling(warmUp); // with [name, state] of results
let canIdle = false; // whether everything is there that its work may need
let isWorking = false; // on requests

self.postMessage({ type: "here" });

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  reportError(event.reason);
});

self.addEventListener("message", ({ data, ports }) => {
  if (data.type === "unpacker") [unpacker] = ports;
  else if (data.type === "start") start(data);
  else if (data.type === "idle") idling.add(data.work);
  else if (data.type === "compute") {
    waiting.set(data.scene, data);
    if (bridge) work();
  }
});

async function start({ runtime, manifestHash, python, data, packs, idle, silence, isPlain }) {
  try {
    const { stage, ...report } = stages();
    report.fetching = () => self.postMessage({ type: "fetching" });
    const sources = Promise.all(
      Object.entries(python).map(async ([name, url]) => [name, await fetchText(url, { silence })]),
    );
    const files = Promise.all(
      Object.entries(data).map(async ([name, url]) => [name, await fetchFile(url, { silence })]),
    );
    sources.catch(() => {});
    files.catch(() => {});
    stage("python");
    const started = await startPython(runtime, manifestHash, packs, {
      port: unpacker,
      isPlain,
      report,
      silence,
    });
    const { pyodide } = started;
    for (const [name, source] of await sources) {
      writeBeside(pyodide.FS, `${name}.py`, source);
    }
    for (const [name, content] of await files) writeBeside(pyodide.FS, name, content);
    stage("packages");
    const tables = pyodide.pyimport("tables"); // and numpy, while other packs are still arriving
    await started.unpacked;
    stage("model");
    failure = started.failure;
    bridge = tables;
    bridge.import_model();
    self.postMessage({ type: "ready", files: addresses() });
    work();
    if (await started.fetchLater()) self.postMessage({ type: "later", files: addresses() });
    idling.add(idle);
    canIdle = true;
    if (!isWorking) idling.begin();
  } catch (error) {
    self.postMessage({ type: "error", ...describe(error) });
  }
}

// Return those of all files that were fetched.
const addresses = () => performance.getEntriesByType("resource").map(({ name }) => name);

// Python starts while packs are still arriving. Its stages are reported when all have arrived.
function stages() {
  let current = "";
  let isFetched = false;
  let reported = -1; // percent
  const report = () => self.postMessage({ type: "stage", stage: current });
  return {
    stage(name) {
      current = name;
      if (isFetched) report();
    },
    progress(loaded, total) {
      const share = Math.floor((100 * loaded) / total);
      if (share === reported) return;
      reported = share;
      self.postMessage({ type: "stage", stage: "fetch", loaded, total });
    },
    fetched() {
      isFetched = true;
      report();
    },
  };
}

// Write a file beside the model, where Python looks for it.
function writeBeside(FS, name, content) {
  const path = `/home/reader/${name}`;
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, content);
}

// Advance the computation of each scene by one result in turn. Between two results newer requests arrive;
// a newer request of the same scene ends the older one.
async function work() {
  if (isWorking) return;
  isWorking = true;
  idling.end();
  while (waiting.size + running.size > 0) {
    for (const [scene, request] of waiting) {
      stop(scene);
      running.set(scene, { request, run: null });
    }
    waiting.clear();
    for (const scene of [...running.keys()]) {
      advance(scene);
      await nextTask();
    }
  }
  isWorking = false;
  if (canIdle) idling.begin();
}

// Compute a result for what the model does on the way.
function warmUp(name, state) {
  let run;
  try {
    run = bridge.Run(name, JSON.stringify(state));
    run.next()?.destroy();
    run.close();
  } catch (error) {
    if (!isPython(error)) throw error; // reported when a reader asks for this state
  }
  run?.destroy();
  failure();
}

function stop(scene) {
  const run = running.get(scene)?.run;
  running.delete(scene);
  try {
    run?.close();
  } catch (error) {
    if (!isPython(error)) throw error; // an error of a generator that is closed concerns nobody
  }
  run?.destroy();
}

function advance(scene) {
  const current = running.get(scene);
  if (!current || waiting.has(scene)) return;
  const { id, name, state } = current.request;
  self.postMessage({ type: "begin", id, scene });
  try {
    current.run ??= bridge.Run(name, JSON.stringify(state));
    const partial = current.run.next();
    if (partial === undefined) {
      stop(scene);
      self.postMessage({ type: "done", id, scene });
    } else {
      send(id, scene, partial, current.run.is_stream);
    }
  } catch (error) {
    if (!isPython(error)) throw error;
    self.postMessage({ type: "error", id, scene, ...describe(error) });
    stop(scene);
  }
}

function send(id, scene, partial, isPartial) {
  const [header, array] = partial;
  const buffer = array.getBuffer("f64");
  const numbers = buffer.data.slice();
  buffer.release();
  array.destroy();
  partial.destroy();
  const result = { type: "result", id, scene, header: JSON.parse(header), numbers, isPartial };
  self.postMessage(result, [numbers.buffer]);
}

// Let messages be handled that have arrived. A timer would take four milliseconds.
const channel = new MessageChannel();
let wake = () => {};
channel.port1.onmessage = () => wake();
function nextTask() {
  return new Promise((resolve) => {
    wake = resolve;
    channel.port2.postMessage(null);
  });
}

function isPython(error) {
  return bridge !== null && error?.name === "PythonError";
}

// The last line of a Python traceback says what went wrong; the rest says where. If a file did not come, the
// page says why.
function describe(error) {
  const text = isPython(error) ? bridge.explain_last() : String(error?.message ?? error);
  const cause = [error, failure()].find((each) => each instanceof Trouble);
  const traceback = text.trim();
  return { message: traceback.split("\n").at(-1), traceback, trouble: cause?.plain };
}
