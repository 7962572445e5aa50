"""What the search of the index looks through: the text of each essay, part by part.

A part is what stands below an entry of a page's contents, or above the first of them. It is read
back from the page, so that an essay which a build takes over need not be rendered for it.
"""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from refit.cache import Json, as_json
from refit.site.index import Listing, Version

# What is no text of the essay: what is drawn, worked with, or said on every page.
UNREAD = frozenset(
    [
        "svg",
        "math",
        "script",
        "style",
        "button",
        "select",
        "option",
        "input",
        "nav",
        "figure",
        "img",
        "pre",
    ]
)
UNREAD_CLASSES = {
    *("contents", "facts", "deeper-kind", "deeper-time"),
    *("step-controls", "still-data", "references", "cite-this"),
}
WITHOUT_END = frozenset(["img", "input", "br", "hr", "link", "meta", "source", "wbr"])
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))


def search_index(listings: Iterable[Listing], site: Path) -> str:
    """Return the file that the search reads: pages, and the parts of each.

    Returns
    -------
    str
        ``{"pages": [{"url", "title", "topic", "lang"}], "parts": [[page, anchor, heading, text]]}``
        as JSON; addresses are relative to the index.
    """
    pages: list[Json] = []
    parts: list[list[object]] = []
    for essay in listings:
        own = Version(essay.lang, "", "index.html", essay.title)
        for version in (own, *essay.translations):
            url = f"essays/{essay.slug}/{version.page}"
            topic = essay.topic if version is own else ""
            page = {"url": url, "title": version.title, "topic": topic, "lang": version.code}
            found = read_parts((site / url).read_text("utf-8"))
            parts += [[len(pages), *part] for part in found]
            pages.append(page)
    return as_json({"pages": pages, "parts": parts})


def read_parts(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield anchor, heading and text of each part of a page; the first has no anchor."""
    contents = Contents()
    contents.feed(html)
    reader = Reader(contents.headings)
    reader.feed(html)
    for anchor, words in reader.parts.items():
        text = " ".join("".join(words).split())
        if text:
            yield anchor, contents.headings.get(anchor, ""), text


class Contents(HTMLParser):
    """The headings in the contents of a page, by the anchors that they lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: dict[str, str] = {}
        self.is_inside = False
        self.anchor = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an entry leads."""
        values = dict(attrs)
        if tag == "nav":
            self.is_inside = True
        target = values.get("href") or ""
        if self.is_inside and tag == "a" and target.startswith("#"):
            self.anchor = target[1:]
            self.headings[self.anchor] = ""

    def handle_endtag(self, tag: str) -> None:
        """Note that an entry ends, or all of them."""
        if tag == "nav":
            self.is_inside = False
        if tag in ("a", "nav"):
            self.anchor = ""

    def handle_data(self, data: str) -> None:
        """Add to the heading."""
        if self.anchor:
            self.headings[self.anchor] += data


class Reader(HTMLParser):
    """The text of a page's ``main``, by the anchor of the part that it belongs to."""

    def __init__(self, anchors: Iterable[str]) -> None:
        super().__init__()
        self.anchors = set(anchors)
        self.parts: dict[str, list[str]] = {"": []}
        self.anchor = ""
        self.around: list[tuple[str, bool]] = []  # open elements, and whether they are left out

    @property
    def is_read(self) -> bool:
        """Whether what comes is text of the essay."""
        names = [name for name, _ in self.around]
        return "main" in names and not any(is_out for _, is_out in self.around)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part where the contents lead to, and leave out what is no text."""
        values = dict(attrs)
        if values.get("id") in self.anchors:
            self.anchor = str(values["id"])
            self.parts.setdefault(self.anchor, [])
        if tag in WITHOUT_END:
            return
        classes = set((values.get("class") or "").split())
        is_out = tag in UNREAD or tag in HEADINGS or bool(classes & UNREAD_CLASSES)
        self.around.append((tag, is_out))

    def handle_endtag(self, tag: str) -> None:
        """End an element; words of two paragraphs stay apart."""
        if tag not in WITHOUT_END:
            self.around.pop()
        self.parts[self.anchor].append(" " if tag in ("p", "li", "td", "th", "dd", "dt") else "")

    def handle_data(self, data: str) -> None:
        """Add to the part."""
        if self.is_read:
            self.parts[self.anchor].append(data)
