"""Where mushrooms stand, where a tree is drawn, and what is said in words that fit the picture."""

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


LOW, RIGHT, LONG, MOST = -7.4, 17.6, 3.8, 0.2  # where hills of gain stand, how high, and for what


def on_the_hill(walked, asked, at, gains):
    """Put the hedgehog where she is on the hill of gains, which she walks up and down."""
    name, place = ("cap", walked) if walked <= SIDE else ("stem", walked - SIDE)
    own = asked == name
    height = LONG / MOST * np.interp(place, np.r_[0, at[own], SIDE], np.r_[0, gains[own], 0])
    x, y = (place, LOW + height) if name == "cap" else (RIGHT + height, place)
    return {"key": ["hog"], "x": [round(float(x), 2)], "y": [round(float(y), 2)]}


def hang(tree, home):
    """Draw a tree: nodes and links, its baskets, and the places of mushrooms in these.

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
    x, y = x.round(1), (SKY - depth * min(15.0, (SKY - RIM - 7) / max(depth.max(), 1))).round(1)
    inner = [node for node in paths if node not in leaves]
    ends = [node for node in paths if node]
    above = [parent[node] for node in ends]
    place = under(home, leaves, middle, right)
    return {
        "nodes": {
            "key": [paths[i] for i in inner],
            "x": x[inner],
            "y": y[inner],
            "says": [question(tree, node) for node in inner],
            "said": [float(len(leaves) <= FEW or depth[i] < 2) for i in inner],
        },
        "links": {
            "key": [paths[i] for i in ends],
            "x": x[above] if ends else [],
            "y": y[above] if ends else [],
            "x2": x[ends],
            "y2": y[ends],
            "n": [tree.n_node_samples[i] for i in ends],
        },
        "leaves": {
            "tx": x[leaves],
            "ty": y[leaves],
            "left": (middle - right).round(1),
            "right": (middle + right).round(1),
        },
        "mushrooms": {"leaf": [paths[int(i)] for i in home], "tx": place[0], "ty": place[1]},
    }


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
    return x.round(1), y.round(1)


def way_of(tree, state):
    """Return the stranger, if it has been met, and the questions that it is asked."""
    place = np.array([state["stranger"].get("new", [12.0, 4.0])], dtype=float)
    paths, parent = walk(tree.tree_)
    node = int(tree.apply(place)[0])
    leaf, steps = paths[node], []
    lies = tree.tree_.value[node][0] * tree.tree_.n_node_samples[node]
    while node > 0:
        up = parent[node]
        yes = tree.tree_.children_left[up] == node
        steps.append((ASKED[tree.tree_.feature[up]], tree.tree_.threshold[up], yes))
        node = up
    kind = KINDS[int(tree.predict(place)[0])]
    said = [
        f"Is the {name} under {at:.2f} cm? {'Yes' if yes else 'No'}."
        for name, at, yes in reversed(steps)
    ]
    met = bool(state["met"])
    return {
        "stranger": {
            "key": ["new"] * met, "x": place[:met, 0], "y": place[:met, 1],
            "draggable": [1.0] * met,
        },
        "verdict": one("verdict", kind=kind, leaf=leaf if met else "", says=" ".join(said),
            asked=len(steps), because=because(*map(round, lies.tolist())), met=float(met)),
    }  # fmt: skip


def cut(tree):
    """Return the leaves of a tree: the kind and the number of each, and its rectangle."""
    paths, _ = walk(tree)
    leaves = [node for node in paths if tree.children_left[node] < 0]
    regions = tree_regions(tree, EXTENT)
    row = {int(leaf): i for i, leaf in enumerate(regions["leaf"])}
    return {
        "key": [paths[i] for i in leaves],
        "kind": [KINDS[int(np.argmax(tree.value[i][0]))] for i in leaves],
        "n": [tree.n_node_samples[i] for i in leaves],
        **{
            side: [round(float(regions[side][row[i]]), 3) if i in row else 0.0 for i in leaves]
            for side in ("x", "x2", "y", "y2")
        },
    }


def swarm(x):
    """Stand mushrooms of one measure on a line, none on another."""
    return (7.7 + 2 * beeswarm(x, 0.42, above=True)).round(2)


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def what_it_does(sides):
    """Say in words what a question about the cap does."""
    if not all(map(len, sides.values())):
        return "All mushrooms are on one side, so she has learnt nothing."
    left, right = (KINDS[int(np.mean(side) > 0.5)] for side in sides.values())
    even = [np.mean(side) == 0.5 for side in sides.values()]
    if any(even):
        where = "Both sides are" if all(even) else f"The {('left', 'right')[even[1]]} side is"
        return f"{where} half and half."
    if left == right:
        return f"Both sides hold mostly {left}s, so she would answer the same on both."
    return f"Mostly {left}s on the left, mostly {right}s on the right."


def how_good(gain, best):
    """Say in words how a question about the cap compares with the best of them."""
    if gain > best - 1e-9:
        return "No other question about the cap gains more."
    if gain > best / 2:
        return "This place is good, but there is a better one."
    return "Here both sides stay almost as mixed as the whole was."


def so_far(asked, at, passed):
    """Say in words which question is the best that the hedgehog has walked past."""
    if not passed.any():
        return "She has not set out yet."
    best = "The best of all her questions" if passed.all() else "The best question so far"
    return f"{best}: is the {asked} under {at:.2f} cm?"


def because(toadstools, trumpets):
    """Say in words why the hedgehog calls a stranger what she calls it."""
    lies = f"In its basket lie {count(trumpets, 'trumpet')} and {count(toadstools, 'toadstool')}"
    if toadstools == trumpets:
        return f"{lies}. That is a tie, so she is careful: a toadstool."
    return f"{lies}, so she calls it a {KINDS[int(trumpets > toadstools)]}."


def count(n, what):
    """Write how many there are: "no toadstool", "1 toadstool", "2 toadstools"."""
    return f"{n or 'no'} {what}{'s' * (n > 1)}"


def at_depth(d, known, new):
    """Say in words how a depth compares with the best one."""
    if new[d - 1] == new.min():
        return "No depth does better on the mushrooms that she has never met."
    if d < np.argmin(new) + 1:
        return "A little deeper, she would do better."
    if known[d - 1] == 0:
        return "Her own mushrooms are sorted without a mistake, and there is nothing left to ask."
    return "Her last questions are about single mushrooms, and they do not help with new ones."


def heard(known, depths, new):
    """Say how wrong trees are on new mushrooms, as soon as the reader may know."""
    if not known:
        return ""
    least = np.argmin(new)
    lowest, last = (f"{np.floor(100 * share + 0.5):.0f}\u202f%" for share in (new[least], new[-1]))
    return (
        f"Those on new mushrooms are lowest at depth {depths[least]}, {lowest}, and end at {last}."
    )


def what_error_sees(low, high, won):
    """Say in words what the misclassification error makes of a question."""
    if low == high:
        return "Both halves are alike, so no measure sees a gain."
    if won < 1e-9:
        return "Both halves have the same majority, so the error sees no gain at all."
    return "The halves have different majorities, so even the error sees a gain."


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def numbered(n):
    """Return the keys of n rows."""
    return [str(i) for i in range(n)]


def named(trumpet):
    """Return the kind of each mushroom."""
    return [KINDS[int(each)] for each in trumpet]


def one(key, **values):
    """Return a table of one row."""
    return {"key": [key]} | {name: [value] for name, value in values.items()}
