"""Two hundred octopuses chart one sea bed, each from forty soundings of her own.

All their charts are made by scikit-learn, in three ways: means of the nearest soundings, a
polynomial, and ridge regression on bumps. Each is a *linear smoother*: a chart is a weighted sum of
soundings, and the weights know nothing of the depths. So what 200 charts have in common, and how
they differ, can be measured by sending 200 octopuses out, and also computed without any. Heights
are in metres, 0 at the surface and negative below it. Where things are drawn is in ``stage.py``.
"""

from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri  # the normal distribution's, and its inverse
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import stage

STATES = {
    "sisters": {"view": "one", "sister": 1, "clear": False, "seed": 0},
    "answers": {"dial": 4, "at": 1.2, "seed": 0},
    "dial": {"tool": "nearest", "dial": 4, "drawn": {}, "shown": True, "seed": 0},
    "closed": {"view": "explore", "tool": "nearest", "dial": 8, "guess": -1, "seed": 1},
    "optimism": {"parameters": 6},
    "alone": {"moved": {}, "shown": False, "seed": 0},
    "drift": {"seed": 0},
    "ferry": {"lean": "45 %", "spread": 0.02},
    "average": {"charts": 1},
    "shrink": {"pull": 0.0, "seed": 0},
}

SISTERS, N = 200, 40  # octopuses, and soundings of each
SIGMA = 6.0  # metres that the swell adds or takes
NOISE = SIGMA**2
# The soundings, in km: not quite evenly spaced, so no two are equally near to any place.
WHERE = 0.05 + 0.1 * np.arange(N) + np.random.default_rng(1).uniform(-0.03, 0.03, N)
STOPS = np.linspace(0, 4, 41)  # where charts are drawn
EVERYWHERE = (np.arange(160) + 0.5) / 40  # where they are tested
TOOTH, TOOTH_STOP = 1.2, 12  # km: where the summit is, and which stop that is


def bed(x):
    """Return how high the sea bed lies: a summit, the Tooth, and a trench."""
    tooth, trench = 20 * np.exp(-(((x - 1.2) / 0.33) ** 2)), 14 * np.exp(-(((x - 2.7) / 0.55) ** 2))
    return -30 + tooth - trench + 3 * np.cos(3 * x)


# ── three ways to draw a chart, from stiff to wild ───────────────────────────────────────────────


def legendre(degree):
    """Return the features of a polynomial: Legendre's, which do not lose digits as powers do."""
    return FunctionTransformer(lambda x: np.polynomial.legendre.legvander(x[:, 0] / 2 - 1, degree))


def nearest(k):
    """Average the k nearest soundings; a tree finds them, with no threads to start and stop."""
    return KNeighborsRegressor(k, algorithm="kd_tree")


def polynomial(degree):
    """Fit a polynomial by least squares."""
    return make_pipeline(legendre(degree), LinearRegression(fit_intercept=False))


def ridge(penalty):
    """Fit 21 bumps by ridge regression: the larger the penalty, the flatter the chart."""
    bumps = FunctionTransformer(lambda x: np.exp(-(((x - np.linspace(0, 4, 21)) / 0.3) ** 2)))
    return make_pipeline(bumps, Ridge(penalty))


TOOLS = {"nearest": nearest, "polynomial": polynomial, "ridge": ridge}
SETTINGS = {  # of the dial, from 1, the stiffest, to 12, the wildest
    "nearest": (40, 30, 22, 16, 12, 9, 7, 5, 4, 3, 2, 1),
    "polynomial": (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 14),
    "ridge": (1000, 300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.01, 0.001, 0.0001),
}
DIAL = np.arange(1, 13)


@lru_cache(maxsize=64)
def smoother(tool, setting):
    """Fit a model to forty unit vectors, so that it predicts the weights of forty soundings."""
    return TOOLS[tool](setting).fit(WHERE[:, None], np.eye(N))


def weights(tool, setting, at):
    """Return the weight of each sounding (a column) in the chart at each place (a row)."""
    return smoother(tool, setting).predict(np.atleast_1d(at)[:, None])


@lru_cache(maxsize=128)
def kept_weights(tool, setting, at):
    """Return the weights at places that many charts share, whatever the octopuses measure."""
    return weights(tool, setting, np.array(at))


# ── two hundred octopuses ────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=32)
def soundings(seed):
    """Return what each sister measures: the bed below her, and the swell of that day."""
    return bed(WHERE) + SIGMA * np.random.default_rng(seed).standard_normal((SISTERS, N))


