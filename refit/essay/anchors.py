"""Anchors: the targets of links in a page, each with a unique name."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from markdown_it.token import Token

from refit.errors import AuthorError
from refit.essay.markup import Directive, Node, Prose

# Ids that the templates give themselves.
TEMPLATE_IDS = ("main", "references", "refit-page")


def name_anchors(nodes: list[Node], file: Path) -> dict[str, int]:
    """Give every heading its id, and return the line of each anchor by its name.

    The id becomes an attribute of the heading's token, as markdown-it's own plugins do it: it
    follows from the text alone.

    Raises
    ------
    AuthorError
        If two anchors would have the same name; headings of one text are numbered instead.
    """
    anchors = dict.fromkeys(TEMPLATE_IDS, 0)
    for name, line in directive_anchors(nodes):
        if name in anchors:
            raise clash(name, anchors[name], line, file)
        anchors[name] = line
    taken = set(anchors)
    for heading, inline in headings(nodes):
        line = heading.map[0] + 1 if heading.map else 0
        name = base = slug(heading_text(inline)) or "section"
        if base in taken:
            raise clash(base, anchors[base], line, file)
        number = 1
        while name in anchors:
            number += 1
            name = f"{base}-{number}"
        heading.attrSet("id", name)
        anchors[name] = line
    return anchors


def clash(name: str, first: int, line: int, file: Path) -> AuthorError:
    """Return the error for a name that two anchors would have."""
    where = f"in line {first}" if first else "of the page itself"
    return AuthorError(f"#{name} is already an anchor {where}", "name one otherwise", file, line)


def directive_anchors(nodes: list[Node]) -> Iterator[tuple[str, int]]:
    """Yield the anchors that directives make, and their lines."""
    for node in nodes:
        if not isinstance(node, Directive):
            continue
        if node.name == "scene" and node.arguments:
            steps = [child for child in node.children if isinstance(child, Directive)]
            lines = [child.line for child in steps if child.name == "step"]
            yield from ((f"{node.arguments[0]}-{n}", line) for n, line in enumerate(lines, 1))
        if node.name in ("quiz", "figure", "challenge") and node.arguments:
            yield node.arguments[0], node.line
        if node.name in ("definition", "deeper") and node.arguments:
            yield slug(" ".join(node.arguments)), node.line
        yield from directive_anchors(node.children)


def headings(nodes: list[Node]) -> Iterator[tuple[Token, Token]]:
    """Yield the opening token of every heading and its inline token, in the order of the text."""
    for node in nodes:
        if isinstance(node, Prose):
            pairs = zip(node.tokens, node.tokens[1:], strict=False)
            yield from (pair for pair in pairs if pair[0].type == "heading_open")
        else:
            yield from headings(node.children)


def heading_text(inline: Token) -> str:
    """Return a heading's text without live numbers and citations, whose text may change."""
    parts = []
    for child in inline.children or []:
        role = child.meta.get("name") if child.type == "myst_role" else None
        if role not in ("live", "cite"):
            text = " " if child.type.endswith("break") else child.content
            parts.append(text.partition("|")[0] if role else text)
    return "".join(parts)


def slug(text: str) -> str:
    """Return a text as an id: lower-case letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    whole = re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", plain)
    return "-".join(re.findall(r"\w+", whole)).replace("_", "-")
