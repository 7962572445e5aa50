"""Cats and dogs, told apart by weight and fluffiness, and how far a score can be trusted.

Three scenes, each a pure function of its state. ``pens`` fits a model to sixty pets, ``scores``
asks what a score is worth, ``leaderboard`` climbs to the top without looking at a single pet. All
that the page draws or prints comes out of them; where it is drawn is in ``stage.py``.
"""

from functools import lru_cache
from math import comb, sqrt

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    KFold,
    LeaveOneOut,
    StratifiedShuffleSplit,
    cross_val_score,
    train_test_split,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from stage import FLUFFIEST, HEAVIEST, on_the_axis, pile, room, scenery, stand

STATES = {
    "pens": {"layout": "crowd", "share": 60, "seed": 6, "features": "both", "moved": {}},
    "scores": {
        "view": "luck",
        "n_test": 12,
        "n_fish": 50,
        "n_valid": 12,
        "seed": 0,
        "select_first": False,
        "scale_first": False,
        "photos": False,
        "litters": False,
    },
    "leaderboard": {"k": 100, "ladder": False, "seed": 37},  # an ordinary contest
}

N_PETS = 60
SETS = ("training", "validation", "test")
FEATURES = {"none": [], "weight": [0], "fluffiness": [1], "both": [0, 1]}  # the fewest first


# ── the pets and their model ─────────────────────────────────────────────────────────────────────


def make_pets(seed=6):
    """Draw the pets: cats are lighter and fluffier, dogs heavier and smoother, and they overlap."""
    rng = np.random.default_rng(seed)
    species = np.array(["cat", "dog"] * (N_PETS // 2))
    is_cat = species == "cat"
    weight = np.where(is_cat, rng.normal(4.8, 1.3, N_PETS), rng.normal(7.6, 2.3, N_PETS))
    fluffiness = np.where(is_cat, rng.normal(6.5, 1.6, N_PETS), rng.normal(3.8, 1.7, N_PETS))
    return {
        "species": species,
        "weight": np.clip(weight, 1.5, HEAVIEST - 0.5).round(1),
        "fluffiness": np.clip(fluffiness, 0.5, FLUFFIEST - 0.5).round(1),
    }


PETS = make_pets()


@lru_cache(maxsize=256)
def deal(share, seed):
    """Deal the bandanas: so many per cent train, and the rest is halved, cats and dogs alike."""
    everyone, species = np.arange(N_PETS), PETS["species"]
    train, rest = train_test_split(
        everyone, train_size=share / 100, stratify=species, random_state=seed
    )
    valid, test = train_test_split(rest, train_size=0.5, stratify=species[rest], random_state=seed)
    member_of = np.empty(N_PETS, dtype="U10")
    member_of[train], member_of[valid], member_of[test] = SETS
    return member_of


def measured(pets):
    """Return a row for each pet: weight, fluffiness."""
    return np.column_stack([pets["weight"], pets["fluffiness"]])


def classifier(n_features):
    """Return an unfitted model; with nothing to measure, it gives everybody the same answer."""
    if n_features == 0:
        return DummyClassifier(strategy="prior")
    return make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))


def fit(X, species, member_of):
    """Fit on the training pets, and on nobody else; even the scaler looks at no other pet."""
    train = member_of == "training"
    return classifier(X.shape[1]).fit(X[train], species[train])


@lru_cache(maxsize=256)
def choose(share, seed):
    """Return the features with which most validation pets are told right; of equals the fewest."""
    member_of, X, species = deal(share, seed), measured(PETS), PETS["species"]
    valid = member_of == "validation"

    def correct(features):
        chosen = X[:, FEATURES[features]]
        return np.sum(fit(chosen, species, member_of).predict(chosen[valid]) == species[valid])

    return max(FEATURES, key=correct)


def boundary(model, columns):
    """Return slope and offset (w, b) of the line w·x + b = 0 on the pets' own scales."""
    w = np.zeros(2)
    if not columns:  # no line: all the plane is on one side
        return w, -1.0 if model.predict(np.empty((1, 0)))[0] == "cat" else 1.0
    scaler, regression = model[0], model[1]
    w[columns] = regression.coef_[0] / scaler.scale_
    return w, regression.intercept_[0] - np.sum(w[columns] * scaler.mean_)


