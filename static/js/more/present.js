// The presentation: one step a slide, the figure large and live, the text beside it or below. The title is the first
// slide; quizzes and figures of the prose have slides too; deeper parts that are folded up have none.

import { button, make } from "../dom/elements.js";
import { placeOf } from "../page/place.js";
import { fill } from "../state/fill.js";
import { anchorOf, linkTo } from "../state/share_link.js";
import { stage, takeSteps, unstage } from "./stage.js";

const root = document.documentElement;
const STEP = "[data-step], main > .title, main > .quiz, .deeper-part > .quiz";
const ON = ["ArrowRight", "PageDown", " "];
const BACK = ["ArrowLeft", "PageUp"];
const TAKES = "input, select, textarea, [role=application], .rule, .own"; // what uses arrow keys itself
const PRESSED = "button, summary, a"; // what uses the space bar
let isOn = false;

// Begin with the present step of a scene or, without one, with the place that the address names.
export function present(all, scene) {
  if (isOn) return;
  new Presentation(all, scene);
  isOn = true;
}

class Presentation {
  constructor({ store, scenes, words }, scene) {
    Object.assign(this, { store, words });
    this.slides = slidesOf(scenes);
    this.ends = new AbortController();
    const { signal } = this.ends;
    this.bar = this.#makeBar();
    document.body.append(this.bar);
    const go = (of) => (step) => this.show(this.slides.findIndex(isStep(of, step)));
    this.frees = scenes.map((each) => takeSteps(each, go(each)));
    addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    document.addEventListener("fullscreenchange", () => this.#fullScreen(), { signal });
    this.show(Math.max(0, this.slides.findIndex(this.#first(scene))));
    if (navigator.userActivation?.isActive !== false) this.toggleFullScreen(); // a link presses nothing
  }

  #first(scene) {
    if (scene) return isStep(scene, this.store.step(scene.id));
    const place = placeOf(location.hash);
    return ({ element }) => place && (element === place || element.contains(place));
  }

  #makeBar() {
    const { words } = this;
    const sign = (text, label, act, attributes) =>
      button(text, act, { title: label, "aria-label": label, ...attributes });
    this.back = sign("←", words.before, () => this.show(this.at - 1));
    this.on = sign("→", words.after, () => this.show(this.at + 1));
    this.count = make("output", { "aria-live": "polite" });
    const full = { class: "full-screen", hidden: !document.fullscreenEnabled };
    this.full = sign("", words.full, () => this.toggleFullScreen(), full);
    return make(
      "div",
      { class: "slides", role: "toolbar", "aria-label": words.slides },
      this.back,
      this.count,
      this.on,
      this.full,
      sign("✕", words.leave, () => this.leave()),
    );
  }

  // Show a slide; there is none before the first, and none after the last.
  show(at) {
    const slide = this.slides[at];
    if (!slide) return;
    this.at = at;
    const { scene, step, element } = slide;
    stage("present", scene?.element ?? element);
    this.bar.dataset.on = "";
    if (scene) this.store.enter(scene.id, step);
    scrollTo(0, 0);
    const values = { n: at + 1, total: this.slides.length };
    this.count.textContent = `${values.n} / ${values.total}`;
    this.count.setAttribute("aria-label", fill(this.words.slide, values));
    this.back.disabled = at === 0;
    this.on.disabled = at === this.slides.length - 1;
    element.tabIndex = -1; // so that the keys reach the slide, and screen readers its text
    element.focus({ preventScroll: true });
    const link = new URL(linkTo(location.href, this.store.shared(), anchor(slide)));
    link.searchParams.set("present", "");
    history.replaceState(history.state, "", link.href.replace("present=", "present"));
  }

  #key(event) {
    const { key, target, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (key === "Escape" && !target.closest?.(".tool[open], [data-listed], [data-grabbing]")) {
      this.leave();
    }
    const isTaken = target.closest?.(TAKES) || (key === " " && target.closest?.(PRESSED));
    if (isTaken) return;
    const by = ON.includes(key) - BACK.includes(key);
    const to = by ? this.at + by : { Home: 0, End: this.slides.length - 1 }[key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(to);
  }

  // A browser may forbid it, or want a press first: then the window is the screen.
  toggleFullScreen() {
    this.isKept = Boolean(document.fullscreenElement); // the presentation, without the whole screen
    if (this.isKept) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }

  // The browser has an Escape of its own, of which pages do not hear.
  #fullScreen() {
    const isFull = Boolean(document.fullscreenElement);
    if (this.wasFull && !isFull && !this.isKept) this.leave();
    this.wasFull = isFull;
  }

  leave() {
    this.ends.abort();
    for (const free of this.frees) free();
    this.bar.remove();
    if (document.fullscreenElement) document.exitFullscreen();
    const slide = this.slides[this.at];
    const { element } = slide;
    history.replaceState(
      history.state,
      "",
      linkTo(location.href, this.store.shared(), anchor(slide)),
    );
    unstage(element);
    element.focus({ preventScroll: true });
    isOn = false;
  }
}

// Return the slides in the order of the page: { element, scene, step }, without a scene for the title and quizzes.
function slidesOf(scenes) {
  const places = [...document.querySelectorAll(STEP)].filter((each) => !each.closest("[hidden]"));
  return places.map((element) => {
    const scene = scenes.find(({ steps }) => steps.includes(element));
    return { element, scene, step: scene?.steps.indexOf(element) };
  });
}

const isStep = (scene, step) => (slide) => slide.scene === scene && slide.step === step;

const anchor = ({ scene, step, element }) => (scene ? anchorOf(scene, step) : element.id);
