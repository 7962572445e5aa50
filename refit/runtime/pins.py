"""Pins: the version of everything in the browser's runtime, and each file's size and SHA-256.

All of them are in ``runtime.json``, which ``python -m refit.runtime pin`` writes. Every byte is
checked against them, so it does not matter where a file comes from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PINS_FILE = Path(__file__).with_name("runtime.json")


@dataclass(frozen=True)
class Pin:
    """One file of the runtime."""

    name: str
    kind: str  # "core" (Pyodide itself) or "wheel"
    package: str  # the npm or Python package that it belongs to
    size: int  # bytes
    sha256: str
    version: str = ""  # of a wheel's package

    def difference(self, path: Path) -> str | None:
        """Say how the file at `path` differs from the pin; None when it is the pinned one."""
        size = path.stat().st_size
        if size != self.size:
            return f"expected {self.size} bytes, found {size}"
        found = sha256_of(path)
        return None if found == self.sha256 else f"expected sha256 {self.sha256}, found {found}"


@dataclass(frozen=True)
class Carrier:
    """A package on PyPI that carries Pyodide's wheels, unchanged, among its own files."""

    pip: str  # its name and version, as pip takes them
    python: str  # a Python version that it accepts
    folder: str  # the folder inside it that holds the wheels, ending in a slash
    size: int  # bytes to download


@dataclass(frozen=True)
class Pins:
    """The content of ``runtime.json``."""

    version: str  # Pyodide's
    python: str  # CPython's
    platform: str  # "emscripten_" and the version that everything was compiled with
    patched: str  # SHA-256 of the loader that `patch.CHANGES` were made for
    npm: str  # npm's name and version of the package with the core files
    carrier: Carrier | None
    cdn: str  # address of a folder with every file, ending in a slash
    files: tuple[Pin, ...]

    @property
    def digest(self) -> str:
        """Eight hex digits that change whenever a pinned file does."""
        lines = "".join(f"{pin.sha256}  {pin.name}\n" for pin in self.files)
        return hashlib.sha256(lines.encode()).hexdigest()[:8]

    @property
    def wheels(self) -> tuple[Pin, ...]:
        """The wheels among the files."""
        return tuple(pin for pin in self.files if pin.kind == "wheel")

    @property
    def packages(self) -> tuple[str, ...]:
        """The names of the runtime's Python packages, dependencies last."""
        return tuple(pin.package for pin in self.wheels)

    @property
    def python_minor(self) -> str:
        """CPython's version without the last number, as in ``/lib/python3.14``."""
        return ".".join(self.python.split(".")[:2])


@cache
def load() -> Pins:
    """Read ``runtime.json``."""
    return from_json(PINS_FILE.read_text(encoding="utf-8"))


def from_json(text: str) -> Pins:
    """Read the text of a ``runtime.json``."""
    data: dict[str, Any] = json.loads(text)
    sources = data["sources"]
    return Pins(
        version=data["version"],
        python=data["python"],
        platform=data["platform"],
        patched=data["patched"],
        npm=sources["core"]["npm"],
        carrier=Carrier(**sources["wheels"]) if sources["wheels"] else None,
        cdn=sources["cdn"],
        files=tuple(Pin(**file) for file in data["files"]),
    )


def to_json(pins: Pins) -> str:
    """Write the text of a ``runtime.json``."""
    carrier = pins.carrier
    data = {
        "version": pins.version,
        "python": pins.python,
        "platform": pins.platform,
        "patched": pins.patched,
        "sources": {
            "core": {"npm": pins.npm},
            "wheels": carrier and vars(carrier),
            "cdn": pins.cdn,
        },
        "files": [
            {name: value for name, value in vars(pin).items() if value != ""} for pin in pins.files
        ],
    }
    return json.dumps(data, indent=2) + "\n"


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
