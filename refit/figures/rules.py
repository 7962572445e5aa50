"""The rules of ``usermeta``: what each takes, gathered from all panels of a figure.

A rule may be one dictionary or a list of them. What is returned here has the shapes that the page's
script expects; `refit.figures.usermeta` asks whether it means anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from refit.cache import Json
from refit.errors import AuthorError
from refit.figures.ghosts import wrong_ghosts, wrong_still
from refit.figures.panels import Meta
from refit.figures.raster import Told, complete, wrong_raster

AXES = ("x", "y")
HOPS = ("column", "height", "paces")
MAPS = ("hops", "parts", "sheets")  # by the names of tables
PAIRS = "write [[lowest x, highest x], [lowest y, highest y]], in the units of the scales"
RANGE = "write [lowest, highest], in the units of the scale"
STEPS = "write [step of x, step of y], both more than 0"
STEP = "write a number more than 0"
WORDS = (
    "table",
    "state",
    "x",
    "y",
    "label",
    "values",
    "column",
    "panel",
    "above",
    "below",
    "param",
    "by",
)


@dataclass(frozen=True)
class Options:
    """What a rule must say, and what it may."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def told(self) -> str:
        """All of them, in words."""
        return f"it takes {', '.join(self.needed + self.optional)}"


GESTURES = {
    "drag": Options(
        ("table", "state", "x", "y", "limits", "step", "label"), ("axis", "draw", "panel")
    ),
    "add": Options(("table", "state", "limits", "step"), ("values", "panel")),
    "rules": Options(
        ("state", "axis", "limits", "step", "label"), ("table", "span", "above", "below", "panel")
    ),
    "point": Options(("table", "param", "label"), ("state", "by", "card")),
}
LISTS = {"still": wrong_still, "ghost": wrong_ghosts}  # and what is wrong with their shapes
USERMETA = (*GESTURES, *MAPS, *LISTS, "raster")


def gather(metas: list[Meta], panels: list[str]) -> Json:
    """Return gestures and rasters as lists, each rule with its ``panel``, and the rest by table.

    Parameters
    ----------
    metas
        The ``usermeta`` of each panel that has one, and of the whole figure.
    panels
        The names of the panels; empty if the figure is one chart.

    Raises
    ------
    AuthorError
        Without a file, for the first option that is unknown, missing or of a wrong shape.
    """
    found: Json = {name: [] for name in (*GESTURES, *LISTS, "rasters")}
    found |= {"hops": {}, "parts": {}, "sheets": None}
    for panel, meta in metas:
        for name, given in meta.items():
            if name in GESTURES:
                rules = given if isinstance(given, list) else [given]
                found[name] += [sound_rule(name, rule, panel, panels) for rule in rules]
            elif name == "raster":
                rules = given if isinstance(given, list) else [given]
                found["rasters"] += [sound_raster(rule, panel, panels) for rule in rules]
            elif name in MAPS:
                refuse(wrong_map(name, given))
                found[name] = joined(name, found[name] or {}, given)
            elif name in LISTS:
                rules = given if isinstance(given, list) else [given]
                refuse(LISTS[name](rules))
                found[name] += [rule for rule in rules if rule not in found[name]]
            else:
                raise AuthorError(f"usermeta takes no {name!r}", f"it takes {', '.join(USERMETA)}")
    return found


def refuse(problems: Iterator[Told]) -> None:
    """Raise the first problem, if there is one."""
    if told := next(problems, None):
        raise AuthorError(*told)


def joined(name: str, one: Json, other: Json) -> Json:
    """Return what two panels say of tables, unless they say different things of one."""
    for table, said in other.items():
        if one.get(table, said) != said:
            problem = f"usermeta's {name} say {one[table]!r} and {said!r} of {table!r}"
            raise AuthorError(problem, "say it in one panel")
    return one | other


# ── gestures ─────────────────────────────────────────────────────────────────────────────────────


def sound_rule(name: str, rule: object, panel: str, panels: list[str]) -> Json:
    """Return a rule in its panel, with the limits and steps of both axes, or refuse it."""
    called = f"usermeta's {name}"
    refuse(wrong_options(called, rule, GESTURES[name]))
    assert isinstance(rule, dict)
    if name == "point":  # of whatever panel draws the table
        return rule
    refuse(wrong_axis(called, rule))
    refuse(wrong_numbers(called, rule, GESTURES[name]))
    where = sound_panel(called, rule, panel, panels)
    return rule | {"panel": where} | (both_axes(rule) if name == "drag" and "axis" in rule else {})


def sound_raster(rule: object, panel: str, panels: list[str]) -> Json:
    """Return a raster in its panel, with what it leaves out, or refuse it."""
    refuse(wrong_raster(rule))
    assert isinstance(rule, dict)
    return complete(rule) | {"panel": sound_panel("usermeta's raster", rule, panel, panels)}


