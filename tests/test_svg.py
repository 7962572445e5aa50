"""Compact drawings: smaller, and to the eye the same."""

import gzip
import io
import re
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pytest
import vl_convert
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops

from refit.figures.charts import CONFIG, VEGA_LITE
from refit.figures.svg import (
    as_drawn,
    drop_defaults,
    drop_unseen,
    outlines,
    relative,
    share_shapes,
    shorten_lines,
    skeleton,
)

KITE = "M0-1L.6 0 0 1-.6 0Z"
LEAF = "M-1 0C-1-.8 1-.8 1 0 1 .8-1 .8-1 0ZM-.3-.1Q0-.4.3-.1L0 .3Z"
STAR = "M0-1 .2-.3.9-.3.4.1.6.8 0 .4-.6.8-.4.1-.9-.3-.2-.3Z"
SHAPES = {"kite": KITE, "leaf": LEAF, "star": STAR}
POINTS = [
    {"x": x, "y": y, "size": size, "look": look}
    for x, y, size, look in [
        (1, 1, 30, "kite"),
        (2, 4, 90, "leaf"),
        (3, 2, 400, "star"),
        (4, 5, 1500, "kite"),
        (5, 3, 2500, "leaf"),
        (6, 6, 3600, "star"),
    ]
]


def drawn(shape=None, **mark):
    """Draw points of three looks and six sizes over a line; return the SVG and its spec."""
    scales = {name: alt.Scale(domain=(0, 7), nice=False) for name in "xy"}
    x, y = (alt.X("x:Q", scale=scales["x"], axis=None), alt.Y("y:Q", scale=scales["y"], axis=None))
    look = alt.Shape(
        "look:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None
    )
    points = alt.Chart(alt.InlineData(POINTS)).mark_point(**mark)
    points = points.encode(x, y, size=alt.Size("size:Q", scale=None, legend=None))
    points = points if shape else points.encode(shape=look)
    line = alt.Chart(alt.InlineData(POINTS)).mark_line(stroke="green").encode(x, y)
    lite = alt.layer(line, points).properties(width=300, height=200).to_dict() | {"config": CONFIG}
    spec = vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE) | {"padding": 0}
    return vl_convert.vega_to_svg(spec), spec


@pytest.fixture(scope="module")
def filled():
    return drawn(filled=True, fill="crimson", strokeWidth=0)


def pixels(svg):
    png = vl_convert.svg_to_png(svg, scale=2)
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")


def difference(one, other):
    """Return the largest difference of two drawings' pixels, from 0 to 255."""
    return ImageChops.difference(pixels(one), pixels(other)).getextrema()[1]


def corners(svg):
    """Return the place, in pixels, of every point that the shapes' outlines are made of."""
    tree = ElementTree.fromstring(svg)
    defined = {e.get("id"): e.get("d") for e in tree.iterfind(".//{*}defs/{*}path")}
    places = []
    for group in tree.iterfind(".//{*}g[@class='mark-symbol role-mark layer_1_marks']"):
        for shape in group:
            x, y, scale = [*map(float, re.findall(r"-?[\d.]+", shape.get("transform"))), 1][:3]
            d = shape.get("d") or defined[shape.get("href")[1:]]
            places.append(np.reshape(skeleton(as_drawn(d))[1], (-1, 2)) * scale + [x, y])
    return places


def test_shared_shapes_are_used_once_defined_and_make_the_drawing_smaller(filled):
    svg, spec = filled
    shared = share_shapes(svg, spec, "s")
    assert shared.count("<use ") == len(POINTS)
    assert re.findall(r'<path id="([^"]+)"', shared) == ["s0", "s1", "s2"]
    assert len(shared) < len(svg)


def test_shared_shapes_stand_where_they_stood(filled):
    svg, spec = filled
    before, after = corners(svg), corners(share_shapes(svg, spec, "s"))
    assert len(before) == len(after) == len(POINTS)
    assert max(np.abs(b - a).max() for b, a in zip(before, after, strict=True)) <= 0.02


