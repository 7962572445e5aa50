"""Fish, old boots and a net: what is in the net, what there was, and how rarity spoils a catch.

Each scene is a pure function of its state. ``finder`` calls everything a boot, ``pond`` lets a
sonar score what swims and a net take all above a threshold, ``rare`` adds boots to the lake,
``curve`` walks down a ranking and draws precision against recall; ``chord`` leads from one net to
another, ``peak`` looks for the best threshold, and ``dice`` rank one fish. Precision of an empty
net is no number: its row is left out. Where things are drawn, and what is said of them, is in
``stage.py``.
"""

from functools import lru_cache
from math import log, sqrt

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from stage import (
    BANKS,
    afloat,
    apart,
    bars_of,
    came_in,
    fields,
    in_net,
    packed,
    scenery,
    shoal,
    signs,
    stacked,
    top_of,
    way_between,
    what_happened,
)

STATES = {
    "finder": {"fish": 1},
    # Seed 378: an ordinary pond, in which each sense tells fish from boots as well as in most.
    "pond": {"view": "fields", "threshold": 0.5, "hears": "wiggle", "seed": 378, "moved": {}},
    "rare": {"view": "catch", "doublings": 0, "threshold": 0.6, "guess": -1},  # -1: no guess yet
    "curve": {"view": "nets", "reach": 5, "moved": {}},
    "chord": {"a": 2, "b": 18},
    "peak": {"view": "top", "beta": 1.0, "even": False, "guess": -1},
    "dice": {"guess": -1},
}

N_FISH, N_BOOTS = 12, 24
SENSES = {"wiggle": [0], "shine": [1], "both": [0, 1]}
FISH_ARE = np.array([1.5, 2.0])  # more wiggly and more shiny than boots, in the boots' own spread


# ── the sonar ────────────────────────────────────────────────────────────────────────────────────


def draw(rng, n_fish, n_boots):
    """Draw what swims: wiggle and shine of each thing, and whether it is a fish."""
    is_fish = np.arange(n_fish + n_boots) < n_fish
    return rng.normal(size=(len(is_fish), 2)) + is_fish[:, None] * FISH_ARE, is_fish


@lru_cache
def sonar(hears):
    """Fit the sonar on 3000 things from other ponds, one in three of them a fish."""
    X, is_fish = draw(np.random.default_rng(1), 1000, 2000)
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))
    return model.fit(X[:, SENSES[hears]], is_fish)


def listen(hears, X):
    """Score things from 0, surely a boot, to 1, surely a fish, in hundredths."""
    return sonar(hears).predict_proba(X[:, SENSES[hears]])[:, 1].round(2)


@lru_cache
def lake():
    """Score 12,000 things that nobody trained on; return the scores and who is a fish."""
    X, is_fish = draw(np.random.default_rng(2), 4000, 8000)
    return listen("both", X), is_fish


# ── four counts, three denominators ──────────────────────────────────────────────────────────────


def count(is_fish, caught):
    """Count the four kinds of things."""
    return {
        "true_positives": int(np.sum(is_fish & caught)),
        "false_positives": int(np.sum(~is_fish & caught)),
        "false_negatives": int(np.sum(is_fish & ~caught)),
        "true_negatives": int(np.sum(~is_fish & ~caught)),
    }


def shares(true_positives, false_positives, false_negatives, true_negatives):
    """Return the shares that have a value: nobody can divide by an empty net."""
    parts = {
        "precision": (true_positives, true_positives + false_positives),
        "recall": (true_positives, true_positives + false_negatives),
        "false_positive_rate": (false_positives, false_positives + true_negatives),
    }
    return {name: part / whole for name, (part, whole) in parts.items() if whole}


def accuracy(true_positives, false_positives, false_negatives, true_negatives):
    """Return the share of all things that are told right."""
    right = true_positives + true_negatives
    return right / (right + false_positives + false_negatives)


def f1(true_positives, false_positives, false_negatives, true_negatives):
    """Return F1: the boots that are left alone do not count."""
    return 2 * true_positives / (2 * true_positives + false_positives + false_negatives)


