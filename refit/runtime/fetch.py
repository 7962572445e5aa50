"""Fetches every pinned file that the cache lacks, and checks each byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from refit.cache import cache_folder
from refit.errors import SetupError
from refit.progress import say
from refit.runtime import pins, sources
from refit.runtime.pins import Pin
from refit.runtime.sources import Source, default_sources

LOCK = "pyodide-lock.json"


def ensure(cache_dir: Path | None = None, *, sources: Sequence[Source] | None = None) -> Path:
    """Return a folder with every pinned file; fetch the missing ones first.

    Parameters
    ----------
    cache_dir : Path, optional
        The folder of cached runtimes; by default that of `cache_folder`.
    sources : sequence of Source, optional
        Sources to try in order; by default those of `default_sources`.

    Returns
    -------
    Path
        A folder whose files all match their pins at the time of the call.

    Raises
    ------
    SetupError
        When no source has a file, when the cache cannot be written, or when the folder that
        ``$REFIT_RUNTIME_DIR`` names does not exist or holds a file that differs from its pin.
    """
    known = pins.load()
    folder = (cache_dir or cache_folder()) / f"pyodide-{known.version}-{known.digest}"
    tried = [*user_source(), *(default_sources() if sources is None else sources)]
    missing = [pin for pin in known.files if not is_cached(pin, folder)]
    if missing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fetch_missing(missing, folder, tried)
        except OSError as error:
            raise SetupError(
                f"the browser runtime cannot be stored in {folder} ({error.strerror}); "
                "set REFIT_CACHE to a folder that can be written"
            ) from error
    return folder


def user_source() -> list[Source]:
    """Return the user's own folder as a source, or none; raise an error if a file in it differs."""
    given = user_folder()
    if given is None:
        return []
    wrong = [
        f"  {path}: {difference}"
        for pin in pins.load().files
        for path in sources.from_folder([pin], given)
        if (difference := pin.difference(path))
    ]
    if wrong:
        raise SetupError(
            "REFIT_RUNTIME_DIR holds files that are not the pinned ones:\n"
            + "\n".join(wrong)
            + "\nReplace them, or unset REFIT_RUNTIME_DIR to have them fetched."
        )
    return [Source("REFIT_RUNTIME_DIR", lambda wanted, _: sources.from_folder(wanted, given))]


def user_folder() -> Path | None:
    """Return the folder that ``$REFIT_RUNTIME_DIR`` names, if it names one."""
    named = os.environ.get("REFIT_RUNTIME_DIR")
    if not named:
        return None
    given = Path(named).expanduser().absolute()
    if not given.is_dir():
        raise SetupError(f"REFIT_RUNTIME_DIR is {given}, which is not a folder")
    return given


def is_cached(pin: Pin, folder: Path) -> bool:
    """Tell whether the cache has a file undamaged; report one that is damaged."""
    path = folder / pin.name
    if not path.is_file():
        return False
    difference = pin.difference(path)
    if difference:
        say(f"{path} is damaged ({difference}); it is fetched again")
    return difference is None


def fetch_missing(missing: list[Pin], folder: Path, tried: Sequence[Source]) -> None:
    """Store the missing files in the cache, each from the first source whose copy is right."""
    notes: list[str] = []
    for source in tried:
        with sources.scratch(folder) as scratch:
            try:
                found = source.take(missing, Path(scratch))
            except (sources.UnavailableError, *sources.BROKEN) as reason:
                notes.append(f"{source.name}: {reason}")
                found = sources.from_folder(missing, Path(scratch))  # what came before it broke off
            refused = keep_verified(found, missing, folder, Path(scratch))
        arrived = {path.name for path in found} - refused.keys()
        missing = [pin for pin in missing if pin.name not in arrived]
        if not missing:
            return
        for name, difference in refused.items():
            notes.append(f"{source.name}: {name} refused, {difference}")
            say(notes[-1])
    raise SetupError(missing_message(missing, notes))


def keep_verified(
    found: list[Path], wanted: list[Pin], folder: Path, scratch: Path
) -> dict[str, str]:
    """Move each right file into the cache in one step; return the errors of the others by name."""
    refused = {}
    expected = {pin.name: pin for pin in wanted}
    for path in found:
        # A copy is checked rather than the original, which could change in between.
        copy = path if path.parent == scratch else shutil.copyfile(path, scratch / path.name)
        difference = expected[path.name].difference(copy)
        if difference:
            refused[path.name] = difference
        else:
            copy.replace(folder / path.name)
    return refused


def missing_message(missing: list[Pin], notes: list[str]) -> str:
    """Write the error: missing files, tried sources, and what to do."""
    return "\n".join(
        [
            "the browser runtime is incomplete. Missing:",
            *(f"  {pin.name} ({pin.size} bytes, sha256 {pin.sha256})" for pin in missing),
            "Tried:",
            *(f"  {note}" for note in notes or ["no source: none is configured"]),
            "Connect to a network and try again; or put these files into a folder and set "
            "REFIT_RUNTIME_DIR to it.",
        ]
    )
