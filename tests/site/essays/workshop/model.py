"""A stall of pears and apples, and what trees, a line and a curve make of their taste."""

import numpy as np
from sklearn.datasets import make_moons
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

import stage

STATES = {
    "plane": {"leaf": "", "moved": {}, "movable": False, "depth": 2},
    "split": {"at": 4.0},
    "forest": {"depth": 6, "seed": 0},
    "nine": {"seed": 0},
    "loss": {"start": {}, "moved": {}, "steps": 0},
    "curve": {"degree": 1},
    "guess": {"drawn": {}},
    "stall": {"layout": "swarm"},
    "span": {"low": 3.0, "high": 7.0},
}
CRUNCH = np.array([1, 1.5, 2, 3, 5, 5.5, 7, 8.5, 5, 6.5, 8, 9])
SWEETNESS = np.array([1.5, 4, 6.5, 3, 1, 2.5, 1.5, 2, 6, 7, 5, 6.5])
IS_APPLE = np.array([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1])
KINDS = [("pear", "apple")[each] for each in IS_APPLE]
KEYS = [str(i) for i in range(len(KINDS))]


# ── one tree ─────────────────────────────────────────────────────────────────────────────────────


def plane(state):
    """Return the fruits, the tree that is grown on them, and what it knows of the chosen leaf."""
    places = moved(np.column_stack([CRUNCH, SWEETNESS]), state["moved"])
    tree = DecisionTreeClassifier(max_depth=int(state["depth"]), random_state=0)
    tree.fit(places, KINDS)
    home = [str(node) for node in tree.apply(places)]
    drawn = stage.tree(tree)
    keys = drawn["leaves"]["key"]
    n = home.count(state["leaf"])  # 0, if a reader's change has taken the leaf away
    return {
        "fruits": {
            "key": KEYS,
            "x": places[:, 0],
            "y": places[:, 1],
            "kind": KINDS,
            "leaf": home,
            "draggable": np.full(len(KEYS), float(state["movable"])),
        },
        **drawn,
        "chosen": {"name": [f"leaf {state['leaf']}" if n else "none"], "n": [n]},
        "whole": {"leaves": [len(keys)], "accuracy": [tree.score(places, KINDS)]},
    }


def split(state):
    """Return the fruits on both sides of a split, and the gain of every split."""
    places = np.arange(0.5, 9.75, 0.25)
    return {
        "fruits": {"key": KEYS, "x": CRUNCH, "y": SWEETNESS, "kind": KINDS},
        "gains": {"key": np.arange(len(places)), "x": places, "gain": list(map(gain, places))},
        "here": {"key": ["here"], "x": [state["at"]], "gain": [gain(state["at"])]},
    }


def gain(at):
    """Return how much a split by crunch lowers the impurity (Gini's)."""
    sides = [IS_APPLE[at >= CRUNCH], IS_APPLE[at < CRUNCH]]
    after = sum(len(side) * impurity(side) for side in sides) / len(IS_APPLE)
    return float(impurity(IS_APPLE) - after)


def impurity(labels):
    """Return Gini's impurity of labels that are 0 or 1."""
    share = labels.mean() if len(labels) else 0.0
    return 2 * share * (1 - share)


# ── many trees ───────────────────────────────────────────────────────────────────────────────────

N_TREES = 60


def harvest():
    """Return 200 fruits whose two kinds lie in each other's arms, and their labels."""
    moons, labels = make_moons(200, noise=0.25, random_state=1)
    return (moons + np.array([1.5, 1.0])) * 2.4, labels


def grown(seed, depth, number):
    """Return a tree of a forest, grown on a sample of the harvest drawn with replacement."""
    fruits, labels = harvest()
    sample = np.random.default_rng([seed, number]).integers(0, len(fruits), len(fruits))
    tree = DecisionTreeClassifier(max_depth=depth, max_features=1, random_state=number)
    return tree.fit(fruits[sample], labels[sample])


def forest(state):
    """Yield the votes of one tree, of two, and so on, all over the plane."""
    fruits, labels = harvest()
    votes, votes_on_plane = np.zeros(len(fruits)), np.zeros(len(stage.PLANE))
    for n in range(1, N_TREES + 1):
        tree = grown(state["seed"], state["depth"], n)
        votes += tree.predict(fruits)
        votes_on_plane += tree.predict(stage.PLANE)
        error = np.mean((votes * 2 > n) != labels)
        yield {
            "votes": stage.votes(votes_on_plane / n),
            "points": {"x": fruits[:, 0], "y": fruits[:, 1], "label": labels},
            "progress": {"key": ["forest"], "n_trees": [n], "error": [error]},
        }


