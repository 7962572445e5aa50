"""Packs: the files of the browser's Python in a few compressed archives, the needed ones apart.

A pack is its files, end to end and compressed; what is in it stands in an index. ``numpy`` holds
what Python and numpy read while they start, and whatever models that need no more read; ``sklearn``
what several of the other models read, and one more for each of these what it alone reads. A page
fetches its own ahead: they are Zstandard. What no model reads is in many small packs of zlib,
which the worker fetches only if Python does ask for something in them.
"""

import hashlib
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypedDict

import zstandard

from refit.cache import Cache, digest
from refit.runtime.library import PROCESSORS, PYTHON_LIB, SITE_PACKAGES, Library

BASE, FULL = "numpy", "sklearn"
BEYOND_BASE = tuple(
    f"{SITE_PACKAGES}{name}" for name in ("scipy", "sklearn", "joblib", "threadpoolctl")
)
LEVEL, OPTIONS = 19, {"window_log": 26, "enable_ldm": 1}  # of Zstandard


class FileEntry(TypedDict):
    """A file in the manifest."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Pack:
    """A pack that has been written."""

    name: str  # in the runtime's folder
    content: bytes = field(repr=False)
    files: list[tuple[str, int]] = field(repr=False)  # paths below Python's library, and bytes
    method: str = "zstd"  # or "zlib"

    def describe(self) -> FileEntry:
        """Give size and hash as the manifest states them."""
        return {"size": len(self.content), "sha256": hashlib.sha256(self.content).hexdigest()}


def divide(paths: Iterable[str], start: set[str], needs: dict[str, set[str]]) -> dict[str, str]:
    """Return the name of the pack that each file belongs to.

    Parameters
    ----------
    paths
        All there are.
    start
        What is read before any model.
    needs
        What each essay's model reads.
    """
    base = start.union(*(read for read in needs.values() if not reads_beyond_base(read - start)))
    readers: dict[str, list[str]] = {}
    for slug, read in needs.items():
        for path in read - base:
            readers.setdefault(path, []).append(slug)

    def pack_of(path: str) -> str:
        if path in base:
            return BASE
        if path not in readers:
            return on_demand_pack(path)
        is_shared = len(readers[path]) > 1 or len(needs) == 1
        return FULL if is_shared else f"{FULL}-{readers[path][0]}"

    return {path: pack_of(path) for path in paths}


def reads_beyond_base(read: set[str]) -> bool:
    """Tell whether a model reads more than numpy and the standard library."""
    return any(path.startswith(BEYOND_BASE) for path in read)


def ahead(division: dict[str, str], read: set[str]) -> list[str]:
    """Name the packs that a model's page fetches before the model is imported."""
    found = {division[path] for path in read} - {BASE}
    return [BASE, *sorted(found)]


def on_demand_pack(path: str) -> str:
    """Name the pack of a file that no model reads: one for each part of a package."""
    inside = path.removeprefix(PYTHON_LIB)
    if not path.startswith(SITE_PACKAGES):
        return "rest/python"
    folders = inside.split("/")[1:-1]
    name = ".".join(folders[:2]) or "other"
    return f"rest/{name}.tests" if "tests" in folders[2:] else f"rest/{name}"


def write_packs(library: Library, division: dict[str, str], cache: Cache) -> list[Pack]:
    """Compress the files of each pack, extensions last; packs that are wanted ahead come first."""
    names = sorted(set(division.values()), key=lambda name: ("/" in name, name))
    paths: dict[str, list[str]] = {name: [] for name in names}
    for path in library.offsets:
        if path in division:
            paths[division[path]].append(path)

    def write(name: str) -> Pack:
        kinds = [
            [path for path in paths[name] if path.endswith(".so") == is_extension]
            for is_extension in (False, True)
        ]
        sizes = [
            (path.removeprefix(PYTHON_LIB), library.offsets[path][1])
            for kind in kinds
            for path in kind
        ]
        contents = [b"".join(map(library.read, kind)) for kind in kinds]
        if "/" in name:
            return Pack(f"{name}.pack", compress_zlib(b"".join(contents), cache), sizes, "zlib")
        return Pack(
            f"{name}.pack", b"".join(compress_zstd(each, cache) for each in contents), sizes
        )

    with ThreadPoolExecutor(PROCESSORS) as pool:  # both compressors let others run
        return list(pool.map(write, names))


def compress_zlib(content: bytes, cache: Cache) -> bytes:
    """Compress what few ever fetch in little time, or recall what came of it the last time."""
    key = hashlib.sha256(content).hexdigest()
    return cache.recall("packs", f"{key}-zlib", lambda: zlib.compress(content))


def compress_zstd(content: bytes, cache: Cache) -> bytes:
    """Compress by a third more, as browsers cannot undo by themselves: ``unpack.js`` does."""
    key = digest(hashlib.sha256(content).hexdigest(), LEVEL, OPTIONS, zstandard.__version__)
    parameters = zstandard.ZstdCompressionParameters.from_level(LEVEL, **OPTIONS)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    return cache.recall("packs", key, lambda: compressor.compress(content))
