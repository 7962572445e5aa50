// Intent: the runtime is fetched when the reader reaches for something live. One that is kept from an
// earlier visit costs no network, and starts as soon as something live is in sight.

import { areKept } from "./offline.js";

const LIVE = "[data-handles], [data-control]";
const ENOUGH = 4; // gigabytes of memory, where a browser tells

// files: addresses of all that the runtime fetches
export function watchIntent(files, onIntent) {
  for (const type of ["pointerover", "pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => {
      if (target.closest?.(LIVE)) onIntent();
    });
  }
  const observer = new IntersectionObserver(async (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    const isSmall = navigator.deviceMemory < ENOUGH;
    if (!isSmall && (await areKept(files))) (window.requestIdleCallback ?? setTimeout)(onIntent);
  });
  for (const each of document.querySelectorAll(LIVE)) observer.observe(each);
}