@lru_cache(maxsize=32)
def fresh(seed, at=tuple(EVERYWHERE)):
    """Return soundings that no sister has seen, one for each sister at each place."""
    swell = np.random.default_rng([seed, 1]).standard_normal((SISTERS, len(at)))
    return bed(np.array(at)) + SIGMA * swell


def charts(tool, setting, at, seed, n=SISTERS):
    """Return the charts of the first n sisters (rows) at some places (columns)."""
    return soundings(seed)[:n] @ kept_weights(tool, setting, tuple(at)).T


def decompose(fits, truth):
    """Return squared bias and variance of fits (rows) at each place, around their own mean."""
    return (fits.mean(axis=0) - truth) ** 2, fits.var(axis=0)


@lru_cache(maxsize=64)
def measured(tool, seed):
    """Return, by setting: bias² and variance of 200 charts, their error, and its uncertainty.

    The error is measured on fresh soundings. What it differs by from bias² + variance + noise is
    the luck of these soundings alone; the last row is the standard error of that difference.
    """
    found = []
    for setting in SETTINGS[tool]:
        fits = charts(tool, setting, EVERYWHERE, seed)
        off = fits - bed(EVERYWHERE)
        luck = (fresh(seed) - fits) ** 2 - off**2  # of one fresh sounding; its mean is the noise
        bias2, variance = decompose(fits, bed(EVERYWHERE))
        error = np.std(luck) / np.sqrt(luck.size)
        found.append([bias2.mean(), variance.mean(), np.mean(luck + off**2), error])
    return np.array(found).T


# ── the core: many charts, one place, one dial ───────────────────────────────────────────────────

FIRST = 8  # the dial of the first scene: five nearest soundings


def sisters(state):
    """Return one chart, a chart in each of many tiles, or all of them over each other."""
    view, chosen = state["view"], state["sister"] - 1
    fits = charts("nearest", SETTINGS["nearest"][FIRST - 1], STOPS, state["seed"])
    summit, middle = -fits[: stage.SHOWN, TOOTH_STOP].round(2), fits.mean(axis=0)
    return {
        **stage.fleet(view, chosen, STOPS, fits),
        **stage.lead_lines(WHERE, soundings(state["seed"])[chosen], view == "one"),
        "bed": stage.line(STOPS, bed(STOPS)) | {"seen": np.full(41, float(state["clear"]))},
        "says": stage.row(summit=summit[chosen], highest=summit.min(), deepest=summit.max())
        | stage.row(name=stage.name(state["sister"]), sisters=SISTERS, soundings=N, swell=SIGMA)
        | stage.row(water=stage.water(state["clear"], -middle[TOOTH_STOP], -bed(TOOTH))),
    }


def answers(state):
    """Return what all sisters say of the depth at one place, and whom one of them has asked."""
    at, k = state["at"], SETTINGS["nearest"][state["dial"] - 1]
    share = weights("nearest", k, at)[0]
    said = soundings(state["seed"]) @ share
    truth, middle, spread = bed(at), said.mean(), said.std()
    return {
        **stage.some(STOPS, charts("nearest", k, STOPS, state["seed"])),
        **stage.votes(at, WHERE, soundings(state["seed"])[0], share, said[0]),
        "swarm": stage.swarm(said),
        "bed": stage.line(STOPS, bed(STOPS)),
        "here": stage.row(at=at, k=k, heads=stage.HEADS, verdict=stage.verdict(said, truth))
        | stage.centimetres(depth=-truth, charted=-middle)
        | stage.centimetres(bias=abs(middle - truth), spread=spread),
    }


def dial(state):
    """Return the cloud of charts at a setting, and what the error is made of at every setting."""
    tool, at, seed = state["tool"], state["dial"] - 1, state["seed"]
    setting = SETTINGS[tool][at]
    fits = charts(tool, setting, STOPS, seed)
    bias2, variance, error, luck = measured(tool, seed).round(4)
    knots = stage.knots(state["drawn"], DIAL, state["shown"])
    best = int(np.argmin(bias2 + variance))
    return {
        **stage.cloud(STOPS, fits),
        "bed": stage.line(STOPS, bed(STOPS)),
        "parts": stage.unless(not state["shown"], stage.stack(DIAL, bias2, variance, NOISE)),
        "measured": stage.unless(not state["shown"], stage.whiskers(DIAL, error, luck)),
        "knots": knots,
        "rail": stage.rail(state["shown"]),
        "here": stage.row(x=DIAL[at], setting=stage.setting_in_words(tool, setting))
        | stage.row(bias2=bias2[at], variance=variance[at], noise=NOISE)
        | stage.row(sum=stage.added(bias2[at], variance[at], NOISE))
        | stage.row(error=error[at], luck=luck[at])
        | stage.row(verdict=stage.compared(at, best))
        | stage.row(seen=state["shown"]),
        "best": stage.row(dial=best + 1, error=error[best], stiff=error[0], wild=error[-1])
        | stage.row(sisters=SISTERS, heard=stage.ends(state["shown"], error)),
        "guess": stage.row(
            drawn=stage.drawn(state["drawn"]),
            verdict=stage.guessed(state["drawn"], knots["y"], error),
        ),
    }