def tally(judged, member_of, right):
    """Count how many of each judged set the model gets right; the other sets have no score yet."""
    n = np.array([np.sum(member_of == name) for name in judged])
    correct = np.array([np.sum(right[member_of == name]) for name in judged])
    return {"key": judged, "correct": correct, "n": n, "accuracy": correct / n}


# ── scene one: the pens ──────────────────────────────────────────────────────────────────────────


def pens(state):
    """Return the pets where they stand, what the model says of them, and how often it is right."""
    layout, deck = state["layout"], (state["share"], state["seed"])
    member_of = deal(*deck)
    features = {"line": "weight", "plane": state["features"]}.get(layout, "none")
    columns = FEATURES[features]
    pets = {name: column.copy() for name, column in PETS.items()}
    for key, (weight, fluffiness) in state["moved"].items():
        pets["weight"][int(key)] = np.clip(weight, 0, HEAVIEST)
        pets["fluffiness"][int(key)] = np.clip(fluffiness, 0, FLUFFIEST)

    X = measured(pets)[:, columns]
    model = fit(X, pets["species"], member_of)
    # The test pets are woken last, and only by the features that the validation pets chose.
    chosen = choose(*deck) if layout == "plane" else ""
    sets = {"line": SETS[:2], "plane": SETS if features == chosen else SETS[:2]}.get(layout, ())
    judged = np.isin(member_of, sets)
    guess = np.full(N_PETS, "", dtype="U3")  # nobody else is asked
    if judged.any():
        guess[judged] = model.predict(X[judged])
    right = judged & (guess == pets["species"])

    x, y = stand(layout, pets, member_of, SETS)
    return {
        "pets": {
            "key": np.arange(N_PETS),
            "x": x,
            "y": y,
            **pets,
            "set": member_of,
            "guess": guess,
            "mistaken": judged & ~right,
            "split": np.full(N_PETS, layout != "crowd"),
            "asleep": (member_of == "test") & ~judged & (layout != "crowd"),
            "draggable": np.full(N_PETS, layout == "plane"),
        },
        "scores": tally(sets, member_of, right),
        "choice": {"key": ["chosen"], "features": [chosen]},
        **scenery(layout, tally(SETS, member_of, right), sets, *boundary(model, columns)),
    }


# ── scene two: what a score is worth ─────────────────────────────────────────────────────────────

N_DEALS, N_SHELTERS = 200, 24


def scores(state):
    """Yield dots on an axis from 0 to 100 %, each of them a score, as they come in."""
    for tables in {"luck": luck, "choice": choice, "leaks": leaks}[state["view"]](state):
        yield tables | {"oddity": {"accuracy": [majority_left_out()]}}


def luck(state):
    """Deal training and test bandanas again and again, fit each time, and judge."""
    X, species, n = measured(PETS), PETS["species"], state["n_test"]
    deals = StratifiedShuffleSplit(N_DEALS, train_size=36, test_size=n, random_state=state["seed"])
    found = []
    for train, test in deals.split(X, species):
        model = classifier(2).fit(X[train], species[train])
        found.append(np.mean(model.predict(X[test]) == species[test]))
        if len(found) % 10 == 0:
            yield luck_tables(np.array(found), n)


def luck_tables(found, n):
    """Lay the band beside the scores: where 95 of 100 tests of n strangers each would fall."""
    p = found.mean()
    standard_error = sqrt(p * (1 - p) / n)
    low, high = p - Z * standard_error, min(1.0, p + Z * standard_error)
    plain, wilsons = coverage(band, p, n), coverage(wilson, p, n)
    return {
        "luck": {
            "n": [n],
            "p": [p],
            "error": [standard_error],
            "half": [Z * standard_error],
            "spread": [found.std()],
            "plain": [plain],
            "wilson": [wilsons],
            "perfect": [wilson(1.0, n)[0]],
        },
        **on_the_axis(
            N_DEALS,
            *pile(found, n, breadth=room(n) / (2 + round(24 / n))),
            found,
            band=(low, high),
            rule=(p, f"average {p:.0%}"),
            seen=((low + high) / 2, f"the band for {n} pets"),
        ),
    }


