"""Checks of a chart's ``usermeta``: gestures, hops, parts, sheets, still tables and ghosts."""

from collections.abc import Iterator

from refit.errors import AuthorError, line_of
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.figures.charts import Figure
from refit.figures.ghosts import wrong_ghosts, wrong_still
from refit.tables import Tables

DRAG = ("table", "state", "x", "y", "limits", "step", "label")
ADD = ("table", "state", "limits", "step")
ADD_OPTIONAL = ("values",)
HOPS = ("column", "height", "paces")
WORDS = ("table", "state", "x", "y", "label", "values", "column")  # options that are texts
CONTINUOUS = (
    "linear",
    "log",
    "pow",
    "sqrt",
    "symlog",
    "time",
    "utc",
)  # scales that can be inverted
LIMITS = "write [[lowest x, highest x], [lowest y, highest y]], in the units of the scales"
STEP = "write [step of x, step of y], both more than 0"

TALLEST = 1.2  # a narrow figure's height over its width

Told = tuple[str, str]  # a problem and its remedy


def check_usermeta(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return the first error in the ``usermeta`` of a scene's chart, in a list; empty if none."""
    file = essay.folder / "figures.py"
    found = next(problems(scene, figure), None)
    return [AuthorError(*found, file, line_of(file, scene.function))] if found else []


def problems(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem, with its remedy; those of shapes before those of meanings."""
    yield from wrong_shapes(figure)
    yield from wrong_tables(figure)
    yield from wrong_still(figure.still, figure.needs)
    yield from wrong_ghosts(figure.ghost, {each["name"] for each in figure.spec.get("data", [])})
    yield from wrong_drag(scene, figure)
    yield from wrong_add(scene, figure)
    if figure.drag or figure.add:
        yield from wrong_scales(figure)


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────


def wrong_shapes(figure: Figure) -> Iterator[Told]:
    """Yield what is not of the type that the page's script expects."""
    for name, options in (("drag", DRAG), ("add", ADD)):
        rule = getattr(figure, name)
        if rule is not None:
            optional = ADD_OPTIONAL if name == "add" else ()
            yield from wrong_rule(f"usermeta's {name}", rule, options, optional)
    for name in ("hops", "parts", "sheets"):
        given = getattr(figure, name)
        if given is not None and not isinstance(given, dict):
            yield f"usermeta's {name} are {given!r}", f'write "{name}": {{"table": …}}'
            return
    for table, hop in figure.hops.items():
        yield from wrong_rule(f"usermeta's hops of {table!r}", hop, HOPS)
        if isinstance(hop, dict):
            for key in ("height", "paces"):
                if not is_number(hop.get(key)):
                    yield f"{key} of usermeta's hops of {table!r} is no number", f'write "{key}": 1'
    for table, count in figure.parts.items():
        if type(count) is not int or count < 1:
            yield f"usermeta's parts of {table!r} are {count!r}", "write a whole number from 1"
    for table, columns in (figure.sheets or {}).items():
        if not isinstance(columns, list) or not all(isinstance(each, str) for each in columns):
            yield f"usermeta's sheets of {table!r} are {columns!r}", 'write ["column", …]'


def wrong_rule(
    name: str, rule: object, needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[Told]:
    """Yield what is wrong with the options of a rule."""
    if not isinstance(rule, dict):
        yield f"{name} is {type(rule).__name__}, not a dictionary", f"it needs {', '.join(needed)}"
        return
    known = f"it takes {', '.join(needed + optional)}"
    for key in rule:
        if key not in needed + optional:
            yield f"{name} takes no {key!r}", known
    if missing := [key for key in needed if key not in rule]:
        yield f"{name} has no {', '.join(missing)}", known
    for key in WORDS:
        if key in rule and not isinstance(rule[key], str):
            yield f"{key} of {name} is {rule[key]!r}, not text", f'write "{key}": "…"'
    if "limits" in rule and not (is_pair(rule["limits"]) and all(map(is_range, rule["limits"]))):
        yield f"limits of {name} are {rule['limits']!r}", LIMITS
    if "step" in rule and not (is_pair(rule["step"]) and all(map(is_step, rule["step"]))):
        yield f"step of {name} is {rule['step']!r}", STEP


def is_number(value: object) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_pair(value: object) -> bool:
    """Tell whether a value is a list of two."""
    return isinstance(value, list) and len(value) == 2


def is_range(value: object) -> bool:
    """Tell whether a value is two numbers in order; equal ones hold an axis."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(map(is_number, value))
        and bool(value[0] <= value[1])
    )


def is_step(value: object) -> bool:
    """Tell whether a value is a number above 0."""
    return isinstance(value, int | float) and is_number(value) and value > 0


# ── meanings ─────────────────────────────────────────────────────────────────────────────────────


def wrong_tables(figure: Figure) -> Iterator[Told]:
    """Yield each table that is named and not drawn."""
    drawn = "it draws " + ", ".join(figure.needs)
    for name, tables in (("sheets", figure.sheets), ("parts", figure.parts), ("hops", figure.hops)):
        for table in tables or {}:
            if table not in figure.needs:
                yield f"usermeta's {name} speak of {table!r}, which is not drawn", drawn


def wrong_drag(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem of ``drag``."""
    if figure.drag is None:
        return
    key = figure.drag["state"]
    if key not in scene.defaults:
        keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
        yield f"what is dragged goes to the state's key {key!r}, which is not there", keys
    elif not isinstance(scene.defaults[key], dict):
        yield f"what is dragged goes to {key!r}, which is no dictionary", "give it {}"


def wrong_add(scene: Scene, figure: Figure) -> Iterator[Told]:
    """Yield each problem of ``add``."""
    rule = figure.add
    if rule is None:
        return
    if figure.drag and figure.drag["table"] != rule["table"]:
        remedy = f"drag rows of {rule['table']!r} too"
        yield "rows are added to one table and dragged in another", remedy
    for key in ("state", "values"):
        if key in rule and rule[key] not in scene.defaults:
            keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
            yield f"usermeta's add names the state's key {rule[key]!r}, which is not there", keys
    if not isinstance(scene.defaults.get(str(rule["state"]), {}), dict):
        yield f"what is added goes to {rule['state']!r}, which is no dictionary", "give it {}"


def wrong_scales(figure: Figure) -> Iterator[Told]:
    """Yield what keeps a hand from finding its place on the scales ``x`` and ``y``."""
    rule = figure.drag or figure.add or {}
    scales = {scale["name"]: scale for scale in figure.spec.get("scales", [])}
    for name, (low, _) in zip("xy", rule["limits"], strict=True):
        scale = scales.get(name)
        if scale is None:
            problem = f"rows are moved along the scale {name}, which the figure does not have"
            yield problem, f"give all layers one scale {name}, without resolve_scale"
        elif scale["type"] not in CONTINUOUS:
            problem = f"rows are moved along the scale {name}, whose type is {scale['type']}"
            yield problem, f'write type="quantitative" for {name}'
        elif scale["type"] == "log" and low <= 0:
            yield f"the scale {name} is logarithmic, and its lowest limit is {low}", LIMITS
        elif not isinstance(scale.get("domain"), list):
            problem = f"rows are moved along the scale {name}, which changes with every move"
            yield problem, f"write alt.Scale(domain=(…, …)) for {name}"


# ── advice ───────────────────────────────────────────────────────────────────────────────────────


def advice(figure: Figure, layout: str) -> Iterator[str]:
    """Yield what is worth a second look, in words for the author."""
    scales = figure.spec.get("scales", [])
    if loose := [scale["name"] for scale in scales if not isinstance(scale.get("domain"), list)]:
        yield (
            f"no fixed domain for {', '.join(loose)}, so the picture rescales when its data "
            "change; write alt.Scale(domain=…)"
        )
    width, height = figure.size
    if layout == "narrow" and height > TALLEST * width:
        yield (
            f"the narrow figure is {width:g} by {height:g} pixels, and is shrunk to half of a "
            f"phone's height; draw it at most {TALLEST * width:g} tall"
        )


def check_keys(essay: Essay, scene: Scene, figure: Figure, tables: Tables) -> list[AuthorError]:
    """Return an error if the table that rows are added to has no column ``key`` of words.

    ``tables`` is the model's result for the first step.
    """
    if figure.add is None:
        return []
    name = str(figure.add["table"])
    if isinstance(tables.get(name, {}).get("key"), list):
        return []
    return [
        AuthorError(
            f"rows are added to table {name!r}, which has no column `key` of words",
            "give it one: [str(i) for i in range(n)], and the keys of what was added",
            essay.folder / "model.py",
            line_of(essay.folder / "model.py", scene.function),
        )
    ]
