// Boxes of marks, { left, top, right, bottom } in one scale: which is meant by a pointer, and where a card has room
// beside one. Pure.

const GAP = 8; // between a mark and its card

// Return the box round some boxes.
export function around(boxes) {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

const isText = ({ marktype }) => marktype === "text";
const isSymbol = ({ marktype }) => marktype === "symbol";

// Return the boxes of rows by their keys, one for each panel that draws them: that of their symbols or, where there
// are none, of the first mark that is no text, or of the text.
// marks: what Figure.marksOf returns
export function boxesOf(marks) {
  const rows = new Map(); // key -> panel -> marks
  for (const each of marks) {
    if (!rows.has(each.key)) rows.set(each.key, new Map());
    const panels = rows.get(each.key);
    if (!panels.has(each.panel)) panels.set(each.panel, []);
    panels.get(each.panel).push(each);
  }
  const boxOf = (drawn) => {
    const symbols = drawn.filter(({ mark }) => isSymbol(mark));
    const [first] = [...drawn.filter(({ mark }) => !isText(mark)), ...drawn];
    const chosen = symbols.length > 0 ? symbols : drawn.filter(({ mark }) => mark === first.mark);
    return around(chosen.map(({ box }) => box));
  };
  return new Map([...rows].map(([key, panels]) => [key, [...panels.values()].map(boxOf)]));
}

export const middle = ({ left, top, right, bottom }) => [(left + right) / 2, (top + bottom) / 2];

const size = ({ left, top, right, bottom }) => (right - left) * (bottom - top);

// Return the key of the box that is nearest to a point and no farther than `reach` from it, or null. Of several
// round the point it is the smallest.
// boxes: [[key, box], ...]
export function nearestBox(boxes, [x, y], reach) {
  let best = null;
  let least = [reach, Infinity];
  for (const [key, box] of boxes) {
    const aside = Math.max(box.left - x, 0, x - box.right);
    const above = Math.max(box.top - y, 0, y - box.bottom);
    const away = Math.hypot(aside, above);
    const isBetter = away < least[0] || (away === least[0] && size(box) < least[1]);
    if (isBetter) [best, least] = [key, [away, size(box)]];
  }
  return best;
}

// Return where a card stands, { left, top }: inside the stage, and beside the mark: above it, else below, to the
// right or to the left. Where there is no room beside the mark, it stands in the corner that hides least of it.
// mark: its box; card, stage: { width, height }
export function placeCard(mark, card, stage) {
  const inside = (at, length, room) => Math.max(0, Math.min(at, room - length));
  const [x, y] = middle(mark);
  const left = inside(x - card.width / 2, card.width, stage.width);
  const top = inside(y - card.height / 2, card.height, stage.height);
  const places = [
    { left, top: mark.top - GAP - card.height },
    { left, top: mark.bottom + GAP },
    { left: mark.right + GAP, top },
    { left: mark.left - GAP - card.width, top },
  ];
  const fits = ({ left, top }) =>
    left >= 0 && top >= 0 && left + card.width <= stage.width && top + card.height <= stage.height;
  return places.find(fits) ?? leastHiding(mark, card, stage);
}

function leastHiding(mark, card, stage) {
  const [right, bottom] = [stage.width - card.width, stage.height - card.height];
  const corners = [0, Math.max(0, right)].flatMap((left) =>
    [0, Math.max(0, bottom)].map((top) => ({ left, top })),
  );
  const hidden = ({ left, top }) => {
    const across = Math.min(mark.right, left + card.width) - Math.max(mark.left, left);
    const down = Math.min(mark.bottom, top + card.height) - Math.max(mark.top, top);
    return Math.max(0, across) * Math.max(0, down);
  };
  return corners.reduce((best, each) => (hidden(each) < hidden(best) ? each : best));
}
