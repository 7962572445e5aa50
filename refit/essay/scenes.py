"""Scenes and their steps: what each sets in the state, and how they are read."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.controls import SIGNATURES, Control, read_control
from refit.essay.markup import Directive, Node, walk
from refit.essay.signatures import Signature, check_signature
from refit.tables import Tables

NAME = re.compile(r"[a-z][a-z0-9-]*")
STATE = dict[str, object]
ALT = Signature(":::{alt}")


@dataclass
class Step:
    """One step of a scene: what it overrides in the scene's state, and what it says."""

    id: str
    overrides: STATE
    nodes: list[Node]
    line: int
    state: STATE = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)


@dataclass
class Scene:
    """A figure that stays in sight while its steps scroll past."""

    id: str
    function: str
    defaults: STATE
    alternative: list[Node]
    steps: list[Step]
    line: int
    control_nodes: list[Directive] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What the text must know of a model: its scenes' default states, and its functions."""

    states: dict[str, STATE]
    functions: list[str]


def read_scene(directive: Directive, facts: Facts, file: Path) -> Scene:
    """Read a scene with its steps, and bring each step's state together."""
    if len(directive.arguments) != 1 or not NAME.fullmatch(directive.arguments[0]):
        raise AuthorError("a scene needs a name", "write {scene} name", file, directive.line)
    scene_id = directive.arguments[0]
    function = str(directive.options.get("model", scene_id.replace("-", "_")))
    if function not in facts.states or function not in facts.functions:
        raise AuthorError(
            f"model.py has no scene {function!r}",
            f"define {function}(state) there, and its default state in STATES",
            file,
            directive.line,
        )
    defaults = dict(facts.states[function])
    scene = Scene(scene_id, function, defaults, [], [], directive.line)
    for child in directive.children:
        if not isinstance(child, Directive):
            raise AuthorError(
                "a scene holds prose outside its steps",
                "put it inside :::{step}",
                file,
                directive.line,
            )
        if child.name == "alt":
            read_alternative(child, scene, file)
        elif child.name == "step":
            scene.steps.append(read_step(child, scene, file))
        elif child.name in SIGNATURES:
            scene.control_nodes.append(child)
        else:
            raise AuthorError(
                f"{{{child.name}}} cannot stand directly inside a scene",
                "put it inside :::{step}",
                file,
                child.line,
            )
    for inner in walk(directive.children):
        control = read_control(inner, defaults, file) if inner.name in SIGNATURES else None
        if control:
            scene.controls[control.key] = control
    check_steps(scene, file)
    if not scene.alternative:
        raise AuthorError(
            f"the figure of scene {scene_id!r} has no text alternative",
            "say inside the scene, in :::{alt}, what there is to see",
            file,
            directive.line,
        )
    if not scene.steps:
        raise AuthorError(
            f"scene {scene_id!r} has no step", "write at least one :::{step}", file, directive.line
        )
    return scene


def read_alternative(directive: Directive, scene: Scene, file: Path) -> None:
    """Read what a scene says instead of its figure; there is one, for all of its steps."""
    check_signature(directive, ALT, file)
    if scene.alternative:
        raise AuthorError(
            f"the figure of scene {scene.id!r} has two text alternatives",
            "say all there is to see in one :::{alt}",
            file,
            directive.line,
        )
    scene.alternative = directive.children


def check_steps(scene: Scene, file: Path) -> None:
    """Refuse a step that sets what a control of its scene could not be set to."""
    for step in scene.steps:
        for key, control in scene.controls.items():
            refusal = control.refusal(step.state[key])
            if refusal:
                raise AuthorError(
                    f"{key}={step.state[key]!r} is {refusal}",
                    f"the {control.kind} in line {control.line} sets it; change one of the two",
                    file,
                    step.line,
                )


def read_step(directive: Directive, scene: Scene, file: Path) -> Step:
    """Read one step; its options override keys of the scene's state."""
    if directive.arguments:
        raise AuthorError(
            f"{{step}} takes no {directive.arguments[0]!r}",
            f"write :::{{step}} {next(iter(scene.defaults), 'key')}=value",
            file,
            directive.line,
        )
    for key in directive.options:
        if key not in scene.defaults:
            keys = ", ".join(scene.defaults)
            raise AuthorError(
                f"the state of scene {scene.id!r} has no key {key!r}",
                f"its keys are {keys}",
                file,
                directive.line,
            )
    step_id = f"{scene.id}-{len(scene.steps) + 1}"
    step = Step(step_id, directive.options, directive.children, directive.line)
    step.state = scene.defaults | step.overrides
    return step
