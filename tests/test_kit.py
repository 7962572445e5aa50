"""The author's kit: what its functions draw, what they refuse, and what holds by default."""

import inspect
import json
import re

import pytest
import vl_convert
from altair.utils.schemapi import SchemaValidationError

from refit import kit
from refit.essay import reading
from refit.figures import charts, panels, rules
from refit.gallery import contributing
from refit.kit import marks
from refit.kit.values import DASHES
from refit.paths import ROOT
from refit.site.contrast import contrast
from refit.site.theme import SCHEMES, load_theme
from tests import small

SVG = "http://www.w3.org/2000/svg"
ESSAYS = sorted(
    file.parent
    for pattern in ("*/figures.py", "_templates/*/figures.py")
    for file in (ROOT / "essays").glob(pattern)
    if not file.parent.name.startswith(".")
)
ROWS = kit.once(
    [
        {"key": 0, "x": 2, "y": 1, "x2": 4, "y2": 3, "kind": "cat", "part": 0, "n": 0.5},
        {"key": 1, "x": 6, "y": 5, "x2": 8, "y2": 9, "kind": "dog", "part": 0, "n": 1},
    ]
)


def stage(narrow=False, **look):
    given = {"width": (200, 100), "height": (100, 50), "across": (0, 10), "up": (0, 10)}
    return kit.Stage(narrow, **given | look)


def drawn(*layers, on=None, **params):
    """Return the elements that Vega draws of layers, each with its attributes and its text."""
    lite = (on or stage()).chart(*layers, **params).to_dict() | {"config": charts.CONFIG}
    lite.pop("usermeta", None)
    svg = vl_convert.vegalite_to_svg(json.loads(json.dumps(lite)), vl_version=charts.VEGA_LITE)
    found = []
    for tag, attributes, text in re.findall(
        r"<(path|line|text)\b([^>]*)>(?:((?:[^<]|<tspan[^>]*>|</tspan>)*)</text>)?", svg
    ):
        element = {"tag": tag, "text": re.sub("<[^>]+>", "|", text)}
        element |= dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if element.get("class") not in ("background", "foreground"):
            found.append(element)
    return found


def places(elements):
    """Return where elements are, in pixels."""
    found = [re.search(r"translate\(([-\d.]+),([-\d.]+)\)", each["transform"]) for each in elements]
    return [(float(each[1]), float(each[2])) for each in found]


# ── stages ───────────────────────────────────────────────────────────────────────────────────────


def test_a_stage_has_one_size_and_one_scale_in_each_layout():
    for narrow, width, unit in ((False, 200, 20), (True, 100, 10)):
        on = stage(narrow)
        spec = on.chart(kit.dots(ROWS, on.at("x", "y"), across=4)).to_dict()
        assert (spec["width"], on.unit) == (width, unit)
        assert on.unit_up == unit / 2
        for channel in ("x", "y"):
            scale = spec["layer"][0]["encoding"][channel]["scale"]
            assert scale == {"domain": [0, 10], "nice": False, "zero": False}


def test_columns_numbers_and_expressions_place_marks():
    on = stage()
    for x, y in (("x", "y"), (2, 1), (kit.expr("datum.x"), kit.expr("datum.y + 0 * shift"))):
        found = drawn(kit.dots(ROWS, on.at(x, y), across=4), shift=0)
        assert places(found)[0] == (40, 90)


def test_margins_are_lines_of_text():
    on = stage(text=(20, 20), margins={"left": 2, "top": 1})
    found = drawn(kit.dots(ROWS, on.at(0, 10), across=4), on=on)
    assert places(found)[0] == (40, pytest.approx(20))
    assert on.unit == 16


def test_marks_end_at_columns_numbers_and_expressions():
    on = stage()
    for x, end in (("x", "x2"), ("x", 4), (2, "x2"), (kit.expr("datum.x"), kit.expr("datum.x2"))):
        line = drawn(kit.segments(ROWS, on.at(x, "y", x2=end)))[0]
        assert (places([line])[0], float(line["x2"])) == ((40, 90), 40), (x, end)


def test_an_inset_has_coordinates_from_0_to_1_and_may_move():
    inset = stage().inset("(2 + far)", 5, 4, 5)
    for far, left in ((0, 40), (1, 60)):
        corners = kit.regions(kit.once(), inset.at(0, 0, 1, 1), colour="accent")
        assert drawn(corners, far=far)[0]["d"].startswith(f"M{left},0h80v50")
        assert places(drawn(kit.dots(ROWS, inset.at("n", 1), across=4), far=far)) == [
            (left + 40, 0),
            (left + 80, 0),
        ]


def test_an_inset_may_have_coordinates_of_its_own():
    inset = stage().inset(0, 5, 8, 5, across=(-1, 1), up=(10, 20))
    dots = kit.dots(kit.once([{"n": 0.5}]), inset.at("n", 20), across=4)
    same = stage().inset(0, 5, 8, 5).at(0.75, 1)
    assert places(drawn(dots)) == places(drawn(kit.dots(kit.once(), same, across=4)))


