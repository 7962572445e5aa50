"""Cats and dogs, told apart by weight and fluffiness, and how far a score can be trusted.

Three scenes, each a pure function of its state. ``pens`` fits a model to sixty pets, ``scores``
asks what a score is worth, ``leaderboard`` climbs to the top without looking at a single pet. All
that the page draws or prints comes out of them.
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
HEAVIEST, FLUFFIEST = 14.0, 10.0  # kilograms; points on the groomer's scale
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

    walls = pen_walls(member_of)
    x, y = np.round(STANDS[layout](pets, member_of, walls), 2)
    line = boundary(model, columns)
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
        "sets": signs(layout, member_of, right, sets, walls),
        "scores": tally(sets, member_of, right),
        "choice": {"key": ["chosen"], "features": [chosen]},
        **territories(*line, shown=layout in ("line", "plane")),
        "verdicts": verdicts(*line, shown=layout in ("line", "plane")),
        "lawns": lawns(layout, walls),
        "pickets": pickets(layout, walls),
        "axes": axes(layout),
        "ticks": ticks(layout),
    }


# Where the pets stand, in kilograms across and points of fluffiness up.

PEN_FLOOR, PEN_TOP, PEN_ROWS = 0.9, 8.4, 6


def pen_walls(member_of):
    """Return left and right of each pen: as many columns as its pets need, and two at least."""
    n = np.array([np.sum(member_of == name) for name in SETS])
    columns = np.maximum(2, -(-n // PEN_ROWS))
    right = 0.2 + np.cumsum(13.5 / columns.sum() * columns + 0.3) - 0.4
    return np.r_[0.2, right[:-1] + 0.4], right, columns


def crowd(pets, member_of, walls):
    """A heap in the middle: the golden angle packs it evenly (Vogel, 1979)."""
    k = np.random.default_rng(1).permutation(N_PETS) + 0.5
    radius, angle = np.sqrt(k / N_PETS), k * np.pi * (3 - np.sqrt(5))
    return 7.0 + 6.0 * radius * np.cos(angle), 5.0 + 4.7 * radius * np.sin(angle)


def in_pens(pets, member_of, walls):
    """Each set in its own pen, in rows, a little untidily."""
    x, y = np.empty(N_PETS), np.empty(N_PETS)
    wobble = np.random.default_rng(2).uniform(-0.12, 0.12, (N_PETS, 2))
    for name, left, right, columns in zip(SETS, *walls, strict=True):
        who = np.flatnonzero(member_of == name)
        rows = -(-len(who) // columns)
        row, column = divmod(np.arange(len(who)), columns)
        x[who] = left + (column + 0.5) * (right - left) / columns
        y[who] = PEN_FLOOR + (row + 0.5) * (PEN_TOP - PEN_FLOOR) / rows
    return x + wobble[:, 0], y + wobble[:, 1]


def on_a_line(pets, member_of, walls):
    """By weight; who would stand on a friend's toes climbs onto their shoulders."""
    weight = pets["weight"]
    level = np.zeros(N_PETS)
    for i in np.argsort(weight, kind="stable"):
        near = (np.abs(weight - weight[i]) < 0.8) & (np.arange(N_PETS) != i) & (level > 0)
        level[i] = min(set(range(1, N_PETS + 1)) - set(level[near]))
    storey = min(0.75, FLUFFIEST / level.max())  # a pile that would leave the stage is squeezed
    return weight, storey * level - 0.2


def on_the_plane(pets, member_of, walls):
    """By weight and fluffiness."""
    return pets["weight"], pets["fluffiness"]


STANDS = {"crowd": crowd, "pens": in_pens, "line": on_a_line, "plane": on_the_plane}


def territories(w, b, shown):
    """The part of the plane where the model says cat, and the border along it.

    The plane's corners on the cats' side, and the points where the border crosses its edges
    (Sutherland and Hodgman, 1974), padded to six so that one outline can turn into another.
    """
    corners = np.array([[0, 0], [0, FLUFFIEST], [HEAVIEST, FLUFFIEST], [HEAVIEST, 0]])
    side = corners @ w + b  # not above zero where the model says cat
    outline, crossings = [], []
    for i in range(4):
        j = (i + 1) % 4
        if side[i] <= 0:
            outline.append(corners[i])
        if (side[i] <= 0) != (side[j] <= 0):
            crossings.append(corners[i] + side[i] / (side[i] - side[j]) * (corners[j] - corners[i]))
            outline.append(crossings[-1])
    if not (shown and outline):  # nobody's land is a line at the left
        outline = [corners[0], corners[1]]
    outline = np.array(outline + [outline[-1]] * 6)[:6]
    drawn = shown and len(crossings) == 2
    (x, y), (x2, y2) = sorted(map(tuple, crossings)) if drawn else ((7, 0), (7, FLUFFIEST))
    border = {"key": ["line"], "x": [x], "y": [y], "x2": [x2], "y2": [y2], "opacity": [drawn]}
    return {
        "cat_land": {"key": np.arange(6), "x": outline[:, 0], "y": outline[:, 1]},
        "boundary": border,
    }


def verdicts(w, b, shown):
    """What the model says in the corner of small fluffy things, and in that of big sleek ones."""
    corners = np.array([[0.0, FLUFFIEST], [HEAVIEST, 0.0]])
    return {
        "key": ["left", "right"],
        "x": corners[:, 0],
        "y": corners[:, 1],
        "says": ["says cat" if side <= 0 else "says dog" for side in corners @ w + b],
        "opacity": np.full(2, float(shown)),
    }


