// The step that the reader is at: the last one whose top is above a line across the window. The style sheet
// says where that line is, since it also says where a step comes to rest. Positions are measured each time,
// so that zooming and slow scrolling need no care; after a resize the reader is brought back to the step.

const REST = 0.2; // share of the window's height that a reader may scroll while working a control

const line = () => {
  const share = getComputedStyle(document.documentElement).getPropertyValue("--step-line");
  return innerHeight * Number(share);
};
export const isFolded = (element) => element.closest("[hidden]") !== null;
const passedIn = (steps, at) =>
  steps.findLastIndex((step) => !isFolded(step) && step.getBoundingClientRect().top < at);

// Return hold(id, step): it makes a step the present one although the line is elsewhere, since the reader
// works a control in it. That ends when the reader scrolls on.
export function watchSteps(scenes, onStep) {
  const held = new Map(); // scene -> { step, passed, top }
  const all = scenes.flatMap(({ id, steps }) => (id ? steps : []));
  let frame = 0;
  let place = null;
  let size = 0;
  let isResized = false;
  const update = () => {
    frame = 0;
    if ("staged" in document.documentElement.dataset) return; // one step is alone on the page
    const height = document.documentElement.scrollHeight;
    // A browser's bars come and go with a finger's scrolling: they change the window, but not the page.
    if (isResized && height !== size) goTo(place);
    isResized = false;
    size = height;
    place = placeIn(all);
    const at = line();
    for (const { id, steps } of scenes) {
      if (id && isFolded(steps[0])) continue;
      const passed = passedIn(steps, at);
      const hand = held.get(id);
      const isHeld = hand?.passed === passed && Math.abs(scrollY - hand.top) < REST * innerHeight;
      if (!isHeld) held.delete(id);
      onStep(id, isHeld ? hand.step : Math.max(0, passed));
    }
  };
  const soon = ({ type }) => {
    isResized ||= type === "resize";
    frame ||= requestAnimationFrame(update);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  update();
  return (id, step) => {
    const { steps } = scenes.find((scene) => scene.id === id);
    const passed = passedIn(steps, line());
    if (step !== passed) held.set(id, { step, passed, top: scrollY });
    onStep(id, step);
  };
}

// Change the layout of the page, and keep what is at the line there.
export function keepPlace(elements, change) {
  const place = scrollY > 0 ? placeIn(elements) : null;
  change();
  goTo(place);
}

// Return the last element that the line crosses, and the share of it that is above the line; or null.
function placeIn(elements) {
  const at = line();
  let place = null;
  for (const element of elements) {
    if (isFolded(element)) continue; // to ask where it is would lay it out, and fetch its fonts
    const { top, height } = element.getBoundingClientRect();
    if (top < at && at < top + height) place = { element, share: (at - top) / height };
  }
  return place;
}

function goTo(place) {
  if (!place) return;
  const { top, height } = place.element.getBoundingClientRect();
  scrollBy({ top: top + place.share * height - line(), behavior: "instant" });
}
