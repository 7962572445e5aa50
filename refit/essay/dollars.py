r"""Dollars: which are prices, and formulae that are written as other programs have them."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

CLOSING = re.compile(r"(?<!\\)\$")
# A sum, and words after it: $5 and 10$
PRICE = re.compile(
    r"\d[\d.,]*\s?(?:[kmb]|bn|million|billion|thousand)?\b[^\\^_={}]*"
    r"\s(?:a|and|at|but|each|for|in|is|of|on|or|per|than|the|to|vs\.?|was|while|with)\s",
    re.IGNORECASE,
)
LATEX = re.compile(r"\\(?:\((?P<inline>.*?)\\\)|\[(?P<block>.*?)\\\])", re.DOTALL)
MATHEMATICS = re.compile(r"[\\^_={}]")


def formula_plugin(md: MarkdownIt) -> None:
    r"""Read formulae between dollars, and find those between \( and \)."""
    md.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    md.inline.ruler.at("math_inline", formula)
    md.inline.ruler.before("escape", "latex_brackets", latex_brackets)


in_dollars = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)
# The rule takes what ends a text for what stands before its beginning, such as a digit.
at_the_beginning = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def formula(state: StateInline, silent: bool) -> bool:
    """Read a formula, unless what stands between the dollars is a price and words."""
    if state.src[state.pos] != "$":
        return False
    end = CLOSING.search(state.src, state.pos + 1, state.posMax)
    if end and PRICE.match(state.src, state.pos + 1, end.start()):
        return False
    if state.pos:
        return in_dollars(state, silent)
    followed_by_digit = end and state.src[end.end() : end.end() + 1].isdigit()
    return not followed_by_digit and at_the_beginning(state, silent)


def latex_brackets(state: StateInline, silent: bool) -> bool:
    r"""Find a formula between \( and \), which Markdown would print as brackets."""
    found = LATEX.match(state.src, state.pos, state.posMax)
    if not found or (found["block"] and not MATHEMATICS.search(found["block"])):
        return False
    if not silent:
        token = state.push("foreign", "", 0)
        token.content = found[0]
        signs = "$$ on lines of their own around it" if found["inline"] is None else "$…$"
        token.meta["remedy"] = f"write {signs}"
    state.pos = found.end()
    return True
