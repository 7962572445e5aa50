"""The machine: what it is, and how much else went on while something was measured."""

import datetime
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from refit.site.project import ROOT


def facts(browser_version: str) -> dict[str, Any]:
    return {
        "browser": f"Chromium {browser_version}",
        "commit": commit(),
        "cores": os.cpu_count(),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "processor": processor(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def commit() -> str:
    """Name the commit that was measured, with a plus where files have changed since."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


@contextmanager
def neighbour() -> Iterator[None]:
    """Keep one core busy meanwhile."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


class Meter:
    """How busy the machine was between two moments, and how much of it was somebody else's work."""

    def __init__(self) -> None:
        self.before = cpu()
        self.fixed_work = fixed_work()

    def read(self) -> dict[str, float | None]:
        """Return shares of all cores, the load average, and the milliseconds of some fixed work."""
        shares: dict[str, float | None] = {"own_share": None, "others_share": None}
        if self.before and (after := cpu()):
            total, busy, own = (b - a for a, b in zip(self.before, after, strict=True))
            shares["own_share"] = round(own / total, 2)
            shares["others_share"] = round(max(0, busy - own) / total, 2)
        average = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
        return {**shares, "average": average, "fixed_work": self.fixed_work}


def cpu() -> tuple[int, int, int] | None:
    """Return clock ticks: all there were, the busy ones, and those of this process and its own."""
    if not Path("/proc/stat").exists():
        return None
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks), sum(ticks) - idle, sum(own_ticks().values())


def own_ticks() -> dict[int, int]:
    """Return the ticks of this process and all below it, with those of their ended children."""
    parents, used = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        pid = int(file.parent.name)
        parents[pid] = int(fields[1])
        used[pid] = sum(map(int, fields[11:15]))
    own = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= more
    return {pid: used[pid] for pid in own if pid in used}


def fixed_work() -> float:
    """Return the milliseconds that a fixed piece of work takes just now, the median of nine."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        sha256(bytes(20_000_000)).digest()
        times.append(1e3 * (time.perf_counter() - start))
    return round(median(times), 1)