def test_shared_shapes_look_the_same(filled):
    svg, spec = filled
    assert difference(svg, svg.replace("crimson", "navy")) > 30  # the comparison can fail
    assert difference(svg, share_shapes(svg, spec, "s")) <= 12


def test_ids_begin_with_the_prefix_and_every_use_finds_its_definition(filled):
    shared = share_shapes(*filled, "pens-wide-")
    defined = set(re.findall(r'id="([^"]+)"', shared))
    assert {name.rpartition("-")[0] for name in defined} == {"pens-wide"}
    assert set(re.findall(r'href="#([^"]+)"', shared)) == defined


def test_other_marks_are_left_alone(filled):
    svg, spec = filled
    line = re.search(r'<path [^>]*stroke="green"[^>]*>', svg)[0]
    assert line in share_shapes(svg, spec, "s")


@pytest.mark.parametrize(
    "mark",
    [
        {"filled": False, "strokeWidth": 2},
        {"filled": True, "fill": "gold", "stroke": "black", "strokeWidth": 3},
    ],
)
def test_points_with_a_stroke_keep_its_width(mark):
    svg, spec = drawn(**mark)
    assert share_shapes(svg, spec, "s") == svg


def test_points_turned_by_an_angle_are_left_alone():
    svg, spec = drawn(filled=True, fill="gold", strokeWidth=0, angle=30)
    assert share_shapes(svg, spec, "s") == svg


def test_vegas_own_shapes_are_left_alone():
    svg, spec = drawn(shape="square", filled=True)
    assert share_shapes(svg, spec, "s") == svg


def test_a_shape_named_by_the_mark_itself_is_shared():
    svg, spec = drawn(shape="own", filled=True, fill="gold", strokeWidth=0)
    for mark in spec["marks"]:
        if mark["type"] == "symbol":
            mark["encode"]["update"]["shape"] = {"value": KITE}
    svg = vl_convert.vega_to_svg(spec)
    assert share_shapes(svg, spec, "s").count('<use href="#s0"') == len(POINTS)


def test_shapes_between_which_an_expression_chooses_are_shared():
    _, spec = drawn(shape="own", filled=True, fill="gold", strokeWidth=0)
    for mark in spec["marks"]:
        if mark["type"] == "symbol":
            chosen = f"datum.x < 3 ? '{KITE}' : '{LEAF}'"
            mark["encode"]["update"]["shape"] = {"signal": chosen}
    svg = vl_convert.vega_to_svg(spec)
    shared = share_shapes(svg, spec, "s")
    assert [shared.count(f'<use href="#s{i}"') for i in (0, 1)] == [2, 4]
    assert difference(svg, shared) <= 12


@pytest.mark.parametrize("word", ["M0,0", "Monday", "May 5", "M1e-3,1L2,2"])
def test_a_scales_other_values_do_no_harm(filled, word):
    svg, spec = filled
    odd = {**spec, "scales": [{"name": "odd", "range": [word]}, *spec["scales"]]}
    assert share_shapes(svg, odd, "s").count("<use ") == len(POINTS)
    dot = '<svg><path transform="translate(1,2)" d="M0,0" fill="red"/></svg>'
    assert share_shapes(dot, odd, "s") == dot


def test_an_outline_that_is_no_scaled_copy_is_left_alone(filled):
    _, spec = filled
    bent = '<svg><path transform="translate(1,2)" d="M0,-10L6,0L0,10L-7,0Z" fill="red"/></svg>'
    assert share_shapes(bent, spec, "s") == bent


