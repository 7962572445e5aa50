"""What the search of the index looks through: the text of each essay, part by part.

A part is what stands below an entry of a page's contents, or above the first of them. It is read
back from the page, so that an essay which a build takes over need not be rendered for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from refit.cache import Cache, Json, as_json, code_digest, digest
from refit.site.html_reader import BLOCK, Attributes, HtmlReader
from refit.site.index import Listing

# What is no text of the essay: what is drawn, worked with, or said by the interface.
UNREAD = frozenset(
    [
        *("svg", "math", "img", "figure", "script", "style", "pre", "nav"),
        *("button", "select", "option", "input"),
    ]
)
UNREAD_CLASSES = frozenset(
    [
        *("contents", "facts", "deeper-kind", "deeper-time", "step-controls", "still-data"),
        *("quiz-kind", "quiz-model", "quiz-number", "challenge-kind", "challenge-still"),
        *("references", "cite-this", "note-number", "back", "source-file", "take-away"),
        "visually-hidden",
    ]
)
TITLED = frozenset(["aside", "titled"])  # what is folded up under words of the author
HEADINGS = frozenset(["h2", "h3", "h4"])


def search_index(listings: Iterable[Listing], site: Path, cache: Cache) -> str:
    """Return the file that the search reads: pages, and the parts of each.

    The parts of a page that has not changed are recalled from the cache.

    Returns
    -------
    str
        ``{"pages": [{"url", "title", "topic", "lang"}], "parts": [[page, anchor, heading, text]]}``
        as JSON; addresses are relative to the index.
    """
    pages: list[Json] = []
    parts: list[list[object]] = []
    for essay in listings:
        for number, version in enumerate(essay.versions):
            url = f"essays/{essay.slug}/{version.page}"
            topic = "" if number else essay.topic
            page = {"url": url, "title": version.title, "topic": topic, "lang": version.code}
            html = (site / url).read_text("utf-8")
            key = digest(html, code_digest("site.search"))
            found = cache.recall_json("search-parts", key, partial(list, read_parts(html)))
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
        if text := on_one_line(words):
            yield anchor, on_one_line([contents.headings.get(anchor, "")]), text


def on_one_line(words: Iterable[str]) -> str:
    """Return words with single spaces between them."""
    return " ".join("".join(words).split())


class Contents(HtmlReader):
    """The headings in the contents of a page, by the anchors that they lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: dict[str, str] = {}
        self.anchor = ""

    def on_start(self, tag: str, attributes: Attributes) -> None:
        """Note where an entry leads."""
        target = attributes.get("href") or ""
        is_inside = any(name == "nav" for name, _ in self.around)
        if is_inside and tag == "a" and target.startswith("#"):
            self.anchor = target[1:]
            self.headings[self.anchor] = ""

    def on_end(self, tag: str) -> None:
        """Note that an entry ends."""
        if tag == "a":
            self.anchor = ""

    def handle_data(self, data: str) -> None:
        """Add to the heading."""
        if self.anchor:
            self.headings[self.anchor] += data


class Reader(HtmlReader):
    """The text of a page's ``main``, by the anchor of the part that it belongs to.

    A heading that is an entry of the contents is the part's own; any other is text of it.
    """

    def __init__(self, headings: Mapping[str, str]) -> None:
        super().__init__()
        self.headings = {anchor: on_one_line([text]) for anchor, text in headings.items()}
        self.parts: dict[str, list[str]] = {"": []}
        self.anchor = ""
        self.heading: list[str] = []  # the words of the one that is being read

    @property
    def is_read(self) -> bool:
        """Whether what comes is text of the essay."""
        return any(name == "main" for name, _ in self.around) and not any(
            self.is_left_out(number) for number in range(len(self.around))
        )

    def is_left_out(self, number: int) -> bool:
        """Tell whether one of the open elements holds no text of the essay."""
        tag, attributes = self.around[number]
        if tag == "summary":
            return not classes(self.around[number - 1][1]) & TITLED
        hidden = attributes.get("aria-hidden") == "true"
        return tag in UNREAD or tag == "h1" or hidden or bool(classes(attributes) & UNREAD_CLASSES)

    def on_start(self, tag: str, attributes: Attributes) -> None:
        """Begin a part where the contents lead to."""
        if attributes.get("id") in self.headings:
            self.anchor = str(attributes["id"])
            self.parts.setdefault(self.anchor, [])
        self.parts[self.anchor].append(" " if tag == "br" else "")

    def on_end(self, tag: str) -> None:
        """End an element; words of two blocks stay apart."""
        part = self.parts[self.anchor]
        if tag in HEADINGS:
            text = on_one_line(self.heading)
            part.append("" if text == self.headings.get(self.anchor) else text)
            self.heading = []
        part.append(" " if BLOCK.fullmatch(tag) else "")

    def handle_data(self, data: str) -> None:
        """Add to the part, or to the heading that is being read."""
        if self.is_read:
            in_heading = any(name in HEADINGS for name, _ in self.around)
            (self.heading if in_heading else self.parts[self.anchor]).append(data)


def classes(attributes: Attributes) -> set[str]:
    """Return the classes of an element."""
    return set((attributes.get("class") or "").split())
