"""Rows that can be pointed at: rules that are refused, the states they lead to, and terms."""

import re

import pytest

from refit.cache import Cache
from refit.essay.controls import POINT, Control
from refit.essay.domains import domains_of
from refit.essay.reachable_states import prepared_values
from refit.essay.reading import load
from refit.figures import charts, check, pointing, usermeta
from refit.figures.offers import offered_keys
from refit.model.results import compute_steps
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import ROOT, Project
from tests import small
from tests.built import build_page

WORKSHOP = ROOT / "tests" / "site" / "essays" / "workshop"
RULE = {"table": "dots", "param": "dot", "label": "dot {key}"}
TEXT = small.SCENE.replace("Now there are", "{term}`The second | dot:b` is one of")
MODEL = """\
STATES = {"dots": {"n": 3, "layout": "row", "high": False, "seed": 0, "chosen": ""}}


def dots(state):
    keys = ["a", "b", "c"]
    row = keys.index(state["chosen"]) if state["chosen"] in keys else -1
    points = {"key": keys, "x": [0, 1, 2], "y": [0, 0, 1], "kind": ["one", "one", "two"]}
    return {"dots": points, "total": {"n": [3], "row": [row]}}
"""
FIGURES = """\
import altair as alt


def dots(narrow):
    points = alt.Chart(alt.NamedData("dots")).mark_point().encode(
        alt.X("x:Q", scale=alt.Scale(domain=(0, 2))),
        alt.Y("y:Q", scale=alt.Scale(domain=(0, 2))),
        opacity=alt.condition("datum.key == dot", alt.value(1), alt.value(0.5)),
    )
    return points.add_params(alt.param(name="dot", value="")).properties(
        width=90 if narrow else 180, height=60, usermeta={"point": RULE}
    )
"""


def figures(rule):
    """Return the text of figures.py with this rule, or these."""
    return FIGURES.replace("RULE", repr(rule))


@pytest.fixture
def refusals(tmp_path):
    """Return a function that builds the small essay with a rule, and returns what is told."""

    def told(rule=RULE, text=small.SCENE, model=MODEL, change=("", "")):
        drawn = figures(rule).replace(*change)
        folder = small.write_essay(
            tmp_path / "essays", "one", text=text, model=model, figures=drawn
        )
        task = BuildTask(Project(essays=folder.parent), Names(), tmp_path / "dist", Cache())
        return [str(problem).partition("/one/")[2] for problem in task(folder).problems]

    return told


@pytest.fixture(scope="module")
def essay():
    return load(WORKSHOP)


@pytest.fixture(scope="module")
def tables(essay):
    return compute_steps(essay)


@pytest.fixture(scope="module")
def plane(essay):
    return essay.scenes["plane"]


@pytest.fixture(scope="module")
def figure(essay, plane):
    return charts.compile_figure(essay, plane, "wide")


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


def test_a_sound_rule_is_accepted_alone_and_in_a_list(refusals):
    assert refusals() == []
    assert refusals([RULE]) == []
    assert refusals(RULE | {"state": "chosen"}) == []
    assert refusals(RULE | {"by": "kind", "card": False}) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("dots", "usermeta's point is str, not a dictionary; it needs table, param, label"),
        (
            RULE | {"lable": ""},
            "usermeta's point takes no 'lable'; it takes table, param, label, state, by, card",
        ),
        (
            {"table": "dots"},
            "usermeta's point has no param, label; it takes table, param, label, state, by, card",
        ),
        (RULE | {"label": 3}, 'label of usermeta\'s point is 3, not text; write "label": "…"'),
        (
            RULE | {"param": "dots"},
            "usermeta's point names the parameter 'dots', which the chart has not; "
            "write alt.param(name='dots', value=''), or value=None where keys are numbers",
        ),
        (
            RULE | {"param": "lit"},
            "'lit' is the parameter of marked terms; give what is pointed at another name",
        ),
        (
            RULE | {"param": "layout"},
            "the parameter 'layout' is a key of the state, which drives it; "
            "write \"state\": 'layout' too, or give the parameter another name",
        ),
    ],
)
def test_a_rule_without_its_parameter_is_refused(refusals, rule, told):
    assert refusals(rule, change=('name="dot"', 'name="lit"')) == [f"figures.py:4: {told}"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            RULE | {"card": "yes"},
            "card of usermeta's point is 'yes'; write \"card\": True or False",
        ),
        (
            RULE | {"table": "dot"},
            "rows of 'dot' are pointed at, and the figure does not draw it; it draws dots",
        ),
        (
            RULE | {"state": "chose"},
            "usermeta's point names the state's key 'chose', which is not there; "
            "the keys of dots are n, layout, high, seed, chosen",
        ),
        (
            RULE | {"state": "seed"},
            "the key of a row goes to the state's 'seed', which is no text; "
            "write 'seed': '' in STATES, or the key of the row to begin with",
        ),
        (
            RULE | {"state": "chosen", "by": "kind"},
            "a rule of usermeta's point has both `state` and `by`; leave one of them out",
        ),
        (
            [RULE, RULE],
            "two rules of usermeta's point drive 'dot'; give each its own parameter",
        ),
    ],
)
def test_a_rule_whose_options_mean_nothing_is_refused(refusals, rule, told):
    assert refusals(rule) == [f"figures.py:4: {told}"]


