"""Squirrels vote on nuts: a random forest from its jury to its floor, and what it really is.

``jury`` counts heads, ``fickle`` grows one tree, ``bag`` draws nuts with replacement, ``vote`` runs
a nut down nine trees, ``forest`` grows sixty and measures what more of them would help; the other
scenes belong to the deeper parts. Nuts are the two moons of scikit-learn, as weights in grams and
pitches in kilohertz. Where things are drawn, and what is said of them, is in ``stage.py``.
"""

from functools import lru_cache

import numpy as np
from scipy.special import bdtrc
from sklearn.datasets import make_friedman1, make_moons
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import stage

STATES = {
    "jury": {"squirrels": 1, "right": 0.6, "copy": 0.0, "ring": False},
    "fickle": {"moved": {}, "rival": False, "map": "tree"},
    "bag": {"bag": 1},
    "vote": {"way": 0, "asked": {}},
    "forest": {"trees": 60, "features": "both", "view": 0, "moved": {}},
    "weights": {"asked": {}},
    "importance": {"leaf": "1", "seed": 0},
    "hands": {"moved": {}},
    "flat": {"night": 15, "moved": {}},
    "friedman": {"seed": 0},
}

N, N_TEST = 60, 500
KINDS = np.array(["hollow", "full"])
FEATURES = {"both": None, "one": 1}  # how many numbers a tree may choose from at each split


# ── nuts ─────────────────────────────────────────────────────────────────────────────────────────


@lru_cache
def gather(n, seed):
    """Gather nuts: the weight and the pitch of each, and whether it is full."""
    moons, full = make_moons(n, noise=0.3, random_state=seed)
    X = np.clip([2.6, 4.2] + moons * [0.85, 1.9], *np.transpose(stage.LIMITS)).round(2)
    return X, full


def nuts(moved):
    """Return the sixty nuts that teach, where a hand has put them."""
    X, full = gather(N, 12)
    X = X.copy()
    for key, place in moved.items():
        X[int(key)] = place
    return X, full


def table_of(X, full, draggable):
    """Return nuts as a table."""
    return {
        "key": np.arange(len(X)),
        "x": X[:, 0],
        "y": X[:, 1],
        "kind": KINDS[full],
        "draggable": np.full(len(X), float(draggable)),
    }


# ── many heads ───────────────────────────────────────────────────────────────────────────────────

MOST = 51  # squirrels
CROWD = np.random.default_rng(5).random((2, MOST))  # luck of each: in judging, and in copying
SIZES = np.arange(1, MOST + 1, 2)


def jury(state):
    """Return a crowd that votes on one full nut, and how often the majority of a crowd is right."""
    n, right, copy = state["squirrels"], state["right"], state["copy"]
    says_full = CROWD[0] < right
    copies = (CROWD[1] < copy) & (np.arange(MOST) > 0)
    says_full = np.where(copies, says_full[0], says_full)
    here = np.arange(MOST) < n
    votes = int(says_full[here].sum())
    chance = majority(SIZES, right, copy)
    own, alone = chance[n == SIZES][0], right
    return {
        "crowd": {
            "key": np.arange(MOST),
            "kind": KINDS[says_full.astype(int)],
            "copies": copies.astype(float),
            "here": here.astype(float),
            **stage.hill(MOST),
        },
        "chance": {"key": SIZES, "squirrels": SIZES, "right": chance.round(3)},
        "verdict": stage.one(
            "verdict",
            n=n,
            full=votes,
            right=own.round(4),
            alone=alone,
            says=stage.jury_words(n, votes),
            moral=stage.moral(n, own, alone, copy),
        ),
    }


def majority(n, right, copy):
    """Return the chance that more than half of n squirrels are right, n odd.

    Each is right with a probability by itself. With a probability it copies the first one instead,
    so the others are right more often if that one is, and less often if it is not.
    """
    own = (1 - copy) * right
    need = (n - 1) / 2  # more than so many
    if_right = right * at_least(need, n - 1, own + copy)
    return if_right + (1 - right) * at_least(need + 1, n - 1, own)


def at_least(k, n, p):
    """Return the chance of k successes or more in n tries."""
    return np.where(k > 0, bdtrc(np.maximum(k - 1, 0), np.maximum(n, 1), p), 1.0) * (k <= n)


