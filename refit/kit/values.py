"""What marks are given: columns, expressions and colours.

A text is the name of a column, a number is a constant, and ``expr("…")`` is an expression of Vega's
over the row, ``datum.weight``, and over the parameters of the chart, ``threshold``.
"""

import re
from typing import Any

import altair as alt

from refit.says import COLUMN, expression

Value = str | float | alt.ExprRef  # a column, a constant or an expression

THEME_NAME = re.compile(r"[a-z][a-z0-9-]*")
ONE_THING = re.compile(r"[\w.$]+|'[^'\\]*'|\([^()]*\)")
DASHES = {"solid": [1, 0], "dashed": [7, 4], "dotted": [2, 4]}


def expr(text: str) -> alt.ExprRef:
    """Return an expression of Vega's, to be given where a column could be."""
    return alt.ExprRef(text)


def text_of(value: Value) -> str:
    """Write a column, a constant or an expression as an expression."""
    if isinstance(value, alt.ExprRef):
        return str(value.to_dict()["expr"])
    return f"datum.{column(value)}" if isinstance(value, str) else repr(value)


def column(name: str) -> str:
    """Return a column's name, or refuse what is none."""
    if not COLUMN.fullmatch(name):
        raise ValueError(f"{name!r} is no column; write expr({name!r})")
    return name


# ── colours ──────────────────────────────────────────────────────────────────────────────────────


def ink(name: str | alt.ExprRef) -> str | alt.ExprRef:
    """Return a colour of the theme by its name; an expression that gives a colour stays as it is.

    Names are those of ``theme.json``, and the site's: ``paper``, ``ink``, ``muted``, ``axis``, …
    """
    if isinstance(name, alt.ExprRef):
        return name
    if not THEME_NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no colour; write a name of theme.json, such as 'ink'")
    return f"var(--{name})"


def colour_of(expression: str, suffix: str = "") -> str:
    """Return the expression of the theme's colour that another expression names.

    ``colour_of("datum.kind", "-dark")`` gives fish the colour ``fish-dark``.
    """
    return f"'var(--' + {bracketed(expression)} + '{suffix})'"


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def says(template: str) -> alt.ExprRef:
    """Return the expression of a text with numbers of the row: ``says("best F {f:.2f}")``.

    In braces stands a column, and after a colon the format of its number. Numbers glide: without a
    format they show decimals.
    """
    return expr(expression(template))


# ── expressions that figures are full of ─────────────────────────────────────────────────────────


def bracketed(expression: str) -> str:
    """Return an expression that can be a part of another: in brackets, unless it is one thing."""
    return expression if ONE_THING.fullmatch(expression) else f"({expression})"


def lit(name: str, *names: str, dim: float = 0.2) -> str:
    """Return the expression that dims a mark while the reader points at the name of another.

    ``name`` is the expression of the mark's own name. With ``names``, only these dim it. The chart
    needs the parameter: ``stage.chart(…, lit="")``.
    """
    pointed = f"indexof({list(names)}, lit) >= 0" if names else "lit"
    return f"({pointed} && lit != {bracketed(name)} ? {dim} : 1)"


def by_part(*expressions: str) -> str:
    """Return the expression that takes the one of some expressions that the row's part numbers."""
    return f"[{', '.join(expressions)}][datum.part]"


# ── channels ─────────────────────────────────────────────────────────────────────────────────────


def place(channels: tuple[Any, Any], value: Value, scale: alt.Scale) -> Any:
    """Place marks by a column, at a constant, or by an expression."""
    of_column, of_datum = channels
    look = {"type": "quantitative", "scale": scale, "axis": None}
    return of_column(column(value), **look) if isinstance(value, str) else of_datum(value, **look)


def place_end(channels: tuple[Any, Any], begin: Value, end: Value) -> Any:
    """Let marks end somewhere. Vega-Lite takes a column only where they begin at one."""
    of_column, of_datum = channels
    if isinstance(end, str) and isinstance(begin, str):
        return of_column(column(end))
    return of_datum(expr(text_of(end)) if isinstance(end, str) else end)


def plain(channel: Any, value: Value) -> Any:
    """Give a channel a column, a constant or an expression as it is, without a scale."""
    if isinstance(value, str):
        kind = "nominal" if channel in (alt.Fill, alt.Stroke) else "quantitative"
        return channel(column(value), type=kind, scale=None, legend=None)
    return alt.value(value)


def dash(name: str) -> list[int]:
    """Return the strokes and gaps, in pixels, of a line that is solid, dashed or dotted."""
    if name not in DASHES:
        raise ValueError(f"{name!r} is no dash; write one of {', '.join(map(repr, DASHES))}")
    return DASHES[name]
