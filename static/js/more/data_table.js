// "The numbers in this figure": its tables, to be read on the page and downloaded as CSV.

import { download } from "../dom/download.js";
import { button, make } from "../dom/elements.js";
import { pick, readable, toCsv } from "../state/csv.js";
import { fill } from "../state/fill.js";
import { length } from "../state/tables.js";
import { fileName } from "./names.js";

const MOST = 50; // rows of a table on the page
const PAUSE = 150; // milliseconds between two updates

// Download the tables that a scene shows.
export async function saveCsv(scene, store) {
  const blob = new Blob([toCsv(await read(scene))], { type: "text/csv;charset=utf-8" });
  download(blob, fileName(scene, store, "csv"));
}

async function read(scene) {
  const { sheets } = await scene.load();
  return pick(scene.tables, sheets);
}

// Show a scene's tables in its <details data-sheets>, and what becomes of them. all: { store, scenes, sheets }, its words
// being the last
export function fillSheets(element, { store, scenes, sheets }) {
  if (element.querySelector("button")) return;
  const scene = scenes.find((each) => each.element.contains(element));
  const holder = make("div");
  const show = async () => {
    if (!element.open) return;
    const tables = Object.entries(await read(scene));
    holder.replaceChildren(...tables.map(([name, table]) => draw(name, table, sheets)));
  };
  let timer = 0;
  scene.element.addEventListener("tables", () => {
    if (!element.open || timer) return;
    timer = setTimeout(() => {
      timer = 0;
      show();
    }, PAUSE);
  });
  element.addEventListener("toggle", show);
  const save = button(sheets.download, () => saveCsv(scene, store));
  element.querySelector(".sheet").replaceChildren(save, holder);
  show();
}

function draw(name, columns, words) {
  const table = make("table");
  const size = length(columns);
  const shown = Math.min(MOST, size);
  const caption = table.appendChild(make("caption", {}, name));
  if (shown < size) {
    caption.append(" ", make("small", {}, fill(words.some, { shown, total: size })));
  }
  const head = table.createTHead().insertRow();
  const names = Object.keys(columns);
  const kinds = names.map((column) => (typeof columns[column][0] === "string" ? false : "number"));
  names.forEach((column, j) => head.append(make("th", { scope: "col", class: kinds[j] }, column)));
  const texts = names.map((column) => readable(columns[column]));
  const body = table.createTBody();
  for (let i = 0; i < shown; i++) {
    body.insertRow().append(...texts.map((text, j) => make("td", { class: kinds[j] }, text[i])));
  }
  return table;
}
