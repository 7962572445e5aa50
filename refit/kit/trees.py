"""Trees drawn as trees, and grids of small multiples."""

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from refit.kit.marks import Ink, Rows, dots, haloed, segments
from refit.kit.stage import Both, Plane, Range, Stage
from refit.kit.values import Value, expr
from refit.sizes import GAP, ROOM


def tree(
    plane: Plane,
    *,
    nodes: Rows = "nodes",
    links: Rows = "links",
    says: Value | None = "says",
    across: float = 30,
    colour: Ink = "card",
    rim: str = "ink",
    points: Rows | None = None,
    point_colour: Ink = "ink",
) -> list[alt.Chart]:
    """Return the layers of a tree, its root on top: links, nodes, what they say, points in them.

    Depths go down from 0, so the plane goes up from below minus the deepest to above 0.

    Parameters
    ----------
    nodes
        Rows with ``x`` and ``depth``, as `refit.layouts.tidy_tree` returns them.
    links
        Rows with ``x``, ``depth``, ``x2`` and ``depth2``.
    says
        What stands over each node, as in ``words``, with a halo; None in trees too small for it.
    across
        Pixels from side to side of a node.
    colour, rim
        Of the nodes.
    points
        Rows with ``x`` and ``depth``, such as the samples in a node, drawn inside it.
    """
    down, down2 = expr("-datum.depth"), expr("-datum.depth2")
    place = plane.at("x", down)
    over = -0.5 * across - 0.7 * plane.small
    layers = [
        segments(links, plane.at("x", down, "x2", down2), colour="axis", width=2),
        dots(nodes, place, across=across, colour=colour, rim=rim),
    ]
    if says is not None:  # a link from above may pass behind it
        look: Any = {"size": plane.small, "dy": over}
        layers += haloed(nodes, place, says, **look)
    if points is not None:
        layers.append(dots(points, place, across=0.2 * across, colour=point_colour))
    return layers


def grid(
    narrow: bool,
    names: Sequence[str],
    draw: Callable[[Stage, str], Any],
    *,
    columns: tuple[int, int],
    across: Range,
    up: Range,
    shape: float = 1,
    **look: Any,
) -> dict[str, Any]:
    """Return small multiples, a panel for each name, to be returned by a figure's function.

    Parameters
    ----------
    draw
        A function that draws a panel on the stage that it gets, given its name.
    columns
        How many stand in a row, wide and narrow.
    shape
        The height of a panel over its width.
    look
        What else ``Stage`` takes.
    """
    if not (isinstance(columns, tuple | list) and len(columns) == 2 and min(columns) > 0):
        raise ValueError(f"columns of the grid are {columns!r}; write columns=(wide, narrow)")
    size = tuple(
        (room - (count - 1) * gap) // count
        for room, gap, count in zip(ROOM, GAP, columns, strict=True)
    )
    width: Both = (size[0], size[1])
    height: Both = (round(size[0] * shape), round(size[1] * shape))
    stage = Stage(narrow, width=width, height=height, across=across, up=up, **look)
    return {name: draw(stage, name) for name in names}
