"""What quizzes and challenges share: a name, parts that stand apart, and a state of a scene."""

from refit.essay.markup import Directive, Node
from refit.essay.scenes import NAME, Scene, State
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer

ANSWER = Signature(":::{answer}")


def name_of(page: EssayRenderer, node: Directive) -> str:
    """Return the name of a quiz or a challenge, which is an anchor of the page."""
    name = node.arguments[0]
    if not NAME.fullmatch(name):
        remedy = "use small letters, digits and hyphens"
        raise page.error(f"{name!r} cannot name a {node.name}", remedy, node.line)
    return name


def apart(nodes: list[Node], name: str) -> tuple[list[Directive], list[Node]]:
    """Return the directives of a name among nodes, and all the rest of these."""
    found = [each for each in nodes if isinstance(each, Directive) and each.name == name]
    return found, [each for each in nodes if each not in found]


def check_state(page: EssayRenderer, node: Directive, scene: Scene, state: State) -> State:
    """Return the whole state; refuse keys and values that the scene does not allow."""
    for key, value in state.items():
        if key not in scene.defaults:
            raise page.error(
                f"the state of scene {scene.id!r} has no key {key!r}",
                f"its keys are {', '.join(scene.defaults)}",
                node.line,
            )
        refusal = scene.controls[key].refusal(value) if key in scene.controls else None
        if refusal:
            raise page.error(
                f"{key}={value!r} is {refusal}",
                f"the {scene.controls[key].kind} in line {scene.controls[key].line} sets it; "
                "change one of the two",
                node.line,
            )
    return scene.defaults | state
