// At each figure that the reader's own code draws: that it does, and the way back.

import { button, make } from "./elements.js";

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
      marker.hidden = !isShown;
      element.toggleAttribute("data-own", isShown);
    }
  }
}
