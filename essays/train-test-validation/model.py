"""Cats and dogs, told apart by weight and fluffiness, and how far a score can be trusted.

Each scene is a pure function of its state. ``pens`` fits a model to sixty pets; ``luck`` and
``goldfish`` ask what its scores are worth, ``leaks`` how a test is spoilt, and ``leaderboard``
climbs to the top without looking at a single pet. All that the page draws or prints comes out of
them; where it is drawn, and in which words it is told, is in ``stage.py``. ``yours`` does for a
reader's own table what ``pens`` does for ours.
"""

from functools import lru_cache
from math import comb, sqrt

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from stage import (
    FLUFFIEST,
    HEAVIEST,
    N_FRESH,
    average,
    copies,
    crown,
    fate,
    fish_on_axis,
    moves,
    pets_on_axis,
    scenery,
    span,
    stand,
    told,
)

STATES = {
    "pens": {"layout": "crowd", "share": 60, "seed": 6, "features": "both", "moved": {}},
    "luck": {"n_test": 12, "seed": 0, "shown": False, "guess": -1},  # -1: no guess yet
    "goldfish": {"n_fish": 50, "seed": 0, "shown": False, "guess": -1},
    "leaks": {
        "seed": 0,
        "select_first": False,
        "scale_first": False,
        "photos": False,
        "litters": False,
    },
    "yours": {"seed": 6, "pets": None},  # None: nobody has brought any
    "leaderboard": {"k": 100, "ladder": False, "seed": 37, "guess": -1},  # an ordinary contest
}

BRING = {
    "pets": {
        "rows": [20, 200],
        "each": 8,
        "columns": {
            "weight": [0, HEAVIEST, "kg"],
            "fluffiness": [0, FLUFFIEST],
            "species": ["cat", "dog"],
        },
    }
}

N_PETS = 60
SETS = ("training", "validation", "test")
FEATURES = {"none": [], "weight": [0], "fluffiness": [1], "both": [0, 1]}  # the fewest first
CHOICES = tuple(FEATURES)[1:]
ALL_AWAKE = ("test", "plane")  # the layouts in which there is nothing left to choose


# ── the pets and their model ─────────────────────────────────────────────────────────────────────


