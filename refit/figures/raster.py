"""Rasters: grids of numbers painted in colours of the theme, beneath all that a chart draws.

In a page a script paints them (``static/js/scene/rasters.js``). In the picture of a build each is a
stack of rectangles, one in each colour, and all but the first behind a mask: a small PNG that says
how much of the colour there is in each cell. So the picture follows the theme, as all of it does.
"""

import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import vl_convert

from refit.cache import Json
from refit.figures.panels import Place
from refit.layouts import LEVELS
from refit.tables import Tables

NEEDED = ("table", "column", "columns", "x", "y", "colours")
OPTIONAL = ("domain", "smooth", "opacity", "panel")
COLOUR = re.compile(r"var\(--[a-z][a-z0-9-]*\)|#[0-9a-f]{6}")
SCALES = ("linear", "log", "pow", "sqrt", "symlog", "time", "utc")
LINE = re.compile(r'<line transform="translate\(([^,]+),([^)]+)\)" x2="([^"]+)" y2="([^"]+)"')
EMBEDDED = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")

Told = tuple[str, str]  # a problem and its remedy
Span = tuple[float, float, float, float]  # where it begins, and how far it goes across and down


def complete(rule: Json) -> Json:
    """Return a rule with its optional parts; by default it takes what `levels` returns."""
    domain = np.linspace(0, LEVELS - 1, len(rule["colours"])).tolist()
    return {"domain": domain, "smooth": False, "opacity": 1} | rule


# ── checks ───────────────────────────────────────────────────────────────────────────────────────


def wrong_raster(rule: object) -> Iterator[Told]:
    """Yield what is wrong with the options of a rule, as its author wrote it."""
    if not isinstance(rule, dict):
        yield f"usermeta's raster is {rule!r}", f"write a dictionary of {', '.join(NEEDED)}"
        return
    known = f"it takes {', '.join(NEEDED + OPTIONAL)}"
    for key in rule:
        if key not in NEEDED + OPTIONAL:
            yield f"usermeta's raster takes no {key!r}", known
    if missing := [key for key in NEEDED if key not in rule]:
        yield f"usermeta's raster has no {', '.join(missing)}", known
        return
    yield from wrong_values(rule)


def wrong_values(rule: Json) -> Iterator[Told]:
    """Yield each option of a rule whose value cannot be used."""

    def wrong(key: str) -> str:
        return f"{key} of usermeta's raster is {rule[key]!r}"

    for key in ("table", "column", "panel"):
        if not isinstance(rule.get(key, ""), str):
            yield wrong(key), f'write "{key}": "…"'
    if type(rule["columns"]) is not int or rule["columns"] < 1:
        yield wrong("columns"), "write how many cells a row of the grid has, from 1 on"
    for key in "xy":
        if not are_numbers(rule[key]) or len(rule[key]) != 2 or rule[key][0] == rule[key][1]:
            yield wrong(key), f"write [low, high], the grid's outer edges on the scale {key}"
    colours = rule["colours"]
    if not isinstance(colours, list) or len(colours) < 2 or not all(map(is_colour, colours)):
        yield wrong("colours"), 'write two or more, as ["var(--name)", "#rrggbb"]'
    elif not is_domain(rule.get("domain", [*range(len(colours))]), len(colours)):
        yield wrong("domain"), f"write {len(colours)} rising numbers, one for each of the colours"
    if not isinstance(rule.get("smooth", False), bool):
        yield wrong("smooth"), "write True or False"
    opacity = rule.get("opacity", 1)
    if not are_numbers([opacity]) or not 0 < opacity <= 1:
        yield wrong("opacity"), "write a number above 0, and at most 1"


def wrong_places(rule: Json, scales: dict[str, Json]) -> Iterator[Told]:
    """Yield what keeps a raster from its place on the scales of its panel."""
    for axis in "xy":
        name = scale_name(rule, axis)
        scale = scales.get(name)
        if scale is None or scale["type"] not in SCALES:
            problem = f"a raster needs a quantitative scale {name}, which the figure does not have"
            yield problem, f"give a layer a channel {axis} with alt.Scale(domain=(…, …))"
            continue
        domain: Any = scale.get("domain")
        if not are_numbers(domain):
            problem = f"a raster lies on the scale {name}, which changes with the data"
            yield problem, f"write alt.Scale(domain=(…, …)) for {axis}"
        elif not min(domain) <= min(rule[axis]) <= max(rule[axis]) <= max(domain):
            problem = f"{axis} of usermeta's raster is {rule[axis]!r}, and the scale's {domain!r}"
            yield problem, "write edges that lie inside"


def scale_name(rule: Json, axis: str) -> str:
    """Return the name of a scale, as it is in a figure of several panels too."""
    return f"{rule['panel']}_{axis}" if rule["panel"] else axis


