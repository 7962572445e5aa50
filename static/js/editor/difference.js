// What a reader's code changes, as a list of lines that went and lines that came.

import { diffLines, shorten } from "../state/line_diff.js";
import { make } from "../dom/elements.js";

const TAGS = { old: "del", new: "ins", same: "span", gap: "span" };
const SIGNS = { old: "−", new: "+", same: " ", gap: "" };

// pieces: [{ before, after }]; words: { old, new, gap }
export function difference(pieces, words) {
  const changed = pieces.filter(({ before, after }) => before !== after);
  const lines = changed.flatMap(({ before, after }) => shorten(diffLines(before, after)));
  return make(
    "pre",
    { class: "own-diff", dir: "ltr", tabindex: "0", role: "group", "aria-label": words.label },
    ...lines.map(({ kind, text }) => row(kind, text, words)),
  );
}

function row(kind, text, words) {
  const said = make("span", { class: "visually-hidden" }, words[kind] ? `${words[kind]} ` : "");
  const sign = make("span", { class: "own-sign", "aria-hidden": "true" }, SIGNS[kind]);
  const shown = kind === "gap" ? "⋯" : text;
  return make(
    TAGS[kind],
    { class: kind === "same" ? "own-line" : `own-line own-${kind}` },
    said,
    sign,
    `${shown}\n`,
  );
}
