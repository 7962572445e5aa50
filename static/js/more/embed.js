// A scene in a frame of another page: the scene alone, a step at a time, and a link to the essay. It tells the page
// around it how high it is.

import { make } from "../dom/elements.js";
import { fill } from "../state/fill.js";
import { anchorOf, linkTo } from "../state/share_link.js";
import { stage, takeSteps } from "./stage.js";

const LEAST = 460; // pixels; a lower window has the narrow layout, which may be higher

export function embed(id, { store, scenes, words }) {
  const root = document.documentElement;
  const scene = scenes.find((each) => each.id === id);
  if (!scene) {
    delete root.dataset.embed; // the page is shown as it is
    return;
  }
  const part = scene.element.closest("[data-deeper]")?.querySelector("h2 button");
  if (part?.getAttribute("aria-expanded") === "false") part.click();
  const named = scene.steps.findIndex((step) => step.id && `#${step.id}` === location.hash);
  store.enter(id, Math.max(0, named));
  takeSteps(scene, (step) => store.enter(id, step));
  scene.element.append(credit(scene, store, words));
  stage("embed", scene.element);
  scrollTo(0, 0);
  tellHeight(scene);
}

// "From “The title”": a link to the essay, at this step and with what the reader has changed.
function credit(scene, store, words) {
  const title = document.querySelector("h1").textContent;
  const link = make("a", { target: "_blank", rel: "noopener" }, fill(words.from, { title }));
  const aim = () => {
    link.href = linkTo(location.href, store.shared(), anchorOf(scene, store.step(scene.id)));
  };
  store.onChange(aim);
  aim();
  return make("p", { class: "credit" }, link);
}

// The frame only grows, as long as it has one width and one layout: from step to step nothing else on the page around
// it moves.
function tellHeight({ id, element, figure }) {
  if (self === top) return;
  let most = 0;
  let shape = "";
  new ResizeObserver(() => {
    const now = `${innerWidth} ${figure.layout}`;
    if (now !== shape) [shape, most] = [now, 0];
    const height = Math.max(LEAST, Math.ceil(element.getBoundingClientRect().height));
    if (height <= most) return;
    most = height;
    parent.postMessage({ refit: "height", scene: id, height }, "*");
  }).observe(element);
}
