"""Tests on several processors, ``pytest -n 2``: who runs what, and what they share.

A file's tests stay together, since they share what it builds; only those of the three engines are
apart. What takes longest begins first, so that all workers end together. What several of them need
is made by the first.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

from tests import engines

# What takes minutes; pytest --durations=0 tells.
LONGEST = (
    *("test_engines.py", "test_site.py", "test_rest.py", "test_cache.py", "test_wheel.py"),
    *("test_layout.py", "test_check.py", "test_bad_input.py", "test_lazy_imports.py"),
    "test_gallery.py",
)
ENGINE = re.compile(rf"test_engines\.py::\w+\[.*\b({'|'.join(engines.NAMES)})\b")


class Scheduling(LoadScopeScheduling):
    """Gives each worker a file at a time."""

    def _split_scope(self, nodeid: str) -> str:
        engine = ENGINE.search(nodeid)
        return nodeid.partition("::")[0] + (f" {engine[1]}" if engine else "")


def is_worker(config: pytest.Config) -> bool:
    """Tell whether this is one of several processes that run the tests."""
    return hasattr(config, "workerinput")


def longest_first(items: list[pytest.Item]) -> None:
    """Put tests in the order in which workers begin with them."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


@contextmanager
def shared(
    factory: pytest.TempPathFactory, config: pytest.Config, name: str, fill: Callable[[Path], None]
) -> Iterator[Path]:
    """Give a folder that is filled once for all workers, and deleted after its last user."""
    root = factory.getbasetemp()
    root = root.parent if is_worker(config) else root
    folder, users = root / name, root / f"{name}-users"
    user = users / factory.getbasetemp().name
    lock = FileLock(root / f"{name}.lock")
    with lock:
        if not users.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed half way
            folder.mkdir()
            fill(folder)
            users.mkdir()
        user.touch()
    yield folder
    with lock:
        user.unlink()
        with suppress(OSError):  # others are still at it
            users.rmdir()
            shutil.rmtree(folder)
