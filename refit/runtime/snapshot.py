"""Snapshots: Python with the modules imported that all models read, as memory holds it.

A site has one for the models that need no more than numpy, and one for all others. It holds nothing
of an essay: a model is imported after the snapshot is restored, as it would be without one, and so
are the modules that not every model reads. So nothing that a model does at its import, such as
opening a file or drawing a number, is frozen, and a reader's second essay has its snapshot already.

Every run of the model is made again in the restored Python. Unless each gives what it gave in one
that was started, to the bit, the essay goes without.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from refit.cache import Cache, code_digest, digest
from refit.errors import SetupError
from refit.paths import PACKAGE, ROOT
from refit.runtime import patch, pins, snapshot_patch
from refit.runtime.library import PYTHON_LIB, SITE_PACKAGES, run_node
from refit.runtime.model_runs import ModelRuns
from refit.runtime.packs import Pack, compress_zstd, reads_beyond_base
from refit.runtime.trace import NODE_PYTHON, Answer, Tracer, read_answers

PREFIX = "snapshot-"  # of a pack
WITHOUT = ".modules"  # ends the pack of the files that only a page without a snapshot reads
HEAD = "head"
PARTS = (HEAD, "places.json", "symbols", "addresses", "owners", "links", "pages")
LATER = ".later"  # ends the pack of the files that no page reads to its first answer
FIRST = 2  # answers: to the import, and to the first run
SEED = "0"  # of Python's hashes, as in a trace
PAGE_SCRIPTS = ROOT / "static/js/runtime"
SCRIPTS = (
    NODE_PYTHON,
    *(
        PACKAGE / "runtime" / name
        for name in ("snapshot.mjs", "snapshot_pages.mjs", "snapshot_places.mjs")
    ),
    *(PAGE_SCRIPTS / name for name in ("python_files.js", "restore.js")),
)


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that a model can start from."""

    pack: Pack
    head: bytes = field(repr=False)  # what Pyodide's loader reads before memory is there
    first: set[str] = field(repr=False)  # files of the library that are read to the first answer
    read: set[str] = field(repr=False)  # and those that are read at all, once it is restored


