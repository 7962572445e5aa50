"""The line, held to the closed form of least squares, and to what the text says of Bruno."""

from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
model = import_file(FOLDER / "model.py", f"refit_test.{FOLDER.name}.model")


def scene(**state):
    return as_tables(model.seals(model.STATES["seals"] | state))


@pytest.mark.parametrize("moved", [{}, {"Bruno": [9, 27]}, {"Ada": [10, 0], "Mo": [0, 30]}])
def test_the_slope_is_the_covariance_over_the_variance(moved):
    tables = scene(moved=moved)
    x, y = tables["seals"]["x"], tables["seals"]["y"]
    slope = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    assert tables["fit"]["slope"][0] == pytest.approx(slope)


def test_bruno_turns_the_line_more_than_a_seal_in_the_middle_and_it_says_so():
    far, middle = scene(moved={"Bruno": [9, 12]})["fit"], scene(moved={"Pip": [5, 23]})["fit"]
    before = scene()["fit"]["slope"][0]
    others = model.FISH[:-1] / model.HOURS[:-1]
    assert (others > before).all(), "eight of the seals do better than the line says"
    assert far["slope"][0] - before > 5 * abs(middle["slope"][0] - before)
    turned = far["slope"][0] - before
    assert far["says"] == [f"The line has turned up, by {turned:.1f} fish an hour."]
    assert middle["says"] == ["The line has not turned."]


def test_only_where_the_text_asks_for_it_can_a_seal_be_dragged():
    """What is moved is in force where it can be dragged, so the other steps keep their numbers."""
    assert scene(draggable=True)["seals"]["draggable"].all()
    assert not scene()["seals"]["draggable"].any()
