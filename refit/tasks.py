"""Tasks: a project's essays, built one after the other or side by side."""

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from refit import assets
from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay_builder import EssayBuilder, Names, Outcome, warm_key
from refit.page import environment

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Project:
    """Where a site's sources are; all but the essays are Refit's own."""

    essays: Path = ROOT / "essays"
    templates: Path = ROOT / "templates"
    static: Path = ROOT / "static"
    node_modules: Path = ROOT / "node_modules"

    @property
    def folders(self) -> list[Path]:
        """The folders of the essays: those with an ``essay.md`` whose name begins with a letter."""
        found = (file.parent for file in self.essays.glob("*/essay.md"))
        return sorted(folder for folder in found if folder.name[0] not in "._")

    def chosen(self, slugs: Iterable[str] = ()) -> list[Path]:
        """Return the folders of the essays that are named, all of them if none is.

        Raises
        ------
        AuthorError
            If there is no such essay, or none at all.
        """
        folders = {folder.name: folder for folder in self.folders}
        if not folders:
            raise AuthorError("holds no essay", "add a folder with an essay.md", self.essays)
        for slug in slugs:
            if slug not in folders:
                there = f"there are {', '.join(folders)}"
                raise AuthorError(f"there is no essay {slug!r}", there, self.essays)
        return [folders[slug] for slug in slugs] or list(folders.values())


@dataclass(frozen=True)
class Task:
    """What it takes to build essays; it crosses to other processes."""

    project: Project
    names: Names
    dist: Path
    cache: Cache

    def __call__(self, folder: Path) -> Outcome:
        """Build one essay."""
        return EssayBuilder(
            folder,
            self.project.static,
            environment(self.project.templates),
            assets.read_json(self.project.static / "words.json"),
            self.names,
            self.dist,
            Cache(self.cache.folder, self.cache.fresh),
        ).build()

    def run(self, folders: list[Path]) -> Iterator[Outcome]:
        """Build essays, in processes of their own if more than one has slow things to do."""
        cold = [folder for folder in folders if not self.is_warm(folder)]
        if len(cold) < 2:
            yield from map(self, folders)
            return
        with workers(len(cold)) as pool:
            outcomes = dict(zip(cold, (pool.submit(self, folder) for folder in cold), strict=True))
            for folder in folders:
                try:
                    yield outcomes[folder].result() if folder in outcomes else self(folder)
                except BrokenProcessPool:  # by one of them; each is built again by itself
                    yield self.alone(folder)

    def alone(self, folder: Path) -> Outcome:
        """Build one essay in a process of its own, which it may end."""
        with workers(1) as pool:
            try:
                return pool.submit(self, folder).result()
            except BrokenProcessPool:
                problem = "building this essay ends the process that does it"
                remedy = "look for what crashes Python, or takes more memory than there is"
                told = AuthorError(problem, remedy, folder / "model.py")
                return Outcome(folder.name, problems=[told])

    def is_warm(self, folder: Path) -> bool:
        """Tell whether the cache holds all that is slow about an essay."""
        return not self.cache.fresh and self.cache.get("warm", warm_key(folder)) is not None


@contextmanager
def workers(tasks: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes to compute in; they end when this does, even in the middle of a task."""
    count = min(tasks, multiprocessing.cpu_count())
    others = set(multiprocessing.active_children())
    # Spawned, so that none inherits the state of another's libraries; Ctrl+C just ends them.
    pool = ProcessPoolExecutor(
        count,
        multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
