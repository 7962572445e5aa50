"""Touch: from a cold control, no Python running, to the frame that shows its answer.

The runtime is out of reach. A control is worked by a key; the page notes when the event came, and
the first frame after the drawing has changed. "Vega cold" is a figure that nothing has moved yet:
its drawing library is fetched and started at the touch.
"""

from typing import Any

from playwright.sync_api import Page

from bench.lab import QUIET, Lab, wait
from bench.table import Row, spread

FRAME = 1000 / 60  # milliseconds
COLD = 300  # milliseconds, Vega cold
TOUCHES = [  # essay, step, key, whether a drawing was drawn by Vega before
    ("roc-auc", "screen-1", "Space", False),
    ("roc-auc", "staircase-4", "ArrowRight", True),
    ("precision-recall", "pond-2", "ArrowRight", True),
    ("train-test-validation", "luck-2", "ArrowRight", True),
    ("bias-variance", "dial-2", "ArrowRight", True),
    ("double-descent", "sweep-2", "ArrowRight", True),
    ("double-descent-why", "cross-2", "ArrowRight", True),
]
WATCH = """(step) => {
  const element = document.getElementById(step);
  element.scrollIntoView({ block: "start", behavior: "instant" });
  const figure = element.closest("[data-scene]").querySelector("[data-figure] .stage");
  window.touch = {};
  element.addEventListener("input", ({ timeStamp }) => (touch.begin ??= timeStamp), true);
  new MutationObserver(() => {
    if (!touch.begin || touch.end) return;
    touch.end = -1;
    requestAnimationFrame(() => (touch.end = performance.now()));
  }).observe(figure, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
FRAMES = """() => new Promise((done) => {
  const times = [];
  const next = (now) => (times.push(now), times.length < 30 ? requestAnimationFrame(next) : done(
    times.slice(1).map((each, i) => each - times[i]).sort((a, b) => a - b)[14]));
  requestAnimationFrame(next);
})"""


def measure(lab: Lab) -> list[dict[str, Any]]:
    return [
        {
            "what": f"{slug}, {step}",
            "warm": is_warm,
            "runs": [touch(lab, slug, step, key, is_warm) for _ in range(lab.runs)],
        }
        for slug, step, key, is_warm in TOUCHES
        if slug in lab.essays
    ]


def touch(lab: Lab, slug: str, step: str, key: str, is_warm: bool) -> dict[str, float]:
    """Work the first control of a step; return milliseconds to the picture, and of a frame."""
    with lab.essay(slug) as page:
        page.route("**/runtime-*/**", lambda route: route.abort())
        page.evaluate(WATCH, step)
        scene = step.rpartition("-")[0]
        wait(page, f"document.getElementById('{step}').hasAttribute('data-active')", 10)
        if is_warm:
            wait(
                page,
                f'document.querySelector(\'[data-figure="{scene}"] .marks svg, '
                f'[data-figure="{scene}"] .drawing div svg\') !== null',
                30,
            )
        page.wait_for_timeout(QUIET * 1000)
        frame = page.evaluate(FRAMES)
        press(page, step, key)
        wait(page, "touch.end > 0", 30)
        begin, end = page.evaluate("[touch.begin, touch.end]")
        return {"milliseconds": end - begin, "frame": frame}


def press(page: Page, step: str, key: str) -> None:
    """Press a key on the first control of a step."""
    control = page.locator(f"#{step} [data-kind] input").first
    control.focus()
    page.keyboard.press(key)


def rows(results: list[dict[str, Any]]) -> list[Row]:
    found = []
    for each in results:
        times = [run["milliseconds"] for run in each["runs"]]
        frames = [run["milliseconds"] / run["frame"] for run in each["runs"]]
        middle = sorted(times)[len(times) // 2]
        if each["warm"]:
            reach, is_reached = "2 frames", sorted(frames)[len(frames) // 2] <= 2
        else:
            reach, is_reached = f"{COLD} ms", middle < COLD
        vega = "" if each["warm"] else ", Vega cold"
        found.append(
            Row(
                f"{each['what']}: cold touch → picture{vega}",
                f"{spread(times, 'ms', 0)}, {sorted(frames)[len(frames) // 2]:.1f} frames",
                reach,
                is_reached,
            )
        )
    return found
