"""Axes made of marks, so that they can come and go, and lie inside the picture.

Each has a unit; ``unit=None`` says that what it counts has none. Both functions take

``ticks``
    the numbers, in the coordinates of the plane; or words by numbers,
    ``{0: "never", 1: "always"}``;
``at``
    where the axis crosses the other one, at the edge if it is not given;
``ends``
    from where to where it goes, from edge to edge if they are not given;
``numbers``
    how numbers are written: a format such as ``".0%"``, or an expression over ``datum.value``;
``colour``, ``lines``
    the colours of the title, and of the axis with its numbers, where its ground is not the page's;
``grid``
    whether each number has a line over the whole plane, in place of a tick;
``seen``
    how much of the axis is to be seen, from 0 to 1.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import altair as alt

from refit.kit.marks import Place, encoded, once, segments, title, words
from refit.kit.values import Value, ink

Ticks = Sequence[float] | Mapping[float, str]

TICK = 8  # pixels
BESIDE = 7  # pixels from an axis that goes up to its numbers


class OnPlane(Protocol):
    """What an axis has to know of its plane."""

    across: tuple[float, float]
    up: tuple[float, float]
    text: float
    small: float

    def at(
        self, x: Value | None, y: Value | None, x2: Value | None = None, y2: Value | None = None
    ) -> Place:
        """Return the channels that place marks."""


def axis_x(
    plane: OnPlane,
    says: str,
    *,
    unit: str | None,
    ticks: Ticks = (),
    at: Value | None = None,
    ends: tuple[float, float] | None = None,
    numbers: str | alt.ExprRef = "~f",
    grid: bool = False,
    title_at: str = "end",
    rows: int = 2,
    colour: str = "ink",
    lines: str = "",
    seen: Value = 1,
) -> list[alt.Chart]:
    """Return the layers of an axis that goes across: ``weight, kg →``, below its numbers.

    The title stands at the ``end`` or in the ``middle``; with ``rows=1`` it stands in one row with
    the numbers.
    """
    (left, right), (bottom, top) = ends or plane.across, plane.up
    height = bottom if at is None else at
    places = {"end": (right, "right"), "middle": ((left + right) / 2, "center")}
    if title_at not in places:
        raise ValueError(f"the title is at {title_at!r}; write title_at='end' or 'middle'")
    middle, align = places[title_at]
    below_it = 1.1 * plane.text
    below = (2.3 if rows > 1 else 1.1) * plane.text
    look: Any = {"size": plane.text, "align": align, "colour": colour, "seen": seen}
    along = plane.at(left, height, x2=right)
    return [
        *drawn(along, plane.at("value", bottom, y2=top), ticks, grid, lines, seen),
        *ticked("vertical", plane.at("value", height), ticks, grid, lines, seen),
        *numbered(plane, plane.at("value", height), ticks, numbers, seen, lines, dy=below_it),
        title(plane.at(middle, height), f"{with_unit(says, unit)} →", dy=below, **look),
    ]


def axis_y(
    plane: OnPlane,
    says: str,
    *,
    unit: str | None,
    ticks: Ticks = (),
    at: Value | None = None,
    ends: tuple[float, float] | None = None,
    numbers: str | alt.ExprRef = "~f",
    grid: bool = False,
    lift: float = 1,
    colour: str = "ink",
    lines: str = "",
    seen: Value = 1,
) -> list[alt.Chart]:
    """Return the layers of an axis that goes up, with the title over it: ``↑ height, m``.

    ``lift`` is how many lines over its end the title stands.
    """
    (bottom, top), (left, right) = ends or plane.up, plane.across
    edge = left if at is None else at
    look: Any = {"size": plane.text, "align": "left", "colour": colour, "seen": seen}
    beside: Any = {"align": "right", "dx": -BESIDE}
    along = plane.at(edge, bottom, y2=top)
    return [
        *drawn(along, plane.at(left, "value", x2=right), ticks, grid, lines, seen),
        *ticked("horizontal", plane.at(edge, "value"), ticks, grid, lines, seen),
        *numbered(plane, plane.at(edge, "value"), ticks, numbers, seen, lines, **beside),
        title(plane.at(edge, top), f"↑ {with_unit(says, unit)}", dy=-lift * plane.text, **look),
    ]


def with_unit(says: str, unit: str | None) -> str:
    """Write what an axis measures, and in which unit."""
    return f"{says}, {unit}" if unit else says


def at_ticks(ticks: Ticks) -> alt.Chart:
    """Return a row for every tick."""
    words = ticks if isinstance(ticks, Mapping) else {}
    return once([{"value": value, "word": words.get(value, "")} for value in ticks])


def drawn(
    along: Place, over: Place, ticks: Ticks, grid: bool, colour: str, seen: Value
) -> list[alt.Chart]:
    """Return the axis itself, over the lines of its grid."""
    line = segments(once(), along, colour=colour or "axis", width=1.5, seen=seen)
    if not (grid and ticks):
        return [line]
    return [segments(at_ticks(ticks), over, colour="line", width=1, seen=seen), line]


def ticked(
    orient: str, place: Place, ticks: Ticks, grid: bool, colour: str, seen: Value
) -> list[alt.Chart]:
    """Return the ticks of an axis that has no grid."""
    if grid or not ticks:
        return []
    look: Any = {
        "orient": orient,
        "color": ink(colour or "axis"),
        "thickness": 1.5,
        "size": TICK,
        "opacity": 1,
    }
    return [encoded(at_ticks(ticks).mark_tick(**look), place, seen)]


def numbered(
    plane: OnPlane,
    place: Place,
    ticks: Ticks,
    numbers: str | alt.ExprRef,
    seen: Value,
    colour: str,
    **look: Any,
) -> list[alt.Chart]:
    """Return the numbers of an axis."""
    if not ticks:
        return []
    given: Any = {
        "says": "value",
        "format": numbers,
        "size": plane.small,
        "colour": colour or "muted",
        "seen": seen,
    }
    if isinstance(ticks, Mapping):
        given |= {"says": "word", "format": ""}
    elif isinstance(numbers, alt.ExprRef):
        given |= {"says": numbers, "format": ""}
    return [words(at_ticks(ticks), place, **given | look)]
