"""A duck looks for water: why least squares spikes, and what it does beyond the spike.

A place on the meadow is a model: its coordinates are the *parameters*. A brook is a data point: it
holds all the places that fit. Beavers dug the brooks towards the pond, which is the truth, and each
missed it a little, which is the noise. scikit-learn's least squares says where the duck stands; of
several places that fit, it returns the one nearest to her nest, where all parameters are 0.
Lengths on the meadow are in metres. Where things are drawn is in ``stage.py``.
"""

from functools import lru_cache

import numpy as np
from numpy.polynomial.chebyshev import chebvander
from sklearn.linear_model import LinearRegression

import stage

STATES = {
    "cross": {"brooks": 8, "turn": 82, "moved": {}},
    "flock": {"size": 9, "seed": 1},
    "walk": {"shown": "walk", "steps": 0, "moved": {}, "start": {}},
    "risk": {"ducks": 3, "seed": 1},
    "wave": {"nodes": "even", "polynomials": 20, "asked": False, "guess": ""},
    "needles": {"polynomials": 20, "cost": "equal"},
    "ruler": {"size": 1},
    "ridge": {"lazy": 0},
}

POND = np.array([16.0, 7.0])  # metres east and north of the nest
DUG = 2.0  # metres that a beaver misses the pond by, typically
EAST = np.deg2rad(16)  # the direction in which two brooks run, on average


def duck(X, y):
    """Return the place of least squares; of several, the one nearest to the nest."""
    return LinearRegression(fit_intercept=False).fit(X, y).coef_


# ── two directions, on a map ─────────────────────────────────────────────────────────────────────


def directions(n, turn):
    """Return, for each of n brooks, the direction across it, as a vector of length 1 (a row).

    Two brooks cross at the angle ``turn``, in degrees; more of them run in all directions.
    """
    if n == 2:
        along = EAST + np.deg2rad([turn / 2, -turn / 2])
    else:
        along = EAST + np.pi * (np.arange(n) * 5 / 13 + 0.15)
    return np.column_stack([-np.sin(along), np.cos(along)])


def dug(X):
    """Return how far from the nest, in its direction x, each beaver has dug: the data y."""
    return X @ POND + DUG * np.random.default_rng(9).standard_normal(12)[: len(X)]


def cross(state):
    """Return brooks, and the duck between them."""
    X = directions(state["brooks"], state["turn"])
    y = dug(X)
    now = y.copy()
    for key, place in state["moved"].items():
        if int(key) <= len(X):
            now[int(key) - 1] = X[int(key) - 1] @ place
    was, place = duck(X, y), duck(X, now)
    smallest = np.linalg.svd(X, compute_uv=False)[-1]
    far = np.linalg.norm(place - POND)
    errors = np.sort(np.abs(X @ POND - now))
    return {
        **stage.brooks(X, now, POND, state["moved"]),
        "duck": stage.spot(place),
        "pond": stage.spot(POND),
        "here": stage.row(brooks=len(X), far=far, smallest=smallest)
        | stage.row(magnified=1 / smallest, dug=DUG)
        | stage.row(near=errors[0], next=errors[1])
        | stage.row(said=stage.dragged(now - y, np.linalg.norm(place - was), far))
        | stage.row(say=stage.say(len(X))),
    }


# ── one brook, and a walk down to it ─────────────────────────────────────────────────────────────

SLANT = np.deg2rad(62)  # the direction in which the brook runs
RATE = 0.3  # of each step of gradient descent


def descend(x, y, start, steps):
    """Return the places of gradient descent on half the squared error (w x - y)² / 2."""
    places = [np.asarray(start, float)]
    for _ in range(steps):
        w = places[-1]
        gradient = (w @ x - y) * x
        places.append(w - RATE * gradient)
    return np.array(places)


def walk(state):
    """Return one brook, all of whose places fit, and a duck who walks down to it."""
    x = np.array([np.sin(SLANT), -np.cos(SLANT)])
    y = x @ state["moved"].get("1", POND + 1.5 * x)
    start = np.array(state["start"].get("duck", [0.0, 0.0]), float)
    shortest = duck(x[None], [y])
    path = descend(x, y, start, state["steps"])
    kept = start - (start @ x) * x  # the part of the start that runs along the brook
    end = shortest + kept
    left = np.abs(path[-1] @ x - y)
    return {
        **stage.brooks(x[None], np.array([y]), POND, state["moved"]),
        **stage.valley(x, y),
        **stage.walked(path, start, state["shown"]),
        "shortest": stage.spot(shortest),
        "end": stage.spot(end),
        "kept": stage.pairs((shortest, end), (0 * kept, kept)),
        "across": stage.pairs((0 * kept, shortest), (kept, start), (start, end)),
        "ring": stage.ring(np.linalg.norm(shortest)),
        "pond": stage.spot(POND),
        "here": stage.row(shortest=np.linalg.norm(shortest), left=left)
        | stage.row(began=np.linalg.norm(start - POND), home=np.linalg.norm(path[-1] - POND))
        | stage.row(kept=np.linalg.norm(kept))
        | stage.row(tried=stage.tried(np.abs(start @ x - y), start, shortest))
        | stage.row(kin=stage.kin(kept, left, state["steps"]))
        | stage.row(heard=stage.heard(state["shown"], state["steps"], np.linalg.norm(kept))),
    }


