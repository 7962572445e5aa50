"""The table of contents: an essay's headings as they are printed, and the anchors they lead to."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from refit.essay.anchors import headings, slug
from refit.essay.markup import Directive, Node
from refit.page.citations import Citations
from refit.page.deeper import title
from refit.page.renderer import EssayRenderer


@dataclass(frozen=True)
class TocEntry:
    """An entry: the anchor that it leads to, its text, and whether it is a deeper part."""

    id: str
    text: str
    deeper: bool = False


def table_of_contents(page: EssayRenderer) -> list[TocEntry]:
    """Return the headings of level 2, and the first heading of each step, in the page's order.

    A step's first heading may be of level 2, 3 or 4. Its entry leads to the step instead of to the
    heading, since a browser that scrolls to the step keeps the figure in sight. A deeper part has
    one entry, whatever is folded up in it.
    """
    if not page.body:  # rendered first: numbers in a heading are those of its step
        return []
    entries = []
    for node in page.essay.document.nodes:
        if isinstance(node, Directive) and node.name == "deeper":
            entries.append(TocEntry(slug(title(node)), title(node), deeper=True))
            continue
        for step, inside in headings_by_step(page, node):
            anchor = step
            for heading, inline in inside:
                if heading.tag == "h2" or (anchor and heading.tag in ("h3", "h4")):
                    place = anchor or str(heading.attrs["id"])
                    entries.append(TocEntry(place, page.printed(inline)))
                    anchor = ""
    if page.instance(Citations).cited:
        entries.append(TocEntry("references", page.words["references"]["title"]))
    return entries


def headings_by_step(
    page: EssayRenderer, node: Node
) -> Iterator[tuple[str, Iterator[tuple[Token, Token]]]]:
    """Yield the id of each step of a scene with its headings, and an empty id with all others."""
    if isinstance(node, Directive) and node.name == "scene":
        scene = page.essay.scenes[node.arguments[0]]
        yield "", headings(scene.alternative)
        yield from ((step.id, headings(step.nodes)) for step in scene.steps)
    else:
        yield "", headings([node])
