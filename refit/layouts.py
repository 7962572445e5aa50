"""Layouts for an essay's model: where to draw trees, leaves, swarms, circles, pens and contours.

``from refit import layouts`` in ``model.py`` or ``stage.py``. The file travels with the model to
the reader's browser, so it imports nothing but numpy. All functions are pure: the same arguments
give the same arrays. Lengths are in the units of the arguments. An extent is
``[[low x, high x], [low y, high y]]``; where distances across and up are compared, give both in
the same unit, such as pixels.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

Array = np.ndarray
LEVELS = 256  # of a raster: a whole number of one byte
TIE = 1e-9  # what lies this near to the middle of two levels takes the upper one, on every machine
TOUCHING = 1e-9  # a share of their distance by which circles may overlap


# ── trees ────────────────────────────────────────────────────────────────────────────────────────


def tidy_tree(*children: Array) -> tuple[Array, Array]:
    """Place the nodes of a tree, as narrow as it can be if equal subtrees are to look equal.

    Reingold and Tilford (1981): subtrees are pushed together until two nodes of one depth are one
    unit apart, and a node stands over the middle of its first and last child.

    Parameters
    ----------
    *children
        For each place of a child, from left to right, an array of n whole numbers: the child of
        every node, or a negative number where it has none; node 0 is the root. Of a tree of
        scikit-learn's: ``tree_.children_left, tree_.children_right``.

    Returns
    -------
    x, depth
        Arrays of n floats: the place across, from 0, and the distance from the root.
    """
    order, depth = walk(children)
    shift = np.zeros(len(depth))  # from a node to its parent
    outlines: dict[int, tuple[Array, Array]] = {}  # of each subtree: leftmost, rightmost by depth
    for node in reversed(order):
        own = [int(each[node]) for each in children if each[node] >= 0]
        left = right = np.empty(0)
        places: list[float] = []
        for child in own:
            low, high = outlines.pop(child)
            both = min(len(right), len(low))
            at = float(np.max(right[:both] - low[:both]) + 1) if both else 0.0
            left = np.concatenate([left, at + low[len(left) :]])
            right = np.concatenate([at + high, right[len(high) :]])
            places.append(at)
        middle = (places[0] + places[-1]) / 2 if places else 0.0
        shift[own] = np.array(places) - middle
        outlines[node] = (np.r_[0.0, left - middle], np.r_[0.0, right - middle])
    x = np.zeros(len(depth))
    for node in order:
        for each in children:
            if each[node] >= 0:
                x[each[node]] = x[node] + shift[each[node]]
    return x - x.min(initial=0.0), depth


def walk(children: tuple[Array, ...]) -> tuple[list[int], Array]:
    """Return a tree's nodes, each after its parent, and their depths.

    Raises
    ------
    ValueError
        If the arrays are no tree from node 0 on.
    """
    sizes = {len(each) for each in children}
    if len(sizes) != 1 or 0 in sizes:
        raise ValueError(f"children of {sorted(sizes)} nodes; give arrays of one length, from 1 on")
    depth = np.full(sizes.pop(), -1.0)
    depth[0] = 0
    order = [0]
    for node in order:
        for each in children:
            child = int(each[node])
            if child < 0:
                continue
            if child >= len(depth) or depth[child] >= 0:
                raise ValueError(f"node {child} is no node, or the child of two; give one tree")
            depth[child] = depth[node] + 1
            order.append(child)
    if len(order) < len(depth):
        lost = int(np.flatnonzero(depth < 0)[0])
        raise ValueError(f"node {lost} is not below node 0; give one tree")
    return order, depth


def tree_regions(tree: Any, extent: Any) -> dict[str, Array]:
    """Return the rectangle of each leaf of a tree on two features; together they fill the extent.

    Parameters
    ----------
    tree
        ``tree_`` of a fitted tree of scikit-learn's on two features: x is feature 0, y feature 1.
    extent
        ``[[low x, high x], [low y, high y]]``. A leaf that lies outside has no rectangle.

    Returns
    -------
    dict of arrays
        A table: ``leaf``, the node as ``apply`` counts it, in rising order; ``x``, ``x2``, ``y``,
        ``y2``, its bounds. What lies upon a split belongs to the lower side, as in the tree.
    """
    if int(np.max(tree.feature)) > 1:
        raise ValueError(f"the tree splits feature {int(np.max(tree.feature))}; fit it on two")
    box = np.array(extent, dtype=float)
    found = []
    waiting = [(0, box)]
    while waiting:
        node, box = waiting.pop()
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left < 0:
            found.append((node, *box.ravel()))
            continue
        feature, split = int(tree.feature[node]), float(tree.threshold[node])
        low, high = box[feature]
        for child, side in ((right, (max(low, split), high)), (left, (low, min(high, split)))):
            if side[0] < side[1]:
                part = box.copy()
                part[feature] = side
                waiting.append((child, part))
    columns = np.array(sorted(found)).reshape(-1, 5).T
    regions = dict(zip(("leaf", "x", "x2", "y", "y2"), columns, strict=True))
    return regions | {"leaf": columns[0].astype(np.int64)}


# ── swarms and packs ─────────────────────────────────────────────────────────────────────────────


def beeswarm(x: Any, radius: Any, above: bool = False) -> Array:
    """Return how far to move each dot off its line, so that no two overlap.

    From left to right, each dot takes the free place that is nearest to the line; of two it takes
    the upper one. The dots keep their x.

    Parameters
    ----------
    x
        The places of n dots along the line.
    radius
        Of all dots, or of each, in the unit of x.
    above
        Pile the dots up on the line, as in a histogram, and put none below it.

    Returns
    -------
    y
        An array of n floats, in the unit of x.
    """
    x = np.asarray(x, dtype=float)
    radius = np.broadcast_to(np.asarray(radius, dtype=float), x.shape)
    y = np.zeros(len(x))
    placed = np.empty(0, dtype=np.int64)
    for i in np.argsort(x, kind="stable"):
        reach, aside = radius[placed] + radius[i], x[i] - x[placed]
        near = aside < reach
        centre, room = y[placed[near]], reach[near] ** 2 - aside[near] ** 2
        free = np.concatenate([[0.0], centre + np.sqrt(room), centre - np.sqrt(room)])
        if above:
            free = free[free >= 0]
        apart = (free[:, None] - centre) ** 2 >= room - TOUCHING * reach[near] ** 2
        free = free[apart.all(axis=1)]
        y[i] = min(free, key=lambda place: (round(abs(place), 9), -place))
        placed = np.append(placed, i)
    return y


def pack(radii: Any) -> tuple[Array, Array]:
    """Pack circles around the origin, the largest in the middle, so that no two overlap.

    Each circle, from the largest on, takes the place nearest to the origin at which it touches two
    that are there (greedy, as Wang and others pack siblings, 2006). For some hundred circles.

    Returns
    -------
    x, y
        Arrays of n floats, in the unit of the radii: the centres.
    """
    radii = np.asarray(radii, dtype=float)
    centre = np.zeros(len(radii), dtype=complex)
    order = np.argsort(-radii, kind="stable")
    for n, i in enumerate(order):
        there, sizes = centre[order[:n]], radii[order[:n]]
        if n == 0:
            continue
        if n == 1:
            centre[i] = sizes[0] + radii[i]
            continue
        free = touching(there, sizes + radii[i])
        gaps = abs(free[:, None] - there) - (sizes + radii[i])
        free = free[(gaps >= -TOUCHING * radii[order[0]]).all(axis=1)]
        by = (free.imag.round(9), free.real.round(9), abs(free).round(9))  # the last counts first
        centre[i] = free[np.lexsort(by)[0]]
    return centre.real.copy(), centre.imag.copy()


def touching(centres: Array, radii: Array) -> Array:
    """Return the points in which circles cross, as complex numbers."""
    one, other = np.triu_indices(len(centres), 1)
    line = centres[other] - centres[one]
    length = abs(line)
    near = (length < radii[one] + radii[other]) & (length > abs(radii[one] - radii[other]))
    one, other, line, length = one[near], other[near], line[near], length[near]
    along = (length**2 + radii[one] ** 2 - radii[other] ** 2) / (2 * length)
    aside = np.sqrt(np.maximum(radii[one] ** 2 - along**2, 0))
    turned = line / length
    return np.concatenate([centres[one] + turned * (along + sign * 1j * aside) for sign in (1, -1)])


def pack_disc(n: int, radius: float) -> tuple[Array, Array]:
    """Spread n points evenly over a disc around the origin, by the golden angle (Vogel, 1979).

    Returns
    -------
    x, y
        Arrays of n floats, in the unit of the radius, from the middle outwards.
    """
    k = np.arange(n) + 0.5
    away, angle = radius * np.sqrt(k / max(n, 1)), k * np.pi * (3 - np.sqrt(5))
    return away * np.cos(angle), away * np.sin(angle)


def pack_box(n: int, extent: Any, columns: int = 0) -> tuple[Array, Array]:
    """Put n points into a box in rows, from its lower left corner.

    Parameters
    ----------
    n
        How many.
    extent
        ``[[low x, high x], [low y, high y]]``.
    columns
        Of the grid; if it is 0, so many that the points are as far from each other as they can be.

    Returns
    -------
    x, y
        Arrays of n floats: the middles of the grid's cells.
    """
    (left, right), (floor, top) = extent
    if n and not columns:
        every = np.arange(1, n + 1)
        apart = np.minimum((right - left) / every, (top - floor) / -(-n // every))
        columns = int(every[np.argmax(apart)])
    columns = max(1, int(columns))
    rows = max(1, -(-n // columns))
    row, column = divmod(np.arange(n), columns)
    x = left + (column + 0.5) * (right - left) / columns
    return x, floor + (row + 0.5) * (top - floor) / rows


def pens(
    sizes: Any, extent: Any, rows: int, gap: float, least: int = 1, margin: float = 0.0
) -> dict[str, Array]:
    """Divide a field into pens side by side, each as wide as the columns of its animals need.

    Parameters
    ----------
    sizes
        How many animals each of the k pens holds.
    extent
        ``[[low x, high x], [low y, high y]]`` of all pens together.
    rows
        How many animals stand above each other, at most.
    gap
        Between two pens, in the unit of x.
    least
        Columns that even an empty pen has.
    margin
        What a pen is wider than its columns.

    Returns
    -------
    dict of arrays
        A table of k rows: ``left``, ``right``, ``floor``, ``top`` and ``columns``, for `pack_box`.
    """
    sizes = np.asarray(sizes)
    (left, right), (floor, top) = extent
    columns = np.maximum(least, -(-sizes // rows))
    room = right - left - gap * (len(sizes) - 1) - margin * len(sizes)
    ends = left + np.cumsum(room / columns.sum() * columns + (margin + gap)) - gap
    return {
        "left": np.concatenate([[left], ends[:-1] + gap]),
        "right": ends,
        "floor": np.full(len(sizes), floor),
        "top": np.full(len(sizes), top),
        "columns": columns,
    }


# ── rasters ──────────────────────────────────────────────────────────────────────────────────────


def cells(columns: int, rows: int, extent: Any) -> Array:
    """Return the middles of a raster's cells: what a model predicts for, to paint a plane.

    Returns
    -------
    points
        An array of shape (columns · rows, 2), row by row from the low end of y, as the figure's
        ``raster`` takes them.
    """
    (left, right), (floor, top) = extent
    x = left + (np.arange(columns) + 0.5) * (right - left) / columns
    y = floor + (np.arange(rows) + 0.5) * (top - floor) / rows
    return np.column_stack([np.tile(x, rows), np.repeat(y, columns)])


def levels(values: Any, low: float, high: float, count: int = LEVELS) -> Array:
    """Round a raster's values to whole numbers from 0 (``low`` and less) to count - 1 (``high``).

    A page holds these in a tenth of the bytes, and the colours of 256 levels look continuous.
    """
    share = np.clip((np.asarray(values, dtype=float) - low) / (high - low), 0, 1)
    return np.floor(share * (count - 1) + 0.5 + TIE).astype(np.int64)


def contour(grid: Any, level: float, extent: Any) -> dict[str, Array]:
    """Return the lines along which a raster's values cross a level, as a table of polylines.

    Marching squares (Lorensen and Cline's cubes, 1987, on a plane). Values are those in the middle
    of the cells, and go on as they are up to the edges, so that a line ends at the edge. A saddle
    is joined by the mean of its corners.

    Parameters
    ----------
    grid
        Values of shape (rows, columns), the first row at the low end of y.
    level
        What is crossed; a value equal to it counts as above.
    extent
        ``[[low x, high x], [low y, high y]]`` of the raster, to its outer edges.

    Returns
    -------
    dict of arrays
        A table: ``line``, which line a point belongs to, counted from 0; ``x``, ``y``. A closed
        line ends with its first point. Higher values are on its left.
    """
    grid = np.pad(np.asarray(grid, dtype=float), 1, mode="edge")
    (left, right), (floor, top) = extent
    rows, columns = grid.shape
    x = np.clip(np.arange(columns) - 0.5, 0, columns - 2) * (right - left) / (columns - 2) + left
    y = np.clip(np.arange(rows) - 0.5, 0, rows - 2) * (top - floor) / (rows - 2) + floor
    following = dict(segments(grid, level))
    ends = set(following.values())
    starts = [edge for edge in following if edge not in ends]  # at the raster's own edge
    found: list[tuple[int, float, float]] = []
    line = 0
    while following:
        edge = starts.pop() if starts else next(iter(following))
        path = [edge]
        while edge in following:
            edge = following.pop(edge)
            path.append(edge)
        found += [(line, *crossing(grid, level, x, y, each)) for each in path]
        line += 1
    points = np.array(found).reshape(-1, 3)
    return {"line": points[:, 0].astype(np.int64), "x": points[:, 1], "y": points[:, 2]}


Edge = tuple[int, int, int]  # row and column of a lower or left corner; 0 along x, 1 along y


def segments(grid: Array, level: float) -> Iterator[tuple[Edge, Edge]]:
    """Yield the pieces of contours, each from an edge of the grid to another; high on the left."""
    high = grid >= level
    corners = (high[:-1, :-1], high[:-1, 1:], high[1:, 1:], high[1:, :-1])  # anticlockwise
    total = np.sum(corners, axis=0)
    for r, c in np.argwhere((total % 4) > 0).tolist():
        edges = ((r, c, 0), (r, c + 1, 1), (r + 1, c, 0), (r, c, 1))
        around = [bool(corner[r, c]) for corner in corners]
        # Anticlockwise around the square, a line comes in where it gets low, and leaves where high.
        comes = [i for i in range(4) if around[i] and not around[(i + 1) % 4]]
        leaves = [i for i in range(4) if not around[i] and around[(i + 1) % 4]]
        if len(comes) == 2:  # a saddle: cut off the low corners if its middle is high
            by = 1 if grid[r : r + 2, c : c + 2].mean() >= level else -1
            leaves = [(i + by) % 4 for i in comes]
        pairs = zip(comes, leaves, strict=True)
        yield from ((edges[i], edges[j]) for i, j in pairs)


def crossing(grid: Array, level: float, x: Array, y: Array, edge: Edge) -> tuple[float, float]:
    """Return where a contour crosses an edge of the grid, between its two values in proportion."""
    row, column, up = edge
    other = (row + up, column + 1 - up)
    before, after = grid[row, column], grid[other]
    share = float((level - before) / (after - before))
    across, rise = x[other[1]] - x[column], y[other[0]] - y[row]
    return float(x[column] + share * across), float(y[row] + share * rise)
