// Code that a link has brought. It is shown, and runs only if the reader says so.

import { difference } from "./difference.js";
import { button, make } from "../dom/elements.js";

// Show what the code changes, above the block of code that it is a change of.
// pieces: [{ before, after }]; words: { title, text, run, edit, dismiss, diff }; answer("run", "edit" or "dismiss")
export function offer(block, pieces, words, answer) {
  const title = make("h3", { tabindex: "-1" }, words.title);
  const close = (said) => () => {
    element.remove();
    answer(said);
  };
  const bar = make(
    "p",
    { class: "own-bar" },
    button(words.run, close("run"), { class: "own-run" }),
    button(words.edit, close("edit")),
    button(words.dismiss, close("dismiss")),
  );
  const text = make("p", {}, words.text);
  const element = make(
    "div",
    { class: "aside own-offer", role: "region", "aria-label": words.title },
    title,
    text,
    difference(pieces, words.diff),
    bar,
  );
  block.before(element);
  element.scrollIntoView({ block: "center", behavior: "instant" });
  title.focus({ preventScroll: true });
}

// Say why a link's code is not shown. onDismiss()
export function refuse(block, text, words, onDismiss) {
  const element = make("div", { class: "aside own-offer" });
  element.append(
    make("p", { role: "alert" }, text),
    make(
      "p",
      { class: "own-bar" },
      button(words.dismiss, () => {
        element.remove();
        onDismiss();
      }),
    ),
  );
  block.before(element);
  element.scrollIntoView({ block: "center", behavior: "instant" });
}
