"""What readers can do with a figure, and see of it: the parts of a chart's ``usermeta``.

``stage.chart(…, usermeta=usermeta(drag("pets", …), hops("pets", …)))``; with plain Altair,
``chart.properties(usermeta=usermeta(…))``. Tables are the model's, by name; keys of the state are
those of ``STATES``.
"""

from collections.abc import Sequence
from typing import Any

from refit.kit.values import ink

Rule = dict[str, Any]
Range = Sequence[float]
Limits = Range | Sequence[Range]
Steps = float | Sequence[float]

SEVERAL = ("drag", "add", "rules", "point", "raster")  # a figure may have more than one of each
RANGE = "write [lowest, highest], in the units of the scale"
BOTH = "write limits=[[lowest x, highest x], [lowest y, highest y]]"


def usermeta(*rules: Rule, **shown: Sequence[str]) -> Rule:
    """Put together what the functions below return, and what ``sheets`` takes."""
    found: Rule = {}
    for rule in (*rules, sheets(**shown)) if shown else rules:
        if not isinstance(rule, dict) or len(rule) != 1:
            raise ValueError(f"usermeta takes {rule!r}; write drag(…), hops(…), sheets(…), …")
        ((name, value),) = rule.items()
        if name not in found:
            found[name] = value
        elif name in SEVERAL:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), value]
        elif isinstance(value, dict):
            found[name] = {**found[name], **value}
        else:
            found[name] = [*found[name], *value]
    return found


# ── what a hand can do ───────────────────────────────────────────────────────────────────────────


def drag(
    table: str,
    *,
    state: str,
    limits: Limits,
    step: Steps,
    label: str,
    x: str = "x",
    y: str = "y",
    axis: str = "",
    draw: bool = False,
    panel: str = "",
) -> Rule:
    """Let readers drag the rows of a table whose column ``draggable`` is true.

    They are drawn at the columns ``x`` and ``y``, by the figure's scales of these names.

    Parameters
    ----------
    state
        The key that takes ``{row's key: [x, y]}``; its default is ``{}``.
    limits, step
        Of both axes, in the units of the columns: ``[[0, 14], [0, 10]]`` and ``[0.1, 0.1]``; of one
        if there is an ``axis``: ``[0, 14]`` and ``0.1``.
    label
        What a row is called: ``"{species} {key}: {weight} kg"``.
    x, y
        The columns that are dragged, if they are others than those they are drawn at.
    axis
        ``x`` or ``y``, if rows move along that one alone.
    draw
        Whether the pointer draws all rows on its way, as knots of one curve.
    panel
        The panel, in a figure of several.
    """
    held: Rule = {"axis": one_axis("drag", axis)} if axis else {}
    if draw and not axis:
        raise ValueError("drag draws a curve along no axis; write axis='y'")
    held |= {"limits": ranges("drag", limits, axis), "step": steps("drag", step, axis)}
    held |= {"label": label, **said({"draw": draw or None, "panel": panel})}
    return {"drag": {"table": table, "state": state, "x": x, "y": y, **held}}


def add(
    table: str, *, state: str, limits: Limits, step: Steps, values: str = "", panel: str = ""
) -> Rule:
    """Let readers add a row with a click on the background, and take one away with a click on it.

    ``limits`` and ``step`` are those of ``drag``; ``state`` is the key that takes
    ``{"+1": [x, y]}``; ``values`` the key whose value is put after them.
    """
    held = {"limits": ranges("add", limits), "step": steps("add", step)}
    more = {"values": values, "panel": panel}
    return {"add": {"table": table, "state": state, **held} | said(more)}


def rule(
    *,
    state: str,
    axis: str,
    limits: Range,
    step: float,
    label: str,
    table: str = "",
    span: Range | None = None,
    above: str = "",
    below: str = "",
    panel: str = "",
) -> Rule:
    """Let readers move a line along one axis, such as a threshold.

    Parameters
    ----------
    state
        The key of a number, which a slider may set too.
    axis
        ``x`` or ``y``: along which it moves.
    limits, step
        The lowest and the highest value, and how far it moves at least, in the axis's unit.
    label
        What it is called: ``"split at {value} kg"``.
    table
        A table: where it has no row, the line cannot be moved.
    span
        From where to where the line goes, in units of the other axis; from edge to edge if it does
        not say.
    above, below
        The key of another rule, which it stays above or below.
    panel
        The panel, in a figure of several.
    """
    held = {
        "limits": ranges("rule", limits, one_axis("rule", axis)),
        "step": steps("rule", step, axis),
    }
    long = one_range("span of rule", span, RANGE) if span else None
    more = {"table": table, "span": long, "above": above, "below": below, "panel": panel}
    return {"rules": {"state": state, "axis": axis, **held, "label": label} | said(more)}


def point(
    table: str, *, param: str, label: str, card: bool = True, by: str = "", state: str = ""
) -> Rule:
    """Let readers point at rows: by hover, tap, or focus and arrow keys.

    Parameters
    ----------
    param
        The chart's parameter that holds the row's key, and is empty if there is none.
    label
        What a row is called: ``"leaf {key}: {n} points"``.
    card
        Whether the label stands on a card beside the mark.
    by
        The column whose value the parameter takes in place of the key.
    state
        The key of the state that takes the row's key, if the model is to answer.
    """
    more = {"card": None if card else False, "by": by, "state": state}
    return {"point": {"table": table, "param": param, "label": label} | said(more)}