@pytest.mark.parametrize(
    "outline",
    [
        "M-.8 0A.8 .5 0 1 0 .8 0A.8 .5 0 1 0-.8 0ZM-.2-.9L.2-.9 0-.6Z",
        "M-.9-.2H.9L.3 .8H-.3V.1Z",
        "M-.5-.5l1 0 0 1zM0 0a.2 .3 30 0 1 .3 .3z",
        "M-1 0C-1-.8 0-.8 0 0S.9 .6 1 0L1 1-1 1Z",
    ],
)
def test_outlines_with_arcs_level_lines_and_steps_are_used_as_they_are_written(outline):
    svg, spec = drawn(shape="own", filled=True, fill="gold", strokeWidth=0)
    for mark in spec["marks"]:
        if mark["type"] == "symbol":
            mark["encode"]["update"]["shape"] = {"value": outline}
    svg = vl_convert.vega_to_svg(spec)
    shared = share_shapes(svg, spec, "s")
    assert shared.count('<use href="#s0"') == len(POINTS)
    assert f'<path id="s0" d="{outline}"/>' in shared
    assert difference(svg, shared) <= 12


@pytest.mark.parametrize("words", ["", "Monday", "M0", "M0 0A1", "L1 1", "M0 0Z5"])
def test_what_is_no_outline_stays_as_it_is_written(words):
    assert as_drawn(words) == words


def test_outlines_are_found_in_scales_and_marks(filled):
    _, spec = filled
    assert list(outlines(spec)) == list(SHAPES.values())


def test_a_skeleton_writes_repeated_commands_out():
    assert skeleton("M0-1 1 0-1 .5Z") == ("MLL", [0, -1, 1, 0, -1, 0.5])
    assert skeleton("M0,0C1,1,2,2,3,3-1-1-2-2-3-3") == ("MCC", [0, 0, 1, 1, 2, 2, 3, 3] + [-1] * 2
        + [-2] * 2 + [-3] * 2)  # fmt: skip


# ── what cannot be seen ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "mark",
    [
        '<path d="M0,0" opacity="0"/>',
        '<use href="#s0" opacity="0"/>',
        '<line x2="1" opacity="0"/>',
        '<text x="1" opacity="0">word</text>',
        '<text opacity="0" x="1">word</text>',
    ],
)
def test_marks_that_are_wholly_transparent_are_left_out(mark):
    assert drop_unseen(f"<svg><g>{mark}</g></svg>") == "<svg><g></g></svg>"


@pytest.mark.parametrize(
    "mark",
    [
        '<path d="M0,0"/>',
        '<path d="M0,0" opacity="0.5"/>',
        '<path d="M0,0" fill-opacity="0"/>',
        '<text opacity="1">word</text>',
        '<g opacity="0"><path d="M0,0"/></g>',
        '<text>opacity="0"</text>',
    ],
)
def test_other_marks_stay(mark):
    assert drop_unseen(f"<svg>{mark}</svg>") == f"<svg>{mark}</svg>"


def test_a_mark_left_out_takes_no_neighbour_with_it():
    svg = '<svg><path d="a" opacity="1"/><path d="b" opacity="0"/><text>c</text></svg>'
    assert drop_unseen(svg) == '<svg><path d="a" opacity="1"/><text>c</text></svg>'


def test_leaving_out_changes_no_pixel(filled):
    svg, _ = filled
    ghost = svg.replace("</svg>", '<path d="M0,0L90,0L90,90Z" fill="red" opacity="0"/></svg>')
    assert difference(drop_unseen(ghost), ghost) == 0


@pytest.mark.parametrize(
    ("mark", "left"),
    [
        ('<path d="M0,0L1,1" opacity="1"/>', '<path d="M0,0L1,1"/>'),
        ('<line x2="0" y2="5"/>', '<line y2="5"/>'),
        ('<path d="M1,1" fill="red" stroke-width="0"/>', '<path d="M1,1" fill="red"/>'),
        ('<path d="M1,1" stroke="red" stroke-width="0"/>',) * 2,
        ('<path d="M1,1" stroke-width="0" stroke="red"/>',) * 2,
        ('<g><path class="foreground" d="" display="none"/></g>', ""),
        ('<g><path class="background" d="M0,0h9v9h-9Z"/></g>', ""),
        ('<g><path class="background" d="M0,0h9v9h-9Z" fill="red"/></g>',) * 2,
        ('<g class="a"><g class="b"></g></g><text>c</text>', "<text>c</text>"),
        (
            '<g class="a"><path d="M1,1"/><g class="empty"/></g>',
            '<g class="a"><path d="M1,1"/></g>',
        ),
    ],
)
def test_what_says_nothing_is_left_out(mark, left):
    assert drop_defaults(f"<svg>{mark}</svg>") == f"<svg>{left}</svg>"


