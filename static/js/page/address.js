// The page's address carries the reader's edits, so that a link to it shows what they see.

import { readEdits, writeEdits } from "../state/share_link.js";

const DELAY = 300; // milliseconds without a change before the address is written

// Write the edits into the address after each change.
// scenes: [{ id, element, steps }]
export function rememberEdits(store, scenes) {
  let timer = 0;
  store.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const anchor = anchorOf(store, scenes);
      history.replaceState(history.state, "", writeEdits(location.href, store.shared(), anchor));
    }, DELAY);
  });
}

// Return the id of the step that the last edited scene on the screen, or above it, is in.
function anchorOf(store, scenes) {
  const edited = scenes.filter(({ id }) => store.isEdited(id));
  const isReached = ({ element }) => element.getBoundingClientRect().top < innerHeight;
  const scene = edited.findLast(isReached) ?? edited[0];
  return scene ? scene.steps[store.step(scene.id)].id : "";
}

// Take over the edits in the address. They were made in the step that it names, or after the last step
// of a scene above: those steps are entered first, because entering a step later would take edits back.
export function restoreEdits(store, scenes) {
  const stepNamed = ({ steps }) => steps.findIndex((step) => location.hash === `#${step.id}`);
  const named = scenes.findIndex((scene) => stepNamed(scene) >= 0);
  scenes.slice(0, named + 1).forEach((scene, i) => {
    store.enter(scene.id, i < named ? scene.steps.length - 1 : stepNamed(scene));
  });
  store.restore(readEdits(location.href));
}
