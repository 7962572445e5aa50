"""Snippets: every directive and role for editors, as a build reads them."""

import json
import re
from itertools import pairwise

import pytest

from refit.author.kinds import TEMPLATES
from refit.author.new import create
from refit.author.snippets import COLONS, FILE, HOLDS, escaped, snippets
from refit.essay.markup import Directive, parse
from refit.essay.signatures import apply_signature
from refit.gallery.things import signatures
from refit.page.renderer import ROLES
from refit.paths import ROOT
from refit.site.schemas import FOLDER

PLACE = re.compile(r"(?<!\\)\$(?:\d+|\{\d+(?::((?:\\.|[^}\\$])*))?\})")
MADE = snippets()


def expanded(lines):
    """Return what an editor leaves behind if its author goes on without typing a word."""
    text, last = "\n".join(lines), None
    while text != last:  # places lie in each other
        last, text = text, PLACE.sub(lambda found: found[1] or "", text)
    return re.sub(r"\\([\\$}])", r"\1", text)


def parsed(text, tmp_path):
    file = tmp_path / "essay.md"
    return [n for n in parse(text, file).nodes if isinstance(n, Directive)]


def test_every_directive_and_role_is_one():
    assert MADE.keys() == {*signatures(), *ROLES}
    for name, snippet in MADE.items():
        assert snippet.keys() == {"scope", "prefix", "body", "description"}
        assert snippet["prefix"] == (f"{{{name}" if name in ROLES else f":::{name}")
        assert snippet["scope"] == "markdown"
        assert "\n" not in "".join(snippet["body"])


@pytest.mark.parametrize("name", MADE)
def test_the_places_are_numbered_and_the_cursor_ends_once(name):
    text = "\n".join(MADE[name]["body"])
    numbers = [int(each) for each in re.findall(r"(?<!\\)\$\{?(\d+)", text)]
    assert numbers.count(0) == 1
    assert [*filter(None, numbers)] == list(range(1, len(numbers)))


@pytest.mark.parametrize("name", signatures())
def test_what_a_snippet_of_a_directive_leaves_fits_its_signature(name, tmp_path):
    text = expanded(MADE[name]["body"])
    (node,) = parsed(f"---\ntitle: T\nsummary: S\n---\n{text}\n", tmp_path)
    assert node.name == name
    assert [each.name for each in node.children if isinstance(each, Directive)] == [
        *HOLDS.get(name, ())
    ]
    if name != "step":  # whose keys are those of the state
        apply_signature(node, signatures()[name], tmp_path / "essay.md")


def test_what_may_be_left_out_is_one_place():
    (opening, *_) = MADE["scene"]["body"]
    assert opening == "::::::{scene} ${1:name}${2: layout=${3:wide}}"
    (opening, *_) = MADE["slider"]["body"]
    assert opening.startswith(':::{slider} ${1:key} min=${2:0} max=${3:1} step=${4:0.01} label="')


def test_a_snippet_fits_into_those_that_may_hold_it():
    chain = ["deeper", "scene", "step", "quiz", "answer"]
    for outer, inner in pairwise(chain):
        assert COLONS.get(outer, 3) > COLONS.get(inner, 3)


def test_a_role_is_what_contributing_shows():
    assert expanded(MADE["live"]["body"]) == "{live}`scores[test].accuracy | .0%`"


def test_signs_of_snippets_are_escaped():
    assert escaped("a $b} \\c") == "a \\$b\\} \\\\c"


def test_a_new_essay_has_them_beside_it_and_this_repository_shows_them_to_vs_code(tmp_path):
    create("one", tmp_path, TEMPLATES / "quiz")
    assert json.loads((tmp_path / FOLDER / FILE).read_text("utf-8")) == MADE
    link = ROOT / ".vscode/refit.code-snippets"
    assert link.resolve() == ROOT / "essays" / FOLDER / FILE
