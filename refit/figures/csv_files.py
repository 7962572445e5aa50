"""Sheets: the numbers of a figure, for those who want to read or take them away."""

import csv
import io

from refit.figures.charts import Figure
from refit.numbers import shortest
from refit.tables import Tables


def columns_shown(figures: list[Figure], tables: Tables) -> dict[str, list[str]]:
    """Return the tables and columns that readers see of a figure, drawn in several layouts.

    What the author chose in ``usermeta``'s ``sheets``, else every column of every table drawn.
    """
    chosen = figures[0].sheets
    if chosen is not None:
        return chosen
    drawn = {table for figure in figures for table in figure.needs}
    return {name: list(table) for name, table in tables.items() if name in drawn}


def pick(tables: Tables, shown: dict[str, list[str]]) -> Tables:
    """Return only the tables and columns that are shown."""
    return {
        name: {column: tables[name][column] for column in columns if column in tables[name]}
        for name, columns in shown.items()
        if name in tables
    }


def to_csv(tables: Tables) -> str:
    """Write all tables as one, as ``static/js/state/csv.js`` does.

    The first column says which table a line is of, and a cell is empty where that table has no
    such column. Numbers are not rounded; whole ones are written without their ``.0``.
    """
    columns = list(dict.fromkeys(column for table in tables.values() for column in table))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["table", *columns])
    for name, table in tables.items():
        values = [plain(table[column]) if column in table else None for column in columns]
        for row in range(len(next(iter(table.values()), []))):
            writer.writerow([name, *("" if v is None else v[row] for v in values)])
    return text.getvalue()


def plain(column: object) -> list[str] | list[float]:
    """Return a column as Python's own strings and numbers."""
    if isinstance(column, list):
        return column
    return [shortest(value) for value in column.tolist()]  # type: ignore[attr-defined]
