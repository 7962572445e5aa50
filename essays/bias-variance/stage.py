"""Where the fleet lies, how lines become tables, and what is said of them: staging, no statistics.

Places are in km across, and heights in metres, 0 at the surface. Lines are rounded to what a screen
can show.
"""

import numpy as np

from refit.layouts import beeswarm, levels

SHOWN = 24  # octopuses in the tiles
LINES = 9  # charts in a cloud: enough to show how they spread
HEADS = 36  # octopuses in the swarm
FLOOR, TOP = -52.0, 9.0  # the stage, in metres
COLUMNS, ROWS = 6, 4  # of tiles


def row(**values):
    """Return a table of one row."""
    return {"key": ["here"]} | {name: [value] for name, value in values.items()}


def centimetres(**values):
    """Return a table of one row of metres, to a centimetre."""
    return row(**{name: round(float(value), 2) for name, value in values.items()})


# ── lines and clouds ─────────────────────────────────────────────────────────────────────────────


def drawn_depth(y):
    """Return depths to 20 cm, which is a pixel."""
    return np.round(5 * np.clip(y, FLOOR, TOP)) / 5


def line(x, y):
    """Return a curve as a table, to 10 cm of depth."""
    return {"key": [str(i) for i in range(len(x))], "x": np.round(x, 2), "y": np.round(y, 1)}


def clipped(x, y):
    """Return a curve that stays on the stage."""
    return line(x, np.clip(y, FLOOR, TOP))


def many(x, fits):
    """Return curves as one table, clipped to the stage; ``chart`` names the curve of each row."""
    n, length = fits.shape
    return {
        "key": np.arange(n * length),
        "chart": np.repeat(np.arange(n), length),
        "x": np.tile(np.round(x, 3), n),
        "y": drawn_depth(fits).ravel(),
    }


def some(x, fits):
    """Return the first charts."""
    return {"lines": many(x, fits[:LINES])}


def cloud(x, fits):
    """Return the first charts, the mean of all of them, and one standard deviation around it."""
    middle, spread = fits.mean(axis=0), fits.std(axis=0)
    rim = {"low": middle - spread, "high": middle + spread}
    around = {name: drawn_depth(edge) for name, edge in rim.items()}
    return some(x, fits) | {"middle": line(x, drawn_depth(middle)) | around}


def tile(sister):
    """Return left, bottom, width and height of a sister's own piece of sea."""
    column, row = sister % COLUMNS, sister // COLUMNS
    width, height = 4 / COLUMNS, (TOP - FLOOR) / ROWS
    return column * width, TOP - (row + 1) * height, 0.94 * width, 0.9 * height


def fleet(view, chosen, x, fits):
    """Return the seas, the charts and the octopuses: one, each in her tile, or all in one sea.

    A chart keeps its own places and heights; a sea says where they lie on the stage, and how large.
    """
    sisters = np.arange(SHOWN)
    whole = np.tile([0.0, FLOOR, 4.0, TOP - FLOOR], (SHOWN, 1))
    sides = np.array([tile(i) for i in sisters]) if view == "tiles" else whole
    left, bottom, width, height = sides.T.round(3)
    scale = (height / (TOP - FLOOR)).round(4)
    surface = bottom - scale * FLOOR
    table = many(x, fits[:SHOWN])
    own = table["chart"]
    seen = (sisters == chosen) if view == "one" else np.ones(SHOWN, dtype=bool)
    heads = {
        "one": (np.full(SHOWN, 2.0), np.full(SHOWN, 4.7), 8.0),
        "tiles": (left + 0.2 * width, surface - 1.0, 4.2),
        "cloud": ((sisters + 0.5) * 4 / SHOWN, 2.2 + 0.9 * (sisters % 2), 4.4),
    }[view]
    edges = {
        "x": left,
        "y": bottom,
        "x2": left + width,
        "y2": surface,
        "top": bottom + height,
    }
    return {
        "seas": {"key": sisters} | {name: edge.round(3) for name, edge in edges.items()},
        "lines": table
        | {"left": left[own], "bottom": bottom[own], "wide": width[own] / 4, "high": scale[own]}
        | {"seen": seen[own] * (0.55 if view == "cloud" else 1.0)},
        "middle": line(x, fits.mean(axis=0)) | {"seen": np.full(len(x), float(view == "cloud"))},
        "octopuses": {
            "key": [str(i + 1) for i in sisters],
            "x": heads[0].round(3),
            "y": heads[1].round(3),
            "size": np.full(SHOWN, heads[2]),
            "tint": sisters % 3,
            "seen": seen.astype(float),
        },
    }


