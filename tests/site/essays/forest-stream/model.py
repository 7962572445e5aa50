"""A random forest on two moons, shown while it grows.

The scene ``forest`` is a generator: each ``yield`` is drawn at once, and between two of them a
newer wish of the reader's ends the run.
"""

import numpy as np
from sklearn.datasets import make_moons
from sklearn.tree import DecisionTreeClassifier

STATES = {"forest": {"depth": 3, "seed": 0}}

N_TREES = 40
ACROSS, UP = np.linspace(-1.45, 2.45, 27), np.linspace(-0.95, 1.45, 17)


def forest(state):
    """Yield the share of votes on a grid, after one tree, after two, and so on."""
    rng = np.random.default_rng(state["seed"])
    X, y = make_moons(200, noise=0.25, random_state=1)
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(ACROSS, UP)])
    votes, votes_on_points = np.zeros(len(grid)), np.zeros(len(X))
    for n_trees in range(1, N_TREES + 1):
        sample = rng.integers(0, len(X), len(X))
        tree = DecisionTreeClassifier(
            max_depth=state["depth"], max_features=1, random_state=n_trees
        )
        tree.fit(X[sample], y[sample])
        votes += tree.predict(grid)
        votes_on_points += tree.predict(X)
        wrong = (votes_on_points * 2 > n_trees) != y
        yield {
            "cells": {
                "key": np.arange(len(grid)),
                "x": grid[:, 0],
                "y": grid[:, 1],
                "share": votes / n_trees,
            },
            "points": {"key": np.arange(len(X)), "x": X[:, 0], "y": X[:, 1], "moon": y},
            "progress": {"n_trees": [n_trees], "error": [np.mean(wrong)]},
        }
