// Runs in the page before its own scripts and writes down what happens there, in milliseconds of the
// page's clock. Nothing is judged here.

(() => {
  const probe = {
    touched: null, // the first pointer on a handle
    moves: [], // { time, handled, held }: pointer moves; when the event arose, when it was handled
    sent: [], // { time, id, move }: questions to the worker, with the number of moves before each
    heard: [], // { time, type, ... }: what the worker said
    changes: [], // times at which the watched mark was changed
    frames: [], // { time, drawn, start }: each frame, with the index of what the watched mark looked like;
    // start is null for a second look into the same frame
    pictures: [], // what the watched mark has looked like
    painted: [], // times right after the frames were handed over
    tasks: [], // { time, duration }: main-thread tasks over 50 ms
    slowFrames: [], // { time, duration, scripts }: frames over 50 ms, and what ran in them
    shifts: [], // { value, after, sources }
    steps: [], // { time, step }: the step on the screen
    drawings: [], // times at which a figure's drawing was replaced
    watched: "", // a selector
  };
  Object.defineProperty(window, "probe", { value: probe });

  // ── the worker ───────────────────────────────────────────────────────────────────────────────────

  window.Worker = class extends Worker {
    constructor(...options) {
      super(...options);
      probe.heard.push({ time: performance.now(), type: "created" });
      this.addEventListener("message", ({ data }) => {
        const { type, id, stage, message } = data;
        const note = { time: performance.now(), type, id, stage, message };
        const boundary = data.header?.boundary;
        if (boundary) {
          const first = (column) => data.numbers[boundary[column][0]];
          note.boundary = ["x", "y", "x2", "y2"].map(first);
        }
        probe.heard.push(note);
      });
    }

    postMessage(message, ...options) {
      if (message.type === "compute") {
        const move = probe.moves.length - 1;
        probe.sent.push({ time: performance.now(), id: message.id, move });
      }
      super.postMessage(message, ...options);
    }
  };

  // ── the pointer ──────────────────────────────────────────────────────────────────────────────────

  // A move that is told before its frame is told again in it.
  for (const type of ["pointerrawupdate", "pointermove"]) {
    addEventListener(
      type,
      ({ timeStamp, buttons }) => {
        const handled = performance.now();
        if (probe.moves.at(-1)?.time === timeStamp) return;
        probe.moves.push({ time: timeStamp, handled, held: buttons === 1 });
      },
      { capture: true },
    );
  }
  addEventListener(
    "pointerover",
    ({ target, timeStamp }) => {
      if (target.closest?.("[data-handles]")) probe.touched ??= timeStamp;
    },
    { capture: true },
  );

  // ── frames ───────────────────────────────────────────────────────────────────────────────────────

  // The watched mark is looked at in every frame, and again after each of the page's own callbacks
  // in that frame, so that what is drawn in a callback counts for the frame it is shown in.
  const request = window.requestAnimationFrame.bind(window);
  let seen = null;
  function look() {
    if (!probe.watched) return -1;
    const mark = document.querySelector(probe.watched);
    const picture = mark
      ? ["transform", "x2", "y2"].map((name) => mark.getAttribute(name)).join(" ")
      : "";
    if (picture !== seen) {
      seen = picture;
      probe.pictures.push(picture);
    }
    return probe.pictures.length - 1;
  }
  window.requestAnimationFrame = (callback) => {
    const id = request(callback);
    request(() => {
      const drawn = look();
      if (probe.frames.at(-1)?.drawn !== drawn) {
        probe.frames.push({ time: performance.now(), drawn, start: null });
      }
    });
    return id;
  };
  const channel = new MessageChannel();
  channel.port1.onmessage = () => probe.painted.push(performance.now());
  request(function frame(start) {
    probe.frames.push({ time: performance.now(), drawn: look(), start });
    channel.port2.postMessage(null);
    request(frame);
  });

  let watcher = null;
  probe.watch = (selector) => {
    probe.watched = selector;
    watcher?.disconnect();
    watcher = new MutationObserver(() => probe.changes.push(performance.now()));
    watcher.observe(document.querySelector(selector), { attributes: true });
  };

  // ── what the browser itself reports ──────────────────────────────────────────────────────────────

  const observe = (type, note) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  };
  observe("longtask", ({ startTime, duration }) => probe.tasks.push({ time: startTime, duration }));
  observe("long-animation-frame", ({ startTime, duration, blockingDuration, scripts }) =>
    probe.slowFrames.push({
      time: startTime,
      duration,
      blocking: blockingDuration,
      scripts: scripts.map((script) => ({
        duration: script.duration,
        layout: script.forcedStyleAndLayoutDuration,
        invoker: script.invoker,
        source: script.sourceURL.split("/").at(-1),
        function: script.sourceFunctionName,
      })),
    }),
  );
  const name = (node) => {
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    if (!element) return "";
    return element.localName + [...element.classList].map((word) => `.${word}`).join("");
  };
  observe("layout-shift", ({ value, hadRecentInput, startTime, sources }) =>
    probe.shifts.push({
      time: startTime,
      value,
      afterInput: hadRecentInput,
      sources: sources.map(({ node }) => name(node)),
    }),
  );

  addEventListener("DOMContentLoaded", () => {
    const steps = [...document.querySelectorAll("[data-step]")];
    const onStep = (records) => {
      for (const { target } of records) {
        if (target.hasAttribute("data-active")) {
          probe.steps.push({ time: performance.now(), step: steps.indexOf(target) });
        }
      }
    };
    for (const step of steps) {
      const observer = new MutationObserver(onStep);
      observer.observe(step, { attributeFilter: ["data-active"] });
    }
    for (const holder of document.querySelectorAll("[data-layout]")) {
      const observer = new MutationObserver(() => probe.drawings.push(performance.now()));
      observer.observe(holder, { childList: true });
    }
  });
})();