def name(sister):
    """Call an octopus by her name; the first of them is Octavia."""
    return "Octavia" if sister == 1 else f"Sister {sister}"


def water(clear, charted, depth):
    """Say what can be seen of the sea bed."""
    if not clear:
        return "For now the water is as murky as it was."
    return (
        "The mean follows the real sea bed nearly everywhere. But over the rock it says "
        f"{charted:.1f} metres, where there are {depth:.1f}: the charts cut the top off."
    )


def lead_lines(x, y, seen):
    """Return soundings at the end of their lead lines."""
    return {"soundings": line(x, y) | {"seen": np.full(len(x), float(seen))}}


# ── one place ────────────────────────────────────────────────────────────────────────────────────


def votes(at, x, y, share, answer):
    """Return one sister's soundings, those that have a vote at a place, and her answer."""
    return {
        "voters": line(x, y)
        | {
            "votes": share > 0,
            "at": np.full(len(x), at),
            "answer": np.full(len(x), np.round(answer, 1)),
        },
    }


def swarm(said):
    """Return the first octopuses by what they say, those who agree side by side."""
    heights = np.round(2 * np.clip(said[:HEADS], FLOOR, TOP)) / 2  # to 50 cm: a head is 2 m tall
    aside = beeswarm(heights, 1.05, above=True)
    return {
        "key": [str(i + 1) for i in range(HEADS)],
        "y": heights,
        "aside": np.round(5 * aside) / 5,
        "reach": np.full(HEADS, aside.max().round(1)),
        "tint": np.arange(HEADS) % 3,
    }


def verdict(said, truth):
    """Say how the answers of octopuses stand to the truth at a place."""
    off = said.mean() - truth
    way = "too deep" if off < 0 else "too high"
    if np.all(np.sign(said - truth) == np.sign(off)):
        return f"They agree with each other, and all of them are {way}."
    if abs(off) < 0.25 * said.std():
        return (
            "On average they are about right here: those who are too high and those who are too "
            "deep cancel out."
        )
    return f"On average they put the sea bed {abs(off):.1f} m {way}."


# ── the dial ─────────────────────────────────────────────────────────────────────────────────────


def setting_in_words(tool, setting):
    """Name a setting."""
    return {
        "nearest": f"the {setting} nearest soundings" if setting > 1 else "the nearest sounding",
        "polynomial": f"a polynomial of degree {setting}",
        "ridge": f"ridge with penalty {setting:g}",
    }[tool]


def added(*parts):
    """Add up parts as they are shown, so that a reader who adds them finds the same."""
    return sum(round(float(part), 1) for part in parts)


def knots(drawn, x, shown):
    """Return the curve that the reader draws, flat at first."""
    y = np.full(len(x), 60.0)
    for key, (_, height) in drawn.items():
        y[int(key) - 1] = height
    return {
        "key": [str(i) for i in x],
        "x": x.astype(float),
        "y": y,
        "draggable": np.full(len(x), not shown),
        "seen": np.full(len(x), float(bool(drawn) or not shown)),
    }


def stack(x, bias2, variance, noise):
    """Return the three parts of the error at every setting, piled on each other.

    They are drawn, and read, to a tenth of a square metre: less than a pixel.
    """
    base = np.zeros(len(x))
    parts = {"noise": base + noise, "bias2": bias2, "variance": variance}
    table = {"key": [], "part": [], "x": [], "low": [], "high": []}
    for name, part in parts.items():
        table["key"] += [f"{name} {i}" for i in x]
        table["part"] += [name] * len(x)
        table["x"] += x.astype(float).tolist()
        table["low"] += base.round(1).tolist()
        base = base + part
        table["high"] += base.round(1).tolist()
    return table


def pile(bias2, variance, noise):
    """Return the parts of one error, piled up."""
    names, edges = ["noise", "bias2", "variance"], np.cumsum([0, noise, bias2, variance])
    return {"key": names, "part": names, "low": edges[:-1], "high": edges[1:]}


def whiskers(x, error, luck):
    """Return measured errors, with twice their uncertainty either way."""
    return {
        "key": [str(i) for i in x],
        "x": x.astype(float),
        "y": error.round(1),
        "low": (error - 2 * luck).round(1),
        "high": (error + 2 * luck).round(1),
    }


def unless(hidden, table):
    """Return a table, or none of its rows: what is only drawn clear is read in the numbers."""
    return {name: column[: 0 if hidden else len(column)] for name, column in table.items()}


