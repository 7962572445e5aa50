"""Traces: each model is run in the browser's own Python, under node.

A trace holds the tables of every run, which are held against those of the build, and the files that
the run read: a page fetches these ahead of time, and others on demand.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from refit.cache import Cache, code_digest, digest
from refit.essay.scenes import State
from refit.paths import PACKAGE, ROOT
from refit.runtime.library import PROCESSORS, TOLD, Library, call_node
from refit.runtime.model_runs import ModelRuns

PYTHON_FILES = ROOT / "static/js/runtime/python_files.js"
NODE_PYTHON = PACKAGE / "runtime/node_python.mjs"
SCRIPTS = (PACKAGE / "runtime/trace.mjs", NODE_PYTHON, PYTHON_FILES)
NO_MODEL = ModelRuns("", {})


@dataclass(frozen=True)
class Answer:
    """What became of one run, or of the import of a model.

    Attributes
    ----------
    read
        The files of the library that were read.
    tables
        The last result, as `refit.model.results.dumps` writes it.
    failure
        The traceback, if it failed.
    seconds
        The processor's time until its first result or, if that is more, between two of them.
    is_overdue
        Whether it was ended because it took too long.
    is_crash
        Whether node ended with it.
    """

    read: list[str] = field(default_factory=list)
    tables: bytes = b""
    failure: str = ""
    seconds: float = 0
    is_overdue: bool = False
    is_crash: bool = False

    @property
    def is_lasting(self) -> bool:
        """Whether it would be the same again, whatever else this machine has to do."""
        return not (self.is_overdue or self.is_crash)

    def as_bytes(self) -> bytes:
        """Write the answer as `from_bytes` reads it."""
        return json.dumps([self.read, self.failure, self.seconds]).encode() + b"\n" + self.tables

    @classmethod
    def from_bytes(cls, stored: bytes) -> Answer:
        """Read an answer that was kept."""
        head, _, tables = stored.partition(b"\n")
        read, failure, seconds = json.loads(head)
        return cls(read, tables, failure, seconds)


@dataclass(frozen=True)
class Tracer:
    """The browser's Python on this machine, and the answers that it gave before."""

    runtime: Path  # a folder with every pinned file
    library: Library
    cache: Cache

    def ask(self, model: ModelRuns, seed: int = 0) -> list[Answer | None]:
        """Import a model and make its runs, those of them that are not in the cache.

        Returns
        -------
        list
            The answer to the import, then one to each run; None for a run that was not made,
            because the import or another run ended Python.

        Raises
        ------
        SetupError
            If node cannot be run.
        """
        keys = [self.key(model, seed, run) for run in (None, *model.runs)]
        kept = [None if self.cache.fresh else self.cache.get("runs", key) for key in keys]
        found = [Answer.from_bytes(each) if each else None for each in kept]
        if all(found):
            return found
        new = [i for i, answer in enumerate(found) if i == 0 or not answer]
        answers = self.run(model, seed, [model.runs[i - 1] for i in new[1:]])
        for i, answer in zip(new, answers, strict=False):
            found[i] = answer
            if answer.is_lasting:
                self.cache.put("runs", keys[i], answer.as_bytes())
        return found

    def key(self, model: ModelRuns, seed: int, run: object) -> str:
        """Return the key of a run, or of the import, in the cache."""
        scripts = [script.read_bytes() for script in SCRIPTS]
        code = (self.library.folder.name, *scripts, code_digest("tables"))
        return digest(*code, model.sources, model.data, model.limit, seed, run)

    def run(self, model: ModelRuns, seed: int, runs: list[tuple[str, State]]) -> list[Answer]:
        """Import a model and make runs, in a process of their own; return the answers that came."""
        folder = Path(model.file).parent.absolute()
        task = {
            "sources": model.sources,
            "data": [[name, str(folder / name)] for name in model.data],
            "runs": runs,
            "limit": model.limit,
            "seed": str(seed),
        }
        with tempfile.TemporaryDirectory(prefix="refit-") as scratch:
            paths = map(str, (self.runtime, self.library.folder, PYTHON_FILES, scratch))
            ended = call_node("runtime/trace.mjs", *paths, stdin=json.dumps(task))
            written, overdue = Path(scratch, "answers"), Path(scratch, "overdue").exists()
            answers = list(read_answers(written.read_bytes())) if written.exists() else []
        if overdue:
            answers.append(Answer(is_overdue=True))
        elif ended.returncode:
            last = ended.stderr.strip().splitlines()[-1:] or [f"it ended with {ended.returncode}"]
            answers.append(Answer(failure=last[0][-TOLD:], is_crash=True))
        return answers


def read_answers(content: bytes) -> Iterator[Answer]:
    """Read the answers that node has written, up to one that is cut short."""
    while content:
        head, _, rest = content.partition(b"\n")
        found = json.loads(head)
        tables, content = rest[: found["size"]], rest[found["size"] :]
        if len(tables) < found["size"]:
            return
        yield Answer(found["read"], tables, found["failure"], found["seconds"], found["isOverdue"])


def trace(models: Iterable[ModelRuns], tracer: Tracer) -> tuple[set[str], dict[str, set[str]]]:
    """Run each model; return the files that were read.

    Returns
    -------
    start
        The files that are read before a model is imported.
    needs
        The files that each model reads, by its essay's slug.

    Raises
    ------
    SetupError
        If node cannot be run.
    """

    def read(model: ModelRuns) -> set[str]:
        return {name for answer in tracer.ask(model) if answer for name in answer.read}

    models = list(models)
    with ThreadPoolExecutor(PROCESSORS) as pool:
        start, *needs = pool.map(read, [NO_MODEL, *models])
    return start, dict(zip((model.slug for model in models), needs, strict=True))
