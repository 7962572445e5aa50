"""Where sheep and goats stand, where fences run, and what is said in words that fit the picture."""

import numpy as np

from refit.layouts import pens

ACROSS, HIGH = (20.0, 130.0), 5.0  # the plane: jump in cm, bleat from 0 in seconds
FLOOR, LID = -2.5, -1.0  # of the small pens in the strip
WIDE = ACROSS[1] - ACROSS[0]
KINDS = ("sheep", "goat")
COLUMNS = 4  # animals beside each other in a small pen
ALIKE = 0.12  # how far twins are from each other, where all animals of a kind are 1 apart
SHEEP, GOAT = np.array([62.0, 2.9]), np.array([82.0, 2.2])  # jump in cm, bleat in seconds
SPREAD = np.array([16.0, 0.62])
NEAR = (1.5, 0.15)  # cm and seconds: whoever is moved less is about where it was


# ── the flock, and who is moved ──────────────────────────────────────────────────────────────────


def animals(seed, n=40, flocks=()):
    """Return jump and bleat of n animals, and which of them are goats: every second one."""
    goat = np.arange(n) % 2
    middle = np.where(goat[:, None] == 1, GOAT, SHEEP)
    X = np.random.default_rng(seed).normal(middle, SPREAD, (*flocks, n, 2))
    return X.round(2), goat


def families(seed, n):
    """Return pairs of twins: the second is nearly a copy of the first."""
    rng, goat = np.random.default_rng(seed), np.arange(n) // 2 % 2
    first = rng.normal(np.where(goat[::2, None] == 1, GOAT, SHEEP), SPREAD)
    return (np.repeat(first, 2, axis=0) + ALIKE * SPREAD * rng.normal(size=(n, 2))).round(2), goat


