"""Panels: several charts in one figure, their places, and what a narrow window shows of them."""

import re

import altair as alt
import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.reading import load
from refit.figures import charts, legible, sight, usermeta
from refit.figures.panels import compose
from refit.model.results import tables_of
from tests import small

HEAD = """\
import altair as alt

X = alt.X("x:Q", scale=alt.Scale(domain=(0, 9)))
Y = alt.Y("y:Q", scale=alt.Scale(domain=(0, 1)))
DOTS = alt.Chart(alt.NamedData("points")).mark_point().encode(X, Y)
META = {}
DRAG = {"table": "points", "state": "moved", "x": "x", "y": "y", "limits": [[0, 9], [0, 1]],
        "step": [1, 0.1], "label": "dot {key}"}


def sized(width, height, **more):
    return DOTS.properties(width=width, height=height, **more)


def dots(narrow):
    return {}
"""
MODEL = small.MODEL.replace('"seed": 0', '"seed": 0, "moved": {}')


@pytest.fixture
def compiled(tmp_path):
    """Return a function that compiles a figure, given what its function returns."""

    def make(returned, layout="wide", text=small.SCENE):
        figures = HEAD.replace("return {}", f"return {returned}")
        folder = small.write_essay(
            tmp_path / "essays", "one", text=text, model=MODEL, figures=figures
        )
        essay = load(folder, Cache())
        scene = essay.scenes["dots"]
        figure = charts.compile_figure(essay, scene, layout)
        for problem in usermeta.check_usermeta(essay, scene, figure):
            raise problem
        make.essay, make.scene = essay, scene
        return figure

    return make


@pytest.fixture
def refusal(compiled):
    """Return a function that tells what is wrong with a figure, and what to write."""

    def told(returned, layout="wide", line=15):
        with pytest.raises(AuthorError) as caught:
            compiled(returned, layout)
        assert (caught.value.file.name, caught.value.line) == ("figures.py", line)
        assert caught.value.remedy
        return f"{caught.value.problem}; {caught.value.remedy}"

    return told


def chart(width, height, **more):
    return alt.Chart(alt.NamedData("t")).mark_point().properties(width=width, height=height, **more)


# ── places ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("returned", "layout", "places", "size"),
    [
        (
            {"a": chart(300, 200), "b": chart(100, 250)},
            "wide",
            {"a": [0, 0, 300, 200], "b": [320, 0, 100, 250]},
            (420, 250),
        ),
        (
            {"a": chart(300, 200), "b": chart(360, 250)},
            "narrow",
            {"a": [0, 0, 300, 200], "b": [0, 212, 360, 250]},
            (360, 462),
        ),
        (
            {name: chart(110, 90) for name in "abcd"},
            "narrow",
            {"a": [0, 0, 110, 90], "b": [122, 0, 110, 90], "c": [244, 0, 110, 90],
             "d": [0, 102, 110, 90]},
            (354, 192),
        ),
        (
            (chart(10, 20, name="a") | chart(30, 40, name="b")) & chart(5, 6, name="c"),
            "wide",
            {"a": [0, 0, 10, 20], "b": [30, 0, 30, 40], "c": [0, 60, 5, 6]},
            (60, 66),
        ),
        (
            alt.vconcat(chart(10, 20, name="a"), chart(30, 40, name="b"), spacing=3, center=True),
            "wide",
            {"a": [10, 0, 10, 20], "b": [0, 23, 30, 40]},
            (30, 63),
        ),
        (
            alt.concat(*[chart(10 * i, 20, name=f"a{i}") for i in (1, 2, 3)], columns=2),
            "wide",
            {"a1": [0, 0, 10, 20], "a2": [50, 0, 20, 20], "a3": [0, 40, 30, 20]},
            (70, 60),
        ),
    ],
)  # fmt: skip
def test_every_panel_has_its_place(returned, layout, places, size):
    found = compose(returned, layout)
    assert (found.places, found.size) == (places, size)


