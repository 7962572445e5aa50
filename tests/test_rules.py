"""Lines that are moved along one axis, edges of ranges, and knots: what is checked of them."""

from dataclasses import replace

import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.domains import domains_of
from refit.essay.figure_controls import note_controls, with_noted
from refit.essay.reachable_states import reachable
from refit.essay.reading import load
from refit.figures import charts, check, offers, usermeta
from refit.model.prepared import prepare
from refit.model.results import tables_of
from refit.runtime.model_runs import read_runs
from tests import small

FIGURES = """\
import altair as alt

X = alt.X("x:Q", scale=alt.Scale(domain=(0, 9)))
Y = alt.Y("y:Q", scale=alt.Scale(domain=(0, 1)))
DOTS = alt.Chart(alt.NamedData("points")).mark_point().encode(X, Y)
AT = {"state": "at", "axis": "x", "limits": [0, 9], "step": 0.5, "label": "split at {value}"}
LOW = AT | {"state": "least", "below": "most", "label": "from: {value}"}
HIGH = AT | {"state": "most", "above": "least", "label": "to: {value}"}
DRAG = {"table": "points", "state": "moved", "x": "x", "y": "y", "label": "dot {key}"}


def dots(narrow):
    params = [alt.param(name=name, value=0) for name in ("at", "least", "most", "seed", "n")]
    chart = DOTS.properties(width=90, height=60).add_params(*params)
    return chart.properties(usermeta=META)
"""
MODEL = small.MODEL.replace('"seed": 0', '"seed": 0, "moved": {}, "at": 4, "least": 3, "most": 7')
SLIDER = ":::{slider} at min=0 max=9 step=0.5 label='Split' format=.1f\n:::"


@pytest.fixture
def made(tmp_path):
    """Return a function that compiles a figure with some usermeta: essay, scene, figure."""

    def make(meta, text=small.SCENE, figures=FIGURES):
        folder = small.write_essay(
            tmp_path / "essays", "one", text, model=MODEL, figures=figures.replace("META", meta)
        )
        essay = load(folder, Cache())
        scene = essay.scenes["dots"]
        figure = charts.compile_figure(essay, scene, "wide")
        for problem in usermeta.check_usermeta(essay, scene, figure):
            raise problem
        tables = {step.id: tables_of(essay, scene, step.state) for step in scene.steps}
        return essay, offers.with_rules(scene, figure, tables, 12), figure

    return make


def with_slider(slider=SLIDER):
    return small.SCENE.replace(":::{toggle}", f"{slider}\n\n:::{{toggle}}".replace("'", '"'))


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (
            "3",
            "usermeta's rules is int, not a dictionary; it needs state, axis, limits, step, label",
        ),
        ("AT | {'tabel': 'points'}", "usermeta's rules takes no 'tabel'; it takes state, axis, "),
        ("{'state': 'at'}", "usermeta's rules has no axis, limits, step, label; it takes "),
        ("AT | {'axis': 'z'}", "axis of usermeta's rules is 'z'; write "),
        (
            "AT | {'limits': [[0, 9], [0, 1]]}",
            "limits of usermeta's rules are [[0, 9], [0, 1]]; wr",
        ),
        (
            "AT | {'limits': [3, 3]}",
            "limits of usermeta's rules are [3, 3], so it cannot move; wri",
        ),
        ("AT | {'step': [1, 1]}", "step of usermeta's rules is [1, 1]; write a number more than 0"),
        ("AT | {'state': 'on'}", "the rule of 'on' moves a key of the state which is not there; "),
        ("AT | {'state': 'most'}", None),
        ("AT | {'label': 'split'}", "the label of the rule of 'at' does not say where it stands; "),
        ("AT | {'table': 'pints'}", "the rule of 'at' stands with 'pints', which is not drawn; it"),
        (
            "AT | {'above': 'least'}",
            "the rule of 'at' stays above 'least', which no rule moves; rules",
        ),
        ("AT | {'limits': [5, 9]}", "at=4 of dots-1 is not a number from 5 to 9; change one of "),
        ("AT | {'step': 3}", "at=4 of dots-1 is between 3 and 6, where the rule can stand; "),
        ("AT | {'axis': 'y'}", None),
        ("AT | {'span': [0, 4]}", None),
        ("AT | {'span': 4}", "span of usermeta's rules is 4; write [lowest, highest], in units of"),
        ("AT | {'span': [4, 4]}", "span of usermeta's rules is [4, 4]; write [lowest, highest]"),
        ("[AT, AT]", "2 rules move the state's key 'at'; write one"),
        (
            "AT | {'state': 'n', 'step': 1}",
            "the rule of 'n' and the slider in line 14 allow differ",
        ),
        ("AT | {'state': 'seed'}", "the rule of 'seed' is set by a button, too; give it a slider"),
    ],
)
def test_a_rule_is_checked_whole(made, rules, told):
    if told is None:
        assert made(f"{{'rules': {rules}}}")[2].rules
        return
    with pytest.raises(AuthorError) as caught:
        made(f"{{'rules': {rules}}}")
    assert f"{caught.value.problem}; {caught.value.remedy}".startswith(told)
    assert caught.value.file.name == "figures.py"


