r"""What is wrong with a formula, in an author's words, and what to write instead."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from refit.page.formula_commands import (
    ENVIRONMENTS,
    ENVIRONMENTS_INSTEAD,
    INSTEAD,
    REFUSED,
    UNITS,
    instead_of_sign,
)
from refit.page.tex_source import IN_DOLLARS, Source, without_words, words_in

# Such as \text{ and } and \operatorname{if}, but none that holds a formula.
GROUP = re.compile(
    r"\\(?!(?:[cdt]?frac|sqrt|boxed|over\w+|under\w+|wide\w+|bar|hat|vec|tilde)\b)"
    r"[A-Za-z]+\*?\{[^{}]*\}"
)
WORDS = re.compile(
    r"(?:^|[\s\d,.])(and|for|if|is|of|or|otherwise|per|the|to|where|with)(?=[\s\d,.]|$)"
)
COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)
# Two signs of programs that stand for one of mathematics.
PAIRS = {
    "<=": r"\le",
    ">=": r"\ge",
    "->": r"\to",
    "=>": r"\Rightarrow",
    "<->": r"\leftrightarrow",
    "<=>": r"\iff",
}
PAIR = re.compile("|".join(map(re.escape, sorted(PAIRS, key=len, reverse=True))))
DIAGRAM = re.compile(r"\\begin\{CD\}.*?\\end\{CD\}", re.DOTALL)  # in which arrows are @>>>
LETTER = re.compile(r"(?:Accented )?Unicode text character \"(.*)\" used in")
TABLE = r"put it into \begin{aligned} … \end{aligned}"
APART = "set it apart, between $$ on lines of their own"
BRACES = r"give each { its }, or write \{"
# What Temml says -> what is wrong, what to write instead. {0} and {1} are what it names.
SAID: tuple[tuple[str, str, str], ...] = (
    (
        r"Double (superscript|subscript)",
        "two {0}s stand at one symbol",
        "put the first into braces with its symbol, as in {a^b}^c",
    ),
    (
        r"Expected '\\right', got",
        r"a \left has no \right",
        r"write \right after what it encloses; \right. draws nothing",
    ),
    (
        r"Expected 'EOF', got '\\(right|middle)'|\\middle without",
        r"a \right or \middle has no \left",
        r"write \left before what it encloses; \left. draws nothing",
    ),
    (r"Expected 'EOF', got '&'", "an & stands outside a table", TABLE),
    (r"Expected 'EOF', got '\\end'", r"an \end has no \begin", TABLE),
    (r"Expected 'EOF', got '#'", "a # stands in the formula", r"write \#"),
    (r"Expected 'EOF', got '\}'|Extra \}", "a } closes nothing", BRACES),
    (
        r"Unexpected end of input|Expected group (?:after|as)|with no arguments|Expected '\}', got",
        "a { is never closed, or a command lacks a part",
        r"give each { its }, and each command its parts, as in \frac{a}{b}, \sqrt{a}, x_{i}",
    ),
    (
        r"Expected '\$', got",
        "a $ inside the words is never closed",
        r"close it with another, or write \$",
    ),
    (
        r"Invalid delimiter '(.*)' after '(.*)'",
        "{1} takes a bracket, not {0}",
        r"write one of ( ) [ ] \{ \} | \| \langle \rangle \lfloor \rceil, or . for none",
    ),
    (
        r"Unknown column alignment: (.*)",
        "{array} has no column of the kind {0}",
        r"name each column l, c or r, as in \begin{array}{lrr}",
    ),
    (
        r"Limit controls must follow",
        r"\limits and \nolimits follow an operator",
        r"write \underset{a}{x} to set a under x",
    ),
    (r"Invalid (size|unit): '(.*)'", "{1} is no length", "write one in em, as in 0.5em"),
    (r"(\S+) (?:works only in|can be used only in) display", "{0} stands in a line of text", APART),
    (r"Multiple \\tag", r"two \tag stand in one formula", "leave one of them out"),
    (
        r"Unexpected character: '(.*)'|Unrecognized Unicode character '(.*)'",
        "{0} is no sign that a formula can have",
        r"write it as a command of TeX, or leave it out",
    ),
    (
        r"Can't use function '\$' in math mode",
        "a $ stands in the formula",
        r"write \$ for the sign, and leave out dollars around what is a formula already",
    ),
    (
        r"Can't use function '(.*)' in text mode",
        "{0} cannot stand among words",
        r"write \text{… ${0}…$ …}",
    ),
    (
        r"Can't use function '(.*)' in math mode",
        "{0} cannot stand in a formula",
        r"put it into \text{…}",
    ),
    (
        r"(\S+) valid only within array",
        "{0} stands outside a table",
        r"put it into \begin{array}{lr} … \end{array}",
    ),
    (r"Too many expansions", "a macro stands in itself", "write it without its own name"),
)


class FormulaError(ValueError):
    """A formula that cannot be set: (problem, remedy), and where, in what was written."""

    def __init__(self, problem: str, remedy: str, position: int | None = None) -> None:
        super().__init__(problem, remedy)
        self.problem, self.remedy, self.position = problem, remedy, position


def check(source: Source) -> None:
    """Refuse what Temml would set as something else than was meant, or what a page does not take.

    Raises
    ------
    FormulaError
        With the place in what the author wrote.
    """
    text = source.text
    bare = GROUP.sub(lambda found: "x" * len(found[0]), text)
    if words := WORDS.search(bare):
        raise FormulaError(
            f"{words[1]!r} in a formula would be set as letters, one by one",
            f"write \\text{{ {words[1]} }}; or, if no formula is meant, \\$ for the dollar",
            source.origins[words.start(1)],
        )
    signs = DIAGRAM.sub(lambda found: " " * len(found[0]), without_words(text))
    if pair := PAIR.search(signs):
        problem, remedy = f"{pair[0]} would be set as signs of their own", f"write {PAIRS[pair[0]]}"
        raise FormulaError(problem, remedy, source.origins[pair.start()])
    if quote := re.search("`", signs):
        remedy = "leave the backquotes out: $x$"
        at = source.origins[quote.start()]
        raise FormulaError("a backquote stands in the formula", remedy, at)
    check_words(source)
    for command in COMMAND.finditer(text):
        check_command(command, source.origins[command.start()])
    if comment := re.search(r"(?<!\\)(?:\\\\)*(%)", text):
        at = source.origins[comment.start(1)]
        raise FormulaError("a % hides what follows it in the line", r"write \%", at)
    if found := re.search(r"(?<!\\)([_^])\s*(?=$|[}&^_]|\\\\|\\right|\\end)", text):
        raise FormulaError(
            f"nothing follows a {found[1]}",
            rf"write what stands there, as in x{found[1]}{{2}}, or \{found[1]} for the sign",
            source.origins[found.start()],
        )


def check_words(source: Source) -> None:
    r"""Refuse signs that stand among words, in \text{}, where they mean nothing."""
    for start, end in words_in(source.text):
        words = IN_DOLLARS.sub(lambda found: " " * len(found[0]), source.text[start:end])
        if odd := re.search(r"(?<!\\)([_^&#])|\\\\", words):
            at = source.origins[start + odd.start()]
            if not odd[1]:
                remedy = r"end the \text{} before it"
                raise FormulaError(r"\\ breaks no line among words", remedy, at)
            remedy = rf"write \{odd[1]}" if odd[1] != "^" else "write $…$ around the formula"
            remedy += ", or $…$ around a formula" * (odd[1] == "_")
            raise FormulaError(f"a {odd[1]} stands among words", remedy, at)


def check_command(found: re.Match[str], position: int) -> None:
    """Refuse a command that a page does not take."""
    command, text = found[0], found.string
    if command == r"\live":
        raise FormulaError(
            r"\live has no value in braces",
            r"write \live{scores[test].accuracy | .2f}",
            position,
        )
    if command == r"\qty" and re.match(r"\s*\{", text[found.end() :]):
        raise FormulaError(rf"{command} cannot stand in a formula", UNITS, position)
    if remedy := REFUSED.get(command):
        raise FormulaError(f"{command} cannot stand in a formula", remedy, position)
    if command == "\\\\" and r"\begin" not in text and r"\substack" not in text:
        remedy = r"put the lines into \begin{aligned} … \\ … \end{aligned}"
        raise FormulaError(r"\\ breaks no line here", remedy, position)


def explain(said: str, commands: Iterable[str], position: int | None) -> FormulaError:
    """Return an error for what Temml says."""
    if found := re.match(r"(?:Unsupported function name|Undefined control sequence): (\\.+)", said):
        return FormulaError(*unknown_command(found[1], commands), position)
    if found := re.match(r"No such environment: (\S+)", said):
        if found[1] in ENVIRONMENTS_INSTEAD:
            problem = f"there is no environment {{{found[1]}}}"
            return FormulaError(problem, ENVIRONMENTS_INSTEAD[found[1]], position)
        close = get_close_matches(found[1], ENVIRONMENTS, 1)
        nearest = rf"write \begin{{{close[0]}}}; " if close else ""
        known = f"{nearest}known: {', '.join(ENVIRONMENTS)}"
        return FormulaError(f"there is no environment {{{found[1]}}}", known, position)
    if found := re.match(r"Mismatch: \\begin\{(.*)\} matched by \\end\{(.*)\}", said):
        problem = rf"\begin{{{found[1]}}} is closed by \end{{{found[2]}}}"
        return FormulaError(problem, rf"write \end{{{found[1]}}}", position)
    if found := LETTER.match(said):
        problem = f"{visible(found[1])} stands in a formula as a letter"
        return FormulaError(problem, instead_of_sign(found[1]), position)
    if re.match("Expected & or", said):
        return FormulaError(r"a \begin has no \end", r"write \end{…} after its last line", position)
    for pattern, problem, remedy in SAID:
        if found := re.search(pattern, said):
            for i, named in enumerate(each for each in found.groups() if each is not None):
                problem = problem.replace(f"{{{i}}}", visible(named))
                remedy = remedy.replace(f"{{{i}}}", visible(named))
            return FormulaError(problem, remedy, position)
    return FormulaError(f"this formula cannot be read: {said}", "write it in another way", position)


def visible(sign: str) -> str:
    """Return a sign, or what Unicode calls it if it cannot be seen."""
    return sign if sign.isprintable() else f"U+{ord(sign[0]):04X}"


def unknown_command(command: str, commands: Iterable[str]) -> tuple[str, str]:
    """Return what to tell of a command that Temml does not know."""
    name, commands = command.removeprefix("\\"), {*commands}
    if name in commands:
        return f"{command} cannot stand among words", rf"write \text{{… ${command}$ …}}"
    known = [each for each in sorted(commands) if rf"\{each}" not in REFUSED]
    folded = {each.lower(): each for each in known}
    close = get_close_matches(name, known, 1, 0.7) or [
        folded[each] for each in get_close_matches(name.lower(), folded, 1, 0.7)
    ]
    ways = [INSTEAD[name]] if name in INSTEAD else [rf"\{each}" for each in close]
    if name.isalpha() and name not in INSTEAD:
        ways.append(rf"\operatorname{{{name}}} for a function, \text{{{name}}} for words")
    return f"{command} is no command that is known here", f"write {', or '.join(ways)}"
