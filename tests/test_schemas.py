"""Schemas and snippets: as new as the code that they are made of, and of one mind with it.

``REFIT_GOLDEN=write .venv/bin/python -m pytest tests/test_schemas.py`` writes those of essays/.
"""

import json
import os
import re

import pytest
import yaml
from jsonschema import Draft7Validator

from refit.author.new import create
from refit.author.snippets import write_for_editors
from refit.errors import AuthorError
from refit.essay.markup import read_front_matter
from refit.essay.reading import FRONT_MATTER, check_front_matter
from refit.paths import ROOT
from refit.site.schemas import FOLDER, front_matter_schema, theme_schema
from refit.site.theme import load_theme

BASE = ROOT / "static/theme.json"
TEMPLATES = ROOT / "essays/_templates"
KINDS = sorted(file.parent.name for file in TEMPLATES.glob("*/essay.md"))
SITES = (ROOT / "essays", TEMPLATES, ROOT / "tests/site/essays")
TEXTS = sorted(file for site in SITES for file in site.glob("*/essay*.md"))
THEMES = sorted(file for site in SITES for file in site.glob("*/theme.json"))
FRONT = "title: T\nsummary: S\n"


def named(file):
    return f"{file.parent.name}/{file.name}"


def complaints(schema, values):
    """Return what an editor would mark; it reads a day as a text."""
    as_read = json.loads(json.dumps(values, default=str))
    return [error.message for error in Draft7Validator(schema).iter_errors(as_read)]


def test_those_of_this_repository_are_up_to_date(tmp_path):
    write_for_editors(tmp_path)
    made = {file.name: file.read_text("utf-8") for file in (tmp_path / FOLDER).iterdir()}
    if os.environ.get("REFIT_GOLDEN") == "write":
        write_for_editors(ROOT / "essays")
    kept = {file.name: file.read_text("utf-8") for file in (ROOT / "essays" / FOLDER).iterdir()}
    assert made == kept, "write them anew, as the head of this file says"


@pytest.mark.parametrize("schema", [front_matter_schema(), theme_schema(BASE)])
def test_they_are_schemas(schema):
    Draft7Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def test_every_key_and_every_colour_is_known():
    keys = front_matter_schema()["properties"]
    assert keys.keys() == FRONT_MATTER.keys()
    colours = theme_schema(BASE)["properties"]["light"]["properties"]
    assert colours.keys() == load_theme(BASE)["light"].keys()


@pytest.mark.parametrize("key", FRONT_MATTER)
def test_the_example_of_a_key_is_right(tmp_path, key):
    """It stands in the schema and in refusals; what is said of it follows in brackets or words."""
    example = front_matter_schema()["properties"][key]["description"]
    typed = re.sub(r"(?<=\S)(?: \([^()]*\)|, in [\w ]+)$", "", example)
    values = yaml.safe_load(typed)
    assert values.keys() == {key}
    whole = {"title": "T", "summary": "S"} | values
    assert complaints(front_matter_schema(), whole) == []
    file = tmp_path / "essay.md"
    file.write_text(f"---\n{FRONT}{typed}\n---\n", "utf-8")
    check_front_matter(whole, file)


# ── of one mind with the reader ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", TEXTS, ids=named)
def test_every_front_matter_is_accepted(file):
    head = file.read_text("utf-8").removeprefix("---\n").partition("\n---")[0]
    assert complaints(front_matter_schema(), read_front_matter(head, file)) == []


