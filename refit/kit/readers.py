"""What readers can do with a figure, and see of it: the parts of a chart's ``usermeta``.

``stage.chart(…, usermeta=usermeta(drag("pets", …), hops("pets", …)))``; with plain Altair,
``chart.properties(usermeta=usermeta(…))``. Tables are the model's, by name; keys of the state are
those of ``STATES``.
"""

from collections.abc import Sequence
from typing import Any

Rule = dict[str, Any]
Range = Sequence[float]

SEVERAL = ("drag", "add", "rules", "point")  # a figure may have more than one of each
BOTH = "write limits=[[lowest x, highest x], [lowest y, highest y]]"


def usermeta(*rules: Rule) -> Rule:
    """Put together what the functions below return."""
    found: Rule = {}
    for rule in rules:
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
    limits: Sequence[Range],
    step: Sequence[float],
    label: str,
    x: str = "x",
    y: str = "y",
) -> Rule:
    """Let readers drag the rows of a table whose column ``draggable`` is true.

    They are drawn at the columns ``x`` and ``y``, by the figure's scales of these names.

    Parameters
    ----------
    state
        The key that takes ``{row's key: [x, y]}``; its default is ``{}``.
    limits, step
        Of both axes, in the units of the columns: ``[[0, 14], [0, 10]]`` and ``[0.1, 0.1]``. Equal
        limits hold an axis.
    label
        What a row is called: ``"{species} {key}: {weight} kg"``.
    x, y
        The columns that are dragged, if they are others than those they are drawn at.
    """
    held = {"limits": both_ranges("drag", limits), "step": both_steps("drag", step)}
    return {"drag": {"table": table, "state": state, "x": x, "y": y, **held, "label": label}}


def add(
    table: str,
    *,
    state: str,
    limits: Sequence[Range],
    step: Sequence[float],
    values: str = "",
) -> Rule:
    """Let readers add a row with a click on the background, and take one away with a click on it.

    ``limits`` and ``step`` are those of ``drag``; ``state`` is the key that takes
    ``{"+1": [x, y]}``; ``values`` the key whose value is put after them.
    """
    held = {"limits": both_ranges("add", limits), "step": both_steps("add", step)}
    more = {"values": values} if values else {}
    return {"add": {"table": table, "state": state, **held, **more}}


def rule(*, state: str, axis: str, limits: Range, step: float, label: str) -> Rule:
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
    """
    if axis not in ("x", "y"):
        raise ValueError(f"a rule moves along {axis!r}; write axis='x' or axis='y'")
    low, high = one_range("limits of rule", limits, "write limits=[lowest, highest]")
    if not (is_number(step) and step > 0):
        raise ValueError(f"step of rule is {step!r}; write a number above 0")
    held = {"limits": [low, high], "step": step}
    return {"rules": {"state": state, "axis": axis, **held, "label": label}}


def point(table: str, *, param: str, label: str, state: str = "") -> Rule:
    """Let readers point at rows: by hover, tap, or focus and arrow keys.

    Parameters
    ----------
    param
        The chart's parameter that holds the row's key, and is empty if there is none.
    label
        What a row is called: ``"leaf {key}: {n} points"``.
    state
        The key of the state that takes the row's key, if the model is to answer.
    """
    more = {"state": state} if state else {}
    return {"point": {"table": table, "param": param, "label": label, **more}}


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


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────


def both_ranges(name: str, limits: Sequence[Range]) -> list[list[float]]:
    """Return the limits of both axes, or refuse what are none."""
    if not (isinstance(limits, list | tuple) and len(limits) == 2):
        raise ValueError(f"limits of {name} are {limits!r}; {BOTH}")
    return [one_range(f"limits of {name}", each, BOTH) for each in limits]


def one_range(what: str, given: Range, write: str) -> list[float]:
    """Return the lowest and the highest value of a range, or refuse what is none."""
    if not (isinstance(given, list | tuple) and len(given) == 2 and all(map(is_number, given))):
        raise ValueError(f"{what} hold {given!r}; {write}")
    low, high = given
    if low > high:
        raise ValueError(f"{what} hold {given!r}, whose lowest is above the highest; {write}")
    return [low, high]


def both_steps(name: str, step: Sequence[float]) -> list[float]:
    """Return the steps of both axes, or refuse what are none."""
    pair = isinstance(step, list | tuple) and len(step) == 2 and all(map(is_number, step))
    if not (pair and all(each > 0 for each in step)):
        raise ValueError(f"step of {name} is {step!r}; write step=[of x, of y], both above 0")
    return list(step)


def is_number(value: object) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
