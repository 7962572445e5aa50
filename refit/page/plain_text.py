"""Plain words: what looks like markup that Refit does not have is refused, not printed as typed."""

import re
from html import escape

from markdown_it.token import Token
from markupsafe import Markup

from refit.page.math import misplaced
from refit.page.renderer import EssayRenderer, token

ELEMENTS = (
    "a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption "
    "center cite code col dd del details dfn dialog div dl dt em embed fieldset figcaption figure "
    "font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label "
    "legend li link main map mark math menu meta nav object ol option p picture pre progress q "
    "rp rt ruby s samp script section select small source span strike strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr"
)
HTML = re.compile(rf"</?(?:{ELEMENTS.replace(' ', '|')})(?=[\s/>]|$)|<!--", re.IGNORECASE)
# Markup of other programs, and what to write instead.
OTHERS = (
    (HTML, "write Markdown, or a directive; in `backquotes` it is shown as it is"),
    (re.compile(r"~~(?=\S)"), "leave out what is struck through"),
    (re.compile(r"\[\^[^\]\s]+\]"), "write an :::{aside} instead of a footnote"),
    (re.compile(r"\[-?@[^\]\s]+"), "write [@key], or [@one; @two, p. 5]"),
)


@token("text")
def plain_text(page: EssayRenderer, words: Token, line: int) -> Markup:
    """Render words, having made sure that nothing else was meant."""
    if "$$" in words.content:
        raise misplaced(page, line)
    for pattern, remedy in OTHERS:
        if found := pattern.search(words.content):
            what = words.content[found.start() :].split("\n")[0][:20]
            raise page.error(f"{what!r} would be printed as it stands", remedy, line)
    return Markup(escape(words.content, quote=False))
