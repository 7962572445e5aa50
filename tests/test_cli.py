"""The command line: what it says, where it says it, and what it returns."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from refit.essay.author_code import import_file
from tests import small

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("build", "serve", "new", "check")


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a command in an empty folder."""

    def act(*arguments, code=0):
        command = [sys.executable, ROOT / "build.py", *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return act


# ── help ─────────────────────────────────────────────────────────────────────────────────────────


def test_help_names_every_command(run):
    text = run("--help").stdout
    assert all(re.search(rf"^    {command}  ", text, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example_that_can_be_typed(run, command):
    text = run(command, "--help").stdout
    examples = re.findall(rf"^  build\.py ({command}\b.*?)(?:   |$)", text, re.MULTILINE)
    assert examples
    main = import_file(ROOT / "build.py", "refit_test.build_cli")
    for example in examples:
        assert main.parse(example.split()).command == command
    assert max(map(len, text.splitlines())) <= 100


def test_help_needs_no_library():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import build; before = set(sys.modules);\n"
        "build.parse(['check', 'one'])\n"
        "print(sorted({'numpy', 'yaml', 'jinja2', 'sklearn', 'altair'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("bild",),
        ("build", "--nothing"),
        ("build", "one"),
        ("new",),
        ("new", "a", "b"),
        ("serve", "--port", "x"),
        ("check", "--out", "x"),
    ],
)
def test_a_command_that_is_none_is_told_how_to_be_one(run, arguments):
    assert "usage: build.py" in run(*arguments, code=2).stderr


# ── check ────────────────────────────────────────────────────────────────────────────────────────


def test_check_tells_good_essays_on_one_side_and_problems_on_the_other(run, tmp_path):
    small.write_essay(tmp_path / "essays", "good")
    small.write_essay(tmp_path / "essays", "bad", front="---\ntitle: T\nsummry: S\n---\n")
    worse = small.FIGURES.replace("mark_point()", "mark_point(sape='x')")
    small.write_essay(tmp_path / "essays", "worse", figures=worse)
    done = run("check", "--essays", "essays", code=1)
    assert re.fullmatch(r"good: good, 1 scene, 2 steps: .* s\n", done.stdout)
    first, second = done.stderr.splitlines()  # Altair's own complaint has several lines
    assert first.startswith("essays/bad/essay.md:3: unknown key 'summry'; ")
    assert second.startswith("essays/worse/figures.py:5: SchemaValidationError: ")
    assert run("check", "--essays", "essays", "good").stderr == ""


def test_check_of_an_essay_that_is_not_there_names_those_that_are(run, tmp_path):
    small.write_essay(tmp_path / "essays", "good")
    said = run("check", "--essays", "essays", "bad", code=1).stderr
    assert said == "essays: there is no essay 'bad'; there are good\n"


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_without_essays_is_told(run, tmp_path, command):
    (tmp_path / "essays" / "_draft").mkdir(parents=True)
    (tmp_path / "essays" / "_draft" / "essay.md").touch()
    said = run(command, "--essays", "essays", code=1).stderr
    assert said == "essays: holds no essay; add a folder with an essay.md\n"


# ── new ──────────────────────────────────────────────────────────────────────────────────────────


def test_new_makes_what_check_finds_good(run):
    said = run("new", "random-forests", "--essays", "essays").stdout
    assert said.startswith("essays/random-forests is an essay that works. Next:\n  1. ")
    assert len(said.splitlines()) == 4
    assert run("check", "--essays", "essays").stdout.startswith("random-forests: good, ")


# ── build ────────────────────────────────────────────────────────────────────────────────────────


def test_build_says_a_line_an_essay_and_where_the_site_is(run, tmp_path):
    for slug in ("one", "two"):
        small.write_essay(tmp_path / "essays", slug)
    build = ("build", "--essays", "essays", "--out", "out/site")
    one, two, last = run(*build, "--fresh").stdout.splitlines()
    assert re.fullmatch(r"one: 1 scene, 2 steps: 7 results computed, 4 pictures drawn, .* s", one)
    assert two.startswith("two: 1 scene, 2 steps: 7 results computed")
    assert last == "built out/site"
    assert run(*build).stdout == "nothing has changed\nbuilt out/site\n"
    small.edit(tmp_path / "essays/one/essay.md", "There are", "There were")
    said = run(*build).stdout.splitlines()
    assert sorted(line.split(":")[0] for line in said) == ["built out/site", "one", "two"]
    assert "two: as it was" in said


def test_a_missing_runtime_is_told_without_a_traceback(run, tmp_path, monkeypatch):
    small.write_essay(tmp_path / "essays", "one")
    monkeypatch.setenv("REFIT_RUNTIME_DIR", str(tmp_path / "nowhere"))
    said = run("build", "--fresh", "--essays", "essays", "--out", "site", code=1).stderr
    assert said == f"REFIT_RUNTIME_DIR is {tmp_path}/nowhere, which is not a folder\n"
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("slugs", [("one",), ("one", "two")])
@pytest.mark.parametrize("send", [os.killpg, os.kill])  # a terminal's Ctrl+C reaches all processes
def test_ctrl_c_ends_a_build_and_leaves_nothing(tmp_path, slugs, send):
    model = small.MODEL.replace(
        "    n = ",
        "    open(__file__ + '.reached', 'w').close()\n    while True:\n        pass\n    n = ",
    )
    for slug in slugs:
        small.write_essay(tmp_path / "essays", slug, model=model)
    command = [sys.executable, ROOT / "build.py", "build", "--fresh"]
    command += ["--essays", "essays", "--out", "out/site"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    reached = [tmp_path / "essays" / slug / "model.py.reached" for slug in slugs]
    ends = time.monotonic() + 60
    while not all(file.exists() for file in reached) and time.monotonic() < ends:
        time.sleep(0.05)
    send(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[1]
    assert (process.returncode, said.strip()) == (130, "")
    assert list((tmp_path / "out").iterdir()) == []


# ── serve ────────────────────────────────────────────────────────────────────────────────────────


def test_serve_tells_of_a_port_that_cannot_be_had(run, tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    said = run("serve", "--port", "99999", "--essays", "essays", "--out", "site", code=1).stderr
    assert said.startswith("port 99999 of 127.0.0.1 cannot be used: ")
    assert said.endswith("choose another one with --port\n")


# ── build ────────────────────────────────────────────────────────────────────────────────────────


def test_an_address_that_is_none_is_refused_before_anything_is_built(run, tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    done = run("build", "--essays", "essays", "--out", "dist", "--site-url", "x", code=1)
    assert done.stderr.startswith("'x' is no address of a site; write --site-url https://")
    assert not (tmp_path / "dist").exists()