def test_a_chart_takes_lists_of_lists_of_layers():
    on = stage()
    layers = [kit.dots(ROWS, on.at(x, 1), across=4) for x in (1, 2, 3)]
    nested = on.chart(layers[0], [(each for each in layers[1:])])
    assert nested.to_dict()["layer"] == on.chart(*layers).to_dict()["layer"]


def test_the_axis_of_an_inset_has_its_coordinates():
    inset = stage().inset(2, 5, 4, 5, across=(-10, 10), up=(0, 2))
    assert places(drawn(kit.dots(ROWS, inset.at(kit.expr("5"), 0.5), across=4)))[0] == (100, 37.5)
    ticks = {0: "none", 10: "most"}
    axis = drawn(inset.axis_x("odds", unit=None, ticks=ticks))
    assert [x for x, _ in places([each for each in axis if each["text"] in ("none", "most")])] == [
        80,
        120,
    ]


def test_what_has_no_place_takes_pixels():
    on = stage()
    line = drawn(kit.segments(ROWS, on.at("x"), y=10, y2=30))[0]
    assert (places([line])[0], line["y2"]) == ((40, 10), "20")


def test_signs_stand_at_the_upper_edge():
    left = drawn(stage().sign(kit.once(), kit.says("one"), row=2))[0]
    right = drawn(stage().sign(kit.once(), kit.says("two"), side="right"))[0]
    assert (left["text"], left["text-anchor"], right["text-anchor"]) == ("one", "start", "end")
    assert places([right])[0][0] == 192
    assert places([left])[0][1] > places([right])[0][1]


def test_a_guess_is_a_line_across_its_axis_and_says_what_it_is():
    on = stage(up=(0, 1), text=(12, 12))
    for axis, guess, times, begin, way in (
        ("y", 0.7, 1, (40, 30), (120, 0)),
        ("x", 0.07, 100, (140, 90), (0, -20)),
    ):
        span = (2, 8) if axis == "y" else (0.1, 0.3)
        layers = list(kit.guess(on, axis, format=".0%", times=times, ends=span, colour="accent"))
        ground, line, halo, says = drawn(*layers, on=on, guess=guess)
        assert places([line])[0] == pytest.approx(begin)
        assert (float(line["x2"]), float(line["y2"])) == pytest.approx(way)
        assert ground["stroke"] == halo["stroke"] == "var(--paper)", (
            "it is told from what it crosses"
        )
        assert says["text"] == f"your guess: {guess:.0%}"
        assert {mark.get("opacity", "1") for mark in drawn(*layers, on=on, guess=-1)} == {"0"}


def test_a_level_guess_is_named_where_there_is_room():
    on = stage(up=(0, 1), text=(12, 12))
    for guess, is_over in ((0, True), (0.5, True), (1, False)):
        *_, says = drawn(*kit.guess(on, "y", format=".0%", ends=(0, 10)), on=on, guess=guess)
        (_, y), line = places([says])[0], 100 - 100 * guess
        assert (y < line) == is_over


@pytest.mark.parametrize(("guess", "left", "is_seen"), [(-1, 1, 0), (0.5, 1, 1), (0.5, 0, 0)])
def test_a_guess_is_seen_only_where_its_condition_holds(guess, left, is_seen):
    layers = list(kit.guess(stage(), "y", format=".0%", only="left == 1 || left == 2"))
    found = {mark.get("opacity", "1") for mark in drawn(*layers, guess=guess, left=left)}
    assert found == {str(is_seen)}


def test_a_guess_lies_on_one_of_two_axes():
    with pytest.raises(ValueError, match="write 'x' or 'y'"):
        list(kit.guess(stage(), "z", format=".0%"))


def test_texts_are_kept_inside_the_stage():
    on = stage()
    says = "'a long long text'"
    (left, _), (middle, _) = places(
        drawn(kit.words(ROWS, on.at(on.within("x", says), 5), kit.expr(says), size=17))
    )
    half = 0.3 * 17 * len(says.strip("'"))
    assert [left, middle] == pytest.approx([half + 4, 200 - half - 4], abs=0.1)


# ── marks ────────────────────────────────────────────────────────────────────────────────────────


def test_marks_take_colours_of_the_theme_and_expressions():
    place = stage().at("x", "y")
    kind = kit.expr(kit.colour_of("datum.n < 1 ? datum.kind : 'fish'", "-dark"))
    found = drawn(kit.dots(ROWS, place, across=6, colour=kind))
    assert [each["fill"] for each in found] == ["var(--cat-dark)", "var(--fish-dark)"]
    assert drawn(kit.dots(ROWS, place, across=6))[0]["fill"] == "var(--ink)"


