"""A hedgehog sorts mushrooms by asking questions: how a decision tree is grown, and when to stop.

Each scene is a pure function of its state. ``ask`` weighs one question, ``grow`` asks again in
every part, ``depth`` asks until nothing is left to ask. The deeper parts: ``edges`` looks for
questions that can win, ``xor`` for ones that cannot, ``prune`` cuts a tree back, ``mix`` compares
impurities, ``days`` predicts a number, ``clinic`` meets real patients. Where things are drawn is in
``stage.py``.
"""

from functools import lru_cache

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from stage import (
    ASKED,
    SIDE,
    at_depth,
    count,
    cut,
    hang,
    heard,
    how_good,
    named,
    numbered,
    on_the_hill,
    one,
    so_far,
    strewn,
    swarm,
    way_of,
    what_error_sees,
    what_it_does,
)

AUTUMN = 86  # an autumn in which a nudge matters; the tests say in how many others it does
STATES = {
    "ask": {"view": "wood", "at": 5.05, "walk": 0.0},
    "grow": {"leaves": 2, "moved": {}, "nudged": False, "met": False, "stranger": {}},
    "depth": {"depth": 1, "seed": AUTUMN, "bet": False, "guess": -1},  # -1: no guess yet
    "edges": {"moved": {}},
    "xor": {"leaves": 2, "patient": True, "moved": {}},
    "prune": {"cuts": 0},
    "mix": {"measure": "entropy", "left": 0.1, "right": 0.4},
    "days": {"depth": 1, "moved": {}},
    "clinic": {"depth": 2, "seed": 0},
}

# ── the mushrooms ────────────────────────────────────────────────────────────────────────────────

N, N_NEW = 48, 600
MIDDLE = {"trumpet": (5.6, 9.0), "tall": (10.6, 7.8), "button": (4.2, 3.4)}  # cap, stem, cm
SPREAD = {"trumpet": (2.28, 2.88), "tall": (2.64, 3.12), "button": (1.56, 1.44)}


def pick(rng, n):
    """Pick n mushrooms: cap and stem of each, and whether it is a trumpet.

    Half are trumpets. Of the toadstools, two in three are tall, and one in three is a button.
    """
    trumpet = np.arange(n) % 2 == 0
    sort = np.where(trumpet, "trumpet", np.where(np.arange(n) % 6 == 1, "button", "tall"))
    middle, spread = (np.array([of[each] for each in sort]) for of in (MIDDLE, SPREAD))
    return np.clip(rng.normal(middle, spread), 0.8, 15.2).round(1), trumpet.astype(np.int64)


@lru_cache(maxsize=64)
def autumn(seed):
    """Fill the basket that a tree learns from, and find the mushrooms that nobody learns from."""
    return *pick(np.random.default_rng(seed), N), *pick(np.random.default_rng(1000 + seed), N_NEW)


# ── one question ─────────────────────────────────────────────────────────────────────────────────


def entropy(labels):
    """Return how mixed labels are, in bits: 0 if they are all alike, 1 for half and half."""
    share = np.mean(labels) if len(labels) else 0.0
    parts = np.array([share, 1 - share])
    parts = parts[parts > 0]
    return float(-np.sum(parts * np.log2(parts))) + 0.0


def gain(labels, under):
    """Return how many bits a question takes away, on average over the mushrooms."""
    n, k = len(labels), int(np.sum(under))
    after = k / n * entropy(labels[under]) + (n - k) / n * entropy(labels[~under])
    return entropy(labels) - after


def candidates(values):
    """Return every threshold worth a thought: halfway between neighbours that differ."""
    distinct = np.unique(values)
    return (distinct[:-1] + distinct[1:]) / 2


@lru_cache
def every_question():
    """Return the gain of every question about the cap, then about the stem."""
    X, trumpet, _, _ = autumn(AUTUMN)
    asked, at = [], []
    for feature, name in enumerate(ASKED):
        thresholds = candidates(X[:, feature])
        asked += [name] * len(thresholds)
        at += thresholds.tolist()
    gains = [gain(trumpet, X[:, ASKED.index(name)] < t) for name, t in zip(asked, at, strict=True)]
    return np.array(asked), np.array(at), np.array(gains)