def deal(seed, n=40):
    """Line the animals up by chance, a sheep, a goat, a sheep, a goat."""
    rng, row = np.random.default_rng(seed), np.empty(n, dtype=np.int64)
    row[0::2], row[1::2] = 2 * rng.permutation(n // 2), 2 * rng.permutation(n // 2) + 1
    return row


def fleeces():
    """Return the age of twelve sheep in years, and the weight of their fleeces in kg."""
    rng = np.random.default_rng(5)
    age = np.array([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 9.5])
    return np.column_stack([age, (2 + 0.45 * age + rng.normal(0, 0.45, 12)).round(1)])


def moved(X, places):
    """Put the animals that a reader dragged to their new places."""
    X = X.copy()
    for key, place in places.items():
        X[int(key)] = place
    return X


def away_from(home, places):
    """Return the new places of those who are not back where they were."""
    return {key: place for key, place in places.items() if not np.allclose(home[int(key)], place)}


def is_told(state):
    """Return whether a reader has guessed, so that the answer may be seen."""
    return bool(state["told"]) or state["guess"] >= 0


# ── the meadow and the pens ──────────────────────────────────────────────────────────────────────


def grazing(pen):
    """Strew animals over the meadow, each in a place of its own, the nearer ones lower."""
    n, columns = len(pen), 8
    rng = np.random.default_rng(4)
    row, column = divmod(rng.permutation(n), columns)
    x = ACROSS[0] + WIDE * (column + 0.35 + 0.4 * (row % 2) + 0.2 * rng.random(n)) / (columns + 0.3)
    return x.round(2), (2.35 - 1.0 * row + 0.3 * rng.random(n)).round(2)


def fields(k, floor, top):
    """Return k pens of one size, side by side."""
    return pens([COLUMNS] * k, [list(ACROSS), [floor, top]], 1, 0.014 * WIDE)


def in_pens(pen):
    """Stand animals in large pens, two by two."""
    return placed(pen, fields(int(pen.max()) + 1, -1.2, 3.9), 2)


def placed(pen, field, columns):
    """Return a place for each animal inside its pen, in rows from the top down."""
    x, y = np.zeros(len(pen)), np.zeros(len(pen))
    for number in range(int(pen.max()) + 1):
        inside = np.flatnonzero(pen == number)
        rows = -(-len(inside) // columns)
        row, column = divmod(np.arange(len(inside)), columns)
        left, right = field["left"][number], field["right"][number]
        x[inside] = left + (right - left) * (column + 0.5) / columns
        tall = field["top"][number] - field["floor"][number]
        y[inside] = field["top"][number] - tall * (row + 0.5) / rows
    return x.round(2), y.round(3)


def boxes(view, pen, right, turn):
    """Return the pens, large or small, and what is written over each."""
    k = int(pen.max()) + 1
    large = view == "pens"
    field = fields(k, -1.2, 3.9) if large else fields(k, FLOOR, LID)
    here = k if view in ("pens", "turns", "all") else 0
    own = [int(np.sum(right[pen == i])) for i in range(k)]
    size = [int(np.sum(pen == i)) for i in range(k)]
    says = [
        f"{own[i]} of {size[i]}" if i < turn and not large else f"pen {i + 1}" for i in range(k)
    ]
    return {
        "key": [f"pen {i + 1}" for i in range(here)], "x": field["left"][:here],
        "x2": field["right"][:here], "y": field["floor"][:here], "y2": field["top"][:here],
        "says": says[:here], "now": [float(view == "turns" and i == turn - 1) for i in range(here)],
    }  # fmt: skip


def marks(view, goat, pen, right, judged):
    """Return the small animals that stand for scores: right, wrong, or waiting for their turn."""
    x, y = placed(pen, fields(int(pen.max()) + 1, FLOOR, LID), COLUMNS)
    here = len(pen) if view in ("turns", "all") else 0
    verdict = np.where(judged, np.where(right, "right", "wrong"), "")
    return {
        "key": numbered(here), "kind": named(goat)[:here], "x": x[:here], "y": y[:here],
        "verdict": verdict[:here],
    }  # fmt: skip


def piled(values):
    """Pile equal values up, in the order in which they come."""
    before = [int(np.sum(np.isclose(values[:i], value))) for i, value in enumerate(values)]
    return {"key": numbered(len(values)), "x": values, "y": np.array(before)}


def on_stage(view, X, goat, pen, right, turn):
    """Return the animals where a view has them, with a verdict on those who are judged just now."""
    x, y = {"meadow": grazing, "pens": in_pens}.get(view, lambda _: X.T)(pen)
    seen, praise = (pen < turn, "") if view == "all" else (pen == turn - 1, "right")
    return herd(X, goat, right) | {
        "x": x, "y": y, "pen": pen + 1, "jump": X[:, 0], "bleat": X[:, 1],
        "verdict": np.where(seen, np.where(right, praise, "wrong"), ""),
        "draggable": np.full(len(X), view == "all") * 1.0,
    }  # fmt: skip


def in_row(sheep, n, right, told):
    """Return n animals in a row, the sheep first, and who is right once that is told."""
    i = np.arange(n)
    verdict = np.where(right, "right", "wrong") if told else [""] * n
    return {"key": numbered(n), "kind": named(i >= sheep), "x": i + 0.5, "verdict": verdict}


def curve(shares):
    """Return shares as points of a curve over 0, 1, 2 and so on."""
    return {"key": numbered(len(shares)), "x": list(range(len(shares))), "y": shares}


def old_and_young(age, fleece, fit, without):
    """Return sheep by age and fleece, with what the line says with and without each of them."""
    n = len(age)
    return {
        "key": numbered(n), "kind": ["sheep"] * n, "x": age, "y": fleece, "fit": fit,
        "without": without, "draggable": np.ones(n),
    }  # fmt: skip


def bands(mean, half, true, holds, n):
    """Return the first n error bars, and which of them hold the truth."""
    hit = np.where(holds, "right", "wrong")
    columns = {"x": np.arange(len(mean)), "y": mean - half, "y2": mean + half, "true": true}
    return {"key": numbered(n)} | {k: v[:n] for k, v in (columns | {"hit": hit}).items()}


def threads(X, asked):
    """Return a thread from each animal to the one that it asks, and whether that is its twin."""
    return {
        "key": numbered(len(X)), "x": X[:, 0], "y": X[:, 1], "x2": X[asked, 0], "y2": X[asked, 1],
        "twin": (asked // 2 == np.arange(len(X)) // 2) * 1.0,
    }  # fmt: skip


# ── fences ───────────────────────────────────────────────────────────────────────────────────────


def crossing(fence):
    """Return both ends of a fence on the plane."""
    (a, b), c = fence.coef_[0], fence.intercept_[0]
    ends = []
    for x in ACROSS:
        if abs(b) > 1e-12 and -1e-9 <= -(a * x + c) / b <= HIGH + 1e-9:
            ends.append((x, -(a * x + c) / b))
    for y in (0.0, HIGH):
        if abs(a) > 1e-12 and ACROSS[0] < -(b * y + c) / a < ACROSS[1]:
            ends.append((-(b * y + c) / a, y))
    ends = sorted(ends)
    return (*ends[0], *ends[-1]) if len(ends) > 1 else (ACROSS[1], 0.0, ACROSS[1], 0.0)


def lines(fences, numbers, pen=None, places=()):
    """Return the ends of fences, and which of them judges the one animal that was moved."""
    ends = np.array([crossing(fence) for fence in fences]).reshape(-1, 4).round(4)
    columns = dict(zip(("x", "y", "x2", "y2"), ends.T, strict=True))
    own = pen[int(next(iter(places)))] if len(places) == 1 else -1
    judge = [float(number == own) for number in numbers]
    return {"key": [f"fence {i + 1}" for i in numbers], **columns, "judge": judge}


def side_of(fence):
    """Return the side on which a fence keeps the goats, as a band of four corners."""
    if fence is None:
        return {"key": [], "x": [], "y": [], "y2": []}
    (a, b), c = fence.coef_[0], fence.intercept_[0]
    edge = b if abs(b) > 1e-9 else 1e-9
    turns = [np.clip(-(b * y + c) / (a or 1e-9), *ACROSS) for y in (0.0, HIGH)]
    x = np.array(sorted([*ACROSS, *turns]))
    y = np.clip(-(a * x + c) / edge, 0, HIGH)
    return {
        "key": numbered(4), "x": x.round(4), "y": y.round(4), "y2": [HIGH if b > 0 else 0.0] * 4,
    }  # fmt: skip


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def per_cent(share):
    """Write a share in per cent, as the page does."""
    return f"{np.floor(100 * share + 0.5):.0f}\u202f%"


def some(n, what):
    """Write how many there are: "no animal", "1 animal", "2 animals"."""
    return f"{n or 'no'} {what}{'s' * (n > 1)}"


def what_of_turn(turn, right, pen):
    """Say in words whose turn it is, and how it went."""
    if not turn:
        return "Nobody has been judged yet."
    done = pen < turn
    own = int(np.sum(right & (pen == turn - 1)))
    each = np.sum(pen == turn - 1)
    last = f"Pen {turn} is out. A fence that it did not teach gets {own} of its {each} right."
    if turn <= pen.max():
        return f"{last} So far {np.sum(done)} animals have been judged."
    return f"{last} Now everybody has been judged once: {np.sum(right)} of {len(pen)} are right."


def what_of_lottery(correct, each):
    """Say in words how far the scores of single deals lie apart."""
    if len(correct) == 1:
        return f"So far there is one: {correct[0]} of {each}."
    least, most = min(correct), max(correct)
    return f"So far they go from {least} to {most} of {each}. Only who was left out has changed."


def what_of_move(places, home, pen, right, before):
    """Say in words which fences followed an animal, and what became of the score."""
    if not places:
        return "Nobody has moved yet."
    if len(places) > 1:
        return f"You have moved {some(len(places), 'animal')}. {score_went(right, before)}"
    ((key, place),) = ((int(key), place) for key, place in places.items())
    if np.all(np.abs(home[key] - place) <= NEAR):
        return f"Your animal is about where it was. {score_went(right, before)}"
    own = int(pen[key]) + 1
    others = [str(i + 1) for i in range(int(pen.max()) + 1) if i + 1 != own]
    taught = f"{', '.join(others[:-1])} and {others[-1]}"
    return (
        f"Your animal lives in pen {own}. Fences {taught} learnt from it and followed it. "
        f"The thick fence, number {own}, did not, because it judges pen {own}. "
        f"{what_of_wrong(key, right, before)} {score_went(right, before)}"
    )


def what_of_wrong(key, right, before):
    """Say in words what its own fence makes of a moved animal, and who else fell."""
    fallen = int(np.sum(before & ~right)) - int(before[key] and not right[key])
    if right[key]:
        own = "That one gets your animal right"
    else:
        own = "Your animal is wrong, because its own judge did not bend"
    if not fallen:
        return f"{own}."
    others = "another is wrong now" if fallen == 1 else f"{fallen} others are wrong now"
    return f"{own}. And {others}, because the other fences did."


def score_went(right, before):
    """Say in words what became of the number of animals that are right."""
    now, then = int(np.sum(right)), int(np.sum(before))
    went = "as before" if now == then else f"and before it was {then}"
    return f"Each judged by its own fence, {now} of {len(right)} are right, {went}."


def what_of_pens(average):
    """Say in words how far the averages lie apart."""
    low, high = average.min(), average.max()
    return f"The averages go from {per_cent(low)} to {per_cent(high)}."


def what_of_count(k, n, taught):
    """Say in words what k pens mean."""
    if k == n:
        return f"{n} pens with one animal each: this is leave-one-out, and it takes {n} fits."
    if k == 2:
        return f"Each fence has learnt from only {taught:.0f} animals, so the two may differ a lot."
    about = "" if n % k == 0 else "about "
    return f"Each fence has learnt from {about}{taught:.0f} animals. That takes {k} fits."


def what_of_twins(asked, right, together):
    """Say in words whom the animals were judged by."""
    own = int(np.sum(asked // 2 == np.arange(len(asked)) // 2))
    wrong = some(int(np.sum(~right)), "mistake")
    if together:
        return f"Nobody can ask her twin, and there are {wrong}."
    return f"Of {len(asked)} animals, {own} are judged by their own twin, and there are {wrong}."


def what_of_majority(sheep, n, share):
    """Say in words what a judge makes of it who only counts."""
    if share == 0:
        return (
            "Whoever is left out leaves her own kind in the minority, so the judge is always wrong."
        )
    if sheep in (0, n):
        return "All are of one kind, so the judge is always right."
    most = "sheep" if 2 * sheep > n else "goat"
    return (
        f"The majority stays the majority, so every {most} is called by its name, and nobody else."
    )


def what_of_interval(share):
    """Say in words whether intervals hold what they promise."""
    if share >= 0.93:
        return "They hold what they promise."
    return "So these bars are too short." if share > 0.5 else "Most of them miss the truth."


def what_of_choice(scores, true, won):
    """Say in words how a winner's score compares with what it is worth."""
    gap = 100 * (scores[won] - true[won])
    if gap > 0.5:
        return f"The winner's score is {gap:.0f} points higher than what it is worth."
    if gap < -0.5:
        return f"This time, the winner's score is {-gap:.0f} points lower than what it is worth."
    return "This time, the winner's score is about what it is worth."


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def numbered(n):
    """Return the keys of n rows."""
    return [str(i) for i in range(n)]


def named(goat):
    """Return the kind of each animal."""
    return [KINDS[int(each)] for each in goat]


def one(key, **values):
    """Return a table of one row."""
    return {"key": [key]} | {name: [value] for name, value in values.items()}


def herd(X, goat, right):
    """Return animals at their two numbers, with a cross on whoever is wrong."""
    return {
        "key": numbered(len(X)), "kind": named(goat), "x": X[:, 0], "y": X[:, 1],
        "verdict": np.where(right, "", "wrong"),
    }  # fmt: skip
