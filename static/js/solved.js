// The index: each card says how many of its essay's challenges this browser has solved, once there is one.

import { readSolved } from "./scene/kept_challenges.js";
import { fill } from "./state/fill.js";

// Whenever the page is shown: a reader may come back to it from an essay.
addEventListener("pageshow", () => {
  const kept = readSolved();
  for (const line of document.querySelectorAll("[data-challenges]")) {
    const { essay, challenges, says } = line.dataset;
    const names = challenges.split(" ");
    const solved = names.filter((name) => kept[essay]?.includes(name)).length;
    line.textContent = fill(says, { n: solved, total: names.length });
    line.toggleAttribute("data-all", solved === names.length);
    line.hidden = solved === 0;
  }
});
