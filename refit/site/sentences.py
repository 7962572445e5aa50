"""The sentences of a built page that hold live numbers, as text that can be filled in anew."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from refit.numbers import ENGLISH, NumberRules
from refit.page.live_numbers import REFERENCE, LiveError, LiveNumber
from refit.site.html_reader import BLOCK, Attributes, HtmlReader
from refit.tables import Tables

UNDEFINED = "\N{EN DASH}"  # as static/js/scene/live_numbers.js prints what a table does not have
SILENT = re.compile(r"script|style|pre|option|title")
# A sentence ends at . ! ? before a space and what can begin another.
ENDING = re.compile(r"(?<=[.!?])[\")\u201d\u2019]*\s+(?=[\d\W]*[A-ZÀ-Þ⟦])")


@dataclass(frozen=True)
class Live:
    """A live number of the page: its scene, its text as built, and where its value is found."""

    scene: str
    number: LiveNumber
    text: str
    rules: NumberRules = ENGLISH
    words: Mapping[str, str] = field(default_factory=dict)

    def filled(self, tables: Tables) -> str:
        """Return its text for a result of the model."""
        try:
            text = self.number.text(tables, self.rules)
            return text if self.number.format else self.words.get(text, text)
        except LiveError:
            return UNDEFINED


@dataclass(frozen=True)
class Sentence:
    """A sentence: text and live numbers in turn.

    Attributes
    ----------
    place
        The id of the step that it stands in; for a text alternative or a figure's caption, its
        scene's; else empty.
    """

    place: str
    parts: tuple[str | Live, ...]

    @property
    def follows(self) -> set[str]:
        """The scenes whose state the numbers in it follow."""
        return {
            part.scene
            for part in self.parts
            if isinstance(part, Live) and part.number.whose == "reader"
        }

    def text(self, scene: str = "", tables: Tables | None = None) -> str:
        """Return it with its numbers in brackets: as built, or for a result of a scene's model."""
        return "".join(
            part
            if isinstance(part, str)
            else f"[{part.filled(tables)}]"
            if tables is not None and part.scene == scene and part.number.whose == "reader"
            else f"[{part.text}]"
            for part in self.parts
        ).strip()


@dataclass
class PageReader(HtmlReader):
    """Reads the sentences with live numbers of a built page, in order."""

    rules: NumberRules = ENGLISH
    words: Mapping[str, str] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    _parts: list[str | Live] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def on_start(self, tag: str, attributes: Attributes) -> None:
        """Begin an element: a block ends the sentence before it."""
        if BLOCK.fullmatch(tag):
            self._end_block()
        self._parts += self._live(attributes)  # words may be empty: no text follows then

    def on_end(self, tag: str) -> None:
        """End an element."""
        if BLOCK.fullmatch(tag):
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Take the text of an element."""
        tag, attributes = self.around[-1] if self.around else ("", {})
        if SILENT.fullmatch(tag):
            return
        if live := self._live(attributes, data):
            self._parts[-1:] = live
        else:
            self._parts.append(re.sub(r"\s+", " ", data))

    def _live(self, element: Attributes, text: str = "") -> list[Live]:
        """Return the live number that an element is, if it is one."""
        reference = element.get("data-live")
        match = REFERENCE.fullmatch(reference) if reference else None
        if not match:
            return []
        number = LiveNumber(
            None,
            match["table"],
            match["key"],
            match["column"],
            element.get("data-format"),
            str(element.get("data-whose")),
        )
        return [Live(str(element.get("data-of")), number, text, self.rules, self.words)]

    def close(self) -> None:
        """End the page."""
        super().close()
        self._end_block()

    def _end_block(self) -> None:
        place = next(
            (
                str(each["id"] if "data-step" in each else each["data-scene"])
                for _, each in reversed(self.around)
                if {"data-step", "id"} <= each.keys() or "data-scene" in each
            ),
            "",
        )
        for parts in split(self._parts):
            if any(isinstance(part, Live) for part in parts):
                self.sentences.append(Sentence(place, tuple(parts)))
        self._parts = []


def split(parts: list[str | Live]) -> Iterator[list[str | Live]]:
    """Split a block's text into sentences; a live number belongs to the one around it."""
    marked = "".join(part if isinstance(part, str) else "⟦" for part in parts)
    numbers = iter([part for part in parts if isinstance(part, Live)])
    for sentence in ENDING.split(marked):
        pieces: list[str | Live] = []
        for i, text in enumerate(sentence.split("⟦")):
            if i:
                pieces.append(next(numbers))
            pieces.append(text)
        yield pieces


def read_sentences(
    html: str, rules: NumberRules = ENGLISH, words: Mapping[str, str] = MappingProxyType({})
) -> list[Sentence]:
    """Return the sentences of a page that hold live numbers, in their order.

    ``rules`` and ``words`` are how its language writes numbers, and the words of the model.
    """
    reader = PageReader(rules, words)
    reader.feed(html)
    reader.close()
    return reader.sentences
