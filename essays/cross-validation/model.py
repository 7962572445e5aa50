"""A flock of sheep and goats: cross-validation, and what its score is about.

Each scene is a pure function of its state. ``flock`` leaves one pen out, then every pen in turn;
``steady`` deals the pens again and again; ``count`` changes the number of pens; ``many`` asks a
crowd of other flocks whether the score knows a good fence from a bad one; ``twins`` puts copies on
both sides. The deeper parts: ``wool`` is the short cut of leave-one-out, ``majority`` a judge that
is always wrong, ``spread`` an interval that is too short, ``choose`` picks a setting by the score.
Who is in the flock, where things are drawn, and what is said of them, is in ``stage.py``.
"""

from functools import cache

import numpy as np
from scipy.special import ndtr, stdtrit
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict

import stage
from stage import GOAT, SHEEP, SPREAD, animals, deal, families, fleeces, is_told, moved, one

STATES = {
    "flock": {"view": "meadow", "deal": 1, "turn": 0, "moved": {}},
    "steady": {"told": True, "guess": -1},  # -1: no guess yet
    "count": {"k": 5},
    "many": {"told": True, "guess": -1, "size": "40"},
    "twins": {"together": False},
    "wool": {"moved": {}},
    "majority": {"sheep": 10, "told": True, "guess": -1},
    "spread": {"repeats": "1"},
    "choose": {"autumn": 6},
}

# ── the animals ──────────────────────────────────────────────────────────────────────────────────

N, PENS, SEED = 40, 5, 0
EACH = N // PENS
DEALS, AGAIN = 24, 100  # deals that a slider offers, and deals that are piled up
FLOCKS, SHOWN, ASKED = 400, 150, 2000  # other flocks: for a curve, in a cloud, and behind it
FAMILY, FEW = 13, 20  # the flock of twins that is drawn, and the size of the lazy judge's


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
    outer = (X[..., None] * X[..., None, :]).reshape(*X.shape[:-1], 4)
    n, middle, scatter = [], [], 0
    for kind in (0, 1):
        those = taught * (goat == kind)
        many, mean = those.sum(-1), those @ X / those.sum(-1)[..., None]
        squares = (those @ outer).reshape(*mean.shape, 2)
        scatter = scatter + squares - many[..., None, None] * mean[..., None] * mean[..., None, :]
        n.append(many)
        middle.append(mean)
    within = scatter / (n[0] + n[1] - 2)[..., None, None]
    weights = np.linalg.solve(within, (middle[1] - middle[0])[..., None])[..., 0]
    between = (middle[0] + middle[1]) / 2
    return weights, np.log(n[1] / n[0]) - np.sum(weights * between, axis=-1)


def worth(X, goat):
    """Return what the fence is worth that all animals of a flock have taught, of many at once."""
    return accuracy(*fences(X, goat, np.ones((1, len(goat))) > 0))[..., 0]


def fold_scores(X, goat, pen):
    """Return the score of each pen, of many flocks or deals at once, in a last axis."""
    inside = pen[..., None, :] == np.arange(PENS)[:, None]
    weights, bias = fences(X, goat, ~inside)
    says = (weights @ np.swapaxes(X, -1, -2) + bias[..., None] > 0) == goat
    return (says & inside).sum(-1) / inside.sum(-1)


# ── one pen, then every pen in turn ──────────────────────────────────────────────────────────────


