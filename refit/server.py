"""A static file server for looking at a built site."""

import functools
import http.server
from collections.abc import Iterable
from pathlib import Path

from refit.errors import SetupError


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files with the types browsers insist on, and quietly."""

    extensions_map = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
        ".whl": "application/zip",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """A server that does not share its port with another one."""

    allow_reuse_port = False
    daemon_threads = True


def make_server(dist: Path, host: str = "127.0.0.1", ports: Iterable[int] = (0,)) -> Server:
    """Return a server of a folder on the first port that can be had; 0 takes any free port.

    Raises
    ------
    SetupError
        If none of the ports can be had.
    """
    handler = functools.partial(Handler, directory=str(dist))
    problem = "no port was given"
    for port in ports:
        try:
            return Server((host, port), handler)
        except (OSError, OverflowError) as error:
            problem = f"port {port} of {host} cannot be used: {error}"
    raise SetupError(f"{problem}; choose another one with --port")
