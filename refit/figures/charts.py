"""Figures: Altair charts compiled to Vega, and drawn as SVG where no script runs.

A function of ``figures.py`` returns a chart over the model's tables, or several as **panels**:
``{"plane": chart, "tree": chart}``, side by side as far as there is room, or Altair's ``a | b``
and ``a & b`` of charts that have names. Each has a size in pixels, and scales of its own; all draw
the same tables and take the same parameters. Small multiples are a dictionary of charts. What a
reader can do with a figure is said in two parts of a chart.

**Parameters.** ``alt.param(name="threshold", value=0.5)`` with the name of a key of the scene's
state takes that key's value; numbers glide when the figure does, so round them where they are
printed. A parameter with an ``expr`` of its own, or a selection, is left alone.
``alt.param(name="lit", value="")`` takes the name of the ``{term}`` in the scene's steps that the
reader points at or has focused, and is empty otherwise; the chart decides what that looks like.

**usermeta**, a dictionary given to ``.properties()`` of the chart, or of the panel that it speaks
of; in that of a whole of panels, a rule says ``"panel": "plane"``. Rules of one kind may be a list.
The functions of ``refit.kit`` write it.

``drag``
    Rows whose column ``draggable`` is true can be dragged, and are drawn at their columns ``x`` and
    ``y``, by the chart's scales of these names. ``table``; ``state``, the key whose
    dictionary takes ``{row's key: [x, y]}``; ``x`` and ``y``, the columns that are dragged;
    ``limits`` and ``step`` of both, ``[[low, high], [low, high]]`` and ``[step, step]`` (equal
    limits hold an axis); the handle is a disc at the row's place, so draw a mark there;
    ``label``, what a row is called: ``"{species} {key}: {weight} kg"``. Up to its colon it is the
    row's name in lists. Each table has one rule, and a key of the state for itself. With ``axis``,
    ``"x"`` or ``"y"``, only that coordinate moves, as of the knots of a curve: ``limits`` and
    ``step`` are ``[low, high]`` and a number then. With ``draw`` too, a pointer draws: all rows
    that it passes go to its height.
``rules``
    Lines that are moved along one axis, each tied to a number of the state: ``state``, its key;
    ``axis``, ``"x"`` or ``"y"``; ``limits``, ``[low, high]``; ``step``; ``label``, such as ``"split
    at {value} kg"``. The chart draws the line by ``alt.param(name=key)``, and a ``{slider}`` with
    the same ends and step may share the key. ``above`` and ``below`` name the keys of other rules
    that it stays above or below, as the edges of a range do. ``span``, ``[low, high]``, says from
    where to where the line goes on the other axis, if not from edge to edge. With ``table``, it can
    be moved where that table has a row. Its values are prepared and checked as those of a slider
    are.
``add``
    A click on the background adds a row, a click on one whose column ``removable`` is true takes
    it away. ``table`` (the one that is dragged), ``limits`` and ``step`` as above; ``state``, the
    key whose dictionary takes ``{"+1": [x, y]}``; ``values``, if given, the key of the state whose
    value is put after them, such as the class chosen with a ``{select}``. An added row that is
    dragged keeps its place there; ``{row's key: None}`` says that one of the model's own rows was
    taken away. Keys must be words, so that added ones can stand beside them:
    ``[str(i) for i in range(n)]``. Where a table has rows, but none that can be dragged or taken
    away, nothing can be added either.
``point``
    Rows that can be pointed at, with a mouse, a tap, or the arrow keys; several rules are a list.
    ``table``; ``param``, the chart's parameter that takes the key of the row that is pointed at,
    and is empty otherwise: ``alt.param(name="leaf", value="")``; ``label``, what the row is called
    aloud and on a card beside its mark: ``"leaf {key}: {n} points"``; ``card``, whether there is
    that card, ``True`` if it does not say; ``by``, the column whose value the parameter takes
    instead of the key, such as the species of a pet; ``state``, a key of the state, of text, that
    takes the row's key, so that the model answers and the row stays chosen. The rows may be
    draggable too, and drawn in several panels. A row is a mark, or several: ``mark_line`` and
    ``mark_area`` draw one for many rows, which cannot be pointed at. Where keys are numbers, the
    parameter begins as ``None``, and so does the key of the state. A model is asked for keys whose
    row has gone, too. ``{term}`words | leaf:4``` in a step points at a row
    from the text, by the parameter's name.
``hops``
    ``{table: {"column": …, "height": …, "paces": …}}``: rows that hop from step to step.
``parts``
    ``{table: n}``: every row is drawn n times over, such as the parts of an animal. The chart finds
    each row of the table n times in a row, with a column ``part`` that counts from 0; unlike
    Vega-Lite's ``flatten``, which draws all rows anew whenever one of them changes.
``raster``
    A grid of numbers, painted in colours of the theme beneath all that the chart draws, such as a
    decision boundary or a loss surface: ``table``, ``column``, and ``columns``, how many cells a
    row has. The rows follow each other from the first number of ``y`` to the second, as
    `refit.layouts.cells` lists them. ``x`` and ``y`` are the outer edges, on the scales of these
    names; the cells are of one size in the picture. ``colours``, ``["var(--cat)", "var(--paper)",
    "var(--dog)"]``, belong to the numbers of ``domain``, and are mixed between these; without a
    domain they are spread over 0 to 255, the whole numbers that `refit.layouts.levels` returns.
    ``smooth=True`` mixes neighbouring cells; ``opacity``. Several rasters are a list, the lowest
    first. Colour alone does not reach everybody: draw the line between two classes too, of
    `refit.layouts.contour`. Readers' tables leave rasters out.
``sheets``
    ``{table: [column, …]}``: what readers see of the figure's numbers; all of every table that it
    draws if it does not say.
``still``
    ``[table, …]``: tables whose rows change at once, and never glide.
``ghost``
    ``{"table": "line"}``, or a list of such: once the reader has changed something, the table
    ``line_ghost`` holds what ``line`` was before, until the next change or step. Draw it with a
    faint layer of its own, under the other: ``alt.NamedData("line_ghost")``. It is empty at rest,
    and no work of the model's.

**Motion.** Between two pictures numbers glide by key; words change at once. From step to step what
leaves goes first (a mark whose opacity falls, a row whose key vanishes), then marks move, then what
is new enters. A number that a text mark writes is always one of the model's: it does not glide, and
neither does a parameter in what is written. Partial results of a generator replace each other.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import vl_convert

from refit.cache import Json
from refit.errors import AuthorError, line_of
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, State
from refit.figures import full_vega, pointing
from refit.figures.author_charts import call, find_function
from refit.figures.columns import Needs, columns_read
from refit.figures.ghosts import ghosts_needed
from refit.figures.motion import free_params, prepare_motion, with_copies
from refit.figures.panels import Place, put
from refit.figures.raster import paint
from refit.figures.refusals import refusals
from refit.figures.rules import gather
from refit.figures.slim import slim
from refit.figures.source_lines import line_of_layer
from refit.figures.svg import drop_defaults, drop_unseen, share_shapes, shorten_lines
from refit.tables import Column, Tables

LAYOUTS = ("wide", "narrow")
VEGA_LITE = "6.4"

# One look for all figures. Sizes are fixed: fonts differ between the build and the browser, and any
# automatic padding would make the figure jump when the page takes it over.
CONFIG = {
    "aria": False,  # the author's text alternative speaks for the figure
    "autosize": {"type": "none"},
    "background": None,
    "font": "inherit",
    "mark": {"invalid": None},  # tables hold finite numbers only
    "padding": 0,
    "view": {"stroke": None, "fill": None},
}


@dataclass(frozen=True)
class Figure:
    """A compiled figure: its Vega specification, and the gestures that it takes.

    ``params`` are the keys of the state that drive a parameter, ``lights`` says whether marked
    terms light up, ``motion`` is what `refit.figures.motion` says; the rest is explained at the top
    of this file.
    """

    spec: Json
    needs: Needs = field(default_factory=dict)
    panels: dict[str, Place] = field(default_factory=dict)
    drag: list[Json] = field(default_factory=list)
    add: list[Json] = field(default_factory=list)
    point: list[Json] = field(default_factory=list)
    rules: list[Json] = field(default_factory=list)
    hops: Json = field(default_factory=dict)
    params: list[str] = field(default_factory=list)
    lights: bool = False
    sheets: dict[str, list[str]] | None = None
    parts: dict[str, int] = field(default_factory=dict)
    still: list[str] = field(default_factory=list)
    ghost: list[Json] = field(default_factory=list)
    motion: Json = field(default_factory=dict)
    rasters: list[Json] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels."""
        return float(self.spec["width"]), float(self.spec["height"])

    @cached_property
    def needs_full_vega(self) -> bool:
        """Whether it uses what ``static/js/vega/core.js`` leaves out."""
        return full_vega.needs_full_vega(self.spec)

    def values(self, state: State) -> State:
        """Return the values that a state gives to parameters."""
        own = {name: state[name] for name in self.params}
        return own | pointing.values_in(self.point, state)

    def as_json(self) -> Json:
        """Return the part of the figure that the page's script needs, as JSON.

        ``lights`` are the parameters that follow terms and what is pointed at.
        """
        names = (
            *("spec", "panels", "drag", "add", "rules", "point", "hops", "parts", "params"),
            *("rasters", "still", "ghost", "motion"),
        )
        lights = ["lit"] if self.lights else []
        lights += [rule["param"] for rule in self.point]
        return {name: getattr(self, name) for name in names} | {"lights": lights}


