// What a reader can take away: links, pictures, frames for other pages, and a presentation. Pages fetch this script
// when a reader asks for something of it, or the address does (page/on_demand.js).

import { embed } from "./more/embed.js";
import { fillMenu } from "./more/menu.js";
import { present } from "./more/present.js";
import { printAll } from "./more/print.js";
import { loadSheet } from "./network/load_sheet.js";

// parts: { page, store, scenes }; about: the file that only this script reads, { words }
// Return what page/on_demand.js calls.
export async function start(parts, about) {
  await loadSheet(new URL("../css/more.css", import.meta.url).href, parts.page.silence);
  const all = { ...parts, words: about.words, fonts: new URL("../fonts/", import.meta.url).href };
  const from = (scene) => present(all, scene);
  return {
    menu: (element) => fillMenu(element, all, from),
    embed: (id) => embed(id, all),
    present: () => present(all),
    print: printAll,
  };
}
