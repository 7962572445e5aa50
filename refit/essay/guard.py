"""What the author's Python may not do while a site is built, since a browser has none of it: end or
start processes, start threads, reach for the network, ask for input, sleep for long, read files of
other folders.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import get_ident
from types import FrameType
from typing import SupportsIndex

from refit.errors import RefusedError

ENDINGS = ("_exit", "abort")
SLEEP = time.sleep
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
PROCESSES = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
}
THREADS = "_thread.start_new_thread"
CODE = (".py", ".pyc", ".so", ".pyd", ".pth")
PACKAGES = f"-packages{os.sep}"
MACHINES = ("/dev", "/etc", "/proc", "/sys")  # what libraries ask for the number of processors


@dataclass
class Watch:
    """The author's file that is running, and in which thread."""

    file: Path
    sleep: float  # seconds that it may still sleep
    thread: int = field(default_factory=get_ident)


watched: list[Watch] = []


@contextmanager
def guarded(file: Path, sleep: float = 0.0) -> Iterator[None]:
    """Refuse what the code of ``file`` may not do, by raising ``RefusedError`` or ``SystemExit``.

    It may sleep for ``sleep`` seconds.
    """
    listen()
    before = {name: getattr(os, name) for name in ENDINGS}
    for name, function in before.items():
        setattr(os, name, refusal(name, function))
    time.sleep = careful_sleep
    watched.append(Watch(file.absolute(), sleep))
    try:
        yield
    finally:
        watched.pop()
        time.sleep = SLEEP
        for name, function in before.items():
            setattr(os, name, function)


def refusal(name: str, function: Callable[..., None]) -> Callable[..., None]:
    """Return a replacement for a function that ends the process; a fork of it may end."""
    process = os.getpid()

    def refuse(*arguments: object) -> None:
        if os.getpid() != process:  # started by a library; it would go on as this process
            function(*arguments)
        raise SystemExit(f"os.{name}() was called")

    return refuse


@cache
def listen() -> None:
    """Ask Python, once, to tell what happens; it never stops telling."""
    sys.addaudithook(hear)


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse an event of the author's code; other threads, such as a server's, do as they like."""
    if not watched or watched[-1].thread != get_ident():
        return
    if event == "open":
        refuse_file(watched[-1], *arguments)
    elif event in NETWORK:
        raise RefusedError(
            "a model has no network", "put the data into a file beside it, and read that"
        )
    elif event == "builtins.input":
        raise RefusedError("nobody answers input()", "take the value from the state")
    elif event == THREADS and is_started_by_own(sys._getframe(1)):
        raise RefusedError("a browser has no threads", "compute it here")
    elif event in PROCESSES and is_own(sys._getframe(1).f_code.co_filename):
        raise RefusedError("a browser has no other processes", "compute it here")


def is_own(filename: str) -> bool:
    """Tell whether a file of code lies in the folder of the file that is running."""
    return Path(filename).parent == watched[-1].file.parent


def is_started_by_own(frame: FrameType | None) -> bool:
    """Tell whether the author's code asks for a thread: itself or by the standard library.

    Libraries may: in the browser they do without.
    """
    while frame and PACKAGES not in frame.f_code.co_filename:
        if is_own(frame.f_code.co_filename):
            return True
        frame = frame.f_back
    return False


def careful_sleep(seconds: float | SupportsIndex, /) -> None:
    """Sleep, in the place of ``time.sleep``, but not longer than a computation may take."""
    if watched and is_own(sys._getframe(1).f_code.co_filename):
        watched[-1].sleep -= float(seconds)
        if watched[-1].sleep < 0:
            raise RefusedError(
                "sleeps longer than a computation may take", "leave out time.sleep()"
            )
    SLEEP(seconds)


def refuse_file(watch: Watch, path: object = "", mode: object = "", flags: object = 0) -> None:
    """Refuse to read a file that the browser will not have, or not at that place."""
    reads = mode.startswith("r") if isinstance(mode, str) else flags in (os.O_RDONLY, os.O_CLOEXEC)
    if not reads or not isinstance(path, str | bytes | os.PathLike):
        return
    name = os.fsdecode(path)
    if name.endswith(CODE):
        return
    own = watch.file.parent
    write = f"write Path(__file__).with_name({Path(name).name!r}), with the file in {own.name}/"
    if not Path(name).is_absolute():
        raise RefusedError(f"{name!r} is looked for where the build was started", write)
    libraries = (path for path in sys.path if path.endswith("-packages"))
    allowed: list[str | Path] = [
        own,
        sys.prefix,
        sys.base_prefix,
        *libraries,
        tempfile.gettempdir(),
        *MACHINES,
    ]
    if not any(Path(name).is_relative_to(each) for each in allowed):
        raise RefusedError(f"{name} does not come to the browser", write)
