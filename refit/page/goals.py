"""The goals of challenges: conditions on the model's tables, such as ``score.wrong < 3``.

A goal is one comparison, or several joined by ``and``. On the left stands a value as a live number
names it, on the right a number, a percentage, a word in quotes, or another such value. The page's
script judges the same way: ``static/js/state/goals.js``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from refit.cache import Json
from refit.essay.challenges import without_words
from refit.page.live_numbers import NUMBER, LiveError, LiveNumber, read_live_number
from refit.tables import Tables

EXAMPLE = "scores[test].accuracy < 60% and moves.n <= 3"
CONDITION = re.compile(r"(?P<left>[^<>=!]+)(?P<sign>[<>]=?|[=!]=)(?P<right>[^<>=!]+)")
AND = re.compile(r"\s+and\s+")
WORD = re.compile(r"'([^']*)'")
NEARLY = 1e-9  # by which numbers of the build and of the browser may differ
Value = str | float


def is_equal(one: Value, other: Value) -> bool:
    """Tell whether two values are the same, numbers nearly."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= NEARLY


ORDERS: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda one, other: one >= other - NEARLY,
    "<=": lambda one, other: one <= other + NEARLY,
    ">": lambda one, other: one > other + NEARLY,
    "<": lambda one, other: one < other - NEARLY,
}
EQUALS: dict[str, Callable[[Value, Value], bool]] = {
    "==": is_equal,
    "!=": lambda one, other: not is_equal(one, other),
}
SIGNS = (*ORDERS, *EQUALS)


@dataclass(frozen=True)
class Condition:
    """One comparison of a goal: a value of the tables, a sign, and what it is compared with."""

    left: LiveNumber
    sign: str
    right: LiveNumber | Value

    @property
    def values(self) -> list[LiveNumber]:
        """The values of the tables that it needs."""
        return [each for each in (self.left, self.right) if isinstance(each, LiveNumber)]

    def holds(self, tables: Tables) -> bool:
        """Tell whether it holds for a result of the model.

        Raises
        ------
        LiveError
            If a value is not there, or a word is compared with a number.
        """
        left = self.left.value(tables)
        right = self.right.value(tables) if isinstance(self.right, LiveNumber) else self.right
        if isinstance(left, str) != isinstance(right, str):
            raise LiveError(
                f"{self.left.reference} is {left!r}, and is compared with {right!r}",
                "compare words with words in single quotes, and numbers with numbers",
            )
        if self.sign in EQUALS:
            return EQUALS[self.sign](left, right)
        if isinstance(left, str) or isinstance(right, str):
            raise LiveError(
                f"{self.left.reference} is a word", f"compare words by {' or '.join(EQUALS)}"
            )
        return ORDERS[self.sign](left, right)

    def as_json(self) -> list[Json | Value]:
        """Return it as the page's script reads it."""
        right = self.right
        other = {"of": right.reference} if isinstance(right, LiveNumber) else right
        return [self.left.reference, self.sign, other]


def read_goal(text: str) -> list[Condition]:
    """Read a goal.

    Raises
    ------
    LiveError
        If it cannot be understood.
    """
    bare = without_words(text)
    ends = [found.span() for found in AND.finditer(bare)]
    begins = [0, *(end for _, end in ends)]
    return [
        read_condition(text[begin:end].strip())
        for begin, end in zip(begins, [*(begin for begin, _ in ends), len(text)], strict=True)
    ]


def read_condition(text: str) -> Condition:
    """Read one comparison."""
    match = CONDITION.fullmatch(without_words(text))
    if not match:
        signs = ", ".join(SIGNS)
        raise LiveError(f"{text!r} compares nothing", f"write one of {signs}, as in {EXAMPLE!r}")
    left, right = (text[slice(*match.span(side))].strip() for side in ("left", "right"))
    return Condition(read_value(left), match["sign"], read_right(right))


def read_right(text: str) -> LiveNumber | Value:
    """Read what a value is compared with."""
    if word := WORD.fullmatch(text):
        return word[1]
    if NUMBER.fullmatch(text):
        return float(text)
    if NUMBER.fullmatch(number := text.removesuffix("%").strip()):
        return round(float(number) / 100, 12)
    return read_value(text)


def read_value(text: str) -> LiveNumber:
    """Read a value of the tables: it is compared as it is, for the reader's own state."""
    if (bar := without_words(text).find("|")) >= 0:
        value, rest = text[:bar].strip(), text[bar + 1 :].strip()
        raise LiveError(
            f"{text!r} has a format, and a goal compares the value itself",
            f"leave out `| {rest}`: write {value!r}",
        )
    return read_live_number(text, "reader")


def is_met(goal: list[Condition], tables: Tables) -> bool:
    """Tell whether all of a goal holds; what a table does not have does not."""
    try:
        return all(condition.holds(tables) for condition in goal)
    except LiveError:
        return False
