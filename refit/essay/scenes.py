"""Scenes and their steps, read from the tree: each step overrides keys of the scene's state.

A figure in the flow of the prose is a scene with one step, whose text is the figure's caption.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError, nearest
from refit.essay.brought import Bring, read_bring
from refit.essay.controls import SIGNATURES, Control, read_control
from refit.essay.guesses import read_guess
from refit.essay.markup import Directive, Node, Prose, walk
from refit.essay.playing import LAST, PlayingError, Shown, read_scrub, read_shows
from refit.essay.signatures import Signature, apply_signature

NAME = re.compile(r"[a-z][a-z0-9-]*")
State = Json  # the argument of a scene's function: values by key
ALT = Signature(":::{alt}")
OPTIONS = {"model": "text", "layout": "text", "bring": "text"}
SCENE = Signature("::::{scene} name layout=wide", ("name",), OPTIONS)
FIGURE = Signature(
    "::::{figure} name state='{\"key\": 1}' layout=wide",
    ("name",),
    OPTIONS | {"state": "an object"},
)
# Where the figure stands: beside its steps, beside narrower ones, or behind them; as wide as the
# text is, or as the page. The first is the default.
LAYOUTS = {"scene": ("beside", "wide", "full"), "figure": ("column", "wide")}
# The options of a step that are no keys of the state.
KEEPS, PANEL, SHOWS, SCRUB = "keeps", "panel", "shows", "scrub"
# The directives that exist, and do not stand directly inside a scene.
INSIDE_STEPS = (
    *("answer", "aside", "challenge", "code", "deeper", "definition", "figure", "hint"),
    *("quiz", "scene"),
)


@dataclass(frozen=True)
class Step:
    """One step of a scene: the keys it overrides, its prose, and the whole state that results.

    ``controls`` are those that stand in it or above all steps, by key, and those of the keys that
    it ``keeps``: whose edits stay in force here although no control of them is in sight. ``panel``
    is that which a narrow window shows alone, if any; ``shows`` says which result of a stream is
    stored, and ``scrub`` what scrolling through the step sets.
    """

    id: str
    overrides: State
    nodes: list[Node]
    line: int
    state: State
    keeps: tuple[str, ...] = ()
    panel: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    shows: Shown = LAST
    scrub: Control | None = None
    scrub_text: str = ""

    @property
    def moves(self) -> list[Control]:
        """All that changes its state by itself: its controls, and scrolling."""
        return [*self.controls.values(), *([self.scrub] if self.scrub else [])]


@dataclass(frozen=True)
class Scene:
    """A figure that stays in sight while its steps scroll past.

    ``control_nodes`` are the controls that stand above all steps; ``controls`` are all, by key.
    ``in_flow`` says that it is a figure in the flow of the prose: it has one step, of its name.
    ``bring`` is the table that readers may bring in the place of its own, if any.
    """

    id: str
    function: str
    defaults: State
    alternative: list[Node]
    steps: list[Step]
    line: int
    control_nodes: list[Directive] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)
    layout: str = LAYOUTS["scene"][0]
    in_flow: bool = False
    bring: Bring | None = None


@dataclass(frozen=True)
class Facts:
    """What scenes need to know of a model.

    Attributes
    ----------
    states
        The default state of each scene function, as ``STATES`` gives it.
    functions
        The names of all that can be called.
    has_states
        Whether the model has ``STATES`` at all.
    bring
        The tables that readers may bring, as ``BRING`` describes them.
    """

    states: dict[str, State]
    functions: list[str]
    has_states: bool = True
    bring: Json = field(default_factory=dict)


def scene_directives(nodes: list[Node]) -> Iterator[Directive]:
    """Yield the scenes and the figures of a text where they may stand: outside all but `deeper`."""
    for node in nodes:
        if isinstance(node, Directive) and node.name in LAYOUTS:
            yield node
        elif isinstance(node, Directive) and node.name == "deeper":
            yield from scene_directives(node.children)


def read_scene(directive: Directive, facts: Facts, file: Path) -> Scene:
    """Read a scene, or a figure, with its text alternative, its steps and its controls.

    Raises
    ------
    AuthorError
        With the line, for whatever in it cannot be used.
    """
    scene_id, function = read_names(directive, facts, file)
    in_flow = directive.name == "figure"
    directive = apply_signature(directive, FIGURE if in_flow else SCENE, file)
    defaults = dict(facts.states[function])
    parts, line = read_parts(directive, scene_id, defaults, file), directive.line
    steps = parts.steps
    if in_flow:
        steps = [read_only_step(directive, scene_id, parts.caption, defaults, file)]
    controls = read_controls(directive.children, defaults, file)
    above = read_controls([*parts.controls], defaults, file)
    steps = [with_controls(step, above, controls, defaults, file) for step in steps]
    check_steps(steps, controls, file)
    bring = read_bring(directive, facts.bring, defaults, [each.overrides for each in steps], file)
    if bring:
        steps = [replace(step, keeps=(*step.keeps, bring.key)) for step in steps]
    if not parts.alternative:
        problem = f"the figure of scene {scene_id!r} has no text alternative"
        remedy = f"say inside the {directive.name}, in :::{{alt}}, what there is to see"
        raise AuthorError(problem, remedy, file, line)
    if not steps:
        problem, remedy = f"scene {scene_id!r} has no step", "write at least one :::{step}"
        raise AuthorError(problem, remedy, file, line)
    layout = read_layout(directive, file)
    return Scene(
        scene_id,
        function,
        defaults,
        parts.alternative,
        steps,
        line,
        *(parts.controls, controls, layout, in_flow, bring),
    )


def unshown_scenes(facts: Facts, shown: dict[str, Scene]) -> dict[str, Scene]:
    """Return a scene without a figure for each function of a model that no scene shows."""
    taken = {scene.function for scene in shown.values()}
    found = {}
    for function, state in facts.states.items():
        name = function.replace("_", "-")
        if function in facts.functions and function not in taken and name not in shown:
            only = Step(name, {}, [], 0, dict(state))
            found[name] = Scene(name, function, dict(state), [], [only], 0)
    return found


@dataclass
class Parts:
    """What stands directly inside a scene or a figure."""

    alternative: list[Node] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    controls: list[Directive] = field(default_factory=list)
    caption: list[Node] = field(default_factory=list)


def read_parts(directive: Directive, scene_id: str, defaults: State, file: Path) -> Parts:
    """Read what stands directly inside a scene or a figure."""
    parts, in_flow = Parts(), directive.name == "figure"
    for child in directive.children:
        if isinstance(child, Prose):
            if not in_flow:
                problem, remedy = "a scene holds prose outside its steps", "put it inside :::{step}"
                raise AuthorError(problem, remedy, file, directive.line)
            parts.caption.append(child)
        elif child.name == "alt":
            parts.alternative = read_alternative(child, scene_id, parts.alternative, file)
        elif child.name == "step" and not in_flow:
            number = len(parts.steps) + 1
            parts.steps.append(read_step(child, scene_id, number, defaults, file))
        elif child.name in SIGNATURES:
            parts.controls.append(child)
        else:
            raise misplaced(child, directive.name, file)
    return parts


def read_layout(directive: Directive, file: Path) -> str:
    """Return where the figure stands."""
    layouts = LAYOUTS[directive.name]
    layout = str(directive.options.get("layout", layouts[0]))
    if layout not in layouts:
        raise AuthorError(
            f"a {directive.name} has no layout {layout!r}",
            f"write layout={' or layout='.join(layouts[1:])}, or nothing for {layouts[0]}",
            file,
            directive.line,
        )
    return layout


def read_only_step(
    directive: Directive, scene_id: str, caption: list[Node], defaults: State, file: Path
) -> Step:
    """Return the only step of a figure: its caption, and the state that it shows."""
    overrides: State = directive.options.get("state", {})
    check_keys(overrides, scene_id, defaults, file, directive.line)
    return Step(scene_id, overrides, caption, directive.line, defaults | overrides)


def misplaced(child: Directive, around: str, file: Path) -> AuthorError:
    """Return the error for a directive that cannot stand directly inside a scene or a figure."""
    problem = f"{{{child.name}}} cannot stand directly inside a {around}"
    remedy = "put it inside :::{step}"
    if child.name not in ("step", *INSIDE_STEPS):
        problem = f"there is no directive {{{child.name}}}"
        remedy = nearest(child.name, ("alt", "step", *SIGNATURES, *INSIDE_STEPS))
    elif around == "figure":
        remedy = "put it outside; a {scene} has steps" if child.name == "step" else "put it outside"
    elif child.name in ("deeper", "figure", "scene"):
        remedy = "put it outside"
    return AuthorError(problem, remedy, file, child.line)


def read_names(directive: Directive, facts: Facts, file: Path) -> tuple[str, str]:
    """Return the id of a scene, and the name of its function in ``model.py``."""
    if len(directive.arguments) != 1 or not NAME.fullmatch(directive.arguments[0]):
        what = directive.name
        raise AuthorError(f"a {what} needs a name", f"write {{{what}}} name", file, directive.line)
    scene_id = directive.arguments[0]
    function = str(directive.options.get("model", scene_id.replace("-", "_")))
    if function not in facts.states or function not in facts.functions:
        raise AuthorError(*missing_function(function, facts), file, directive.line)
    return scene_id, function


def missing_function(function: str, facts: Facts) -> tuple[str, str]:
    """Say what a model lacks of a scene, and what to write."""
    example = f'"{function}": {{"key": value}}'
    if function not in facts.functions:
        there = f"define {function}(state) there, and its default state in STATES"
        return f"model.py has no scene {function!r}", there
    if not facts.has_states:
        return "model.py has no STATES, in these letters", f"write STATES = {{{example}}} there"
    return f"STATES in model.py has no {function!r}", f"write {example} into it"


def read_alternative(
    directive: Directive, scene_id: str, before: list[Node], file: Path
) -> list[Node]:
    """Return the text alternative of a scene's figure; refuse it if there was one ``before``."""
    directive = apply_signature(directive, ALT, file)
    if before:
        raise AuthorError(
            f"the figure of scene {scene_id!r} has two text alternatives",
            "say all there is to see in one :::{alt}",
            file,
            directive.line,
        )
    return directive.children


