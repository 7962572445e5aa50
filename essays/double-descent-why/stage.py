"""Where duck, brooks and water are drawn, and what is said of them: staging, no statistics."""

import numpy as np

LEFT, RIGHT, BOTTOM, TOP = -22.0, 50.0, -20.0, 30.0  # metres: the edges of the map
SHORE = np.linspace(-1, 1, 241)  # where the water is drawn
LOW, HIGH = -0.3, 2.0  # logarithms of the axis of distances


def row(**values):
    """Return a table of one row."""
    return {"key": ["here"]} | {name: np.ravel(value) for name, value in values.items()}


def line(x, y):
    """Return a curve as a table."""
    return {"key": np.arange(len(x)), "x": np.round(x, 3), "y": np.round(y, 3)}


def curve(p, y, **more):
    """Return a curve over numbers of directions, on an axis where each step doubles."""
    extra = {name: np.round(values, 2) for name, values in more.items()}
    return line(np.log2(p), y) | {"p": p} | extra


# ── the map ──────────────────────────────────────────────────────────────────────────────────────


def spot(place):
    """Return a place, held on the map."""
    x, y = np.clip(place, [LEFT + 2, BOTTOM + 2], [RIGHT - 2, TOP - 2])
    return row(x=round(float(x), 2), y=round(float(y), 2))


def pairs(*lines):
    """Return lines between two places each."""
    ends = np.round([np.ravel(each) for each in lines], 2)
    places = dict(zip(("x", "y", "x2", "y2"), ends.T, strict=True))
    return {"key": np.arange(len(lines))} | places


def chord(x, y):
    """Return the two ends of the line of places w with w x = y, where it leaves the map."""
    foot, along = x * y, np.array([-x[1], x[0]])
    spans = []
    for i, (low, high) in enumerate([(LEFT, RIGHT), (BOTTOM, TOP)]):
        if abs(along[i]) > 1e-9:
            spans.append(sorted([(low - foot[i]) / along[i], (high - foot[i]) / along[i]]))
    begin, end = max(each[0] for each in spans), min(each[1] for each in spans)
    return [foot, foot] if begin > end else [foot + begin * along, foot + end * along]


def brooks(X, y, pond, moved):
    """Return brooks on the map, and a beaver on each."""
    ends = np.round([np.ravel(chord(*each)) for each in zip(X, y, strict=True)], 2)
    keys = [str(i + 1) for i in range(len(y))]
    places = []
    for i, (x, key) in enumerate(zip(X, keys, strict=True)):
        along = np.array([-x[1], x[0]]) * np.sign(x[1] or 1)  # to the west
        foot = pond + (y[i] - pond @ x) * x
        place = foot + along * (13 if i % 2 == 0 else -16) if len(X) > 1 else foot - 19 * along
        places.append(np.clip(moved.get(key, place), [LEFT + 2, BOTTOM + 2], [RIGHT - 2, TOP - 2]))
    at = np.round(places, 1)
    return {
        "brooks": {"key": keys} | dict(zip(("x", "y", "x2", "y2"), ends.T, strict=True)),
        "beavers": {"key": keys, "x": at[:, 0], "y": at[:, 1], "draggable": [True] * len(keys)},
    }


def valley(x, y):
    """Return lines of equal error, on both sides of the brook: steep is where they are close."""
    offs = 7 * np.sqrt(np.arange(1, 37))
    offs = np.concatenate([-offs[::-1], offs])
    ends = np.round([np.ravel(chord(x, y + off)) for off in offs], 2)
    places = dict(zip(("x", "y", "x2", "y2"), ends.T, strict=True))
    return {"levels": {"key": np.arange(len(offs))} | places}


def walked(path, start, shown):
    """Return the duck, her footprints, and where she began."""
    there = np.round(path[:-1], 2)
    way = path[-1] - path[0]
    turn = np.full(len(there), np.rad2deg(np.arctan2(way[0], way[1])).round(1))
    return {
        "duck": spot(path[-1]),
        "prints": {"key": np.arange(len(there)), "x": there[:, 0], "y": there[:, 1], "turn": turn},
        "start": {
            "key": ["duck"],
            "x": [round(float(start[0]), 1)],
            "y": [round(float(start[1]), 1)],
            "draggable": [shown != "walk"],
        },
    }


def ring(radius):
    """Return the circle around the nest that touches the brook."""
    turn = np.linspace(0, 2 * np.pi, 61)
    return line(radius * np.cos(turn), radius * np.sin(turn)) | {"order": np.arange(61)}


# ── the flock ────────────────────────────────────────────────────────────────────────────────────


def flock(far):
    """Return ducks around the pond, each at the logarithm of her distance."""
    n = len(far)
    turn = 2 * np.pi * (np.arange(n) * 11 % n + 0.5) / n
    out = np.clip(np.log10(far), LOW, HIGH + 0.1) - LOW
    return {
        "key": np.arange(n) + 1,
        "x": np.round(out * np.cos(turn), 3),
        "y": np.round(out * np.sin(turn), 3),
        "metres": np.round(far, 1),
    }


# ── the water ────────────────────────────────────────────────────────────────────────────────────


def water(t, y, heights, truth, every=1):
    """Return ducklings, the water that was fitted, and the true water."""
    held = np.clip(heights, -40, 40).round(1)[::every]
    return {
        "ducklings": {"key": np.arange(len(t)), "x": t.round(3), "y": y.round(1)},
        "water": line(SHORE[::every], held),
        "truth": line(SHORE[::4], truth[::4].round(1)),
    }


