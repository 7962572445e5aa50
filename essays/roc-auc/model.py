"""Planes and gulls on a radar screen, and what a curve says of a score that tells them apart.

Four scenes, each a pure function of its state. ``screen`` hangs an alarm bell, ``staircase`` builds
the ROC curve and the area under it, ``choice`` looks for the cheapest bell, and ``clinic`` fits
scikit-learn's classifiers to tumours. Curves are kept as counts, so that they are exact. Where
things are drawn is in ``stage.py``.
"""

from functools import lru_cache
from itertools import groupby

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from stage import (
    axes,
    corners,
    crowded,
    edges,
    lid_over,
    lit_cells,
    outcome,
    ranks,
    ruler_at,
    spelt,
    stand,
    tallies,
    tangent,
    threshold_line,
    walk,
)

BELL = 50  # where it hangs at first, in every scene
STATES = {
    "screen": {"view": "scope", "window": False, "threshold": BELL},
    "staircase": {  # -1: no guess yet
        "view": "steps",
        "large": 0,
        "moved": {},
        "stretch": "none",
        "flock": 1,
        "guess": -1,
    },
    "choice": {"view": "trail", "threshold": BELL, "cost": 2},
    "clinic": {
        "naive_bayes": False,
        "features": "texture",
        "prevalence": 0.3,
        "cost": 5,
        "calibration": 0,
        "asked": 0,
        "guess": -1,
        "whom": "",  # a guess in words
    },
}

PLANES = [93, 88, 81, 74, 70, 62, 55, 47, 38, 26]  # strengths of the echoes, 0 to 100
GULLS = [77, 66, 62, 52, 45, 43, 40, 35, 31, 29, 24, 20, 17, 12, 7]
STRENGTH = np.array(PLANES + GULLS, dtype=float)
IS_PLANE = np.arange(len(STRENGTH)) < len(PLANES)
KEYS = [f"plane {i + 1}" for i in range(len(PLANES))] + [f"gull {i + 1}" for i in range(len(GULLS))]
KIND = [key.split()[0] for key in KEYS]


# ── the curve ────────────────────────────────────────────────────────────────────────────────────


def roc(scores, positive):
    """Return the ROC curve in counts: false positives, true positives, and the thresholds.

    The first corner is (0, 0), where nothing is called positive and which no score stands for. Each
    further corner calls positive whatever scores at least its threshold.
    """
    order = np.argsort(-scores, kind="stable")
    ranked, is_positive = scores[order], positive[order]
    last = np.flatnonzero(np.append(np.diff(ranked) != 0, True))  # of those that are tied
    fp = np.append(0, np.cumsum(~is_positive)[last])
    tp = np.append(0, np.cumsum(is_positive)[last])
    return fp, tp, ranked[last]


def duels(scores, positive):
    """Set each positive (a row) against each negative: 1 if it scores higher, 1/2 for a tie."""
    ours, theirs = scores[positive][:, None], scores[~positive]
    return (ours > theirs) + 0.5 * (ours == theirs)


def auc(scores, positive):
    """Return the share of duels won, U / (n+ n-); None if there is nobody to fight."""
    won = duels(scores, positive)
    return won.mean() if won.size else None


def hull(fp, tp):
    """Return which corners the upper convex hull of a curve keeps: it only ever turns right."""
    kept = []
    for i in range(len(fp)):
        while len(kept) > 1:
            a, b = kept[-2], kept[-1]
            turn = (fp[b] - fp[a]) * (tp[i] - tp[a]) - (tp[b] - tp[a]) * (fp[i] - fp[a])
            if turn < 0:
                break
            kept.pop()  # b lies below the line from a to i, or on it
        kept.append(i)
    return np.array(kept)


def calibrated(scores, positive):
    """Return for each score the share of positives along its edge of the hull."""
    fp, tp, thresholds = roc(scores, positive)
    corners = hull(fp, tp)
    hits, alarms = np.diff(tp[corners]), np.diff(fp[corners] + tp[corners])
    corner = np.searchsorted(-thresholds, -scores) + 1  # the one at which a score is called
    return (hits / alarms)[np.searchsorted(corners, corner) - 1]


# ── scene one: the screen ────────────────────────────────────────────────────────────────────────