def read_controls(nodes: list[Node], defaults: State, file: Path) -> dict[str, Control]:
    """Return the controls among nodes and below them, by key.

    Raises
    ------
    AuthorError
        If two controls of a key do not allow the same values.
    """
    controls: dict[str, Control] = {}
    for node in walk(nodes):
        control = None
        if node.name in SIGNATURES:
            control = read_control(node, defaults, file)
        elif node.name == "quiz":
            control = read_guess(node, defaults, file)
        if control is None:
            continue
        other = controls.setdefault(control.key, control)
        if not control.has_domain_of(other):
            raise AuthorError(
                f"{control.key} has another {other.kind}, in line {other.line}, with other values",
                "give both the same values: what one sets, the other shows",
                file,
                control.line,
            )
    return controls


def with_controls(
    step: Step, above: dict[str, Control], all_: dict[str, Control], defaults: State, file: Path
) -> Step:
    """Return a step with the controls that are in force in it."""
    for key in step.keeps:
        if key not in defaults:
            problem = f"the step keeps {key!r}, which is no key"
            remedy = f"keys: {', '.join(defaults)}"
            raise AuthorError(problem, remedy, file, step.line)
    kept = {key: all_[key] for key in step.keeps if key in all_}
    scrub = None
    if step.scrub_text:
        with told(file, step.line):
            scrub = read_scrub(step.scrub_text, step.state, all_, step.line)
    own = read_controls(step.nodes, defaults, file)
    return replace(step, controls=kept | above | own, scrub=scrub)


