"""Scenes: from a gesture to its picture, in every scene of every essay.

In each scene one row is dragged, one slider pulled, and one button pressed, where there are such.
Events come 60 times a second, whether or not the page keeps up. An event's picture is the frame in
which the figure first changes after the answer to that event, or a newer one, has come; where the
build has prepared the answers, it is the figure's first change after the event. An event that
changes nothing of the scene's state counts for nothing. For a second pass
the page's own thread, not the worker's, is slowed down four times, as on a phone.
"""

import itertools
import math
import time
from statistics import median
from typing import Any

from playwright.sync_api import Page

from bench.lab import QUIET, Lab, probe, stroke, wait
from bench.machine import fixed_work
from bench.table import Row, percentile

RATE = 60  # events a second
EVENTS = 60  # of a drag or a pull
PRESSES = 5
SLOWED = 4  # times: a phone
REACH = {1: 32, SLOWED: 100}  # milliseconds, for 95 of 100 events

PREPARE = """(scene) => {
  const element = document.querySelector(`[data-scene="${scene}"]`);
  const figure = element.querySelector("[data-figure]");
  const state = () => JSON.stringify(refit.state[scene]);
  window.gesture = { events: [], drawn: [], observer: null, state };
  const note = () => gesture.drawn.push(performance.now());
  gesture.observer = new MutationObserver(note);
  const what = { subtree: true, childList: true, attributes: true, characterData: true };
  const layouts = figure.querySelectorAll("[data-layout]");
  for (const layout of layouts) gesture.observer.observe(layout, what);
  const heard = ({ timeStamp }) => {
    if (gesture.events.at(-1)?.time === timeStamp) return; // told before its frame too
    gesture.events.push({ time: timeStamp, handled: performance.now(), before: gesture.state() });
  };
  gesture.listen = (...types) => {
    let move = null; // the last, which may set a slider
    const listener = (event) => {
      if (event.type === "input") heard(move ?? event);
      else if (types.includes("input")) move = { timeStamp: event.timeStamp };
      else if (event.type === "click" || event.buttons === 1) heard(event);
    };
    for (const type of types) addEventListener(type, listener, { capture: true });
    return () => {
      for (const type of types) removeEventListener(type, listener, { capture: true });
    };
  };
}"""
# Bring the first step that has such a thing into sight, and say where the thing is.
HANDLE = """(scene) => {
  const handles = `[data-scene="${scene}"] [data-handle]:not(.fixed)`;
  for (const handle of document.querySelectorAll(handles)) {
    const { x, y, width, height } = handle.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2];
    if (document.elementFromPoint(...middle) === handle) return middle;
  }
}"""
CONTROL = """([scene, selector]) => {
  const control = document.querySelector(`[data-scene="${scene}"] ${selector}`);
  if (!control) return null;
  control.scrollIntoView({ block: "center", behavior: "instant" });
  const { x, y, width, height } = control.getBoundingClientRect();
  const share = control.type === "range"
    ? (control.value - control.min) / (control.max - control.min) : 0.5;
  const thumb = control.type === "range" ? 16 : 0;
  return { x: x + thumb / 2 + share * (width - thumb), y: y + height / 2, left: x, width, share };
}"""


# Open what is folded up: nothing in it can be touched before.
UNFOLD = "document.querySelectorAll('[data-deeper] h2 button').forEach((each) => each.click())"


def measure(lab: Lab) -> list[dict[str, Any]]:
    results = []
    for slug in lab.essays:
        for slowed in REACH:
            with lab.essay(slug) as page:
                page.evaluate("refit.ready().then(() => true)")
                page.evaluate(UNFOLD)
                if slowed > 1:
                    session = page.context.new_cdp_session(page)
                    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
                for scene in page.evaluate(
                    "[...document.querySelectorAll('[data-scene]')].map((e) => e.dataset.scene)"
                ):
                    results += in_scene(page, slug, scene, slowed)
    return results


def in_scene(page: Page, slug: str, scene: str, slowed: int) -> list[dict[str, Any]]:
    """Do each kind of gesture in a scene; return what was measured."""
    page.evaluate(PREPARE, scene)
    found = []
    for name, gesture in (("drag", drag), ("slider", pull), ("button", press)):
        times = gesture(page, scene)
        page.evaluate("refit.reset()")
        if times:
            what = {"essay": slug, "scene": scene, "gesture": name, "slowed": slowed}
            found.append(what | {"milliseconds": times, "fixed_work": fixed_work()})
    return found


def drag(page: Page, scene: str) -> list[float]:
    """Drag a row there and back, in the first step in which one can be dragged."""
    steps = page.locator(f'[data-scene="{scene}"] [data-step]')
    for i in range(steps.count()):
        steps.nth(i).evaluate("step => step.scrollIntoView({block: 'center', behavior: 'instant'})")
        time.sleep(QUIET)
        place = page.evaluate(HANDLE, scene)
        if place:
            x, y = place
            swing = [24 * math.sin(2 * math.pi * i / EVENTS) for i in range(1, EVENTS + 1)]
            early = "'pointerrawupdate', 'pointermove'"
            return pulled(page, x, y, [(x + 2 * by, y + by) for by in swing], early)
    return []


