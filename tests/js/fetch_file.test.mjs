// Files that are fetched, ahead or while Python stands still: every byte counts, and nothing is waited for
// without end.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, mock, test } from "node:test";

import {
  fetchFile,
  fetchJson,
  fetchVerified,
  hasHash,
  useSha256,
} from "../../static/js/network/fetch_file.js";
import { cut, sizeOf } from "../../static/js/runtime/cut.js";
import { fetchAtOnce } from "../../static/js/runtime/packs.js";

const ADDRESS = "https://example.org/runtime/some.pack";
const bytesOf = (length) => Uint8Array.from({ length }, (_, i) => (i * 167 + 13) % 256);
const encode = (text) => new TextEncoder().encode(text);
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
const named = (bytes, suffix = "json") =>
  `https://example.org/essays/one/dots.${hashOf(bytes).slice(0, 12)}.${suffix}`;
const flip = (bytes) => bytes.with(0, bytes[0] ^ 1);
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.XMLHttpRequest;
  mock.timers.reset();
});

// Answer requests with these bytes, or with an error of this status, in turn; return how each was asked for.
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push([url, options.cache]);
    const answer = answers[asked.length - 1];
    if (answer instanceof Error) throw answer;
    return typeof answer === "number" ? new Response("", { status: answer }) : new Response(answer);
  };
  return asked;
}

// Answer requests that wait for their answer, in turn; return the addresses.
function serveAtOnce(...answers) {
  const asked = [];
  globalThis.XMLHttpRequest = class {
    open(method, url, isAsync) {
      assert.deepEqual([method, isAsync], ["GET", false]);
      asked.push(url);
    }
    send() {
      const answer = answers[asked.length - 1];
      if (answer instanceof Error) throw answer;
      if (typeof answer === "number") Object.assign(this, { status: answer });
      else Object.assign(this, { status: 200, response: answer.buffer });
    }
  };
  return asked;
}

async function load(bytes) {
  let counted = 0;
  const isRight = (received) => hasHash(received, hashOf(bytes));
  const onBytes = (size) => (counted += size);
  const file = await fetchVerified(ADDRESS, isRight, { onBytes });
  return { file, counted };
}

test("a SHA-256 of one's own is used where the browser has none", async () => {
  const bytes = bytesOf(1000);
  const before = async (it) =>
    Buffer.from(await crypto.subtle.digest("SHA-256", it)).toString("hex");
  const asked = [];
  useSha256(async (it) => (asked.push(it.length), hashOf(it)));
  assert.equal(await hasHash(bytes, hashOf(bytes).slice(0, 12)), true);
  assert.equal(await hasHash(flip(bytes), hashOf(bytes)), false);
  assert.deepEqual(asked.slice(0, 2), [1000, 1000]);
  useSha256(before);
});

