// Reloads a page when the site has been built anew, where the reader was, and shows what went wrong.
// `refit serve` adds it to the pages that it serves; it is no part of a site.

import { Panel } from "./panel.js";
import { sentencesOf } from "./sentences.js";
import { hearWorkers, Timings, watchVega } from "./timings.js";

// No service worker may stand between an author and what was saved just now.
delete document.documentElement.dataset.offline;
navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((each) => each.unregister()));

const here = new URL(import.meta.url);
const shown = here.searchParams.get("site");
const KEY = `refit-place:${location.pathname}`;
const LANDMARKS = "article[id], section[id], h1[id], h2[id], h3[id], h4[id]";

// ── the reader's place ───────────────────────────────────────────────────────────────────────────

const asides = () => [...document.querySelectorAll("details")];

// The last landmark above the middle of the window, so that text changed before it moves nothing.
function rememberPlace() {
  const landmark = [...document.querySelectorAll(LANDMARKS)].findLast(
    (element) => element.getBoundingClientRect().top < innerHeight / 2,
  );
  const place = {
    y: scrollY,
    id: landmark?.id,
    top: landmark?.getBoundingClientRect().top,
    open: asides().map((aside) => aside.open),
    sentences: sentencesOf(document.querySelector("main")),
  };
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

function findPlace({ y, id, top }) {
  const landmark = id && document.getElementById(id);
  const goal = landmark ? scrollY + landmark.getBoundingClientRect().top - top : y;
  scrollTo({ top: goal, behavior: "instant" });
}

// This module runs before the page's own, so that the page begins in the step where the reader was;
// and once more when all has loaded, because the browser has gone to the address's anchor since. Return the
// sentences that the page had; null if it was not loaded anew.
function returnToPlace() {
  const stored = sessionStorage.getItem(KEY);
  if (!stored) return null;
  sessionStorage.removeItem(KEY);
  const place = JSON.parse(stored);
  const now = asides();
  if (now.length === place.open.length) now.forEach((aside, i) => (aside.open = place.open[i]));
  findPlace(place);
  const again = () => requestAnimationFrame(() => findPlace(place));
  const stay = new AbortController();
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(type, () => stay.abort(), { once: true, passive: true });
  }
  addEventListener("load", again, { once: true, signal: stay.signal });
  return place.sentences;
}

// ── what is wrong ────────────────────────────────────────────────────────────────────────────────

const overlay = document.createElement("aside");
overlay.id = "refit-problems";
overlay.setAttribute("role", "alert");
overlay.hidden = true;

function showProblems(problems) {
  const title = document.createElement("strong");
  title.textContent = "Not built. This is the last site that worked.";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Hide";
  close.addEventListener("click", () => (overlay.hidden = true));
  const list = document.createElement("ul");
  for (const problem of problems) {
    const item = document.createElement("li");
    item.textContent = problem;
    list.append(item);
  }
  overlay.replaceChildren(title, close, list);
  overlay.hidden = problems.length === 0;
}

for (const name of ["overlay.css", "panel.css"]) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(name, here);
  document.head.append(sheet);
}
document.body.append(overlay);
const before = returnToPlace();

// ── the author's panel, on an essay's page ───────────────────────────────────────────────────────

const data = document.getElementById("refit-page");
if (data) {
  const page = JSON.parse(data.textContent);
  const timings = new Timings();
  hearWorkers(timings);
  watchVega(timings, page.vega && new URL(page.vega, document.baseURI).href);
  new Panel(page, before, timings);
}

// ── word from the builder ────────────────────────────────────────────────────────────────────────

const events = new EventSource(new URL("events", here));
events.addEventListener("message", ({ data }) => {
  const { site, problems } = JSON.parse(data);
  if (site !== shown) {
    events.close();
    rememberPlace();
    location.reload();
  } else {
    showProblems(problems);
  }
});
