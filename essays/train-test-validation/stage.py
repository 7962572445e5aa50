"""The stage: where pets and fish stand, the scenery around them, and what is said of the reader's
moves.

Nothing here knows a model. In the pens a place is in kilograms across and points of fluffiness up,
in the scenes with scores in per cent of the axis.
"""

import numpy as np

from refit import layouts

N_FRESH = 10_000
HEAVIEST, FLUFFIEST = 14.0, 10.0  # kilograms; points on the groomer's scale
PEN_FLOOR, PEN_TOP, PEN_ROWS = 0.9, 8.4, 6
FIELD = [[0.2, 14.2], [PEN_FLOOR, PEN_TOP]]
ODD_CAT, GIANT = (5.6, 4.0), (13.2, 9.2)  # where she is, and where she is to be dragged
ON_PLANE = ("choose", "test", "plane")
DECIDING = ("line", *ON_PLANE)


# ── where the pets stand ─────────────────────────────────────────────────────────────────────────


def stand(layout, pets, member_of, sets):
    """Return where each pet stands, to a hundredth."""
    return np.round(STANDS[layout](pets, member_of, sets), 2)


def crowd(pets, member_of, sets):
    """A heap in the middle."""
    x, y = layouts.pack_disc(len(member_of), 1.0)
    who = np.random.default_rng(1).permutation(len(member_of))
    return 7.0 + 6.0 * x[who], 5.0 + 4.7 * y[who]


def in_pens(pets, member_of, sets):
    """Each set in its own pen, in rows, a little untidily."""
    places = np.empty((2, len(member_of)))
    sizes = [np.sum(member_of == name) for name in sets]
    for name, size, left, right, floor, top, columns in zip(
        sets, sizes, *pens(sizes).values(), strict=True
    ):
        places[:, member_of == name] = layouts.pack_box(
            size, [[left, right], [floor, top]], columns
        )
    return places + np.random.default_rng(2).uniform(-0.12, 0.12, (len(member_of), 2)).T


def pens(sizes):
    """Return the pens: as many columns as their pets need, and two at least."""
    return layouts.pens(sizes, FIELD, PEN_ROWS, gap=0.4, least=2, margin=-0.1)


def on_a_line(pets, member_of, sets):
    """By weight; who would stand on a friend's toes climbs onto their shoulders."""
    weight = pets["weight"]
    n = len(weight)
    level = np.zeros(n)
    for i in np.argsort(weight, kind="stable"):
        near = (np.abs(weight - weight[i]) < 0.8) & (np.arange(n) != i) & (level > 0)
        level[i] = min(set(range(1, n + 1)) - set(level[near]))
    storey = min(0.75, FLUFFIEST / level.max())  # a pile that would leave the stage is squeezed
    return weight, storey * level - 0.2


def on_the_plane(pets, member_of, sets):
    """By weight and fluffiness."""
    return pets["weight"], pets["fluffiness"]


STANDS = {"crowd": crowd, "pens": in_pens, "line": on_a_line} | dict.fromkeys(
    ON_PLANE, on_the_plane
)


# ── the scenery around them ──────────────────────────────────────────────────────────────────────


def scenery(layout, sets, judged, now, before, is_moved):
    """Return all that is drawn around the pets.

    ``sets`` holds the name, the size and the score of each set, ``judged`` the names of those whose
    score may be told; ``now`` has the border (w, b) of the model, ``before`` that which it had
    before anybody was moved.
    """
    walls = pens(sets["n"])
    decides = layout in DECIDING
    w, b = now["w"], now["b"]
    old = territories(before["w"], before["b"], shown=layout == "plane")["boundary"]
    return {
        "sets": signs(layout, sets, judged, walls, now["fresh"]),
        **territories(w, b, shown=decides),
        "before": old,
        "hint": hint(layout, is_moved),
        "verdicts": verdicts(layout, w, b, shown=decides),
        "lawns": lawns(layout, sets["key"], walls),
        "pickets": pickets(layout, walls),
    }


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


def verdicts(layout, w, b, shown):
    """What the model says in the corner of small fluffy things, and in that of big sleek ones.

    Along one axis the pets stand on the floor, so both are said above them.
    """
    corners = np.array([[0.0, FLUFFIEST], [HEAVIEST, FLUFFIEST if layout == "line" else 0.0]])
    return {
        "key": ["left", "right"],
        "x": corners[:, 0],
        "y": corners[:, 1],
        "says": ["says cat" if side <= 0 else "says dog" for side in corners @ w + b],
        "opacity": np.full(2, float(shown)),
    }