def walk_down(is_fish, score):
    """Let the net grow from score to score: the counts of fish and boots in it at each.

    Equal scores are caught together, so each thing is given the counts at the end of its tie.
    """
    order = np.argsort(-score, kind="stable")
    end_of_tie = np.searchsorted(-score[order], -score[order], side="right") - 1
    fish = np.cumsum(is_fish[order])[end_of_tie]
    boots = np.cumsum(~is_fish[order])[end_of_tie]
    return order, fish, boots


# ── a finder that is right, and useless ──────────────────────────────────────────────────────────

HEAP = np.random.default_rng(4).permutation(100)  # which of a hundred places a fish gets next


def finder(state):
    """Return a hundred things, and how often a model is right that always says the commonest."""
    is_fish = state["fish"] > HEAP
    blind = np.zeros((100, 1))  # it is shown nothing
    says_fish = DummyClassifier(strategy="most_frequent").fit(blind, is_fish).predict(blind)
    counts = count(is_fish, says_fish)
    return {
        "things": {
            "key": np.arange(100),
            "kind": np.where(is_fish, "fish", "boot"),
            "right": is_fish == says_fish,
            **packed(10),
        },
        "verdict": {
            "key": ["verdict"],
            "fish": [int(is_fish.sum())],
            "boots": [int((~is_fish).sum())],
            "found": [counts["true_positives"]],
            "accuracy": [accuracy(**counts)],
        },
    }


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────


def pond(state):
    """Return what swims where, the four fields, and the shares for this net and for every other."""
    is_fish, score, y = swim(state["hears"], state["seed"])
    x, y = afloat(score, y, state["moved"])
    caught = x >= state["threshold"]
    counts, before = count(is_fish, caught), count(is_fish, score >= state["threshold"])
    kind = np.where(is_fish, "fish", "boot")
    return {
        "things": {
            "key": np.arange(len(x)),
            "kind": kind,
            "x": x,
            "y": y.round(2),
            "caught": caught,
            "draggable": np.ones(len(x)),
        },
        "counts": {name: [n] for name, n in counts.items()}
        | {"caught": [int(caught.sum())], "fish": [N_FISH], "boots": [N_BOOTS]},
        "rates": named(shares(**counts) | {"f1": f1(**counts)}),
        "told": {"says": [what_happened(before, counts, shares(**before), shares(**counts))]},
        **fields(kind, x, caught, counts),
        **signs(state["view"], counts, shares(**counts), f1(**counts)),
        **scenery(state["view"]),
        **by_threshold(is_fish, x),
    }


@lru_cache(maxsize=32)
def swim(hears, seed):
    """Fill a pond: who is a fish, the score of each thing, and how deep it swims."""
    X, is_fish = draw(np.random.default_rng(seed), N_FISH, N_BOOTS)
    score = np.clip(listen(hears, X), *BANKS)
    return is_fish, score, apart(score)


def named(values):
    """Make a table of named values."""
    return {"key": list(values), "value": list(values.values())}


def by_threshold(is_fish, score):
    """Return both shares and F1 for every threshold, and the highest F1."""
    order, fish, boots = walk_down(is_fish, score)
    precision, recall = fish / (fish + boots), fish / is_fish.sum()
    f = f1(fish, boots, is_fish.sum() - fish, 0)
    at, key = score[order], np.arange(len(score))
    return {
        "precision_by_threshold": {
            "key": np.r_[key, -1],
            "threshold": np.r_[at, 0],
            "value": np.r_[precision, precision[-1]].round(3),
        },
        "recall_by_threshold": {
            "key": np.r_[-2, key, -1],
            "threshold": np.r_[1, at, 0],
            "value": np.r_[0, recall, 1].round(3),
        },
        "f1_by_threshold": {
            "key": np.r_[-2, key, -1],
            "threshold": np.r_[1, at, 0],
            "value": np.r_[0, f, f[-1]].round(3),
        },
        "best": {"f1": [f.max()], "threshold": [at[np.argmax(f)]]},
    }


# ── rarity ───────────────────────────────────────────────────────────────────────────────────────


RIGHT = 0.95  # how often a test is right about the ill, and about the healthy
ILL = {"hospital": 0.5, "town": 0.001}  # shares of the people there


