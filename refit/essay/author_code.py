"""Import the author's Python under a name of its own, and keep it from ending this process."""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from refit.cache import Cache, Json, digest, versions
from refit.errors import AuthorError
from refit.essay.files import missing, read_text
from refit.essay.scenes import Facts


def read_facts(model: ModuleType, file: Path, cache: Cache) -> Facts:
    """Return a model's default states and functions, from the cache if it has them.

    Raises
    ------
    AuthorError
        If ``STATES`` does not map names to states that can be written as JSON.
    """

    def ask() -> Json:
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


class LazyModule(ModuleType):
    """A module whose file is imported when one of its attributes is first read."""

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


# ── ending this process ─────────────────────────────────────────────────────────────────────────

ENDINGS = ("_exit", "abort")


@contextmanager
def guarded() -> Iterator[None]:
    """Make ``os._exit`` and ``os.abort`` raise ``SystemExit``, which is reported with its line."""
    before = {name: getattr(os, name) for name in ENDINGS}
    for name in ENDINGS:
        setattr(os, name, refusal(name))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(os, name, function)


def refusal(name: str) -> Callable[..., None]:
    """Return a replacement for the function ``name``, which ends the process."""

    def refuse(*_: object) -> None:
        raise SystemExit(f"os.{name}() was called")

    return refuse
