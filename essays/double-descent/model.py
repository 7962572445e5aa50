"""Mice carry a paper dragon, and the error of teams of every size.

Each mouse is one *random feature*: a ReLU of her distance, so that she moves the dragon at her own
place most, and not at all beyond her reach. How hard she pushes up or pulls down is her
coefficient. scikit-learn's least squares finds the coefficients, and where several are equally
good, those with the least sum of squares: the *minimum-norm* solution. Places along the street are
in metres; heights and errors are in centimetres. Where things are drawn is in ``stage.py``.
"""

from functools import lru_cache

import numpy as np
from scipy.special import ndtr
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import stage

N, WIND, EVENING = 16, 1.5, 67  # lanterns; cm that the wind shifts each; the evening that we watch
STATES = {
    "street": {"mice": 3},
    "sweep": {
        "team": 16,
        "lanterns": N,
        "wind": WIND,
        "lazy": 0,
        "drawn": {},
        "shown": "all",
        "moved": {},
        "seed": EVENING,
    },
    "hurts": {"lanterns": 12, "lazy": 0, "asked": False, "guess": ""},
    "moves": {"penalty": 0},
    "history": {"examples": 30},
}

WIDTHS = np.array([*range(1, 21), 22, 25, 30, 36, 45, 60, 80, 110, 150, 200])  # mice of each team
MOST = int(WIDTHS[-1])
GUESSED = np.array([1, 2, 3, 5, 7, 10, 13, 16])  # mice of which the reader draws the error
LENGTH = 4.0  # metres of street
STOPS = np.linspace(0, LENGTH, 61)  # where the dragon is drawn
EVERYWHERE = (np.arange(80) + 0.5) / 20  # where it is tested
PENALTIES = np.array([0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1])  # ridge's, by laziness
EVENINGS = range(1, 31)  # thirty others: lanterns, gusts and mice of their own


def rope(x):
    """Return the height at which a lantern hangs in still air."""
    return 10 * np.sin(np.pi * x + 0.3) + 5 * np.cos(1.9 * np.pi * x + 1)


# ── one evening: lanterns, mice, and a dragon ────────────────────────────────────────────────────


def lanterns(n, seed):
    """Return where n lanterns hang, and the gust that each gets, in units of the wind."""
    rng = np.random.default_rng([seed, 2])
    aside, gust = rng.uniform(-0.4, 0.4, 64)[:n], rng.standard_normal(64)[:n]
    return LENGTH * (np.arange(n) + 0.5 + aside) / n, gust


def mice(seed):
    """Return where each mouse stands, and how far she reaches; a team of p is the first p."""
    rng = np.random.default_rng([seed, 1])
    return rng.uniform(0, LENGTH, MOST), rng.uniform(0.3, 1.6, MOST)


def lift(x, places, reaches):
    """Return how much a push of 1 cm by each mouse (a column) lifts each place (a row)."""
    return np.maximum(0, 1 - np.abs(np.reshape(x, (-1, 1)) - places) / reaches)


def solver(penalty):
    """Return least squares of minimum norm, or ridge."""
    if penalty:
        return Ridge(penalty, fit_intercept=False, solver="svd")
    return LinearRegression(fit_intercept=False)


def dragon(p, seed, penalty=0.0):
    """Let the first p mice of an evening carry: random features, then least squares or ridge."""
    places, reaches = mice(seed)
    features = FunctionTransformer(lift, kw_args={"places": places[:p], "reaches": reaches[:p]})
    return make_pipeline(features, solver(penalty))


def miss(heights, truth):
    """Return how far heights (the last axis) typically are from the truth: the root of the MSE."""
    return np.sqrt(np.mean((heights - truth) ** 2, axis=-1))


def one_run(x, y, seed, penalty=0.0):
    """Return, for each width, the miss at the lanterns and the miss everywhere."""
    everybody = mice(seed)
    X, trial = lift(x, *everybody), lift(EVERYWHERE, *everybody)
    found = []
    for p in WIDTHS:
        pushes = solver(penalty).fit(X[:, :p], y).coef_
        found.append([miss(X[:, :p] @ pushes, y), miss(trial[:, :p] @ pushes, rope(EVERYWHERE))])
    return np.array(found).T


# ── many evenings at once ────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)
def factors(n, p):
    """Decompose the features X = U s V' of p mice on thirty evenings.

    Returns U', s, what the directions V do everywhere, and the lanterns: in still air, and gusts.
    """
    features, trials, still, gusts = [], [], [], []
    for seed in EVENINGS:
        team = [each[:p] for each in mice(seed)]
        x, gust = lanterns(n, seed)
        features.append(lift(x, *team))
        trials.append(lift(EVERYWHERE, *team))
        still.append(rope(x))
        gusts.append(gust)
    u, s, v = np.linalg.svd(np.array(features), full_matrices=False)
    return u.mT, s, np.array(trials) @ v.mT, np.array(still), np.array(gusts)


