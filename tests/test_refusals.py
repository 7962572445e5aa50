"""Figures: what a page could not show as its author means it is refused where it is written."""

import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.reading import load
from refit.figures import charts, usermeta
from tests import small

HEAD = """\
import altair as alt

ACROSS, UP = alt.Scale(domain=(0, 9)), alt.Scale(domain=(0, 1))
X, Y = alt.X("x:Q", scale=ACROSS), alt.Y("y:Q", scale=UP)
DOTS = alt.Chart(alt.NamedData("points")).mark_point().encode(X, Y)
SIZE = {"width": 180, "height": 60}
DRAG = {
    "table": "points",
    "state": "moved",
    "x": "x",
    "y": "y",
    "limits": [[0, 9], [0, 1]],
    "step": [1, 0.1],
    "label": "dot {key}",
}
ADD = {"table": "points", "state": "moved", "limits": [[0, 9], [0, 1]], "step": [1, 0.1]}


def dots(narrow):
    return {}
"""
LINE = HEAD[: HEAD.index("def dots")].count("\n") + 1
MODEL = small.MODEL.replace('"seed": 0', '"seed": 0, "moved": {}')


@pytest.fixture
def compiled(tmp_path):
    """Return a function that compiles a figure, given what its function returns."""

    def make(returned, layout="wide", source=HEAD):
        figures = source.replace("return {}", f"return {returned}")
        folder = small.write_essay(tmp_path / "essays", "one", model=MODEL, figures=figures)
        essay = load(folder, Cache())
        scene = essay.scenes["dots"]
        figure = charts.compile_figure(essay, scene, layout)
        for problem in usermeta.check_usermeta(essay, scene, figure):
            raise problem
        return figure

    return make


@pytest.fixture
def refusal(compiled):
    """Return a function that tells what is wrong with a figure, and what to write."""

    def told(returned, layout="wide", source=HEAD):
        with pytest.raises(AuthorError) as caught:
            compiled(returned, layout, source)
        assert caught.value.file.name == "figures.py"
        assert caught.value.remedy
        if source == HEAD:
            assert caught.value.line in (LINE, LINE + 1)
        return f"{caught.value.problem}; {caught.value.remedy}"

    return told


def with_meta(**usermeta):
    meta = ", ".join(f"{name!r}: {value}" for name, value in usermeta.items())
    return f"DOTS.properties(**SIZE, usermeta={{{meta}}})"


# ── charts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        ("DOTS.repeat(row=['x', 'y'])", "repeat"),
        ("DOTS.facet('x:N')", "facet"),
        ("DOTS.encode(row='x:N').properties(**SIZE)", "the channel row"),
        ("DOTS.encode(column='x:N').properties(**SIZE)", "the channel column"),
        ("DOTS.encode(facet='x:N').properties(**SIZE)", "the channel facet"),
    ],
)
def test_charts_that_are_multiplied_by_their_data_are_refused(refusal, returned, kind):
    assert refusal(returned) == (
        f"this figure is made of several charts ({kind}); for small multiples, return a dictionary "
        'of charts: {"one": chart, "two": chart}'
    )


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        ("DOTS", "the figure's width is not given"),
        ("DOTS.properties(width=9)", "the figure's height is not given"),
        ("DOTS.properties(width='container', height=9)", "the figure's width is 'container'"),
        ("DOTS.properties(width=alt.Step(20), height=9)", "the figure's width is {'step': 20}"),
    ],
)
def test_a_figure_has_a_size_in_pixels(refusal, returned, problem):
    assert refusal(returned) == (
        f"{problem}; it must be a number of pixels; write .properties(width=360 if narrow else "
        "720, height=…)"
    )


