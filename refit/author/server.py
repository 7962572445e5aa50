"""File servers for a built site: a plain one, and one whose pages load anew after each build."""

import functools
import http.server
import ipaddress
import json
import re
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from refit.errors import SetupError

DEV = Path(__file__).with_name("dev")
PREFIX = "/__refit__/"
PORT = re.compile(r":\d*$")  # of an address in a Host header
HEARTBEAT = 15.0  # seconds; a page that has gone is noticed when nobody takes this
EMPTY = b"<!doctype html>\n<head><title>Not built yet</title></head>\n<body></body>\n"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files with the types that browsers ask for, and prints nothing."""

    extensions_map = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".whl": "application/zip",
    }

    def translate_path(self, path: str) -> str:
        """Return the file of an address; none if no file can have it, or a link leads away."""
        found = super().translate_path(path)
        try:
            inside = Path(found).resolve().is_relative_to(Path(self.directory).resolve())
        except (ValueError, OSError):
            return ""
        return found if inside else ""

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class News:
    """What open pages are told: which build they should show, and why the last build failed."""

    def __init__(self, dist: Path) -> None:
        self.dist = dist
        self.problems: list[str] = []
        self._number = 0
        self._changed = threading.Condition()

    @property
    def site(self) -> str:
        """A name for what is in the site's folder now; each build has a name of its own."""
        try:
            status = self.dist.stat()
        except FileNotFoundError:
            return ""
        return f"{status.st_ino:x}-{status.st_mtime_ns:x}"

    def tell(self, problems: list[str]) -> None:
        """Tell every open page that a build has ended, and what was wrong with it."""
        with self._changed:
            self.problems = problems
            self._number += 1
            self._changed.notify_all()

    def wait(self, number: int) -> tuple[int, str] | None:
        """Wait for news after ``number``; return its number and text, or None if none has come."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._number != number, HEARTBEAT):
                return None
            return self._number, json.dumps({"site": self.site, "problems": self.problems})


class DevHandler(Handler):
    """Serves pages with a script that listens for news, and all other files as they are."""

    def __init__(self, *arguments: object, news: News, **options: object) -> None:
        self.news = news
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        if self.is_for_us():
            super().do_HEAD()
        else:
            self.refuse()

    def refuse(self) -> None:
        """Answer a request that names another host."""
        self.send_error(421, "This server answers under its own address alone")

    def do_GET(self) -> None:
        """Answer a request."""
        if not self.is_for_us():
            self.refuse()
            return
        path = self.path.partition("?")[0]
        if path == f"{PREFIX}events":
            self.send_news()
        elif path.startswith(PREFIX):
            self.send_own(path.removeprefix(PREFIX))
        else:
            page = Path(self.translate_path(self.path))
            if path.endswith("/"):
                page /= "index.html"
            if page.suffix == ".html":
                self.send_page(page)
            else:
                super().do_GET()

    def is_for_us(self) -> bool:
        """Tell whether a request to this machine alone names it.

        Another site could let its own name lead to this machine, and read what is served here.
        """
        host = PORT.sub("", self.headers.get("Host", "")).strip("[]").lower()
        bound = str(self.connection.getsockname()[0])
        is_open = not ipaddress.ip_address(bound).is_loopback
        return is_open or host == "localhost" or host.endswith(".localhost") or is_address(host)

    def send_page(self, page: Path) -> None:
        """Send a page with the script in front of all its own."""
        site = self.news.site  # before the page is read: one too old reloads, one too new does not
        try:
            html = page.read_bytes()
        except OSError:
            if site:
                self.send_error(404)
                return
            html = EMPTY
        script = f'<script type="module" src="{PREFIX}reload.js?site={site}"></script>'
        self.send(html.replace(b"<head>", b"<head>\n" + script.encode(), 1), "text/html")

    def send_own(self, name: str) -> None:
        """Send the script or its style sheet."""
        file = DEV / name
        if file.name != name or not file.is_file():
            self.send_error(404)
            return
        self.send(file.read_bytes(), self.guess_type(name))

    def send(self, content: bytes, kind: str) -> None:
        """Send content, and tell the browser not to keep it."""
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def send_news(self) -> None:
        """Send news as they come, until the page is gone."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        number = -1
        try:
            while True:
                news = self.news.wait(number)
                if news:
                    number, text = news
                    self.wfile.write(f"data: {text}\n\n".encode())
                else:
                    self.wfile.write(b":\n\n")
                self.wfile.flush()
        except OSError:
            return


def is_address(host: str) -> bool:
    """Tell whether a host is given by its number."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Server(http.server.ThreadingHTTPServer):
    """A server that does not share its port with another one."""

    allow_reuse_port = False
    daemon_threads = True
    request_queue_size = 128  # a page and its files may be asked for all at once

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that has left in the middle of an answer; print other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def make_server(
    dist: Path, host: str = "127.0.0.1", ports: Iterable[int] = (0,), news: News | None = None
) -> Server:
    """Return a server of a folder, on the first of the ports that can be used; 0 is any free port.

    With ``news``, its pages load anew after each build.

    Raises
    ------
    SetupError
        If none of the ports can be used.
    """
    handler = (
        functools.partial(DevHandler, directory=str(dist), news=news)
        if news
        else functools.partial(Handler, directory=str(dist))
    )
    problem = "no port was given"
    for port in ports:
        try:
            return Server((host, port), handler)
        except (OSError, OverflowError) as error:
            problem = f"port {port} of {host} cannot be used: {error}"
    raise SetupError(f"{problem}; choose another one with --port")
