"""Stages: what figures are drawn on, with scales and a size that never change.

A stage has two layouts, wide, and narrow for phones. Marks are placed on it by its coordinates;
texts take the sizes that it gives, which can be read in both.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import altair as alt

from refit.kit import axes
from refit.kit.marks import (
    SMALLEST,
    Place,
    Rows,
    curve,
    dots,
    fit_to_read,
    once,
    regions,
    title,
    words,
)
from refit.kit.values import Value, column, expr, place, place_end, text_of

Range = tuple[float, float]
Both = tuple[float, float]  # of the wide layout, and of the narrow one
Axis = tuple[str, str | None, axes.Ticks]  # title, unit, numbers or words by numbers
Length = float | str  # in units of the stage: a number, or an expression

TEXT = (17, 13)
CHANNELS = {
    "x": (alt.X, alt.XDatum),
    "x2": (alt.X2, alt.X2Datum),
    "y": (alt.Y, alt.YDatum),
    "y2": (alt.Y2, alt.Y2Datum),
}
LONGEST = 60  # characters of a wrong layer that the message quotes
SIDES = ("left", "right", "bottom", "top")


class Plane:
    """A rectangle with coordinates of its own: a stage, or an inset in one.

    Attributes
    ----------
    across, up
        The coordinates of its edges.
    text, small
        The sizes of titles, and of the numbers of axes, in pixels.
    """

    def __init__(
        self,
        across: Range,
        up: Range,
        text: float,
        scales: tuple[alt.Scale, alt.Scale],
        frame: tuple[Length, Length, Length, Length] | None = None,
    ) -> None:
        self.across, self.up = across, up
        self.text, self.small = text, max(text - 2, SMALLEST)
        self.scales = scales
        self.frame = frame  # left, bottom, width and height on the stage

    def at(
        self,
        x: Value | None = None,
        y: Value | None = None,
        x2: Value | None = None,
        y2: Value | None = None,
    ) -> Place:
        """Return the channels that place marks at x, y, and let them end at x2, y2.

        Each is a column, a number or an expression, in the coordinates of this plane. Marks that
        have no x or no y take the option of that name, in pixels from the upper left corner. Plain
        Altair takes a place too: ``chart.encode(**stage.at("weight", "height"))``.
        """
        found: Place = {}
        for axis, scale, begin, end in (
            ("x", self.scales[0], x, x2),
            ("y", self.scales[1], y, y2),
        ):
            if begin is not None:
                begin = self.on_stage(axis, begin)
                found[axis] = place(CHANNELS[axis], begin, scale)
            if begin is not None and end is not None:
                found[f"{axis}2"] = place_end(CHANNELS[f"{axis}2"], begin, self.on_stage(axis, end))
        return found

    def on_stage(self, axis: str, value: Value) -> Value:
        """Return a coordinate of this plane as one of the stage."""
        if self.frame is None:
            return value
        (low, high), first = (self.across, 0) if axis == "x" else (self.up, 1)
        share = f"({text_of(value)})"
        if (low, high) != (0, 1):
            share = f"({share} - {low}) / {high - low}"
        return expr(f"{self.frame[first]} + {self.frame[first + 2]} * {share}")

    def ground(self, colour: str, **look: Any) -> alt.Chart:
        """Paint the plane from edge to edge; it takes what ``regions`` takes."""
        (left, right), (low, high) = self.across, self.up
        return regions(once(), self.at(left, low, right, high), colour=colour, **look)

    def plot(
        self, colour: str, *, up: Axis | None = None, along: Axis | None = None, **look: Any
    ) -> Iterator[alt.Chart]:
        """Yield a ground, and outside of it the axes of a plot: their title, unit and ticks.

        The title of an axis along the lower edge stands in one row with its numbers: between them
        if there are two, else at the end. ``look`` is what ``regions`` takes, for the ground.
        """
        yield self.ground(colour, **look)
        if up:
            says, unit, ticks = up
            yield from self.axis_y(says, unit=unit, ticks=ticks, lift=0.7)
        if along:
            says, unit, ticks = along
            title_at = "middle" if len(ticks) == 2 else "end"
            yield from self.axis_x(says, unit=unit, ticks=ticks, title_at=title_at, rows=1)

    def curve(self, given: Rows, y: Value = "y", *, x: str = "x", **look: Any) -> alt.Chart:
        """Join rows to a curve, in the order of x; it takes what the mark of this name takes."""
        return curve(given, self.at(x, y), order=x, **look)

    def dots(self, given: Rows, y: Value = "y", *, x: Value = "x", **look: Any) -> alt.Chart:
        """Draw a dot for every row, two thirds of a line across if ``across`` does not say more.

        It takes what the mark of this name takes.
        """
        held: Any = {"across": 0.7 * self.text} | look
        return dots(given, self.at(x, y), **held)

    def label(self, x: Value, y: Value, says: str, **look: Any) -> alt.Chart:
        """Write in small letters what a mark is, from x on; it takes what ``words`` takes."""
        held: Any = {"size": self.small, "align": "left"} | look
        return title(self.at(x, y), says, **held)

    def axis_x(self, title: str, *, unit: str | None, **look: Any) -> list[alt.Chart]:
        """Return the layers of an axis along the lower edge; see `refit.kit.axes`."""
        return axes.axis_x(self, title, unit=unit, **look)

    def axis_y(self, title: str, *, unit: str | None, **look: Any) -> list[alt.Chart]:
        """Return the layers of an axis along the left edge; see `refit.kit.axes`."""
        return axes.axis_y(self, title, unit=unit, **look)


class Stage(Plane):
    """The plane of a whole figure.

    Attributes
    ----------
    narrow
        Whether this is the layout for phones.
    width, height
        Pixels.
    unit, unit_up
        Pixels of a step of 1 across, and of one up.
    """

    def __init__(
        self,
        narrow: bool,
        *,
        width: Both,
        height: Both,
        across: Range,
        up: Range,
        text: Both = TEXT,
        margins: Mapping[str, float] | None = None,
    ) -> None:
        """Make a stage.

        Parameters
        ----------
        narrow
            What the figure's function is given.
        width, height
            Pixels, wide and narrow: ``(760, 360)``. A narrow stage higher than wide is shrunk on a
            phone, and its text with it.
        across, up
            The lowest and the highest coordinate between the margins.
        text
            Pixels, wide and narrow.
        margins
            What is left free for axes, in lines of text: ``{"left": 3, "bottom": 3}``.
        """
        size = {"width": width, "height": height, "text": text}
        for name, pair in size.items():
            if not (isinstance(pair, tuple | list) and len(pair) == 2):
                raise ValueError(f"{name} of the stage is {pair!r}; write {name}=(wide, narrow)")
        for name, edges in {"across": across, "up": up}.items():
            if not (isinstance(edges, tuple | list) and len(edges) == 2 and edges[0] < edges[1]):
                write = f"write {name}=(lowest, highest)"
                raise ValueError(f"{name} of the stage is {edges!r}; {write}")
        free = dict.fromkeys(SIDES, 0.0) | dict(margins or {})
        if set(free) != set(SIDES):
            strange = ", ".join(sorted(set(free) - set(SIDES)))
            raise ValueError(f"margins has {strange}; write one of {', '.join(SIDES)}")
        self.narrow = narrow
        self.width, self.height, line = (pair[narrow] for pair in size.values())
        fit_to_read(line)
        x_scale, self.unit = scale_for(across, self.width, line, free["left"], free["right"])
        y_scale, self.unit_up = scale_for(up, self.height, line, free["bottom"], free["top"])
        super().__init__(across, up, line, (x_scale, y_scale))

    def inset(
        self,
        left: Length,
        bottom: Length,
        width: Length,
        height: Length,
        *,
        across: Range = (0, 1),
        up: Range = (0, 1),
    ) -> Plane:
        """Return a plane inside the stage, with coordinates of its own.

        Its place is given in the coordinates of the stage; an expression lets it move. ``across``
        and ``up`` are its lowest and its highest coordinate.
        """
        return Plane(across, up, self.text, self.scales, (left, bottom, width, height))

    def within(self, x: str, says: str) -> alt.ExprRef:
        """Return a place across, moved so that a text in the middle of it stays on the stage.

        ``x`` is a column, ``says`` the expression of the text; a letter is taken to be 0.6 of
        ``stage.text`` wide.
        """
        half = f"{0.3 * self.text / self.unit:.3f} * length({says})"
        (low, high), edge = self.across, 4 / self.unit
        ends = f"{low + edge:.3f} + {half}, {high - edge:.3f} - {half}"
        return expr(f"clamp(datum.{column(x)}, {ends})")

    def sign(
        self, rows: Rows, says: Value, *, side: str = "left", row: int = 1, **look: Any
    ) -> alt.Chart:
        """Write a number, or what is said of it, as a sign at the upper edge.

        ``side`` is ``left`` or ``right``, ``row`` counts from the edge, and ``look`` is what
        ``words`` takes.
        """
        if side not in ("left", "right"):
            raise ValueError(f"a sign stands at the side {side!r}; write side='left' or 'right'")
        size = look.pop("size", self.text)
        where = {"x": 8} if side == "left" else {"x": self.width - 8}
        held: Any = {"y": size * (1.3 * row - 0.3), "align": side, "bold": True}
        return words(rows, {}, says, size=size, **where | held | look)

    def chart(
        self,
        *layers: alt.Chart | alt.LayerChart | Iterable[Any],
        usermeta: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> alt.LayerChart:
        """Lay layers over each other, the first of them at the bottom.

        Parameters
        ----------
        layers
            Layers, and lists of layers, which may hold further lists.
        usermeta
            What readers can do: ``kit.usermeta(…)``.
        params
            The keys of the scene's state that the chart reads, with their defaults; ``lit=""`` if
            it dims what the reader does not point at.

        Raises
        ------
        TypeError
            For what is no layer, such as a text.
        """
        named = [alt.param(name=name, value=value) for name, value in params.items()]
        chart: Any = alt.layer(*flattened(layers)).add_params(*named)
        given = {"usermeta": dict(usermeta)} if usermeta else {}
        whole: alt.LayerChart = chart.properties(width=self.width, height=self.height, **given)
        return whole


def flattened(layers: Iterable[Any]) -> Iterator[Any]:
    """Yield the layers out of lists of lists of them."""
    for each in layers:
        if isinstance(each, alt.TopLevelMixin):
            yield each
        elif isinstance(each, Iterable) and not isinstance(each, str | bytes | Mapping):
            yield from flattened(each)
        else:
            problem = f"a layer of the chart is {shortened(each)}, and no chart"
            raise TypeError(f"{problem}; write kit.dots(…), kit.words(…), or plain Altair")


def shortened(value: object) -> str:
    """Return a value as it is written in Python, cut where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def scale_for(
    edges: Range, pixels: float, line: float, before: float, after: float
) -> tuple[alt.Scale, float]:
    """Return the scale that leaves margins of so many lines free, and the pixels of its unit."""
    room = pixels - (before + after) * line
    if room <= 0:
        raise ValueError(f"the margins take all {pixels:g} pixels of the stage; write smaller ones")
    unit = room / (edges[1] - edges[0])
    domain = (edges[0] - before * line / unit, edges[1] + after * line / unit)
    return alt.Scale(domain=domain, nice=False, zero=False), unit
