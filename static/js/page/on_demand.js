// What a reader can take away, and the presentation: nothing of it is fetched before it is asked for, by a press or by
// the address (?embed=scene, ?present).

import { loadModule } from "../network/load_script.js";
import { explain } from "../network/trouble.js";

// url: of the script; integrity: what it must be; parts: { page, store, scenes }, which it works on
export function offerMore(url, integrity, parts) {
  const { silence, words } = parts.page;
  let loading;
  // Return a promise of what it can do; if it does not come, the next press tries again.
  const more = () =>
    (loading ??= loadModule(url, { silence, integrity })
      .then(({ start }) => start(parts))
      .catch((error) => {
        loading = undefined;
        throw error;
      }));
  // Do something with it. What is wrong is said in an <output>, which screen readers hear, too.
  const ask = async (note, act) => {
    note.value = "…";
    try {
      await act(await more());
      note.value = "";
    } catch (error) {
      const { network } = words;
      note.value = error.kind ? (await explain(error, network)).message : network.title;
    }
  };
  for (const kind of ["take", "sheets"]) {
    for (const tool of document.querySelectorAll(`[data-${kind}]`)) {
      const note = document.createElement("output");
      tool.querySelector(".sheet").append(note); // until it is filled
      tool.addEventListener("toggle", () => tool.open && ask(note, (can) => can[kind](tool)));
    }
  }
  for (const button of document.querySelectorAll("[data-ask]")) {
    const note = button.parentElement.querySelector("output");
    button.addEventListener("click", () => ask(note, (can) => can[button.dataset.ask]()));
  }
  const asked = new URLSearchParams(location.search);
  const { dataset } = document.documentElement;
  if ("embed" in dataset) {
    more()
      .then(({ embed }) => embed(dataset.embed))
      .catch(() => delete dataset.embed);
  } else if (asked.has("present"))
    more()
      .then(({ present }) => present())
      .catch(() => {});
}

// Return the addresses of what it consists of, so that it can be kept for times without a network.
export function filesOfMore(url, language) {
  const files = [url, "../css/more.css", `../words/${language}.json`];
  return files.map((file) => new URL(file, url).href);
}
