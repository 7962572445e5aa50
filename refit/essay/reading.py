"""An essay: one folder with its text, its model and its figures, read and checked."""

import re
import sys
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import ModuleType

from refit.cache import Cache, Json
from refit.errors import AuthorError
from refit.essay.advice import wrong_name
from refit.essay.author_code import LazyModule, import_file, read_facts
from refit.essay.author_warnings import Heard
from refit.essay.data_files import data_digests
from refit.essay.files import read_text
from refit.essay.markup import Document, parse, walk
from refit.essay.model_files import read_sources
from refit.essay.scenes import LAYOUTS, Facts, Scene, read_scene, scene_directives, unshown_scenes
from refit.languages import Language, find_language

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

AUTHOR = re.compile(r"[^{}]+|\{[^{}]+\}")  # a person, or a group as in BibTeX
MACRO = re.compile(r"\\[A-Za-z]+")
OWN_COMMANDS = (r"\begin", r"\end", r"\left", r"\right", r"\live")
LONGEST = 3600  # seconds that a computation may be allowed

# What front matter may say: key -> (type, required, what to write).
FRONT_MATTER: dict[str, tuple[type, bool, str]] = {
    "title": (str, True, "title: Some title"),
    "summary": (str, True, "summary: One sentence for the index"),
    "topic": (str, False, "topic: ROC curve & AUC (the words that people search for)"),
    "shelf": (
        str,
        False,
        "shelf: Trees and forests (its heading in the index)",
    ),
    "order": (int, False, "order: 1"),
    "tags": (list, False, "tags: [evaluation, classification]"),
    "lang": (str, False, "lang: de (the language of the text, where it is not English)"),
    "authors": (list, False, 'authors: [Ada Lovelace, "{A group of people}"]'),
    "date": (date, False, "date: 2026-11-20 (the day on which it came out, for the feed)"),
    "macros": (dict, False, r"macros: {'\E': '\mathbb{E}'}, in single quotes"),
    "time_limit": (int, False, "time_limit: 20 (seconds one computation may take)"),
    "without_advice": (list, False, "without_advice: [overlaps] (advice that check leaves out)"),
}


@dataclass
class Essay:
    """An essay as it was read; results are computed beside it, and only warnings stored in it.

    Of a ``draft`` most results are computed once, not twice: it is shown to its author alone.

    ``unshown`` are scenes without a figure: the functions of its model of which only numbers are
    printed.
    """

    slug: str
    folder: Path
    document: Document
    scenes: dict[str, Scene]
    model: ModuleType
    figures: ModuleType
    cache: Cache = field(default_factory=Cache)
    warnings: dict[Heard, str] = field(default_factory=dict)  # where each was heard first
    file: str = "essay.md"
    unshown: dict[str, Scene] = field(default_factory=dict)
    draft: bool = False

    @cached_property
    def data(self) -> Json:
        """Hashes of the model's data files, by their paths in the folder."""
        return data_digests(self.folder)

    @cached_property
    def sources(self) -> dict[str, str]:
        """The texts of the model's Python files, by their paths in the browser."""
        return read_sources(self.folder)

    @property
    def text(self) -> Path:
        """The file of the prose, ``essay.md`` or that of a translation."""
        return self.folder / self.file

    @property
    def title(self) -> str:
        """The title of the front matter."""
        return str(self.document.front_matter["title"])

    @property
    def summary(self) -> str:
        """The summary of the front matter."""
        return str(self.document.front_matter["summary"])

    @property
    def topic(self) -> str:
        """What the essay is about, in the words that people search for; or nothing."""
        return str(self.document.front_matter.get("topic", ""))

    @property
    def language(self) -> Language:
        """The language of the text."""
        return find_language(str(self.document.front_matter.get("lang", "en")))

    @property
    def shelf(self) -> str:
        """The heading of the index that the essay stands under; or nothing."""
        return " ".join(str(self.document.front_matter.get("shelf", "")).split())

    @property
    def authors(self) -> list[str]:
        """Who wrote it: people, and groups in braces."""
        return [" ".join(each.split()) for each in self.document.front_matter.get("authors", [])]

    @property
    def date(self) -> str:
        """The day on which it came out, as in 2026-11-20; or nothing."""
        return str(self.document.front_matter.get("date", ""))

    @property
    def order(self) -> int:
        """The position in the index; essays without one come last."""
        order = self.document.front_matter.get("order", sys.maxsize)
        assert isinstance(order, int)
        return order

    @property
    def unwanted(self) -> list[str]:
        """The names of the advice that the author has switched off."""
        return list(self.document.front_matter.get("without_advice", []))

    @property
    def macros(self) -> Json:
        """The essay's own commands in formulae: what each stands for."""
        return dict(self.document.front_matter.get("macros", {}))

    @property
    def time_limit(self) -> int:
        """Seconds that one computation may take before the browser ends it."""
        limit = self.document.front_matter.get("time_limit", 20)
        assert isinstance(limit, int)
        return limit


