"""Sixty cats and dogs, told apart by their weight and their fluffiness.

The one scene here, ``pens``, is a pure function of its state: which ``layout`` the pets stand in,
and which of them the reader has ``moved``. All that the page draws or prints comes out of it.
"""

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

STATES = {"pens": {"layout": "crowd", "moved": {}}}

N_PETS = 60
HEAVIEST, FLUFFIEST = 14.0, 10.0  # kilograms; points on the groomer's scale
SETS = ("training", "validation", "test")
FEATURES = {
    "crowd": (),
    "pens": (),
    "line": ("weight",),
    "plane": ("weight", "fluffiness"),
}
JUDGED = {"crowd": (), "pens": (), "line": SETS[:2], "plane": SETS}  # the test set comes last


# ── the pets ─────────────────────────────────────────────────────────────────────────────────────


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


def split(species, seed=6):
    """Deal the pets into 60 % training, 20 % validation and 20 % test, cats and dogs alike."""
    everyone = np.arange(len(species))
    train, rest = train_test_split(everyone, train_size=0.6, stratify=species, random_state=seed)
    valid, test = train_test_split(rest, train_size=0.5, stratify=species[rest], random_state=seed)
    member_of = np.empty(len(species), dtype="U10")
    member_of[train], member_of[valid], member_of[test] = SETS
    return member_of


PETS = make_pets()
MEMBER_OF = split(PETS["species"])  # dealt once: nothing that the reader moves changes it


# ── the model ────────────────────────────────────────────────────────────────────────────────────


def fit(X, species, member_of):
    """Fit on the training pets, and on nobody else; even the scaler looks at no other pet."""
    train = member_of == "training"
    if X.shape[1] == 0:  # nothing measured yet: one answer for everybody
        return DummyClassifier(strategy="prior").fit(X[train], species[train])
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky"))
    return model.fit(X[train], species[train])


def boundary(model, n_features):
    """Return slope and offset (w, b) of the line w·x + b = 0 on the pets' own scales."""
    scaler, regression = model[0], model[1]
    w, b = np.zeros(2), regression.intercept_[0]
    w[:n_features] = regression.coef_[0] / scaler.scale_
    return w, b - np.sum(w[:n_features] * scaler.mean_)


def scores(judged, member_of, right):
    """Count how many of each judged set the model gets right; the other sets have no score yet."""
    n = np.array([np.sum(member_of == name) for name in judged])
    correct = np.array([np.sum(right[member_of == name]) for name in judged])
    return {"key": judged, "correct": correct, "n": n, "accuracy": correct / n}


# ── the scene ────────────────────────────────────────────────────────────────────────────────────


def pens(state):
    """Return the pets where they stand, what the model says of them, and how often it is right."""
    layout, features = state["layout"], FEATURES[state["layout"]]
    pets = {name: column.copy() for name, column in PETS.items()}
    for key, (weight, fluffiness) in state["moved"].items():
        pets["weight"][int(key)] = np.clip(weight, 0, HEAVIEST)
        pets["fluffiness"][int(key)] = np.clip(fluffiness, 0, FLUFFIEST)

    X = np.column_stack([pets[name] for name in features]) if features else np.empty((N_PETS, 0))
    model = fit(X, pets["species"], MEMBER_OF)
    judged = np.isin(MEMBER_OF, JUDGED[layout])
    guess = np.full(N_PETS, "", dtype="U3")  # nobody else is asked
    if judged.any():
        guess[judged] = model.predict(X[judged])
    right = judged & (guess == pets["species"])

    x, y = STANDS[layout](pets, MEMBER_OF)
    return {
        "pets": {
            "key": np.arange(N_PETS),
            "x": x,
            "y": y,
            **pets,
            "set": MEMBER_OF,
            "guess": guess,
            "mistaken": judged & ~right,
            "split": np.full(N_PETS, layout != "crowd"),
            "asleep": (MEMBER_OF == "test") & (layout in ("pens", "line")),
            "draggable": np.full(N_PETS, layout == "plane"),
        },
        "sets": signs(layout, MEMBER_OF, right),
        "scores": scores(JUDGED[layout], MEMBER_OF, right),
        **territories(model, len(features)),
        "verdicts": verdicts(model, len(features)),
        "lawns": lawns(layout),
        "pickets": pickets(layout),
        "axes": axes(len(features)),
        "ticks": ticks(len(features)),
    }


# ── the stage: where the pets stand, in kilograms across and fluffiness up ───────────────────────

PENS = {"training": (0.2, 8.2), "validation": (8.6, 11.2), "test": (11.6, 14.2)}  # left, right
PEN_FLOOR, PEN_TOP = 0.9, 8.4


def crowd(pets, member_of):
    """A heap in the middle: the golden angle packs it evenly (Vogel, 1979)."""
    k = np.random.default_rng(1).permutation(N_PETS) + 0.5
    radius, angle = np.sqrt(k / N_PETS), k * np.pi * (3 - np.sqrt(5))
    return 7.0 + 6.0 * radius * np.cos(angle), 5.0 + 4.7 * radius * np.sin(angle)


