"""Needs: the tables and the columns of the model's that a chart reads.

A figure whose column is missing is drawn all the same, only empty or wrong; so what a Vega-Lite
chart reads is gathered here, to be held against what the model returns.
"""

import re
from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType
from typing import Any

Needs = dict[str, list[str]]

DATUM = re.compile(r"""\bdatum(?:\.([A-Za-z_$][\w$]*)|\[\s*(?:'([^']+)'|"([^"]+)")\s*\])""")
EXPRESSIONS = ("test", "expr", "filter", "calculate")
# Where a transform names the columns that it reads.
READS = (
    "field fields groupby fold flatten density quantile regression on loess impute key stack "
    "lookup pivot value"
)
# What a transform calls its columns when its author does not say.
MADE = {"fold": ["key", "value"], "density": ["value", "density"], "quantile": ["prob", "value"]}
PARTS = ("layer", "hconcat", "vconcat", "concat", "spec")


def columns_read(
    chart: dict[str, Any], given: Mapping[str, Set[str]] = MappingProxyType({})
) -> Needs:
    """Return the columns that a Vega-Lite chart reads of each named table, both in order.

    Those ``given`` of a table come from elsewhere, and are left out.
    """
    needs: dict[str, set[str]] = {}
    visit(chart, None, frozenset(), needs)
    own = chart.get("datasets", {})
    return {
        table: sorted(needs[table] - given.get(table, set()))
        for table in sorted(needs)
        if table not in own
    }


def visit(
    view: dict[str, Any], table: str | None, made: frozenset[str], needs: dict[str, set[str]]
) -> None:
    """Gather what a view and the views inside it read; ``made`` are columns of its transforms."""
    data = view.get("data")
    if data is not None:
        table, made = data.get("name") if set(data) <= {"name", "format"} else None, frozenset()
    if table:
        needs.setdefault(table, set())
    for transform in view.get("transform", []):
        other = transform.get("from", {})
        if "name" in other.get("data", {}):
            found = {other["key"], *other.get("fields", [])}
            needs.setdefault(other["data"]["name"], set()).update(map(column, found))
        read(table, reads(transform), made, needs)
        made |= set(makes(transform))
    for part in ("encoding", "mark", "facet"):
        read(table, mentions(view.get(part)), made, needs)
    for part in PARTS:
        inner = view.get(part, [])
        for each in inner if isinstance(inner, list) else [inner]:
            visit(each, table, made, needs)


def read(
    table: str | None, columns: Iterator[str], made: frozenset[str], needs: dict[str, set[str]]
) -> None:
    """Note columns that are read, unless a transform made them; a pivot makes any column."""
    if table and "*" not in made:
        needs[table] |= {name for name in map(column, columns) if name and name not in made}


def mentions(part: object) -> Iterator[str]:
    """Yield the columns that an encoding or a mark names, in its fields and its expressions."""
    if isinstance(part, list):
        for each in part:
            yield from mentions(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "field" and isinstance(value, str):
                yield value
            elif key in EXPRESSIONS and isinstance(value, str):
                yield from in_expression(value)
            else:
                yield from mentions(value)


def reads(transform: dict[str, Any]) -> Iterator[str]:
    """Yield the columns that a transform reads."""
    yield from mentions({key: value for key, value in transform.items() if key != "from"})
    for key in READS.split():
        value = transform.get(key)
        if key != "field":
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield each


def makes(transform: dict[str, Any]) -> Iterator[str]:
    """Yield the columns that a transform adds, ``*`` for one whose names only the data tell."""
    if "pivot" in transform:
        yield "*"
    for kind, names in MADE.items():
        if kind in transform and "as" not in transform:
            yield from names
    for key, value in transform.items():
        if key == "as":
            yield from [value] if isinstance(value, str) else value
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from makes(each)
    if "lookup" in transform:
        yield from transform["from"].get("fields", [])


def in_expression(expression: str) -> Iterator[str]:
    """Yield the columns that a Vega expression names."""
    for names in DATUM.findall(expression):
        yield next(filter(None, names))


def column(field: str) -> str:
    """Return the column of a field such as ``place.x`` or ``place[0]``."""
    return re.split(r"(?<!\\)[.\[]", field)[0].replace("\\", "")