def are_numbers(values: object) -> bool:
    """Tell whether a value is a list of numbers."""
    return isinstance(values, list) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in values
    )


def is_colour(value: object) -> bool:
    """Tell whether a value is a colour of the theme, or one that a script can read."""
    return isinstance(value, str) and COLOUR.fullmatch(value) is not None


def is_domain(values: object, count: int) -> bool:
    """Tell whether a value is so many numbers, each larger than the one before it."""
    return (
        isinstance(values, list)
        and are_numbers(values)
        and len(values) == count
        and all(one < other for one, other in pairwise(values))
    )


def misfits(rules: list[Json], tables: Tables) -> Iterator[Told]:
    """Yield each column of a result that makes no grid."""
    for rule in rules:
        column = tables.get(rule["table"], {}).get(rule["column"])
        name, width = f"{rule['table']}.{rule['column']}", rule["columns"]
        if isinstance(column, list):
            yield f"a raster is painted from {name}, which holds words", "return numbers"
        elif column is not None and len(column) % width:
            problem = f"a raster of {width} columns is painted from {name}, of {len(column)} rows"
            yield problem, f"return whole rows of the grid, {width} numbers each"


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def paint(
    svg: str,
    spec: Json,
    rules: list[Json],
    panels: dict[str, Place],
    tables: Tables,
    prefix: str,
) -> str:
    """Lay a chart's rasters beneath its drawing; ``prefix`` begins the ids of the masks."""
    if not rules:
        return svg
    masks = rectangles = ""
    spans = places(spec, rules, panels)
    for number, (rule, place) in enumerate(zip(rules, spans, strict=True)):
        values = np.asarray(tables[rule["table"]][rule["column"]])
        if not len(values):
            continue
        left, top, width, height = (f"{value:.2f}" for value in box(place))
        at = f'x="{left}" y="{top}" width="{width}" height="{height}"'
        grid = upright(values.reshape(-1, rule["columns"]), place)
        blur = "" if rule["smooth"] else ' image-rendering="pixelated"'
        drawn = f'<rect {at} fill="{rule["colours"][0]}"/>'
        for step, colour in enumerate(rule["colours"][1:], 1):
            grey = b64encode(png(share(grid, *rule["domain"][step - 1 : step + 1]))).decode()
            name = f"{prefix}-raster{number}-{step}"
            masks += (
                f'<mask id="{name}" maskUnits="userSpaceOnUse" {at}><image {at}{blur} '
                f'preserveAspectRatio="none" href="data:image/png;base64,{grey}"'
                "/></mask>"
            )
            drawn += f'<rect {at} fill="{colour}" mask="url(#{name})"/>'
        faint = f' opacity="{rule["opacity"]}"' if rule["opacity"] < 1 else ""
        rectangles += f"<g{faint}>{drawn}</g>"
    return svg.replace(">", f"><defs>{masks}</defs>{rectangles}", 1) if rectangles else svg


def places(spec: Json, rules: list[Json], panels: dict[str, Place]) -> list[Span]:
    """Return where each raster begins, and how far it goes across and down, in pixels."""
    marks = [
        {
            "type": "rule",
            "encode": {
                "enter": {
                    "stroke": {"value": "red"},
                    **{
                        f"{axis}{end}": {"scale": scale_name(rule, axis), "value": rule[axis][i]}
                        for axis in "xy"
                        for i, end in enumerate(["", "2"])
                    },
                }
            },
        }
        for rule in rules
    ]
    drawn = vl_convert.vega_to_svg({**spec, "marks": marks, "axes": []})
    corners = [panels.get(rule["panel"], [0.0, 0.0]) for rule in rules]
    found = [[*map(float, numbers)] for numbers in LINE.findall(drawn)]
    return [
        (x + corner[0], y + corner[1], across, down)
        for (x, y, across, down), corner in zip(found, corners, strict=True)
    ]


def box(place: Span) -> Span:
    """Return left, top, width and height of a place."""
    x, y, across, down = place
    return min(x, x + across), min(y, y + down), abs(across), abs(down)


def upright(grid: np.ndarray, place: Span) -> np.ndarray:
    """Return a grid with its upper row first, whichever way the scales go."""
    _, _, across, down = place
    return grid[:: 1 if down > 0 else -1, :: 1 if across > 0 else -1]


def share(grid: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return how much of the upper of two colours there is in each cell, as whole bytes."""
    parts: np.ndarray = np.rint(255 * np.clip((grid - low) / (high - low), 0, 1)).astype(np.uint8)
    return parts


def png(grey: np.ndarray) -> bytes:
    """Write a picture in shades of grey; each row is stored as it differs from the one above."""
    height, width = grey.shape
    differences = np.diff(grey, axis=0, prepend=np.uint8(0))
    rows = np.insert(differences, 0, 2, axis=1)  # the number of that filter

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + chunk(b"IEND", b"")
    )