def test_dots_are_so_many_pixels_across_and_have_a_rim():
    place = stage().at("x", "y")
    for across in (10, kit.expr("2 * datum.y + 8")):
        first = drawn(kit.dots(ROWS, place, across=across, shape="square", rim="paper"))[0]
        assert first["d"] == "M-5,-5h10v10h-10Z"
        assert (first["stroke"], first["stroke-width"]) == ("var(--paper)", "2")


def test_a_ring_is_empty_and_may_be_solid_or_a_drawing():
    place = stage().at("x", "y")
    ring = drawn(kit.rings(ROWS, place, across=10, colour="cat", shape="square"))[0]
    assert (ring["d"], ring["fill-opacity"]) == ("M-5,-5h10v10h-10Z", "0")
    assert (ring["stroke"], ring["stroke-width"]) == ("var(--cat)", "3")
    assert ring["stroke-dasharray"] == ",".join(map(str, DASHES["dashed"]))
    assert "stroke-dasharray" not in drawn(kit.rings(ROWS, place, across=10, line="solid"))[0]


def test_how_much_is_seen_may_be_a_number_a_column_or_an_expression():
    place = stage().at("x", "y")
    for seen in (0.5, "n", kit.expr("datum.n + 0 * lit")):
        assert drawn(kit.dots(ROWS, place, across=6, seen=seen), lit=0)[0]["opacity"] == "0.5"
    assert "opacity" not in kit.dots(ROWS, place, across=6).to_dict()["encoding"]


def test_texts_show_numbers_in_the_format_that_is_given():
    place, size = stage().at("x", "y"), 14
    said = kit.says("{kind}: {n:.0%} 'of {{all}}' \\")
    found = drawn(
        kit.words(ROWS, place, said, size=size),
        kit.words(ROWS, place, "n", format=".1f", size=size),
    )
    texts = [each["text"].replace("&apos;", "'") for each in found]
    assert texts == ["cat: 50% 'of {all}' \\", "dog: 100% 'of {all}' \\", "0.5", "1.0"]


def test_a_title_is_drawn_once_as_it_is_written():
    (title,) = drawn(kit.title(stage().at(5, 5), "it's {as} it is", size=14))
    assert title["text"].replace("&apos;", "'") == "it's {as} it is"


def test_curves_join_rows_in_order_and_differ_by_their_dashes():
    place = stage().at("x", "y")
    for line, dashes in DASHES.items():
        found = drawn(kit.curve(ROWS, place, order="key", line=line))[0]
        assert found["d"] == "M40,90L120,50"
        written = found.get("stroke-dasharray")
        assert written == (None if line == "solid" else ",".join(map(str, dashes)))


def test_bands_fill_what_lies_between_two_curves():
    (band,) = drawn(kit.band(ROWS, stage().at("x", "y", y2="y2"), colour="accent"))
    assert band["d"] == "M40,90L120,50L120,10L40,70Z"


def test_threads_are_dotted():
    found = drawn(kit.threads(ROWS, stage().at("x", "y", y2=0), colour="accent", width=3))[0]
    assert (found["stroke-dasharray"], found["stroke-width"], found["y2"]) == ("2,4", "3", "10")


def test_bars_have_an_outline_of_their_colour():
    bar = drawn(kit.bars(ROWS, stage().at("x", 0, "x2", "y2"), colour="accent"))[0]
    assert bar["d"] == "M40,100h40v-30h-40Z" or bar["d"] == "M40,70h40v30h-40Z"
    assert (bar["fill"], bar["stroke"], bar["fill-opacity"]) == (
        "var(--accent)",
        "var(--accent)",
        "0.3",
    )


def test_a_pale_region_has_an_outline_unless_it_says_not():
    place = stage().at("x", "y", "x2", "y2")
    for look, stroke in (
        ({"pale": 0.2}, "var(--accent)"),
        ({"pale": kit.expr("datum.n")}, "var(--accent)"),
        ({"pale": 0.2, "outline": ""}, None),
        ({"pale": 0.2, "outline": "ink"}, "var(--ink)"),
        ({}, None),
    ):
        region = drawn(kit.regions(ROWS, place, colour="accent", **look))[0]
        assert region.get("stroke") == stroke, look


def test_regions_may_be_pale_by_row():
    look = {"colour": "accent", "pale": kit.expr("datum.n / 2")}
    found = drawn(kit.regions(ROWS, stage().at("x", "y", "x2", "y2"), **look))
    assert [each["fill-opacity"] for each in found] == ["0.25", "0.5"]


def test_rows_are_chosen_computed_and_named():
    rows = kit.rows("pets", only="datum.big", name="pets", twice="2 * datum.n")
    layer = rows.mark_point().to_dict()
    assert layer["data"] == {"name": "pets"}
    assert layer["transform"] == [
        {"filter": "datum.big"},
        {"calculate": "2 * datum.n", "as": "twice"},
    ]
    assert layer["name"] == "pets"


