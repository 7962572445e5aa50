"""Panels: several charts in one figure, each at a place that is computed here.

Vega lays charts out by what they draw, so they would move with their data. Here each has the size
that its author gave it, and the figure is as large as all of them together. One view of Vega's
draws it; the scales of a panel have its name before their own: ``plane_x``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from refit.cache import Json
from refit.errors import AuthorError
from refit.sizes import GAP, ROOM

JOINED = ("hconcat", "vconcat", "concat")
MULTIPLIED = ("facet", "repeat")
OPTIONS = (
    "data",
    "columns",
    "spacing",
    "center",
    "params",
    "datasets",
    "config",
    "$schema",
    "usermeta",
)
NAME = re.compile(r"[a-z][a-z0-9_]*")
UNNAMED = re.compile(r"param_\w+|view_\w+|concat_\w+|selector\w*")  # names that Altair gives
WHOLE = re.compile(r"(?<![\w.'\"])(?:width|height)(?![\w'\"])")
# What panels do not share unless a chart of Altair's says so; a place they never share.
CHANNELS = (
    "color fill stroke opacity fillOpacity strokeOpacity strokeWidth strokeDash size shape angle "
    "theta radius xOffset yOffset time"
)
SMALL = 'for small multiples, return a dictionary of charts: {"one": chart, "two": chart}'

Box = tuple[float, float]  # width and height
Place = list[float]  # x, y, width and height
NUMBERED = re.compile(r"_\d+$")  # what Altair adds to the name of a layer
Meta = tuple[str, Json]  # a panel's name, empty for the whole figure, and its usermeta


@dataclass(frozen=True)
class Grid:
    """Rows of panels, or of grids of them. ``aligned`` columns have one width in all rows."""

    rows: list[list["Grid | str"]]
    across: float = 20.0
    down: float = 20.0
    centred: bool = False
    aligned: bool = True


@dataclass(frozen=True)
class Composition:
    """A figure's charts as one chart of Vega-Lite.

    Attributes
    ----------
    lite
        The chart; of several panels, a flat ``concat``.
    metas
        The ``usermeta`` of each panel and of the whole.
    places
        The place of each panel; empty if there is one chart without a name.
    size
        Width and height of the whole, if there are panels.
    """

    lite: Json
    metas: list[Meta]
    places: dict[str, Place] = field(default_factory=dict)
    size: Box = (0.0, 0.0)


def compose(returned: Any, layout: str) -> Composition:
    """Make one chart of what a function of ``figures.py`` returned.

    Raises
    ------
    AuthorError
        Without a file, if its panels cannot be shown.
    """
    if not isinstance(returned, dict) and not is_joined(returned):
        lite = as_plain(returned.to_dict())
        refuse_multiples(lite)
        return Composition(lite, [("", lite.pop("usermeta", {}))])
    flows = isinstance(returned, dict)
    chart = join(returned) if flows else returned.copy(deep=True)
    given = list(take_usermeta(chart))
    lite = as_plain(chart.to_dict())
    panels: dict[str, Json] = {}
    grid = read_grid(lite, panels)
    name_layers(panels, returned if flows else {}, lite.get("params", []))
    names = iter(panels)
    metas = [(next(names) if name is None else name, as_plain(meta)) for name, meta in given]
    sizes = {
        name: (size_of(panel, "width"), size_of(panel, "height")) for name, panel in panels.items()
    }
    if flows:
        grid = flow(sizes, layout)
    places: dict[str, Place] = {}
    size = place(grid, sizes, (0.0, 0.0), places)
    flat: Json = {key: lite[key] for key in ("params", "datasets") if key in lite}
    flat |= {"concat": [*panels.values()], "columns": 2, "resolve": independent()}
    return Composition(flat, [each for each in metas if each[1]], places, size)


def is_joined(chart: Any) -> bool:
    """Tell whether a chart of Altair's is made of several."""
    return any(isinstance(getattr(chart, kind, None), list) for kind in JOINED)


