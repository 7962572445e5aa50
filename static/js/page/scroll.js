// The step that the reader is at: the last one whose top is above a line across the window. Positions are
// measured each time, so that resizing, zooming and slow scrolling need no care.

const LINE_WIDE = 0.6; // share of the window's height, where the figure is next to the text
const LINE_NARROW = 0.85; // where the figure is above the text

export function watchSteps(scenes, onStep) {
  const narrow = matchMedia("(max-width: 799px)");
  let frame = 0;
  const update = () => {
    frame = 0;
    const line = innerHeight * (narrow.matches ? LINE_NARROW : LINE_WIDE);
    for (const { id, steps } of scenes) {
      const passed = steps.findLastIndex((step) => step.getBoundingClientRect().top < line);
      onStep(id, Math.max(0, passed));
    }
  };
  const soon = () => {
    frame ||= requestAnimationFrame(update);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  update();
}
