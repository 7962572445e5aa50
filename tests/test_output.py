"""The folder of a site: nothing is deleted there that no build has made, and nothing is left."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from refit.cache import Cache
from refit.errors import AuthorError, SetupError, machine_errors
from refit.site import output
from refit.site.build import build
from refit.site.last_build import BuildRecord, Part
from refit.site.project import Project
from tests import small

ROOT = Path(__file__).resolve().parent.parent
FINISHED = 4194305  # one more than the largest number that Linux gives a process


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a project of one essay, in a folder that is not the current one."""
    small.write_essay(tmp_path / "essays", "one")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    return Project(tmp_path / "essays", tmp_path / "site.toml")


def make(folder, *names, listed=None):
    """Make a folder with these files, and with a marker that lists some of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    if listed is not None:
        output.mark(folder, listed)
    return folder


def put(site, *names, cache=None):
    """Replace a site as a build does."""
    with output.scratch(site) as new:
        make(new, *names)
        output.replace(new, site, cache or Cache())


def inside(folder):
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    )


def refusal(out, project, cache=None):
    before = inside(project.essays.parent)
    with pytest.raises(AuthorError) as caught:
        output.prepare(out, project, cache or Cache())
    assert inside(project.essays.parent) == before
    assert caught.value.file == out
    return f"{caught.value.problem}; {caught.value.remedy}"


# ── what is not replaced ─────────────────────────────────────────────────────────────────────────


def test_a_folder_with_anything_that_no_build_has_made_is_refused_by_name(tmp_path, project):
    www = make(
        tmp_path / "www", ".git/HEAD", ".git/config", "CNAME", "index.html", "photos/a.jpg", "x"
    )
    assert refusal(www, project) == (
        "no build of Refit is known to have made .git/, CNAME, index.html and 2 more in this "
        "folder, and a build would delete what is in it; move that elsewhere, or choose another "
        "folder with --out"
    )


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(tmp_path, monkeypatch):
    def walk(_, onerror):
        onerror(PermissionError(errno.EACCES, "Permission denied", "closed"))

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(PermissionError):
        output.refuse_foreign(tmp_path, Cache())


def test_a_folder_of_very_many_files_is_not_read_to_its_end(tmp_path, project, monkeypatch):
    monkeypatch.setattr(output, "ENOUGH", 5)
    made = make(tmp_path / "home", *(f"f{n}" for n in range(9)))
    assert " and many more in this folder" in refusal(made, project)


@pytest.mark.parametrize("name", [".git/HEAD", "CNAME", ".well-known/a/b", "essays/one/notes.txt"])
def test_a_site_that_something_was_added_to_is_refused(tmp_path, project, name):
    put(tmp_path / "dist", "index.html", "essays/one/index.html")
    make(tmp_path / "dist", name)
    shown = {".git/HEAD": ".git/", ".well-known/a/b": ".well-known/"}.get(name, name)
    assert f"made {shown} in this folder" in refusal(tmp_path / "dist", project)


def test_what_is_added_during_a_build_is_not_lost_either(tmp_path):
    site = tmp_path / "dist"
    put(site, "index.html")
    with output.scratch(site) as new:
        make(site, "CNAME")
        with pytest.raises(AuthorError, match="CNAME"):
            output.replace(new, site, Cache())
    assert inside(tmp_path) == ["dist/.refit", "dist/CNAME", "dist/index.html"]


def test_a_link_that_was_put_into_a_site_is_not_lost(tmp_path, project):
    put(tmp_path / "dist", "index.html")
    for target in (tmp_path / "essays", tmp_path / "nowhere"):
        (tmp_path / "dist/link").symlink_to(target)
        assert "made link in this folder" in refusal(tmp_path / "dist", project)
        (tmp_path / "dist/link").unlink()


def test_a_file_is_refused_and_stays(tmp_path, project):
    make(tmp_path, "precious")
    assert refusal(tmp_path / "precious", project).startswith("this is not a folder; ")


@pytest.mark.parametrize(
    ("out", "problem"),
    [
        ("essays", "the essays would be lost: a build replaces this folder, which holds "),
        (".", "the essays would be lost: a build replaces this folder, which holds "),
        ("essays/one", "this folder lies among the essays, in "),
        ("essays/two/deep", "this folder lies among the essays, in "),
        ("cache/dist", "this folder lies among the cache, in "),
        ("elsewhere", "a build replaces this folder, and it is, or holds, the current one"),
        ("linked", "the essays would be lost: a build replaces this folder, which holds "),
        (ROOT / "refit/dist", "this folder lies among Refit itself, in "),
        (ROOT / "templates", "the templates would be lost: "),
        (ROOT / "static/css", "this folder lies among Refit's static files, in "),
    ],
)
def test_a_folder_that_holds_or_lies_in_sources_is_refused(tmp_path, project, out, problem):
    (tmp_path / "linked").symlink_to("essays")
    assert refusal(tmp_path / out, project).startswith(problem)


def test_a_mount_point_is_refused_with_a_folder_inside_it(project, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == "/proc")
    said = refusal(Path("/proc"), project)
    assert said == "a mount point cannot be replaced by a build; write --out /proc/site"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused_before_the_build(tmp_path, project):
    make(tmp_path / "closed").chmod(0o555)
    assert "may not be written" in refusal(tmp_path / "closed/dist", project)


# ── what is replaced ─────────────────────────────────────────────────────────────────────────────


def test_a_new_empty_or_listed_folder_is_replaced_whole(tmp_path, project):
    site = tmp_path / "deep" / "dist"
    make(tmp_path / "empty")
    for out in (site, tmp_path / "empty"):
        assert output.prepare(out, project, Cache()) == out
    put(site, "index.html", "essays/one/index.html")
    make(site, ".DS_Store")
    assert output.prepare(site, project, Cache()) == site
    put(site, "index.html")
    assert inside(tmp_path / "deep") == ["dist/.refit", "dist/index.html"]
    assert [file.name for file in site.parent.iterdir()] == ["dist"]


def test_the_marker_lists_the_files_and_depends_on_nothing_else(tmp_path):
    for name in ("one", "two"):
        put(tmp_path / name, "b.html", "a/c.svg")
    marks = [(tmp_path / name / ".refit").read_bytes() for name in ("one", "two")]
    assert marks[0] == marks[1]
    assert json.loads(marks[0]) == {"files": ["a/c.svg", "b.html"]}


def test_a_link_stays_a_link_and_its_target_gets_the_site(tmp_path, project):
    www = make(tmp_path / "srv/www")
    (tmp_path / "dist").symlink_to(www)
    site = output.prepare(tmp_path / "dist", project, Cache())
    put(site, "index.html")
    assert (tmp_path / "dist").is_symlink()
    assert inside(www) == [".refit", "index.html"]
    make(www, "CNAME")
    assert "CNAME" in refusal(tmp_path / "dist", project)


def test_a_site_without_a_marker_is_known_by_the_record_of_its_build(tmp_path, project):
    site, cache = make(tmp_path / "dist", "index.html"), Cache(tmp_path / "cache/build")
    assert "index.html" in refusal(site, project, cache)
    BuildRecord({"pages": Part("key")}).write(cache, site)
    assert output.prepare(site, project, Cache(cache.folder, fresh=True)) == site
    make(site, "CNAME")
    assert "made CNAME in this folder" in refusal(site, project, cache)


def test_a_link_to_itself_is_refused(tmp_path, project):
    (tmp_path / "dist").symlink_to("dist")
    assert refusal(tmp_path / "dist", project).startswith("this link leads to itself; ")


def test_a_link_to_a_folder_that_is_not_there_yet_makes_it(tmp_path, project):
    (tmp_path / "dist").symlink_to("www/site")
    put(output.prepare(tmp_path / "dist", project, Cache()), "index.html")
    assert inside(tmp_path / "www/site") == [".refit", "index.html"]


# ── what builds leave that die ───────────────────────────────────────────────────────────────────


def test_temporary_folders_of_dead_builds_are_deleted_and_others_stay(tmp_path, project):
    site = tmp_path / "dist"
    put(site, "index.html")
    make(tmp_path / f".dist.{FINISHED}-abc_1", "index.html", listed=[])
    make(tmp_path / f".dist.{FINISHED}-abc_1.old", "index.html", listed=["index.html"])
    make(tmp_path / f".dist.{FINISHED}-empty")
    make(tmp_path / f".dist.{os.getpid()}-earlier", "a", listed=[])  # numbers come round again
    kept = [f".dist.{os.getppid()}-alive", f".dist.{FINISHED}-mine", ".dist.old", ".dist"]
    for name in kept:
        make(tmp_path / name, "a", listed=[] if "alive" in name else None)
    output.prepare(site, project, Cache())
    left = {folder.name for folder in tmp_path.iterdir()}
    assert left == {"essays", "elsewhere", "dist", *kept}


def test_a_site_that_a_dead_build_set_aside_is_put_back(tmp_path, project):
    make(tmp_path / f".dist.{FINISHED}-abc", "new.html", listed=[])
    make(tmp_path / f".dist.{FINISHED}-abc.old", "index.html", listed=["index.html"])
    output.prepare(tmp_path / "dist", project, Cache())
    assert inside(tmp_path / "dist") == [".refit", "index.html"]
    assert not list(tmp_path.glob(".dist*"))


def test_a_replacement_that_is_interrupted_leaves_the_last_site(tmp_path, monkeypatch):
    site = tmp_path / "dist"
    put(site, "last.html")
    rename = Path.rename

    def interrupted(self, target):
        if target == site and not self.name.endswith(".old"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put(site, "new.html")
    assert inside(tmp_path) == ["dist/.refit", "dist/last.html"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_replacement_that_is_refused_leaves_the_last_site(tmp_path, monkeypatch):
    site = tmp_path / "dist"
    put(site, "last.html")
    rename = Path.rename

    def refused(self, target):
        if target == site and not self.name.endswith(".old"):
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        put(site, "new.html")
    assert inside(tmp_path) == ["dist/.refit", "dist/last.html"]


def test_the_folder_of_a_build_under_way_is_known_as_one(tmp_path, project, monkeypatch):
    with output.scratch(tmp_path / "dist") as new:
        make(new, "half.html")
        monkeypatch.setattr(output, "is_alive", lambda _: False)
        output.prepare(tmp_path / "dist", project, Cache())
        assert not new.exists()


def test_of_two_folders_put_in_one_place_the_later_stays(tmp_path, monkeypatch):
    site, rename = tmp_path / "dist", Path.rename
    put(site, "last.html")

    def overtaken(self, target):
        """Let another build end between the two steps of this one."""
        if target == site:
            monkeypatch.setattr(Path, "rename", rename)
            put(site, "first.html")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", overtaken)
    put(site, "second.html")
    assert inside(tmp_path) == ["dist/.refit", "dist/second.html"]
    assert len(list(tmp_path.iterdir())) == 1


# ── what the machine refuses ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EBUSY, errno.EACCES])
def test_what_the_machine_refuses_is_one_sentence(tmp_path, project, monkeypatch, number):
    site = tmp_path / "dist"
    put(site, "index.html")

    def refuse(*_):
        raise OSError(number, os.strerror(number), str(tmp_path / "file"))

    monkeypatch.setattr(Project, "chosen", refuse)
    with pytest.raises(SetupError) as caught:
        build(project, site)
    assert str(caught.value).startswith(f"{os.strerror(number)}: {tmp_path / 'file'}; ")
    assert "\n" not in str(caught.value)
    assert inside(site) == [".refit", "index.html"]


def test_a_mistake_of_the_builder_is_not_told_as_the_machine_s():
    with pytest.raises(FileNotFoundError), machine_errors():
        (Path("nowhere") / "file").read_text()


WAITING = """\
import pathlib, time
STATES = {"dots": {"n": 3, "layout": "row", "high": False, "seed": 0}}
pathlib.Path(__file__).with_name("begun").touch()
try:
    time.sleep(20)
except (Exception, SystemExit):
    pass
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_check_and_nothing_is_left(tmp_path, number, code):
    scratch = make(tmp_path / "tmp")
    folder = small.write_essay(tmp_path / "essays", "one", model=WAITING)
    command = [sys.executable, ROOT / "build.py", "check", "--essays", folder.parent]
    env = os.environ | {"TMPDIR": str(scratch), "REFIT_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(command, env=env, stdout=-1, stderr=-1, text=True) as running:
        while not (folder / "begun").exists():
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(number)
        said = running.communicate(timeout=300)
    assert (running.returncode, *said) == (code, "", "")
    assert inside(scratch) == []
    assert list(scratch.iterdir()) == []
