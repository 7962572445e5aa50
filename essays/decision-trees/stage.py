"""Where mushrooms stand, in the wood and under the tree, and where a tree's lines are drawn."""

import numpy as np

from refit.layouts import beeswarm, tidy_tree, tree_regions

SIDE = 16.0  # cm: the plane goes from 0 to this, both ways
EXTENT = [[0.0, SIDE], [0.0, SIDE]]
KINDS = ("toadstool", "trumpet")
ASKED = ("cap", "stem")
SKY, RIM, FLOOR = 92.0, 29.0, 1.0  # how high the root is, and the baskets, in a panel of 100
FEW = 8  # leaves: of larger trees, only the first questions can be read
ACROSS, UP = 4.0, 4.5  # between two mushrooms in a basket


def strewn(n):
    """Strew mushrooms over the floor of the wood, each in a place of its own."""
    rng = np.random.default_rng(3)
    columns = -(-n // 4)
    row, column = divmod(rng.permutation(n), columns)
    x = -0.9 + 22.8 * (column + 0.25 + 0.5 * (row % 2) + 0.2 * rng.random(n)) / (columns + 0.5)
    return x.round(2), (1.1 - 2.5 * row + 0.7 * rng.random(n)).round(2)


LOW, RIGHT, LONG, MOST = -7.4, 17.6, 4.2, 0.2  # where hills of gain stand, how high, and for what


def on_the_hill(walked, asked, at, gains):
    """Put the hedgehog where she is on the hill of gains, which she walks up and down."""
    name, place = ("cap", walked) if walked <= SIDE else ("stem", walked - SIDE)
    own = asked == name
    height = LONG / MOST * np.interp(place, np.r_[0, at[own], SIDE], np.r_[0, gains[own], 0])
    x, y = (place, LOW + height) if name == "cap" else (RIGHT + height, place)
    return {"key": ["hog"], "x": [float(x)], "y": [float(y)]}


def hang(tree, home):
    """Draw a tree: nodes and links, and the places of mushrooms in baskets under its leaves.

    ``tree`` is scikit-learn's ``tree_``, ``home`` the leaf of each mushroom. A node's key is its
    path from the root, so that it keeps its key while the tree grows.
    """
    paths, parent = walk(tree)
    leaves = [node for node in paths if tree.children_left[node] < 0]
    middle, right = baskets([np.sum(home == leaf) for leaf in leaves])
    x, depth = np.zeros(len(paths)), tidy_tree(tree.children_left, tree.children_right)[1]
    x[leaves] = middle
    for node in sorted(paths, key=lambda node: -depth[node]):
        if node not in leaves:
            x[node] = (x[tree.children_left[node]] + x[tree.children_right[node]]) / 2
    y = SKY - depth * min(15.0, (SKY - RIM - 7) / max(depth.max(), 1))
    inner = [node for node in paths if node not in leaves]
    ends = [node for node in paths if node]
    size = tree.n_node_samples
    says = [question(tree, node) for node in inner]
    kinds = [KINDS[int(np.argmax(tree.value[node][0]))] for node in leaves]
    place = under(home, leaves, middle, right)
    return {
        "nodes": {
            "key": [paths[i] for i in inner],
            "x": x[inner],
            "y": y[inner],
            "says": says,
            "said": [float(len(leaves) <= FEW or depth[i] < 2) for i in inner],
        },
        "links": {
            "key": [paths[i] for i in ends],
            "x": x[[parent[i] for i in ends]] if ends else [],
            "y": y[[parent[i] for i in ends]] if ends else [],
            "x2": x[ends],
            "y2": y[ends],
            "n": [size[i] for i in ends],
        },
        "leaves": {
            "key": [paths[i] for i in leaves],
            "tx": x[leaves],
            "ty": y[leaves],
            "left": middle - right,
            "right": middle + right,
            "kind": kinds,
            "n": [size[i] for i in leaves],
        },
    }, {"leaf": [paths[int(i)] for i in home], "tx": place[0], "ty": place[1]}


def walk(tree):
    """Return each node's path from the root, in the order of the leaves, and its parent."""
    paths, parent, waiting = {}, {0: -1}, [(0, "q")]
    while waiting:
        node, path = waiting.pop()
        paths[node] = path
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left >= 0:
            parent[left] = parent[right] = node
            waiting += [(right, path + "n"), (left, path + "y")]
    return paths, parent


def question(tree, node):
    """Return what a node asks. No value lies on a threshold, so "under" says it."""
    return f"{ASKED[tree.feature[node]]} < {tree.threshold[node]:.2f}"


def baskets(sizes):
    """Give each basket a middle and half of a width, wider ones to those that hold more."""
    share = np.sqrt(np.maximum(sizes, 1)) + 1.6
    width = 100 * share / share.sum()
    return np.cumsum(width) - width / 2, 0.46 * width


def under(home, leaves, middle, half):
    """Pack the mushrooms of each leaf into its basket, in rows from its floor up."""
    x, y = np.zeros(len(home)), np.zeros(len(home))
    for leaf, centre, wide in zip(leaves, middle, half, strict=True):
        inside = np.flatnonzero(home == leaf)
        columns = max(1, int(2 * wide / ACROSS))
        row, column = divmod(np.arange(len(inside)), columns)
        of_row = np.minimum(columns, len(inside) - row * columns)
        x[inside] = centre + (column - (of_row - 1) / 2) * ACROSS
        y[inside] = FLOOR + 2.6 + row * UP
    return x.round(2), y.round(2)


def cut(tree, paths):
    """Return the rectangle of every leaf on the plane, in the order of the leaves' keys."""
    regions = tree_regions(tree, EXTENT)
    keys = [paths[int(leaf)] for leaf in regions["leaf"]]
    return {
        key: [float(regions[side][i]) for side in ("x", "x2", "y", "y2")]
        for i, key in enumerate(keys)
    }


def swarm(x):
    """Stand mushrooms of one measure on a line, none on another."""
    return (2 * beeswarm(x, 0.42, above=True)).round(2)