# ── deeper: the closed form ──────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)
def closed_form(tool):
    """Return bias², variance and degrees of freedom at each setting, without any simulation."""
    found = []
    for setting in SETTINGS[tool]:
        w = weights(tool, setting, EVERYWHERE)
        bias2 = np.mean((w @ bed(WHERE) - bed(EVERYWHERE)) ** 2)
        variance = NOISE * np.mean(np.sum(w**2, axis=1))
        found.append([bias2, variance, np.trace(weights(tool, setting, WHERE))])
    return np.array(found).T


BACK = (10, 25, 50, 100, SISTERS)  # how many octopuses have come back, one answer after another


@lru_cache(maxsize=32)
def counted(tool, seed, n):
    """Return bias² and variance at each setting, as so many octopuses measure them."""
    fits = [charts(tool, each, EVERYWHERE, seed, n) for each in SETTINGS[tool]]
    return np.array([unbiased(fit) for fit in fits]).T


def closed(state):
    """Yield bias² and variance of 10, 25, 50, 100 and 200 charts, beside the closed form."""
    tool, at = state["tool"], state["dial"] - 1
    known = state["view"] != "guess" or state["guess"] >= 0
    bias2, variance, freedom = closed_form(tool)
    setting = SETTINGS[tool][at]
    square, place = stage.heat(weights(tool, setting, WHERE)), {"key": DIAL, "x": DIAL}
    theory = place | {"bias2": bias2, "variance": variance}
    for n in BACK:
        some = counted(tool, state["seed"], n)
        yield {
            "weights": square,
            "theory": stage.unless(not known, theory),
            "dots": stage.unless(not known, place | {"bias2": some[0], "variance": some[1]}),
            "here": stage.row(x=DIAL[at], setting=stage.setting_in_words(tool, setting), charts=n)
            | stage.row(freedom=freedom[at], bias2=bias2[at], variance=variance[at])
            | stage.row(dots_variance=some[1][at])
            | stage.row(heard=stage.settled(known, n)),
            "nearest": stage.row(variance=closed_form("nearest")[1][-1], noise=NOISE)
            | stage.row(bias_of_five=closed_form("nearest")[0][FIRST - 1])
            | stage.row(variance_of_five=closed_form("nearest")[1][FIRST - 1]),
        }


def unbiased(fits):
    """Return mean bias² and variance, without what the luck of n charts adds to their mean."""
    bias2, variance = decompose(fits, bed(EVERYWHERE))
    variance = variance * len(fits) / (len(fits) - 1)
    return [np.mean(bias2 - variance / len(fits)), variance.mean()]


# ── deeper: what training error hides, and one sister alone ──────────────────────────────────────

PARAMETERS = np.arange(1, 16)  # of polynomials of degree 0 to 14
JUDGES = ("train", "loo", "cp", "truth")


@lru_cache
def mirrored():
    """Return training error and fresh error at the same places, by parameters, with closed forms.

    Rows: both as 200 charts measure them, then the middle between them, and half their distance.
    """
    found = []
    for p in PARAMETERS:
        w = weights("polynomial", p - 1, WHERE)
        fits = soundings(0) @ w.T
        train = np.mean((soundings(0) - fits) ** 2)
        test = np.mean((fresh(0, tuple(WHERE)) - fits) ** 2)
        bias2 = np.mean((w @ bed(WHERE) - bed(WHERE)) ** 2)
        found.append([train, test, bias2 + NOISE, NOISE * p / N])
    return np.array(found).T


def optimism(state):
    """Return training error and the error on fresh soundings, mirrored on the line between them."""
    train, test, middle, half = mirrored()
    at = state["parameters"] - 1
    gap = round(test[at], 1) - round(train[at], 1)  # of the two as they are printed
    return {
        "errors": {
            "key": PARAMETERS,
            "x": PARAMETERS,
            "train": train,
            "test": test,
            "middle": middle,
            "low": middle - half,
            "high": middle + half,
        },
        "here": stage.row(x=PARAMETERS[at], p=PARAMETERS[at], gap=2 * half[at])
        | stage.row(low=middle[at] - half[at], high=middle[at] + half[at])
        | stage.row(train=train[at], test=test[at], measured=gap),
    }