@contextmanager
def told(file: Path, line: int) -> Iterator[None]:
    """Tell what a step says wrongly with its line."""
    try:
        yield
    except PlayingError as error:
        problem, remedy = error.args
        raise AuthorError(problem, remedy, file, line) from None


def check_steps(steps: list[Step], controls: dict[str, Control], file: Path) -> None:
    """Refuse a step that sets a key to a value that the key's control does not allow."""
    for step in steps:
        for key, control in controls.items():
            refusal = control.refusal(step.state[key])
            if refusal:
                raise AuthorError(
                    f"{key}={step.state[key]!r} is {refusal}",
                    f"the {control.kind} in line {control.line} sets it; change one of the two",
                    file,
                    step.line,
                )


def read_step(
    directive: Directive, scene_id: str, number: int, defaults: State, file: Path
) -> Step:
    """Read one step; its options override keys of the scene's state."""
    if directive.arguments:
        raise AuthorError(
            f"{{step}} takes no {directive.arguments[0]!r}",
            f"write :::{{step}} {next(iter(defaults), 'key')}=value",
            file,
            directive.line,
        )
    own = {KEEPS: 'keeps="key, other-key"', PANEL: "panel=name", SCRUB: 'scrub="key to 12"'}
    overrides = {key: value for key, value in directive.options.items() if key not in (*own, SHOWS)}
    keeps, panel, scrub = (directive.options.get(name, "") for name in own)
    for name, value in ((KEEPS, keeps), (PANEL, panel), (SCRUB, scrub)):
        if not isinstance(value, str):
            problem, remedy = f"{name}={value!r} is not text", f"write {own[name]}"
            raise AuthorError(problem, remedy, file, directive.line)
    check_keys(overrides, scene_id, defaults, file, directive.line)
    name, state = f"{scene_id}-{number}", defaults | overrides
    names = tuple(part.strip() for part in keeps.split(",") if part.strip())
    with told(file, directive.line):
        shows = read_shows(directive.options.get(SHOWS, ""))
    return Step(
        name,
        overrides,
        directive.children,
        directive.line,
        state,
        names,
        panel,
        shows=shows,
        scrub_text=scrub,
    )


def check_keys(
    overrides: State, scene_id: str, defaults: State, file: Path, line: int | None
) -> None:
    """Refuse keys that the state of a scene does not have."""
    for key in overrides:
        if key not in defaults:
            raise AuthorError(
                f"the state of scene {scene_id!r} has no key {key!r}",
                f"its keys are {', '.join(defaults)}",
                file,
                line,
            )
