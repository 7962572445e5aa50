"""What a process was doing when it ended without a word, for the process that had started it.

The author's code can crash Python, or keep it busy in a way that no exception interrupts. So it
runs in a process of its own, which writes into a file what it begins; Python adds where it was when
it crashed, or when its time was over.
"""

import faulthandler
import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from refit.errors import AuthorError

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

GRACE = 5  # seconds of the processor's time after which what did not heed an exception is killed
WAITING = 60, 10  # seconds by the clock, and time limits: what takes longer waits for something
TOO_LONG = "compute less, or write a higher time_limit into the front matter"

box: BinaryIO | None = None


@contextmanager
def recorded(file: Path) -> Iterator[None]:
    """Record in a file what this process does, until the block ends."""
    global box
    with file.open("wb", buffering=0) as box:
        faulthandler.enable(box, all_threads=False)
        if resource:
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.RLIM_INFINITY))
            faulthandler.register(signal.SIGXCPU, box, all_threads=False, chain=True)
        try:
            yield
        finally:
            faulthandler.disable()
            box = None
    file.unlink()


@contextmanager
def deadline(seconds: int, file: Path, line: int | None) -> Iterator[None]:
    """Kill this process, if it is recorded, where a block takes much longer than it may."""
    if box is None:
        yield
        return
    write_note(file, line, seconds)
    faulthandler.dump_traceback_later(WAITING[0] + WAITING[1] * seconds, exit=True, file=box)
    limit_processor(seconds + GRACE)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        limit_processor(None)
        write_note(file, None, 0)


def write_note(file: Path, line: int | None, seconds: int) -> None:
    """Write down what begins, in the place of what was written before."""
    assert box
    box.seek(0)
    box.truncate()
    box.write(json.dumps([str(file), line, seconds]).encode() + b"\n")


def limit_processor(seconds: int | None) -> None:
    """Let the system send SIGXCPU when this process has used the processor for so long."""
    if resource:
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        until = int(used.ru_utime + used.ru_stime) + seconds if seconds else hard
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def has_dump(file: Path) -> bool:
    """Tell whether the process that recorded into a file ended by its own fault."""
    return file.exists() and file.read_bytes().count(b"\n") > 1


def read(file: Path, folder: Path) -> AuthorError:
    """Return the error for a process that ended while it recorded into a file.

    Parameters
    ----------
    file
        The file, which need not be there.
    folder
        The folder of the essay that was built.
    """
    text = file.read_text("utf-8", "replace") if file.exists() else ""
    note, _, dump = text.partition("\n")
    place, line, seconds = json.loads(note) if note else (str(folder / "model.py"), None, 0)
    for name, number in re.findall(r'File "(.+)", line (\d+)', dump):
        if Path(name).parent == folder.absolute():
            place, line = folder / Path(name).name, int(number)
            break
    if fatal := re.search(r"Fatal Python error: (.+)", dump):
        problem = f"this ends Python itself: {fatal[1]}"
        remedy = "look for what crashes it, most likely a call into a library"
    elif "Timeout (" in dump:
        problem = "one computation waits for what does not come"
        remedy = "look for what it waits for: a lock, a process, another machine"
    elif dump:
        problem = f"one computation takes longer than {seconds} s, and the browser is slower still"
        remedy = TOO_LONG
    else:
        problem = "building this essay ends the process that does it"
        remedy = "look for what crashes Python, or takes more memory than there is"
    return AuthorError(problem, remedy, Path(place), line)
