"""Mushrooms, edible and not, and the plane between them as a kernel machine sees it."""

import numpy as np
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from stage import EXTENT, map_of, stand, tree_of

STATES = {"boundary": {"moved": {}, "gamma": 0.5, "hand": False}}
N = 40


def boundary(state):
    """Return the mushrooms, how sure the model is all over the plane, and where it is in doubt."""
    X, edible = mushrooms()
    for key, place in state["moved"].items():
        X[int(key)] = place
    model = SVC(C=10.0, gamma=state["gamma"], tol=1e-8).fit(X, edible)
    tree = DecisionTreeClassifier(max_depth=3, random_state=0).fit(X, edible).tree_
    return {
        "mushrooms": {
            "key": np.arange(N),
            "x": X[:, 0],
            "y": X[:, 1],
            "edible": edible,
            "draggable": np.full(N, state["hand"]),
        },
        **map_of(model.decision_function),
        **tree_of(tree),
        **stand(X[:, 0]),
        "doubt": {"n": [np.sum(abs(model.decision_function(X)) < 0.5)]},
    }


def mushrooms():
    """Draw two heaps that overlap, inside the plane."""
    rng = np.random.default_rng(4)
    middle = np.repeat([[3.2, 4.2], [6.6, 2.0]], N // 2, axis=0)
    (left, right), (floor, top) = EXTENT
    X = np.clip(rng.normal(middle, 1.3), [left, floor], [right, top])
    return X.round(1), np.repeat([1, 0], N // 2)
