"""The signals that end a program, so that it leaves nothing behind."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

# What ends a program, besides Ctrl+C; not every system has all.
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(KeyboardInterrupt):
    """A signal that ends a program: like Ctrl+C, it is no mistake of an essay's code."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let the signals that end a program raise `Ended`.

    A signal that is ignored, as under ``nohup``, stays so.
    """
    ours = [each for each in ENDING if signal.getsignal(each) is signal.SIG_DFL]

    def end(number: int, _: object) -> None:
        raise Ended(number)

    for each in ours:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)
