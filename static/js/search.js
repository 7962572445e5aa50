// The search of the index: over all parts of all essays, in the browser. What it looks through is fetched when a
// reader begins to write.

import MiniSearch from "minisearch";
import { fetchJson } from "./network/fetch_file.js";
import { cutOut } from "./state/excerpt.js";
import { fill } from "./state/fill.js";

const MOST = 8; // results that are shown

const form = document.querySelector("[data-search]");
const field = form.querySelector("input");
const said = form.querySelector("output");
const list = form.querySelector("ol");
let loading; // a promise of { engine, pages }

document.documentElement.dataset.live = ""; // or settings.js would have it fetched anew
form.hidden = false;
field.addEventListener("focus", () => load().catch(() => {}));
field.addEventListener("input", () => search(field.value.trim()));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await search(field.value.trim());
  list.querySelector("a")?.click();
});
if (field.value) search(field.value.trim()); // the browser has kept it

function load() {
  loading ??= read().catch((error) => {
    loading = undefined; // tried again with the next letter
    throw error;
  });
  return loading;
}

async function read() {
  const { pages, parts } = await fetchJson(form.dataset.search, {});
  const engine = new MiniSearch({
    fields: ["heading", "topic", "text"],
    storeFields: ["page", "anchor", "heading", "text"],
    searchOptions: {
      boost: { heading: 4, topic: 3 },
      combineWith: "AND",
      prefix: true,
      fuzzy: (word) => (word.length > 4 ? 0.2 : false),
    },
  });
  engine.addAll(
    parts.map(([page, anchor, heading, text], id) => {
      const { title, topic } = pages[page];
      return { id, page, anchor, heading: heading || title, topic: `${title} ${topic}`, text };
    }),
  );
  return { engine, pages };
}

async function search(words) {
  const { none, one, many, most, failed } = said.dataset;
  if (!words) {
    show([], "");
    return;
  }
  let found;
  try {
    const { engine, pages } = await load();
    if (words !== field.value.trim()) return; // more has been written
    found = engine.search(words).map((result) => ({ ...result, ...pages[result.page] }));
  } catch {
    if (words === field.value.trim()) show([], failed);
    return;
  }
  const count = [none, one][found.length] ?? (found.length > MOST ? most : many);
  const values = { words, n: found.length, most: MOST };
  show(found.slice(0, MOST), fill(count, values));
}

function show(found, text) {
  said.textContent = text;
  list.replaceChildren(...found.map(entry));
}

function entry({ url, lang, anchor, heading, title, text, match }) {
  const item = document.createElement("li");
  if (lang !== document.documentElement.lang) item.lang = lang;
  const link = document.createElement("a");
  link.href = anchor ? `${url}#${anchor}` : url;
  link.textContent = heading;
  const place = document.createElement("small");
  place.textContent = heading === title ? "" : title;
  const excerpt = document.createElement("p");
  for (const [words, isFound] of cutOut(text, Object.keys(match))) {
    const part = isFound ? document.createElement("mark") : document.createElement("span");
    part.textContent = words;
    excerpt.append(part);
  }
  item.append(link, place, excerpt);
  return item;
}