def screen(state):
    """Return the echoes, on the scope or on shelves, and what becomes of them at the bell."""
    view, is_seen = state["view"], state["window"]
    tables = watch(view, state["threshold"])
    if view != "scope":
        return tables | {"told": {"says": [outcome(*tables["counts"]["n"])]}}
    tables["echoes"] |= {
        "look": KIND if is_seen else ["dot"] * len(KEYS),
        "size": 6 + 0.07 * STRENGTH if is_seen else 1.5 + 0.05 * STRENGTH,
        "called": np.full(len(KEYS), True),
    }
    return tables | {"told": {"says": [largest(is_seen)]}}


def watch(view, threshold):
    """Return what stands on the stage when the bell hangs at a threshold."""
    called = threshold <= STRENGTH
    tp, fp = np.sum(called & IS_PLANE), np.sum(called & ~IS_PLANE)
    fn, tn = len(PLANES) - tp, len(GULLS) - fp
    x, y, size = stand(view, STRENGTH, IS_PLANE)
    return {
        "echoes": {
            "key": KEYS,
            "kind": KIND,
            "look": KIND,
            "strength": STRENGTH,
            "x": x,
            "y": y,
            "size": size,
            "called": called,
        },
        "threshold": threshold_line(view),
        "counts": {
            "key": ["TP", "FN", "FP", "TN"],
            "n": [tp, fn, fp, tn],
            "says": tallies(tp, fn, fp, tn),
            **corners(view),
        },
        "point": corner(called, flock=1, shown=view == "trail"),
        "totals": {"key": ["planes", "gulls"], "n": [len(PLANES), len(GULLS)]},
        "walk": {"key": KEYS, **walk(STRENGTH, IS_PLANE, KIND, drawn=called & (view == "trail"))},
    }


def largest(is_seen):
    """Say what is known of the ten largest dots."""
    if not is_seen:
        return "So far, a dot is a dot."
    planes = IS_PLANE[np.argsort(-STRENGTH, kind="stable")[: len(PLANES)]].sum()
    return (
        f"Of the {len(PLANES)} largest dots, {planes} are planes. "
        f"The other {len(PLANES) - planes} are gulls, and {len(PLANES) - planes} planes hide among "
        "the small dots."
    )


def only(values):
    """Return a table of named values; what is undefined has no row in it."""
    return {"key": list(values), "value": list(values.values())}


# ── scene two: the staircase ─────────────────────────────────────────────────────────────────────

STRETCHES = {
    "none": lambda share: share,
    "cube": lambda share: share**3,
    "root": np.sqrt,
    "S": lambda share: (1 + np.tanh(5 * (share - 0.5))) / 2,
}
NEIGHBOURS = [PLANES.index(81), len(PLANES)]  # a plane, and the gull that comes next


def staircase(state):
    """Return the curve as a string of steps, and the duels that make up the area under it."""
    view, flock, is_large = state["view"], state["flock"], state["large"] > 0
    strength = STRENGTH.copy()
    for key, (x, _) in state["moved"].items():
        strength[KEYS.index(key)] = np.clip(x, 0, 100)
    is_guessed = state["guess"] >= 0
    if view == "swap" and is_guessed:
        strength[NEIGHBOURS] = strength[NEIGHBOURS[::-1]]

    def stretched(values):
        return (100 * STRETCHES[state["stretch"]](values / 100)).round(9)

    strength, alarm = stretched(strength), stretched(np.array(float(BELL)))
    called, won = strength >= alarm, duels(strength, IS_PLANE).sum()
    rank = ranks(strength, IS_PLANE)
    x, y, size = axes(rank, IS_PLANE) if is_large else stand("trail", strength, IS_PLANE)
    is_alarm = view in ("invariance", "alarm")
    return {
        "echoes": {
            "key": KEYS,
            "kind": KIND,
            "look": [kind if kind == "plane" or flock == 1 else f"flock-{flock}" for kind in KIND],
            "strength": strength,
            "rank": rank,
            "x": x,
            "y": y,
            "size": crowded(size, IS_PLANE, flock),
            "called": called | (not is_alarm),
            "draggable": np.full(len(KEYS), view in ("steps", "spelling", "alarm")),
        },
        "walk": {"key": KEYS, **walk(strength, IS_PLANE, KIND, drawn=[1] * len(KEYS))},
        "duels": arena(strength, shown=is_large),
        "threshold": {"key": ["threshold"], "x": [alarm], "opacity": [is_alarm]},
        "point": corner(called, flock, shown=is_alarm),
        "counts": {
            "U": [won],
            "planes": [len(PLANES)],
            "gulls": [len(GULLS)],
            "pairs": [len(PLANES) * len(GULLS)],
            "one": [1 / (len(PLANES) * len(GULLS))],
            "ringing": [flock * np.sum(called & ~IS_PLANE)],
            "hits": [np.sum(called & IS_PLANE)],
            "first": [np.sum(strength[IS_PLANE] > strength[~IS_PLANE].max())],
            "moved": [len(state["moved"])],
            "usual": [auc(STRENGTH, IS_PLANE)],
        },
        "measures": only(measure(strength, called, flock)),
        "says": {
            "key": ["word", "order", "lit", "spelt"],
            "text": [
                word(strength),
                overtaking(strength),
                lit_cells(view, is_guessed, auc(strength, IS_PLANE)),
                spelt(view, is_guessed),
            ],
        },
        **asides(),
    }


