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
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.replacements import RARE_RE, replace_rare
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.citation_syntax import citation_plugin
from refit.essay.dollars import formula_plugin
from refit.essay.fences import OPENING, check_fences, check_reading
from refit.essay.inline_elements import element_plugin
from refit.essay.notes import Note, note_plugin, take_notes
from refit.essay.other_programs import PYTHON_NAMES
from refit.essay.table_bars import protect_bars

QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
# Double ones anywhere, single ones where a text begins: elsewhere they are apostrophes.
CURLY = re.compile("[\u201c-\u201f]|(?:^|[= ])[\u2018-\u201b]")


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
    """A parsed essay: its front matter, its body, and its footnotes by their numbers from 1."""

    front_matter: Json
    nodes: list[Node]
    notes: list[Note] = field(default_factory=list)


def markdown() -> MarkdownIt:
    """Return the parser: CommonMark, what essays add to it, and some of what others do."""
    md = MarkdownIt("commonmark", {"typographer": True, "html": False, "maxNesting": 100})
    md.enable(["table", "strikethrough", "replacements", "smartquotes"])
    md.core.ruler.at("replacements", replace_dashes)
    md.use(front_matter_plugin)
    md.use(myst_role_plugin)
    md.use(citation_plugin)
    md.use(formula_plugin)
    md.use(element_plugin)
    md.use(note_plugin)
    md.use(deflist_plugin)
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
    found: Json = {}
    tokens = markdown().parse(protect_bars(text, file), found)
    check_reading(tokens, openings, file)
    check_names(found, file)
    number_lines(tokens)
    check_blocks(tokens, text.split("\n"), file)
    notes = take_notes(tokens, file)
    front_matter: Json = {}
    if tokens and tokens[0].type == "front_matter":
        front_matter = read_front_matter(tokens.pop(0).content, file)
    elif text.startswith("---\n"):
        raise AuthorError("the front matter is never closed", "close it with ---", file, 1)
    nodes, _ = build_tree(tokens, 0, file)
    return Document(front_matter, nodes, notes)


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


def number_lines(tokens: list[Token]) -> None:
    """Set ``meta["line"]`` of inline tokens; markdown-it itself gives a line to blocks alone.

    Words with which a line begins are marked as such, and what stands in a link.
    """
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        before, links = "softbreak", 0
        for child in token.children or []:
            links += child.nesting if child.type.startswith("link_") else 0
            child.meta |= {"line": line, "begins": before == "softbreak", "linked": links > 0}
            line += child.type in {"softbreak", "hardbreak"} or child.content.count("\n")
            before = child.type


def check_names(found: Json, file: Path) -> None:
    """Refuse notes whose names hold blanks, which Markdown takes for the addresses of links."""
    for name, place in found.get("references", {}).items():
        if name.startswith("^"):
            problem = f"the name of the note [{name.lower()}] holds a blank"
            line = place["map"][0] + 1
            raise AuthorError(problem, f"write [{name.lower().replace(' ', '-')}]", file, line)


def check_blocks(tokens: list[Token], lines: list[str], file: Path) -> None:
    """Refuse what Markdown reads as something that nobody means."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "hr" and re.search(r"-{2,} +-{2,}", lines[line - 1]):
            raise AuthorError(
                "these dashes are a line across the page, and no table",
                "write a table of Markdown: | a | b |, and |---|---| below it",
                file,
                line,
            )
        if token.type == "heading_open" and token.tag == "h1":
            problem = "a heading of level 1 stands in the text"
            raise AuthorError(problem, "begin with ##: the title is in front", file, line)
        for opening, words in pairwise(token.children or []):
            is_bold = opening.type == "strong_open" and opening.markup == "__"
            if is_bold and PYTHON_NAMES.fullmatch(words.content):
                problem = f"__{words.content}__ would be set in bold, without its lines"
                remedy = f"write `__{words.content}__`, or **{words.content}** for bold"
                raise AuthorError(problem, remedy, file, opening.meta["line"])
        for child in token.children or []:
            name = child.meta.get("name", child.type)
            if child.meta["linked"] and name in ("cite", "citation", "footnote_ref"):
                problem = f"{child.markup or child.content or 'a note'} stands in a link"
                remedy = "put it before or after: it is a link itself"
                raise AuthorError(problem, remedy, file, child.meta["line"])


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
