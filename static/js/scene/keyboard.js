// The keys of a layer that is one tab stop: arrow keys choose a row or move the one that is carried,
// Enter picks it up or puts it down, Escape puts it down, Insert adds a row, Delete takes one away.
// This module does not know what is moved.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ADDS = ["Insert", "+"];
const REMOVES = ["Delete", "Backspace"];
const TOGGLES = ["Enter", " "];

// actions: go([right, up], count), toggle(), putDown(), add(), remove(); each returns whether it applies
export function watchKeys(layer, actions) {
  const act = ({ key, shiftKey }) => {
    if (ADDS.includes(key)) return actions.add();
    if (REMOVES.includes(key)) return actions.remove();
    if (TOGGLES.includes(key)) return actions.toggle();
    if (key === "Escape") return actions.putDown();
    return key in ARROWS && actions.go(ARROWS[key], shiftKey ? 10 : 1);
  };
  layer.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event)) event.preventDefault();
  });
}
