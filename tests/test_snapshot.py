"""Snapshots of the browser's Python: the same when taken twice, and left out where they mislead."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from refit.cache import Cache, build_cache, cache_folder
from refit.errors import SetupError
from refit.model import results
from refit.paths import ROOT
from refit.runtime import install, packs, patch, snapshot, snapshot_patch
from refit.runtime.library import PYTHON_LIB, SITE_PACKAGES
from refit.runtime.model_runs import ModelRuns
from refit.runtime.snapshot import Taker, common, divided, module_names
from refit.runtime.trace import trace

DRAWS = """\
import random
import numpy as np

def drawn(state):
    if state["seeded"]:
        return {"t": {"x": np.random.default_rng(1).random(3).tolist()}}
    return {"t": {"x": [random.random(), np.random.random()]}}
"""
SEEDED, FREE = ("drawn", {"seeded": True}), ("drawn", {"seeded": False})


def drawing(*runs) -> ModelRuns:
    return ModelRuns("draws", {"model.py": DRAWS}, list(runs), file="draws/model.py")


@pytest.fixture(scope="module")
def taker() -> Taker:
    return Taker.of(install.find_tracer(build_cache()))


@pytest.fixture(scope="module")
def read(taker) -> set[str]:
    start, needs = trace([drawing(SEEDED)], taker.tracer)
    return start | needs["draws"]


@pytest.fixture(scope="module")
def parts(taker, read) -> dict[str, bytes]:
    return taker.parts(read)


def test_two_snapshots_are_the_same_byte_for_byte(taker, read, parts):
    fresh = Taker(install.find_tracer(Cache()), taker.loader)
    again = fresh.parts(read)
    assert {name: hashlib.sha256(part).hexdigest() for name, part in again.items()} == {
        name: hashlib.sha256(part).hexdigest() for name, part in parts.items()
    }


def test_a_snapshot_holds_nothing_of_this_machine(parts):
    for name, part in parts.items():
        for text in (str(ROOT), str(cache_folder()), f"{tempfile.gettempdir()}/refit-"):
            assert text.encode() not in part, f"{name} holds {text}"


def test_its_pages_are_those_that_differ_from_what_is_there(parts):
    places = json.loads(parts["places.json"])
    assert sum(length for _, length in places["runs"]) == len(parts["pages"])
    pages = [parts["pages"][i : i + 4096] for i in range(0, len(parts["pages"]), 4096)]
    assert all(page.strip(b"\0") for page in pages)
    starts = [start for start, _ in places["runs"]]
    assert starts == sorted(starts)
    assert all(start % 4096 == 0 for start in starts)
    assert places["runs"][-1][0] + places["runs"][-1][1] <= places["size"]
    assert len(parts["pages"]) < places["size"]


def test_a_restored_python_gives_the_same_to_the_bit_and_is_random(taker, read):
    model = drawing(SEEDED, FREE)
    _, first, drawn = taker.run(model, read)
    _, second, other = taker.run(model, read)
    expected = taker.tracer.ask(model)[1]
    assert first.tables == second.tables == expected.tables
    one, two = (results.loads(each.tables)["t"]["x"].tolist() for each in (drawn, other))
    assert not set(one) & set(two)


def test_what_is_imported_is_not_read_again(taker, read):
    first, after = taker.reads(drawing(SEEDED), read)
    assert first == after
    assert not [path for path in after if path.endswith(".pyc")]
    assert [path for path in after if path.endswith(".so")]


def test_a_model_whose_results_differ_goes_without(taker):
    found, refused = taker.take([drawing(SEEDED)], set())
    assert (list(found), refused) == (["draws"], {})
    assert taker.take([drawing(SEEDED, FREE)], set()) == ({}, {"draws": "a result differs"})


def test_check_and_build_say_which_model_goes_without(monkeypatch, taker, tmp_path, capsys):
    models = [drawing(SEEDED, FREE)]
    assert install.without_snapshots(models, taker.tracer) == {}
    monkeypatch.setenv("REFIT_RUNTIME", "snapshot")
    assert install.without_snapshots(models, taker.tracer) == {"draws": "a result differs"}
    assert install.install(tmp_path, models).ahead["draws"] == ["numpy"]
    told = capsys.readouterr()
    why = "draws: its page starts Python without a snapshot: a result differs"
    assert why in told.out + told.err


def test_a_runtime_is_made_anew_when_what_its_snapshots_are_taken_with_changes(
    monkeypatch, tmp_path
):
    script = tmp_path / "restore.js"
    monkeypatch.setattr(snapshot, "SCRIPTS", (script,))

    def digests(variant):
        monkeypatch.setenv("REFIT_RUNTIME", variant)
        for text in ("one", "two"):
            script.write_text(text)
            yield install.variant_digest()

    lean, snap = set(digests("lean")), set(digests("snapshot"))
    assert (len(lean), len(snap), len(lean & snap)) == (1, 2, 0)


def test_a_page_fetches_no_modules_and_another_finds_them(monkeypatch, tmp_path):
    lean = install.install(tmp_path / "lean", [drawing(SEEDED)])
    monkeypatch.setenv("REFIT_RUNTIME", "snapshot")
    made = install.install(tmp_path, [drawing(SEEDED)])
    *ahead, held = made.ahead["draws"]
    assert ahead == lean.ahead["draws"] == ["numpy"]
    assert held.startswith(snapshot.PREFIX)
    assert made.files[f"{held}.pack"]["size"] < 5_000_000
    paths = {name: {path for path, _ in files} for name, files in listed(tmp_path, made)}
    assert not [path for path in paths["numpy.pack"] if path.endswith(".pyc")]
    (own,) = (files for name, files in listed(tmp_path / "lean", lean) if name == "numpy.pack")
    assert paths["numpy.pack"] | paths["numpy.modules.pack"] == {path for path, _ in own}
    assert "snapshot_patch.py" in (tmp_path / made.folder / "licences/INDEX.txt").read_text()


def listed(dist: Path, installed: install.Installed) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the packs' names and files, as the index in the core has them."""
    folder = dist / installed.folder
    manifest = json.loads((folder / "manifest.json").read_bytes())
    content = packs.zstandard.decompress((folder / "core.pack").read_bytes())
    start = sum(size for name, size in manifest["core"][:-1])
    assert manifest["core"][-1][0] == install.INDEX
    return [(each["name"], each["files"]) for each in json.loads(content[start:])["packs"]]