# ── many directions: a world of p parameters and sixteen brooks ──────────────────────────────────

N, FAR = 16, 6.0  # brooks; metres from the nest to the pond
SIZES = np.array(
    [2, 3, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 25, 28, 32, 38, 45, 54, 64]
)
WORLDS = 30


def worlds(p, seeds):
    """Return, for each seed, brooks X and y in p directions, and the pond.

    All are normal numbers, so that no direction is special; a larger world holds the smaller ones.
    """
    most, found = int(SIZES[-1]), []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        X, aim = rng.standard_normal((N, most))[:, :p], rng.standard_normal(most)[:p]
        pond = FAR * aim / np.linalg.norm(aim)
        found.append((X, X @ pond + DUG * rng.standard_normal(N), pond))
    return tuple(np.array(each) for each in zip(*found, strict=True))


@lru_cache(maxsize=16)
def flocks(seed):
    """Return, by size (rows) and world (columns), distances and smallest singular values.

    X = U s V'. The duck stands at V (U' y / s): each direction is divided by its singular value.
    """
    far, smallest = [], []
    for p in SIZES:
        X, y, ponds = worlds(p, [[seed, j] for j in range(WORLDS)])
        u, s, v = np.linalg.svd(X, full_matrices=False)
        places = np.einsum("wkp,wk->wp", v, np.einsum("wnk,wn->wk", u, y) / s)
        far.append(np.linalg.norm(places - ponds, axis=1))
        smallest.append(s[:, -1])
    return np.array(far), np.array(smallest)


def flock(state):
    """Return thirty ducks in worlds of p directions, and how they do in worlds of every size."""
    far, smallest = flocks(state["seed"])
    at = state["size"] - 1
    median, tightest = np.median(far, axis=1), np.median(smallest, axis=1)
    p = int(SIZES[at])
    return {
        "ducks": stage.flock(far[at]),
        "far": stage.curve(SIZES, np.log10(median), metres=median),
        "tight": stage.curve(SIZES, tightest, smallest=tightest),
        "here": stage.row(p=p, x=np.log2(p), y=np.log10(median[at]), far=median[at], brooks=N)
        | stage.row(tight=tightest[at], said=stage.freedom(p, N)),
        "whole": stage.row(n=N, zero=tightest[SIZES == N]),
    }


# ── deeper: the exact risk ───────────────────────────────────────────────────────────────────────

TRIED = np.array([2, 4, 6, 8, 10, 12, 13, 14, 18, 19, 20, 22, 25, 28, 32, 38, 45, 54, 64])
DUCKS = np.array([1, 3, 10, 30, 100])


def exact(p):
    """Return the mean squared distance from the pond; it is infinite from n - 1 to n + 1."""
    if abs(p - N) <= 1:
        return np.inf
    if p < N:
        return DUG**2 * p / (N - 1 - p)
    return FAR**2 * (1 - N / p) + DUG**2 * N / (p - 1 - N)


@lru_cache(maxsize=16)
def sent(ducks, seed):
    """Return the mean squared distance of so many ducks, each in a world of her own, by size."""
    rng = np.random.default_rng([seed, 7])
    means = []
    for p in TRIED:
        X = rng.standard_normal((ducks, N, p))
        pond = rng.standard_normal((ducks, p, 1))
        pond *= FAR / np.linalg.norm(pond, axis=1, keepdims=True)
        y = X @ pond + DUG * rng.standard_normal((ducks, N, 1))
        means.append(np.mean(np.sum((np.linalg.pinv(X) @ y - pond) ** 2, axis=1)))
    return np.array(means)


def risk(state):
    """Return the exact curve, and the means of the ducks that the reader has sent."""
    ducks = int(DUCKS[state["ducks"] - 1])
    means = sent(ducks, state["seed"])
    few, many = np.arange(2, N - 1), np.arange(N + 2, 65)
    off = np.median(np.abs(means / [exact(p) for p in TRIED] - 1))
    return {
        "few": stage.curve(few, np.log10([exact(p) for p in few])),
        "many": stage.curve(many, np.log10([exact(p) for p in many])),
        "means": stage.curve(TRIED, np.log10(means), squared_metres=means),
        "here": stage.row(counted=stage.counted(ducks), off=off),
    }