def flock(state):
    """Return the animals, the fences, who is judged by which of them, and who is right."""
    home, goat = animals(SEED)
    X, away = moved(home, state["moved"]), stage.away_from(home, state["moved"])
    pen, view, turn = pens_of(deal(state["deal"])), state["view"], int(state["turn"])
    put_up, right = cross_validate(X, goat, pen)
    turn = {"split": 1, "all": PENS}.get(view, turn if view == "turns" else 0)
    judged, now = pen < turn, pen == turn - 1
    shown = range(PENS) if view == "all" else [turn - 1] * (turn > 0)
    before = unmoved(state["deal"]) if away else right
    return {
        "animals": stage.on_stage(view, X, goat, pen, right, turn),
        "pens": stage.boxes(view, pen, right, turn),
        "marks": stage.marks(view, goat, pen, right, judged),
        "fences": stage.lines([put_up[i] for i in shown], shown, pen, away),
        "side": stage.side_of(put_up[turn - 1] if turn and view != "all" else None),
        "deals": stage.piled(lottery() / EACH) | {"deal": np.arange(DEALS) + 1},
        "score": one("score", right=int(np.sum(right & judged)), n=int(judged.sum()),
            own=int(np.sum(right & now)), each=EACH, others=N - EACH,
            says=stage.what_of_turn(turn, right, pen),
            so_far=stage.what_of_lottery(lottery()[: state["deal"]], EACH)),
        "fate": one("fate", score=np.mean(right), true=worth(X, goat), moves=len(away),
            says=stage.what_of_move(away, home, pen, right, before)),
    }  # fmt: skip


@cache
def unmoved(number):
    """Return who is right before anybody is moved."""
    X, goat = animals(SEED)
    return cross_validate(X, goat, pens_of(deal(number)))[1]


@cache
def lottery():
    """Return how many of its first pen's animals the fence gets right in each of the deals."""
    pen = np.array([pens_of(deal(1 + number)) for number in range(DEALS)])
    return np.rint(EACH * fold_scores(*animals(SEED), pen)[:, 0]).astype(int)


@cache
def redealt():
    """Return scores of one left-out pen, and averages of all five, in a hundred deals."""
    scores = fold_scores(*animals(SEED), np.array([pens_of(deal(i)) for i in range(AGAIN)]))
    return scores[:, 0], scores.mean(-1).round(6)


def steady(state):
    """Return how far one split's score jumps, and, once it is guessed, how far the average does."""
    (single, average), told = redealt(), is_told(state)
    return {
        "single": stage.piled(single),
        "average": stage.piled(average if told else average[:0]),
        "luck": one("luck", low=single.min(), high=single.max(), least=average.min(),
            most=average.max(), sd=100 * single.std(), steady=100 * average.std(), times=AGAIN,
            said=stage.what_of_pens(average) if told else ""),
    }  # fmt: skip


# ── deeper: how many pens? ───────────────────────────────────────────────────────────────────────