def many_runs(n, p, wind, penalty=0.0):
    """Return the miss of teams of p on thirty evenings, by the singular values of their features.

    Each direction is divided by its singular value s, or with a penalty multiplied by
    s / (s² + penalty). Directions without any are left out: that makes the norm least.
    """
    u, s, directions, still, gusts = factors(n, p)
    inverse = np.where(s > 1e-13 * s[:, :1], s, 0) / np.maximum(s**2 + penalty, 1e-300)
    y = (still + wind * gusts)[:, :, None]
    heights = directions @ (inverse[:, :, None] * (u @ y))
    return miss(heights[:, :, 0], rope(EVERYWHERE))


@lru_cache(maxsize=64)
def sweep_many(n, wind, penalty=0.0):
    """Return the miss of every width (a row) on thirty evenings (columns)."""
    return np.array([many_runs(n, p, wind, penalty) for p in WIDTHS])


# ── the core ─────────────────────────────────────────────────────────────────────────────────────


def street(state):
    """Return a small team under the dragon."""
    p, (x, gust) = state["mice"], lanterns(N, EVENING)
    y = rope(x) + WIND * gust
    model = dragon(p, EVENING).fit(x[:, None], y)
    heights = model.predict(STOPS[:, None])
    missed = miss(model.predict(x[:, None]), y)
    return {
        **stage.street(STOPS, rope(STOPS), heights),
        "lanterns": stage.hung(x, y, rope(x), False),
        "mice": stage.crew(mice(EVENING)[0][:p], model[-1].coef_),
        "here": stage.row(mice=p, lanterns=N, wind=WIND, miss=missed)
        | stage.row(everywhere=miss(model.predict(EVERYWHERE[:, None]), rope(EVERYWHERE)))
        | stage.row(counted=stage.counted(p)),
    }


def sweep(state):
    """Return a team under the dragon, and the error of teams of every size."""
    seed, n, penalty = state["seed"], state["lanterns"], PENALTIES[state["lazy"]]
    at = state["team"] - 1
    p, (x, gust) = int(WIDTHS[at]), lanterns(n, seed)
    hung = rope(x) + state["wind"] * gust
    y = stage.moved(hung, state["moved"])
    model = dragon(p, seed, penalty).fit(x[:, None], y)
    heights = model.predict(STOPS[:, None])
    before = dragon(p, seed, penalty).fit(x[:, None], hung).predict(STOPS[:, None])
    train, own = one_run(x, y, seed, penalty)
    runs = sweep_many(n, state["wind"], penalty)
    median = np.median(runs, axis=1)
    small = int(np.argmin(median[: n - 1]))
    peak = small + int(np.argmax(median[small : n + 4]))
    return {
        **stage.street(STOPS, rope(STOPS), heights),
        "lanterns": stage.hung(x, y, rope(x), state["shown"] == "hold"),
        "mice": stage.crew(mice(seed)[0][:p], model[-1].coef_),
        **stage.errors(WIDTHS, own, train, runs),
        "knots": stage.knots(state["drawn"], GUESSED, state["shown"]),
        "here": stage.row(mice=p, lanterns=n, counted=stage.counted(p), x=stage.log(p))
        | stage.row(
            y=np.clip(stage.log(own[at]), stage.LOW, stage.HIGH),
            miss=own[at],
            median=median[at],
            middle=np.clip(stage.log(median[at]), stage.LOW, stage.HIGH),
            train=train[at],
        )
        | stage.row(strongest=np.abs(model[-1].coef_).max(), penalty=penalty)
        | stage.row(regime=stage.regime(p, n, train[at], own[at]))
        | stage.row(moved=stage.thrash(y - hung, heights - before, p))
        | stage.row(touched=np.count_nonzero(y != hung), by=np.abs(y - hung).max())
        | stage.row(wind=state["wind"]),
        "curve": stage.row(small=WIDTHS[small], peak=WIDTHS[peak], most=WIDTHS[-1])
        | stage.row(hurt=stage.hurt(n, median[N - 1]))
        | stage.row(heard=stage.measured(state["shown"], WIDTHS, median, small, peak))
        | stage.row(wins=stage.wins(WIDTHS[small], median[small], WIDTHS[-1], median[-1]))
        | stage.row(melted=stage.melted(median, WIDTHS, N)),
        "runs": stage.evenings(runs[at]),
        "guess": stage.guessed(state["drawn"], GUESSED, median[GUESSED - 1]),
    }


# ── deeper: more lanterns ────────────────────────────────────────────────────────────────────────

COUNTS = np.array([*range(4, 25), 28, 32, 36, 40, 48, 56, 64])


