"""Citations as Pandoc, Quarto and MyST write them: ``[@one; @two, p. 5]`` and ``@one says``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

NAME = r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<plain>\w(?:\w|[:.#$%&+?<>~/-]+(?=\w))*))"
BRACKETS = re.compile(r"\[(?P<items>[^\[\]]*@[^\[\]]*)\](?![(\[])")
ITEM = re.compile(rf"(?P<before>(?:.*?[\s(])?)(?P<alone>-?)@{NAME}(?P<after>.*)", re.DOTALL)
BARE = re.compile(rf"@{NAME}")
# After one in the sentence: @one [p. 5], but not a link.
LOCATOR = re.compile(r" \[(?P<after>(?:pp?\.|chap\.|sec\.|fig\.|§|\d)[^\[\]@]*)\](?![(\[])")


def citation_plugin(md: MarkdownIt) -> None:
    """Read citations as tokens ``citation``."""
    md.inline.ruler.before("link", "citations_in_brackets", in_brackets)
    md.inline.ruler.after("citations_in_brackets", "citation_in_a_sentence", in_a_sentence)


def in_brackets(state: StateInline, silent: bool) -> bool:
    """Read ``[see @one, p. 5; -@two]``."""
    found = BRACKETS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    items = [ITEM.fullmatch(item.strip()) for item in found["items"].split(";")]
    if not all(items):
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta["works"] = [work(item) for item in items if item]
        token.meta["in_text"] = False
        token.markup = found[0]
    state.pos = found.end()
    return True


def in_a_sentence(state: StateInline, silent: bool) -> bool:
    """Read ``@one`` where a word begins, with what follows in brackets."""
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    found = BARE.match(state.src, state.pos, state.posMax)
    if not found or re.match(r"[\w.@/:+-]", before):
        return False
    locator = LOCATOR.match(state.src, found.end(), state.posMax)
    if not silent:
        token = state.push("citation", "", 0)
        after = f", {locator['after']}" if locator else ""
        key = found["braced"] or found["plain"]
        token.meta["works"] = [{"key": key, "before": "", "after": after, "alone": False}]
        token.meta["in_text"] = True
        token.markup = state.src[found.start() : (locator or found).end()]
    state.pos = (locator or found).end()
    return True


def work(item: re.Match[str]) -> dict[str, object]:
    """Return one of several citations: its key, the words around it, and whether it is a year."""
    return {
        "key": item["braced"] or item["plain"],
        "before": item["before"].strip(),
        "after": item["after"].rstrip(),
        "alone": bool(item["alone"]),
    }
