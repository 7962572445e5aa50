"""The challenges on bias and variance: what their hints say leads there.

- Of all ways and settings only ridge, a little beyond the middle, has less of both
- On any day the first or the last sounding at the surface spoils the choice the most
"""

from itertools import product
from pathlib import Path

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.bias_variance.challenges")


def test_only_ridge_beyond_the_middle_of_its_dial_has_less_of_both():
    is_solved = judge(FOLDER, "no-trade", "closed")
    found = [at for at in product(m.TOOLS, m.DIAL) if is_solved(tool=at[0], dial=int(at[1]))]
    assert found == [("ridge", 7)]


def test_five_soundings_are_the_best_of_the_nearest():
    bias2, variance, _ = m.closed_form("nearest")
    assert (bias2 + variance).argmin() == m.FIRST - 1
    assert m.SETTINGS["nearest"][m.FIRST - 1] == 5


def test_the_first_or_the_last_sounding_goes_to_the_surface_and_no_inner_one_does_it():
    is_solved = judge(FOLDER, "one-sounding", "alone")
    assert is_solved(moved={"0": [0, 0]})
    assert is_solved(moved={"39": [4, 0]})
    inner = product(range(2, 38), range(-50, 1, 10))
    assert not any(is_solved(moved={str(key): [2, y]}) for key, y in inner)
    assert not is_solved(moved={"0": [0, 0], "39": [4, 0]})  # only one
