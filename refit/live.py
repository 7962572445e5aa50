"""Live numbers: a value of the model's result, named in the prose and never typed by hand.

An author writes ``{live}`scores[test].accuracy | .0%``` or, with the scene and whose state it
speaks of, ``{live}`pens/scores[test].accuracy | .0% | reader```.
"""

import re
from dataclasses import dataclass

from refit.numbers import format_number
from refit.tables import Tables

REFERENCE = re.compile(
    r"(?:(?P<scene>[a-z][a-z0-9-]*)/)?(?P<table>\w+)(?:\[(?P<key>[^\]]+)\])?\.(?P<column>\w+)"
)
WHOSE = ("step", "reader")


class LiveError(ValueError):
    """A live number that cannot be printed: (problem, remedy)."""


@dataclass(frozen=True)
class Live:
    """Where a live number is found, how it is printed, and whose state it speaks of."""

    scene: str | None
    table: str
    key: str | None
    column: str
    format: str | None
    whose: str

    @property
    def place(self) -> str:
        """The reference as JavaScript reads it, without the scene."""
        row = f"[{self.key}]" if self.key else ""
        return f"{self.table}{row}.{self.column}"

    def text(self, tables: Tables) -> str:
        """Print the value.

        Raises
        ------
        LiveError
            If there is no such table, column or row, or the value does not suit the format.
        """
        table = tables.get(self.table)
        if table is None:
            raise LiveError(f"there is no table {self.table!r}", f"tables: {', '.join(tables)}")
        if self.column not in table:
            columns = ", ".join(table)
            raise LiveError(
                f"table {self.table!r} has no column {self.column!r}", f"columns: {columns}"
            )
        value = table[self.column][self._row(table)]
        if isinstance(value, str):
            if self.format:
                raise LiveError(f"{self.place} is a word, not a number", "leave out the format")
            return value
        if not self.format:
            raise LiveError(f"{self.place} has no format", "add one, as in `… | .2f`")
        try:
            return format_number(float(value), self.format)
        except ValueError as error:
            raise LiveError(str(error), "") from None

    def _row(self, table: dict) -> int:  # type: ignore[type-arg]
        size = len(table[self.column])
        if self.key is None:
            if size != 1:
                raise LiveError(
                    f"table {self.table!r} has {size} rows", f"name one: {self.table}[key]"
                )
            return 0
        keys = [as_key(key) for key in table.get("key", [])]
        if self.key not in keys:
            some = ", ".join(keys[:8]) or "none: the table has no column `key`"
            raise LiveError(f"table {self.table!r} has no row {self.key!r}", f"keys: {some}")
        return keys.index(self.key)


def as_key(value: object) -> str:
    """Write a key as the prose and the page write it: whole numbers without a decimal point."""
    return value if isinstance(value, str) else f"{float(value):.17g}"  # type: ignore[arg-type]


def read_live(text: str, default_whose: str) -> Live:
    """Read the content of a live role."""
    reference, *rest = (part.strip() for part in text.split("|"))
    match = REFERENCE.fullmatch(reference)
    if not match or len(rest) > 2:
        raise LiveError(
            f"{text!r} names no value", "write table[key].column | format, as in scores[test].n | d"
        )
    whose = rest.pop() if rest and rest[-1] in WHOSE else default_whose
    return Live(
        match["scene"],
        match["table"],
        match["key"],
        match["column"],
        rest[0] if rest else None,
        whose,
    )
