"""The time that a reader needs for an essay: an estimate, from what is read, looked at and tried.

Adults read English non-fiction silently at 238 words a minute, most of them at 175 to 300: the mean
of 190 studies in M. Brysbaert, "How many words do we read per minute?", Journal of Memory and
Language 109 (2019), 104047. Nobody has measured the rest for pages such as these. The seconds below
are what one who does as the text says needs at the least: to find his way about a new figure, to
see how it changes with a step, to move a slider from end to end and watch, to make a guess.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from refit.essay.anchors import heading_text
from refit.essay.markup import Directive, Node, Prose

WORDS_PER_MINUTE = 238
FORMULA = 20  # seconds for one that is displayed: it is read sign by sign, and again
SECONDS = {  # beside the words in them
    "scene": 20,
    "figure": 20,
    "step": 20,
    "slider": 15,
    "select": 10,
    "toggle": 5,
    "button": 5,
    "quiz": 45,
    "challenge": 120,
    "definition": 10,
    "code": 30,
}
FOLDED = frozenset(["aside", "code", "deeper", "hint"])  # what a reader may leave closed
UNREAD = frozenset(["alt"])  # what there is to see in a figure is seen


@dataclass(frozen=True)
class ReadingTime:
    """Minutes for what is not folded up, and for everything."""

    core: int
    whole: int


def reading_time(nodes: list[Node]) -> ReadingTime:
    """Return the time that a reader needs for a text.

    Readers add up what the page says: of the whole, and of each part of it that is folded up.
    """
    core, whole = (max(1, math.ceil(seconds(nodes, all_) / 60)) for all_ in (False, True))
    parts = [each for each in nodes if isinstance(each, Directive) and each.name == "deeper"]
    said = sum(reading_time(part.children).whole for part in parts)
    return ReadingTime(core, max(whole, core + said))


def seconds(nodes: list[Node], whole: bool) -> float:
    """Return the seconds that a reader needs: for everything, or for what is not folded up."""
    return sum(
        sum(map(seconds_of_token, node.tokens))
        if isinstance(node, Prose)
        else SECONDS.get(node.name, 0)
        for node in read(nodes, whole)
    )


def core_words(nodes: list[Node]) -> int:
    """Return the number of words, live numbers among them, in what is not folded up."""
    prose = (node for node in read(nodes, whole=False) if isinstance(node, Prose))
    return sum(words_of_token(token) for node in prose for token in node.tokens)


def read(nodes: list[Node], whole: bool, left_out: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield the nodes that are read: all, or those that are not folded up.

    Directives whose names are in ``left_out`` are passed over.
    """
    unread = UNREAD | left_out | (frozenset() if whole else FOLDED)
    for node in nodes:
        if isinstance(node, Prose):
            yield node
        elif node.name not in unread:
            yield node
            yield from read(node.children, whole, left_out)


def seconds_of_token(token: Token) -> float:
    """Return the seconds for one token of Markdown: its words, its live numbers, or a formula."""
    if token.type.startswith("math_block"):
        return FORMULA
    return words_of_token(token) * 60 / WORDS_PER_MINUTE


def words_of_token(token: Token) -> int:
    """Return the number of words and of live numbers in one token of Markdown."""
    if token.type != "inline":
        return 0
    numbers = [child for child in token.children or [] if child.meta.get("name") == "live"]
    return len(heading_text(token).split()) + len(numbers)
