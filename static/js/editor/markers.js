// At each figure that the reader's own code draws: that it does, and the way back.

import { button, make, show } from "../dom/elements.js";

export class Markers {
  // scenes: [{ element }]; words: { figure, back }; onBack()
  constructor(scenes, words, onBack) {
    this.markers = scenes.map(({ element }) => {
      const text = make("span", {}, words.figure);
      const marker = make(
        "p",
        { class: "own-marker", hidden: true },
        text,
        button(words.back, onBack),
      );
      element.querySelector(".controls").before(marker);
      return { marker, element };
    });
  }

  show(isShown) {
    for (const { marker, element } of this.markers) {
      show(marker, isShown, new Landing(element.querySelector("[data-figure]")));
      element.toggleAttribute("data-own", isShown);
    }
  }
}

// What takes the focus, and is reached by no key otherwise.
class Landing {
  constructor(element) {
    this.element = element;
  }

  focus() {
    const { element } = this;
    const before = element.getAttribute("tabindex");
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    if (before !== null) element.setAttribute("tabindex", before);
    else
      element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  }
}
