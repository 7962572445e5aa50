"""The author's functions of figures.py: found, called, and what they raise told with its line."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from refit.errors import AuthorError, line_of
from refit.essay.author_code import IMPORT
from refit.essay.guard import guarded
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.essay.time_limit import time_limit
from refit.figures.panels import Composition, compose
from refit.figures.source_lines import only_line
from refit.paths import PACKAGE

UNTYPED = re.compile(r"(.+) encoding field is specified without a type")  # Altair's words
IMPORTS = (
    "figures.py may import altair, refit.kit and the standard library; all else is the model's work"
)


def find_function(essay: Essay, scene: Scene) -> Callable[..., object]:
    """Return the scene's function of ``figures.py``, which takes the layout."""
    try:
        function: Callable[..., object] | None = getattr(essay.figures, scene.function, None)
    except AuthorError as error:
        if isinstance(error.__cause__, ModuleNotFoundError):
            error.remedy = IMPORTS
        raise
    if not callable(function):
        raise AuthorError(
            f"figures.py has no figure for scene {scene.id!r}",
            f"define {scene.function}(narrow) there, returning an Altair chart",
            essay.text,
            scene.line,
        )
    try:
        inspect.signature(function).bind(narrow=True)
    except TypeError:
        file, name = essay.folder / "figures.py", scene.function
        problem = f"{name}() does not take the one argument it gets, narrow"
        raise AuthorError(
            problem, f"write def {name}(narrow):", file, line_of(file, name)
        ) from None
    return function


def call(
    function: Callable[..., object], scene: Scene, layout: str, file: Path, line: int | None
) -> Composition:
    """Call a figure's function, and return its charts as one of Vega-Lite."""
    narrow = layout == "narrow"
    try:
        with guarded(file), time_limit(IMPORT, file, line, "drawing this"):
            returned: Any = function(narrow=narrow)
        if not isinstance(returned, dict) and not hasattr(returned, "to_dict"):
            kind = type(returned).__name__
            problem = f"{scene.function}() returns {kind}, not a chart of Altair's"
            raise AuthorError(problem, "write `return` before the chart")
        return compose(returned, layout)
    except AuthorError as error:
        error.file, error.line = error.file or file, error.line or line
        raise
    except Exception as error:
        told = AuthorError.of(error, file)
        told.line = told.line or line
        told.remedy = f"mend {scene.function}(narrow={narrow})"
        if untyped := UNTYPED.match(str(error)):
            told.problem = f"the column {untyped[1]!r} has no type where a channel names it"
            told.line = only_line(file, scene.function, untyped[1])
            told.remedy = f"write '{untyped[1]}:Q' if it holds numbers, '{untyped[1]}:N' if words"
        if by_kit(error):
            told.problem, _, told.remedy = str(error).partition("; ")
        if isinstance(error, ModuleNotFoundError):
            told.remedy = IMPORTS
        raise told from error


def by_kit(error: Exception) -> bool:
    """Tell whether the kit refused what it was given; its messages say what to write instead."""
    frames = extract_tb(error.__traceback__)
    file = Path(frames[-1].filename)
    is_ours = file.parent == PACKAGE / "kit" or file == PACKAGE / "says.py"
    return isinstance(error, ValueError) and is_ours