@pytest.mark.parametrize(("layout", "width"), [("wide", 1000), ("narrow", 480)])
def test_a_figure_is_not_wider_than_its_place(compiled, refusal, layout, width):
    assert compiled(f"DOTS.properties(width={width}, height=60)", layout).size == (width, 60)
    told = refusal(f"DOTS.properties(width={width + 1}, height=60)", layout)
    assert told.startswith(f"the {layout} figure is {width + 1} pixels wide, more than {width}; ")


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("None", "dots() returns NoneType, not a chart of Altair's; write `return` before"),
        ("'chart'", "dots() returns str, not a chart of Altair's; write `return` before"),
        ("DOTS.mark_pint()", "AttributeError: 'Chart' object has no attribute 'mark_pint'; mend"),
        ("DOTS.encode(tooltip=['x'])", "; write 'x:Q' if it holds numbers, 'x:N' if words"),
        (
            "DOTS.add_params(alt.param(name='m', value=3)).properties(**SIZE)",
            "the parameter 'm' is no key of the state, so nothing ever sets it; name one of n, ",
        ),
        (
            "DOTS.add_params(alt.param(name='n', value=3, bind=alt.binding_range()))"
            ".properties(**SIZE)",
            "the parameter 'n' has a control of Vega's, which sets no state; write :::{slider} n",
        ),
        (
            "DOTS.interactive().properties(**SIZE)",
            "the figure's scales move under the reader's hand (.interactive()); leave it out",
        ),
        (
            "alt.Chart('https://example.org/a.csv').mark_point().encode(X).properties(**SIZE)",
            "the figure takes its data from 'https://example.org/a.csv', which no page can fetch;",
        ),
        (
            "DOTS.transform_lookup('x', alt.LookupData(alt.UrlData('a.csv'), 'x', ['z']))"
            ".properties(**SIZE)",
            "the figure takes its data from 'a.csv', which no page can fetch; return a table",
        ),
        (
            "DOTS.mark_image(url='https://example.org/a.png').properties(**SIZE)",
            "a figure cannot show pictures (mark_image); draw them as shapes",
        ),
        (
            "alt.layer(DOTS.properties(name='a'), DOTS.properties(name='a')).properties(**SIZE)",
            "2 layers have the name 'a'; give each its own, or none",
        ),
        (
            "DOTS.mark_rule().encode(x=alt.value(3), x2='y').properties(**SIZE)",
            "x2 names a column, and x does not; write .transform_calculate(x='…') and x='x:Q'",
        ),
        (
            "DOTS.mark_rule().encode(y=alt.YDatum(3), y2='x').properties(**SIZE)",
            "y2 names a column, and y does not; write .transform_calculate(y='…') and y='y:Q'",
        ),
    ],
)
def test_what_a_page_cannot_show_is_refused(refusal, returned, told):
    assert told in refusal(returned)


@pytest.mark.parametrize(
    "returned",
    [
        "DOTS.properties(**SIZE, name='dots')",
        "alt.layer(DOTS, DOTS).properties(**SIZE)",
        "DOTS.add_params(alt.param(value=3), alt.param(name='k', expr='n')).properties(**SIZE)",
        "DOTS.add_params(alt.param(name='n', value=3), alt.param(name='lit', value=''))"
        ".properties(**SIZE)",
        "DOTS.add_params(alt.selection_point(on='pointerover', fields=['x'], empty=False))"
        ".properties(**SIZE)",
        "DOTS.mark_rule().encode(x2='y:Q').properties(**SIZE)",
        "DOTS.mark_rule().encode(x=alt.XDatum(3), x2=alt.X2Datum(5)).properties(**SIZE)",
    ],
)
def test_what_a_page_can_show_is_not(compiled, returned):
    assert compiled(returned).spec


@pytest.mark.parametrize("head", ["def dots():", "def dots(wide):", "def dots(narrow, more):"])
def test_a_figure_takes_the_layout_and_nothing_else(refusal, head):
    source = HEAD.replace("def dots(narrow):", head).replace("return {}", "return DOTS")
    told = refusal("", source=source)
    assert told == "dots() does not take the one argument it gets, narrow; write def dots(narrow):"


@pytest.mark.parametrize(
    "source",
    [
        "import altair as alt\nimport pandas_of_nobody\n",
        "import altair as alt\nfrom model import STATES\n",
        HEAD.replace("return {}", "import pandas_of_nobody"),
    ],
)
def test_what_figures_may_import_is_told(refusal, source):
    told = refusal("", source=source)
    assert told.startswith("ModuleNotFoundError: ")
    assert "; figures.py may import altair, refit.kit and the standard library; " in told


