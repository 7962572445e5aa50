"""Rehearsals: models run in the browser's own Python, to see which of its files they read.

Every step and every end of a control is run, as a reader could. What is not read then is not sent
ahead to a reader either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from refit import store
from refit.cache import PACKAGE, Cache, code_digest, digest
from refit.errors import AuthorError
from refit.fetch import say
from refit.store import Store

MISSING = re.compile(r"^(?:ModuleNotFoundError|ImportError): (.*)$", re.MULTILINE)
SCRIPTS = (PACKAGE / "rehearse.mjs", PACKAGE.parent / "static/js/runtime/python_files.js")


@dataclass(frozen=True)
class Play:
    """A model, and what is to be run of it."""

    slug: str
    model: str  # the text of model.py; nothing but Python itself is run if it is empty
    runs: list[tuple[str, dict[str, object]]] = field(default_factory=list)  # function, state
    limit: int = 60  # seconds that a result may take
    file: str = ""  # where the text is from


def rehearse(
    plays: Iterable[Play], runtime: Path, files: Store, cache: Cache
) -> tuple[set[str], dict[str, set[str]]]:
    """Return which files are read before any model, and by each model, by its essay's slug.

    Raises
    ------
    AuthorError
        If a model imports what is not in the browser's Python.
    SetupError
        If node cannot be run.
    """
    scripts = [script.read_bytes() for script in SCRIPTS]

    def read(play: Play) -> set[str]:
        key = digest(
            files.folder.name, *scripts, code_digest("tables"), play.model, play.runs, play.limit
        )
        found = cache.recall_json("rehearsals", key, lambda: run(play, runtime, files))
        if play.slug and found["failed"]:
            report(play, found["failed"])
        return set(found["read"])

    plays = list(plays)
    with ThreadPoolExecutor(store.PROCESSORS) as pool:
        start, *needs = pool.map(read, [Play("", ""), *plays])
    return start, dict(zip((play.slug for play in plays), needs, strict=True))


def report(play: Play, failed: list[str]) -> None:
    """Tell that a model fails in the browser; refuse it if that is for want of a module."""
    for text in failed:
        if missing := MISSING.search(text):
            lines = re.findall(r'/model\.py", line (\d+)', text)
            raise AuthorError(
                f"the browser's Python cannot import this: {missing[1]}",
                "use what Pyodide, numpy, scipy and scikit-learn have",
                Path(play.file),
                int(lines[-1]) if lines else None,
            )
    why = failed[0].strip().splitlines()[-1]
    say(f"{play.slug}: the model fails in the browser, as it would for readers: {why}")


def run(play: Play, runtime: Path, files: Store) -> dict[str, list[str]]:
    """Run a model; return what it has read, and the tracebacks of what it failed at."""
    task = json.dumps({"model": play.model, "runs": play.runs, "limit": play.limit})
    told = store.run_node("rehearse.mjs", str(runtime), str(files.folder), stdin=task)
    found: dict[str, list[str]] = json.loads(told)
    return found
