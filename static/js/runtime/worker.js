// The model, in Python, off the main thread.
//
// In:  { type: "unpacker" } with a port to `unpack.js`, and
//      { type: "start", runtime, manifestHash, python, packs, first }, where `first` holds [name, state] of
//      what is computed for nobody, as soon as nobody waits; then
//      { type: "compute", id, scene, name, state }; `name` is the scene's function in model.py
// Out: { type: "stage", stage, loaded, total }, { type: "ready", files } with the addresses of all it has fetched,
//      { type: "rest" } before Python stands still for a file that was not fetched ahead,
//      { type: "begin", id, scene } before Python runs, which may be the last that is ever heard,
//      { type: "result", id, scene, header, numbers } for each partial result, { type: "done", id, scene },
//      { type: "error", id?, scene?, message, traceback }
//
// What is no error of the model's own, such as a fault inside Pyodide, ends the worker: the page hears
// of it as of any crash, and starts another one.

import { startPython } from "./python.js";

let unpacker = null; // a port
let bridge = null; // refit/tables.py, once the model can be run
let failure = () => null; // why a file of Python's could not be had, if that has happened
const waiting = new Map(); // scene -> the newest request that nobody has begun
const running = new Map(); // scene -> { request, run }
let cold = []; // [name, state]: what has not been computed yet
let working = false;

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  reportError(event.reason);
});

self.addEventListener("message", ({ data, ports }) => {
  if (data.type === "unpacker") [unpacker] = ports;
  else if (data.type === "start") start(data);
  else if (data.type === "compute") {
    waiting.set(data.scene, data);
    if (bridge) work();
  }
});

async function start({ runtime, manifestHash, python, packs, first }) {
  try {
    const { stage, ...report } = stages();
    const rest = () => self.postMessage({ type: "rest" });
    const sources = Promise.all(
      Object.entries(python).map(async ([name, url]) => [name, await text(url)]),
    );
    sources.catch(() => {});
    stage("python");
    const started = await startPython(runtime, manifestHash, packs, unpacker, {
      ...report,
      rest,
    });
    const { pyodide } = started;
    for (const [name, source] of await sources) {
      pyodide.FS.writeFile(`/home/reader/${name}.py`, source);
    }
    stage("packages");
    const tables = pyodide.pyimport("tables"); // and numpy, while other packs are on their way
    await started.arrange();
    stage("model");
    failure = started.failure;
    bridge = tables;
    bridge.import_model();
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    self.postMessage({ type: "ready", files });
    cold = first;
    work();
  } catch (error) {
    self.postMessage({ type: "error", ...describe(error) });
  }
}

// Python starts while packs are still on their way. What is said of it waits until all have come.
function stages() {
  let current = "";
  let isFetched = false;
  let told = -1; // percent
  const tell = () => self.postMessage({ type: "stage", stage: current });
  return {
    stage(name) {
      current = name;
      if (isFetched) tell();
    },
    progress(loaded, total) {
      const share = Math.floor((100 * loaded) / total);
      if (share === told) return; // nobody sees less
      told = share;
      self.postMessage({ type: "stage", stage: "fetch", loaded, total });
    },
    fetched() {
      isFetched = true;
      tell();
    },
  };
}

async function text(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  return response.text();
}

// Advance every scene's computation by one partial result in turn, and look for newer requests in
// between: a newer one for the same scene ends the old one.
async function work() {
  if (working) return;
  working = true;
  while (waiting.size + running.size + cold.length > 0) {
    if (waiting.size + running.size === 0) {
      warmUp(...cold.shift());
      await nextTask();
      continue;
    }
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
  working = false;
}

// Functions import what they need when they first need it: the reader's hand shall not wait for that.
function warmUp(name, state) {
  let run;
  try {
    run = bridge.Run(name, JSON.stringify(state));
    run.next()?.destroy();
    run.close();
  } catch (error) {
    if (!isPython(error)) throw error; // told when somebody asks
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
    if (!isPython(error)) throw error; // what a generator raises when it is closed, nobody asked for
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
      send(id, scene, partial);
    }
  } catch (error) {
    if (!isPython(error)) throw error;
    self.postMessage({ type: "error", id, scene, ...describe(error) });
    stop(scene);
  }
}

function send(id, scene, partial) {
  const [header, array] = partial;
  const buffer = array.getBuffer("f64");
  const numbers = buffer.data.slice();
  buffer.release();
  array.destroy();
  partial.destroy();
  self.postMessage({ type: "result", id, scene, header: JSON.parse(header), numbers }, [
    numbers.buffer,
  ]);
}

// Let messages that have arrived be handled. A timer would cost four milliseconds each.
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

// The last line of a Python traceback says what went wrong; the rest says where.
function describe(error) {
  const text = isPython(error) ? bridge.explain_last() : String(error?.message ?? error);
  const traceback = [text.trim(), failure()].filter(Boolean).join("\n");
  return { message: traceback.split("\n").at(-1), traceback };
}