def load(folder: Path, cache: Cache | None = None) -> Essay:
    """Read an essay's folder.

    Its model and its figures are imported: with a cache, only when they are first used. Without
    scenes it needs neither.

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
    needed = any(scene_directives(document.nodes))
    model, figures = (bring(folder, name, cache, needed) for name in ("model", "figures"))
    facts = read_facts(model, folder / "model.py", cache or Cache())
    scenes = read_scenes(document, facts, file)
    essay = Essay(slug, folder, document, scenes, model, figures, cache or Cache())
    essay.unshown = unshown_scenes(facts, scenes)
    return essay


def bring(folder: Path, name: str, cache: Cache | None, needed: bool) -> ModuleType:
    """Return a module of an essay; an empty one, if there is no such file and it is not needed."""
    file, own = folder / f"{name}.py", f"refit_essays.{folder.name}.{name}"
    if not needed and not file.exists():
        return ModuleType(own)
    return import_file(file, own) if cache is None else LazyModule(file, own)


def read_scenes(document: Document, facts: Facts, file: Path) -> dict[str, Scene]:
    """Return the scenes of a text, by their names."""
    check_nesting(document, file)
    scenes: dict[str, Scene] = {}
    for directive in scene_directives(document.nodes):
        scene = read_scene(directive, facts, file)
        if scene.id in scenes:
            raise AuthorError(f"there are two scenes {scene.id!r}", "rename one", file, scene.line)
        scenes[scene.id] = scene
    return scenes


def check_nesting(document: Document, file: Path) -> None:
    """Refuse a scene inside anything but a deeper part, and a step or an alternative outside."""
    scenes = [*scene_directives(document.nodes)]
    for directive in walk(document.nodes):
        inside = any(directive in scene.children for scene in scenes)
        if directive.name in LAYOUTS and directive not in scenes and not inside:
            raise AuthorError(
                f"{{{directive.name}}} stands inside another directive",
                "put it outside all of them but {deeper}: its figure needs the width of the page",
                file,
                directive.line,
            )
        if directive.name == "deeper" and directive not in document.nodes and not inside:
            raise AuthorError(
                "{deeper} stands inside another directive",
                "put it outside all of them",
                file,
                directive.line,
            )
        if directive.name in {"step", "alt"} and not inside:
            raise AuthorError(
                f"{{{directive.name}}} stands outside a scene",
                "put it directly inside ::::{scene}",
                file,
                directive.line,
            )


def wrong_macro(macros: Json) -> str:
    """Say what is wrong with macros, if anything is."""
    for name, meaning in macros.items():
        if not isinstance(name, str) or not MACRO.fullmatch(name):
            return rf"{name!r} is no name of a macro, which has a \ and letters"
        if name in OWN_COMMANDS:
            return f"the macro {name} would replace a command that formulae are made with"
        if not isinstance(meaning, str) or not meaning.strip():
            return f"the macro {name} stands for nothing"
        if not balanced(meaning):
            return f"the braces of the macro {name} do not match"
    return ""


def balanced(tex: str) -> bool:
    """Tell whether each brace has its other."""
    braces = re.sub(r"\\.|[^{}]", "", tex)
    while "{}" in braces:
        braces = braces.replace("{}", "")
    return not braces


def is_author(name: str) -> bool:
    """Tell whether a name is that of a person, or has the braces of a group around it."""
    return bool(AUTHOR.fullmatch(name.strip()))


def check_language(code: str, file: Path, line: int) -> None:
    """Refuse a code that names no language."""
    try:
        find_language(code)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise AuthorError(problem, remedy, file, line) from None


def line_of_key(file: Path, key: str) -> int:
    """Return the line of a key of the front matter."""
    lines = read_text(file).splitlines()
    return next((n for n, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)


def check_front_matter(values: Json, file: Path) -> None:
    """Refuse keys that are unknown, missing, or of the wrong type."""
    for key, value in values.items():
        line = line_of_key(file, key)
        if key not in FRONT_MATTER:
            known = ", ".join(FRONT_MATTER)
            raise AuthorError(f"unknown key {key!r}", f"the keys are {known}", file, line)
        kind, _, example = FRONT_MATTER[key]
        problem = ""
        if type(value) is not kind:  # True is no number, and a time no day
            problem = f"{key} is {type(value).__name__}, not {kind.__name__}"
        elif isinstance(value, str) and not value.strip():
            problem = f"{key} is empty"
        elif isinstance(value, list) and "" in (str(each).strip() for each in value):
            problem = f"{key} holds an empty text"
        elif isinstance(value, list) and not all(isinstance(each, str) for each in value):
            problem = f"{key} holds more than words; put numbers and dates in quotes"
        elif key == "authors" and isinstance(value, list) and not all(map(is_author, value)):
            problem = "authors holds braces that are not around the name of a group"
        elif isinstance(value, dict) and (found := wrong_macro(value)):
            problem = found
        elif key == "lang":
            check_language(str(value), file, line)
        elif key == "time_limit" and isinstance(value, int) and value < 1:
            problem = "time_limit is less than a second"
        elif key == "time_limit" and isinstance(value, int) and value > LONGEST:
            problem = "time_limit is more than an hour"
        if problem:
            raise AuthorError(problem, f"write `{example}`", file, line)
        if key == "without_advice" and (wrong := wrong_name(value)):
            raise AuthorError(*wrong, file, line)
    for key, (_, required, example) in FRONT_MATTER.items():
        if required and key not in values:
            raise AuthorError(f"the front matter has no {key}", f"write `{example}`", file, 1)
