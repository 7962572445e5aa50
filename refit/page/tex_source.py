r"""The TeX of a formula before it is converted: what replaces parts of it, and where they were."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# Environments that LaTeX numbers. Formulae of an essay have numbers where \tag gives them one.
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|multline)\}")
# Formulae have no numbers that a line could be without.
UNNUMBERED = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])")
# Where a table stands beside its line, which only TeX's own pages show.
PLACED = re.compile(r"(\\begin\{(?:aligned|alignedat|array|gathered|split)\})\s*\[[tbc]\]")
# The columns of an array: what TeX puts between them, and those that are written once for several.
BETWEEN = re.compile(r"(?<=[{lcr|])[@!]\{[^{}]*\}(?=[lcr|}@!*])")
REPEATED = re.compile(r"\*\{(\d{1,2})\}\{([lcr|]+)\}(?=[lcr|}*])")
# What other packages call what is known here by another name.
RENAMED = re.compile(r"\\(mbox|hbox|mathds|mathbbm|ensuremath)(?![A-Za-z])\s*(?=\{)")
NEW_NAMES = {"mbox": r"\text", "hbox": r"\text", "ensuremath": ""}
# Temml takes a comma between digits for a decimal one, TeX for one of a list; 1,000 is a number.
COMMA = re.compile(r"(?<=\d),(?=\d)")
THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
WORDS = re.compile(r"\\(?:text(?:rm|bf|it|sf|tt|normal|up|md)?|mbox|hbox|fbox|tag\*?)\s*\{")
# Commands whose argument is written in chemistry's own way.
CHEMISTRY = re.compile(r"\\(?:ce|pu)\s*\{")
# Dollars among words, and the formula between them.
IN_DOLLARS = re.compile(r"(?<!\\)\$(?:\\.|[^\\$])*\$", re.DOTALL)
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
    source = source.replace(UNNUMBERED, lambda _, __: "")
    source = source.replace(PLACED, lambda found, _: found[1])
    if r"\begin{array}" in source.text:
        source = source.replace(BETWEEN, lambda _, __: "")
        source = source.replace(REPEATED, lambda found, _: int(found[1]) * found[2])
    source = source.replace(RENAMED, lambda found, _: NEW_NAMES.get(found[1], r"\mathbb"))
    source = separate_commas(source)
    starred = source.replace(NUMBERED, lambda found, _: rf"\{found[1]}{{{found[2]}*}}")
    return starred.replace(NAMES, lambda found, _: re.sub(r"\s+", r"\\,", found[0]))


def separate_commas(source: Source) -> Source:
    """Tell the commas of lists, as in [0,1], from those of numbers."""
    numbers = [found.span() for found in THOUSANDS.finditer(source.text)]
    kept = {source.origins[i] for span in [*numbers, *words_in(source.text)] for i in range(*span)}
    return source.replace(COMMA, lambda _, at: "," if at in kept else r"\mathpunct{,}")


def words_in(text: str, commands: re.Pattern[str] = WORDS) -> Iterator[tuple[int, int]]:
    r"""Yield where the words of each \text{} and its kin, or of other commands, begin and end."""
    for found in commands.finditer(text):
        depth, end = 1, found.end()
        while end < len(text) and depth:
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1 + (text[end] == "\\")
        yield found.end(), end - 1


def without_words(text: str) -> str:
    """Return a text of the same length with blanks for words, but not for the formulae in them."""
    letters = list(text)
    for start, end in words_in(text):
        words = text[start:end]
        kept = {i for found in IN_DOLLARS.finditer(words) for i in range(*found.span())}
        letters[start:end] = [words[i] if i in kept else " " for i in range(len(words))]
    for start, end in words_in(text, CHEMISTRY):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


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
