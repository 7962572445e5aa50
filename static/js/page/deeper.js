// Deeper parts. Without a script they stand open; this one folds them up under buttons in their headings. A
// folded part is found by the browser's search, which opens it, and so does a link to it or to a place in it.
// What is open stays so when the page is loaded anew: the history of the tab remembers it.

import { placeOf } from "./place.js";

const HANDS = ["keydown", "pointerdown", "pointermove", "scroll", "wheel"];

export class DeeperParts {
  // isOpen: whether they stand open at first, since the page had been laid out as one without scripts
  constructor(isOpen) {
    this.parts = new Map(); // element -> change(isOpen)
    this.folded = ""; // the value of `hidden` of what is folded up
    this.listener = () => {};
    for (const part of document.querySelectorAll("[data-deeper] > .deeper-part")) {
      this.#fold(part, isOpen || history.state?.open?.includes(part.id));
    }
    // Found by a search once the reader does something, or if the address has a text to be found. Chromium reads a
    // page's text some time after it has come, and lays out for that what can be found, which fetches its fonts.
    for (const type of HANDS) {
      addEventListener(type, () => this.#letFind(), { once: true, passive: true });
    }
    const [came] = performance.getEntriesByType("navigation");
    if (came?.name.includes(":~:")) afterFrames(2, () => this.#letFind());
    this.#follow(location.hash);
    addEventListener("hashchange", () => this.#follow(location.hash));
    document.addEventListener("click", ({ target }) => {
      const link = target.closest?.("a[href^='#']"); // opened before the browser goes there
      if (link) this.#open(placeOf(link.hash));
    });
  }

  // listener(part) is called when a part is opened.
  onOpen(listener) {
    this.listener = listener;
  }

  #fold(part, isOpen) {
    const heading = part.parentElement.querySelector("h2");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-controls", part.id);
    button.append(...heading.childNodes);
    heading.append(button);
    const show = (isShown) => {
      if (isShown) part.removeAttribute("hidden");
      else part.setAttribute("hidden", this.folded);
      button.setAttribute("aria-expanded", Boolean(isShown));
    };
    show(isOpen);
    const change = (isShown) => {
      show(isShown);
      this.#remember();
      if (isShown) this.listener(part);
    };
    this.parts.set(part, change);
    button.addEventListener("click", () => change(part.hasAttribute("hidden")));
    part.addEventListener("beforematch", () => change(true));
  }

  // To browsers that do not know "until-found", it is hidden.
  #letFind() {
    this.folded = "until-found";
    for (const part of this.parts.keys()) {
      if (part.hasAttribute("hidden")) part.setAttribute("hidden", this.folded);
    }
  }

  #remember() {
    const open = [...this.parts.keys()].filter((part) => !part.hasAttribute("hidden"));
    history.replaceState({ ...history.state, open: open.map(({ id }) => id) }, "");
  }

  // Open the part that a place is in, or whose heading it is; return whether it was folded up.
  #open(place) {
    const part = place?.closest("[data-deeper]")?.querySelector(".deeper-part[hidden]");
    this.parts.get(part)?.(true);
    return Boolean(part);
  }

  #follow(hash) {
    const place = placeOf(hash);
    if (this.#open(place)) place.scrollIntoView();
  }
}

function afterFrames(count, act) {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, act) : act()));
}
