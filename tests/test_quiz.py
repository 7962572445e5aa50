"""Quizzes: the answer is the model's, and a quiz that cannot hold it is refused."""

import re

import pytest

from refit.languages import find_language
from refit.numbers import format_number
from refit.page.quiz import as_printed, typed
from tests import small
from tests.built import build_page

ANSWER = ":::{answer}\nBecause of {live}`scores[test].n | d`.\n:::"


def quiz(options, answer=ANSWER, name="guess"):
    return f"::::{{quiz}} {name} {options}\nHow many?\n\n{answer}\n::::"


SCALE = 'answer="pens/scores[test].accuracy | .0%" min=0 max=1 step=0.01'
CHOICES = 'answer="pens/fit.slope | .1f" choices="-2.5, 0.0, 2.5"'


def inputs(html, kind):
    return [
        dict(re.findall(r'(\w+)="([^"]*)"', each))
        for each in re.findall(rf'<input type="{kind}"[^>]*>', html)
    ]


# ── a guess on a scale ───────────────────────────────────────────────────────────────────────────


def test_a_scale_is_in_the_units_of_the_reader(render):
    html = render(quiz(SCALE + " within=0.05 start=0.25"))
    for kind in ("range", "number"):
        (field,) = inputs(html, kind)
        assert [field[key] for key in ("min", "max", "step", "value")] == ["0", "100", "1", "25"]
    assert 'data-quiz="scale" data-format=".0f" data-unit="%" data-within="5"' in html


def test_a_scale_without_a_start_begins_in_its_middle(render):
    html = render(quiz('answer="pens/scores[test].n | d" min=0 max=15 step=2'))
    assert inputs(html, "range")[0]["value"] == "8"
    assert 'data-within="0"' in html


def test_the_answer_is_folded_away_once(render):
    html = render(quiz(SCALE))
    assert html.count("75\u202f%") == 1
    assert re.search(r'<details class="quiz-answer"><summary>.*<data value="0.75">75', html, re.S)


@pytest.mark.parametrize(
    "scale",
    [
        "min=0.75 max=1 step=0.25",
        "min=0 max=0.75 step=0.75",
        "min=0 max=1 step=0.1 start=0",
        "min=0 max=1 step=0.1 start=1 within=0",
    ],
)
def test_the_ends_of_a_scale_belong_to_it(render, scale):
    assert inputs(render(quiz(f'answer="pens/scores[test].accuracy | .0%" {scale}')), "range")


# ── choices ──────────────────────────────────────────────────────────────────────────────────────


def test_choices_are_printed_as_numbers_are(render):
    html = render(quiz(CHOICES))
    minus = "\N{MINUS SIGN}2.5"
    assert [each["value"] for each in inputs(html, "radio")] == [minus, "0.0", "2.5"]
    assert f'<data value="-2.5">{minus}</data>' in html


def test_percentages_get_their_narrow_space(render):
    html = render(quiz('answer="pens/scores[test].accuracy | .0%" choices="25%, 75 %"'))
    assert [each["value"] for each in inputs(html, "radio")] == ["25\u202f%", "75\u202f%"]


@pytest.mark.parametrize("code", ["en", "de", "tr", "he", "ar"])
@pytest.mark.parametrize(
    ("text", "spec"), [("-2.5", ".1f"), ("+1,200", "+,d"), ("+12.5 %", "+.1%"), ("7 %", ".0%")]
)
def test_a_choice_is_printed_in_every_language_as_numbers_are(code, text, spec):
    rules = find_language(code).numbers
    value = float(text.rstrip(" %").replace(",", "")) / (100 if "%" in text else 1)
    assert as_printed(text, rules) == format_number(value, spec, rules)
    assert typed(as_printed(text, rules), rules) == text


def test_words_can_be_chosen(render):
    html = render(quiz('answer="pens/scores[test].says" choices="a, b c"'))
    assert '<data value="b c">b c</data>' in html


# ── a state of its own ───────────────────────────────────────────────────────────────────────────


def test_the_answer_is_computed_for_the_state_that_is_named(render):
    answer = ":::{answer}\nOut of {live}`scores[train].n | d`.\n:::"
    html = render(
        quiz(SCALE + """ state='{"n": 6}'""", answer) + "\n\n{live}`pens/scores[train].n | d`"
    )
    assert "50\u202f%</data>" in html
    assert re.findall(r'data-live="scores\[train\].n"[^>]*>(\d)', html) == ["6", "4"]