# ── one tree, and bags ───────────────────────────────────────────────────────────────────────────


RINGED = 43  # the nut that the text asks to drag: a small move of it changes the most


def fickle(state):
    """Return the map of one full-grown tree, and how much of it a moved nut has changed."""
    X, full = nuts(state["moved"])
    tree = DecisionTreeClassifier(random_state=0).fit(X, full)
    answers = tree.predict(stage.CELLS)
    changed, ringed = np.mean(answers != first_answers()), np.arange(N) == RINGED
    shown, wood = answers, {}
    # A rival forest learns from the same nuts; the nut that the text gives away is frozen.
    if state["rival"]:
        share = forest_of(X, full).predict_proba(stage.CELLS)[:, 1]
        shown = share if state["map"] == "forest" else answers
        turned = np.mean((share >= 0.5) != (forest_map() >= 0.5))
        wood = {"wood": stage.one("wood", changed=turned, moved=len(state["moved"]))}
    return {
        "nuts": {
            **table_of(X, full, True),
            "ringed": ringed.astype(float),
            "draggable": 1.0 - (ringed & state["rival"]),
        },
        **stage.map_of(shown),
        "tree": stage.one(
            "tree",
            changed=changed,
            leaves=tree.get_n_leaves(),
            asks=stage.question(tree.tree_),
            says=stage.change_words(len(state["moved"]), changed),
        ),
        **wood,
    }


@lru_cache
def first_answers():
    """Return what a tree that is grown on the nuts as they were found says all over the plane."""
    return DecisionTreeClassifier(random_state=0).fit(*nuts({})).predict(stage.CELLS)


def draw_bag(bag):
    """Draw as many nuts as there are, each time from all of them: some come again, some never."""
    return np.random.default_rng(bag).integers(0, N, N, dtype=np.int64)


def bag(state):
    """Return what is in a bag, with its repeats, and what was left outside."""
    _, full = nuts({})
    drawn = draw_bag(state["bag"])
    times = np.bincount(drawn, minlength=N)
    out = int(np.sum(times == 0))
    return {
        **stage.shelves(times, KINDS[full]),
        "count": stage.one(
            "count",
            n=N,
            different=N - out,
            out=out,
            share=out / N,
            most=int(times.max()),
            expected=never_drawn(N),
            limit=np.exp(-1),
        ),
    }


def never_drawn(n):
    """Return the chance that a nut misses all n draws."""
    return (1 - 1 / n) ** n


# ── nine trees ───────────────────────────────────────────────────────────────────────────────────

NINE, DEPTH = 9, 3


@lru_cache
def nine(depth):
    """Grow nine small trees, each on a bag of its own."""
    X, full = nuts({})
    bags = [draw_bag(bag) for bag in range(1, NINE + 1)]
    grow = DecisionTreeClassifier(max_depth=depth, random_state=0)
    return [type(grow)(**grow.get_params()).fit(X[drawn], full[drawn]) for drawn in bags]


@lru_cache
def standing():
    """Return the nine trees that vote, where their nodes are, and which share says full where."""
    trees = nine(DEPTH)
    places = [stage.placed(tree.tree_, t) for t, tree in enumerate(trees)]
    return trees, places, np.mean([tree.predict(stage.SMALL_CELLS) for tree in trees], axis=0)


def vote(state):
    """Return nine trees with a nut on its way down, where it is after so many splits."""
    (trees, places, share), x = standing(), stage.asked_in_vote(state["asked"])
    X, full = nuts({})
    paths = [tree.decision_path([x]).indices.tolist() for tree in trees]
    votes = np.array([int(tree.predict([x])[0]) for tree in trees])
    n_full = int(votes.sum())
    return {
        **stage.wood([tree.tree_ for tree in trees], places, paths, KINDS[votes], state["way"]),
        **stage.asked_table(state["asked"], x),
        **stage.small_map(share, X, KINDS[full]),
        "tally": stage.one(
            "tally",
            full=n_full,
            hollow=NINE - n_full,
            says=stage.tally_words(state["way"], n_full, NINE),
            counted=float(state["way"] > DEPTH),
        ),
    }


# ── sixty trees ──────────────────────────────────────────────────────────────────────────────────


