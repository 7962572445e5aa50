"""Where the echoes stand, and the lines that are drawn beside them: staging, and no statistics.

The stage is -5 to 105 across, which is also the strength of an echo, and 0 to 108 up.
"""

from functools import lru_cache

import numpy as np

SHELVES = {  # floor of the planes, floor of the gulls, height of each, breadth of an echo
    "piles": (60.0, 13.0, 40.0, 11.0),
    "trail": (21.5, 10.5, 10.5, 5.0),
}
GRID = (11.0, 13.0, 92.0, 90.0)  # of the duels: left, bottom, width and height


# ── the screen, and the shelves ──────────────────────────────────────────────────────────────────


def stand(view, strength, is_plane):
    """Return x, y and size of each echo: on the scope, or on the shelves of a view."""
    if view == "scope":
        return scatter(len(strength))
    return pile(strength, is_plane, *SHELVES[view])


@lru_cache
def scatter(n):
    """Echoes all over the scope, at distances and bearings of no meaning (Vogel, 1979)."""
    k = np.random.default_rng(3).permutation(n) + 0.6
    radius, angle = 44 * np.sqrt(k / n), k * np.pi * (3 - np.sqrt(5))
    x, y = 50 + radius * np.cos(angle), 54 + radius * np.sin(angle)
    return x.round(1), y.round(1), np.full(n, 10.0)


def pile(strength, is_plane, planes, gulls, height, breadth):
    """Stand planes and gulls on their shelves by strength; who has no room climbs on top."""
    level = np.zeros(len(strength))
    for i in np.argsort(strength, kind="stable"):
        near = (np.abs(strength - strength[i]) < breadth) & (level > 0)
        near &= is_plane if is_plane[i] else ~is_plane
        level[i] = min(set(range(1, len(level) + 1)) - set(level[near]))
    floor = np.where(is_plane, planes, gulls)
    storey = min(breadth, height / level.max())  # a pile that would leave its shelf is squeezed
    return strength, floor + storey * (level - 0.5), np.full(len(strength), breadth)


def crowded(size, is_plane, flock):
    """Return the sizes of echoes when each gull is a flock."""
    return np.where(is_plane, size, size * (0.9 + 0.1 * flock))


def axes(rank, is_plane):
    """Stand planes along the left of the grid of duels, and gulls below it, by rank."""
    left, bottom, width, height = GRID
    row, column = height / is_plane.sum(), width / (~is_plane).sum()
    x = np.where(is_plane, left - 4.8, left + column * (rank + 0.5))
    y = np.where(is_plane, bottom + row * (rank + 0.5), bottom - 4.2)
    return x, y, np.where(is_plane, 8.4, 6.2)


def threshold_line(view):
    """Return the top of the line that the bell hangs on; there is none over the scope."""
    tops = {"piles": 101.0, "trail": 32.5}
    seen = view in tops
    return {"key": ["threshold"][:seen], "top": [tops.get(view, 0.0)][:seen]}


def corners(view):
    """Return where the four counts stand: planes above, gulls below, who is called at the right."""
    return {
        "kind": ["plane", "plane", "gull", "gull"],
        "align": ["right", "left"] * 2,
        "x": [105, -5, 105, -5],
        "y": [104.5, 104.5, 57, 57],
        "opacity": np.full(4, view == "piles"),
    }


def ranks(strength, is_plane):
    """Return each echo's place among its own kind, from 0 for the strongest."""
    found = np.empty(len(strength), dtype=np.int64)
    for ours in (is_plane, ~is_plane):
        ranked = np.flatnonzero(ours)[np.argsort(-strength[ours], kind="stable")]
        found[ranked] = np.arange(len(ranked))
    return found


def tallies(tp, fn, fp, tn):
    """Put the four counts into words."""
    return [counted(tp, "hit"), f"{fn} missed", counted(fp, "false alarm"), f"{tn} quiet"]


