"""The runtime's files: had from anywhere, checked byte for byte, always laid out the same."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import http.server
import importlib.metadata
import io
import json
import re
import socket
import subprocess
import sys
import tarfile
import threading
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest
import zstandard
from packaging.tags import Tag
from pyodide_build.common import check_wasm_magic_number, find_matching_wheel
from pyodide_lock import PyodideLockSpec

from refit import cache
from refit.cache import Cache
from refit.errors import SetupError
from refit.model import results
from refit.runtime import fetch, install, library, packs, patch, pins, sources
from refit.runtime.compiler import bytecode
from refit.runtime.library import PYTHON_LIB, Library, ensure_library, library_digest
from refit.runtime.model_runs import ModelRuns, read_runs
from refit.runtime.pins import Carrier, Pin, Pins
from refit.runtime.sources import Source, UnavailableError
from refit.runtime.trace import Answer
from refit.site.project import Project

CONTENTS = {"a.mjs": b"export const a = 1;\n", "b-1-py3-none-any.whl": b"PK a wheel " * 9000}


def make_pin(name: str, data: bytes) -> Pin:
    kind = "wheel" if name.endswith(".whl") else "core"
    return Pin(name, kind, name[0], len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def small(monkeypatch) -> Pins:
    """Pins of two small files, so that a test is quick and needs no network."""
    monkeypatch.delenv("REFIT_RUNTIME_DIR", raising=False)
    files = tuple(make_pin(name, data) for name, data in CONTENTS.items())
    carrier = Carrier("carrier==1", "3.12", "inside/", 1)
    small = Pins("0.0.0", "3.14.0", "emscripten_0", "", "engine@0.0.0", carrier, "", files)
    monkeypatch.setattr(pins, "load", lambda: small)
    return small


def fill_folder(folder: Path, **changed: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in (CONTENTS | changed).items():
        (folder / name).write_bytes(data)
    return folder


def folder_source(folder: Path, name: str = "a shelf") -> Source:
    return Source(name, lambda wanted, _: sources.from_folder(wanted, folder))


def flip(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# ------------------------------------------------------------------ ensure


def test_files_are_copied_into_the_cache_once(small, tmp_path):
    shelf = fill_folder(tmp_path / "shelf")
    folder = fetch.ensure(tmp_path / "cache", sources=[folder_source(shelf)])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENTS
    assert fetch.ensure(tmp_path / "cache", sources=[]) == folder


def test_a_source_with_a_damaged_byte_is_refused_by_name_and_the_next_one_is_used(
    small, tmp_path, capfd
):
    bad = fill_folder(tmp_path / "bad", **{"a.mjs": flip(CONTENTS["a.mjs"])})
    good = fill_folder(tmp_path / "good")
    sources = [folder_source(bad, "the bad shelf"), folder_source(good)]
    folder = fetch.ensure(tmp_path / "cache", sources=sources)
    assert (folder / "a.mjs").read_bytes() == CONTENTS["a.mjs"]
    told = capfd.readouterr().err
    found = hashlib.sha256(flip(CONTENTS["a.mjs"])).hexdigest()
    assert "the bad shelf: a.mjs refused" in told
    assert f"expected sha256 {small.files[0].sha256}, found {found}" in told


@pytest.mark.parametrize("wrong", [b"", CONTENTS["a.mjs"][:-1], CONTENTS["a.mjs"] + b"\n"])
def test_a_file_of_the_wrong_size_never_lands_in_the_cache(small, tmp_path, wrong):
    bad = fill_folder(tmp_path / "bad", **{"a.mjs": wrong})
    with pytest.raises(SetupError, match=r"a shelf: a\.mjs refused, expected 20 bytes, found"):
        fetch.ensure(tmp_path / "cache", sources=[folder_source(bad)])
    assert names_in(tmp_path / "cache") == ["b-1-py3-none-any.whl"]


def test_a_byte_that_rots_in_the_cache_is_reported_and_the_file_fetched_again(
    small, tmp_path, capfd
):
    shelf = fill_folder(tmp_path / "shelf")
    folder = fetch.ensure(tmp_path / "cache", sources=[folder_source(shelf)])
    (folder / "a.mjs").write_bytes(flip(CONTENTS["a.mjs"]))
    fetch.ensure(tmp_path / "cache", sources=[folder_source(shelf)])
    assert (folder / "a.mjs").read_bytes() == CONTENTS["a.mjs"]
    assert "a.mjs is damaged" in capfd.readouterr().err


def test_a_rotten_cache_that_cannot_be_mended_is_an_error(small, tmp_path):
    shelf = fill_folder(tmp_path / "shelf")
    folder = fetch.ensure(tmp_path / "cache", sources=[folder_source(shelf)])
    (folder / "a.mjs").write_bytes(flip(CONTENTS["a.mjs"]))
    with pytest.raises(SetupError, match=r"incomplete(.|\n)*a\.mjs"):
        fetch.ensure(tmp_path / "cache", sources=[])


def test_with_nothing_at_hand_the_error_lists_the_files_and_says_what_to_do(small, tmp_path):
    def out_of_reach(wanted, folder):
        raise UnavailableError("no route to host")

    with pytest.raises(SetupError) as caught:
        fetch.ensure(tmp_path / "cache", sources=[Source("the far shelf", out_of_reach)])
    for pin in small.files:
        assert f"{pin.name} ({pin.size} bytes, sha256 {pin.sha256})" in str(caught.value)
    assert "the far shelf: no route to host" in str(caught.value)
    assert "REFIT_RUNTIME_DIR" in str(caught.value)
    assert names_in(tmp_path / "cache") == []


def test_the_users_own_folder_comes_before_every_source(small, tmp_path, monkeypatch):
    monkeypatch.setenv("REFIT_RUNTIME_DIR", str(fill_folder(tmp_path / "own")))

    def forbidden(wanted, folder):
        raise AssertionError("this source should not have been asked")

    folder = fetch.ensure(tmp_path / "cache", sources=[Source("network", forbidden)])
    assert names_in(folder) == sorted(CONTENTS)


def test_a_damaged_file_in_the_users_own_folder_is_an_error_even_with_a_full_cache(
    small, tmp_path, monkeypatch
):
    good = folder_source(fill_folder(tmp_path / "shelf"))
    fetch.ensure(tmp_path / "cache", sources=[good])
    own = fill_folder(tmp_path / "own", **{"a.mjs": flip(CONTENTS["a.mjs"])})
    monkeypatch.setenv("REFIT_RUNTIME_DIR", str(own))
    with pytest.raises(SetupError, match=r"not the pinned ones(.|\n)*own/a\.mjs: expected sha256"):
        fetch.ensure(tmp_path / "cache", sources=[good])


def test_an_own_folder_that_does_not_exist_is_an_error(small, tmp_path, monkeypatch):
    monkeypatch.setenv("REFIT_RUNTIME_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SetupError, match="nowhere, which is not a folder"):
        fetch.ensure(tmp_path / "cache", sources=[])


def test_a_cache_that_cannot_be_written_says_so(small, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SetupError, match="set REFIT_CACHE"):
        fetch.ensure(tmp_path / "file" / "cache", sources=[])


def test_the_cache_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("REFIT_CACHE", raising=False)
    assert cache.cache_folder() == tmp_path / "xdg" / "refit"
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "own"))
    assert cache.cache_folder() == tmp_path / "own"


def test_a_checked_cache_starts_neither_a_client_nor_a_connection():
    """What every build pays: the slow imports must stay out of it."""
    code = "import refit.runtime.__main__, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pyodide_lock", "pyodide_build", "refit.runtime.upgrade", "numpy"} & set(loaded)


# ------------------------------------------------------------------ sources


@pytest.fixture
def server(tmp_path):
    """A loopback server of the folder ``served``; gives its address."""
    folder = fill_folder(tmp_path / "served")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def from_server(address: str) -> Source:
    return Source(address, partial(sources.from_cdn, address=address))


def test_the_cdn_is_read_and_the_amount_is_said_before(small, tmp_path, server, capfd):
    folder = fetch.ensure(tmp_path / "cache", sources=[from_server(server)])
    assert names_in(folder) == sorted(CONTENTS)
    assert f"Fetching 2 files, 0.1 MB, from {server}" in capfd.readouterr().err


def test_the_cdn_is_not_read_beyond_the_pinned_size(small, tmp_path, server):
    (tmp_path / "served" / "a.mjs").write_bytes(b"x" * 10_000_000)
    with pytest.raises(SetupError, match="expected 20 bytes, found 21"):
        fetch.ensure(tmp_path / "cache", sources=[from_server(server)])


def test_a_file_that_the_cdn_lacks_is_named(small, tmp_path, server):
    (tmp_path / "served" / "a.mjs").unlink()
    with pytest.raises(SetupError, match=r"a\.mjs: 404"):
        fetch.ensure(tmp_path / "cache", sources=[from_server(server)])


def test_what_arrived_before_the_cdn_broke_off_is_kept(small, tmp_path, server):
    (tmp_path / "served" / "b-1-py3-none-any.whl").unlink()
    with pytest.raises(SetupError, match="404"):
        fetch.ensure(tmp_path / "cache", sources=[from_server(server)])
    assert names_in(tmp_path / "cache") == ["a.mjs"]


def test_a_closed_port_is_out_of_reach_and_not_a_traceback(small, tmp_path, server):
    with pytest.raises(SetupError, match="refused"):
        fetch.ensure(tmp_path / "cache", sources=[from_server("http://127.0.0.1:9/")])


def test_an_empty_refit_cdn_leaves_the_cdn_out(monkeypatch):
    monkeypatch.delenv("REFIT_CDN", raising=False)
    known, names = pins.load(), [source.name for source in sources.default_sources()]
    assert names == [
        "node_modules/pyodide",
        f"npm's {known.npm}",
        known.cdn,
        f"pip's {known.carrier.pip}",
    ]
    monkeypatch.setenv("REFIT_CDN", "")
    without = [source.name for source in sources.default_sources()]
    assert without == [name for name in names if name != known.cdn]


@pytest.fixture
def carried(small, tmp_path, monkeypatch) -> Pins:
    """Let npm and pip, rather than a network, give the two small files."""
    (tmp_path / "node_modules").mkdir()
    fill_folder(tmp_path / "node_modules" / "pyodide")
    carrier = tmp_path / "carrier-1-py3-none-any.whl"
    with zipfile.ZipFile(carrier, "w") as archive:
        archive.writestr("inside/b-1-py3-none-any.whl", CONTENTS["b-1-py3-none-any.whl"])
    pip = make_client(tmp_path / "pip", carrier)
    monkeypatch.setattr(sources, "find_pip", lambda: [str(pip)])
    monkeypatch.setattr(sources, "node_modules", lambda: tmp_path / "node_modules")
    return small


def test_wheels_come_from_a_cdn_that_answers_at_once(carried, tmp_path, server, monkeypatch, capfd):
    monkeypatch.setenv("REFIT_CDN", server)
    assert names_in(fetch.ensure(tmp_path / "cache")) == sorted(CONTENTS)
    told = capfd.readouterr().err
    assert f"Fetching 1 files, 0.1 MB, from {server}" in told
    assert "with pip" not in told


def test_wheels_come_from_the_carrier_when_the_cdn_is_silent(carried, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(sources, "PROBE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never answers
        monkeypatch.setenv("REFIT_CDN", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert names_in(fetch.ensure(tmp_path / "cache")) == sorted(CONTENTS)
    assert "Fetching carrier==1 with pip, 0 MB" in capfd.readouterr().err


def test_a_name_that_cannot_be_looked_up_costs_no_more_than_the_limit(monkeypatch):
    monkeypatch.setattr(sources, "PROBE", 0.2)
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(600))
    with pytest.raises(UnavailableError, match=r"a\.mjs: no answer within 0\.2 s"):
        sources.probe("http://cdn.invalid/a.mjs")
    answered.set()  # only now


def test_a_runtime_whose_wheels_no_package_carries_has_the_cdn_alone(monkeypatch):
    alone = dataclasses.replace(pins.load(), carrier=None)
    monkeypatch.setattr(pins, "load", lambda: alone)
    monkeypatch.delenv("REFIT_CDN", raising=False)
    assert [source.name for source in sources.default_sources()][-1] == alone.cdn


def pip_source(pins: Pins) -> Source:
    return Source("pip", partial(sources.from_pip, carrier=pins.carrier))


def make_client(path: Path, product: Path | None) -> Path:
    """Make a stand-in for npm or pip that gives `product`, or fails when there is none."""
    action = f"cp '{product}' ." if product else "echo 'no network' >&2; exit 1"
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exit\n{action}\n')
    path.chmod(0o755)
    return path


def test_npm_gives_the_core_files_and_nothing_else(small, tmp_path, monkeypatch):
    archive = tmp_path / "engine-0.0.0.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("a.mjs", "README.md"):
            data = CONTENTS.get(name, b"read me")
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    (tmp_path / "bin").mkdir()
    make_client(tmp_path / "bin" / "npm", archive)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    (tmp_path / "scratch").mkdir()
    found = sources.from_npm(small.files, tmp_path / "scratch")
    assert {path.name: path.read_bytes() for path in found} == {"a.mjs": CONTENTS["a.mjs"]}


def test_pip_gives_the_wheels_inside_the_carrier_and_nothing_else(small, tmp_path, monkeypatch):
    carrier = tmp_path / "carrier-1-py3-none-any.whl"
    with zipfile.ZipFile(carrier, "w") as archive:
        archive.writestr("inside/b-1-py3-none-any.whl", CONTENTS["b-1-py3-none-any.whl"])
        archive.writestr("inside/c-1-py3-none-any.whl", b"not wanted")
    pip = make_client(tmp_path / "pip", carrier)
    monkeypatch.setattr(sources, "find_pip", lambda: [str(pip)])
    (tmp_path / "scratch").mkdir()
    found = sources.from_pip(small.files, tmp_path / "scratch", small.carrier)
    assert [path.name for path in found] == ["b-1-py3-none-any.whl"]
    assert not (tmp_path / "scratch" / "c-1-py3-none-any.whl").exists()


def test_a_carrier_that_is_no_archive_is_a_reason_and_not_a_traceback(small, tmp_path, monkeypatch):
    (tmp_path / "carrier-1-py3-none-any.whl").write_bytes(b"<html>log in to the hotel</html>")
    pip = make_client(tmp_path / "pip", tmp_path / "carrier-1-py3-none-any.whl")
    monkeypatch.setattr(sources, "find_pip", lambda: [str(pip)])
    with pytest.raises(SetupError, match="pip: File is not a zip file"):
        fetch.ensure(tmp_path / "cache", sources=[pip_source(small)])


def test_clients_that_fail_are_told_apart(small, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    make_client(tmp_path / "bin" / "npm", None)
    pip = make_client(tmp_path / "bin" / "pip", None)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("REFIT_CDN", "")
    monkeypatch.setattr(sources, "find_pip", lambda: [str(pip)])
    monkeypatch.setattr(sources, "node_modules", lambda: tmp_path)
    with pytest.raises(SetupError) as caught:
        fetch.ensure(tmp_path / "cache")
    assert "npm's engine@0.0.0: npm pack failed (exit 1)" in str(caught.value)
    assert "pip's carrier==1: pip download failed (exit 1)" in str(caught.value)
    assert names_in(tmp_path / "cache") == []


def test_without_npm_the_reason_is_that_it_is_not_installed(small, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="npm is not installed"):
        sources.from_npm(small.files, tmp_path)


# ------------------------------------------------------------------ the real files

SMALL = "import numpy as np\nSTATES = {'a': {}}\ndef a(state): return {'t': {'x': np.arange(3)}}\n"
LARGE = "from sklearn.linear_model import Ridge\nSTATES = {}\n"
MODELS = [
    ModelRuns("small", {"model.py": SMALL}, [("a", {})]),
    ModelRuns("large", {"model.py": LARGE}),
    ModelRuns("larger", {"model.py": f"from sklearn.linear_model import Lasso\n{LARGE}"}),
]


@pytest.fixture(scope="module")
def cached() -> Path:
    return fetch.ensure()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> tuple[Path, install.Installed]:
    dist = tmp_path_factory.mktemp("site") / "dist"
    installed = install.install(dist, MODELS)
    return dist / installed.folder, installed


@pytest.fixture(scope="module")
def full_lock(cached) -> PyodideLockSpec:
    return PyodideLockSpec.from_json(cached / fetch.LOCK)


def test_pinned_wheels_are_those_that_pyodides_own_lock_names(full_lock):
    wheels = [pin for pin in pins.load().files if pin.kind == "wheel"]
    assert len(wheels) == 5
    for pin in wheels:
        entry = full_lock.packages[pin.package]
        assert (pin.name, pin.sha256) == (entry.file_name, entry.sha256)


def test_every_dependency_of_a_pinned_package_is_pinned(full_lock):
    packages = set(pins.load().packages)
    for name in packages:
        assert set(full_lock.packages[name].depends) <= packages


def test_the_build_computes_with_the_runtimes_versions(full_lock):
    ours = {name: importlib.metadata.version(name) for name in pins.load().packages}
    assert ours == {name: full_lock.packages[name].version for name in ours}


def test_each_wheel_is_built_for_the_runtimes_python_and_abi(cached, full_lock):
    info = full_lock.info
    python = "cp" + "".join(info.python.split(".")[:2])
    supported = [
        Tag(python, python, f"pyemscripten_{info.abi_version}_{info.arch}"),
        Tag("py3", "none", "any"),
    ]
    for pin in pins.load().files:
        if pin.kind == "wheel":
            assert find_matching_wheel([cached / pin.name], supported) is not None
    assert check_wasm_magic_number(cached / "pyodide.asm.wasm")


def test_two_installs_are_the_same_byte_for_byte(site, tmp_path):
    first, installed = site
    again = install.install(tmp_path / "elsewhere" / "dist", MODELS)
    second = tmp_path / "elsewhere" / "dist" / again.folder
    assert again == installed
    assert contents(first) == contents(second)


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_folders_name_vouches_for_the_manifest_and_it_for_every_file(site):
    folder, installed = site
    data = (folder / "manifest.json").read_bytes()
    assert folder.name == f"runtime-{hashlib.sha256(data).hexdigest()[:12]}"
    assert installed.manifest_sha256 == hashlib.sha256(data).hexdigest()
    assert data == json.dumps(json.loads(data), separators=(",", ":"), sort_keys=True).encode()
    files = json.loads(data)["files"]
    rest = {f"rest/{name}" for name in names_in(folder / "rest")}
    ahead = {"core.pack", "numpy.pack", "sklearn.pack", "sklearn-larger.pack"}
    assert set(files) == ahead | rest
    for name, entry in files.items():
        found = (folder / name).read_bytes()
        assert entry == {"size": len(found), "sha256": hashlib.sha256(found).hexdigest()}
    assert installed.files == files
    assert index(folder).keys() == files.keys() - {"core.pack"}


def core(folder: Path, manifest: dict) -> dict[str, bytes]:
    """Unpack the pack that vouches for the others."""
    content, start, files = unzstd((folder / "core.pack").read_bytes()), 0, {}
    for name, size in manifest["core"]:
        files[name] = content[start : start + size]
        start += size
    return files


def unzstd(content: bytes) -> bytes:
    """Decompress one frame after the other."""
    reader = zstandard.ZstdDecompressor().stream_reader(content, read_across_frames=True)
    return reader.read()


def index(folder: Path) -> dict[str, dict]:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    packs = json.loads(core(folder, manifest)["index.json"])["packs"]
    return {pack["name"]: pack for pack in packs}


def test_installing_again_replaces_what_is_there(site, tmp_path):
    folder, installed = site
    stale = tmp_path / installed.folder
    stale.mkdir()
    (stale / "core.pack").write_text("damaged")
    install.install(tmp_path, MODELS)
    assert contents(stale) == contents(folder)
    assert [path.name for path in tmp_path.iterdir()] == [installed.folder]


def test_what_takes_a_minute_is_told_before_it_begins(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(library, "compile_archives", lambda *_: {})
    monkeypatch.setattr(library, "write", lambda *_: None)
    ensure_library(tmp_path / "runtime")
    assert capsys.readouterr().err.startswith("refit: Preparing Python's files for the browser (")


def test_every_file_that_a_page_can_need_lies_in_one_pack_and_comes_out_of_it_whole(site, cached):
    folder, _ = site
    store = ensure_library(cached)
    listed = [name for pack in index(folder).values() for name, _ in pack["files"]]
    needed = [
        path
        for path in store.offsets
        if not re.search(r"/tests?/|/numpy/f2py/(?!__init__\.pyc)|\.pyi$", path)
    ]
    assert sorted(f"{PYTHON_LIB}{name}" for name in listed) == sorted(needed)
    for name, pack in index(folder).items():
        decompress = {"zlib": zlib.decompress, "zstd": unzstd}[pack["method"]]
        content = decompress((folder / name).read_bytes())
        assert content == b"".join(store.read(f"{PYTHON_LIB}{path}") for path, _ in pack["files"])


def test_packages_come_with_their_data_and_without_their_tests(site):
    names = {name for pack in index(site[0]).values() for name, _ in pack["files"]}
    for file in ("breast_cancer.csv", "iris.csv", "digits.csv.gz", "wine_data.csv"):
        assert f"site-packages/sklearn/datasets/data/{file}" in names
    folders = {part for name in names for part in name.split("/")[:-1]}
    assert {"tests", "test"}.isdisjoint(folders)


def test_each_subpackage_of_numpy_can_be_found(site, cached):
    """Layers over numpy copy all its names, and some are subpackages that load when touched."""
    names = {name for pack in index(site[0]).values() for name, _ in pack["files"]}
    heads = re.compile(r"site-packages/numpy/(?!tests/)\w+/__init__\.pyc")
    whole = {path.removeprefix(PYTHON_LIB) for path in ensure_library(cached).offsets}
    found = set(filter(heads.fullmatch, whole))
    assert "site-packages/numpy/f2py/__init__.pyc" in found
    assert found <= names


def test_what_a_model_reads_comes_with_it_whatever_it_is(site, tmp_path):
    source = "import numpy.f2py\nSTATES = {}\n"
    installed = install.install(tmp_path, [*MODELS, ModelRuns("odd", {"model.py": source})])
    files = index(tmp_path / installed.folder)["numpy.pack"]["files"]
    assert "site-packages/numpy/f2py/crackfortran.pyc" in {name for name, _ in files}


def test_a_page_fetches_what_its_model_reads_and_numpys_pack_holds_no_more_than_that(site):
    folder, installed = site
    assert installed.ahead == {
        "small": ["numpy"],
        "large": ["numpy", "sklearn"],
        "larger": ["numpy", "sklearn", "sklearn-larger"],
    }
    ahead = {name: " ".join(p for p, _ in pack["files"]) for name, pack in index(folder).items()}
    assert "numpy/_core/_multiarray_umath" in ahead["numpy.pack"]
    assert not re.search(r"scipy(?!-[\d.]+\.dist-info)", ahead["numpy.pack"])
    assert "sklearn/linear_model/_ridge.pyc" in ahead["sklearn.pack"]
    assert "sklearn/linear_model/_coordinate_descent.pyc" in ahead["sklearn-larger.pack"]
    assert "sklearn/manifold" not in ahead["sklearn.pack"]
    assert "sklearn/manifold/_t_sne.pyc" in ahead["rest/sklearn.manifold.pack"]


def test_a_page_fetches_next_to_nothing_that_only_other_models_read():
    sizes = dict.fromkeys(["a", "b", "ab", "bc", "abc"], packs.WORTH_A_PACK) | {"ac": 1, "start": 9}
    full = packs.BEYOND_BASE[0]
    needs = {slug: {full, *(path for path in sizes if slug in path)} - {"start"} for slug in "abc"}
    division = packs.divide(sizes | {full: 1}, {"start"}, needs)
    common = {path for path, pack in division.items() if pack == packs.FULL}
    assert common == {full, "abc", "ac"}
    for read in needs.values():
        fetched = set(packs.ahead(division, read))
        assert {path for path, pack in division.items() if pack in fetched} == read | {
            "start",
            "ac",
        }


def test_a_model_that_imports_more_gets_more(site, tmp_path):
    more = ModelRuns("more", {"model.py": "from sklearn.manifold import TSNE\nSTATES = {}\n"})
    installed = install.install(tmp_path, [*MODELS, more])
    assert installed.folder != site[1].folder
    assert {"numpy", "sklearn", "sklearn-more"} <= set(installed.ahead["more"])
    assert "sklearn-more" not in installed.ahead["large"]
    paths = {path for path, _ in index(tmp_path / installed.folder)["sklearn-more.pack"]["files"]}
    assert "site-packages/sklearn/manifold/_t_sne.pyc" in paths


def test_what_a_model_prints_is_not_taken_for_an_answer():
    model = "print('{}')\nSTATES = {'a': {}}\ndef a(state):\n    print('[1')\n    return {}\n"
    tracer = install.find_tracer(Cache())
    imported, answer = tracer.ask(ModelRuns("loud", {"model.py": model}, [("a", {})]))
    assert (imported.failure, answer.failure, answer.tables) == ("", "", b"{}\n")


def test_a_run_gives_the_tables_of_its_last_result():
    model = "def a(state):\n    for n in range(3):\n        yield {'t': {'n': [n], 'w': ['a']}}\n"
    tracer = install.find_tracer(Cache())
    _, answer = tracer.ask(ModelRuns("slow", {"model.py": model}, [("a", {})]))
    found = results.loads(answer.tables)["t"]
    assert (found["n"].tolist(), found["w"]) == ([2.0], ["a"])


def test_an_answer_is_kept_as_it_was():
    answer = Answer(["/lib/a.py"], b'{"t": 1}\n\x00\n', "Traceback\nError: ü")
    assert Answer.from_bytes(answer.as_bytes()) == answer
    assert answer.is_lasting
    assert not Answer(is_overdue=True).is_lasting
    assert not Answer(is_crash=True).is_lasting


def test_the_first_model_of_an_essay_costs_no_more_bytes_than_it_may(tmp_path):
    installed = install.install(tmp_path, [read_runs(each, Cache()) for each in Project().folders])
    manifest = (tmp_path / installed.folder / "manifest.json").stat().st_size
    scripts = 80_000  # of the two workers, which hosts compress to less

    def cost(ahead: list[str]) -> int:
        named = [installed.files[f"{name}.pack"]["size"] for name in ("core", *ahead)]
        return sum(named) + manifest + scripts

    assert cost(["numpy"]) < 5.2e6
    for slug, ahead in installed.ahead.items():
        assert cost(ahead) < 9.2e6, slug


# ------------------------------------------------------------------ the patch and the variants


def test_the_patch_is_for_the_pinned_file_alone(cached):
    original = (cached / patch.NAME).read_bytes()
    changed = patch.patch(original)
    assert b"for(var symName of refitPending)" in changed
    expected = f"expected sha256 {pins.load().patched}(.|\n)*REFIT_RUNTIME=unpatched"
    with pytest.raises(SetupError, match=expected):
        patch.patch(flip(original))


def test_the_patch_is_not_applied_in_part(cached, monkeypatch):
    text = (cached / patch.NAME).read_bytes().decode()
    last = list(patch.CHANGES)[-1]
    script = text.replace(last, "").encode()
    assert patch.unmatched(text.encode()) == []
    assert patch.unmatched(script) == [last]
    known = dataclasses.replace(pins.load(), patched=hashlib.sha256(script).hexdigest())
    monkeypatch.setattr(pins, "load", lambda: known)
    with pytest.raises(SetupError, match="not the file that Refit's patch was made for"):
        patch.patch(script)


def test_the_patch_can_be_left_out(site, cached, tmp_path, monkeypatch):
    lean = json.loads((site[0] / "manifest.json").read_bytes())
    assert core(site[0], lean)[patch.NAME] == patch.patch((cached / patch.NAME).read_bytes())
    monkeypatch.setenv("REFIT_RUNTIME", "unpatched")
    folder = tmp_path / install.install(tmp_path, MODELS).folder
    plain = json.loads((folder / "manifest.json").read_bytes())
    assert core(folder, plain)[patch.NAME] == (cached / patch.NAME).read_bytes()
    assert "changed" not in (folder / "licences/INDEX.txt").read_text()
    assert "pyodide.asm.mjs is changed" in (site[0] / "licences/INDEX.txt").read_text()


def test_each_form_of_the_library_has_a_folder_of_its_own():
    forms = {variant.form for variant in install.VARIANTS.values()}
    assert forms == {"lazy", "eager", "source"}
    assert len({library_digest(form) for form in forms}) == 3


def test_the_eager_runtime_is_trimmed_and_patched_and_imports_more(
    site, cached, tmp_path, monkeypatch
):
    lean, installed = site
    monkeypatch.setenv("REFIT_RUNTIME", "eager")
    eager = install.install(tmp_path, MODELS)
    folder = tmp_path / eager.folder
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert core(folder, manifest)[patch.NAME] == patch.patch((cached / patch.NAME).read_bytes())
    assert "pyodide.asm.mjs is changed" in (folder / "licences/INDEX.txt").read_text()
    ahead = {path for path, _ in index(folder)["sklearn.pack"]["files"]}
    assert ahead > {path for path, _ in index(lean)["sklearn.pack"]["files"]}
    assert "site-packages/scipy/stats/__init__.pyc" in ahead
    assert eager.files["sklearn.pack"]["size"] > installed.files["sklearn.pack"]["size"]


def test_an_unknown_variant_is_refused(monkeypatch):
    monkeypatch.setenv("REFIT_RUNTIME", "leaner")
    with pytest.raises(SetupError, match="'leaner'; it can be lean, eager, unpatched, whole"):
        install.variant()


def test_a_damaged_store_is_noticed(cached, tmp_path):
    store = ensure_library(cached)
    (tmp_path / "index.json").write_bytes((store.folder / "index.json").read_bytes())
    (tmp_path / "files").write_bytes(flip(store.contents))
    assert store.is_whole
    assert not Library(tmp_path).is_whole


def test_an_index_that_cuts_a_whole_store_elsewhere_is_noticed(cached, tmp_path):
    store = ensure_library(cached)
    index = json.loads((store.folder / "index.json").read_bytes())
    (tmp_path / "files").write_bytes(store.contents)
    (tmp_path / "index.json").write_text(json.dumps(index))
    assert Library(tmp_path).is_whole
    (_, first), (_, second) = index["files"][:2]
    index["files"][0][1], index["files"][1][1] = first + 1, second - 1
    (tmp_path / "index.json").write_text(json.dumps(index))
    assert not Library(tmp_path).is_whole


DOCUMENTED = '''\
"""A."""
class B:
    """C."""


def d():
    """E."""
    assert B, "f"
'''


def test_modules_lose_their_docstrings_where_nothing_reads_them():
    tree = ast.parse(DOCUMENTED)
    bytecode.drop_docstrings(tree)
    assert ast.unparse(tree) == "class B:\n    pass\n\ndef d():\n    assert B, 'f'"
    assert [node.lineno for node in tree.body] == [2, 6]


def test_the_licence_of_everything_redistributed_travels_with_it(site):
    licences = site[0] / "licences"
    index = (licences / "INDEX.txt").read_text().splitlines()
    assert {line.split(":")[0] for line in index} == set(names_in(licences)) - {"INDEX.txt"}
    for pin in pins.load().files:
        if pin.name != fetch.LOCK:
            assert any(pin.name in line or "pyodide.asm.*" in line for line in index), pin.name
    for name, words in {
        "Pyodide-MPL-2.0.txt": "Mozilla Public License Version 2.0",
        "CPython-PSF-2.0.txt": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "OpenBLAS-BSD-3-Clause.txt": "The OpenBLAS Project",
        "numpy.txt": "NumPy Developers",
        "scipy.txt": "Enthought",
        "scikit-learn.txt": "scikit-learn developers",
        "joblib.txt": "joblib developers",
        "threadpoolctl.txt": "threadpoolctl contributors",
    }.items():
        assert words in (licences / name).read_text(encoding="utf-8"), name