def rare(state):
    """Return a hundred things from the net of a lake in which the boots were doubled n times."""
    score, is_fish = lake()
    values = shares(**count(is_fish, score >= state["threshold"]))
    recall, false_positive_rate = values["recall"], values["false_positive_rate"]
    boots_per_fish = 2 ** state["doublings"]
    prevalence = 1 / (1 + boots_per_fish)
    precision = precision_at(prevalence, recall, false_positive_rate)
    likelihood_ratio = recall / false_positive_rate
    prior_odds = 1 / boots_per_fish
    n_fish = round(100 * precision)
    net = {
        "key": np.arange(100),
        "kind": np.where(n_fish > HEAP, "fish", "boot"),
        "guessed": round(100 * state["guess"]) > HEAP,
        **packed(20 if state["view"] == "odds" else 10),
    }
    is_shut = state["view"] == "guess" and state["guess"] < 0
    return {
        "net": {name: column[: 0 if is_shut else 100] for name, column in net.items()},
        "catch": {"key": ["catch"][is_shut:], "precision": [precision][is_shut:]},
        "lake": {
            "key": ["lake"],
            "boots_per_fish": [boots_per_fish],
            "prevalence": [prevalence],
            "recall": [recall],
            "false_positive_rate": [false_positive_rate],
            "boots_in_net": [boots_per_fish * false_positive_rate],
            "likelihood_ratio": [likelihood_ratio],
            "prior_odds": [prior_odds],
            "posterior_odds": [prior_odds * likelihood_ratio],
            "precision": [precision],
            "fish": [n_fish],
        },
        "places": {
            "key": list(ILL),
            "right": [RIGHT] * len(ILL),
            "precision": [precision_at(ill, RIGHT, 1 - RIGHT) for ill in ILL.values()],
        },
        "stage": {
            "key": ["stage"],
            "odds": [float(state["view"] == "odds")],
            "says": [in_net(is_shut, n_fish)],
        },
    }


def precision_at(prevalence, recall, false_positive_rate):
    """Return the share of fish in the net of a lake with so many fish (Bayes' rule)."""
    fish = prevalence * recall
    boots = (1 - prevalence) * false_positive_rate
    return fish / (fish + boots)


# ── the curve ────────────────────────────────────────────────────────────────────────────────────

RANKING = "FFBFBFFBBFBBFBBBBFBB"  # what is at each place of the line, fish or boot
IS_FISH = np.array([letter == "F" for letter in RANKING])
KINDS = np.where(IS_FISH, "fish", "boot")
N = len(RANKING)
PLACES = np.arange(N) + 0.5  # so that a rim at 3 takes three things
POINTS = np.linspace(0, 1, 41).round(3)  # thresholds that are drawn; scores are rounded, too


def curve(state):
    """Return the line of things, the point of every net up to the rim, and a bar for each fish."""
    x = PLACES.copy()
    for key, (place, _) in state["moved"].items():
        x[int(key)] = place
    order, fish, boots = walk_down(IS_FISH, -x)
    recall, precision = fish / IS_FISH.sum(), fish / (fish + boots)
    bars, average = average_precision(IS_FISH[order], precision)
    of_nets = state["view"] == "nets"
    reach = state["reach"] if of_nets else N
    caught = x[order] <= reach
    here = np.flatnonzero(caught)[-1:] if of_nets else np.zeros(0, dtype=int)
    return {
        "line": {
            "key": np.arange(N),
            "kind": KINDS,
            "x": x,
            "y": stacked(x),
            "caught": x <= reach,
            "draggable": np.ones(N),
        },
        "points": {
            "key": order[caught],
            "kind": KINDS[order[caught]],
            "turn": np.flatnonzero(caught),
            "recall": recall[caught].round(4),
            "precision": precision[caught].round(4),
        },
        "here": {
            "key": np.zeros(len(here), dtype=int),
            "n": here + 1,
            "recall": recall[here],
            "precision": precision[here],
        },
        "told": {"says": [came_in(KINDS, x, reach, precision[caught])]},
        "net": {"key": ["net"] if of_nets else []},
        "bars": {
            name: column[:0] if of_nets else column
            for name, column in ({"key": order[IS_FISH[order]]} | bars).items()
        },
        "scores": {
            "key": ["scores"],
            "bars": [float(not of_nets)],
            "n": [N],
            "fish": [int(IS_FISH.sum())],
            "average_precision": [average],
            "prevalence": [IS_FISH.mean()],
            "chance": [chance_ap(int(IS_FISH.sum()), N)],
            "area": [roc_auc_score(IS_FISH, -x)],
            "moved": [len(state["moved"])],
        },
        "usual": judges(),
        **curiosities(),
    }


