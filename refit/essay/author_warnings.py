"""Warnings of the author's code, and of libraries that it calls: collected, to be told once."""

import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONGEST = 200  # characters of a warning that are told
FOR_OTHERS = (  # for who maintains the library
    DeprecationWarning,
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)
Heard = tuple[int | None, str]  # the line in the author's file, and what is said


@contextmanager
def heard(file: Path, into: list[Heard]) -> Iterator[None]:
    """Collect the warnings of a block, each with the line of the author's file that it is about."""

    def hear(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        first = str(message).strip().partition("\n\n")[0]
        text = f"{category.__name__}: {' '.join(first.split())[:LONGEST]}"
        into.append((running_line(file), text))

    with warnings.catch_warnings():
        warnings.simplefilter("default")
        for category in FOR_OTHERS:
            warnings.simplefilter("ignore", category)
        warnings.showwarning = hear
        yield


def running_line(file: Path) -> int | None:
    """Return the line of a file that is running, the innermost if there are several."""
    frames = traceback.walk_stack(None)
    own = str(file.absolute())
    return next((line for frame, line in frames if frame.f_code.co_filename == own), None)
