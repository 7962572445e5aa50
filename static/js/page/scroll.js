// The step that the reader is at: the last one whose top is above a line across the window. Positions are
// measured each time, so that resizing, zooming and slow scrolling need no care.

const LINE_WIDE = 0.6; // share of the window's height, where the figure is next to the text
const LINE_NARROW = 0.85; // where the figure is above the text
const REST = 0.2; // share of the window's height that a reader may scroll while working a control

// Return hold(id, step): it makes a step the present one although the line is elsewhere, since the reader
// works a control in it. That ends when the reader scrolls on.
export function watchSteps(scenes, onStep) {
  const narrow = matchMedia("(max-width: 799px)");
  const passedIn = (steps) => {
    const line = innerHeight * (narrow.matches ? LINE_NARROW : LINE_WIDE);
    return steps.findLastIndex((step) => step.getBoundingClientRect().top < line);
  };
  const held = new Map(); // scene -> { step, passed, top }
  let frame = 0;
  const update = () => {
    frame = 0;
    for (const { id, steps } of scenes) {
      const passed = passedIn(steps);
      const hand = held.get(id);
      const isHeld = hand?.passed === passed && Math.abs(scrollY - hand.top) < REST * innerHeight;
      if (!isHeld) held.delete(id);
      onStep(id, isHeld ? hand.step : Math.max(0, passed));
    }
  };
  const soon = () => {
    frame ||= requestAnimationFrame(update);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  update();
  return (id, step) => {
    const { steps } = scenes.find((scene) => scene.id === id);
    const passed = passedIn(steps);
    if (step !== passed) held.set(id, { step, passed, top: scrollY });
    onStep(id, step);
  };
}
