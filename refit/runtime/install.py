"""Lays out the browser's runtime in a site: Pyodide's own files, packs, manifest and licences."""

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

from refit.cache import Cache, cache_folder, digest
from refit.errors import SetupError
from refit.progress import say
from refit.runtime import packs, patch, pins, snapshot, snapshot_patch
from refit.runtime.fetch import LOCK, ensure
from refit.runtime.library import Form, ensure_library
from refit.runtime.licences import write_licences
from refit.runtime.model_runs import ModelRuns
from refit.runtime.packs import FileEntry, Pack
from refit.runtime.snapshot import HEAD, Snapshot, Taker, divided
from refit.runtime.trace import Tracer, trace

MANIFEST = "manifest.json"
INDEX = "index.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")


@dataclass(frozen=True)
class Variant:
    """How much is done to the runtime."""

    form: Form = "lazy"  # of its library
    is_trimmed: bool = True  # a page fetches what its model reads, not every file
    is_patched: bool = True
    has_snapshots: bool = False  # a page starts from memory as it was at build

    @property
    def patches(self) -> list[str]:
        """The files that say how Pyodide's loader is changed."""
        own = ["snapshot_patch.py"] if self.has_snapshots else []
        return ["patch.py", *own] if self.is_patched else []


# By the value of $REFIT_RUNTIME. A site is published with the first. The others are for comparison,
# and for when lazy imports or the patch do not work with a new Pyodide; but `snapshot` starts
# in less time, and has more bytes.
VARIANTS = {
    "lean": Variant(),
    "eager": Variant("eager"),
    "unpatched": Variant(is_patched=False),
    "whole": Variant("source", is_trimmed=False, is_patched=False),
    "snapshot": Variant(has_snapshots=True),
}


@dataclass(frozen=True)
class Installed:
    """A runtime in a site."""

    folder: str  # name inside the site: "runtime-" and 12 digits of the manifest's hash
    manifest_sha256: str
    files: dict[str, FileEntry]  # by name; every pack
    ahead: dict[str, list[str]] = field(default_factory=dict)  # by essay, the ones that it fetches


def install(
    dist: Path, models: Sequence[ModelRuns] = (), cache_dir: Path | None = None
) -> Installed:
    """Write the runtime into a site; the same input always gives the same bytes.

    The folder is named after its manifest, and the manifest holds the hash of every file: a page
    that knows the name can check the manifest, and by it everything else.

    Parameters
    ----------
    dist : Path
        Folder of the site; made when it does not exist.
    models : sequence of ModelRuns
        The models that the runtime is for.
    cache_dir : Path, optional
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
    chosen = VARIANTS[variant()]
    source = ensure(cache_dir)
    cache = Cache((cache_dir or cache_folder()) / "build")
    dist.mkdir(parents=True, exist_ok=True)
    library = ensure_library(source, chosen.form)
    division, ahead, held = assign_packs(models, Tracer(source, library, cache), chosen)
    with tempfile.TemporaryDirectory(prefix=".runtime-", dir=dist) as scratch:
        stage = Path(scratch) / "runtime"
        stage.mkdir()
        written = [*packs.write_packs(library, division, cache), *(each.pack for each in held)]
        heads = {f"{each.pack.name}.{HEAD}": each.head for each in held}
        installed = write_manifest(stage, source, written, cache, chosen, heads)
        write_licences(source, stage / "licences", chosen.patches)
        target = dist / installed.folder
        if target.exists():
            shutil.rmtree(target)
        stage.rename(target)
    return replace(installed, ahead=ahead)


def variant() -> str:
    """Return the name of the variant that ``$REFIT_RUNTIME`` chooses."""
    named = os.environ.get("REFIT_RUNTIME") or "lean"
    if named not in VARIANTS:
        raise SetupError(f"REFIT_RUNTIME is {named!r}; it can be {', '.join(VARIANTS)}")
    return named


def variant_digest() -> str:
    """Return a hash of the variant, and of the page's scripts that its snapshots are taken with."""
    scripts = snapshot.SCRIPTS if VARIANTS[variant()].has_snapshots else ()
    return digest(variant(), *(script.read_bytes() for script in scripts))


def assign_packs(
    models: Sequence[ModelRuns], tracer: Tracer, chosen: Variant
) -> tuple[dict[str, str], dict[str, list[str]], list[Snapshot]]:
    """Return each file's pack, by essay the packs that its page fetches ahead, and snapshots."""
    if not chosen.is_trimmed:
        both = [packs.BASE, packs.FULL]
        paths = tracer.library.offsets
        division = {path: both[path.startswith(packs.BEYOND_BASE)] for path in paths}
        return division, {model.slug: both for model in models}, []
    start, needs = trace(models, tracer)
    sizes = {path: size for path, (_, size) in tracer.library.offsets.items()}
    division = packs.divide(sizes, start, needs)
    needs = {slug: read | start for slug, read in needs.items()}
    if chosen.has_snapshots:
        return with_snapshots(models, tracer, division, start, needs)
    return division, {slug: packs.ahead(division, read) for slug, read in needs.items()}, []


