"""The command line: what it says, where it says it, and what it returns."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import refit
from refit.author import cli
from refit.author.kinds import KINDS
from refit.essay.author_code import import_file
from tests import small

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("build", "serve", "new", "check")
# By each name that it can be called by.
CALLS = {
    "build.py": [ROOT / "build.py"],
    "python -m refit": ["-m", "refit"],
    "refit": ["-c", "import sys; from refit.author.cli import main; sys.exit(main())"],
}


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a command in an empty folder."""

    def act(*arguments, code=0, program="build.py"):
        command = [sys.executable, *CALLS[program], *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=1800,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return act


# ── help ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("program", CALLS)
def test_help_names_every_command_and_the_program_as_it_was_called(run, program):
    text = run("--help", program=program).stdout
    assert text.startswith(f"usage: {program} [-h]")
    assert f"`{program} COMMAND --help`" in text
    assert max(map(len, text.splitlines())) <= 100
    assert all(re.search(rf"^    {command}  ", text, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("program", CALLS)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example_that_can_be_typed(capsys, command, program):
    with pytest.raises(SystemExit):
        cli.parse([command, "--help"], program)
    text = capsys.readouterr().out
    examples = re.findall(rf"^  {program} ({command}\b.*?)(?:   |$)", text, re.MULTILINE)
    assert examples
    for example in examples:
        assert cli.parse(example.split(), program).command == command
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("command", ["build", "serve"])
def test_who_wants_to_build_one_essay_is_told_what_to_write(capsys, command):
    with pytest.raises(SystemExit):
        cli.parse([command, "owls"], "build.py")
    told = capsys.readouterr().err
    assert f"usage: build.py {command} " in told
    remedy = f"{command} takes all essays: `build.py check SLUG` tells of one"
    assert f"unrecognized arguments: owls; {remedy}" in told


def test_it_tells_its_version(run):
    assert run("--version").stdout == f"Refit {refit.__version__}\n"


def test_help_needs_no_library():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from refit.author import cli\n"
        "cli.parse(['check', 'one'])\n"
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


# ── where it works ───────────────────────────────────────────────────────────────────────────────


def test_build_py_works_in_its_own_folder_and_refit_in_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = import_file(ROOT / "build.py", "refit_test.build_cli")
    assert given.ROOT == ROOT
    for folder, found in ((ROOT, ROOT), (None, tmp_path)):
        options = cli.parse(["build"], folder=folder)
        assert (options.essays, options.out) == (found / "essays", found / "dist")


def test_settings_are_looked_for_in_the_current_folder(run, tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    (tmp_path / "site.toml").write_text("titel = 'x'\n")
    said = run("check", program="refit", code=1).stderr
    assert said.startswith("site.toml:1: unknown key 'titel'; ")
    assert run("check", "--essays", "essays").stderr == "", "build.py reads its own"


@pytest.mark.parametrize("program", CALLS)
@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_without_a_folder_of_essays_it_says_what_where_and_what_to_write(
    run, tmp_path, command, program
):
    said = run(command, "--essays", "essays", code=1, program=program).stderr
    assert said == (
        f"there is no folder essays/ in {tmp_path}; write `{program} new my-essay` to begin an "
        "essay there, or say with --essays where your essays are\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_folder_that_is_not_a_site_is_not_replaced(run, tmp_path, command):
    small.write_essay(tmp_path / "essays", "one")
    (tmp_path / "dist").mkdir()
    wheel = tmp_path / "dist" / "package.whl"
    wheel.touch()
    said = run(command, code=1, program="refit").stderr
    assert said == (
        "dist: no build of Refit is known to have made package.whl in this folder, and a build "
        "would delete what is in it; move that elsewhere, or choose another folder with --out\n"
    )
    assert wheel.exists()
    said = run(command, "--out", ".", code=1, program="refit").stderr
    assert said.startswith(".: the essays would be lost: a build replaces this folder")
    said = run(command, "--out", wheel, code=1, program="refit").stderr
    assert said == "dist/package.whl: this is not a folder; choose another folder with --out\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(run, tmp_path):
    (tmp_path / "essays").mkdir(mode=0o555)
    said = run("new", "one", code=1, program="refit").stderr
    assert said == "essays/one: Permission denied; choose another folder\n"


def test_a_folder_that_cannot_be_made_is_told(run, tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    (tmp_path / "file").touch()
    said = run("build", "--out", "file/dist", code=1, program="refit").stderr
    assert said == (
        f"file/dist: cannot be made: {tmp_path / 'file'} is not a folder; choose another folder "
        "with --out\n"
    )


def test_a_python_without_the_packages_is_named(tmp_path):
    command = [sys.executable, "-S", ROOT / "build.py", "new", "one", "--essays", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        f"yaml is not installed for {sys.executable}; use the Python that Refit is installed for, "
        "such as .venv/bin/python\n"
    )


# ── check ────────────────────────────────────────────────────────────────────────────────────────


def test_check_tells_good_essays_on_one_side_and_problems_on_the_other(run, tmp_path):
    small.write_essay(tmp_path / "essays", "good")
    small.write_essay(tmp_path / "essays", "bad", front="---\ntitle: T\nsummry: S\n---\n")
    worse = small.FIGURES.replace("mark_point()", "mark_point(sape='x')")
    small.write_essay(tmp_path / "essays", "worse", figures=worse)
    done = run("check", "--essays", "essays", code=1)
    said, weights, page, advice = done.stdout.splitlines()
    assert weights.startswith("good: prepared answers weigh 0.")
    assert page.startswith("good: its page weighs ")
    assert re.fullmatch(r"good: good, 1 scene, 2 steps: .* s", said)
    assert advice.startswith("advice: essays/good/figures.py:4: no fixed domain for x, y, so ")
    first, second = done.stderr.splitlines()  # Altair's own complaint has several lines
    assert first.startswith("essays/bad/essay.md:3: unknown key 'summry'; ")
    assert second.startswith("essays/worse/figures.py:5: SchemaValidationError: ")
    assert run("check", "--essays", "essays", "good").stderr == ""


def test_check_of_an_essay_that_is_not_there_names_those_that_are(run, tmp_path):
    small.write_essay(tmp_path / "essays", "good")
    said = run("check", "--essays", "essays", "bad", code=1).stderr
    assert said == "essays: there is no essay 'bad'; there are good\n"


def test_a_proof_that_cannot_be_written_is_told(run, tmp_path):
    small.write_essay(tmp_path / "essays", "one")
    page = tmp_path / "nowhere" / "proof.html"
    said = run("proof", "one", "--essays", "essays", "--page", str(page), code=1).stderr
    assert said.endswith(
        ": this page cannot be written (No such file or directory); "
        "choose another file with --page\n"
    )


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_without_essays_is_told(run, tmp_path, command):
    (tmp_path / "essays" / "_draft").mkdir(parents=True)
    (tmp_path / "essays" / "_draft" / "essay.md").touch()
    said = run(command, "--essays", "essays", code=1).stderr
    assert said == "essays: holds no essay; add a folder with an essay.md\n"


# ── new ──────────────────────────────────────────────────────────────────────────────────────────


def test_new_makes_what_check_finds_good(run):
    said = run("new", "random-forests", program="refit").stdout
    assert said == (
        "essays/random-forests is an essay that works. Next:\n"
        "  1. refit serve: see it, and see it change as you save\n"
        "  2. write over essays/random-forests/essay.md, model.py and figures.py, and the tests "
        "with them\n"
        "  3. refit check random-forests, and pytest essays/random-forests: know that it is right\n"
    )
    assert run("check", program="refit").stdout.startswith("random-forests: good, ")


def test_new_says_what_to_do_next_in_the_words_that_were_typed(run, tmp_path):
    said = run("new", "one", "--essays", "my essays").stdout.splitlines()
    assert said[1].startswith("  1. build.py serve --essays 'my essays': ")
    assert said[3].startswith("  3. build.py check --essays 'my essays' one, and pytest ")
    said = run("new", "A", program="python -m refit", code=1).stderr
    assert said.endswith("; write `python -m refit new a`\n")


def test_new_takes_a_kind_and_names_the_files_that_it_has(run):
    said = run("new", "frogs", "--like", "quiz", program="refit").stdout.splitlines()
    assert said[2] == (
        "  2. write over essays/frogs/essay.md and model.py, and the tests with them"
    )


def test_an_unknown_kind_is_refused_with_a_line_for_each_and_help_has_them_too(run, tmp_path):
    lines = [f"  {kind:8}{shows}" for kind, shows in KINDS.items()]
    said = run("new", "one", "--like", "streams", program="refit", code=2).stderr.splitlines()
    assert said[-len(lines) - 1 :] == [
        "refit new: error: argument --like: there is no kind 'streams', and no such "
        "example of the gallery; write one of these:",
        *lines,
    ]
    assert list(tmp_path.iterdir()) == []
    helped = run("new", "--help").stdout.splitlines()
    at = helped.index(lines[0])
    assert helped[at : at + len(lines)] == lines


# ── build ────────────────────────────────────────────────────────────────────────────────────────


def test_build_says_a_line_an_essay_and_where_the_site_is(run, tmp_path):
    for slug in ("one", "two"):
        small.write_essay(tmp_path / "essays", slug)
    build = ("build", "--essays", "essays", "--out", "out/site")
    one, two, last = run(*build, "--fresh").stdout.splitlines()
    assert re.fullmatch(r"one: 1 scene, 2 steps: 19 results computed, 6 pictures drawn, .* s", one)
    assert two.startswith("two: 1 scene, 2 steps: 19 results computed")
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
    ends = time.monotonic() + 300
    while not all(file.exists() for file in reached) and time.monotonic() < ends:
        time.sleep(0.05)
    send(process.pid, signal.SIGINT)
    said = process.communicate(timeout=300)[1]
    assert (process.returncode, said.strip()) == (130, "")
    assert list((tmp_path / "out").iterdir()) == []


# ── serve ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [["check"], ["serve", "--port", "0"]])
def test_output_that_nobody_reads_is_no_failure(tmp_path, command):
    """As in ``build.py check | head``: it ends, and says nothing of its own."""
    small.write_essay(tmp_path / "essays", "one")
    process = subprocess.Popen(
        [sys.executable, ROOT / "build.py", *command, "--essays", tmp_path / "essays"]
        + ["--out", tmp_path / "dist"] * (command[0] == "serve"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    with process:
        assert process.stderr.read() == ""
    assert process.returncode == cli.UNREAD


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
