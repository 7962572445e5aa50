"""A flock of sheep and goats: cross-validation, and what its score is about.

Each scene is a pure function of its state. ``flock`` leaves one pen out, then every pen in turn;
``steady`` deals the pens again and again; ``count`` changes the number of pens; ``many`` asks a
crowd of other flocks whether the score knows a good fence from a bad one; ``twins`` puts copies on
both sides. The deeper parts: ``wool`` is the short cut of leave-one-out, ``majority`` a judge that
is always wrong, ``spread`` an interval that is too short, ``choose`` picks a setting by the score.
Where things are drawn, and what is said of them, is in ``stage.py``.
"""

from functools import lru_cache

import numpy as np
from scipy.special import ndtr
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict

from stage import (
    boxes,
    grazing,
    in_pens,
    lines,
    marks,
    named,
    numbered,
    one,
    piled,
    side_of,
    what_of_choice,
    what_of_count,
    what_of_interval,
    what_of_majority,
    what_of_move,
    what_of_pens,
    what_of_turn,
    what_of_twins,
)

STATES = {
    "flock": {"view": "meadow", "deal": 1, "turn": 0, "moved": {}},
    "steady": {"told": True, "guess": -1},  # -1: no guess yet
    "count": {"k": 5},
    "many": {"told": True, "guess": -1, "size": "40"},
    "twins": {"together": False},
    "wool": {"moved": {}},
    "majority": {"sheep": 10, "told": True, "guess": -1},
    "spread": {"repeats": "1"},
    "choose": {"autumn": 1},
}

# ── the animals ──────────────────────────────────────────────────────────────────────────────────

N, PENS, SEED = 40, 5, 0
SHEEP, GOAT = np.array([62.0, 2.9]), np.array([82.0, 2.2])  # jump in cm, bleat in seconds
SPREAD = np.array([16.0, 0.62])


def animals(seed, n=N, flocks=()):
    """Return jump and bleat of n animals, and which of them are goats: every second one."""
    goat = np.arange(n) % 2
    middle = np.where(goat[:, None] == 1, GOAT, SHEEP)
    X = np.random.default_rng(seed).normal(middle, SPREAD, (*flocks, n, 2))
    return X.round(2), goat


