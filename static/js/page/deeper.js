// Deeper parts. Without a script they stand open; this one folds them up under buttons in their headings. A
// folded part is found by the browser's search, which opens it, and so does a link to it or to a place in it.
// What is open stays so when the page is loaded anew: the history of the tab remembers it.

import { placeOf } from "./place.js";

export class DeeperParts {
  // isOpen: whether they stand open at first, since the page had been laid out as one without scripts
  constructor(isOpen) {
    this.parts = new Map(); // element -> change(isOpen)
    this.listener = () => {};
    for (const part of document.querySelectorAll("[data-deeper] > .deeper-part")) {
      this.#fold(part, isOpen || history.state?.open?.includes(part.id));
    }
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
    // hidden: to browsers that do not know "until-found", it is hidden
    const show = (isShown, hidden = "until-found") => {
      if (isShown) part.removeAttribute("hidden");
      else part.setAttribute("hidden", hidden);
      button.setAttribute("aria-expanded", Boolean(isShown));
    };
    // Found by a search from the next frame but one on: what becomes so before the first is laid out by Chromium all
    // the same, which fetches the fonts of what is in it.
    show(isOpen, "");
    if (!isOpen) afterFrames(2, () => part.hasAttribute("hidden") && show(false));
    const change = (isShown) => {
      show(isShown);
      this.#remember();
      if (isShown) this.listener(part);
    };
    this.parts.set(part, change);
    button.addEventListener("click", () => change(part.hasAttribute("hidden")));
    part.addEventListener("beforematch", () => change(true));
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
