r"""Formulae: TeX between dollar signs, converted to MathML, which browsers draw by themselves.

``$x^2$`` stands in a line of text, ``$$`` on lines of its own sets a formula apart. A number of the
model's is written ``\live{scores[test].accuracy | .2f | reader}``, as in the prose.
"""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token
from markupsafe import Markup

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.page import temml
from refit.page.formula_commands import NO_NUMBERS
from refit.page.formula_letters import letters_in
from refit.page.formula_mistakes import FormulaError, check, explain
from refit.page.live_numbers import live_number
from refit.page.renderer import EssayRenderer, token
from refit.page.tex_source import Source, place, prepare

LIVE = re.compile(r"\\live\{([^{}]*)\}")
COMMENT = "put it into single quotes: outside them a # begins a comment"
LONG = 24  # letters of a formula in a line of text that may be wider than a phone


@token("math_inline")
def inline_formula(page: EssayRenderer, formula: Token, line: int) -> Markup:
    """Render a formula in a line of text; a long one scrolls inside itself on a phone."""
    math = render_formula(page, formula.content, line, display=False)
    if len(math.striptags()) < LONG:
        return math
    return page.render_template("long-formula", math=math)


@token("math_block")
def display_formula(page: EssayRenderer, formula: Token, line: int) -> Markup:
    """Render a formula that is set apart; on a phone it scrolls inside itself."""
    math = render_formula(page, formula.content, line, display=True)
    return page.render_template("formula", math=math)


@token("math_inline_double")
def formula_inside_a_line(page: EssayRenderer, _: Token, line: int) -> Markup:
    """Refuse a formula set apart inside a line."""
    raise misplaced(page, line)


def misplaced(page: EssayRenderer, line: int) -> AuthorError:
    """Return the error of double dollars where no block can begin."""
    remedy = "write it alone on the line before the formula and on the line after it"
    lines = read_text(page.essay.text).split("\n")[max(line - 1, 0) :]
    closing = next((n for n, each in enumerate(lines[1:], 1) if each.startswith("$$")), 0)
    if lines[0].startswith("$$") and "$$" not in lines[0][2:] and closing:
        if "" in map(str.strip, lines[1:closing]):
            at = line + [each.strip() for each in lines].index("", 1)
            return page.error("a blank line stands in the formula", "leave it out", at)
        if label := lines[closing][2:].strip():
            problem = f"{label!r} stands after the formula"
            return page.error(problem, NO_NUMBERS, line + closing)
    return page.error("$$ stands inside a line, or is never closed", remedy, line)


@dataclass
class Formulae:
    """What the formulae of one page have in common: macros, rules of style, letters."""

    page: EssayRenderer
    macros: Json = field(init=False)  # prepared as formulae are
    rules: dict[str, str] = field(default_factory=dict)  # declarations by class
    letters: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = read_text(self.page.essay.text).split("\n")
        written = self.page.essay.macros
        self.macros = {name: prepare(Source.of(each)).text for name, each in written.items()}
        for name, meaning in written.items():
            line = self.line_of(name)
            try:
                check(Source.of(meaning))
                example = name + "{x}" * len(set(re.findall(r"#\d", meaning)))
                self.convert(Source.of(example), display=True)
            except FormulaError as error:
                problem = f"the macro {name} cannot be used: {error.problem}"
                cut = re.search(r":\s*[^'\"]*\s#", self.lines[line - 1])
                remedy = COMMENT if cut else error.remedy
                raise self.page.error(problem, remedy, line) from None

    def line_of(self, macro: str) -> int:
        """Return the line of the front matter in which a macro is defined."""
        found = re.compile(
            rf"\s+['\"]?{re.escape(macro)}['\"]?\s*:|.*[{{,]\s*['\"]?{re.escape(macro)}\b"
        )
        return next((n for n, text in enumerate(self.lines, 1) if found.match(text)), 1)

    def convert(self, source: Source, display: bool, slots: int = 0) -> str:
        """Return the MathML of some TeX.

        Raises
        ------
        FormulaError
            With the place in what the author wrote.
        """
        source = prepare(source)
        answer = temml.convert(source.text, display, self.macros, slots, self.page.essay.cache)
        if "problem" in answer:
            at = answer["position"]
            raise explain(
                answer["problem"], answer["commands"], None if at is None else source.origins[at]
            )
        self.rules |= answer["rules"]
        return str(answer["mathml"])

    def place(self, text: str, line: int, position: int | None) -> tuple[int, int | None]:
        """Return line and column of a place in a formula that begins in, or after, a line."""
        if position is None:
            return line, None
        first = line - 1 if line > 0 else 0
        head = text.strip("\n").split("\n")[0].strip()
        while first < len(self.lines) - 1 and head not in self.lines[first]:
            first += 1
        inside = text.lstrip("\n")
        lines = [*enumerate(self.lines, 1)][first:]
        return place(inside, lines, position - len(text) + len(inside))


def in_words(position: int) -> FormulaError:
    """Return the error of a live number among words."""
    return FormulaError(r"\live stands inside words", r"end the \text{} before it", position)


def render_formula(page: EssayRenderer, tex: str, line: int, *, display: bool) -> Markup:
    """Turn TeX into MathML, the live numbers in it included."""
    formulae = page.instance(Formulae)
    numbers: list[Markup] = []

    def keep(found: re.Match[str], start: int) -> str:
        at = line + tex[:start].count("\n")
        scene, live, printed = live_number(page, found[1], at)
        numbers.append(page.render_template("live-math", scene=scene, live=live, text=printed))
        return chr(temml.FIRST_SLOT + len(numbers) - 1)

    try:
        source = Source.of(tex).replace(LIVE, keep)
        check(source)
        mathml = formulae.convert(source, display, len(numbers))
        for i, number in enumerate(numbers):
            slot = chr(temml.FIRST_SLOT + i)
            mathml, count = re.subn(f"<mn[^>]*>{slot}</mn>", number.strip(), mathml)
            if count != 1:
                at = source.origins[source.text.index(slot)]
                raise in_words(at)
    except FormulaError as error:
        at_line, column = formulae.place(tex, line, error.position)
        raise page.error(error.problem, error.remedy, at_line, column) from None
    formulae.letters |= letters_in(mathml, page.numbers)
    return Markup(mathml)
