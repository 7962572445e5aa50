"""The challenges on the flock: what their hints say leads there.

- The three sheep with a cross, far out to the upper left, fool the pens
- Four sheep who are carried well beyond the fence ruin the score
"""

from pathlib import Path

import numpy as np
import pytest

from refit.essay.author_code import import_file
from tests.challenges import judge

FOLDER = Path(__file__).parent
m = import_file(FOLDER / "model.py", "refit_test.cross_validation.challenges")


@pytest.mark.parametrize("place", [[22, 4.8], [25, 4.5], [30, 4.2], [40, 4.5]])
def test_three_sheep_far_out_fool_the_pens(place):
    is_solved = judge(FOLDER, "better-worse", "tricks")
    animals = m.flock(m.STATES["flock"] | {"view": "all"})["animals"]
    crossed = [i for i in range(m.N) if animals["verdict"][i] == "wrong"]
    sheep = [i for i in crossed if animals["kind"][i] == "sheep"]
    assert len(sheep) == 3
    assert len(crossed) == 5
    assert is_solved(moved={str(i): place for i in sheep})
    assert is_solved(moved={str(i): [place[0] + 3 * j, place[1]] for j, i in enumerate(sheep)})


def test_four_sheep_well_beyond_the_fence_ruin_the_score():
    is_solved = judge(FOLDER, "ruin", "tricks")
    X, goat = m.animals(m.SEED)
    _, right = m.cross_validate(X, goat, m.pens_of(m.deal(1)))
    fence = m.learn(X, goat)
    (jump, bleat), bias = fence.coef_[0], fence.intercept_[0]
    beyond = (X @ fence.coef_[0] + bias) / jump
    near = [i for i in np.argsort(-beyond) if right[i] and not goat[i]][:8]

    def solved(rng, low, high):
        places = {}
        for i in rng.permutation(near)[:4]:
            high_up = rng.uniform(2, 3)
            across = -(bleat * high_up + bias) / jump + rng.uniform(low, high)
            places[str(i)] = [min(across, 128), high_up]
        return is_solved(moved=places)

    rng = np.random.default_rng(0)
    assert np.mean([solved(rng, 24, 36) for _ in range(40)]) >= 0.9