def hurts(state):
    """Return sixteen mice under a growing number of lanterns, and their error.

    A guess at four lanterns more is drawn, and then answered: they are hung up.
    """
    penalty = PENALTIES[state["lazy"]]
    n = state["lanterns"] + (4 if state["guess"] else 0)
    x, gust = lanterns(n, EVENING)
    y = rope(x) + WIND * gust
    model = dragon(N, EVENING, penalty).fit(x[:, None], y)
    runs = np.array([many_runs(count, N, WIND, penalty) for count in COUNTS])
    median = np.median(runs, axis=1)
    now = float(np.median(many_runs(n, N, WIND, penalty)))
    before, after = (float(np.median(many_runs(count, N, WIND))) for count in (12, N))
    known = COUNTS[-1] if not state["asked"] else n  # nobody has hung up more yet
    return {
        **stage.street(STOPS, rope(STOPS), model.predict(STOPS[:, None])),
        "lanterns": stage.hung(x, y, rope(x), False),
        "mice": stage.crew(mice(EVENING)[0][:N], model[-1].coef_),
        "many": stage.band(COUNTS[known >= COUNTS], runs[known >= COUNTS], "lanterns"),
        "guessed": stage.bet(state["guess"], 12, before, N),
        "here": stage.row(lanterns=n, mice=N, x=stage.log(n), y=stage.log(now), miss=now)
        | stage.row(penalty=penalty, worst=COUNTS[np.argmax(median)])
        | stage.row(heard=stage.heard(state["asked"], COUNTS, median))
        | stage.row(spike=stage.spike(COUNTS, median, N)),
        "quiz": stage.quiz(before, after),
    }


# ── deeper: where ridge moves the peak ───────────────────────────────────────────────────────────

POINTS, STORM = 24, 6.0  # data points; cm of wind for the mice
TEAMS = np.array([10, 12, 14, 16, 18, 20, 22, 23, 24, 25, 26, 28, 30, 33, 37, 42, 48, 56])
SHRINKS = {"equal": (0.05, 0.5, 1, 2, 3, 4), "mice": (0, 1e-6, 1e-4, 2e-4, 3e-4, 5e-4)}


@lru_cache
def stretches(p):
    """Return the singular values of p independent normal features at 24 data points, 60 times."""
    draws = np.random.default_rng(p).standard_normal((60, POINTS, p))
    return np.linalg.svd(draws, compute_uv=False)


def equal_error(p, penalty, noise=0.2):
    """Return the error of ridge where all 56 features are alike, and the model has p of them.

    They share a truth of length 1. What the model has not is more noise for it. Of what it has,
    the penalty takes penalty / (s² + penalty) in each direction, and all where there are no data.
    """
    s2, most = stretches(p) ** 2, TEAMS[-1]
    unseen = (most - p) / most
    lost = (np.sum((penalty / (s2 + penalty)) ** 2, axis=1) + max(0, p - POINTS)) / most
    luck = (noise**2 + unseen) * np.sum(s2 / (s2 + penalty) ** 2, axis=1)
    return np.sqrt(np.median(unseen + lost + luck))


def peaks(kind, penalty):
    """Return the median error of teams, of mice or of features that are all alike."""
    if kind == "equal":
        return np.array([equal_error(int(p), penalty) for p in TEAMS])
    return np.array([np.median(many_runs(POINTS, int(p), STORM, penalty)) for p in TEAMS])


def moves(state):
    """Return error curves of both kinds of features at a penalty, and where they are highest."""
    found = {}
    for kind, penalties in SHRINKS.items():
        now, start = (peaks(kind, penalties[at]) for at in (state["penalty"], 0))
        best = int(np.argmax(now))
        found[kind] = stage.line(TEAMS, now, "features", "error")
        found[f"{kind}_start"] = stage.line(TEAMS, start)
        found[f"{kind}_peak"] = stage.row(
            x=TEAMS[best], y=now[best], penalty=float(penalties[state["penalty"]])
        )
    tops = (int(found[f"{kind}_peak"]["x"][0]) for kind in SHRINKS)
    said = stage.tops(*tops, POINTS)
    return found | {"says": stage.row(points=POINTS, most=TEAMS[-1], verdict=said)}


# ── deeper: a curve of 1995 ──────────────────────────────────────────────────────────────────────

FEATURES = 30
SIZES = np.arange(5, 81, 5)


@lru_cache
def learning_curve(runs=25):
    """Return the share of wrong answers of a least-squares classifier, by number of examples.

    Two classes are normal, 3 apart along the first of 30 features. The share is exact: it is how
    much of a normal curve lies on the wrong side of the plane that was fitted.
    """
    rng, found = np.random.default_rng(1995), []
    for n in SIZES:
        wrong = []
        for _ in range(runs):
            label = np.resize([-1.0, 1.0], n)
            X = rng.standard_normal((n, FEATURES))
            X[:, 0] += 1.5 * label
            w = LinearRegression(fit_intercept=False).fit(X, label).coef_
            wrong.append(ndtr(-1.5 * w[0] / np.linalg.norm(w)))
        found.append(np.mean(wrong))
    return np.array(found)


def history(state):
    """Return the learning curve of a classifier by least squares, and a place on it."""
    wrong, at = learning_curve(), state["examples"] // 5 - 1
    worst = 3 + int(np.argmax(wrong[3:]))
    return {
        "curve": stage.line(SIZES, 100 * wrong, "examples", "per_cent_wrong"),
        "here": stage.row(x=SIZES[at], y=100 * wrong[at], wrong=wrong[at]),
        "says": stage.row(features=FEATURES, valley=wrong[:worst].min(), peak=wrong[worst])
        | stage.row(worst=SIZES[worst]),
    }
