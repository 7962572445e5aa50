"""The letters that a formula is drawn with: those of its text, and those that stand for them."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from refit.numbers import ENGLISH, NumberRules

DIGITS = (
    "0123456789.,+-\N{MINUS SIGN}\N{FIGURE DASH}\N{EN DASH}%\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
)
LEAF = re.compile(r"<(m\w+)([^>]*)>([^<]+)<")
ROOT = "\N{SQUARE ROOT}"
MATHEMATICAL = range(0x1D434, 0x1D7CC)  # in italics, and bold
PLANCK = "\N{PLANCK CONSTANT}"


def italics() -> Iterator[tuple[str, str]]:
    """Yield each letter that browsers draw in italics where it stands alone, with its italic."""
    yield "h", PLANCK
    for code in MATHEMATICAL:
        letter = chr(code)
        name = unicodedata.name(letter, "")
        plain = unicodedata.decomposition(letter).removeprefix("<font> ")
        if name.startswith("MATHEMATICAL ITALIC ") and plain:
            yield chr(int(plain, 16)), letter


ITALIC = dict(italics())


def letters_in(mathml: str, rules: NumberRules = ENGLISH) -> set[str]:
    """Return the letters that browsers draw for some MathML, its live numbers by the rules."""
    found = set(ROOT if re.search("<m(?:sqrt|root)", mathml) else "")
    for name, attributes, content in LEAF.findall(mathml):
        text = unescape(content)
        upright = 'mathvariant="normal"' in attributes
        found |= {ITALIC.get(text, text)} if name == "mi" and not upright else set(text)
        found |= set(text)
        if "live" in attributes:
            found |= {*DIGITS, *rules.signs}
    return {letter for text in found for letter in text}