def errors(p, cm, is_known=True):
    """Return errors by number of polynomials, or none of them before the reader has guessed."""
    table = line(p, np.log10(cm)) | {"polynomials": p, "cm": np.round(cm, 1)}
    return {name: column[: len(p) if is_known else 0] for name, column in table.items()}


def hinges(places):
    """Return where hinges are."""
    return {"key": np.arange(len(places)), "x": places.round(3)}


SPIKES = {"a spike as well": 1, "a smaller spike": 0.5, "no spike": 0}  # how high, by the guess


def guessed(guess, p, even):
    """Return the errors that the reader expects, drawn after those of evenly spaced ducklings."""
    height = np.log10(even)
    foot = np.minimum(height, np.interp(p, [p[6], p[-6]], [height[6], height[-6]]))
    expected = foot + SPIKES.get(guess, 0) * (height - foot)
    table = line(p, expected)
    return {name: column[: len(p) if guess else 0] for name, column in table.items()}


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def metres(value):
    """Write a length."""
    return f"{value:.1f} m" if value < 99.95 else f"{value:,.0f} m"


def dragged(by, shift, far):
    """Say what the duck did when brooks were moved."""
    most, n = np.abs(by).max(), np.count_nonzero(np.abs(by) >= 0.05)
    if not n:
        return f"She stands {metres(far)} from the pond."
    who = "The brook" if n == 1 else "The brook that you moved most"
    return (
        f"{who} has moved sideways by {metres(most)}, and the duck by {metres(shift)}. "
        f"Now she stands {metres(far)} from the pond."
    )


def say(n):
    """Say how far the duck goes with a brook: 2 / n of its way, on average over the brooks."""
    if n == 2:
        return "With two brooks there is no compromise: she stands where they cross."
    return (
        f"When one of {n} brooks moves, she goes about {200 / n:.0f}\u202f% as far, on average "
        "over the brooks."
    )


def tried(off, start, shortest):
    """Say whether the duck is in the brook, and how far from her nest."""
    far, least = np.linalg.norm(start), np.linalg.norm(shortest)
    if off > 1:
        return f"She is {metres(off)} from the brook."
    if far < least + 1:
        return f"She is in the brook, {metres(far)} from the nest. Hardly a place in it is nearer."
    return (
        f"She is in the brook, {metres(far)} from the nest. The nearest place in it is "
        f"{metres(least)} away."
    )


def kin(kept, left, steps):
    """Say where the duck comes down, and what she keeps of her start."""
    along = np.linalg.norm(kept)
    if steps == 0:
        return f"She has not moved yet. The brook is {metres(left)} away."
    if along < 0.5:
        if left < 0.35:
            return "She is in the brook, at the diamond."
        return f"She heads straight for the diamond. The brook is {metres(left)} away."
    where = (
        "She has come down" if left < 0.35 else f"She is {metres(left)} from the brook, and heads"
    )
    verb = "at" if left < 0.35 else "for"
    return (
        f"{where} {verb} a place {metres(along)} from the diamond. "
        f"Her start was {metres(along)} along the valley, too."
    )


def heard(shown, steps, kept):
    """Say what else there is to see on the map of one brook."""
    if shown == "elsewhere":
        return (
            f" Two pink bars, {metres(kept)} long each, show how far along the brook she began, "
            "and how far from the diamond she comes down."
        )
    if shown == "choose":
        return " A dashed ring around the nest touches the brook at the diamond."
    return " Her footprints lead straight across the lines." if steps else ""


def freedom(p, n):
    """Say how many places fit all brooks."""
    if p < n:
        return f"With {p} directions and {n} brooks, no place lies on all of them."
    if p == n:
        return f"With {p} directions and {n} brooks, exactly one place lies on all of them."
    return (
        f"With {p} directions and {n} brooks, countless places lie on all of them. "
        "Each duck takes the one nearest to her nest."
    )


def waves(p, n, error):
    """Say what the water does."""
    can = "touch" if p >= n else "cannot touch"
    off = f"{error:.1f}" if error < 30 else f"{error:,.0f}"
    return f"{p} polynomials {can} all {n} ducklings. Typically the water is off by {off} cm."


def quiz(even, calm):
    """Name what errors do from the threshold on, beside those of evenly spaced ducklings."""
    if calm[0] < 2 * calm[-1]:
        return row(name="no spike")
    return row(name="a smaller spike" if calm[0] < 0.8 * even[0] else "a spike as well")


def portion(share):
    """Write a share of the best penalty."""
    if share in (0, 1):
        return "the best penalty" if share else "no penalty"
    return f"{100 * share:g}\u202f% of the best penalty"


def counted(ducks):
    """Count ducks."""
    return "one duck" if ducks == 1 else f"{ducks} ducks"


def ratio(value):
    """Write a condition number."""
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def price(cost, p, n):
    """Say what the shortest fit is short in."""
    if p == n:
        return f"{p} polynomials leave no choice, so it does not matter what they cost."
    if cost == "equal":
        return (
            "All polynomials cost the same, so the fast ones are used as freely as the slow ones."
        )
    return "Fast polynomials cost more, so the slow ones do the work."


def bends(p, n):
    """Say how many rows of planks touch all ducklings."""
    if p == n - 2:
        return f"With {p} hinges, only one row of planks touches all {n} ducklings."
    return (
        f"With {p} hinges, countless rows of planks touch all {n} ducklings. Of them all, this "
        "one has the smallest sum of squared bends."
    )


def hill(now):
    """Say what is left of the peak."""
    if np.diff(now).min() >= 0:
        return "There is no peak left: the line only rises."
    return "There is still a peak."
