"""Challenges: the model judges a goal, and one that is met already, or never, is refused."""

import json
import re

import pytest

from refit.cache import Cache
from refit.essay.challenges import solutions
from refit.essay.reading import load
from refit.page.goals import is_met, read_goal
from refit.runtime.model_runs import read_runs
from refit.runtime.trace import Answer
from refit.site.agreement import prove
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.tables import as_tables
from tests import small
from tests.built import build_page

TABLES = as_tables(
    {
        "scores": {"key": ["train", "test"], "accuracy": [1.0, 0.6], "n": [36, 12]},
        "moves": {"n": [3]},
        "told": {"says": ["cat"]},
        "dishes": {
            "key": ["salt and pepper", "it's", "a<b"],
            "n": [2, 1, 3],
            "says": ["", "", "Hello!"],
        },
    }
)
SOLUTION = """solution='{"n": 4}'"""
HINTS = ":::{hint}\nMore.\n:::\n\n:::{hint}\nFour.\n:::"


def challenge(goal='goal="dots/total.n > 3"', solution=SOLUTION, name="four", inside="Make four."):
    return f"\n::::{{challenge}} {name} {goal} {solution}\n{inside}\n\n{HINTS}\n::::\n"


# ── goals ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        ("scores[test].accuracy >= 60%", True),
        ("scores[test].accuracy < 60%", False),
        ("scores[test].accuracy <= 0.6 and moves.n <= 3", True),
        ("scores[test].accuracy <= 0.6 and moves.n < 3", False),
        ("scores[test].accuracy > 0.6000000000001", False),
        ("scores[test].accuracy == 0.6000000000001", True),
        ("scores[train].accuracy > scores[test].accuracy", True),
        ("scores[test].accuracy!=scores[train].accuracy", True),
        ("moves.n >= -1e3", True),
        ("told.says == 'cat'", True),
        ("told.says != 'cat'", False),
        ("told.says == 'cat and dog'", False),
        ("told.says != 'cat!' and told.says != 'a > b' and moves.n == 3", True),
        ("dishes[salt and pepper].n == 2 and dishes[it's].n < 2", True),
        ("dishes[a<b].n >= dishes[salt and pepper].n and moves.n == 3", True),
        ("dishes[a<b].says == 'Hello!'", True),
        ("scores[new].accuracy > 0", False),
    ],
)
def test_a_goal_holds_if_all_its_conditions_do(goal, met):
    assert is_met(read_goal(goal), TABLES) == met


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_a_challenge_holds_its_goal_and_its_hints_one_in_the_other(tmp_path):
    goal = 'goal="dots/total.n > 3 and dots/total.n <= dots/total.n"'
    page = build_page(tmp_path, small.SCENE + challenge(goal))
    (card,) = page.all("div", id="four")
    assert card["data-challenge"] == "dots"
    assert json.loads(card["data-goal"]) == [
        ["total.n", ">", 3],
        ["total.n", "<=", {"of": "total.n"}],
    ]
    first, second = page.all("details", **{"class": "hint"})
    assert first in second["around"]
    assert first["text"].split() == ["A", "hint", "More.", "Another", "hint", "Four."]
    assert "solution" not in page.file.read_text("utf-8")
    (script,) = page.all("script", id="refit-page")
    assert json.loads(script["text"])["words"]["challenge"]["solved"]


def test_what_a_challenge_shows_stands_folded_in_it(tmp_path):
    inside = "Make four.\n\n:::{answer}\nFour are *more*.\n:::"
    page = build_page(tmp_path, small.SCENE + challenge(inside=inside))
    (shown,) = page.all("details", **{"class": "challenge-answer"})
    assert "open" not in shown
    assert shown["text"].split() == ["What", "you", "have", "shown", "Four", "are", "more."]
    (card,) = page.all("div", id="four")
    assert card["text"].index("Make four.") < card["text"].index("What you have shown")


def test_a_challenge_needs_no_answer(tmp_path):
    page = build_page(tmp_path, small.SCENE + challenge())
    assert not page.all("details", **{"class": "challenge-answer"})


def test_the_words_of_challenges_are_only_where_there_is_one(tmp_path):
    (script,) = build_page(tmp_path, small.SCENE).all("script", id="refit-page")
    assert "challenge" not in json.loads(script["text"])["words"]


