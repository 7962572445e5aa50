// The dialog in which a reader drops, chooses or pastes a table. What it holds stays until the table is good or they
// leave; the figure stays as it was.

import { download } from "../dom/download.js";
import { button, make } from "../dom/elements.js";
import { readBrought } from "../state/brought.js";
import { columnsToCsv } from "../state/csv.js";
import { fill } from "../state/fill.js";
import { decode, plain } from "../state/separated.js";
import { told, wanted } from "./faults.js";

const LARGEST = 5_000_000; // bytes of a file
const SHOWN = 6; // faults at a time
const STRANGERS = 12; // words that a reader may give a meaning; more are no classes

export class Dialog {
  // onTable(table, rows): the table is good
  constructor(scene, words, onTable) {
    Object.assign(this, { scene, words, onTable });
    this.bring = scene.config.bring;
    this.names = Object.keys(this.bring.columns);
    this.meanings = {}; // column -> word -> class
    this.element = this.#build();
    scene.element.querySelector("[data-figure]").append(this.element);
  }

  open() {
    if (this.element.open) return;
    this.element.showModal();
    this.scene.load().catch(() => {}); // the essay's own points
  }

  #build() {
    const { words, bring } = this;
    const id = `bring-${this.scene.id}`;
    const title = make("h2", { id }, words.title);
    const dialog = make("dialog", { class: "bring", "aria-labelledby": id });
    this.field = make("textarea", {
      rows: 7,
      spellcheck: "false",
      autocomplete: "off",
      wrap: "off",
      placeholder: `${this.names.join(",")}\n…`,
    });
    this.file = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain" });
    this.file.addEventListener("change", () => this.#readFile(this.file.files[0]));
    this.answer = make("div", { class: "bring-answer", role: "alert" });
    this.classes = make("div", { class: "bring-classes", hidden: "" });
    const each = Object.values(bring.columns).some(([first]) => typeof first === "string");
    const counts = { low: bring.rows[0], high: bring.rows[1], each: bring.each };
    const points = make(
      "p",
      { class: "bring-row" },
      button(words.download, () => this.#download()),
      button(words.here, () => this.#write()),
    );
    dialog.append(
      make(
        "header",
        {},
        title,
        button("✕", () => dialog.close(), { "aria-label": words.close }),
      ),
      make("p", { class: "bring-private" }, words.private),
      this.#columns(),
      make(
        "p",
        {},
        fill(words.rows, counts),
        each && bring.each > 0 ? fill(words.each, counts) : "",
      ),
      points,
      make("label", { class: "bring-drop" }, make("span", {}, words.drop), this.file),
      make("label", { class: "bring-paste" }, words.paste, this.field),
      this.classes,
      this.answer,
      make(
        "p",
        { class: "bring-row bring-end" },
        button(words.use, () => this.#use(), { class: "bring-use" }),
        button(words.close, () => dialog.close()),
      ),
    );
    this.#takeDrops(dialog);
    return dialog;
  }

  // What is wanted of each column.
  #columns() {
    const { words, bring } = this;
    const head = make(
      "tr",
      {},
      ...[words.name, words.holds].map((text) => make("th", { scope: "col" }, text)),
    );
    const rows = Object.entries(bring.columns).map(([name, spec]) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, wanted(spec, words))),
    );
    return make(
      "table",
      {},
      make("caption", {}, words.columns),
      make("thead", {}, head),
      make("tbody", {}, ...rows),
    );
  }

  // A file that is dropped beside the field is dropped on the page all the same: it must not open in its place.
  #takeDrops(dialog) {
    dialog.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      dialog.toggleAttribute("data-over", true);
    });
    for (const type of ["dragleave", "drop", "close"])
      dialog.addEventListener(type, () => dialog.toggleAttribute("data-over", false));
    dialog.addEventListener("drop", (event) => {
      const [file] = event.dataTransfer.files;
      if (!file) return; // a text, which the field takes by itself
      event.preventDefault();
      this.#readFile(file);
    });
  }

  // The essay's points, as the figure has them now.
  async #points() {
    await this.scene.load();
    return columnsToCsv(this.scene.tables[this.bring.key], this.names);
  }

  async #download() {
    const blob = new Blob([await this.#points()], { type: "text/csv;charset=utf-8" });
    download(blob, `${this.bring.key}.csv`);
  }

  async #write() {
    this.field.value = await this.#points();
    this.#say();
    this.field.focus();
    this.field.setSelectionRange(0, 0);
  }

  async #readFile(file) {
    if (!file) return;
    this.file.value = ""; // the same file may be chosen again once it is mended
    if (file.size > LARGEST) return this.#say([{ code: "large" }]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return this.#say([{ code: "book" }]); // a zip, as .xlsx and .ods are
    const text = decode(bytes);
    if (text.includes("\0")) return this.#say([{ code: "binary" }]);
    this.field.value = text
      .replaceAll("\r\n", "\n")
      .replaceAll("\r", "\n")
      .replace(/^\ufeff/, "");
    this.meanings = {};
    this.#use();
  }

  // Take the table over if it is good; else say what is wrong, and keep what is written.
  #use() {
    const found = readBrought(this.field.value, this.bring, this.meanings);
    const { table, rows, faults, strangers } = found;
    this.#askClasses(strangers);
    this.#say(faults);
    if (faults.length > 0) return;
    this.element.close();
    this.onTable(table, rows);
  }

  // Where words are no classes, the reader may say which class each of them is.
  #askClasses(strangers) {
    const { words, bring, meanings } = this;
    const few = Object.entries(strangers).filter(([, found]) => found.length <= STRANGERS);
    const rows = few.flatMap(([column, found]) =>
      found.map((word) => {
        const choice = make("select", {}, make("option", { value: "" }, "…"));
        choice.append(
          ...bring.columns[column].map((each) => make("option", { value: each }, each)),
        );
        choice.addEventListener("change", () => {
          (meanings[column] ??= {})[plain(word)] = choice.value || undefined;
        });
        return make("label", {}, fill(words.means, { word, column }), choice);
      }),
    );
    this.classes.hidden = rows.length === 0;
    this.classes.replaceChildren(
      ...(rows.length > 0 ? [make("p", {}, words.classes), ...rows] : []),
    );
  }

  // Say what is wrong, in the order of the rows, and take the reader to the first of them.
  #say(faults = []) {
    const { words, bring, field } = this;
    const shown = faults.slice(0, SHOWN).map((fault) => {
      const { where, what } = told(fault, bring, words);
      const place = fault.place && button(where, () => this.#show(fault.place));
      return make("li", {}, ...(where ? [place ?? make("b", {}, where), ": "] : []), what);
    });
    const more = faults.length - shown.length;
    field.toggleAttribute("aria-invalid", faults.length > 0);
    this.answer.replaceChildren();
    if (faults.length === 0) return;
    this.answer.append(make("p", {}, words.wrong), make("ul", {}, ...shown));
    if (more > 0) this.answer.append(make("p", {}, fill(words.more, { n: more })));
    this.answer.scrollIntoView({ block: "nearest" });
  }

  // Select a row where it is written.
  #show([from, to]) {
    const { field } = this;
    field.focus();
    field.setSelectionRange(from, to);
    const before = field.value.slice(0, from).split("\n").length - 1;
    const height = field.scrollHeight / field.value.split("\n").length;
    field.scrollTop = (before - 2) * height;
  }
}
