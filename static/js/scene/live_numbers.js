// The numbers in the text that follow the reader's state.

import { formatNumber, written } from "../state/format.js";
import { lookUp } from "../state/tables.js";

// A number inside a step changes only while that step is the current one.
export function updateNumbers(scene, tables, step) {
  for (const element of document.querySelectorAll(`[data-live][data-of="${scene}"]`)) {
    if (element.dataset.whose !== "reader") continue;
    const own = element.closest("[data-step]");
    if (own && own.closest("[data-scene]")?.dataset.scene === scene && own !== step) continue;
    const value = lookUp(tables, element.dataset.live);
    const text = print(value, element.dataset.format);
    if (element.textContent !== text) element.textContent = text;
  }
}

// In some states a table has no such row; a dash stands for the undefined number.
function print(value, format) {
  if (value === undefined) return "–";
  return format ? formatNumber(value, format) : String(written(value));
}
