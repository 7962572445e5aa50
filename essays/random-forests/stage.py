"""Where squirrels, nuts and trees stand, and what is said of them: staging alone."""

import numpy as np

from refit import layouts

LIMITS = [[0.8, 4.8], [1.2, 7.2]]  # where a nut can be: weight in grams, pitch in kilohertz
EXTENT = [[0.7, 4.9], [1.0, 7.4]]
ACROSS, ROWS = 42, 32  # cells of the map: 0.1 g by 0.2 kHz
CELLS = layouts.cells(ACROSS, ROWS, EXTENT)
SMALL, SMALL_ROWS = 30, 24
SMALL_CELLS = layouts.cells(SMALL, SMALL_ROWS, EXTENT)


def map_of(share):
    """Paint the plane by the share of trees that say full, and draw the line of one half."""
    line, x, y = walls(share)
    return {
        "map": {"share": layouts.levels(share, 0, 1)},
        "border": {"key": np.arange(len(x)), "line": line, "x": x, "y": y},
    }


def walls(share):
    """Return the corners of the border: trees cut squarely, while a contour cuts off corners."""
    (left, right), (floor, top) = EXTENT
    cut = layouts.contour(np.reshape(share >= 0.5, (ROWS, ACROSS)), 0.5, EXTENT)
    line = cut["line"]
    x = np.rint(2 * ACROSS * (cut["x"] - left) / (right - left)).astype(np.int64)  # half cells
    y = np.rint(2 * ROWS * (cut["y"] - floor) / (top - floor)).astype(np.int64)
    aslant = np.flatnonzero((np.diff(line) == 0) & (np.diff(x) != 0) & (np.diff(y) != 0))
    after, upright = aslant + 1, x[aslant] % 2 == 0  # it comes along an upright edge of a cell
    corner = np.where(upright, x[aslant], x[after]), np.where(upright, y[after], y[aslant])
    line = np.insert(line, after, line[aslant])
    x, y = np.insert(x, after, corner[0]), np.insert(y, after, corner[1])
    ends = np.diff(line, prepend=-1, append=-1) != 0
    kept = ends[:-1] | ends[1:]
    kept[1:-1] |= (x[:-2] != x[2:]) & (y[:-2] != y[2:])
    across, up = (right - left) / (2 * ACROSS), (top - floor) / (2 * ROWS)
    return line[kept], (left + across * x[kept]).round(3), (floor + up * y[kept]).round(3)


def percent(share):
    """Print a share as the page does: halves are rounded up."""
    return f"{int(100 * share + 0.5)}\u202f%"


# ── the jury ─────────────────────────────────────────────────────────────────────────────────────


def hill(n):
    """Place a crowd in three rows of seventeen, filled from the middle."""
    row, column = divmod(np.arange(n), 17)
    aside = (column + 1) // 2 * np.where(column % 2, 1, -1)
    return {"x": aside.astype(float), "y": row.astype(float)}


def jury_words(n, votes):
    """Say how the crowd has voted on the nut."""
    if n == 1:
        return f"One squirrel says {'full' if votes else 'hollow'}."
    verdict = "full" if 2 * votes > n else "hollow"
    return f"{votes} of {n} say full. The wood says {verdict}."


def moral(n, crowd, alone, copy):
    """Say what the number of heads has done."""
    if n == 1:
        return "One squirrel is no better than itself."
    if crowd > alone + 0.01:
        return "That is more than any of them alone: most of them are wrong less often than one is."
    if crowd < alone - 0.01:
        return "That is less than any of them alone: too many are wrong at the same time."
    if copy:
        return "That is hardly better than asking one squirrel."
    return "That is as good as one of them alone."


# ── one tree ─────────────────────────────────────────────────────────────────────────────────────


def question(tree):
    """Write the first question of a tree."""
    says = ("lighter than {:.2f} g?", "pitch below {:.2f} kHz?")[tree.feature[0]]
    return says.format(tree.threshold[0])


def change_words(n_moved, changed):
    """Say how much of the map has changed hands."""
    if n_moved == 0:
        return "Nothing has been moved yet."
    nuts = "one nut" if n_moved == 1 else f"{n_moved} nuts"
    if changed == 0:
        return f"You moved {nuts}, and the map stayed as it was."
    return f"You moved {nuts}, and the tree changed its mind on {percent(changed)} of the map."


def mind_words(n, one):
    """Say how far the trees agree."""
    if n == 1:
        return "One tree paints in two colours, and has no doubts."
    return f"{n} trees paint in shades. All of them agree on {percent(one)} of the map."


# ── the bag ──────────────────────────────────────────────────────────────────────────────────────

FAN = 0.2  # of a place, from a nut to its copy


def shelves(times, kinds):
    """Put every nut in its place as often as it was drawn, and mark those that were left out."""
    row, column = divmod(np.arange(len(times)), 10)
    nut = np.repeat(np.arange(len(times)), times)
    copy = np.concatenate([np.arange(n) for n in times])
    return {
        "copies": {
            "key": np.arange(len(nut)),
            "kind": kinds[nut],
            "x": column[nut] + FAN * (copy - (times[nut] - 1) / 2),
            "y": -row[nut] + 0.1 * (copy % 2) - 0.05,
        },
        "places": {
            "key": np.arange(len(times)),
            "x": column.astype(float),
            "y": -row.astype(float),
            "kind": kinds,
            "times": times,
        },
    }


# ── nine trees ───────────────────────────────────────────────────────────────────────────────────

PLANE = (0.2, 0.4, 3.7, 3.6)  # left, bottom, width and height of the small plane on the stage
ASKED = [3.05, 4.4]  # weight and pitch of the nut that is asked about
NEARBY = [3.35, 4.95]  # that whose neighbours are shown
WIDE, DEEP = 2.6, 0.72  # the room of a tree, and from split to split


