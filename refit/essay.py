"""An essay: one folder with its text, its model and its figures, read and checked."""

import importlib.util
import json
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType

from refit import options
from refit.cache import Cache, digest, versions
from refit.errors import AuthorError
from refit.guard import guarded
from refit.inputs import SIGNATURES, Input, read_input
from refit.markup import Directive, Document, Node, parse, walk
from refit.tables import Tables

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9-]*")
STATE = dict[str, object]
ALT = options.Signature(":::{alt}")

# What front matter may say: key -> (type, required, what to write).
FRONT_MATTER: dict[str, tuple[type, bool, str]] = {
    "title": (str, True, "title: Some title"),
    "summary": (str, True, "summary: One sentence for the index"),
    "order": (int, False, "order: 1"),
    "tags": (list, False, "tags: [evaluation, classification]"),
    "authors": (list, False, "authors: [Ada Lovelace]"),
    "time_limit": (int, False, "time_limit: 20 (seconds one computation may take)"),
}


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
    controls: list[Directive] = field(default_factory=list)
    inputs: dict[str, Input] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What the text must know of a model: its scenes' default states, and its functions."""

    states: dict[str, STATE]
    functions: list[str]


@dataclass
class Essay:
    """A whole essay, nothing computed yet."""

    slug: str
    folder: Path
    document: Document
    scenes: dict[str, Scene]
    model: ModuleType
    figures: ModuleType
    cache: Cache = field(default_factory=Cache)

    @property
    def text(self) -> Path:
        """The file of the prose."""
        return self.folder / "essay.md"

    @property
    def title(self) -> str:
        """The title of the front matter."""
        return str(self.document.front_matter["title"])

    @property
    def summary(self) -> str:
        """The summary of the front matter."""
        return str(self.document.front_matter["summary"])

    @property
    def order(self) -> int:
        """The place in the index; essays without one come last."""
        order = self.document.front_matter.get("order", sys.maxsize)
        assert isinstance(order, int)
        return order

    @property
    def time_limit(self) -> int:
        """Seconds that one computation may take before the browser ends it."""
        limit = self.document.front_matter.get("time_limit", 20)
        assert isinstance(limit, int)
        return limit


def load(folder: Path, cache: Cache | None = None) -> Essay:
    """Read an essay's folder.

    Its model and its figures are imported; with a cache only when something is asked of them.

    Raises
    ------
    AuthorError
        With file and line, for whatever in it cannot be used.
    """
    slug = folder.name
    if not SLUG.fullmatch(slug):
        raise AuthorError(
            f"{slug!r} is no slug", "name the folder in small letters, digits and hyphens", folder
        )
    file = folder / "essay.md"
    document = parse(read_text(file), file)
    check_front_matter(document.front_matter, file)
    bring = import_file if cache is None else Deferred
    model = bring(folder / "model.py", f"refit_essays.{slug}.model")
    facts = read_facts(model, folder / "model.py", cache or Cache())
    figures = bring(folder / "figures.py", f"refit_essays.{slug}.figures")
    check_places(document, file)
    scenes: dict[str, Scene] = {}
    for directive in document.nodes:
        if isinstance(directive, Directive) and directive.name == "scene":
            scene = read_scene(directive, facts, file)
            if scene.id in scenes:
                raise AuthorError(
                    f"there are two scenes {scene.id!r}", "rename one", file, scene.line
                )
            scenes[scene.id] = scene
    return Essay(slug, folder, document, scenes, model, figures, cache or Cache())


def check_places(document: Document, file: Path) -> None:
    """Refuse a scene inside anything, and a step or an alternative outside a scene."""
    for directive in walk(document.nodes):
        if directive.name == "scene" and directive not in document.nodes:
            raise AuthorError(
                "{scene} stands inside another directive",
                "put it outside all of them: its figure needs the width of the page",
                file,
                directive.line,
            )
        inside = any(directive in scene_nodes(d) for d in document.nodes)
        if directive.name in {"step", "alt"} and not inside:
            raise AuthorError(
                f"{{{directive.name}}} stands outside a scene",
                "put it directly inside ::::{scene}",
                file,
                directive.line,
            )


