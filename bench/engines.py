"""Engines: seconds to the first live model in Chromium, Firefox and WebKit, beside plain Pyodide.

Every start has a fresh profile. It ends with the tables of an essay's edited state, asked for by
``refit.set``, or with plain Pyodide's fitted model; both are timed by the page's own clock.
"""

import json
import time
from statistics import median
from typing import Any

from bench.gesture import SCENE, SLUG, STEP
from bench.lab import BenchError, Lab
from bench.start import PLAIN, SHARE
from bench.table import Row, spread
from tests import engines

EDIT = json.dumps({"moved": {"0": [5, 5]}})
# As a reader who has come to the figure and reaches for it.
ARRIVE = f"""document.querySelectorAll("[data-step]")[{STEP}]
  .scrollIntoView({{ behavior: "instant", block: "center" }})"""
ARRIVED = "document.querySelectorAll('[data-handle]').length > 0"
OURS = f"""(async () => {{
  const start = performance.now();
  await refit.set("{SCENE}", {EDIT});
  return performance.now() - start;
}})()"""
PLAINLY = """(async () => {
  plain.start();
  const at = (name) => plain.stages.find(({ stage }) => stage === name)?.time;
  while (!at("result")) {
    if (plain.failure) throw new Error(plain.failure);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return at("result") - at("created");
})()"""


def measure(lab: Lab) -> dict[str, Any]:
    kinds = {"ours": ours, "plain": plain}
    found: dict[str, Any] = {}
    for i in range(lab.runs):
        for name in engines.NAMES:
            result = found.setdefault(name, {"ours": [], "plain": []})
            for kind in sorted(kinds, reverse=bool(i % 2)):
                try:
                    with engines.start(name, lab.browser) as engine:
                        result["version"] = engine.version
                        result[kind].append(round(kinds[kind](lab, engine) / 1e3, 3))
                except engines.MissingEngineError as missing:
                    result["missing"] = str(missing)
                except (AssertionError, OSError) as failure:
                    raise BenchError(f"{name}, {kind}: {failure}") from failure
    return found


def ours(lab: Lab, engine: engines.Engine) -> float:
    engine.go(f"{lab.host.address}essays/{SLUG}/index.html")
    engine.evaluate(ARRIVE)
    engine.wait(ARRIVED)
    time.sleep(1)
    return float(engine.ask(OURS))


def plain(lab: Lab, engine: engines.Engine) -> float:
    engine.go(lab.host.address + PLAIN)
    return float(engine.ask(PLAINLY))


def rows(result: dict[str, Any]) -> list[Row]:
    told = []
    for name, found in result.items():
        what = f"{name} {found.get('version', '')}: first live model, and plain Pyodide's".strip()
        if "missing" in found:
            told.append(Row(what, found["missing"]))
            continue
        pairs = zip(found["ours"], found["plain"], strict=True)
        ratio = median(mine / stock for mine, stock in pairs)
        told.append(
            Row(
                what,
                f"{spread(found['ours'])}; {spread(found['plain'])}; ratio {ratio:.2f}",
                f"≤ {SHARE}",
                ratio <= SHARE,
            )
        )
    return told
