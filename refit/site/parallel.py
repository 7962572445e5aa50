"""Building a project's essays, one after the other or in parallel."""

import multiprocessing
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay import black_box
from refit.essay.author_code import ElsewhereError, elsewhere
from refit.runtime.model_runs import ModelRuns, read_runs
from refit.site.ahead import work_ahead
from refit.site.essay_page import EssayBuilder
from refit.site.essay_scene import WARM, warm_key
from refit.site.index import Neighbours
from refit.site.outcome import Names, Outcome
from refit.site.project import Project

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass(frozen=True)
class BuildTask:
    """All that is needed to build essays; it is pickled for other processes."""

    project: Project
    names: Names
    dist: Path
    cache: Cache
    neighbours: dict[str, Neighbours] = field(default_factory=dict)
    draft: bool = False

    def __call__(self, folder: Path) -> Outcome:
        """Build one essay."""
        cache = Cache(self.cache.folder, self.cache.fresh, self.cache.opened)
        neighbours = self.neighbours.get(folder.name, Neighbours())
        return EssayBuilder(
            folder, self.project, self.names, self.dist, cache, neighbours, self.draft
        ).build()

    def run(self, folders: list[Path]) -> Iterator[Outcome]:
        """Build essays; those whose code has to run, in processes of their own, in parallel.

        Processors that are left over work ahead.
        """
        cold = [folder for folder in folders if not self.is_warm(folder)]
        ahead = cold[: max(multiprocessing.cpu_count() - len(cold), 0)]
        tasks = len(cold) + len(ahead)
        with tempfile.TemporaryDirectory(prefix="refit-") as scratch, workers(tasks) as pool:
            boxes = {folder: Path(scratch) / folder.name for folder in cold}
            waiting = {
                folder: pool.submit(recorded_call, self, folder, box)
                for folder, box in boxes.items()
            }
            for folder in ahead:
                pool.submit(work_ahead, folder, self.cache, self.draft)
            for folder in folders:
                try:
                    yield waiting[folder].result() if folder in waiting else self.here(folder)
                except BrokenProcessPool:  # by one of them; the innocent are built again
                    guilty = black_box.has_dump(boxes[folder])
                    error = black_box.read(boxes[folder], folder)
                    yield self.broken(folder, error) if guilty else self.alone(folder)
                except ElsewhereError:
                    yield self.alone(folder)

    def here(self, folder: Path) -> Outcome:
        """Build an essay in this process, as long as its code need not run for it."""
        with elsewhere():
            return self(folder)

    def alone(self, folder: Path) -> Outcome:
        """Build one essay in a process of its own, since its code may end the process."""
        return run_alone(self, folder, partial(self.broken, folder))

    def broken(self, folder: Path, error: AuthorError) -> Outcome:
        """Return the outcome of an essay that ended the process that built it."""
        return Outcome(folder.name, problems=[error])

    def is_warm(self, folder: Path) -> bool:
        """Return whether the cache holds all results and drawings of an essay."""
        kinds = WARM if self.draft else WARM[:1]
        key = warm_key(folder)
        return not self.cache.fresh and any(self.cache.get(kind, key) is not None for kind in kinds)


def read_all_runs(folders: list[Path], cache: Cache) -> list[ModelRuns]:
    """List the calls of every essay's model; those of a model that ends Python are none."""
    found = []
    for folder in folders:
        try:
            with elsewhere():
                found.append(read_runs(folder, cache))
        except ElsewhereError:
            task = partial(read_runs, cache=Cache(cache.folder, cache.fresh))
            found.append(run_alone(task, folder, partial(no_runs, folder)))
    return found


def no_runs(folder: Path, _: AuthorError) -> ModelRuns:
    """Return the calls of a model that ends Python: none."""
    return ModelRuns(folder.name, {})


def run_alone[Found](
    task: Callable[[Path], Found], folder: Path, broken: Callable[[AuthorError], Found]
) -> Found:
    """Return ``task(folder)``, run in a process of its own; if that ends, ``broken(error)``."""
    with tempfile.TemporaryDirectory(prefix="refit-") as scratch, workers(1) as pool:
        box = Path(scratch) / "box"
        try:
            return pool.submit(recorded_call, task, folder, box).result()
        except BrokenProcessPool:
            return broken(black_box.read(box, folder))


def recorded_call[Found](task: Callable[[Path], Found], folder: Path, box: Path) -> Found:
    """Return ``task(folder)``, recorded in a file."""
    try:
        with black_box.recorded(box):
            return task(folder)
    finally:
        for process in multiprocessing.active_children():  # of joblib: they would be waited for
            process.terminate()


def prepare(modules: Sequence[str] = ("numpy", "altair")) -> None:
    """Let the process that workers are forked from import what is slow; nothing if it runs already.

    It does nothing else, so that no worker inherits the state of another's libraries.
    """
    if METHOD == "forkserver":
        from multiprocessing import forkserver  # Windows has none

        forkserver.set_forkserver_preload(list(modules))
        forkserver.ensure_running()


@contextmanager
def workers(tasks: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes that end with this block, even in the middle of a task."""
    count = min(max(tasks, 1), multiprocessing.cpu_count())
    others = set(multiprocessing.active_children())
    if tasks:
        prepare()
    pool = ProcessPoolExecutor(  # Ctrl+C just ends them
        count,
        multiprocessing.get_context(METHOD),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield pool
    finally:  # by force: a thread that a model has left behind would keep its process for ever
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        pool.shutdown(cancel_futures=True)
