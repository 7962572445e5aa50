// Ctrl+Z and Ctrl+Shift+Z, on a Mac with Cmd: they undo and redo what the reader has done to a figure. The browser's
// own undo stays where text is typed.

const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable]";

// Return "undo", "redo", or null for any other key.
export function wayOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (ctrlKey === metaKey || altKey || key?.toLowerCase() !== "z") return null;
  return shiftKey ? "redo" : "undo";
}

// scenes: [{ id, element, toolbar: { travel(way) } }, ...]. The one that has the focus is meant, or else the one on the screen in
// which something was done last.
export function watchUndoKeys(store, scenes) {
  const recent = [...scenes]; // the one that was changed last stands first
  store.onChange((id, cause) => {
    if (cause === "step" || cause === "point") return;
    const i = recent.findIndex((scene) => scene.id === id);
    recent.unshift(...recent.splice(i, 1));
  });
  document.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way || event.defaultPrevented || event.target.closest?.(TYPED)) return;
    const usable = recent.filter(({ id, element }) => store.can(id)[way] && isOnScreen(element));
    const focused = usable.find(({ element }) => element.contains(document.activeElement));
    const scene = focused ?? usable[0];
    if (!scene) return;
    event.preventDefault();
    scene.toolbar.travel(way);
  });
}

function isOnScreen(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && top < innerHeight && bottom > 0;
}
