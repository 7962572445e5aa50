"""Rehearsals: models run in the browser's own Python, to see which of its files they read.

Every step and every end of a control is run, as a reader could. What is not read then is not sent
ahead to a reader either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from refit.cache import Cache, code_digest, digest
from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.reach import reachable
from refit.essay.reading import load
from refit.paths import PACKAGE, ROOT
from refit.progress import say
from refit.runtime import library
from refit.runtime.library import Library

MISSING = re.compile(r"^(?:ModuleNotFoundError|ImportError): (.*)$", re.MULTILINE)
PYTHON_FILES = ROOT / "static/js/runtime/python_files.js"
SCRIPTS = (PACKAGE / "runtime/trace.mjs", PYTHON_FILES)


@dataclass(frozen=True)
class ModelRuns:
    """A model, and what is to be run of it."""

    slug: str
    source: str  # the text of model.py; nothing but Python itself is run if it is empty
    runs: list[tuple[str, dict[str, object]]] = field(default_factory=list)  # function, state
    limit: int = 60  # seconds that a result may take
    file: str = ""  # where the text is from


def trace(
    models: Iterable[ModelRuns], runtime: Path, files: Library, cache: Cache
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

    def read(model: ModelRuns) -> set[str]:
        key = digest(
            files.folder.name,
            *scripts,
            code_digest("tables"),
            model.source,
            model.runs,
            model.limit,
        )
        found = cache.recall_json("rehearsals", key, lambda: run(model, runtime, files))
        if model.slug and found["failed"]:
            report(model, found["failed"])
        return set(found["read"])

    models = list(models)
    with ThreadPoolExecutor(library.PROCESSORS) as pool:
        start, *needs = pool.map(read, [ModelRuns("", ""), *models])
    return start, dict(zip((model.slug for model in models), needs, strict=True))


def report(model: ModelRuns, failed: list[str]) -> None:
    """Tell that a model fails in the browser; refuse it if that is for want of a module."""
    for text in failed:
        if missing := MISSING.search(text):
            lines = re.findall(r'/model\.py", line (\d+)', text)
            raise AuthorError(
                f"the browser's Python cannot import this: {missing[1]}",
                "use what Pyodide, numpy, scipy and scikit-learn have",
                Path(model.file),
                int(lines[-1]) if lines else None,
            )
    why = failed[0].strip().splitlines()[-1]
    say(f"{model.slug}: the model fails in the browser, as it would for readers: {why}")


def run(model: ModelRuns, runtime: Path, files: Library) -> dict[str, list[str]]:
    """Run a model; return what it has read, and the tracebacks of what it failed at."""
    task = json.dumps({"model": model.source, "runs": model.runs, "limit": model.limit})
    told = library.run_node(
        "runtime/trace.mjs", *map(str, (runtime, files.folder, PYTHON_FILES)), stdin=task
    )
    found: dict[str, list[str]] = json.loads(told)
    return found


def read_runs(folder: Path, cache: Cache) -> ModelRuns:
    """Return what is to be run of an essay; an essay that has mistakes may give nothing to run."""
    try:
        sources = [read_text(folder / name) for name in ("essay.md", "model.py")]
    except AuthorError:
        return ModelRuns(folder.name, "")
    key = digest(folder.name, *sources, code_digest("essay.reading", "essay.reach"))

    def make() -> dict[str, object]:
        try:
            essay = load(folder, cache)
        except AuthorError:
            return asdict(ModelRuns(folder.name, sources[1]))
        runs = [
            (scene.function, state)
            for scene in essay.scenes.values()
            for state in (
                *(step.state for step in scene.steps),
                *(state for _, state in reachable(scene)),
            )
        ]
        distinct = {digest(run): run for run in runs}
        return asdict(
            ModelRuns(folder.name, sources[1], list(distinct.values()), 2 * essay.time_limit)
        )

    return replace(
        ModelRuns(**cache.recall_json("models", key, make)), file=str(folder / "model.py")
    )
