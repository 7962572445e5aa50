"""The browser's runtime: Pyodide and the wheels, checked byte for byte and laid out for a site.

``ensure()`` gives a folder with every file that is pinned in ``runtime.json``; ``install()``
writes a copy that a page can load. ``python -m refit.runtime`` does the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from refit import fetch, packs, patch, pins
from refit.cache import Cache
from refit.errors import SetupError
from refit.fetch import Source
from refit.notices import write_notices
from refit.packs import FileEntry, Pack
from refit.pins import Pin
from refit.rehearsal import Play, rehearse
from refit.store import Store, ensure_store, store_digest

LOCK = "pyodide-lock.json"
MANIFEST = "manifest.json"
INDEX = "index.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
# The lean runtime is trimmed, compiled and patched. The others are for comparison: ``whole`` has
# every file as it comes, ahead of time.
VARIANTS = ("lean", "unpatched", "whole")


@dataclass(frozen=True)
class Installed:
    """A runtime in a site."""

    folder: str  # name inside the site: "runtime-" and 12 digits of the manifest's hash
    manifest_sha256: str
    files: dict[str, FileEntry]  # by name; all that a page may fetch ahead
    ahead: dict[str, list[str]] = field(default_factory=dict)  # by essay, the packs it fetches so


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
    folder = (cache or default_cache()) / f"pyodide-{known.version}-{known.digest}"
    tried = [*own_source(), *(fetch.default_sources() if sources is None else sources)]
    missing = [pin for pin in known.files if not is_cached(pin, folder)]
    if missing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fill(missing, folder, tried)
        except OSError as error:
            raise SetupError(
                f"the browser runtime cannot be kept in {folder} ({error.strerror}); "
                "set REFIT_CACHE to a folder that can be written"
            ) from error
    return folder


def default_cache() -> Path:
    """Name the folder in which runtimes are kept between builds."""
    own = os.environ.get("REFIT_CACHE")
    if own:
        return Path(own).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "refit"


def own_source() -> list[Source]:
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
        for path in fetch.from_folder([pin], given)
        if (difference := pin.difference(path))
    ]
    if wrong:
        raise SetupError(
            "REFIT_RUNTIME_DIR holds files that are not the pinned ones:\n"
            + "\n".join(wrong)
            + "\nReplace them, or unset REFIT_RUNTIME_DIR to have them fetched."
        )
    return [Source("REFIT_RUNTIME_DIR", lambda wanted, _: fetch.from_folder(wanted, given))]


def is_cached(pin: Pin, folder: Path) -> bool:
    """Tell whether a file is in the cache and whole; one that is damaged is reported."""
    path = folder / pin.name
    if not path.is_file():
        return False
    difference = pin.difference(path)
    if difference:
        fetch.say(f"{path} is damaged ({difference}); it is fetched again")
    return difference is None


def fill(missing: list[Pin], folder: Path, sources: Sequence[Source]) -> None:
    """Put the missing files into the cache, each from the first source that has it right."""
    notes: list[str] = []
    for source in sources:
        with fetch.scratch(folder) as scratch:
            try:
                found = source.take(missing, Path(scratch))
            except (fetch.UnavailableError, *fetch.BROKEN) as reason:
                notes.append(f"{source.name}: {reason}")
                found = fetch.from_folder(missing, Path(scratch))  # what came before it broke off
            refused = accept(found, missing, folder, Path(scratch))
        arrived = {path.name for path in found} - refused.keys()
        missing = [pin for pin in missing if pin.name not in arrived]
        if not missing:
            return
        for name, difference in refused.items():
            notes.append(f"{source.name}: {name} refused, {difference}")
            fetch.say(notes[-1])
    raise SetupError(explain(missing, notes))


def accept(found: list[Path], wanted: list[Pin], folder: Path, scratch: Path) -> dict[str, str]:
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


def explain(missing: list[Pin], notes: list[str]) -> str:
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


def install(dist: Path, plays: Sequence[Play] = (), cache: Path | None = None) -> Installed:
    """Write the runtime into a site, the same bytes whenever and wherever it is done.

    The folder is named after its manifest, and the manifest holds the hash of every file: a page
    that knows the name can check the manifest, and by it everything else.

    Parameters
    ----------
    dist : Path
        Folder of the site; made when it does not exist.
    plays : sequence of Play
        The models that the runtime is for.
    cache : Path, optional
        As for `ensure`.

    Returns
    -------
    Installed
        The folder's name, its manifest's hash, the packs in it and, by essay, those its page uses.

    Raises
    ------
    SetupError
        As for `ensure`; if node cannot be run; if ``$REFIT_RUNTIME`` is no known variant.
    """
    chosen = variant()
    source = ensure(cache)
    kept = Cache((cache or default_cache()) / "build")
    dist.mkdir(parents=True, exist_ok=True)
    files = ensure_store(source, compiled=chosen != "whole")
    division, ahead = assign(plays, source, files, kept, chosen)
    with tempfile.TemporaryDirectory(prefix=".runtime-", dir=dist) as scratch:
        stage = Path(scratch) / "runtime"
        stage.mkdir()
        written = packs.write_packs(files, division, kept)
        sealed = seal(stage, source, written, kept, chosen)
        write_notices(source, stage / "licences", is_patched=chosen == "lean")
        target = dist / sealed.folder
        if target.exists():
            shutil.rmtree(target)
        stage.rename(target)
    return replace(sealed, ahead=ahead)


def variant() -> str:
    """Return which runtime is laid out, as ``$REFIT_RUNTIME`` says."""
    named = os.environ.get("REFIT_RUNTIME") or VARIANTS[0]
    if named not in VARIANTS:
        raise SetupError(f"REFIT_RUNTIME is {named!r}; it can be {', '.join(VARIANTS)}")
    return named


def assign(
    plays: Sequence[Play], source: Path, files: Store, kept: Cache, chosen: str
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return each file's pack, and by essay the packs that its page fetches ahead."""
    if chosen == "whole":
        both = [packs.BASE, packs.FULL]
        division = {path: both[path.startswith(packs.BEYOND_BASE)] for path in files.places}
        return division, {play.slug: both for play in plays}
    start, needs = rehearse(plays, source, files, kept)
    division = packs.divide(files.places, start, needs)
    return division, {slug: packs.ahead(division, read | start) for slug, read in needs.items()}


