"""Saving: seconds from an author's saving a file until the page in the browser has come anew.

The site of all essays is served by ``build.py serve``, from a copy of their folders. What is saved
is a sentence, a line of the figures, and a line of the model: for the last, every result of the
essay is computed again.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Error, Page

from bench.lab import BenchError, Lab
from bench.table import Row, spread
from refit.paths import ROOT

SLUG = "train-test-validation"
WORK = ROOT / "bench" / ".work" / "saving"
REACH = {"essay.md": 1, "figures.py": 3, "model.py": 5}  # seconds
ADDED = {
    "essay.md": "\nSaved {n} times.\n",
    "figures.py": "SAVED = {n}\n",
    "model.py": "SAVED = {n}\n",
}
PATIENCE = 300  # seconds
SITE = "document.querySelector('script[src*=\"reload.js\"]')?.src"


def measure(lab: Lab) -> dict[str, list[float]]:
    """Return the seconds of each save, by the name of the file."""
    essays = WORK / "essays"
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(ROOT / "essays", essays, ignore=shutil.ignore_patterns("__pycache__"))
    found: dict[str, list[float]] = {name: [] for name in REACH}
    with serving(essays) as address, lab.browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}essays/{SLUG}/")
        for n in range(lab.runs):
            for name, times in found.items():
                times.append(save(page, essays / SLUG / name, ADDED[name].format(n=n)))
    shutil.rmtree(WORK)
    return found


@contextmanager
def serving(essays: Path) -> Iterator[str]:
    """Serve the essays as an author does; yield the address of the site."""
    command = [
        sys.executable,
        ROOT / "build.py",
        "serve",
        "--essays",
        essays,
        "--out",
        WORK / "dist",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if found := re.match(r"serving (\S+)", line):
                    yield found[1]
                    return
            raise BenchError("the site could not be served")
        finally:
            process.terminate()


def save(page: Page, file: Path, added: str) -> float:
    """Add to a file; return the seconds until the page has been loaded anew."""
    before = page.evaluate(SITE)
    text = file.read_text("utf-8")
    start = time.monotonic()
    file.write_text(text + added, "utf-8")
    while time.monotonic() < start + PATIENCE:
        try:
            if page.evaluate(SITE) not in (before, None):
                return round(time.monotonic() - start, 2)
        except Error:  # it is on its way
            pass
        time.sleep(0.02)
    raise BenchError(f"{file.name} was saved, and the page did not come anew")


def rows(result: dict[str, list[float]]) -> list[Row]:
    return [
        Row(
            f"serve: {name} of {SLUG} saved → page",
            spread(times),
            f"< {REACH[name]} s in the middle",
            median(times) < REACH[name],
        )
        for name, times in result.items()
    ]
