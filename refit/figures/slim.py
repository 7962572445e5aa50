"""Slim: a Vega specification without what Vega-Lite writes into it and nobody needs.

A page carries each specification twice, for two widths, so that its bytes count.
"""

import re
from collections.abc import Iterator

from refit.cache import Json

GIVEN = re.compile(r"data-[0-9a-f]{32}")  # Vega-Lite names rows that stand in the chart by a hash
GUARD = re.compile(r'!isValid\(datum\["(.+)"\]\) \|\| !isFinite\(\+datum\["\1"\]\)')
DIGITS = 12  # of a number that a chart writes; what is behind comes from adding floats


def slim(spec: Json) -> Json:
    """Return a specification that draws the same.

    Rows that stand in the chart are counted, numbers are rounded, and a place has no guard against
    a value that is no number, where its column is one of the model's: tables hold finite numbers.
    """
    names: dict[str, str] = {}
    doubtful = {*doubtful_columns(spec)}

    def name(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"data-{len(names)}")

    def without(value: object) -> object:
        if isinstance(value, str):
            return GIVEN.sub(name, value)
        if isinstance(value, float):
            return float(f"{value:.{DIGITS}g}") + 0.0  # and no -0
        if isinstance(value, list):
            guard = GUARD.fullmatch(test_of(value))
            if guard and len(value) == 2 and guard[1] not in doubtful:
                return without(value[1])
            return [without(each) for each in value]
        if isinstance(value, dict):
            return {key: without(each) for key, each in value.items() if (key, each) != NOTHING}
        return value

    return {key: without(value) for key, value in spec.items()}


NOTHING: tuple[object, ...] = ("format", {})


def test_of(ways: list[object]) -> str:
    """Return the test of the first of several ways to encode a channel; empty if it has none."""
    first = ways[0] if ways else None
    return str(first.get("test", "")) if isinstance(first, dict) else ""


def doubtful_columns(value: Json | list[object]) -> Iterator[str]:
    """Yield the columns that need not have a value: those that a chart computes or looks up.

    A row of the chart's own may have none, too.
    """
    if isinstance(value, dict):
        yield from made_columns(value)
        yield from empty_columns(value.get("values"))
    for each in value.values() if isinstance(value, dict) else value:
        if isinstance(each, dict | list):
            yield from doubtful_columns(each)


def made_columns(step: Json) -> Iterator[str]:
    """Yield the columns that a transform makes; a lookup finds no row for some keys."""
    found = step.get("values", []) if step.get("type") == "lookup" else []
    made = step.get("as") or found
    yield from [made] if isinstance(made, str) else (each for each in made if each)


def empty_columns(rows: object) -> Iterator[str]:
    """Yield the columns that some of a chart's own rows lack, or have no value in."""
    own = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    for column in dict.fromkeys(key for row in own for key in row):
        if any(row.get(column) is None for row in own):
            yield column
