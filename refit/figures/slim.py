"""Slim: a Vega specification without what Vega-Lite writes into it and nobody needs.

A page carries each specification twice, for two widths, so that its bytes count.
"""

import re
from collections.abc import Iterator

from refit.cache import Json

GIVEN = re.compile(r"data-[0-9a-f]{32}")  # Vega-Lite names rows that stand in the chart by a hash
GUARD = re.compile(r'!isValid\(datum\["(.+)"\]\) \|\| !isFinite\(\+datum\["\1"\]\)')
DECIMALS = 6  # of a number that a chart writes; what is behind comes from adding floats


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
            return round(value, DECIMALS)
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


def doubtful_columns(value: object) -> Iterator[str]:
    """Yield the columns that a chart computes, and those that have no value in a row of its own."""
    if isinstance(value, dict):
        made = value.get("as", [])
        yield from [made] if isinstance(made, str) else (each for each in made if each)
        for key, each in value.items():
            if each is None:
                yield key
            yield from doubtful_columns(each)
    elif isinstance(value, list):
        for each in value:
            yield from doubtful_columns(each)
