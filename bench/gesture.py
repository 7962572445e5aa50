"""Gesture: from a pointer's move to the frame that shows the boundary fitted to it.

A training pet is dragged round a square by mouse events that come 60 times a second, whether or not
the page keeps up. For every event the probe knows which question it sent to the worker. What is
drawn is recognised by its own coordinates, not by when it was drawn: an event counts as shown in
the first frame whose line is the answer to its own question or to a newer one.
"""

import contextlib
import itertools
import math
import re
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Page

from bench.lab import BenchError, Lab, first, go_to_step, probe, stroke, wait
from bench.table import Row, durations, percentile

SLUG, SCENE, STEP = "train-test-validation", "pens", 5
LINE = f'[data-figure="{SCENE}"] [data-layout="wide"] .boundary_marks line'
SIDE = 200  # pixels
RATE = 60  # events a second
STEPS = 25  # events along each of the four sides: the pet moves by a step of its scale or two
REACH = 50  # milliseconds, for 95 of 100 events
TOLERANCE = 1e-6  # pixels
STAGES = ("wait for the event", "send", "answer", "draw", "wait for the frame")

CHOOSE = """() => {
  const { pets } = refit.tables("pens");
  const far = (i) => Math.hypot(pets.x[i] - 7, pets.y[i] - 5);
  const pupils = pets.key.map((_, i) => i).filter((i) => pets.set[i] === "training");
  pupils.sort((i, j) => far(i) - far(j));
  for (const i of pupils) {
    const handle = document.querySelector(`[data-handle="${pets.key[i]}"]`);
    const { x, y, width, height } = handle.getBoundingClientRect();
    const [px, py] = [x + width / 2, y + height / 2];
    if (document.elementFromPoint(px, py) === handle) return [px, py, pets.key[i]];
  }
}"""
SLOW = """{
  const post = self.postMessage.bind(self);
  self.postMessage = (message, ...options) => {
    const end = performance.now() + (message.type === "result" ? %d : 0);
    while (performance.now() < end);
    post(message, ...options);
  };
}"""


def measure(lab: Lab) -> dict[str, Any]:
    if SLUG not in lab.essays:
        raise BenchError(f"there is no essay {SLUG}")
    with contextlib.ExitStack() as stack:
        if lab.worker_delay:
            code = SLOW % lab.worker_delay
            stack.enter_context(lab.host.prepended("/js/worker.js", code))
        page = stack.enter_context(lab.essay(SLUG))
        to_handles(page)
        page.evaluate("refit.ready().then(() => true)")
        drags = [drag(page) for _ in range(lab.runs)]
        alone = single_answers(page)
    latencies = [value for each in drags for value in each["to_frame"]]
    return {
        "drags": drags,
        "events": len(latencies),
        "p50": percentile(latencies, 50),
        "p95": percentile(latencies, 95),
        "worst": max(latencies),
        "painted_p95": percentile([v for each in drags for v in each["to_painted"]], 95),
        "long_tasks": [task for each in drags for task in each["long_tasks"]],
        "single_answers": alone,
        "worker_delay": lab.worker_delay,
    }


def to_handles(page: Page) -> None:
    """Go to the step where pets can be dragged, and wait until they stand still."""
    go_to_step(page, STEP)
    wait(page, "document.querySelectorAll('[data-handle]').length > 0", 30)
    time.sleep(0.5)
    page.evaluate("selector => probe.watch(selector)", LINE)


def drag(page: Page) -> dict[str, Any]:
    """Drag a pet round once and say how long each event took to be seen."""
    page.evaluate("refit.reset()")
    time.sleep(1)
    x, y, _ = page.evaluate(CHOOSE)
    resting = page.evaluate("refit.tables('pens').boundary")
    page.mouse.move(x, y)
    page.mouse.down()
    time.sleep(0.3)
    at_rest = probe(page)["pictures"][-1]
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    start, before = page.evaluate("performance.now()"), thread_time(session)
    stroke(page, square(x, y), RATE)
    spent = thread_time(session)
    session.detach()
    time.sleep(1)
    end = page.evaluate("performance.now()")
    page.mouse.up()
    record = probe(page)
    record["scale"] = scale([resting[name][0] for name in ("x", "y", "x2", "y2")], at_rest)
    result = analyse(record, start, end)
    result["thread_time"] = {  # milliseconds an event
        name: round(1e3 * (spent[name] - before[name]) / result["events"], 2) for name in before
    }
    return result


