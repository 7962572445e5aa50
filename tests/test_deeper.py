"""Deeper parts: what they hold, how they are listed, and what is refused."""

import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.reading import load
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small
from tests.built import build_page

INSIDE = small.SCENE.replace(":::::{scene}", "::::::{scene}").replace("\n:::::\n", "\n::::::\n")
DEEPER = f"""\
:::::::{{deeper}} "Why so many" for="For the *curious*."
Words, and {{live}}`dots/total.n | d` dots. See [there](#dots-2).

### How it is done

{INSIDE}
:::::::
"""


def problems(tmp_path, text):
    folder = small.write_essay(tmp_path / "essays", "one", text=text)
    project = Project(essays=folder.parent)
    return BuildTask(project, Names(), tmp_path / "dist", Cache())(folder).problems


def test_a_deeper_part_stands_open_under_its_heading(tmp_path):
    page = build_page(tmp_path, DEEPER)
    (part,) = page.all("div", **{"class": "deeper-part"})
    assert part["id"] == "why-so-many-part"
    assert "hidden" not in part  # until a script folds it up
    (heading,) = page.all("h2", id="why-so-many")
    assert heading["text"] == "Why so many"
    (around,) = page.all("section", **{"class": "deeper"})
    assert part["around"][-1] is around
    assert "For the *curious*." in around["text"]
    assert page.all("button", aria_controls="why-so-many-part") == []  # the script makes it
    (scene,) = page.all("section", data_scene="dots")
    assert scene["around"][-1] is part


def test_its_scenes_are_those_of_the_essay(tmp_path):
    essay = load(small.write_essay(tmp_path / "essays", "one", text=f"## A\n\n{DEEPER}"))
    assert [*essay.scenes] == ["dots"]
    assert [step.id for step in essay.scenes["dots"].steps] == ["dots-1", "dots-2"]


def test_the_contents_list_the_part_and_nothing_in_it(tmp_path):
    text = DEEPER.replace("Now there are", "### A step\n\nNow there are")
    page = build_page(tmp_path, f"## First\n\n{text}\n## Last\n")
    items = [li for li in page.all("li") if any(each["tag"] == "nav" for each in li["around"])]
    assert len(items) == 6  # above the text, and beside it
    shown = [(" ".join(li["text"].split()), li.get("class")) for li in items[:3]]
    assert shown == [("First", None), ("Why so many (deeper)", "deep"), ("Last", None)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"Why so many"', "", 5, "{deeper} has no heading"),
        (' for="For the *curious*."', "", 5, "{deeper} has no for"),
        ("For the *curious*.", " ", 5, "for of {deeper} is empty"),
        (
            "### How",
            "## How",
            8,
            "a heading of level 2 stands inside {deeper}, which has level 2",
        ),
        ("Now there are", "## Two\n\nNow", 33, "a heading of level 2 stands inside {deeper}"),
    ],
)
def test_a_deeper_part_is_refused_at_its_line(tmp_path, old, new, line, words):
    assert old in DEEPER
    told = problems(tmp_path, DEEPER.replace(old, new, 1))
    assert [each.line for each in told] == [line]
    assert words in str(told[0])


def test_an_empty_part_is_refused(tmp_path):
    (told,) = problems(tmp_path, small.SCENE + ':::{deeper} "A" for="B."\n:::\n')
    assert "{deeper} says nothing" in str(told)


@pytest.mark.parametrize("around", ["aside", "deeper"])
def test_a_deeper_part_stands_outside_everything(tmp_path, around):
    text = f'::::::::{{{around}}} "A" {"for=B" * (around == "deeper")}\n{DEEPER}::::::::\n'
    with pytest.raises(AuthorError, match="stands inside another directive; put it outside all of"):
        load(small.write_essay(tmp_path / "essays", "one", text=text))


def test_its_heading_is_an_anchor_of_its_own(tmp_path):
    (told,) = problems(tmp_path, f"{DEEPER}\n## Why so many\n")
    assert "#why-so-many is already an anchor" in str(told)
