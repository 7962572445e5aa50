"""The controls of a scene: sliders, selects, toggles and buttons."""

from markupsafe import Markup

from refit.essay.controls import SIGNATURES, read_control
from refit.essay.markup import Directive
from refit.numbers import format_number
from refit.page.renderer import EssayRenderer, directive


def render_control(page: EssayRenderer, node: Directive) -> Markup:
    """Render a control with its value in the step that it belongs to."""
    here = page.here
    if here is None:
        raise page.error(
            f"{{{node.name}}} stands outside a scene", "put it inside ::::{scene}", node.line
        )
    control = read_control(node, here.scene.defaults, page.essay.text)
    value = here.step.state[control.key] if control else None
    spec = control.format if control else ""
    printed = format_number(float(str(value)), spec, page.numbers) if spec else ""
    return page.render_template(
        node.name,
        scene=here.scene,
        control=control,
        value=value,
        printed=printed,
        names={option: page.say(str(option)) for option in (control.options if control else ())},
        label=node.options.get("label"),
    )


for name, signature in SIGNATURES.items():
    directive(name, signature)(render_control)
