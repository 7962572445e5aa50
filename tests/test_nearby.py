"""A state near a step's own, which the page's worker computes while it is idle."""

from types import SimpleNamespace

import numpy as np
import pytest

from refit.essay.reading import load
from refit.figures.nearby import changes, nearby
from tests import small

TEXT = """\
:::::{scene} dots

:::{alt}
Dots.
:::

:::{step}
One.
:::

::::{step} n=4 layout="ring"
Two.

:::{slider} n min=1 max=4 step=0.5 label="How many" format=.1f
:::

:::{select} layout options="row, ring" label="Layout"
:::

:::{toggle} high label="High up"
:::

:::{button} resample key=seed
:::
::::

:::::
"""
DRAG = {"table": "dots", "state": "moved", "limits": [[0, 10], None], "step": [0.5, 1]}
ROWS = {
    "key": np.array([3.0, 4.0, 5.0]),
    "x": np.array([1.0, 2.0, 10.0]),
    "y": np.array([0.1, 0.2, 0.3]),
}


@pytest.fixture
def scene(tmp_path):
    return load(small.write_essay(tmp_path, "one", text=TEXT)).scenes["dots"]


def figure(*drag):
    return SimpleNamespace(drag=list(drag))


def test_everything_is_changed_a_little_in_the_first_step_that_has_a_control(scene):
    """The slider stands at its end, so it goes back."""
    tables = {step.id: {} for step in scene.steps}
    assert nearby(scene, figure(), tables) == {"n": 3.5, "high": True, "seed": 1}


def test_nothing_is_near_where_nothing_can_be_changed(scene):
    [first, _] = scene.steps
    assert changes(first, figure(), {}) == {}
    assert changes(first, figure(DRAG), {"dots": ROWS}) == {}


@pytest.mark.parametrize(
    ("draggable", "row"),
    [([0.0, 1.0, 1.0], {"4": [2.5, 0.2]}), ([0.0, 0.0, 1.0], {"5": [9.5, 0.3]})],
)
def test_the_first_row_that_can_be_dragged_is_a_step_further_within_its_limits(
    scene, draggable, row
):
    step = scene.steps[0]
    step.state["moved"] = {}
    rows = ROWS | {"draggable": np.array(draggable)}
    assert changes(step, figure(DRAG), {"dots": rows}) == {"moved": row}