def test_leaving_out_defaults_changes_no_pixel(filled):
    svg, _ = filled
    assert len(drop_defaults(svg)) < len(svg)
    assert difference(drop_defaults(svg), svg) == 0


# ── parts of one animal ──────────────────────────────────────────────────────────────────────────


def animals(count):
    """Draw some animals of three parts each: kite, leaf and star on one spot."""
    parts = [
        {"x": 1 + i, "y": 2, "size": 900 + 200 * i, "look": look, "colour": colour}
        for i in range(count)
        for look, colour in zip(SHAPES, ["red", "green", "blue"], strict=True)
    ]
    scale = alt.Scale(domain=(0, 7), nice=False)
    points = alt.Chart(alt.InlineData(parts)).mark_point(filled=True, strokeWidth=0, opacity=1)
    chart = points.encode(
        alt.X("x:Q", scale=scale, axis=None),
        alt.Y("y:Q", scale=scale, axis=None),
        size=alt.Size("size:Q", scale=None, legend=None),
        fill=alt.Fill("colour:N", scale=None, legend=None),
        shape=alt.Shape(
            "look:N", scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None
        ),
    ).properties(width=300, height=200)
    spec = vl_convert.vegalite_to_vega(chart.to_dict() | {"config": CONFIG}, vl_version=VEGA_LITE)
    return vl_convert.vega_to_svg(spec), spec


def test_what_stands_at_one_place_is_drawn_as_a_group():
    shared = share_shapes(*animals(1), "s")
    [group] = re.findall(r'<g transform="[^"]*scale[^"]*">((?:<use [^>]*>)+)</g>', shared)
    assert group.count("<use ") == 3
    assert "transform" not in group


def test_a_group_that_repeats_is_defined_once():
    svg, spec = animals(4)
    shared = share_shapes(svg, spec, "s")
    assert shared.count('<use href="#sg0" transform=') == 4
    assert shared.count('id="sg0"') == 1
    assert difference(svg, shared) <= 30  # three outlines on one spot: their roundings add up


def test_a_line_is_told_from_point_to_point_and_its_end_is_as_exact_as_its_beginning():
    heights = np.random.default_rng(0).normal(scale=40, size=300).cumsum()
    points = [(9.713 * i, round(float(y), 2)) for i, y in enumerate(heights)]
    d = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points)
    pen = RecordingPen()
    parse_path(relative(d), pen)
    drawn = [where for _, (where,) in pen.value[:300]]
    assert np.abs(np.subtract(drawn, points)).max() < 0.056
    assert len(gzip.compress(relative(d).encode())) < 0.75 * len(gzip.compress(d.encode()))


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        ("M0,0C1,2,3,4,50.55,6L3,4M5,5L7,9Z", "M0,0c1,2 3,4 50.6,6l-47.6,-2M5,5l2,4Z"),
        ("M0,0L40,0L40,9ZL1,1", "M0,0l40,0 0,9Zl1,1"),
        ("M0,0L9,0L9,9Z", None),  # an outline
        ("M0,0H90L3,4L5,6", None),
        ("M0,0A9,9,0,0,1,80,0L3,4L5,6", None),
    ],
)
def test_curves_areas_and_gaps_are_told_so_too_but_no_outline(d, expected):
    assert relative(d) == (expected or d)
    svg = f'<path class="L" d="{d}" fill="red"/>'
    assert shorten_lines(svg) == svg.replace(d, expected or d)
