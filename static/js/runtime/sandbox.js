// The sandbox, as `Runtime` sees it: a worker that takes and sends the messages of worker.js. What it sends is
// not to be trusted: it is read as data, in state/untrusted.js, and nothing else of it goes on.

import { clean } from "../state/untrusted.js";

const MOST_MESSAGES = 400; // in a second
const MOST_STARTS = 8; // with another library each time
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
    this.isReady = false;
    this.heard = { second: 0, count: 0 };
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
    this.port?.postMessage(message);
  }

  terminate() {
    this.turn = null;
    clearTimeout(this.timer);
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

  #openFrame() {
    const frame = (this.frame = document.createElement("iframe"));
    frame.setAttribute("sandbox", "allow-scripts");
    Object.assign(frame, { hidden: true, title: "", src: this.address });
    return new Promise((resolve, reject) => {
      frame.addEventListener("load", resolve, { once: true });
      this.timer = setTimeout(() => reject(new Error(this.words.frame)), this.silence * 1000);
      document.body.append(frame);
    }).finally(() => clearTimeout(this.timer));
  }

  // Once Python has been ready, another start of it is no concern of the page's.
  #tellStage(message) {
    if (!this.isReady) this.#tell(message);
  }

  #hear(data) {
    if (this.#isFlood()) {
      this.fail(this.words.flood);
      return;
    }
    const message = clean(data, this.shapes);
    if (!message) return;
    const { type, scene } = message;
    if (type === "stage") this.#watchImport(message.stage);
    if (["ready", "error", "lacks", "crash"].includes(type)) clearTimeout(this.timer);
    if (type === "lacks") this.#fetch(message.url);
    else if (type === "crash") this.#crash(message.message);
    else if (type === "stage") this.#tellStage(message);
    else if (type === "ready") this.#tellReady(message);
    else {
      if (["done", "error"].includes(type) && this.open.get(scene)?.id === message.id) {
        this.open.delete(scene);
      }
      this.#tell(message);
    }
  }

  #tellReady(message) {
    if (this.isReady) return;
    this.isReady = true;
    this.#tell(message);
  }

  // Start anew with files that Python lacks. Meanwhile the clock stands that would end a slow model.
  async #fetch(url) {
    const { turn } = this;
    const isNew = await this.files.want(url).catch(() => false);
    if (turn !== this.turn || !isNew || ++this.starts > MOST_STARTS) return;
    if (this.isReady) this.#tell({ type: "fetching" });
    this.#begin();
  }

  #watchImport(stage) {
    clearTimeout(this.timer);
    if (stage !== "model" || this.isReady) return;
    this.timer = setTimeout(() => this.fail(this.words.import), IMPORT);
  }

  #isFlood() {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.heard.second) this.heard = { second, count: 0 };
    return ++this.heard.count > MOST_MESSAGES;
  }
}