def layers(panel, *names):
    """Return a panel of layers with these names."""
    parts = [alt.Chart(alt.NamedData("t"), name=name).mark_point() for name in names]
    return alt.layer(*parts).properties(name=panel, width=9, height=9)


@pytest.mark.parametrize(
    ("returned", "names"),
    [
        (
            {"a": layers("a", "pets_2", "line"), "b": layers("b", "pets_2")},
            [["pets_2", "line"], ["pets_2"]],
        ),
        (layers("a", "pets", "line") & layers("b", "dogs"), [["pets", "line"], ["dogs"]]),
    ],
)
def test_layers_keep_the_names_that_style_sheets_know(returned, names):
    panels = compose(returned, "wide").lite["concat"]
    assert [[layer["name"] for layer in panel["layer"]] for panel in panels] == names


def test_a_panel_is_drawn_at_its_place_with_scales_of_its_own(compiled):
    figure = compiled("{'a': sized(90, 50), 'b': sized(60, 40)}")
    essay, scene = compiled.essay, compiled.scene
    assert figure.size == (170, 50)
    assert {"a_x", "a_y", "b_x", "b_y"} <= {scale["name"] for scale in figure.spec["scales"]}
    svg = charts.draw(figure, tables_of(essay, scene, scene.steps[0].state))
    assert re.search(r'a_group"><g transform="translate\(0,0\)">', svg)
    second = svg.partition('b_group"><g transform="translate(110,0)">')[2]
    marks = re.findall(r'<path transform="translate\((\d+\.?\d*),(\d+)\)" d="M[^0]', second)
    assert [float(x) for x, _ in marks] == pytest.approx([0, 6.7], abs=0.1), "of 60 pixels"
    assert {y for _, y in marks} == {"40"}


def test_a_panel_reads_its_own_width_and_height(compiled):
    words = "DOTS.mark_text(text='w', x=alt.expr('width'), y=alt.expr('height'))"
    other = f"{words}.encode(x=alt.value(0)).properties(width=60, height=40)"
    figure = compiled(f"{{'a': sized(90, 50), 'b': {other}}}")
    group = figure.spec["marks"][1]
    assert {"name": "width", "value": 60.0} in group["signals"]
    assert {"name": "height", "value": 40.0} in group["signals"]


def test_the_same_parameter_of_two_panels_is_one(compiled):
    given = ".add_params(alt.param(name='n', value=3), alt.param(name='lit', value=''))"
    figure = compiled(f"{{'a': sized(90, 50){given}, 'b': sized(60, 40){given}}}")
    assert (figure.params, figure.lights) == (["n"], True)


def test_the_columns_of_all_panels_are_read(compiled):
    other = "alt.Chart(alt.NamedData('total')).mark_text(text='n').encode(x='n:Q')"
    figure = compiled(f"{{'a': sized(90, 50), 'b': {other}.properties(width=60, height=40)}}")
    assert figure.needs == {"points": ["x", "y"], "total": ["n"]}


