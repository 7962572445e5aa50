"""Scenes: a figure with its controls, and the steps that scroll past it; or one in the prose.

The page itself has the drawing of its first scene, in both layouts, so that it is complete as soon
as it is there. All others are drawn when the reader comes near: two drawings each would be a third
of a page's text. Without scripts every step of theirs shows a picture.
"""

from itertools import groupby

from markupsafe import Markup

from refit.essay.controls import SIGNATURES
from refit.essay.markup import Directive, Node, walk
from refit.essay.reading import Essay
from refit.essay.scenes import FIGURE, LAYOUTS, SCENE, Scene
from refit.page.renderer import EssayRenderer, directive


@directive("scene", SCENE)
@directive("figure", FIGURE)
def scene(page: EssayRenderer, node: Directive) -> Markup:
    """Render a scene: the figure, its controls, and its steps beside it, or its caption below."""
    current = page.essay.scenes[node.arguments[0]]
    steps = []
    for step in current.steps:
        with page.speaking_of(current, step):
            steps.append({"step": step, "html": render_step(page, step.nodes)})
    with page.speaking_of(current, current.steps[0], whose="reader"):
        alternative = page.render(current.alternative)
        controls = page.render(list(current.control_nodes))
    return page.render_template(
        "scene",
        slug=page.essay.slug,
        scene=current,
        is_bare=is_bare(page.essay, current),
        steps=steps,
        alternative=alternative,
        controls=controls,
        **page.figures[current.id],
    )


def is_bare(essay: Essay, current: Scene) -> bool:
    """Tell whether the page lacks a scene's drawing: it has that of its first, unless folded up."""
    if current.id != next(iter(essay.scenes)):
        return True
    parts = (node for node in walk(essay.document.nodes) if node.name == "deeper")
    return any(
        node.name in LAYOUTS and node.arguments == [current.id]
        for part in parts
        for node in walk(part.children)
    )


def render_step(page: EssayRenderer, nodes: list[Node]) -> Markup:
    """Render what stands in a step; controls that follow each other are one group."""
    html = Markup()
    for are_controls, group in groupby(nodes, is_control):
        inside = page.render([*group])
        if are_controls:
            inside = Markup('<div class="step-controls">\n{}</div>\n').format(inside)
        html += inside
    return html


def is_control(node: Node) -> bool:
    """Tell whether a node is a control."""
    return isinstance(node, Directive) and node.name in SIGNATURES