def grow(X, full, n_trees, max_features):
    """Yield a forest after its first tree, its second, and so on."""
    forest = RandomForestClassifier(
        n_estimators=1, max_features=max_features, warm_start=True, random_state=0
    )
    for n in range(1, n_trees + 1):
        forest.set_params(n_estimators=n).fit(X, full)
        yield forest


def forest(state):
    """Yield the forest as it grows: its map, its errors, and what its trees get wrong together."""
    X, full = nuts(state["moved"])
    test, truth = gather(N_TEST, 99)
    share, votes = np.zeros(len(stage.CELLS)), np.zeros(N_TEST)
    out_votes, out_trees = np.zeros(N), np.zeros(N)
    squares, curves = 0.0, []
    for forest in grow(X, full, state["trees"], FEATURES[state["features"]]):
        n, tree = len(forest.estimators_), forest.estimators_[-1]
        share += tree.predict_proba(stage.CELLS)[:, 1]
        answers = tree.predict_proba(test)[:, 1]
        votes += answers
        squares += np.mean((answers - truth) ** 2)
        out = left_out(forest.estimators_samples_[-1])
        out_votes[out] += tree.predict_proba(X[out])[:, 1]
        out_trees[out] += 1
        curves.append(
            (
                np.mean((votes > n / 2) != truth),
                out_of_bag(out_votes, out_trees, full),
                np.mean((votes / n - truth) ** 2),
            )
        )
        one = np.mean((share < 1e-9) | (share > n - 1e-9))
        yield {
            "nuts": table_of(X, full, True),
            **stage.map_of(share / n),
            **report(n, squares / n, np.array(curves), state["view"]),
            "mind": stage.one("mind", one=one, says=stage.mind_words(n, one)),
        }


def left_out(drawn):
    """Tell which nuts are in none of the draws."""
    return np.bincount(drawn, minlength=N) == 0


def out_of_bag(votes, trees, full):
    """Return the share of nuts that are wrong by the trees that never saw them."""
    asked = trees > 0
    return np.mean((2 * votes[asked] > trees[asked]) != full[asked])


DRAWN = np.r_[1:13, 15:31:5, 40:61:10]  # numbers of trees: between them the law is a straight line


def report(n, alone, curves, is_law):
    """Return errors after each tree and, if it is shown, the law of the mean squared error."""
    test, out, square = curves.T
    together = shared_error(n, alone, square[-1])
    b = DRAWN if is_law else DRAWN[:0]
    return {
        "errors": {
            "key": np.arange(1, n + 1),
            "test": test.round(4),
            "out": out.round(3),
            "square": square.round(4),
        },
        "law": {"key": b, "square": law(b, alone, together).round(4)},
        "now": stage.one(
            "now",
            trees=n,
            test=test[-1],
            out=out[-1],
            square=square[-1].round(5),
            alone=round(alone, 5),
            together=round(together, 5),
            rho=round(together / alone, 5),
            first=test[0],
        ),
    }


def shared_error(n, alone, square):
    """Return the mean product of two trees' errors, over all pairs of n trees.

    ``alone`` is the mean squared error of a tree, ``square`` that of the average of all: it is made
    of n squares and n (n - 1) products, all divided by n².
    """
    return (n * square - alone) / (n - 1) if n > 1 else alone


def law(b, alone, together):
    """Return the mean squared error of b trees of a forest, on average over which b they are."""
    return together + (alone - together) / b


# ── deeper: the forest as a neighbourhood ────────────────────────────────────────────────────────


def forest_of(X, full):
    """Grow sixty trees, each of whose splits may ask about one number that chance picks."""
    return RandomForestClassifier(60, max_features=1, random_state=0).fit(X, full)


@lru_cache
def sixty():
    """Grow the forest of the nuts as they were found; count how often each tree drew each nut.

    Return the forest, the counts, and the leaf of each nut: a row for each tree.
    """
    X, full = nuts({})
    forest = forest_of(X, full)
    counts = [np.bincount(drawn, minlength=N) for drawn in forest.estimators_samples_]
    return forest, np.array(counts), forest.apply(X).T


def weigh(x):
    """Return the weight of every nut in the forest's answer at x.

    A tree answers with the mean of the nuts in the leaf of x, each as often as it was drawn.
    """
    forest, counts, leaves = sixty()
    asked = np.array([x], np.float32)  # trees compare in this precision
    own = np.array([tree.tree_.apply(asked) for tree in forest.estimators_])
    inside = counts * (leaves == own)
    return np.mean(inside / inside.sum(axis=1, keepdims=True), axis=0)


