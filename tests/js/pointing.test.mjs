// What is pointed at: which row is meant, which marks draw it, and where its card stands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { around, boxesOf, nearestBox, placeCard } from "../../static/js/state/boxes.js";
import { marksOf } from "../../static/js/state/marks.js";
import { Pointed } from "../../static/js/state/pointed.js";

const box = (left, top, right, bottom) => ({ left, top, right, bottom });

// ── one row at a time ────────────────────────────────────────────────────────────────────────────

test("the last way of pointing counts", () => {
  const row = new Pointed();
  row.pin("1");
  row.hover("2");
  assert.equal(row.key, "2");
  row.reach("3");
  assert.equal(row.key, "3", "keys, while the mouse rests on another row");
  row.hover("2");
  assert.equal(row.key, "2");
  row.hover(null);
  assert.equal(row.key, "3");
  row.reach(null);
  assert.equal(row.key, null, "the tap was before the keys");
});

test("a tapped row stays when the mouse has passed over others, and until another place is tapped", () => {
  const row = new Pointed();
  row.pin("1");
  row.hover("2");
  row.hover(null);
  assert.equal(row.key, "1");
  row.pin(null);
  assert.equal(row.key, null);
});

test("a mouse that rests on a row does not bring it back after Escape, until it has been elsewhere", () => {
  const row = new Pointed();
  row.hover("1");
  row.leave();
  row.hover("1");
  assert.equal(row.key, null);
  row.hover("2");
  row.hover("1");
  assert.equal(row.key, "1");
  row.clear();
  row.hover("1");
  assert.equal(row.key, "1", "cleared by the page, not left by the reader");
});

test("rows that have gone are forgotten, others are kept", () => {
  const row = new Pointed();
  row.pin("1");
  row.hover("2");
  row.keep((key) => key === "1");
  assert.equal(row.key, "1");
});

// ── which mark is meant ──────────────────────────────────────────────────────────────────────────

test("a mark is hit within reach of its box, and the nearest one", () => {
  const boxes = [
    ["a", box(0, 0, 4, 4)],
    ["b", box(20, 0, 24, 4)],
  ];
  assert.equal(nearestBox(boxes, [10, 2], 12), "a");
  assert.equal(nearestBox(boxes, [15, 2], 12), "b");
  assert.equal(nearestBox(boxes, [24 + 9, 4 + 9], 12), null, "more than 12 away across the corner");
  assert.equal(nearestBox(boxes, [24 + 12, 2], 12), "b");
  assert.equal(nearestBox(boxes, [24 + 12.1, 2], 12), null);
  assert.equal(nearestBox([], [0, 0], 12), null);
});

test("of boxes inside each other the smallest is meant", () => {
  const boxes = [
    ["small", box(40, 40, 60, 60)],
    ["large", box(0, 0, 100, 100)],
  ];
  assert.equal(nearestBox(boxes, [50, 50], 12), "small");
  assert.equal(nearestBox(boxes.toReversed(), [50, 50], 12), "small");
  assert.equal(nearestBox(boxes, [10, 10], 12), "large");
});

// ── where its card stands ────────────────────────────────────────────────────────────────────────

const CARD = { width: 80, height: 20 };
const STAGE = { width: 300, height: 200 };
const isClear = (mark, { left, top }) =>
  left + CARD.width <= mark.left ||
  left >= mark.right ||
  top + CARD.height <= mark.top ||
  top >= mark.bottom;
const isInside = ({ left, top }) =>
  left >= 0 && top >= 0 && left + CARD.width <= STAGE.width && top + CARD.height <= STAGE.height;

test("a card hides no mark and stays inside, wherever the mark is", () => {
  for (let x = 0; x <= 290; x += 10) {
    for (let y = 0; y <= 190; y += 10) {
      const mark = box(x, y, x + 10, y + 10);
      const place = placeCard(mark, CARD, STAGE);
      assert.ok(isInside(place) && isClear(mark, place), `${x}, ${y}`);
    }
  }
});

test("a card stands above a mark, or where there is room", () => {
  assert.deepEqual(placeCard(box(140, 90, 160, 110), CARD, STAGE), { left: 110, top: 62 });
  assert.deepEqual(placeCard(box(140, 0, 160, 20), CARD, STAGE), { left: 110, top: 28 });
  assert.deepEqual(placeCard(box(0, 0, 100, 200), CARD, STAGE), { left: 108, top: 90 });
  assert.deepEqual(placeCard(box(200, 0, 300, 200), CARD, STAGE), { left: 112, top: 90 });
});

test("beside a mark that leaves no room, a card hides little of it", () => {
  assert.deepEqual(placeCard(box(0, 0, 290, 195), CARD, STAGE), { left: 220, top: 180 });
});

test("the box round boxes", () => {
  assert.deepEqual(around([box(3, 4, 5, 6), box(1, 5, 2, 9)]), box(1, 4, 5, 9));
});

// ── which marks draw a table ─────────────────────────────────────────────────────────────────────

test("marks draw a table itself, what is made of it, and its parts in groups", () => {
  const spec = {
    data: [{ name: "dots" }, { name: "data_0", source: "dots" }, { name: "lines" }],
    marks: [
      { name: "rings", from: { data: "data_0" } },
      { name: "rules", from: { data: "lines" } },
      { name: "title" },
      {
        name: "panel",
        data: [{ name: "data_1", source: "data_0" }],
        marks: [{ name: "inner", from: { data: "data_1" } }],
      },
      {
        name: "cells",
        from: { facet: { name: "cell", data: "dots" } },
        marks: [{ name: "each", from: { data: "cell" } }],
      },
    ],
  };
  assert.deepEqual([...marksOf(spec, "dots")], ["rings", "inner", "each"]);
  assert.deepEqual([...marksOf(spec, "lines")], ["rules"]);
  assert.deepEqual([...marksOf(spec, "none")], []);
});

// ── the boxes of rows ────────────────────────────────────────────────────────────────────────────

const symbols = { marktype: "symbol" };
const words = { marktype: "text" };
const bars = { marktype: "rect" };

test("a row has one box in each panel: round the parts of its symbols, whatever else is drawn of it", () => {
  const marks = [
    { key: "1", mark: { marktype: "rule" }, panel: "a", box: box(0, 0, 100, 1) },
    { key: "1", mark: symbols, panel: "a", box: box(10, 10, 20, 20) },
    { key: "1", mark: symbols, panel: "a", box: box(15, 5, 25, 15) },
    { key: "1", mark: words, panel: "a", box: box(30, 5, 90, 15) },
    { key: "1", mark: words, panel: "b", box: box(30, 50, 90, 60) },
    { key: "1", mark: bars, panel: "b", box: box(0, 40, 9, 80) },
    { key: "2", mark: words, panel: "b", box: box(1, 2, 3, 4) },
  ];
  assert.deepEqual(
    [...boxesOf(marks)],
    [
      ["1", [box(10, 5, 25, 20), box(0, 40, 9, 80)]],
      ["2", [box(1, 2, 3, 4)]],
    ],
  );
});
