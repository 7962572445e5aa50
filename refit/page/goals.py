"""The goals of challenges: conditions on the model's tables, such as ``score.wrong < 3``.

A goal is one comparison, or several joined by ``and``. On the left stands a value as a live number
names it, on the right a number, a percentage, a word in quotes, or another such value. The page's
script judges the same way: ``static/js/state/goals.js``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from refit.cache import Json
from refit.page.live_numbers import NUMBER, LiveError, LiveNumber, read_live_number
from refit.tables import Tables

EXAMPLE = "scores[test].accuracy < 60% and moves.n <= 3"
CONDITION = re.compile(r"(?P<left>.+?)\s*(?P<sign>[<>]=?|[=!]=)\s*(?P<right>[^<>=!]+)")
AND = re.compile(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)")  # outside of quotes
WORD = re.compile(r"'([^']*)'")
NEARLY = 1e-9  # by which numbers of the build and of the browser may differ
Value = str | float


def is_equal(one: Value, other: Value) -> bool:
    """Tell whether two values are the same, numbers nearly."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= NEARLY


SIGNS: dict[str, Callable[[float, float], bool]] = {
    ">=": lambda one, other: one >= other - NEARLY,
    "<=": lambda one, other: one <= other + NEARLY,
    ">": lambda one, other: one > other + NEARLY,
    "<": lambda one, other: one < other - NEARLY,
}


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
        if self.sign in ("==", "!="):
            return is_equal(left, right) == (self.sign == "==")
        if isinstance(left, str) or isinstance(right, str):
            raise LiveError(f"{self.left.reference} is a word", "compare words by == or !=")
        return SIGNS[self.sign](left, right)

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
    return [read_condition(part.strip()) for part in AND.split(text.strip())]


def read_condition(text: str) -> Condition:
    """Read one comparison."""
    match = CONDITION.fullmatch(text)
    if not match:
        signs = ", ".join((*SIGNS, "==", "!="))
        raise LiveError(f"{text!r} compares nothing", f"write one of {signs}, as in {EXAMPLE!r}")
    return Condition(
        read_live_number(match["left"], "reader"), match["sign"], read_right(match["right"].strip())
    )


def read_right(text: str) -> LiveNumber | Value:
    """Read what a value is compared with."""
    if word := WORD.fullmatch(text):
        return word[1]
    if NUMBER.fullmatch(text):
        return float(text)
    if NUMBER.fullmatch(number := text.removesuffix("%").strip()):
        return round(float(number) / 100, 12)
    return read_live_number(text, "reader")


def is_met(goal: list[Condition], tables: Tables) -> bool:
    """Tell whether all of a goal holds; what a table does not have does not."""
    try:
        return all(condition.holds(tables) for condition in goal)
    except LiveError:
        return False