def test_in_a_step_a_challenge_speaks_of_that_scene_and_step(tmp_path):
    inside = challenge('goal="total.n == 3"', """solution='{"n": 2.5}'""")
    text = small.SCENE.replace(":::::", ":::::::").replace("::::{step}", "::::::{step}")
    text = text.replace(":::\n::::\n", f":::\n{inside}::::::\n")  # in the other step there are 3
    (card,) = build_page(tmp_path, text).all("div", id="four")
    assert any("data-step" in each for each in card["around"])
    assert json.loads(card["data-goal"]) == [["total.n", "==", 3]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (challenge(name="Four"), "'Four' cannot name a challenge; use small letters, digits"),
        (challenge(goal=""), "{challenge} has no goal; write ::::{challenge} name goal="),
        (challenge(solution=""), "{challenge} has no solution; write ::::{challenge} name goal="),
        (challenge(inside=""), "a challenge has no task; write what is to be done, then :::{hint}"),
        (
            challenge('goal="dots/total.n = 4"'),
            "goal: 'dots/total.n = 4' compares nothing; write one of >=, <=, >, <, ==, !=, as in",
        ),
        (challenge('goal="four"'), "goal: 'four' compares nothing"),
        (
            challenge('goal="dots/total.n > many"'),
            "goal: 'many' names no value; write table[key].column",
        ),
        (
            challenge('goal="dots/total.n | .0% > 3"'),
            "goal: 'dots/total.n | .0%' has a format, and a goal compares the value itself; leave "
            "out `| .0%`: write 'dots/total.n'",
        ),
        (
            challenge('goal="dots/total.n > dots/total.n | d"'),
            "goal: 'dots/total.n | d' has a format",
        ),
        (
            challenge('goal="total.n > 3"'),
            "this challenge stands outside a scene; name one: scene/scores[test].accuracy",
        ),
        (challenge('goal="spots/total.n > 3"'), "there is no scene 'spots'; scenes: dots"),
        (
            challenge('goal="dots/total.n > 3 and spots/total.n > 3"'),
            "the goal asks several scenes: dots, spots; write a challenge for each",
        ),
        (
            challenge('goal="dots/all.n > 3"'),
            "goal: there is no table 'all'; tables: points, total",
        ),
        (
            challenge('goal="dots/total.m > 3"'),
            "goal: table 'total' has no column 'm'; columns: n",
        ),
        (
            challenge("goal=\"dots/total.n == 'four'\""),
            "goal: total.n is 2.0, and is compared with 'four'; compare words with words",
        ),
        (
            challenge('goal="dots/total.n == 3"'),
            "the goal is met in step dots-2 before anybody has done anything; ask for more",
        ),
        (
            challenge(solution="""solution='{"n": 3.5, "m": 1}'"""),
            "the state of scene 'dots' has no key 'm'; its keys are n, layout, high, seed",
        ),
        (
            challenge(solution="""solution='{"n": 9}'"""),
            "n=9 is not a number from 1 to 4; the slider in line 14 sets it",
        ),
        (
            challenge(solution="""solution='{"high": true}'"""),
            "the solution does not meet the goal: total.n is 2; write another, or a goal",
        ),
        (
            challenge(inside="Make four." + "\n\n:::{answer}\nMore.\n:::" * 2),
            "a challenge holds one answer at most; join the two",
        ),
        (
            challenge(inside=":::{answer}\nMore.\n:::"),
            "a challenge has no task; write what is to be done, then :::{hint}",
        ),
        (HINTS, "{hint} stands outside a challenge; put it inside ::::{challenge}"),
    ],
)
def test_what_no_reader_could_solve_is_refused(tmp_path, text, told):
    folder = small.write_essay(tmp_path / "essays", "one", text=small.SCENE + text)
    task = BuildTask(Project(essays=folder.parent), Names(), tmp_path / "dist", Cache())
    messages = list(map(str, task(folder).problems))
    assert all(re.search(r"essay\.md:\d+: ", each) for each in messages)
    assert told in messages[0]


def test_a_solution_by_what_its_step_does_not_offer_is_refused(tmp_path):
    inside = challenge('goal="total.n > 3"')
    text = small.SCENE.replace(":::::", ":::::::").replace("\n:::{step}", "\n:::::{step}")
    text = text.replace("total.n | d`.\n:::\n\n", f"total.n | d`.\n{inside}:::::\n\n")
    folder = small.write_essay(tmp_path / "essays", "one", text=text)
    task = BuildTask(Project(essays=folder.parent), Names(), tmp_path / "dist", Cache())
    (message,) = map(str, task(folder).problems)
    assert re.search(r"essay\.md:\d+: the solution changes n, which readers cannot all", message)
    assert "change in step dots-2; write a solution by what a step offers" in message
    assert "(dots-2 offers nothing)" in message


def test_a_solution_that_no_single_step_offers_is_refused(tmp_path):
    toggle = ':::{toggle} high label="High up"\n:::\n\n'
    text = small.SCENE.replace(toggle, "").replace(":::{step} n=3", f"::::{{step}} n=3\n{toggle}")
    text = text.replace("d`.\n:::\n\n:::::", "d`.\n::::\n\n:::::")
    text += challenge(solution="""solution='{"n": 4, "high": true}'""")
    folder = small.write_essay(tmp_path / "essays", "one", text=text)
    task = BuildTask(Project(essays=folder.parent), Names(), tmp_path / "dist", Cache())
    (message,) = map(str, task(folder).problems)
    assert "which readers cannot all change in any of the steps dots-1, dots-2; " in message


def test_the_browsers_python_is_asked_where_a_challenge_is_solved(tmp_path):
    text = small.SCENE + challenge(solution="""solution='{"n": 3.7}'""")
    folder = small.write_essay(tmp_path / "essays", "one", text=text)
    assert 3.7 in [state["n"] for _, state in read_runs(folder, Cache()).runs]


def test_what_fails_in_the_browser_where_a_challenge_is_solved_is_told(tmp_path):
    text = small.SCENE + challenge(solution="""solution='{"n": 3.7}'""")
    folder = small.write_essay(tmp_path / "essays", "one", text=text)
    essay, runs = load(folder, Cache()), read_runs(folder, Cache()).runs
    answers = [Answer(failure="ValueError: boom") if run[1]["n"] == 3.7 else None for run in runs]
    assert any(answers)
    told = [str(each) for each in prove(essay, [(runs, [None, *answers])])]
    assert any("boom" in each and "n=3.7" in each for each in told)


@pytest.mark.parametrize(
    ("goal", "asks"),
    [
        ('goal="dots/total.n > 3"', True),
        ("goal=\"dots/total.n > 3 and dots/said.word != 'and/or'\"", True),
        ('goal="total[fish/chips].n > 3"', False),
    ],
)
def test_what_stands_in_words_and_keys_names_no_scene(tmp_path, goal, asks):
    folder = small.write_essay(tmp_path / "essays", "one", text=small.SCENE + challenge(goal))
    scenes = [scene.id for scene, _ in solutions(load(folder, Cache()))]
    assert scenes == ["dots"] * len(scenes)
    assert bool(scenes) == asks