def test_a_quiz_asks_about_the_step_it_stands_in_and_elsewhere_about_the_first(tmp_path):
    def asked(name, answer):
        options = f'answer="{answer} | d" min=0 max=9 step=1'
        return quiz(options, ":::{answer}\nIt is.\n:::", name)

    inside = asked("inside", "total.n") + "\n\n" + asked("named", "dots/total.n")
    text = small.SCENE.replace("Now there are", f"{inside}\n\nNow there are")
    text = text.replace("::::{step} n=2", "::::{step} n=1").replace(":::{step} n=3", ":::::{step}")
    text = text.replace("d`.\n:::\n", "d`.\n:::::\n").replace(":::::{scene}", "::::::{scene}")
    text = text.removesuffix(":::::\n") + "::::::\n\n" + asked("after", "dots/total.n")
    page = build_page(tmp_path, text)
    answers = [data for data in page.all("data") if data["around"][-1]["tag"] != "output"]
    assert [data["value"] for data in answers] == ["3", "3", "1"]


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            quiz('answer="pens/scores[test].accuracy | .0%" choices="20 %, 62 %"'),
            "the model's answer is 75 %, which is none of the choices; "
            "write it among them; they are 20 %, 62 %",
        ),
        (
            quiz(SCALE.replace("max=1", "max=0.5")),
            "the model's answer is 75 %, which is not on the scale; the scale goes from 0 % to 50",
        ),
        (
            quiz('answer="pens/scores[test].says" min=0 max=1 step=1'),
            "the answer is a word, 'b c'; write choices=\"one, two\"",
        ),
        (quiz(SCALE.replace("min=0 ", "")), "{quiz} has no min; write ::::{quiz} name answer="),
        (quiz("min=0 max=1 step=1"), "{quiz} has no answer; write ::::{quiz} name answer="),
        (quiz(SCALE.replace("min=0", "min=2")), "no guess lies from 2 to 1 in steps of 0.01; "),
        (
            quiz(SCALE.replace("min=0", "min=0.5").replace("=0.01", "=0.75")),
            "no guess lies from 0.5 to 1 in steps of 0.75; ",
        ),
        (
            quiz(SCALE.replace("scores[test].accuracy", "scores")),
            "'pens/scores | .0%' names no value; write table[key].column",
        ),
        (quiz(SCALE + " start=2"), "no guess lies from 0 to 1 in steps of 0.01; "),
        (quiz(SCALE + " start=-1"), "no guess lies from 0 to 1 in steps of 0.01; "),
        (quiz(SCALE + " within=-0.1"), "no guess lies from 0 to 1 in steps of 0.01; "),
        (quiz(SCALE.replace("=0.01", "=-1")), "no guess lies from 0 to 1 in steps of -1; "),
        (quiz(SCALE.replace("=0.01", "=0")), "no guess lies from 0 to 1 in steps of 0; "),
        (
            quiz(SCALE.replace("max=1", "max=1e999")),
            "no guess lies from 0 to inf in steps of 0.01; ",
        ),
        (quiz(SCALE.replace("=0.01", "=2")), "no guess lies from 0 to 1 in steps of 2; "),
        (quiz(CHOICES + " min=0"), "a quiz with choices has no min; "),
        (quiz(CHOICES.replace("0.0, ", "2.5, ")), "a quiz needs two choices or more, all differ"),
        (
            quiz(SCALE.replace("pens/scores[test]", "pens/scores[none]")),
            "table 'scores' has no row 'none'; keys: train, test",
        ),
        (quiz(SCALE.replace("pens/", "")), "this live number stands outside a scene; name one"),
        (
            quiz(SCALE.replace(".0%", ".0% | reader")),
            "the answer speaks of the reader's state, which changes; leave out `| reader`",
        ),
        (
            quiz(SCALE + """ state='{"m": 6}'"""),
            "the state of scene 'pens' has no key 'm'; its keys are n",
        ),
        (
            quiz(SCALE + """ state='{"n": 60}'"""),
            "n=60 is not a number from 1 to 9; the slider in line ",
        ),
        (quiz(SCALE + " state=6"), "state=6 of {quiz} is not an object; "),
        (quiz(SCALE, ""), "a quiz holds a question and one answer; write the question, then "),
        (quiz(SCALE, ANSWER + "\n" + ANSWER), "a quiz holds a question and one answer; "),
        (quiz(SCALE, name="My_quiz"), "'My_quiz' cannot name a quiz; use small letters, digits"),
        (ANSWER, "{answer} stands outside a quiz or a challenge; put it inside ::::{quiz} or"),
    ],
)
def test_a_quiz_that_cannot_be_is_refused(refusal, text, told):
    assert refusal(text).startswith(f"essay.md:5: {told}")
