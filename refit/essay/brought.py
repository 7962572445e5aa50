"""Tables that readers may bring: a model's ``BRING`` says what can stand in them.

A scene that says ``bring=pets`` lets a reader put a table of their own into its figure. The key
``pets`` of its state is None until then, and afterwards the table's columns by name. The page
refuses a table that is not as it must be, so a model reads it without a check.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from refit.cache import Cache, Json, as_json, code_digest, digest, files_digest
from refit.errors import AuthorError
from refit.essay.markup import Directive

EXAMPLE = (
    'BRING = {"pets": {"rows": [20, 200], "each": 5, "columns": '
    '{"weight": [0, 14, "kg"], "species": ["cat", "dog"]}}}'
)
KEYS = {"rows", "each", "columns"}
MOST = 5000  # rows: they are drawn, and travel to the model at each change
KIND = "brought"

BroughtTable = dict[str, list[float] | list[str]]  # columns by name


@dataclass(frozen=True)
class Bring:
    """A table that readers may bring.

    Attributes
    ----------
    key
        The key of the state that holds it, and the table of the model's result with the essay's
        own rows.
    rows
        The fewest and the most rows.
    columns
        By name: the least and the greatest number and, if it says so, their unit; or the words
        that may stand in it, which are classes.
    each
        The fewest rows of each class.
    """

    key: str
    rows: list[int]
    columns: Json
    each: int = 1

    def as_json(self) -> Json:
        """Return it as the page's script reads it."""
        return asdict(self)

    def classes(self) -> dict[str, list[str]]:
        """Return the columns of words, with the words that may stand in them."""
        return {name: spec for name, spec in self.columns.items() if is_words(spec)}

    def refusal(self, table: BroughtTable) -> str:
        """Say why a table would be refused on the page, or nothing."""
        lengths = {len(column) for column in table.values()}
        low, high = self.rows
        if lengths and not low <= max(lengths) <= high:
            return f"has {max(lengths)} rows, and BRING allows {low} to {high}"
        for name, spec in self.columns.items():
            if name not in table:
                return f"has no column {name!r}"
            if wrong := [value for value in table[name] if not fits(value, spec)]:
                return f"has {wrong[0]!r} in column {name!r}, which BRING does not allow"
            for word in spec if is_words(spec) else ():
                if (count := table[name].count(word)) < self.each:
                    return f"has {count} rows of {word!r}, and BRING wants {self.each}"
        return ""

    def fewest(self, table: BroughtTable) -> BroughtTable:
        """Return as few rows of a table as may be brought, in their order."""
        chosen: set[int] = set()
        for name, words in self.classes().items():
            for word in words:
                rows = [row for row, value in enumerate(table[name]) if value == word]
                chosen.update(rows[: self.each])
        for row in range(len(next(iter(table.values())))):
            if len(chosen) < self.rows[0]:
                chosen.add(row)
        return {name: [table[name][row] for row in sorted(chosen)] for name in self.columns}  # type: ignore[misc]


def is_words(spec: list[object]) -> bool:
    """Tell whether a column of this description holds words."""
    return all(isinstance(each, str) for each in spec)


def fits(value: object, spec: list[object]) -> bool:
    """Tell whether a value may stand in a column of this description."""
    if is_words(spec):
        return value in spec
    low, high = spec[:2]
    return isinstance(value, int | float) and low <= value <= high  # type: ignore[operator]


def bring_problem(bring: object) -> str:
    """Return what is wrong with a model's ``BRING``; empty if nothing is."""
    if not isinstance(bring, dict):
        return f"BRING is a {type(bring).__name__}"
    return next((why for name, table in bring.items() for why in problems(name, table)), "")


def problems(name: object, table: object) -> Iterator[str]:
    """Yield what is wrong with the description of one table."""
    place = f"BRING[{name!r}]"
    if not isinstance(table, dict) or not {"rows", "columns"} <= {*table} <= KEYS:
        yield f"{place} has not rows and columns and, where there are classes, each"
        return
    rows, each, columns = table["rows"], table.get("each", 1), table["columns"]
    if not is_pair(rows, int) or not 1 <= rows[0] <= rows[1] <= MOST:
        yield f"{place} has rows={rows!r}, which are not the fewest and the most, {MOST:,} at most"
    if type(each) is not int or each < 0:
        yield f"{place} has each={each!r}, which is not a number of rows"
    if not isinstance(columns, dict) or not columns:
        yield f"{place} has no columns"
        return
    for column, spec in columns.items():
        if not is_column(spec):
            yield f"{place} has a column {column!r} that is neither two numbers nor words"


def is_pair(value: object, *kinds: type) -> bool:
    """Tell whether a value is a list of two numbers of these kinds."""
    return (
        isinstance(value, list) and len(value) == 2 and all(type(each) in kinds for each in value)
    )


def is_column(spec: object) -> bool:
    """Tell whether a description is that of a column: two numbers in order, or distinct words."""
    if not isinstance(spec, list):
        return False
    if len(spec) > 1 and is_words(spec):
        return len({word.strip().casefold() for word in spec} - {""}) == len(spec)
    unit = spec[2:]
    return is_pair(spec[:2], int, float) and spec[0] < spec[1] and len(unit) < 2 and is_words(unit)


def read_bring(
    directive: Directive, described: Json, defaults: Json, steps: list[Json], file: Path
) -> Bring | None:
    """Return the table that a scene's readers may bring, if it says so.

    ``described`` is the model's ``BRING``, ``defaults`` the state of the scene, and ``steps`` what
    each of them sets.

    Raises
    ------
    AuthorError
        If the model does not describe the table, or the state has no place for it.
    """
    name = str(directive.options.get("bring", ""))
    if not name:
        return None

    def complain(problem: str, remedy: str) -> AuthorError:
        return AuthorError(problem, remedy, file, directive.line)

    if name not in described:
        known = f"its tables are {', '.join(described)}; or " if described else ""
        raise complain(f"BRING of model.py has no table {name!r}", f"{known}write {EXAMPLE}")
    if defaults.get(name, 0) is not None:
        remedy = f'write "{name}": None into STATES; it is None until a reader brings a table'
        raise complain(f"the state has no key {name!r} that is None", remedy)
    if any(name in overrides for overrides in steps):
        remedy = "leave it out: only readers bring it"
        raise complain(f"a step sets {name!r}, which holds the table of a reader", remedy)
    return Bring(name, **described[name])


# ── a note for whoever runs models in the browser's Python ───────────────────────────────────────


def note_brought(cache: Cache, folder: Path, scene: str, states: list[Json]) -> None:
    """Note the states in which a brought table is tried, for each scene that takes one.

    The rows come from the model's results, and what runs models in the browser's Python has only
    the text and the model.
    """
    noted = json.loads(read_brought(cache, folder)) | {scene: states}
    cache.put(KIND, note_key(folder), as_json(noted).encode())


def read_brought(cache: Cache, folder: Path) -> bytes:
    """Return what is noted of an essay, as JSON: an object without anything if there is no note."""
    return cache.get(KIND, note_key(folder)) or b"{}"


def note_key(folder: Path) -> str:
    """Return the key of an essay's note: whatever its text and its model read."""
    sources = files_digest(folder, without=lambda file: file.name.startswith("test_"))
    return digest(sources, folder.name, code_digest("essay.brought", "model.brought"))