def test_outlines_of_all_panels_are_shared(compiled):
    star = "DOTS.mark_point(shape='M0 1L1 0L0 0Z', filled=True).properties(width=60, height=40)"
    figure = compiled(f"{{'a': sized(90, 50), 'b': {star}}}")
    state = compiled.scene.steps[0].state
    svg = charts.draw(figure, tables_of(compiled.essay, compiled.scene, state))
    assert svg.count("<use ") == 2
    assert svg.count('<path id="s0"') == 1


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("sized(9, 9) | sized(9, 9)", "panel 1 of the figure has no name; write .properties(name="),
        (
            "sized(9, 9, name='a') | sized(9, 9, name='a')",
            "two panels have the name 'a'; give each its own",
        ),
        ("{'a b': sized(9, 9)}", "the panel 'a b' has a name that is no plain word; write small"),
        ("{3: sized(9, 9)}", "the panel 3 has no name; return {"),
        ("{}", "the figure has no panel; return {"),
        ("{'a': 3}", "the panel 'a' is int, not a chart of Altair's; return {"),
        (
            "{'a': sized(9, 9, name='b') | sized(9, 9, name='c')}",
            "the panel 'a' is made of several charts; give each of them a name of its own",
        ),
        ("{'a': DOTS}", "the panel 'a''s width is not given; it must be a number of pixels; "),
        (
            "{'a': DOTS.properties(width='container', height=9), 'b': sized(9, 9)}",
            "the panel 'a''s width is 'container'; it must be a number of pixels",
        ),
        (
            "alt.hconcat(sized(600, 9, name='a'), sized(600, 9, name='b'))",
            "the wide figure is 1220 pixels wide, more than 1000; ",
        ),
        (
            "alt.hconcat(sized(9, 9, name='a'), sized(9, 9, name='b'), title='Both')",
            "a figure of several charts has 'title' for all of them; give it to each panel",
        ),
        (
            "alt.hconcat(sized(9, 9, name='a'), sized(9, 9, name='b')).resolve_scale(x='shared')",
            "a figure of several charts has 'resolve' for all of them; give scales that are to be",
        ),
        (
            "{'a': sized(9, 9), 'b': sized(9, 9).facet('x:N')}",
            "this figure is made of several charts (facet); for small multiples, return a dic",
        ),
        (
            "{'a': sized(9, 9).transform_calculate(z='width / 2')}",
            "a transform of the panel 'a' reads width, the whole figure's; write the panel's own",
        ),
        (
            "{'a': sized(9, 9).add_params(alt.param(name='n', value=1)),"
            " 'b': sized(9, 9).add_params(alt.param(name='n', value=2))}",
            "2 parameters have the name 'n'; give both the same value",
        ),
        (
            "{'a': sized(9, 9, usermeta={'parts': {'points': 2}}),"
            " 'b': sized(9, 9, usermeta={'parts': {'points': 3}})}",
            "usermeta's parts say 2 and 3 of 'points'; say it in one panel",
        ),
        (
            "(sized(9, 9, name='a') | sized(9, 9, name='b')).properties(usermeta={'drag': DRAG})",
            'usermeta\'s drag names no panel; write "panel": one of a, b',
        ),
        (
            "{'a': sized(9, 9, usermeta={'drag': DRAG | {'panel': 'c'}})}",
            "usermeta's drag names the panel 'c'; write \"panel\": one of a",
        ),
        (
            "{'a': DOTS.encode(x='x:O').properties(width=9, height=9, usermeta={'drag': DRAG})}",
            "rows are moved along the scale a_x, whose type is point; write type=",
        ),
    ],
)
def test_panels_that_a_page_could_not_show_are_refused(refusal, returned, told):
    assert refusal(returned).startswith(told)


def test_a_rule_belongs_to_the_panel_in_whose_chart_it_stands(compiled):
    figure = compiled("{'a': sized(90, 50), 'b': sized(60, 40, usermeta={'drag': DRAG})}")
    assert [rule["panel"] for rule in figure.drag] == ["b"]
    whole = "(sized(9, 9, name='a') | sized(9, 9, name='b'))"
    figure = compiled(f"{whole}.properties(usermeta={{'drag': [DRAG | {{'panel': 'a'}}]}})")
    assert [rule["panel"] for rule in figure.drag] == ["a"]


def test_the_layer_of_a_panel_that_vega_refuses_is_told(refusal):
    wrong = "alt.layer(DOTS, DOTS.transform_filter('datum.')).properties(width=9, height=9)"
    told = refusal(f"{{'a': sized(9, 9), 'b': {wrong}}}", line=16)  # that of the layer
    assert "mend layer 2 of 2 of the panel 'b', most likely" in told


# ── what is in sight ─────────────────────────────────────────────────────────────────────────────

ONE_EACH = small.SCENE.replace("::::{step} n=2", "::::{step} n=2 panel=a").replace(
    ":::{step} n=3", ":::{step} n=3 panel=b"
)


