"""Trees that readers plant, move and fell, and a fence halfway between apples and pears."""

import csv
from pathlib import Path

import numpy as np

STATES = {"orchard": {"moved": {}, "planted": {}, "kind": "apple", "shade": 0.0, "trees": None}}
BRING = {
    "trees": {
        "rows": [2, 200],
        "each": 1,
        "columns": {"x": [0, 10, "m"], "y": [0, 8, "m"], "kind": ["apple", "pear"]},
    }
}

with (Path(__file__).parent / "data" / "trees.csv").open(encoding="utf-8") as file:
    TREES = {
        row["key"]: (int(row["x"]), int(row["y"]), row["kind"]) for row in csv.DictReader(file)
    }


def orchard(state):
    """Return the trees that stand, and the fence halfway between the means of the two kinds."""
    trees, brought = dict(TREES), state["trees"]
    if brought:
        rows = zip(brought["x"], brought["y"], brought["kind"], strict=True)
        trees = {str(key): row for key, row in enumerate(rows)}
    for key, place in state["moved"].items():
        trees[key] = (*place, trees[key][2])
    for key, tree in state["planted"].items():
        if tree is None:
            trees.pop(key, None)
        else:
            trees[key] = tuple(tree)
    x = np.array([tree[0] for tree in trees.values()])
    kind = np.array([tree[2] for tree in trees.values()], dtype=str)
    means = [x[kind == name].mean() if name in kind else 5.0 for name in ("apple", "pear")]
    return {
        "trees": {
            "key": list(trees),
            "x": x,
            "y": [tree[1] for tree in trees.values()],
            "kind": kind,
            "draggable": np.ones(len(trees)),
            "removable": np.ones(len(trees)),
        },
        "fence": {"key": ["fence"], "x": [np.mean(means)], "x2": [np.mean(means)], "n": [len(x)]},
    }
