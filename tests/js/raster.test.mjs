// Rasters: numbers become the colours of their domain, whichever way the scales go.

import assert from "node:assert/strict";
import { test } from "node:test";

import { colourTable, paintCells } from "../../static/js/state/raster.js";

const BLACK = "#000000";
const WHITE = "#ffffff";

// Return the red, green and blue of each pixel.
function paint(values, columns, { colours = [BLACK, WHITE], domain, flip = [false, false] }) {
  const pixels = new Uint32Array(values.length);
  const table = colourTable(colours, domain);
  paintCells(pixels, values, columns, { table, domain, flip });
  const bytes = new Uint8Array(pixels.buffer);
  return Array.from(values, (_, i) => Array.from(bytes.subarray(4 * i, 4 * i + 3)));
}

test("a number has the colour of its place between two colours of the domain", () => {
  const colours = ["#ff0000", "#808080", "#0000ff"];
  const shown = paint([0, 64, 127.5, 191, 255], 5, { colours, domain: [0, 127.5, 255] });
  const expected = [
    [255, 0, 0],
    [191, 64, 64],
    [128, 128, 128],
    [64, 64, 191],
    [0, 0, 255],
  ];
  shown.forEach((rgb, i) =>
    rgb.forEach((byte, c) => assert.ok(Math.abs(byte - expected[i][c]) <= 1, `${i}: ${rgb}`)),
  );
});

test("the steps of a domain may be uneven, and begin anywhere", () => {
  const shown = paint([-2, -1, 0, 8], 4, { colours: [BLACK, WHITE, BLACK], domain: [-2, 0, 8] });
  assert.deepEqual(shown[0], [0, 0, 0]);
  assert.ok(Math.abs(shown[1][0] - 128) <= 1);
  assert.deepEqual(
    shown[2].map((byte) => byte > 253),
    [true, true, true],
  );
  assert.deepEqual(shown[3], [0, 0, 0]);
});

test("numbers beyond the domain have the colour of its end", () => {
  const shown = paint([-100, 300, NaN], 3, { domain: [0, 255] });
  assert.deepEqual(shown.slice(0, 2), [
    [0, 0, 0],
    [255, 255, 255],
  ]);
});

test("each of 256 levels is within a shade of its own", () => {
  const values = Array.from({ length: 256 }, (_, i) => i);
  const shown = paint(values, 16, { domain: [0, 255] });
  shown.forEach(([red], i) => assert.ok(Math.abs(red - i) <= 1, `${i}: ${red}`));
});

test("rows and columns are turned around where the scales run the other way", () => {
  const values = [0, 1, 2, 3, 4, 5];
  const order = (flip) => paint(values, 3, { domain: [0, 255], flip }).map(([red]) => red);
  const at = (indices) => indices.map((i) => order([false, false])[i]);
  assert.equal(new Set(order([false, false])).size, 6);
  assert.deepEqual(order([true, false]), at([2, 1, 0, 5, 4, 3]));
  assert.deepEqual(order([false, true]), at([3, 4, 5, 0, 1, 2]));
  assert.deepEqual(order([true, true]), at([5, 4, 3, 2, 1, 0]));
});

test("pixels are opaque", () => {
  const pixels = new Uint32Array(1);
  const domain = [0, 1];
  const table = colourTable([BLACK, WHITE], domain);
  paintCells(pixels, [0.5], 1, { table, domain, flip: [false, false] });
  assert.equal(new Uint8Array(pixels.buffer)[3], 255);
});

test("10,000 cells take less than four milliseconds", () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => i % 256);
  const pixels = new Uint32Array(values.length);
  const domain = [0, 127.5, 255];
  const times = Array.from({ length: 50 }, () => {
    const start = process.cpuUsage().user;
    const table = colourTable([BLACK, WHITE, BLACK], domain);
    paintCells(pixels, values, 100, { table, domain, flip: [false, true] });
    return (process.cpuUsage().user - start) / 1e3;
  });
  const median = times.sort((a, b) => a - b)[25];
  assert.ok(median < 4, `${median} ms`);
});
