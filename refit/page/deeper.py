"""Deeper parts: prose, figures and quizzes that are folded up under a heading until a reader asks.

A deeper part may hold scenes. Their pictures are drawn at build like all others, as files: the
page itself has empty drawings. They are filled when the part is opened; nothing is fetched or
computed for them before. Without scripts the steps show the pictures.
"""

from markupsafe import Markup

from refit.essay.anchors import headings, slug
from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.reading_time import reading_time
from refit.page.renderer import EssayRenderer, directive

SIGNATURE = Signature(
    ':::::{deeper} "Its heading" for="what it is for"', ("heading...",), {"for": "text"}, ("for",)
)
ABOVE = ("h1", "h2")  # its own heading is of level 2


@directive("deeper", SIGNATURE)
def deeper(page: EssayRenderer, node: Directive) -> Markup:
    """Render a deeper part, unfolded: a script folds it up."""
    purpose = str(node.options["for"]).strip()
    if not purpose or not node.children:
        raise page.error(
            "{deeper} says nothing" if purpose else "for of {deeper} is empty",
            f"write {SIGNATURE.example}, and below it what there is to read",
            node.line,
        )
    for heading, _ in headings(node.children):
        if heading.tag in ABOVE:
            line = heading.map[0] + 1 if heading.map else node.line
            raise page.error(
                f"a heading of level {heading.tag[1]} stands inside {{deeper}}, which has level 2",
                "write ###",
                line,
            )
    return page.render_template(
        "deeper",
        id=slug(title(node)),
        title=title(node),
        purpose=purpose,
        minutes=reading_time(node.children).whole,
        html=page.render(node.children),
    )


def title(node: Directive) -> str:
    """Return the heading of a deeper part."""
    return " ".join(node.arguments)