def test_files_are_divided_by_what_is_read_once_restored():
    division = {"a": "numpy", "b": "numpy", "c": "sklearn-one", "d": "rest/python", "e": "numpy"}
    assert divided(division, {"a"}, {"a", "e"}) == {
        "a": "numpy",
        "e": "numpy.later",
        "b": "numpy.modules",
        "c": "sklearn-one.modules",
        "d": "rest/python",
    }


def test_a_snapshot_holds_what_all_models_of_its_kind_read():
    sklearn = f"{SITE_PACKAGES}sklearn/"
    read = {
        "trees": {"os", f"{sklearn}base.pyc", f"{sklearn}tree.pyc"},
        "lines": {"os", f"{sklearn}base.pyc", f"{sklearn}svm.pyc"},
        "sums": {"os", "numpy"},
    }
    both = {"os", f"{sklearn}base.pyc"}
    assert common(read, {"os"}) == {"trees": both, "lines": both, "sums": {"os", "numpy"}}


def test_modules_are_named_as_they_are_imported():
    read = {
        f"{PYTHON_LIB}json/__init__.pyc": "json",
        f"{PYTHON_LIB}json/decoder.pyc": "json.decoder",
        f"{SITE_PACKAGES}numpy/_core/_x.cpython-314-wasm32-emscripten.so": "numpy._core._x",
        f"{SITE_PACKAGES}scipy.libs/libopenblas.so": None,
        f"{SITE_PACKAGES}numpy-2.4.3.dist-info/METADATA": None,
    }
    assert sorted(module_names(read)) == sorted(filter(None, read.values()))


def test_the_changes_are_for_the_pinned_loader_alone(taker):
    original = (taker.tracer.runtime / patch.NAME).read_bytes()
    assert patch.unmatched(original, snapshot_patch.CHANGES) == []
    assert patch.unmatched(patch.patch(original), snapshot_patch.CHANGES) == []
    with pytest.raises(SetupError, match=r"snapshot_patch\.py .*or set REFIT_RUNTIME=lean"):
        snapshot_patch.apply(original + b"\n")


def test_a_snapshot_is_taken_anew_by_other_code(monkeypatch):
    library = SimpleNamespace(folder=Path("library"))
    taker = Taker(SimpleNamespace(library=library), b"loader")
    before = taker.key({"a.pyc"})
    asked = []
    monkeypatch.setattr(snapshot, "code_digest", lambda *names: asked.extend(names) or "other")
    assert taker.key({"a.pyc"}) != before
    assert "runtime.snapshot" in asked
