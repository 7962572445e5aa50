"""Memory: what a page holds before and after its model is live."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.gesture import SLUG, to_handles
from bench.lab import Lab, first, wait
from bench.start import PLAIN
from bench.table import Row, megabytes

# The worker keeps its WebAssembly memory to itself; this leaves a way to it, be it made by the
# script or by the module.
REMEMBER = """
self.memories = new Set();
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (source, imports) => {
    const made = await original.call(WebAssembly, source, imports);
    const offered = Object.values((made.instance ?? made).exports);
    for (const item of [...offered, ...Object.values(imports?.env ?? {})]) {
      if (item instanceof WebAssembly.Memory) self.memories.add(item);
    }
    return made;
  };
}
"""


def measure(lab: Lab) -> dict[str, Any]:
    with (
        lab.host.prepended("/js/worker.js", REMEMBER),
        lab.essay(SLUG) as page,
    ):
        to_handles(page)
        before = {"heap": heap(page), "process": process(lab)}
        page.evaluate("refit.ready().then(() => refit.set('pens', {moved: {0: [5, 5]}}))")
        after = {"heap": heap(page), "process": process(lab)}
        [worker] = [each for each in page.workers if each.url.endswith("/worker.js")]
        sizes = worker.evaluate("[...self.memories].map(({ buffer }) => buffer.byteLength)")
    return {"before": before, "after": after, "wasm": max(sizes, default=None), "plain": plain(lab)}


def plain(lab: Lab) -> int | None:
    """Return what plain Pyodide's process holds after its first fit."""
    with lab.page(PLAIN, probe=False) as page:
        page.evaluate("plain.start()")
        wait(page, "plain.failure || plain.stages.some(({ stage }) => /result/.test(stage))", 180)
        return process(lab)


def heap(page: Page) -> int:
    """Return the bytes of live JavaScript objects on the page's own thread."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    sizes = (int(each["value"]) for each in metrics if each["name"] == "JSHeapUsedSize")
    return first(sizes, "this browser does not tell the size of its heap")


def process(lab: Lab) -> int | None:
    """Return the bytes that the page's process holds of the machine; None where /proc is not."""
    session = lab.browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [resident(each["id"]) for each in found if each["type"] == "renderer"]
    return max((size for size in sizes if size), default=None)  # a spare one is smaller


def resident(pid: int) -> int | None:
    """Return a process's proportional share of memory, in bytes."""
    file = Path(f"/proc/{pid}/smaps_rollup")
    if not os.access(file, os.R_OK):
        return None
    [line] = [line for line in file.read_text().splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) * 1024


def rows(result: dict[str, Any]) -> list[Row]:
    before, after = result["before"], result["after"]

    def pair(name: str) -> str:
        if None in (before[name], after[name]):
            return "cannot be had here"
        return f"{megabytes(before[name])}, {megabytes(after[name])}"

    wasm = megabytes(result["wasm"]) if result["wasm"] else "cannot be had here"
    return [
        Row("JavaScript heap of the page, before and after the model is live", pair("heap")),
        Row("the page's whole process, before and after", pair("process")),
        Row("WebAssembly memory of the worker", wasm),
        *beside_plain(after["process"], result["plain"]),
    ]


def beside_plain(mine: int | None, stock: int | None) -> list[Row]:
    if mine is None or stock is None:
        return []
    told = f"{megabytes(mine)} beside {megabytes(stock)}"
    return [Row("process after the first fit, beside plain Pyodide's", told, "≤ it", mine <= stock)]
