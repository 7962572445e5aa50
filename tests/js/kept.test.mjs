// What the service worker keeps: whole files, pages of this site, and what both need of each other.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

import { KeptFiles } from "../../static/js/kept/store.js";
import { keepPage, renewPages, tidy } from "../../static/js/kept/update.js";

const SCOPE = "https://example.org/site/";
const digits = (text) => createHash("sha256").update(text).digest("hex");
const short = (text) => digits(text).slice(0, 12);

// ── a host with two versions of a site, and the browser's caches ─────────────────────────────────

let host, asked, names;
const text = async (cache, path) =>
  (await names
    .get(cache)
    ?.get(SCOPE + path)
    ?.clone()
    .text()) ?? null;
const kept = (cache) =>
  [...(names.get(`refit /site/ ${cache}`)?.keys() ?? [])].map((key) => key.slice(SCOPE.length));

class FakeCache extends Map {
  async match(request) {
    return this.get(request)?.clone();
  }
  async put(request, response) {
    this.set(request, response);
  }
  async delete(request) {
    return super.delete(request);
  }
}

beforeEach(() => {
  names = new Map();
  asked = [];
  host = new Map();
  globalThis.caches = {
    async open(name) {
      if (!names.has(name)) names.set(name, new FakeCache());
      const cache = names.get(name);
      return {
        match: (request) => cache.match(request.url ?? request),
        put: (key, response) => cache.put(key, response),
        delete: (request) => cache.delete(request.url ?? request),
        keys: async () => [...cache.keys()].map((url) => ({ url })),
      };
    },
    keys: async () => [...names.keys()],
    delete: async (name) => names.delete(name),
  };
  globalThis.fetch = async (url, { cache } = {}) => {
    asked.push([url.slice(SCOPE.length), cache]);
    const body = host.get(url.slice(SCOPE.length));
    if (body instanceof Error) throw body;
    const content = Array.isArray(body) && body.length > 1 ? body.shift() : body;
    return content === undefined
      ? new Response("lost", { status: 404 })
      : new Response(String(content));
  };
});

function addFolder(kind, files) {
  const hashes = Object.entries(files).map(([path, content]) => [
    path,
    { sha256: digits(content) },
  ]);
  const manifest = JSON.stringify({ files: Object.fromEntries(hashes) });
  const folder = `${kind}-${short(manifest)}`;
  host.set(`${folder}/manifest.json`, manifest);
  for (const [path, content] of Object.entries(files)) host.set(`${folder}/${path}`, content);
  return folder;
}

// Add an essay's page; return its text.
function addPage(path, { app, runtime, files = {} }) {
  const named = Object.entries(files).map(([name, content]) => {
    const [stem, suffix] = name.split(".");
    const address = `${stem}.${short(content)}.${suffix}`;
    host.set(path + address, content);
    return address;
  });
  const page = `<html lang="en" data-essay data-offline="../../sw.js">
    <script src="../../${app}/js/main.js"></script>${named.map((name) => `<a href="${name}">`)}
    {"folder":"../../${runtime}/","packs":["numpy"]}<footer class="foot"></footer></html>`;
  host.set(path, page);
  return page;
}

const version = (n, pack = "numpy") => ({
  app: addFolder("app", { "js/main.js": `main ${n}`, "css/site.css": "style" }),
  runtime: addFolder("runtime", { "core.pack": `core ${n}`, "numpy.pack": pack }),
  files: { "dots.json": `{"n":${n}}`, "cover.svg": `<svg>${n}</svg>`, "dots-2.svg": `<svg/>${n}` },
});

const store = () => new KeptFiles(SCOPE);
async function keep(path) {
  const it = store();
  const entry = it.entryOf(SCOPE + path);
  const answer = await fetch(SCOPE + path);
  return entry.kind === "page" ? keepPage(it, entry, answer) : it.keepFile(entry, answer);
}

