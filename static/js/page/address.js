// The page's address carries the reader's edits, so that a link to it shows what they see.

import { anchorOf, readEdits, writeEdits } from "../state/share_link.js";

const DELAY = 300; // milliseconds without a change before the address is written

// Write the edits into the address after each change.
// scenes: [{ id, element, steps }]
export function rememberEdits(store, scenes) {
  let timer = 0;
  store.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What is alone on the page has named itself there.
      const isStaged = "staged" in document.documentElement.dataset;
      const anchor = isStaged ? location.hash.slice(1) : stepOf(store, scenes);
      history.replaceState(history.state, "", writeEdits(location.href, store.shared(), anchor));
    }, DELAY);
  });
}

// Return the id of the step that the last edited scene on the screen, or above it, is in.
function stepOf(store, scenes) {
  const edited = scenes.filter(({ id }) => store.isEdited(id));
  const isReached = ({ element }) => element.getBoundingClientRect().top < innerHeight;
  const scene = edited.findLast(isReached) ?? edited[0];
  return scene ? anchorOf(scene, store.step(scene.id)) : "";
}

// Take over the edits in the address.
export function restoreEdits(store) {
  store.restore(readEdits(location.href));
}
