// The sentences of a page, and which of them read otherwise than before: after a save, or an edit of the
// reader's.

const BLOCKS = "p, li, h1, h2, h3, h4, dt, dd, td";
const NOT_TEXT = "[data-figure], [role=status]"; // what the tool says, and drawings
const END = /(?<=[.!?…][”’)»]*)\s+(?=\S)/;
const NUMBER = /[−-]?\d[\d.,  ]*/g;

// Return the sentences of the blocks of an article that hold no other block.
export function sentencesOf(article) {
  return [...(article?.querySelectorAll(BLOCKS) ?? [])]
    .filter((block) => !block.querySelector(BLOCKS) && !block.closest(NOT_TEXT))
    .flatMap(({ textContent }) => split(textContent));
}

export function split(text) {
  return text.trim().replace(/\s+/g, " ").split(END).filter(Boolean);
}

// Return [{ now, was }] of the sentences that are not among those before, in their order. `was` is the sentence
// that has gone and differs from it in its numbers alone, or else ""; what has gone without another comes last,
// with `now` empty.
export function changes(before, after) {
  const gone = without(before, after);
  const found = without(after, before).map((now) => {
    const at = gone.findIndex((was) => skeleton(was) === skeleton(now));
    return { now, was: at < 0 ? "" : gone.splice(at, 1)[0] };
  });
  return [...found, ...gone.map((was) => ({ now: "", was }))];
}

// Return what is in a list more often than in another.
function without(list, other) {
  const left = new Map();
  for (const each of other) left.set(each, (left.get(each) ?? 0) + 1);
  return list.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count <= 0;
  });
}

const skeleton = (sentence) => sentence.replace(NUMBER, "#");