test("a file that is whole is fetched once", async () => {
  const bytes = bytesOf(1000);
  const asked = serve(bytes);
  assert.deepEqual(await load(bytes), { file: bytes, counted: 1000 });
  assert.deepEqual(asked, [[ADDRESS, undefined]]);
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

test("an error that the browser may have kept is asked for once more", async () => {
  const bytes = bytesOf(10);
  const asked = serve(404, bytes);
  assert.deepEqual((await load(bytes)).file, bytes);
  assert.equal(asked[1][1], "reload");
  serve(404, 503);
  await assert.rejects(load(bytes), { kind: "status", status: 503, url: ADDRESS });
});

test("a file that stays damaged is refused", async () => {
  const bytes = bytesOf(1000);
  serve(flip(bytes), bytes.subarray(1));
  await assert.rejects(load(bytes), { kind: "damaged", url: ADDRESS });
});

test("a network that cannot be reached is not asked twice", async () => {
  const asked = serve(new TypeError("Failed to fetch"));
  await assert.rejects(load(bytesOf(1)), { kind: "unreachable" });
  assert.equal(asked.length, 1);
});

for (const [what, damage] of [
  ["half of a file", (bytes) => bytes.subarray(bytes.length >> 1)],
  ["a flipped bit", flip],
  ["a page", () => encode("<!doctype html><title>Sign in</title>")],
]) {
  test(`a hash in a file's name is held against ${what}`, async () => {
    const bytes = encode('{"a": [1, 2]}');
    const asked = serve(damage(bytes), bytes);
    assert.deepEqual(await fetchJson(named(bytes)), { a: [1, 2] });
    assert.equal(asked.length, 2);
    serve(damage(bytes), damage(bytes));
    await assert.rejects(fetchJson(named(bytes)), { kind: "damaged" });
  });
}

test("a host may write line ends in its own way", async () => {
  const bytes = encode("def a():\n    pass\n");
  const asked = serve(encode("def a():\r\n    pass\r\n"));
  await fetchFile(named(bytes, "py"));
  assert.equal(asked.length, 1);
});

test("a file without a hash in its name must at least be no page", async () => {
  const script = encode("let a;");
  serve(encode("\n <!doctype html>"), script);
  assert.deepEqual(await fetchFile("https://example.org/app/js/worker.js"), script);
});

test("a file that is asked for past the cache is asked for once", async () => {
  const asked = serve(404);
  await assert.rejects(fetchFile(ADDRESS, { cache: "reload" }), { kind: "status" });
  assert.deepEqual(asked, [[ADDRESS, "reload"]]);
});

// A body of which the test sends the bytes; it ends like a real one when it is given up.
function slowBody() {
  let controller;
  const body = new ReadableStream({ start: (it) => (controller = it) });
  globalThis.fetch = async (url, { signal }) => {
    signal.addEventListener("abort", () => controller.error(signal.reason));
    return new Response(body);
  };
  return controller;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function pass(seconds) {
  for (let i = 0; i < seconds * 10; i++) {
    mock.timers.tick(100);
    if (i % 10 === 0) await settle();
  }
}

test("a file of which nothing more comes is given up", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const body = slowBody();
  const refused = assert.rejects(fetchFile(ADDRESS, { silence: 20 }), { kind: "silent" });
  body.enqueue(bytesOf(5));
  await pass(22);
  await refused;
});

test("a file may come as slowly as it likes", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const body = slowBody();
  const file = fetchFile(ADDRESS, { silence: 20 });
  for (let i = 0; i < 10; i++) {
    await settle();
    body.enqueue(bytesOf(1));
    await pass(19);
  }
  body.close();
  assert.equal((await file).length, 10);
});

test("an answer that does not even begin is given up", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.fetch = (url, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const refused = assert.rejects(fetchFile(ADDRESS, { silence: 2 }), { kind: "silent" });
  await pass(4);
  await refused;
});

// ── files that Python waits for ──────────────────────────────────────────────────────────────────

for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
  test(`${length} bytes that Python waits for are used if they are whole`, () => {
    const bytes = bytesOf(length);
    const asked = serveAtOnce(bytes);
    assert.deepEqual(fetchAtOnce(ADDRESS, hashOf(bytes)), bytes);
    assert.deepEqual(asked, [ADDRESS]);
  });
}

for (const [what, bad, kind] of [
  ["a damaged file", flip(bytesOf(1000)), "damaged"],
  ["an error", 404, "status"],
]) {
  test(`${what} that Python waits for is asked for past all caches, then told`, () => {
    const bytes = bytesOf(1000);
    const asked = serveAtOnce(bad, bytes);
    assert.deepEqual(fetchAtOnce(ADDRESS, hashOf(bytes)), bytes);
    assert.equal(asked[0], ADDRESS);
    assert.match(asked[1], /some\.pack\?reload=\d+$/);
    serveAtOnce(bad, bad);
    assert.throws(() => fetchAtOnce(ADDRESS, hashOf(bytes)), { kind });
  });
}

test("a file that Python waits for and that does not come is asked for once", () => {
  for (const [name, kind] of [
    ["TimeoutError", "silent"],
    ["NetworkError", "unreachable"],
  ]) {
    const asked = serveAtOnce(new DOMException("", name));
    assert.throws(() => fetchAtOnce(ADDRESS, ""), { kind, url: ADDRESS });
    assert.equal(asked.length, 1);
  }
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
