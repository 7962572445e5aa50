"""How a column of a table is written in the page: as it is, by its steps, or by what changes.

Compression sees what repeats letter by letter. Along a line the heights hardly repeat, but their
steps are small and alike; along a slider most rows of a column stay as they were.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import gcd

from refit.cache import Json, as_json

Values = list[str] | list[float]

NEAR = 16  # columns; more make little difference
MUCH = 5  # times shorter, or it compresses no better: like columns are short for gzip too
SHORTER = 0.85  # of a column's letters, or its steps compress no better
DECIMALS = 6  # at most; numbers with more are not near each other
EXACT = 2**53  # JavaScript's whole numbers are exact up to here
SHORT = 4  # numbers; fewer are as short as they are
LETTERS = "".join(chr(code) for code in range(ord(" "), ord("~")) if chr(code) not in '"\\')
LARGE = "~"  # before the two letters of a step that has none of its own
SMALL = len(LETTERS) // 2 - 1  # the largest step that has: 45
LARGEST = len(LETTERS) ** 2 // 2 - 1  # the largest that can be written


def told_by_changes(columns: Sequence[Values]) -> list[Values | Json]:
    """Write columns by what differs from one that went shortly before, where that is much shorter.

    Returns
    -------
    list
        Columns as `by_steps` writes them, or ``{"back": how many columns before, "rows": [row,
        value, row, value, ...]}``.
    """
    return [shortest_way(columns[max(0, i - NEAR) : i], each) for i, each in enumerate(columns)]


def shortest_way(before: Sequence[Values], column: Values) -> Values | Json:
    """Write one column, by those that went before."""
    ways: list[Json] = [
        {"back": back, "rows": changed_rows(other, column)}
        for back, other in enumerate(reversed(before), start=1)
        if len(other) == len(column)
    ]
    best = min(ways, key=length, default=None)
    is_much_shorter = best is not None and MUCH * length(best) <= length(column)
    return best if best is not None and is_much_shorter else by_steps(column)


def changed_rows(before: Values, after: Values) -> list[object]:
    """Return each row that differs and its new value, in one list."""
    changed = enumerate(zip(before, after, strict=True))
    return [each for i, (old, new) in changed if old != new for each in (i, new)]


def by_steps(column: Values) -> Values | Json:
    """Write a column of numbers as steps from one to the next, where that is shorter.

    Most steps of a column are small, and a letter each: of digits, signs and commas, compression
    makes half as much again.

    Returns
    -------
    list or dict
        The column as it is, or ``{"decimals": d, "from": first, "unit": u, "steps": letters}``:
        sums of the first whole number and of u times the steps, divided by 10ᵈ, are the numbers, to
        the last bit.
    """
    if any(isinstance(value, str) for value in column) or len(column) < SHORT:
        return column
    exact = [Decimal(repr(value)) for value in column]
    decimals = max(-int(value.as_tuple().exponent) for value in exact)
    if not 0 <= decimals <= DECIMALS:
        return column
    whole = [int(value.scaleb(decimals)) for value in exact]
    if max(map(abs, whole)) > EXACT:
        return column
    steps = [now - then for then, now in pairwise(whole)]
    unit = gcd(*steps) or 1
    if max(map(abs, steps)) > LARGEST * unit:
        return column
    letters = "".join(letters_of(step // unit) for step in steps)
    told: Json = {"decimals": decimals, "from": whole[0], "unit": unit, "steps": letters}
    return told if length(told) < SHORTER * length(column) else column


def letters_of(step: int) -> str:
    """Write a whole number as a letter or, if it is large, as a sign for that and two letters."""
    if abs(step) <= SMALL:
        return LETTERS[step + SMALL]
    high, low = divmod(step + LARGEST, len(LETTERS))
    return LARGE + LETTERS[high] + LETTERS[low]


def length(written: object) -> int:
    """Return how many letters of JSON it is."""
    return len(as_json(written))
