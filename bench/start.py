"""Start: bytes and seconds to the first live model, beside plain Pyodide in the same run.

Ours begins with the reader's first pointer on a handle and ends when the answer to the first drag
has come; nothing is fetched or compiled before. A second visit is the same once more, after the
service worker has kept what the first one fetched. A scene of numpy alone begins with a change of
its state. On a second visit the runtime may have begun before the touch.
Plain Pyodide begins with its worker and ends with a fitted model. All come from the same
host into a browser context of their own, in turn: once on a machine as it is, and once beside a
process that keeps one core busy.
"""

import itertools
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from playwright.sync_api import Page

from bench.gesture import CHOOSE, SLUG, to_handles
from bench.host import Sent
from bench.lab import BenchError, Lab, first, probe, wait
from bench.machine import neighbour
from bench.table import Row, megabytes, spread

PLAIN = "plain/"  # where the host has it
PATIENCE = 180  # seconds
SHARE, NUMPY_SHARE = 0.4, 0.2  # of plain Pyodide's time
BYTES = 18_000_000  # sent for the first model
NUMPY = "numpy/essays/stumbles/index.html"  # where the host has a page whose model needs no more
CHANGE = """(async () => {
  const start = performance.now();
  await refit.set("line", { shift: 1 });
  return performance.now() - start;
})()"""
KEPT = """caches.keys().then(async (names) => {
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().filter(({ url }) => url.endsWith(".pack")).length;
})"""


def measure(lab: Lab) -> dict[str, Any]:
    quiet = side_by_side(lab, {"ours": ours, "plain": plain, "numpy": numpy_alone})
    with neighbour():
        return quiet | {"busy": side_by_side(lab, {"ours": ours, "plain": plain})}


def side_by_side(lab: Lab, kinds: dict[str, Callable[[Lab], dict[str, Any]]]) -> dict[str, Any]:
    """Measure kinds of starts in turn, `plain` and `ours` among them."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}
    for i in range(lab.runs):
        for name in sorted(kinds, reverse=bool(i % 2)):  # each is first in turn
            found[name].append(kinds[name](lab))
    found["again"] = [run.pop("again") for run in found["ours"]]
    seconds = {name: median(run["seconds"] for run in runs) for name, runs in found.items()}
    return {
        **found,
        "seconds": seconds,
        "ratios": {name: ratios(found, name, "seconds") for name in kinds if name != "plain"},
        "work": ratios(found, "ours", "work"),
        "bytes": {name: median(run["bytes"] for run in runs) for name, runs in found.items()},
    }


def ratios(found: dict[str, list[dict[str, Any]]], name: str, what: str) -> list[float]:
    """Return shares of plain Pyodide's, of neighbouring runs: they had the same company."""
    pairs = zip(found[name], found["plain"], strict=True)
    return [round(mine[what] / stock[what], 3) for mine, stock in pairs]


def ours(lab: Lab) -> dict[str, Any]:
    with lab.essay(SLUG) as page:
        first = live(lab, page)
        packs = sum(path.endswith(".pack") for path in first["files"])
        end = time.monotonic() + PATIENCE
        while page.evaluate(KEPT) < packs:
            if time.monotonic() > end:
                raise BenchError("the service worker does not keep the runtime")
            time.sleep(0.1)
        address = page.url.partition("?")[0]
        page.goto("about:blank")
        work = lab.work()
        page.goto(address, wait_until="load")
        again = live(lab, page)
        work = lab.work() - work
    late = sum(size for path, size in again["files"].items() if path.startswith("runtime-"))
    sent = again["bytes_before_the_touch"] + late
    repeated = {"seconds": again["seconds"], "work": work, "bytes": sent}
    return {**first, "again": repeated}


def live(lab: Lab, page: Page) -> dict[str, Any]:
    """Drag a pet as soon as it can be dragged, and tell when the model has answered."""
    to_handles(page)
    time.sleep(1)
    before = [sent for sent in lab.host.take() if sent.path.startswith("runtime-")]
    work = lab.work()
    touch(page)
    wait(page, "probe.heard.some(({ type }) => type === 'done' || type === 'error')", PATIENCE)
    work = lab.work() - work
    time.sleep(0.5)
    record, sent = probe(page), lab.host.take()
    notes = record["heard"]
    if failure := next((note for note in notes if note["type"] == "error"), None):
        raise BenchError(f"the runtime did not start: {failure['message']}")
    stages = {"touched": record["touched"]}
    for note in notes:
        stages.setdefault(note.get("stage", note["type"]), note["time"])
    missing = "no change of the figure is recorded after the model's answer"
    stages["drawn"] = first((at for at in record["changes"] if at >= stages["result"]), missing)
    return {
        "seconds": round((stages["result"] - stages["touched"]) / 1e3, 3),
        "work": work,
        "stages": spans(stages),
        "bytes_before_the_touch": wire(before),
        "long_tasks": [
            round(task["duration"])
            for task in record["tasks"]
            if stages["touched"] <= task["time"] <= stages["result"]
        ],
        **traffic(sent),
    }


def numpy_alone(lab: Lab) -> dict[str, Any]:
    with lab.page(NUMPY) as page:
        time.sleep(1)
        lab.host.take()
        seconds = page.evaluate(CHANGE) / 1e3
        return {"seconds": round(seconds, 3), **traffic(lab.host.take())}