def ends(shown, errors):
    """Say where the curve of errors goes, as soon as a step shows it."""
    if not shown:
        return "The curve is the reader\u2019s to draw."
    return (
        f"It begins at {errors[0]:.0f} square metres, is least at setting {np.argmin(errors) + 1}, "
        f"with {errors.min():.1f}, and ends at {errors[-1]:.0f}. Bars show what it is made of: "
        "noise, bias² and variance."
    )


def settled(known, charts):
    """Say what is drawn of bias² and variance, as soon as the reader has guessed."""
    if not known:
        return "On the right two curves wait for the reader\u2019s guess."
    return (
        "On the right two curves, bias² and variance by setting of the dial from the formulae, and "
        f"on them the dots that {charts} octopuses measured."
    )


def compared(at, best):
    """Say on which side of the best setting the dial stands."""
    if at == best:
        return "No other setting of this dial has a smaller sum."
    if at < best:
        return (
            f"These charts are too stiff: on the way to setting {best + 1}, bias² falls by more "
            "than variance rises."
        )
    return (
        f"These charts are too wild: on the way back to setting {best + 1}, variance falls by "
        "more than bias² rises."
    )


def drawn(moved):
    """Say whether the reader has drawn."""
    return "Good. Now see what the octopuses measured." if moved else "You have not drawn yet."


def guessed(drawn, guess, error):
    """Say how the reader's curve compares with the measured one."""
    if not drawn:
        return "They lie in a valley: both ends of the dial are bad."
    rising = guess[-1] - guess.min(), guess[0] - guess.min()
    if min(rising) > 5:
        shape = "You drew a valley, and a valley it is"
    elif guess[0] > guess[-1]:
        shape = "You drew a slope down to the wild end, but there the error rises again"
    else:
        shape = "You drew a slope up to the wild end, but the stiff end is bad as well"
    off = np.mean(np.abs(guess - error))
    return f"{shape}. On average you are {off:.0f} m² away from it."


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def heat(w):
    """Return a square of weights, its first row at the bottom; roots, so that small ones show."""
    roots = np.sign(w) * np.sqrt(np.abs(w) / np.abs(w).max())
    return {"key": np.arange(w.size), "level": levels(roots.ravel(), -1, 1)}


def judges(names, x, judgements, shown):
    """Return a curve for each judge."""
    n = len(x)
    seen = dict.fromkeys(names, 1.0) | {"truth": float(shown)}
    return {
        "key": [f"{name} {i}" for name in names for i in x],
        "judge": np.repeat(names, n).tolist(),
        "x": np.tile(x.astype(float), len(names)),
        "y": np.minimum(judgements, 130).round(2).ravel(),
        "seen": np.repeat([seen[name] for name in names], n),
    }


def crowd(x):
    """Pile up estimates of a chance, a head each."""
    x = np.clip(x, 0, 1)
    up = beeswarm(x, 0.015, above=True) + 0.015
    return {"key": [str(i + 1) for i in range(len(x))], "x": x.round(3), "up": up.round(3)}


def crew(n):
    """Return the octopuses who average their charts, side by side on the water."""
    each = np.arange(n)
    keys = [str(i + 1) for i in each]
    return {"crew": {"key": keys, "x": (each - (n - 1) / 2) * 0.36 + 2, "tint": each % 3}}


def rail(seen):
    """Return the line that turns the dial, if it can be seen."""
    return {"key": ["dial"] if seen else []}


def tally(errors):
    """Return a dot for each chart on a scale of powers of ten, piled up where they are many."""
    x = np.log10(errors)
    keys, up = [str(i + 1) for i in range(len(x))], beeswarm(x, 0.07, above=True) + 0.07
    return {"key": keys, "x": x.round(3), "up": up.round(2), "tint": np.arange(len(x)) % 3}


def blame(who, errors):
    """Say how much of all errors is that of one octopus, the worst."""
    share = errors[who - 1] / errors.sum()
    return f"Sister {who} alone makes {100 * share:.0f}\u202f% of all the errors there are."


def advice(wrong, narrow):
    """Say whether differing helps."""
    if wrong < narrow - 0.005:
        return "The more they differ, the more of them cross over to the right side by accident."
    if wrong > narrow + 0.005:
        return (
            "They lean to the right side, so the more they differ, the more of them cross over to "
            "the wrong one."
        )
    return "So far nearly all of them say the same."


def lagoons(truth, reading, now):
    """Return ten lagoons side by side: the true height, the reading, and what is made of it."""
    return {
        "key": [str(i + 1) for i in range(len(truth))],
        "x": np.arange(len(truth)) + 0.5,
        "truth": truth,
        "reading": reading,
        "now": now,
        "tint": np.arange(len(truth)) % 3,
    }
