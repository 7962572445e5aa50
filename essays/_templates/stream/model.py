"""A pack of sheepdogs: a forest that grows tree by tree, and is shown as it grows."""

import numpy as np
from sklearn.datasets import make_moons
from sklearn.ensemble import RandomForestClassifier

from refit import layouts

STATES = {"meadow": {"seed": 0}}

N_DOGS = 40
SIDE = 40  # cells of the meadow, each way
FIELD = ((-2.0, 3.0), (-1.5, 2.0))


def meadow(state):
    """Yield the votes of one dog, of two, and so on, all over the meadow."""
    sheep, is_black = make_moons(120, noise=0.3, random_state=1)
    new_sheep, new_is_black = make_moons(400, noise=0.3, random_state=2)
    places = layouts.cells(SIDE, SIDE, FIELD)
    votes, new_votes, first = np.zeros(len(places)), np.zeros(len(new_sheep)), None
    pack = RandomForestClassifier(warm_start=True, random_state=int(state["seed"]))
    for dogs in range(1, N_DOGS + 1):
        pack.set_params(n_estimators=dogs).fit(sheep, is_black)  # grows what is missing: one
        votes += pack.estimators_[-1].predict(places)
        new_votes += pack.estimators_[-1].predict(new_sheep)
        right = np.mean((new_votes * 2 > dogs) == new_is_black)
        first = right if first is None else first
        yield {
            "votes": {"black": layouts.levels(votes / dogs, 0, 1)},
            "sheep": {"x": sheep[:, 0], "y": sheep[:, 1], "black": is_black},
            "pack": {"key": ["pack"], "dogs": [dogs], "right": [right], "first": [first]},
        }
