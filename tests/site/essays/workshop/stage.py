"""Where things stand: trees, planes that a model paints, and fruits on a stall."""

import numpy as np

from refit import layouts

FIELD = [[0.0, 10.0], [0.0, 8.0]]  # crunch and sweetness
LINES = [[-3.0, 9.0], [-2.0, 8.0]]  # slope and intercept
START = (-2.0, 6.5)  # of the ball
STEPS = 30
SIDE = 100  # cells along a side of a surface
COLUMNS, ROWS = 60, 48  # cells of the votes
PLANE = layouts.cells(COLUMNS, ROWS, FIELD)
STALL = [[0.0, 10.0], [0.0, 4.0]]


# ── trees ────────────────────────────────────────────────────────────────────────────────────────


def tree(fitted):
    """Return a tree's nodes, the links between them, and its leaves, as regions too."""
    nodes = nodes_of(fitted)
    leaves = layouts.tree_regions(fitted.tree_, FIELD)
    rows = leaves.pop("leaf")
    at = {f"node_{name}": np.array(nodes[name])[rows] for name in ("x", "depth")}
    kinds = [nodes["kind"][row] for row in rows]
    n = fitted.tree_.n_node_samples[rows]
    key = [str(row) for row in rows]
    return {
        "nodes": nodes,
        "links": links_of(fitted.tree_, nodes),
        "leaves": {"key": key, **leaves, **at, "kind": kinds, "n": n},
    }


def nodes_of(fitted):
    """Return where a tree's nodes stand, what they ask, and the kind that they vote for."""
    inner = fitted.tree_
    x, depth = layouts.tidy_tree(inner.children_left, inner.children_right)
    is_leaf = inner.children_left < 0
    questions = zip(is_leaf, inner.feature, inner.threshold, inner.n_node_samples, strict=True)
    names = ("crunch", "sweet")
    return {
        "key": [str(i) for i in range(inner.node_count)],
        "x": (x - x.mean()) / max(np.ptp(x) / 2, 1),
        "depth": depth,
        "kind": [
            ("pear", "apple")[vote] if leaf else "split"
            for leaf, vote in zip(is_leaf, inner.value[:, 0].argmax(axis=1), strict=True)
        ],
        "says": [
            f"{n}" if leaf else f"{names[feature]} ≤ {at:.1f}?"
            for leaf, feature, at, n in questions
        ],
    }


def links_of(inner, nodes):
    """Return the links from each node to its children."""
    sides = (inner.children_left, inner.children_right)
    child = np.concatenate([side[side >= 0] for side in sides])
    parent = np.concatenate([np.flatnonzero(side >= 0) for side in sides])
    x, depth = nodes["x"], nodes["depth"]
    return {
        "key": [str(each) for each in child],
        "x": x[parent],
        "depth": depth[parent],
        "x2": x[child],
        "depth2": depth[child],
    }


def small_trees(trees):
    """Return the nodes and links of several trees, with the number of each tree."""
    parts = []
    for number, fitted in enumerate(trees):
        nodes = nodes_of(fitted)
        parts.append((number, nodes, links_of(fitted.tree_, nodes)))
    return {
        name: {
            "key": [f"{part[0]} {key}" for part in parts for key in part[i]["key"]],
            "tree": [part[0] for part in parts for _ in part[i]["key"]],
            **{
                column: [value for part in parts for value in part[i][column]]
                for column in parts[0][i]
                if column not in ("key", "says")
            },
        }
        for i, name in ((1, "nodes"), (2, "links"))
    }


# ── what is painted ──────────────────────────────────────────────────────────────────────────────


def votes(share):
    """Return the share of votes all over the plane."""
    return {"share": layouts.levels(share, 0, 1)}


def surface(days, taste):
    """Return how wrong every line is, and lines of equal loss."""
    slope, intercept = layouts.cells(SIDE, SIDE, LINES).T
    wrong = np.log(np.mean((intercept[:, None] + np.outer(slope, days) - taste) ** 2, axis=1))
    rings = [layouts.contour(wrong.reshape(SIDE, SIDE), level, LINES) for level in (0, 1.5, 3)]
    rounds = [{**ring, "line": 100 * i + ring["line"]} for i, ring in enumerate(rings)]
    joined = {name: np.concatenate([each[name] for each in rounds]) for name in rings[0]}
    return {
        "surface": {"loss": layouts.levels(wrong, -2, 4.5)},
        "rings": {**joined, "order": np.arange(len(joined["x"]))},
    }


def drawn(fitted):
    """Return a curve as the points it is drawn through."""
    x = np.linspace(-1, 1, 41)
    return {"key": np.arange(len(x)), "x": x, "y": fitted(x)}


# ── the stall ────────────────────────────────────────────────────────────────────────────────────


def laid_out(weights, layout):
    """Return fruits as a swarm by weight, a pile on a line, a heap, on a plate, or in a crate."""
    n, radius = len(weights), 0.08 + weights / 40
    middle = np.array([5.0, 2.0])
    if layout in ("swarm", "pile"):
        away = layouts.beeswarm(weights, radius, above=layout == "pile")
        x, y = weights, away + (radius.max() if layout == "pile" else middle[1])
    elif layout == "crate":
        x, y = layouts.pack_box(n, STALL)
    else:
        found = layouts.pack(radius) if layout == "heap" else layouts.pack_disc(n, 1.6)
        x, y = middle[:, None] + found
    return {
        "fruits": {"key": np.arange(n), "x": x, "y": y, "weight": weights, "radius": radius},
        "heaviest": {"weight": [weights.max()]},
    }