def ask(state):
    """Return the mushrooms, what one question does to them, and the gain of every other."""
    X, trumpet, _, _ = autumn(AUTUMN)
    under = X[:, 0] < state["at"]
    asked, at, gains = every_question()
    passed = at + SIDE * (asked == "stem") <= state["walk"]
    best, top = np.argmax(np.where(passed, gains, -1)), np.argmax(gains)
    now, asks = gain(trumpet, under), state["view"] in ("line", "gain")
    x, y = strewn(N) if state["view"] == "wood" else X.T
    sides = {name: trumpet[side] for name, side in (("under", under), ("over", ~under))}
    return {
        "mushrooms": {
            "key": numbered(N), "kind": named(trumpet), "x": x, "y": y, "cap": X[:, 0],
            "stem": X[:, 1],
        },
        "sides": {
            "key": list(sides), "n": [len(each) for each in sides.values()],
            "trumpets": [int(each.sum()) for each in sides.values()],
            "toadstools": [int(np.sum(each == 0)) for each in sides.values()],
            "share": [np.mean(each == 0).round(4) if len(each) else 0 for each in sides.values()],
            "bits": [round(entropy(each), 5) for each in sides.values()],
        },
        "question": one("question", n=N, bits=entropy(trumpet), gain=round(now, 5),
            after=round(entropy(trumpet) - now, 5), says=what_it_does(sides),
            told=how_good(now, gains[asked == "cap"].max())),
        "line": {"key": ["line"] * asks, "y": [0.0] * asks, "y2": [SIDE] * asks},
        "hog": on_the_hill(state["walk"], *every_question()),
        "gains": {"key": numbered(len(at)), "asked": asked, "at": at, "gain": gains.round(4)},
        "best": one("best", asked=asked[best], at=at[best], gain=gains[best],
            found=float(passed.any()), says=f"{asked[best]} < {at[best]:.2f} cm",
            told=so_far(asked[best], at[best], passed)),
        "top": one("top", gain=gains[top], says=f"{asked[top]} < {at[top]:.2f} cm"),
    }  # fmt: skip


# ── a tree of questions ──────────────────────────────────────────────────────────────────────────


def learn(X, trumpet, **limits):
    """Let scikit-learn grow a tree."""
    return DecisionTreeClassifier(criterion="entropy", random_state=0, **limits).fit(X, trumpet)


def grow(state):
    """Return a tree beside the plane that it cuts up, and the way of a stranger down the tree."""
    X, trumpet, new, answers = autumn(AUTUMN)
    before = learn(X, trumpet, max_leaf_nodes=int(state["leaves"]))
    X = moved(X, (nudge() if state["nudged"] else {}) | state["moved"])
    tree = learn(X, trumpet, max_leaf_nodes=int(state["leaves"]))
    return {
        **picture(tree, X, trumpet),
        **way_of(tree, state),
        "score": one("score", leaves=tree.get_n_leaves(), questions=tree.get_n_leaves() - 1,
            wrong=int(np.sum(tree.predict(X) != trumpet)), n=N, error=1 - tree.score(new, answers)),
        "change": what_changed(before, tree),
        "moves": one("moves", n=len(state["moved"]), says=count(len(state["moved"]), "mushroom")),
    }  # fmt: skip


def moved(X, places):
    """Put the mushrooms that a reader dragged to their new places."""
    X = X.copy()
    for key, place in places.items():
        X[int(key)] = place
    return X


def picture(tree, X, trumpet):
    """Return a tree, the rectangles of its leaves, and the mushrooms in both."""
    plane, hung = on_plane(tree, X, trumpet), hang(tree.tree_, tree.apply(X))
    return hung | {name: plane[name] | hung[name] for name in plane}


def on_plane(tree, X, trumpet):
    """Return the rectangles of a tree's leaves, and the mushrooms on them."""
    return {
        "leaves": cut(tree.tree_),
        "mushrooms": {
            "key": numbered(len(X)), "kind": named(trumpet), "x": X[:, 0], "y": X[:, 1],
            "draggable": np.ones(len(X)),
        },
    }  # fmt: skip


GRID = np.column_stack([axis.ravel() for axis in np.meshgrid(*[np.arange(0.1, SIDE, 0.2)] * 2)])


def what_changed(before, after):
    """Return how much of the plane a tree calls otherwise than another did, and its first words."""
    roots = [first_question(tree) for tree in (before, after)]
    share = np.mean(before.predict(GRID) != after.predict(GRID))
    if roots[0] == roots[1]:
        says = f"She still begins with {roots[1]}."
    else:
        says = f"She used to begin with {roots[0]}; now she begins with {roots[1]}."
    return one("change", share=share, says=says, before=roots[0], after=roots[1])


def first_question(tree):
    """Return what a tree asks first, in words."""
    if tree.tree_.node_count == 1:
        return "nothing"
    return f"{ASKED[tree.tree_.feature[0]]} < {tree.tree_.threshold[0]:.2f} cm"