def additions(plays: Sequence[Play]) -> dict[str, tuple[int, int]]:
    """Return how many files each model reads that no other one does, and their compressed size.

    Nothing is returned where no runtime has been laid out before: none is fetched for this.
    """
    source = default_cache() / f"pyodide-{pins.load().version}-{pins.load().digest}"
    files = Store(source.parent / f"files-{store_digest(compiled=True)}")
    if not files.is_whole:
        return {}
    kept = Cache(default_cache() / "build")
    start, needs = rehearse(plays, source, files, kept)
    found = {}
    for slug, read in needs.items():
        others = start.union(*(needs[other] for other in needs if other != slug))
        content = b"".join(files.read(path) for path in sorted(read - others))
        found[slug] = (len(read - others), len(packs.squeeze(content, kept)))
    return found


def seal(stage: Path, source: Path, written: list[Pack], kept: Cache, chosen: str) -> Installed:
    """Write all packs and the manifest, and name the folder after it.

    The pack ``core`` holds Pyodide itself and the index of the others, so that one hash vouches for
    all that is needed to read them.
    """
    lock = json.loads((source / LOCK).read_text(encoding="utf-8"))
    index = [
        {
            "name": pack.name,
            "method": pack.method,
            "files": pack.files,
            **(pack.describe() if "/" in pack.name else {}),
        }
        for pack in written
    ]
    core = {name: (source / name).read_bytes() for name in CORE}
    if chosen == "lean":
        core[patch.NAME] = patch.patch(core[patch.NAME])
    core[LOCK] = compact({"info": lock["info"], "packages": {}})
    core[INDEX] = compact({"packs": index})
    content = packs.squeeze(b"".join(core.values()), kept)
    sizes = [(name, len(data)) for name, data in core.items()]
    everything = [Pack("core.pack", content, sizes), *written]
    for pack in everything:
        (stage / pack.name).parent.mkdir(exist_ok=True)
        (stage / pack.name).write_bytes(pack.content)
    ahead = {pack.name: pack.describe() for pack in everything if "/" not in pack.name}
    manifest = compact(
        {
            "version": pins.load().version,
            "packages": {name: lock["packages"][name]["version"] for name in pins.load().packages},
            "files": ahead,
            "core": sizes,
        }
    )
    (stage / MANIFEST).write_bytes(manifest)
    digest = hashlib.sha256(manifest).hexdigest()
    return Installed(f"runtime-{digest[:12]}", digest, ahead)


def compact(data: dict[str, Any]) -> bytes:
    """Write JSON in the fewest bytes, always in the same order."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()


def main() -> int:
    """Fetch and check the runtime, and say where it is."""
    try:
        folder = ensure()
    except SetupError as error:
        fetch.say(str(error))
        return 1
    total = sum(pin.size for pin in pins.load().files)
    print(f"Pyodide {pins.load().version}, {total / 1e6:.1f} MB, checked: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