def overtaking(strength):
    """Say what a new ranking has done to the share of duels won."""
    area, usual = auc(strength, IS_PLANE), auc(STRENGTH, IS_PLANE)
    if np.array_equal(strength, STRENGTH):
        return "The curve climbs early, because most planes are stronger than most gulls."
    if area == 1:
        return "Now every plane is stronger than every gull. This is a perfect radar."
    if word(strength) == word(STRENGTH):
        return "The curve has not moved, because no plane and no gull have changed places."
    if area == usual:
        return "The curve has moved up in one place and down in another."
    if area > usual:
        return "The curve has come nearer to the upper left corner, so the radar is better."
    return "The curve has moved away from the upper left corner, so the radar is worse."


def measure(strength, called, flock):
    """Return the measures that are defined when each gull stands for a flock of this size."""
    tp, fp = np.sum(called & IS_PLANE), flock * np.sum(called & ~IS_PLANE)
    measures = {"TPR": tp / len(PLANES), "FPR": fp / (flock * len(GULLS))}
    measures["AUC"] = auc(strength, IS_PLANE)
    if tp + fp:
        measures["precision"] = tp / (tp + fp)
    return measures


def corner(called, flock, shown):
    """Return the point of the curve at which these echoes are called, and how to read it."""
    tp, fp = np.sum(called & IS_PLANE), np.sum(called & ~IS_PLANE)
    return {
        "key": ["threshold"],
        "fpr": [fp / len(GULLS)],
        "tpr": [tp / len(PLANES)],
        "says": [f"TPR {tp}/{len(PLANES)}"],
        "and": [f"FPR {flock * fp}/{flock * len(GULLS)}"],
        "opacity": [shown],
    }


def arena(strength, shown):
    """Return the grid of duels: planes from the strongest up, gulls from the strongest right."""
    planes, gulls = np.sort(strength[IS_PLANE])[::-1], np.sort(strength[~IS_PLANE])[::-1]
    won = duels(np.append(planes, gulls), IS_PLANE)
    plane, gull = np.indices(won.shape)
    ends = np.array(["the gull is stronger", "a tie", "the plane is stronger"])
    return {
        "key": np.arange(won.size),
        "plane": plane.ravel(),
        "gull": gull.ravel(),
        "won": won.ravel(),
        "ends": ends[(2 * won).astype(int)].ravel(),
        "opacity": np.full(won.size, shown),
    }


def word(strength):
    """Spell the curve from the strongest echo down: an arrow for each, and one for each tie.

    Planes and gulls of one strength are one tie, however many they are.
    """
    fp, tp, _ = roc(strength, IS_PLANE)
    letters = "".join(
        "↗" if up and right else "↑" * up + "→" * right
        for up, right in zip(np.diff(tp), np.diff(fp), strict=True)
    )
    return " ".join("".join(run) for _, run in groupby(letters))