def pull(page: Page, scene: str) -> list[float]:
    """Pull the first slider along its way."""
    found = page.evaluate(CONTROL, [scene, "[data-kind=slider] input[type=range]"])
    if not found:
        return []
    time.sleep(QUIET)
    found = page.evaluate(CONTROL, [scene, "[data-kind=slider] input[type=range]"])
    x, y = found["x"], found["y"]
    end = found["left"] + found["width"] * (0.05 if found["share"] > 0.5 else 0.95)
    points = [(x + (end - x) * i / EVENTS, y) for i in range(1, EVENTS + 1)]
    return pulled(page, x, y, points, "'pointermove', 'input'")


def pulled(
    page: Page,
    x: float,
    y: float,
    points: list[tuple[float, float]],
    events: str,
) -> list[float]:
    """Press at a place, move along points, let go; return the milliseconds to each picture."""
    page.mouse.move(x, y)
    page.mouse.down()
    time.sleep(0.3)
    page.evaluate(f"(gesture.end = gesture.listen({events}), true)")
    start = page.evaluate("performance.now()")
    stroke(page, points, RATE)
    return finish(page, start, then=page.mouse.up)


def press(page: Page, scene: str) -> list[float]:
    """Press the first button that draws anew, several times."""
    selector = "[data-kind=resample] button"
    if not page.evaluate(CONTROL, [scene, selector]):
        return []
    time.sleep(QUIET)
    times = []
    for _ in range(PRESSES):
        found = page.evaluate(CONTROL, [scene, selector])
        page.evaluate("(gesture.end = gesture.listen('click'), true)")
        start = page.evaluate("performance.now()")
        page.mouse.click(found["x"], found["y"])
        times += finish(page, start)
    return times


def finish(page: Page, start: float, then: Any = lambda: None) -> list[float]:
    """Wait until the figure is at rest; return the milliseconds from each event to its picture."""
    quiet = f"performance.now() - Math.max({start}, ...gesture.drawn) > 700"
    idle = "!document.querySelector('[data-scene][aria-busy=true]')"
    wait(page, f"{quiet} && {idle}", 30)
    then()
    page.evaluate("gesture.end()")
    seen = page.evaluate(
        "({ events: gesture.events.splice(0), drawn: gesture.drawn.splice(0), "
        "after: gesture.state() })"
    )
    record = probe(page)
    states = [*(event["before"] for event in seen["events"]), seen["after"]]
    events = [
        event
        for event, after in zip(seen["events"], states[1:], strict=True)
        if event["before"] != after
    ]
    return to_pictures(events, seen["drawn"], record, start)


def to_pictures(
    events: list[dict[str, float]], drawn: list[float], record: dict[str, Any], start: float
) -> list[float]:
    """Return the milliseconds from each event to the frame with its picture.

    An event whose picture does not differ from the one before it has none.
    """
    sent = [note for note in record["sent"] if note["time"] >= start]
    heard = [note for note in record["heard"] if note["type"] == "result"]
    ends = [event["handled"] for event in events[1:]] + [math.inf]
    times = []
    for event, end in zip(events, ends, strict=True):
        ready = event["handled"]
        if sent:
            asked = next((note["id"] for note in sent if note["time"] >= ready), None)
            answers = [note["time"] for note in heard if asked and note["id"] >= asked]
            if not answers:
                continue
            ready = min(answers)
        change = next((at for at in drawn if at >= ready), None)
        if change is None or (not sent and change > end + 1000):
            continue
        frame = next((at for at in record["painted"] if at >= change), None)
        if frame is not None:
            times.append(frame - event["time"])
    return [round(each, 1) for each in times]


def rows(results: list[dict[str, Any]]) -> list[Row]:
    found = []
    order = ("essay", "scene", "gesture")
    for what, group in itertools.groupby(
        sorted(results, key=lambda each: [each[name] for name in (*order, "slowed")]),
        key=lambda each: [each[name] for name in order],
    ):
        parts, is_reached = [], True
        for each in group:
            p50, p95 = (percentile(each["milliseconds"], share) for share in (50, 95))
            slow = "" if each["slowed"] == 1 else f", slowed {each['slowed']} times"
            multiple = f"{p95 / each['fixed_work']:.1f} times the fixed work"
            parts.append(f"p50 {p50:.0f}, p95 {p95:.0f} ms{slow} ({multiple})")
            is_reached &= p95 < REACH[each["slowed"]]
        essay, scene, gesture = what
        reach = " and ".join(f"{limit} ms" for limit in REACH.values())
        found.append(
            Row(f"{essay}, {scene}: {gesture} → picture", "; ".join(parts), reach, is_reached)
        )
    if found:
        work = median(each["fixed_work"] for each in results)
        found.append(Row("the fixed work of these multiples", f"{work:.1f} ms"))
    return found