def compile_figure(essay: Essay, scene: Scene, layout: str) -> Figure:
    """Call the scene's function of ``figures.py`` and compile its chart.

    Raises
    ------
    AuthorError
        If there is no such function, or it raises, or its chart is not valid.
    """
    file = essay.folder / "figures.py"
    function = find_function(essay, scene)
    line = line_of(file, scene.function)
    charts = call(function, scene, layout, file, line)
    lite, places = charts.lite, charts.places
    try:
        for told in refusals(charts, scene, layout):
            raise AuthorError(*told)
        said = gather(charts.metas, [*places])
    except AuthorError as error:
        error.file, error.line = file, line
        raise
    lite["config"] = CONFIG
    lite.pop("autosize", None)
    numbered = {table: {"part"} for table in said["parts"]}
    needs = ghosts_needed(said["ghost"], columns_read(lite, numbered))
    named = [name for name in free_params(lite) if name in scene.defaults]
    motion = prepare_motion(lite, named, numbered)
    try:
        spec = vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE)
    except ValueError as error:
        raise vega_refusal(error, lite, scene.function, file) from None
    spec.pop("$schema", None)
    spec["padding"] = 0
    if places:
        put(spec, places, charts.size)
    spec = slim(spec)
    signals = spec.get("signals", [])
    free = [param["name"] for param in signals if param.keys() == {"name", "value"}]
    said["point"] = pointing.with_kinds(said["point"], signals)
    return Figure(
        spec,
        needs=needs,
        motion=motion,
        panels=places,
        params=[name for name in free if name in scene.defaults],
        lights="lit" in free and "lit" not in scene.defaults,
        **said,
    )


