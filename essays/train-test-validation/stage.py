"""The stage of the three scenes: where pets and dots stand, and the scenery around them.

Nothing here knows a model. In the first scene a place is in kilograms across and points of
fluffiness up, in the second in per cent of the axis.
"""

import numpy as np

from refit import layouts

HEAVIEST, FLUFFIEST = 14.0, 10.0  # kilograms; points on the groomer's scale
PEN_FLOOR, PEN_TOP, PEN_ROWS = 0.9, 8.4, 6
FIELD = [[0.2, 14.2], [PEN_FLOOR, PEN_TOP]]
HAT = (50.0, 60.0)  # where a dot waits before it falls


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


STANDS = {"crowd": crowd, "pens": in_pens, "line": on_a_line, "plane": on_the_plane}


# ── the scenery around them ──────────────────────────────────────────────────────────────────────


def scenery(layout, sets, judged, w, b):
    """Return all that is drawn around the pets.

    ``sets`` holds the name, the size and the score of each set, ``judged`` the names of those whose
    score may be told; (w, b) is the border of the model.
    """
    walls = pens(sets["n"])
    decides = layout in ("line", "plane")
    return {
        "sets": signs(layout, sets, judged, walls),
        **territories(w, b, shown=decides),
        "verdicts": verdicts(w, b, shown=decides),
        "lawns": lawns(layout, sets["key"], walls),
        "pickets": pickets(layout, walls),
        "axes": axes(layout),
        "ticks": ticks(layout),
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


def signs(layout, sets, judged, walls):
    """The sign of each set: over its pen how many it holds, along the top how many are right."""
    if layout in ("crowd", "pens"):
        x, y = (walls["left"] + walls["right"]) / 2, np.full(3, PEN_TOP + 1.4)
    else:
        x, y = np.array([2.6, 7.1, 11.6]), np.full(3, 11.8)
    key, n = sets["key"], sets["n"]
    says = [
        f"{score:.0%} right" if name in judged else f"{size} pets"
        for name, size, score in zip(key, n, sets["accuracy"], strict=True)
    ]
    opacity = np.full(3, float(layout != "crowd"))
    return {"key": key, "n": n, "worth": 1 / n, "says": says, "x": x, "y": y, "opacity": opacity}


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


# ── dots on an axis ──────────────────────────────────────────────────────────────────────────────


def on_the_axis(n, across, up, breadth, found, rule, seen, tested=None, band=None):
    """Lay out scores as dots, of n that there will be, with a line, a band, and what is said."""
    fallen = np.arange(n) < len(found)
    x, y, score = np.tile((*HAT, 0.0), (n, 1)).T
    x[fallen], y[fallen], score[fallen] = across.round(2), up.round(2), found.round(4)
    winner = (seen, tested or seen)
    return {
        "dots": {
            "key": np.arange(n),
            "score": score,
            "fallen": fallen,
            "x": x,
            "y": y,
            "breadth": np.full(n, breadth),
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
            "mean": [found.mean().round(6)],
            "most": [found.max()],
        },
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
