"""The challenges on double descent: what their hints say leads there.

- Two lanterns can calm the dragon by 5 cm, those around 3 m, where hardly any mice stand
- In the storm only large teams that are as lazy as can be come below 4.5 cm
"""

from itertools import product
from pathlib import Path

import numpy as np

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.double_descent.challenges")


def test_two_lanterns_calm_the_dragon_where_hardly_any_mice_stand():
    is_solved = judge(FOLDER, "one-lantern", "calm")
    x, gust = m.lanterns(m.N, m.EVENING)
    hung = m.rope(x) + m.WIND * gust
    found = set()
    for i, way in product(range(m.N), np.arange(-5, 5.1, 0.5)):
        if is_solved(moved={str(i + 1): [x[i], hung[i] + way]}):
            found.add((i, np.sign(way)))
    assert found == {(11, -1), (12, 1)}  # one down, the other up
    assert all(2.9 < x[i] < 3.3 for i, _ in found)
    places = m.mice(m.EVENING)[0][: m.N]
    assert not np.any((places > 2.7) & (places < 3.4))


def test_in_the_storm_large_teams_win_if_they_are_as_lazy_as_can_be():
    is_solved = judge(FOLDER, "storm", "gale")
    lazy = range(len(m.PENALTIES))
    found = {each for each in product(range(1, 31), lazy) if is_solved(team=each[0], lazy=each[1])}
    assert {team for team, _ in found} >= {28, 29, 30}
    assert min(m.WIDTHS[team - 1] for team, _ in found) >= 60
    assert {lazy for _, lazy in found} == {7}
