// The parts of model.py that a reader may change: put back into the whole, found again by a traceback's lines, and
// carried by a link. Pure.
//
// A piece is { from, to }, its first and last line, counted from 1; `texts` has the reader's own by `from`.

import { decodeEdits, encodeEdits } from "./share_link.js";

const LONGEST = 6000; // letters of a link's code: programs that pass links on cut longer ones
const FRAME = /File "[^"]*\bmodel\.py", line (\d+)/g;

// Return the pieces of "120-141 15-15", each once, in that order; none that overlaps an earlier one.
export function readPieces(ranges) {
  const pieces = [];
  for (const range of ranges.split(" ")) {
    const [from, to] = range.split("-").map(Number);
    if (pieces.every((other) => to < other.from || from > other.to)) pieces.push({ from, to });
  }
  return pieces;
}

export function original(source, { from, to }) {
  return source
    .split("\n")
    .slice(from - 1, to)
    .join("\n");
}

// Return the whole with the reader's texts in it, and where each piece then begins: { source, starts }.
// pieces: all that may be changed; texts: Map of from -> text
export function compose(source, pieces, texts) {
  const lines = source.split("\n");
  const made = [];
  const starts = new Map();
  let next = 1; // the line of the original that comes next
  for (const { from, to } of [...pieces].sort((a, b) => a.from - b.from)) {
    made.push(...lines.slice(next - 1, from - 1));
    starts.set(from, made.length + 1);
    made.push(...(texts.get(from)?.split("\n") ?? lines.slice(from - 1, to)));
    next = to + 1;
  }
  made.push(...lines.slice(next - 1));
  return { source: made.join("\n"), starts };
}

// Return where a traceback says that it went wrong: { line, from }, a line of the whole, in the piece that begins at
// `from` in the original, if it is in one; null if it names no line. The innermost line of a piece comes first.
export function placeOf(traceback, pieces, texts, starts) {
  const lines = [...traceback.matchAll(FRAME)].map(([, line]) => Number(line)).reverse();
  const found = lines.map((line) => ({ line, from: pieceAt(line, pieces, texts, starts)?.from }));
  return found.find(({ from }) => from !== undefined) ?? found[0] ?? null;
}

function pieceAt(line, pieces, texts, starts) {
  return pieces.find(({ from, to }) => {
    const length = texts.get(from)?.split("\n").length ?? to - from + 1;
    return line >= starts.get(from) && line < starts.get(from) + length;
  });
}

// Tell whether a link's code is longer than one can carry it.
export const isTooLong = (link) => link.length > LONGEST;

// Return the reader's texts for a link. of: what names the model that they are changes of
export function writeCode(of, texts) {
  return encodeEdits({ of, texts: [...texts] });
}

// Return { of, texts } of a link, its texts as a Map; null if it holds no code.
export function readCode(link) {
  if (!link || isTooLong(link)) return null;
  const { of, texts } = decodeEdits(link);
  const isText = (each) =>
    Array.isArray(each) && Number.isInteger(each[0]) && typeof each[1] === "string";
  if (typeof of !== "string" || !Array.isArray(texts) || !texts.every(isText)) return null;
  return texts.length > 0 ? { of, texts: new Map(texts) } : null;
}
