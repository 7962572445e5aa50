"""Definitions: a word explained in a frame of its own, to which ``[text](#word)`` leads."""

from markupsafe import Markup

from refit.essay.anchors import slug
from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer, directive


@directive("definition", Signature(':::{definition} "validation set"', ("term...",)))
def definition(page: EssayRenderer, node: Directive) -> Markup:
    """Render a definition."""
    term = " ".join(node.arguments)
    return page.render_template(
        "definition", term=term, id=slug(term), html=page.render(node.children)
    )