@dataclass(frozen=True)
class Taker:
    """What snapshots are taken with."""

    tracer: Tracer
    loader: bytes = field(repr=False)  # changed by `snapshot_patch`

    @classmethod
    def of(cls, tracer: Tracer) -> Taker:
        """Change the loader of a tracer's Python.

        Raises
        ------
        SetupError
            If it is not the loader that the changes were made for.
        """
        return cls(tracer, snapshot_patch.apply((tracer.runtime / patch.NAME).read_bytes()))

    def take(
        self, models: Sequence[ModelRuns], start: set[str]
    ) -> tuple[dict[str, Snapshot], dict[str, str]]:
        """Return the snapshot of each model that can start from one, and why others cannot.

        Both are by essay. A model that is not run has neither.

        Parameters
        ----------
        models
            The models of a site.
        start
            The files that are read before a model is imported.
        """
        found: dict[str, Snapshot] = {}
        read: dict[str, set[str]] = {}
        refused: dict[str, str] = {}

        @contextmanager
        def noted(model: ModelRuns) -> Iterator[None]:
            try:
                yield
            except SetupError as error:
                refused[model.slug] = str(error)

        for model in models:
            if model.runs:
                with noted(model):
                    read[model.slug] = start | self.first_reads(model)
        held = common(read, start)
        for model in models:
            if model.slug in held:
                with noted(model):
                    found[model.slug] = self.restored(model, held[model.slug])
        return found, refused

    def restored(self, model: ModelRuns, held: set[str]) -> Snapshot:
        """Return a snapshot of the modules among files, after a model has given the same in it.

        Raises
        ------
        SetupError
            As for `reads`.
        """
        sizes, content = self.packed(held)
        first, later = self.reads(model, held)
        name = f"{PREFIX}{digest(content)[:12]}.pack"
        pack = Pack(name, content, list(sizes.items()))
        return Snapshot(pack, self.parts(held)[HEAD], first, later)

    def first_reads(self, model: ModelRuns) -> set[str]:
        """Return the files that a model reads to its first answer.

        Answers in the cache do not tell, since what came before them may have read files, too.
        """

        def make() -> list[str]:
            answers = self.tracer.run(model, int(SEED), model.runs[:1])
            return sorted({name for answer in answers for name in answer.read})

        key = digest(self.tracer.key(model, int(SEED), model.runs[0]), "alone")
        return set(self.cache.recall_json("first-reads", key, make))

    def packed(self, read: set[str]) -> tuple[dict[str, int], bytes]:
        """Return the sizes of a snapshot's files, and these end to end, compressed."""

        def make() -> bytes:
            with self.scratch() as scratch:
                modules = sorted(module_names(read))
                self.node(scratch, modules=modules, extensions=extensions(read))
                parts = {name: (scratch / name).read_bytes() for name in PARTS}
            sizes = {name: len(part) for name, part in parts.items()}
            content = compress_zstd(b"".join(parts.values()), Cache())
            return json.dumps(sizes).encode() + b"\n" + content

        head, _, content = self.cache.recall("snapshot-packs", self.key(read), make).partition(
            b"\n"
        )
        return json.loads(head), content

    def parts(self, read: set[str]) -> dict[str, bytes]:
        """Return the files of a snapshot of the modules among these files."""
        sizes, packed = self.packed(read)
        content, found, start = zstandard.decompress(packed), {}, 0
        for name, size in sizes.items():
            found[name] = content[start : start + size]
            start += size
        return found

    def reads(self, model: ModelRuns, read: set[str]) -> tuple[set[str], set[str]]:
        """Make a model's runs in a restored Python.

        Return the files that were read to the first answer, and all that were read.

        Raises
        ------
        SetupError
            If Python cannot be restored, or a run gives something else than it gave without.
        """
        expected = self.tracer.ask(model, int(SEED))
        if not all(answer and answer.is_lasting for answer in expected):
            raise SetupError("not every result can be had without")

        def make() -> list[object]:
            answers = self.run(model, read)
            first, files = (
                sorted({name for answer in some for name in answer.read})
                for some in (answers[:FIRST], answers)
            )
            return [[digest(answer.tables, answer.failure) for answer in answers], first, files]

        key = digest(self.key(read), model.sources, model.data, model.runs)
        found, first, files = self.cache.recall_json("restored", key, make)
        if found != [digest(each.tables, each.failure) for each in expected if each]:
            raise SetupError("a result differs")
        return set(first), set(files)

    def run(self, model: ModelRuns, read: set[str]) -> list[Answer]:
        """Import a model in a restored Python and make its runs."""
        folder = Path(model.file).parent.absolute()
        data = [[name, str(folder / name)] for name in model.data]
        with self.scratch() as scratch:
            for name, content in self.parts(read).items():
                (scratch / name).write_bytes(content)
            self.node(
                scratch,
                sources=model.sources,
                data=data,
                runs=model.runs,
                extensions=extensions(read),
                parts=PARTS,
            )
            return list(read_answers((scratch / "answers").read_bytes()))

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Make a folder with the changed loader, for a while."""
        with tempfile.TemporaryDirectory(prefix="refit-") as folder:
            Path(folder, patch.NAME).write_bytes(self.loader)
            yield Path(folder)

    def node(self, scratch: Path, **task: object) -> None:
        """Run the script that takes a snapshot and restores it."""
        places = (self.tracer.runtime, self.tracer.library.folder, PAGE_SCRIPTS, scratch)
        text = json.dumps({**task, "seed": SEED})
        run_node("runtime/snapshot.mjs", *map(str, places), stdin=text)

    def key(self, read: set[str]) -> str:
        """Return the key of a snapshot in the cache."""
        scripts = [script.read_bytes() for script in SCRIPTS]
        code = (
            self.tracer.library.folder.name,
            pins.load().digest,
            code_digest("runtime.snapshot", "tables"),
        )
        return digest(*code, *scripts, self.loader, sorted(read))

    @property
    def cache(self) -> Cache:
        """The cache of the tracer."""
        return self.tracer.cache


def common(read: Mapping[str, set[str]], start: set[str]) -> dict[str, set[str]]:
    """Return, by essay, the files that all models read: those of numpy alone, or all the others.

    Parameters
    ----------
    read
        The files that each essay's model reads to its first answer.
    start
        The files that are read before a model is imported.
    """
    is_beyond = {slug: reads_beyond_base(files - start) for slug, files in read.items()}
    return {
        slug: set.intersection(
            *(read[other] for other in read if is_beyond[other] is is_beyond[slug])
        )
        for slug in read
    }


def module_names(read: Iterable[str]) -> Iterator[str]:
    """Yield the names of the modules among the files that were read."""
    for path in read:
        inside = path.removeprefix(SITE_PACKAGES).removeprefix(PYTHON_LIB)
        name, _, kind = inside.partition(".")
        if kind == "pyc" or (kind.startswith("cpython-") and kind.endswith(".so")):
            yield name.removesuffix("/__init__").replace("/", ".")


def extensions(read: Iterable[str]) -> list[str]:
    """Return the compiled extensions among files, and the libraries that these open."""
    return sorted(path for path in read if path.endswith(".so"))


def divided(division: dict[str, str], first: set[str], needed: set[str]) -> dict[str, str]:
    """Move the files that no page reads once it is restored, or only later, into other packs.

    Parameters
    ----------
    division
        Each file's pack, for pages without a snapshot.
    first
        The files that pages read to their first answer, with or without a snapshot.
    needed
        The files that pages read.
    """

    def ending(path: str, pack: str) -> str:
        if path in first or "/" in pack:
            return ""
        return LATER if path in needed else WITHOUT

    return {path: f"{pack}{ending(path, pack)}" for path, pack in division.items()}
