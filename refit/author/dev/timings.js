// How long models compute and Vega draws, by scene. Told from outside, so that no page carries anything for it:
// workers are heard, and Vega is imported once the page itself has fetched it.

const KEPT = 200; // of the newest, for a median

export class Timings {
  constructor() {
    this.of = new Map(); // scene -> { model: [ms], drawing: [ms] }
    this.begun = new Map(); // scene -> when its newest request was begun
  }

  add(scene, kind, ms) {
    const known = this.of.get(scene) ?? { model: [], drawing: [] };
    known[kind].push(ms);
    if (known[kind].length > KEPT) known[kind].shift();
    this.of.set(scene, known);
  }

  // A worker has said something, at a time.
  hear({ type, scene } = {}, now) {
    if (scene === undefined) return;
    if (type === "begin") this.begun.set(scene, now);
    if (type !== "done" || !this.begun.has(scene)) return;
    this.add(scene, "model", now - this.begun.get(scene));
    this.begun.delete(scene);
  }

  // Return { last, median, count } of a kind; null if there is none.
  summary(scene, kind) {
    const all = this.of.get(scene)?.[kind] ?? [];
    if (all.length === 0) return null;
    const sorted = [...all].sort((a, b) => a - b);
    const middle = Math.floor((sorted.length - 1) / 2);
    return { last: all.at(-1), median: sorted[middle], count: all.length };
  }
}

// Hear every worker that the page makes from now on.
export function hearWorkers(timings, scope = window) {
  scope.Worker = class extends scope.Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => timings.hear(data, performance.now()));
    }
  };
}

// Time each picture of Vega's, from the moment the page has fetched it.
export function watchVega(timings, url) {
  if (!url) return;
  const observer = new PerformanceObserver((entries) => {
    if (!entries.getEntriesByName(url).length) return;
    observer.disconnect();
    import(url).then(({ View }) => timeView(timings, View.prototype)).catch(() => {});
  });
  observer.observe({ type: "resource", buffered: true });
}

function timeView(timings, prototype) {
  const { runAsync } = prototype;
  prototype.runAsync = async function (...given) {
    const begun = performance.now();
    const done = await runAsync.apply(this, given);
    const scene = this.container()?.closest("[data-scene]")?.dataset.scene;
    if (scene) timings.add(scene, "drawing", performance.now() - begun);
    return done;
  };
}
