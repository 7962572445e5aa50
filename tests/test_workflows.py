"""What GitHub reads of this repository: workflows, forms, and the pictures that one takes."""

import argparse
import importlib.util
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from PIL import Image

from refit.author.cli import COMMANDS, GALLERY
from refit.author.cli import parse as parse_command_line
from refit.paths import ROOT
from tests import photograph

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
FORMS = sorted(file for file in GITHUB.glob("ISSUE_TEMPLATE/*.yml") if file.stem != "config")
ACTION = re.compile(r"actions/[a-z-]+(/[a-z-]+)?@v\d+")
ON_PATH = {"git"}
FIELDS = {"input": {"label", "description", "placeholder"}}
FIELDS["textarea"] = FIELDS["input"] | {"render"}


def parse(file):
    """Read a file of YAML, in which all is text: `on` is no truth."""
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)


def jobs():
    return [(file, job) for file in WORKFLOWS for job in parse(file)["jobs"].values()]


def steps():
    return [step for _, job in jobs() for step in job["steps"]]


def commands():
    return [command for _, job in jobs() for command in commands_of(job)]


def commands_of(job):
    return [
        shlex.split(line)
        for step in job["steps"]
        if "run" in step
        for line in step["run"].splitlines()
    ]


def parse_options(command):
    """Read what build.py is called with; argparse ends the test if it would refuse it."""
    return parse_command_line(command[2:])


# ── workflows ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_says_when_it_runs_what_it_may_and_for_how_long(file):
    workflow = parse(file)
    assert workflow.keys() >= {"name", "on", "permissions", "jobs"}
    assert workflow["permissions"]["contents"] == "read"
    for job in workflow["jobs"].values():
        assert 0 < int(job["timeout-minutes"]) <= 90
        assert job["runs-on"] == "ubuntu-latest"


def test_every_step_calls_an_action_by_its_major_version_or_runs_a_command():
    for step in steps():
        assert ("uses" in step) != ("run" in step), step
        assert "run" in step or ACTION.fullmatch(step["uses"]), step


def test_what_is_checked_out_comes_first():
    assert all(job["steps"][0]["uses"].startswith("actions/checkout@") for _, job in jobs())


def test_every_command_is_there():
    assert commands()
    for program, *arguments in commands():
        assert "${{" not in " ".join(arguments), "what others write must not become a command"
        if program == ".venv/bin/python":
            check_python(*arguments)
        elif program not in ON_PATH:
            file = ROOT / program
            assert file.is_file(), program
            assert file.stat().st_mode & 0o111, f"{program} cannot be run"
            known = file.read_text("utf-8")
            assert all(f"{argument})" in known for argument in arguments), arguments


def check_python(what, name, *arguments):
    """Check what Python is called with: the command line, or a module of the tests."""
    if what == "build.py":
        assert parse_command_line([name, *arguments]).command in COMMANDS
        return
    assert what == "-m"
    assert importlib.util.find_spec(name)
    if name == "tests.photograph":
        assert isinstance(photograph.parser().parse_args(arguments), argparse.Namespace)


def test_a_contribution_is_tested_in_three_engines_and_photographed():
    (job,) = (job for _, job in jobs() if ["run", ".ci/run"] in map(list, find_runs(job)))
    assert "container" in job  # where .ci/run is root, and installs browsers
    assert "REFIT_ENGINES=all" in (ROOT / ".ci/run").read_text("utf-8")
    ((_, *arguments),) = (c for c in commands() if "tests.photograph" in c)
    upload, documentation = (
        s for s in steps() if s.get("uses", "").startswith("actions/upload-artifact@")
    )
    assert documentation["with"]["path"] == GALLERY
    taken = photograph.parser().parse_args(arguments[2:])
    assert str(taken.folder) == upload["with"]["path"]


def find_runs(job):
    return [("run", step["run"].strip()) for step in job["steps"] if "run" in step]


def test_what_is_published_is_what_the_build_writes():
    (upload,) = (s for s in steps() if "upload-pages-artifact" in s.get("uses", ""))
    assert upload["with"]["path"] == "dist"
    (published,) = (job for file, job in jobs() if file.stem == "publish")
    called = [command for command in commands_of(published) if "build.py" in command]
    assert [command[2] for command in called] == ["build", "gallery"]
    # The documentation lies in the site: it is built when the site is there.
    assert Path(parse_options(called[1]).out).parent == Path("dist")


