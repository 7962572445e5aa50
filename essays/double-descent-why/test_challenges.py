"""The challenges of the duck: what their hints and answers say is so.

- On two sides of the pond the brooks lose her, on one side they do not
- From every start on the line through the pond, across the brook, she comes home
"""

from pathlib import Path

import numpy as np

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.double_descent_why.challenges")


def passing(turn, one, other):
    """Return the state in which the brooks pass the pond by so many metres, on either side."""
    X = m.directions(2, turn)
    places = m.POND + np.array([[one], [other]]) * X
    moved = dict(zip("12", places.tolist(), strict=True))
    return {"turn": turn, "moved": moved}


def test_the_brooks_lose_her_on_two_sides_of_the_pond_and_not_on_one():
    is_solved = judge(FOLDER, "lost-duck", "lost")
    assert is_solved(**passing(6, -0.9, 0.9))
    assert is_solved(**passing(6, 0.9, -0.9))
    assert not is_solved(**passing(6, 0.9, 0.9))
    assert not any(is_solved(**passing(turn, -0.9, 0.9)) for turn in range(10, 91, 4))
    here = m.cross(m.STATES["cross"] | {"brooks": 2} | passing(6, 0.9, 0.9))["here"]
    assert here["far"][0] < 1


def test_from_every_start_across_the_brook_from_the_pond_she_comes_home():
    is_solved = judge(FOLDER, "right-start", "home")
    across = np.array([np.sin(m.SLANT), -np.cos(m.SLANT)])
    for way in (-29, -27, 27, 30):
        assert is_solved(start={"duck": (m.POND + way * across).round(1).tolist()})
    assert not is_solved(start={"duck": (m.POND + 20 * across).tolist()})  # too near
    assert not is_solved(start={"duck": [-19, -17]})  # far, and on the wrong line