SHAKY = 6  # leaves of the tree that is shaken


@lru_cache
def nudge():
    """Find the mushroom near the first question whose move by 1 cm changes most of the map."""
    X, trumpet, _, _ = autumn(AUTUMN)
    tree = learn(X, trumpet, max_leaf_nodes=SHAKY)
    answers, root = tree.predict(GRID), tree.tree_
    near = np.abs(X[:, root.feature[0]] - root.threshold[0]) < 1
    most, found = -1.0, {}
    for i in np.flatnonzero(near):
        for step in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            place = np.clip(X[i] + step, 0.8, 15.2).round(1).tolist()
            tree = learn(moved(X, {i: place}), trumpet, max_leaf_nodes=SHAKY)
            share = np.mean(tree.predict(GRID) != answers)
            if share > most:
                most, found = share, {str(i): place}
    return found


# ── how deep? ────────────────────────────────────────────────────────────────────────────────────


def depth(state):
    """Return the plane as a tree of some depth cuts it, and the errors of trees of every depth."""
    X, trumpet, _, _ = autumn(state["seed"])
    trees, known, new = errors(state["seed"])
    d = min(int(state["depth"]), len(trees))
    tree, best = trees[d - 1], int(np.argmin(new))
    each = np.arange(1, len(trees) + 1)
    is_known = not state["bet"] or state["guess"] >= 0
    told = slice(None if is_known else 0)  # until the reader bets, no row of it
    return {
        **on_plane(tree, X, trumpet),
        "errors": {"key": numbered(len(trees)), "depth": each, "train": known},
        "unmet": {"key": numbered(len(trees))[told], "depth": each[told], "new": new[told]},
        "here": one("here", depth=d, leaves=tree.get_n_leaves(), train=known[d - 1],
            new=new[d - 1], says=at_depth(d, known, new), wrong=round(N * known[d - 1])),
        "best": one("best", depth=best + 1, new=new[best], end=len(trees), last=new[-1], n=N_NEW,
            heard=heard(is_known, each, new)),
    }  # fmt: skip


@lru_cache(maxsize=16)
def errors(seed):
    """Grow trees of depth 1, 2, … to the end; return them with both their errors."""
    X, trumpet, new, answers = autumn(seed)
    last = learn(X, trumpet).get_depth()
    trees = [learn(X, trumpet, max_depth=d) for d in range(1, last + 1)]
    return (
        trees,
        np.array([1 - tree.score(X, trumpet) for tree in trees]),
        np.array([1 - tree.score(new, answers) for tree in trees]),
    )


# ── deeper: which questions can win ──────────────────────────────────────────────────────────────

LINE = [(1.2, 0), (2.1, 0), (2.9, 0), (3.8, 1), (4.6, 1), (5.3, 1), (6.1, 1), (7.0, 0), (7.8, 1),
        (8.9, 1), (10.1, 0), (11.0, 0), (12.2, 0), (13.1, 0), (14.3, 0)]  # fmt: skip


def edges(state):
    """Return mushrooms on a line, the gain of every question, and which questions can win."""
    x = np.array([cap for cap, _ in LINE])
    trumpet = np.array([kind for _, kind in LINE])
    for key, (place, _) in state["moved"].items():
        x[int(key)] = place
    at = candidates(x)
    edge = boundaries(x, trumpet)
    gains = np.array([gain(trumpet, x < t) for t in at])
    total, never = in_clinic()
    return {
        "mushrooms": {
            "key": numbered(len(x)), "kind": named(trumpet), "x": x, "y": swarm(x),
            "draggable": np.ones(len(x)),
        },
        "questions": {
            "key": numbered(len(at)), "at": at, "gain": gains.round(4),
            "edge": edge.astype(float),
        },
        "best": one("best", at=at[np.argmax(gains)], gain=gains.max()),
        "count": one("count", all=len(at), edges=int(edge.sum())),
        "clinic": one("clinic", all=total, never=never),
    }  # fmt: skip


def boundaries(values, labels):
    """Tell which candidates are boundary points: not those between two neighbours of one class."""
    distinct, group = np.unique(values, return_inverse=True)
    low, high = np.full(len(distinct), 2), np.full(len(distinct), -1)
    np.minimum.at(low, group, labels)
    np.maximum.at(high, group, labels)
    return np.minimum(low[:-1], low[1:]) != np.maximum(high[:-1], high[1:])


@lru_cache
def in_clinic():
    """Count the candidates of all 30 measures of breast_cancer, and those that can never win."""
    X, benign = load_breast_cancer(return_X_y=True)
    can = [boundaries(column, benign) for column in X.T]
    return sum(map(len, can)), int(sum(np.sum(~each) for each in can))


