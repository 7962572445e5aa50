// What differs between two texts, line by line. Pure.

const CONTEXT = 2; // lines that stay, shown before and after a change
const MOST = 4_000_000; // pairs of lines; beyond, all old lines go and all new ones come

// Return [{ kind: "same", "old" or "new", text }]: the old text's lines and the new one's, by a longest common
// subsequence; old lines come before the new ones that replace them.
export function diffLines(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  if (a.length * b.length > MOST) {
    return [...a.map((text) => line("old", text)), ...b.map((text) => line("new", text))];
  }
  const common = table(a, b);
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(line("same", a[i++]));
      j += 1;
    } else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      found.push(line("old", a[i++]));
    } else found.push(line("new", b[j++]));
  }
  return found;
}

const line = (kind, text) => ({ kind, text });

// How many lines the rest of both texts, from i and from j on, have in common.
function table(a, b) {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      rows[i][j] =
        a[i] === b[j] ? rows[i + 1][j + 1] + 1 : Math.max(rows[i + 1][j], rows[i][j + 1]);
    }
  }
  return rows;
}

// Return the lines of a difference that are worth showing: those that changed and some around them; what is left
// out is one line of kind "gap".
export function shorten(lines) {
  const isNear = (i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ kind }) => kind !== "same");
  const shown = [];
  lines.forEach((each, i) => {
    if (isNear(i)) shown.push(each);
    else if (shown.at(-1)?.kind !== "gap") shown.push(line("gap", ""));
  });
  return shown;
}

// Return where a line of the old text, counted from 1, is in the new one; if it went, where what stands there begins.
export function lineAfter(before, after, line) {
  let [old, now] = [0, 1];
  for (const { kind } of diffLines(before, after)) {
    if (kind !== "new" && ++old === line) break;
    if (kind !== "old") now += 1;
  }
  return Math.min(now, after.split("\n").length);
}
