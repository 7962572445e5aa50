// The scripts that a sandbox is handed are verified, and a failure is forgotten.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";
import { SandboxScripts } from "../../static/js/editor/sandbox_scripts.js";

const hashOf = (text) => createHash("sha256").update(text).digest("hex");
const FILES = { "js/sandboxed.js": "the worker", "js/unpack.js": "the unpacker" };
const hashes = Object.entries(FILES).map(([path, text]) => [path, { sha256: hashOf(text) }]);
const MANIFEST = JSON.stringify({ files: Object.fromEntries(hashes) });
const APP = `https://example.org/app-${hashOf(MANIFEST).slice(0, 12)}/`;
const { fetch } = globalThis;

afterEach(() => (globalThis.fetch = fetch));

// Serve these files, and return the paths that are asked for.
function serve(files) {
  const asked = [];
  globalThis.fetch = async (url) => {
    const path = url.replace(APP, "");
    asked.push(path);
    return path in files ? new Response(files[path]) : new Response("", { status: 404 });
  };
  return asked;
}

const whole = { ...FILES, "manifest.json": MANIFEST };

test("they come in their order, and once", async () => {
  const asked = serve(whole);
  const scripts = new SandboxScripts(APP, 5);
  assert.deepEqual(await scripts.load(), ["the worker", "the unpacker"]);
  await scripts.load();
  assert.equal(asked.length, 3);
});

for (const path of Object.keys(whole)) {
  test(`a changed ${path} is refused, and the next run tries again`, async () => {
    serve({ ...whole, [path]: whole[path].replace("un", "Un").replace("the", "The") + " " });
    const scripts = new SandboxScripts(APP, 5);
    await assert.rejects(scripts.load(), { kind: "damaged" });
    serve(whole);
    assert.equal((await scripts.load()).length, 2);
  });
}
