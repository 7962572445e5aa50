"""The browser's runtime: Pyodide and the wheels, checked byte for byte and laid out for a site.

TODO
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from refit.cache import Cache, cache_folder
from refit.errors import SetupError
from refit.runtime import packs, patch, pins
from refit.runtime.fetch import LOCK, ensure
from refit.runtime.library import Library, ensure_library, library_digest
from refit.runtime.licences import write_licences
from refit.runtime.packs import FileEntry, Pack
from refit.runtime.trace import ModelRuns, trace

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


def install(dist: Path, models: Sequence[ModelRuns] = (), cache: Path | None = None) -> Installed:
    """Write the runtime into a site, the same bytes whenever and wherever it is done.

    The folder is named after its manifest, and the manifest holds the hash of every file: a page
    that knows the name can check the manifest, and by it everything else.

    Parameters
    ----------
    dist : Path
        Folder of the site; made when it does not exist.
    models : sequence of ModelRuns
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
    cache_of_packs = Cache((cache or cache_folder()) / "build")
    dist.mkdir(parents=True, exist_ok=True)
    files = ensure_library(source, compiled=chosen != "whole")
    division, ahead = assign_packs(models, source, files, cache_of_packs, chosen)
    with tempfile.TemporaryDirectory(prefix=".runtime-", dir=dist) as scratch:
        stage = Path(scratch) / "runtime"
        stage.mkdir()
        written = packs.write_packs(files, division, cache_of_packs)
        installed = write_manifest(stage, source, written, cache_of_packs, chosen)
        write_licences(source, stage / "licences", is_patched=chosen == "lean")
        target = dist / installed.folder
        if target.exists():
            shutil.rmtree(target)
        stage.rename(target)
    return replace(installed, ahead=ahead)


def variant() -> str:
    """Return which runtime is laid out, as ``$REFIT_RUNTIME`` says."""
    named = os.environ.get("REFIT_RUNTIME") or VARIANTS[0]
    if named not in VARIANTS:
        raise SetupError(f"REFIT_RUNTIME is {named!r}; it can be {', '.join(VARIANTS)}")
    return named


def assign_packs(
    models: Sequence[ModelRuns], source: Path, files: Library, cache_of_packs: Cache, chosen: str
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return each file's pack, and by essay the packs that its page fetches ahead."""
    if chosen == "whole":
        both = [packs.BASE, packs.FULL]
        division = {path: both[path.startswith(packs.BEYOND_BASE)] for path in files.offsets}
        return division, {model.slug: both for model in models}
    start, needs = trace(models, source, files, cache_of_packs)
    division = packs.divide(files.offsets, start, needs)
    return division, {slug: packs.ahead(division, read | start) for slug, read in needs.items()}


def additions(models: Sequence[ModelRuns]) -> dict[str, tuple[int, int]]:
    """Return how many files each model reads that no other one does, and their compressed size.

    Nothing is returned where no runtime has been laid out before: none is fetched for this.
    """
    source = cache_folder() / f"pyodide-{pins.load().version}-{pins.load().digest}"
    files = Library(source.parent / f"files-{library_digest(compiled=True)}")
    if not files.is_whole:
        return {}
    cache_of_packs = Cache(cache_folder() / "build")
    start, needs = trace(models, source, files, cache_of_packs)
    found = {}
    for slug, read in needs.items():
        others = start.union(*(needs[other] for other in needs if other != slug))
        content = b"".join(files.read(path) for path in sorted(read - others))
        found[slug] = (len(read - others), len(packs.compress_zstd(content, cache_of_packs)))
    return found


def write_manifest(
    stage: Path, source: Path, written: list[Pack], cache_of_packs: Cache, chosen: str
) -> Installed:
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
    core[LOCK] = json_bytes({"info": lock["info"], "packages": {}})
    core[INDEX] = json_bytes({"packs": index})
    content = packs.compress_zstd(b"".join(core.values()), cache_of_packs)
    sizes = [(name, len(data)) for name, data in core.items()]
    everything = [Pack("core.pack", content, sizes), *written]
    for pack in everything:
        (stage / pack.name).parent.mkdir(exist_ok=True)
        (stage / pack.name).write_bytes(pack.content)
    ahead = {pack.name: pack.describe() for pack in everything if "/" not in pack.name}
    manifest = json_bytes(
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


def json_bytes(data: dict[str, Any]) -> bytes:
    """Write JSON in the fewest bytes, always in the same order."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
