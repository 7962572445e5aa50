"""Guesses: what a reader answered in a quiz, drawn into the figure that stands beside it.

The quiz has ``guess=key``; until a guess is checked, the key has a value below 0.
"""

from collections.abc import Iterator
from typing import Any

import altair as alt

from refit.kit.marks import haloed, once, segments
from refit.kit.stage import Plane
from refit.kit.values import Value, bracketed, expr


def guess(
    plane: Plane,
    axis: str,
    *,
    format: str,
    key: str = "guess",
    times: float = 1,
    ends: tuple[Value, Value] = (0, 1),
    only: str = "true",
    colour: str = "ink",
    ground: str = "paper",
) -> Iterator[alt.Chart]:
    """Yield a dashed line where a guess lies on an axis, and what it says: ``your guess: 70%``.

    Parameters
    ----------
    axis
        ``x`` for an upright line, named over its upper end, or ``y`` for a level one, named at its
        left end: over it or, near the top, under it.
    format
        How the number is written, such as ``".0%"``.
    key
        The key of the state; the chart has a parameter of that name: ``stage.chart(…, guess=-1)``.
    times
        By how much a coordinate of the plane is more than the guess: 100, if it is in per cent.
    ends
        From where to where the line goes, in coordinates of the other axis.
    only
        An expression: the guess is not drawn where it is false.
    colour, ground
        Of the line and its name, and of what keeps both apart from the marks below them.
    """
    if axis not in ("x", "y"):
        raise ValueError(f"a guess lies on the axis {axis!r}; write 'x' or 'y'")
    low, high = ends
    at = expr(f"{times} * max({key}, 0)")
    is_level = axis == "y"
    line = plane.at(low, at, x2=high) if is_level else plane.at(at, low, y2=high)
    seen = expr(f"{bracketed(only)} && {key} >= 0 ? 1 : 0")
    yield segments(once(), line, colour=ground, width=6, seen=seen)
    yield segments(once(), line, colour=colour, width=3, line="dashed", seen=seen)
    top = f"{times} * {key} > {plane.up[0] + 0.9 * (plane.up[1] - plane.up[0])}"
    level = {"align": "left", "dx": 8, "dy": expr(f"({top} ? 1 : -0.8) * {plane.text}")}
    where = level if is_level else {"dy": -0.7 * plane.text}
    place = plane.at(low, at) if is_level else plane.at(at, high)
    says = expr(f"'your guess: ' + format({key}, '{format}')")
    look: Any = {"size": plane.text, "bold": True, "colour": colour, "seen": seen}
    yield from haloed(once(), place, says, ground=ground, **look | where)
