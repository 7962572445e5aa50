"""Building: seconds that ``build.py``'s build and check take, the interpreter's start included."""

import shutil
import subprocess
import sys
import time
from statistics import median
from typing import Any

from bench.lab import BenchError, Lab
from bench.table import Row, spread
from refit.site.project import ROOT

OUT = ROOT / "bench" / ".work" / "built"
QUICK = 2  # seconds that a check may take of essays that were good before


def measure(lab: Lab) -> dict[str, Any]:
    fresh, again = [], []
    for _ in range(lab.runs):
        shutil.rmtree(OUT, ignore_errors=True)
        fresh.append(build("--fresh"))
        again.append(build())
    run("check")
    checked = [run("check") for _ in range(lab.runs)]
    files = [file for file in OUT.rglob("*") if file.is_file()]
    result = {
        "essays": len(list(OUT.glob("essays/*/index.html"))),
        "fresh": fresh,
        "again": again,
        "checked": checked,
        "files": len(files),
        "bytes": sum(file.stat().st_size for file in files),
    }
    shutil.rmtree(OUT)
    return result


def build(*options: str) -> float:
    return run("build", "--out", str(OUT), *options)


def run(*command: str) -> float:
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", *command], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise BenchError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    return round(time.monotonic() - start, 2)


def rows(result: dict[str, Any]) -> list[Row]:
    essays = f"{result['essays']} essay(s)"
    return [
        Row(f"build from nothing (the fetched runtime apart), {essays}", spread(result["fresh"])),
        Row("build again, nothing changed", spread(result["again"])),
        Row(
            "check again, nothing changed",
            spread(result["checked"]),
            f"≤ {QUICK} s",
            median(result["checked"]) <= QUICK,
        ),
    ]
