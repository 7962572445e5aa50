"""The table of contents: an essay's headings as they are printed, and the anchors they lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from refit.essay.anchors import headings
from refit.essay.markup import Directive
from refit.page.citations import Citations
from refit.page.renderer import EssayRenderer


@dataclass(frozen=True)
class TocEntry:
    """An entry: the anchor that it leads to, and its text."""

    id: str
    text: str


def table_of_contents(page: EssayRenderer) -> list[TocEntry]:
    """Return the headings of level 2, and the first heading of each step, in the page's order.

    A step's first heading may be of level 2, 3 or 4. Its entry leads to the step instead of to the
    heading, since a browser that scrolls to the step keeps the figure in sight.
    """
    if not page.body:  # rendered first: numbers in a heading are those of its step
        return []
    entries = []
    for step, inside in headings_by_step(page):
        anchor = step
        for heading, inline in inside:
            if heading.tag == "h2" or (anchor and heading.tag in ("h3", "h4")):
                entries.append(TocEntry(anchor or str(heading.attrs["id"]), page.printed(inline)))
                anchor = ""
    if page.instance(Citations).cited:
        entries.append(TocEntry("references", page.words["references"]["title"]))
    return entries


def headings_by_step(page: EssayRenderer) -> Iterator[tuple[str, Iterator[tuple[Token, Token]]]]:
    """Yield the id of each step with its headings, and an empty id with those between steps."""
    scenes = iter(page.essay.scenes.values())
    for node in page.essay.document.nodes:
        if isinstance(node, Directive) and node.name == "scene":
            scene = next(scenes)
            yield "", headings(scene.alternative)
            yield from ((step.id, headings(step.nodes)) for step in scene.steps)
        else:
            yield "", headings([node])
