// One part of the page alone in the window: for presentations, and for frames of other pages. Everything else is
// hidden, and of a scene one step is shown. As long as that lasts, no scrolling chooses steps (page/scroll.js).

const root = document.documentElement;

// Show an element, and what is not on the page itself; kind, "embed" or "present", is for style sheets.
export function stage(kind, element) {
  for (const each of document.querySelectorAll("[data-on]")) each.removeAttribute("data-on");
  for (let each = element; each !== document.body; each = each.parentElement) each.dataset.on = "";
  root.dataset.staged = kind;
}

// The page is whole again, at the element.
export function unstage(element) {
  delete root.dataset.staged;
  for (const each of document.querySelectorAll("[data-on]")) each.removeAttribute("data-on");
  element.scrollIntoView({ block: "start", behavior: "instant" });
}

// Have the buttons of a scene, and undo, which may go to another step, call go(step) instead of scrolling there.
// Return a function that ends it.
export function takeSteps({ element }, go) {
  const follow = (event) => {
    event.preventDefault();
    go(event.detail);
  };
  element.addEventListener("go", follow);
  return () => element.removeEventListener("go", follow);
}
