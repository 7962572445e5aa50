"""Scenes: a figure, its controls, and its steps beside it."""

from markupsafe import Markup

from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer, block


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
    controls = page.render(list(current.control_nodes))
    page.scene, page.step, page.whose = None, None, "step"
    return page.block(
        "scene",
        scene=current,
        steps=steps,
        alternative=alternative,
        controls=controls,
        **page.figures[current.id],
    )
