// Memory is written last, and only into an interpreter that is as it has to be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Restorer } from "../../static/js/runtime/restore.js";

const SIZE = 128;
const core = () => 1;
const own = () => 2;
const scripted = () => 3;
const encode = (text) => new TextEncoder().encode(text);
const bytesOf = (...words) => new Uint8Array(Uint32Array.from(words).buffer);

// A loader of extensions that notes what is asked of it. free: the end of the memory in use; trampoline: the slot of
// the function by which the engine calls C, which is written before the start, at 8
function loaderOf({ free = 8, canGrow = true, length = 4, trampoline = 0 } = {}) {
  const done = [];
  const bytes = new Uint8Array(SIZE).fill(9);
  const words = new Uint32Array(bytes.buffer);
  words.set([7, 4]); // what the core brings along
  words[12] = 4;
  const loader = {
    done,
    got: { known: new WebAssembly.Global({ value: "i32", mutable: true }, -1) },
    libraries: { "/a.so": { exports: { own, late: own } } },
    table: { length, get: (slot) => `of ${slot}`, grow: (by) => (done.push(["table", by]), 8) },
    exports: {
      sbrk: () => free,
      core,
      memory: bytes,
      _PyRuntime: { value: 4 },
      _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: { value: 48 },
    },
    imports: { scripted },
    bytes,
    grow: (size) => canGrow && done.push(["memory", size]),
    load: (...given) => done.push(["load", ...given, restorer.placeOf("/a.so")]),
    addressOf: (each) => (each === core ? 1 : 0),
    put: (slot, each, wrapped = each) => done.push(["put", slot, each, wrapped]),
    wrap: (each, signature) => `${each.name} ${signature}`,
  };
  const restorer = new Restorer().take(PARTS());
  restorer.open(loader);
  restorer.onFresh();
  words.set([99, 4, trampoline]); // by the start
  return { loader, restorer };
}

// Memory below `fresh` counts as what the core brought along; the ring of the garbage collector is at 64.
const PARTS = () => ({
  "places.json": encode(JSON.stringify(PLACES)),
  symbols: encode("known\nlate"),
  addresses: bytesOf(5, 6),
  owners: Uint8Array.of(255, 1), // `late` is a function of the first extension
  pages: bytesOf(1, 2, 3),
  links: bytesOf(80),
});
const PLACES = {
  libraries: { "/a.so": { memory: 32, table: 5 } },
  loads: [["/a.so", { global: false }, true, 40]],
  slots: [
    [1, "", "core"],
    [2, "", "core"],
    [7, null, "scripted", "vi"],
  ],
  table: 8,
  size: SIZE,
  fresh: 16,
  runs: [
    [0, 8],
    [32, 4],
  ],
  ring: 64,
  strings: 1,
};

test("what lies outside of memory is done again, in order", () => {
  const { loader, restorer } = loaderOf();
  restorer.restore();
  assert.deepEqual(loader.done, [
    ["memory", SIZE],
    ["load", "/a.so", { global: false }, {}, 40, { memory: 32, table: 5 }],
    ["table", 4],
    ["put", 6, own, own],
    ["put", 2, core, core], // this engine has it at 1
    ["put", 7, scripted, "scripted vi"],
  ]);
  assert.deepEqual([loader.got.known.value, loader.got.late.value], [5, 6]);
});

test("pages are the difference to what is there, and what a start has written is taken back", () => {
  const { loader, restorer } = loaderOf();
  restorer.restore();
  const nine = 0x09090909;
  const expected = new Uint32Array(SIZE / 4).fill(nine);
  expected.set([1 ^ 7, 2 ^ 4, 0, 0], 0);
  expected[8] = nine ^ 3;
  expected[12] = 4;
  expected.set([nine ^ 80, nine ^ 80], 16); // the ring, and its only object
  expected.set([nine ^ 64, nine ^ 64], 20);
  assert.deepEqual(new Uint32Array(loader.bytes.buffer), expected);
});

test("what was sent is given back at once", (context) => {
  const given = [];
  const own = ArrayBuffer.prototype.transfer; // which older engines lack
  ArrayBuffer.prototype.transfer = function (size) {
    given.push([this, size]);
  };
  context.after(() => (ArrayBuffer.prototype.transfer = own));
  const { restorer } = loaderOf();
  const { pages, links } = restorer.parts;
  restorer.restore();
  for (const { buffer } of [pages, links]) {
    assert.ok(given.some(([one, size]) => one === buffer && size === 0));
  }
});

test("the function by which this engine calls C is kept, in a slot of its own", () => {
  const { loader, restorer } = loaderOf({ trampoline: 3 });
  restorer.restore();
  assert.deepEqual(loader.done.slice(-2), [
    ["table", 1],
    ["put", 8, "of 3", "of 3"],
  ]);
  assert.equal(new Uint32Array(loader.bytes.buffer)[2], 8);
});

test("an extension that is loaded later finds a place of its own", () => {
  const { restorer } = loaderOf();
  assert.equal(restorer.placeOf("/a.so"), undefined);
  restorer.restore();
  assert.equal(restorer.placeOf("/a.so"), undefined);
});

for (const [what, options, message] of [
  ["memory that is in use beyond what is written whole", { free: 17 }, /in use already/],
  ["too little memory", { canGrow: false }, /too little memory/],
  ["a longer table", { length: 9 }, /table of functions is too long/],
]) {
  test(`${what} is refused before memory is written`, () => {
    const { loader, restorer } = loaderOf(options);
    assert.throws(() => restorer.restore(), message);
    assert.equal(loader.bytes[0], 99);
    assert.equal(loader.bytes[32], 9);
  });
}

test("a function that is not there is refused by its name", () => {
  const { loader, restorer } = loaderOf();
  delete loader.imports.scripted;
  assert.throws(() => restorer.restore(), /scripted is not there/);
});