def test_a_computed_column_cannot_be_called_name():
    with pytest.raises(ValueError, match="call a computed column otherwise"):
        kit.rows("bars", name="datum.key + ': '")


def test_a_row_is_found_by_its_key_a_word_or_a_number():
    place = stage().at("x", "y")
    named = kit.once([{"key": "it's", "x": 2, "y": 1}, {"key": "b", "x": 5, "y": 5}])
    for found, key in ((ROWS, 1), (named, "it's")):
        row = kit.row("pets", key, twice="2 * datum.x")
        row.data = found.data
        assert len(drawn(kit.dots(row, place, across=6))) == 1
    assert row.mark_point().to_dict()["transform"][1] == {"calculate": "2 * datum.x", "as": "twice"}


# ── axes ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_axis_has_its_unit_an_arrow_and_its_numbers():
    on = stage(margins={"left": 1, "bottom": 1})
    across = drawn(on.axis_x("weight", unit="kg", ticks=[0, 2.5, 10]), on=on)
    assert [each["text"] for each in across if each["tag"] == "text"] == [
        "0",
        "2.5",
        "10",
        "weight, kg →",
    ]
    up = drawn(
        on.axis_y("share", unit=None, ticks=[0, 10], numbers=kit.expr("datum.value + '%'")), on=on
    )
    assert [each["text"] for each in up if each["tag"] == "text"] == ["0%", "10%", "↑ share"]


def test_ticks_may_have_words():
    found = drawn(stage().axis_x("answer", unit=None, ticks={0: "never", 10: "always"}))
    assert [each["text"] for each in found][-3:] == ["never", "always", "answer →"]


def test_an_axis_comes_and_goes():
    for seen in (0, 1):
        layers = stage().axis_x("weight", unit="kg", ticks=[0, 5], seen=kit.expr("far"))
        found = drawn(
            layers,
            stage().axis_y("n", unit=None, ticks=[5], grid=True, seen=kit.expr("far")),
            far=seen,
        )
        assert {each.get("opacity", "1") for each in found} == {str(seen)}


def test_a_grid_goes_over_the_whole_plane():
    found = drawn(stage().axis_y("n", unit=None, ticks=[5], grid=True))[0]
    assert (found["stroke"], found["x2"]) == ("var(--line)", "200")


def test_a_plot_has_its_ground_and_its_axes_outside_of_it():
    on = stage(up=(0, 4))
    both = drawn(*on.plot("night", up=("error", "m²", [2]), along=("dial", None, {1: "a", 9: "b"})))
    assert (both[0]["fill"], both[0]["d"]) == ("var(--night)", "M0,0h200v100h-200Z")
    written = {each["text"]: each for each in both if each["text"]}
    assert {"↑ error, m²", "dial", "2", "a", "b"} <= {text.replace(" →", "") for text in written}
    assert places([written["a"], written["b"]])[0][0] == 20
    assert len(drawn(*on.plot("night"))) == 1
    assert drawn(*on.plot("night", fillOpacity=0.5))[0]["fill-opacity"] == "0.5"


@pytest.mark.parametrize(("ticks", "anchor"), [((1, 9), "middle"), ((1, 4, 7), "end")])
def test_the_title_of_a_plot_stands_in_one_row_with_its_numbers(ticks, anchor):
    on = stage(margins={"bottom": 1.7})
    given = dict(zip(ticks, "abc", strict=False))
    found = drawn(*on.plot("night", along=("mice", None, given)), on=on)
    written = {each["text"]: each for each in found if each["text"]}
    assert written["mice →"].get("text-anchor") == anchor
    rows = {row for _, row in places([written["a"], written["mice →"]])}
    assert len(rows) == 1
    assert rows.pop() < on.height


def test_a_plane_draws_curves_dots_and_labels_at_its_places():
    on = stage()
    curve = on.curve(ROWS, colour="sand")
    dots = on.dots(ROWS, "y2", x="x2", colour="foam")
    found = drawn(curve, dots, on.label(3, 4, "here", colour="sand", baseline="alphabetic"))
    line, dot, _, label = found
    assert line["d"] == "M40,90L120,50"
    assert places([dot, label]) == [(80, 70), (60, 60)]
    radius = re.match(r"M([\d.]+)", dot["d"])
    assert float(radius[1]) == pytest.approx(0.35 * on.text, abs=1e-3)
    assert (label["text"], label["font-size"]) == ("here", f"{on.small}px")


# ── sprites, trees, grids ────────────────────────────────────────────────────────────────────────


def test_shapes_are_the_paths_that_have_ids(tmp_path):
    file = tmp_path / "pets.svg"
    file.write_text(f"<svg xmlns={SVG!r}><path id='a' d='M0 0Z'/><path d='M1 1Z'/></svg>")
    assert kit.shapes(file) == {"a": "M0 0Z"}