def scene_nodes(node: Node) -> list[Node]:
    """Return what stands directly inside a scene, nothing for anything else."""
    return node.children if isinstance(node, Directive) and node.name == "scene" else []


def missing(file: Path) -> AuthorError:
    """Return the error of a file that is not there."""
    return AuthorError("this file is missing", "an essay needs it", file)


def read_text(file: Path) -> str:
    """Read a UTF-8 file."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise missing(file) from None
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise AuthorError("is not UTF-8", "save it as UTF-8", file, line) from None


def check_front_matter(values: dict[str, object], file: Path) -> None:
    """Refuse keys that are unknown, missing, or of the wrong type."""
    lines = read_text(file).splitlines()
    for key, value in values.items():
        line = next((n for n, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
        if key not in FRONT_MATTER:
            known = ", ".join(FRONT_MATTER)
            raise AuthorError(f"unknown key {key!r}", f"the keys are {known}", file, line)
        kind, _, example = FRONT_MATTER[key]
        problem = ""
        if not isinstance(value, kind) or isinstance(value, bool):
            problem = f"{key} is {type(value).__name__}, not {kind.__name__}"
        elif isinstance(value, list) and not all(isinstance(each, str) for each in value):
            problem = f"{key} holds more than words; put numbers and dates in quotes"
        elif key == "time_limit" and isinstance(value, int) and value < 1:
            problem = "time_limit is less than a second"
        if problem:
            raise AuthorError(problem, f"write `{example}`", file, line)
    for key, (_, required, example) in FRONT_MATTER.items():
        if required and key not in values:
            raise AuthorError(f"the front matter has no {key}", f"write `{example}`", file, 1)


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
            scene.controls.append(child)
        else:
            raise AuthorError(
                f"{{{child.name}}} cannot stand directly inside a scene",
                "put it inside :::{step}",
                file,
                child.line,
            )
    for inner in walk(directive.children):
        control = read_input(inner, defaults, file) if inner.name in SIGNATURES else None
        if control:
            scene.inputs[control.key] = control
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
    options.check(directive, ALT, file)
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
        for key, control in scene.inputs.items():
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


def read_facts(model: ModuleType, file: Path, cache: Cache) -> Facts:
    """Return what the text must know of a model, from the cache if it is there.

    Raises
    ------
    AuthorError
        If ``STATES`` does not map names to states that can be written as JSON.
    """

    def ask() -> dict[str, object]:
        states = getattr(model, "STATES", {})
        try:
            assert isinstance(states, dict)
            assert all(isinstance(state, dict) for state in states.values())
            json.dumps(states, allow_nan=False)
        except (AssertionError, TypeError, ValueError):
            lines = read_text(file).splitlines()
            line = next((n for n, text in enumerate(lines, 1) if text.startswith("STATES")), None)
            raise AuthorError(
                "STATES holds what cannot be written as JSON",
                'write STATES = {"scene": {"key": value}}, of numbers, words, lists and dicts',
                file,
                line,
            ) from None
        functions = [name for name in states if callable(getattr(model, name, None))]
        return asdict(Facts(states, functions))

    key = digest(read_text(file), versions())
    return Facts(**cache.recall_json("facts", key, ask))


class Deferred(ModuleType):
    """A file that is imported when something in it is first asked for."""

    def __init__(self, file: Path, name: str) -> None:
        super().__init__(name)
        self.author_file = file
        if not file.exists():
            raise missing(file)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if "imported" not in self.__dict__:
            self.__dict__["imported"] = import_file(self.author_file, self.__name__)
        return getattr(self.__dict__["imported"], name)


def import_file(file: Path, name: str) -> ModuleType:
    """Import a file under a name of its own; essays never see each other.

    It is compiled from its text. Python's own cache of compiled files knows a file by its second
    and its size, and misses a digit that is changed right after another.
    """
    source = read_text(file)
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with guarded():
            exec(compile(source, file.absolute(), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise AuthorError.of(error, file) from error
    return module
