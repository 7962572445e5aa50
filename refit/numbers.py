"""One way to print a number, the same in Python and in JavaScript (``static/js/state/format.js``).

A format is a small part of Python's own: an optional ``+``, an optional ``,`` for thousands, then
``d`` (a whole number), ``.Nf`` (N decimals) or ``.N%`` (a percentage). Halves are rounded away from
zero, by the exact value of the double, as JavaScript's ``toFixed`` does; the minus is a true minus
sign, and a percentage has a narrow space before its sign. ``NumberRules`` are those of a language.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

FORMAT = re.compile(r"(?P<plus>\+?)(?P<comma>,?)(?:(?P<whole>d)|\.(?P<digits>[0-9])(?P<kind>[f%]))")
WIDE = Context(prec=400)  # enough for every double, written out


@dataclass(frozen=True)
class NumberRules:
    """How a language writes numbers, with digits from 0 to 9.

    Attributes
    ----------
    decimal
        The mark before the decimals.
    group
        The mark between groups of digits.
    size
        The digits of each group but the last, which has three.
    minus
        The sign of negative numbers.
    plus
        The sign of positive numbers, where a format asks for one.
    percent
        What stands before and after a percentage.
    """

    decimal: str = "."
    group: str = ","
    size: int = 3
    minus: str = "\N{MINUS SIGN}"
    plus: str = "+"
    percent: tuple[str, str] = ("", "\N{NARROW NO-BREAK SPACE}%")

    @property
    def signs(self) -> str:
        """All that a number is written with, beside its digits."""
        return "".join((self.decimal, self.group, self.minus, self.plus, *self.percent))


ENGLISH = NumberRules()


def format_number(value: float, spec: str, rules: NumberRules = ENGLISH) -> str:
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
    whole, _, decimals = format(rounded.copy_abs(), f".{digits}f").partition(".")
    text = grouped(whole, rules) if match["comma"] else whole
    text += rules.decimal + decimals if decimals else ""
    before, after = rules.percent if percent else ("", "")
    plus = rules.plus if match["plus"] and rounded > 0 else ""
    sign = rules.minus if rounded < 0 else plus
    return f"{sign}{before}{text}{after}"


def grouped(digits: str, rules: NumberRules) -> str:
    """Put marks between the groups of a whole number's digits."""
    return re.sub(rf"\B(?=(?:\d{{{rules.size}}})*\d{{3}}$)", rules.group, digits)


def shortest(value: float) -> float | int:
    """Return a whole number as an int, anything else as it is."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