def outcome(tp, fn, fp, tn):
    """Put into words for whom the bell rings."""
    planes, gulls, missed = counted(tp, "plane"), counted(fp, "gull"), counted(fn, "plane")
    slip = f"{missed} slips through" if fn == 1 else f"{missed} slip through"
    if tp + fp == 0:
        return "Now it never rings, and every plane slips through."
    if fn + tn == 0:
        return "Now it rings for everybody: all planes, and all gulls."
    if fn == 0:
        return f"Now it rings for all planes, but for {gulls}, too."
    if fp == 0:
        return f"Now it rings for no gull, but {slip}."
    return f"Now it rings for {planes} and {gulls}, and {slip}."


def counted(number, name):
    """Return a number with its noun."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


# ── what there is to see, for who cannot see it ──────────────────────────────────────────────────


def lit_cells(view, is_guessed, area):
    """Say which duels are alight; until there is a guess, nobody has fought."""
    if view == "steps" or (view == "bet" and not is_guessed):
        return ""
    return f"The cells under the staircase are lit: AUC {area:.2f}."


def spelt(view, is_guessed):
    """Say what a curve that is spelt looks like, or the duel of two neighbours."""
    if view != "swap":
        return (
            "The staircase stands over its shelves. It has a step up for each plane, a step right "
            "for each gull, and a slanting one for a tie."
        )
    framed = "The grid of duels. The one of the strongest gull and the third plane has a frame."
    after = " It has gone dark, and a dashed frame marks what you expected."
    return framed + after if is_guessed else framed


def ruler_at(is_known, fpr, tpr, steepness):
    """Say where a line of equal cost touches the curve."""
    if not is_known:
        return ""
    touched = f"{100 * tpr:.0f}\u202f% of the ill and {100 * fpr:.0f}\u202f% of the well"
    return f"A straight line of slope {steepness:.2f} touches it where {touched} are called."


def lid_over(is_known):
    """Say what lies over a curve, and what its edges say."""
    if not is_known:
        return ""
    return (
        "A dashed hull lies over it. Below, a bar for each edge of the hull says what share of its "
        "patients is ill."
    )


# ── lines beside the curve ───────────────────────────────────────────────────────────────────────


def walk(strength, is_plane, kind, drawn):
    """Return each echo's step along the curve, in counts, from (fp, tp) to (fp2, tp2).

    A plane goes up, a gull goes right. Those that are tied go together, so each of them takes its
    share of the diagonal.
    """
    above = strength[:, None] < strength
    tied = strength[:, None] == strength
    before = np.sum(np.tril(tied, -1), axis=1) / np.sum(tied, axis=1)
    after = before + 1 / np.sum(tied, axis=1)
    steps = {}
    for count, ours in (("fp", ~is_plane), ("tp", is_plane)):
        start, climb = above @ ours.astype(float), tied @ ours.astype(float)
        steps[count] = start + before * climb
        steps[f"{count}2"] = start + after * climb
    mixed = (tied & (is_plane[:, None] != is_plane)).any(axis=1)
    return {
        "kind": np.where(mixed, "tie", kind),
        **steps,
        "opacity": drawn,
    }


def tangent(fpr, tpr, steepness):
    """Return the line of equal cost through a point, from edge to edge of the unit square."""
    left = max(0.0, fpr - tpr / steepness)
    right = min(1.0, fpr + (1 - tpr) / steepness)
    return {
        "key": ["line"],
        "fpr": [left],
        "tpr": [max(0.0, tpr + steepness * (left - fpr))],
        "fpr2": [right],
        "tpr2": [min(1.0, tpr + steepness * (right - fpr))],
    }


def edges(fp, tp, is_known):
    """Return each edge of the hull as a bar: as broad as its patients are many, as high as ill.

    Until the reader has guessed, there are none, in the picture or in its numbers.
    """
    if not is_known:
        fp, tp = fp[:1], tp[:1]
    hits, alarms = np.diff(tp), np.diff(fp + tp)
    share = (np.append(0, np.cumsum(alarms)) / max(1, alarms.sum())).round(4)
    return {
        "key": np.arange(1, len(alarms) + 1),
        "left": share[:-1],
        "right": share[1:],
        "patients": alarms,
        "ill": hits,
        "probability": hits / alarms,
        "fp": (fp[1:] + fp[:-1]) / 2,
        "tp": (tp[1:] + tp[:-1]) / 2,
    }
