"""Fruits on a field, and the leaves of the tree that parts apples from pears."""

import numpy as np
from sklearn.tree import DecisionTreeClassifier

STATES = {
    "garden": {"leaf": "", "moved": {}, "movable": False},
    "basket": {},
}
FRUITS = [
    (1, 1.5, "pear"),
    (1.5, 4, "pear"),
    (2, 6.5, "pear"),
    (3, 3, "pear"),
    (5, 1, "apple"),
    (5.5, 2.5, "apple"),
    (7, 1.5, "apple"),
    (8.5, 2, "apple"),
    (5, 6, "pear"),
    (6.5, 7, "pear"),
    (8, 5, "apple"),
    (9, 6.5, "apple"),
]
WIDTH, HEIGHT = 10, 8


def garden(state):
    """Return the fruits, the leaves, and what the tree knows of the chosen one."""
    places = [(x, y) for x, y, _ in FRUITS]
    for key, place in state["moved"].items():
        places[int(key)] = tuple(place)
    x = np.array(places, dtype=float)
    kinds = [kind for _, _, kind in FRUITS]
    tree = DecisionTreeClassifier(max_depth=2, random_state=0).fit(x, kinds)
    home = [str(node) for node in tree.apply(x)]
    leaves = regions(tree.tree_)
    counts = [home.count(key) for key in leaves["key"]]
    names = [f"leaf {key}" for key in leaves["key"]]
    row = leaves["key"].index(state["leaf"]) if state["leaf"] in leaves["key"] else None
    return {
        "fruits": {
            "key": [str(i) for i in range(len(x))],
            "x": x[:, 0],
            "y": x[:, 1],
            "kind": kinds,
            "leaf": home,
            "draggable": np.full(len(x), float(state["movable"])),
        },
        "leaves": leaves | {"n": counts},
        "chosen": {
            "name": ["none" if row is None else names[row]],
            "n": [0 if row is None else counts[row]],
        },
        "whole": {"leaves": [len(counts)]},
    }


def regions(tree):
    """Return the rectangle of every leaf, by the number of its node."""
    table = {"key": [], "x": [], "x2": [], "y": [], "y2": []}

    def visit(node, left, right, low, high):
        if tree.children_left[node] < 0:
            for name, value in zip(table, (str(node), left, right, low, high), strict=True):
                table[name].append(value)
            return
        cut = float(tree.threshold[node])
        one, other = int(tree.children_left[node]), int(tree.children_right[node])
        if tree.feature[node] == 0:
            visit(one, left, cut, low, high)
            visit(other, cut, right, low, high)
        else:
            visit(one, left, right, low, cut)
            visit(other, left, right, cut, high)

    visit(0, 0.0, float(WIDTH), 0.0, float(HEIGHT))
    return table


def basket(state):
    """Return six fruits in a row."""
    kinds = ["apple", "pear", "plum", "apple", "pear", "apple"]
    keys = [str(i) for i in range(len(kinds))]
    return {"fruits": {"key": keys, "x": np.arange(len(kinds)), "kind": kinds}}
