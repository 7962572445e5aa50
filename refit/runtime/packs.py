"""Packs: compressed archives of the browser's Python, grouped by the models that read them.

A pack is its files, end to end, compressed. An index lists the files of each. A page fetches the
packs that its model reads ahead of time; they are compressed with Zstandard:

- ``numpy``: files that Python and numpy read at their start, or a model that needs no more than
  numpy;
- ``sklearn``: files that all other models read, and the few that are not worth a pack of their own;
- ``sklearn-shared-<digest>``: files that the same models read, more than one and not all;
- ``sklearn-<essay>``: files that one model alone reads.

So what one essay needs does not grow with the essays beside it.

Files that no model reads are in many small packs, compressed with zlib. The worker fetches one on
demand: when Python opens a file in it.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Mapping
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
WORTH_A_PACK = 300_000  # bytes of the files that several models share, not compressed
ON_DEMAND = "rest/"  # the folder of the packs that are fetched on demand
LEVEL, OPTIONS = 19, {"window_log": 26, "enable_ldm": 1}  # of Zstandard


class FileEntry(TypedDict):
    """A file in the manifest."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Pack:
    """A compressed pack."""

    name: str  # path in the runtime's folder
    content: bytes = field(repr=False)
    files: list[tuple[str, int]] = field(repr=False)  # paths below Python's library, and bytes
    method: str = "zstd"  # or "zlib"

    def describe(self) -> FileEntry:
        """Return size and hash for the manifest."""
        return {"size": len(self.content), "sha256": hashlib.sha256(self.content).hexdigest()}


def divide(sizes: Mapping[str, int], start: set[str], needs: dict[str, set[str]]) -> dict[str, str]:
    """Assign each file to a pack, by name; a file that no page can need has none.

    Parameters
    ----------
    sizes
        The bytes of each file of the library.
    start
        The files that are read before a model is imported.
    needs
        The files that each essay's model reads.
    """
    base = start.union(*(read for read in needs.values() if not reads_beyond_base(read - start)))
    readers: dict[str, list[str]] = {}
    for slug, read in sorted(needs.items()):
        for path in read - base:
            readers.setdefault(path, []).append(slug)
    everyone = {slug for group in readers.values() for slug in group}
    weights: Counter[tuple[str, ...]] = Counter()
    for path, group in readers.items():
        weights[tuple(group)] += sizes.get(path, 0)

    def pack_of(path: str) -> str:
        if path in base:
            return BASE
        if path not in readers:
            return on_demand_pack(path)
        group = readers[path]
        if len(group) == len(everyone):
            return FULL
        if len(group) == 1:
            return f"{FULL}-{group[0]}"
        return shared_pack(group) if weights[tuple(group)] >= WORTH_A_PACK else FULL

    return {
        path: pack_of(path) for path in sizes if path in base | readers.keys() or not is_idle(path)
    }


def shared_pack(group: list[str]) -> str:
    """Name the pack of the files that several models read, but not all of them."""
    return f"{FULL}-shared-{digest(*group)[:8]}"


def is_idle(path: str) -> bool:
    """Tell whether a file is a package's own test, a stub, or of numpy's compiler of Fortran.

    Layers over numpy make sure that all its subpackages can be found, so their heads are kept.
    """
    if not path.startswith(SITE_PACKAGES):
        return False
    *folders, name = path.removeprefix(SITE_PACKAGES).split("/")
    is_test = not {"test", "tests"}.isdisjoint(folders)
    is_compiler = folders[:2] == ["numpy", "f2py"] and [*folders, name][2:] != ["__init__.pyc"]
    return is_test or is_compiler or name.endswith(".pyi")


def reads_beyond_base(read: set[str]) -> bool:
    """Tell whether a model reads more than numpy and the standard library."""
    return any(path.startswith(BEYOND_BASE) for path in read)


def ahead(division: dict[str, str], read: set[str]) -> list[str]:
    """Name the packs that a page fetches ahead of time, given the files that its model reads."""
    found = {division[path] for path in read} - {BASE}
    return [BASE, *sorted(found)]


def on_demand_pack(path: str) -> str:
    """Name the pack of a file that no model reads: one for each subpackage."""
    inside = path.removeprefix(PYTHON_LIB)
    if not path.startswith(SITE_PACKAGES):
        return f"{ON_DEMAND}python"
    folders = inside.split("/")[1:-1]
    return f"{ON_DEMAND}{'.'.join(folders[:2]) or 'other'}"


def write_packs(library: Library, division: dict[str, str], cache: Cache) -> list[Pack]:
    """Compress the files of each pack, extensions last; packs on demand come after the others."""
    names = sorted(set(division.values()), key=lambda name: (name.startswith(ON_DEMAND), name))
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
        if name.startswith(ON_DEMAND):
            return Pack(f"{name}.pack", compress_zlib(b"".join(contents), cache), sizes, "zlib")
        return Pack(
            f"{name}.pack", b"".join(compress_zstd(each, cache) for each in contents), sizes
        )

    with ThreadPoolExecutor(PROCESSORS) as pool:  # both compressors release the interpreter's lock
        return list(pool.map(write, names))


def compress_zlib(content: bytes, cache: Cache) -> bytes:
    """Compress with zlib, which is quick, or recall the result from the cache."""
    key = hashlib.sha256(content).hexdigest()
    return cache.recall("packs", f"{key}-zlib", lambda: zlib.compress(content))


def compress_zstd(content: bytes, cache: Cache) -> bytes:
    """Compress with Zstandard, or recall the result from the cache.

    The result is a third smaller than zlib's. Browsers cannot decompress it; ``unpack.js`` does.
    """
    key = digest(hashlib.sha256(content).hexdigest(), LEVEL, OPTIONS, zstandard.__version__)
    parameters = zstandard.ZstdCompressionParameters.from_level(LEVEL, **OPTIONS)
    compressor = zstandard.ZstdCompressor(compression_params=parameters)
    return cache.recall("packs", key, lambda: compressor.compress(content))
