"""Guards: an author's Python that would end its own process raises instead.

A build that is ended in the middle could neither say why nor leave its folder tidy.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ENDINGS = ("_exit", "abort")


@contextmanager
def guarded() -> Iterator[None]:
    """Have ``os._exit`` and ``os.abort`` raise ``SystemExit``, which can be told with its line."""
    before = {name: getattr(os, name) for name in ENDINGS}
    for name in ENDINGS:
        setattr(os, name, refusal(name))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(os, name, function)


def refusal(name: str) -> Callable[..., None]:
    """Return what is called instead of a function that ends the process."""

    def refuse(*_: object) -> None:
        raise SystemExit(f"os.{name}() was called")

    return refuse
