// Marked terms in the steps of a scene: while one is pointed at or focused, its marks light up, or the row that it
// names is pointed at.

// light(term): of a term's marks, "" for none; name(param, key): of the row that a term names, null for none
export function watchTerms(scene, { light, name }) {
  const terms = [
    ...scene.querySelectorAll("[data-step] [data-term], [data-step] [data-row]"),
  ].filter(({ dataset }) => (dataset.row === undefined ? light : name));
  const termOf = ({ target }) => terms.find((term) => term.contains(target));
  let pointed = null;
  let focused = null;
  let shown = null;
  const show = (term, isOn) => {
    if (!term) return;
    const { row, param, term: colour } = term.dataset;
    if (row === undefined) light(isOn ? colour : "");
    else name(param, isOn ? row : null);
  };
  const follow = () => {
    const term = pointed ?? focused;
    if (term === shown) return;
    show(shown, false);
    show(term, true);
    shown = term;
  };
  const listen = (type, note) =>
    scene.addEventListener(type, (event) => {
      const term = termOf(event);
      if (!term) return;
      note(term);
      follow();
    });
  for (const term of terms) term.tabIndex = 0;
  if (terms.length === 0) return;
  listen("pointerover", (term) => (pointed = term));
  listen("pointerout", () => (pointed = null));
  listen("focusin", (term) => (focused = term));
  listen("focusout", () => (focused = null));
}
