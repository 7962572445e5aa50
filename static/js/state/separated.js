// Separated values: a text, or the bytes of a file, as rows of cells. Pure.

const SEPARATORS = [",", ";", "\t"];
const QUOTE = '"';

// Return the text of a file's bytes: UTF-8 or, as spreadsheets on Windows write it, UTF-16 or Windows' own.
export function decode(bytes) {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide) return new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

// Return { rows: [{ number, cells, from, to }], open } of a text. A row's number is that which a spreadsheet shows
// beside it, so rows without any cell are counted and left out; from and to are its place in the text. `open` is the
// number of the row whose quotation mark has no other, if there is one.
export function parse(text, separator) {
  const rows = [];
  let number = 0;
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const from = at;
    const row = readRow(text, at, separator);
    number += 1;
    at = row.next;
    if (row.cells.some((cell) => cell !== "")) {
      rows.push({ number, cells: row.cells, from, to: row.to });
    }
    if (row.isOpen) return { rows, open: number };
  }
  return { rows, open: undefined };
}

function readRow(text, start, separator) {
  const cells = [];
  let at = start;
  for (;;) {
    const cell = readCell(text, at, separator);
    cells.push(cell.text);
    at = cell.end;
    if (text[at] === separator && !cell.isOpen) at += 1;
    else {
      const next = text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
      return { cells, to: at, next, isOpen: cell.isOpen };
    }
  }
}

// Spaces round a cell are not its own, and a quotation mark inside a cell that does not begin with one is a letter.
function readCell(text, start, separator) {
  const isEnd = (at) => at >= text.length || [separator, "\n", "\r"].includes(text[at]);
  let at = start;
  while (text[at] === " ") at += 1;
  if (text[at] !== QUOTE) {
    while (!isEnd(at)) at += 1;
    return { text: text.slice(start, at).trim(), end: at };
  }
  let inside = "";
  for (at += 1; at < text.length; at += 1) {
    if (text[at] !== QUOTE) inside += text[at];
    else if (text[at + 1] === QUOTE) inside += text[(at += 1)];
    else break;
  }
  const isOpen = at >= text.length;
  at += 1;
  while (!isEnd(at)) inside += text[at++];
  return { text: inside.trim(), end: Math.min(at, text.length), isOpen };
}

// Return the separator with which the first row names most of the columns or, of equals, has most cells.
export function separatorOf(text, names) {
  const score = (separator) => {
    const cells = parse(text, separator).rows[0]?.cells ?? [];
    const known = new Set(cells.map(plain));
    return names.filter((name) => known.has(plain(name))).length * 1000 + cells.length;
  };
  return SEPARATORS.reduce((best, each) => (score(each) > score(best) ? each : best));
}

// What is the same in two names: case, and spaces or lines in the place of each other, do not count.
export const plain = (name) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");