@lru_cache
def judges():
    """Return the average precision and the ROC area of the line before anybody moves a thing."""
    return {
        "average_precision": [average_precision_score(IS_FISH, -PLACES)],
        "area": [roc_auc_score(IS_FISH, -PLACES)],
    }


def average_precision(is_fish, precision):
    """Average, over the fish, the precision of the net that first holds each.

    Every fish is a bar as wide as the recall it adds. Takes the things in the order of the ranking,
    with the precision at each; returns the bars, and their area.
    """
    height = precision[is_fish]
    edges = np.arange(len(height) + 1) / len(height)
    return {"left": edges[:-1], "right": edges[1:], "precision": height.round(4)}, height.mean()


# ── between two nets ─────────────────────────────────────────────────────────────────────────────


def chord(state):
    """Return the line of things, two nets of it, and the ways from one to the other."""
    low, high = sorted((state["a"], state["b"]))
    _, fish, boots = walk_down(IS_FISH, -PLACES)
    return {
        "line": {
            "key": np.arange(N),
            "kind": KINDS,
            "x": PLACES,
            "y": np.zeros(N),
            "caught": np.arange(N) < high,
        },
        **(ways := between(fish, boots, low, high)),
        "told": {"says": [way_between(*(ways["between"][way] for way in ("precision", "chord")))]},
        "shoal": shoal(low, high),
    }


