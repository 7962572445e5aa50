"""The documentation: an example of everything, each whole, live, and found by the search."""

import json
import re
import shutil
from types import SimpleNamespace

import pytest

from refit.author import cli
from refit.author.kinds import KINDS, read_kind
from refit.author.new import create
from refit.cache import Cache, build_cache
from refit.errors import AuthorError, all_errors, lines_of, warning
from refit.gallery import contributing
from refit.gallery.build import build_documentation, written
from refit.gallery.docstrings import as_markdown
from refit.gallery.examples import Part, read_example
from refit.gallery.pages import MARK
from refit.gallery.sheet import merge
from refit.gallery.things import things
from refit.kit import Plane, Stage
from refit.paths import DOCS
from refit.site.outcome import Names, Outcome, gather
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small
from tests.built import Page

EXAMPLES = {file: read_example(file) for file in sorted(DOCS.glob("examples/*/*.md"))}
PAGES = sorted(DOCS.glob("pages/*.md"))


def outcomes(essays, dist):
    """Build essays without the runtime; return what is wrong with them, in lines."""
    task = BuildTask(Project(essays=essays), Names(), dist, build_cache(False))
    found = list(task.run(sorted(each for each in essays.iterdir() if each.is_dir())))
    told = [each for one in found for each in (*one.problems, *one.advice, *one.warnings)]
    return [line for each in told for line in lines_of(each)]


# ── an example of everything ─────────────────────────────────────────────────────────────────────


def test_everything_that_can_be_written_has_an_example():
    shown = {name for example in EXAMPLES.values() for name in example.shows}
    assert set(things()) - shown == set()
    assert shown - set(things()) == set()


def test_an_example_uses_what_it_shows():
    for file, example in EXAMPLES.items():
        whole = file.read_text("utf-8").partition("\n---\n")[2]
        for name in example.shows:
            used = name if name[0] == "{" else f"{name.partition('.')[2]}("
            assert used in whole, f"{file}: {name}"


def test_what_a_stage_can_do_is_told_but_for_what_it_calls_itself():
    public = {name for name in {*vars(Plane), *vars(Stage)} if not name.startswith("_")}
    told = {name.partition(".")[2] for name in things() if name.startswith("Stage.")}
    assert public - told == {"on_stage"}


def test_each_example_stands_on_one_page_of_its_folder():
    placed = {
        DOCS / "examples" / page.stem / f"{mark['name']}.md"
        for page in PAGES
        for line in page.read_text("utf-8").splitlines()
        if (mark := MARK.match(line)) and mark["kind"] == "example"
    }
    assert placed == set(EXAMPLES)


def test_examples_and_kinds_of_essays_have_names_of_their_own():
    names = [*KINDS, *(example.name for example in EXAMPLES.values())]
    assert sorted(set(names)) == sorted(names)


def test_each_example_is_a_whole_essay(tmp_path):
    """What `new --like` writes, and what is copied from the page, works alone."""
    for example in EXAMPLES.values():
        create(example.name, tmp_path / "essays", read_kind(example.name))
    shutil.rmtree(tmp_path / "essays" / "_schema")
    told = outcomes(tmp_path / "essays", tmp_path / "dist")
    assert [line for line in told if "no fixed domain for shape" not in line] == []


# ── the site ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def site(shared):
    """Build the documentation, with the proof that its models compute the same in the browser."""
    return shared("gallery", lambda folder: build_documentation(folder / "site", print))


def test_each_example_has_its_source_beside_it(site):
    for file, example in EXAMPLES.items():
        page = Page(site / "site" / "essays" / file.parent.name / "index.html")
        shown = [each["text"] for each in page.all("pre", **{"class": "source"})]
        for part in (example.text, *example.files.values()):
            assert any(part.text in text for text in shown), file


def test_each_picture_of_the_gallery_leads_to_its_example(site):
    gallery = Page(site / "site" / "essays" / "gallery" / "index.html")
    links = [link["href"] for link in gallery.all("a") if "#" in link["href"][1:]]
    scenes = [e for e in EXAMPLES.values() if "figures.py" in e.files]
    assert len(links) == len(scenes)
    for link in links:
        file, _, anchor = link.partition("#")
        folder = site / "site" / "essays" / "gallery"
        assert Page((folder / file).resolve()).all(id=anchor), link


@pytest.mark.parametrize("name", ["kit.band", "layouts.beeswarm", "Stage.inset", "challenge"])
def test_the_search_finds_names(site, name):
    (file,) = (site / "site").glob("search.*.json")
    parts = json.loads(file.read_text("utf-8"))["parts"]
    assert [part for part in parts if name in f"{part[2]} {part[3]}"]


def test_nothing_is_advised(tmp_path):
    with written() as documentation:
        assert outcomes(documentation.essays, tmp_path) == []


# ── mistakes are told where they were written ────────────────────────────────────────────────────


