"""Packs: the files of the browser's Python in a few compressed archives, the needed ones apart.

A pack is zlib's compression of its files, end to end; what is in it stands in an index. ``numpy``
holds what Python and numpy read while they start, and whatever models that need no more read;
``sklearn`` what all other models read. A page fetches these ahead. What no model reads is in many
small packs, which the worker fetches only if Python does ask for something in them.
"""

import hashlib
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypedDict

from refit.cache import Cache
from refit.store import LIBRARY, PACKAGES, Store

BASE, FULL = "numpy", "sklearn"
BEYOND_BASE = tuple(f"{PACKAGES}{name}" for name in ("scipy", "sklearn", "joblib", "threadpoolctl"))
AHEAD_LEVEL, REST_LEVEL = 9, 6


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

    def describe(self) -> FileEntry:
        """Give size and hash as the manifest states them."""
        return {"size": len(self.content), "sha256": hashlib.sha256(self.content).hexdigest()}


def divide(paths: Iterable[str], start: set[str], needs: Iterable[set[str]]) -> dict[str, str]:
    """Return the name of the pack that each file belongs to.

    Parameters
    ----------
    paths
        All there are.
    start
        What is read before any model.
    needs
        What each model reads.
    """
    needs = list(needs)
    base = start.union(*(read for read in needs if not beyond_base(read - start)))
    full = set().union(*needs) - base
    return {
        path: BASE if path in base else FULL if path in full else rest_of(path) for path in paths
    }


def beyond_base(read: set[str]) -> bool:
    """Tell whether a model reads more than numpy and the standard library."""
    return any(path.startswith(BEYOND_BASE) for path in read)


def ahead(start: set[str], read: set[str]) -> list[str]:
    """Name the packs that a model's page fetches before the model is imported."""
    return [BASE, FULL] if beyond_base(read - start) else [BASE]


def rest_of(path: str) -> str:
    """Name the pack of a file that no model reads: one for each part of a package."""
    inside = path.removeprefix(LIBRARY)
    if not path.startswith(PACKAGES):
        return "rest/python"
    folders = inside.split("/")[1:-1]
    name = ".".join(folders[:2]) or "other"
    return f"rest/{name}.tests" if "tests" in folders[2:] else f"rest/{name}"


def write_packs(store: Store, division: dict[str, str], cache: Cache) -> list[Pack]:
    """Compress the files of each pack, in the store's order; packs that are wanted ahead first."""
    names = sorted(set(division.values()), key=lambda name: ("/" in name, name))
    paths: dict[str, list[str]] = {name: [] for name in names}
    for path in store.places:
        if path in division:
            paths[division[path]].append(path)

    def write(name: str) -> Pack:
        files = [(path, store.read(path)) for path in paths[name]]
        level = REST_LEVEL if "/" in name else AHEAD_LEVEL
        sizes = [(path.removeprefix(LIBRARY), len(data)) for path, data in files]
        content = b"".join(data for _, data in files)
        return Pack(f"{name}.pack", compress(content, level, cache), sizes)

    with ThreadPoolExecutor() as pool:  # zlib lets others run
        return list(pool.map(write, names))


def compress(content: bytes, level: int, cache: Cache) -> bytes:
    """Compress, or recall what came of it the last time."""
    key = hashlib.sha256(content).hexdigest() + f"-{level}"
    return cache.recall("packs", key, lambda: zlib.compress(content, level))