def between(fish, boots, low, high):
    """Return what lies between the nets of the first ``low`` and the first ``high`` things.

    ``fish`` and ``boots`` are the counts in the net at each thing; a tie is caught together.

    If nothing tells the things between them apart, boots come with the fish at a steady rate:
    recall and precision follow a hyperbola (Davis and Goadrich, 2006), not the chord.
    """
    (tp, tp2), (fp, fp2) = fish[[low - 1, high - 1]], boots[[low - 1, high - 1]]
    on_way, total = POINTS[::2], fish[-1]
    caught_fish, caught_boots = tp + on_way * (tp2 - tp), fp + on_way * (fp2 - fp)
    true = caught_fish / (caught_fish + caught_boots)
    chord = true[0] + on_way * (true[-1] - true[0])
    half = [len(true) // 2] if tp2 > tp else []  # no fish on the way: there is no halfway
    return {
        "between": {
            "key": np.arange(len(on_way)),
            "recall": (caught_fish / total).round(3),
            "precision": true.round(3),
            "chord": chord.round(3),
        },
        "nets": {
            "key": ["A", "B"],
            "n": [low, high],
            "fish": [tp, tp2],
            "boots": [fp, fp2],
            "recall": [tp / total, tp2 / total],
            "precision": [true[0], true[-1]],
        },
        "halfway": {"precision": true[half], "chord": chord[half]},
        "areas": {
            "hyperbola": [interpolated_area(tp, fp, tp2, fp2, total)],
            "chord": [(tp2 - tp) / total * (true[0] + true[-1]) / 2],
        },
    }


def interpolated_area(tp, fp, tp2, fp2, total):
    """Integrate precision over recall along the hyperbola between two nets."""
    if tp2 == tp:
        return 0.0
    slope = 1 + (fp2 - fp) / (tp2 - tp)  # things in the net for each fish more
    offset = tp + fp - slope * tp
    line = (tp2 - tp) / slope
    bend = 0.0 if offset == 0 else offset / slope**2 * log((tp2 + fp2) / (tp + fp))
    return (line - bend) / total


# ── one number: F ────────────────────────────────────────────────────────────────────────────────


def f_beta(true_positives, caught, fish, beta):
    """Blend precision and recall, recall β times as heavy; 0 for a net without a fish."""
    return (1 + beta**2) * true_positives / (beta**2 * fish + caught)


def peak(state):
    """Return F of every threshold, where it is best, and where calibrated scores would have it."""
    beta, even = state["beta"], state["even"]
    fish, caught, whole, own = evenly() if even else measured()
    values = f_beta(fish(own), caught(own), whole, beta)
    best = best_even(beta) if even else own[np.argmax(values)]
    most = f_beta(fish(best), caught(best), whole, beta)
    key, filled = np.arange(len(POINTS)), caught(POINTS) > 0
    is_known = state["view"] == "top" or state["guess"] >= 0
    drawn = POINTS if is_known else POINTS[:0]
    return {
        "f": {
            "key": key[: len(drawn)],
            "threshold": drawn,
            "f": f_beta(fish(drawn), caught(drawn), whole, beta).round(3),
        },
        "recall_by_threshold": {
            "key": key,
            "threshold": POINTS,
            "value": (fish(POINTS) / whole).round(3),
        },
        "precision_by_threshold": {
            "key": key[filled],
            "threshold": POINTS[filled],
            "value": (fish(POINTS[filled]) / caught(POINTS[filled])).round(3),
        },
        "best": {
            "of": ["scores spread evenly" if even else f"{len(lake()[0]):,} things of the lake"],
            "threshold": [best],
            "f": [most],
            "slope": [1 + beta**2],
            "predicted": [most / (1 + beta**2)],
            "beta": [beta],
            "prevalence": [whole],
            "says": [top_of(most, best) if is_known else ""],
        },
        "ray": {"key": ["ray"], "x": [0.0], "y": [0.0], "x2": [1 / (1 + beta**2)], "y2": [1.0]},
    }


@lru_cache
def measured():
    """Return the shares of the lake that are caught fish, caught, fish; and the sonar's scores."""
    score, is_fish = lake()
    of_fish, of_all = np.sort(score[is_fish]), np.sort(score)
    n = len(score)
    return (
        lambda t: (len(of_fish) - np.searchsorted(of_fish, t)) / n,
        lambda t: (n - np.searchsorted(of_all, t)) / n,
        len(of_fish) / n,
        np.unique(score),
    )


def evenly():
    """The same shares when scores are spread evenly from 0 to 1, and mean what they say."""
    return lambda t: (1 - t**2) / 2, lambda t: 1 - t, 0.5, POINTS


def best_even(beta):
    """Solve t² - (β² + 2) t + 1 = 0, which t = F / (1 + β²) becomes for even scores."""
    b = beta**2 + 2
    return (b - sqrt(b**2 - 4)) / 2


# ── one fish among ten ───────────────────────────────────────────────────────────────────────────


def dice(state):
    """Return the average precision of one fish at each of ten places and, once guessed, of all."""
    rank = np.arange(1, 11)
    known, expected = state["guess"] >= 0, chance_ap(1, len(rank))
    return {
        "places": {"key": rank, "precision": known / rank},
        "all": {"expected": [expected], "says": [bars_of(expected) if known else ""]},
    }


# ── curiosities ──────────────────────────────────────────────────────────────────────────────────

EIGHT = {"X": "FFBBBFFB", "Y": "BFFFFBBB"}


def chance_ap(n_fish, n):
    """Return the expected average precision of a ranking by dice.

    In the net that ends with a fish, this fish counts for sure, and those before it by chance.
    """
    harmonic = np.sum(1 / np.arange(1, n + 1))
    others = (n_fish - 1) / (n - 1) if n > 1 else 0.0
    return (harmonic + others * (n - harmonic)) / n


def worst_ap(prevalence):
    """Return the average precision of the worst ranking of very many things: all boots first."""
    return 1 + (1 - prevalence) * log(1 - prevalence) / prevalence


@lru_cache
def curiosities():
    """Return what the asides tell."""
    ponds = {"5 in 100": (5, 100), "500 in 10000": (500, 10000)}
    falling = -np.arange(8)
    eight = {name: np.array([c == "F" for c in letters]) for name, letters in EIGHT.items()}
    auc = {name: roc_auc_score(is_fish, falling) for name, is_fish in eight.items()}
    ap = {name: average_precision_score(is_fish, falling) for name, is_fish in eight.items()}
    half = [0.5, 0.1, 0.01]
    return {
        "dice": {
            "key": list(ponds),
            "prevalence": [fish / n for fish, n in ponds.values()],
            "expected": [chance_ap(fish, n) for fish, n in ponds.values()],
        },
        "prevalences": {
            "key": ["half", "tenth", "hundredth"],
            "worst": [worst_ap(p) for p in half],
            "everything": [f_beta(p, 1, p, 1) for p in half],
        },
        "eight": {"key": list(EIGHT), "auc": list(auc.values()), "ap": list(ap.values())},
    }
