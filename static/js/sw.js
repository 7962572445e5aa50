// The service worker: what a reader has seen, models included, can be seen again without a network.
//
// A folder with a hash in its name never changes, so its files are answered from a cache of that name. An
// essay's own files have a hash in their names too; they are in one cache with the pages. Pages come from
// the network as long as it answers soon.
//
// A newer service worker waits until no page of the older one is open, and then deletes the caches of
// folders that its version of the site does not have. Until then the older one also serves newer pages: a
// file's name identifies its content.

/* global FOLDERS -- the folders of this version of the site; the build defines it above this script */

const SCOPE = registration.scope;
const PREFIX = `refit ${new URL(SCOPE).pathname} `; // several sites may share a host
const PATIENCE = 3000; // milliseconds that a page from the network may take
const FOLDER = /(?:app|vega|runtime)-[0-9a-f]{12}(?=\/)/g;
const PAGE = /^(?:essays\/[^/]+\/)?$/;
const HASHED = /^(?:essays\/[^/]+\/)?[^/]+\.[0-9a-f]{12}\.[a-z]+$/;

// Return the address and the cache that a file is kept under, or null if it is not kept. Other sites may
// be served below this one's folder; they are left alone.
function entryOf(address) {
  const url = new URL(address);
  url.hash = url.search = "";
  url.pathname = url.pathname.replace(/index\.html$/, "");
  if (!url.href.startsWith(SCOPE)) return null;
  const path = url.href.slice(SCOPE.length);
  const folder = path.search(FOLDER) === 0 ? path.split("/")[0] : null;
  const isPage = PAGE.test(path);
  if (!folder && !isPage && !HASHED.test(path)) return null;
  return { key: url.href, cache: PREFIX + (folder ?? "pages"), isPage };
}

// Fetch a file and, without waiting, put it into its cache. Pages bypass the browser's cache, which may
// guess how long a page stays new.
function fetchKept(event, request, { key, cache, isPage }) {
  const answer = fetch(request, isPage ? { cache: "no-cache" } : undefined);
  const kept = answer.then(async (response) => {
    if (response.status !== 200 || response.redirected) return;
    const copy = response.clone();
    await (await caches.open(cache)).put(key, copy);
  });
  event.waitUntil(kept.catch(() => {})); // no network, or no room
  return answer;
}

// Return the cached answer, or undefined if there is none, or if the browser's caches fail: then the
// network answers. A request that bypasses all caches comes from a page that has found the cached file
// damaged.
async function cached({ request }, { key, cache }) {
  try {
    const entries = await caches.open(cache);
    if (request.cache === "reload") await entries.delete(key);
    return await entries.match(key);
  } catch {
    return undefined;
  }
}

async function file(event, entry) {
  return (await cached(event, entry)) ?? fetchKept(event, event.request, entry);
}

async function page(event, entry) {
  const fresh = fetchKept(event, event.request, entry);
  const kept = await cached(event, entry);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((answer) => (answer.status < 500 ? answer : kept)), late]).catch(
    () => kept,
  );
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const entry = request.method === "GET" && entryOf(request.url);
  if (!entry || request.headers.has("Range")) return;
  if (!entry.isPage) event.respondWith(file(event, entry));
  else if (request.mode === "navigate") event.respondWith(page(event, entry));
});

// A page sends the addresses that it fetched before it had a service worker.
addEventListener("message", (event) => {
  const keep = async (entry) => {
    if (entry && !(await caches.match(entry.key, { cacheName: entry.cache }))) {
      await fetchKept(event, entry.key, entry);
    }
  };
  event.waitUntil(Promise.allSettled(event.data.map(entryOf).map(keep)));
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([retire(), clients.claim()]));
});

async function retire() {
  const own = [...FOLDERS, "pages"].map((name) => PREFIX + name);
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && !own.includes(name)) await caches.delete(name);
  }
  // A cached page of an older version would ask for files that are gone.
  const pages = await caches.open(PREFIX + "pages");
  for (const request of await pages.keys()) {
    if (!request.url.endsWith("/")) continue;
    const text = await (await pages.match(request)).text();
    if (!(text.match(FOLDER) ?? []).every((name) => FOLDERS.includes(name)))
      await pages.delete(request);
  }
}