@cache
def by_teachers():
    """Return what fences are worth on average, by how many animals taught them."""
    X, goat = animals(7, flocks=(FLOCKS,))
    sizes = np.arange(N // 2, N + 1)
    found = [accuracy(*fences(X, goat, np.arange(N) < size)).mean() for size in sizes]
    return sizes, np.array(found)


def count(state):
    """Return the fences of k pens, and what fences of so many teachers are worth."""
    (X, goat), k = animals(SEED), int(state["k"])
    put_up, right = cross_validate(X, goat, pens_of(deal(1), k))
    sizes, of_size = by_teachers()
    taught = N - N / k
    y, least, most = np.interp([taught, N - N / 2, N - 1], sizes, of_size)
    return {
        "animals": stage.herd(X, goat, right),
        "fences": stage.lines(put_up, range(k)),
        "worth": {"key": stage.numbered(len(sizes)), "x": sizes, "y": of_size.round(5)},
        "here": one("here", x=taught, y=y.round(5), k=k, few=N // 2, many=N - 1,
            gain=100 * (most - least), says=stage.what_of_count(k, N, taught)),
    }  # fmt: skip


# ── what the score is about ──────────────────────────────────────────────────────────────────────


@cache
def crowd(size):
    """Return, for many flocks, the score and what the fence of the whole flock is truly worth."""
    X, goat = animals(11, n=size, flocks=(ASKED,))
    score = fold_scores(X, goat, pens_of(np.arange(size))).mean(-1)
    return score.round(6), worth(X, goat)


def many(state):
    """Return a crowd of flocks, and how often the better score has the better fence."""
    size, half = int(state["size"]), ASKED // 2
    score, true = crowd(size)
    apart = (score[:half] - score[half:]) * (true[:half] - true[half:])
    return {
        "flocks": {"key": stage.numbered(SHOWN), "x": score[:SHOWN], "y": true[:SHOWN].round(5)},
        "crowd": one("crowd", score=score.mean(), true=true.mean(), n=ASKED,
            wins=np.mean(apart[np.abs(apart) > 1e-9] > 0), taught=size - size // PENS,
            correlation=np.corrcoef(score, true)[0, 1], sd=score.std()),
    }  # fmt: skip


# ── twins ────────────────────────────────────────────────────────────────────────────────────────


def pens_of_twins(seed, together):
    """Deal twins into pens, each by itself or with its sister, and return the pen of each."""
    if together:
        return np.repeat(pens_of(deal(seed, N // 2)), 2)
    return pens_of(np.random.default_rng(seed).permutation(N))


def nearest(X, known, same):
    """Return the nearest of the known animals for each, none that stands in the same pen."""
    far = np.sum(((X[:, None] - known) / SPREAD) ** 2, axis=-1)
    return np.argmin(np.where(same, np.inf, far), axis=1)


@cache
def of_twins():
    """Return mean scores of twins dealt singly, of twins together, and of new families."""
    shares = []
    for seed in range(100):
        X, goat = families(seed, N)
        new, kind = animals(5000 + seed, n=200)
        pens = (pens_of_twins(seed, together)[:, None] for together in (False, True))
        shares.append(
            [np.mean(goat[nearest(X, X, pen == pen.T)] == goat) for pen in pens]
            + [np.mean(goat[nearest(new, X, np.zeros((200, N), bool))] == kind)]
        )
    return np.mean(shares, axis=0)


def twins(state):
    """Return twins, each with a thread to the animal that it is judged by."""
    together = bool(state["together"])
    X, goat = families(FAMILY, N)
    pen = pens_of_twins(FAMILY, together)
    asked = nearest(X, X, pen[:, None] == pen)
    right = goat[asked] == goat
    return {
        "animals": stage.herd(X, goat, right),
        "threads": stage.threads(X, asked),
        "bars": {"key": ["apart", "together", "new"], "share": of_twins()},
        "score": one("score", share=right.mean(), says=stage.what_of_twins(asked, right, together)),
    }  # fmt: skip


# ── deeper: one fit in place of n ────────────────────────────────────────────────────────────────


def wool(state):
    """Return what a line misses, and what the lines that did not know a sheep miss of it."""
    x, y = moved(fleeces(), state["moved"]).T
    line = LinearRegression().fit(x[:, None], y)
    fit = line.predict(x[:, None])
    leverage = 1 / len(x) + (x - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)
    short = (y - fit) / (1 - leverage)
    long = y - cross_val_predict(LinearRegression(), x[:, None], y, cv=LeaveOneOut())
    own, shorter, longer = (np.sqrt(np.mean(each**2)) for each in (y - fit, short, long))
    ends = np.array([0.0, 10.0])
    return {
        "sheep": stage.old_and_young(x, y, fit, y - short),
        "line": {"key": ["left", "right"], "x": ends, "y": line.predict(ends[:, None])},
        "error": one("error", own=own, short=shorter, long=longer, n=len(x), most=leverage.max()),
    }  # fmt: skip


# ── deeper: the judge that is always wrong ───────────────────────────────────────────────────────


@cache
def left_out(sheep):
    """Return whom the majority of the others calls by its name, leaving one out at a time."""
    goat = np.arange(FEW) >= sheep
    judge = DummyClassifier(strategy="most_frequent")
    return cross_val_predict(judge, np.zeros((FEW, 1)), goat, cv=LeaveOneOut()) == goat


def majority(state):
    """Return the score of leave-one-out for a judge that only counts who is more."""
    sheep, told = int(state["sheep"]), is_told(state)
    shares = [float(left_out(each).mean()) for each in range(FEW + 1)]
    return {
        "animals": stage.in_row(sheep, FEW, left_out(sheep), told),
        "curve": stage.curve(shares if told else []),
        "here": one("here", x=sheep, y=shares[sheep], told=float(told), n=FEW,
            says=stage.what_of_majority(sheep, FEW, shares[sheep])),
    }  # fmt: skip


# ── deeper: an interval that is too short ────────────────────────────────────────────────────────

BANDS, TRIED = 40, 400
NORMAL = 1.96  # standard errors both ways, as is usual


@cache
def intervals(repeats):
    """Return, for many flocks, the average of all fold scores, its error, and the truth."""
    X, goat = animals(23, flocks=(TRIED,))
    scores = np.concatenate(
        [fold_scores(X, goat, pens_of(deal(900 + each))) for each in range(repeats)], axis=-1
    )
    error = scores.std(-1, ddof=1) / np.sqrt(scores.shape[-1])
    return scores.mean(-1).round(6), error, worth(X, goat)


def spread(state):
    """Return intervals of many flocks, and how many of them hold what they should."""
    repeats, student = int(state["repeats"]), stdtrit(PENS - 1, 0.975)
    (mean, error, true), (once, of_five, _) = intervals(repeats), intervals(1)
    holds = np.abs(mean - true) <= NORMAL * error
    return {
        "bands": stage.bands(mean, NORMAL * error, true, holds, BANDS),
        "held": one("held", share=holds.mean(), n=TRIED, scores=PENS * repeats, student=student,
            wider=np.mean(np.abs(once - true) <= student * of_five),
            says=stage.what_of_interval(holds.mean())),
    }  # fmt: skip


# ── deeper: choosing by the score ────────────────────────────────────────────────────────────────

SETTINGS = (1, 3, 5, 7, 9, 11, 13, 15)  # how many neighbours vote


def votes(far, goat, known):
    """Return what the nearest known animals say, for every setting: rows of settings."""
    order = np.argsort(np.where(known, far, np.inf), axis=1, kind="stable")
    goats = np.cumsum(goat[order], axis=1)
    return np.array([2 * goats[:, k - 1] > k for k in SETTINGS])


def choose_by(far, goat, pen):
    """Return the score of every setting, from pens that take turns."""
    return np.mean(votes(far, goat, pen[:, None] != pen) == goat, axis=1)


@cache
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
        four = pens_of(np.arange(len(rest)), PENS - 1)
        inner = choose_by(far[np.ix_(rest, rest)], goat[rest], four)
        says = votes(far[np.ix_(out, rest)], goat[rest], np.ones((out.sum(), len(rest)), bool))
        right[out] = says[np.argmax(inner)] == goat[out]
    return scores, true, right.mean()


@cache
def autumns():
    """Return, of many autumns, the winner's score, its truth, and the nested score: columns."""
    found = (autumn(seed) for seed in range(1, 201))
    won = ((np.argmax(scores), scores, true, nested) for scores, true, nested in found)
    return np.array([(scores[best], true[best], nested) for best, scores, true, nested in won])


def choose(state):
    """Return the score of every setting, and what the winner is worth."""
    scores, true, nested = autumn(int(state["autumn"]))
    won = int(np.argmax(scores))
    return {
        "scores": {"key": stage.numbered(len(SETTINGS)), "x": SETTINGS, "y": scores, "true": true},
        "won": one("won", x=SETTINGS[won], y=scores[won], true=true[won], nested=nested,
            luck=100 * autumns()[:, 2].std(), says=stage.what_of_choice(scores, true, won)),
        "means": {"key": ["winner", "true", "nested"], "share": autumns().mean(axis=0)},
    }  # fmt: skip
