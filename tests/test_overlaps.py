"""Texts of a drawing that lie over each other, or over dots: what is told, and what is not."""

import pytest

from refit.cache import Cache
from refit.figures.overlaps import overlaps
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small

DOT = "M-5,-5L5,-5L5,5L-5,5Z"  # ten pixels across
TWO = "alt.layer(DOTS.mark_text(text='one word'), DOTS.mark_text(text='another', dx=DX))"
FIGURES = """\
import altair as alt

DOTS = alt.Chart(alt.NamedData("total")).encode(x=alt.value(40), y=alt.value(30))


def dots(narrow):
    return TWO.properties(width=90 if narrow else 180, height=60)
"""


def measure(text, size):
    """Take every letter for half as wide as it is tall."""
    return len(text) * size / 2


def text(words, x, y, size=10, more="", anchor="start"):
    where = f'transform="translate({x},{y})"' if "transform" not in more else ""
    return f'<text text-anchor="{anchor}" {where} font-size="{size}px" {more}>{words}</text>'


def symbol(x, y, outline=DOT, more=""):
    mark = f'<path transform="translate({x},{y})" d="{outline}" {more}/>'
    return f'<g class="mark-symbol role-mark">{mark}</g>'


def told(*parts, around=""):
    """Return what is told of a drawing with these parts."""
    return overlaps(
        f'<svg xmlns="http://www.w3.org/2000/svg"><g {around}>{"".join(parts)}</g></svg>', measure
    )


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def test_two_texts_that_overlap_are_told_by_how_much():
    assert told(text("aaaa", 0, 10), text("bbbb", 15, 10)) == [
        "'aaaa' and 'bbbb' overlap by 5 pixels"
    ]


@pytest.mark.parametrize(
    ("x", "y"),
    [(18, 10), (20, 10), (0, 16), (0, 20)],
)
def test_texts_that_meet_by_two_pixels_can_be_read(x, y):
    assert told(text("aaaa", 0, 10), text("bbbb", x, y)) == []


def test_letters_that_hang_below_the_line_need_room():
    assert told(text("aaaa", 0, 10), text("bbbb", 0, 15.5)) == []
    assert told(text("gggg", 0, 10), text("bbbb", 0, 15.5)) != []


@pytest.mark.parametrize(
    ("anchor", "x", "is_told"),
    [
        ("start", 25, False),
        ("end", 25, True),
        ("end", 45, False),
        ("middle", 25, True),
        ("middle", 31, False),
    ],
)
def test_a_text_stands_by_its_anchor(anchor, x, is_told):
    assert bool(told(text("aaaa", 0, 10), text("bbbb", x, 10, anchor=anchor))) == is_told


def test_a_text_may_be_turned_by_quarters():
    turned = 'transform="translate(10,40) rotate(-90)"'
    assert told(text("aaaa", 0, 0, more=turned), text("bbbb", 0, 30)) != []
    assert told(text("aaaa", 0, 0, more=turned), text("bbbb", 0, 60)) == []
    aslant = turned.replace("-90", "-45")
    assert told(text("aaaa", 0, 0, more=aslant), text("bbbb", 0, 30)) == []


def test_groups_move_what_is_in_them():
    moved = f'<g transform="translate(100,0)">{text("bbbb", 15, 10)}</g>'
    assert told(text("aaaa", 0, 10), moved) == []
    assert told(text("aaaa", 100, 10), moved) != []


@pytest.mark.parametrize("faint", ['opacity="0"', 'opacity="0.2"', 'fill-opacity="0"'])
def test_what_can_hardly_be_seen_covers_nothing(faint):
    assert told(text("aaaa", 0, 10), text("bbbb", 15, 10, more=faint)) == []
    assert told(text("aaaa", 0, 10), f"<g {faint}>{text('bbbb', 15, 10)}</g>") == []


def test_lines_of_one_text_stand_below_each_other():
    lines = "<tspan>aaaa</tspan><tspan dy='12'>bbbb</tspan>"
    assert told(text(lines, 0, 10)) == []
    assert told(text(lines, 0, 10), text("cccc", 0, 22)) == [
        "'bbbb' and 'cccc' overlap by 7 pixels"
    ]


def test_a_text_with_a_halo_is_meant_to_lie_over_something():
    halo = text("aaaa", 0, 10, more='stroke="white"') + text("aaaa", 0, 10)
    assert told(halo, text("bbbb", 15, 10)) == []


# ── dots ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_over_a_dot_is_told():
    assert told(symbol(3, 5), text("aaaa", 0, 10)) == ["'aaaa' lies over a dot or a sprite"]
    assert told(symbol(-8, 5), text("aaaa", 0, 10)) == []


def test_a_number_in_a_bubble_and_a_text_on_a_ground_are_meant():
    assert told(symbol(10, 6), text("7", 10, 10, anchor="middle")) == []
    ground = "M-50,-50L50,-50L50,50L-50,50Z"
    assert told(symbol(20, 5, ground), text("aaaa", 0, 10)) == []
    assert told(symbol(3, 5, more='fill="none"'), text("aaaa", 0, 10)) == []


