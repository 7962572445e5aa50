// Which step of a scene the reader is at: the last one whose top has passed a line across the window.
// Positions are measured anew each time, so resizing, zooming and slow scrolling cannot go wrong.

const LINE_BESIDE = 0.6; // share of the window's height, figure beside the text
const LINE_BELOW = 0.85; // figure above the text

export function watchSteps(scenes, onStep) {
  const narrow = matchMedia("(max-width: 799px)");
  let frame = 0;
  const look = () => {
    frame = 0;
    const line = innerHeight * (narrow.matches ? LINE_BELOW : LINE_BESIDE);
    for (const { id, steps } of scenes) {
      const passed = steps.findLastIndex((step) => step.getBoundingClientRect().top < line);
      onStep(id, Math.max(0, passed));
    }
  };
  const soon = () => {
    frame ||= requestAnimationFrame(look);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  look();
}