# ── gestures ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("[DRAG, 3]", "usermeta's drag is int, not a dictionary; it needs table, state, x, y, "),
        ("[DRAG, DRAG]", "usermeta's drag has 2 rules of the table 'points'; write one for each"),
        ("DRAG | {'axes': 'x'}", "usermeta's drag takes no 'axes'; it takes table, state, x, y, "),
        ("DRAG | {'axis': 'z'}", 'axis of usermeta\'s drag is \'z\'; write "axis": "x", or '),
        ("DRAG | {'draw': True}", "usermeta's drag is drawn with the pointer, and may move along "),
        ("DRAG | {'draw': 1, 'axis': 'y'}", 'draw of usermeta\'s drag is 1; write "draw": True'),
        ("DRAG | {'axis': 'x', 'limits': 3}", "limits of usermeta's drag are 3; write [lowest, hi"),
        ("DRAG | {'axis': 'x', 'step': 0}", "step of usermeta's drag is 0; write a number more "),
        ("DRAG | {'panel': 'map'}", "usermeta's drag names the panel 'map' of a "),
        (
            "{'table': 'points'}",
            "usermeta's drag has no state, x, y, limits, step, label; it takes",
        ),
        ("DRAG | {'limits': [0, 10]}", "limits of usermeta's drag are [0, 10]; write [[lowest x, "),
        ("DRAG | {'limits': [[0, 9], [1, 0]]}", "limits of usermeta's drag are [[0, 9], [1, 0]]; "),
        ("DRAG | {'limits': [[0, 9], [0, '1']]}", "limits of usermeta's drag are [[0, 9], [0, '"),
        ("DRAG | {'step': 0.1}", "step of usermeta's drag is 0.1; write [step of x, step of y], "),
        ("DRAG | {'step': [1, 0]}", "step of usermeta's drag is [1, 0]; write [step of x, step"),
        ("DRAG | {'step': [True, 1]}", "step of usermeta's drag is [True, 1]; write [step of x, "),
        ("DRAG | {'label': 3}", "label of usermeta's drag is 3, not text; write "),
        ("DRAG | {'state': 'seed'}", "what is dragged goes to 'seed', which is no dictionary; "),
    ],
)
def test_a_drag_that_a_page_could_not_follow_is_refused(refusal, rule, told):
    assert refusal(with_meta(drag=rule)).startswith(told)


@pytest.mark.parametrize(
    ("meta", "told"),
    [
        ({"add": "ADD | {'step': 1}"}, "step of usermeta's add is 1; write [step of x, "),
        ({"add": "3"}, "usermeta's add is int, not a dictionary; it needs table, state, "),
        ({"hops": "['points']"}, "usermeta's hops are ['points']; write "),
        ({"hops": "{'points': 3}"}, "usermeta's hops of 'points' is int, not a dictionary; "),
        (
            {"hops": "{'points': {'column': 'x', 'height': '9', 'paces': 1}}"},
            "height of usermeta's hops of 'points' is no number; write ",
        ),
        ({"parts": "2"}, "usermeta's parts are 2; write "),
        ({"sheets": "['points']"}, "usermeta's sheets are ['points']; write "),
        ({"sheets": "{'points': 'x'}"}, "usermeta's sheets of 'points' are 'x'; write ["),
    ],
)
def test_other_gestures_are_checked_whole(refusal, meta, told):
    assert refusal(with_meta(**meta)).startswith(told)


def test_equal_limits_hold_an_axis(compiled):
    assert compiled(with_meta(drag="DRAG | {'limits': [[0, 9], [1, 1]]}")).drag


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (
            "alt.layer(DOTS, DOTS).resolve_scale(x='independent')",
            "rows are moved along the scale x, which the figure does not have; give all layers ",
        ),
        (
            "DOTS.encode(x='x:O')",
            "rows are moved along the scale x, whose type is point; write type=",
        ),
        (
            "DOTS.encode(x=alt.X('x:Q', scale=alt.Scale(type='log', domain=(1, 9))))",
            "the scale x is logarithmic, and its lowest limit is 0; write [[lowest x",
        ),
        (
            "DOTS.encode(y='y:Q')",
            "rows are moved along the scale y, which changes with every move; write alt.Scale(",
        ),
    ],
)
def test_rows_are_moved_along_scales_that_a_hand_can_follow(refusal, chart, told):
    returned = f"{chart}.properties(**SIZE, usermeta={{'drag': DRAG}})"
    assert refusal(returned).startswith(told)


# ── advice ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("returned", "layout", "said"),
    [
        ("DOTS.properties(**SIZE)", "narrow", []),
        ("DOTS.encode(x='x:Q').properties(**SIZE)", "wide", ["no fixed domain for x, so the "]),
        (
            "DOTS.encode(y='y:Q', fill='x:N').properties(**SIZE)",
            "wide",
            ["no fixed domain for y, fill, so the picture rescales when its data change; write "],
        ),
        ("DOTS.properties(width=360, height=700)", "wide", []),
        (
            "DOTS.properties(width=360, height=700)",
            "narrow",
            ["the narrow figure is 360 by 700 pixels, and is shrunk to half of a phone's height; "],
        ),
    ],
)
def test_what_is_worth_a_second_look_is_said(compiled, returned, layout, said):
    advice = usermeta.advice(compiled(returned, layout), layout)
    found = [f"{problem}; {remedy}" for _, problem, remedy in advice]
    assert len(found) == len(said)
    assert all(text.startswith(begin) for text, begin in zip(found, said, strict=True))
