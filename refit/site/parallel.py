"""Building a project's essays, one after the other or in parallel."""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from refit.cache import Cache
from refit.errors import AuthorError
from refit.site.essay_page import EssayBuilder
from refit.site.essay_scene import warm_key
from refit.site.index import Neighbours
from refit.site.outcome import Names, Outcome
from refit.site.project import Project


@dataclass(frozen=True)
class BuildTask:
    """All that is needed to build essays; it is pickled for other processes."""

    project: Project
    names: Names
    dist: Path
    cache: Cache
    neighbours: dict[str, Neighbours] = field(default_factory=dict)

    def __call__(self, folder: Path) -> Outcome:
        """Build one essay."""
        cache = Cache(self.cache.folder, self.cache.fresh)
        neighbours = self.neighbours.get(folder.name, Neighbours())
        return EssayBuilder(folder, self.project, self.names, self.dist, cache, neighbours).build()

    def run(self, folders: list[Path]) -> Iterator[Outcome]:
        """Build essays; in parallel processes if more than one is not cached."""
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
        """Build one essay in a process of its own, since its code may end the process."""
        with workers(1) as pool:
            try:
                return pool.submit(self, folder).result()
            except BrokenProcessPool:
                problem = "building this essay ends the process that does it"
                remedy = "look for what crashes Python, or takes more memory than there is"
                told = AuthorError(problem, remedy, folder / "model.py")
                return Outcome(folder.name, problems=[told])

    def is_warm(self, folder: Path) -> bool:
        """Return whether the cache holds all results and drawings of an essay."""
        return not self.cache.fresh and self.cache.get("warm", warm_key(folder)) is not None


@contextmanager
def workers(tasks: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes that end with this block, even in the middle of a task."""
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
