"""Watching: a served site that is built again whenever one of its sources is saved.

Each build runs in a process of its own, so that it sees every file as it is now, the builder's own
included. That process is started before it is needed and has its slow imports behind it by then.
"""

import importlib
import multiprocessing
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path

import watchfiles

from refit.author.server import News, make_server
from refit.errors import AuthorError, SetupError, as_typed, lines_of
from refit.paths import PACKAGE, ROOT

PORTS = range(8000, 8100)
# Imported one by one while nothing is to be done, the most likely first.
SLOW = "refit.site.build numpy sklearn.linear_model altair sklearn.tree sklearn.ensemble"
DEBOUNCE, STEP = 100, 30  # milliseconds: editors save in several strokes


def serve(essays: Path, dist: Path, host: str, port: int | None) -> None:
    """Build a site, serve it, and build it again when a source changes; Ctrl+C ends it.

    Raises
    ------
    SetupError
        If the port cannot be had.
    """
    news = News(dist)
    server = make_server(dist, host, [port] if port is not None else PORTS, news)
    builder = Builder(essays, dist)
    saved: queue.Queue[set[Path]] = queue.Queue()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        # Watched from before the first build on, so that nothing saved during it is missed.
        threading.Thread(target=watch, args=(essays, saved.put), daemon=True).start()
        news.tell(builder.build())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"serving http://{host}:{server.server_port}/ (Ctrl+C ends it)", flush=True)
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


def interrupt(*_: object) -> None:
    """End as Ctrl+C does."""
    raise KeyboardInterrupt


def watch(essays: Path, tell: Callable[[set[Path]], None]) -> None:
    """Tell of files that are saved, those of one moment together, for ever."""
    sources = [essays, ROOT / "templates", ROOT / "static", ROOT / "site.toml", PACKAGE]
    there = [source for source in sources if source.exists()]
    for found in watchfiles.watch(*there, debounce=DEBOUNCE, step=STEP):
        tell({Path(name) for _, name in found})


class Builder:
    """Builds a site, each time in a new process that has been waiting for it."""

    def __init__(self, essays: Path, dist: Path) -> None:
        self.essays, self.dist = essays, dist
        self.renew()

    def renew(self) -> None:
        """Start a process, in the place of one that has not built anything yet."""
        self.end()
        self.pipe, far = multiprocessing.Pipe()
        self.process = multiprocessing.get_context("spawn").Process(
            target=stand_ready, args=(far, self.essays, self.dist)
        )
        # Ctrl+C reaches both; the process leaves it to this one, which then ends it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        far.close()

    def build(self) -> list[str]:
        """Build, and return what is wrong."""
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
        """End the process."""
        if process := getattr(self, "process", None):
            process.terminate()
            process.join()
            self.pipe.close()


def stand_ready(pipe: Connection, essays: Path, dist: Path) -> None:
    """Import what takes long, wait for the word, build, and send back what is wrong."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for module in SLOW.split():
        if pipe.poll():
            break
        importlib.import_module(module)
    try:
        pipe.recv()
    except EOFError:
        return
    pipe.send(attempt(lambda: build_site(essays, dist)))


def build_site(essays: Path, dist: Path) -> None:
    """Build the site."""
    from refit.site.build import build
    from refit.site.project import Project  # may be what has just been changed

    build(Project(essays=essays), dist, lambda text: print(text, flush=True), draft=True)


def attempt(act: Callable[[], None]) -> list[str]:
    """Do something; print what is wrong, and return it."""
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
    """Print lines where errors go, and return them."""
    found = list(lines)
    print(*found, sep="\n", file=sys.stderr, flush=True)
    return found
