// "The numbers in this figure": its tables, to be read on the page and downloaded as CSV.

import { readable, toCsv } from "../state/csv.js";
import { length } from "../state/tables.js";

const MOST = 50; // rows of a table on the page
const PAUSE = 150; // milliseconds between two updates

export class DataTable {
  // element: <details data-sheets>; read() returns the tables to show, fileName() names the file
  constructor(element, { read, fileName, words }) {
    this.element = element;
    this.read = read;
    this.words = words;
    this.holder = element.querySelector("[data-tables]");
    this.timer = 0;
    element.addEventListener("toggle", () => this.#render());
    element
      .querySelector("[data-download]")
      .addEventListener("click", async () => download(fileName(), toCsv(await read())));
  }

  // The tables have changed.
  update() {
    if (!this.element.open || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.#render();
    }, PAUSE);
  }

  async #render() {
    if (!this.element.open) return;
    const tables = Object.entries(await this.read());
    this.holder.replaceChildren(
      ...tables.map(([name, table]) => drawTable(name, table, this.words)),
    );
  }
}

function drawTable(name, columns, words) {
  const table = make("table");
  const size = length(columns);
  const shown = Math.min(MOST, size);
  const caption = table.appendChild(make("caption", name));
  if (shown < size) {
    const note = words.some.replace("{shown}", shown).replace("{total}", size);
    caption.append(" ", make("small", note));
  }
  const head = table.createTHead().insertRow();
  const names = Object.keys(columns);
  for (const column of names) {
    const cell = head.appendChild(make("th", column));
    cell.scope = "col";
    cell.classList.toggle("number", isNumber(columns[column]));
  }
  const texts = names.map((column) => readable(columns[column]));
  const body = table.createTBody();
  for (let i = 0; i < shown; i++) {
    const row = body.insertRow();
    texts.forEach((text, j) => {
      const cell = row.insertCell();
      cell.textContent = text[i];
      cell.classList.toggle("number", isNumber(columns[names[j]]));
    });
  }
  return table;
}

const isNumber = (column) => typeof column[0] !== "string";

function make(tag, text = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