def test_shapes_that_are_defined_once_are_found_where_they_are_used():
    defs = f'<defs><path id="s0" d="{DOT}"/><g id="sg0"><use href="#s0"/></g></defs>'
    for name, x, is_told in (("s0", 3, True), ("sg0", 3, True), ("sg0", 60, False)):
        use = f'<use href="#{name}" transform="translate({x},5)scale(1.2)"/>'
        drawn = f'{defs}<g class="mark-symbol">{use}</g>'
        assert bool(told(drawn, text("aaaa", 0, 10))) == is_told


def test_a_label_may_be_close_to_its_own_dot_and_to_no_other():
    own, other = symbol(-7, 6.5), symbol(10, -3)
    assert told(own, text("aaaa", 0, 10)) == []
    assert told(other, text("aaaa", 0, 10)) == [], "the only dot is the one that it names"
    near = "'aaaa' is within 2 pixels of a dot or a sprite that it does not name"
    assert told(own, other, text("aaaa", 0, 10)) == [near]
    assert told(own, symbol(10, -6), text("aaaa", 0, 10)) == []


@pytest.mark.parametrize(
    ("anchor", "x", "dot"),
    [
        ("start", 0, (-7, 6.5)),
        ("end", 20, (27, 6.5)),
        ("middle", 10, (10, -7)),
        ("middle", 10, (10, 20)),
    ],
)
def test_a_label_is_in_line_with_the_dot_that_it_names(anchor, x, dot):
    """Its own dot is not the nearest one."""
    beside = {"start": (15, -3), "end": (5, -3), "middle": (-6, 6.5)}[anchor]
    label = text("aaaa", x, 10, anchor=anchor)
    assert [each for each in told(symbol(*dot), symbol(*beside), label) if "within" in each]


def test_the_parts_of_a_sprite_are_one():
    body, eye = "M-9,-5L5,-5L5,5L-9,5Z", "M-3,-3L3,-3L3,3L-3,3Z"
    assert told(symbol(-7, 6.5, body), symbol(-6, 6.5, eye), text("aaaa", 0, 10)) == []


def test_a_small_image_is_a_sprite_and_a_large_one_a_ground():
    for side, is_told in ((20, True), (100, False)):
        image = f'<image transform="translate(0,0)" width="{side}" height="{side}"/>'
        found = told(f'<g class="mark-image">{image}</g>', text("aaaa", 4, 22))
        assert bool(found) == is_told


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


def line(x, y, x2, y2, kind="rule", more='stroke="black"'):
    way = f'x2="{x2 - x}" y2="{y2 - y}"'
    mark = f'<line transform="translate({x},{y})" {way} {more}/>'
    return f'<g class="mark-{kind} role-mark">{mark}</g>'


@pytest.mark.parametrize(
    ("ends", "is_told"),
    [
        ((-10, 6, 50, 6), True),
        ((10, -20, 10, 40), True),
        ((-10, -10, 30, 25), True),
        ((-10, 11, 50, 11), False),
        ((-10, 3.5, 50, 3.5), False),
        ((-30, 6, 1, 6), False),
        ((21, -20, 21, 40), False),
        ((30, 0, 60, 10), False),
    ],
)
def test_a_line_through_a_text_is_told_and_one_beside_it_is_not(ends, is_told):
    found = told(line(*ends), text("aaaa", 0, 10))
    assert found == (["a line runs through 'aaaa'"] if is_told else [])


def test_lines_of_a_grid_and_lines_behind_a_halo_are_grounds():
    through = (-10, 6, 50, 6)
    label = text("aaaa", 0, 10)
    assert told(line(*through, more='stroke="var(--line)"'), label) == []
    assert told(line(*through, more='stroke="black" stroke-opacity="0.1"'), label) == []
    assert told(line(*through, kind="rule role-axis-grid"), label) == []
    assert told(line(*through), text("aaaa", 0, 10, more='stroke="white"'), label) == []


@pytest.mark.parametrize(
    ("outline", "is_told"),
    [
        ("M-10,6L50,6", True),
        ("M-10,30L10,30L10,-20", True),
        ("M-10,30C0,30 5,30 10,30V-20", True),
        ("M-10,30H50", False),
        ("M-10,6M50,6", False),
    ],
)
def test_a_curve_is_followed_from_corner_to_corner(outline, is_told):
    curve = f'<g class="mark-line"><path d="{outline}" fill="none" stroke="black"/></g>'
    assert bool(told(curve, text("aaaa", 0, 10))) == is_told


# ── told to the author ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("dx", "where"), [(10, 2), (90, 0)])
def test_an_author_is_told_of_each_step_and_layout(tmp_path, dx, where):
    figures = FIGURES.replace("TWO", TWO.replace("DX", str(dx)))
    folder = small.write_essay(tmp_path / "essays", "one", figures=figures)
    project = Project(essays=folder.parent)
    outcome = BuildTask(project, Names(), tmp_path / "dist", Cache())(folder)
    assert outcome.problems == []
    found = [str(each) for each in outcome.advice if "overlap" in str(each)]
    assert len(found) == min(where, 1)
    for each in found:
        assert "figures.py:6: 'one word' and 'another' overlap by " in each
        assert "in dots-1 (wide), dots-1 (narrow), dots-2 (wide), dots-2 (narrow)" in each
