"""A tree beside its plane, a split to move, a range to set, and a curve to draw."""

import numpy as np
from sklearn.datasets import make_moons
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

STATES = {
    "plane": {"moved": {}, "depth": 3},
    "split": {"at": 4.0},
    "span": {"low": 3.0, "high": 7.0},
    "guess": {"drawn": {}},
}
KINDS = ("cat", "dog")
SEEDS = np.random.default_rng(4)
DOTS = np.round(np.r_[SEEDS.normal((3, 3.5), 1.2, (8, 2)), SEEDS.normal((7, 6), 1.2, (8, 2))], 1)
LABELS = np.repeat([0, 1], 8)
DEPTHS = np.arange(1, 9)


def plane(state):
    """Return the pets, the tree that is grown on them, and its leaves as regions of the plane."""
    places = DOTS.copy()
    for key, place in state["moved"].items():
        places[int(key)] = place
    tree = DecisionTreeClassifier(max_depth=int(state["depth"]), random_state=0)
    tree.fit(places, LABELS)
    nodes, links, leaves = laid_out(tree.tree_)
    return {
        "pets": {
            "key": [str(i) for i in range(len(places))],
            "x": places[:, 0],
            "y": places[:, 1],
            "kind": [KINDS[i] for i in LABELS],
            "draggable": np.ones(len(places)),
        },
        "nodes": nodes,
        "links": links,
        "leaves": leaves,
        "score": {"accuracy": [tree.score(places, LABELS)], "leaves": [tree.get_n_leaves()]},
    }


def laid_out(tree):
    """Return a tree's nodes, the links between them, and the regions of its leaves."""
    nodes = {name: [] for name in ("key", "x", "y", "says", "kind")}
    links = {name: [] for name in ("key", "x", "y", "x2", "y2")}
    leaves = {name: [] for name in ("key", "x", "x2", "y", "y2", "kind", "n")}

    def walk(node, depth, box):
        counts = tree.value[node][0]
        if tree.children_left[node] < 0:
            across, kind = float(len(leaves["key"])), KINDS[int(np.argmax(counts))]
            says = f"{tree.n_node_samples[node]}"
            for name, value in zip(leaves, (str(node), *box, kind, says), strict=True):
                leaves[name].append(value)
        else:
            axis, at = int(tree.feature[node]), float(tree.threshold[node])
            below, above = list(box), list(box)
            below[2 * axis + 1] = above[2 * axis] = at
            children = (tree.children_left[node], below), (tree.children_right[node], above)
            ends = [walk(int(child), depth + 1, part) for child, part in children]
            across, kind = float(np.mean(ends)), "split"
            says = f"{('weight', 'fluff')[axis]} ≤ {at:.1f}"
            for (child, _), end in zip(children, ends, strict=True):
                for name, value in zip(
                    links, (str(child), across, depth, end, depth + 1), strict=True
                ):
                    links[name].append(value)
        for name, value in zip(nodes, (str(node), across, depth, says, kind), strict=True):
            nodes[name].append(value)
        return across

    walk(0, 0, [0.0, 10.0, 0.0, 10.0])
    return nodes, links, leaves


def split(state):
    """Return the dots on both sides of a split, and the gain of every split."""
    weights = DOTS[:, 0]
    places = np.arange(0.5, 10, 0.25)
    return {
        "dots": {
            "key": [str(i) for i in range(len(weights))],
            "x": weights,
            "y": DOTS[:, 1],
            "kind": [KINDS[i] for i in LABELS],
        },
        "gains": {"key": list(range(len(places))), "x": places, "gain": list(map(gain, places))},
        "here": {"x": [state["at"]], "gain": [gain(state["at"])]},
    }


def gain(at):
    """Return how much a split at a weight lowers the impurity (Gini's)."""
    sides = [LABELS[DOTS[:, 0] <= at], LABELS[DOTS[:, 0] > at]]
    after = sum(len(side) * impurity(side) for side in sides) / len(LABELS)
    return float(impurity(LABELS) - after)


def impurity(labels):
    """Return Gini's impurity of labels."""
    share = labels.mean() if len(labels) else 0.0
    return 2 * share * (1 - share)


def span(state):
    """Return the dots, and how many of them lie in a range."""
    weights = DOTS[:, 0]
    inside = (weights >= state["low"]) & (weights <= state["high"])
    return {
        "dots": {
            "key": [str(i) for i in range(len(weights))],
            "x": weights,
            "y": DOTS[:, 1],
            "inside": inside.astype(float),
        },
        "total": {"inside": [int(inside.sum())], "n": [len(weights)]},
    }


def guess(state):
    """Return a reader's guess of how well trees of each depth do, and how well they do."""
    guessed = np.full(len(DEPTHS), 0.7)
    for key, (_, height) in state["drawn"].items():
        guessed[int(key)] = height
    measured = accuracies() if state["drawn"] else np.zeros(0)
    return {
        "knots": {
            "key": [str(i) for i in range(len(DEPTHS))],
            "x": DEPTHS.astype(float),
            "y": guessed,
            "draggable": np.ones(len(DEPTHS)),
        },
        "measured": {"x": DEPTHS[: len(measured)].astype(float), "y": measured},
        "off": {"mean": [float(np.abs(guessed - accuracies()).mean())]},
    }


def accuracies():
    """Return the accuracies of trees of each depth on pets they have not seen."""
    places, labels = make_moons(120, noise=0.35, random_state=2)
    trees = [DecisionTreeClassifier(max_depth=int(depth), random_state=0) for depth in DEPTHS]
    return np.array([cross_val_score(tree, places, labels, cv=4).mean() for tree in trees])
