"""Marks: dots, words, curves, bands, regions, bars, segments and threads.

Each function takes the rows, a table of the model by its name or what ``rows`` and ``once`` return,
and a place, as ``stage.at`` returns it. It returns a layer, an Altair chart, to be changed further
if need be. What is given as ``seen``, from 0 to 1, as ``colour``, or as a size in pixels may be an
expression; ``seen`` and texts may be columns, too.

By default a mark stands out from the ground by 3:1 if its colour does, and by more than its colour:
curves differ by their dashes, dots by their shapes and a rim, regions have an outline.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from refit.kit.values import Value, column, dash, expr, ink, plain, text_of
from refit.says import quoted

Rows = str | alt.Chart
Place = dict[str, Any]
Ink = str | alt.ExprRef  # a name of the theme's colours, or an expression that gives a colour
Pixels = float | alt.ExprRef

CLASS = re.compile(r"[A-Za-z][\w-]*")
SMALLEST = 12  # pixels of text: 11 in CSS, once a narrow figure is fitted to a phone


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def rows(table: str, *, only: str = "", name: str = "", **columns: str) -> alt.Chart:
    """Return the rows of one of the model's tables, with computed columns more.

    Parameters
    ----------
    table
        Its name among what the scene's function returns.
    only
        An expression: whatever row it is false for is left out.
    name
        The class of the marks in the page, for ``style.css``: ``pets`` gives ``.pets_marks``.
    columns
        Expressions, computed one after another.
    """
    chart = alt.Chart(alt.NamedData(table), **named(name))
    chart = chart.transform_filter(only) if only else chart
    return chart.transform_calculate(**columns) if columns else chart


def row(table: str, key: str | float, **columns: str) -> alt.Chart:
    """Return the row of one of the model's tables that has a key, with computed columns more."""
    wanted = quoted(key) if isinstance(key, str) else key
    return rows(table, only=f"datum.key === {wanted}", **columns)


def once(values: Sequence[Mapping[str, Any]] = ({"here": 1},), *, name: str = "") -> alt.Chart:
    """Return rows that never change; a single one, for what is drawn once, if none are given."""
    return alt.Chart(alt.InlineData(values=[dict(each) for each in values]), **named(name))


def named(name: str) -> dict[str, Any]:
    """Return the option that gives a layer its name, if it has one.

    A computed column cannot be called ``name``, and whoever tries is told so.
    """
    if name and not CLASS.fullmatch(name):
        write = "write name='pets', or call a computed column otherwise"
        raise ValueError(f"{name!r} is no name of a layer, by which style.css finds it; {write}")
    return {"name": name} if name else {}


def start(given: Rows) -> alt.Chart:
    """Begin a layer over rows."""
    return rows(given) if isinstance(given, str) else given


def encoded(chart: alt.Chart, place: Place, seen: Value, **channels: Any) -> alt.Chart:
    """Place the marks of a layer, and say how much of them is to be seen."""
    if seen != 1:
        channels["opacity"] = plain(alt.Opacity, seen)
    found: alt.Chart = chart.encode(**place, **channels)
    return found


# ── points and words ─────────────────────────────────────────────────────────────────────────────


