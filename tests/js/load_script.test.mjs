// Scripts that the browser loads by itself: what does not come is told, and asked for anew.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const MODULE = "https://example.org/vega/core.js";
const never = new Promise(() => {});
let loadModule, watchScripts, asked, tried;

let count = 0;
beforeEach(async () => {
  const fresh = `../../static/js/network/load_script.js?${count++}`; // it remembers what failed
  ({ loadModule, watchScripts } = await import(fresh));
  [asked, tried] = [[], []];
  answer(() => new Response("let a;"));
  mock.timers.reset();
});

function answer(respond) {
  globalThis.fetch = async (url, { cache, signal }) => {
    asked.push(cache);
    return respond(signal);
  };
}

// Import modules with these outcomes in turn.
const importing = (...outcomes) => ({
  silence: 20,
  async load(url) {
    tried.push(url.slice(MODULE.length));
    const outcome = outcomes[tried.length - 1];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  },
});

const settle = () => new Promise((resolve) => setImmediate(resolve));
async function pass(seconds) {
  for (let i = 0; i < seconds; i++) {
    await settle();
    mock.timers.tick(1000);
  }
  await settle();
}

test("a module that comes is imported once", async () => {
  assert.equal(await loadModule(MODULE, importing("vega")), "vega");
  assert.deepEqual([tried, asked], [[""], []]);
});

test("a damaged module is fetched past the cache and imported under another name", async () => {
  assert.equal(await loadModule(MODULE, importing(new SyntaxError("<"), "vega")), "vega");
  assert.deepEqual([tried, asked], [["", "#1"], ["reload"]]);
});

test("one that does not come says nothing of another", async () => {
  const other = MODULE.replace("core", "more");
  const lost = importing(new SyntaxError("<"), new SyntaxError("<"));
  await assert.rejects(loadModule(other, lost), { kind: "damaged" });
  [asked, tried] = [[], []];
  assert.equal(await loadModule(MODULE, importing("vega")), "vega");
  assert.deepEqual([tried, asked], [[""], []]);
});

test("a module that stays damaged is told, and the next try goes past the cache", async () => {
  const outcomes = importing(new SyntaxError("<"), new SyntaxError("<"), "vega");
  await assert.rejects(loadModule(MODULE, outcomes), { kind: "damaged", url: MODULE });
  assert.equal(await loadModule(MODULE, outcomes), "vega");
  assert.deepEqual(
    [tried, asked],
    [
      ["", "#1", "#2"],
      ["reload", "reload"],
    ],
  );
});

test("a module whose file is not there says why", async () => {
  answer(() => new Response("", { status: 404 }));
  await assert.rejects(loadModule(MODULE, importing(new TypeError("no"))), {
    kind: "status",
    status: 404,
  });
});

test("a module that does not come is given up if its file does not come either", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  answer((signal) => new Promise((_, reject) => signal.addEventListener("abort", reject)));
  const outcomes = importing(never, "vega");
  const refused = assert.rejects(loadModule(MODULE, outcomes), { kind: "silent" });
  await pass(28);
  await refused;
  answer(() => new Response("let a;"));
  assert.equal(await loadModule(MODULE, outcomes), "vega");
  assert.deepEqual(tried, ["", "#1"]);
});

test("a module whose own connection is lost is imported anew", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const loading = loadModule(MODULE, importing(never, "vega"));
  await pass(27);
  assert.equal(await loading, "vega");
  assert.deepEqual(asked, [undefined, "reload"]);
});

test("scripts that have come are not asked for, nor when nobody waits any more", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  watchScripts(() => [], 20);
  watchScripts(() => [MODULE], 20).end();
  await pass(60);
  assert.deepEqual(asked, []);
});