def deal(seed, n=N):
    """Line the animals up by chance, a sheep, a goat, a sheep, a goat."""
    rng, row = np.random.default_rng(seed), np.empty(n, dtype=np.int64)
    row[0::2], row[1::2] = 2 * rng.permutation(n // 2), 2 * rng.permutation(n // 2) + 1
    return row


def pens_of(row, k=PENS):
    """Cut a line into k pens, as KFold does, and return the pen of each animal."""
    pen = np.empty(len(row), dtype=np.int64)
    for number, (_, inside) in enumerate(KFold(k).split(row)):
        pen[row[inside]] = number
    return pen


# ── the fence ────────────────────────────────────────────────────────────────────────────────────


def learn(X, goat):
    """Let scikit-learn put up a fence: a straight line between sheep and goats."""
    return LinearDiscriminantAnalysis().fit(X, goat)


def cross_validate(X, goat, pen):
    """Return a fence for each pen, learnt from the others, and whom of the pen it gets right."""
    fences, right = [], np.zeros(len(X), dtype=bool)
    for number in range(pen.max() + 1):
        inside = pen == number
        fence = learn(X[~inside], goat[~inside])
        right[inside] = fence.predict(X[inside]) == goat[inside]
        fences.append(fence)
    return fences, right


def accuracy(weights, bias):
    """Return what share of all animals in the world fences get right: a closed form."""
    far = np.sqrt(np.sum((weights * SPREAD) ** 2, axis=-1))
    sheep, goats = (
        ndtr(side * (weights @ of + bias) / far) for side, of in ((-1, SHEEP), (1, GOAT))
    )
    return (sheep + goats) / 2


def fences(X, goat, taught):
    """Return weights and biases of many fences at once, as scikit-learn would put them up.

    ``taught`` says in its last axis who taught a fence; the axes before it are those of the result.
    """
    shared = np.concatenate([X, X[..., :1] * X, X[..., 1:] ** 2], axis=-1)  # x, y, xx, xy, yy
    n, sums = [], []
    for kind in (0, 1):
        those = taught * (goat == kind)
        n.append(those.sum(-1))
        sums.append(those @ shared)
    middle = [total[..., :2] / many[..., None] for total, many in zip(sums, n, strict=True)]
    xx, xy, yy = (
        sum(sums)[..., 2 + at]
        - sum(many * of[..., i] * of[..., j] for many, of in zip(n, middle, strict=True))
        for at, (i, j) in enumerate(((0, 0), (0, 1), (1, 1)))
    )  # the scatter within both kinds
    dx, dy = np.moveaxis(middle[1] - middle[0], -1, 0)
    scale = (n[0] + n[1] - 2) / (xx * yy - xy**2)
    weights = np.stack([yy * dx - xy * dy, xx * dy - xy * dx], -1) * scale[..., None]
    between = (middle[0] + middle[1]) / 2
    return weights, np.log(n[1] / n[0]) - np.sum(weights * between, axis=-1)


def fold_scores(X, goat, pen):
    """Return the score of each pen, of many flocks or deals at once, in a last axis."""
    inside = pen[..., None, :] == np.arange(PENS)[:, None]
    weights, bias = fences(X, goat, ~inside)
    says = (weights @ np.swapaxes(X, -1, -2) + bias[..., None] > 0) == goat
    return (says & inside).sum(-1) / inside.sum(-1)


# ── one pen, then every pen in turn ──────────────────────────────────────────────────────────────

DEALS = 24


def flock(state):
    """Return the animals, the fences, who is judged by which of them, and who is right."""
    X, goat = animals(SEED)
    was, X = X, moved(X, state["moved"])
    pen, view, turn = pens_of(deal(state["deal"])), state["view"], int(state["turn"])
    put_up, right = cross_validate(X, goat, pen)
    turn = {"split": 1, "all": PENS}.get(view, turn if view == "turns" else 0)
    judged, now = pen < turn, pen == turn - 1
    shown = range(PENS) if view == "all" else [turn - 1] * (turn > 0)
    x, y = {"meadow": grazing, "pens": in_pens}.get(view, lambda _: X.T)(pen)
    seen, praise = (judged, "") if view == "all" else (now, "right")
    return {
        "animals": {
            "key": numbered(N), "kind": named(goat), "x": x, "y": y, "pen": pen + 1,
            "jump": X[:, 0], "bleat": X[:, 1],
            "verdict": np.where(seen, np.where(right, praise, "wrong"), ""),
            "draggable": np.full(N, view == "all") * 1.0,
        },
        "pens": boxes(view, pen, right, turn),
        "marks": marks(view, goat, pen, right, judged),
        "fences": lines([put_up[i] for i in shown], shown, pen, state["moved"]),
        "side": side_of(put_up[turn - 1]) if turn and view != "all" else side_of(None),
        "deals": piled(*lottery()),
        "score": one("score", right=int(np.sum(right & judged)), n=int(judged.sum()),
            share=float(np.mean(right[judged])) if turn else 0.0, pen=max(turn, 1),
            own=int(np.sum(right & now)), each=N // PENS, others=N - N // PENS,
            says=what_of_turn(turn, right, pen), least=min(lottery()[0]), most=max(lottery()[0])),
        "fate": fate(X, goat, right, was, pen, state["moved"]),
    }  # fmt: skip


def moved(X, places):
    """Put the animals that a reader dragged to their new places."""
    X = X.copy()
    for key, place in places.items():
        X[int(key)] = place
    return X


@lru_cache
def lottery():
    """Return how many of its first pen's animals the fence gets right in each of the deals."""
    X, goat = animals(SEED)
    pen = np.array([pens_of(deal(1 + number)) for number in range(DEALS)])
    return np.rint(N // PENS * fold_scores(X, goat, pen)[:, 0]).astype(int).tolist(), N // PENS


def fate(X, goat, right, was, pen, places):
    """Return the score, the truth about the fence of all animals, and what a move did to both."""
    home, (_, before) = learn(was, goat), cross_validate(was, goat, pen)
    now = learn(X, goat)
    true, then = (float(accuracy(f.coef_[0], f.intercept_[0])) for f in (now, home))
    return one("fate", score=float(np.mean(right)), before=float(np.mean(before)), true=true,
        then=then, moves=len(places), says=what_of_move(places, pen, right, before))  # fmt: skip


# ── many deals of one flock ──────────────────────────────────────────────────────────────────────

AGAIN = 100


@lru_cache
def redealt():
    """Return scores of one left-out pen, and averages of all five, in a hundred deals."""
    X, goat = animals(SEED)
    scores = fold_scores(X, goat, np.array([pens_of(deal(seed)) for seed in range(AGAIN)]))
    return scores[:, 0], scores.mean(-1).round(6)


def steady(state):
    """Return how far one split's score jumps, and, once it is guessed, how far the average does."""
    single, average = redealt()
    told = bool(state["told"]) or state["guess"] >= 0
    return {
        "single": dict(zip(("key", "x", "y"), (numbered(AGAIN), *stack(single)), strict=True)),
        "average": {
            name: column if told else column[:0]
            for name, column in zip(
                ("key", "x", "y"), (np.array(numbered(AGAIN)), *stack(average)), strict=True
            )
        },
        "luck": one("luck", low=single.min(), high=single.max(), least=average.min(),
            most=average.max(), sd=100 * single.std(), steady=100 * average.std(), times=AGAIN,
            said=what_of_pens(average) if told else ""),
    }  # fmt: skip


def stack(values):
    """Return values, and how many equal ones come before each: a pile."""
    before = [int(np.sum(np.isclose(values[:i], value))) for i, value in enumerate(values)]
    return values, np.array(before)


# ── how many pens? ───────────────────────────────────────────────────────────────────────────────

FLOCKS = 400


@lru_cache
def by_teachers():
    """Return what fences are worth on average, by how many animals taught them."""
    X, goat = animals(7, flocks=(FLOCKS,))
    sizes = np.arange(N // 2, N + 1)
    found = [accuracy(*fences(X, goat, np.arange(N) < size)).mean() for size in sizes]
    return sizes, np.array(found)


def count(state):
    """Return the fences of k pens, and what fences of so many teachers are worth."""
    X, goat = animals(SEED)
    k = int(state["k"])
    put_up, right = cross_validate(X, goat, pens_of(deal(1), k))
    sizes, worth = by_teachers()
    taught = N - N / k
    return {
        "animals": {
            "key": numbered(N), "kind": named(goat), "x": X[:, 0], "y": X[:, 1],
            "verdict": np.where(right, "", "wrong"),
        },
        "fences": lines(put_up, range(k)),
        "worth": {"key": numbered(len(sizes)), "x": sizes, "y": worth.round(5)},
        "here": one("here", x=taught, y=np.interp(taught, sizes, worth).round(5), k=k,
            score=np.mean(right), says=what_of_count(k, N, taught)),
    }  # fmt: skip


# ── what the score is about ──────────────────────────────────────────────────────────────────────

SHOWN, ASKED = 150, 2000  # flocks that are drawn, and flocks that are asked


@lru_cache
def crowd(size):
    """Return, for many flocks, the score and what the fence of the whole flock is truly worth."""
    X, goat = animals(11, n=size, flocks=(ASKED,))
    score = fold_scores(X, goat, pens_of(np.arange(size))).mean(-1)
    return score.round(6), accuracy(*fences(X, goat, np.ones((1, size)) > 0))[:, 0]


def many(state):
    """Return a crowd of flocks, and how often the better score has the better fence."""
    score, true = crowd(int(state["size"]))
    told = bool(state["told"]) or state["guess"] >= 0
    half = ASKED // 2
    apart = (score[:half] - score[half:]) * (true[:half] - true[half:])
    return {
        "flocks": {"key": numbered(SHOWN), "x": score[:SHOWN], "y": true[:SHOWN].round(5)},
        "crowd": one("crowd", score=score.mean(), true=true.mean(), n=ASKED,
            wins=np.mean(apart[np.abs(apart) > 1e-9] > 0), told=float(told),
            correlation=np.corrcoef(score, true)[0, 1], sd=score.std(), sd_true=true.std()),
    }  # fmt: skip


# ── twins ────────────────────────────────────────────────────────────────────────────────────────

FAMILY = 13  # the flock of twins that is drawn
ALIKE = 0.12  # how far twins are from each other, where all animals of a kind are 1 apart


def families(seed, n):
    """Return pairs of twins: the second is nearly a copy of the first."""
    rng, goat = np.random.default_rng(seed), np.arange(n) // 2 % 2
    first = rng.normal(np.where(goat[::2, None] == 1, GOAT, SHEEP), SPREAD)
    return (np.repeat(first, 2, axis=0) + ALIKE * SPREAD * rng.normal(size=(n, 2))).round(2), goat


def nearest(X, known, same):
    """Return the nearest of the known animals for each, none that stands in the same pen."""
    far = np.sum(((X[:, None] - known) / SPREAD) ** 2, axis=-1)
    return np.argmin(np.where(same, np.inf, far), axis=1)


def twin_pens(seed, together):
    """Deal twins into pens, each by itself or with its sister, and return the pen of each."""
    if together:
        return np.repeat(pens_of(deal(seed, N // 2)), 2)
    return pens_of(np.random.default_rng(seed).permutation(N))


@lru_cache
def of_twins(together):
    """Return the mean score over a hundred flocks of twins, and its worth for new families."""
    scores, true = [], []
    for seed in range(100):
        X, goat = families(seed, N)
        pen = twin_pens(seed, together)
        scores.append(np.mean(goat[nearest(X, X, pen[:, None] == pen)] == goat))
        new, kind = animals(5000 + seed, n=200)
        true.append(np.mean(goat[nearest(new, X, np.zeros((200, N), bool))] == kind))
    return float(np.mean(scores)), float(np.mean(true))


def twins(state):
    """Return twins, each with a thread to the animal that it is judged by."""
    together = bool(state["together"])
    X, goat = families(FAMILY, N)
    pen = twin_pens(FAMILY, together)
    asked = nearest(X, X, pen[:, None] == pen)
    right = goat[asked] == goat
    return {
        "animals": {
            "key": numbered(N), "kind": named(goat), "x": X[:, 0], "y": X[:, 1],
            "verdict": np.where(right, "", "wrong"),
        },
        "threads": {
            "key": numbered(N), "x": X[:, 0], "y": X[:, 1], "x2": X[asked, 0], "y2": X[asked, 1],
            "twin": (asked // 2 == np.arange(N) // 2) * 1.0,
        },
        "bars": {"key": ["apart", "together", "new"],
            "share": [of_twins(False)[0], of_twins(True)[0], of_twins(True)[1]]},
        "score": one("score", share=np.mean(right), says=what_of_twins(asked, right, together)),
    }  # fmt: skip


# ── deeper: one fit in place of n ────────────────────────────────────────────────────────────────


def fleeces():
    """Return the age of twelve sheep in years, and the weight of their fleeces in kg."""
    rng = np.random.default_rng(5)
    age = np.array([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 9.5])
    return np.column_stack([age, (2 + 0.45 * age + rng.normal(0, 0.45, 12)).round(1)])


def wool(state):
    """Return what a line misses, and what the lines that did not know a sheep miss of it."""
    x, y = moved(fleeces(), state["moved"]).T
    line = LinearRegression().fit(x[:, None], y)
    fit = line.predict(x[:, None])
    leverage = 1 / len(x) + (x - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)
    short = (y - fit) / (1 - leverage)
    long = y - cross_val_predict(LinearRegression(), x[:, None], y, cv=LeaveOneOut())
    ends = np.array([0.0, 10.0])
    return {
        "sheep": {
            "key": numbered(len(x)), "kind": named(np.zeros(len(x), dtype=int)), "x": x, "y": y,
            "fit": fit, "without": y - short, "leverage": leverage, "draggable": np.ones(len(x)),
        },
        "line": {"key": ["left", "right"], "x": ends, "y": line.predict(ends[:, None])},
        "error": one("error", own=typical(y - fit), short=typical(short), long=typical(long),
            n=len(x), most=leverage.max(),
            same=float(np.allclose(short, long, rtol=1e-9, atol=1e-9))),
    }  # fmt: skip


def typical(errors):
    """Return the root of the mean square."""
    return np.sqrt(np.mean(errors**2))


# ── deeper: the judge that is always wrong ───────────────────────────────────────────────────────

FEW = 20


@lru_cache
def left_out(sheep):
    """Return whom the majority of the others calls by its name, leaving one out at a time."""
    goat = np.arange(FEW) >= sheep
    judge = DummyClassifier(strategy="most_frequent")
    return cross_val_predict(judge, np.zeros((FEW, 1)), goat, cv=LeaveOneOut()) == goat


def majority(state):
    """Return the score of leave-one-out for a judge that only counts who is more."""
    sheep, told = int(state["sheep"]), bool(state["told"]) or state["guess"] >= 0
    right = left_out(sheep) & told
    shares = [float(left_out(s).mean()) for s in range(FEW + 1)]
    i = np.arange(FEW)
    return {
        "animals": {
            "key": numbered(FEW), "kind": named(i >= sheep), "x": (i + 0.5).tolist(),
            "verdict": np.where(right, "right", "wrong" if told else ""),
        },
        "curve": {
            "key": numbered(FEW + 1) * told, "x": list(range(FEW + 1)) * told, "y": shares * told,
        },
        "here": one("here", x=sheep, y=shares[sheep], told=float(told), goats=FEW - sheep, n=FEW,
            even=shares[FEW // 2], says=what_of_majority(sheep, FEW, shares[sheep])),
    }  # fmt: skip


# ── deeper: an interval that is too short ────────────────────────────────────────────────────────

BANDS, TRIED = 40, 400


@lru_cache
def intervals(repeats):
    """Return, for many flocks, the average of all fold scores, their error bar, and the truth."""
    X, goat = animals(23, flocks=(TRIED,))
    scores = np.concatenate(
        [fold_scores(X, goat, pens_of(deal(900 + each))) for each in range(repeats)], axis=-1
    )
    half = 1.96 * scores.std(-1, ddof=1) / np.sqrt(scores.shape[-1])
    true = accuracy(*fences(X, goat, np.ones((1, N)) > 0))[:, 0]
    return scores.mean(-1).round(6), half, true


def spread(state):
    """Return intervals of many flocks, and how many of them hold what they should."""
    mean, half, true = intervals(int(state["repeats"]))
    holds = np.abs(mean - true) <= half
    return {
        "bands": {
            "key": numbered(BANDS), "x": np.arange(BANDS), "y": (mean - half)[:BANDS],
            "y2": (mean + half)[:BANDS], "true": true[:BANDS],
            "hit": np.where(holds, "right", "wrong")[:BANDS],
        },
        "held": one("held", share=holds.mean(), n=TRIED, repeats=int(state["repeats"]),
            scores=PENS * int(state["repeats"]), half=half.mean(),
            says=what_of_interval(holds.mean())),
    }  # fmt: skip


# ── deeper: choosing by the score ────────────────────────────────────────────────────────────────

SETTINGS = (1, 3, 5, 7, 9, 11, 13, 15)  # how many neighbours vote
AUTUMNS = 12


def votes(far, goat, known):
    """Return what the nearest known animals say, for every setting: rows of settings."""
    order = np.argsort(np.where(known, far, np.inf), axis=1, kind="stable")
    goats = np.cumsum(goat[order], axis=1)
    return np.array([2 * goats[:, k - 1] > k for k in SETTINGS])


def choose_by(far, goat, pen):
    """Return the score of every setting, from pens that take turns."""
    return np.mean(votes(far, goat, pen[:, None] != pen) == goat, axis=1)


@lru_cache
def autumn(seed):
    """Return the scores of all settings in one autumn, their truth, and the nested score."""
    X, goat = animals(300 + seed)
    new, kind = animals(9300 + seed, n=1000)
    far, to_new = (np.sum(((A[:, None] - X) / SPREAD) ** 2, axis=-1) for A in (X, new))
    pen = pens_of(deal(seed))
    scores = choose_by(far, goat, pen)
    true = np.mean(votes(to_new, goat, np.ones(to_new.shape, bool)) == kind, axis=1)
    right = np.zeros(N, dtype=bool)
    for number in range(PENS):  # the whole game, with choosing, on the animals of the other pens
        out = pen == number
        rest = np.flatnonzero(~out)
        inner = choose_by(
            far[np.ix_(rest, rest)], goat[rest], pens_of(np.arange(len(rest)), PENS - 1)
        )
        says = votes(far[np.ix_(out, rest)], goat[rest], np.ones((out.sum(), len(rest)), bool))
        right[out] = says[np.argmax(inner)] == goat[out]
    return scores, true, float(right.mean())


@lru_cache
def autumns():
    """Return, on average over many autumns, the winner's score, its truth, and the nested score."""
    found = [autumn(seed) for seed in range(1, 201)]
    won = [int(np.argmax(scores)) for scores, _, _ in found]
    return (
        float(np.mean([scores[w] for (scores, _, _), w in zip(found, won, strict=True)])),
        float(np.mean([true[w] for (_, true, _), w in zip(found, won, strict=True)])),
        float(np.mean([nested for _, _, nested in found])),
    )


def choose(state):
    """Return the score of every setting, and what the winner is worth."""
    scores, true, nested = autumn(int(state["autumn"]))
    won = int(np.argmax(scores))
    names = ["winner", "nested", "true"]
    return {
        "scores": {"key": numbered(len(SETTINGS)), "x": SETTINGS, "y": scores, "true": true},
        "won": one("won", x=SETTINGS[won], y=scores[won], true=true[won], nested=nested,
            says=what_of_choice(scores, true, won)),
        "means": {"key": names, "share": [autumns()[i] for i in (0, 2, 1)]},
    }  # fmt: skip
