"""Advice on the text of an essay: what is long, hard, empty, typed, or cannot be looked up."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.essay.anchors import heading_text, headings
from refit.essay.markup import Node, Prose, walk
from refit.page.citations import Citations
from refit.page.reading_time import core_words, read
from refit.page.renderer import EssayRenderer
from refit.site.claims import claims_advice

LONGEST = 900  # words of a core: a newcomer reads them, and tries everything, in some ten minutes
LONGEST_STEP = 150  # words: some two screens of a phone, below a figure that takes half of each
HARDEST = 45  # by Björnsson's index: newspapers have some 45, laws 60, children's books 25
LONG_WORD = 6  # letters; a longer one counts as long there
WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[.!?:…]*\n|[.!?:…]+(?=\s)")  # a paragraph ends one, too
EMPTY = {  # headings that would fit any text
    *("about", "background", "basics", "conclusion", "conclusions", "details", "discussion"),
    *("example", "examples", "further reading", "intro", "introduction", "method", "methods"),
    *("more", "motivation", "notes", "outlook", "overview", "results", "summary", "theory"),
}
NUMBERED = re.compile(r"(part|step|section|chapter|example|figure)\s+[\divx]+", re.IGNORECASE)
# 0.067 and 86.5 %, but not 0.5, 95 %, 1,000 or the 3.2 of a version's number 1.3.2.
TYPED = re.compile(r"(?<![\w.,/-])(?:0\.\d{3,}|\d+\.\d+(?=\s?%))(?![\w.]*\w)")
LIVE = "write {live}`table.column | .3f`, which stays true when the model changes"


def text_advice(page: EssayRenderer) -> Iterator[AuthorError]:
    """Yield what an author might look at again in a text that has been rendered."""
    nodes, file = page.essay.document.nodes, page.essay.text
    yield from advice_on_length(nodes, file)
    yield from advice_on_headings(nodes, file)
    yield from advice_on_numbers(nodes, file)
    yield from advice_on_references(page.instance(Citations))
    if page.essay.language.code.partition("-")[0] == "en":
        yield from claims_advice(nodes, file)


def advice_on_length(nodes: list[Node], file: Path) -> Iterator[AuthorError]:
    """Yield advice on a core and on steps that are long, and on a core that is hard to read."""
    if (words := core_words(nodes)) > LONGEST:
        remedy = "cut, or move what not every reader needs into a `deeper` part"
        yield advise("long", f"the core has {words} words", remedy, file)
    for step in (each for each in walk(nodes) if each.name == "step"):
        if (words := core_words(step.children)) > LONGEST_STEP:
            remedy = "cut, or make two steps of it: on a phone its beginning is out of sight"
            yield advise("steps", f"this step has {words} words", remedy, file, step.line)
    index = readability(
        "".join(f"{' '.join(lines.values())}\n" for lines in texts(nodes, whole=False))
    )
    if index > HARDEST:
        problem = f"the core's readability index is {index:.0f}, beyond that of newspapers"
        remedy = f"write shorter sentences, and words of up to {LONG_WORD} letters"
        yield advise("hard", problem, remedy, file)


def readability(text: str) -> float:
    """Return the index of a text: words a sentence, plus the percentage of long words.

    It needs no syllables, so that it serves many languages: C. H. Björnsson, Läsbarhet (1968); in
    English: "Readability of newspapers in 11 languages", Reading Research Quarterly 18 (1983). A
    text of fewer than 100 words has 0: it says too little.
    """
    words = WORD.findall(text)
    if len(words) < 100:
        return 0
    long = sum(len(word) > LONG_WORD for word in words)
    return len(words) / max(1, len(SENTENCE.findall(text))) + 100 * long / len(words)


def advice_on_headings(nodes: list[Node], file: Path) -> Iterator[AuthorError]:
    """Yield advice on headings that would fit any text, and on those that are there twice."""
    first: dict[str, int] = {}
    for opening, inline in headings(nodes):
        text, line = heading_text(inline), (opening.map or [-1])[0] + 1
        plain = " ".join(text.casefold().split()).strip(" .:!?")
        if plain in EMPTY or NUMBERED.fullmatch(plain):
            remedy = "say what its part shows: readers of the contents see nothing else"
            yield advise("headings", f"{text!r} would fit any text", remedy, file, line)
        if plain in first:
            problem = f"{text!r} is the heading of line {first[plain]}, too"
            yield advise("headings", problem, "say what is new here", file, line)
        first.setdefault(plain, line)


def advice_on_numbers(nodes: list[Node], file: Path) -> Iterator[AuthorError]:
    """Yield advice on numbers that were typed, with as many digits as only a model has.

    Those of a challenge are its goal's, which a build proves.
    """
    for lines in texts(nodes, whole=True, left_out=frozenset(["challenge"])):
        for line, text in lines.items():
            for found in TYPED.finditer(text):
                problem = f"{found[0]} is typed, and looks computed"
                yield advise("typed", problem, LIVE, file, line)


def texts(
    nodes: list[Node], whole: bool, left_out: frozenset[str] = frozenset()
) -> Iterator[dict[int, str]]:
    """Yield the words of each paragraph and heading that is read, by the author's lines.

    Code, formulae and live numbers are left out.
    """
    for node in read(nodes, whole, left_out):
        for token in node.tokens if isinstance(node, Prose) else ():
            words = [each for each in token.children or [] if each.type == "text"]
            if words:
                by_line = groupby(words, lambda each: each.meta["line"])
                yield {line: "".join(each.content for each in row) for line, row in by_line}


def advice_on_references(citations: Citations) -> Iterator[AuthorError]:
    """Yield advice on papers in the list of references that nobody can look up."""
    for key in citations.cited:
        work = citations.works[key]
        if not (work.doi or work.url or work.stands_alone):
            problem = f"{key} has no address where a reader finds it"
            remedy = "write doi = {10.1234/abc}, or url = {https://…}"
            yield advise("references", problem, remedy, citations.file, work.line)
