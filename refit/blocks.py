"""The directives and roles that are no more than a template."""

from markupsafe import Markup

from refit.markup import Directive
from refit.options import Signature
from refit.page import EssayRenderer
from refit.registry import block, role


@block("scene", Signature("::::{scene} name", ("name",), {"model": "text"}))
def scene(page: EssayRenderer, node: Directive) -> Markup:
    """Render a scene: the figure, its controls, and its steps beside it."""
    current = page.essay.scenes[node.arguments[0]]
    page.scene = current
    steps = []
    for page.step in current.steps:
        steps.append({"step": page.step, "html": page.render(page.step.nodes)})
    page.step, page.whose = current.steps[0], "reader"
    alternative = page.render(current.alternative)
    controls = page.render(list(current.controls))
    page.scene, page.step, page.whose = None, None, "step"
    return page.block(
        "scene",
        scene=current,
        steps=steps,
        alternative=alternative,
        controls=controls,
        **page.figures[current.id],
    )


@block("aside", Signature(':::{aside} "Its title"', ("title...",)))
def aside(page: EssayRenderer, node: Directive) -> Markup:
    """Render an aside, folded up under its title."""
    return page.block("aside", title=" ".join(node.arguments), html=page.render(node.children))


@role("live")
def live(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a live number."""
    scene, number, text = page.live(content, line)
    return page.block("live", scene=scene, live=number, text=text)


@role("term")
def term(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a word in the colour it has in the figure: ``word`` or ``text | word``."""
    text, _, name = (part.strip() for part in content.partition("|"))
    name = name or text.lower()
    if name not in page.colours:
        colours = ", ".join(sorted(page.colours))
        raise page.error(
            f"{name!r} is no colour of the theme",
            f"write {{term}}`text | colour`; colours: {colours}",
            line,
        )
    return page.block("term", text=text, term=name)