def signs(layout, sets, judged, walls, fresh):
    """The sign of each set: over its pen how many it holds, along the top how many are right.

    At the end stands what the model would score at the door, on fresh pets.
    """
    x, y = np.array([1.4, 5.1, 8.8, 12.6]), np.full(4, 11.8)
    if layout in ("crowd", "pens"):
        x[:3], y[:3] = (walls["left"] + walls["right"]) / 2, PEN_TOP + 1.65
    key, n = sets["key"], sets["n"]
    says = [
        f"{score:.0%} right" if name in judged else f"{size} pets"
        for name, size, score in zip(key, n, sets["accuracy"], strict=True)
    ]
    opacity = np.full(4, float(layout != "crowd"))
    opacity[3] = float(layout in ("test", "plane"))
    return {
        "key": [*key, "fresh"],
        "n": [*n, N_FRESH],
        "says": [*says, f"{fresh:.1%} right"],
        "x": x,
        "y": y,
        "opacity": opacity,
    }


def hint(layout, is_moved):
    """Whom to drag first, and where to: a smooth little cat that shall be a fluffy giant."""
    (x, y), (x2, y2) = ODD_CAT, GIANT
    opacity = [float(layout == "plane" and not is_moved)]
    return {"key": ["hint"], "x": [x], "y": [y], "x2": [x2], "y2": [y2], "opacity": opacity}


def lawns(layout, key, walls):
    """The grass of the three pens."""
    sides = {side: walls[side] for side in ("left", "right", "floor", "top")}
    return {"key": key, **sides, "opacity": np.full(3, float(layout == "pens"))}


def pickets(layout, walls):
    """The fence behind and before each pen; it sinks into the ground when the pets leave."""
    up = float(layout == "pens")
    left, right = walls["left"], walls["right"]
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


# ── what is said of a move ───────────────────────────────────────────────────────────────────────

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def moves(n):
    """Count the pets that were moved, in words; whoever has moved several can send them home."""
    says = f"{COUNTS[n] if n < len(COUNTS) else n} pet{'s' * (n > 1)}" if n else "nobody"
    home = f"{says}. Reset sends them home." if n > 1 else f"{says}."
    return {"n": [n], "says": [says], "home": [home]}


def told(moved, before, correct, was, fresh):
    """Say what has happened to the line and to the three scores since pets were moved.

    Parameters
    ----------
    moved
        The sets to which the moved pets belong.
    before, correct
        How many of each set the model got right, and gets right now.
    was, fresh
        Which share of the fresh pets it got right, and gets right now.
    """
    if not moved:
        says = "Nobody has moved yet."
    elif "training" not in moved:
        says = "The line has not moved: only neckerchiefs teach. " + changes(before, correct)
        says += f" On fresh pets the model is as good as before, {fresh:.1%}."
    else:
        says = "The line follows, because a neckerchief teaches. The dashed line is the old one. "
        says += f"{changes(before, correct)} {verdict(before, correct, was, fresh)}"
    return {"says": [says.replace("%", "\u202f%")]}


def changes(before, correct):
    """Say how many pets of each set more, or fewer, the model gets right."""
    now = [int(x - y) for x, y in zip(correct, before, strict=False)] + [0, 0, 0]
    pets = "pet" if abs(now[0]) == 1 else "pets"
    return (
        f"It gets {more(now[0])} training {pets} right, {more(now[1])} of validation, "
        f"and {more(now[2])} of the test."
    )


def more(change):
    """Write a change in words."""
    if change == 0:
        return "as many"
    count = dict(enumerate(COUNTS)).get(abs(change), abs(change))
    return f"{count} {'more' if change > 0 else 'fewer'}"


def verdict(before, correct, was, fresh):
    """Say whether the test has noticed what became of the model."""
    better, says_better = fresh - was, 0 if len(correct) < 3 else int(correct[2] - before[2])
    if round(was, 3) == round(fresh, 3):
        return f"On fresh pets the model is as good as before, {fresh:.1%}."
    became = (
        f"{'better' if better > 0 else 'worse'} on fresh pets, {fresh:.1%} instead of {was:.1%}"
    )
    if says_better * better > 0:
        return f"The model became {became}, and this time the test tells us so."
    if says_better:
        return f"But the model became {became}: the test misleads us. Twelve pets say so little."
    return f"The model became {became}, and the test cannot tell. Twelve pets say so little."


# ── pets and fish on an axis of scores ───────────────────────────────────────────────────────────


def percent(share, gap="\u202f"):
    """Write a share as live numbers are written: halves go up."""
    return f"{np.floor(100 * share + 0.5 + 1e-9):.0f}{gap}%"


def span(is_shown, found):
    """Say from where to where scores go, as soon as the reader may know."""
    return f", from {percent(found.min())} to {percent(found.max())}" if is_shown else ""


def piled(found, n, widest, rise):
    """Stack animals above their scores, on n answers each; return x, y and their breadth.

    They stand abreast as far as there is room; all is in per cent of the axis.
    """
    room = min(95 / n, 9.6)
    abreast = max(2, int(room / widest + 1e-9))
    breadth = min(widest, room / abreast)
    place = np.floor(found * n + 1e-9)
    rank = np.array([np.sum(place[:i] == place[i]) for i in range(len(place))])
    row, column = divmod(rank, abreast)
    aside = (
        column - (np.minimum(abreast, np.bincount(place.astype(int))[place.astype(int)]) - 1) / 2
    )
    return 100 * found + aside * breadth, (rise * row + 0.5) * breadth, breadth


