r"""The TeX of a formula before it is converted: what is put in its place, and where that came from."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Environments that LaTeX numbers. Formulae of an essay have numbers where \tag gives them one.
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|multline)\}")
# TeX takes blanks in a name for nothing.
NAMES = re.compile(r"\\operatorname\*?\s*\{([A-Za-z]+(?:\s+[A-Za-z]+)+)\s*\}")


@dataclass(frozen=True)
class Source:
    """Some TeX, and for each of its characters, and its end, the place in what the author wrote."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Source":
        """Return what the author wrote."""
        return cls(text, tuple(range(len(text) + 1)))

    def replace(
        self, pattern: re.Pattern[str], make: Callable[[re.Match[str], int], str]
    ) -> "Source":
        """Replace all that a pattern finds by ``make(found, its place)``."""
        parts: list[str] = []
        origins: list[int] = []
        end = 0
        for found in pattern.finditer(self.text):
            start = self.origins[found.start()]
            new = make(found, start)
            parts += [self.text[end : found.start()], new]
            origins += [*self.origins[end : found.start()], *[start] * len(new)]
            end = found.end()
        return Source("".join([*parts, self.text[end:]]), (*origins, *self.origins[end:]))


def prepare(source: Source) -> Source:
    """Replace what Temml reads in another way than authors mean it."""
    starred = source.replace(NUMBERED, lambda found, _: rf"\{found[1]}{{{found[2]}*}}")
    return starred.replace(NAMES, lambda found, _: re.sub(r"\s+", r"\\,", found[0]))


def place(text: str, lines: Iterable[tuple[int, str]], position: int) -> tuple[int, int | None]:
    """Return line and column of a place in a formula, both counted from 1.

    Parameters
    ----------
    text
        The formula.
    lines
        The numbers and texts of the lines that it may lie in; around it there may be anything else.
    position
        The place in the formula.

    Returns
    -------
    tuple of int
        No column if the formula is not in its lines as it is written.
    """
    before = text[:position]
    down = before.count("\n")
    wanted = text.split("\n")[down].strip()
    first, *_ = found = [*lines]
    number, line = found[min(down, len(found) - 1)] if found else first
    start = line.find(wanted)
    inside = len(before.rpartition("\n")[2].lstrip())
    return number, start + inside + 1 if wanted and start >= 0 else None
