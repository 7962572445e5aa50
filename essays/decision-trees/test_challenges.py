"""The challenges on trees: what their hints say leads there; test_model.py has the first one.

- Only one half pure, and the other as mixed as it can be, gains for entropy and not for error
"""

from itertools import product
from pathlib import Path

import numpy as np

from tests.challenges import judge

FOLDER = Path(__file__).parent


def test_one_half_is_pure_and_the_other_as_mixed_as_it_can_be():
    is_solved = judge(FOLDER, "blind-error", "mix")
    shares = np.arange(21) / 20
    found = {(a, b) for a, b in product(shares, shares) if is_solved(left=a, right=b)}
    assert found == {(0, 0.5), (0.5, 0), (0.5, 1), (1, 0.5)}