# ── how tables move, and what of them is printed ─────────────────────────────────────────────────


def hops(table: str, *, column: str, height: float, paces: int) -> Rule:
    """Let rows hop from place to place.

    They hop ``height`` units high in a ``column``, such as ``y``, in so many ``paces``.
    """
    for name, value in {"height": height, "paces": paces}.items():
        if not is_number(value):
            raise ValueError(f"{name} of hops is {value!r}; write a number")
    return {"hops": {table: {"column": column, "height": height, "paces": paces}}}


def parts(**tables: int) -> Rule:
    """Draw every row of some tables so many times over: ``parts(pets=8)``.

    The chart finds the number of the part, from 0, in the column ``part``.
    """
    for table, count in tables.items():
        if type(count) is not int or count < 1:
            raise ValueError(f"parts of {table} are {count!r}; write a whole number from 1")
    return {"parts": tables}


def sheets(**tables: Sequence[str]) -> Rule:
    """Say what readers see of the numbers: ``sheets(pets=["key", "weight"])``."""
    for table, columns in tables.items():
        if isinstance(columns, str) or not all(isinstance(each, str) for each in columns):
            raise ValueError(f"sheets of {table} are {columns!r}; write ['column', …]")
    return {"sheets": {table: list(columns) for table, columns in tables.items()}}


def still(*tables: str) -> Rule:
    """Say which tables never glide from one picture to the next."""
    return {"still": list(tables)}


def ghost(*tables: str) -> Rule:
    """Keep what tables were before the reader's last change, as tables ``<name>_ghost``."""
    return {"ghost": [{"table": table} for table in tables]}


def raster(
    table: str,
    *,
    column: str,
    columns: int,
    x: Range,
    y: Range,
    colours: Sequence[str],
    domain: Sequence[float] = (),
    smooth: bool = False,
    opacity: float = 1,
    panel: str = "",
) -> Rule:
    """Paint a grid of numbers beneath all else, such as a decision boundary or a loss surface.

    Parameters
    ----------
    column, columns
        The column of the numbers, and how many cells a row of the grid has.
    x, y
        The outer edges of the grid, on the scales of these names.
    colours
        Two or more names of the theme; draw a line between two classes, too.
    domain
        The numbers that they stand for; 0 to 255 if none are given, as `refit.layouts.levels` has.
    smooth
        Whether neighbouring cells are mixed.
    panel
        The panel, in a figure of several.
    """
    edges = {"x": one_range("x of raster", x, RANGE), "y": one_range("y of raster", y, RANGE)}
    if isinstance(colours, str) or len(colours) < 2:
        raise ValueError(f"colours of raster are {colours!r}; write two or more, ['cat', 'dog']")
    if domain and len(domain) != len(colours):
        raise ValueError(f"domain of raster is {domain!r}; write a number for each of the colours")
    faint = None if opacity == 1 else opacity
    more: Rule = {"domain": list(domain), "smooth": smooth or None, "opacity": faint}
    more["panel"] = panel
    inks = [ink(name) for name in colours]
    held = {"table": table, "column": column, "columns": columns, **edges, "colours": inks}
    return {"raster": held | said(more)}


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────


def said(options: Rule) -> Rule:
    """Return the options that say anything."""
    return {name: value for name, value in options.items() if value not in ("", None, [])}


def one_axis(name: str, axis: str) -> str:
    """Return the axis along which something moves, or refuse what is none."""
    if axis not in ("x", "y"):
        raise ValueError(f"axis of {name} is {axis!r}; write axis='x' or axis='y'")
    return axis


def ranges(name: str, limits: Limits, axis: str = "") -> list[Any]:
    """Return the limits of both axes, or of one, or refuse what are none."""
    if axis:
        return one_range(f"limits of {name}", limits, RANGE)
    if not (isinstance(limits, list | tuple) and len(limits) == 2):
        raise ValueError(f"limits of {name} are {limits!r}; {BOTH}")
    return [one_range(f"limits of {name}", each, BOTH) for each in limits]


def one_range(what: str, given: Any, write: str) -> list[float]:
    """Return the lowest and the highest value of a range, or refuse what is none."""
    if not (isinstance(given, list | tuple) and len(given) == 2 and all(map(is_number, given))):
        raise ValueError(f"{what} hold {given!r}; {write}")
    low, high = given
    if low > high:
        raise ValueError(f"{what} hold {given!r}, whose lowest is above the highest; {write}")
    return [low, high]


def steps(name: str, step: Steps, axis: str = "") -> Any:
    """Return the steps of both axes, or of one, or refuse what are none."""
    each = [step] if axis else step
    length = 1 if axis else 2
    if not (isinstance(each, list | tuple) and len(each) == length and all(map(is_step, each))):
        write = "a number above 0" if axis else "step=[of x, of y], both above 0"
        raise ValueError(f"step of {name} is {step!r}; write {write}")
    return step if axis else list(each)


def is_step(value: object) -> bool:
    """Tell whether a value is a number above 0."""
    return isinstance(value, int | float) and is_number(value) and value > 0


def is_number(value: object) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