def weights(state):
    """Return the nuts by their weights in the forest's answer about one more nut."""
    X, full = nuts({})
    x = stage.asked_on_plane(state["asked"])
    w = weigh(x)
    answer = sixty()[0].predict_proba([x])[0, 1]
    return {
        "nuts": {**table_of(X, full, False), "weight": w.round(4)},
        "asked": {"key": ["asked"], "x": [x[0]], "y": [x[1]], "draggable": [1.0]},
        "threads": stage.threads(X, w, x),
        **stage.map_of(forest_map()),
        "sums": stage.one(
            "sums", weights=w.sum(), full=w @ full, forest=answer, heard=int(np.sum(w > 0))
        ),
    }


@lru_cache
def forest_map():
    """Return the answers of the forest all over the plane."""
    return sixty()[0].predict_proba(stage.CELLS)[:, 1]


# ── deeper: importance ───────────────────────────────────────────────────────────────────────────

COLUMNS = ["floats", "moonlight", "owl hoots"]
SHUFFLES = 10


def notebook(seed, n=400):
    """Write down three things of each nut; only the first has to do with it."""
    rng = np.random.default_rng(seed)
    full = rng.random(n) < 0.5
    floats = np.where(rng.random(n) < 0.25, full, ~full)
    return np.column_stack([floats, rng.random(n), rng.normal(size=n)]), full.astype(int)


def importance(state):
    """Return how important each column is, by impurity and by shuffling it on other nuts."""
    X, full = notebook(state["seed"])
    seen, other = slice(None, 200), slice(200, None)
    model = RandomForestClassifier(50, min_samples_leaf=int(state["leaf"]), random_state=0)
    model.fit(X[seen], full[seen])
    impurity = model.feature_importances_
    shuffled = lost_by_shuffling(model, X[other], full[other])
    noise = impurity[1:].sum()
    return {
        "importances": {
            "key": [f"{how} {column}" for how in ("impurity", "shuffled") for column in COLUMNS],
            "how": np.repeat(["impurity", "shuffled"], 3),
            "row": np.tile([2.2, 1.3, 0.4], 2),
            "value": np.r_[impurity, shuffled],
        },
        "names": {"key": COLUMNS, "name": COLUMNS, "row": [2.2, 1.3, 0.4]},
        "noise": stage.one(
            "noise",
            impurity=noise,
            floats=impurity[0],
            shuffled=shuffled[1:].sum(),
            says=stage.noise_words(impurity),
        ),
    }


def lost_by_shuffling(model, X, y):
    """Return, for each column, the accuracy that is lost when it is shuffled, on average."""
    asked = [X]
    for column in range(X.shape[1]):
        rng = np.random.default_rng(0)
        for _ in range(SHUFFLES):
            copy = X.copy()
            copy[:, column] = rng.permutation(X[:, column])
            asked.append(copy)
    right = np.mean(model.predict(np.concatenate(asked)).reshape(-1, len(y)) == y, axis=1)
    return right[0] - right[1:].reshape(-1, SHUFFLES).mean(axis=1)


# ── deeper: hands or doubts ──────────────────────────────────────────────────────────────────────


@lru_cache
def doubts():
    """Ask nine trees of depth 2 about the test nuts: how sure each is that a nut is full."""
    test, _ = gather(N_TEST, 99)
    return np.array([tree.predict_proba(test)[:, 1] for tree in nine(2)])


def hands(state):
    """Return nine doubts about the nut on which counting hands and averaging disagree most."""
    sure = doubts()
    by_hands, by_mean = np.mean(sure > 0.5, axis=0) > 0.5, sure.mean(axis=0) > 0.5
    differ = by_hands != by_mean
    own = sure[:, np.argmax(differ * abs(sure.mean(axis=0) - 0.5))].round(2)
    for key, (_, height) in state["moved"].items():
        own[int(key)] = height
    raised, mean = int(np.sum(own > 0.5)), own.mean()
    return {
        "doubts": {
            "key": np.arange(NINE),
            "x": np.arange(NINE) + 1.0,
            "y": own,
            "kind": KINDS[(own > 0.5).astype(int)],
            "draggable": np.ones(NINE),
        },
        "both": stage.one(
            "both",
            hands=raised,
            mean=mean,
            says=stage.hands_words(raised, mean),
            differ=int(differ.sum()),
            of=N_TEST,
        ),
    }


