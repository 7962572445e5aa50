"""The stairs, held to what a regression tree is, and the errors to what the text says of them."""

from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
model = import_file(FOLDER / "model.py", f"refit_test.{FOLDER.name}.model")


@pytest.mark.parametrize("depth", model.DEPTHS)
def test_each_step_is_as_high_as_its_stones_are_on_average(depth):
    place, height = model.measure(30, seed=1)
    tree = model.build(place, height, depth)
    step = tree.apply(place[:, None])
    means = np.array([height[step == each].mean() for each in step])
    assert tree.predict(place[:, None]) == pytest.approx(means)
    assert len(set(step)) <= 2**depth


def test_the_error_on_measured_stones_falls_and_that_on_others_rises_again():
    errors = as_tables(model.stairs({"depth": 3}))["errors"]
    assert (np.diff(errors["seen"]) < 0).all()
    best = errors["hidden"].argmin()
    assert 0 < best < len(errors["hidden"]) - 1
    assert errors["hidden"][-1] > 1.1 * errors["hidden"][best]


def test_the_deepest_stairs_have_a_step_for_every_stone():
    now = as_tables(model.stairs({"depth": 7}))["now"]
    assert now["steps"][0] == now["stones"][0]
    assert now["seen"][0] == pytest.approx(0, abs=1e-9)
