"""The tables and columns that a chart reads from the model's result.

Vega draws a figure whose column is missing without a word, but empty or wrong. So the columns that
a Vega-Lite chart reads are collected here, and compared with those that the model returns.
"""

import re
from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from refit.cache import Json

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


def columns_read(chart: Json, given: Mapping[str, Set[str]] = MappingProxyType({})) -> Needs:
    """Return the columns that a Vega-Lite chart reads from each named table, sorted.

    ``given`` columns of a table do not come from the model, and are left out.
    """
    needs: dict[str, set[str]] = {}
    visit(chart, None, frozenset(), needs)
    own = chart.get("datasets", {})
    return {
        table: sorted(needs[table] - given.get(table, set()))
        for table in sorted(needs)
        if table not in own
    }


def visit(view: Json, table: str | None, made: frozenset[str], needs: dict[str, set[str]]) -> None:
    """Add the columns that a view and its inner views read; outer transforms create ``made``."""
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
        note_read(table, reads(transform), made, needs)
        made |= set(makes(transform))
    for part in ("encoding", "mark", "facet"):
        note_read(table, mentions(view.get(part)), made, needs)
    for part in PARTS:
        inner = view.get(part, [])
        for each in inner if isinstance(inner, list) else [inner]:
            visit(each, table, made, needs)


def note_read(
    table: str | None, columns: Iterator[str], made: frozenset[str], needs: dict[str, set[str]]
) -> None:
    """Add columns to a table's needs, unless a transform creates them; after a pivot, none."""
    if table and "*" not in made:
        needs[table] |= {name for name in map(column, columns) if name and name not in made}


def mentions(part: object) -> Iterator[str]:
    """Yield the columns named by an encoding or a mark, in fields and in expressions."""
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


def reads(transform: Json) -> Iterator[str]:
    """Yield the columns that a transform reads."""
    yield from mentions({key: value for key, value in transform.items() if key != "from"})
    for key in READS.split():
        value = transform.get(key)
        if key != "field":
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield each


def makes(transform: Json) -> Iterator[str]:
    """Yield the columns that a transform adds; ``*`` if their names depend on the data."""
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
