// What is taken away of an essay, by name: its files, and its address.

import { anchorOf, linkTo } from "../state/share_link.js";

// Return the name of a file of a scene's present step, as templates/blocks/scene.html names those of all steps.
export function fileName(scene, store, suffix) {
  const { essay } = document.documentElement.dataset;
  return `${essay}-${anchorOf(scene, store.step(scene.id))}.${suffix}`;
}

// Return a link to what a scene shows, on whatever page or in whatever frame it is shown: at the essay's own address,
// if the site knows it.
export function sourceOf(scene, store) {
  const canonical = document.querySelector("link[rel=canonical]");
  const address = canonical?.href ?? location.href;
  return linkTo(address, store.shared(), anchorOf(scene, store.step(scene.id)));
}
