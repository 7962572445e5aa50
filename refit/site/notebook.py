"""An essay as a Jupyter notebook, one file that runs by itself with numpy, scipy and scikit-learn.

Its prose are Markdown cells, its model is a cell as it stands in ``model.py``, and each step is a
cell that calls the scene's function, draws its figure and holds the numbers of the text to what
comes out. Figures are Vega specifications, which JupyterLab draws by itself: neither altair nor
Refit is needed. Grids of numbers that a page paints beneath a figure are left out. Footnotes and
the works that are cited stand at the end.
"""

import json
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from pprint import pformat

from refit.cache import Json
from refit.essay.markup import Node, Prose
from refit.essay.model_files import MODEL
from refit.essay.playing import LAST
from refit.essay.reading import Essay
from refit.essay.scenes import LAYOUTS, Scene, Step
from refit.figures import csv_files
from refit.figures.motion import FINAL
from refit.page.renderer import EssayRenderer
from refit.site import notebook_helpers
from refit.site.citing import plain_name
from refit.site.essay_scene import BuiltScene
from refit.site.notebook_text import NotebookText, Said

PACKAGES = ("numpy", "scipy", "scikit-learn")
HIDDEN = {"jupyter": {"source_hidden": True}}
PREPARATION = """\
import sys, tempfile, zlib
from base64 import b64decode
from pathlib import Path

FILES = {files}  # compressed
folder = Path(tempfile.mkdtemp(prefix="essay-"))
for name, packed in FILES.items():
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(zlib.decompress(b64decode(packed)))
sys.path.insert(0, str(folder))
__file__ = str(folder / "{model}")

import {helper}

{name}.FIGURES.update({figures})
{name}.COLOURS.update({colours})"""
SHOWN = 3  # tables of a step that are printed


@dataclass
class NotebookWriter:
    """Writes the notebook of one page. ``address`` is where the essay is, if that is known."""

    page: EssayRenderer
    scenes: dict[str, BuiltScene]
    colours: dict[str, str]
    address: str = ""
    cells: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = NotebookText(self.page, self.address)
        own = ("notebook", "state", "tables", "first")  # the names of the cells, beside the model's
        self.notebook, self.state, self.tables, self.first = map(self.free, own)

    @property
    def essay(self) -> Essay:
        """The essay."""
        return self.page.essay

    @property
    def words(self) -> Json:
        """The words that only notebooks have, in the language of the essay."""
        words: Json = self.page.words["notebook"]
        return words

    def write(self) -> str:
        """Return the notebook as JSON."""
        self.begin()
        self.blocks(self.essay.document.nodes)
        self.markdown(self.text.ending())
        self.code(f"{self.notebook}.finish({self.versions!r})")
        for number, cell in enumerate(self.cells):
            cell["id"] = f"cell-{number}"
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"},
                "title": self.essay.title,
            },
            "cells": self.cells,
        }
        return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"

    @property
    def versions(self) -> str:
        """The packages that the numbers were computed with, as pip takes them."""
        return " ".join(f"{name}=={version(name)}" for name in PACKAGES)

    def markdown(self, text: str) -> None:
        """Add a cell of text, if there is any."""
        if text.strip():
            self.cells.append({"cell_type": "markdown", "metadata": {}, "source": lines(text)})

    def code(self, source: str, metadata: Json | None = None) -> None:
        """Add a cell of code."""
        cell: Json = {"cell_type": "code", "execution_count": None, "outputs": []}
        self.cells.append({**cell, "metadata": metadata or {}, "source": lines(source)})

    def begin(self) -> None:
        """Add the title, what the notebook needs, and the model."""
        essay = self.essay
        by = ", ".join(plain_name(each) for each in essay.authors)
        macros = "".join(
            rf"\newcommand{{{name}}}{arguments(meaning)}{{{meaning}}}"
            for name, meaning in essay.macros.items()
        )
        about = [
            f"# {essay.title}",
            f"*{essay.summary}*",
            " · ".join(part for part in (by, essay.date, self.address) if part),
            fill(self.words["about"], {"{versions}": self.versions})
            + " "
            + self.page.words["rights"],
            f"$${macros}$$" if macros else "",
        ]
        self.markdown("\n\n".join(part for part in about if part))
        self.markdown(f"## {self.words['preparation']}\n\n{self.words['prepare']}")
        self.code(self.preparation(), HIDDEN)
        self.markdown(f"## {self.words['model']}\n\n{self.words['source']}")
        self.code(essay.sources[MODEL].strip("\n"))

    def preparation(self) -> str:
        """Write the cell that lays out what the model needs, and imports the helper."""
        essay = self.essay
        files = {name: text.encode() for name, text in essay.sources.items() if name != MODEL}
        if any(name.startswith("refit/") for name in files):
            files["refit/__init__.py"] = b""
        files |= {name: (essay.folder / name).read_bytes() for name in essay.data}
        files["notebook.py"] = Path(notebook_helpers.__file__).read_bytes()
        packed = {name: pack(content) for name, content in files.items()}
        figures = {name: pack(figure_of(scene)) for name, scene in self.scenes.items()}
        helper = self.notebook
        return PREPARATION.format(
            files=literal(packed),
            figures=literal(figures),
            colours=literal(self.colours),
            helper="notebook" if helper == "notebook" else f"notebook as {helper}",
            name=helper,
            model=MODEL,
        )

    def free(self, name: str) -> str:
        """Return a name that the model does not use for something of its own."""
        return f"{name}_" if name in self.taken else name

    @cached_property
    def taken(self) -> frozenset[str]:
        """The names at the top of the model, which its cell shares with those of the notebook."""
        return frozenset(compile(self.essay.sources[MODEL], MODEL, "exec").co_names)

    def blocks(self, nodes: list[Node]) -> None:
        """Add the cells of a text: prose together, scenes step by step."""
        prose: list[Node] = []

        def end_prose() -> None:
            if prose:
                self.markdown(self.text.write(prose))
                self.check(self.text.take_said())
                prose.clear()

        for node in nodes:
            if isinstance(node, Prose) or node.name not in (*LAYOUTS, "deeper"):
                prose.append(node)
                continue
            end_prose()
            if node.name == "deeper":
                title, kind = " ".join(map(str, node.arguments)), self.page.words["deeper"]["kind"]
                self.markdown(f"## {title}\n\n*{kind}.*")
                self.blocks(node.children)
            else:
                self.scene(self.essay.scenes[node.arguments[0]])
        end_prose()

    def scene(self, scene: Scene) -> None:
        """Add the cells of a scene: for each step its text, and what the model computes for it."""
        for step in scene.steps:
            self.markdown(self.text.in_step(scene, step))
            self.step(scene, step, self.text.take_said())

    def step(self, scene: Scene, step: Step, said: list[Said]) -> None:
        """Add the cell of a step."""
        source = self.scenes[scene.id].source
        shows = "" if step.shows == LAST else f", {step.shows!r}"
        tables = csv_files.columns_shown([*source.figures.values()], source.tables[step.id])
        rows = {name: len(next(iter(source.tables[step.id][name].values()), [])) for name in tables}
        small = sorted(rows, key=lambda name: rows[name])
        named = "".join(f", {name!r}" for name in small[:SHOWN])
        notebook, state, result = self.notebook, self.state, self.tables
        code = [
            f"{state} = {literal(step.state)}",
            *(f"# {hint}" for hint in hints(step, self.words)),
            f"{result} = {notebook}.run({scene.function}, {state}{shows})",
            f"{notebook}.draw({scene.id!r}, {result}, {state})",
            *self.checks(result, [each for each in said if each.scene == scene.id]),
            *([f"{notebook}.show({result}{named})"] if named else []),
        ]
        self.code("\n".join(code))
        self.check([each for each in said if each.scene != scene.id])

    def check(self, said: list[Said]) -> None:
        """Add a cell that holds numbers of the prose to the first steps of their scenes."""
        code = []
        notebook, result = self.notebook, self.first
        for name in dict.fromkeys(each.scene for each in said):
            scene = (self.essay.scenes | self.essay.unshown)[name]
            first = scene.steps[0]
            shows = "" if first.shows == LAST else f", {first.shows!r}"
            call = f"run({scene.function}, {literal(first.state)}{shows})"
            code += [f"{result} = {notebook}.{call}"]
            code += self.checks(result, [each for each in said if each.scene == name])
        if code:
            self.code("\n".join(code), HIDDEN)

    def checks(self, tables: str, said: list[Said]) -> list[str]:
        """Return the lines that hold numbers to what the text says of them, in the next cell."""
        if not said:
            return []
        where = f"{said[0].scene} in cell {len(self.cells)}"
        rows = "".join(f"    {(each.reference, each.format, each.text)!r},\n" for each in said)
        return [f"{self.notebook}.check({tables}, {where!r}, said=[\n{rows}])"]


