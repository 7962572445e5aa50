"""The cache: results and drawings kept between builds, each found by a hash of all it came from.

An entry holds the hash of its own content, so that a damaged one is noticed, ignored and written
anew. A cache that cannot be written is no error: the next build is slower, that is all.
"""

import ast
import functools
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from refit.paths import PACKAGE

Json = dict[str, Any]  # an object of JSON, as `json.loads` returns it

DAY = 86400.0
KEPT = 30 * DAY  # seconds after the last use


class Cache:
    """Entries in a folder, by kind and key.

    Parameters
    ----------
    folder
        Where they are kept; None keeps nothing.
    fresh
        Make every entry anew, once, whatever is kept.
    opened
        When the work began, in seconds: entries that are younger are new.
    """

    def __init__(
        self, folder: Path | None = None, fresh: bool = False, opened: float | None = None
    ) -> None:
        self.folder = folder
        self.fresh = fresh
        self.opened = time.time() if opened is None else opened
        self.new: set[tuple[str, str]] = set()  # entries that were not there, kind and key
        self.held: dict[tuple[str, str], bytes] | None = None

    @property
    def made(self) -> Counter[str]:
        """How many entries were recalled that had not been there before, by kind.

        Another process may have made them meanwhile.
        """
        return Counter(kind for kind, _ in self.new)

    def recall(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return an entry, made and kept if there is none."""
        renews = self.fresh and (kind, key) not in self.new
        found = None if renews else self.get(kind, key)
        if found is None:
            found = make()
            self.new.add((kind, key))
            self.put(kind, key, found)
        return found

    def recall_json(self, kind: str, key: str, make: Callable[[], object]) -> Any:
        """Return an entry that is JSON; it has been through JSON the first time too."""
        return json.loads(self.recall(kind, key, lambda: as_json(make()).encode()))

    def get(self, kind: str, key: str) -> bytes | None:
        """Return an entry that is there and whole, or None."""
        if self.held and (kind, key) in self.held:
            return self.held[kind, key]
        if self.folder is None:
            return None
        file = self.folder / kind / key
        try:
            entry = file.read_bytes()
            saved = file.stat().st_mtime
        except OSError:
            return None
        digest, _, content = entry.partition(b"\n")
        if digest != hashlib.sha256(content).hexdigest().encode():
            return None
        if saved > self.opened:
            self.new.add((kind, key))
        if not 0 <= time.time() - saved < DAY:
            with suppress(OSError):
                os.utime(file)
        return content

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep an entry, in one step."""
        if self.held is not None:
            self.held[kind, key] = content
            return
        if self.folder is None:
            return
        with suppress(OSError):
            folder = self.folder / kind
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
            Path(name).replace(folder / key)

    @contextmanager
    def unless_changed[T](self, look: Callable[[], T]) -> Iterator[T]:
        """Store this block's entries only if ``look()`` returns the same before and after it.

        The block is given what was returned before.

        A source that is saved while it is being read could otherwise leave, under the key of its
        one state, what was made from another.
        """
        before, self.held = look(), {}
        try:
            yield before
        finally:
            held, self.held = self.held, None
            if held and look() == before:
                for (kind, key), content in held.items():
                    self.put(kind, key, content)

    def prune(self) -> None:
        """Delete entries that were not used for a month; look for them once a day."""
        if self.folder is None or not self.folder.is_dir():
            return
        now, looked = time.time(), self.folder / "pruned"
        with suppress(OSError):
            if looked.exists() and now - looked.stat().st_mtime < DAY:
                return
            looked.touch()
            for file in self.folder.glob("*/*"):
                if now - file.stat().st_mtime > KEPT:
                    file.unlink(missing_ok=True)


# ── what a key is made of ────────────────────────────────────────────────────────────────────────


def digest(*parts: object) -> str:
    """Return the SHA-256 of bytes and JSON values, each with its type and length.

    So ``digest("ab", "c")`` and ``digest("a", "bc")`` differ.
    """
    total = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else as_json(part).encode()
        kind = b"b" if isinstance(part, bytes) else b"j"
        total.update(kind + str(len(content)).encode() + b":" + content)
    return total.hexdigest()


def as_json(value: object) -> str:
    """Write compact JSON; the keys of objects keep their order."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def files_digest(folder: Path, *, without: Callable[[Path], bool] = lambda _: False) -> str:
    """Hash the files below a folder with their names; what Python and editors leave is passed over.

    ``without`` says of a path inside the folder whether to leave it out.
    """
    return digest(
        *(
            part
            for file in visible_files(folder)
            if not without(relative := file.relative_to(folder))
            for part in (relative.as_posix(), file.read_bytes())
        )
    )


def visible_files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order, but for hidden ones, caches and backups."""
    for file in sorted(folder.rglob("*")):
        parts = file.parts[len(folder.parts) :]
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if not hidden and not file.name.endswith(("~", ".pyc")) and file.is_file():
            yield file


@functools.cache
def code_digest(*modules: str) -> str:
    """Hash modules of this package, such as ``figures.charts``, and all those that they import."""
    found: dict[str, bytes] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = PACKAGE.joinpath(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_name(f"{path.name}.py")
        if name in found or not file.is_file():
            continue
        found[name] = file.read_bytes()
        waiting += own_imports(found[name])
    return digest(*(part for name in sorted(found) for part in (name, found[name])))


def read_package() -> None:
    """Parse this package's modules as they are now, which `code_digest` then need not do."""
    for file in PACKAGE.rglob("*.py"):
        own_imports(file.read_bytes())


@functools.cache
def own_imports(source: bytes) -> tuple[str, ...]:
    """List the names that a source imports from ``refit``: modules, and objects in modules."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found += (name.removeprefix("refit.") for name in names if name.startswith("refit."))
    return tuple(found)


@functools.cache
def versions() -> str:
    """Hash what results depend on outside this repository: machine, Python, installed packages."""
    packages = sorted(
        {
            found.name
            for path in sys.path
            if Path(path or ".").is_dir()
            for found in Path(path or ".").glob("*.dist-info")
        }
    )
    return digest(sys.version, platform.system(), platform.machine(), packages)


def cache_folder() -> Path:
    """Return Refit's cache folder: ``$REFIT_CACHE``, or ``refit`` in the user's cache."""
    own = os.environ.get("REFIT_CACHE")
    if own:
        return Path(own).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "refit"


def build_cache(fresh: bool = False) -> Cache:
    """Return the cache of builds, beside the runtime's."""
    return Cache(cache_folder() / "build", fresh)
