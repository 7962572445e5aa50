"""Live numbers: values of the model's result, which the prose names instead of repeating them.

An author writes ``{live}`scores[test].accuracy | .0%``` or, with the scene and whose state it
speaks of, ``{live}`pens/scores[test].accuracy | .0% | reader```.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from markupsafe import Markup

from refit.essay.scenes import Scene
from refit.model.results import tables_of
from refit.numbers import ENGLISH, NumberRules, format_number
from refit.page.renderer import EssayRenderer, role
from refit.tables import Column, Tables

REFERENCE = re.compile(
    r"(?:(?P<scene>[a-z][a-z0-9-]*)/)?(?P<table>\w+)(?:\[(?P<key>[^\]]+)\])?\.(?P<column>\w+)"
)
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?")
NEARLY = 1e-9  # how far from a whole number one may be that is printed as one
WHOSE = ("step", "reader")


class LiveError(ValueError):
    """A live number that cannot be printed: (problem, remedy)."""


@dataclass(frozen=True)
class LiveNumber:
    """The reference, the format and the state of a live number: ``step`` or ``reader``."""

    scene: str | None
    table: str
    key: str | None
    column: str
    format: str | None
    whose: str

    @property
    def reference(self) -> str:
        """The reference as JavaScript reads it, without the scene."""
        row = f"[{self.key}]" if self.key else ""
        return f"{self.table}{row}.{self.column}"

    def value(self, tables: Tables) -> str | float:
        """Find the value.

        Raises
        ------
        LiveError
            If there is no such table, column or row.
        """
        table = tables.get(self.table)
        if table is None:
            raise LiveError(f"there is no table {self.table!r}", f"tables: {', '.join(tables)}")
        if self.column not in table:
            columns = ", ".join(table)
            raise LiveError(
                f"table {self.table!r} has no column {self.column!r}", f"columns: {columns}"
            )
        value = table[self.column][self._row(table)]
        return value if isinstance(value, str) else float(value)

    def text(self, tables: Tables, rules: NumberRules = ENGLISH) -> str:
        """Print the value by the rules of a language.

        Raises
        ------
        LiveError
            If it cannot be found, or does not suit the format.
        """
        value = self.value(tables)
        if isinstance(value, str):
            if self.format:
                raise LiveError(f"{self.reference} is a word, not a number", "leave out the format")
            return value
        if not self.format:
            raise LiveError(f"{self.reference} has no format", "add one, as in `… | .2f`")
        if self.format.endswith("d") and abs(value - round(value)) > NEARLY:
            problem = f"{self.reference} is {value:g}, and d would print it as a whole number"
            raise LiveError(problem, "write `… | .1f`, or round it in model.py")
        try:
            return format_number(value, self.format, rules)
        except ValueError as error:
            raise LiveError(str(error), "") from None

    def _row(self, table: dict[str, Column]) -> int:
        size = len(table[self.column])
        if self.key is None:
            if size != 1:
                raise LiveError(
                    f"table {self.table!r} has {size} rows", f"name one: {self.table}[key]"
                )
            return 0
        column = table.get("key", [])
        keys: list[str | float] = [*column] if isinstance(column, list) else column.tolist()
        wanted = self.key if isinstance(column, list) else read_number(self.key)
        if alike := [key for key in keys if key != wanted and is_alike(key, self.key)]:
            raise LiveError(
                f"table {self.table!r} writes the row {self.key!r} with other characters: "
                f"{alike[0]!a}, not {self.key!a}",
                "write both alike: copy the word out of model.py",
            )
        if wanted is None or wanted not in keys:
            some = ", ".join(map(as_key, keys[:8])) or "none: the table has no column `key`"
            raise LiveError(f"table {self.table!r} has no row {self.key!r}", f"keys: {some}")
        return keys.index(wanted)


def is_alike(key: str | float, text: str) -> bool:
    """Tell whether a key looks the same as a text: an accent may be a character of its own."""
    return isinstance(key, str) and normalize("NFC", key) == normalize("NFC", text)


def read_number(text: str) -> float | None:
    """Read a key that is a number as JavaScript reads it; None for anything else."""
    return float(text) if NUMBER.fullmatch(text) else None


def as_key(value: str | float) -> str:
    """Write a key as an author would: whole numbers without a decimal point."""
    return value if isinstance(value, str) else repr(value + 0.0).removesuffix(".0")  # no -0


def read_live_number(text: str, default_whose: str) -> LiveNumber:
    """Read the content of a live role."""
    reference, *rest = (part.strip() for part in text.split("|"))
    match = REFERENCE.fullmatch(reference)
    if not match:
        raise LiveError(
            f"{text!r} names no value",
            "write table[key].column | format, as in scores[test].n | d; tables and columns need "
            "names of letters, digits and _",
        )
    whose = rest.pop() if rest and rest[-1] in WHOSE else default_whose
    if len(rest) > 1:
        raise LiveError(
            f"{text!r} has more than a format after its value",
            f"write `… | {rest[0]} | {' or '.join(WHOSE)}`",
        )
    return LiveNumber(
        match["scene"],
        match["table"],
        match["key"],
        match["column"],
        rest[0] if rest else None,
        whose,
    )


@role("live")
def render_live(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a live number."""
    scene, number, text = live_number(page, content, line)
    return page.render_template("live", scene=scene, live=number, text=text)


def live_number(page: EssayRenderer, content: str, line: int) -> tuple[Scene, LiveNumber, str]:
    """Return the scene of a live number, its reference, and its text in the built page."""
    try:
        live = read_live_number(content, page.here.whose if page.here else "step")
        scene, tables = scene_and_tables(page, live.scene, line)
        if live.whose == "reader" and scene.id in page.essay.unshown:
            problem = f"no scene shows {scene.id}, so that no reader changes {live.reference}"
            raise LiveError(problem, "leave out `| reader`")
        return scene, live, printed(page, live, tables)
    except LiveError as error:
        raise page.error(error.args[0], error.args[1], line) from None


def printed(page: EssayRenderer, live: LiveNumber, tables: Tables) -> str:
    """Print a live number, or a word of the model's, in the language of the page."""
    text = live.text(tables, page.numbers)
    return text if live.format else page.say(text)


def scene_and_tables(page: EssayRenderer, name: str | None, line: int) -> tuple[Scene, Tables]:
    """Return a scene by name, or the current one, and its tables: here, or in its first step.

    Outside the scenes, the name may be that of a function of the model that none of them shows.
    """
    if page.here and name in (None, page.here.scene.id):
        return page.here.scene, page.here.tables
    if name is None:
        raise page.error(
            "this live number stands outside a scene", "name one: scene/table.column", line
        )
    if unshown := page.essay.unshown.get(name):
        return unshown, tables_of(page.essay, unshown, unshown.defaults)
    scene = scene_named(page, name, line, page.essay.scenes | page.essay.unshown)
    return scene, page.tables[scene.steps[0].id]


def scene_named(page: EssayRenderer, name: str, line: int, known: Mapping[str, Scene]) -> Scene:
    """Return a scene of the page; ``known`` are those that could have been meant."""
    if name not in page.essay.scenes:
        scenes = ", ".join(known) or "none"
        raise page.error(f"there is no scene {name!r}", f"scenes: {scenes}", line)
    return page.essay.scenes[name]
