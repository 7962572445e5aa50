"""Streams: from a press to the pictures of a model that yields.

A forest of sixty trees is grown anew by each press, of a button in the workshop, and of an arrow
key that moves a nut in the essay on random forests; it is drawn while it grows. Then there is one
more press in the middle of a run, which must end.
"""

import itertools
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from bench.lab import Lab, go_to_step, probe, wait
from bench.table import Row, durations, percentile, spread

SCENE, N_TREES = "forest", 60
REACH = 100  # milliseconds to the first picture, and from each to the next

WATCH = """(scene) => {
  const figure = document.querySelector(`[data-figure="${scene}"] [data-layout="wide"]`);
  window.stream = { pressed: [], drawn: [] };
  const note = () => {
    const texts = [...figure.querySelectorAll("text")].map((text) => text.textContent);
    const count = texts.map((text) => /([0-9]+) trees?/.exec(text)?.[1]).find(Boolean);
    if (count) stream.drawn.push({ time: performance.now(), count: Number(count) });
  };
  const what = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(note).observe(figure, what);
  for (const press of ["click", "keydown"]) {
    addEventListener(press, ({ timeStamp }) => stream.pressed.push(timeStamp), true);
  }
}"""
DONE = f"""stream.drawn.at(-1)?.count === {N_TREES} &&
  performance.now() - stream.drawn.at(-1).time > 500"""


@dataclass(frozen=True)
class Grove:
    """A page that grows a forest: its address, the step that grows sixty trees, what is pressed."""

    path: str
    step: int
    button: str = ""  # a selector; without one, an arrow key moves the first row of the figure

    def take(self, page: Page) -> None:
        """Get ready to press."""
        if not self.button:
            handles = f"[data-figure={SCENE}] [data-handles]"
            wait(page, f"document.querySelector('{handles} [data-handle]')")
            page.locator(handles).focus()
            page.keyboard.press("Enter")

    def press(self, page: Page) -> None:
        if self.button:
            page.locator(self.button).click()
        else:
            page.keyboard.press("ArrowUp")


GROVES = {
    "the workshop": Grove(
        "streams/essays/workshop/index.html", 6, f"#{SCENE}-2 [data-kind=resample] button"
    ),
    "random-forests": Grove("essays/random-forests/index.html", 6),
}


def measure(lab: Lab) -> dict[str, Any]:
    here = {name: grove for name, grove in GROVES.items() if name in {"the workshop", *lab.essays}}
    return {name: grown(lab, grove) for name, grove in here.items()}


def grown(lab: Lab, grove: Grove) -> dict[str, Any]:
    """Open a page, and let its forest grow again and again."""
    with lab.page(grove.path) as page:
        page.evaluate("refit.ready().then(() => true)")
        go_to_step(page, grove.step)
        wait(page, f"document.querySelector('[data-figure={SCENE}] [data-layout] > div svg')")
        page.evaluate(WATCH, SCENE)
        grove.take(page)
        whole_run(page, grove)  # the first run of all, which warms what it needs
        start = page.evaluate("performance.now()")
        runs = [whole_run(page, grove) for _ in range(lab.runs)]
        tasks = [each["duration"] for each in probe(page)["tasks"] if each["time"] >= start]
        return {"runs": runs, "overtaken": overtaken(page, grove), "long_tasks": tasks}


def whole_run(page: Page, grove: Grove) -> dict[str, Any]:
    """Press once, and wait for the last tree."""
    page.evaluate("stream.drawn.length = stream.pressed.length = 0")
    grove.press(page)
    wait(page, DONE)
    return pictures(page)


def pictures(page: Page) -> dict[str, Any]:
    """Return milliseconds to the first picture, and between pictures, as they were painted."""
    seen = page.evaluate("stream")
    painted = probe(page)["painted"]
    frames: dict[float, int] = {}  # when a frame was painted: the count that it shows
    # What is moved is drawn at once, in the picture of the older forest.
    for each in itertools.dropwhile(lambda each: each["count"] == N_TREES, seen["drawn"]):
        if (at := next((time for time in painted if time >= each["time"]), None)) is not None:
            frames[at] = each["count"]
    times, counts = list(frames), list(frames.values())
    return {
        "first": times[0] - seen["pressed"][-1],
        "gaps": [b - a for a, b in itertools.pairwise(times)],
        "went_back": sum(b < a for a, b in itertools.pairwise(counts)),
        "pictures": len(times),
    }


def overtaken(page: Page, grove: Grove) -> float:
    """Press again in the middle of a run; return the milliseconds until the older one was silent.

    Some of its results may wait behind a busy page.
    """
    page.evaluate("stream.drawn.length = stream.pressed.length = 0")
    grove.press(page)
    wait(page, "stream.drawn.some(({ count }) => count > 3 && count < 12)", pause=0.001)
    grove.press(page)
    wait(page, DONE)
    record = probe(page)
    newest = record["sent"][-1]
    asked = newest["time"]
    older = [
        note["time"]
        for note in record["heard"]
        if note["type"] == "result" and note["id"] < newest["id"]
    ]
    return max(0.0, max(older) - asked)


def rows(result: dict[str, Any]) -> list[Row]:
    return [row for name, each in result.items() for row in rows_of(name, each)]


def rows_of(name: str, result: dict[str, Any]) -> list[Row]:
    runs = result["runs"]
    firsts = [run["first"] for run in runs]
    gaps = [gap for run in runs for gap in run["gaps"]]
    back = sum(run["went_back"] for run in runs)
    return [
        Row(
            f"{name}: a stream of {N_TREES} trees: press → first picture",
            spread(firsts, "ms", 0),
            f"{REACH} ms",
            max(firsts) < REACH,
        ),
        Row(
            f"{name}: from each of its pictures to the next",
            f"p50 {percentile(gaps, 50):.0f}, p95 {percentile(gaps, 95):.0f}, "
            f"worst {max(gaps):.0f} ms; {min(run['pictures'] for run in runs)} pictures or more",
            f"{REACH} ms",
            max(gaps) < REACH,
        ),
        Row(f"{name}: times that its counter ran back", str(back), "none", back == 0),
        Row(
            f"{name}: from a newer press to the last result of the older run",
            f"{result['overtaken']:.0f} ms",
            f"{REACH} ms",
            result["overtaken"] < REACH,
        ),
        Row(
            f"{name}: main-thread tasks over 50 ms meanwhile",
            durations(result["long_tasks"]),
            "none",
            not result["long_tasks"],
        ),
    ]
