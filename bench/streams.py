"""Streams: from a press to the pictures of a model that yields.

A forest of sixty trees is grown anew by each press of a button, and drawn while it grows. Then the
button is pressed once more in the middle of a run, which must end.
"""

import itertools
from typing import Any

from playwright.sync_api import Page

from bench.lab import Lab, go_to_step, probe, wait
from bench.table import Row, durations, percentile, spread

FOREST = "streams/essays/workshop/index.html"  # where the host has the forest
SCENE, STEP, N_TREES = "forest", 6, 60
REACH = 100  # milliseconds to the first picture, and from each to the next

WATCH = """(scene) => {
  const figure = document.querySelector(`[data-figure="${scene}"] [data-layout="wide"]`);
  window.stream = { pressed: [], drawn: [] };
  const note = () => {
    const [, count] = /([0-9]+) trees/.exec(figure.textContent);
    stream.drawn.push({ time: performance.now(), count: Number(count) });
  };
  const what = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(note).observe(figure, what);
  addEventListener("click", ({ timeStamp }) => stream.pressed.push(timeStamp), true);
}"""
DONE = f"""stream.drawn.at(-1)?.count === {N_TREES} &&
  performance.now() - stream.drawn.at(-1).time > 500"""


def measure(lab: Lab) -> dict[str, Any]:
    with lab.page(FOREST) as page:
        page.evaluate("refit.ready().then(() => true)")
        go_to_step(page, STEP)
        wait(page, f"document.querySelector('[data-figure={SCENE}] [data-layout] > div svg')")
        page.evaluate(WATCH, SCENE)
        press(page)  # the first run of all, which warms what it needs
        wait(page, DONE)
        start = page.evaluate("performance.now()")
        runs = [whole_run(page) for _ in range(lab.runs)]
        tasks = [each["duration"] for each in probe(page)["tasks"] if each["time"] >= start]
        return {"runs": runs, "overtaken": overtaken(page), "long_tasks": tasks}


def press(page: Page) -> None:
    page.evaluate("stream.drawn.length = stream.pressed.length = 0")
    page.locator(f"#{SCENE}-2 [data-kind=resample] button").click()


def whole_run(page: Page) -> dict[str, Any]:
    """Press once, and wait for the last tree."""
    press(page)
    wait(page, DONE)
    return pictures(page)


def pictures(page: Page) -> dict[str, Any]:
    """Return milliseconds to the first picture, and between pictures, as they were painted."""
    seen = page.evaluate("stream")
    painted = probe(page)["painted"]
    frames: dict[float, int] = {}  # when a frame was painted: the count that it shows
    for each in seen["drawn"]:
        if (at := next((time for time in painted if time >= each["time"]), None)) is not None:
            frames[at] = each["count"]
    times, counts = list(frames), list(frames.values())
    return {
        "first": times[0] - seen["pressed"][-1],
        "gaps": [b - a for a, b in itertools.pairwise(times)],
        "went_back": sum(b < a for a, b in itertools.pairwise(counts)),
        "pictures": len(times),
    }


def overtaken(page: Page) -> int:
    """Press again in the middle of a run; return how many more results the older one had."""
    press(page)
    wait(page, "stream.drawn.some(({ count }) => count > 3 && count < 12)", pause=0.001)
    page.locator(f"#{SCENE}-2 [data-kind=resample] button").click()
    wait(page, DONE)
    record = probe(page)
    newest = record["sent"][-1]
    late = [note for note in record["heard"] if note["time"] >= newest["time"]]
    return sum(note["type"] == "result" and note["id"] < newest["id"] for note in late)


def rows(result: dict[str, Any]) -> list[Row]:
    runs = result["runs"]
    firsts = [run["first"] for run in runs]
    gaps = [gap for run in runs for gap in run["gaps"]]
    back = sum(run["went_back"] for run in runs)
    return [
        Row(
            f"a stream of {N_TREES} trees: press → first picture",
            spread(firsts, "ms", 0),
            f"{REACH} ms",
            max(firsts) < REACH,
        ),
        Row(
            "from each of its pictures to the next",
            f"p50 {percentile(gaps, 50):.0f}, p95 {percentile(gaps, 95):.0f}, "
            f"worst {max(gaps):.0f} ms; {min(run['pictures'] for run in runs)} pictures or more",
            f"{REACH} ms",
            max(gaps) < REACH,
        ),
        Row("times that its counter ran back", str(back), "none", back == 0),
        Row(
            "results of a run after a newer press",
            str(result["overtaken"]),
            "1 at most",
            result["overtaken"] <= 1,
        ),
        Row(
            "main-thread tasks over 50 ms meanwhile",
            durations(result["long_tasks"]),
            "none",
            not result["long_tasks"],
        ),
    ]
