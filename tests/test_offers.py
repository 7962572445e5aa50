"""What a step offers: the keys of its controls, those it keeps, and those of rows that move."""

from types import SimpleNamespace

import numpy as np
import pytest

from refit.essay.scenes import Step
from refit.figures.offers import offered_keys

YES, NO = np.array([0.0, 1.0]), np.array([0.0, 0.0])


def offered(*tables, drag=True, add=False, point=(), **step):
    """Return the offered keys of a step in which the model gives these columns, state by state."""
    figure = SimpleNamespace(
        drag=[{"table": "dots", "state": "moved"}] if drag else [],
        add=[{"table": "dots", "state": "added"}] if add else [],
        point=list(point),
    )
    step = Step("s-1", {}, [], 1, {}, **step)
    return offered_keys(step, figure, [{"dots": columns} for columns in tables])


def test_controls_and_kept_keys_are_offered_once():
    assert offered({"draggable": NO}, controls={"n": None, "m": None}, keeps=("m", "k")) == [
        "n",
        "m",
        "k",
    ]


@pytest.mark.parametrize(
    ("tables", "keys"),
    [
        ([{"draggable": NO}], []),
        ([{"draggable": YES}], ["moved"]),
        ([{"draggable": NO}, {"draggable": YES}], ["moved"]),
        ([{"x": YES}], []),
    ],
)
def test_rows_are_offered_where_one_can_be_dragged_in_a_state_of_the_step(tables, keys):
    assert offered(*tables) == keys


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        ({"draggable": NO, "removable": NO}, []),
        ({"draggable": NO, "removable": YES}, ["added"]),
        ({"draggable": YES}, ["moved", "added"]),
        ({"x": np.array([])}, ["added"]),
    ],
)
def test_rows_can_be_added_where_some_can_be_moved_or_taken_away_or_there_are_none(columns, keys):
    assert offered(columns, add=True) == keys


def test_rows_that_go_to_the_state_are_offered_where_there_are_any():
    to_state, to_chart = {"table": "dots", "state": "dot"}, {"table": "dots"}
    assert offered({"key": ["a"]}, point=[to_chart, to_state]) == ["dot"]
    assert offered({"key": ["a"]}, point=[to_chart]) == []
    assert offered({"key": []}, point=[to_state]) == []
