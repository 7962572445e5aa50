"""Every pinned file, fetched where it is missing, and checked byte for byte."""

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


def ensure(cache: Path | None = None, *, sources: Sequence[Source] | None = None) -> Path:
    """Give a folder that holds every pinned file, fetching what is missing.

    Parameters
    ----------
    cache : Path, optional
        Where runtimes are kept; ``$REFIT_CACHE``, else ``refit`` in the user's cache folder.
    sources : sequence of Source, optional
        Where files may come from, tried in order; npm, pip and the CDN when not given.

    Returns
    -------
    Path
        A folder whose files all match their pins at the time of the call.

    Raises
    ------
    SetupError
        When a file can be had from nowhere, when the cache cannot be written, or when the folder
        named by ``$REFIT_RUNTIME_DIR`` does not exist or holds a file that differs from its pin.
    """
    known = pins.load()
    folder = (cache or cache_folder()) / f"pyodide-{known.version}-{known.digest}"
    tried = [*user_source(), *(default_sources() if sources is None else sources)]
    missing = [pin for pin in known.files if not is_cached(pin, folder)]
    if missing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fetch_missing(missing, folder, tried)
        except OSError as error:
            raise SetupError(
                f"the browser runtime cannot be kept in {folder} ({error.strerror}); "
                "set REFIT_CACHE to a folder that can be written"
            ) from error
    return folder


def user_source() -> list[Source]:
    """Give the user's own folder of files as a source; refuse it when a file in it differs."""
    named = os.environ.get("REFIT_RUNTIME_DIR")
    if not named:
        return []
    given = Path(named).expanduser().absolute()
    if not given.is_dir():
        raise SetupError(f"REFIT_RUNTIME_DIR is {given}, which is not a folder")
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


def is_cached(pin: Pin, folder: Path) -> bool:
    """Tell whether a file is in the cache and whole; one that is damaged is reported."""
    path = folder / pin.name
    if not path.is_file():
        return False
    difference = pin.difference(path)
    if difference:
        say(f"{path} is damaged ({difference}); it is fetched again")
    return difference is None


def fetch_missing(missing: list[Pin], folder: Path, tried: Sequence[Source]) -> None:
    """Put the missing files into the cache, each from the first source that has it right."""
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
    """Move right files into the cache in one step each; return what is wrong with the others."""
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
    """Say which files are missing, what was tried, and what to do about it."""
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