def test_sprites_are_drawn_part_upon_part():
    shapes = {"cat": "M-1 -1H1V1H-1Z", "dog": "M0 0L1 1L0 1Z"}
    found = drawn(
        kit.sprites(
            ROWS,
            stage().at("x", "y"),
            shapes=shapes,
            look="datum.kind",
            colour=kit.by_part(kit.colour_of("datum.kind"), "'red'"),
            across=kit.expr("10 * datum.n"),
            seen=kit.lit("datum.kind"),
        ),
        lit="cat",
    )
    assert [each["fill"] for each in found] == ["var(--cat)", "var(--dog)"]
    assert found[0]["d"].startswith("M-2.5,-2.5L2.5,-2.5")
    assert [each.get("opacity") for each in found] == ["1", "0.2"]


def test_kinds_are_sprites_in_the_colours_of_their_kind_and_of_the_theme():
    shapes = {"cat-coat": "M-1 -1H1V1H-1Z", "dog-coat": "M0 0L1 1L0 1Z", "cow-coat": "M0 0H1Z"}
    shapes |= {f"{name}-eye": "M0 0H1V1Z" for name in ("cat", "dog")}
    look = {"shapes": shapes, "names": ["cat", "dog"], "across": 10}
    layers = [
        kit.kinds(ROWS, stage().at("x", "y"), parts={"coat": colour, "eye": "ink"}, **look)
        for colour in ("", "-dark")
    ]
    found = drawn(*layers)
    assert [each["fill"] for each in found] == [
        *("var(--cat)", "var(--dog)"),  # ROWS are the lowest part alone
        *("var(--cat-dark)", "var(--dog-dark)"),
    ]
    assert found[0]["d"].startswith("M-5,-5L5,-5")
    calculated, shape = layers[0].to_dict()["transform"], layers[0].to_dict()["encoding"]["shape"]
    assert "'var(--ink)'" in json.dumps(calculated)
    assert shape["scale"]["domain"] == ["cat-coat", "cat-eye", "dog-coat", "dog-eye"]


def test_a_character_is_a_layer_for_each_of_its_parts():
    shapes = {"wing": "M0 0L1 1L0 1Z", "duck": "M-1 -1H1V1H-1Z"}
    parts = {"duck": "straw", "wing": "foam"}
    look = {"shapes": shapes, "parts": parts, "across": 10}
    found = drawn(*kit.character(ROWS, stage().at("x", "y"), **look, seen=0.5))
    assert [each["fill"] for each in found] == ["var(--straw)"] * 2 + ["var(--foam)"] * 2
    assert found[0]["d"].startswith("M-5,-5L5,-5")
    assert {each["opacity"] for each in found} == {"0.5"}


@pytest.mark.parametrize(
    "given", ["ducks", kit.rows("ducks", here="1"), kit.once(), kit.rows("ducks", name="own")]
)
def test_the_parts_of_a_character_are_named_whatever_rows_it_is_drawn_from(given):
    shapes = {"wing": "M0 0L1 1L0 1Z", "duck": "M-1 -1H1V1H-1Z"}
    look = {"shapes": shapes, "parts": {"duck": "straw", "wing": "foam"}, "across": 10}
    named = kit.character(given, stage().at("x", "y"), name="duck", **look)
    assert [layer.to_dict()["name"] for layer in named] == ["duck_duck", "duck_wing"]


@pytest.mark.parametrize("wrong", ["a text", {"a": 1}, 3, None, [["deep", "down"]]])
def test_what_is_no_layer_is_refused(wrong):
    on = stage()
    layer = kit.dots(ROWS, on.at("x", "y"), across=4)
    with pytest.raises(TypeError, match=r"a layer of the chart is .+, and no chart; write kit"):
        on.chart(layer, wrong)


def test_a_tree_has_its_root_on_top_and_points_in_its_nodes():
    on = stage(up=(-3, 1))
    links = kit.once([{"x": 5, "depth": 0, "x2": 3, "depth2": 1}])
    nodes = kit.once([{"x": 5, "depth": 0, "says": "root"}, {"x": 3, "depth": 1, "says": "leaf"}])
    line, root, leaf, *texts, point = drawn(
        kit.tree(on, nodes=nodes, links=links, across=20, points=kit.once([{"x": 3, "depth": 1}])),
        on=on,
    )
    assert places([line, root, leaf, point]) == [(100, 25), (100, 25), (60, 50), (60, 50)]
    assert (line["x2"], line["y2"]) == ("-40", "25")
    assert [each["text"] for each in texts] == 2 * ["root", "leaf"]  # over their halos


@pytest.mark.parametrize("layout", charts.LAYOUTS)
def test_a_grid_is_as_many_panels_wide_as_it_says(layout):
    names = [f"tree_{i}" for i in range(7)]
    narrow = layout == "narrow"

    def draw(on, name):
        return on.chart(kit.title(on.at(5, 5), name, size=on.small))

    charts_of = kit.grid(narrow, names, draw, columns=(3, 2), across=(0, 10), up=(0, 10), shape=0.5)
    found = panels.compose(charts_of, layout).places
    assert list(found) == names
    assert len({y for _, y, _, _ in found.values()}) == (4 if narrow else 3)
    assert {round(height / width, 1) for _, _, width, height in found.values()} == {0.5}