def thread_time(session: CDPSession) -> dict[str, float]:
    """Return the processor seconds that the main thread has used, which other work cannot swell."""
    found = session.send("Performance.getMetrics")["metrics"]
    metrics = {each["name"]: each["value"] for each in found}
    names = {"all": "Task", "style": "RecalcStyle", "layout": "Layout"}
    return {name: metrics[f"{metric}Duration"] for name, metric in names.items()}


def square(x: float, y: float) -> list[tuple[float, float]]:
    """Return points round a square below right of one, ending where they began."""
    corners = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0)]
    return [
        (x + a + (c - a) * i / STEPS, y + b + (d - b) * i / STEPS)
        for (a, b), (c, d) in itertools.pairwise(corners)
        for i in range(1, STEPS + 1)
    ]


def single_answers(page: Page) -> dict[str, Any]:
    """Time questions that are asked one after the other: from the page and back to it."""
    page.evaluate("refit.reset()")
    times = page.evaluate(
        """async () => {
          const times = [];
          for (let i = 0; i < 40; i++) {
            const count = probe.sent.length;
            await refit.set("pens", { moved: { 0: [4 + i / 10, 5] } });
            const { time, id } = probe.sent[count];
            const heard = probe.heard.find((note) => note.id === id && note.type === "result");
            times.push(heard.time - time);
            await new Promise((resolve) => setTimeout(resolve, 30));
          }
          return times;
        }"""
    )
    return {"p50": percentile(times, 50), "p95": percentile(times, 95)}


# ── what the probe wrote down ────────────────────────────────────────────────────────────────────


def scale(boundary: list[float], picture: str) -> list[tuple[float, float]]:
    """Return slope and offset of the pixels across and up, from a line known in both."""
    drawn = endpoints(picture)
    across = (drawn[2] - drawn[0]) / (boundary[2] - boundary[0])
    up = (drawn[3] - drawn[1]) / (boundary[3] - boundary[1])
    return [(across, drawn[0] - across * boundary[0]), (up, drawn[1] - up * boundary[1])]


def endpoints(picture: str) -> np.ndarray:
    """Return x, y, x2, y2 of a drawn line in pixels."""
    x, y, dx, dy = map(float, re.findall(r"-?[\d.]+(?:e-?\d+)?", picture))
    return np.array([x, y, x + dx, y + dy])