@pytest.mark.parametrize(
    ("rule", "column"),
    [(RULE | {"label": "dot {name}"}, "name"), (RULE | {"by": "sort"}, "sort")],
)
def test_columns_that_a_rule_reads_must_be_there(refusals, rule, column):
    assert refusals(rule) == [
        f"figures.py:11: the figure dots() reads column {column!r} of table 'dots', which model.py "
        "does not return; columns: key, x, y, kind"
    ]


def test_a_parameter_begins_as_no_row(refusals):
    assert refusals(change=('value=""', 'value="a"')) == [
        "figures.py:4: the parameter 'dot' does not begin as '' or None, which is no row; "
        "write alt.param(name='dot', value=''), or value=None where keys are numbers"
    ]


NUMBERED = MODEL.replace('"key": keys,', '"key": [0, 1, 2],').replace(
    'keys.index(state["chosen"]) if state["chosen"] in keys else -1',
    '[None, 0, 1, 2].index(state["chosen"]) - 1 if state["chosen"] in (0, 1, 2) else -1',
)
AS_NUMBER = ('value=""', "value=None")


def test_keys_are_words_or_numbers_as_the_parameter_is(refusals):
    assert refusals(RULE, model=NUMBERED, change=AS_NUMBER) == []
    assert refusals(model=NUMBERED) == [
        "model.py:4: rows of 'dots' are pointed at, and `key` holds numbers; "
        "say that there is none by None: alt.param(name='dot', value=None)"
    ]
    assert refusals(RULE | {"state": "chosen"}, change=AS_NUMBER)[:1] == [
        "figures.py:4: the key of a row goes to the state's 'chosen', which is no number; "
        "write 'chosen': None in STATES, or the key of the row to begin with"
    ]
    assert refusals(change=AS_NUMBER) == [
        "model.py:4: rows of 'dots' are pointed at, and `key` holds words; "
        "say that there is none by '': alt.param(name='dot', value='')"
    ]


def test_rows_with_numbers_for_keys_lead_to_states_and_are_named_by_terms(tmp_path):
    model = NUMBERED.replace('"chosen": ""', '"chosen": None')
    text = small.SCENE.replace("Now there are", "{term}`The second | dot:1` is one of")
    text = text.replace("{step} n=3", "{step} n=3 chosen=0")
    drawn = figures(RULE | {"state": "chosen"}).replace(*AS_NUMBER)
    page = build_page(tmp_path, text, model=model, figures=drawn)
    [term] = page.all("span", data_param="dot")
    assert term["data-row"] == "1"
    made = load(tmp_path / "essays" / "one")
    scene, computed = made.scenes["dots"], compute_steps(made)
    figure = charts.compile_figure(made, scene, "wide")
    listed = pointing.pointable(scene, figure.point, computed)
    assert listed.steps[0].controls["chosen"].options == (0, 1, 2, 3)  # the last is no row
    assert domains_of(scene, [], [], figure.point)["chosen"] == {"row": "number"}
    lit, unlit = (
        charts.draw(figure, computed["dots-2"], state={"chosen": each}).count('opacity="0.5"')
        for each in (0, None)
    )
    assert (lit, unlit) == (2, 3), "no row is not row 0"


def test_of_many_rows_the_first_the_middle_and_the_last_are_visited():
    keys = tuple(map(str, range(300)))
    control = Control(POINT, "chosen", "dot", 1, options=(*keys, pointing.NO_ROW))
    visited = prepared_values(control, "")
    assert len(visited) == control.prepared
    assert {visited[0], visited[-1]} == {"0", "299"}
    assert any(140 < int(key) < 160 for key in visited)


