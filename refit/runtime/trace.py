"""Traces: each model is run in the browser's own Python, to list the files that it reads.

A trace runs every step of every scene and both ends of every control. A page fetches the files of
its model's trace ahead of time; it fetches the others on demand.
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
from refit.essay.reachable_states import reachable
from refit.essay.reading import load
from refit.paths import PACKAGE, ROOT
from refit.progress import say
from refit.runtime.library import PROCESSORS, Library, run_node

MISSING = re.compile(r"^(?:ModuleNotFoundError|ImportError): (.*)$", re.MULTILINE)
PYTHON_FILES = ROOT / "static/js/runtime/python_files.js"
SCRIPTS = (PACKAGE / "runtime/trace.mjs", PYTHON_FILES)


@dataclass(frozen=True)
class ModelRuns:
    """A model, and the calls of its functions that a trace makes."""

    slug: str
    source: str  # the text of model.py; if it is empty, Python is started and nothing is run
    runs: list[tuple[str, dict[str, object]]] = field(default_factory=list)  # function, state
    limit: int = 60  # seconds that a result may take
    file: str = ""  # the path of model.py, for messages


def trace(
    models: Iterable[ModelRuns], runtime: Path, library: Library, cache: Cache
) -> tuple[set[str], dict[str, set[str]]]:
    """Run each model, or recall its trace from the cache.

    Parameters
    ----------
    models
        The models.
    runtime
        A folder with every pinned file.
    library
        The library whose files are traced.
    cache
        The cache of traces.

    Returns
    -------
    start
        The files that are read before a model is imported.
    needs
        The files that each model reads, by its essay's slug.

    Raises
    ------
    AuthorError
        If a model imports a module that the browser's Python lacks.
    SetupError
        If node cannot be run.
    """
    scripts = [script.read_bytes() for script in SCRIPTS]

    def read(model: ModelRuns) -> set[str]:
        key = digest(
            library.folder.name,
            *scripts,
            code_digest("tables"),
            model.source,
            model.runs,
            model.limit,
        )
        found = cache.recall_json("traces", key, lambda: run(model, runtime, library))
        if model.slug and found["failed"]:
            report(model, found["failed"])
        return set(found["read"])

    models = list(models)
    with ThreadPoolExecutor(PROCESSORS) as pool:
        start, *needs = pool.map(read, [ModelRuns("", ""), *models])
    return start, dict(zip((model.slug for model in models), needs, strict=True))


def report(model: ModelRuns, failed: list[str]) -> None:
    """Report that a model fails in the browser; raise an error if a module is missing there."""
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


def run(model: ModelRuns, runtime: Path, library: Library) -> dict[str, list[str]]:
    """Run a model under node; return the files it read, and the traceback of each failed call."""
    task = json.dumps({"model": model.source, "runs": model.runs, "limit": model.limit})
    paths = map(str, (runtime, library.folder, PYTHON_FILES))
    output = run_node("runtime/trace.mjs", *paths, stdin=task)
    found: dict[str, list[str]] = json.loads(output)
    return found


def read_runs(folder: Path, cache: Cache) -> ModelRuns:
    """List the calls that a trace makes for an essay: every step, and both ends of each control.

    An essay with mistakes gives no calls: the check of the essay reports them.
    """
    try:
        sources = [read_text(folder / name) for name in ("essay.md", "model.py")]
    except AuthorError:
        return ModelRuns(folder.name, "")
    key = digest(folder.name, *sources, code_digest("essay.reading", "essay.reachable_states"))

    def make() -> dict[str, object]:
        try:
            essay = load(folder, cache)
        except AuthorError:
            return asdict(ModelRuns(folder.name, sources[1]))
        runs = [
            (scene.function, reached.state)
            for scene in essay.scenes.values()
            for reached in reachable(scene)
        ]
        distinct = {digest(run): run for run in runs}
        return asdict(
            ModelRuns(folder.name, sources[1], list(distinct.values()), 2 * essay.time_limit)
        )

    return replace(
        ModelRuns(**cache.recall_json("models", key, make)), file=str(folder / "model.py")
    )