def built_or_refused(source, tmp_path):
    """Build the page of the marks; raise what is wrong with it first."""
    with written(source) as documentation:
        task = BuildTask(Project(documentation.essays), Names(), tmp_path / "dist", Cache())
        for problem in task(documentation.essays / "marks").problems:
            raise problem


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"low", y2="high"', '"lo", y2="high"'),
        ("import numpy as np", "import numpy as np\n\nx ="),
        (":::{alt}", ":::{alt} what"),
        ("shows: [kit.curve, ", "shows: [kit.curved, "),
        ("title: ", "titel: "),
    ],
)
def test_a_mistake_is_told_with_its_line_in_the_example(tmp_path, old, new):
    source = tmp_path / "site"
    shutil.copytree(DOCS, source)
    file = source / "examples" / "marks" / "band.md"
    small.edit(file, old, new)
    with pytest.raises(AuthorError) as caught:
        built_or_refused(source, tmp_path)
    (first, *_) = all_errors(caught.value)
    assert first.file == file
    assert first.line


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("pages/marks.md", "{{example band}}", "{{example bend}}", "there is no 'bend' for {{exa"),
        ("pages/marks.md", "{{example band}}", "{{exampel band}}", "there is no 'exampel' for"),
        (
            "pages/guide.md",
            "{{part model.py}}",
            "{{part modle.py}}",
            "there is no 'modle.py' for {{part modle.py}}; write model.py; known: ",
        ),
    ],
)
def test_a_mark_that_names_nothing_is_told_with_what_was_meant(tmp_path, file, old, new, told):
    source = tmp_path / "site"
    shutil.copytree(DOCS, source)
    line = small.edit(source / file, old, new)
    with pytest.raises(AuthorError) as caught, written(source):
        pass
    (first, *_) = all_errors(caught.value)
    assert (first.file, first.line) == (source / file, line)
    assert told in f"{first.problem}; {first.remedy}"


def test_a_warning_is_told_with_its_line_in_the_example(tmp_path, capsys):
    file = DOCS / "examples" / "marks" / "band.md"
    with written() as documentation:
        sheet = documentation.essays / "marks" / "model.py"
        line = sheet.read_text("utf-8").split("\n").index("def band(state):") + 1
        told = Outcome("marks", warnings=[warning(sheet, line, "UserWarning: hm")])
        gather([told], lambda _: None, locate=documentation.locate)
    at = file.read_text("utf-8").split("\n").index("def band(state):") + 1
    assert f"{file.name}:{at}:" in capsys.readouterr().err


def test_code_that_is_never_closed_is_told(tmp_path):
    file = tmp_path / "open.md"
    head = "---\ntitle: T\nsummary: S\nshows: []\n---\n"
    file.write_text(f"{head}Text.\n\n```python model.py\nX = 1\n", "utf-8")
    with pytest.raises(AuthorError, match="is never closed") as caught:
        read_example(file)
    assert caught.value.line == 8


def test_a_page_before_all_pictures_has_no_cover(tmp_path):
    source = tmp_path / "site"
    (source / "pages").mkdir(parents=True)
    shutil.copy(DOCS / "style.css", source)
    (source / "pages" / "one.md").write_text(f"{small.FRONT}\nWords.\n", "utf-8")
    with written(source) as documentation:
        assert not (documentation.essays / "one" / "cover.svg").exists()


# ── its parts ────────────────────────────────────────────────────────────────────────────────────


def part(tmp_path, text, line=1):
    return Part(text, tmp_path / f"{line}.md", line)


def test_modules_are_put_together(tmp_path):
    one = 'STATES = {"a": {}}\nX = 1\n\n\ndef a(state):\n    return X\n'
    other = '"""B."""\nSTATES = {"b": {}}\nX = 1\n\n\n@staticmethod\ndef b(state): ...\n'
    sheet = merge([part(tmp_path, one, 10), part(tmp_path, other, 50)], "Both.")
    made = {}
    exec(sheet.text, made)
    assert made["STATES"] == {"a": {}, "b": {}}
    assert made["a"]({}) == 1
    line = sheet.text.split("\n").index("def b(state): ...") + 1
    assert sheet.place(line) == (tmp_path / "50.md", 56)


def test_a_name_that_two_examples_define_differently_is_refused(tmp_path):
    with pytest.raises(AuthorError, match=r"another in line 1 of 1\.md"):
        merge([part(tmp_path, "X = 1"), part(tmp_path, "X = 2", 7)], "Both.")


def test_docstrings_become_lists_of_definitions():
    doc = "Do it.\n\nParameters\n----------\nx, y\n    Places, as ``1``.\nz\n    More\n    of it.\n"
    expected = "Do it.\n\n`x`, `y`\n: Places, as `1`.\n\n`z`\n: More of it."
    assert as_markdown(doc) == expected


def test_links_into_the_repository_are_left_out():
    assert "](" not in re.sub(r"`[^`]*`", "", contributing.part("A new essay, step by step"))
    assert "`![what there is to see](file.svg)`" in contributing.part("Its files")


def test_the_command_builds_it(monkeypatch, capsys, tmp_path):
    built = SimpleNamespace()
    monkeypatch.setattr(
        "refit.gallery.build.build_documentation", lambda out, *_: vars(built).update(out=out)
    )
    assert cli.main(["gallery"], "refit", tmp_path) == 0
    assert built.out == tmp_path / cli.GALLERY
    assert "http.server" in capsys.readouterr().out