# ── deeper: beyond the data ──────────────────────────────────────────────────────────────────────

NIGHTS = np.linspace(0, 20, 81)


def flat(state):
    """Return what a forest expects of nights with more frost than it has ever seen."""
    rng = np.random.default_rng(0)
    x = np.linspace(0.5, 10, 20)
    y = (3 * x + rng.normal(0, 1.2, 20)).clip(0).round(1)
    for key, place in state["moved"].items():
        x[int(key)], y[int(key)] = place
    model = RandomForestRegressor(60, random_state=0).fit(x[:, None], y)
    line = np.polynomial.Polynomial.fit(x, y, 1)
    night = state["night"]
    *eaten, expected = model.predict(np.r_[NIGHTS, night][:, None])
    return {
        "diary": {"key": np.arange(20), "x": x, "y": y, "draggable": np.ones(20)},
        "expected": {"key": np.arange(81), "x": NIGHTS, "y": np.round(eaten, 2)},
        "line": {"key": [0, 1], "x": [0.0, 20.0], "y": line(np.array([0.0, 20.0]))},
        "night": stage.one(
            "night",
            x=night,
            y=expected,
            line=line(float(night)),
            last=x.max(),
            most=y.max(),
        ),
    }


# ── deeper: where bagging wins ───────────────────────────────────────────────────────────────────

WOODS, TREES = 12, 6  # training sets, and trees grown on each
CHOICES = [1, 2, 4, 7, 10]  # values of max_features that are tried


def friedman(state):
    """Yield what the error of a forest is made of, for more and more columns to choose from."""
    parts = []
    for m in CHOICES:
        parts.append(anatomy(m, state["seed"]))
        bias, together, own = np.array(parts).T
        total = bias + together + own / 60
        yield {
            "parts": {
                "key": CHOICES[: len(parts)],
                "row": np.arange(float(len(parts))),
                "name": [str(m) for m in CHOICES[: len(parts)]],
                "bias": bias,
                "floor": bias + together,
                "total": total,
                "rho": together / (together + own),
            },
            "best": stage.one(
                "best",
                total_one=total[0],
                total_all=total[-1],
                rho_one=together[0] / (together[0] + own[0]),
                rho_all=together[-1] / (together[-1] + own[-1]),
                bias_one=bias[0],
                bias_all=bias[-1],
            ),
        }


def anatomy(max_features, seed):
    """Return bias², and both parts of the variance of a tree on Friedman's function.

    Trees that share a training set differ by their own luck; the means of training sets differ by
    that of the sets, and by what is left of the trees' own.
    """
    answers = ask_woods(max_features, seed)
    _, truth = friedman_points(200, seed=10**6, noise=0)
    own = answers.var(axis=1, ddof=1).mean()
    means = answers.mean(axis=1)
    between = means.var(axis=0, ddof=1).mean()
    bias = np.mean((means.mean(axis=0) - truth) ** 2) - between / WOODS
    return bias, between - own / TREES, own


def ask_woods(max_features, seed):
    """Grow trees on training sets of their own; ask them all about the same points."""
    points, _ = friedman_points(200, seed=10**6, noise=0)
    answers = np.empty((WOODS, TREES, len(points)))
    for wood in range(WOODS):
        X, y = friedman_points(100, seed=1000 * seed + wood, noise=1)
        rng = np.random.default_rng([seed, wood])
        for tree in range(TREES):
            drawn = rng.integers(0, len(X), len(X), dtype=np.int64)
            model = DecisionTreeRegressor(max_features=max_features, random_state=tree)
            answers[wood, tree] = model.fit(X[drawn], y[drawn]).predict(points)
    return answers


def friedman_points(n, seed, noise):
    """Draw points of ten columns, the first five of which matter (Friedman, 1991).

    Sines differ from machine to machine by their last digit, and splits that are equally good by
    which of them is taken: so the answers are rounded.
    """
    X, y = make_friedman1(n, noise=noise, random_state=seed)
    return X, y.round(6)
