"""A host that can be switched off, and that can damage files; and what a browser keeps of it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from fnmatch import fnmatch
from http import HTTPStatus
from pathlib import Path

from refit.author import server
from tests.browser.visit import Visit

PORTAL = b"<!doctype html>\n<title>Sign in</title>\n<p>Sign in to use this network.\n"
RUNS = b"\nglobalThis.damaged = true;\n"
CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    found[name.split(" ").at(-1)] = kept.map(({ url }) => new URL(url).pathname);
  }
  return found;
}"""


class Host:
    """A host of a folder.

    Attributes
    ----------
    faults
        By pattern of path, what is wrong with files: ``html`` (a page in their place, as of a
        network that wants a password), ``cut`` (half of them), ``bit`` (a flipped one), ``runs``
        (a script that is damaged and still runs), ``stall`` (half of them, and then nothing until
        `stop`), or ``404``.
    hits
        The faults that were met: pairs of a pattern and a path.
    """

    def __init__(self, folder: Path, headers: str = "") -> None:
        self.folder, self.port = folder, 0
        self.served: server.Server | None = None
        self.rules = rules_of(headers)
        self.faults: dict[str, str] = {}
        self.hits: list[tuple[str, str]] = []
        self.ended = threading.Event()
        self.start()

    def break_down(self, faults: dict[str, str]) -> None:
        """Damage files from now on."""
        self.faults = faults
        self.hits.clear()

    def mend(self) -> None:
        """Damage nothing more; what has stalled stays so, as on a connection that is lost."""
        self.faults = {}

    def start(self) -> None:
        """Serve the folder, at the port that it was served at before."""
        host = self
        host.ended.clear()

        class Handler(server.Handler):
            def end_headers(self) -> None:
                path = self.path.partition("?")[0]
                for pattern, headers in host.rules.items():
                    if fnmatch(path, pattern):
                        for header in headers:
                            self.send_header(*header.split(": ", 1))
                super().end_headers()

            def do_GET(self) -> None:  # noqa: N802
                path = self.path.partition("?")[0]
                for pattern, kind in host.faults.items():
                    if fnmatch(path, pattern):
                        host.hits.append((pattern, path))
                        self.send_damaged(kind)
                        return
                super().do_GET()

            def send_damaged(self, kind: str) -> None:
                if kind == "404":
                    self.send_error(HTTPStatus.NOT_FOUND)
                    return
                path = Path(self.translate_path(self.path))
                content = bytearray(PORTAL if kind == "html" else path.read_bytes())
                if kind == "runs":
                    content += RUNS
                half = len(content) // 2
                length = half if kind == "cut" else len(content)
                if kind == "bit":
                    content[half] ^= 1
                self.send_response(HTTPStatus.OK)
                self.send_header(
                    "Content-Type", "text/html" if kind == "html" else self.guess_type(path)
                )
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content[: half if kind in ("cut", "stall") else length])
                if kind == "stall":
                    self.wfile.flush()
                    host.ended.wait()
                    self.close_connection = True

        handler = functools.partial(Handler, directory=str(self.folder))
        self.served = server.Server(("127.0.0.1", self.port), handler)
        self.port = self.served.server_port
        self.thread = threading.Thread(target=self.served.serve_forever, args=(0.05,))
        self.thread.start()

    def stop(self) -> None:
        """Answer nothing more."""
        self.mend()
        self.ended.set()
        if self.served:
            self.served.shutdown()
            self.served.server_close()
            self.thread.join()
            self.served = None

    def move(self, folder: Path) -> None:
        """Serve another folder at the same address."""
        self.stop()
        self.folder = folder
        self.start()

    @property
    def origin(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"


def rules_of(text: str) -> dict[str, list[str]]:
    """Read a ``_headers`` file."""
    blocks = (block.splitlines() for block in text.split("\n\n") if block)
    return {path: [header.strip() for header in headers] for path, *headers in blocks}


# ── what a service worker keeps ──────────────────────────────────────────────────────────────────


def controlled(page: Visit) -> None:
    """Wait until the page's requests go through its service worker."""
    page.wait("() => Boolean(navigator.serviceWorker.controller)")


def succeeded(page: Visit, path: str, until: Callable[[dict[str, list[str]]], bool]) -> None:
    """Leave and come again until the caches are as they should be under the next version.

    How soon after its last page a version ends is the browser's affair: not while it keeps what
    that page told it of, and not on a machine that has other things to do.
    """
    for seconds in (1, 1, 2, 4, 8, 16, 32, 64):
        page.page.goto("about:blank")
        page.page.wait_for_timeout(1000 * seconds)
        page.go(path)
        controlled(page)
        if until(found := page.look(CACHES)):
            return
    raise AssertionError(f"still kept: {found}")


def kept(page: Visit, *needed: str) -> dict[str, list[str]]:
    """Wait until files whose paths end like these are kept; return all that is kept, by cache."""
    found: dict[str, list[str]] = page.wait(
        CACHES,
        until=lambda found: all(
            any(path.endswith(end) for paths in found.values() for path in paths) for end in needed
        ),
    )
    return found
