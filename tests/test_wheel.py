"""The wheel: what is in it, and that it builds a site far from any checkout."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import BytesParser

import pytest

import refit
from refit.author.kinds import KINDS
from refit.cache import cache_folder
from refit.paths import ROOT
from tests.built import Page

BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"
CARRIED = ("templates/", "static/", "essays/_templates/", "docs/site/")


def build(kind, root, out):
    """Have the package's own build backend build a ``wheel`` or ``sdist``; return the file."""
    command = [sys.executable, "-c", BUILD, f"build_{kind}", out]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def names_in(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def tracked():
    """Return the files that git knows of, or would if they were added."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.skip("not a checkout")
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()}


# ── what is in it ────────────────────────────────────────────────────────────────────────────────


def test_it_holds_the_package_and_all_that_the_package_reads(wheel, tracked):
    expected = {name for name in tracked if name.startswith("refit/")}
    expected |= {f"refit/share/{name}" for name in tracked if name.startswith(CARRIED)}
    carried = (".npmrc", "CONTRIBUTING.md", "LICENSE", "package.json", "package-lock.json")
    expected |= {f"refit/share/{name}" for name in carried}
    found = {name for name in names_in(wheel) if not name.startswith("refit-")}
    assert found == expected
    assert len([name for name in found if name.startswith("refit/share/static/js/")]) > 20


def test_it_holds_no_test_and_no_essay_but_the_templates(wheel):
    essays = [name for name in names_in(wheel) if name.endswith("essay.md")]
    templates = [f"refit/share/essays/_templates/{kind}/essay.md" for kind in KINDS]
    assert sorted(essays) == sorted(templates)
    tests = [name for name in names_in(wheel) if "test" in name and "/_templates/" not in name]
    assert tests == []


def test_it_tells_version_licences_and_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        about = f"refit-{refit.__version__}.dist-info"
        metadata = BytesParser().parsebytes(archive.read(f"{about}/METADATA"))
        assert archive.read(f"{about}/entry_points.txt").decode().split("\n")[:2] == [
            "[console_scripts]",
            "refit = refit.author.cli:main",
        ]
        for name in ("LICENSE", "NOTICE", "essays/LICENSE"):
            assert archive.read(f"{about}/licenses/{name}") == (ROOT / name).read_bytes()
    assert (metadata["Name"], metadata["Version"]) == ("refit", refit.__version__)
    assert {"LICENSE", "NOTICE", "essays/LICENSE"} <= set(metadata.get_all("License-File"))


def test_the_source_distribution_builds_the_same_wheel(wheel, tmp_path):
    with tarfile.open(build("sdist", ROOT, tmp_path)) as archive:
        assert not [
            name for name in archive.getnames() if re.search("/(node_modules|.venv)/", name)
        ]
        archive.extractall(tmp_path, filter="data")
    (folder,) = (each for each in tmp_path.iterdir() if each.is_dir())
    (tmp_path / "again").mkdir()
    again = build("wheel", folder, tmp_path / "again")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        changed = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert changed == []


# ── a stranger's folder ──────────────────────────────────────────────────────────────────────────


class Stranger:
    """Somebody who has installed the wheel, and has no checkout."""

    def __init__(self, wheel, folder):
        self.folder = folder / "course"
        self.folder.mkdir()
        self.cache = folder / "cache"
        self.bin = folder / "env" / "bin"
        command = [sys.executable, "-m", "venv", "--without-pip", folder / "env"]
        subprocess.run(command, check=True)
        pip = [sys.executable, "-m", "pip", "--python", self.bin / "python", "install"]
        pip += ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", wheel]
        subprocess.run(pip, check=True)
        # The dependencies are those of these tests. A .pth file puts their folder behind the
        # environment's own, and does not read the .pth files in it, so that the checkout, which is
        # installed there to be edited, cannot be found.
        (packages,) = (folder / "env").glob("lib/python*/site-packages")
        (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
        self.share_runtime()

    def share_runtime(self):
        """Share the runtime with the other tests: what was fetched, compiled and compressed.

        Nothing else is shared. npm's packages are installed here by the real ``npm ci``, as they
        are for a stranger. A link to the checkout's node_modules would be quicker, and would leave
        out what is to be tested. No network is needed where bootstrap.sh has run, since npm finds
        the packages in its own cache.
        """
        shared = cache_folder()
        (self.cache / "build").mkdir(parents=True)
        (shared / "build" / "packs").mkdir(parents=True, exist_ok=True)
        for each in (
            *shared.glob("pyodide-*"),
            *shared.glob("files-*"),
            shared / "build" / "packs",
        ):
            (self.cache / each.relative_to(shared)).symlink_to(each)

    def run(self, *command, code=0):
        """Run a command of the environment; return what it prints on each side."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [self.bin / command[0], *command[1:]],
            cwd=self.folder,
            env=own | {"REFIT_CACHE": str(self.cache)},
            capture_output=True,
            text=True,
            timeout=1200,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout, done.stderr


@pytest.fixture(scope="module")
def stranger(wheel, tmp_path_factory):
    return Stranger(wheel, tmp_path_factory.mktemp("stranger"))


@pytest.mark.slow
def test_a_stranger_has_the_installed_package_and_not_the_checkout(stranger):
    told, _ = stranger.run("python", "-c", "import refit; print(refit.__file__, refit.__version__)")
    assert told.split() == [
        str(next(stranger.bin.parent.glob("lib/python*/site-packages/refit/__init__.py"))),
        refit.__version__,
    ]


@pytest.mark.slow
@pytest.mark.parametrize("command", [("refit",), ("python", "-m", "refit")])
def test_both_ways_of_calling_it_help(stranger, command):
    assert stranger.run(*command, "--help")[0].startswith(f"usage: {' '.join(command)} [-h]")


@pytest.mark.slow
def test_a_stranger_builds_a_site(stranger):
    _, said = stranger.run("refit", "build", code=1)
    assert said.startswith(f"there is no folder essays/ in {stranger.folder}; write `refit new ")
    told, _ = stranger.run("refit", "new", "my-essay")
    assert "  1. refit serve: " in told
    told, said = stranger.run("refit", "check")
    assert told.startswith("my-essay: good, 1 scene")
    stranger.run("refit", "new", "a-quiz", "--like", "quiz")
    told, _ = stranger.run("refit", "check", "a-quiz")
    assert told.startswith("a-quiz: good, 0 scenes")
    assert said.startswith("refit: Installing esbuild, Vega and other packages with npm into ")
    (packages,) = stranger.cache.glob("node-*")
    assert not (packages / "node_modules" / "prettier").exists(), "only for work on Refit itself"
    (stranger.folder / "site.toml").write_text('title = "A course"\n')
    told, said = stranger.run("refit", "build")
    assert (told.splitlines()[-1], said) == ("built dist", "")
    told, said = stranger.run("refit", "build")
    assert (told, said) == ("nothing has changed\nbuilt dist\n", "")
    assert sorted(each.name for each in stranger.folder.iterdir()) == [
        "dist",
        "essays",
        "site.toml",
    ]
    look_at_the_site(stranger)


def look_at_the_site(stranger):
    dist = stranger.folder / "dist"
    assert "A course" in (dist / "index.html").read_text("utf-8")
    assert [link for link in Page(dist / "index.html").all("a") if "my-essay" in link["href"]]
    file = dist / "essays" / "my-essay" / "index.html"
    (data,) = Page(file).all("script", type="application/json")
    page = json.loads(data["text"])
    for address in (page["worker"], page["vega"], *page["python"].values()):
        assert (file.parent / address).is_file(), address
    assert (file.parent / page["runtime"]["folder"]).is_dir()
    places = [str(path).encode() for path in (ROOT, ROOT.resolve(), stranger.bin.parent.parent)]
    for each in dist.rglob("*"):
        content = each.read_bytes() if each.is_file() else b""
        assert not [place for place in places if place in content], each


@pytest.mark.slow
def test_the_new_essay_passes_its_own_tests(stranger):
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    told, _ = stranger.run(*command, "essays/my-essay")
    assert " passed" in told