def test_a_narrow_drawing_is_cut_to_the_panel_of_the_first_step(compiled):
    figure = compiled("{'a': sized(360, 300), 'b': sized(300, 310)}", "narrow", ONE_EACH)
    scene = compiled.scene
    assert [step.panel for step in scene.steps] == ["a", "b"]
    cut = sight.cut(
        '<svg class="marks" width="360" height="622" viewBox="0 0 360 622">', figure, scene
    )
    assert cut == '<svg class="marks" width="300" height="310" viewBox="0 0 360 300">'
    assert sight.for_script(figure, scene)["sight"] == {
        "steps": ["a", "b"],
        "places": {"a": [0, 0, 360, 300], "b": [0, 312, 300, 310], "": [0, 0, 360, 622]},
    }


def test_without_such_a_step_nothing_is_cut_or_sent(compiled):
    figure = compiled("{'a': sized(360, 300), 'b': sized(300, 310)}", "narrow")
    assert sight.cut("<svg>", figure, compiled.scene) == "<svg>"
    assert sight.for_script(figure, compiled.scene) == {}


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("{'a': sized(90, 50), 'c': sized(60, 40)}", "there is no panel 'b'; panels: a, c"),
        ("sized(90, 50)", "there is no panel 'a'; the figure is one chart"),
    ],
)
def test_a_panel_that_is_not_there_is_told(compiled, returned, told):
    figure = compiled(returned, "narrow", ONE_EACH)
    problem = sight.check_panels(compiled.essay, compiled.scene, figure)[0]
    assert f"{problem.problem}; {problem.remedy}" == told
    assert problem.file.name == "essay.md"


def test_the_option_is_a_word(compiled):
    with pytest.raises(AuthorError, match="panel=3 is not text"):
        compiled("sized(90, 50)", "narrow", ONE_EACH.replace("panel=a", "panel=3"))


def test_a_tall_figure_is_no_matter_if_its_panels_are_not(compiled):
    figure = compiled("{'a': sized(360, 380), 'b': sized(360, 380)}", "narrow", ONE_EACH)
    scene = compiled.scene
    assert list(usermeta.advice(figure, "narrow", sight.parts(figure, scene, "narrow"))) == []
    ((name, _, remedy),) = usermeta.advice(figure, "narrow")
    assert name == "tall"
    assert remedy == "draw it at most 432 tall, or show a panel at a time (panel=…)"


# ── text on a phone ──────────────────────────────────────────────────────────────────────────────

SVG = (
    '<svg><g class="mark-group role-scope tree_group"><g transform="translate(0,400)">'
    '<g class="mark-text role-mark names_marks"><text transform="translate(10,20)" '
    'font-size="{size}px">leaf</text></g>'
    '<g class="mark-text role-axis-label"><text transform="translate(10,900)" '
    'font-size="4px">far below</text></g></g></g></svg>'
)


@pytest.mark.parametrize(
    ("size", "shown", "told"),
    [
        (
            11,
            [0, 0, 360, 500],
            "'leaf' in the layer names is 7.5 pixels tall on a phone, less than",
        ),
        (16, [0, 0, 360, 500], "'leaf' in the layer names is 10.9 pixels tall on a phone, less "),
        (17, [0, 0, 360, 500], None),
        (12, [0, 400, 360, 360], None),  # the panel alone is drawn larger
        (
            11.5,
            [0, 400, 360, 360],
            "'leaf' in the layer names is 10.9 pixels tall on a phone, ",
        ),
        (4, [0, 0, 360, 360], None),  # it is not in sight
    ],
)
def test_text_must_be_legible_on_a_phone(size, shown, told):
    found = legible.too_small(SVG.format(size=size), shown)
    if told is None:
        assert found == {}
    else:
        assert found["the layer names"][0].startswith(told)


def test_the_size_that_is_told_is_enough():
    shown = [0, 0, 360, 500]
    ((_, remedy),) = legible.too_small(SVG.format(size=9), shown).values()
    size = int(re.search(r"fontSize=(\d+)", remedy)[1])
    assert legible.too_small(SVG.format(size=size), shown) == {}
    assert legible.too_small(SVG.format(size=size - 1), shown) != {}