def dots(
    given: Rows,
    place: Place,
    *,
    across: Pixels,
    colour: Ink = "ink",
    shape: str | alt.ExprRef = "circle",
    rim: str = "",
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Draw a dot for every row.

    Parameters
    ----------
    across
        Pixels from side to side.
    shape
        A shape of Vega's, such as ``circle`` or ``diamond``, or a path of an SVG file.
    rim
        The colour of a rim of 2 pixels, by which dots that touch stay apart.
    look
        What else ``mark_point`` takes.
    """
    size = expr(f"pow({text_of(across)}, 2)") if isinstance(across, alt.ExprRef) else across**2
    edge = {"stroke": ink(rim), "strokeWidth": 2} if rim else {"strokeWidth": 0}
    drawn = {"filled": True, "opacity": 1, "shape": shape, "size": size, "fill": ink(colour)}
    chart = start(given).mark_point(**drawn | edge | look)
    return encoded(chart, place, seen)


def rings(
    given: Rows,
    place: Place,
    *,
    across: Pixels,
    colour: Ink = "ink",
    width: float = 3,
    line: str = "dashed",
    **look: Any,
) -> alt.Chart:
    """Draw a ring round every row, such as what is chosen; it takes what ``dots`` takes.

    ``width`` is in pixels, ``line`` is ``solid``, ``dashed`` or ``dotted``.
    """
    drawn: Any = {"fillOpacity": 0, "stroke": ink(colour), "strokeWidth": width} | dashed(line)
    return dots(given, place, across=across, colour=colour, **drawn | look)


def words(
    given: Rows,
    place: Place,
    says: Value,
    *,
    size: float,
    colour: Ink = "ink",
    bold: bool = False,
    format: str = "",
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Write something at every row.

    Parameters
    ----------
    says
        A column of words, or of numbers if there is a ``format``; what ``says`` returns; or an
        expression, of a text or of a list of lines.
    size
        Of the text, in pixels: ``stage.text`` or ``stage.small``.
    format
        How numbers are written, such as ``".0%"``. Numbers glide: without one they show decimals.
    look
        What else ``mark_text`` takes: ``align``, ``baseline``, ``dx``, ``dy``, in pixels.
    """
    fit_to_read(size)
    weight = {"fontWeight": 700} if bold else {}
    text = written(says, format)
    chart = start(given).mark_text(**{"fontSize": size, "fill": ink(colour)} | weight | look)
    return encoded(chart, place, seen, text=text)


def haloed(
    given: Rows, place: Place, says: Value, *, ground: str = "paper", **look: Any
) -> list[alt.Chart]:
    """Return the layers of words that may lie over lines: first a halo in the colour of the ground.

    ``look`` is what ``words`` takes.
    """
    halo: Any = {"stroke": ink(ground), "strokeWidth": 4, "strokeJoin": "round"}
    return [words(given, place, says, **look, **halo), words(given, place, says, **look)]


def title(place: Place, says: str, *, size: float, **look: Any) -> alt.Chart:
    """Write a text that never changes, once; it takes what ``words`` takes."""
    drawn: Any = {"fontWeight": 600} | look
    return words(once(), place, expr(quoted(says)), size=size, **drawn)


def written(says: Value, format: str) -> Any:
    """Return the channel that writes a column or an expression."""
    if not isinstance(says, str):
        text = text_of(says)
        return alt.value(expr(f"format({text}, '{format}')" if format else text))
    if format:
        return alt.Text(column(says), type="quantitative", format=format)
    return alt.Text(column(says), type="nominal")


def fit_to_read(size: float) -> None:
    """Refuse text that a reader with a phone could not read."""
    if size < SMALLEST:
        problem = f"text of {size:g} pixels is less than 11 of a phone's"
        raise ValueError(f"{problem}; write size=stage.small, or at least {SMALLEST}")


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


def curve(
    given: Rows,
    place: Place,
    *,
    order: str,
    colour: Ink = "ink",
    width: Pixels = 3,
    line: str = "solid",
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Join rows to a curve, in the order of a column.

    Parameters
    ----------
    width
        Pixels.
    line
        ``solid``, ``dashed`` or ``dotted``. Give the curves of a figure a line each, so that they
        differ by more than their colours.
    look
        What else ``mark_line`` takes, such as ``interpolate``.
    """
    drawn = {"stroke": ink(colour), "strokeWidth": width} | dashed(line)
    chart = start(given).mark_line(**drawn | look)
    order_by = alt.Order(column(order), type="quantitative")
    return encoded(chart, place, seen, order=order_by)


def band(
    given: Rows,
    place: Place,
    *,
    colour: Ink,
    pale: float = 0.3,
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Fill what lies between two curves, from y to y2, in the order of x; draw a curve on its rim.

    ``pale`` is the opacity of the filling, and ``look`` what else ``mark_area`` takes.
    """
    if "y2" not in place:
        raise ValueError("a band has no second curve; write stage.at(x, low, y2=high)")
    drawn: Any = {"fill": ink(colour), "fillOpacity": pale} | look
    return encoded(start(given).mark_area(**drawn), place, seen)


def segments(
    given: Rows,
    place: Place,
    *,
    colour: Ink = "ink",
    width: Pixels = 2,
    line: str = "solid",
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Draw a straight line for every row, such as a boundary: from x, y to x2, y2, or one of both.

    ``width`` is in pixels, ``line`` is ``solid``, ``dashed`` or ``dotted``, and ``look`` what else
    ``mark_rule`` takes.
    """
    if not {"x2", "y2"} & {*place, *look}:
        raise ValueError("a segment has no end; write stage.at(x, y, x2=…), y2=… or both")
    drawn = {"stroke": ink(colour), "strokeWidth": width} | dashed(line)
    return encoded(start(given).mark_rule(**drawn | look), place, seen)


def threads(given: Rows, place: Place, *, colour: Ink = "ink", **look: Any) -> alt.Chart:
    """Hang every row on a dotted line, such as a residual; it takes what ``segments`` takes."""
    drawn: Any = {"line": "dotted", "width": 1.5} | look
    return segments(given, place, colour=colour, **drawn)


def dashed(line: str) -> dict[str, list[int]]:
    """Return the dashes of a line; a solid one has none."""
    return {} if line == "solid" else {"strokeDash": dash(line)}


# ── surfaces ─────────────────────────────────────────────────────────────────────────────────────


def regions(
    given: Rows,
    place: Place,
    *,
    colour: Ink,
    pale: float | str | alt.ExprRef = 1,
    outline: Ink | None = None,
    width: float = 1.5,
    seen: Value = 1,
    **look: Any,
) -> alt.Chart:
    """Draw a rectangle for every row, from x, y to x2, y2.

    Parameters
    ----------
    pale
        The opacity of the filling, from 0 to 1.
    outline
        The colour of an outline, ``""`` for none; a pale filling has one of its own colour, since
        it hardly stands out from the ground without.
    width
        Of the outline, in pixels.
    look
        What else ``mark_rect`` takes, such as ``cornerRadius``.
    """
    if not {"x2", "y2"} & {*place, *look}:
        raise ValueError("a region has no second corner; write stage.at(x, y, x2, y2)")
    constant = isinstance(pale, int | float)
    outline = ("" if constant and pale == 1 else colour) if outline is None else outline
    edge = {} if outline == "" else {"stroke": ink(outline), "strokeWidth": width}
    faint = {"fillOpacity": pale} if constant and pale != 1 else {}
    chart = start(given).mark_rect(**{"fill": ink(colour)} | faint | edge | look)
    channels = {} if constant else {"fillOpacity": plain(alt.FillOpacity, pale)}
    return encoded(chart, place, seen, **channels)


def bars(given: Rows, place: Place, *, colour: Ink, **look: Any) -> alt.Chart:
    """Draw a bar for every row: pale, in an outline. It takes what ``regions`` takes."""
    drawn: Any = {"pale": 0.3} | look
    return regions(given, place, colour=colour, **drawn)
