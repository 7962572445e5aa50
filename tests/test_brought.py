"""Tables that readers bring: what an author declares, and what is tried when a site is built."""

import json

import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.brought import Bring, bring_problem, note_brought, read_brought
from refit.essay.domains import domains_of
from refit.essay.reading import load
from refit.figures.charts import compile_figure
from refit.figures.offers import offered_keys
from refit.model.brought import brought_states, check_brought
from refit.model.results import compute_steps
from refit.runtime.model_runs import every_state, read_runs
from refit.site.main_script import extras_of
from tests import small

TEXT = small.SCENE.replace("{scene} dots", "{scene} dots bring=points")
STATE = '"seed": 0, "points": None}}'
SPEC = {"rows": [2, 9], "each": 1, "columns": {"x": [0, 10, "cm"], "kind": ["low", "high"]}}
MODEL = f"""
STATES = {{"dots": {{"n": 3, "layout": "row", "high": False, {STATE}
BRING = {{"points": {SPEC!r}}}
OWN = {{"x": [1.0, 2.5, 4.0], "kind": ["low", "high", "low"]}}


def dots(state):
    points = state["points"] or OWN
    n = len(points["x"])
    return {{"points": {{**points, "y": [0] * n}}, "total": {{"n": [n]}}}}
"""


def essay_of(tmp_path, text=TEXT, model=MODEL, cache=None):
    return load(small.write_essay(tmp_path, "one", text=text, model=model), cache)


def refused(tmp_path, text=TEXT, model=MODEL):
    with pytest.raises(AuthorError) as refusal:
        essay_of(tmp_path, text, model)
    return str(refusal.value)


def tried(tmp_path, model):
    """Return what is wrong once a table is brought."""
    essay = essay_of(tmp_path, model=model)
    return [str(each) for each in check_brought(essay, essay.scenes["dots"], compute_steps(essay))]


# ── what an author declares ──────────────────────────────────────────────────────────────────────


def test_a_scene_knows_the_table_that_its_readers_may_bring(tmp_path):
    scene = essay_of(tmp_path).scenes["dots"]
    assert scene.bring == Bring("points", [2, 9], SPEC["columns"], 1)
    assert scene.bring.as_json() == {"key": "points", **SPEC}
    assert essay_of(tmp_path, small.SCENE).scenes["dots"].bring is None


def test_a_figure_in_the_prose_can_take_a_table_too(tmp_path):
    text = "::::{figure} dots bring=points\n:::{alt}\nDots.\n:::\nA caption.\n::::\n"
    assert essay_of(tmp_path, text).scenes["dots"].bring.key == "points"


def test_all_steps_offer_the_table_and_no_value_but_none_is_valid_before_it_is_read(tmp_path):
    essay = essay_of(tmp_path)
    scene = essay.scenes["dots"]
    figure = compile_figure(essay, scene, "wide")
    tables = compute_steps(essay)
    for step in scene.steps:
        assert "points" in offered_keys(step, figure, [tables[step.id]])
    assert domains_of(scene, [], [])["points"] == {"options": [None]}


def test_a_page_without_such_a_scene_has_the_common_script(tmp_path):
    assert "bring" in extras_of(essay_of(tmp_path).scenes["dots"], [])
    assert "bring" not in extras_of(essay_of(tmp_path, small.SCENE).scenes["dots"], [])


def test_a_table_that_the_model_does_not_describe_is_refused(tmp_path):
    text = TEXT.replace("bring=points", "bring=dogs")
    said = refused(tmp_path, text)
    assert "essay.md:5: BRING of model.py has no table 'dogs'; its tables are points" in said