# ── deeper: questions that gain nothing ──────────────────────────────────────────────────────────

QUARTER = np.array([(1.6, 2.7), (2.6, 5.4), (3.7, 1.5), (4.5, 4.2), (5.6, 6.3), (6.4, 3.1)])
CHECKS = np.vstack([SIDE / 2 + QUARTER * turn for turn in ((1, 1), (-1, -1), (1, -1), (-1, 1))])
CHECKED = np.repeat([1, 1, 0, 0], len(QUARTER))
TOO_LITTLE = 0.01  # bits


def xor(state):
    """Return a chessboard of mushrooms, on which no first question gains anything."""
    X = moved(CHECKS, state["moved"])
    least = 0.0 if state["patient"] else TOO_LITTLE
    tree = learn(X, CHECKED, max_leaf_nodes=int(state["leaves"]), min_impurity_decrease=least)
    first = [gain(CHECKED, column < t) for column in X.T for t in candidates(column)]
    return {
        **picture(tree, X, CHECKED),
        "first": one("first", gain=round(max(first), 9) + 0.0, n=len(first),
            least=TOO_LITTLE),
        "score": one("score", leaves=tree.get_n_leaves(), questions=tree.get_n_leaves() - 1,
            wrong=int(np.sum(tree.predict(X) != CHECKED)), n=len(X),
            needed=learn(X, CHECKED).get_n_leaves() - 1),
    }  # fmt: skip


# ── deeper: pruning ──────────────────────────────────────────────────────────────────────────────


@lru_cache
def pruned():
    """Cut the whole tree back, weakest branch first; return the trees, and the price of each."""
    X, trumpet, new, answers = autumn(AUTUMN)
    price = learn(X, trumpet).cost_complexity_pruning_path(X, trumpet).ccp_alphas
    price = price[np.r_[True, np.diff(price) > 1e-9]]
    between = np.r_[(price[:-1] + price[1:]) / 2, price[-1] + 1]
    trees = [learn(X, trumpet, ccp_alpha=alpha) for alpha in between]
    return trees, np.maximum(price, 0), [1 - tree.score(new, answers) for tree in trees]


def prune(state):
    """Return the tree after some cuts, what each leaf had to be worth, and the errors."""
    X, trumpet, _, _ = autumn(AUTUMN)
    trees, price, new = pruned()
    k = min(int(state["cuts"]), len(trees) - 1)
    tree, alpha = trees[k], float(price[k])
    impurity, leaves = left_over(tree.tree_), tree.get_n_leaves()
    best = trees[int(np.flatnonzero(np.equal(new, min(new)))[-1])]  # the smallest of the best
    return {
        **picture(tree, X, trumpet),
        "price": one("price", alpha=alpha, impurity=impurity, leaves=leaves,
            cost=impurity + alpha * leaves, cuts=len(trees) - 1, train=1 - tree.score(X, trumpet),
            new=new[k], best=min(new), best_leaves=best.get_n_leaves()),
    }  # fmt: skip


def left_over(tree):
    """Return the impurity that a tree leaves: the mean over all mushrooms of that of their leaf."""
    leaf = tree.children_left < 0
    weight = tree.n_node_samples[leaf] / tree.n_node_samples[0]
    return float(np.sum(weight * tree.impurity[leaf]))


# ── deeper: three impurities ─────────────────────────────────────────────────────────────────────

SHARES = np.linspace(0, 1, 41)


def impurity(measure, p):
    """Return how mixed a heap is of which a share p are toadstools."""
    p = np.asarray(p, dtype=float)
    if measure == "Gini":
        return 2 * p * (1 - p)
    if measure == "error":
        return np.minimum(p, 1 - p)
    inside = np.clip(p, 1e-12, 1 - 1e-12)
    bits = -(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside))
    return np.where((p <= 0) | (p >= 1), 0.0, bits)


def mix(state):
    """Return an impurity over the share of toadstools, and a question that halves a heap."""
    low, high = sorted((state["left"], state["right"]))
    whole = (low + high) / 2
    at = {
        name: float(impurity(state["measure"], p))
        for name, p in (("left", low), ("right", high), ("whole", whole))
    }
    after = (at["left"] + at["right"]) / 2
    won = {
        name: float(impurity(name, whole) - (impurity(name, low) + impurity(name, high)) / 2)
        for name in ("entropy", "Gini", "error")
    }
    return {
        "curve": {
            "key": numbered(len(SHARES)), "share": SHARES.round(3),
            "value": impurity(state["measure"], SHARES).round(4),
        },
        "ends": {
            "key": ["left", "right"], "share": [low, high], "value": [at["left"], at["right"]],
        },
        "gap": one(
            "gap", share=whole, low=after, high=at["whole"], gain=won[state["measure"]] + 0.0
        ),
        "gains": {"key": list(won), "gain": [round(each, 9) + 0.0 for each in won.values()]},
        "told": one("told", says=what_error_sees(low, high, won["error"])),
    }  # fmt: skip


