// What a text says round the words that were looked for. Pure.

const BEFORE = 60; // letters before the first word that was found
const LENGTH = 170; // letters in all

// words: as they stand in the text, in small letters
// Return [[words, whether they were looked for], …]; "…" stands where the text goes on.
export function cutOut(text, words) {
  const places = find(text, words);
  const first = places[0]?.[0] ?? 0;
  const begin = first <= BEFORE ? 0 : wordAfter(text, first - BEFORE, first);
  const far = text.lastIndexOf(" ", begin + LENGTH);
  const end = begin + LENGTH >= text.length || far <= first ? text.length : far;
  const found = [];
  let at = begin;
  for (const [from, to] of places) {
    if (from < at || to > end) continue;
    found.push([text.slice(at, from), false], [text.slice(from, to), true]);
    at = to;
  }
  found.push([text.slice(at, end), false]);
  if (begin > 0) found.unshift(["… ", false]);
  if (end < text.length) found.push([" …", false]);
  return found.filter(([part]) => part);
}

// Return where the first word after a place begins; there are none beyond `last`.
function wordAfter(text, place, last) {
  const space = text.indexOf(" ", place);
  return space < 0 ? last : Math.min(space + 1, last);
}

// Return where words begin and end in a text, in its order.
function find(text, words) {
  if (words.length === 0) return [];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  return [...text.matchAll(any)].map(({ index, 0: word }) => [index, index + word.length]);
}
