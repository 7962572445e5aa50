"""Contents: the headings of a rendered essay, and the places they are reached by."""

import html
import re
from dataclasses import dataclass

MARK = re.compile(
    r'<article class="step" id="(?P<step>[^"]+)"|(?P<end></article>)'
    r'|<h(?P<level>[2-4]) id="(?P<id>[^"]+)">(?P<words>.*?)</h(?P=level)>',
    re.DOTALL,
)
TEX = re.compile(r"<annotation.*?</annotation>", re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A heading: the id that a link to it names, and its words."""

    id: str
    words: str


def contents(body: str) -> list[Place]:
    """Return the headings of the second level, and the first one of each step, in their order.

    A step's own is reached by the step, which a browser scrolls to so that its figure stays in
    sight.
    """
    found, step = [], None
    for mark in MARK.finditer(body):
        if mark["words"] is None:
            step = mark["step"]
            continue
        if mark["level"] != "2" and not step:
            continue
        words = html.unescape(re.sub(r"<[^>]+>", "", TEX.sub("", mark["words"])))
        found.append(Place(step or mark["id"], " ".join(words.split())))
        step = None
    return found
