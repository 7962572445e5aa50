"""Stairs over a garden wall: regression trees of each depth, and their errors."""

import numpy as np
from sklearn.metrics import root_mean_squared_error
from sklearn.tree import DecisionTreeRegressor

STATES = {"stairs": {"depth": 1}}
DEPTHS = range(1, 8)


def stairs(state):
    """Return the stones, the stairs of one depth, and the errors of all depths."""
    (place, height), others = measure(30, seed=1), measure(60, seed=2)
    trees = [build(place, height, depth) for depth in DEPTHS]
    seen, hidden = (
        [root_mean_squared_error(y, tree.predict(x[:, None])) for tree in trees]
        for x, y in ((place, height), others)
    )
    now, best = state["depth"] - 1, int(np.argmin(hidden))
    along = np.linspace(0, 10, 201)
    says = ("they are too coarse", "no other stairs do better", "they follow the shakes")
    return {
        "stones": {"x": place, "y": height},
        "steps": {"key": np.arange(201), "x": along, "y": trees[now].predict(along[:, None])},
        "errors": {"depth": list(DEPTHS), "seen": seen, "hidden": hidden},
        "now": {
            "key": ["now"],
            "depth": [state["depth"]],
            "stones": [len(place)],
            "steps": [trees[now].get_n_leaves()],
            "seen": [seen[now]],
            "hidden": [hidden[now]],
            "says": [says[np.sign(now - best) + 1]],
        },
    }


def measure(n, seed):
    """Measure n stones with shaking feet: places in metres, heights in centimetres."""
    rng = np.random.default_rng(seed)
    place = np.sort(rng.uniform(0, 10, n))
    return place, 30 + 20 * np.sin(place / 2) + rng.normal(0, 6, n)


def build(place, height, depth):
    """Build stairs: a tree that splits the wall, then each of its parts, in so many rounds."""
    return DecisionTreeRegressor(max_depth=depth, random_state=0).fit(place[:, None], height)