// Keep all that a reader of an essay has seen and run.
async function read(path, { app, runtime }) {
  await keep(path);
  for (const name of ["js/main.js", "css/site.css"]) await keep(`${app}/${name}`);
  for (const name of ["core.pack", "numpy.pack"]) await keep(`${runtime}/${name}`);
  for (const name of named(path)) if (!name.startsWith("dots-2")) await keep(path + name);
}

const named = (path) => host.get(path).match(/[\w-]+\.[0-9a-f]{12}\.\w+/g);

// ── addresses ────────────────────────────────────────────────────────────────────────────────────

test("what is kept, and where", () => {
  const entryOf = (path) => {
    const entry = store().entryOf(SCOPE + path);
    return entry && [entry.kind, entry.cache, entry.key.slice(SCOPE.length)];
  };
  assert.deepEqual(entryOf(""), ["page", "pages", ""]);
  assert.deepEqual(entryOf("index.html?s=1#a"), ["page", "pages", ""]);
  assert.deepEqual(entryOf("essays/one/index.html"), ["page", "pages", "essays/one/"]);
  for (const page of ["essays/one/de.html", "essays/one/pt-BR.html"]) {
    assert.deepEqual(entryOf(page), ["page", "pages", page]);
  }
  const data = "essays/one/dots.0123456789ab.json";
  assert.deepEqual(entryOf(data), ["named", "pages", data]);
  const pack = "runtime-0123456789ab/rest/a.pack";
  assert.deepEqual(entryOf(`${pack}?reload`), ["runtime", "runtime-0123456789ab", pack]);
  for (const other of [
    "sw.js",
    "_headers",
    "other/app-0123456789ab/a.js",
    "essays/one/two/",
    "essays/one/other.html",
  ]) {
    assert.equal(entryOf(other), null, other);
  }
  assert.equal(store().entryOf("https://example.org/elsewhere/"), null);
});

// ── files ────────────────────────────────────────────────────────────────────────────────────────

for (const [what, bad] of [
  ["a page", "<html>Sign in</html>"],
  ["half of it", "main"],
  ["a flipped bit", "lain 1"],
]) {
  for (const kind of ["a folder's file", "a named file", "a manifest"]) {
    test(`${what} for ${kind} is not kept, and asked for past the browser's cache`, async () => {
      const { app } = version(1);
      host.set(`essays/one/dots.${short("main 1")}.json`, "main 1");
      const path = {
        "a folder's file": `${app}/js/main.js`,
        "a named file": `essays/one/dots.${short("main 1")}.json`,
        "a manifest": `${app}/manifest.json`,
      }[kind];
      const good = host.get(path);
      host.set(path, bad);
      assert.equal(await keep(path), false);
      assert.deepEqual(
        kept(app)
          .concat(kept("pages"))
          .filter((each) => each === path),
        [],
      );
      host.set(path, [bad, good]);
      asked.length = 0;
      assert.equal(await keep(path), true);
      assert.deepEqual(
        asked.filter(([each]) => each === path).map(([, cache]) => cache),
        [undefined, "reload"],
      );
    });
  }
}

test("what no manifest knows is not kept", async () => {
  const { app } = version(1);
  host.set(`${app}/stray.js`, "stray");
  assert.equal(await keep(`${app}/stray.js`), false);
  names.clear();
  host.delete(`${app}/manifest.json`);
  assert.equal(await keep(`${app}/js/main.js`), false);
});

test("a kept file that was damaged since is forgotten", async () => {
  const { app } = version(1);
  await keep(`${app}/js/main.js`);
  const it = store();
  const entry = it.entryOf(`${SCOPE}${app}/js/main.js`);
  assert.equal(await (await it.find(entry)).text(), "main 1");
  names.get(`refit /site/ ${app}`).set(entry.key, new Response("nain 1"));
  assert.equal(await it.find(entry), undefined);
  assert.equal(await it.match(entry), undefined);
});

// ── pages ────────────────────────────────────────────────────────────────────────────────────────

test("somebody else's page never takes the place of an essay, nor does half of it", async () => {
  const page = addPage("essays/one/", version(1));
  await keep("essays/one/");
  for (const bad of ["<html>Sign in</html>", page.slice(0, page.length / 2)]) {
    host.set("essays/one/", bad);
    await keep("essays/one/");
    assert.equal(await text("refit /site/ pages", "essays/one/"), page);
  }
});