@lru_cache(maxsize=32)
def of_polynomial(p):
    """Return the weights of a polynomial with p parameters at the soundings, and everywhere."""
    return weights("polynomial", p - 1, WHERE), weights("polynomial", p - 1, EVERYWHERE)


def judged(y):
    """Judge polynomials by a sister's soundings: training error, leave-one-out, Cp, the truth.

    The last axis of ``y`` is her soundings, and that of what is returned the number of parameters.
    No model is fitted again for leave-one-out: the residual of a sounding that is left out is that
    of the whole fit over 1 - its own weight.
    """
    found = []
    rest = y - y @ of_polynomial(PARAMETERS[-1])[0].T
    variance = np.sum(rest**2, axis=-1) / (N - PARAMETERS[-1])  # nobody tells her the noise
    for p in PARAMETERS:
        w, everywhere = of_polynomial(p)
        residual = y - y @ w.T
        left_out = residual / (1 - np.diag(w))
        off = y @ everywhere.T - bed(EVERYWHERE)
        train, loo, true = (np.mean(each**2, axis=-1) for each in (residual, left_out, off))
        found.append([train, loo, train + 2 * variance * p / N, true + NOISE])
    return np.moveaxis(np.array(found), 0, -1)


@lru_cache
def choosers():
    """Return what each way of choosing a degree costs on fresh soundings, over all sisters."""
    judgements = judged(soundings(0))
    truth = judgements[3]
    chosen = np.argmin(judgements, axis=2)
    return np.array([truth[np.arange(SISTERS), each].mean() for each in chosen])


def alone(state):
    """Return what one sister can know: her soundings, which the reader may move, and judges."""
    y = soundings(state["seed"])[0].copy()
    before = judged(y)
    for key, (_, height) in state["moved"].items():
        y[int(key)] = height
    judgements = judged(y)
    best = np.argmin(judgements, axis=1)
    degree = int(best[1])  # leave-one-out's
    return {
        "soundings": stage.line(WHERE, y) | {"draggable": np.ones(N, dtype=bool)},
        "chart": stage.line(STOPS, weights("polynomial", degree, STOPS) @ y),
        "bed": stage.line(STOPS, bed(STOPS)) | {"seen": np.full(41, float(state["shown"]))},
        "judges": stage.judges(JUDGES, PARAMETERS, judgements, state["shown"]),
        "picks": {
            "key": list(JUDGES),
            "judge": list(JUDGES),
            "x": PARAMETERS[best],
            "y": judgements[np.arange(4), best],
            "degree": best,
            "cost": judgements[3][best],
            "mean": choosers(),
            "seen": [1.0, 1.0, 1.0, float(state["shown"])],
        },
        "moves": stage.row(n=len(state["moved"]), was=before[3][np.argmin(before[1])])
        | stage.row(limit=1.5 * before[3][np.argmin(before[1])]),
    }


# ── deeper: drifting boats ───────────────────────────────────────────────────────────────────────

DRIFTERS, DEGREE = 25, 9  # soundings of each sister, wherever the current takes her


def drift(state):
    """Yield the charts of sisters whose soundings lie anywhere: their mean, and their median."""
    rng = np.random.default_rng([state["seed"], 2])
    x = rng.uniform(0, 4, (SISTERS, DRIFTERS))
    y = bed(x) + SIGMA * rng.standard_normal(x.shape)
    grid = np.append(STOPS, EVERYWHERE)[:, None]
    fits = np.empty((SISTERS, len(grid)))
    for i in range(SISTERS):
        fits[i] = polynomial(DEGREE).fit(x[i][:, None], y[i]).predict(grid)
        if i + 1 in BACK:
            some = fits[: i + 1]
            errors = np.mean((some[:, 41:] - bed(EVERYWHERE)) ** 2, axis=1)
            worst = int(np.argmax(errors))
            yield {
                **stage.cloud(STOPS, some[:, :41]),
                "bed": stage.line(STOPS, bed(STOPS)),
                "mean": stage.clipped(STOPS, some[:, :41].mean(axis=0)),
                "median": stage.clipped(STOPS, np.median(some[:, :41], axis=0)),
                "errors": stage.tally(errors),
                "says": stage.row(charts=i + 1, mean=errors.mean(), median=np.median(errors))
                | stage.row(worst=errors[worst], blame=stage.blame(worst + 1, errors)),
            }


