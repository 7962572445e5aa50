"""One way to print a number, the same in Python and in JavaScript (``static/js/state/format.js``).

A format is a small part of Python's own: an optional ``+``, an optional ``,`` for thousands, then
``d`` (a whole number), ``.Nf`` (N decimals) or ``.N%`` (a percentage). Halves are rounded away from
zero, by the exact value of the double, as JavaScript's ``toFixed`` does; the minus is a true minus
sign, and a percentage has a narrow space before its sign.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

FORMAT = re.compile(r"(?P<plus>\+?)(?P<comma>,?)(?:(?P<whole>d)|\.(?P<digits>[0-9])(?P<kind>[f%]))")
WIDE = Context(prec=400)  # enough for every double, written out


def format_number(value: float, spec: str) -> str:
    """Print a finite number.

    Raises
    ------
    ValueError
        If the format is none of those above, or the number is too large for a percentage.
    """
    match = FORMAT.fullmatch(spec)
    if not match:
        raise ValueError(f"{spec!r} is no number format; write d, .2f or .1% (with + or , before)")
    percent = match["kind"] == "%"
    digits = 0 if match["whole"] else int(match["digits"])
    exact = Decimal(value * 100.0 if percent else value)
    if not exact.is_finite():
        raise ValueError(f"{value} cannot be printed as {spec!r}; it is not a finite number")
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, context=WIDE)
    text = format(rounded.copy_abs(), f"{match['comma']}.{digits}f")
    sign = "\N{MINUS SIGN}" if rounded < 0 else match["plus"] if rounded > 0 else ""
    return f"{sign}{text}" + ("\N{NARROW NO-BREAK SPACE}%" if percent else "")


def shortest(value: float) -> float | int:
    """Return a whole number as an int, anything else as it is."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
