"""Work ahead: a second process makes an essay's results and drawings from the last to the first.

The build makes them from the first to the last. Both look into the cache before they make anything,
and so they meet in the middle.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from refit.cache import Cache, files_digest
from refit.errors import AuthorError
from refit.essay.reachable_states import reachable
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene, Step
from refit.figures.charts import LAYOUTS
from refit.model.results import recall, tables_of_step
from refit.site.essay_scene import compile_layout
from refit.site.scene_drawings import draw_step


def work_ahead(folder: Path, cache: Cache, draft: bool) -> None:
    """Make what an essay's build will ask the cache for; whatever is wrong is not told.

    The build meets it too, and tells it with its place.
    """
    own = Cache(cache.folder)
    with silence(), suppress(AuthorError):
        essay = replace(load(folder, own), draft=draft)
        for scene in reversed(essay.scenes.values()):
            for make in tasks(essay, scene):
                with suppress(AuthorError), own.unless_changed(lambda: files_digest(folder)):
                    make()


@contextmanager
def silence() -> Iterator[None]:
    """Let this block print nothing: the build prints it."""
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        yield


def tasks(essay: Essay, scene: Scene) -> Iterator[Callable[[], object]]:
    """Yield what is to be made of a scene: its figures, its results, and its steps' drawings."""
    yield from (partial(compile_layout, essay, scene, layout) for layout in LAYOUTS)
    for reached in reversed([*reachable(scene)]):
        yield partial(recall, essay, scene, reached.state)
    for step in reversed(scene.steps):
        yield from (partial(draw, essay, scene, step, layout) for layout in LAYOUTS)


def draw(essay: Essay, scene: Scene, step: Step, layout: str) -> None:
    """Draw a step in a layout."""
    figure = compile_layout(essay, scene, layout)
    draw_step(essay, scene, figure, step, tables_of_step(essay, scene, step))
