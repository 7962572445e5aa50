// The service worker: whatever has been seen can be seen again without a network, models included.
//
// Folders with a hash in their name never change, so each has a cache of its name and is answered from
// it. An essay's own files have a hash in their name too; they lie in one cache with the pages. Pages
// come from the network as long as it answers soon.
//
// A newer service worker waits, as is the custom, until no page of the older one is open. Then it throws
// away the caches of folders that its version of the site lacks. The older one fetches and keeps what
// newer pages ask for just as well, since a name says all there is to know of a file.

/* global FOLDERS -- the folders of this version of the site; the build writes them in front */

const SCOPE = registration.scope;
const PREFIX = `refit ${new URL(SCOPE).pathname} `; // several sites may share a host
const PATIENCE = 3000; // milliseconds that a page from the network may take
const FOLDER = /(?:app|vega|runtime)-[0-9a-f]{12}(?=\/)/g;
const PAGE = /^(?:essays\/[^/]+\/)?$/;
const HASHED = /^(?:essays\/[^/]+\/)?[^/]+\.[0-9a-f]{12}\.[a-z]+$/;

// Under which address, in which cache, something is kept; null if it is not to be. Below the site's
// folder there may be other sites, which are left alone.
function placeOf(address) {
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

// Fetch something and keep it, without waiting for that.
// Of a page that says nothing of caching, a browser guesses how long it stays new: it is asked for again.
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

// Whoever asks past all caches has found that what is in them is damaged.
async function file(event, place) {
  const cache = await caches.open(place.cache);
  if (event.request.cache === "reload") await cache.delete(place.key);
  return (await cache.match(place.key)) ?? fetchKept(event, event.request, place);
}

async function page(event, place) {
  const fresh = fetchKept(event, event.request, place);
  const kept = await (await caches.open(place.cache)).match(place.key);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((answer) => (answer.status < 500 ? answer : kept)), late]).catch(
    () => kept,
  );
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const place = request.method === "GET" && placeOf(request.url);
  if (!place || request.headers.has("Range")) return;
  if (!place.isPage) event.respondWith(file(event, place));
  else if (request.mode === "navigate") event.respondWith(page(event, place));
});

// Pages tell what they fetched before they had a service worker.
addEventListener("message", (event) => {
  const keep = async (place) => {
    if (place && !(await caches.match(place.key, { cacheName: place.cache }))) {
      await fetchKept(event, place.key, place);
    }
  };
  event.waitUntil(Promise.allSettled(event.data.map(placeOf).map(keep)));
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([retire(), clients.claim()]));
});

async function retire() {
  const own = [...FOLDERS, "pages"].map((name) => PREFIX + name);
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && !own.includes(name)) await caches.delete(name);
  }
  // A page of an older version would ask for files that are gone.
  const pages = await caches.open(PREFIX + "pages");
  for (const request of await pages.keys()) {
    if (!request.url.endsWith("/")) continue;
    const text = await (await pages.match(request)).text();
    if (!(text.match(FOLDER) ?? []).every((name) => FOLDERS.includes(name)))
      await pages.delete(request);
  }
}
