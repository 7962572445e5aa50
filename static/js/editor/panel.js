// The editor of one block of code: its pieces, what can be done with them, and what came of it.

import { fill } from "../state/fill.js";
import { lineAfter } from "../state/line_diff.js";
import { CodeEditor } from "./code_editor.js";
import { difference } from "./difference.js";
import { button, make, show, write } from "../dom/elements.js";

export class Panel {
  // block: the <details> of the code; editing: see edit.js; pieces: those of this block
  constructor(block, editing, pieces) {
    Object.assign(this, { block, editing, pieces, words: editing.words });
    this.source = block.querySelector(".source");
    const hosts = pieces.map(() => make("div", { class: "own-piece" }));
    this.element = make("div", { class: "own" });
    this.#makeBar();
    this.element.append(...hosts, this.bar, this.status, this.error, this.changes);
    this.source.before(this.element);
    this.source.hidden = true;
    this.editors = pieces.map((piece, i) => this.#makeEditor(piece, hosts[i]));
  }

  #makeEditor({ from, to }, host) {
    const { editing, words } = this;
    return new CodeEditor(host, {
      text: editing.textOf({ from, to }),
      first: from,
      label: `${words.editor} ${words.keys}`,
      onChange: (text) => editing.change({ from, to }, text),
      onRun: () => this.#run(),
    });
  }

  #makeBar() {
    const { editing, words } = this;
    this.run = button(words.run, () => this.#run(), { class: "own-run", title: words.runKeys });
    this.stop = button(words.stop, () => editing.model.stop(), { hidden: true });
    this.differs = button(words.changes, () => this.#toggleChanges(), { "aria-expanded": "false" });
    this.reset = button(words.reset, () => editing.isChanged && editing.reset());
    this.link = button(words.link, () => editing.isChanged && this.#copy());
    this.bar = make(
      "p",
      { class: "own-bar" },
      this.run,
      this.stop,
      this.differs,
      this.reset,
      this.link,
    );
    this.status = make("p", { class: "own-status", role: "status" });
    this.error = make("div", { class: "own-error", hidden: true });
    this.changes = make("div", { class: "own-changes", hidden: true });
  }

  #toggleChanges() {
    this.changes.hidden = !this.changes.hidden;
    this.differs.setAttribute("aria-expanded", !this.changes.hidden);
    this.#showChanges();
  }

  // What the reader has scrolled, or has the focus in, is left alone while it stays the same.
  #showChanges() {
    if (this.changes.hidden) return;
    const texts = JSON.stringify([...this.editing.texts]);
    if (texts === this.shownTexts) return;
    this.shownTexts = texts;
    const shown = this.editing.isChanged
      ? difference(this.editing.differences(), this.words.diff)
      : make("p", {}, this.words.unchanged);
    const { scrollTop = 0, scrollLeft = 0 } = this.changes.firstElementChild ?? {};
    this.changes.replaceChildren(shown);
    Object.assign(shown, { scrollTop, scrollLeft });
  }

  #run() {
    this.editing.run();
    if (!this.editing.isChanged) this.#say(this.words.unchanged);
  }

  async #copy() {
    this.#say(this.words[await this.editing.copyLink()]);
  }

  // Say something about what is so now: it is taken back when that changes.
  #say(text) {
    this.note = { text, about: this.#circumstances() };
    this.show();
  }

  #circumstances() {
    return JSON.stringify([this.#state(), [...this.editing.texts]]);
  }

  // Show what is so now.
  show() {
    const { editing, words } = this;
    const { model, isChanged, starts } = editing;
    this.pieces.forEach((piece, i) => {
      this.editors[i].write(editing.textOf(piece));
      this.editors[i].begin(starts.get(piece.from));
    });
    const isBusy = Boolean(model.coming) || model.isComputing;
    show(this.stop, isBusy, this.run);
    // A button that does nothing any more keeps the focus.
    for (const each of [this.reset, this.link]) each.setAttribute("aria-disabled", !isChanged);
    if (this.note?.about !== this.#circumstances()) this.note = null;
    write(this.status, this.note?.text ?? this.#state());
    this.#showFailure(model.failure);
    this.#showChanges();
    write(this.run, model.force && isChanged ? words.again : words.run);
  }

  #state() {
    const { model, isInForce } = this.editing;
    const { words } = this;
    if (model.coming) return model.stage ? this.editing.stageText(model.stage) : words.starting;
    if (model.failure) return "";
    if (model.isComputing) return words.computing;
    if (isInForce) return words.inForce;
    return model.force ? words.older : "";
  }

  #showFailure(failure) {
    if (failure === this.failure) return;
    this.failure = failure;
    this.editors.forEach((editor) => editor.hideFault());
    show(this.error, Boolean(failure), this.run);
    if (!failure) return;
    const { message, traceback, place } = failure;
    const { words } = this;
    const here = this.pieces.findIndex(({ from }) => place && from === place.from);
    const inPiece = here < 0 ? null : this.#lineNow(here, failure);
    const line = here < 0 ? place?.line : inPiece + this.editors[here].first - 1;
    const where = here < 0 ? words.elsewhere : words.line;
    const title = place ? fill(where, { line }) : words.failure;
    this.error.replaceChildren(
      make("p", { role: "alert" }, make("strong", {}, title), ` ${message}`),
      ...(traceback && traceback !== message
        ? [
            make(
              "details",
              {},
              make("summary", {}, words.traceback),
              make("pre", { tabindex: "0", dir: "ltr" }, traceback),
            ),
          ]
        : []),
    );
    if (here >= 0) this.editors[here].showFault(inPiece, message);
  }

  // Return the line of a piece that a failure is about: the reader may have written on since the code began to run.
  #lineNow(here, { place, texts, starts }) {
    const ran = this.editing.textOf(this.pieces[here], texts);
    return lineAfter(ran, this.editors[here].text, place.line - starts.get(place.from) + 1);
  }

  focus() {
    this.editors[0].focus();
  }
}