def test_what_a_step_asks_of_another_is_there():
    for _, job in jobs():
        ids = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.(\w+)\.", str(job))) <= ids


# ── forms ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_asks_what_github_can_show(file):
    form = parse(file)
    assert form.keys() == {"name", "description", "title", "labels", "body"}
    ids = [field["id"] for field in form["body"]]
    assert len(set(ids)) == len(ids) > 1
    for field in form["body"]:
        assert field.keys() <= {"type", "id", "attributes", "validations"}
        assert field["attributes"].keys() <= FIELDS[field["type"]]
        assert field["attributes"]["label"]
    assert any(field.get("validations") == {"required": "true"} for field in form["body"])


def test_there_is_a_form_for_each_thing_that_people_come_with():
    assert {file.stem for file in FORMS} == {"bug", "essay", "mistake"}
    for text in (GITHUB / "PULL_REQUEST_TEMPLATE.md", ROOT / "CONTRIBUTING.md"):
        said = text.read_text("utf-8")
        assert "MIT" in said
        assert re.search(r"drawings[\w ]* under CC BY 4\.0", said)


# ── photographs ──────────────────────────────────────────────────────────────────────────────────

PAGES = ["", "essays/one/", "essays/one/de.html", "essays/one-more/"]


@pytest.mark.parametrize(
    ("files", "pages"),
    [
        (["essays/one/model.py"], ["", "essays/one/", "essays/one/de.html"]),
        (["essays/one-more/data/a.csv"], ["", "essays/one-more/"]),
        (["essays/one/essay.md", "static/js/main.js"], PAGES),
        (["site.toml"], PAGES),
        (["package-lock.json"], PAGES),
        (["README.md", "tests/test_kit.py", "essays/_templates/tour/essay.md"], []),
    ],
)
def test_pages_are_photographed_if_what_they_are_made_of_has_changed(files, pages):
    assert photograph.pages_of(files, PAGES) == pages


def test_the_pages_of_a_site_are_its_index_and_its_essays(tmp_path):
    for page in ("index.html", "404.html", *(f"{each}index.html" for each in PAGES[1::2])):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text("", "utf-8")
    (tmp_path / PAGES[2]).write_text("", "utf-8")
    found = photograph.pages_in(tmp_path)
    assert sorted(found) == sorted(PAGES)
    names = {photograph.name_of(page, look) for page in found for look in photograph.LOOKS}
    assert len(names) == len(found) * len(photograph.LOOKS)
    assert {"index-1280-light.png", "one-de-375-dark.png"} <= names


def test_a_sheet_holds_all_screens_in_their_order():
    colours = ["#ff0000", "#00ff00", "#0000ff"]
    found = photograph.sheet([Image.new("RGB", (20, 10), each) for each in colours], 2, 10)
    middles = [(5, 2), (23, 2), (5, 15)]
    assert [f"#{bytes(found.getpixel(each)).hex()}" for each in middles] == colours


def test_changed_files_are_those_since_the_branches_parted(tmp_path):
    def git(*arguments):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        settings = ["-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false"]
        subprocess.run(["git", *identity, *settings, *arguments], cwd=tmp_path, check=True)

    def commit(*files):
        for name in files:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{name} of {files}", "utf-8")
        git("add", "--all")
        git("commit", "--quiet", "--message", "x")

    git("init", "--quiet", "--initial-branch", "main")
    commit("site.toml", "essays/one/model.py")
    git("checkout", "--quiet", "-b", "own")
    commit("essays/one/model.py", "essays/one/Äpfel und so.svg")
    git("checkout", "--quiet", "main")
    commit("site.toml", "essays/two/model.py")
    git("checkout", "--quiet", "own")
    found = photograph.changed_since("main", tmp_path)
    assert sorted(found) == ["essays/one/model.py", "essays/one/Äpfel und so.svg"]
    assert photograph.changed_since("own", tmp_path) == []
    assert photograph.pages_of(found[:1], PAGES) == PAGES[:3]
    assert photograph.pages_of(found[1:], PAGES) == PAGES[:3]