def test_a_step_chooses_only_a_row_that_is_there(refusals):
    text = small.SCENE.replace("{step} n=3", "{step} n=3 chosen=d")
    line = (small.FRONT + text).partition("chosen=d")[0].count("\n") + 1
    assert refusals(RULE | {"state": "chosen"}, text) == [
        f"essay.md:{line}: the step chooses the row 'd' of 'dots', which is not there; "
        "its keys are a, b, c; write chosen='\"key\"'"
    ]


def test_a_model_must_bear_with_a_row_that_has_gone(refusals):
    model = MODEL.replace(' if state["chosen"] in keys else -1', ' if state["chosen"] else -1')
    [told] = refusals(RULE | {"state": "chosen"}, model=model)
    assert told.startswith("model.py:6: ValueError: 'no such row' is not in list")
    assert "which pointing at a row sets; it may be gone when the model runs" in told


# ── what follows from a sound rule ───────────────────────────────────────────────────────────────


def test_the_page_gets_the_rules_and_the_parameters_they_drive(figure):
    given = figure.as_json()
    assert [rule["param"] for rule in given["point"]] == ["fruit", "leaf"]
    assert given["lights"] == ["fruit", "leaf"]


def test_a_step_is_drawn_with_the_row_that_it_chooses(figure, plane, tables):
    lit = [
        charts.draw(figure, tables[step.id], state=step.state).count('opacity="0.5"')
        for step in plane.steps
    ]
    assert lit == [0, 0, 1]


def test_each_row_leads_to_a_state_that_is_prepared_and_offered(figure, plane, tables):
    listed = pointing.pointable(plane, figure.point, tables)
    for step in listed.steps:
        keys = tables[step.id]["leaves"]["key"]
        assert step.controls["leaf"].options == (*keys, pointing.NO_ROW)
        assert "leaf" in offered_keys(step, figure, [tables[step.id]])
    assert plane.steps[0].controls == {}


def test_a_step_without_rows_offers_nothing(figure, plane, tables):
    empty = {name: {"key": []} for name in tables["plane-1"]}
    bare = {step.id: empty for step in plane.steps}
    [step, *_] = pointing.pointable(plane, figure.point, bare).steps
    assert offered_keys(step, figure, [empty]) == []


def test_a_link_may_hold_any_short_text_for_a_row(plane, figure):
    assert domains_of(plane, [], [], figure.point)["leaf"] == {"longest": 100}


def test_the_columns_of_a_label_are_needed(figure):
    needed = check.columns_needed([figure])
    assert {"key", "n"} <= set(needed["leaves"])
    assert {"key", "kind", "leaf"} <= set(needed["fruits"])
    assert not list(usermeta.advice(figure, "wide"))


# ── terms ────────────────────────────────────────────────────────────────────────────────────────


def test_a_term_names_a_row_of_its_step(tmp_path):
    page = build_page(tmp_path, TEXT, model=MODEL, figures=figures(RULE))
    [term] = page.all("span", data_param="dot")
    assert (term["text"], term["data-row"], term["class"]) == ("The second", "b", "term")


def test_a_term_names_a_group_by_the_column_of_the_rule(tmp_path):
    text = TEXT.replace("dot:b", "dot:two")
    page = build_page(tmp_path, text, model=MODEL, figures=figures(RULE | {"by": "kind"}))
    assert [term["data-row"] for term in page.all("span", data_param="dot")] == ["two"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "dot:b",
            "dot:z",
            "table 'dots' has no row whose key is 'z' in this step; there are: a, b",
        ),
        (
            "dot:b",
            "dash:b",
            "no rows of the figure dots() are pointed at as 'dash'; its parameters",
        ),
    ],
)
def test_a_term_that_names_no_row_is_refused(refusals, old, new, told):
    text = TEXT.replace(old, new)
    line = (small.FRONT + text).partition("{term}")[0].count("\n") + 1
    [found] = refusals(text=text)
    assert found.startswith(f"essay.md:{line}: {told}")


def test_a_term_outside_of_scenes_names_no_row(refusals):
    text = f"{{term}}`That | dot:a`.\n\n{small.SCENE}"
    line = small.FRONT.count("\n") + 1
    assert refusals(text=text) == [
        f"essay.md:{line}: 'dot:a' stands outside of a scene's steps; write {{term}}`words | "
        "parameter:key` in a step of a scene whose figure has usermeta's point"
    ]


def test_each_rule_has_a_tab_stop_that_waits_for_the_script(tmp_path):
    page = build_page(tmp_path, TEXT, model=MODEL, figures=figures(RULE))
    [layer] = page.all("div", data_point="dot")
    assert (layer["tabindex"], "hidden" in layer, layer["role"]) == ("-1", True, "application")
    assert re.search("Arrow keys", layer["aria-label"])
