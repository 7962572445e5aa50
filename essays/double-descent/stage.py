"""Where dragon, lanterns and mice are drawn, and what is said of them: staging, no statistics.

Places are in metres along the street, heights in cm. Errors are drawn by their logarithm.
"""

import numpy as np

TOP = 23.0  # cm: the dragon is drawn no higher, and no lower than minus this
LOW, HIGH = -0.45, 2.3  # logarithms of the error axis, in cm


def row(**values):
    """Return a table of one row."""
    return {"key": ["here"]} | {name: [value] for name, value in values.items()}


def log(values):
    """Return logarithms to base 10, held on the error axis' scale."""
    return np.round(np.log10(np.maximum(values, 1e-6)), 3)


def line(x, y, *names):
    """Return a curve as a table; names are what readers' tables call its two columns."""
    table = {"key": np.arange(len(x)), "x": np.round(x, 3), "y": np.round(y, 3)}
    return table | dict(zip(names, (table["x"], table["y"].round(2)), strict=True) if names else ())


# ── the street ───────────────────────────────────────────────────────────────────────────────────


def street(x, rope, heights):
    """Return the rope of the lanterns, the dragon's back, and its head and tail."""
    body = np.clip(heights, -TOP, TOP).round(1)
    return {
        "rope": line(x, rope.round(1)),
        "dragon": line(x, body),
        "ends": {"key": ["head"], "x": [x[-1]], "y": [body[-1]]},
    }


def hung(x, y, still, draggable):
    """Return lanterns: where they are, and where they would be in still air."""
    return {
        "key": [str(i + 1) for i in range(len(x))],
        "x": x.round(3),
        "y": y.round(1),
        "still": still.round(1),
        "draggable": np.full(len(x), draggable),
    }


def crew(places, efforts):
    """Return mice: where they stand, and how hard each pushes or, below 0, pulls."""
    n = len(places)
    efforts = np.where(np.abs(efforts) < 50, np.round(efforts, 1), np.round(efforts))
    return {
        "key": np.arange(n) + 1,
        "x": np.clip(places, 0, 4).round(2),
        "effort": efforts,
        "size": np.full(n, 1.0 if n < 21 else 0.8 if n < 61 else 0.5),
    }


def moved(y, changes):
    """Return heights of lanterns with those that the reader has moved."""
    y = y.copy()
    for key, (_, height) in changes.items():
        if int(key) <= len(y):
            y[int(key) - 1] = height
    return y


# ── errors ───────────────────────────────────────────────────────────────────────────────────────


def band(x, runs, counted="mice"):
    """Return the median of runs (columns) by what is counted, with quartiles, as logarithms."""
    low, middle, high = np.percentile(runs, [25, 50, 75], axis=1)
    return {
        "key": np.arange(len(x)),
        "x": log(x),
        "y": np.clip(log(middle), LOW, HIGH),
        "low": np.clip(log(low), LOW, HIGH),
        "high": np.clip(log(high), LOW, HIGH),
        counted: x,
        "cm": middle.round(1),
    }


FACTORS = {"clearly better": 0.5, "about the same": 1.0, "clearly worse": 2.0}


def bet(guess, n, miss, after):
    """Return the way from the miss under n lanterns to the guess at that under some more."""
    is_made = guess in FACTORS
    there = miss * FACTORS.get(guess, 1.0)
    way = {"key": ["bet"], "x": log([n]), "y": log([miss]), "x2": log([after]), "y2": log([there])}
    way["says"] = ["your guess"]
    return {name: column[: int(is_made)] for name, column in way.items()}


def errors(widths, own, train, runs):
    """Return error curves: of thirty evenings, of one, and at the lanterns of that one.

    The last ends where it leaves the scale, since nobody can draw the logarithm of 0.
    """
    place = {"key": np.arange(len(widths)), "x": log(widths), "mice": widths}
    below = np.flatnonzero(log(train) < LOW)
    end = below[0] + 1 if len(below) else len(widths)
    return {
        "many": band(widths, runs),
        "own": place | {"y": np.clip(log(own), LOW, HIGH), "cm": own.round(1)},
        "train": {name: column[:end] for name, column in place.items()}
        | {"y": np.clip(log(train[:end]), LOW, HIGH), "cm": train[:end].round(1)},
    }


def knots(drawn, widths, shown):
    """Return the curve that the reader draws, flat at first."""
    y = np.full(len(widths), 0.8)
    for key, (_, height) in drawn.items():
        y[int(key)] = height
    return {
        "key": [str(i) for i in range(len(widths))],
        "x": log(widths),
        "y": y,
        "mice": widths,
        "cm": np.round(10**y, 1),
        "draggable": np.full(len(widths), shown == "draw"),
        "seen": np.full(len(widths), float(shown == "draw" or (bool(drawn) and shown == "walk"))),
    }


def evenings(runs):
    """Return mean and median of many runs, and what the worst of them does to the mean."""
    worst = runs.max()
    return row(
        mean=runs.mean(),
        median=np.median(runs),
        worst=worst,
        share=worst / runs.sum(),
        said=(
            f"The mean of the thirty is {length(runs.mean())}, because one team alone misses by "
            f"{length(worst)}. The median is {length(np.median(runs))}."
        ),
    )


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def counted(p):
    """Count mice."""
    return "one mouse" if p == 1 else f"{p} mice"


