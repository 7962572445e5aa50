"""Rasters: checked whole, and painted into pictures that follow the theme."""

import json
import re
import struct
import zlib
from base64 import b64decode

import altair as alt
import numpy as np
import pytest

from refit.errors import AuthorError
from refit.essay.reading import load
from refit.figures import charts, check, raster
from refit.figures.csv_files import columns_shown
from refit.figures.rules import gather
from refit.figures.usermeta import problems
from refit.tables import as_tables
from tests import small
from tests.built import build_page

RULE = {
    "table": "plane",
    "column": "p",
    "columns": 3,
    "x": [0, 6],
    "y": [0, 4],
    "colours": ["var(--accent)", "var(--paper)", "#112233"],
}
FIGURES = """\
import altair as alt


def dots(narrow):
    points = alt.Chart(alt.NamedData("points")).mark_point().encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=(0, 10))),
        y=alt.Y("y:Q", scale=alt.Scale(domain=(0, 5))),
    )
    return points.properties(width=90 if narrow else 180, height=60, usermeta=%r)
"""
MODEL = small.MODEL.replace('return {"points"', 'return {"plane": {"p": [0, 9, 255] * 2}, "points"')


def figure(rule, **scales):
    """Return a figure of one point, 100 by 50, with a raster."""
    channels = {
        axis: kind(f"{axis}:Q", scale=alt.Scale(**{"domain": domain} | scales.get(axis, {})))
        for axis, kind, domain in (("x", alt.X, (0, 10)), ("y", alt.Y, (0, 5)))
    }
    points = alt.Chart(alt.NamedData("points")).mark_point().encode(**channels)
    lite = json.loads(points.properties(width=100, height=50).to_json())
    lite["config"] = charts.CONFIG
    spec = charts.vl_convert.vegalite_to_vega(lite, vl_version=charts.VEGA_LITE)
    spec["padding"] = 0
    needs = {"points": ["x", "y"]}
    return charts.Figure(spec, needs, rasters=gather([("", {"raster": rule})], [])["rasters"])


def tables(values):
    return as_tables({"points": {"x": [1], "y": [1]}, "plane": {"p": values}})


# ── the picture ──────────────────────────────────────────────────────────────────────────────────


