"""The languages that essays are written in, as Unicode's CLDR knows them, by way of Babel."""

from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from refit.numbers import ENGLISH, NumberRules

SPACES = str.maketrans(dict.fromkeys("\N{NO-BREAK SPACE} ", "\N{NARROW NO-BREAK SPACE}"))


@dataclass(frozen=True)
class Language:
    """A language.

    Attributes
    ----------
    code
        Its code by BCP 47, such as ``de`` or ``pt-BR``.
    name
        Its name in itself.
    direction
        Where its lines run: ``ltr`` or ``rtl``.
    numbers
        How it writes numbers.
    """

    code: str
    name: str
    direction: str = "ltr"
    numbers: NumberRules = ENGLISH


@cache
def find_language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    ValueError
        If there is no such language, or if its code is written in another way.
    """
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"{code!r} is no language; write a code such as de, fr or pt-BR") from None
    if locale.modifier or locale.language == "root":
        raise ValueError(f"{code!r} is no language; write a code such as de, fr or pt-BR")
    proper = str(locale).replace("_", "-")
    if proper != code:
        raise ValueError(f"{code!r} is no code of a language; write {proper}")
    name = locale.display_name or code
    rules = ENGLISH if locale.language == "en" else number_rules(locale)
    return Language(code, name[0].upper() + name[1:], locale.text_direction, rules)


def number_rules(locale: Locale) -> NumberRules:
    """Return how a language writes numbers, with digits from 0 to 9.

    Where it has a space, ours is a narrow one, and its minus is a true minus sign. In languages
    that run from right to left marks of direction keep the signs where they belong.
    """
    symbols = locale.number_symbols["latn"]
    pattern = locale.percent_formats[None]
    before, after = (
        part.replace("%", symbols["percentSign"]).translate(SPACES)
        for part in (pattern.prefix[0], pattern.suffix[0])
    )
    return NumberRules(
        decimal=symbols["decimal"],
        group=symbols["group"].translate(SPACES),
        size=locale.decimal_formats[None].grouping[1],
        minus=symbols["minusSign"].replace("-", "\N{MINUS SIGN}"),
        plus=symbols["plusSign"],
        percent=(before, after),
    )