def test_the_state_has_none_in_the_place_of_the_table(tmp_path):
    said = refused(tmp_path, model=MODEL.replace('"points": None', '"points": 0'))
    assert "has no key 'points' that is None" in said
    said = refused(tmp_path, TEXT.replace("{step} n=2", "{step} n=2 points='{}'"))
    assert "a step sets 'points', which holds the table of a reader" in said


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (3, "has not rows and columns"),
        ({"rows": [1, 2]}, "has not rows and columns"),
        ({**SPEC, "cols": 1}, "has not rows and columns"),
        ({**SPEC, "rows": [0, 9]}, "rows=[0, 9]"),
        ({**SPEC, "rows": [9, 2]}, "rows=[9, 2]"),
        ({**SPEC, "rows": [1, 10**6]}, "5,000 at most"),
        ({**SPEC, "each": -1}, "each=-1"),
        ({**SPEC, "columns": {}}, "has no columns"),
        ({**SPEC, "columns": {"x": [1, 1]}}, "'x' that is neither two numbers nor words"),
        ({**SPEC, "columns": {"x": [0, 1, 2]}}, "neither"),
        ({**SPEC, "columns": {"x": ["only"]}}, "neither"),
        ({**SPEC, "columns": {"x": ["Cat", "cat "]}}, "neither"),
        ({**SPEC, "columns": {"x": "cat"}}, "neither"),
    ],
)
def test_a_description_that_says_no_table_is_refused(table, said):
    assert said in bring_problem({"points": table})


def test_a_good_description_is_taken_and_bring_must_be_a_dictionary():
    assert bring_problem({"points": SPEC}) == bring_problem({}) == ""
    assert bring_problem([1]) == "BRING is a list"


def test_a_wrong_description_is_told_with_its_line(tmp_path):
    said = refused(
        tmp_path,
        model=MODEL.replace('"rows": [2, 9]', '"rows": 9').replace("'rows': [2, 9]", "'rows': 9"),
    )
    assert "model.py:3: BRING['points'] has rows=9" in said


# ── what is tried when a site is built ───────────────────────────────────────────────────────────


def test_the_essays_own_rows_brought_give_the_same(tmp_path):
    assert tried(tmp_path, MODEL) == []
    (said,) = tried(tmp_path, MODEL.replace("[n]}}", '[n + (state["points"] is not None)]}}'))
    assert "dots() gives another total.n when its own rows are brought" in said


def test_the_order_of_columns_is_no_difference(tmp_path):
    swapped = '"kind": ["low", "high", "low"], "x": [1.0, 2.5, 4.0]'
    model = MODEL.replace('"x": [1.0, 2.5, 4.0], "kind": ["low", "high", "low"]', swapped)
    assert model != MODEL
    assert tried(tmp_path, model) == []


def test_own_rows_must_be_such_as_could_be_brought(tmp_path):
    (said,) = tried(tmp_path, MODEL.replace("4.0]", "40.0]"))
    assert "table 'points' of dots() has 40 in column 'x', which BRING does not allow" in said
    (said,) = tried(tmp_path, MODEL.replace('**points, "y"', '"x": points["x"], "y"'))
    assert "has no column 'kind'" in said


def test_the_fewest_rows_are_tried_and_have_each_class(tmp_path):
    bring = Bring("points", **SPEC)
    rows = {"x": [1, 2, 3, 4], "kind": ["low", "low", "low", "high"]}
    assert bring.fewest(rows) == {"x": [1, 4], "kind": ["low", "high"]}
    with pytest.raises(AuthorError, match="IndexError"):
        tried(tmp_path, MODEL.replace("n = len", 'points["x"][2]\n    n = len'))


def test_a_table_is_refused_as_the_page_refuses_it():
    bring = Bring("points", [2, 3], SPEC["columns"], 1)
    good = {"x": [1, 2], "kind": ["low", "high"]}
    assert bring.refusal(good) == ""
    assert "has 1 rows" in bring.refusal({"x": [1], "kind": ["low"]})
    assert "0 rows of 'high'" in bring.refusal({"x": [1, 2], "kind": ["low", "low"]})
    assert "'mid'" in bring.refusal({"x": [1, 2], "kind": ["low", "mid"]})


def test_the_browsers_python_is_asked_for_brought_tables_too(tmp_path):
    cache = Cache(tmp_path / "cache")
    essay = essay_of(tmp_path / "essays", cache=cache)
    scene = essay.scenes["dots"]
    before = read_runs(essay.folder, cache).runs
    assert all(state["points"] is None for _, state in before)
    step = scene.steps[0]
    states = brought_states(scene.bring, step.state, compute_steps(essay)[step.id])
    note_brought(cache, essay.folder, "dots", states)
    assert json.loads(read_brought(cache, essay.folder)) == {"dots": states}
    found = [state["points"] for _, state in every_state(essay) if state["points"]]
    assert [len(each["x"]) for each in found] == [3, 2]
    assert len(read_runs(essay.folder, cache).runs) == len(before) + 2