def touch(page: Page) -> None:
    """Reach for a pet, drag it a little and let go."""
    x, y, _ = page.evaluate(CHOOSE)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 10, steps=5)
    page.mouse.up()


def plain(lab: Lab) -> dict[str, Any]:
    with lab.page(PLAIN, probe=False) as page:
        lab.host.take()
        work = lab.work()
        page.evaluate("plain.start()")
        end = "({ stage }) => /result|failed/.test(stage)"
        wait(page, f"plain.failure || plain.stages.some({end})", PATIENCE)
        work = lab.work() - work
        notes, sent = page.evaluate("plain.stages"), lab.host.take()
    if "result" not in [note["stage"] for note in notes]:
        raise BenchError(f"plain Pyodide did not start: {notes}")
    stages = {note["stage"]: note["time"] for note in notes}
    return {
        "seconds": round((stages["result"] - stages["created"]) / 1e3, 3),
        "work": work,
        "stages": spans(stages),
        **traffic(sent),
    }


def spans(stages: dict[str, float]) -> dict[str, float]:
    """Return how long each stage took, in seconds: from its own beginning to the next one's."""
    order = sorted(stages, key=lambda name: stages[name])
    return {
        f"{name} to {after}": round((stages[after] - stages[name]) / 1e3, 3)
        for name, after in itertools.pairwise(order)
    }


def traffic(sent: list[Sent]) -> dict[str, Any]:
    failed = [each.path for each in sent if each.status != 200]
    if failed:
        raise BenchError(f"the host does not have {', '.join(failed)}")
    return {
        "bytes": wire(sent),
        "requests": len(sent),
        "files": {each.path: each.size for each in sent},
    }


def wire(sent: list[Sent]) -> int:
    return sum(each.size for each in sent)


def rows(result: dict[str, Any]) -> list[Row]:
    mine, stock, again = result["ours"], result["plain"], result["again"]
    ratios = result["ratios"]
    return [
        Row(
            "first live model, from the reader's first touch to the answer",
            spread([run["seconds"] for run in mine]),
        ),
        Row(
            "plain Pyodide to a fitted model, same host, in turn",
            spread([run["seconds"] for run in stock]),
        ),
        Row(
            "ratio of the two, run by run",
            spread(ratios["ours"], unit="", digits=2),
            f"≤ {SHARE} in the middle",
            median(ratios["ours"]) <= SHARE,
        ),
        *beside_a_neighbour(result["busy"]),
        Row(
            "a scene of numpy alone, as a ratio, run by run",
            spread(ratios["numpy"], unit="", digits=2),
            f"≤ {NUMPY_SHARE} in the middle",
            median(ratios["numpy"]) <= NUMPY_SHARE,
        ),
        Row(
            "the same essay on a second visit",
            spread([run["seconds"] for run in again]),
            "less than on the first",
            result["seconds"]["again"] < result["seconds"]["ours"],
        ),
        Row(
            "processor seconds of the whole browser then, from the page's opening",
            spread([run["work"] for run in again]),
        ),
        Row(
            "processor seconds of the whole browser to the first answer, as a ratio",
            spread(result["work"], unit="", digits=2),
        ),
        Row(
            "of the runtime over the wire on a second visit",
            f"{max(run['bytes'] for run in again)} bytes",
            "none",
            not any(run["bytes"] for run in again),
        ),
        Row(
            "over the wire for it, ours",
            f"{megabytes(result['bytes']['ours'])} in {mine[0]['requests']} requests",
            f"≤ {megabytes(BYTES)}",
            result["bytes"]["ours"] <= BYTES,
        ),
        Row(
            "tasks over 50 ms of the page's own thread meanwhile, run by run",
            "; ".join(", ".join(map(str, run["long_tasks"])) or "none" for run in mine),
            "none",
            not any(run["long_tasks"] for run in mine),
        ),
        Row("over the wire for numpy alone", megabytes(result["bytes"]["numpy"])),
        Row(
            "over the wire for it, plain Pyodide",
            f"{megabytes(result['bytes']['plain'])} in {stock[0]['requests']} requests",
        ),
        Row("stages of ours, medians", stage_medians(mine)),
        Row("stages of plain Pyodide, medians", stage_medians(stock)),
        Row(
            "of the runtime fetched before the touch",
            megabytes(median(run["bytes_before_the_touch"] for run in mine)),
        ),
    ]


def beside_a_neighbour(result: dict[str, Any]) -> list[Row]:
    return [
        Row(
            "the first live model beside a process that keeps one core busy",
            spread([run["seconds"] for run in result["ours"]]),
        ),
        Row(
            "the same as a ratio to plain Pyodide beside it, run by run",
            spread(result["ratios"]["ours"], unit="", digits=2),
        ),
        Row("a second visit beside it", spread([run["seconds"] for run in result["again"]])),
    ]


def stage_medians(runs: list[dict[str, Any]]) -> str:
    medians = {
        name: median(run["stages"].get(name, 0) for run in runs) for name in runs[0]["stages"]
    }
    return ", ".join(f"{name} {value:.2f} s" for name, value in medians.items() if value >= 0.005)
