"""Walk: how smoothly a figure moves from step to step, and what it costs when Vega takes over."""

import time
from typing import Any

import numpy as np

from bench.lab import QUIET, Lab, first, go_to_step, probe, wait
from bench.table import Row, durations, percentile, spread

WALK = 1300  # milliseconds a walk takes, as in scene.js
SLOW = 25  # milliseconds: a frame that was missed at 60 a second


def measure(lab: Lab) -> dict[str, Any]:
    return {slug: [walk(lab, slug) for _ in range(lab.runs)] for slug in lab.essays}


def walk(lab: Lab, slug: str) -> dict[str, Any]:
    """Go through all steps and back, staying at each until its walk is over."""
    with lab.essay(slug) as page:
        time.sleep(QUIET)
        last = page.evaluate("document.querySelectorAll('[data-step]').length") - 1
        wait(page, "document.querySelector('[data-step][data-active]') !== null", 10)
        go_to_step(page, 1)
        wait(page, "probe.drawings.length > 0", 30)
        time.sleep(WALK / 1e3 + 0.5)
        for step in [*range(2, last + 1), *reversed(range(last))]:
            go_to_step(page, step)
            time.sleep(WALK / 1e3 + 0.5)
        record = probe(page)

    times = (each["time"] for each in record["steps"] if each["step"] == 1)
    begun = first(times, "the page never showed its second step")
    drawn = record["drawings"][0]
    warm = [(each["time"], each["time"] + WALK) for each in record["steps"]]
    warm = [(begin, end) for begin, end in warm if begin > drawn + WALK]
    frames = np.array([frame["start"] for frame in record["frames"] if frame["start"]])
    deltas = np.concatenate([np.diff(within(frames, *window)) for window in warm])
    first_walk = np.diff(within(frames, drawn, drawn + WALK))
    return {
        "walks": len(warm),
        "frame_p50": percentile(deltas, 50),
        "frame_p95": percentile(deltas, 95),
        "missed": round(float(np.mean(deltas > SLOW)), 3),
        "long_tasks": [task for begin, end in warm for task in tasks(record, begin, end)],
        "takeover": {
            "seconds": round((drawn - begun) / 1e3, 3),
            "long_tasks": tasks(record, begun, drawn + 200),
            "slow_frames": [
                frame for frame in record["slowFrames"] if begun <= frame["time"] <= drawn + 200
            ],
            "first_walk_frame_p95": percentile(first_walk, 95),
            "first_walk_long_tasks": tasks(record, drawn + 200, drawn + WALK),
        },
    }


def within(times: np.ndarray, begin: float, end: float) -> np.ndarray:
    return times[(times >= begin) & (times <= end)]


def tasks(record: dict[str, Any], begin: float, end: float) -> list[float]:
    return [
        task["duration"]
        for task in record["tasks"]
        if begin <= task["time"] + task["duration"] and task["time"] <= end
    ]


def rows(results: dict[str, Any]) -> list[Row]:
    found = []
    for slug, runs in results.items():
        slow = [task for run in runs for task in run["long_tasks"]]
        found += [
            Row(
                f"{slug}: frames while figures walk, {sum(run['walks'] for run in runs)} walks",
                f"p50 {np.median([run['frame_p50'] for run in runs]):.1f} ms, "
                f"p95 {np.median([run['frame_p95'] for run in runs]):.1f} ms, "
                f"{100 * np.mean([run['missed'] for run in runs]):.0f} % over {SLOW} ms",
            ),
            Row(f"{slug}: tasks over 50 ms in them", durations(slow), "none", not slow),
            Row(
                f"{slug}: Vega takes over, from the step to its first drawing",
                spread([run["takeover"]["seconds"] for run in runs], digits=2),
            ),
            takeover_row(slug, runs),
        ]
    return found


def takeover_row(slug: str, runs: list[dict[str, Any]]) -> Row:
    slow = [task for run in runs for task in run["takeover"]["long_tasks"]]
    return Row(f"{slug}: tasks over 50 ms meanwhile", durations(slow), "none", not slow)
