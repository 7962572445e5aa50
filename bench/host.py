"""The host: folders on loopback, compressed as static hosts do it, every byte counted.

Text, scripts, SVG, JSON and WebAssembly go out as gzip (level 6, nginx's and zlib's usual choice is
between 1 and 6); wheels and zip archives go out as they are. Files are compressed before the first
request, so that no timing contains it.
"""

import gzip
import http.server
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from refit.author.server import Server

LEVEL = 6
COMPRESSED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".txt", ".py", ".xml"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".whl": "application/zip",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Sent:
    """An answer that has left the host."""

    path: str  # without the leading slash
    size: int  # bytes on the wire, head and body
    status: int


class Host:
    """Serves folders, each under a prefix; ``""`` is the root and comes last."""

    def __init__(self, mounts: dict[str, Path]):
        self.mounts = mounts
        self.sent: list[Sent] = []
        self.bodies = {
            prefix + str(file.relative_to(folder)): encode(file)
            for prefix, folder in mounts.items()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # connections stay open
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0].lstrip("/")
        if not path or path.endswith("/"):
            path += "index.html"
        status, line = (200, "200 OK") if path in self.bodies else (404, "404 Not Found")
        body = self.bodies.get(path, b"not found")
        suffix = Path(path).suffix
        head = [
            f"HTTP/1.1 {line}",
            f"Date: {formatdate(usegmt=True)}",
            f"Content-Type: {content_type(suffix)}",
            f"Content-Length: {len(body)}",
            "Cache-Control: max-age=600",
        ]
        if status == 200 and suffix in COMPRESSED:
            head += ["Content-Encoding: gzip", "Vary: Accept-Encoding"]
        answer = ("\r\n".join(head) + "\r\n\r\n").encode() + body
        self.sent.append(Sent(path, len(answer), status))
        request.wfile.write(answer)

    def take(self) -> list[Sent]:
        """Return what was sent since the last call."""
        sent, self.sent = self.sent, []
        return sent

    @contextmanager
    def prepended(self, ending: str, code: str) -> Iterator[None]:
        """Serve the one file at the root whose path ends so with some code before its own."""
        below = tuple(prefix for prefix in self.mounts if prefix)
        paths = [path for path in self.bodies if not path.startswith(below)]
        [path] = [path for path in paths if path.endswith(ending)]
        original = self.bodies[path]
        self.bodies[path] = gzip.compress(code.encode() + b"\n" + gzip.decompress(original))
        try:
            yield
        finally:
            self.bodies[path] = original


def encode(file: Path) -> bytes:
    """Return a file's body as it goes over the wire."""
    content = file.read_bytes()
    return gzip.compress(content, LEVEL, mtime=0) if file.suffix in COMPRESSED else content


def content_type(suffix: str) -> str:
    return TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
