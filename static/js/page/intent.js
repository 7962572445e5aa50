// The reader's intent to run a model. The runtime is fetched when the reader reaches for a control or a
// handle. If an earlier visit has left it in the cache, it starts as soon as one of them is on the screen.

import { areKept } from "./offline.js";

const INTERACTIVE = "[data-handles], [data-control]";
const ENOUGH = 4; // gigabytes of memory; not every browser says how many there are

// files: addresses of all files that the runtime fetches
export function watchIntent(files, onIntent) {
  for (const type of ["pointerover", "pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => {
      if (target.closest?.(INTERACTIVE)) onIntent();
    });
  }
  const observer = new IntersectionObserver(async (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    const isSmall = navigator.deviceMemory < ENOUGH;
    if (!isSmall && (await areKept(files))) (window.requestIdleCallback ?? setTimeout)(onIntent);
  });
  for (const each of document.querySelectorAll(INTERACTIVE)) observer.observe(each);
}
