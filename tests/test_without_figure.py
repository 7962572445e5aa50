"""Essays without a figure: prose, quizzes and numbers that a model computes at build alone."""

import pytest

from refit.cache import Cache
from refit.essay.reading import load
from refit.runtime.model_runs import read_runs
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small
from tests.built import Page

QUIZ = """\
It snowed on {live}`frog-pond/days.snowy | d` days.

::::{quiz} how-often answer="frog-pond/days.share | .0%" min=0 max=1 step=0.01
How often is it dry?

:::{answer}
On most days.
:::
::::
"""
MODEL = """\
STATES = {"frog_pond": {"seed": 0}}


def frog_pond(state):
    return {"days": {"snowy": [7 + state["seed"]], "share": [0.93]}}
"""
CLAIM = "train in your browser"


@pytest.fixture
def folder(tmp_path):
    """Return an essay with a model, and without a scene and figures."""
    folder = small.write_essay(tmp_path / "essays", "one", text=QUIZ, model=MODEL)
    (folder / "figures.py").unlink()
    return folder


def build(folder):
    """Build an essay; return what is refused, and its page if nothing is."""
    dist = folder.parent.parent / "dist"
    outcome = BuildTask(Project(essays=folder.parent), Names(), dist, Cache())(folder)
    problems = [f"{each.problem}; {each.remedy}" for each in outcome.problems]
    return problems, None if problems else Page(dist / "essays" / "one" / "index.html")


def test_the_numbers_of_a_function_that_no_scene_shows_are_printed(folder):
    problems, page = build(folder)
    assert problems == []
    assert [each["text"] for each in page.all("span", **{"class": "live"})] == ["7"]
    assert [each["value"] for each in page.all("data")] == ["0.93"]
    assert page.all(data_scene="frog-pond") == []


def test_a_page_claims_to_train_models_only_where_it_does(folder):
    assert CLAIM not in build(folder)[1].all("main")[0]["text"]
    small.write_essay(folder.parent, "one")
    assert CLAIM in build(folder)[1].all("main")[0]["text"]


def test_prose_alone_needs_neither_model_nor_figures(folder):
    (folder / "model.py").unlink()
    (folder / "essay.md").write_text(small.FRONT + "Nothing but prose.\n", "utf-8")
    problems, page = build(folder)
    assert problems == []
    assert "Nothing but prose." in page.all("main")[0]["text"]


def test_a_number_of_no_function_is_refused_with_the_names_there_are(folder):
    small.edit(folder / "essay.md", "frog-pond/days.snowy", "frog/days.snowy")
    assert build(folder)[0] == ["there is no scene 'frog'; scenes: frog-pond"]
    (folder / "model.py").unlink()
    assert build(folder)[0][0] == "there is no scene 'frog'; scenes: none"


def test_readers_run_no_model_without_a_scene(folder):
    assert read_runs(folder, Cache()).sources == {}
    small.write_essay(folder.parent, "one")
    assert list(read_runs(folder, Cache()).sources) == ["model.py"]


def test_a_function_that_a_scene_shows_is_its_scene_alone(folder):
    both = MODEL + "\n\n" + small.MODEL.replace('STATES = {"dots"', 'STATES |= {"dots"')
    small.write_essay(folder.parent, "one", text=QUIZ + small.SCENE, model=both)
    essay = load(folder)
    assert (list(essay.scenes), list(essay.unshown)) == (["dots"], ["frog-pond"])