def lines(text: str) -> list[str]:
    """Return a text as notebooks hold it: its lines, each but the last with its end."""
    return text.splitlines(keepends=True)


def pack(content: bytes) -> str:
    """Compress bytes, and write them as base64."""
    return b64encode(zlib.compress(content, 9)).decode()


def figure_of(scene: BuiltScene) -> bytes:
    """Return what the notebook's ``specification`` reads of a figure, in its wide layout."""
    figure = scene.source.figures["wide"]
    copies = figure.motion.get("copies", {})
    parts = {"params": figure.params, "point": figure.point, "parts": figure.parts}
    return json.dumps({"spec": figure.spec, "copies": copies, "final": FINAL, **parts}).encode()


def literal(value: object) -> str:
    """Write a value as Python."""
    return pformat(value, width=96, sort_dicts=False)


def hints(step: Step, words: Json) -> list[str]:
    """Say what a reader of the page can change in a step, and to what."""
    found = []
    for key, control in step.controls.items():
        if control.is_range:
            ends = {"{least}": f"{control.minimum:g}", "{most}": f"{control.maximum:g}"}
            found.append(f"{key}: {fill(words['range'], ends)}")
        elif control.options:
            found.append(f"{key}: {', '.join(map(repr, control.options))}")
        elif isinstance(step.state.get(key), bool):
            found.append(f"{key}: {words['either']}")
    return [f"{words['change']} {each}" for each in found]


def fill(text: str, blanks: dict[str, str]) -> str:
    """Return a text of the interface with its blanks filled."""
    for blank, value in blanks.items():
        text = text.replace(blank, value)
    return text


def arguments(meaning: str) -> str:
    """Return how many arguments a command of TeX takes, as ``newcommand`` has it."""
    count = max((n for n in range(1, 10) if f"#{n}" in meaning), default=0)
    return f"[{count}]" if count else ""
