"""Twelve animals in the dark, and two ways to say who an owl is and who a fox.

``watch`` asks the nearest neighbours. ``poll`` is a generator: it lets little trees vote, one after
the other. Both hold to numbers that every machine computes alike: distances are not left to a
library of linear algebra, and all else is counted.
"""

import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

STATES = {
    "watch": {
        "moved": {},
        "strays": {},
        "kind": "owl",
        "neighbours": 1,
        "lantern": False,
        "bet": "nobody",
        "animals": None,
    },
    "poll": {"depth": 1, "seed": 0},
}

KINDS = ("fox", "owl")
BRING = {
    "animals": {
        "rows": [3, 60],
        "each": 1,
        "columns": {"ears": [0, 10, "cm"], "eyes": [0, 8, "cm"], "kind": ["fox", "owl"]},
    }
}
ANIMALS = {  # ear to ear and eye to eye, in centimetres
    "0": (2.1, 6.3, "owl"),
    "1": (3.4, 7.2, "owl"),
    "2": (1.2, 4.9, "owl"),
    "3": (4.3, 5.6, "owl"),
    "4": (2.9, 3.8, "owl"),
    "5": (6.6, 4.4, "owl"),
    "6": (7.9, 1.7, "fox"),
    "7": (6.1, 2.2, "fox"),
    "8": (8.7, 3.3, "fox"),
    "9": (5.2, 1.1, "fox"),
    "10": (7.2, 5.8, "fox"),
    "11": (4.7, 3.1, "fox"),
}
STRANGER = (5.3, 4.1)
ACROSS, UP = np.arange(0.5, 10), np.arange(0.5, 8)
RINGS = (1, 3, 5, 7, 9)
N_TREES = 30


def watch(state):
    """Return the animals, the vote of the neighbours everywhere, and how often it is right."""
    animals = standing(state["moved"], state["strays"], state["animals"])
    X, is_owl = measured(animals)
    k = min(state["neighbours"], len(X) - 1)
    grid = np.array([(x, y) for y in UP for x in ACROSS])
    asked = KNeighborsClassifier(k, algorithm="kd_tree").fit(X, is_owl)
    votes = is_owl[asked.kneighbors([STRANGER], return_distance=False)[0]].sum()
    seen, hidden = checked(asked, X, is_owl)
    return {
        "animals": {
            "key": list(animals),
            "x": X[:, 0],
            "y": X[:, 1],
            "ears": X[:, 0],
            "eyes": X[:, 1],
            "kind": [kind for *_, kind in animals.values()],
            "draggable": np.ones(len(X)),
            "removable": np.full(len(X), len(X) > 2),
        },
        "cells": {
            "key": np.arange(len(grid)),
            "x": grid[:, 0],
            "y": grid[:, 1],
            "owls": is_owl[asked.kneighbors(grid, return_distance=False)].mean(axis=1),
        },
        "scores": {"key": ["seen", "hidden"], "right": [seen[k], hidden[k]], "n": [len(X)] * 2},
        "rings": {
            "key": list(RINGS),
            "seen": [seen[min(ring, len(X) - 1)] for ring in RINGS],
            "hidden": [hidden[min(ring, len(X) - 1)] for ring in RINGS],
        },
        "stranger": {
            "votes": [votes],
            "k": [k],
            "says": [KINDS[int(2 * votes > k)]],
            "bet": [state["bet"]],
        },
    }


def standing(moved, strays, brought):
    """Return the animals that are there: brought by a reader, moved, strayed in, or gone."""
    animals = dict(ANIMALS)
    if brought:
        rows = zip(brought["ears"], brought["eyes"], brought["kind"], strict=True)
        animals = {str(key): row for key, row in enumerate(rows)}
    for key, place in moved.items():
        animals[key] = (*place, animals[key][2])
    for key, animal in strays.items():
        if animal is None:
            animals.pop(key, None)
        else:
            animals[key] = tuple(animal)
    return animals


def measured(animals):
    """Return the measures of all, and who is an owl."""
    X = np.array([place for *place, _ in animals.values()], dtype=float)
    return X, np.array([kind == "owl" for *_, kind in animals.values()])


def checked(asked, X, is_owl):
    """Return for each number of neighbours how often they are right: of all, and of the others."""
    itself = asked.kneighbors(X, len(X) - 1, return_distance=False)
    others = asked.kneighbors(None, len(X) - 1, return_distance=False)
    return (
        {k: np.mean((2 * is_owl[rows[:, :k]].sum(axis=1) > k) == is_owl) for k in range(1, len(X))}
        for rows in (itself, others)
    )


def poll(state):
    """Yield the ballots about the stranger, tree by tree; each has seen its own twelve animals."""
    rng = np.random.default_rng(state["seed"])
    X, is_owl = measured(ANIMALS)
    ballots = []
    for n_trees in range(1, N_TREES + 1):
        sample = rng.integers(0, len(X), len(X))
        tree = DecisionTreeClassifier(max_depth=state["depth"], random_state=n_trees)
        ballots.append(int(tree.fit(X[sample], is_owl[sample]).predict([STRANGER])[0]))
        yield {
            "ballots": {
                "key": np.arange(n_trees),
                "place": np.arange(n_trees) % 10,
                "row": np.arange(n_trees) // 10,
                "owl": ballots,
            },
            "count": {"n_trees": [n_trees], "owls": [sum(ballots)]},
        }
