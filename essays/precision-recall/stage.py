"""Where fish and boots swim, lie and are packed, and what hangs over the net: staging alone."""

import numpy as np

DASH = "\N{EN DASH}"  # what is printed for a share of nothing
FLOOR, SURFACE, LOW_WATER = 0.6, 9.0, 4.5  # metres above the ground
BANKS = 0.02, 0.98  # scores beyond them would lie on land, where a wide net catches nothing
STEEP = 14.0  # metres that the width of the pond is worth when places are chosen


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────


def level_of(layout):
    """Return how high the water stands."""
    return LOW_WATER if layout == "drained" else SURFACE


def afloat(layout, x, y, moved):
    """Return where things are in the water that is left, and where a hand has put them."""
    top, x = level_of(layout) - 0.5, x.copy()
    y = FLOOR + (y - FLOOR) * (top - FLOOR) / (SURFACE - 0.5 - FLOOR)
    for key, (score, height) in moved.items():
        x[int(key)] = np.clip(score, *BANKS)
        y[int(key)] = np.clip(height, FLOOR, top)
    return x, y


def apart(x):
    """Give everything a height at which it is far from its neighbours; the height says nothing."""
    heights = np.arange(FLOOR, SURFACE - 0.4, 0.2).round(1)
    y = np.zeros(len(x))
    for i in range(len(x)):
        across = STEEP * (x[i] - x[:i])
        gaps = np.hypot(across[:, None], heights - y[:i, None])
        y[i] = heights[np.argmax(gaps.min(axis=0, initial=STEEP).round(6))]
    return y


def water(layout):
    """Return the water, and the ropes of the net in it."""
    level = level_of(layout)
    return {
        "water": {
            "key": ["water"],
            "level": [level],
            "sonar": [float(layout != "blind")],
            "drained": [float(layout == "drained")],
        },
        "ropes": {
            "key": np.arange(7),
            "y": np.linspace(0, level, 7),
            "slack": np.full(7, level / 12),
        },
    }


def signs(counts, values):
    """What hangs over the net: the two shares as fractions, and a dash where there is none."""
    n = counts["true_positives"]
    caught, fish = n + counts["false_positives"], n + counts["false_negatives"]
    return {
        "key": ["precision", "recall"],
        "says": [
            f"precision {n}/{caught} = {percent(values['precision']) if caught else DASH}",
            f"recall {n}/{fish} = {percent(values['recall'])}",
        ],
    }


def percent(share):
    """Print a share as the page does: halves are rounded up."""
    return f"{int(100 * share + 0.5)}%"


# ── the net of the lake, and the ranking ─────────────────────────────────────────────────────────


def packed(columns):
    """Pack the hundred into a net that is 20 wide and 10 deep, or into its upper half."""
    row, column = divmod(np.arange(100), columns)
    return {
        "x": (column + 0.5) * 20 / columns,
        "y": 10 - (row + 0.5) * (1 if columns == 10 else 0.92),
        "size": np.full(100, 10 / columns),
    }


def stacked(rank):
    """Let things of equal rank sit on each other's shoulders."""
    return np.array([np.sum(rank[:i] == rank[i]) for i in range(len(rank))])


def shoal(rank, low, high):
    """Where on the strip the things lie that net B holds and net A does not."""
    edges = np.r_[0.5, (rank[:-1] + rank[1:]) / 2, len(rank) + 0.5]
    return {"key": ["shoal"], "left": [edges[low]], "right": [edges[high]]}
