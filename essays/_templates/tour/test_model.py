"""The ruler, held to what is known of it: the short way of hiding a pancake is the long one."""

from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from refit.tables import as_tables

FOLDER = Path(__file__).parent
model = import_file(FOLDER / "model.py", f"refit_test.{FOLDER.name}.model")


def scene(stiffness, moved=None):
    state = model.STATES["pancakes"] | {"stiffness": stiffness, "moved": moved or {}}
    return as_tables(model.pancakes(state))


@pytest.mark.parametrize("stiffness", [-4.0, -2.0, 2.0])
@pytest.mark.parametrize("moved", [{}, {"0": [240, 10]}, {str(i): [170, 5] for i in range(8)}])
def test_a_hidden_pancake_is_missed_as_if_it_had_never_been_seen(stiffness, moved):
    """Allen (1974): the residual of a left-out point is e / (1 - h). Rounding leaves 1e-8."""
    pancakes = scene(stiffness, moved)["pancakes"]
    heat, points = pancakes["x"], pancakes["y"]
    misses = []
    for i in range(len(heat)):
        others = np.arange(len(heat)) != i
        ruler = model.fit(heat[others], points[others], stiffness)
        misses.append(points[i] - ruler.predict(model.bends(heat[i : i + 1]))[0])
    found = scene(stiffness, moved)["misses"]["points"][1]
    assert found == pytest.approx(np.sqrt(np.mean(np.square(misses))), rel=1e-8)


def test_a_softer_ruler_misses_less_of_what_it_sees():
    seen = [scene(stiffness)["misses"]["points"][0] for stiffness in (2.0, -2.0, -4.0)]
    assert seen == sorted(seen, reverse=True)


def test_the_softest_ruler_misses_most_of_what_is_hidden_from_it():
    middling, soft = (scene(stiffness)["misses"]["points"][1] for stiffness in (-2.0, -4.0))
    assert soft > middling
