"""Contrast of a theme's colours, by WCAG 2.2: of text, and of what must be seen, on its ground."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.essay.files import read_text
from refit.site.theme import SCHEMES, Theme, line_of_key

TEXT, MARK = 4.5, 3.0  # the least contrast of text, and of marks (success criteria 1.4.3, 1.4.11)
WORDS = ("ink", "muted", "accent")  # colours of text, on paper and on cards
ON_CARDS = ("right", "wrong", "code-word", "code-text", "code-name", "code-note")  # quizzes, code
MARKS = ("focus", "axis", "boundary")
TERM = re.compile(r'data-term="([^"]+)"')
STAGE = "night"  # what an essay may paint behind its figures


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 to 1 (WCAG 2.2, section 8)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def faint(colours: dict[str, str], terms: Collection[str] = ()) -> Iterator[tuple[str, str, float]]:
    """Yield the colours of a scheme that are too faint, each with its ground and what it needs.

    ``terms`` are the colours that words of the prose take. A mark may stand out from the page's
    paper or from the stage that an essay paints behind its figures.
    """
    pairs = [(name, ground, TEXT) for name in WORDS for ground in ("paper", "card")]
    pairs += [(name, "card", TEXT) for name in ON_CARDS]
    pairs += [(name, "paper", TEXT) for name in sorted(terms) if name not in WORDS]
    for name, ground, least in pairs:
        if name in colours and contrast(colours[name], colours[ground]) < least:
            yield name, ground, least
    for name in MARKS:
        grounds = [each for each in ("paper", STAGE) if each in colours]
        if all(contrast(colours[name], colours[each]) < MARK for each in grounds):
            yield name, "paper", MARK


def contrast_advice(theme: Theme, file: Path, page: str) -> Iterator[AuthorError]:
    """Yield an advice for each colour of an essay's theme that is too faint on its ground.

    ``page`` is its HTML, which tells the colours that words of the prose take.
    """
    if not file.exists():  # the site's colours alone, which are not the author's
        return
    text, terms = read_text(file), set(TERM.findall(page))
    for scheme in SCHEMES:
        colours = theme[scheme]
        for name, ground, least in faint(colours, terms):
            ratio = contrast(colours[name], colours[ground])
            problem = (
                f"{scheme}: {name} on {ground} has a contrast of {ratio:.1f}, and needs {least}"
            )
            side = "darker" if luminance(colours[ground]) > 0.18 else "lighter"
            remedy = f"write a {side} colour"
            yield advise("contrast", problem, remedy, file, line_of_key(text, scheme, name))