# ── what readers can do ──────────────────────────────────────────────────────────────────────────

MOVED = {"state": "moved", "limits": [[0, 1], [0, 2]], "step": [0.1, 1], "label": "{key}"}


def test_what_readers_can_do_is_what_the_build_takes():
    said = kit.usermeta(
        kit.drag("pets", x="weight", **MOVED),
        kit.drag(
            "knots", state="drawn", axis="y", draw=True, limits=(0, 1), step=0.1, label="{key}"
        ),
        kit.add("pets", state="added", limits=[[0, 1], [0, 2]], step=(0.1, 1), values="kind"),
        kit.rule(state="split", axis="x", limits=(0, 9), step=0.5, label="{value} kg", above="low"),
        kit.rule(state="low", axis="x", limits=(0, 9), step=1, label="{value} kg", span=(1, 3)),
        kit.point("pets", param="pet", label="{key}", state="chosen", by="kind", card=False),
        kit.raster("cells", column="z", columns=9, x=(0, 1), y=(2, 3), colours=["cat", "dog"]),
        kit.hops("pets", column="y", height=0.3, paces=5),
        kit.hops("knots", column="y", height=0.3, paces=5),
        kit.parts(pets=8),
        kit.sheets(pets=("key", "weight")),
    )
    found = rules.gather([("", json.loads(json.dumps(said)))], [])
    assert [rule["table"] for rule in found["drag"]] == ["pets", "knots"]
    assert (found["drag"][0]["x"], found["drag"][0]["y"]) == ("weight", "y")
    assert found["drag"][1]["limits"] == [None, [0, 1]]
    assert (found["add"][0]["values"], found["rules"][0]["above"]) == ("kind", "low")
    assert found["rules"][1]["span"] == [1, 3]
    assert (found["point"][0]["by"], found["point"][0]["card"]) == ("kind", False)
    assert [rule["table"] for rule in found["rasters"]] == ["cells"]
    assert (list(found["hops"]), found["parts"]) == (["pets", "knots"], {"pets": 8})
    assert found["sheets"] == {"pets": ["key", "weight"]}


def test_what_readers_see_of_the_numbers_may_be_said_at_once():
    hop = kit.hops("pets", column="y", height=1, paces=2)
    said = kit.usermeta(hop, pets=["key", "weight"])
    assert said == kit.usermeta(hop, kit.sheets(pets=["key", "weight"]))
    assert kit.usermeta(hop).keys() == {"hops"}


def test_one_rule_is_a_dictionary_and_several_are_a_list():
    one = kit.usermeta(kit.point("leaves", param="leaf", label="{key}", state="chosen"))
    assert one == {
        "point": {"table": "leaves", "param": "leaf", "label": "{key}", "state": "chosen"}
    }
    two = kit.usermeta(
        kit.point("a", param="a", label="{key}"), kit.point("b", param="b", label="{key}")
    )
    assert [rule["table"] for rule in two["point"]] == ["a", "b"]
    assert kit.usermeta(kit.still("a"), kit.still("b"), kit.ghost("line")) == {
        "still": ["a", "b"],
        "ghost": [{"table": "line"}],
    }


def test_a_raster_takes_names_of_colours():
    look = {"column": "z", "columns": 9, "x": (0, 1), "y": (2, 3), "colours": ["cat", "dog"]}
    assert kit.raster("cells", smooth=True, **look) == {
        "raster": {
            "table": "cells",
            "column": "z",
            "columns": 9,
            "x": [0, 1],
            "y": [2, 3],
            "colours": ["var(--cat)", "var(--dog)"],
            "smooth": True,
        }
    }


# ── what is refused ──────────────────────────────────────────────────────────────────────────────

