// The service worker: what a reader has seen, models included, can be seen again without a network.
//
// A file with a hash in its name, or in that of its folder, never changes: what is kept of it answers. Pages
// come from the network as long as it answers soon. Nothing is kept that is not whole.
//
// A newer service worker waits until no page of the older one is open. Until then the older one also serves
// newer pages: a file's name identifies its content.

import { KeptFiles } from "./kept/store.js";
import { keepPage, renewPages, tidy } from "./kept/update.js";

/* global FOLDERS -- the folders of this version of the site; the build defines it above this script */

const PATIENCE = 3000; // milliseconds that a page from the network, or the check of a script, may take

const kept = new KeptFiles(registration.scope);

// Changes of what is kept, one after the other.
let last = Promise.resolve();
function inTurn(event, change) {
  last = last.then(change).catch(() => {}); // no network, or no room
  event.waitUntil(last);
}

// Fetch a file and, without waiting, keep it. The browser's own cache is passed by: it may guess how long a page
// stays new, and hold a damaged file for ever.
function fetchKept(event, entry) {
  const answer = fetch(event.request, { cache: entry.kind === "page" ? "no-cache" : "reload" });
  const copied = answer.then((response) => response.clone());
  copied.catch(() => {});
  if (entry.kind === "page") inTurn(event, async () => keepPage(kept, entry, await copied));
  else event.waitUntil(copied.then((copy) => kept.keepFile(entry, copy)).catch(() => {}));
  return answer;
}

// Fetch what the browser itself uses, a script or a style sheet, and answer with it when it has been verified,
// unless that takes long. A damaged one is asked for once more, so it is not refused at once, as the page does
// that names what is in it (`integrity`).
async function fetchVerified(event, entry) {
  const answer = await fetch(event.request, { cache: "reload", integrity: "" });
  const keeping = kept.keepFile(entry, answer.clone()).catch(() => false);
  event.waitUntil(keeping);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
  const found = (await Promise.race([keeping, late])) && (await kept.match(entry));
  return found || forOnce(answer);
}

// What is not known to be whole is used this once: the browser, too, keeps scripts in its memory from page to page.
function forOnce({ body, status, statusText, headers }) {
  const told = new Headers(headers);
  told.set("Cache-Control", "no-store");
  return new Response(body, { status, statusText, headers: told });
}

// Answer with a kept file. A request that bypasses all caches comes from a page that has found it damaged. If
// the browser's caches fail or are silent, the network answers.
async function file(event, entry) {
  const isRefused = event.request.cache === "reload" || /[?]reload=/.test(event.request.url);
  try {
    if (isRefused) await kept.forget(entry);
    const found = await kept.find(entry);
    if (found) return found;
  } catch {
    // the network answers
  }
  return event.request.destination ? fetchVerified(event, entry) : fetchKept(event, entry);
}

async function page(event, entry) {
  const fresh = fetchKept(event, entry);
  const found = await kept.match(entry).catch(() => undefined);
  if (!found) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, found));
  return Promise.race([fresh.then((answer) => (answer.status < 500 ? answer : found)), late]).catch(
    () => found,
  );
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const entry = request.method === "GET" && kept.entryOf(request.url);
  if (!entry || request.headers.has("Range")) return;
  if (entry.kind !== "page") event.respondWith(file(event, entry));
  else if (request.mode === "navigate") event.respondWith(page(event, entry));
});

// A page sends the addresses of what it has fetched, some of it before it had a service worker.
addEventListener("message", (event) => {
  inTurn(event, async () => {
    const entries = event.data.map((address) => kept.entryOf(address)).filter(Boolean);
    await Promise.allSettled(entries.map(keepMissing));
    await renewPages(kept, FOLDERS);
    const isAlone = (await clients.matchAll({ includeUncontrolled: true })).length < 2;
    if (isAlone) await tidy(kept, event.data); // no page of an older version is open
  });
});

async function keepMissing(entry) {
  if (await kept.find(entry, true)) return;
  const answer = await fetch(entry.key);
  if (entry.kind === "page") await keepPage(kept, entry, answer);
  else await kept.keepFile(entry, answer);
}

addEventListener("activate", (event) => event.waitUntil(clients.claim()));