def in_pens(pets, member_of):
    """Each set in its own pen, in rows, a little untidily."""
    x, y = np.empty(N_PETS), np.empty(N_PETS)
    wobble = np.random.default_rng(2).uniform(-0.12, 0.12, (N_PETS, 2))
    for name, (left, right) in PENS.items():
        who = np.flatnonzero(member_of == name)
        columns = 6 if name == "training" else 2
        rows = -(-len(who) // columns)
        column, row = np.arange(len(who)) % columns, np.arange(len(who)) // columns
        x[who] = left + (column + 0.5) * (right - left) / columns
        y[who] = PEN_FLOOR + (row + 0.5) * (PEN_TOP - PEN_FLOOR) / rows
    return x + wobble[:, 0], y + wobble[:, 1]


def on_a_line(pets, member_of):
    """By weight; who would stand on a friend's toes climbs onto their shoulders."""
    weight = pets["weight"]
    level = np.zeros(N_PETS)
    for i in np.argsort(weight, kind="stable"):
        near = (np.abs(weight - weight[i]) < 0.8) & (np.arange(N_PETS) != i) & (level > 0)
        level[i] = min(set(range(1, N_PETS + 1)) - set(level[near]))
    storey = min(0.75, FLUFFIEST / level.max())  # a pile that would leave the stage is squeezed
    return weight, storey * level - 0.2


def on_the_plane(pets, member_of):
    """By weight and fluffiness."""
    return pets["weight"], pets["fluffiness"]


STANDS = {"crowd": crowd, "pens": in_pens, "line": on_a_line, "plane": on_the_plane}


def territories(model, n_features):
    """The part of the plane where the model says cat, and the border along it.

    The plane's corners on the cats' side, and the points where the border crosses its edges
    (Sutherland and Hodgman, 1974), padded to six so that one outline can turn into another.
    """
    corners = np.array([[0, 0], [0, FLUFFIEST], [HEAVIEST, FLUFFIEST], [HEAVIEST, 0]])
    w, b = boundary(model, n_features) if n_features else (np.array([1.0, 0.0]), -7.0)
    side = corners @ w + b  # not above zero where the model says cat
    outline, crossings = [], []
    for i in range(4):
        j = (i + 1) % 4
        if side[i] <= 0:
            outline.append(corners[i])
        if (side[i] <= 0) != (side[j] <= 0):
            crossings.append(corners[i] + side[i] / (side[i] - side[j]) * (corners[j] - corners[i]))
            outline.append(crossings[-1])
    if not (
        n_features and outline
    ):  # no border, or none on the stage: the land is a line at the left
        outline = [corners[0], corners[1]]
    outline = np.array(outline + [outline[-1]] * 6)[:6]
    drawn = n_features > 0 and len(crossings) == 2
    (x, y), (x2, y2) = sorted(map(tuple, crossings)) if drawn else ((7, 0), (7, FLUFFIEST))
    return {
        "cat_land": {"key": np.arange(6), "x": outline[:, 0], "y": outline[:, 1]},
        "boundary": {
            "key": ["line"],
            "x": [x],
            "y": [y],
            "x2": [x2],
            "y2": [y2],
            "opacity": [drawn],
        },
    }


def verdicts(model, n_features):
    """What the model says in the corner of small fluffy things, and in that of big sleek ones."""
    corners = np.array([[0.0, FLUFFIEST], [HEAVIEST, 0.0]])
    words = model.predict(corners[:, :n_features])
    return {
        "key": ["left", "right"],
        "x": corners[:, 0],
        "y": corners[:, 1],
        "says": [f"says {word}" for word in words],
        "opacity": np.full(2, float(n_features > 0)),
    }


def signs(layout, member_of, right):
    """The sign of each set: over its pen how many it holds, along the top how many are right."""
    if layout in ("crowd", "pens"):
        x, y = np.mean([PENS[name] for name in SETS], axis=1), np.full(3, PEN_TOP + 1.4)
    else:
        x, y = np.array([2.6, 7.1, 11.6]), np.full(3, 11.8)
    n = np.array([np.sum(member_of == name) for name in SETS])
    says = [
        f"{np.mean(right[member_of == name]):.0%} right"
        if name in JUDGED[layout]
        else f"{size} pets"
        for name, size in zip(SETS, n, strict=True)
    ]
    opacity = np.full(3, float(layout != "crowd"))
    return {"key": SETS, "n": n, "worth": 1 / n, "says": says, "x": x, "y": y, "opacity": opacity}


def lawns(layout):
    """The grass of the three pens."""
    left, right = np.array([PENS[name] for name in SETS]).T
    return {
        "key": SETS,
        "left": left,
        "right": right,
        "floor": np.full(3, PEN_FLOOR),
        "top": np.full(3, PEN_TOP),
        "opacity": np.full(3, float(layout == "pens")),
    }


def pickets(layout):
    """The fence behind and before each pen; it sinks into the ground when the pets leave."""
    up = float(layout == "pens")
    rows = [np.linspace(*pen, round((pen[1] - pen[0]) / 0.4) + 1) for pen in PENS.values()]
    x = np.concatenate(rows)
    front = np.repeat([False, True], len(x))
    return {
        "key": np.arange(2 * len(x)),
        "x": np.tile(x, 2),
        "y": np.where(front, PEN_FLOOR, PEN_TOP) + 0.25 - 0.7 * (1 - up),
        "front": front,
        "opacity": np.full(2 * len(x), up),
    }


def axes(n_features):
    """The two axes, drawn out from the corner when they are needed."""
    across, up = float(n_features >= 1), float(n_features >= 2)
    return {
        "key": ["weight", "fluffiness"],
        "x": [0.0, 0.0],
        "y": [0.0, 0.0],
        "x2": [HEAVIEST * across, 0.0],
        "y2": [0.0, FLUFFIEST * up],
        "opacity": [across, up],
    }


def ticks(n_features):
    """Numbers along the axes, sliding out with them."""
    across, up = float(n_features >= 1), float(n_features >= 2)
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
