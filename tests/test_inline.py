"""Inline drawings: lighter than Vega's, and to the eye the same."""

import gzip
import io

import altair as alt
import vl_convert
from PIL import Image, ImageChops

from refit.figures.charts import CONFIG, VEGA_LITE, round_numbers
from refit.figures.inline import lighten


def drawn():
    """Draw named texts, lines of one width and dots of two colours."""
    rows = [
        {"x": i, "y": i % 3, "says": f"no {i}", "ink": ("red", "navy")[i % 2]} for i in range(9)
    ]
    places = {"x": alt.X("x:Q", axis=None), "y": alt.Y("y:Q", axis=None)}
    base = alt.Chart(alt.InlineData(rows)).encode(**places)
    layers = [
        base.mark_rule(color="green", strokeWidth=3).encode(x2=alt.datum(4), y2=alt.datum(1)),
        base.mark_point(filled=True, size=99).encode(
            color=alt.Color("ink:N", scale=None, legend=None)
        ),
        base.mark_text(dy=9, fontSize=14, align="left").encode(text="says:N"),
    ]
    layers[2] = layers[2].properties(name="words")
    lite = alt.layer(*layers).properties(width=300, height=200).to_dict() | {"config": CONFIG}
    spec = vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE)
    return round_numbers(vl_convert.vega_to_svg(spec))


def pixels(svg):
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L")


def test_it_looks_the_same_in_fewer_bytes():
    svg = drawn()
    assert len(gzip.compress(lighten(svg).encode())) < len(gzip.compress(svg.encode()))
    same, other = (pixels(each) for each in (lighten(svg), svg.replace("green", "gold")))
    assert ImageChops.difference(pixels(svg), same).getextrema()[1] == 0
    assert ImageChops.difference(pixels(svg), other).getextrema()[1] > 30  # it can fail


def test_what_all_marks_have_in_common_is_said_once_and_what_differs_stays():
    light = lighten(drawn())
    assert light.count('stroke="green"') == light.count('font-size="14px"') == 1
    assert light.count('fill="red"') == 5
    assert light.count('fill="navy"') == 4


def test_layers_with_a_name_keep_it():
    light = lighten(drawn())
    assert "words_marks" in light
    assert "layer_0_marks" not in light


def test_one_mark_alone_stays_as_it_is():
    one = '<g class="mark-rect role-mark own_marks"><path d="M0,0h1" fill="red"/></g>'
    assert lighten(one) == one


def test_characters_stand_on_tenths_of_a_pixel():
    use = '<use href="#a" transform="translate(12.34,-4.97)scale(17)"/>'
    assert lighten(use.replace("12.34", "-0.04")) == use.replace("12.34,-4.97", "0,-5")
    assert lighten(use) == '<use href="#a" transform="translate(12.3,-5)scale(17)"/>'
