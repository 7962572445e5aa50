"""Pins: the name, size and SHA-256 of every file of the browser's runtime.

They stand in ``runtime.json``. Because each byte is checked against them, it does not matter
where a file comes from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PINS_FILE = Path(__file__).with_name("runtime.json")


@dataclass(frozen=True)
class Pin:
    """One file as it must be."""

    name: str
    kind: str  # "core" (Pyodide itself) or "wheel"
    package: str  # the npm or Python package that it belongs to
    size: int  # bytes
    sha256: str

    def difference(self, path: Path) -> str | None:
        """Say how the file at `path` differs from the pin; None when it is the pinned one."""
        size = path.stat().st_size
        if size != self.size:
            return f"expected {self.size} bytes, found {size}"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        return None if found == self.sha256 else f"expected sha256 {self.sha256}, found {found}"


@dataclass(frozen=True)
class Pins:
    """The whole of ``runtime.json``."""

    version: str
    files: tuple[Pin, ...]
    npm: str  # npm's name and version of the package with the core files
    pip: str  # pip's name and version of the package that carries the wheels
    pip_python: str  # a Python version that the carrier accepts
    pip_folder: str  # where the wheels are inside the carrier
    pip_size: int  # bytes to download
    cdn: str  # address of a folder with every file, ending in a slash

    @property
    def digest(self) -> str:
        """Eight hex digits that change whenever any pinned file does."""
        lines = "".join(f"{pin.sha256}  {pin.name}\n" for pin in self.files)
        return hashlib.sha256(lines.encode()).hexdigest()[:8]

    @property
    def packages(self) -> tuple[str, ...]:
        """The Python packages of the runtime, dependencies last."""
        return tuple(pin.package for pin in self.files if pin.kind == "wheel")


@cache
def load() -> Pins:
    """Read ``runtime.json``.

    Returns
    -------
    Pins
        Version, files and sources of the runtime.
    """
    data = json.loads(PINS_FILE.read_text(encoding="utf-8"))
    wheels = data["sources"]["wheels"]
    return Pins(
        version=data["version"],
        files=tuple(Pin(**file) for file in data["files"]),
        npm=data["sources"]["core"]["npm"],
        pip=wheels["pip"],
        pip_python=wheels["python"],
        pip_folder=wheels["folder"],
        pip_size=wheels["size"],
        cdn=data["sources"]["cdn"],
    )
