"""Saving: seconds from an author's saving a file until the page in the browser has come anew.

The site of all essays is served by ``build.py serve``, from a copy of their folders. What is saved
is a sentence; a function on which one figure of an essay depends, and a line on which all of them
may; a function of its model on which the results of one scene depend, and a line on which all may.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, TimeoutError

from bench.lab import BenchError, Lab
from bench.table import Row, spread
from refit.paths import ROOT

SLUG = "train-test-validation"
WORK = ROOT / "bench" / ".work" / "saving"
SCENE = "luck"  # the scene that the author looks at, whose results take long


@dataclass(frozen=True)
class Edit:
    """What is added to a file at each save, ``n`` being another number each time; seconds."""

    file: str
    added: str
    reach: float


EDITS = {
    "a sentence": Edit("essay.md", "\nSaved as {n}.\n", 1),
    "one figure": Edit(
        "figures.py",
        f"\n\ndef {SCENE}(narrow, own={SCENE}, saved={{n}}):\n    return own(narrow)\n",
        3,
    ),
    "all figures": Edit("figures.py", "SAVED = int({n})\n", 3),
    "one scene's function": Edit(
        "model.py",
        f"\n\ndef {SCENE}(state, own={SCENE}, saved={{n}}):\n    return own(state)\n",
        5,
    ),
    "all of the model": Edit("model.py", "SAVED = int({n})\n", 5),
}
PAUSE = 4  # seconds between two saves: an author looks at the page
PATIENCE = 300  # seconds


def measure(lab: Lab) -> dict[str, list[float]]:
    """Return the seconds of each save, by what is saved."""
    essays = WORK / "essays"
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(ROOT / "essays", essays, ignore=shutil.ignore_patterns("__pycache__"))
    found: dict[str, list[float]] = {name: [] for name in EDITS}
    with serving(essays) as address, lab.browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}essays/{SLUG}/#{SCENE}")
        for _ in range(lab.runs):
            for name, edit in EDITS.items():
                time.sleep(PAUSE)
                added = edit.added.format(n=time.time_ns())  # what was never cached
                found[name].append(save(page, essays / SLUG / edit.file, added))
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
    text = file.read_text("utf-8")
    try:
        with page.expect_event("domcontentloaded", timeout=PATIENCE * 1000):
            start = time.monotonic()
            file.write_text(text + added, "utf-8")
    except TimeoutError as error:
        raise BenchError(f"{file.name} was saved, and the page did not come anew") from error
    return round(time.monotonic() - start, 2)


def rows(result: dict[str, list[float]]) -> list[Row]:
    return [
        Row(
            f"serve: {name} of {SLUG} saved → page",
            spread(times),
            f"< {EDITS[name].reach} s in the middle",
            median(times) < EDITS[name].reach,
        )
        for name, times in result.items()
    ]
