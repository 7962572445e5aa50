"""Scaffolds: a new essay works as it stands, and nothing that exists is overwritten."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from refit.author.new import create, title
from refit.errors import AuthorError
from refit.essay.controls import SIGNATURES
from refit.essay.markup import walk
from refit.essay.reading import load
from refit.essay.translations import is_translation
from refit.model.results import compute_steps
from refit.site.check import check
from refit.site.project import Project

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "essays" / "_template"


@pytest.fixture
def essays(tmp_path):
    return tmp_path / "essays"


def test_a_new_essay_is_sound(essays):
    create("a-new-one", essays, TEMPLATE)
    told = []
    check(Project(essays=essays), [], told.append)
    assert {line.split(":")[0] for line in told} == {"a-new-one"}


def test_a_new_essay_passes_the_tests_it_comes_with(essays):
    create("a-new-one", essays, TEMPLATE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", essays]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


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
    assert any(table.get("draggable", [0])[0] for table in tables[scene.steps[0].id].values())


def test_a_new_essay_has_its_own_title_and_all_else_of_the_template(essays):
    create("random-forests", essays, TEMPLATE)
    folder = essays / "random-forests"
    assert load(folder).title == "Random forests"
    files = [file for file in TEMPLATE.iterdir() if file.is_file()]
    names = {file.name for file in files if not is_translation(file)}
    assert {file.name for file in folder.iterdir() if file.is_file()} == names
    for name in names - {"essay.md"}:
        assert (folder / name).read_bytes() == (TEMPLATE / name).read_bytes()


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


def test_the_template_itself_is_not_built():
    assert TEMPLATE.name not in [folder.name for folder in Project().folders]