def undrawable(essay: Essay, scene: Scene, error: ValueError) -> AuthorError:
    """Return Vega's error about a figure that was compiled, and cannot be drawn."""
    file = essay.folder / "figures.py"
    line = line_of(file, scene.function)
    lite = call(find_function(essay, scene), scene, "wide", file, line).lite
    return vega_refusal(error, lite | {"config": CONFIG}, scene.function, file)


def vega_refusal(error: ValueError, lite: Json, function: str, file: Path) -> AuthorError:
    """Return Vega's error about a chart, with the line of the layer, and none of Vega's own."""
    said = [text for text in str(error).splitlines() if not text.startswith("    at ")]
    where, layer, others = faulty_layer(lite)
    remedy = f"mend {where or 'this chart'}, most likely an expression in it"
    line = line_of_layer(file, function, layer, others) if layer else line_of(file, function)
    return AuthorError(" ".join(said), remedy, file, line)


def faulty_layer(lite: Json) -> tuple[str, Json, list[Json]]:
    """Return which layer of a chart Vega refuses if it stands alone, in words; it; and the others.

    All are empty if it is none of them.
    """
    for panel in lite.get("concat", [lite]):
        layers = panel.get("layer", [])
        shared = {key: lite[key] for key in ("config", "params", "datasets") if key in lite}
        for number, layer in enumerate(layers, 1):
            try:
                alone = shared | panel | {"layer": [layer]}
                vl_convert.vegalite_to_svg(alone, vl_version=VEGA_LITE)
            except ValueError:
                name = f" ({layer['name']!r})" if "name" in layer else ""
                where = f" of the panel {panel['name']!r}" if panel is not lite else ""
                others = [each for each in layers if each is not layer]
                return f"layer {number} of {len(layers)}{name}{where}", layer, others
    return "", {}, []


