// "Your data" below a figure: what reads a reader's table is fetched when they ask for it, or hold a file over the
// figure. Until then nothing of it is on the page but its button.

import { loadModule } from "../network/load_script.js";
import { explain } from "../network/trouble.js";

// url: of the script; parts: { page, store, scenes }, which it works on
export function offerBringing(url, parts) {
  const { silence, words, bring } = parts.page;
  const { integrity } = bring ?? {};
  let loading;
  const load = async () => (await loadModule(url, { silence, integrity })).start(parts);
  for (const button of document.querySelectorAll("[data-bring]")) {
    const scene = parts.scenes.find(({ element }) => element.contains(button));
    const open = async () => {
      try {
        (await (loading ??= load()))(scene);
      } catch (error) {
        loading = undefined; // the next press tries again
        scene.status.showFailure(error.kind ? await explain(error, words.network) : error);
      }
    };
    button.hidden = false;
    button.addEventListener("click", open);
    scene.element.addEventListener("dragenter", ({ dataTransfer }) => {
      if (dataTransfer?.types.includes("Files")) open();
    });
  }
}
