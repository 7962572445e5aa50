"""Prepared answers: what the page has of each control before Python is there."""

import gzip

import pytest

from refit.cache import as_json
from refit.essay.reading import load
from refit.model.prepared import (
    costs,
    in_differences,
    pack_answers,
    prepare,
    results_in,
)
from refit.model.results import PackedColumns, pack_steps, tables_of
from refit.site.check import check
from refit.site.project import Project
from refit.tables import as_tables
from tests import small


@pytest.fixture
def essay(tmp_path):
    """The small essay."""
    return load(small.write_essay(tmp_path / "essays", "one"))


def test_each_control_has_the_results_of_its_values_the_others_being_the_steps_own(essay):
    scene = essay.scenes["dots"]
    answers = prepare(essay, scene, scene.steps[0])
    assert {key: [value for value, _ in found] for key, found in answers.items()} == {
        "n": [1, 1.5, 2.5, 3, 3.5, 4],
        "layout": ["heap"],
        "high": [True],
        "seed": [1],
    }
    for key, found in answers.items():
        for value, tables in found:
            expected = tables_of(essay, scene, scene.steps[0].state | {key: value})
            assert as_json(pack_steps([tables], PackedColumns())) == as_json(
                pack_steps([expected], PackedColumns())
            )
    assert len(results_in(answers)) == 9


def test_a_step_without_controls_has_none(essay):
    scene = essay.scenes["dots"]
    assert prepare(essay, scene, scene.steps[1]) == {}


def test_prepared_answers_share_the_columns_of_the_steps_and_each_other():
    store = PackedColumns()
    own = as_tables({"a": {"x": [1], "y": [5]}})
    pack_steps([own], store)
    one, other = (as_tables({"a": {"x": [x], "y": [5]}}) for x in (2, 3))
    assert pack_answers([{"n": [(2, one), (3, other)], "m": [(0, one)]}, {}], store) == {
        "columns": [[2], [3]],
        "shapes": [[["a", ["x", "y"]]]],
        "answers": [[0, 2, 1], [0, 1, 0]],
        "steps": [{"n": [[2, 3], [0, 1]], "m": [[0], [0]]}, {}],
    }


def test_answers_of_one_shape_are_told_as_differences():
    results = [{"a": {"x": 5}}, {"a": {"x": 9}, "b": {"y": 2}}, {"a": {"x": 4}}]
    assert in_differences(results) == {
        "shapes": [[["a", ["x"]]], [["a", ["x"]], ["b", ["y"]]]],
        "answers": [[0, 5], [1, 9, 2], [0, -1]],
    }


def test_a_control_costs_what_its_answers_weigh_alone():
    store = PackedColumns()
    own, one, other = (as_tables({"a": {"x": [x] * 50}}) for x in (1, 2.5, 3.25))
    pack_steps([own], store)
    steps = [{"n": [(2, one)], "m": [(3, other)]}, {"n": [(2, one)]}]
    found = costs(steps, store)
    alone = pack_answers([{"m": [(3, other)]}, {}], PackedColumnsWith(own))
    assert found["m"] == len(gzip.compress(as_json(alone).encode()))
    assert list(found) == ["n", "m"]
    assert len(store.columns) == 1


def PackedColumnsWith(tables):  # noqa: N802 -- as the class
    """Return a store that holds the columns of some tables."""
    store = PackedColumns()
    pack_steps([tables], store)
    return store


def test_a_check_tells_what_they_weigh_and_advises_where_it_is_too_much(tmp_path, monkeypatch):
    small.write_essay(tmp_path / "essays", "one")
    said = []
    check(Project(tmp_path / "essays"), report=said.append)
    (line,) = [each for each in said if "prepared" in each]
    assert line.startswith("one: prepared answers weigh 0.")
    assert [part.split()[0] for part in line.split(": ")[2].split(", ")] == [
        "dots.n",
        "dots.layout",
        "dots.high",
        "dots.seed",
    ]
    monkeypatch.setattr("refit.site.essay_page.BUDGET", 100)
    with (tmp_path / "essays/one/essay.md").open("a") as text:
        text.write("\nA line more, or what was good is told again.\n")
    check(Project(tmp_path / "essays"), report=said.append)
    advice = [each for each in said if each.startswith("advice: ") and "prepared" in each]
    assert advice[0].endswith("give it prepared=20, prepared=no, or a wider step")
