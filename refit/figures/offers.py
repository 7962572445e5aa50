"""What a step offers to the reader's hand: the keys of the state whose edits are in force in it."""

from collections.abc import Iterable

from refit.essay.scenes import Step
from refit.figures.charts import Figure
from refit.tables import Tables


def offered_keys(step: Step, figure: Figure, tables: Iterable[Tables]) -> list[str]:
    """Return the keys that a step offers: by a control, by ``keeps``, or by rows.

    These are moved, added or pointed at. ``tables`` are the results of all listed states of the
    step: its rows can be moved if those of one state can.
    """
    keys = dict.fromkeys((*step.controls, *step.keeps))
    reached = list(tables)
    if figure.drag and any(has(each, figure.drag["table"], "draggable") for each in reached):
        keys[str(figure.drag["state"])] = None
    if figure.add and any(can_add(each, figure.add["table"]) for each in reached):
        keys[str(figure.add["state"])] = None
    for rule in figure.point:
        if "state" in rule and any(has_rows(each, rule["table"]) for each in reached):
            keys[str(rule["state"])] = None
    return list(keys)


def can_add(tables: Tables, table: object) -> bool:
    """Tell whether rows can be added: where rows can be moved or taken away, or there are none."""
    columns = tables.get(str(table), {})
    is_empty = all(len(column) == 0 for column in columns.values())
    return is_empty or has(tables, table, "draggable") or has(tables, table, "removable")


def has_rows(tables: Tables, table: object) -> bool:
    """Tell whether a table has any rows."""
    return any(len(column) > 0 for column in tables.get(str(table), {}).values())


def has(tables: Tables, table: object, column: str) -> bool:
    """Tell whether a column says yes to any row."""
    return any(tables.get(str(table), {}).get(column, ()))
