// The editor of an essay's code, fetched when a reader asks for it, or a link brings code.

import { fetchJson, fetchText } from "../network/fetch_file.js";
import { formatNumber, setLanguage } from "../state/format.js";
import { compose, original, readCode, readPieces, writeCode } from "../state/own_code.js";
import { linkTo } from "../state/share_link.js";
import { make } from "./elements.js";
import { Markers } from "./markers.js";
import { offer, refuse } from "./offer.js";
import { OwnModel } from "./own_model.js";
import { Panel } from "./panel.js";

const MEGABYTE = 1e6;
const nameOf = (url) => url.split("/").at(-1);

// page, store, scenes and start as in main.js; app: the address of the folder of the site's own files
export async function startEditor({ page, store, scenes, start, app }) {
  setLanguage(page);
  const [words, source] = await Promise.all([
    fetchJson(new URL(page.editor.words, document.baseURI).href, page),
    fetchText(start.python.model, page),
    loadStyle(`${app}css/editor.css`),
  ]);
  return new Editing({ page, store, scenes, start, app, words, source });
}

function loadStyle(href) {
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve });
    document.head.append(link);
  });
}

class Editing {
  constructor({ page, store, scenes, start, app, words, source }) {
    Object.assign(this, { page, store, words, source });
    this.of = nameOf(start.python.model);
    this.blocks = [...document.querySelectorAll("[data-edit]")].map((button) => ({
      button,
      block: button.closest("details"),
      pieces: readPieces(button.dataset.edit),
      panel: null,
    }));
    const ranges = this.blocks.map(({ button }) => button.dataset.edit).join(" ");
    this.pieces = readPieces(ranges);
    this.texts = new Map(); // the reader's own, by the first line of the piece in the original
    const scripts = () =>
      (this.scripts ??= Promise.all(
        ["sandboxed.js", "unpack.js"].map((name) => fetchText(`${app}js/${name}`, page)),
      ));
    this.model = new OwnModel({
      ...{ page, scenes, start, source, scripts, words: words.sandbox },
      pieces: this.pieces,
      frame: `${app}sandbox.html`,
      onChange: () => this.show(),
    });
    this.markers = new Markers(scenes, words.marker, () => this.model.release());
  }

  // Open the editor at a button, which it replaces.
  edit(button) {
    const found = this.blocks.find((each) => each.button === button);
    const { block, pieces } = found;
    const known = pieces.filter(({ from }) => this.pieces.some((each) => each.from === from));
    found.panel = new Panel(block, this, known);
    button.hidden = true;
    this.show();
    found.panel.focus();
  }

  // Show code that a link has brought.
  offer(link) {
    const code = readCode(link);
    const first = code && [...code.texts.keys()][0];
    const home = this.blocks.find(({ pieces }) => pieces.some(({ from }) => from === first));
    const { button, block } = home ?? this.blocks[0];
    open(block);
    const isKnown = ([from]) => this.pieces.some((piece) => piece.from === from);
    if (!home || code.of !== this.of || ![...code.texts].every(isKnown)) {
      refuse(block, this.words.offer);
      return;
    }
    const words = { ...this.words.offer, diff: this.words.diff };
    offer(block, this.differences(code.texts), words, (said) => {
      if (said === "dismiss") {
        button.focus();
        return;
      }
      this.texts = new Map(code.texts);
      if (!home.panel) this.edit(button);
      this.show();
      if (said === "run") this.run();
    });
  }

  textOf(piece) {
    return this.texts.get(piece.from) ?? original(this.source, piece);
  }

  // A text that is as it was is no change.
  change(piece, text) {
    if (text === this.textOf(piece)) return;
    if (text === original(this.source, piece)) this.texts.delete(piece.from);
    else this.texts.set(piece.from, text);
    this.show();
  }

  get isChanged() {
    return this.texts.size > 0;
  }

  // Whether the figures are drawn by just what is written.
  get isInForce() {
    const texts = this.model.force?.texts;
    return (
      Boolean(texts) &&
      texts.size === this.texts.size &&
      [...texts].every(([from, text]) => this.texts.get(from) === text)
    );
  }

  get starts() {
    return compose(this.source, this.pieces, this.texts).starts;
  }

  differences(texts = this.texts) {
    return this.pieces.map((piece) => {
      const before = original(this.source, piece);
      return { before, after: texts.get(piece.from) ?? before };
    });
  }

  run() {
    if (this.isChanged) this.model.run(this.texts);
    else this.model.release();
  }

  reset() {
    this.texts.clear();
    this.model.release();
  }

  // Copy a link with the code and the edits. Return a promise that tells whether the browser allowed it; else the
  // link is in the address bar.
  async copyLink(block) {
    const url = new URL(linkTo(location.href, this.store.shared(), ""));
    url.searchParams.set("code", writeCode(this.of, this.texts));
    try {
      await navigator.clipboard.writeText(url.href);
      return true;
    } catch {
      history.replaceState(history.state, "", url.href);
      return false;
    }
  }

  stageText({ stage, loaded, total }) {
    const text = this.page.words.stages[stage];
    if (!total) return text;
    const megabytes = (bytes) => formatNumber(bytes / MEGABYTE, ".1f");
    return text.replace("{loaded}", megabytes(loaded)).replace("{total}", megabytes(total));
  }

  show() {
    this.markers?.show(Boolean(this.model.force));
    for (const { panel } of this.blocks) panel?.show();
  }
}

// Unfold whatever an element is folded up in.
function open(block) {
  const part = block.closest("[data-deeper]");
  if (part?.querySelector(".deeper-part[hidden]")) part.querySelector("h2 button").click();
  block.open = true;
}
