r"""Formulae: LaTeX between dollar signs, converted to MathML, which browsers draw by themselves.

``$x^2$`` stands in a line of text, ``$$`` on lines of its own sets a formula apart. A number of the
model's is written ``\live{scores[test].accuracy | .2f | reader}``, as in the prose.
"""

import re
from xml.etree import ElementTree

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markdown_it.token import Token
from markupsafe import Markup

from refit.errors import AuthorError
from refit.page.live_numbers import live_number
from refit.page.renderer import EssayRenderer, token

LIVE = re.compile(r"\\live\{([^{}]*)\}")
GROUP = re.compile(r"\\[A-Za-z]+\{[^{}]*\}")  # such as \text{ and }
WORDS = re.compile(
    r"(?:^|[\s\d,.])(?:and|for|if|is|of|or|otherwise|per|the|to|where|with)(?=[\s\d,.]|$)"
)
COMMAND = re.compile(r"\\[A-Za-z]+\*?")
ENVIRONMENT = re.compile(r"\\begin\{([^}]*)\}")
# Those of the converter's that browsers set as LaTeX would; {aligned} goes to it as {split}.
ENVIRONMENTS = (
    *("align*", "aligned", "array", "cases", "split"),
    *("matrix", "bmatrix", "Bmatrix", "pmatrix", "smallmatrix", "vmatrix", "Vmatrix"),
)
# These set colours, styles and addresses of their own, which a page of ours does not take.
REFUSED = {r"\class", r"\color", r"\colorbox", r"\fcolorbox", r"\href", r"\style", r"\textcolor"}
# What is written elsewhere in another way, and what MathML calls it.
INSTEAD = {
    r"\R": r"\mathbb{R}",
    r"\E": r"\mathbb{E}",
    r"\1": r"\mathbf{1}",
}
XMLNS = ' xmlns="http://www.w3.org/1998/Math/MathML"'
BARS = ("|", "\N{DOUBLE VERTICAL LINE}", "\N{PARALLEL TO}")
CLOSING = (")", "]", "}")
THIN = "0.167em"
PRIVATE = 0xE000  # characters that stand for live numbers while LaTeX is read
PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
PROBLEMS = {
    exceptions.DoubleSubscriptsError: "two subscripts stand at one symbol",
    exceptions.DoubleSuperscriptsError: "two superscripts stand at one symbol",
    exceptions.ExtraLeftOrMissingRightError: r"a \left has no \right, or the other way round",
    exceptions.MissingEndError: r"a \begin has no \end",
    exceptions.MissingSuperScriptOrSubscriptError: "nothing follows a ^ or a _",
}


class FormulaError(ValueError):
    """A formula that cannot be set: (problem, remedy)."""


@token("math_inline")
def inline_formula(page: EssayRenderer, formula: Token, line: int) -> Markup:
    """Render a formula in a line of text."""
    return render_formula(page, formula.content, line, "inline")


@token("math_block")
def display_formula(page: EssayRenderer, formula: Token, line: int) -> Markup:
    """Render a formula that is set apart; on a phone it scrolls inside itself."""
    return page.render_template(
        "formula", math=render_formula(page, formula.content, line, "block")
    )


@token("math_inline_double")
def formula_inside_a_line(page: EssayRenderer, _: Token, line: int) -> Markup:
    """Refuse a formula set apart inside a line."""
    raise misplaced(page, line)


def misplaced(page: EssayRenderer, line: int) -> AuthorError:
    """Return the error of double dollars where no block can begin."""
    return page.error(
        "$$ stands inside a line, or is never closed",
        "write it alone on the line before the formula and on the line after it",
        line,
    )


def render_formula(page: EssayRenderer, latex: str, line: int, display: str) -> Markup:
    """Turn LaTeX into MathML, the live numbers in it included."""
    numbers: list[Markup] = []
    if words := WORDS.search(GROUP.sub("", latex)):
        raise page.error(
            f"{words[0].strip()!r} in a formula would be set as letters, one by one",
            f"write \\text{{ {words[0].strip()} }}; or, if no formula is meant, \\$ for the dollar",
            line,
        )

    def keep(found: re.Match[str]) -> str:
        at = line + latex[: found.start()].count("\n")
        scene, live, printed = live_number(page, found[1], at)
        numbers.append(page.render_template("live-math", scene=scene, live=live, text=printed))
        return f"{{{chr(PRIVATE + len(numbers) - 1)}}}"

    try:
        mathml = to_mathml(LIVE.sub(keep, latex), display)
    except FormulaError as error:
        raise page.error(error.args[0], error.args[1], line) from None
    for i, number in enumerate(numbers):
        mathml, count = re.subn(f"<mi[^>]*>{chr(PRIVATE + i)}</mi>", number.strip(), mathml)
        if count != 1:
            raise page.error(r"\live stands inside \text{}", r"end the \text{} before it", line)
    return Markup(mathml)


