// Why a file did not come, and what the reader is told.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import * as pageText from "../../static/js/network/page_text.js";
import { explain, Trouble } from "../../static/js/network/trouble.js";

const APP = "app-0123456789ab";
const PAGE = `<!doctype html>
<html lang="en" data-essay="one" data-offline="../../sw.js"><link href="theme.aaaaaaaaaaaa.css">
<script src="../../${APP}/js/main.js"></script>
<script type="application/json">{"data":"my%20dots.bbbbbbbbbbbb.json","runtime":
{"folder":"../../runtime-cccccccccccc/","packs":["numpy","sklearn"]}}</script>
<footer class="foot">…</footer></html>`;
const words = JSON.parse(
  (await import("node:fs")).readFileSync(new URL("../../static/words/en.json", import.meta.url)),
).network;
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
  delete globalThis.location;
});

// The page as the site has it now; an Error: the site cannot be reached
async function told(kind, path, page, status = 404) {
  globalThis.location = { href: "https://example.org/essays/one/?s=1#dots-2" };
  const asked = [];
  globalThis.fetch = async (url, { cache }) => {
    asked.push([url, cache]);
    if (page instanceof Error) throw page;
    return new Response(page);
  };
  const trouble = new Trouble(kind, `https://example.org/${path}`, status);
  return { ...(await explain(trouble.plain, words)), asked };
}

test("a file that today's page needs is missing", async () => {
  const { message, remedy, asked } = await told("status", `${APP}/js/worker.js`, PAGE);
  assert.match(message, /worker\.js could not be fetched: the server says 404/);
  assert.equal(remedy, "again");
  assert.deepEqual(asked, [["https://example.org/essays/one/?s=1#dots-2", "no-cache"]]);
});

for (const [kind, path] of [
  ["status", "app-ffffffffffff/js/worker.js"],
  ["damaged", "app-ffffffffffff/js/worker.js"],
  ["status", "essays/one/dots.ffffffffffff.json"],
  ["status", "runtime-ffffffffffff/rest/a.pack?reload"],
]) {
  test(`a page that needs ${path} no more has been updated (${kind})`, async () => {
    const { message, remedy } = await told(kind, path, PAGE);
    assert.match(message, /has been updated/);
    assert.equal(remedy, "reload");
  });
}

test("a network that wants a password first", async () => {
  const { message } = await told("damaged", `${APP}/js/worker.js`, "<html>Sign in</html>");
  assert.match(message, /sign in/);
});

test("a reader who is offline is told so, and by name what is missing", async () => {
  const gone = new TypeError("Failed to fetch");
  const { message, remedy } = await told("unreachable", `${APP}/js/worker.js`, gone);
  assert.match(message, /You are offline.*worker\.js/);
  assert.equal(remedy, "again");
  assert.match((await told("damaged", `${APP}/a.js`, gone)).message, /damaged/);
});

test("a silent network is asked nothing more", async () => {
  const { message, asked } = await told("silent", `${APP}/js/unpack.js`, PAGE);
  assert.match(message, /silent.*unpack\.js/);
  assert.deepEqual(asked, []);
});

test("a host that forbids it is asked nothing more, and no other try is offered", async () => {
  const { message, remedy, isFinal, asked } = await told("policy", "", PAGE);
  assert.match(message, /host .* policy/);
  assert.deepEqual([remedy, isFinal, asked], [undefined, true, []]);
});

test("every kind of trouble has its words", () => {
  const kinds = "silent unreachable status damaged handover policy offline updated stranger title";
  for (const kind of [...kinds.split(" "), "again", "reload"]) assert.ok(words[kind], kind);
});

test("a page is one of ours only if it is whole", () => {
  assert.ok(pageText.isOurs(PAGE));
  assert.ok(!pageText.isOurs(PAGE.slice(0, -60)));
  assert.ok(!pageText.isOurs("<!doctype html><html><footer class=foot></html>"));
});

test("a page's text names its files", () => {
  const runtime = "runtime-cccccccccccc";
  assert.deepEqual(pageText.foldersIn(PAGE), [APP, runtime]);
  assert.deepEqual(pageText.filesIn(PAGE), [
    "theme.aaaaaaaaaaaa.css",
    "my%20dots.bbbbbbbbbbbb.json",
  ]);
  assert.deepEqual(pageText.pathsIn(PAGE, APP), ["js/main.js"]);
  assert.deepEqual(pageText.packsIn(PAGE), ["core.pack", "numpy.pack", "sklearn.pack"]);
  assert.deepEqual(pageText.packsIn("<html>"), ["core.pack"]);
  assert.deepEqual(pageText.foldersIn(""), []);
});

test("a file is named by its folder's hash or by its own", () => {
  assert.equal(pageText.keyIn(`https://a.org/x/${APP}/js/a.js?b#c`), APP);
  assert.equal(pageText.keyIn("https://a.org/dots.bbbbbbbbbbbb.json?b"), "dots.bbbbbbbbbbbb.json");
  assert.equal(pageText.hashIn("https://a.org/dots.bbbbbbbbbbbb.json?b"), "bbbbbbbbbbbb");
  assert.equal(pageText.hashIn("https://a.org/js/a.js"), null);
  assert.equal(pageText.stemOf("a/my%20dots.bbbbbbbbbbbb.json"), "a/my dots.json");
});
