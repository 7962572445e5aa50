// "Your data": a reader's own table in the place of an essay's points. Pages fetch this script when a reader asks for
// it (page/bringing.js). The table is read here and goes to the model's worker; no request carries it.

import { Dialog } from "./bring/dialog.js";
import { Sign } from "./bring/sign.js";
import { fetchJson } from "./network/fetch_file.js";
import { loadSheet } from "./network/load_sheet.js";

const app = new URL("../", import.meta.url).href; // the folder of the site's own files

// parts: { page, store, scenes }
// Return what opens the dialog of a scene.
export async function start({ page, store, scenes }) {
  const [{ bring: words }] = await Promise.all([
    fetchJson(`${app}words/${page.language}.json`, page),
    loadSheet(`${app}css/bring.css`, page.silence),
  ]);
  const dialogs = new Map();
  for (const scene of scenes.filter(({ config }) => config.bring)) {
    const sign = new Sign(scene, store, words);
    dialogs.set(
      scene,
      new Dialog(scene, words, (table, rows) => take(scene, store, table, () => sign.say(rows))),
    );
  }
  return (scene) => dialogs.get(scene).open();
}

// Put a table into a scene's state. What was done to single rows of another one is taken back in the same gesture.
function take({ id, config }, store, table, say) {
  const { key } = config.bring;
  const { domains } = config;
  const own = store.own(id, store.step(id));
  const ofRows = Object.keys(own).filter((each) => {
    const { limits, longest, row } = domains[each] ?? {};
    return limits || longest || row;
  });
  const cleared = ofRows.map((each) => [each, domains[each].limits ? {} : own[each]]);
  domains[key].options.push(table); // so that the store takes it, and nothing that somebody else made
  say();
  store.patch(id, { ...Object.fromEntries(cleared), [key]: table });
}