def to_mathml(latex: str, display: str) -> str:
    """Turn LaTeX into MathML.

    Raises
    ------
    FormulaError
        If the LaTeX is broken, or holds what the converter would pass through as text.
    """
    latex = latex.strip().replace("{aligned}", "{split}")
    check_latex(latex)
    try:
        mathml = convert(latex, display=display)
    except Exception as error:
        problem = PROBLEMS.get(type(error), "a command lacks what it needs")
        raise FormulaError(f"this formula cannot be read: {problem}", excerpt(latex)) from None
    for command in COMMAND.findall(mathml):
        raise unknown_command(command)
    try:
        tree = ElementTree.fromstring(mathml.replace(XMLNS, "", 1))  # HTML needs no namespace
    except ElementTree.ParseError:
        raise FormulaError(
            "an & stands outside a table", r"put it into \begin{aligned} … \end{aligned}"
        ) from None
    for element in tree.iter():
        if len(element) != PARTS.get(element.tag, len(element)):
            raise FormulaError("a fraction, a root or an index lacks a part", excerpt(latex))
    space_as_latex(tree)
    return ElementTree.tostring(tree, encoding="unicode")


def space_as_latex(tree: ElementTree.Element) -> None:
    """Set bars and functions as LaTeX does: bars do not grow, names stand a little apart."""
    for row in list(tree.iter()):
        for i, part in reversed(list(enumerate(row))):
            if part.tag == "mo" and not part.attrib and part.text in BARS:
                part.set("stretchy", "false")
            if not is_function(part) or row.tag in PARTS:
                continue
            after = row[i + 1 : i + 2]
            before = row[i - 1 : i] if i else []
            if after and after[0].tag not in ("mo", "mspace"):
                row.insert(i + 1, ElementTree.Element("mspace", width=THIN))
            if before and (before[0].tag not in ("mo", "mspace") or before[0].text in CLOSING):
                row.insert(i, ElementTree.Element("mspace", width=THIN))


def is_function(part: ElementTree.Element) -> bool:
    """Tell whether this is a function's name, with an index or without; make it an identifier."""
    if part.tag in ("msub", "msup", "msubsup") and len(part):
        return is_function(part[0])
    name = part.text or ""
    if part.tag == "mo" and not part.attrib and len(name) > 1 and name.isalpha():
        part.tag = "mi"
    return part.tag == "mi" and len(name) > 1 and name.isalpha()


def check_latex(latex: str) -> None:
    """Refuse LaTeX that latex2mathml accepts and converts wrongly."""
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", latex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        raise FormulaError(
            "the braces of this formula do not match", "give each { its }, or write \\{"
        )
    for command in COMMAND.findall(latex):
        if command in REFUSED:
            raise FormulaError(f"{command} cannot stand in a formula", "leave it out")
        if command == r"\live":
            raise FormulaError(
                r"\live has no value in braces", r"write \live{scores[test].accuracy | .2f}"
            )
    if name := re.search(r"\\operatorname\*?\s*(\{(?![A-Za-z\s]+\})[^}]*\}?)", latex):
        raise FormulaError(
            rf"\operatorname takes letters, not {name[1]}", r"write \operatorname{arg max}"
        )
    for name in ENVIRONMENT.findall(latex):
        if name not in ENVIRONMENTS:
            known = ", ".join(ENVIRONMENTS)
            raise FormulaError(f"there is no environment {{{name}}}", f"known: {known}")
    if r"\\" in latex and r"\begin" not in latex and r"\substack" not in latex:
        raise FormulaError(
            r"\\ breaks no line here",
            r"put the lines into \begin{aligned} … \\ … \end{aligned}",
        )


def excerpt(latex: str) -> str:
    """Return where to look: the formula in one line, cut short."""
    line = " ".join(latex.split())
    return f"look at ${line}$" if len(line) < 60 else f"look at ${line[:59]}…"


def unknown_command(command: str) -> FormulaError:
    """Tell of a command that the converter does not know."""
    name = command.strip("\\*")
    usual = rf"\operatorname{{{name}}} for a function, \text{{{name}}} for words"
    instead = INSTEAD.get(command, usual)
    return FormulaError(f"{command} is no command that is known here", f"write {instead}")
