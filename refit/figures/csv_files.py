"""The numbers of a figure as CSV, for readers to download."""

import csv
import io

from refit.figures.charts import Figure
from refit.model.results import as_values
from refit.tables import Tables


def columns_shown(figures: list[Figure], tables: Tables) -> dict[str, list[str]]:
    """Return the columns of each table of a figure that readers can see as numbers.

    These are the author's choice in ``usermeta``'s ``sheets``, or else all columns of every table
    that a layout draws.
    """
    chosen = figures[0].sheets
    if chosen is not None:
        return chosen
    drawn = {table for figure in figures for table in figure.needs}
    return {name: list(table) for name, table in tables.items() if name in drawn}


def pick(tables: Tables, shown: dict[str, list[str]]) -> Tables:
    """Return the tables without the columns that are not shown."""
    return {
        name: {column: tables[name][column] for column in columns if column in tables[name]}
        for name, columns in shown.items()
        if name in tables
    }


def to_csv(tables: Tables) -> str:
    """Return all tables as one CSV text, the same as ``static/js/state/csv.js`` writes.

    The first column says which table a line is of, and a cell is empty where that table has no
    such column. Numbers are not rounded; whole ones are written without their ``.0``.
    """
    columns = list(dict.fromkeys(column for table in tables.values() for column in table))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["table", *columns])
    for name, table in tables.items():
        values = [as_values(table[column]) if column in table else None for column in columns]
        for row in range(len(next(iter(table.values()), []))):
            writer.writerow([name, *("" if v is None else v[row] for v in values)])
    return text.getvalue()
