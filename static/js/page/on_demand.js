// What a reader can take away, and the presentation: nothing of it is fetched before it is asked for, by a press or by
// the address (?embed=scene, ?present).

import { fetchJson } from "../network/fetch_file.js";
import { loadModule } from "../network/load_script.js";

// url: of the script; more: its integrity, and the file with its words
// parts: { page, store, scenes }, which it works on
export function offerMore(url, { integrity, file }, parts) {
  const { silence, words } = parts.page;
  let loading;
  const load = async () => {
    const coming = [loadModule(url, { silence, integrity }), fetchJson(file, { silence })];
    const [{ start }, about] = await Promise.all(coming);
    return start(parts, about);
  };
  // Return a promise of what it can do; if it does not come, the next press tries again.
  const more = () =>
    (loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    }));
  for (const menu of document.querySelectorAll("[data-take]")) {
    const sheet = menu.querySelector(".sheet");
    menu.addEventListener("toggle", async () => {
      if (!menu.open) return;
      sheet.textContent ||= "…";
      await more().then(
        ({ menu: show }) => show(menu),
        () => (sheet.textContent = words.network.title),
      );
    });
  }
  for (const button of document.querySelectorAll("[data-ask]")) {
    button.addEventListener("click", () =>
      more().then(
        (can) => can[button.dataset.ask](),
        () => (button.textContent = words.network.title),
      ),
    );
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