@lru_cache
def asides():
    """Two curves of one area that cross, and two stations that are better together than apart."""
    words = {"early": "↑↑↑↑→→→→→↑↑↑↑→→→", "late": "↑↑↑→→→→↑↑↑↑↑→→→→"}
    areas, first, half = [], [], []
    for letters in words.values():
        scores, positive = -np.arange(float(len(letters))), np.array(list(letters)) == "↑"
        fp, tp, _ = roc(scores, positive)
        areas.append(auc(scores, positive))
        first.append(tp[fp == 0].max() / positive.sum())
        half.append(tp[2 * fp <= fp[-1]].max() / positive.sum())
    coast = np.arange(20) < 10  # nine planes and a gull there, nine gulls and a plane inland
    strength, positive = np.where(coast, 80.0, 20.0), np.isin(np.arange(20), (*range(9), 10))
    sites = {"coast": coast, "inland": ~coast, "both": coast | ~coast}
    return {
        "crossing": {"key": list(words), "auc": areas, "first": first, "half": half},
        "sites": {
            "key": list(sites),
            "auc": [auc(strength[here], positive[here]) for here in sites.values()],
        },
    }


# ── scene three: the choice ──────────────────────────────────────────────────────────────────────

BELLS = range(0, 101, 2)  # where the bell can be hung: some place between any two echoes


def choice(state):
    """Return what a bell costs, where a missed plane is as bad as some false alarms."""
    tables = watch(state["view"], state["threshold"])
    tables["walk"]["opacity"] = [1] * len(KEYS)  # the whole curve is known by now
    tables["counts"] = {name: tables["counts"][name] for name in ("key", "n")}
    _, missed, alarms, _ = tables["counts"]["n"]
    bill, least = cost_of(state["threshold"], state["cost"]), cheapest(state["cost"])
    verdict = "There is no cheaper bell." if bill == least else f"Another bell costs only {least}."
    tables["bill"] = {
        "missed": [missed],
        "alarms": [alarms],
        "cost": [state["cost"]],
        "total": [bill],
        "says": [f"This one costs {bill} nights. {verdict}"],
    }
    return tables


def cost_of(threshold, cost):
    """Return what all mistakes of a bell cost together, in false alarms."""
    called = threshold <= STRENGTH
    return int(cost * np.sum(~called & IS_PLANE) + np.sum(called & ~IS_PLANE))


def cheapest(cost):
    """Return what the cheapest bell costs."""
    return min(cost_of(threshold, cost) for threshold in BELLS)


# ── scene four: the clinic ──────────────────────────────────────────────────────────────────────

N_RESAMPLES = 400
SPLIT = 563  # of 1,000 splits one near the middle, by the areas of all three single measurements


@lru_cache(maxsize=128)
def tumours(split=SPLIT):
    """Return measurements by name, who is malignant, who trains, and who tests: a quarter."""
    data = load_breast_cancer()
    malignant = data.target == 0
    names = [name.removeprefix("mean ") for name in data.feature_names]
    train, test = train_test_split(
        np.arange(len(malignant)), test_size=0.25, stratify=malignant, random_state=split
    )
    return dict(zip(names, data.data.T, strict=True)), malignant, train, test


@lru_cache(maxsize=64)
def judge(naive_bayes, features, split=SPLIT):
    """Fit on the training patients; return the others' log odds, and which are malignant."""
    measurements, malignant, train, test = tumours(split)
    X = np.column_stack([measurements[feature] for feature in features.split(" + ")])
    if naive_bayes:
        model = GaussianNB().fit(X[train], malignant[train])
        return np.diff(model.predict_joint_log_proba(X[test]))[:, 0], malignant[test]
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))
    return model.fit(X[train], malignant[train]).decision_function(X[test]), malignant[test]


def both_models(features):
    """Put into words whether logistic regression and naive Bayes draw the same curve."""
    one, other = (roc(*judge(naive_bayes, features))[:2] for naive_bayes in (False, True))
    return "the same curve" if np.array_equal(one, other) else "different curves"


@lru_cache(maxsize=64)
def interval(naive_bayes, features):
    """Return the standard error of AUC (DeLong et al., 1988), and the middle 95 % of resamples.

    Patients are drawn with replacement, ill and well apart; a resample counts each as often as it
    was drawn, so that the duels need not be fought anew.
    """
    won = duels(*judge(naive_bayes, features))
    n, m = won.shape
    variance = np.var(won.mean(axis=1), ddof=1) / n + np.var(won.mean(axis=0), ddof=1) / m
    rng = np.random.default_rng(0)
    ill = rng.multinomial(n, np.full(n, 1 / n), N_RESAMPLES)
    well = rng.multinomial(m, np.full(m, 1 / m), N_RESAMPLES)
    areas = np.einsum("ri,ij,rj->r", ill, won, well, optimize=True) / won.size
    return np.sqrt(variance), *np.quantile(areas, [0.025, 0.975])