def with_snapshots(
    models: Sequence[ModelRuns],
    tracer: Tracer,
    division: dict[str, str],
    start: set[str],
    needs: dict[str, set[str]],
) -> tuple[dict[str, str], dict[str, list[str]], list[Snapshot]]:
    """Return what `assign_packs` does, where pages start from snapshots if their models can."""
    snapshots, refused = Taker.of(tracer).take(models, start)
    for slug, why in refused.items():
        say(f"{slug}: its page starts Python without a snapshot: {why}")
    first = needs | {slug: each.first for slug, each in snapshots.items()}
    needs = needs | {slug: each.read for slug, each in snapshots.items()}
    division = divided(division, set().union(*first.values()), set().union(*needs.values()))
    ahead = {slug: packs.ahead(division, read) for slug, read in needs.items()}
    for slug, each in snapshots.items():
        ahead[slug].append(each.pack.name.removesuffix(".pack"))
    held = {each.pack.name: each for each in snapshots.values()}
    return division, ahead, [held[name] for name in sorted(held)]


def find_tracer(cache: Cache) -> Tracer:
    """Return the Python that readers get, fetched and prepared if this machine has none yet.

    Raises
    ------
    SetupError
        As for `ensure`; if node cannot be run; if ``$REFIT_RUNTIME`` is no known variant.
    """
    chosen = VARIANTS[variant()]
    source = ensure()
    return Tracer(source, ensure_library(source, chosen.form), cache)


def without_snapshots(models: Sequence[ModelRuns], tracer: Tracer) -> dict[str, str]:
    """Return, by essay, why a page starts Python without a snapshot; none if all pages do so."""
    if not VARIANTS[variant()].has_snapshots:
        return {}
    return Taker.of(tracer).take(models, trace(models, tracer)[0])[1]


def additions(models: Sequence[ModelRuns], tracer: Tracer) -> dict[str, tuple[int, int]]:
    """Count the files that each model reads and no other one does, and their compressed bytes."""
    start, needs = trace(models, tracer)
    found = {}
    for slug, read in needs.items():
        others = start.union(*(needs[other] for other in needs if other != slug))
        content = b"".join(tracer.library.read(path) for path in sorted(read - others))
        found[slug] = (len(read - others), len(packs.compress_zstd(content, tracer.cache)))
    return found


def write_manifest(
    stage: Path,
    source: Path,
    written: list[Pack],
    cache: Cache,
    chosen: Variant,
    heads: dict[str, bytes],
) -> Installed:
    """Write all packs and the manifest, which holds the hash of each.

    The pack ``core`` holds Pyodide itself, the heads of snapshots, and the index of the files in
    the other packs.
    """
    lock = json.loads((source / LOCK).read_text(encoding="utf-8"))
    index = [{"name": pack.name, "method": pack.method, "files": pack.files} for pack in written]
    core = {name: (source / name).read_bytes() for name in CORE}
    if chosen.has_snapshots:
        core[patch.NAME] = snapshot_patch.apply(core[patch.NAME])
    elif chosen.is_patched:
        core[patch.NAME] = patch.patch(core[patch.NAME])
    core |= heads
    core[LOCK] = json_bytes({"info": lock["info"], "packages": {}})
    core[INDEX] = json_bytes({"packs": index})
    content = packs.compress_zstd(b"".join(core.values()), cache)
    sizes = [(name, len(data)) for name, data in core.items()]
    everything = [Pack("core.pack", content, sizes), *written]
    for pack in everything:
        (stage / pack.name).parent.mkdir(exist_ok=True)
        (stage / pack.name).write_bytes(pack.content)
    files = {pack.name: pack.describe() for pack in everything}
    manifest = json_bytes(
        {
            "version": pins.load().version,
            "packages": {name: lock["packages"][name]["version"] for name in pins.load().packages},
            "files": files,
            "core": sizes,
        }
    )
    (stage / MANIFEST).write_bytes(manifest)
    sha256 = hashlib.sha256(manifest).hexdigest()
    return Installed(f"runtime-{sha256[:12]}", sha256, files)


def json_bytes(data: dict[str, Any]) -> bytes:
    """Write JSON without spaces and with sorted keys, so that it is always the same."""
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