def draw(figure: Figure, tables: Tables, prefix: str = "s", state: State | None = None) -> str:
    """Draw a figure as SVG, with the positions and classes that Vega gives each mark in a page.

    ``prefix`` begins the ids in the drawing, and must be unique in the page; ``state`` drives the
    figure's parameters.

    Raises
    ------
    ValueError
        If Vega cannot draw it, for example because an expression calls an unknown function.
    """
    given = figure.values(state) if state else {}
    signals = [
        dict(signal, value=given[signal["name"]]) if signal["name"] in given else signal
        for signal in figure.spec.get("signals", [])
    ]
    copies, parts = figure.motion.get("copies", {}), figure.parts
    data = [
        dict(source, values=rows(with_copies(tables[name], copies.get(name, ())), parts.get(name)))
        if (name := source["name"]) in tables
        else source
        for source in figure.spec["data"]
    ]
    spec = dict(figure.spec, data=data, signals=signals)
    drawn = drop_defaults(drop_unseen(round_numbers(vl_convert.vega_to_svg(spec))))
    svg = shorten_lines(share_shapes(number_clips(drawn, prefix), figure.spec, prefix))
    return paint(svg, spec, figure.rasters, figure.panels, tables, prefix)


def rows(table: dict[str, Column], parts: int | None = None) -> list[Json]:
    """Turn columns into rows, and each row into ``parts`` rows numbered in a column ``part``."""
    columns = {
        name: values if isinstance(values, list) else values.tolist()
        for name, values in table.items()
    }
    whole = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [row | {"part": i} for row in whole for i in range(parts)] if parts else whole


def round_numbers(svg: str) -> str:
    """Round positions to 0.1 pixels and other numbers to 0.01; drop attributes without effect."""
    svg = re.sub(
        r' (xmlns:xlink|version|font-family|pointer-events|aria-\w+|role)="[^"]*"', "", svg
    )
    svg = re.sub(r"translate\([^)]*\)", lambda match: shorten(match[0], 1), svg)
    return shorten(svg, 2)


def shorten(text: str, decimals: int) -> str:
    """Round the numbers in a text that have more than ``decimals`` decimals."""

    def rounded(number: re.Match[str]) -> str:
        written = f"{float(number[0]):.{decimals}f}".rstrip("0").rstrip(".")
        return "0" if written == "-0" else written

    return re.sub(rf"-?\d+\.\d{{{decimals + 1},}}", rounded, text)


def number_clips(svg: str, prefix: str) -> str:
    """Number clip paths from 0 in each figure; vl-convert counts on through the whole process."""
    names: dict[str, str] = {}
    for found in re.findall(r'id="(clip\d+)"', svg):
        names.setdefault(found, f"{prefix}-clip{len(names)}")
    return re.sub(r"\bclip\d+\b", lambda m: names.get(m[0], m[0]), svg)
