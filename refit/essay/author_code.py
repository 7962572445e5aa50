"""Import the author's Python under a name of its own, and keep it from ending this process."""

import builtins
import importlib.util
import math
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

from refit.cache import Cache, Json, code_digest, digest, versions
from refit.errors import AuthorError, line_of, lines_of, warning
from refit.essay.author_warnings import Heard, heard
from refit.essay.brought import EXAMPLE, bring_problem
from refit.essay.data_files import data_digests
from refit.essay.files import missing, read_text
from refit.essay.guard import guarded
from refit.essay.model_files import MODEL, STAGE, read_sources
from refit.essay.scenes import Facts
from refit.essay.time_limit import TooLongError, time_limit

IMPORT = 30  # seconds that the import of a file may take


def read_facts(model: ModuleType, file: Path, cache: Cache) -> Facts:
    """Return a model's default states and functions, from the cache if it has them.

    Raises
    ------
    AuthorError
        If ``STATES`` does not map names to states that can be written as JSON, or ``BRING`` does
        not describe tables.
    """

    def ask() -> Json:
        states = getattr(model, "STATES", None)
        if problem := states_problem(states):
            line = line_of(file, "STATES")
            remedy = 'write STATES = {"scene": {"key": value}}, of numbers, words, lists and dicts'
            raise AuthorError(problem, remedy, file, line)
        bring = getattr(model, "BRING", {})
        if problem := bring_problem(bring):
            raise AuthorError(problem, f"write {EXAMPLE}", file, line_of(file, "BRING"))
        there = vars(model)["imported"] if isinstance(model, LazyModule) else model
        names = [name for name, value in vars(there).items() if callable(value)]
        return asdict(Facts(states or {}, names, states is not None, bring))

    code = code_digest("essay.author_code")  # another Refit may want to know more
    key = digest(read_sources(file.parent), data_digests(file.parent), code, versions())
    return Facts(**cache.recall_json("facts", key, ask))


def states_problem(states: object) -> str:
    """Return what in ``STATES`` is not as it will be in the browser; empty if all is."""
    if states is None:
        return ""
    if not isinstance(states, dict):
        return f"STATES is a {type(states).__name__}"
    for name, state in states.items():
        if not isinstance(state, dict):
            return f"STATES[{name!r}] is a {type(state).__name__}"
    return next(not_json(states, "STATES"), "")


def not_json(value: object, place: str) -> Iterator[str]:
    """Yield what a value holds that JSON does not give back as it was, and where."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                yield f"{place} has the key {key!r}, which is no word"
            yield from not_json(inner, f"{place}[{key!r}]")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from not_json(inner, f"{place}[{i}]")
    elif type(value) not in (str, int, float, bool, type(None)):
        kind = type(value)
        named = f"{kind.__module__}.{kind.__name__}".removeprefix("builtins.")
        yield f"{place} is a {named}, which cannot be written as JSON"
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{place} is {value}, which cannot be written as JSON"


class LazyModule(ModuleType):
    """A module whose file is imported when one of its attributes is first read."""

    def __init__(self, file: Path, name: str) -> None:
        super().__init__(name)
        self.author_file = file
        if not file.is_file():
            raise missing(file)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if "failure" in self.__dict__:
            raise self.__dict__["failure"]
        if "imported" not in self.__dict__:
            try:
                self.__dict__["imported"] = import_file(self.author_file, self.__name__)
            except AuthorError as error:
                self.__dict__["failure"] = error
                raise
        return getattr(self.__dict__["imported"], name)


def import_file(file: Path, name: str) -> ModuleType:
    """Import a file under a name of its own; essays never see each other.

    It is compiled from its text. Python's own cache of compiled files knows a file by its second
    and its size, and misses a digit that is changed right after another.
    """
    if not is_allowed:
        raise ElsewhereError(file)
    source, module = read_text(file), new_module(file, name)
    if file.name == MODEL:
        vars(module)["__builtins__"] = builtins_with_stage(file.with_name(STAGE), name)
    late = "compute in functions, which are called when they are needed"
    warned: list[Heard] = []
    with running(file, warned), time_limit(IMPORT, file, None, "importing this", late):
        exec(compile(source, file.absolute(), "exec"), module.__dict__)
    for line, text in dict.fromkeys(warned):
        print(*lines_of(warning(file, line, text)), file=sys.stderr, flush=True)
    return module


def new_module(file: Path, name: str) -> ModuleType:
    """Return an empty module for a file."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    return module


def builtins_with_stage(file: Path, name: str) -> Json:
    """Return Python's builtins, but ``import stage`` imports the ``stage.py`` beside a model.

    It does so whenever the model's code runs, and for that model alone. ``name`` is the model's.
    """
    found: list[ModuleType] = []

    def import_module(asked: str, *rest: Any, **options: Any) -> ModuleType:
        if asked != file.stem or not file.exists():
            return __import__(asked, *rest, **options)
        if not found:
            module = new_module(file, f"{name}_{file.stem}")
            exec(compile(read_text(file), file.absolute(), "exec"), module.__dict__)
            found.append(module)
        return found[0]

    return vars(builtins) | {"__import__": import_module}


@contextmanager
def running(file: Path, warned: list[Heard], sleep: float = IMPORT) -> Iterator[None]:
    """Run code of an author's file: what it raises is told with its line, its warnings collected.

    Raises
    ------
    AuthorError
        For whatever is raised in the block; what is an ``AuthorError`` already stays as it is.
    """
    try:
        with guarded(file, sleep), heard(file, warned):
            yield
    except (AuthorError, TooLongError):
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and is_interactive():
            raise
        raise AuthorError.of(error, file) from error


def is_interactive() -> bool:
    """Tell whether Ctrl+C raises ``KeyboardInterrupt`` in this process."""
    return signal.getsignal(signal.SIGINT) is signal.default_int_handler


# ── where it runs ────────────────────────────────────────────────────────────────────────────────


class ElsewhereError(Exception):
    """The author's code would run in a process that it must not end."""


is_allowed = True


@contextmanager
def elsewhere() -> Iterator[None]:
    """Raise ``ElsewhereError`` where the author's code would be imported in this block."""
    global is_allowed
    before, is_allowed = is_allowed, False
    try:
        yield
    finally:
        is_allowed = before