test("a newer page brings what was kept of the older one, and fetches nothing that is the same", async () => {
  const first = version(1);
  addPage("essays/one/", first);
  await read("essays/one/", first);
  const second = version(2);
  const page = addPage("essays/one/", second);
  asked.length = 0;
  await keep("essays/one/");
  assert.equal(await text("refit /site/ pages", "essays/one/"), page);
  assert.deepEqual(kept(second.app).sort(), [
    ...["css/site.css", "js/main.js", "manifest.json"].map((each) => `${second.app}/${each}`),
  ]);
  assert.deepEqual(kept(second.runtime).length, 3);
  const fetched = asked.map(([path]) => path);
  assert.ok(fetched.includes(`${second.runtime}/core.pack`));
  assert.ok(!fetched.includes(`${second.runtime}/numpy.pack`), "it has not changed");
  assert.ok(
    fetched.some((path) => /cover\./.test(path)),
    "it was seen",
  );
  assert.ok(!fetched.some((path) => /dots-2\./.test(path)), "it was not");

  await tidy(store(), []);
  assert.deepEqual(
    [...names.keys()].sort(),
    ["pages", second.app, second.runtime].map((name) => `refit /site/ ${name}`).sort(),
  );
  assert.deepEqual(kept("pages").filter((path) => /cover|json/.test(path)).length, 2);
});

test("the index of the search is brought only to those who have searched", async () => {
  for (const isSeen of [false, true]) {
    const first = version(1);
    first.files["search.json"] = "[1]";
    addPage("essays/one/", first);
    await keep("essays/one/");
    for (const name of named("essays/one/")) {
      if (isSeen || !name.startsWith("search")) await keep(`essays/one/${name}`);
    }
    const second = version(2);
    second.files["search.json"] = "[2]";
    addPage("essays/one/", second);
    asked.length = 0;
    await keep("essays/one/");
    assert.equal(
      asked.some(([path]) => /search\./.test(path)),
      isSeen,
    );
  }
});

test("if something of a newer version does not come, the older one stays whole", async () => {
  const first = version(1);
  const page = addPage("essays/one/", first);
  await read("essays/one/", first);
  const before = [...kept(first.app), ...kept(first.runtime), ...kept("pages")];
  const second = version(2);
  addPage("essays/one/", second);
  host.delete(`${second.runtime}/core.pack`);
  await assert.rejects(keep("essays/one/"));
  await tidy(store(), [`${SCOPE}${second.app}/js/main.js`]);
  assert.equal(await text("refit /site/ pages", "essays/one/"), page);
  const after = [...kept(first.app), ...kept(first.runtime), ...kept("pages")];
  assert.deepEqual(
    before.filter((path) => !after.includes(path)),
    [],
  );
});

test("an essay that the reader does not open is renewed too, and one that is gone is forgotten", async () => {
  const first = version(1);
  for (const path of ["essays/three/", "essays/two/", "essays/one/"]) {
    addPage(path, { ...first, files: { "dots.json": path } });
    await read(path, first);
  }
  const second = version(2);
  const page = addPage("essays/one/", second);
  host.delete("essays/two/");
  host.set("essays/three/", new TypeError("Failed to fetch"));
  await renewPages(store(), [second.app, second.runtime]);
  assert.equal(await text("refit /site/ pages", "essays/one/"), page);
  assert.equal(await text("refit /site/ pages", "essays/two/"), null);
  await tidy(store(), []);
  assert.ok(
    await text(`refit /site/ ${first.runtime}`, `${first.runtime}/core.pack`),
    "three needs it",
  );
  assert.ok(kept("pages").every((path) => !path.startsWith("essays/two/")));
});

test("another site's caches are left alone", async () => {
  await (await caches.open("refit /site/other/ app-0123456789ab")).put("a", new Response(""));
  await tidy(store(), []);
  assert.ok(names.has("refit /site/other/ app-0123456789ab"));
});
