"""A reader of built pages: it knows which elements are open around each text."""

import re
from html.parser import HTMLParser

# Elements that have no end (HTML Standard, 13.1.2).
VOID = frozenset(
    [
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("source", "track", "wbr"),
    ]
)

# Elements whose text stands apart from what is before and behind them.
BLOCK = re.compile(
    r"p|li|t[dh]|d[dt]|h[1-6]|fig(caption|ure)|summary|blockquote|article|section|aside|div|main|"
    r"form|fieldset|legend|label|table|pre"
)

Attributes = dict[str, str | None]


class HtmlReader(HTMLParser):
    """Reads a page; an end that was not written, or written too often, does no harm.

    Attributes
    ----------
    around
        The open elements: tag and attributes of each, the innermost last.
    """

    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, Attributes]] = []

    def on_start(self, tag: str, attributes: Attributes) -> None:
        """Take an element that begins; it is not among ``around`` yet."""

    def on_end(self, tag: str) -> None:
        """Take an element that ends; it is still among ``around``."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.on_start(tag, dict(attrs))
        if tag not in VOID:
            self.around.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element of SVG or MathML that ends at once."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those inside it that were left open; a lone end is nothing."""
        if all(tag != name for name, _ in self.around):
            return
        while self.around:
            name = self.around[-1][0]
            self.on_end(name)
            self.around.pop()
            if name == tag:
                break
