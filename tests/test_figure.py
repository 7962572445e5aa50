"""Figures in the flow of the prose: scenes with one step, whose text is the caption."""

import pytest

from refit.errors import AuthorError
from refit.essay.reachable_states import reachable
from refit.essay.reading import load
from refit.site.project import Project
from refit.site.proof import prove
from tests import small
from tests.built import build_page

FIGURE = """\
::::{figure} dots

:::{alt}
There are {live}`total.n | d` dots.
:::

:::{slider} n min=1 max=4 step=1 label="How many" format=d
:::

At first {live}`total.n | d`, and now {live}`total.n | d | reader`.
::::
"""
AFTER = "\nIn all {live}`dots/total.n | d | reader`. See [above](#dots).\n"
WITH_STATE = FIGURE.replace("} dots", "} dots state='{\"n\": 2}'")


def load_text(tmp_path, text):
    return load(small.write_essay(tmp_path / "essays", "one", text=text))


def test_a_figure_is_a_scene_with_one_step_and_no_column(tmp_path):
    page = build_page(tmp_path, WITH_STATE + AFTER)
    (section,) = page.all("section", data_scene="dots")
    assert (section["id"], section["class"]) == ("dots", "flow")
    (step,) = page.all(data_step="1")
    assert section in step["around"]
    assert "id" not in step
    assert " ".join(step["text"].split()).startswith("At first 2, and now 2.")
    assert page.all(data_go="1") == []
    (slider,) = page.all(data_control="dots.n")
    assert any("data-figure" in each for each in slider["around"])
    assert {live["text"] for live in page.all("span", **{"class": "live"})} == {"2"}


def test_its_step_has_its_name_and_the_state_that_it_is_given(tmp_path):
    (scene,) = load_text(tmp_path, WITH_STATE).scenes.values()
    (step,) = scene.steps
    assert (step.id, step.state["n"], step.overrides) == ("dots", 2, {"n": 2})
    assert scene.in_flow
    assert [reached.state["n"] for reached in reachable(scene)] == [2, 1, 3, 4]


@pytest.mark.parametrize(
    ("directive", "layout", "shown"),
    [
        ("{figure} dots", "column", "flow"),
        ("{figure} dots layout=wide", "wide", "flow wide"),
        ("{scene} dots", "beside", "scene"),
        ("{scene} dots layout=wide", "wide", "scene wide"),
        ("{scene} dots layout=full", "full", "scene full"),
    ],
)
def test_a_layout_is_a_class_of_the_section(tmp_path, directive, layout, shown):
    if directive.startswith("{scene}"):
        text = small.SCENE.replace("{scene} dots", directive)
    else:
        text = FIGURE.replace("{figure} dots", directive)
    page = build_page(tmp_path, text)
    assert page.all("section", data_scene="dots")[0]["class"] == shown
    (scene,) = load(tmp_path / "essays" / "one").scenes.values()
    assert scene.layout == layout


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("} dots", "} dots layout=full", 5, "a figure has no layout 'full'; write layout=wide, or"),
        ("} dots", "} dots layout=3", 5, "a figure has no layout '3'"),
        ("} dots", "} dots state=2", 5, "state=2 of {figure} is not an object"),
        ("} dots", "} dots state='{\"m\": 2}'", 5, "the state of scene 'dots' has no key 'm'"),
        ("} dots", "} dots state='{\"n\": 9}'", 5, "n=9 is not a number from 1 to 4"),
        ("} dots", "} dots n=2", 5, "{figure} has no option 'n'"),
        ("} dots", "}", 5, "a figure needs a name; write {figure} name"),
        (
            ":::{slider}",
            ":::{aside}",
            11,
            "{aside} cannot stand directly inside a figure; put it",
        ),
        (":::{slider}", ":::{slyder}", 11, "there is no directive {slyder}"),
        (
            ":::{alt}",
            ":::{step}",
            7,
            "{step} cannot stand directly inside a figure; put it",
        ),
        ("There are {live}`total.n | d` dots.", "", 5, "say inside the figure, in :::{alt}, what"),
    ],
)
def test_a_figure_is_refused_at_its_line(tmp_path, old, new, line, words):
    assert old in FIGURE
    with pytest.raises(AuthorError) as caught:
        load_text(tmp_path, FIGURE.replace(old, new, 1))
    assert caught.value.line == line
    assert words in str(caught.value)


def test_a_figure_and_a_scene_do_not_share_a_name(tmp_path):
    with pytest.raises(AuthorError, match="there are two scenes 'dots'"):
        load_text(tmp_path, small.SCENE + FIGURE)


def test_a_figure_stands_in_no_step(tmp_path):
    inside = (
        small.SCENE.replace("Now there are", ":::{figure} x\n:::\nNow")
        .replace(":::{step} n=3", "::::{step} n=3")
        .replace("`.\n:::\n\n:::::", "`.\n::::\n\n:::::")
    )
    with pytest.raises(AuthorError, match=r"\{figure\} stands inside another directive"):
        load_text(tmp_path, inside)


def test_a_proof_reads_a_figure_once(tmp_path):
    small.write_essay(tmp_path / "essays", "one", text=WITH_STATE + AFTER)
    own, outside = prove(Project(tmp_path / "essays"), "one")
    read = [[reading.text for reading in each.readings] for each in own.sentences]
    assert own.title == "dots, essay.md:5"
    assert read == [
        [
            "There are [2] dots.",
            "There are [1] dots.",
            "There are [3] dots.",
            "There are [4] dots.",
        ],
        [f"At first [2], and now [{n}]." for n in (2, 1, 3, 4)],
    ]
    assert outside.title == "outside the steps of dots"
