"""Scaffolds: a new essay of any kind works as it stands, and nothing that exists is overwritten."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from refit.author.kinds import DEFAULT, KINDS, TEMPLATES, read_kind
from refit.author.new import create, title
from refit.errors import AuthorError
from refit.essay.controls import SIGNATURES
from refit.essay.markup import walk
from refit.essay.reading import load
from refit.essay.translations import is_translation
from refit.figures.charts import compile_figure
from refit.model.results import compute_steps
from refit.site.check import check
from refit.site.project import Project

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = TEMPLATES / DEFAULT


@pytest.fixture
def essays(tmp_path):
    return tmp_path / "essays"


@pytest.fixture
def one_of_each(essays):
    """Return a folder with a new essay of each kind."""
    for kind in KINDS:
        create(f"a-{kind}", essays, read_kind(kind))
    return essays


def test_a_new_essay_is_sound_and_nothing_is_advised(one_of_each):
    told = []
    check(Project(essays=one_of_each), [], told.append)
    weighed = "prepared answers weigh |its page weighs |its model alone reads "
    measured = re.compile(rf"a-\w+: (good, |{weighed})")
    assert [line for line in told if not measured.match(line)] == []
    assert [line.split(":")[0] for line in told if ": good, " in line] == sorted(
        f"a-{kind}" for kind in KINDS
    )
    assert not [line for line in told if line.startswith("a-quiz: its model")], "nobody runs it"


def test_a_new_essay_passes_the_tests_it_comes_with(one_of_each):
    essays = one_of_each
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", essays]
    command.append("--import-mode=importlib")  # their files have the same names
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert all((essays / f"a-{kind}" / "test_model.py").exists() for kind in KINDS)


def test_a_new_essay_shows_what_an_essay_can_do(essays):
    create("a-new-one", essays, TEMPLATE)
    essay = load(essays / "a-new-one")
    tables = compute_steps(essay)
    (scene,) = essay.scenes.values()
    assert len(scene.steps) > 1
    names = [directive.name for directive in walk(essay.document.nodes)]
    assert {"slider", "aside"} <= set(names)
    assert set(names) - {"scene", "step", "alt", "aside"} <= SIGNATURES.keys()
    text = essay.text.read_text("utf-8")
    assert "{live}`" in text
    assert "| reader`" in text
    draggable = [tables[step.id]["pancakes"]["draggable"].any() for step in scene.steps]
    assert draggable == [False, False, True]  # where the text asks for it, and nowhere else


def directives(kind):
    """Return the names of the directives of a kind's text."""
    return {node.name for node in walk(load(read_kind(kind)).document.nodes)}


def test_each_kind_shows_what_it_is_there_for():
    names = {kind: directives(kind) for kind in KINDS}
    assert {"toggle", "scene"} <= names["points"]
    assert {"slider", "scene"} <= names["curve"]
    assert {"button", "scene"} <= names["stream"]
    assert names["quiz"] == {"quiz", "answer", "definition"}
    points, curve = load(read_kind("points")), load(read_kind("curve"))
    assert compute_steps(points)["seals-2"]["seals"]["draggable"].all()
    figure = compile_figure(curve, curve.scenes["stairs"], "wide")
    assert list(figure.panels) == ["stairs", "errors"]
    stream = load(read_kind("stream"))
    assert inspect.isgeneratorfunction(stream.model.meadow)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != DEFAULT])
def test_a_kind_is_short_enough_to_be_read_at_once(kind):
    folder = read_kind(kind)
    for name, most in (("model.py", 40), ("figures.py", 50)):
        if (folder / name).exists():
            lines = (folder / name).read_text("utf-8").splitlines()
            assert len([line for line in lines if line.strip()]) <= most, name
    assert (folder / "cover.svg").exists()


def test_the_kinds_are_the_folders_of_templates():
    assert sorted(KINDS) == sorted(file.parent.name for file in TEMPLATES.glob("*/essay.md"))
    with pytest.raises(ValueError, match="there is no kind 'pints'") as told:
        read_kind("pints")
    assert str(told.value).splitlines()[1:] == [
        f"  {kind:8}{shows}" for kind, shows in KINDS.items()
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_essay_has_its_own_title_and_all_else_of_the_template(essays, kind):
    template = read_kind(kind)
    folder = create("random-forests", essays, template)
    assert load(folder).title == "Random forests"
    files = [file for file in template.iterdir() if file.is_file() and not is_translation(file)]
    names = {file.name for file in files}
    assert {file.name for file in folder.iterdir() if file.is_file()} == names
    for name in names - {"essay.md"}:
        assert (folder / name).read_bytes() == (template / name).read_bytes()


def test_what_python_leaves_behind_is_not_copied(essays, tmp_path):
    template = tmp_path / "template"
    (template / "__pycache__").mkdir(parents=True)
    (template / ".swp").touch()
    (template / "essay.md").write_text("---\ntitle: T\n---\n")
    create("one", essays, template)
    assert [file.name for file in (essays / "one").iterdir()] == ["essay.md"]


@pytest.mark.parametrize(
    "slug", ["yes", "2024", "null", "1e3", "2024-01-01", "on", "random-forests"]
)
def test_a_title_is_words_whatever_the_slug(slug):
    read = yaml.safe_load(f"title: {title(slug)}")["title"]
    assert read == slug.replace("-", " ").capitalize()


@pytest.mark.parametrize(
    ("slug", "instead"),
    [
        ("Random Forests", "random-forests"),
        ("random_forests", "random-forests"),
        ("_template", "template"),
        (".hidden", "hidden"),
        ("-x-", "x"),
        ("a--b", "a-b"),
        ("../up", "up"),
        ("ü", "random-forests"),
        ("", "random-forests"),
    ],
)
def test_a_bad_slug_is_refused_with_a_better_one(essays, slug, instead):
    with pytest.raises(AuthorError) as caught:
        create(slug, essays, TEMPLATE)
    assert caught.value.remedy == f"write `refit new {instead}`"
    assert not essays.exists()


def test_a_slug_that_no_folder_can_have_is_refused(essays):
    with pytest.raises(AuthorError, match="a slug of 300 characters is longer than 100"):
        create("a" * 300, essays, TEMPLATE)


def test_a_file_in_the_place_of_the_essays_is_refused(tmp_path):
    (tmp_path / "essays").touch()
    with pytest.raises(
        AuthorError, match=r"essays: this folder cannot be made \(File exists\); choose"
    ):
        create("one", tmp_path / "essays", TEMPLATE)


def test_the_templates_themselves_are_not_built():
    built = {folder.name for folder in Project().folders}
    assert not built & {TEMPLATES.name, *KINDS}