def sound_panel(called: str, rule: Json, panel: str, panels: list[str]) -> str:
    """Return the panel of a rule, the one that it names or in which it stands, or refuse it."""
    where: str = rule.get("panel", panel)
    if panels and where not in panels:
        problem = f"{called} names the panel {where!r}" if where else f"{called} names no panel"
        raise AuthorError(problem, f'write "panel": one of {", ".join(panels)}')
    if where and not panels:
        raise AuthorError(
            f"{called} names the panel {where!r} of a figure of one chart", "leave it out"
        )
    return where


def both_axes(rule: Json) -> Json:
    """Return the limits and steps of both axes of a drag along one; the other has none."""
    i = AXES.index(rule["axis"])
    both: Json = {}
    for name, is_one in (("limits", is_range), ("step", is_step)):
        given = rule[name] if is_one(rule[name]) else rule[name][i]
        both[name] = [given, None] if i == 0 else [None, given]
    return both


def wrong_options(name: str, rule: object, options: Options) -> Iterator[Told]:
    """Yield what is wrong with the names of a rule's options, and with those that are texts."""
    if not isinstance(rule, dict):
        needs = f"it needs {', '.join(options.needed)}"
        yield f"{name} is {type(rule).__name__}, not a dictionary", needs
        return
    for key in rule:
        if key not in options.needed + options.optional:
            yield f"{name} takes no {key!r}", options.told
    if missing := [key for key in options.needed if key not in rule]:
        yield f"{name} has no {', '.join(missing)}", options.told
    for key in WORDS:
        if key in rule and not isinstance(rule[key], str):
            yield f"{key} of {name} is {rule[key]!r}, not text", f'write "{key}": "…"'


def wrong_axis(name: str, rule: Json) -> Iterator[Told]:
    """Yield what is wrong with the axis along which something moves."""
    if "axis" in rule and rule["axis"] not in AXES:
        yield f"axis of {name} is {rule['axis']!r}", 'write "axis": "x", or "axis": "y"'
    if not isinstance(rule.get("draw", False), bool):
        yield f"draw of {name} is {rule['draw']!r}", 'write "draw": True, or leave it out'
    if rule.get("draw") and "axis" not in rule:
        yield f"{name} is drawn with the pointer, and may move along both axes", 'write "axis": "y"'


def wrong_numbers(name: str, rule: Json, options: Options) -> Iterator[Told]:
    """Yield what is wrong with limits and steps: pairs of both axes, or those of one alone."""
    of_one, of_both = "axis" in rule, "axis" not in options.needed
    limits, step = rule["limits"], rule["step"]
    if not (of_one and is_range(limits)) and not (of_both and is_pair_of(is_range, limits)):
        yield f"limits of {name} are {limits!r}", RANGE if of_one else PAIRS
    if not (of_one and is_step(step)) and not (of_both and is_pair_of(is_step, step)):
        yield f"step of {name} is {step!r}", STEP if of_one else STEPS
    if not of_both and limits[0] == limits[1]:
        yield f"limits of {name} are {limits!r}, so it cannot move", RANGE
    span = rule.get("span", [0, 1])
    if not is_range(span) or span[0] == span[1]:
        yield f"span of {name} is {span!r}", "write [lowest, highest], in units of the other scale"


# ── by table ─────────────────────────────────────────────────────────────────────────────────────


def wrong_map(name: str, given: object) -> Iterator[Told]:
    """Yield what is wrong with what is said of tables."""
    if not isinstance(given, dict):
        yield f"usermeta's {name} are {given!r}", f'write "{name}": {{"table": …}}'
        return
    for table, said in given.items():
        called = f"usermeta's {name} of {table!r}"
        if name == "hops":
            yield from wrong_options(called, said, Options(HOPS, ()))
            for key in ("height", "paces"):
                if not is_number(said[key]):
                    yield f"{key} of {called} is no number", f'write "{key}": 1'
        elif name == "parts" and (type(said) is not int or said < 1):
            yield f"{called} are {said!r}", "write a whole number from 1"
        elif name == "sheets" and not is_texts(said):
            yield f"{called} are {said!r}", 'write ["column", …]'


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────


def is_number(value: object) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_pair_of(shape: Callable[[object], bool], value: object) -> bool:
    """Tell whether a value is a list of two that have a shape."""
    return isinstance(value, list) and len(value) == 2 and all(map(shape, value))


def is_range(value: object) -> bool:
    """Tell whether a value is two numbers in order; equal ones hold an axis."""
    return isinstance(value, list) and is_pair_of(is_number, value) and bool(value[0] <= value[1])


def is_step(value: object) -> bool:
    """Tell whether a value is a number above 0."""
    return isinstance(value, int | float) and is_number(value) and value > 0


def is_texts(value: object) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
