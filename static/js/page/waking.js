// Whether the page's main script runs. The style sheets lay the page out by it:
// `data-scripts` on the root: it runs or is on its way, so the figures stay while their steps pass;
// `data-live`: it runs; without `data-scripts` each step has a picture of its own, and nothing can be pressed;
// `data-still`: why it does not run, where that is known.
// `settings.js` watches, before the first paint; `main.js` wakes the page.

import { keepPlace } from "./scroll.js";

const PATIENCE = 5000; // milliseconds for the script, from when all of the text has arrived

// What the scripts need and the newest of which every supported browser has.
const isModern = () =>
  "noModule" in document.createElement("script") &&
  typeof structuredClone === "function" &&
  "findLast" in Array.prototype;

function reason() {
  if (location.protocol === "file:") return "file";
  return self.origin === "null" ? "framed" : "scripts";
}

export function watchMain(root) {
  const giveUp = () => {
    if ("live" in root.dataset) return;
    root.dataset.still ??= reason();
    delete root.dataset.scripts;
  };
  if (!isModern()) {
    root.dataset.still = "old";
    return;
  }
  root.dataset.scripts = "";
  const isMain = ({ type }) => type === "module";
  addEventListener("error", ({ target }) => isMain(target) && giveUp(), true);
  const whenRead = () => setTimeout(giveUp, PATIENCE);
  document.addEventListener("readystatechange", whenRead, { once: true });
  addEventListener("load", giveUp); // it has run by now, or it never will
}

// The main script has run to its end. If it was given up, the page changes under a reader.
export function wake(root) {
  if (root.dataset.still === "old") return;
  keepPlace([...document.querySelectorAll("main > *, [data-step]")], () => {
    delete root.dataset.still;
    root.dataset.scripts = "";
    root.dataset.live = "";
  });
}
