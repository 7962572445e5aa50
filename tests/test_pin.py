"""The next Pyodide: its pins found, checked and written, and the rest of the work listed."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from refit.paths import ROOT
from refit.runtime import fetch, patch, pins, snapshot_patch, sources
from refit.runtime.__main__ import main
from refit.runtime.checklist import Checklist

LOADER = "\n".join([*patch.CHANGES, *snapshot_patch.CHANGES]).encode()
DEPENDS = {"scikit-learn": ["scipy", "joblib", "threadpoolctl"], "scipy": ["numpy"]}
MODULES = {"scikit-learn": "sklearn"}
CARRIED = "a/b/"


def wheel_of(package: str, version: str) -> tuple[str, bytes]:
    name = f"{package.replace('-', '_')}-{version}-py3-none-any.whl"
    return name, f"the wheel of {package} {version}".encode()


class Release:
    """A made-up release of Pyodide, on a made-up npm, PyPI and CDN."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.versions = {wheel.package: wheel.version for wheel in pins.load().wheels}
        self.depends = dict(DEPENDS)
        self.loader = LOADER
        self.info = {"python": "3.14.2", "platform": pins.load().platform}
        self.monkeypatch = monkeypatch
        self.bin = folder / "bin"
        self.bin.mkdir()
        monkeypatch.setenv("PATH", f"{self.bin}:/bin:/usr/bin")
        monkeypatch.setenv("REFIT_CDN", "")
        monkeypatch.delenv("REFIT_RUNTIME_DIR", raising=False)
        monkeypatch.setattr(sources, "find_pip", lambda: [str(self.bin / "pip")])
        self.client("npm", "echo 'npm error code ENOTFOUND' >&2; exit 1")
        self.client("pip", "echo 'ERROR: none (from versions: none)' >&2; exit 1")

    def client(self, name: str, action: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{action}\n")
        path.chmod(0o755)

    def wheels(self) -> dict[str, bytes]:
        return dict(wheel_of(*each) for each in self.versions.items())

    def lock(self) -> dict[str, object]:
        packages = {}
        for package, version in self.versions.items():
            name, content = wheel_of(package, version)
            packages[package] = {
                "version": version,
                "file_name": name,
                "sha256": hashlib.sha256(content).hexdigest(),
                "depends": self.depends.get(package, []),
                "imports": [MODULES.get(package, package)],
            }
        return {"info": self.info, "packages": packages}

    def core(self, version: str) -> dict[str, bytes]:
        return {
            "pyodide.mjs": f'var version="{version}";'.encode(),
            "pyodide.asm.mjs": self.loader,
            "pyodide.asm.wasm": b"\0asm",
            "python_stdlib.zip": b"PK",
            "pyodide-lock.json": json.dumps(self.lock()).encode(),
        }

    def on_npm(self, version: str = "9.0.0") -> None:
        about = {"package.json": json.dumps({"version": version}).encode()}
        with tarfile.open(self.folder / "pyodide.tgz", "w:gz") as archive:
            for name, content in (self.core(version) | about).items():
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        self.client("npm", f"cp '{self.folder / 'pyodide.tgz'}' .")

    def on_pypi(self, python: str = ">=3.11, <3.13.0a1", **changed: bytes) -> None:
        archive = self.folder / "carrier-2-py3-none-any.whl"
        with zipfile.ZipFile(archive, "w") as carrier:
            for name, content in self.wheels().items():
                carrier.writestr(CARRIED + name, changed.get(name.split("-")[0], content))
            carrier.writestr("carrier-2.dist-info/METADATA", f"Requires-Python: {python}\n")
        self.client("pip", f"cp '{archive}' .")

    def in_folder(self, version: str = "9.0.0") -> Path:
        folder = self.folder / "own"
        folder.mkdir()
        for name, content in (self.core(version) | self.wheels()).items():
            (folder / name).write_bytes(content)
        self.monkeypatch.setenv("REFIT_RUNTIME_DIR", str(folder))
        return folder


@pytest.fixture
def release(tmp_path, monkeypatch):
    return Release(tmp_path, monkeypatch)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A copy of ``runtime.json`` that may be written over."""
    copy = tmp_path / "runtime.json"
    copy.write_bytes(pins.PINS_FILE.read_bytes())
    monkeypatch.setattr(pins, "PINS_FILE", copy)
    return copy


def written(file: Path) -> pins.Pins:
    return pins.from_json(file.read_text())


# ── the version in use ───────────────────────────────────────────────────────────────────────────


def test_the_version_in_use_comes_to_no_difference(monkeypatch, tmp_path, capsys):
    """From the files that are checked already: the test needs no network."""
    known = pins.load()
    monkeypatch.setenv("REFIT_RUNTIME_DIR", str(fetch.ensure()))
    monkeypatch.setenv("REFIT_CDN", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["pin", known.version, "--dry-run", "--carrier", known.carrier.pip]) == 0
    assert capsys.readouterr().out == "runtime.json: no difference\nNothing else to do.\n"


def test_what_is_read_is_written_the_same():
    text = pins.PINS_FILE.read_text()
    assert pins.to_json(pins.from_json(text)) == text
    alone = replace(pins.load(), carrier=None)
    assert pins.from_json(pins.to_json(alone)) == alone


# ── another version ──────────────────────────────────────────────────────────────────────────────


def test_all_pins_of_another_version_are_written(release, file, capsys):
    release.versions["scipy"] = "2.0"
    release.on_npm()
    release.on_pypi()
    before = file.read_text()
    arguments = ["pin", "9.0.0", "--carrier", "carrier==2"]
    assert main([*arguments, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert file.read_text() == before
    assert f'-  "version": "{pins.load().version}",\n' in told
    assert '+  "version": "9.0.0",\n' in told

    assert main(arguments) == 0
    new = written(file)
    assert (new.version, new.python, new.npm) == ("9.0.0", "3.14.2", "pyodide@9.0.0")
    assert new.cdn == pins.load().cdn.replace(pins.load().version, "9.0.0")
    assert new.patched == hashlib.sha256(LOADER).hexdigest()
    expected = release.core("9.0.0") | release.wheels()
    assert {pin.name: (pin.size, pin.sha256) for pin in new.files} == {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in expected.items()
    }
    assert {pin.package: pin.version for pin in new.wheels} == release.versions
    size = (release.folder / "carrier-2-py3-none-any.whl").stat().st_size
    assert new.carrier == pins.Carrier("carrier==2", "3.12", CARRIED, size)


def test_a_tag_of_npms_stands_for_its_version(release, file):
    release.on_npm("9.0.1")
    release.on_pypi(python=">=3.13")
    assert main(["pin", "latest", "--carrier", "carrier==2"]) == 0
    new = written(file)
    assert (new.version, new.npm) == ("9.0.1", "pyodide@9.0.1")
    assert new.carrier.python == "3.20"


def test_sizes_come_from_the_cdn_and_then_no_carrier_is_known(release, file, monkeypatch, capsys):
    release.on_npm()
    contents = release.wheels()
    monkeypatch.setenv("REFIT_CDN", "http://cdn.invalid/full")
    monkeypatch.setattr(sources, "probe", lambda url: len(contents[url.rpartition("/")[2]]))
    assert main(["pin", "9.0.0"]) == 0
    new = written(file)
    assert {pin.name: pin.size for pin in new.wheels} == {
        name: len(content) for name, content in contents.items()
    }
    assert new.carrier is None
    assert "no package on PyPI is known that carries these wheels" in capsys.readouterr().out


def test_wheels_that_have_not_changed_keep_their_sizes_and_their_carrier(release, file):
    known = pins.load()
    lock = release.lock()
    for pin in known.wheels:
        lock["packages"][pin.package] |= {"file_name": pin.name, "sha256": pin.sha256}
    release.lock = lambda: lock
    release.on_npm()
    assert main(["pin", "9.0.0"]) == 0
    assert written(file).wheels == known.wheels
    assert written(file).carrier == known.carrier


def test_the_users_own_folder_needs_neither_npm_nor_the_cdn(release, file):
    release.in_folder()
    assert main(["pin", "9.0.0"]) == 0
    assert [pin.size for pin in written(file).wheels] == [*map(len, release.wheels().values())]


def test_a_package_that_scikit_learn_needs_now_is_pinned_too(release, file, capsys):
    release.versions["narwhals"] = "2.1"
    release.depends["scikit-learn"] = [*DEPENDS["scikit-learn"], "narwhals"]
    release.on_npm()
    release.on_pypi()
    assert main(["pin", "9.0.0", "--carrier", "carrier==2"]) == 0
    assert written(file).packages == (*pins.load().packages, "narwhals")
    told = capsys.readouterr().out
    assert 'pyproject.toml: add "narwhals==2.1"' in told
    assert "narwhals 2.1 is new in the runtime" in told
    assert "refit/runtime/packs.py: add narwhals to BEYOND_BASE" in told


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────


def refused(arguments: list[str], file: Path, capsys) -> str:
    """Return the sentence that a command ends with, which must write nothing."""
    before = file.read_text()
    assert main(["pin", *arguments]) == 1
    assert file.read_text() == before
    return capsys.readouterr().err.rpartition("refit: ")[2]


def test_an_unknown_version(release, file, capsys):
    release.client("npm", "echo 'npm error code ETARGET' >&2; exit 1")
    told = refused(["99"], file, capsys)
    assert told == "pyodide@99 cannot be fetched: npm has no such version\n"


def test_no_network(release, file, capsys):
    told = refused(["9.0.0"], file, capsys)
    assert told == "pyodide@9.0.0 cannot be fetched: npm says: npm error code ENOTFOUND\n"
    release.on_npm()
    told = refused(["9.0.0", "--carrier", "carrier==2"], file, capsys)
    assert told == (
        "carrier==2 cannot be fetched with pip: it has no such package, or no network\n"
    )
    told = refused(["9.0.0"], file, capsys)
    assert told.startswith("the sizes of these wheels cannot be found, because the CDN cannot be")
    assert all(name in told for name in release.wheels())
    assert "Give --carrier NAME==VERSION" in told


def test_no_npm(release, file, capsys):
    (release.bin / "npm").unlink()
    release.monkeypatch.setenv("PATH", str(release.bin))
    assert "npm is not installed; install Node.js" in refused(["9.0.0"], file, capsys)


def test_an_unknown_version_of_the_carrier(release, file, capsys):
    release.on_npm()
    release.client("pip", "echo 'ERROR: no (from versions: 0.1, 0.2)' >&2; exit 1")
    told = refused(["9.0.0", "--carrier", "carrier==2"], file, capsys)
    assert told.endswith("it has no such version; its newest is 0.2\n")


def test_a_carrier_of_other_wheels(release, file, capsys):
    release.on_pypi()
    release.versions["numpy"] = "3.0"
    release.on_npm()
    told = refused(["9.0.0", "--carrier", "carrier==2"], file, capsys)
    old = pins.load().wheels[0].version
    assert told == (
        "carrier==2 does not carry numpy-3.0-py3-none-any.whl; it carries "
        f"numpy-{old}-py3-none-any.whl\n"
    )


def test_a_carrier_of_changed_wheels(release, file, capsys):
    release.on_npm()
    release.on_pypi(numpy=b"another")
    told = refused(["9.0.0", "--carrier", "carrier==2"], file, capsys)
    assert "is not the wheel that Pyodide was released with: expected sha256" in told


def test_a_carrier_that_is_no_archive(release, file, capsys):
    release.on_npm()
    release.client("pip", "echo '<html>' > carrier-2-py3-none-any.whl")
    told = refused(["9.0.0", "--carrier", "carrier==2"], file, capsys)
    assert told == "Pyodide 9.0.0 cannot be pinned: File is not a zip file\n"


def test_a_folder_of_another_version(release, file, capsys):
    release.in_folder("9.0.1")
    assert told_end(refused(["9.0.0"], file, capsys)) == "which is not Pyodide 9.0.0"


def told_end(text: str) -> str:
    return text.strip().rpartition(", ")[2]


def test_a_version_without_scikit_learn(release, file, capsys):
    del release.versions["scikit-learn"]
    release.on_npm()
    told = refused(["9.0.0"], file, capsys)
    assert told == "Pyodide 9.0.0 has no scikit-learn, which models need\n"


# ── what is left to do ───────────────────────────────────────────────────────────────────────────


def line_of(name: str, text: str) -> int:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    [number] = [number for number, line in enumerate(lines, 1) if text in line]
    return number


def test_each_line_that_names_another_version_is_listed(release, file, capsys):
    known = pins.load()
    release.versions["scipy"] = "2.0"
    release.info = {"python": "3.15.0", "platform": "emscripten_6"}
    release.on_npm()
    release.on_pypi()
    assert main(["pin", "9.0.0", "--carrier", "carrier==2", "--dry-run"]) == 0
    told = capsys.readouterr().out
    scipy = f"scipy=={known.wheels[1].version}"
    for name, old, new in (
        ("pyproject.toml", f'"{scipy}"', '"scipy==2.0"'),
        ("package.json", f'"pyodide": "{known.version}"', '"pyodide": "9.0.0"'),
        ("static/js/runtime/python.js", "/lib/python3.14/", "/lib/python3.15/"),
        ("NOTICE", f"Pyodide {known.version}", "Pyodide 9.0.0"),
        ("NOTICE", "CPython 3.14", "CPython 3.15"),
        ("NOTICE", f"scipy {known.wheels[1].version}", "scipy 2.0"),
    ):
        assert f"{name}:{line_of(name, old)}: write {new} instead of {old}" in told
    lock = line_of("requirements.lock", f"{scipy} ")
    assert f"requirements.lock:{lock} has {scipy}" in told
    assert f"has pyodide {known.version}" in told
    assert f"scipy: read what has changed from {known.wheels[1].version} to 2.0" in told
    assert "REFIT_RUNTIME=eager" in told
    assert "Python is 3.15 instead of 3.14: run tests/test_check.py" in told
    assert "Python 3.15 has lazy imports of its own" in told
    assert f"README.md:{line_of('README.md', 'Chrome and Edge')}: emscripten_6 instead of" in told


def test_a_patch_that_no_longer_applies_is_told_and_keeps_its_hash(release, file, capsys):
    first, *others = patch.CHANGES
    *more, last = snapshot_patch.CHANGES
    release.loader = "\n".join([*others, *more]).encode()
    release.on_npm()
    release.on_pypi()
    assert main(["pin", "9.0.0", "--carrier", "carrier==2"]) == 0
    told = capsys.readouterr().out
    assert f"patch.py: 1 of {len(patch.CHANGES)} texts are not exactly once in the new" in told
    assert first in told
    of = len(snapshot_patch.CHANGES)
    assert f"snapshot_patch.py: 1 of {of} texts are not exactly once in the new" in told
    assert last in told
    assert written(file).patched == pins.load().patched


def test_the_checklist_is_empty_for_the_pins_in_use():
    known = pins.load()
    names = {wheel.package: [MODULES.get(wheel.package, wheel.package)] for wheel in known.wheels}
    assert list(Checklist(known, known, [], [], names, ROOT).tasks()) == []


def test_the_page_and_the_build_name_the_same_folder_of_python():
    script = (ROOT / "static/js/runtime/python.js").read_text(encoding="utf-8")
    assert f'"/lib/python{pins.load().python_minor}/"' in script


def test_the_command_without_arguments_says_where_the_runtime_is(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out.startswith(f"Pyodide {pins.load().version}, ")
