"""Markup: an essay's text parsed into a tree of prose and directives, with line numbers.

The text is CommonMark (``markdown-it-py``) with colon fences (``mdit-py-plugins``) and roles::

    ::::{scene} pens
    :::{step} layout=plane
    The model is right about {live}`scores[test].accuracy | .0%` of the test pets.
    :::
    ::::
"""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.replacements import RARE_RE, replace_rare
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.citation_syntax import citation_plugin

FENCE = re.compile(r"^ {0,3}(?P<colons>:{3,})(?P<rest>.*)$")
INDENTED = re.compile(r"^ {0,3}\t\s*:{3,}\s*(?:\{|$)")
OPENING = re.compile(r"\{(?P<name>[a-z][a-z-]*)\}(?P<options>.*)")
QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
# Double ones anywhere, single ones where a text begins: elsewhere they are apostrophes.
CURLY = re.compile("[\u201c-\u201f]|(?:^|[= ])[\u2018-\u201b]")
CODE_FENCE = re.compile(r"^ {0,3}(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<rest>.*)$")


@dataclass(frozen=True)
class Prose:
    """A run of ordinary Markdown."""

    tokens: list[Token]


@dataclass(frozen=True)
class Directive:
    """A fenced directive: ``:::{name} argument key=value``."""

    name: str
    arguments: list[str]
    options: Json
    line: int
    children: list["Node"] = field(default_factory=list)


Node = Prose | Directive


@dataclass(frozen=True)
class Document:
    """A parsed essay: its front matter and its body."""

    front_matter: Json
    nodes: list[Node]


def markdown() -> MarkdownIt:
    """Return the parser: CommonMark with tables, formulae, curly quotes, fences and roles."""
    md = MarkdownIt("commonmark", {"typographer": True, "html": False, "maxNesting": 100})
    md.enable(["table", "replacements", "smartquotes"])
    md.core.ruler.at("replacements", replace_dashes)
    md.use(front_matter_plugin)
    md.use(myst_role_plugin)
    md.use(citation_plugin)
    md.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    md.use(
        container_plugin, "directive", validate=lambda rest, _: bool(OPENING.match(rest.strip()))
    )
    return md


def replace_dashes(state: StateCore) -> None:
    """Set dashes and ellipses, but no © for (c), which in a list of cases is a letter."""
    for block in state.tokens if state.md.options.typographer else []:
        if block.type == "inline" and block.children and RARE_RE.search(block.content):
            replace_rare(block.children)


def parse(text: str, file: Path) -> Document:
    """Parse an essay.

    Raises
    ------
    AuthorError
        If fences do not nest, a directive's line cannot be read, or the front matter is not YAML.
    """
    openings = check_fences(text.split("\n"), file)
    tokens = markdown().parse(text)
    check_reading(tokens, openings, file)
    number_lines(tokens)
    front_matter: Json = {}
    if tokens and tokens[0].type == "front_matter":
        front_matter = read_front_matter(tokens.pop(0).content, file)
    elif text.startswith("---\n"):
        raise AuthorError("the front matter is never closed", "close it with ---", file, 1)
    nodes, _ = build_tree(tokens, 0, file)
    return Document(front_matter, nodes)


def read_front_matter(text: str, file: Path) -> Json:
    """Read the YAML between the two ``---`` lines."""
    try:
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        problem, remedy = error.problem or "is not YAML", "write `key: value` lines"
        key, _, value = text.split("\n")[line - 2].partition(": ")
        if ": " in value and value[0] not in "\"'":
            quoted = json.dumps(value, ensure_ascii=False)
            remedy = f"put a text that holds a colon into quotes: `{key}: {quoted}`"
        raise AuthorError(f"front matter: {problem}", remedy, file, line) from None
    except (yaml.YAMLError, ValueError) as error:  # a control character; a date of no calendar
        problem = str(error).splitlines()[0]
        raise AuthorError(f"front matter: {problem}", "write `key: value` lines", file, 1) from None
    if not isinstance(values, dict):
        raise AuthorError("front matter is no mapping", "write `key: value` lines", file, 1)
    return values


def check_fences(lines: Sequence[str], file: Path) -> list[int]:
    """Refuse fences that Markdown would silently nest wrongly or leave open.

    Returns
    -------
    list of int
        The lines of the fences that open a directive.

    Raises
    ------
    AuthorError
        With the line of the fence at fault.
    """
    openings: list[int] = []
    open_fences: list[tuple[int, int, str]] = []
    code = ""
    for number, line in enumerate(lines, start=1):
        if mark := CODE_FENCE.match(line):
            ends = code and mark["marks"].startswith(code) and not mark["rest"].strip()
            code = "" if ends else code or mark["marks"]
            continue
        fence = None if code else FENCE.match(line)
        if not fence:
            if not code and INDENTED.match(line):
                problem = "this fence begins with a tab, so it is read as code"
                raise AuthorError(problem, "begin it at the margin", file, number)
            continue
        length = len(fence["colons"])
        if fence["rest"].strip():
            name = read_opening(fence, open_fences, file, number)
            open_fences.append((length, number, name))
            openings.append(number)
        elif not open_fences:
            raise AuthorError("this fence closes nothing", "remove it", file, number)
        elif length != open_fences[-1][0]:
            outer_length, outer_line, outer = open_fences[-1]
            raise AuthorError(
                f"a fence of {length} colons cannot close {{{outer}}} of line {outer_line}",
                f"write {':' * outer_length}",
                file,
                number,
            )
        else:
            open_fences.pop()
    if open_fences:
        length, number, name = open_fences[-1]
        raise AuthorError(
            f"{{{name}}} is never closed", f"close it with {':' * length}", file, number
        )
    return openings