# ── deeper: conditioning, not counting ───────────────────────────────────────────────────────────

DUCKLINGS, BLUR = 20, 3.0  # data points along the pond; cm that each misjudges
WAVES = np.arange(2, 37, 2)  # polynomials
ALONG = (np.arange(240) + 0.5) / 120 - 1  # where the fit is tested


def water(t):
    """Return the true height of the water, in cm."""
    return 10 * np.sin(3 * t) + 5 * np.cos(5 * t)


def nodes(kind):
    """Return where the ducklings swim: evenly spaced, or at the zeros of a Chebyshev polynomial."""
    if kind == "even":
        return np.linspace(-1, 1, DUCKLINGS)
    return -np.cos(np.pi * (np.arange(DUCKLINGS) + 0.5) / DUCKLINGS)


def condition(kind, p):
    """Return the largest singular value of the features over the smallest."""
    return np.linalg.cond(chebvander(nodes(kind), p - 1))


def told(kind, seeds):
    """Return the heights that the ducklings tell, a column for each seed."""
    blur = [np.random.default_rng([seed, 3]).standard_normal(DUCKLINGS) for seed in seeds]
    return water(nodes(kind))[:, None] + BLUR * np.array(blur).T


def fitted(kind, p, y, t, weights=1.0):
    """Fit p Chebyshev polynomials by least squares of minimum norm; return heights at t."""
    model = LinearRegression(fit_intercept=False)
    model.fit(chebvander(nodes(kind), p - 1) * weights, y)
    return model.predict(chebvander(t, p - 1) * weights), model.coef_ * weights


def miss(heights, t):
    """Return how far heights (columns) typically are from the true water: the root of the MSE."""
    return np.sqrt(np.mean((heights - water(t)[:, None]) ** 2, axis=0))


@lru_cache
def errors(kind):
    """Return the median error of thirty tellings, by number of polynomials."""
    y = told(kind, range(100, 130))
    return np.array([np.median(miss(fitted(kind, p, y, ALONG)[0], ALONG)) for p in WAVES])


def wave(state):
    """Return the water that p polynomials draw through the ducklings, and the error by p.

    A guess at the Chebyshev nodes is drawn, and then answered: the ducklings swim there.
    """
    is_answered = state["guess"] != ""
    kind, p = "Chebyshev" if is_answered else state["nodes"], state["polynomials"]
    is_known = is_answered or not state["asked"]
    y = told(kind, [4])
    heights, _ = fitted(kind, p, y, stage.SHORE)
    typical = float(errors(kind)[p == WAVES][0])
    return {
        **stage.water(nodes(kind), y[:, 0], heights[:, 0], water(stage.SHORE)),
        "even": stage.errors(WAVES, errors("even")),
        "calm": stage.errors(WAVES, errors("Chebyshev"), is_known),
        "guessed": stage.guessed(state["guess"], WAVES, errors("even")),
        "here": stage.row(x=p, y=np.log10(typical), condition=stage.ratio(condition(kind, p)))
        | stage.row(ducklings=DUCKLINGS, root=np.sqrt(2))
        | stage.row(said=stage.waves(p, DUCKLINGS, typical)),
        "whole": stage.row(spike=errors("even")[WAVES == DUCKLINGS])
        | stage.row(flat=errors("Chebyshev")[WAVES == DUCKLINGS], blur=BLUR)
        | stage.row(heard=", and for Chebyshev nodes it has none" if is_known else ""),
        "quiz": stage.quiz(*(errors(kind)[WAVES >= DUCKLINGS] for kind in ("even", "Chebyshev"))),
    }


# ── deeper: a small norm is not enough ───────────────────────────────────────────────────────────

COSTS = {"equal": 0, "growing": 1}  # the power of 1 / (1 + k) that polynomial k is multiplied by


def needle(p, cost, seeds, t):
    """Return heights and coefficients of the shortest fit, where fast waves may cost more."""
    weights = (1.0 + np.arange(p)) ** -COSTS[cost]
    return fitted("Chebyshev", p, told("Chebyshev", seeds), t, weights)


def needles(state):
    """Return the shortest of all fits by p polynomials, in the norm that the reader chooses."""
    p, cost = state["polynomials"], state["cost"]
    heights, coefficients = needle(p, cost, [4], stage.SHORE)
    own, _ = needle(p, cost, [4], ALONG)
    y = told("Chebyshev", [4])
    return {
        **stage.water(nodes("Chebyshev"), y[:, 0], heights[:, 0], water(stage.SHORE)),
        "here": stage.row(p=p, length=np.linalg.norm(coefficients), miss=miss(own, ALONG)[0])
        | stage.row(said=stage.price(cost, p, DUCKLINGS)),
    }


