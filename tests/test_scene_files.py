"""The files that a page's script reads of a scene: nothing is written twice, and nothing empty."""

import json

import pytest

from refit.cache import Cache
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small
from tests.built import Page

STILL = """
::::{scene} still model=dots

:::{alt}
The same dots.
:::

:::{step}
Nothing can be changed here.
:::

::::
"""


@pytest.fixture
def site(tmp_path):
    """Return the folder of an essay with two scenes that look the same, in two languages."""
    folder = small.write_essay(tmp_path / "essays", "one", text=small.SCENE + STILL)
    (folder / "essay.de.md").write_text(small.FRONT + small.SCENE + STILL, "utf-8")
    (folder / "words.de.json").write_text(json.dumps({"x": "quer"}), "utf-8")
    task = BuildTask(Project(essays=tmp_path / "essays"), Names(), tmp_path / "dist", Cache())
    assert list(map(str, task(folder).problems)) == []
    return tmp_path / "dist/essays/one"


@pytest.mark.parametrize("name", ["index", "de"])
def test_a_scene_that_looks_like_an_earlier_one_names_its_drawings(site, name):
    scenes = scenes_of(site / f"{name}.html")
    first, second = scenes["dots"], scenes["still"]
    assert "drawn" not in first
    assert second["drawn"] == first["data"]
    assert json.loads((site / first["data"]).read_text("utf-8"))["drawings"].keys() == {
        "wide",
        "narrow",
    }
    assert json.loads((site / second["data"]).read_text("utf-8")).keys() == {"tables", "sheets"}


def test_a_page_in_another_language_names_its_own_drawings(site):
    english, german = (scenes_of(site / name) for name in ("index.html", "de.html"))
    assert english["still"]["drawn"] != german["still"]["drawn"]


def test_a_scene_of_which_nothing_is_prepared_has_no_file_for_it(site):
    scenes = scenes_of(site / "index.html")
    assert "prepared" not in scenes["still"]
    assert (site / scenes["dots"]["prepared"]).is_file()


def scenes_of(page):
    return json.loads(Page(page).all("script", id="refit-page")[0]["text"])["scenes"]


def test_each_step_is_drawn_once_in_each_layout(tmp_path):
    """And once more for the page itself, which has the first step of the first scene."""
    other = STILL.replace(":::{step}", ":::{step} n=1")
    folder = small.write_essay(tmp_path / "essays", "one", text=small.SCENE + other)
    task = BuildTask(Project(essays=tmp_path / "essays"), Names(), tmp_path / "dist", Cache())
    outcome = task(folder)
    assert list(map(str, outcome.problems)) == []
    assert outcome.made["drawings"] == 2 * 3 + 2