def read_opening(
    fence: re.Match[str], around: Sequence[tuple[int, int, str]], file: Path, number: int
) -> str:
    """Return the name of the directive that a fence opens.

    ``around`` holds the open fences around it: number of colons, line and name of each.
    """
    opening, length = OPENING.fullmatch(fence["rest"].strip()), len(fence["colons"])
    if not opening:
        problem = f"{fence[0].strip()!r} opens nothing"
        raise AuthorError(problem, "write :::{name} options", file, number)
    if around and length >= around[-1][0]:
        outer_length, outer_line, outer = around[-1]
        raise AuthorError(
            f"{{{opening['name']}}} has a fence as long as the {{{outer}}} around it",
            f"give {{{outer}}} in line {outer_line} at least {length + 1} colons, "
            f"or this one fewer than {outer_length}",
            file,
            number,
        )
    return opening["name"]


def check_reading(tokens: list[Token], openings: list[int], file: Path) -> None:
    """Refuse the first line where `check_fences` and Markdown disagree about a fence."""
    wrong, depth = set(openings), 0
    for token in tokens:
        if token.type == "container_directive_open":
            assert token.map
            if token.level == depth:
                wrong ^= {token.map[0] + 1}
            else:
                wrong.add(token.map[0] + 1)
            depth += 1
        elif token.type == "container_directive_close":
            depth -= 1
    if wrong:
        raise AuthorError(
            "Markdown does not read this line as a fence of its own",
            "begin it at the margin, outside lists, quotes and code",
            file,
            min(wrong),
        )


def number_lines(tokens: list[Token]) -> None:
    """Set ``meta["line"]`` of inline tokens; markdown-it itself gives a line to blocks alone."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        for child in token.children or []:
            child.meta["line"] = line
            line += child.type in {"softbreak", "hardbreak"} or child.content.count("\n")


def build_tree(tokens: list[Token], start: int, file: Path) -> tuple[list[Node], int]:
    """Build nodes from the tokens after ``start``, up to the end of the enclosing directive.

    Returns the nodes and the index of the token at which they end.
    """
    nodes: list[Node] = []
    prose: list[Token] = []

    def end_prose() -> None:
        if prose:
            nodes.append(Prose(prose.copy()))
            prose.clear()

    i = start
    while i < len(tokens):
        token = tokens[i]
        if token.type == "container_directive_open":
            end_prose()
            directive = read_directive(token, file)
            children, i = build_tree(tokens, i + 1, file)
            directive.children.extend(children)
            nodes.append(directive)
        elif token.type == "container_directive_close":
            break
        else:
            prose.append(token)
        i += 1
    end_prose()
    return nodes, i


def read_directive(token: Token, file: Path) -> Directive:
    """Read an opening fence: ``{name} argument key=value key="two words"``."""
    line = token.map[0] + 1 if token.map else 0
    match = OPENING.fullmatch(token.info.strip())
    assert match, "check_fences has seen this line"
    check_options(match["options"], match["name"], file, line)
    try:
        words = shlex.split(match["options"])
    except ValueError:
        raise AuthorError(
            f"{{{match['name']}}} has an open quote", "close the quotation mark", file, line
        ) from None
    arguments = [word for word in words if "=" not in word]
    options: dict[str, str] = {}
    for key, value in (word.split("=", 1) for word in words if "=" in word):
        if key in options:
            raise AuthorError(
                f"{{{match['name']}}} has {key} twice", "leave one of them out", file, line
            )
        options[key] = value
    typed = {key: read_value(value) for key, value in options.items()}
    return Directive(match["name"], arguments, typed, line)


def check_options(options: str, name: str, file: Path, line: int) -> None:
    """Refuse what would be read as something else: curly quotes, blanks around an equals sign."""
    bare = QUOTED.sub("Q", options)
    if curly := CURLY.search(bare):
        problem = f"{{{name}}} has a curly quotation mark: {curly[0].strip(' =')}"
        raise AuthorError(problem, 'write straight ones: "two words"', file, line)
    if spaced := re.search(r"[\w-]*(?: = | =|= )\S+", bare):
        remedy = f"write {spaced[0].replace(' ', '')}".replace("=Q", '="…"')
        raise AuthorError(f"{{{name}}} has a blank beside an equals sign", remedy, file, line)


def read_value(text: str) -> object:
    """Read an option's value as JSON, or as text if it is no JSON."""
    try:
        return json.loads(text, parse_constant=refuse_constant)
    except ValueError:
        return text


def refuse_constant(constant: str) -> object:
    """Refuse NaN and the infinities, which Python accepts as JSON and browsers do not."""
    raise ValueError(constant)


def walk(nodes: list[Node]) -> Iterator[Directive]:
    """Yield all directives, each before those inside it."""
    for node in nodes:
        if isinstance(node, Directive):
            yield node
            yield from walk(node.children)
