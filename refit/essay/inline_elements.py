"""Elements that Markdown has no sign for: ``<kbd>``, ``<sub>``, ``<sup>`` and ``<br>``."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

BEGIN = re.compile(r"<(kbd|sub|sup)>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def element_plugin(md: MarkdownIt) -> None:
    """Read the few elements of HTML that may stand in a text."""
    md.inline.ruler.before("autolink", "element", element)


def element(state: StateInline, silent: bool) -> bool:
    """Read an element with what it holds, or a break of the line."""
    if found := BREAK.match(state.src, state.pos, state.posMax):
        if not silent:
            state.push("line_break", "br", 0)
        state.pos = found.end()
        return True
    found = BEGIN.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    tag = found[1].lower()
    end = re.compile(f"</{tag}>", re.IGNORECASE).search(state.src, found.end(), state.posMax)
    if not end:
        return False
    if not silent:
        last = state.posMax
        state.push(f"{tag}_open", tag, 1)
        state.pos, state.posMax = found.end(), end.start()
        state.md.inline.tokenize(state)
        state.posMax = last
        state.push(f"{tag}_close", tag, -1)
    state.pos = end.end()
    return True
