"""A limit to the time that the author's code may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.black_box import TOO_LONG, deadline


class TooLongError(BaseException):
    """A computation exceeded its time limit; a model's ``except Exception`` does not catch this."""


@contextmanager
def time_limit(
    seconds: int,
    file: Path,
    line: int | None,
    what: str = "one computation",
    remedy: str = TOO_LONG,
) -> Iterator[None]:
    """End a computation that takes more than ``seconds`` of processor time.

    Raises
    ------
    AuthorError
        With the model's line, if the time limit is exceeded.


    Only where the system can: in the main thread, and not on Windows. What an exception does not
    end is killed with its process, if that is one of the builder's own.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        with deadline(seconds, file, line):
            yield
    except TooLongError as error:
        told = AuthorError.of(error, file)
        raise AuthorError(
            f"{what} takes longer than {seconds} s, and the browser is slower still",
            remedy,
            file if line else told.file,
            line or told.line,
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
