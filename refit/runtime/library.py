"""The library: every file of the runtime's Python, as the browser's file system will hold it.

Modules are compiled; extensions and data are as they come. Building a library takes a minute. It is
cached next to the pinned files, under a name that depends on the pins and the compiler.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from refit.cache import digest
from refit.errors import SetupError
from refit.paths import PACKAGE
from refit.progress import say
from refit.runtime import pins

PYTHON_LIB = f"/lib/python{pins.load().python_minor}/"
SITE_PACKAGES = f"{PYTHON_LIB}site-packages/"
STDLIB = "python_stdlib.zip"
TOLD = 600  # characters of node's error that are shown; it may begin with a very long line
PATIENCE = 900  # seconds that a script may take
PROCESSORS = os.cpu_count() or 1
COMPILER = ("bytecode.py", "compile.mjs", "lazy_imports.py", "modules.py", "repeated_work.py")
FORMAT = 2  # of a library's two files; raise it when they change, and all libraries are built anew

Form = Literal[
    "lazy", "eager", "source"
]  # compiled with imports deferred, compiled, or as it comes


@dataclass(frozen=True)
class Library:
    """A folder with ``files``, all files in one, and ``index.json``, their paths and sizes."""

    folder: Path

    @cached_property
    def offsets(self) -> dict[str, tuple[int, int]]:
        """Each file's offset and size, by its path in the browser."""
        offsets, start = {}, 0
        for path, size in json.loads((self.folder / "index.json").read_bytes())["files"]:
            offsets[path] = (start, size)
            start += size
        return offsets

    @cached_property
    def contents(self) -> bytes:
        """All files, end to end."""
        return (self.folder / "files").read_bytes()

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        start, size = self.offsets[path]
        return self.contents[start : start + size]

    @property
    def is_whole(self) -> bool:
        """Tell whether the library exists and has the hash it was written with."""
        try:
            index = json.loads((self.folder / "index.json").read_bytes())
            return bool(whole_hash(index["files"], self.contents) == index["sha256"])
        except (OSError, ValueError, KeyError, TypeError):
            return False


def whole_hash(files: list[list[object]], content: bytes) -> str:
    """Hash a library: the paths and sizes of its files, and what is in them."""
    return digest(files, hashlib.sha256(content).hexdigest())


def library_digest(form: Form) -> str:
    """Hash everything that a library is made from."""
    code = [(PACKAGE / "runtime/compiler" / name).read_bytes() for name in COMPILER]
    return digest(FORMAT, pins.load().digest, form, *code)[:12]


def ensure_library(runtime: Path, form: Form = "lazy") -> Library:
    """Return the library of the pinned files; build it first if it is not cached.

    Parameters
    ----------
    runtime
        A folder with every pinned file.
    form
        Whether modules are compiled, and whether their imports are deferred.

    Raises
    ------
    SetupError
        If node cannot be run.
    """
    library = Library(runtime.parent / f"files-{library_digest(form)}")
    if library.is_whole:
        return library
    with tempfile.TemporaryDirectory(prefix=".files-", dir=runtime.parent) as scratch:
        stage = Path(scratch) / "library"
        stage.mkdir()
        say("Preparing Python's files for the browser (a minute or two, once)")
        compiled = compile_archives(runtime, Path(scratch), form) if form != "source" else {}
        write(stage, runtime, compiled)
        shutil.rmtree(library.folder, ignore_errors=True)
        try:
            stage.rename(library.folder)
        except OSError:  # another build has made it meanwhile
            if not Library(library.folder).is_whole:
                raise
    return Library(library.folder)


def archives() -> dict[str, str]:
    """Return the folder in the browser of each of the runtime's archives, by the archive's name."""
    wheels = (pin.name for pin in pins.load().wheels)
    return {STDLIB: PYTHON_LIB} | dict.fromkeys(sorted(wheels), SITE_PACKAGES)


def compile_archives(runtime: Path, scratch: Path, form: Form) -> dict[str, Path]:
    """Compile the modules of every archive, one archive per processor at a time."""

    def compile_one(name: str) -> Path:
        target = scratch / name
        run_node(
            "runtime/compiler/compile.mjs",
            str(runtime),
            str(runtime / name),
            str(target),
            archives()[name],
            form,
        )
        return target

    with ThreadPoolExecutor(PROCESSORS) as pool:
        return dict(zip(archives(), pool.map(compile_one, archives()), strict=True))


def run_node(script: str, *arguments: str, stdin: str = "") -> str:
    """Run one of this package's scripts under node and return its output.

    Raises
    ------
    SetupError
        If node is missing, or the script fails.
    """
    ended = call_node(script, *arguments, stdin=stdin, patience=PATIENCE)
    if ended.returncode:
        raise SetupError(f"{script} failed: {ended.stderr.strip()[-TOLD:]}")
    return ended.stdout


def call_node(
    script: str, *arguments: str, stdin: str, patience: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of this package's scripts under node; return how it ended, well or not.

    Raises
    ------
    SetupError
        If node is missing, or the script takes more than ``patience`` seconds.
    """
    command = ["node", str(PACKAGE / script), *arguments]
    try:
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=patience, check=False
        )
    except FileNotFoundError:
        raise SetupError("node is missing; install Node.js 20 or newer") from None
    except subprocess.TimeoutExpired:
        raise SetupError(f"{script} has not come to an end in {patience} s") from None


def write(folder: Path, runtime: Path, compiled: dict[str, Path]) -> None:
    """Write a library's two files."""
    files = dict(
        each
        for name, root in archives().items()
        for each in merged(runtime / name, compiled.get(name), root)
    )
    content = b"".join(files.values())
    (folder / "files").write_bytes(content)
    listed: list[list[object]] = [[path, len(data)] for path, data in files.items()]
    index = {"sha256": whole_hash(listed, content), "files": listed}
    (folder / "index.json").write_text(json.dumps(index))


def merged(archive: Path, compiled: Path | None, root: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive; a compiled module replaces its source."""
    with zipfile.ZipFile(archive) as source:
        names = [name for name in source.namelist() if not name.endswith("/")]
        modules = zipfile.ZipFile(compiled) if compiled else None
        made = set(modules.namelist()) if modules else set()
        for name in sorted(names):
            if modules and f"{name}c" in made:
                yield f"{root}{name}c", modules.read(f"{name}c")
            else:
                yield f"{root}{name}", source.read(name)
        if modules:
            modules.close()
