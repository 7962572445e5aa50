// What a reader can take away: links, pictures, numbers, frames for other pages, and a presentation. Pages fetch this
// script when a reader asks for something of it, or the address does (page/on_demand.js).

import { fillSheets } from "./more/data_table.js";
import { embed } from "./more/embed.js";
import { fillMenu } from "./more/menu.js";
import { present } from "./more/present.js";
import { printAll } from "./more/print.js";
import { fetchJson } from "./network/fetch_file.js";
import { loadSheet } from "./network/load_sheet.js";
import { setLanguage } from "./state/format.js";

const app = new URL("../", import.meta.url).href; // the folder of the site's own files

// parts: { page, store, scenes }
// Return what page/on_demand.js calls.
export async function start(parts) {
  const { page } = parts;
  setLanguage(page); // this script has a copy of its own
  const [words] = await Promise.all([
    fetchJson(`${app}words/${page.language}.json`, page),
    loadSheet(`${app}css/more.css`, page.silence),
  ]);
  const all = { ...parts, words: words.more, sheets: words.sheets, fonts: `${app}fonts/` };
  return {
    take: (element) => fillMenu(element, all, (scene) => present(all, scene)),
    sheets: (element) => fillSheets(element, all),
    embed: (id) => embed(id, all),
    present: () => present(all),
    print: printAll,
  };
}