Z = 1.96  # standard errors to either side, for 95 of 100


def band(p, n):
    """Return where the score of n strangers falls for a known p; n may not be small."""
    half = Z * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def wilson(score, n):
    """Return Wilson's interval (1927): every p whose band holds the score."""
    middle = score + Z**2 / (2 * n)
    half = Z * np.sqrt(score * (1 - score) / n + Z**2 / (4 * n**2))
    return (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)


def coverage(interval, p, n):
    """Return how often the interval around a score on n pets holds the true score p, exactly."""
    right = np.arange(n + 1)
    chance = np.array([comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(n + 1)])
    low, high = interval(right / n, n)
    return chance[(low <= p) & (p <= high)].sum()


def choice(state):
    """Let goldfish flip coins, crown the one that was luckiest in validation, and test it."""
    n, n_fish = state["n_valid"], state["n_fish"]
    rng = np.random.default_rng(state["seed"])
    right = rng.integers(0, 2, (N_DEALS, 2, n)).mean(axis=2)[:n_fish]  # in validation, in the test
    winner = np.argmax(right[:, 0])
    best, tested = right[winner]
    yield {
        "choice": {
            "n": [n],
            "n_fish": [n_fish],
            "best": [best],
            "tested": [tested],
            "expected": [expected_best(n_fish, n).round(6)],
        },
        **on_the_axis(
            N_DEALS,
            *pile(right[:, 0], n, breadth=min(3.5, room(n)), rise=0.55),
            right[:, 0],
            rule=(0.5, "a coin: 50%"),
            seen=(best, f"best of {n_fish}: {best:.0%}"),
            tested=(tested, f"in the test: {tested:.0%}"),
        ),
    }


def expected_best(k, n):
    """Return the expected best score of k coin-flippers on n pets: the sum of P(best > j) / n."""
    at_most = np.cumsum([comb(n, j) / 2**n for j in range(n)])
    return np.sum(1 - at_most**k) / n


def leaks(state):
    """Let one shelter after another predict birthdays from noise, with the leaks switched on."""
    rng = np.random.default_rng(state["seed"])
    found = []
    for _ in range(N_SHELTERS):
        X, is_even, _ = make_shelter(rng, state["photos"], state["litters"])
        found.append(score_seen(X, is_even, state["select_first"], state["scale_first"]))
        if len(found) % 2 == 0:
            mean = np.mean(found)
            yield {
                "leaks": {"seen": [mean]},
                **on_the_axis(
                    N_DEALS,
                    *pile(np.array(found), N_PHOTOS / 2, breadth=2.05),
                    np.array(found),
                    rule=(0.5, "the truth: 50%"),
                    seen=(mean, f"seen: {mean:.0%}"),
                ),
            }


N_PHOTOS, N_NOISES, N_SELECTED = 48, 500, 20


def make_shelter(rng, photos, litters):
    """Draw 48 photos, 500 numbers of pure noise for each, and whether the day of birth was even.

    With ``photos`` every pet is there twice, with ``litters`` four pets look alike and share a
    birthday. The third thing returned is the litter of each photo.
    """
    per_pet, per_litter = (2 if photos else 1), (4 if litters else 1)
    pet = np.arange(N_PHOTOS) // per_pet
    litter = pet // per_litter
    is_even = rng.integers(0, 2, litter[-1] + 1)
    is_even[:2] = 0, 1  # so that both kinds of day are there
    family, own, light = rng.normal(size=(3, N_PHOTOS, N_NOISES))
    return family[litter] + own[pet] + 0.2 * light, is_even[litter], litter


