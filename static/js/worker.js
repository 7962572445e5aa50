// The model, in Python, off the main thread. Only this module knows Pyodide.
//
// In:  { type: "start", runtime, manifestHash, python, packages }, then
//      { type: "compute", id, scene, name, state }; `name` is the scene's function in model.py
// Out: { type: "stage", stage, loaded, total }, { type: "ready", files } with the addresses of all it has fetched,
//      { type: "begin", id, scene } before Python runs, which may be the last that is ever heard,
//      { type: "result", id, scene, header, numbers } for each partial result, { type: "done", id, scene },
//      { type: "error", id?, scene?, message, traceback }
//
// What is no error of the model's own, such as a fault inside Pyodide, ends the worker: the page hears
// of it as of any crash, and starts another one.

import { verifiedFiles } from "./files.js";
import { asked } from "./offline.js";

let bridge = null; // refit/tables.py, once the model can be run
const waiting = new Map(); // scene -> the newest request that nobody has begun
const running = new Map(); // scene -> { request, run }
let working = false;

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  reportError(event.reason);
});

self.addEventListener("message", ({ data }) => {
  if (data.type === "start") start(data);
  else if (data.type === "compute") {
    waiting.set(data.scene, data);
    if (bridge) work();
  }
});

async function start({ runtime, manifestHash, python, packages }) {
  try {
    const report = (stage, progress = {}) =>
      self.postMessage({ type: "stage", stage, ...progress });
    const files = await verifiedFiles(runtime, manifestHash, (loaded, total) =>
      report("fetch", { loaded, total }),
    );
    self.fetch = files.fetch; // what Pyodide asks for now comes out of the verified files
    report("python");
    const { loadPyodide } = await files.importModule("pyodide.mjs");
    const { default: createPyodideModule } = await files.importModule("pyodide.asm.mjs");
    const pyodide = await loadPyodide({
      indexURL: runtime,
      env: { HOME: "/home/reader" },
      createPyodideModule,
    });
    report("packages");
    await pyodide.loadPackage(packages, { messageCallback: () => {}, checkIntegrity: false });
    files.release();
    report("model");
    for (const [name, url] of Object.entries(python)) {
      pyodide.FS.writeFile(`/home/reader/${name}.py`, await text(url));
    }
    bridge = pyodide.pyimport("tables");
    bridge.import_model();
    self.postMessage({ type: "ready", files: asked() });
    work();
  } catch (error) {
    self.postMessage({ type: "error", ...describe(error) });
  }
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
  working = false;
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
  const traceback = text.trim();
  return { message: traceback.split("\n").at(-1), traceback };
}
