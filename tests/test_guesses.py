"""Guesses: a quiz in a step that puts what the reader guesses into the state of its scene."""

import re

import pytest

from refit.errors import AuthorError
from refit.essay.domains import domain_of
from refit.essay.guesses import as_guess
from refit.essay.reachable_states import reachable
from refit.essay.reading import load
from tests import small
from tests.built import build_page

MODEL = small.MODEL.replace('"seed": 0}', '"seed": 0, "guess": -1, "word": ""}')
CHOICES = 'answer="total.n | d" choices="1, 2, 3"'
SCALE = 'answer="total.n | d" min=1 max=4 step=0.5'


def text_with(options, name="many"):
    """Return the small essay with a quiz in its last step."""
    quiz = f"::::{{quiz}} {name} {options}\nHow many?\n\n:::{{answer}}\nSo many.\n:::\n::::"
    text = small.SCENE.replace(":::{step} n=3", ":::::{step} n=3")
    text = text.replace("Now there are", f"{quiz}\n\nNow there are")
    text = text.replace("d`.\n:::\n", "d`.\n:::::\n").replace(":::::{scene}", "::::::{scene}")
    return text.removesuffix(":::::\n") + "::::::\n"


def scene_with(tmp_path, options):
    folder = small.write_essay(tmp_path, "one", text_with(options), model=MODEL)
    return load(folder).scenes["dots"]


@pytest.mark.parametrize(
    ("text", "spec", "value"),
    [
        ("3", "d", 3),
        ("67 %", ".0%", 0.67),
        ("67%", ".0%", 0.67),
        ("-2.5", ".1f", -2.5),
        ("1,000", ",d", 1000),
        ("fox", "", "fox"),
        ("3", "", "3"),
    ],
)
def test_a_choice_is_a_guess_in_the_units_of_the_model(text, spec, value):
    assert as_guess(text, spec) == value
    assert type(as_guess(text, spec)) is type(value)


def test_a_guess_is_a_control_of_its_step_alone(tmp_path):
    scene = scene_with(tmp_path, CHOICES + " guess=guess")
    first, *_, last = scene.steps
    control = last.controls["guess"]
    assert "guess" not in first.controls
    assert control.options == (-1, 1, 2, 3)
    assert domain_of(control) == {"options": [-1, 1, 2, 3]}
    assert control.refusal(2) is None
    assert control.refusal(-1) is None
    assert control.refusal(4) == "none of -1, 1, 2, 3"


def test_a_guess_on_a_scale_is_any_place_of_it(tmp_path):
    scene = scene_with(tmp_path, SCALE + " guess=guess")
    assert scene.controls["guess"].options == (-1, 1, 1.5, 2, 2.5, 3, 3.5, 4)


def test_every_guess_is_reached_and_prepared(tmp_path):
    scene = scene_with(tmp_path, CHOICES + " guess=guess")
    found = [each.state["guess"] for each in reachable(scene) if each.step is scene.steps[-1]]
    assert set(found) == {-1, 1, 2, 3}


def test_without_the_option_nothing_is_set(tmp_path):
    assert "guess" not in scene_with(tmp_path, CHOICES).controls


def test_the_page_says_what_a_guess_sets(tmp_path):
    folder = tmp_path / "essays"
    small.write_essay(folder, "one", text_with(CHOICES + " guess=guess"), model=MODEL)
    page = build_page(tmp_path, text_with(CHOICES + " guess=guess"), model=MODEL)
    (quiz,) = (each for each in page.all("div") if "data-quiz" in each)
    assert quiz["data-guesses"] == "dots.guess"
    assert quiz["data-kind"] == "quiz"
    assert quiz["data-nothing"] == "-1"
    guesses = [each["data-guess"] for each in page.all("input") if "data-guess" in each]
    assert guesses == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (CHOICES + " guess=bet", "the state has no key 'bet'; its keys are n, layout, "),
        (
            'answer="total.n | d" min=-1 max=4 step=1 guess=guess',
            "the state's default guess=-1 is one of the guesses; choose a default in STATES",
        ),
        (
            'answer="total.n | d" min=0 max=4 step=0.01 guess=guess',
            "the scale of a guess that the figure shows has 401 places; give it a step with which",
        ),
    ],
)
def test_a_guess_that_cannot_be_set_is_refused(tmp_path, options, told):
    with pytest.raises(AuthorError, match=re.escape(told)):
        scene_with(tmp_path, options)


def test_a_guess_outside_its_scene_is_refused(refusal):
    quiz = '::::{quiz} q answer="pens/scores[test].n | d" min=0 max=9 step=1 guess=n\nHow many?\n'
    told = refusal(quiz + "\n:::{answer}\nSo many.\n:::\n::::")
    assert told.startswith("essay.md:5: the guess of a quiz goes into the figure that stands besi")