def signs(layout, member_of, right, judged, walls):
    """The sign of each set: over its pen how many it holds, along the top how many are right."""
    if layout in ("crowd", "pens"):
        x, y = np.mean(walls[:2], axis=0), np.full(3, PEN_TOP + 1.4)
    else:
        x, y = np.array([2.6, 7.1, 11.6]), np.full(3, 11.8)
    n = np.array([np.sum(member_of == name) for name in SETS])
    says = [
        f"{np.mean(right[member_of == name]):.0%} right" if name in judged else f"{size} pets"
        for name, size in zip(SETS, n, strict=True)
    ]
    opacity = np.full(3, float(layout != "crowd"))
    return {"key": SETS, "n": n, "worth": 1 / n, "says": says, "x": x, "y": y, "opacity": opacity}


def lawns(layout, walls):
    """The grass of the three pens."""
    return {
        "key": SETS,
        "left": walls[0],
        "right": walls[1],
        "floor": np.full(3, PEN_FLOOR),
        "top": np.full(3, PEN_TOP),
        "opacity": np.full(3, float(layout == "pens")),
    }


def pickets(layout, walls):
    """The fence behind and before each pen; it sinks into the ground when the pets leave."""
    up = float(layout == "pens")
    left, right, _ = walls
    small = round((right[2] - left[2]) / 0.4) + 1
    counts = (35 - 2 * small, small, small)  # always as many, so that they walk with the walls
    x = np.concatenate([np.linspace(*pen) for pen in zip(left, right, counts, strict=True)])
    x = x.round(2)
    front = np.repeat([False, True], len(x))
    return {
        "key": np.arange(2 * len(x)),
        "x": np.tile(x, 2),
        "y": np.where(front, PEN_FLOOR, PEN_TOP) + 0.25 - 0.7 * (1 - up),
        "front": front,
        "opacity": np.full(2 * len(x), up),
    }


def axes(layout):
    """The two axes, drawn out from the corner when they are needed."""
    across, up = float(layout in ("line", "plane")), float(layout == "plane")
    return {
        "key": ["weight", "fluffiness"],
        "x": [0.0, 0.0],
        "y": [0.0, 0.0],
        "x2": [HEAVIEST * across, 0.0],
        "y2": [0.0, FLUFFIEST * up],
        "opacity": [across, up],
    }


def ticks(layout):
    """Numbers along the axes, sliding out with them."""
    across, up = float(layout in ("line", "plane")), float(layout == "plane")
    kilograms, points = np.arange(0, 15, 2.0), np.arange(2, 11, 2.0)
    n, m = len(kilograms), len(points)
    return {
        "key": [f"x{v:.0f}" for v in kilograms] + [f"y{v:.0f}" for v in points],
        "axis": ["weight"] * n + ["fluffiness"] * m,
        "x": np.r_[kilograms * (0.7 + 0.3 * across), np.zeros(m)],
        "y": np.r_[np.zeros(n), points * (0.7 + 0.3 * up)],
        "value": np.r_[kilograms, points],
        "opacity": np.r_[np.full(n, across), np.full(m, up)],
    }


# ── scene two: what a score is worth ─────────────────────────────────────────────────────────────

N_DEALS, N_SHELTERS = 200, 24
HAT = (50.0, 60.0)  # where a dot waits before it falls


def scores(state):
    """Yield dots on an axis from 0 to 100 %, each of them a score, as they come in."""
    yield from {"luck": luck, "choice": choice, "leaks": leaks}[state["view"]](state)


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
            "expected": [expected_best(n_fish, n)],
        },
        **on_the_axis(
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


def on_the_axis(across, up, breadth, found, rule, seen, tested=None, band=None):
    """Lay out scores as dots, with a line, a band, and what is said of them."""
    fallen = np.arange(N_DEALS) < len(found)
    x, y, score = np.tile((*HAT, 0.0), (N_DEALS, 1)).T
    x[fallen], y[fallen], score[fallen] = across.round(2), up.round(2), found.round(4)
    winner = (seen, tested or seen)
    return {
        "dots": {
            "key": np.arange(N_DEALS),
            "score": score,
            "fallen": fallen,
            "x": x,
            "y": y,
            "breadth": np.full(N_DEALS, breadth),
        },
        "band": {
            "key": ["band"],
            "low": [100 * (band or rule)[0]],
            "high": [100 * (band[1] if band else rule[0])],
            "opacity": [float(band is not None)],
        },
        "notes": {
            "key": ["rule", "seen", "tested"],
            "x": [100 * at for at, _ in (rule, *winner)],
            "says": [says for _, says in (rule, seen, tested or (0, ""))],
        },
        "fish": {
            "key": ["winner", "tested"],
            "x": [100 * at for at, _ in winner],
            "x2": np.full(2, 100 * winner[1][0]),
            "opacity": np.full(2, float(tested is not None)),
        },
        "summary": {
            "n": [len(found)],
            "least": [found.min()],
            "mean": [found.mean()],
            "most": [found.max()],
        },
        "oddity": {"accuracy": [majority_left_out()]},
    }


def room(n):
    """Return how wide a pile may be, so that it keeps off the next one and on the stage."""
    return min(95 / n, 9.6)


def pile(found, n, breadth, rise=1.0):
    """Stack dots above their scores, those within 1/n together, abreast as far as there is room.

    The breadth of a dot is in per cent of the axis; a row rises by so much of it.
    """
    abreast = max(1, int(room(n) / breadth + 1e-9))
    place = np.floor(found * n + 1e-9)
    rank = np.array([np.sum(place[:i] == place[i]) for i in range(len(place))])
    row, column = divmod(rank, abreast)
    aside = np.where(column % 2, 0.5, -0.5) * (column + column % 2) - 0.5 * (abreast % 2 == 0)
    return 100 * found + aside * breadth, (rise * row + 0.5) * breadth, breadth


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
