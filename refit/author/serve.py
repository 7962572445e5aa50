"""``refit serve``: builds a site, serves it, and builds it again whenever a source is saved.

Each build runs in a process of its own, so that it sees every file as it is now, the builder's own
included. The process is started before it is needed, and what is slow is imported while it waits.
"""

import importlib
import multiprocessing
import queue
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import watchfiles

from refit.author.server import News, make_server
from refit.author.signals import ended_by_signals
from refit.cache import build_cache, read_package, visible_files
from refit.errors import AuthorError, SetupError, as_typed, lines_of
from refit.paths import PACKAGE, ROOT
from refit.site import output
from refit.site.project import Project

PORTS = range(8000, 8100)
# What the processes of essays find imported, since it takes a while.
SLOW = (
    "numpy altair vl_convert threadpoolctl sklearn.ensemble sklearn.linear_model "
    "sklearn.model_selection sklearn.pipeline sklearn.tree refit.site.parallel"
)
DEBOUNCE, STEP = 100, 30  # milliseconds: editors save in several strokes


def serve(essays: Path, settings: Path, dist: Path, host: str, port: int | None) -> None:
    """Build a site, serve it, and build it again when a source changes; Ctrl+C ends it.

    Parameters
    ----------
    essays
        The folder of the essays.
    settings
        The site's settings, a file that need not be there.
    dist
        The folder to build into.
    host
        The address to listen on.
    port
        The port; the first free one of ``PORTS`` if None.

    Raises
    ------
    AuthorError
        If a build must not replace the folder.
    SetupError
        If the port cannot be used.
    """
    dist = output.prepare(dist, Project(essays, settings), build_cache())
    news = News(dist)
    server = make_server(dist, host, [port] if port is not None else PORTS, news)
    builder = Builder(essays, settings, dist)
    saved: queue.Queue[set[Path]] = queue.Queue()
    try:
        # The watching begins before the first build, so that nothing saved during it is missed.
        for watch, path in ((watch_sources, essays), (watch_settings, settings)):
            threading.Thread(target=watch, args=(path, saved.put), daemon=True).start()
        news.tell(builder.build())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"serving http://{host}:{server.server_port}/ (Ctrl+C ends it; F2: the author's panel)",
            flush=True,
        )
        while True:
            changed = saved.get()
            while not saved.empty():
                changed |= saved.get()
            print(f"changed: {', '.join(str(as_typed(f)) for f in sorted(changed))}", flush=True)
            if any(file.is_relative_to(PACKAGE) for file in changed):
                builder.renew()
            news.tell(builder.build())
    except KeyboardInterrupt:
        print()
    finally:
        builder.end()
        server.server_close()


def watch_sources(essays: Path, tell: Callable[[set[Path]], None]) -> None:
    """Tell for ever which essays and which of Refit's own files are saved, in groups."""
    folders = {essays, ROOT / "templates", ROOT / "static", PACKAGE}
    for found in watchfiles.watch(*folders, debounce=DEBOUNCE, step=STEP):
        tell({Path(name) for _, name in found})


def watch_settings(settings: Path, tell: Callable[[set[Path]], None]) -> None:
    """Tell for ever when the settings are saved, made, or deleted.

    The folder is watched, not the file: the file need not exist yet, and many editors replace it.
    """

    def is_it(_: watchfiles.Change, path: str) -> bool:
        return Path(path).name == settings.name

    folder = settings.absolute().parent
    for _ in watchfiles.watch(
        folder, watch_filter=is_it, recursive=False, debounce=DEBOUNCE, step=STEP
    ):
        tell({settings})


class Builder:
    """Builds a site, each time in a new process that has been waiting for it."""

    def __init__(self, essays: Path, settings: Path, dist: Path) -> None:
        self.paths = (essays, settings, dist)
        self.renew()

    def renew(self) -> None:
        """Start a process for the next build, and end the one that has been waiting for it."""
        self.end()
        self.pipe, far = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(
            target=build_when_asked, args=(far, *self.paths)
        )
        # Ctrl+C reaches both processes. The new one ignores it, and this one ends it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        far.close()

    def build(self) -> list[str]:
        """Build the site, and return the lines that tell what is wrong."""
        problems: list[str]
        try:
            self.pipe.send("build")
            problems = self.pipe.recv()
        except (EOFError, OSError):
            problems = ["the build broke off; the terminal says why"]
        self.process.join()
        self.renew()
        return problems

    def end(self) -> None:
        """End the process that waits or builds."""
        if process := getattr(self, "process", None):
            process.terminate()
            process.join()
            self.pipe.close()


def build_when_asked(pipe: Connection, essays: Path, settings: Path, dist: Path) -> None:
    """Do ahead what is slow, wait until asked, build, and send back what is wrong."""
    from refit.site import parallel  # only now: it may be what has just been saved

    with suppress(KeyboardInterrupt, EOFError), ended_by_signals():
        parallel.prepare(SLOW.split())
        importlib.import_module("refit.site.build")
        read_package()
        if not pipe.poll():
            rehearse(essays, settings)
        pipe.recv()
        pipe.send(attempt(lambda: build_site(essays, settings, dist)))


def rehearse(essays: Path, settings: Path) -> None:
    """Build the essay that was saved last, for what stays in memory by that.

    These are templates, parsed sources, and the like. What is wrong is told when it is asked for.
    """
    from refit.site import parallel
    from refit.site.outcome import Names
    from refit.site.project import Project

    project = Project(essays, settings)
    with suppress(Exception), tempfile.TemporaryDirectory() as scratch:
        last = max(project.folders, key=last_saved)
        task = parallel.BuildTask(project, Names(), Path(scratch), build_cache(), draft=True)
        if task.is_warm(last):
            task.here(last)


def last_saved(folder: Path) -> float:
    """Return when a file of a folder was saved last, in seconds."""
    return max((file.stat().st_mtime for file in visible_files(folder)), default=0.0)


def build_site(essays: Path, settings: Path, dist: Path) -> None:
    """Build the site."""
    from refit.site.build import build  # only now: these may be what has just been saved
    from refit.site.project import Project

    def say(text: str) -> None:
        with suppress(BrokenPipeError):  # nobody reads it; the process that serves ends for that
            print(text, flush=True)

    build(Project(essays, settings), dist, say, draft=True)


def attempt(act: Callable[[], None]) -> list[str]:
    """Call a function; print the lines that tell what is wrong with it, and return them."""
    try:
        act()
    except AuthorError as error:
        return printed(lines_of(error))
    except SetupError as error:
        return printed(str(error).splitlines())
    except Exception as error:  # a mistake in a template or in the builder itself
        traceback.print_exc()
        return [" ".join(f"{type(error).__name__}: {error}".split()), "The terminal says more."]
    return []


def printed(lines: Iterable[str]) -> list[str]:
    """Print lines on standard error, and return them."""
    found = list(lines)
    print(*found, sep="\n", file=sys.stderr, flush=True)
    return found
