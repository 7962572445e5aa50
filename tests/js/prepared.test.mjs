// What the build prepared, found by the state.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame, Prepared } from "../../static/js/state/prepared.js";

const own = { n: 2, high: false, layout: "row", moved: {} };
const packed = {
  columns: [[1], [4], [9]],
  shapes: [
    [["total", ["n"]]],
    [
      ["total", ["n"]],
      ["names", ["key"]],
    ],
  ],
  answers: [
    [0, 2],
    [1, 3, 1],
    [0, 2],
  ],
  steps: [
    {
      n: [
        [1, 4],
        [0, 1],
      ],
      high: [[true], [2]],
    },
    {},
  ],
};
const prepared = new Prepared([[2], ["a", "b"]], packed);

test("a value that was prepared is found, with its state", () => {
  assert.deepEqual(prepared.find(0, own, { ...own, n: 4 }), {
    tables: { total: { n: [4] }, names: { key: ["a", "b"] } },
    state: { ...own, n: 4 },
  });
  assert.deepEqual(prepared.find(0, own, { ...own, high: true }).tables, { total: { n: [9] } });
});

test("a column may be told by the rows that differ from one before", () => {
  const { answers } = new Prepared([[1, 1, 1]], {
    columns: [{ back: 1, rows: [2, 5] }, ["a"], { back: 2, rows: [0, 7, 1, 8] }],
    shapes: [[["t", ["x"]]]],
    answers: [
      [0, 1],
      [0, 2],
    ],
    steps: [],
  });
  assert.deepEqual(answers, [{ t: { x: [1, 1, 5] } }, { t: { x: [7, 8, 5] } }]);
});

test("columns are numbered on from those of the steps", () => {
  assert.deepEqual(prepared.find(0, own, { ...own, n: 1 }).tables, { total: { n: [1] } });
});

test("between two numbers the nearest is found, and its state says which", () => {
  assert.equal(prepared.find(0, own, { ...own, n: 1.6 }).state.n, 1);
  assert.equal(prepared.find(0, own, { ...own, n: 3.1 }).state.n, 4);
});

test("between two rows there is none", () => {
  const rows = new Prepared([[2], ["a", "b"]], packed, { n: { row: "number" } });
  assert.equal(rows.find(0, own, { ...own, n: 1.6 }), undefined);
  assert.equal(rows.find(0, own, { ...own, n: 4 }).state.n, 4);
});

test("nothing is found where two keys differ, or the key, the value or the step was not prepared", () => {
  const states = [
    { n: 4, high: true },
    { layout: "heap" },
    { high: null },
    { moved: { 3: [1, 2] } },
  ];
  for (const changed of states) {
    assert.equal(prepared.find(0, own, { ...own, ...changed }), undefined);
  }
  assert.equal(prepared.find(1, own, { ...own, n: 4 }), undefined);
});

test("values are the same if they are to the model, however they were added up", () => {
  assert.ok(isSame(0.1 + 0.2, 0.3));
  assert.ok(isSame({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }));
  assert.ok(isSame(null, null));
  for (const [one, other] of [
    [1, true],
    [1, "1"],
    [1, 1.001],
    [null, {}],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
  ]) {
    assert.equal(isSame(one, other), false);
  }
});
