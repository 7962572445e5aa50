"""Checks of a scene in the states that readers can reach, not only in those of its steps.

The model is run with every prepared value of each control, and with the ends of each two. Each
result must have the tables and columns that the figure reads.
"""

import json
import re
from collections.abc import Iterable

from refit.errors import AuthorError, line_of
from refit.essay.controls import POINT, RULE, Control
from refit.essay.playing import LAST
from refit.essay.reachable_states import Reached, reachable
from refit.essay.reading import Essay
from refit.essay.scenes import Scene
from refit.essay.state_words import setting
from refit.figures.charts import Figure
from refit.figures.raster import misfits
from refit.figures.source_lines import line_naming
from refit.model import results
from refit.tables import Column, Tables

VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*\)")  # one with a fallback may be unknown


def check_reachable(essay: Essay, scene: Scene, figures: list[Figure]) -> list[AuthorError]:
    """Return the errors of the model, and missing columns, in all states that can be listed.

    A line of the model that fails in several states is told once, for the first of them.
    """
    problems: dict[object, AuthorError] = {}
    for reached in reachable(scene):
        if not reached.controls:
            continue  # the steps' own are computed before
        how = described(reached)
        try:
            tables = results.tables_of(essay, scene, reached.state)
        except AuthorError as error:
            problem = f"{error.problem} ({how})"
            found = AuthorError(problem, error.remedy, error.file, error.line)
            problems.setdefault((error.file, error.line), found)
        else:
            for lack in check_columns(essay, scene, figures, tables, f" {how}"):
                problems.setdefault(lack.problem.removesuffix(how), lack)
    return list(problems.values())


def check_empty(
    essay: Essay, scene: Scene, figures: list[Figure], tables: Iterable[Tables]
) -> list[AuthorError]:
    """Return an error for each table that the figure draws and that never has a row.

    ``tables`` are those of the steps. Rows that readers move or add may fill a table: then it is
    not known to stay empty.
    """
    needed = columns_needed(figures)
    filled = {name for each in tables for name, table in each.items() if has_rows(table)}
    if filled.issuperset(needed) or any(figure.drag or figure.add for figure in figures):
        return []
    for reached in reachable(scene):
        for shows in (1, LAST):  # a stream's first result, too
            found = results.loads(results.recall(essay, scene, reached.state, shows))
            filled |= {name for name, table in found.items() if has_rows(table)}
    file = essay.folder / "figures.py"
    return [
        AuthorError(
            f"the figure {scene.function}() draws table {name!r}, which has no rows in any state",
            f"return rows in model.py, or draw nothing of {name!r}",
            file,
            line_of(file, scene.function),
        )
        for name in needed
        if name not in filled
    ]


def has_rows(table: dict[str, Column]) -> bool:
    """Tell whether a table has any row."""
    return any(len(column) > 0 for column in table.values())


def described(reached: Reached) -> str:
    """Say how a reader gets to a state: by which controls."""
    sets = " and ".join(
        f"{setting(reached.state, control.key)}, which {who_sets(control)}"
        for control in reached.controls
    )
    return f"with {sets}"


def who_sets(control: Control) -> str:
    """Say what sets the key of a control."""
    if control.kind == POINT:
        return "pointing at a row sets; it may be gone when the model runs"
    file = " of figures.py" if control.kind == RULE else ""
    return f"the {control.kind} in line {control.line}{file} sets"


def check_colours(
    essay: Essay, scene: Scene, figures: list[Figure], known: Iterable[str]
) -> list[AuthorError]:
    """Return an error for each variable of CSS in a figure that is no colour of the theme."""
    file = essay.folder / "figures.py"
    drawn = json.dumps([[figure.spec, figure.rasters] for figure in figures])
    named = set(VARIABLE.findall(drawn))
    remedy = f"name it in theme.json; colours: {', '.join(sorted(known))}"
    return [
        AuthorError(
            f"var(--{name}) is no colour of the theme",
            remedy,
            file,
            line_naming(file, scene.function, name),
        )
        for name in sorted(named - set(known))
    ]


# ── what figures read ────────────────────────────────────────────────────────────────────────────


def columns_needed(figures: list[Figure]) -> dict[str, dict[str, None]]:
    """Return the columns of each table that any layout reads or that dragging its rows needs.

    Columns are the keys of a dictionary, so that they stay in order.
    """
    needs: dict[str, dict[str, None]] = {}
    for figure in figures:
        for table, columns in figure.needs.items():
            needs.setdefault(table, {}).update(dict.fromkeys(columns))
        for rule in figure.rasters:
            needs.setdefault(rule["table"], {})[rule["column"]] = None
        for rule in figure.drag:
            label = re.findall(r"\{(\w+)\}", rule["label"])
            columns = ["key", "draggable", "x", "y", rule["x"], rule["y"], *label]
            needs.setdefault(rule["table"], {}).update(dict.fromkeys(columns))
        for rule in figure.point:
            label = re.findall(r"\{(\w+)\}", rule["label"])
            columns = ["key", rule.get("by", "key"), *label]
            needs.setdefault(rule["table"], {}).update(dict.fromkeys(columns))
    return needs


def check_columns(
    essay: Essay, scene: Scene, figures: list[Figure], tables: Tables, reached: str = ""
) -> list[AuthorError]:
    """Return an error for each table or column that the figures read and the model lacks.

    ``reached`` says in messages how a reader gets to the state.
    """
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)
    figure, silent = f"the figure {scene.function}()", f"model.py does not return{reached}"
    problems = []
    for table, columns in columns_needed(figures).items():
        if table not in tables:
            what, there = f"draws table {table!r}", "tables: " + (", ".join(tables) or "none")
            at = line_naming(file, scene.function, table)
            problems.append(AuthorError(f"{figure} {what}, which {silent}", there, file, at))
            continue
        for column in columns:
            if column not in tables[table]:
                there = names_instead(column, tables[table])
                what = f"reads column {column!r} of table {table!r}"
                at = line_naming(file, scene.function, table, column)
                problems.append(AuthorError(f"{figure} {what}, which {silent}", there, file, at))
    grids = dict.fromkeys(found for each in figures for found in misfits(each.rasters, tables))
    problems += [AuthorError(f"{what}{reached}", there, file, line) for what, there in grids]
    return problems


def names_instead(column: str, there: Iterable[str]) -> str:
    """Return what to write for a column that a figure reads and a table lacks."""
    for name in there:
        for sign in (".", "["):
            if name.startswith(f"{column}{sign}"):
                written = re.sub(r"[.[\]]", r"\\\\\g<0>", name)
                return (
                    f"a chart takes {sign!r} in {name!r} for the way to a part of a value: write "
                    f"{written} there, or give the column another name"
                )
    return f"columns: {', '.join(there)}"
