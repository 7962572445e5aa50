"""Gestures: what a figure lets a reader add and take away, checked."""

from refit.errors import AuthorError, line_of
from refit.essay import Essay, Scene
from refit.figures import Figure

ADD = ("table", "state", "limits", "step")
ADD_OPTIONAL = ("values",)


def check_add(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return what is wrong with the way rows are added to a figure, and with its sheets."""
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)

    def complain(problem: str, remedy: str) -> list[AuthorError]:
        return [AuthorError(problem, remedy, file, line)]

    tables = ", ".join(figure.needs)
    for table in figure.sheets or {}:
        if table not in figure.needs:
            return complain(f"usermeta's sheets show {table!r}, which is not drawn", tables)
    rule = figure.add
    if rule is None:
        return []
    known = ", ".join(ADD + ADD_OPTIONAL)
    for key in ADD:
        if key not in rule:
            return complain(f"usermeta's add has no {key}", f"it takes {known}")
    for key in rule:
        if key not in ADD + ADD_OPTIONAL:
            return complain(f"usermeta's add takes no {key!r}", f"it takes {known}")
    if figure.drag and figure.drag["table"] != rule["table"]:
        remedy = f"drag rows of {rule['table']!r} too"
        return complain("rows are added to one table and dragged in another", remedy)
    for key in ("state", "values"):
        if key in rule and rule[key] not in scene.defaults:
            keys = f"the keys of {scene.function} are {', '.join(scene.defaults)}"
            problem = f"usermeta's add names the state's key {rule[key]!r}, which is not there"
            return complain(problem, keys)
    if not isinstance(scene.defaults[str(rule["state"])], dict):
        return complain(f"what is added goes to {rule['state']!r}, which is no dictionary", "{}")
    return []


def check_keys(essay: Essay, scene: Scene, figure: Figure) -> list[AuthorError]:
    """Return what is wrong with the keys of a computed table that rows are added to."""
    if figure.add is None:
        return []
    name = str(figure.add["table"])
    if isinstance(scene.steps[0].tables.get(name, {}).get("key"), list):
        return []
    return [
        AuthorError(
            f"rows are added to table {name!r}, which has no column `key` of words",
            "give it one: [str(i) for i in range(n)], and the keys of what was added",
            essay.folder / "model.py",
            line_of(essay.folder / "model.py", scene.function),
        )
    ]
