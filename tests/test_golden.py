"""The essay format, whole: one small essay uses all of it, and its folder is held byte for byte.

``REFIT_GOLDEN=write .venv/bin/python -m pytest tests/test_golden.py`` writes the golden files anew;
read its diff before you commit it. The essay is built alone, so that nothing in it speaks of the
runtime, the bundled scripts or Vega, whose bytes come from npm.
"""

import difflib
import os
import re
import shutil
from pathlib import Path

import pytest

from refit.cache import Cache
from refit.essay.markup import Prose, walk
from refit.essay.reading import FRONT_MATTER, load
from refit.figures import charts
from refit.figures.charts import compile_figure, draw
from refit.model import results
from refit.page import renderer
from refit.page.renderer import EssayRenderer
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import ROOT, Project

HERE = Path(__file__).parent
ESSAYS = HERE / "site" / "essays"
GOLDEN = HERE / "site" / "golden" / "menagerie"
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")
REFUSED = {"foreign", "math_inline_double"}  # registered so that it can be told of
SHOWN = 60  # lines of a difference


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the essay without a cache; return its folder and the templates it was rendered by."""
    dist = tmp_path_factory.mktemp("golden")
    used = set()
    render_template = EssayRenderer.render_template

    def noted(page, template, **values):
        used.add(template)
        return render_template(page, template, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EssayRenderer, "render_template", noted)
        outcome = BuildTask(Project(essays=ESSAYS), Names(), dist, Cache())(ESSAYS / "menagerie")
    assert list(map(str, outcome.problems)) == []
    return dist / "essays" / "menagerie", used


@pytest.fixture(scope="module")
def essay():
    return load(ESSAYS / "menagerie")


def contents(folder):
    """Return the files of a folder by their names without hashes, each with its own name."""
    return {
        HASH.sub("", file.name): (file.name, file.read_bytes()) for file in sorted(folder.iterdir())
    }


def lines(content):
    """Cut a file into lines that a person can compare."""
    text = content.decode("utf-8", "replace").replace("\r\n", "␍\n")
    return re.sub(r"(>)(?=<)|([,{\[])(?=\")|(\})(?=\S)", r"\1\2\3\n", text).splitlines()


def differences(expected, found):
    """Tell in what two folders differ, as a person would want to read it."""
    told = []
    for name in sorted(expected | found):
        old_name, old = expected.get(name, ("nothing", b""))
        new_name, new = found.get(name, ("nothing", b""))
        if (old_name, old) != (new_name, new):
            told += difflib.unified_diff(lines(old), lines(new), old_name, new_name, "", "", 1, "")
            if old == new or "nothing" in (old_name, new_name):
                told.append(f"{old_name} → {new_name}")
    cut = [f"… and {len(told) - SHOWN} lines more"] if len(told) > SHOWN else []
    return [line[:200] for line in told[:SHOWN]] + cut


def test_the_essay_is_built_to_the_very_bytes(built):
    folder, _ = built
    if os.environ.get("REFIT_GOLDEN") == "write":
        shutil.rmtree(GOLDEN, ignore_errors=True)
        shutil.copytree(folder, GOLDEN)
    told = differences(contents(GOLDEN), contents(folder))
    remedy = "if that is meant: REFIT_GOLDEN=write python -m pytest tests/test_golden.py"
    assert not told, "\n".join([*told, "", remedy])


def test_a_difference_can_be_read():
    expected = {"a.css": ("a.0.css", b"x{}"), "b.html": ("b.html", b"<p><b>1</b></p>")}
    found = {"a.css": ("a.1.css", b"x{}"), "b.html": ("b.html", b"<p><b>2</b></p>")}
    told = differences(expected, found)
    assert "a.0.css → a.1.css" in told
    assert {"-<b>1</b>", "+<b>2</b>"} <= set(told)
    assert differences(found, found) == []


# ── nothing of the format is left out ────────────────────────────────────────────────────────────


def tokens(nodes):
    for node in nodes:
        if isinstance(node, Prose):
            for token in node.tokens:
                yield from (token, *(token.children or []))
        else:
            yield from tokens(node.children)


def test_it_uses_every_directive_with_every_option(essay):
    found = {}
    for directive in walk(essay.document.nodes):
        found.setdefault(directive.name, set()).update(directive.options)
    assert found.keys() == renderer.DIRECTIVES.keys() | {"step", "alt"}
    for name, (signature, _) in renderer.DIRECTIVES.items():
        assert found[name] == signature.options.keys(), name


def test_it_uses_every_role_and_every_token(essay):
    notes = [Prose(note.tokens) for note in essay.document.notes]
    found = list(tokens([*essay.document.nodes, *notes]))
    roles = {token.meta["name"] for token in found if token.type == "myst_role"}
    assert roles == renderer.ROLES.keys()
    assert renderer.TOKENS.keys() - {token.type for token in found} == REFUSED


def test_it_is_rendered_by_every_template(built):
    _, used = built
    assert used == {file.stem for file in (ROOT / "templates" / "blocks").glob("*.html")}


def test_it_says_all_that_front_matter_can(essay):
    assert essay.document.front_matter.keys() == FRONT_MATTER.keys()


def test_its_figures_do_all_that_a_figure_can(essay):
    first = compile_figure(essay, essay.scenes["watch"], "wide")
    assert all(getattr(first, name) for name in ("drag", "add", "hops", "parts", "sheets"))
    assert first.params == ["lantern"]
    assert first.lights


def test_its_folder_has_every_file_that_an_essay_can_bring():
    there = {file.name for file in (ESSAYS / "menagerie").iterdir()}
    assert {"theme.json", "style.css", "refs.bib", "cover.svg"} <= there


# ── what must not matter ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", charts.LAYOUTS)
def test_no_drawing_depends_on_a_font(essay, monkeypatch, layout):
    tables = results.compute_steps(essay)
    for scene in essay.scenes.values():
        drawn = set()
        for font in ("inherit", "monospace", "serif", "no such font"):
            monkeypatch.setitem(charts.CONFIG, "font", font)
            drawn.add(draw(compile_figure(essay, scene, layout), tables[scene.steps[0].id]))
        assert len(drawn) == 1, scene.id