def test_a_rule_is_drawn_by_its_parameter(made):
    without = FIGURES.replace('("at", "least"', '("least"')
    with pytest.raises(AuthorError, match=r"no parameter draws .*alt.param\(name='at'"):
        made("{'rules': AT}", figures=without)


def test_a_rule_is_a_control_of_every_step_and_its_values_are_prepared(made):
    essay, scene, _ = made("{'rules': AT}")
    first = scene.steps[0]
    assert [step.controls["at"].kind for step in scene.steps] == ["rule", "rule"]
    reached = [state.state["at"] for state in reachable(scene) if state.step is first]
    assert {0, 9, 4.5} <= set(reached)
    assert len(prepare(essay, scene, first)["at"]) == 18, "of 19 places, the step's own is known"
    assert domains_of(scene, [], [])["at"] == {"min": 0, "max": 9, "whole": False}


def test_a_slider_may_share_the_key(made):
    _, scene, _ = made("{'rules': AT}", with_slider())
    assert scene.steps[0].controls["at"].kind == "slider"
    assert scene.steps[1].controls["at"].kind == "rule"


def test_a_rule_stands_where_its_table_has_a_row(made):
    _, scene, figure = made("{'rules': AT | {'table': 'points'}}")
    empty = {"points": {"x": [], "y": []}}
    tables = {scene.steps[0].id: {"points": {"x": [1], "y": [1]}}, scene.steps[1].id: empty}
    bare = replace(scene, steps=[replace(step, controls={}) for step in scene.steps])
    standing = offers.with_rules(bare, figure, tables, 12).steps
    assert [list(step.controls) for step in standing] == [["at"], []]


def test_edges_of_a_range_keep_their_order(made):
    _, scene, _ = made("{'rules': [LOW, HIGH]}")
    states = [reached.state for reached in reachable(scene)]
    assert all(state["least"] <= state["most"] for state in states)
    assert {7} == {state["least"] for state in states if state["least"] == state["most"]} - {
        0,
        3,
        9,
    }
    domains = domains_of(scene, [], [])
    assert domains["least"]["below"] == "most"
    assert domains["most"]["above"] == "least"


@pytest.mark.parametrize(
    ("more", "limits", "step"),
    [
        ("'axis': 'y', 'limits': [0, 1], 'step': 0.1", [None, [0, 1]], [None, 0.1]),
        ("'axis': 'x', 'limits': [[0, 9], [0, 1]], 'step': [1, 2]", [[0, 9], None], [1, None]),
        ("'axis': 'y', 'draw': True, 'limits': [0, 1], 'step': 1", [None, [0, 1]], [None, 1]),
    ],
)
def test_along_one_axis_the_other_has_no_limits(made, more, limits, step):
    _, scene, figure = made(f"{{'drag': DRAG | {{{more}}}}}")
    (rule,) = figure.drag
    assert (rule["limits"], rule["step"]) == (limits, step)
    assert domains_of(scene, figure.drag, [])["moved"] == {"limits": limits}


def test_several_tables_are_dragged_each_into_its_own_key(made):
    drag = "DRAG | {'limits': [[0, 9], [0, 1]], 'step': [1, 1]}"
    with pytest.raises(AuthorError, match="usermeta's drag has 2 rules of the table 'points'"):
        made(f"{{'drag': [{drag}, {drag}]}}")
    with pytest.raises(AuthorError, match="usermeta's drag has 2 rules into the state 'moved'"):
        made(f"{{'drag': [{drag}, {drag} | {{'table': 'total'}}]}}")


def test_the_browsers_python_runs_the_states_that_rules_lead_to(made, tmp_path):
    essay, scene, _ = made("{'rules': AT}", with_slider())
    cache = Cache(tmp_path / "cache")

    def reaches_the_end():  # in the second step, where the rule stands and the slider does not
        runs = read_runs(essay.folder, cache).runs
        return any(state["n"] == 3 and state["at"] == 9 for _, state in runs)

    assert not reaches_the_end()
    note_controls(cache, essay.folder, scene)
    assert reaches_the_end()
    assert with_noted(cache, essay.folder, essay.scenes["dots"]).steps == scene.steps


def test_what_fails_where_a_rule_leads_is_told(made):
    essay, scene, figure = made("{'rules': AT}")
    fault = "    if state['at'] > 8:\n        raise ValueError('too far')\n    n = "
    small.edit(essay.folder / "model.py", "    n = ", fault)
    essay = load(essay.folder, Cache())
    (told,) = check.check_reachable(essay, scene, [figure])
    assert told.problem == (
        "ValueError: too far (with at=8.5, which the rule in line 12 of figures.py sets)"
    )
