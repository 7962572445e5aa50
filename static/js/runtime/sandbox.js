// The sandbox, as `Runtime` sees it: a worker that takes and sends the messages of worker.js. What it sends is
// not to be trusted: it is read as data, in state/untrusted.js, and nothing else of it goes on.

import { clean } from "../state/untrusted.js";

const MOST_MESSAGES = 400; // in a second
const MOST_STARTS = 8; // with another library each time
const MOST_LATE = 50; // results of requests that newer ones have overtaken
const IMPORT = 30_000; // milliseconds for the import of a model

export class Sandbox {
  // address: of sandbox.html; scripts: a promise of the texts of its two workers; files: SandboxFiles;
  // own: [[address, text]] of the reader's own files; shapes: what the figures draw, for `clean`;
  // words: { frame, flood, import }; silence: seconds for the frame to come
  constructor({ address, scripts, files, own, shapes, words, silence }) {
    Object.assign(this, { address, scripts, files, own, shapes, words, silence });
    this.listeners = { message: [], error: [] };
    this.open = new Map(); // scene -> the newest request that is not answered
    this.starts = 0;
    this.isReady = false; // once it has been, for good
    this.heard = { second: 0, count: 0 };
    this.begun = null; // the id of the request that Python has begun, and not answered
    this.late = 0; // results of overtaken requests since the newest was asked
  }

  addEventListener(type, listener) {
    this.listeners[type].push(listener);
  }

  #tell(data) {
    for (const listener of this.listeners.message) listener({ data });
  }

  // The start has failed, or the reader has stopped it.
  fail(message) {
    this.terminate();
    this.#tell({ type: "error", message, traceback: "" });
  }

  #crash(message) {
    this.terminate();
    for (const listener of this.listeners.error) listener({ message });
  }

  // A message of the page's own, as a worker takes it.
  postMessage(message) {
    if (message.type === "start") {
      this.start = message;
      this.#begin();
      return;
    }
    this.open.set(message.scene, message);
    this.late = 0;
    this.port?.postMessage(message);
  }

  terminate() {
    this.turn = null;
    clearTimeout(this.opening);
    clearTimeout(this.importing);
    this.importing = this.begun = null;
    this.isImported = false;
    this.port?.close();
    this.port = null;
    this.frame?.remove(); // and with it all workers in it
    this.frame = null;
  }

  async #begin() {
    this.terminate();
    const turn = (this.turn = {});
    try {
      const progress = (loaded, total) =>
        this.#tellStage({ type: "stage", stage: "fetch", loaded, total });
      const [given, scripts] = await Promise.all([
        this.files.load(this.own, progress),
        this.scripts,
      ]);
      if (turn !== this.turn) return;
      await this.#openFrame();
      if (turn !== this.turn) return;
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      port1.onmessage = ({ data }) => turn === this.turn && this.#hear(data);
      this.frame.contentWindow.postMessage({ scripts }, "*", [port2]); // an opaque origin has no name
      port1.postMessage({ ...this.start, given });
      for (const message of this.open.values()) port1.postMessage(message);
    } catch ({ message, plain }) {
      if (turn !== this.turn) return;
      this.terminate();
      this.#tell({ type: "error", message, traceback: "", trouble: plain });
    }
  }

  // It is open when something comes out of it: browsers say `load` of the page with which they tell an error, too.
  #openFrame() {
    const frame = (this.frame = document.createElement("iframe"));
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { hidden: true, title: "", src: this.address });
    this.opening = setTimeout(() => this.fail(this.words.frame), this.silence * 1000);
    return new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      document.body.append(frame);
    });
  }

  // Once Python has been ready, another start of it is no concern of the page's.
  #tellStage(message) {
    if (!this.isReady) this.#tell(message);
  }

  #hear(data) {
    clearTimeout(this.opening);
    if (this.#isFlood()) {
      this.fail(this.words.flood);
      return;
    }
    const message = clean(data, this.shapes);
    if (!message) return;
    const { type, stage } = message;
    if (type === "lacks") this.#fetch(message.url);
    else if (type === "crash") this.#crash(message.message);
    else if (type === "stage") {
      if (stage === "model" && !this.isImported) this.#watchImport();
      this.#tellStage(message);
    } else if (type === "ready") this.#tellReady(message);
    else if (message.scene === undefined || this.#isDue(message)) this.#tell(message);
  }

  // Whatever is told restarts the clock that ends a slow model, so code could live for ever by what nobody has asked
  // for: a request begins once for each result; done, or failed, is only the newest of its scene.
  #isDue({ type, id, scene }) {
    const newest = this.open.get(scene)?.id;
    if (type === "begin") {
      if (id !== newest || this.begun !== null) return false;
      this.begun = id;
      return true;
    }
    if (id === this.begun) this.begun = null;
    if (type === "result") return id === newest || (id < newest && ++this.late <= MOST_LATE);
    return id === newest && this.open.delete(scene);
  }

  // Each start imports the model once. After a later one the page's clock goes on.
  #tellReady(message) {
    if (this.isImported) return;
    this.isImported = true;
    clearTimeout(this.importing);
    this.#tell(this.isReady ? { type: "fetched" } : message);
    this.isReady = true;
  }

  // Start anew with files that Python lacks. Meanwhile the clock stands that would end a slow model.
  async #fetch(url) {
    const { turn } = this;
    const isNew = await this.files.want(url).catch(() => false);
    if (turn !== this.turn || !isNew || ++this.starts > MOST_STARTS) return;
    if (this.isReady) this.#tell({ type: "fetching" });
    this.#begin();
  }

  // Code that is being imported may say what it likes, but cannot begin this clock anew.
  #watchImport() {
    this.importing ??= setTimeout(() => this.fail(this.words.import), IMPORT);
  }

  #isFlood() {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.heard.second) this.heard = { second, count: 0 };
    return ++this.heard.count > MOST_MESSAGES;
  }
}
