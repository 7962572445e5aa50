// The tools below a figure, each a <details>: closed by Escape or, where they would hide it, by the
// focus on a step.

export function watchTools(scene, isNarrow) {
  const tools = scene.querySelectorAll(".tool");
  for (const tool of tools) {
    tool.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !tool.open) return;
      tool.open = false;
      tool.querySelector("summary").focus();
    });
  }
  // On a phone an open tool lies over the steps.
  scene.addEventListener("focusin", ({ target }) => {
    if (!isNarrow() || !target.closest("[data-step]")) return;
    for (const tool of tools) tool.open = false;
  });
}
