// An editor of one piece of Python, by CodeMirror. It stands in a shadow root: in the document itself CodeMirror
// would add a <style>, which the page's policy forbids.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  LanguageSupport,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers, WidgetType } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--code-word)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--code-text)" },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    color: "var(--code-name)",
    fontWeight: "600",
  },
  { tag: tags.comment, color: "var(--code-note)", fontStyle: "italic" },
]);
const LOOK = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "0.82rem" },
  "&.cm-focused": { outline: "none" }, // its host has one
  ".cm-scroller": {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    lineHeight: "1.5",
  },
  ".cm-content": { padding: "0.7rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem 0 0.6rem" },
  ".cm-gutters": {
    backgroundColor: "var(--card)",
    color: "var(--muted)",
    border: "none",
    borderInlineEnd: "1px solid var(--line)",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.6rem", padding: "0 0.5rem" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--axis)",
  },
  ".cm-wrong": { boxShadow: "inset 3px 0 var(--wrong)", backgroundColor: "var(--wrong-ground)" },
  ".cm-fault": {
    boxSizing: "border-box",
    position: "sticky", // however far the code is scrolled
    insetInlineStart: "3rem",
    width: "calc(100cqi - 3.7rem)",
    padding: "0.2rem 1rem 0.3rem 0.6rem",
    color: "var(--wrong)",
    boxShadow: "inset 3px 0 var(--wrong)",
    backgroundColor: "var(--wrong-ground)",
    font: "0.95em/1.4 var(--font)",
    whiteSpace: "pre-wrap",
  },
});

class Fault extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const said = document.createElement("div");
    said.className = "cm-fault";
    said.textContent = this.text;
    return said;
  }
}

const setFault = StateEffect.define(); // { line, text } in the piece, or null
const fault = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setFault));
    if (!told) return marks.map(transaction.changes);
    if (!told.value) return Decoration.none;
    const { doc } = transaction.state;
    const line = doc.line(Math.min(told.value.line, doc.lines));
    return Decoration.set([
      Decoration.line({ class: "cm-wrong" }).range(line.from),
      Decoration.widget({ widget: new Fault(told.value.text), block: true, side: 1 }).range(
        line.to,
      ),
    ]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class CodeEditor {
  // host: an empty element; first: the number of its first line; onChange(text), onRun()
  constructor(host, { text, first, label, onChange, onRun }) {
    const root = host.attachShadow({ mode: "open" });
    this.numbers = new Compartment();
    this.first = first;
    const run = () => {
      onRun();
      return true;
    };
    this.view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          this.numbers.of(this.#numbered()),
          history(),
          indentOnInput(),
          bracketMatching(),
          indentUnit.of("    "),
          EditorState.tabSize.of(4),
          new LanguageSupport(pythonLanguage),
          syntaxHighlighting(COLOURS),
          keymap.of([{ key: "Mod-Enter", run }, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of(({ docChanged }) => docChanged && onChange(this.text)),
          LOOK,
          fault,
        ],
      }),
    });
    host.addEventListener("keydown", (event) => event.stopPropagation()); // Ctrl+Z is the editor's here
  }

  get text() {
    return this.view.state.doc.toString();
  }

  // Numbers are those of the lines in model.py.
  #numbered() {
    return lineNumbers({ formatNumber: (line) => String(line + this.first - 1) });
  }

  // The piece now begins at this line of model.py.
  begin(first) {
    if (first === this.first) return;
    this.first = first;
    this.view.dispatch({ effects: this.numbers.reconfigure(this.#numbered()) });
  }

  write(text) {
    if (text === this.text) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  // Say beside a line of the piece, counted from 1, what is wrong there.
  showFault(line, text) {
    this.view.dispatch({ effects: setFault.of({ line, text }) });
  }

  hideFault() {
    this.view.dispatch({ effects: setFault.of(null) });
  }

  focus() {
    this.view.focus();
  }
}