def make_pets(n=N_PETS, seed=6):
    """Draw the pets: cats are lighter and fluffier, dogs heavier and smoother, and they overlap."""
    rng = np.random.default_rng(seed)
    species = np.array(["cat", "dog"] * (n // 2))
    is_cat = species == "cat"
    weight = np.where(is_cat, rng.normal(4.8, 1.3, n), rng.normal(7.6, 2.3, n))
    fluffiness = np.where(is_cat, rng.normal(6.5, 1.6, n), rng.normal(3.8, 1.7, n))
    return {
        "species": species,
        "weight": np.clip(weight, 1.5, HEAVIEST - 0.5).round(1),
        "fluffiness": np.clip(fluffiness, 0.5, FLUFFIEST - 0.5).round(1),
    }


PETS = make_pets()
FRESH = make_pets(N_FRESH, seed=1)  # from the same door, and met by no model


@lru_cache(maxsize=256)
def deal(share, seed):
    """Deal the sixty pets."""
    return deal_all(PETS["species"], share, seed)


def deal_all(species, share, seed):
    """Deal the sets: so many per cent train, and the rest is halved, cats and dogs alike."""
    everyone = np.arange(len(species))
    train, rest = train_test_split(
        everyone, train_size=share / 100, stratify=species, random_state=seed
    )
    valid, test = train_test_split(rest, train_size=0.5, stratify=species[rest], random_state=seed)
    member_of = np.empty(len(species), dtype="U10")
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
    """Return what the validation pets of a deal choose, and how many they are right about."""
    return choose_by(PETS, deal(share, seed))


def choose_by(pets, member_of):
    """Return the features with which most validation pets are told right, and how many are.

    Of equals it takes the first, which has the fewest.
    """
    X, species = measured(pets), pets["species"]
    valid = member_of == "validation"

    def correct(features):
        chosen = X[:, FEATURES[features]]
        return np.sum(fit(chosen, species, member_of).predict(chosen[valid]) == species[valid])

    best = max(CHOICES, key=correct)
    return best, correct(best)


def boundary(model, columns):
    """Return slope and offset (w, b) of the line w·x + b = 0 on the pets' own scales."""
    w = np.zeros(2)
    if not columns:  # no line: all the plane is on one side
        return w, -1.0 if model.predict(np.empty((1, 0)))[0] == "cat" else 1.0
    scaler, regression = model[0], model[1]
    w[columns] = regression.coef_[0] / scaler.scale_
    return w, regression.intercept_[0] - np.sum(w[columns] * scaler.mean_)


def on_fresh(w, b):
    """Return the share of the fresh pets that a border tells right."""
    says_dog = measured(FRESH) @ w + b > 0
    return np.mean(says_dog == (FRESH["species"] == "dog"))


def tally(judged, member_of, right):
    """Count how many of each judged set the model gets right; the other sets have no score yet."""
    n = np.array([np.sum(member_of == name) for name in judged])
    correct = np.array([np.sum(right[member_of == name]) for name in judged])
    return {"key": judged, "correct": correct, "n": n, "accuracy": correct / n}


# ── the pens ─────────────────────────────────────────────────────────────────────────────────────


def pens(state):
    """Return the pets where they stand, what the model says of them, and how often it is right."""
    layout, deck = state["layout"], (state["share"], state["seed"])
    member_of = deal(*deck)
    chosen, most = choose(*deck)
    features = {"crowd": "none", "pens": "none", "line": "weight", "choose": state["features"]}
    columns = FEATURES[features.get(layout, chosen)]
    pets = {name: column.copy() for name, column in PETS.items()}
    for key, (weight, fluffiness) in state["moved"].items():
        pets["weight"][int(key)] = np.clip(weight, 0, HEAVIEST)
        pets["fluffiness"][int(key)] = np.clip(fluffiness, 0, FLUFFIEST)

    before = as_dealt(*deck, tuple(columns))
    now = learn(pets, member_of, columns) if state["moved"] else before
    # The test pets are woken last, when there is nothing left to choose.
    sets = {"line": SETS[:2], "choose": SETS[:2]} | dict.fromkeys(ALL_AWAKE, SETS)
    sets = sets.get(layout, ())
    judged = np.isin(member_of, sets)
    guess = np.where(judged, now["guess"], "")  # nobody else is asked
    right = judged & now["right"]
    scores = tally(sets, member_of, right)
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
        "scores": scores,
        "choice": {"key": ["chosen"], "features": [chosen], "correct": [most]},
        "tried": {"features": [state["features"]]},
        "fresh": {"accuracy": [now["fresh"]], "was": [before["fresh"]]},
        "moves": moves(len(state["moved"])),
        "told": told(
            {member_of[int(key)] for key in state["moved"]},
            tally(sets, member_of, before["right"])["correct"],
            scores["correct"],
            before["fresh"],
            now["fresh"],
        ),
        **scenery(layout, tally(SETS, member_of, right), sets, now, before, bool(state["moved"])),
    }


def learn(pets, member_of, columns):
    """Fit a model to the training pets; return its border, and what it says of everybody."""
    X = measured(pets)[:, columns]
    model = fit(X, pets["species"], member_of)
    w, b = boundary(model, columns)
    guess = model.predict(X)
    return {
        "w": w,
        "b": b,
        "guess": guess,
        "right": guess == pets["species"],
        "fresh": on_fresh(w, b),
    }


@lru_cache(maxsize=256)
def as_dealt(share, seed, columns):
    """Return what is learnt while nobody has been moved."""
    return learn(PETS, deal(share, seed), list(columns))


# ── the reader's own pets ────────────────────────────────────────────────────────────────────────


def yours(state):
    """Deal the pets that a reader has brought, or ours; let one set choose, and another one judge.

    No pet is moved, and there are no fresh ones: nobody knows which door they come through.
    """
    brought = state["pets"]
    pets = {name: np.array(column) for name, column in brought.items()} if brought else PETS
    member_of = deal_all(pets["species"], 60, state["seed"])
    chosen, _ = choose_by(pets, member_of)
    found = learn(pets, member_of, FEATURES[chosen])
    scores = tally(SETS, member_of, found["right"])
    n = len(member_of)
    drawn = scenery("plane", scores, SETS, found, found, is_moved=True)
    return {
        "pets": {
            "key": np.arange(n),
            "x": pets["weight"],
            "y": pets["fluffiness"],
            **pets,
            "set": member_of,
            "guess": found["guess"],
            "mistaken": ~found["right"],
            "split": np.full(n, 1),
            "asleep": np.full(n, 0),
        },
        "scores": scores,
        "choice": {"key": ["chosen"], "features": [chosen]},
        "all": {"n": [n], "worth": [100 / scores["n"][-1]]},
        **{name: drawn[name] for name in ("boundary", "cat_land", "verdicts")},
        "sets": {name: column[: len(SETS)] for name, column in drawn["sets"].items()},
    }


# ── luck: the same pets, dealt again and again ───────────────────────────────────────────────────

N_DEALS, N_TRAINING = 100, 36


def luck(state):
    """Deal training and test pets again and again, fit each time, and judge."""
    n, seed = state["n_test"], state["seed"]
    is_shown = state["shown"] or state["guess"] >= 0
    found = []
    for number in range(N_DEALS):
        found.append(one_deal(n, seed, number))
        if (is_shown and len(found) % 10 == 0) or len(found) == N_DEALS:
            yield luck_tables(*np.array(found).T, n, is_shown)


@lru_cache(maxsize=2048)
def one_deal(n, seed, number):
    """Return a model's score on its n test pets, half of them cats, and on the fresh ones."""
    rng, species, X = np.random.default_rng([seed, number]), PETS["species"], measured(PETS)
    member_of = np.full(N_PETS, "idle", dtype="U10")
    for each in ("cat", "dog"):
        who = rng.permutation(np.flatnonzero(species == each))
        member_of[who[: n // 2]] = "test"
        member_of[who[n // 2 :][: N_TRAINING // 2]] = "training"
    model, test = fit(X, species, member_of), member_of == "test"
    return np.mean(model.predict(X[test]) == species[test]), on_fresh(*boundary(model, [0, 1]))


def luck_tables(found, fresh, n, is_shown=True):
    """Lay out the scores, and say what they are worth."""
    p = found.mean()
    standard_error = sqrt(p * (1 - p) / n)
    ours = np.mean(as_dealt(60, 6, (0, 1))["right"][deal(60, 6) == "test"])
    return {
        "luck": {
            "n": [n],
            "n_training": [N_TRAINING],
            "p": [p],
            "worth": [100 / n],
            "least": [found.min()],
            "mean": [p],
            "most": [found.max()],
            "span": [span(is_shown, found)],
            "fresh": [fresh.mean()],
            "ours": [ours],
            "error": [100 * standard_error],
            "half": [100 * Z * standard_error],
            "spread": [100 * found.std()],
            "plain": [coverage(band, p, n)],
            "wilson": [coverage(wilson, p, n)],
            "perfect": [wilson(1.0, n)[0]],
        },
        **pets_on_axis(N_DEALS, found, n, is_shown, fresh.mean(), ours),
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


# ── goldfish: the best of many who know nothing ──────────────────────────────────────────────────

N_FISH, N_VALID = 60, 12


def goldfish(state):
    """Let goldfish flip coins, crown the one that was luckiest in validation, and test it."""
    n_fish = state["n_fish"]
    rng = np.random.default_rng(state["seed"])
    right = rng.integers(0, 2, (N_FISH, 2, N_VALID)).mean(axis=2)[:n_fish]  # validation, then test
    winner = int(np.argmax(right[:, 0]))
    best, tested = right[winner]
    is_shown = state["shown"] or state["guess"] >= 0
    return {
        "contest": {
            "n": [N_VALID],
            "n_fish": [n_fish],
            "best": [best],
            "tested": [tested],
            "expected": [expected_best(n_fish, N_VALID).round(6)],
            "told": [fate(best, tested)],
            "crown": [crown(best, tested, is_shown, state["shown"])],
        },
        "oddity": {"accuracy": [majority_left_out()]},
        **fish_on_axis(N_FISH, right[:, 0], N_VALID, winner, tested, is_shown, state["shown"]),
    }


def expected_best(k, n):
    """Return the expected best score of k coin-flippers on n pets: the sum of P(best > j) / n."""
    at_most = np.cumsum([comb(n, j) / 2**n for j in range(n)])
    return np.sum(1 - at_most**k) / n


@lru_cache
def majority_left_out():
    """Leave out each of ten cats and ten dogs in turn, and guess what most of the others are."""
    species = np.repeat(["cat", "dog"], 10)
    model = DummyClassifier(strategy="most_frequent")
    return cross_val_score(model, np.zeros((20, 1)), species, cv=LeaveOneOut()).mean()


# ── leaks: how a test is spoilt ──────────────────────────────────────────────────────────────────

N_SHELTERS = 24
N_PHOTOS, N_NOISES, N_SELECTED = 48, 500, 20
FOLDS = KFold(4, shuffle=True, random_state=0)


def leaks(state):
    """Let one shelter after another predict birthdays from noise, with the leaks switched on."""
    rng = np.random.default_rng(state["seed"])
    found = []
    for _ in range(N_SHELTERS):
        X, is_even, litter = make_shelter(rng, state["photos"], state["litters"])
        model = most_similar(X, is_even, state["select_first"], state["scale_first"])
        found.append(np.mean(is_even[model] == is_even))
        if len(found) == 1:
            _, test = next(FOLDS.split(X))
            first = copies(test, model, litter, is_even)
        if len(found) % 4 == 0:
            yield {"leaks": {"seen": [np.mean(found)], "n": [len(found)]}, **first}


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


def most_similar(X, y, select_first=False, scale_first=False, cv=FOLDS, groups=None):
    """Return which photo each photo's answer is copied from: the most similar one of training.

    Inside the pipeline, scaling and selection see the training part of each fold. Done first, they
    see everybody.
    """
    before, inside = [], []
    (before if scale_first else inside).append(StandardScaler())
    (before if select_first else inside).append(SelectKBest(k=N_SELECTED))
    if before:
        X = make_pipeline(*before).fit_transform(X, y)
    copied = np.empty(len(X), dtype=int)
    for train, test in cv.split(X, y, groups):
        model = make_pipeline(*inside, KNeighborsClassifier(n_neighbors=1, algorithm="kd_tree"))
        model.fit(X[train], y[train])
        seen = model[:-1].transform(X[test]) if inside else X[test]
        copied[test] = train[model[-1].kneighbors(seen, return_distance=False)[:, 0]]
    return copied


# ── the leaderboard ──────────────────────────────────────────────────────────────────────────────

N_PUBLIC, N_PRIVATE = 100, 1000
SUBMISSIONS = np.arange(0, 401, 10)


def leaderboard(state):
    """Return how far a vote of random submissions climbs, in public and in private."""
    public, private, n_answered = climb(state["seed"], state["ladder"])
    theory = expected_climb(SUBMISSIONS[-1], N_PUBLIC)[SUBMISSIONS]
    k = 100 if state["guess"] >= 0 else state["k"]  # a guess is about a hundred lists
    now = int(np.flatnonzero(k == SUBMISSIONS)[0])
    drawn = slice(None if k else 1)  # until there are lists, nothing is known but the beginning
    return {
        "climb": {
            "key": SUBMISSIONS[drawn],
            "public": public[drawn],
            "private": private[drawn],
            "expected": theory[drawn].round(4),
        },
        "vote": {
            "of_hundred": [theory[SUBMISSIONS == 100][0].round(6)],
            "of_all": [theory[-1].round(6)],
        },
        "now": {
            "k": [k],
            "public": [public[now]],
            "private": [private[now]],
            "expected": [theory[now].round(6)],
            "answered": [n_answered[now]],
            "step": [1 / sqrt(N_PUBLIC)],
            "average": [average(k > 0, theory[-1])],
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