# ── deeper: from hinges to a ruler ───────────────────────────────────────────────────────────────

FEW = 9  # ducklings
HINGES = np.array([7, 8, 9, 12, 16, 24, 48, 96])


def places_of(p):
    """Return where p hinges are, from shore to shore."""
    return 2 * (np.arange(p) + 0.5) / p - 1


def lines_apart(x):
    """Return straight lines at x as two columns, and the directions in which none of them lies."""
    straight = np.vander(x, 2)
    return straight, np.linalg.qr(straight, mode="complete")[0][:, 2:].T


def chain(p, x, y, t):
    """Return heights at t of planks with p hinges that touch all ducklings, and the p bends.

    Of all that fit, the bends have the smallest sum of squares. Height and slope cost nothing.
    """
    at = places_of(p)
    bent, there = (np.maximum(0, each[:, None] - at) for each in (x, t))
    straight, apart = lines_apart(x)
    bends = duck(apart @ bent, apart @ y)
    slope = np.linalg.lstsq(straight, y - bent @ bends)[0]
    return np.vander(t, 2) @ slope + there @ bends, bends


def elastic(x, y, t):
    """Return heights at t of the chain with hinges everywhere: the natural cubic spline.

    It needs sums over all hinges of what each does at two places. They are integrals, in closed
    form.
    """

    def shared(a, b):
        low, high = np.minimum.outer(a, b) + 1, np.maximum.outer(a, b) + 1
        return low**2 * (3 * high - low) / 6

    straight, apart = lines_apart(x)
    pulls = apart.T @ np.linalg.solve(apart @ shared(x, x) @ apart.T, apart @ y)
    slope = np.linalg.lstsq(straight, y - shared(x, x) @ pulls)[0]
    return np.vander(t, 2) @ slope + shared(t, x) @ pulls


def ruler(state):
    """Return planks over nine ducklings, and the shape that they come to with ever more hinges."""
    p, x = int(HINGES[state["size"] - 1]), np.linspace(-1, 1, FEW)
    y = water(x) + BLUR * np.random.default_rng([1, 3]).standard_normal(FEW)
    planks, smooth = chain(p, x, y, stage.SHORE)[0], elastic(x, y, stage.SHORE)
    return {
        **stage.water(x, y, planks, smooth, every=2),
        "hinges": stage.hinges(places_of(p)),
        "here": stage.row(p=p, off=np.sqrt(np.mean((planks - smooth) ** 2)))
        | stage.row(ducklings=FEW, said=stage.bends(p, FEW)),
    }


# ── deeper: ridge, tuned ─────────────────────────────────────────────────────────────────────────

SHARES = np.array([0, 0.001, 0.01, 0.1, 0.3, 1])  # of the best penalty
ROOM = np.arange(2, 65)


@lru_cache
def stretches(p):
    """Return the singular values of sixty worlds."""
    draws = np.random.default_rng([p, 11]).standard_normal((60, N, p))
    return np.linalg.svd(draws, compute_uv=False)


def best(p):
    """Return the penalty that makes the mean squared distance least, for every X."""
    return p * DUG**2 / FAR**2


def ridge_risk(p, penalty):
    """Return the typical root of the mean squared distance, with ridge's penalty.

    Each direction of singular value s loses the share penalty / (s² + penalty) of the pond, and
    one without any brook loses all. The noise comes back s / (s² + penalty) times as strong.
    """
    s2 = stretches(p) ** 2
    lost = np.sum((penalty / (s2 + penalty)) ** 2, axis=1) + max(0, p - N)
    luck = np.sum(s2 / (s2 + penalty) ** 2, axis=1)
    return np.sqrt(np.median(FAR**2 * lost / p + DUG**2 * luck))


@lru_cache
def tuned(share):
    """Return the typical distance by p, with a share of the best penalty."""
    return np.array([ridge_risk(int(p), share * best(p)) for p in ROOM])


def ridge(state):
    """Return distances without a penalty, and with a share of the best one."""
    share = float(SHARES[state["lazy"]])
    now, bare = tuned(share), tuned(0.0)
    return {
        "bare": stage.curve(ROOM, np.log10(bare), metres=bare),
        "tuned": stage.curve(ROOM, np.log10(now), metres=now),
        "here": stage.row(portion=stage.portion(share), at=now[ROOM == N])
        | stage.row(said=stage.hill(now)),
    }
