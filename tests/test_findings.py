"""What a check finds: in lines for people, as JSON for programs, and beside lines on GitHub."""

import json
import re

import pytest

from refit.author.cli import main, parse
from refit.errors import AuthorError, EssaysError, lines_of, warning
from refit.essay.advice import ADVICE, advise
from refit.paths import ROOT
from refit.runtime import install
from refit.site import check as checking
from refit.site.findings import Finding, findings, grouped
from refit.site.project import Project
from tests import small

KEYS = ["severity", "name", "message", "remedy", "file", "line", "column"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a folder with a sound essay, of which something is advised; no runtime is there."""

    def out_of_reach():
        raise install.SetupError("no route to a runtime")

    monkeypatch.setattr(install, "ensure", out_of_reach)
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    small.write_essay(tmp_path / "essays", "one")
    return tmp_path


def check(folder, *options, code=0):
    """Check the essays of a folder by the command line; return what it exits with."""
    assert main(["check", *options], folder=folder) == code


# ── one finding ──────────────────────────────────────────────────────────────────────────────────


def test_a_finding_reads_as_mistakes_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for error in (
        AuthorError("a  b\nc", "write\nd", tmp_path / "e/essay.md", 3, 5),
        AuthorError("a", "", tmp_path / "e/essay.md", 3),
        AuthorError("a", "write b"),
        warning(tmp_path / "model.py", 7, "x", "with n=1"),
    ):
        (found,) = findings([error])
        assert [found.as_line()] == lines_of(error)
    advice = advise("tall", "it is tall", "cut it", tmp_path / "f.py", 2)
    assert lines_of(advice) == [Finding.of(advice).as_line()]
    assert Finding.of(advice).as_line() == "advice: f.py:2: it is tall; cut it"


def test_what_has_one_cause_is_one_line_with_its_places():
    def found(message, line, remedy="cut it", name="tall", file="f.py"):
        return Finding("advice", name, message, remedy, file, line)

    lines = [
        each.as_line()
        for each in grouped(
            [
                found("it is tall", 2),
                found("so is that", 5),
                found("a word", 1, "write another", "steps", "essay.md"),
                found("it is tall", 7),
                found("it is tall", 9),
                found("it is tall", 3, file="g.py"),
            ]
        )
    ]
    assert lines == [
        "advice: f.py:2: it is tall, and in lines 7, 9; line 5: so is that; cut it",
        "advice: essay.md:1: a word; write another",
        "advice: g.py:3: it is tall; cut it",
    ]


def test_of_very_many_places_some_are_told_and_programs_get_all():
    many = [Finding("advice", "typed", f"{n} is typed", "mend it", "a.md", n) for n in range(1, 28)]
    (found,) = grouped(many)
    assert found.as_line().startswith("advice: a.md:1: 1 is typed; line 2: 2 is typed; line 3: ")
    assert found.as_line().endswith("; and 20 more, which --json lists; mend it")
    (found,) = grouped(many[:8])
    assert found.message.endswith("line 8: 8 is typed")


def test_a_check_tells_people_each_cause_once_and_programs_each_place(project, capfd):
    text = project / "essays/one/essay.md"
    text.write_text(text.read_text("utf-8") + "\nIt always falls.\n\nIt never rises.\n", "utf-8")
    check(project)
    told = [line for line in capfd.readouterr().out.splitlines() if "no test names" in line]
    assert len(told) == 1
    assert re.search(r"essay.md:\d+: .* names, and in line \d+; list each", told[0])
    check(project, "--json")
    told = map(json.loads, capfd.readouterr().out.splitlines())
    assert [each["name"] for each in told].count("claims") == 2


def test_an_object_has_the_same_keys_always_and_stands_in_a_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    error = AuthorError('“a”\n"b"', "write c", tmp_path / "essays/é/essay.md", 3, 5)
    for each in (error, AuthorError("a"), advise("tall", "a", "")):
        line = Finding.of(each).as_object()
        assert "\n" not in line
        assert list(json.loads(line)) == KEYS
    found = json.loads(Finding.of(error).as_object())
    assert list(found.values()) == [
        *("error", "error", '“a” "b"', "write c"),
        *("essays/é/essay.md", 3, 5),
    ]
    assert json.loads(Finding.of(advise("tall", "a", "")).as_object())["name"] == "tall"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            AuthorError("50% of a, b: c", "write d", ROOT / "x/a,b:c.md", 3, 5),
            "::error file=x/a%2Cb%3Ac.md,line=3,col=5,title=error::50%25 of a, b: c; write d",
        ),
        (AuthorError("a\n::error::b"), "::error title=error::a ::error::b"),
        (warning(ROOT / "m.py", 7, "x"), "::warning file=m.py,line=7,title=warning::x"),
        (advise("tall", "a", ""), "::notice title=tall::a"),
    ],
)
def test_an_annotation_is_a_command_of_github(monkeypatch, error, line):
    monkeypatch.chdir(ROOT)
    assert Finding.of(error).as_annotation() == line


def test_a_note_is_no_annotation():
    assert Finding("note", "good", "one: good").as_annotation() == "one: good"


def test_several_mistakes_are_several_findings():
    errors = EssaysError([AuthorError("a"), AuthorError("b")])
    assert [each.message for each in findings([errors])] == ["a", "b"]


# ── the command line ─────────────────────────────────────────────────────────────────────────────


def test_all_that_is_found_comes_as_objects_on_one_side(project, capsys):
    front = "---\ntitle: T\nsummry: S\n---\n"
    small.write_essay(project / "essays", "bad", front=front)
    warns = small.MODEL.replace("    n = ", "    import warnings; warnings.warn('hm')\n    n = ")
    small.write_essay(project / "essays", "warns", model=warns)
    check(project, "--json", code=1)
    said, other = capsys.readouterr()
    assert other == ""
    found = [json.loads(line) for line in said.splitlines()]
    assert all(list(each) == KEYS for each in found)
    assert {(each["severity"], each["name"], each["file"], each["line"]) for each in found} == {
        ("note", "unproved", None, None),
        ("note", "good", None, None),
        ("note", "weights", None, None),
        ("advice", "domains", "essays/one/figures.py", 4),
        ("advice", "domains", "essays/warns/figures.py", 4),
        ("warning", "warning", "essays/warns/model.py", 7),
        ("error", "error", "essays/bad/essay.md", 3),
    }
    check(project, "one", "--json")
    assert all(json.loads(line) for line in capsys.readouterr().out.splitlines())


def test_annotations_say_the_same(project, capsys):
    small.write_essay(project / "essays", "bad", front="---\ntitle: T\nsummry: S\n---\n")
    check(project, "--annotations", code=1)
    said, other = capsys.readouterr()
    assert other == ""
    commands = [line.partition(" ")[0] for line in said.splitlines() if line.startswith("::")]
    assert commands == ["::notice", "::error"]


def test_what_is_no_mistake_of_an_essay_is_told_there_too(project, capsys):
    check(project, "nowhere", "--json", code=1)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["message"].startswith("there is no essay 'nowhere'")


@pytest.mark.parametrize("names", ["domain", "overlaps,tal", ""])
def test_advice_that_there_is_not_is_refused(capsys, names):
    with pytest.raises(SystemExit):
        parse(["check", "--without", names])
    assert "there is no advice" in capsys.readouterr().err


# ── advice that is switched off ──────────────────────────────────────────────────────────────────


def advised(project, *without):
    found = []
    checking.find(Project(project / "essays"), [], found.append, False, without)
    return [each.name for each in found if each.severity == "advice"]


def test_advice_is_left_out_by_its_name(project, monkeypatch):
    monkeypatch.setattr(checking, "find_tracer", lambda _: object())
    monkeypatch.setattr(checking, "prove", lambda *_: None)
    monkeypatch.setattr(checking, "additions_of", lambda *_: [])
    for _ in range(2):  # as it is found, and as it was
        assert advised(project, "tall", "domains") == []
        assert advised(project, "tall") == ["domains"]


def test_an_essay_leaves_advice_out_for_good(project):
    text = project / "essays/one/essay.md"
    small.edit(text, "summary: S\n", "summary: S\nwithout_advice: [tall]\n")
    assert advised(project) == ["domains"]
    small.edit(text, "[tall]", "[tall, domains]")
    assert advised(project) == []


def test_an_essay_cannot_leave_out_what_there_is_not(project):
    text = project / "essays/one/essay.md"
    small.edit(text, "summary: S\n", "summary: S\nwithout_advice: [overlap]\n")
    with pytest.raises(AuthorError) as caught:
        advised(project)
    (told,) = lines_of(caught.value)
    assert told.startswith("essays/one/essay.md:4: there is no advice 'overlap'; write overlaps; ")


def test_every_advice_has_a_name_that_is_told_and_given():
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    sources = "\n".join(file.read_text("utf-8") for file in (ROOT / "refit").rglob("*.py"))
    for name in ADVICE:
        assert re.search(rf"\| `{name}` \|", told), name
        assert re.search(rf'(advise\(|yield \(\s*)"{name}"', sources), name
    assert set(re.findall(r'advise\(\s*"(\w+)"', sources)) <= ADVICE.keys()