def analyse(record: dict[str, Any], start: float, end: float) -> dict[str, Any]:
    slope, offset = np.array(record["scale"] * 2).T
    lines = np.array([endpoints(picture) for picture in record["pictures"]])
    answers = [note for note in record["heard"] if "boundary" in note and note["time"] >= start]
    expected = [slope * np.array(answer["boundary"]) + offset for answer in answers]
    same = [np.abs(lines - line).max(axis=1) < TOLERANCE for line in expected]

    shown = []  # (time, newest question whose answer is on the screen in this frame)
    unknown = 0
    for frame in record["frames"]:
        if not start <= frame["time"] <= end:
            continue
        heard = [
            answer["id"]
            for answer, drawn in zip(answers, same, strict=True)
            if answer["time"] <= frame["time"] and drawn[frame["drawn"]]
        ]
        unknown += not heard and bool(shown)
        if heard:
            shown.append((frame["time"], max(heard)))

    moves = [
        (index, move)
        for index, move in enumerate(record["moves"])
        if move["held"] and start <= move["time"] <= end
    ]
    to_frame, to_painted, stages = [], [], []
    heard_at = {answer["id"]: answer["time"] for answer in answers}
    for index, move in moves:
        asked = (sent for sent in record["sent"] if sent["move"] >= index)
        sent = first(asked, "a move of the pointer never reached the model")
        frame = earliest(at for at, newest in shown if at >= move["time"] and newest >= sent["id"])
        if math.isinf(frame):
            raise BenchError("a move of the pointer was never answered on the screen")
        to_frame.append(frame - move["time"])
        to_painted.append(earliest(at for at in record["painted"] if at >= frame) - move["time"])
        heard = heard_at.get(sent["id"], math.inf)
        changed = earliest(at for at in record["changes"] if at >= heard)
        if changed <= frame:
            points = [move["time"], move["handled"], sent["time"], heard, changed, frame]
            stages.append(np.diff(points))
    seconds = (moves[-1][1]["time"] - moves[0][1]["time"]) / 1e3
    frames = [f["start"] for f in record["frames"] if f["start"] and start <= f["time"] <= end]
    during = [at for at in frames if at <= moves[-1][1]["time"]]
    return {
        "events": len(moves),
        "events_per_second": round(len(moves) / seconds, 1),
        "answers_per_second": round(
            sum(answer["time"] <= moves[-1][1]["time"] for answer in answers) / seconds, 1
        ),
        "answers": len(answers),
        "frames_with_an_unknown_line": unknown,
        "to_frame": [round(value, 1) for value in to_frame],
        "to_painted": [round(value, 1) for value in to_painted],
        "stages": dict(zip(STAGES, np.median(stages, axis=0).round(1).tolist(), strict=True))
        if stages
        else {},
        "events_with_their_own_answer_shown": len(stages),
        "frame_p50": percentile(np.diff(during).tolist(), 50),
        "frame_p95": percentile(np.diff(during).tolist(), 95),
        "long_tasks": [
            task["duration"] for task in record["tasks"] if start <= task["time"] <= end
        ],
    }


def earliest(times: Iterable[float]) -> float:
    """Return the earliest of some times; never, if there is none."""
    return min(times, default=math.inf)


def rows(result: dict[str, Any]) -> list[Row]:
    drags = result["drags"]
    stages = {
        stage: median(each["stages"].get(stage, math.nan) for each in drags) for stage in STAGES
    }
    note = f", worker held up by {result['worker_delay']} ms" if result["worker_delay"] else ""
    return [
        Row(
            f"gesture to redrawn boundary, warm, {result['events']} moves handled "
            f"of {4 * STEPS * len(drags)} sent{note}",
            f"p50 {result['p50']:.0f} ms, p95 {result['p95']:.0f} ms, "
            f"worst {result['worst']:.0f} ms",
            f"p95 < {REACH} ms",
            result["p95"] < REACH,
        ),
        Row(
            "main-thread tasks over 50 ms during the drags",
            durations(result["long_tasks"]),
            "none",
            not result["long_tasks"],
        ),
        Row(
            "model answers a second during the drag",
            f"{median(each['answers_per_second'] for each in drags):.0f} of "
            f"{median(each['events_per_second'] for each in drags):.0f} events; "
            f"frame p50 {median(each['frame_p50'] for each in drags):.1f} ms, "
            f"p95 {median(each['frame_p95'] for each in drags):.1f} ms",
        ),
        Row(
            "where a gesture's time goes, medians",
            ", ".join(f"{stage} {value:.1f} ms" for stage, value in stages.items()),
        ),
        Row(
            "main thread's processor time for an event that was handled",
            ", ".join(
                f"{name} {median(each['thread_time'][name] for each in drags):.1f} ms"
                for name in drags[0]["thread_time"]
            ),
        ),
        Row(
            "one question alone, to the worker and back",
            f"p50 {result['single_answers']['p50']:.1f} ms, "
            f"p95 {result['single_answers']['p95']:.1f} ms",
        ),
    ]