@pytest.mark.parametrize("file", THEMES, ids=named)
def test_every_theme_is_accepted(file):
    assert complaints(theme_schema(BASE), json.loads(file.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("front", "is_good"),
    [
        ("", True),
        ("order: 3\n", True),
        ("order: 3.5\n", False),
        ("order: yes\n", False),
        ("order: first\n", False),
        ("topic: ' '\n", False),
        ("tags: []\n", True),
        ("tags: one\n", False),
        ("tags: [one, '']\n", False),
        ("tags: [one, 2]\n", False),
        ("authors: [A B, '{The bakers}']\n", True),
        ("authors: ['{The bakers']\n", False),
        ("date: 2026-11-20\n", True),
        ("date: 2026-11-20 10:00:00\n", False),
        ("date: today\n", False),
        ("time_limit: 3600\n", True),
        ("time_limit: 3601\n", False),
        ("time_limit: 0\n", False),
        ("without_advice: [tall, overlaps]\n", True),
        ("without_advice: []\n", True),
        ("without_advice: [height]\n", False),
        ("without_advice: tall\n", False),
        (r"macros: {'\E': '\mathbb{E}'}", True),
        ("macros: {E: '1'}\n", False),
        (r"macros: {'\E': ''}", False),
        ("tittle: U\n", False),
    ],
)
def test_the_reader_and_the_schema_agree(tmp_path, front, is_good):
    file = tmp_path / "essay.md"
    file.write_text(f"---\n{FRONT}{front}\n---\n", "utf-8")
    values = yaml.safe_load(FRONT + front)
    assert (complaints(front_matter_schema(), values) == []) == is_good
    if is_good:
        check_front_matter(values, file)
    else:
        with pytest.raises(AuthorError):
            check_front_matter(values, file)


@pytest.mark.parametrize("key", ["title", "summary"])
def test_what_must_be_there_is_missed_by_both(tmp_path, key):
    file = tmp_path / "essay.md"
    file.write_text("---\n---\n", "utf-8")
    values = {name: "T" for name in ("title", "summary") if name != key}
    assert complaints(front_matter_schema(), values) == [f"'{key}' is a required property"]
    with pytest.raises(AuthorError, match=f"no {key}"):
        check_front_matter(values, file)


@pytest.mark.parametrize(
    ("theme", "is_good"),
    [
        ({"light": {}, "dark": {}}, True),
        ({"$schema": "../x.json", "light": {"cat": "#112233"}, "dark": {"cat": "#445566"}}, True),
        ({"light": {}}, False),
        ({"light": {}, "dark": {}, "dim": {}}, False),
        ({"light": [], "dark": {}}, False),
        ({"light": {"cat": "#FFF"}, "dark": {"cat": "#112233"}}, False),
        ({"light": {"ink": "red"}, "dark": {}}, False),
        ({"light": {"Big Cat": "#112233"}, "dark": {"Big Cat": "#112233"}}, False),
    ],
)
def test_the_reader_and_the_schema_agree_on_themes(tmp_path, theme, is_good):
    file = tmp_path / "theme.json"
    file.write_text(json.dumps(theme), "utf-8")
    assert (complaints(theme_schema(BASE), theme) == []) == is_good
    if is_good:
        assert load_theme(BASE, file).keys() == {"light", "dark"}
    else:
        with pytest.raises(AuthorError):
            load_theme(BASE, file)


# ── wired into editors ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_essay_names_schemas_that_lie_beside_it(tmp_path, kind):
    folder = create("one", tmp_path / "essays", TEMPLATES / kind)
    text = (folder / "essay.md").read_text("utf-8")
    (comment,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", text, re.MULTILINE)
    schema = json.loads((folder / comment).read_text("utf-8"))
    assert schema == front_matter_schema()
    theme = json.loads((folder / "theme.json").read_text("utf-8"))
    assert json.loads((folder / theme["$schema"]).read_text("utf-8")) == theme_schema(BASE)


@pytest.mark.parametrize("folder", sorted(file.parent for file in SITES[0].glob("*/essay.md")))
def test_the_essays_of_this_repository_name_the_schemas_beside_them(folder):
    head = (folder / "essay.md").read_text("utf-8").splitlines()[1]
    name = head.removeprefix("# yaml-language-server: $schema=")
    assert (folder / name).resolve().name == "front-matter.schema.json"
    assert (folder / name).is_file()
    theme = json.loads((folder / "theme.json").read_text("utf-8"))["$schema"]
    assert (folder / theme).is_file()


def test_a_schema_of_an_older_version_is_renewed(tmp_path):
    create("one", tmp_path, TEMPLATES / KINDS[0])
    file = tmp_path / FOLDER / "theme.schema.json"
    file.write_text("{}", "utf-8")
    create("two", tmp_path, TEMPLATES / KINDS[0])
    assert json.loads(file.read_text("utf-8")) == theme_schema(BASE)
