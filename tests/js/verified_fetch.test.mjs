// Files that are fetched, ahead or while Python stands still: every byte counts.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";

import { fetchAtOnce } from "../../static/js/runtime/packs.js";
import { cut, fetchVerified, sizeOf } from "../../static/js/runtime/verified_fetch.js";

const ADDRESS = "https://example.org/runtime/some.pack";
const bytesOf = (length) => Uint8Array.from({ length }, (_, i) => (i * 167 + 13) % 256);
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
const flip = (bytes) => bytes.with(0, bytes[0] ^ 1);
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.XMLHttpRequest;
});

// Answer requests with these bytes in turn; return how each was asked for.
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push([url, options.cache]);
    return new Response(answers[asked.length - 1]);
  };
  return asked;
}

// Answer requests that wait for their answer.
function serveAtOnce(bytes, status = 200) {
  globalThis.XMLHttpRequest = class {
    open(method, url, isAsync) {
      assert.deepEqual([method, url, isAsync], ["GET", ADDRESS, false]);
    }
    send() {
      Object.assign(this, { status, response: bytes.buffer });
    }
  };
}

async function load(bytes) {
  let counted = 0;
  const isRight = (hash) => hash === hashOf(bytes);
  const file = await fetchVerified(ADDRESS, isRight, (size) => (counted += size));
  return { file, counted };
}

test("a file that is whole is fetched once", async () => {
  const bytes = bytesOf(1000);
  const asked = serve(bytes);
  assert.deepEqual(await load(bytes), { file: bytes, counted: 1000 });
  assert.deepEqual(asked, [[ADDRESS, undefined]]);
});

test("files are verified where a page came by plain http, too", async (context) => {
  context.mock.getter(globalThis, "crypto", () => ({})); // no `subtle` there
  const bytes = bytesOf(1000);
  serve(bytes);
  assert.deepEqual(await load(bytes), { file: bytes, counted: 1000 });
  serve(flip(bytes), flip(bytes));
  await assert.rejects(load(bytes), { name: "DamagedFile" });
});

test("a damaged file is fetched once more, past the browser's cache", async () => {
  const bytes = bytesOf(1000);
  const asked = serve(flip(bytes), bytes);
  assert.deepEqual(await load(bytes), { file: bytes, counted: 1000 });
  assert.deepEqual(asked, [
    [ADDRESS, undefined],
    [ADDRESS, "reload"],
  ]);
});

test("a file that stays damaged is refused by name", async () => {
  const bytes = bytesOf(1000);
  serve(flip(bytes), bytes.subarray(1));
  await assert.rejects(load(bytes), /^DamagedFile: The file some\.pack arrived damaged/);
});

for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
  test(`${length} bytes that Python waits for are used if they are whole`, () => {
    const bytes = bytesOf(length);
    serveAtOnce(bytes);
    assert.deepEqual(fetchAtOnce(ADDRESS, hashOf(bytes)), bytes);
  });
}

test("a damaged file that Python waits for is refused by name", () => {
  const bytes = bytesOf(1000);
  serveAtOnce(flip(bytes));
  assert.throws(() => fetchAtOnce(ADDRESS, hashOf(bytes)), /some\.pack arrived damaged/);
});

test("a file that Python waits for and that is not there says so", () => {
  serveAtOnce(new Uint8Array(), 404);
  assert.throws(() => fetchAtOnce(ADDRESS, hashOf(new Uint8Array())), /the server says 404/);
});

test("files that lie end to end are cut apart into copies", () => {
  const files = [
    ["a", 2],
    ["b", 0],
    ["c", 1],
  ];
  const content = Uint8Array.of(7, 8, 9);
  const parts = [...cut(content, files)];
  content.fill(0);
  assert.equal(sizeOf(files), 3);
  assert.deepEqual(parts, [
    ["a", Uint8Array.of(7, 8)],
    ["b", new Uint8Array()],
    ["c", Uint8Array.of(9)],
  ]);
});
