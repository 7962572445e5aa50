"""Asides: a text folded up under its title."""

from markupsafe import Markup

from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer, directive


@directive("aside", Signature(':::{aside} "Its title"', ("title...",)))
def aside(page: EssayRenderer, node: Directive) -> Markup:
    """Render an aside, folded up under its title."""
    return page.render_template(
        "aside", title=" ".join(node.arguments), html=page.render(node.children)
    )
