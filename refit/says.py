"""Texts of a figure with numbers in them, ``best F {f:.2f}``, as expressions of Vega's."""

import re
from string import Formatter

COLUMN = re.compile(r"[A-Za-z_$][\w$]*")


def quoted(text: str) -> str:
    """Write a text as an expression of Vega's."""
    text = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + text.replace("\n", "\\n").replace("\r", "\\r") + "'"


def expression(template: str) -> str:
    """Return the expression of a text: in braces stand columns, with the formats of their numbers.

    Raises
    ------
    ValueError
        If something else stands in braces.
    """
    found: list[str] = []
    for words, field, spec, conversion in Formatter().parse(template):
        if conversion:
            raise ValueError(
                f"{template!r} holds !{conversion}; write {{column}} or {{column:.2f}}"
            )
        found += [quoted(words)] if words else []
        if field is None:
            continue
        if not COLUMN.fullmatch(field):
            raise ValueError(f"{field!r} is no column; write expr({field!r})")
        value = f"datum.{field}"
        found.append(f"format({value}, {quoted(spec)})" if spec else value)
    return " + ".join(found) or "''"


def columns_of(template: str) -> set[str]:
    """Return the columns in the braces of a text; none if its braces are wrong."""
    try:
        return {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    except ValueError:
        return set()
