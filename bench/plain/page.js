// Plain Pyodide with scikit-learn, as its documentation says, to a first fitted model.

const stages = [];
const note = (stage) => stages.push({ stage, time: performance.now() });

window.plain = { stages, failure: null };
window.plain.start = () => {
  note("created");
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => note(data));
  worker.addEventListener("error", ({ message }) => (window.plain.failure = message));
};
