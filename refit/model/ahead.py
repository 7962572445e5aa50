"""Work ahead: a second process computes an essay's results from the last to the first.

The build computes them from the first to the last. Both look into the cache before they compute,
and so they meet in the middle.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from pathlib import Path

from refit.cache import Cache, files_digest
from refit.errors import AuthorError
from refit.essay.reachable_states import reachable
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene, State
from refit.model.results import recall


def work_ahead(folder: Path, cache: Cache, draft: bool) -> None:
    """Compute the results of an essay, and keep them in the cache; whatever is wrong is not told.

    The build meets it too, and tells it with its place.
    """
    own = Cache(cache.folder)
    with silence(), suppress(AuthorError):
        essay = replace(load(folder, own), draft=draft)
        for scene, state in reversed([*in_order(essay)]):
            with suppress(AuthorError), own.unless_changed(lambda: files_digest(folder)):
                recall(essay, scene, state)


@contextmanager
def silence() -> Iterator[None]:
    """Let this block print nothing: the build prints it."""
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        yield


def in_order(essay: Essay) -> Iterator[tuple[Scene, State]]:
    """Yield the states in the order in which a build computes them."""
    for scene in essay.scenes.values():
        yield from ((scene, step.state) for step in scene.steps)
        yield from ((scene, reached.state) for reached in reachable(scene))