def score_seen(X, y, select_first=False, scale_first=False, cv=None, groups=None):
    """Return the score that 1-nearest-neighbour gets in cross-validation.

    Inside the pipeline, scaling and selection see the training part of each fold. Done first, they
    see everybody.
    """
    before, inside = [], []
    (before if scale_first else inside).append(StandardScaler())
    (before if select_first else inside).append(SelectKBest(k=N_SELECTED))
    if before:
        X = make_pipeline(*before).fit_transform(X, y)
    model = make_pipeline(*inside, KNeighborsClassifier(n_neighbors=1, algorithm="kd_tree"))
    folds = cv or KFold(4, shuffle=True, random_state=0)
    return cross_val_score(model, X, y, cv=folds, groups=groups).mean()


@lru_cache
def majority_left_out():
    """Leave out each of ten cats and ten dogs in turn, and guess what most of the others are."""
    species = np.repeat(["cat", "dog"], 10)
    model = DummyClassifier(strategy="most_frequent")
    return cross_val_score(model, np.zeros((20, 1)), species, cv=LeaveOneOut()).mean()


# ── scene three: the leaderboard ─────────────────────────────────────────────────────────────────

N_PUBLIC, N_PRIVATE = 100, 1000
SUBMISSIONS = np.arange(0, 401, 10)


def leaderboard(state):
    """Return how far a vote of random submissions climbs, in public and in private."""
    public, private, n_answered = climb(state["seed"], state["ladder"])
    theory = expected_climb(SUBMISSIONS[-1], N_PUBLIC)[SUBMISSIONS]
    now = state["k"] // 10
    return {
        "climb": {
            "key": SUBMISSIONS,
            "public": public,
            "private": private,
            "expected": theory.round(4),
        },
        "now": {
            "k": [state["k"]],
            "public": [public[now]],
            "private": [private[now]],
            "expected": [theory[now]],
            "answered": [n_answered[now]],
            "step": [1 / sqrt(N_PUBLIC)],
        },
    }


@lru_cache(maxsize=16)
def climb(seed, ladder):
    """Send in guesses, keep those above one half, flip those below, and let all of them vote.

    Only what the board answers tells a guess from its opposite, so one half is worth no vote. An
    even vote is settled by a coin.
    """
    rng = np.random.default_rng(seed)
    right = rng.choice([-1, 1], (SUBMISSIONS[-1] + 1, N_PUBLIC + N_PRIVATE))
    coin, guesses = right[0], right[1:]
    scores = np.mean(guesses[:, :N_PUBLIC] > 0, axis=1)
    answers = ladder_answers(scores, 1 / sqrt(N_PUBLIC)) if ladder else scores
    vote = np.sign(answers - 0.5)
    votes = np.vstack([0 * coin, np.cumsum(vote[:, None] * guesses, axis=0)])[SUBMISSIONS]
    won = votes + 0.5 * coin > 0
    n_answered = np.r_[0, np.cumsum(vote != 0)][SUBMISSIONS]
    return won[:, :N_PUBLIC].mean(axis=1), won[:, N_PUBLIC:].mean(axis=1), n_answered


def ladder_answers(scores, step):
    """Return what the Ladder tells (Blum and Hardt, 2015): one half where it tells nothing.

    It answers a submission that beats the best so far by more than a step, and rounds to steps.
    """
    best, answers = 0.5, np.full(len(scores), 0.5)
    for i, score in enumerate(scores):
        if score > best + step:
            best = answers[i] = round(score / step) * step
    return answers


@lru_cache
def expected_climb(most, n):
    """Return the average public score of a vote of 0, 1, … random lists for n labels, exactly.

    A list that scores one half has no vote. Any other is for the truth of a label more often than
    against it, by as much as its score is away from one half, on average. The votes on a label are
    independent of each other, so their sum is distributed as step after step says.
    """
    right = np.arange(n + 1)
    chance = np.array([comb(n, j) / 2**n for j in range(n + 1)])
    lead = np.sum(chance * np.abs(2 * right / n - 1))
    none = np.sum(chance[2 * right == n])
    step = np.array([1 - none - lead, 2 * none, 1 - none + lead]) / 2  # against, no vote, for
    votes, expected = np.ones(1), []
    for k in range(most + 1):
        expected.append(np.sum(votes[k + 1 :]) + votes[k] / 2)  # a coin settles an even vote
        votes = np.convolve(votes, step)
    return np.array(expected)