def length(cm):
    """Write a length in cm, or in metres if it is long."""
    return f"{cm / 100:,.1f} m" if cm >= 100 else f"{cm:.1f} cm"


def regime(p, n, train, own):
    """Say what a team of p can do with n lanterns."""
    if p < n - 4:
        return (
            f"With {counted(p)} the dragon cannot reach every lantern. It misses them by "
            f"{length(train)}, and the rope by {length(own)}."
        )
    if p < n:
        return (
            f"{p} mice reach nearly every lantern, and to do so they pull against each other. "
            f"Between the lanterns the dragon misses the rope by {length(own)}."
        )
    if train > 1e-3:
        return (
            f"{p} mice should be enough, but some of them can do no more than others. They miss "
            f"the lanterns by {length(train)}, and the rope by {length(own)}."
        )
    if p <= n + 2:
        return (
            f"{p} mice can touch all {n} lanterns. Look what it costs: the dragon misses the rope "
            f"by {length(own)}."
        )
    return (
        f"{p} mice touch all {n} lanterns, too. They share the work, and the dragon misses the "
        f"rope by {length(own)}."
    )


def thrash(by, shift, p):
    """Say what the dragon did when lanterns were moved."""
    most = np.abs(by).max()
    if most == 0:
        return "So far all lanterns hang where the wind has put them."
    far = np.abs(shift).max()
    verb = "one lantern" if np.count_nonzero(by) == 1 else "lanterns"
    return (
        f"With {counted(p)}: you moved {verb} by {length(most)}, and somewhere along the street "
        f"the dragon moved by {length(far)}."
    )


def hurt(n, fixed):
    """Say how sixteen mice do with n lanterns."""
    return f"With {n} lanterns, sixteen mice miss the rope by {length(fixed)}."


def wins(small, first, most, last):
    """Say which team is best, a small one or the largest."""
    if first < last:
        return (
            f"Now the small team wins: {counted(small)} miss by {length(first)}, and {most} mice "
            f"by {length(last)}, because they follow every gust."
        )
    return (
        f"The large team wins: {most} mice miss by {length(last)}, and the best small team, "
        f"{counted(small)}, by {length(first)}."
    )


def melted(median, widths, n):
    """Say what is left of the spike."""
    at = median[np.flatnonzero(widths == n)[0]]
    before = median[: n - 2].min()
    if at > 1.5 * before:
        return f"The spike is still there: {n} mice miss by {length(at)}."
    if at > before:
        return f"Little is left of the spike: {n} mice miss by {length(at)}."
    return f"The spike is gone: {n} mice miss by {length(at)}, less than any team of up to {n - 2}."


def guessed(drawn, widths, median):
    """Say what the reader has drawn, and how it compares with the measured curve."""
    if not drawn:
        return row(said="You have not drawn yet.", verdict="It is a U at first.")
    y = np.full(len(widths), 0.8)
    for key, (_, height) in drawn.items():
        y[int(key)] = height
    bottom = y[1:-1].min()
    if bottom < min(y[0], y[-1]) - 0.05:
        verdict = "You drew a U, and at first it is one."
    elif y[-1] < y[0]:
        verdict = "You drew no way up at the right end, but there is one."
    else:
        verdict = "You drew no way down at the left end, but there is one."
    off = 10 ** np.mean(np.abs(y - np.log10(median)))
    said = f"Typically you are off by a factor of {off:.1f}. Where, the next step shows."
    return row(said=said, verdict=verdict)


def measured(shown, widths, median, small, peak):
    """Say how the measured curve goes, as soon as the reader has drawn one."""
    if shown == "draw":
        return "The curve is the reader\u2019s to draw, for teams of 1 to 16."
    return (
        f"The median of thirty evenings begins at {length(median[0])}, comes down to "
        f"{length(median[small])} with {counted(widths[small])}, is {length(median[peak])} with "
        f"{counted(widths[peak])}, and ends at {length(median[-1])} with {counted(widths[-1])}."
    )


def heard(asked, counts, median):
    """Say how the error goes with the number of lanterns, unless the reader is asked."""
    if asked:
        return ""
    worst = int(np.argmax(median))
    return (
        f" It is highest, {length(median[worst])}, at {counts[worst]} lanterns, and ends at "
        f"{length(median[-1])} with {counts[-1]}."
    )


def spike(counts, median, n):
    """Say what is left of the spike of n mice, beside the lowest error under fewer lanterns."""
    there = median[counts == n][0]
    rise = there / median[counts < n - 1].min()
    left = "There is a spike" if rise > 1.5 else "Little is left of the spike"
    left = left if rise > 1.1 else "The spike is gone"
    return f"{left}: with {n} lanterns they miss by {length(there)}."


def quiz(before, after):
    """Name what four more lanterns do to sixteen mice."""
    ratio = after / before
    name = "clearly worse" if ratio > 1.2 else "clearly better" if ratio < 0.8 else "about the same"
    return row(name=name, before=before, after=after)


def tops(equal, mice, threshold):
    """Say where the tops of two hills are."""
    if equal == mice == threshold:
        return f"Both spikes stand where features equal data points, at {threshold}."
    if equal < threshold < mice:
        return f"One has gone to the left of {threshold}, and the other to the right."
    return f"One has left its place at {threshold}, and the other is still there."
