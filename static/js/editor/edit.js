// The editor of an essay's code, fetched when a reader asks for it, or a link brings code.

import { copyLink } from "../dom/copy.js";
import { fetchJson, fetchText } from "../network/fetch_file.js";
import { loadSheet } from "../network/load_sheet.js";
import { fill } from "../state/fill.js";
import { formatNumber, setLanguage } from "../state/format.js";
import {
  compose,
  isTooLong,
  original,
  readCode,
  readPieces,
  writeCode,
} from "../state/own_code.js";
import { linkTo } from "../state/share_link.js";
import { Markers } from "./markers.js";
import { offer, refuse } from "./offer.js";
import { OwnModel } from "./own_model.js";
import { Panel } from "./panel.js";
import { SandboxScripts } from "./sandbox_scripts.js";

const MEGABYTE = 1e6;
const nameOf = (url) => url.split("/").at(-1);

// given: { page, store, scenes, start, begun }, as in main.js
export async function startEditor(given) {
  const { page, start } = given;
  const app = new URL("../", import.meta.url).href; // the folder of the site's own files
  setLanguage(page);
  const [words, source] = await Promise.all([
    fetchJson(`${app}words/${page.language}.json`, page),
    fetchText(start.python.model, page),
    loadSheet(`${app}css/editor.css`, page.silence),
  ]);
  return new Editing({ ...given, app, words: words.editor, source });
}

class Editing {
  constructor({ page, store, scenes, start, begun, app, words, source }) {
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
    const scripts = new SandboxScripts(app, page.silence);
    this.model = new OwnModel({
      ...{ page, scenes, start, source, words: words.sandbox },
      hasBegun: (scene) => begun.has(scene),
      scripts: () => scripts.load(),
      pieces: this.pieces,
      frame: `${app}sandbox.html`,
      onChange: () => this.show(),
    });
    this.markers = new Markers(scenes, words.marker, () => this.model.release());
  }

  // Open the editor at a button, which it replaces.
  edit(button) {
    const found = this.blocks.find((each) => each.button === button);
    const { block, pieces, panel } = found;
    if (panel) {
      panel.focus();
      return;
    }
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
    const place = home ?? this.blocks[0];
    const { button, block } = place;
    open(block);
    const back = () => (place.panel ?? button).focus();
    const isKnown = ([from]) => this.pieces.some((piece) => piece.from === from);
    if (!home || code.of !== this.of || ![...code.texts].every(isKnown)) {
      const { tooLong, offer: said } = this.words;
      refuse(block, isTooLong(link) ? tooLong : said.stale, said, back);
      return;
    }
    const words = { ...this.words.offer, diff: this.words.diff };
    offer(block, this.differences(code.texts), words, (said) => {
      if (said === "dismiss") {
        back();
        return;
      }
      this.texts = new Map(code.texts);
      if (!home.panel) this.edit(button);
      this.show();
      if (said === "run") this.run();
    });
  }

  // texts: the reader's own, now or when they ran
  textOf(piece, texts = this.texts) {
    return texts.get(piece.from) ?? original(this.source, piece);
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

  // Copy a link with the code and the edits. Return a promise of which word says what came of it. Where the browser
  // refuses, the link is in the address bar.
  async copyLink() {
    const code = writeCode(this.of, this.texts);
    if (isTooLong(code)) return "tooLong";
    const url = new URL(linkTo(location.href, this.store.shared(), ""));
    url.searchParams.set("code", code);
    return copyLink(url.href);
  }

  stageText({ stage, loaded, total }) {
    const text = this.page.words.stages[stage];
    if (!total) return text;
    const megabytes = (bytes) => formatNumber(bytes / MEGABYTE, ".1f");
    return fill(text, { loaded: megabytes(loaded), total: megabytes(total) });
  }

  show() {
    this.markers.show(Boolean(this.model.force));
    for (const { panel } of this.blocks) panel?.show();
  }
}

// Unfold whatever an element is folded up in.
function open(block) {
  const part = block.closest("[data-deeper]");
  if (part?.querySelector(".deeper-part[hidden]")) part.querySelector("h2 button").click();
  block.open = true;
}
