"""Checks of a chart's ``usermeta``: gestures, hops, parts and sheets."""

from collections.abc import Iterator

from refit.errors import AuthorError, line_of
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.figures.charts import Figure
from refit.tables import Tables

DRAG = ("table", "state", "x", "y", "limits", "step", "label")
ADD = ("table", "state", "limits", "step")
ADD_OPTIONAL = ("values",)
HOPS = ("column", "height", "paces")


def check_usermeta(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return the first error in the ``usermeta`` of a scene's chart, in a list; empty if none."""
    file = essay.folder / "figures.py"
    found = [*wrong_tables(figure), *wrong_drag(scene, figure), *wrong_add(scene, figure)]
    line = line_of(file, scene.function)
    return [AuthorError(problem, remedy, file, line) for problem, remedy in found[:1]]


def wrong_tables(figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield each problem of sheets, parts and hops, with its remedy."""
    drawn = "it draws " + ", ".join(figure.needs)
    for name, tables in (("sheets", figure.sheets), ("parts", figure.parts), ("hops", figure.hops)):
        for table in tables or {}:
            if table not in figure.needs:
                yield f"usermeta's {name} speak of {table!r}, which is not drawn", drawn
    for table, count in figure.parts.items():
        if type(count) is not int or count < 1:
            yield f"usermeta's parts of {table!r} are {count!r}", "write a whole number from 1"
    for table, hop in figure.hops.items():
        if not isinstance(hop, dict) or set(hop) != set(HOPS):
            yield f"usermeta's hops of {table!r} are {hop!r}", f"it takes {', '.join(HOPS)}"


def wrong_drag(scene: Scene, figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield each problem of ``drag``, with its remedy."""
    drag = figure.drag
    if drag is None:
        return
    missing = [key for key in DRAG if key not in drag]
    if missing:
        yield f"usermeta's drag has no {', '.join(missing)}", f"it needs {', '.join(DRAG)}"
    elif drag["state"] not in scene.defaults:
        keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
        key = drag["state"]
        yield f"what is dragged goes to the state's key {key!r}, which is not there", keys


def wrong_add(scene: Scene, figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield each problem of ``add``, with its remedy."""
    rule = figure.add
    if rule is None:
        return
    known = f"it takes {', '.join(ADD + ADD_OPTIONAL)}"
    missing = [key for key in ADD if key not in rule]
    unknown = [key for key in rule if key not in ADD + ADD_OPTIONAL]
    if missing:
        yield f"usermeta's add has no {missing[0]}", known
    elif unknown:
        yield f"usermeta's add takes no {unknown[0]!r}", known
    elif figure.drag and figure.drag["table"] != rule["table"]:
        remedy = f"drag rows of {rule['table']!r} too"
        yield "rows are added to one table and dragged in another", remedy
    for key in ("state", "values"):
        if key in rule and rule[key] not in scene.defaults:
            keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
            yield f"usermeta's add names the state's key {rule[key]!r}, which is not there", keys
    if "state" in rule and not isinstance(scene.defaults.get(str(rule["state"]), {}), dict):
        yield f"what is added goes to {rule['state']!r}, which is no dictionary", "give it {}"


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
