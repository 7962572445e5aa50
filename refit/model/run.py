"""Runs a scene's function: once under the time limit, and once more to compare the results."""

import json
from contextlib import redirect_stdout
from io import StringIO

from refit.cache import as_json
from refit.errors import AuthorError, line_of
from refit.essay.author_code import running
from refit.essay.author_warnings import Heard
from refit.essay.playing import LAST, Shown
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State
from refit.essay.time_limit import time_limit
from refit.tables import Column, TableError, Tables, partial_results


class NoResultError(AuthorError):
    """A stream has fewer results than the number of the one that is wanted: ``count``."""

    def __init__(self, wanted: int, count: int) -> None:
        have = "one result" if count == 1 else f"{count} results"
        super().__init__(f"the step shows result {wanted}, and its model gives {have}")
        self.count = count


def compute(
    essay: Essay,
    scene: Scene,
    state: State,
    warned: list[Heard] | None = None,
    shows: Shown = LAST,
) -> Tables:
    """Run a scene's function to its end and return a result, the last; collect its warnings.

    The state goes through JSON, as it will on its way to the worker in the browser; libraries
    compute in one thread, so that sums are added up in one order on every machine.

    Raises
    ------
    AuthorError
        If the model raises, or returns what cannot be drawn.
    """
    from threadpoolctl import threadpool_limits  # 0.1 s, which a build without computing saves

    file = essay.folder / "model.py"
    function = getattr(essay.model, scene.function)
    line = line_of(file, scene.function)
    with threadpool_limits(1), running(file, [] if warned is None else warned, essay.time_limit):
        try:
            partial = list(partial_results(function, json.loads(as_json(state))))
        except TableError as error:
            raise AuthorError(str(error), "mend what this scene returns", file, line) from error
    if not partial:
        raise AuthorError("this scene yields nothing", "yield at least one result", file, line)
    if isinstance(shows, int) and shows > len(partial):
        raise NoResultError(shows, len(partial))
    return partial[shows - 1 if isinstance(shows, int) else -1]


def compute_in_time(
    essay: Essay, scene: Scene, state: State, warned: list[Heard], shows: Shown = LAST
) -> Tables:
    """Compute under the essay's time limit.

    Raises
    ------
    AuthorError
        As `compute`; and if it takes longer.
    """
    file = essay.folder / "model.py"
    getattr(essay.model, scene.function)  # its import has a limit of its own
    with time_limit(essay.time_limit, file, line_of(file, scene.function)):
        return compute(essay, scene, state, warned, shows)


def compute_twice(
    essay: Essay, scene: Scene, state: State, warned: list[Heard], shows: Shown = LAST
) -> Tables:
    """Compute twice and compare, since a model must return the same for the same state.

    Raises
    ------
    AuthorError
        As `compute_in_time`; and if the two results differ.
    """
    first = compute_in_time(essay, scene, state, warned, shows)
    with redirect_stdout(StringIO()):  # it has printed already
        second = compute(essay, scene, state, shows=shows)
    differing = difference(first, second)
    if differing:
        file = essay.folder / "model.py"
        raise AuthorError(
            f"{scene.function}() gives another {differing} when it is asked the same again",
            "give random numbers a seed, as in np.random.default_rng(0), and keep nothing between "
            "two calls",
            file,
            line_of(file, scene.function),
        )
    return first


def difference(one: Tables, other: Tables) -> str | None:
    """Return the first ``table`` or ``table.column`` in which two results differ, or None."""
    for name in one | other:
        if name not in one or name not in other or list(one[name]) != list(other[name]):
            return name
        for column in one[name]:
            if not is_same(one[name][column], other[name][column]):
                return f"{name}.{column}"
    return None


def is_same(one: Column, other: Column) -> bool:
    """Tell whether two columns are the same to the last bit."""
    if isinstance(one, list) or isinstance(other, list):
        return isinstance(one, list) and isinstance(other, list) and one == other
    return one.tobytes() == other.tobytes()
