"""Scenes: a figure with its controls, and the steps that scroll past it."""

from markupsafe import Markup

from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer, directive


@directive("scene", Signature("::::{scene} name", ("name",), {"model": "text"}))
def scene(page: EssayRenderer, node: Directive) -> Markup:
    """Render a scene: the figure, its controls, and its steps beside it."""
    current = page.essay.scenes[node.arguments[0]]
    steps = []
    for step in current.steps:
        with page.speaking_of(current, step):
            steps.append({"step": step, "html": page.render(step.nodes)})
    with page.speaking_of(current, current.steps[0], whose="reader"):
        alternative = page.render(current.alternative)
        controls = page.render(list(current.control_nodes))
    return page.render_template(
        "scene",
        scene=current,
        steps=steps,
        alternative=alternative,
        controls=controls,
        **page.figures[current.id],
    )
