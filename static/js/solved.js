// The index: each card says how many of its essay's challenges this browser has solved, once there is one.

import { readSolved } from "./state/kept_challenges.js";

const kept = readSolved();
for (const line of document.querySelectorAll("[data-challenges]")) {
  const { essay, challenges, says } = line.dataset;
  const names = challenges.split(" ");
  const solved = names.filter((name) => kept[essay]?.includes(name)).length;
  if (solved === 0) continue;
  line.textContent = says.replace("{n}", solved).replace("{total}", names.length);
  line.toggleAttribute("data-all", solved === names.length);
  line.hidden = false;
}
