"""Where fish and boots swim, lie and are packed, and what is said of them: staging alone."""

import numpy as np

DASH = "\N{EN DASH}"  # what is printed for a share of nothing
FLOOR, SURFACE = 0.6, 9.0  # metres above the ground
BANKS = 0.02, 0.98  # scores beyond them would lie on land, where a wide net catches nothing
STEEP = 20.0  # metres that the width of the pond is worth when places are chosen
COLUMNS = 12  # of small fish and boots in a field
TOP = {True: "top", False: "bottom"}


# ── the pond ─────────────────────────────────────────────────────────────────────────────────────


def afloat(score, y, moved):
    """Return where things swim, and where a hand has put them."""
    x, y = score.copy(), y.copy()
    for key, (place, height) in moved.items():
        x[int(key)] = np.clip(place, *BANKS)
        y[int(key)] = np.clip(height, FLOOR, SURFACE - 0.5)
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


def scenery(view):
    """Return the ropes of the net, and what a view shows below the pond."""
    curves = view in ("curves", "f1")
    shown = {
        "fields": not curves,
        "precision": view == "precision",
        "recall": view == "recall",
        "curves": curves,
        "f1": view == "f1",
    }
    return {
        "stage": {"key": ["stage"]} | {name: [float(is_shown)] for name, is_shown in shown.items()},
        "ropes": {
            "key": np.arange(7),
            "y": np.linspace(0, SURFACE, 7),
            "slack": np.full(7, SURFACE / 12),
        },
    }


def fields(kind, x, caught, counts):
    """Return the four fields, and a place in them for everything that swims.

    What is caught is packed from the right, what is left from the left, and what is nearest to the
    rim stands nearest to the middle, so that few things move when the rim does.
    """
    slot = np.zeros(len(x), dtype=int)
    for is_kind in (kind == "fish", kind == "boot"):
        ahead = np.argsort(-x[is_kind], kind="stable").argsort()
        slot[is_kind] = np.where(caught[is_kind], ahead, is_kind.sum() - 1 - ahead)
    row, column = divmod(slot, COLUMNS)
    across = (column + 0.75) / (2 * COLUMNS + 1.5)
    n = list(counts.values())
    says = ["fish in the net", "boots in the net", "fish got away", "boots left alone"]
    return {
        "tally": {
            "key": np.arange(len(x)),
            "kind": kind,
            "caught": caught,
            "x": np.where(caught, 1 - across, across).round(4),
            "row": row,
        },
        "fields": {
            "key": list(counts),
            "is_caught": [1, 1, 0, 0],
            "is_fish": [1, 0, 1, 0],
            "mistake": [0, 1, 1, 0],
            "says": [f"{each} {said}" for each, said in zip(n, said_of(n, says), strict=True)],
        },
    }


def said_of(counts, says):
    """Say boot where there is one of them."""
    return [
        each.replace("boots", "boot") if n == 1 else each
        for n, each in zip(counts, says, strict=True)
    ]


def signs(view, counts, values, f1):
    """Return what hangs over the pond: the shares that a view speaks of, as fractions."""
    n = counts["true_positives"]
    caught, fish = n + counts["false_positives"], n + counts["false_negatives"]
    return {
        "signs": {
            "key": ["recall", "precision", "f1"],
            "x": [-0.06, 1.1, 0.52],
            "align": ["left", "right", "center"],
            "seen": [
                float(view in ("recall", "curves", "f1")),
                float(view != "fields"),
                float(view == "f1"),
            ],
            "says": [
                f"recall {n}/{fish} = {percent(values['recall'])}",
                f"precision {n}/{caught} = {percent(values['precision']) if caught else DASH}",
                f"F1 = {percent(f1)}",
            ],
        }
    }


def percent(share, gap=""):
    """Print a share as figures do, or with a gap as the text does: halves are rounded up."""
    return f"{int(100 * share + 0.5)}{gap}%"


# ── what is said of what a hand has done ─────────────────────────────────────────────────────────


def what_happened(before, counts, shares_before, shares):
    """Say what a drag has put into the net or taken out of it, and what that does to the shares."""
    moves = [
        moved
        for field, one, many in (
            ("true_positives", "a fish", "fish"),
            ("false_positives", "a boot", "boots"),
        )
        if (moved := passed(counts[field] - before[field], one, many))
    ]
    if not moves:
        return "You have not dragged anything across the rim yet."
    said = " and ".join(moves)
    told = [
        changed(name, shares_before.get(name), shares.get(name)) for name in ("precision", "recall")
    ]
    return f"{said[0].upper()}{said[1:]}: {told[0]}, and {told[1]}."


def passed(change, one, many):
    """Say what went into the net or out of it."""
    what = one if abs(change) == 1 else f"{abs(change)} {many}"
    way = "went into the net" if change > 0 else "left the net"
    return f"{what} {way}" if change else ""


def changed(name, before, after):
    """Say how a share has changed."""
    if before is None or after is None:
        return f"{name} has a value only while there is something in the net"
    if before == after:
        return f"{name} did not change"
    was, now = (percent(share, "\u202f") for share in (before, after))
    if was == now:
        return f"{name} hardly changed"
    return f"{name} {'rose' if after > before else 'fell'} from {was} to {now}"


def came_in(kind, x, reach, precision):
    """Say what came into the net last, and where that took the point."""
    last = (x <= reach) & (x > reach - 1)
    if not len(precision):
        return "The net is empty, and has no point"
    if not last.any():
        return "Nothing new came in"
    if last.sum() > 1:
        return f"{last.sum()} things came in at once"
    is_fish = kind[last][0] == "fish"
    if len(precision) == 1:
        return f"A {kind[last][0]} came in first, and the point is at the {TOP[is_fish]}"
    if is_fish:
        rose = " and up" if precision[-1] > precision[-2] else ""
        return f"The last one in was a fish, and the point went to the right{rose}"
    fell = "sank straight down" if precision[-1] else "stays at the bottom"
    return f"The last one in was a boot, and the point {fell}"


# ── what there is to see, for who cannot see it ──────────────────────────────────────────────────


def in_net(is_shut, n_fish):
    """Say what is in the net of a lake, once it is open."""
    if is_shut:
        return "It is shut, and a question mark hangs on it."
    return f"It is open: of a hundred things in it, {n_fish} are fish."


def way_between(precision, chord):
    """Say how the way from one net to another lies to the chord."""
    if np.allclose(precision, chord):
        return "They are the same line"
    return f"The curve is {'lower' if precision.sum() < chord.sum() else 'higher'}"


def top_of(f, threshold):
    """Say where F is highest."""
    return f"F, the third line, is highest, {f:.2f}, at {threshold:.2f}."


def bars_of(average):
    """Say what is drawn of ten places for a fish."""
    return (
        "Over each place a bar shows the precision if the fish comes in there, and a line shows "
        f"their average, {average:.2f}."
    )


# ── the hundred, and the line ────────────────────────────────────────────────────────────────────


def packed(columns):
    """Pack a hundred into a box that is 20 wide and 10 deep, or into its upper half."""
    row, column = divmod(np.arange(100), columns)
    return {
        "x": (column + 0.5) * 20 / columns,
        "y": 10 - (row + 0.5) * (1 if columns == 10 else 0.92),
        "size": np.full(100, 10 / columns),
    }


def stacked(x):
    """Let things at one place of the line sit on each other's shoulders."""
    return np.array([np.sum(x[:i] == x[i]) for i in range(len(x))])


def shoal(low, high):
    """Return where on the line the things lie that net B holds and net A does not."""
    return {"key": ["shoal"], "left": [low], "right": [high]}
