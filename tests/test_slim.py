"""Specifications without what nobody needs: they draw the same, in fewer bytes."""

import json

import altair as alt
import pytest
import vl_convert

from refit.figures.charts import CONFIG, VEGA_LITE
from refit.figures.slim import slim

ROWS = [{"x": 1, "y": 2}, {"x": 3.1000000000000001, "y": 4}]


def compiled(**made):
    """Return the specification of dots over a model's table and over rows of the chart's own."""
    places = {"x": alt.X("x:Q", axis=None), "y": alt.Y("y:Q", axis=None)}
    dots = alt.Chart(alt.NamedData("points")).mark_point(dy=3.3000000000000003).encode(**places)
    marks = alt.Chart(alt.InlineData(ROWS)).mark_rule().encode(**places)
    chart = alt.layer(dots.transform_calculate(**made) if made else dots, marks)
    lite = chart.properties(width=90, height=60).to_dict() | {"config": CONFIG}
    return vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE) | {"padding": 0}


def drawn(spec):
    data = [
        each | {"values": [{"x": 2, "y": 3}]} if each["name"] == "points" else each
        for each in spec["data"]
    ]
    return vl_convert.vega_to_svg(spec | {"data": data})


def test_it_draws_the_same_in_fewer_bytes():
    spec = compiled()
    assert "isValid" in json.dumps(spec), "nothing to leave out: the test is worth nothing"
    assert drawn(slim(spec)) == drawn(spec)
    assert len(json.dumps(slim(spec))) < 0.8 * len(json.dumps(spec))


def test_rows_of_the_chart_are_counted_and_tables_keep_their_names():
    assert {each["name"] for each in slim(compiled())["data"]} == {"points", "data-0"}


def test_a_column_that_the_chart_computes_keeps_its_guard():
    """A division by nothing is no number, and Vega would write it into the drawing."""
    guarded = json.dumps(slim(compiled(y="datum.x / datum.none")))
    assert guarded.count("isValid") == 2  # the rule has the same column
    assert 'datum[\\"x\\"]' not in guarded


@pytest.mark.parametrize("value", [None, 1])
def test_a_column_without_a_value_in_a_row_of_the_chart_keeps_its_guard(value, monkeypatch):
    monkeypatch.setitem(ROWS[1], "y", value)
    assert ("isValid" in json.dumps(slim(compiled()))) == (value is None)


def test_a_column_that_a_row_of_the_chart_lacks_keeps_its_guard(monkeypatch):
    monkeypatch.delitem(ROWS[1], "y")
    guarded = json.dumps(slim(compiled()))
    assert 'isValid(datum[\\"y\\"])' in guarded
    assert 'isValid(datum[\\"x\\"])' not in guarded


@pytest.mark.parametrize("named", [{}, {"as_": ["height"]}])
def test_a_column_that_is_looked_up_keeps_its_guard(named):
    """A key that the other table lacks finds nothing there."""
    other = alt.LookupData(alt.NamedData("heights"), "x", ["height"])
    dots = alt.Chart(alt.NamedData("points")).transform_lookup("x", from_=other, **named)
    places = {"x": alt.X("x:Q", axis=None), "y": alt.Y("height:Q", axis=None)}
    lite = dots.mark_line().encode(**places).to_dict() | {"config": CONFIG}
    guarded = json.dumps(slim(vl_convert.vegalite_to_vega(lite, vl_version=VEGA_LITE)))
    assert 'isValid(datum[\\"height\\"])' in guarded
    assert 'isFinite(+datum[\\"x\\"])) ||' not in guarded


def test_numbers_keep_their_digits_however_small_they_are():
    given = {"a": 1e-9, "b": 0.1 + 0.2, "c": [123456.000001234], "d": -0.0, "e": 3}
    slimmed = json.dumps(slim(given))  # in which -0.0 is not 0.0
    assert slimmed == json.dumps({"a": 1e-9, "b": 0.3, "c": [123456.000001], "d": 0.0, "e": 3})