def join(charts: dict[Any, Any]) -> Any:
    """Return a dictionary's charts as one of Altair's, each with its key as its name."""
    import altair  # the author's figures.py has loaded it

    if not charts:
        raise AuthorError("the figure has no panel", 'return {"name": chart, …}')
    for name, chart in charts.items():
        if not hasattr(chart, "to_dict"):
            problem = f"the panel {name!r} is {type(chart).__name__}, not a chart of Altair's"
            raise AuthorError(problem, 'return {"name": chart, …}')
        if is_joined(chart):
            problem = f"the panel {name!r} is made of several charts"
            raise AuthorError(problem, "give each of them a name of its own in the dictionary")
        if not isinstance(name, str):
            raise AuthorError(f"the panel {name!r} has no name", 'return {"name": chart, …}')
    named = [chart.copy(deep=True) for chart in charts.values()]
    for name, chart in zip(charts, named, strict=True):
        chart.name = name
    return altair.hconcat(*named) if len(named) > 1 else named[0]


def take_usermeta(chart: Any) -> Iterator[tuple[str | None, Json]]:
    """Take out the ``usermeta`` of a chart and of all in it; of panels, in order, without names."""
    inner = [each for kind in JOINED for each in as_list(getattr(chart, kind, None))]
    meta = getattr(chart, "usermeta", None)
    given = meta if isinstance(meta, dict) else {}
    if given:
        del chart._kwds["usermeta"]
    yield (None if not inner else ""), given
    for each in inner:
        yield from take_usermeta(each)


def as_plain(value: Json) -> Json:
    """Return what becomes of a value as JSON."""
    plain: Json = json.loads(json.dumps(value, allow_nan=False))
    return plain


def as_list(value: object) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def name_layers(panels: dict[str, Json], charts: Mapping[str, Any], params: list[Json]) -> None:
    """Give the layers of panels the names that their author gave them.

    Altair adds the number of the panel to them, for its selections; those keep what they know.
    """
    used = {view for each in params for view in each.get("views", [])}
    for panel, lite in panels.items():
        layers = lite.get("layer", [])
        given = as_list(getattr(charts.get(panel), "layer", None)) or [None] * len(layers)
        for layer, chart in zip(layers, given, strict=True):
            if (name := layer.get("name")) and name not in used:
                layer["name"] = chart.name if chart else NUMBERED.sub("", name)


# ── charts of Altair's that are made of several ──────────────────────────────────────────────────


def read_grid(lite: Json, panels: dict[str, Json]) -> Grid | str:
    """Return how a chart's panels stand, and put each into ``panels`` by its name."""
    refuse_multiples(lite)
    kind = next((kind for kind in JOINED if kind in lite), None)
    if kind is None:
        return read_panel(lite, panels)
    for key in lite:
        if key not in (kind, *OPTIONS):
            remedy = "give it to each panel by itself"
            if key == "resolve":
                remedy = "give scales that are to be alike one alt.Scale(domain=…)"
            raise AuthorError(f"a figure of several charts has {key!r} for all of them", remedy)
    # Altair puts the data of charts that all draw one table above them.
    above = {key: lite[key] for key in ("data",) if key in lite}
    cells = [read_grid(above | each, panels) for each in lite[kind]]
    across = {"hconcat": len(cells), "vconcat": 1}.get(kind, int(lite.get("columns", len(cells))))
    rows = [cells[i : i + across] for i in range(0, len(cells), across)]
    spacing = lite.get("spacing", 20.0)
    gaps = spacing if isinstance(spacing, dict) else {"column": spacing, "row": spacing}
    return Grid(rows, gaps.get("column", 20.0), gaps.get("row", 20.0), bool(lite.get("center")))


