"""The challenges on forests: what their hints say leads there.

- Any hollow nut of the upper half, where the hint puts it, turns the tree and not the forest
- Two squirrels who are sure overrule seven who hardly know, and hands alone never do
"""

from pathlib import Path

import pytest

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.random_forests.challenges")


@pytest.mark.parametrize("place", [[2.6, 4.3], [2.6, 4.5], [2.7, 4.3], [2.7, 4.5]])
def test_a_hollow_nut_of_the_upper_half_turns_the_tree_and_not_the_forest(place):
    is_solved = judge(FOLDER, "fool-one", "fool")
    X, full = m.nuts({})
    upper = [i for i in range(m.N) if not full[i] and X[i, 1] > 4.8 and i != m.RINGED]
    assert len(upper) > 20
    assert all(is_solved(moved={str(i): place}) for i in upper[::4])


def test_the_ringed_nut_is_frozen_where_a_forest_stands_beside_the_tree():
    state = m.STATES["fickle"] | {"rival": True}
    nuts, free = m.fickle(state)["nuts"], m.fickle(m.STATES["fickle"])["nuts"]
    assert [i for i in range(m.N) if not nuts["draggable"][i]] == [m.RINGED]
    assert all(free["draggable"])


def test_the_map_of_the_forest_is_that_of_its_own_scene():
    state = m.STATES["fickle"] | {"rival": True, "map": "forest"}
    own = m.weights(m.STATES["weights"])["map"]["share"]
    assert list(m.fickle(state)["map"]["share"]) == list(own)
    assert m.fickle(state)["wood"]["changed"] == [0]


def test_two_who_are_sure_overrule_seven_who_are_just_below_one_half():
    is_solved = judge(FOLDER, "two-overrule", "hands")
    for low in (0.36, 0.5):
        moved = {str(i): [i + 1, 1.0 if i in (3, 5) else low] for i in range(m.NINE)}
        assert is_solved(moved=moved)
    assert not is_solved(moved={str(i): [i + 1, 0.51] for i in range(m.NINE)})  # nine hands
    one = {str(i): [i + 1, 1.0 if i == 3 else 0.5] for i in range(m.NINE)}
    assert not is_solved(moved=one)  # a single hand


def test_the_first_question_hardly_gives_way():
    X, full = m.nuts({})
    asks = m.fickle(m.STATES["fickle"])["tree"]["asks"][0]
    assert asks.startswith("pitch below 4.8")
    for key in [i for i in range(m.N) if not full[i] and X[i, 1] > 4.8 and i != m.RINGED][::4]:
        moved = {str(key): [2.6, 4.3]}
        assert m.fickle(m.STATES["fickle"] | {"moved": moved})["tree"]["asks"][0][:15] == asks[:15]
