"""What is rewritten in a chart so that nothing false is seen between two pictures."""

import altair as alt
import pytest
import vl_convert

from refit.errors import AuthorError
from refit.figures.columns import columns_read
from refit.figures.ghosts import ghosts_needed
from refit.figures.motion import SIGNAL, prepare_motion, with_copies
from refit.figures.rules import gather

SIZE = {"width": 90, "height": 90, "config": {"aria": False}}
TABLE = alt.NamedData("t")


def prepared(chart, *params):
    lite = chart.to_dict()
    return lite, prepare_motion(lite, params)


def marks(text="n:Q", **channels):
    return alt.Chart(TABLE).mark_text().encode(text=text, **channels)


def test_a_column_that_is_only_written_does_not_glide():
    _, motion = prepared(marks(x="x:Q"))
    assert motion["written"] == {"t": ["n"]}
    assert motion["copies"] == {}


def test_a_column_that_is_placed_too_is_written_from_a_copy():
    lite, motion = prepared(marks(x="n:Q", y="y:Q"))
    assert motion["copies"] == {"t": ["n"]}
    assert lite["encoding"]["text"]["field"] == "n final"
    assert lite["encoding"]["x"]["field"] == "n"


def test_it_may_be_placed_by_another_layer():
    bars = alt.Chart(TABLE).mark_bar().encode(x="n:Q")
    lite, motion = prepared(bars + marks())
    assert motion["copies"] == {"t": ["n"]}
    assert lite["layer"][1]["encoding"]["text"]["field"] == "n final"


def test_what_is_calculated_for_a_text_reads_the_copy():
    chart = marks("says:N", x="n:Q").transform_calculate(says="'n: ' + format(datum.n, '.1f')")
    lite, motion = prepared(chart)
    (transform,) = lite["transform"]
    assert transform["calculate"] == "'n: ' + format(datum['n final'], '.1f')"
    assert motion["copies"] == {"t": ["n"]}


def test_what_is_calculated_for_both_is_calculated_twice():
    chart = marks("half:Q", x="half:Q").transform_calculate(half="datum.n / 2")
    lite, motion = prepared(chart)
    assert [each["as"] for each in lite["transform"]] == ["half", "half final"]
    assert lite["transform"][1]["calculate"] == "datum['n final'] / 2"
    assert lite["encoding"]["text"]["field"] == "half final"
    assert motion["copies"] == {"t": ["n"]}


def test_a_parameter_in_a_text_is_that_of_one_picture():
    chart = marks("says:N").transform_calculate(says="'at ' + k + datum.k + 'k'")
    lite, motion = prepared(chart, "k")
    said = f"({SIGNAL} ? {SIGNAL}.said.k : k)"
    assert lite["transform"][0]["calculate"] == f"'at ' + {said} + datum.k + 'k'"
    assert motion["signals"] == [SIGNAL]


def test_an_opacity_by_a_parameter_fades_and_is_shared():
    seen = alt.value(alt.ExprRef("view == 'a' ? 1 : 0"))
    chart = alt.layer(*(alt.Chart(TABLE).mark_point().encode(opacity=seen) for _ in range(2)))
    lite, motion = prepared(chart, "view")
    found = {each["encoding"]["opacity"]["value"]["expr"] for each in lite["layer"]}
    assert found == {"refit_fade_0"}
    assert motion["params"] == []  # the shared opacity itself tells whether it changes
    assert [each["name"] for each in lite["params"]] == motion["signals"]


def test_an_opacity_by_a_parameter_and_the_row_is_not_shared():
    seen = alt.value(alt.ExprRef("view == datum.key ? 1 : 0"))
    _, motion = prepared(alt.Chart(TABLE).mark_point().encode(opacity=seen), "view")
    assert (motion["params"], motion["signals"]) == (["view"], [SIGNAL])


def test_opacities_and_shapes_are_known():
    line = alt.Chart(alt.NamedData("curve")).mark_line().encode(x="x:Q", y="y:Q")
    dots = alt.Chart(TABLE).mark_point().encode(x="x:Q", opacity="shown:Q")
    _, motion = prepared(line + dots)
    assert motion["fades"] == {"t": ["shown"]}
    assert motion["shapes"] == ["curve"]


def test_an_objects_keys_are_no_parameters():
    chart = marks("says:N").transform_calculate(says="{k: 1}.k")
    lite, _ = prepared(chart, "k")
    assert lite["transform"][0]["calculate"] == "{k: 1}.k"


def test_the_picture_at_rest_is_the_same():
    def chart():
        layer = marks("half:Q", x="half:Q", opacity=alt.value(alt.ExprRef("1 / k")))
        return layer.transform_calculate(half="datum.n / 2").add_params(
            alt.param(name="k", value=2)
        )

    def draw(lite, rows):
        spec = vl_convert.vegalite_to_vega(lite | SIZE, vl_version="6.4")
        spec["data"][0]["values"] = rows
        return vl_convert.vega_to_svg(spec)

    table = {"n": [1.5, 3.0]}
    lite, motion = prepared(chart(), "k")
    copied = with_copies(table, motion["copies"]["t"])
    rows = [dict(zip(copied, row, strict=True)) for row in zip(*copied.values(), strict=True)]
    assert draw(lite, rows) == draw(chart().to_dict(), [{"n": 1.5}, {"n": 3.0}])


def test_a_ghost_needs_the_columns_of_its_table_alone():
    line = alt.Chart(alt.NamedData("line")).mark_line().encode(x="x:Q", y="y:Q")
    ghost = alt.Chart(alt.NamedData("line_ghost")).mark_line().encode(x="x:Q", y="old:Q")
    needs = columns_read((line + ghost).to_dict())
    assert ghosts_needed([{"table": "line"}], needs) == {"line": ["old", "x", "y"]}


@pytest.mark.parametrize(
    ("usermeta", "told"),
    [
        ({"still": [3]}, "usermeta's still holds 3, which is no table's name"),
        ({"ghost": "line"}, "usermeta's ghost is 'line'"),
        ({"ghost": [{"table": "line", "look": 1}]}, "usermeta's ghost takes no 'look'"),
        ({"ghosts": []}, "usermeta takes no 'ghosts'"),
    ],
)
def test_usermeta_is_checked(usermeta, told):
    with pytest.raises(AuthorError) as caught:
        gather([("", usermeta)], [])
    assert caught.value.problem == told