def read_panel(lite: Json, panels: dict[str, Json]) -> str:
    """Put a panel into ``panels``, and return its name."""
    name = str(lite.get("name", ""))
    number = len(panels) + 1
    if not name or UNNAMED.fullmatch(name):
        remedy = 'write .properties(name="…") on it, or return a dictionary of charts'
        raise AuthorError(f"panel {number} of the figure has no name", remedy)
    if not NAME.fullmatch(name):
        problem = f"the panel {name!r} has a name that is no plain word"
        raise AuthorError(problem, "write small letters, digits and _, such as tree_2")
    if name in panels:
        raise AuthorError(f"two panels have the name {name!r}", "give each its own")
    for part in lite.get("transform", []):
        if found := WHOLE.search(" ".join(map(str, (part.get("calculate"), part.get("filter"))))):
            problem = f"a transform of the panel {name!r} reads {found[0]}, the whole figure's"
            raise AuthorError(problem, "write the panel's own as a number")
    panels[name] = {key: value for key, value in lite.items() if key not in ("$schema", "config")}
    return name


def refuse_multiples(lite: Json) -> None:
    """Refuse charts that are multiplied by their data: how many there are is not known at build."""
    for kind in MULTIPLIED:
        if kind in lite:
            raise AuthorError(f"this figure is made of several charts ({kind})", SMALL)


def size_of(panel: Json, key: str) -> float:
    """Return the width or the height of a panel; 0 if it is not given, which is refused later."""
    size = panel.get(key)
    return float(size) if isinstance(size, int | float) and not isinstance(size, bool) else 0.0


def independent() -> Json:
    """Return the option by which every panel has scales and legends of its own."""
    channels = dict.fromkeys(CHANNELS.split(), "independent")
    return {"scale": channels, "legend": {c: "independent" for c in channels if "Offset" not in c}}


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def flow(sizes: dict[str, Box], layout: str) -> Grid:
    """Return panels side by side, in as many rows as they need."""
    rows: list[list[Grid | str]] = []
    at = layout == "narrow"
    room, gap, used = ROOM[at], float(GAP[at]), 0.0
    for name, (width, _) in sizes.items():
        if rows and used + gap + width <= room:
            rows[-1].append(name)
            used += gap + width
        else:
            rows.append([name])
            used = width
    return Grid(rows, gap, gap, aligned=False)


def place(node: Grid | str, sizes: dict[str, Box], corner: Box, places: dict[str, Place]) -> Box:
    """Put the panels of a grid into ``places``, its corner at x, y; return its size."""
    if isinstance(node, str):
        places[node] = [*corner, *sizes[node]]
        return sizes[node]
    boxes = [[place(cell, sizes, corner, {}) for cell in row] for row in node.rows]
    heights = [max(height for _, height in row) for row in boxes]
    widest = [max(each, default=0.0) for each in zip_longest(*widths_of(boxes), fillvalue=0.0)]
    y, across = corner[1], 0.0
    for cells, row, height in zip(node.rows, boxes, heights, strict=True):
        x = corner[0]
        for cell, (own, tall), column in zip(cells, row, widest, strict=False):
            width = column if node.aligned else own
            shift = ((width - own) / 2, (height - tall) / 2) if node.centred else (0.0, 0.0)
            place(cell, sizes, (x + shift[0], y + shift[1]), places)
            x += width + node.across
        across = max(across, x - node.across - corner[0])
        y += height + node.down
    return across, y - node.down - corner[1]


def widths_of(boxes: list[list[Box]]) -> list[list[float]]:
    """Return the widths alone."""
    return [[width for width, _ in row] for row in boxes]


def put(spec: Json, places: dict[str, Place], size: Box) -> None:
    """Put the groups of a Vega specification to their places, instead of Vega's own layout."""
    spec.pop("layout", None)
    spec["width"], spec["height"] = size
    groups = {f"{name}_group": given for name, given in places.items()}
    for group in spec["marks"]:
        place = dict(zip(("x", "y", "width", "height"), groups[group["name"]], strict=True))
        group["encode"]["update"] |= {name: {"value": value} for name, value in place.items()}
        own = [each for each in group.get("signals", []) if each["name"] not in place]
        sizes = [{"name": name, "value": place[name]} for name in ("width", "height")]
        group["signals"] = own + sizes
