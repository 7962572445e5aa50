"""npm's packages: an installed Refit puts them into its cache, once, and says what is missing."""

import json
import stat

import pytest

from refit import npm
from refit.cache import Cache
from refit.errors import SetupError
from refit.paths import ROOT
from refit.site import fonts, formula_font, lettering, npm_licences

# Stands in for npm: writes down how it was called, and makes what the real one would.
NPM = """#!/bin/sh
echo "$PWD: $*" >>"{log}"
ls -A >>"{log}"
{does}
"""
WORKS = "mkdir node_modules && echo '{}' >node_modules/.package-lock.json"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that makes a machine with this npm and this node, and an empty cache."""
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(npm.shutil, "which", lambda name: which(tmp_path / "bin" / name))

    def make(does=WORKS, version="v20.1.0"):
        write(tmp_path / "bin" / "npm", NPM.format(log=tmp_path / "log", does=does))
        write(tmp_path / "bin" / "node", f"#!/bin/sh\n{version and f'echo {version}'}\n")

    return make


def which(file):
    return str(file) if file.exists() else None


def write(file, text):
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def folder(machine):
    return npm.cached() / "node_modules"


def test_a_checkout_has_its_packages_beside_its_own_files(machine):
    assert npm.node_modules() == ROOT / "node_modules"
    npm.ensure(npm.node_modules())  # without npm, and without a word of it
    npm.ensure(ROOT / "nowhere")


def test_an_installed_refit_has_them_in_its_cache(monkeypatch, folder, tmp_path):
    monkeypatch.setattr(npm, "INSTALLED", True)
    assert npm.node_modules() == folder
    assert folder.parent.parent == tmp_path / "cache"


def test_they_are_installed_once_in_one_step_from_what_is_locked(machine, folder, tmp_path, capfd):
    machine()
    npm.ensure(folder)
    npm.ensure(folder)
    where, *files = (tmp_path / "log").read_text().splitlines()
    assert where.partition(": ")[2].startswith("ci --omit=dev ")
    assert not where.startswith(str(folder.parent)), "it is made beside, and then renamed"
    assert set(files) == set(npm.LOCKED)
    assert [each.name for each in folder.parent.parent.iterdir()] == [folder.parent.name]
    for name in npm.LOCKED:
        assert (folder.parent / name).read_bytes() == (ROOT / name).read_bytes()
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("refit: Installing esbuild, Vega and other packages with npm into ")
    assert said.err.count("\n") == 1


def test_another_lock_file_has_another_folder(folder, tmp_path, monkeypatch):
    for name in npm.LOCKED:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(npm, "ROOT", tmp_path)
    assert npm.cached() == folder.parent
    (tmp_path / "package-lock.json").write_text("{}")
    assert npm.cached() != folder.parent


def test_a_folder_without_the_packages_is_replaced(machine, folder):
    machine()
    folder.parent.mkdir(parents=True)
    (folder.parent / "left.txt").touch()
    npm.ensure(folder)
    assert folder.is_dir()
    assert not (folder.parent / "left.txt").exists()


def test_two_builds_at_once_do_no_harm(machine, folder):
    """The other one is the quicker: its folder is there before this one's can be renamed."""
    machine(f"{WORKS}; mkdir -p {folder}; touch {folder}/of-the-other")
    npm.ensure(folder)
    assert (folder / "of-the-other").exists()


def refusal(folder):
    with pytest.raises(SetupError) as caught:
        npm.ensure(folder)
    assert not folder.exists()
    return str(caught.value)


@pytest.mark.parametrize("name", ["npm", "node"])
def test_a_machine_without_npm_is_told_what_to_install(machine, folder, tmp_path, name):
    machine()
    (tmp_path / "bin" / name).unlink()
    said = refusal(folder)
    assert said.startswith(f"{name} is missing; install Node.js 20 or newer, which brings npm (")


def test_a_node_that_is_too_old_is_named_with_its_version(machine, folder, tmp_path):
    machine(version="v18.19.0")
    said = refusal(folder)
    assert said.startswith(f"{tmp_path}/bin/node is Node.js v18.19.0, which is too old; install ")


def test_a_node_that_does_not_run_is_told(machine, folder):
    machine(version="")
    assert "/node does not run; install Node.js 20 or newer" in refusal(folder)


def test_when_npm_fails_it_says_why_and_nothing_is_left(machine, folder, tmp_path, capfd):
    machine(does="echo 'npm error network' >&2; exit 7")
    said = refusal(folder)
    assert said.startswith("npm's packages could not be installed (npm ci: exit 7); npm says why ")
    assert "npm error network" in capfd.readouterr().err
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_cache_that_cannot_be_written_is_told(machine, folder, tmp_path):
    machine()
    (tmp_path / "cache").touch()
    said = refusal(folder)
    assert said.startswith(f"npm's packages cannot be kept in {folder.parent} (")
    assert said.endswith("; set REFIT_CACHE to a folder that can be written")


def test_a_file_that_is_gone_is_told_with_what_brings_it_back(folder, monkeypatch):
    assert str(npm.missing(folder / "x")).endswith("/x is missing; run ./bootstrap.sh or `npm ci`")
    monkeypatch.setattr(npm, "INSTALLED", True)
    said = str(npm.missing(folder / "x"))
    assert said.endswith(f"/x is missing; delete {folder.parent} and build again")


def test_the_oldest_node_is_the_one_that_npm_is_told_of():
    package = json.loads((ROOT / "package.json").read_text())
    assert package["engines"]["node"] == f">={npm.OLDEST}"


@pytest.mark.parametrize(
    "read",
    [
        fonts.fonts,
        formula_font.licence,
        lambda modules: formula_font.formula_font("x", modules, Cache()),
        lambda modules: lettering.Font(modules).width("x", 1),
        lambda modules: npm_licences.describe(modules / "vega"),
    ],
)
def test_a_file_that_is_not_there_is_told_with_what_to_do(tmp_path, read):
    with pytest.raises(SetupError, match=r" is missing; run ./bootstrap.sh or `npm ci`$"):
        read(tmp_path)