def asked_in_vote(moved):
    """Return the weight and pitch of the nut, from its place on the stage."""
    if "asked" not in moved:
        return ASKED
    (left, right), (floor, top) = EXTENT
    x, y = moved["asked"]
    return [
        left + (x - PLANE[0]) / PLANE[2] * (right - left),
        floor + (y - PLANE[1]) / PLANE[3] * (top - floor),
    ]


def on_stage(weight, pitch):
    """Return where a nut is on the stage."""
    (left, right), (floor, top) = EXTENT
    return (
        PLANE[0] + PLANE[2] * (np.asarray(weight) - left) / (right - left),
        PLANE[1] + PLANE[3] * (np.asarray(pitch) - floor) / (top - floor),
    )


def asked_table(moved, x):
    """Return the nut on the small plane."""
    place = moved.get("asked") or [round(float(each), 2) for each in on_stage(*x)]
    return {
        "asked": {
            "key": ["asked"],
            "x": [float(place[0])],
            "y": [float(place[1])],
            "draggable": [1.0],
        }
    }


def small_map(share, X, kinds):
    """Paint the small plane, and place the nuts that have been cracked on it."""
    x, y = on_stage(*X.T)
    found = {"key": np.arange(len(X)), "x": x.round(2), "y": y.round(2), "kind": kinds}
    return {"map": {"share": layouts.levels(share, 0, 1)}, "found": found}


def wood(trees, places, paths, votes, way):
    """Return nodes and links of all trees, and the nut in each: on its way, or counted."""
    nodes = {name: [] for name in ("key", "x", "y", "kind")}
    links = {name: [] for name in ("key", "x", "y", "x2", "y2", "on")}
    runners = {name: [] for name in ("key", "x", "y", "kind")}
    tallied = {"full": 0, "hollow": 0}
    for t, (tree, (x, y), path, vote) in enumerate(zip(trees, places, paths, votes, strict=True)):
        walked = path[: way + 1]
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            majority = ("hollow", "full")[int(np.argmax(tree.value[node][0]))]
            add(nodes, f"{t}-{node}", x[node], y[node], majority if leaf else "split")
            for child in () if leaf else (tree.children_left[node], tree.children_right[node]):
                on = float(child in walked)
                add(links, f"{t}-{child}", x[node], y[node], x[child], y[child], on)
        at = walked[-1]
        home = way >= len(path) - 1
        place = (x[at], y[at] + 0.12)
        if way > 3:
            place = (1.15 if vote == "full" else 2.95, 5.3 + 0.38 * tallied[vote])
            tallied[vote] += 1
        add(runners, str(t), *place, str(vote) if home else "asked")
    return {"nodes": nodes, "links": links, "runners": runners, "homes": homes(len(trees))}


def add(table, *values):
    """Put a row at the end of a table."""
    for column, value in zip(table.values(), values, strict=True):
        column.append(value if isinstance(value, str) else round(float(value), 2))


def placed(tree, t):
    """Place the nodes of tree number t of nine."""
    x, depth = layouts.tidy_tree(tree.children_left, tree.children_right)
    width = max(x.max() - x.min(), 1)
    middle, top = root_of(t)
    step = min(0.48, (WIDE - 0.25) / width)
    return middle + (x - (x.max() + x.min()) / 2) * step, top - DEEP * depth


def root_of(t):
    """Return the middle of a tree's room, and how high its root is."""
    row, column = divmod(t, 3)
    return 5.7 + 2.75 * column, 8.75 - 3.05 * row


def homes(n):
    """Return where the squirrels sit."""
    roots = [root_of(t) for t in range(n)]
    x, y = np.transpose(roots)
    return {"key": np.arange(n), "x": x - 0.75, "y": y - 0.05}


def tally_words(way, n_full, n):
    """Say how far the nut has come, and how the vote has gone."""
    if way == 0:
        return "Nine trees, and the nut on top of each."
    if way < 4:
        splits = "split" if way == 1 else "splits"
        return f"The nut has passed {way} {splits}."
    winner = "full" if 2 * n_full > n else "hollow"
    return f"{n_full} say full, {n - n_full} say hollow. The wood says {winner}."


# ── deeper ───────────────────────────────────────────────────────────────────────────────────────


def asked_on_plane(moved):
    """Return the weight and pitch of the nut that is asked about."""
    return [float(each) for each in moved.get("asked", NEARBY)]


def threads(X, w, x):
    """Tie the nut to all that have a say in its answer."""
    heard = np.flatnonzero(w > 0)
    return {
        "key": heard,
        "x": X[heard, 0],
        "y": X[heard, 1],
        "x2": np.full(len(heard), x[0]),
        "y2": np.full(len(heard), x[1]),
        "weight": w[heard].round(4),
    }


def noise_words(impurity):
    """Say which column seems to matter most."""
    top = int(np.argmax(impurity))
    if top > 0:
        return "A column of noise is on top."
    if impurity[1:].sum() > impurity[0]:
        return "Floating is on top, but the two columns of noise together outweigh it."
    return "Floating is on top."


def hands_words(raised, mean):
    """Say whether counting hands and averaging agree."""
    by_hands, by_mean = raised > 4, mean > 0.5
    names = {True: "full", False: "hollow"}
    if by_hands == by_mean:
        return f"Both ways the nut is {names[by_mean]}."
    return f"Hands say {names[by_hands]}, the average says {names[by_mean]}."


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


def one(key, **values):
    """Return a table of one row."""
    return {"key": [key]} | {name: [value] for name, value in values.items()}