AT = stage().at("x", "y")
REFUSED = {
    "size": (lambda: stage(width=200), "width of the stage is 200; write width=(wide, narrow)"),
    "range": (lambda: stage(up=(1, 0)), "up of the stage is (1, 0); write up=(lowest, highest)"),
    "side": (lambda: stage(margins={"botom": 1}), "margins has botom; write one of left, right"),
    "room": (
        lambda: stage(margins={"left": 50}),
        "take all 200 pixels of the stage; write smaller",
    ),
    "small stage": (lambda: stage(text=(11, 13)), "11 pixels is less than 11 of a phone's; write"),
    "small": (
        lambda: kit.words("t", AT, "n", size=9),
        "text of 9 pixels is less than 11 of a phone",
    ),
    "column": (lambda: stage().at("2 * x", "y"), "'2 * x' is no column; write expr('2 * x')"),
    "colour": (
        lambda: kit.dots("t", AT, across=4, colour="#fff"),
        "'#fff' names no colour; write a",
    ),
    "says": (lambda: kit.says("{n!r}"), "'{n!r}' holds !r; write {column} or {column:.2f}"),
    "dash": (lambda: kit.curve("t", AT, order="k", line="dots"), "write one of 'solid', 'dashed'"),
    "no end": (lambda: kit.segments("t", AT), "a segment has no end; write stage.at(x, y, x2=…)"),
    "no corner": (
        lambda: kit.regions("t", AT, colour="ink"),
        "a region has no second corner; write",
    ),
    "no band": (lambda: kit.band("t", AT, colour="ink"), "a band has no second curve; write"),
    "title": (lambda: stage().axis_x("w", unit="kg", title_at="top"), "write title_at='end' or"),
    "sign": (lambda: stage().sign("t", "n", side="top"), "write side='left' or 'right'"),
    "limits": (
        lambda: kit.drag("t", **MOVED | {"limits": [0, 1]}),
        "limits of drag hold 0; write lim",
    ),
    "order": (
        lambda: kit.drag("t", **MOVED | {"limits": [[1, 0], [0, 1]]}),
        "limits of drag hold [1, 0], whose lowest is above the highest; write",
    ),
    "step": (lambda: kit.drag("t", **MOVED | {"step": 0.1}), "step of drag is 0.1; write step=["),
    "draw": (
        lambda: kit.drag("t", draw=True, **MOVED),
        "draws a curve along no axis; write axis='y'",
    ),
    "axis": (
        lambda: kit.rule(state="s", axis="z", limits=[0, 1], step=1, label="{value}"),
        "axis of rule is 'z'; write axis='x' or axis='y'",
    ),
    "one step": (
        lambda: kit.rule(state="s", axis="x", limits=[0, 1], step=0, label="{value}"),
        "step of rule is 0; write a number above 0",
    ),
    "span": (
        lambda: kit.rule(state="s", axis="x", limits=[0, 1], step=1, label="{value}", span=[3, 1]),
        "span of rule hold [3, 1], whose lowest is above the highest; write",
    ),
    "parts": (lambda: kit.parts(pets=0), "parts of pets are 0; write a whole number from 1"),
    "sheets": (lambda: kit.sheets(pets="key"), "sheets of pets are 'key'; write ['column', …]"),
    "hops": (
        lambda: kit.hops("t", column="y", height="3", paces=1),
        "height of hops is '3'; write",
    ),
    "rule": (lambda: kit.usermeta("pets"), "usermeta takes 'pets'; write drag(…)"),
    "colours": (
        lambda: kit.raster("t", column="z", columns=2, x=[0, 1], y=[0, 1], colours="cat"),
        "colours of raster are 'cat'; write two or more",
    ),
    "grid": (
        lambda: kit.grid(False, ["a"], print, columns=3, across=(0, 1), up=(0, 1)),
        "columns of the grid are 3; write columns=(wide, narrow)",
    ),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_mistake_is_refused_with_what_to_write(mistake):
    do, told = REFUSED[mistake]
    with pytest.raises(ValueError, match=re.escape(told)) as caught:
        do()
    assert "; write " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"<svg xmlns={SVG!r}><path d='M1 1Z'/></svg>", "has no path with an id; write <path id="),
        ("<svg><path></svg>", "is no SVG (mismatched tag: line 1, column 13); write"),
    ],
)
def test_an_svg_without_drawings_is_refused(tmp_path, text, told):
    file = tmp_path / "pets.svg"
    file.write_text(text)
    with pytest.raises(ValueError, match=re.escape(f"pets.svg {told}")):
        kit.shapes(file)


@pytest.mark.parametrize(
    "name", [name for name in kit.__all__ if inspect.isfunction(getattr(kit, name))]
)
def test_options_have_names_and_a_misspelt_one_is_refused(name):
    """Python itself refuses: no function swallows options but those that pass them to Altair."""
    function = getattr(kit, name)
    parameters = inspect.signature(function).parameters.values()
    if {each.kind for each in parameters} & {inspect.Parameter.VAR_KEYWORD}:
        return
    with pytest.raises(TypeError, match="labell"):
        function(labell="pet")


def test_what_is_passed_on_is_refused_by_altair():
    for mark in (
        lambda: kit.dots("t", AT, across=4, labell=1),
        lambda: kit.words("t", AT, "n", size=14, labell=1),
        lambda: kit.curve("t", AT, order="key", labell=1),
        lambda: kit.segments("t", stage().at("x", "y", "x2"), labell=1),
        lambda: kit.regions("t", stage().at("x", "y", "x2", "y2"), colour="ink", labell=1),
        lambda: stage().axis_x("w", unit="kg", labell=1),
    ):
        with pytest.raises((TypeError, SchemaValidationError), match="labell"):
            mark().to_dict()