def nine(state):
    """Return the first nine trees of a forest, each as a tree."""
    trees = [grown(state["seed"], 3, number) for number in range(1, 10)]
    return stage.small_trees(trees) | {
        "total": {"leaves": [sum(tree.get_n_leaves() for tree in trees)]}
    }


# ── a line that rolls to its place ───────────────────────────────────────────────────────────────

DAYS = np.linspace(0.05, 0.95, 8)  # of a fortnight
TASTE = np.array([2.0, 3.1, 2.6, 4.2, 4.0, 5.4, 5.0, 6.3])
RATE = 0.35


def loss(state):
    """Return the loss of every line, and the ball that rolls to the line with the least."""
    taste = moved(np.column_stack([DAYS, TASTE]), state["moved"])[:, 1]
    best = LinearRegression().fit(DAYS[:, None], taste)
    path = descent(state["start"].get("ball", stage.START), taste)
    slope, intercept = path[int(state["steps"])]
    return {
        "fruits": {
            "key": KEYS[: len(DAYS)],
            "x": DAYS,
            "y": taste,
            "draggable": np.ones(len(DAYS)),
        },
        "line": {"key": ["left", "right"], "x": [0, 1], "y": [intercept, intercept + slope]},
        "ball": {
            "key": ["ball"],
            "x": [slope],
            "y": [intercept],
            "loss": [mean_squared_error(taste, intercept + slope * DAYS)],
            "draggable": [float(state["steps"] == 0)],
        },
        "path": {"key": np.arange(len(path)), "x": path[:, 0], "y": path[:, 1]},
        "best": {
            "key": ["best"],
            "x": best.coef_,
            "y": [best.intercept_],
            "loss": [mean_squared_error(taste, best.predict(DAYS[:, None]))],
        },
        **stage.surface(DAYS, taste),
    }


def descent(start, taste):
    """Return slope and intercept in each step of gradient descent."""
    path = [np.array(start, dtype=float)]
    for _ in range(stage.STEPS):
        slope, intercept = path[-1]
        wrong = intercept + slope * DAYS - taste
        path.append(path[-1] - RATE * 2 * np.array([np.mean(wrong * DAYS), np.mean(wrong)]))
    return np.array(path)


# ── curves ───────────────────────────────────────────────────────────────────────────────────────

X = np.linspace(-1, 1, 12)
Y = np.sin(3 * X) + np.array([0.1, -0.2, 0.15, 0, -0.1, 0.2, -0.15, 0.1, 0, -0.2, 0.1, -0.05])
DEPTHS = np.arange(1, 9)


def curve(state):
    """Return twelve points, the polynomial of a degree, and how wrong it is."""
    fitted = np.polynomial.Chebyshev.fit(X, Y, state["degree"])
    return {
        "points": {"key": np.arange(len(X)), "x": X, "y": Y},
        "line": stage.drawn(fitted),
        "fit": {
            "key": ["fit"],
            "degree": [state["degree"]],
            "error": [np.sqrt(np.mean((fitted(X) - Y) ** 2))],
        },
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
            "x": DEPTHS,
            "y": guessed,
            "draggable": np.ones(len(DEPTHS)),
        },
        "measured": {"x": DEPTHS[: len(measured)], "y": measured},
        "off": {"mean": [np.mean(abs(guessed - accuracies()))]},
    }


def accuracies():
    """Return the accuracies of trees of each depth on fruits they have not seen."""
    fruits, labels = make_moons(120, noise=0.35, random_state=2)
    trees = [DecisionTreeClassifier(max_depth=int(depth), random_state=0) for depth in DEPTHS]
    return np.array([cross_val_score(tree, fruits, labels, cv=4).mean() for tree in trees])


# ── the stall ────────────────────────────────────────────────────────────────────────────────────


def stall(state):
    """Return fruits by weight, laid out in one of five ways."""
    weights = np.random.default_rng(4).normal(5, 1.4, 40).round(1)
    return stage.laid_out(weights, state["layout"])


def span(state):
    """Return the fruits, and how many of them lie in a range of crunch."""
    inside = (state["low"] <= CRUNCH) & (state["high"] >= CRUNCH)
    return {
        "fruits": {"key": KEYS, "x": CRUNCH, "y": SWEETNESS, "kind": KINDS, "inside": inside * 1.0},
        "total": {"inside": [int(inside.sum())], "n": [len(KEYS)]},
    }


def moved(places, edits):
    """Return places as a reader has moved them."""
    places = places.astype(float)
    for key, place in edits.items():
        places[int(key)] = place
    return places
