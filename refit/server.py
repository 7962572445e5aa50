"""A static file server for looking at a built site."""

import functools
import http.server
from pathlib import Path


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


def make_server(dist: Path, host: str, port: int) -> http.server.ThreadingHTTPServer:
    """Return a server of a folder; port 0 takes any free port."""
    handler = functools.partial(Handler, directory=str(dist))
    return http.server.ThreadingHTTPServer((host, port), handler)