FIGURES = """\
from refit import kit


def dots(narrow):
    stage = kit.Stage(narrow, width=(180, 90), height=(60, 60), across=(0, 4), up=(0, 2))
    return stage.chart(
        points(stage),
    )


def points(stage):
    return kit.dots("points", stage.at("x", "y"), across=8)
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('"x", "y"', '"x +", "y"', 12, "'x +' is no column; write expr('x +')"),
        ("(0, 4)", "(4, 0)", 5, "across of the stage is (4, 0); write across=(lowest, highest)"),
        ("across=8", "acros=8", 12, "TypeError: dots() "),
    ],
)
def test_the_build_tells_the_line_of_the_author(tmp_path, old, new, line, told):
    folder = small.write_essay(tmp_path, "one", figures=FIGURES.replace(old, new))
    essay = reading.load(folder)
    with pytest.raises(charts.AuthorError) as caught:
        charts.compile_figure(essay, essay.scenes["dots"], "wide")
    assert (caught.value.file.name, caught.value.line) == ("figures.py", line)
    assert str(caught.value).partition(": ")[2].startswith(told)


def test_the_build_takes_a_figure_of_the_kit(tmp_path):
    essay = reading.load(small.write_essay(tmp_path, "one", figures=FIGURES))
    for layout, size in (("wide", (180, 60)), ("narrow", (90, 60))):
        figure = charts.compile_figure(essay, essay.scenes["dots"], layout)
        assert (figure.size, figure.needs) == (size, {"points": ["x", "y"]})


# ── what holds by default ────────────────────────────────────────────────────────────────────────


def sizes_of_text(value):
    """Yield the sizes of all texts in a specification of Vega."""
    if isinstance(value, dict):
        if value.get("type") == "text":
            yield value["encode"]["update"]["fontSize"]["value"]
        for each in value.values():
            yield from sizes_of_text(each)
    elif isinstance(value, list):
        for each in value:
            yield from sizes_of_text(each)


@pytest.mark.parametrize("folder", ESSAYS, ids=lambda folder: folder.name)
def test_every_text_of_the_essays_can_be_read_on_a_phone(folder):
    """Pixels of a narrow figure are CSS pixels once it is fitted to 375 px and half the height.

    The build holds figures of several panels, since a step may show one of them alone.
    """
    essay = reading.load(folder)
    for scene in essay.scenes.values():
        figure = charts.compile_figure(essay, scene, "narrow")
        if figure.panels:
            continue
        scale = min(375 / figure.size[0], 667 / 2 / figure.size[1])
        sizes = list(sizes_of_text(figure.spec["marks"]))
        assert sizes
        assert min(sizes) * scale >= 11, scene.id


def defaults():
    """Yield the names of the colours that the kit gives marks, and those it gives texts."""
    on = stage()
    shown = [
        *on.axis_x("w", unit="kg", ticks=[1]),
        *on.axis_y("w", unit="kg", ticks=[1]),
        kit.dots("t", AT, across=4),
        kit.curve("t", AT, order="key"),
        kit.segments("t", on.at("x", "y", "x2")),
        kit.words("t", AT, "n", size=14),
        *kit.tree(on),
    ]
    marks, texts = set(), set()
    for layer in shown:
        mark = layer.to_dict()["mark"]
        if mark["type"] == "text" and "stroke" in mark:
            continue  # the halo of a text
        names = re.findall(r"var\(--([\w-]+)\)", json.dumps(mark))
        (texts if mark["type"] == "text" else marks).update(names)
    return marks - {"card"}, texts  # a node's filling lies in its rim


def test_default_colours_stand_out_in_every_theme():
    marks, texts = defaults()
    assert (marks, texts) == ({"axis", "ink"}, {"ink", "muted"})
    for folder in [None, *ESSAYS]:
        theme = load_theme(ROOT / "static/theme.json", folder and folder / "theme.json")
        for scheme in SCHEMES:
            colours = theme[scheme]
            for names, least in ((marks, 3), (texts, 4.5)):
                for name in names:
                    assert contrast(colours[name], colours["paper"]) >= least, (
                        folder,
                        scheme,
                        name,
                    )


def test_the_smallest_text_is_what_a_phone_can_show():
    assert stage(True).small == marks.SMALLEST
    assert marks.SMALLEST * 375 / 400 >= 11  # a row of panels is 400 pixels wide, at most


# ── what is told of it ───────────────────────────────────────────────────────────────────────────


def test_contributing_names_every_function_and_shows_one_that_works():
    told = contributing.part("figures.py")
    rows = [line for line in told.splitlines() if line.startswith("| ")]
    assert set(kit.__all__) - set(re.findall(r"`(\w+)`", "".join(rows))) == set()
    example = re.search(r"```python\n(.*?)```", told, re.DOTALL)[1]
    names = {"kit": kit}
    exec(example, names)
    assert names["pancakes"](narrow=True).to_dict()["width"] == 360