def slope(prevalence, cost):
    """Return the slope of the lines of equal cost, (1 - π) c_FP / (π c_FN)."""
    return (1 - prevalence) / (prevalence * cost)


def clinic(state):
    """Return a classifier's curve, its hull, and the corner that costs least."""
    chosen = state["naive_bayes"], state["features"]
    scores, malignant = judge(*chosen)
    fp, tp, _ = roc(scores, malignant)
    corners = hull(fp, tp)
    fp_hull, tp_hull = fp[corners], tp[corners]
    n, m = tp[-1], fp[-1]
    steepness = slope(state["prevalence"], state["cost"])
    best = corners[np.argmax(tp_hull / n - steepness * fp_hull / m)]
    fpr, tpr = fp[best] / m, tp[best] / n
    is_known = not state["asked"] or state["guess"] >= 0 or state["whom"] != ""
    error, low, high = interval(*chosen)
    return {
        "curve": {
            "key": np.arange(len(fp)),
            "fp": fp,
            "tp": tp,
            "hull": np.maximum(tp, np.interp(fp, fp_hull, tp_hull)).round(2),
        },
        "hull": {"key": np.arange(len(corners)), "fp": fp_hull, "tp": tp_hull},
        "edges": edges(fp_hull, tp_hull, is_known),
        "line": tangent(fpr, tpr, steepness),
        "best": {
            "key": ["best"],
            "fpr": [fpr],
            "tpr": [tpr],
            "called": [fp[best] + tp[best]],
            "of": [n + m],
            "whom": [whom((fp[best] + tp[best]) / (n + m))],
            "says": [f"{tp[best]} of {n} ill"],
            "and": [f"{fp[best]} of {m} well"],
            "cost": [expected_cost(fpr, tpr, state["prevalence"], state["cost"])],
            "opacity": [(1 - state["calibration"]) * is_known],
        },
        "slope": {
            "value": [steepness],
            "well": [1 - state["prevalence"]],
            "ill": [state["prevalence"]],
            "cost": [state["cost"]],
        },
        "seen": {
            "key": ["ruler", "lid"],
            "says": [ruler_at(is_known, fpr, tpr, steepness), lid_over(is_known)],
        },
        "guessed": place_of(state["whom"], fp, tp),
        "summary": {
            "AUC": [auc(scores, malignant)],
            "hull_AUC": [np.trapezoid(tp_hull, fp_hull) / (n * m)],
            "corners": [len(corners)],
            "points": [len(fp)],
            "ill": [n],
            "models": [both_models(state["features"])],
            "resamples": [N_RESAMPLES],
            "error": [error],
            "low": [low],
            "high": [high],
        },
        "weakest": weakest(),
    }


@lru_cache
def weakest():
    """Return the area under the worst of the curves, turned upside down, and under its hull."""
    scores, malignant = judge(False, "fractal dimension")
    fp, tp, _ = roc(scores, malignant)
    corners = hull(fp, tp)
    lid = np.trapezoid(tp[corners], fp[corners]) / (tp[-1] * fp[-1])
    area = auc(scores, malignant)
    return {"AUC": [area], "turned": [1 - area], "hull_AUC": [lid], "corners": [len(corners)]}


def expected_cost(fpr, tpr, prevalence, cost):
    """Return what 100 patients cost on average, in false alarms."""
    return 100 * (prevalence * cost * (1 - tpr) + (1 - prevalence) * fpr)


def whom(share):
    """Put into words how many are called back."""
    if share < 0.05:
        return "hardly anybody"
    return "nearly everybody" if share > 0.95 else "the riskier part"


CALLED = {"hardly anybody": 0.0, "the riskier part": 0.5, "nearly everybody": 1.0}


def place_of(guess, fp, tp):
    """Return the corner of a curve at which about as many are called as a guess in words says."""
    called = (fp + tp) / (fp[-1] + tp[-1])
    corner = np.argmin(np.abs(called - CALLED.get(guess, 0.0)))
    return {"fpr": [fp[corner] / fp[-1]], "tpr": [tp[corner] / tp[-1]]}
