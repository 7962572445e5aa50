"""Figures: parameters that follow the state, and what is refused of the rows that readers add."""

import copy

import pytest

from refit.essay.reading import load
from refit.figures import charts, usermeta
from refit.model.results import compute_steps
from refit.site.project import ROOT

ORCHARD = ROOT / "tests" / "site" / "essays" / "orchard"


@pytest.fixture(scope="module")
def essay():
    """Return the essay with every kind of gesture."""
    return load(ORCHARD)


@pytest.fixture(scope="module")
def tables(essay):
    """Return the tables of its steps, by their ids."""
    return compute_steps(essay)


@pytest.fixture
def scene(essay):
    return essay.scenes["orchard"]


@pytest.fixture
def figure(essay, scene):
    return copy.deepcopy(charts.compile_figure(essay, scene, "wide"))


def test_a_parameter_named_like_a_key_of_the_state_follows_it(figure):
    assert figure.params == ["shade"]
    assert figure.lights


def test_a_step_is_drawn_with_its_own_parameters(figure, scene, tables):
    first, second = (
        charts.draw(
            figure, tables[step.id], state={name: step.state[name] for name in figure.params}
        )
        for step in scene.steps
    )
    assert 'opacity="0.4"' not in first
    assert 'opacity="0.4"' in second


def test_sound_gestures_are_accepted(essay, scene, figure, tables):
    assert usermeta.check_usermeta(essay, scene, figure) == []
    assert usermeta.check_keys(essay, scene, figure, tables["orchard-1"]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "sown"}, "goes to the state's key 'sown', which is not there"),
        ({"values": "sort"}, "names the state's key 'sort', which is not there"),
        ({"state": "shade"}, "goes to 'shade', which is no dictionary"),
        ({"panel": "sky"}, "are added in one panel and dragged in another"),
    ],
)
def test_rows_that_could_not_be_added_are_refused(essay, scene, figure, change, words):
    figure.add[0].update(change)
    [problem] = usermeta.check_usermeta(essay, scene, figure)
    assert words in problem.problem
    assert (problem.file.name, problem.remedy != "") == ("figures.py", True)


def test_keys_of_rows_that_are_added_must_be_words(essay, scene, figure, tables):
    trees = tables["orchard-1"]["trees"]
    numbered = {"trees": trees | {"key": trees["x"]}}
    [problem] = usermeta.check_keys(essay, scene, figure, numbered)
    assert "no column `key` of words" in problem.problem
    assert problem.file.name == "model.py"


def test_sheets_show_only_what_is_drawn(essay, scene, figure):
    object.__setattr__(figure, "sheets", {"weather": ["wind"]})
    [problem] = usermeta.check_usermeta(essay, scene, figure)
    assert "speak of 'weather', which is not drawn" in problem.problem