def pets_on_axis(n, found, n_test, is_shown, fresh, ours):
    """Each test as a pet: in its bunk until the reader guesses, then, if found, over its score."""
    bunk, place = divmod(np.arange(n), 10)
    x, y, breadth = 68 + 4.2 * (place - 4.5), 2.2 + 3.7 * bunk, 3.3
    there = len(found) if is_shown else 0
    if there:
        x[:there], y[:there], breadth = piled(found, n_test, 2.4, 0.92)
    score = np.zeros(n)
    score[:there] = found[:there]
    worst, best = 100 * found.min(), 100 * found.max()
    scores = {"fresh pets": fresh, "our test": ours, "worst": found.min()}
    return {
        "pets": {
            "key": np.arange(n),
            "x": x.round(2),
            "y": y.round(2),
            "species": np.where(np.arange(n) % 2, "dog", "cat"),
            "score": score.round(4),
            "breadth": np.full(n, breadth),
        },
        "notes": those_seen(
            key=["fresh", "ours", "worst"],
            x=[100 * fresh, 100 * ours, worst],
            says=[f"{name}: {percent(value, '')}" for name, value in scores.items()],
            opacity=[is_shown, is_shown, is_shown and len(found) == n],
        ),
        "summary": {"n": [there], "most": [best]},
    }


def those_seen(opacity, **columns):
    """Return the rows that may be seen: a row that is only drawn clear is read in the numbers."""
    keep = [i for i, seen in enumerate(opacity) if seen]
    rows = {name: [values[i] for i in keep] for name, values in columns.items()}
    return rows | {"opacity": np.ones(len(keep))}


def crown(best, tested, is_shown, is_tested):
    """Say which goldfish wears a crown, and how its test went, as soon as the reader may know."""
    if not is_shown:
        return ""
    says = f"The luckiest wears a crown: {percent(best)} in validation."
    return f"{says} In the test it gets {percent(tested)}." if is_tested else says


def fate(best, tested):
    """Say what became of the luckiest goldfish's luck."""
    if tested < best:
        return "The crown was for luck, and luck need not come back."
    return "It was lucky twice, which happens, but not often. Let others flip their coins!"


def fish_on_axis(n, found, n_valid, winner, tested, is_shown, is_tested):
    """Each goldfish above its score, once the reader has guessed; before that, all in a bowl."""
    bowl = layouts.pack_disc(n, 1.0)
    x, y = 50 + 20 * bowl[0], 24 + 17 * bowl[1]
    there, breadth = len(found), 4.2
    if is_shown:
        x[:there], y[:there], breadth = piled(found, n_valid, 3.5, 0.55)
    best = found[winner]
    fate = {"x": [100 * best, 100 * tested], "opacity": [is_shown, is_tested]}
    says = [f"{percent(best, '')} in validation", f"{percent(tested, '')} in the test"]
    return {
        "fish": {
            "key": np.arange(n),
            "x": x.round(2),
            "y": y.round(2),
            "breadth": np.full(n, breadth),
            "opacity": (np.arange(n) < there) & ~(is_shown & (np.arange(n) == winner)),
        },
        "bowl": {"key": ["bowl"], "x": [50.0], "y": [24.0], "opacity": [float(not is_shown)]},
        "crowned": those_seen(key=["winner", "tested"], **fate, says=says),
        "fall": {
            "key": ["fall"],
            "x": [100 * best],
            "x2": [100 * tested],
            "opacity": [float(is_tested)],
        },
    }


def average(is_shown, most):
    """Say where the dashed line of the board ends, as soon as the reader may know."""
    says = "A dashed line, the average public score of all such votes without the Ladder, climbs to"
    return f"{says} {percent(most)}." if is_shown else ""


# ── photos on both sides of a fence ──────────────────────────────────────────────────────────────


def copies(test, copied, litter, is_even):
    """Lay out the photos of the first shelter, and join those of the test with what they copy."""
    n = len(litter)
    is_test = np.isin(np.arange(n), test)
    x, y = np.empty(n), np.empty(n)
    x[~is_test], y[~is_test] = layouts.pack_box(np.sum(~is_test), [[0.2, 8.2], [0.2, 7.8]], 6)
    x[is_test], y[is_test] = layouts.pack_box(np.sum(is_test), [[9.8, 13.8], [0.2, 7.8]], 3)
    whose = copied[test]
    return {
        "photos": {
            "key": np.arange(n),
            "x": x.round(2),
            "y": y.round(2),
            "litter": litter,
            "tested": is_test,
            "species": np.where(litter % 2, "dog", "cat"),
            "wrong": is_test & (is_even[copied] != is_even),
        },
        "threads": {
            "key": np.arange(len(test)),
            "x": x[test].round(2),
            "y": y[test].round(2),
            "x2": x[whose].round(2),
            "y2": y[whose].round(2),
            "kin": litter[test] == litter[whose],
        },
    }