def pixels(png):
    """Read a grey PNG with rows of the filter that stores differences, byte by byte."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, chunks = 8, {}
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        (check_sum,) = struct.unpack(">I", png[place + 8 + size : place + 12 + size])
        assert check_sum == zlib.crc32(kind + content)
        chunks[kind] = content
        place += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 0, 0, 0, 0]
    rows, above = [], np.zeros(width, np.uint8)
    data = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    for row in data:
        assert row[0] == 2
        above = above + row[1:]
        rows.append(above)
    return np.array(rows).tolist()


def masks(svg):
    return [pixels(b64decode(found)) for found in raster.EMBEDDED.findall(svg)]


def test_a_png_is_what_was_put_in():
    grey = np.random.default_rng(0).integers(0, 256, (7, 5)).astype(np.uint8)
    assert pixels(raster.png(grey)) == grey.tolist()


def test_a_picture_mixes_the_colours_of_the_theme_by_masks():
    svg = charts.draw(figure(RULE), tables([0, 63.75, 127.5, 191.25, 255, 300]), "one")
    assert masks(svg) == [
        [[255, 255, 255], [0, 128, 255]],  # the second row is the upper one
        [[128, 255, 255], [0, 0, 0]],
    ]
    at = 'x="0.00" y="10.00" width="60.00" height="40.00"'
    assert re.findall(r"<rect [^>]*>", svg)[:3] == [
        f'<rect {at} fill="var(--accent)"/>',
        f'<rect {at} fill="var(--paper)" mask="url(#one-raster0-1)"/>',
        f'<rect {at} fill="#112233" mask="url(#one-raster0-2)"/>',
    ]
    assert svg.index("#112233") < svg.index("mark-symbol"), "it lies beneath everything"
    assert svg.count(f"<image {at} image-rendering") == 2
    assert svg.count('maskUnits="userSpaceOnUse"') == 2


@pytest.mark.parametrize(
    ("scales", "shown"),
    [
        ({}, [[30, 40], [10, 20]]),
        ({"y": {"reverse": True}}, [[10, 20], [30, 40]]),
        ({"x": {"reverse": True}}, [[40, 30], [20, 10]]),
        ({"x": {"reverse": True}, "y": {"reverse": True}}, [[20, 10], [40, 30]]),
    ],
)
def test_the_rows_follow_the_scales(scales, shown):
    rule = RULE | {"columns": 2, "colours": ["#000000", "#ffffff"]}
    assert masks(charts.draw(figure(rule, **scales), tables([10, 20, 30, 40]))) == [shown]
    turned = rule | {"x": rule["x"][::-1], "y": rule["y"][::-1]}
    opposite = [row[::-1] for row in shown[::-1]]
    assert masks(charts.draw(figure(turned, **scales), tables([10, 20, 30, 40]))) == [opposite]


def test_smooth_faint_and_several():
    rules = [RULE | {"smooth": True, "opacity": 0.5}, RULE | {"domain": [0, 1, 2]}]
    svg = charts.draw(figure(rules), tables([0, 1, 2]))
    assert svg.count("image-rendering") == 2
    assert svg.index('<g opacity="0.5">') < svg.index("raster1-1)")
    assert masks(svg)[2:] == [[[0, 255, 255]], [[0, 0, 255]]]
    assert charts.draw(figure([]), tables([])) == charts.draw(figure(RULE), tables([]))


def test_a_picture_is_the_same_the_next_time():
    values = list(range(255))
    assert charts.draw(figure(RULE), tables(values)) == charts.draw(figure(RULE), tables(values))


def test_each_panel_has_its_own(tmp_path):
    figures = FIGURES % {"raster": RULE} + "\n\none = dots\n\n\n"
    figures += 'def dots(narrow):\n    return {"one": one(narrow), "two": one(narrow)}\n'
    essay = load_small(tmp_path, figures)
    made = charts.compile_figure(essay, essay.scenes["dots"], "wide")
    svg = charts.draw(made, tables([0, 9, 255]))
    left = 200
    assert made.panels["two"][0] == left
    boxes = re.findall(r'<rect (x="[^#]*) fill="var\(--accent\)"/>', svg)
    assert boxes == [f'x="{x}.00" y="12.00" width="108.00" height="48.00"' for x in (0, left)]


INSIDE = small.SCENE.replace(":::::{scene}", "::::::{scene}").replace("\n:::::\n", "\n::::::\n")
FOLDED = f""":::::::{{deeper}} "More" for="Some."
{INSIDE}
:::::::
"""


@pytest.mark.parametrize(("text", "count"), [(small.SCENE, 2), (FOLDED, 0)])
def test_no_raster_is_published_that_the_page_does_not_show(tmp_path, text, count):
    page = build_page(tmp_path, text, model=MODEL, figures=FIGURES % {"raster": RULE})
    files = {file.name for file in page.file.parent.glob("raster.*.png")}
    assert files == {image["href"] for image in page.all("image")}
    assert len(files) == count


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────


class Scene:
    """What the checks ask of a scene."""

    defaults, function, steps = {}, "dots", ()


def told(rule):
    """Return what is wrong with a rule; empty if nothing is."""
    try:
        return next((problem for problem, _ in problems(Scene, figure(rule))), "")
    except AuthorError as error:
        return error.problem if error.remedy else "there is no remedy"


def test_what_is_right_is_not_complained_of():
    assert told(RULE) == told([RULE, RULE | {"smooth": True}]) == told([]) == ""
    assert told(RULE | {"x": [10, 0], "y": [5, 0.5], "opacity": 0.1}) == ""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"colors": []}, "usermeta's raster takes no 'colors'"),
        ({"table": 3}, "table of usermeta's raster is 3"),
        ({"column": None}, "column of usermeta's raster is None"),
        ({"columns": 0}, "columns of usermeta's raster is 0"),
        ({"columns": 2.0}, "columns of usermeta's raster is 2.0"),
        ({"columns": True}, "columns of usermeta's raster is True"),
        ({"x": 3}, "x of usermeta's raster is 3"),
        ({"x": [1]}, "x of usermeta's raster is [1]"),
        ({"y": [1, 1]}, "y of usermeta's raster is [1, 1]"),
        ({"y": ["a", "b"]}, "y of usermeta's raster is ['a', 'b']"),
        ({"colours": ["#000000"]}, "colours of usermeta's raster is ['#000000']"),
        ({"colours": "red"}, "colours of usermeta's raster is 'red'"),
        ({"colours": ["red", "#00f"]}, "colours of usermeta's raster is ['red', '#00f']"),
        ({"colours": ["var(--a, red)", "#000000"]}, "colours of usermeta's raster is ['var(--a, r"),
        ({"domain": [0, 1]}, "domain of usermeta's raster is [0, 1]"),
        ({"domain": [0, 2, 2]}, "domain of usermeta's raster is [0, 2, 2]"),
        ({"domain": None}, "domain of usermeta's raster is None"),
        ({"panel": 1}, "panel of usermeta's raster is 1"),
        ({"smooth": 1}, "smooth of usermeta's raster is 1"),
        ({"opacity": 0}, "opacity of usermeta's raster is 0"),
        ({"opacity": 1.1}, "opacity of usermeta's raster is 1.1"),
        ({"opacity": True}, "opacity of usermeta's raster is True"),
        ({"x": [0, 10.5]}, "x of usermeta's raster is [0, 10.5], and the scale's [0, 10]"),
        ({"y": [-1, 4]}, "y of usermeta's raster is [-1, 4], and the scale's [0, 5]"),
    ],
)
def test_each_option_is_checked(change, problem):
    assert told(RULE | change).startswith(problem)


def test_what_is_missing_or_no_rule_is_told():
    for key in RULE:
        left = {name: value for name, value in RULE.items() if name != key}
        assert told(left) == f"usermeta's raster has no {key}"
    assert told("plane") == "usermeta's raster is 'plane'"
    assert told([RULE, 3]) == "usermeta's raster is 3"
    assert told(RULE | {"panel": "plane"}).startswith("usermeta's raster names the panel 'plane'")


def test_a_raster_needs_two_fixed_scales():
    free = figure(RULE)
    free.spec["scales"][0]["domain"] = {"data": "points", "field": "x"}
    ((problem, remedy),) = problems(Scene, free)
    assert problem == "a raster lies on the scale x, which changes with the data"
    assert remedy == "write alt.Scale(domain=(…, …)) for x"
    free.spec["scales"][0]["type"] = "band"
    ((problem, _),) = problems(Scene, free)
    assert problem == "a raster needs a quantitative scale x, which the figure does not have"
    del free.spec["scales"][0]
    assert next(problems(Scene, free))[0] == problem


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ([1, 2, 3, 4], "a raster of 3 columns is painted from plane.p, of 4 rows"),
        (["a", "b", "c"], "a raster is painted from plane.p, which holds words"),
    ],
)
def test_a_column_that_makes_no_grid_is_told(tmp_path, values, problem):
    essay = load_small(tmp_path)
    found = check.check_columns(essay, essay.scenes["dots"], [figure(RULE)] * 2, tables(values))
    assert [each.problem for each in found] == [problem]
    assert found[0].line == 4
    assert check.check_columns(essay, essay.scenes["dots"], [figure(RULE)], tables([1] * 6)) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"points": {"x": [1], "y": [1]}}, "draws table 'plane', which model.py does not return"),
        (
            {"points": {"x": [1], "y": [1]}, "plane": {"q": [1]}},
            "reads column 'p' of table 'plane', which model.py does not return",
        ),
    ],
)
def test_the_column_has_to_be_there(tmp_path, given, problem):
    essay = load_small(tmp_path)
    (found,) = check.check_columns(essay, essay.scenes["dots"], [figure(RULE)], as_tables(given))
    assert found.problem == f"the figure dots() {problem}"


def test_its_colours_have_to_be_the_themes(tmp_path):
    essay = load_small(tmp_path)
    found = check.check_colours(essay, essay.scenes["dots"], [figure(RULE)], {"paper"})
    assert [each.problem for each in found] == ["var(--accent) is no colour of the theme"]


def load_small(tmp_path, figures=FIGURES % {"raster": RULE}):
    return load(small.write_essay(tmp_path, "one", model=MODEL, figures=figures))


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_a_page_has_its_pictures_as_files_and_not_in_its_table(tmp_path):
    page = build_page(tmp_path, small.SCENE, model=MODEL, figures=FIGURES % {"raster": RULE})
    images = [each["href"] for each in page.all("image")]
    assert len(images) == 4, "two masks in each layout"
    assert len(set(images)) == 2, "of the same two files"
    for name in images:
        assert pixels((page.file.parent / name).read_bytes())[0][2] == 255
    (still, _) = page.all("img", **{"class": "still"})
    svg = (page.file.parent / still["src"]).read_text("utf-8")
    assert len(masks(svg)) == 2, "a picture loads no other files"
    assert "--accent:" in svg
    (data,) = page.all("script", type="application/json")
    stored = json.loads(data["text"])["scenes"]["dots"]["data"]
    scene = json.loads((page.file.parent / stored).read_text("utf-8"))
    assert scene["drawings"]["wide"]["rasters"] == [
        {"domain": [0, 127.5, 255], "smooth": False, "opacity": 1, "panel": ""} | RULE
    ]
    assert list(scene["sheets"]) == ["points"]
    assert columns_shown([figure(RULE)], tables([1, 2, 3])) == {"points": ["x", "y"]}
