// Marked terms in the steps of a scene: the marks of a term light up while it is pointed at or focused.

export function lightTerms(scene, figure) {
  const terms = scene.querySelectorAll("[data-step] [data-term]");
  const termOf = ({ target }) => target.closest?.("[data-term]")?.dataset.term;
  let pointed = "";
  let focused = "";
  const follow = () => figure.light(pointed || focused);
  const listen = (type, note) =>
    scene.addEventListener(type, (event) => {
      if (termOf(event) === undefined) return;
      note(termOf(event));
      follow();
    });
  for (const term of terms) term.tabIndex = 0;
  if (terms.length === 0) return;
  listen("pointerover", (term) => (pointed = term));
  listen("pointerout", () => (pointed = ""));
  listen("focusin", (term) => (focused = term));
  listen("focusout", () => (focused = ""));
}