# ── deeper: a number instead of a kind ───────────────────────────────────────────────────────────

SEASON = 70  # days
DAYS = np.arange(4.0, 60.0, 2.0)
FOUND = (1.2 + 3.4 * np.exp(-(((DAYS - 18) / 8) ** 2)) + 2.0 * np.exp(-(((DAYS - 43) / 6) ** 2))
         + np.random.default_rng(5).normal(0, 0.35, len(DAYS))).round(1)  # fmt: skip


def days(state):
    """Return how much is found on each day, and the steps that a tree predicts."""
    kilos = FOUND.copy()
    for key, (_, height) in state["moved"].items():
        kilos[int(key)] = height
    tree = DecisionTreeRegressor(max_depth=int(state["depth"]), random_state=0)
    tree.fit(DAYS[:, None], kilos)
    ends = np.r_[0.0, np.sort(tree.tree_.threshold[tree.tree_.feature >= 0]), SEASON]
    level = tree.predict(((ends[:-1] + ends[1:]) / 2)[:, None])
    return {
        "days": {
            "key": numbered(len(DAYS)), "kind": ["trumpet"] * len(DAYS), "x": DAYS, "y": kilos,
            "fit": tree.predict(DAYS[:, None]), "draggable": np.ones(len(DAYS)),
        },
        "steps": {
            "key": numbered(len(level)), "left": ends[:-1], "right": ends[1:], "level": level,
        },
        "rises": {
            "key": numbered(len(level) - 1), "x": ends[1:-1], "y": level[:-1], "y2": level[1:],
        },
        "fit": one("fit", leaves=len(level), left=float(left_over(tree.tree_)),
            whole=float(np.var(kilos)), last=level[-1], end=float(DAYS[-1])),
    }  # fmt: skip


# ── deeper: real patients ────────────────────────────────────────────────────────────────────────

SPLITS, DEEPEST = 40, 8


@lru_cache(maxsize=8)
def patients(seed):
    """Hold out a third of breast_cancer's patients; return both errors of trees of every depth."""
    X, benign = load_breast_cancer(return_X_y=True)
    X, new, benign, answers = train_test_split(
        X, benign, test_size=1 / 3, random_state=seed, stratify=benign
    )
    trees = [learn(X, benign, max_depth=d) for d in range(1, DEEPEST + 1)]
    known = [1 - tree.score(X, benign) for tree in trees]
    return trees, known, [1 - tree.score(new, answers) for tree in trees], len(new)


@lru_cache
def first_questions():
    """Count what trees ask first, each grown on two thirds of the patients."""
    data = load_breast_cancer()
    rows = np.arange(len(data.target))
    asked = []
    for seed in range(SPLITS):
        kept, _ = train_test_split(rows, test_size=1 / 3, random_state=seed, stratify=data.target)
        stump = learn(data.data[kept], data.target[kept], max_depth=1)
        asked.append(str(data.feature_names[stump.tree_.feature[0]]))
    names, times = np.unique(asked, return_counts=True)
    order = np.argsort(-times, kind="stable")
    return names[order].tolist(), times[order].tolist()


def clinic(state):
    """Return both errors by depth on real patients, and how often each question comes first."""
    trees, known, new, held_out = patients(int(state["seed"]))
    names, times = first_questions()
    data = load_breast_cancer()
    root = trees[0].tree_
    d = int(state["depth"])
    return {
        "errors": {
            "key": numbered(DEEPEST), "depth": np.arange(1, DEEPEST + 1), "train": known,
        },
        "unmet": {"key": numbered(DEEPEST), "depth": np.arange(1, DEEPEST + 1), "new": new},
        "here": one(
            "here", depth=d, train=known[d - 1], new=new[d - 1], leaves=trees[d - 1].get_n_leaves()
        ),
        "roots": {"key": names, "times": times, "place": list(range(len(names)))},
        "first": one("first", name=str(data.feature_names[root.feature[0]]),
            at=float(root.threshold[0]), held_out=held_out, n=len(data.target),
            measures=data.data.shape[1], splits=SPLITS, different=len(names)),
    }  # fmt: skip
