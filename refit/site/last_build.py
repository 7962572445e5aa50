"""The record of the last build: the key of each part of a site, and the state of its files.

A site is built in parts: the runtime, the assets, each essay, and the pages over them. A part whose
key is the same as the last time, and whose files are still as they were written, is taken over.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from refit.cache import Cache, Json, digest

FileStates = dict[str, list[int]]  # path inside the site -> size, time of the last change


@dataclass
class Part:
    """One part: the key it was built from, data that other parts need, and its files."""

    key: str
    info: Json = field(default_factory=dict)
    files: FileStates = field(default_factory=dict)


@dataclass
class BuildRecord:
    """The parts of a built site."""

    parts: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def read(cls, cache: Cache, site: Path) -> "BuildRecord":
        """Return the record of the last build into a folder; empty if there is none."""
        found = None if cache.fresh else cache.get("stamps", record_key(site))
        try:
            parts = json.loads(found or b"{}")
            return cls({name: Part(**part) for name, part in parts.items()})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def write(self, cache: Cache, site: Path) -> None:
        """Store this record for a folder, with the present state of its files."""
        for part in self.parts.values():
            part.files = {}
        for path, seen in file_states(site).items():
            self.parts[owner(path, self.parts)].files[path] = seen
        parts = {name: asdict(part) for name, part in self.parts.items()}
        cache.put("stamps", record_key(site), json.dumps(parts).encode())

    def kept(self, keys: dict[str, str], found: FileStates) -> dict[str, Part]:
        """Return the parts that were built from these keys and whose files have not changed."""
        return {
            name: part
            for name, key in keys.items()
            if (part := self.parts.get(name))
            and part.key == key
            and all(found.get(path) == seen for path, seen in part.files.items())
        }


def record_key(site: Path) -> str:
    """Return the key of a folder's record in the cache."""
    return digest(str(site.absolute()))


def file_states(site: Path) -> FileStates:
    """Return size in bytes and time of the last change, in ns, of every file in a folder."""
    found = {}
    for folder, _, names in os.walk(site):
        start = path_to(folder, site)
        for name in names:
            status = os.lstat(f"{folder}/{name}")
            found[f"{start}{name}"] = [status.st_size, status.st_mtime_ns]
    return dict(sorted(found.items()))


def path_to(folder: str, site: Path) -> str:
    """Return what comes before a file's name in its path inside a site: ``essays/one/``."""
    inside = Path(folder).relative_to(site).as_posix()
    return "" if inside == "." else f"{inside}/"


def owner(path: str, parts: dict[str, Part]) -> str:
    """Return the part that a file belongs to: the one that has its folder, or else the pages."""
    for name, part in parts.items():
        if any(path.startswith(f"{folder}/") for folder in part.info.get("folders", [])):
            return name
    return "pages"


def reuse(part: Part, old: Path, new: Path) -> None:
    """Link a part's files from the old site into the new one; copy them where links fail."""
    for path in part.files:
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / path, new / path)
        except OSError:
            shutil.copy2(old / path, new / path)