# ── deeper: yes or no ────────────────────────────────────────────────────────────────────────────

DEEP_ENOUGH = 0.7  # the chance that the tide lets the ferry pass
SPREADS = np.arange(1, 16) / 50
LEANS = {"45 %": 0.45, "55 %": 0.55}  # what the octopuses say on average


def wrong_advice(lean, spread):
    """Return how often advice is wrong: "sail" if an estimate, normal, is above one half."""
    stay = ndtr((0.5 - lean) / spread)
    return DEEP_ENOUGH * stay + (1 - DEEP_ENOUGH) * (1 - stay)


def ferry(state):
    """Return what the sisters estimate, and how often their advice is wrong."""
    lean, spread = LEANS[state["lean"]], state["spread"]
    wrong = wrong_advice(lean, spread)
    return {
        "crowd": stage.crowd(lean + spread * ndtri((np.arange(60) + 0.5) / 60)),
        "curve": {"key": np.arange(15), "x": SPREADS, "y": 100 * wrong_advice(lean, SPREADS)},
        "here": stage.row(x=spread, y=100 * wrong, lean=lean, good=DEEP_ENOUGH, wrong=wrong)
        | stage.row(stay=ndtr((0.5 - lean) / spread))
        | stage.row(verdict=stage.advice(wrong, wrong_advice(lean, SPREADS[0]))),
    }


# ── deeper: average, and shrink ──────────────────────────────────────────────────────────────────


def average(state):
    """Return charts that are each the mean of several wild ones."""
    m = state["charts"]
    wild = charts("nearest", 1, STOPS, 0)
    groups = wild[: SISTERS // m * m].reshape(-1, m, len(STOPS)).mean(axis=1)
    bias2, variance, _ = closed_form("nearest")[:, -1]
    return {
        **stage.cloud(STOPS, groups),
        **stage.crew(m),
        "bed": stage.line(STOPS, bed(STOPS)),
        "parts": stage.pile(bias2, variance / m, NOISE),
        "here": stage.row(charts=m, bias2=bias2, variance=variance / m),
    }


LAGOONS = np.array([-21.0, -24.0, -25.0, -28.0, -29.0, -31.0, -32.0, -34.0, -36.0, -40.0])
PULLS = np.linspace(0, 1, 21)


def james_stein(y):
    """Return how far James and Stein pull each row of readings to its mean; at most all the way."""
    around = np.sum((y - y.mean(axis=1, keepdims=True)) ** 2, axis=1)
    return np.minimum(1, (y.shape[1] - 3) * NOISE / around)


def pulled(y, pull):
    """Pull readings (rows) towards their own mean."""
    middle = y.mean(axis=1, keepdims=True)
    return middle + (1 - np.reshape(pull, (-1, 1))) * (y - middle)


@lru_cache
def contest():
    """Let 2,000 days decide: mean squared error of raw readings and of James and Stein's."""
    y = LAGOONS + SIGMA * np.random.default_rng(5).standard_normal((2000, len(LAGOONS)))
    raw = np.mean((y - LAGOONS) ** 2, axis=1)
    shrunk = np.mean((pulled(y, james_stein(y)) - LAGOONS) ** 2, axis=1)
    return raw.mean(), shrunk.mean(), np.mean(shrunk < raw)


def shrink(state):
    """Return one reading in each of ten lagoons, pulled towards their mean, and what it costs."""
    rng = np.random.default_rng([state["seed"], 3])
    y = LAGOONS + SIGMA * rng.standard_normal((1, len(LAGOONS)))
    d, apart = len(LAGOONS), np.var(LAGOONS)
    bias2, variance = PULLS**2 * apart, NOISE * (1 + (d - 1) * (1 - PULLS) ** 2) / d
    now, own = pulled(y, [state["pull"]])[0], james_stein(y)
    raw, shrunk, won = contest()
    at = round(20 * state["pull"])
    return {
        "lagoons": stage.lagoons(LAGOONS, y[0], now),
        "costs": {"key": PULLS, "x": PULLS, "bias2": bias2, "total": bias2 + variance},
        "here": stage.row(x=state["pull"], y=bias2[at] + variance[at])
        | stage.row(bias2=bias2[at], variance=variance[at], own=own[0])
        | stage.row(today=np.mean((now - LAGOONS) ** 2), untouched=np.mean((y - LAGOONS) ** 2))
        | stage.row(raw=raw, shrunk=shrunk, won=won),
    }
