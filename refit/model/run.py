"""Runs a scene's function twice, the first time under the time limit, and compares the results."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from refit.cache import as_json
from refit.errors import AuthorError, line_of
from refit.essay.author_code import guarded
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State
from refit.tables import Column, TableError, Tables, partial_results


def compute(essay: Essay, scene: Scene, state: State) -> Tables:
    """Run a scene's function to its end and return its last result.

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
    try:
        with threadpool_limits(1), guarded():
            partial = list(partial_results(function, json.loads(as_json(state))))
    except TableError as error:
        line = function.__code__.co_firstlineno
        raise AuthorError(str(error), "mend what this scene returns", file, line) from error
    except (Exception, SystemExit) as error:
        raise AuthorError.of(error, file) from error
    if not partial:
        line = function.__code__.co_firstlineno
        raise AuthorError("this scene yields nothing", "yield at least one result", file, line)
    return partial[-1]


def compute_twice(essay: Essay, scene: Scene, state: State) -> Tables:
    """Compute twice and compare, since a model must return the same for the same state.

    Raises
    ------
    AuthorError
        As `compute`; and if the two results differ, or it takes longer than the essay's time limit.
    """
    file = essay.folder / "model.py"
    with time_limit(essay.time_limit, file, line_of(file, scene.function)):
        first = compute(essay, scene, state)
    differing = difference(first, compute(essay, scene, state))
    if differing:
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


class TooLongError(BaseException):
    """A computation exceeded its time limit; a model's ``except Exception`` does not catch this."""


@contextmanager
def time_limit(seconds: int, file: Path, line: int | None) -> Iterator[None]:
    """End a computation that takes more than ``seconds`` of processor time.

    Raises
    ------
    AuthorError
        With the model's line, if the time limit is exceeded.


    Only where the system can: in the main thread, and not on Windows.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except TooLongError:
        raise AuthorError(
            f"one computation takes longer than {seconds} s, and the browser is slower still",
            "compute less, or write a higher time_limit into the front matter",
            file,
            line,
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
