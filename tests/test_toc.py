"""The table of contents: which headings a page lists, and how each is reached."""

import pytest

from tests import small
from tests.built import build_page

SCENE = """\
::::{{scene}} dots
:::{{alt}}
Dots.
:::
:::{{step}} n=2
{}
:::
:::{{step}} n=3
{}
:::
:::{{step}} n=4
{}
:::
::::
"""


@pytest.fixture
def listed(tmp_path):
    """Return a function that builds a page, and returns the places and words of its contents."""

    def build(text):
        page = build_page(tmp_path, text)
        navs = [element for element in page.all("nav") if element["aria-label"] == "Contents"]
        lists = []
        for nav in navs:
            links = [a for a in page.all("a") if nav in a["around"]]
            lists.append(
                [(a["href"].removeprefix("#"), " ".join(a["text"].split())) for a in links]
            )
        assert lists[1:] == lists[:-1]  # beside the text as above it
        ids = [element["id"] for element in page.elements if "id" in element]
        places = lists[0] if lists else []
        assert all(ids.count(place) == 1 for place, _ in places)
        return places

    return build


def test_headings_are_listed_in_order_and_the_first_of_a_step_leads_to_the_step(listed):
    steps = ["## One\n\nText.\n\n## And a half", "Text.", "### Three\n\nText.\n\n### No"]
    text = f"## Zero\n\n{SCENE.format(*steps)}\n### Small\n\n## End\n\n##### Too small\n"
    assert listed(text) == [
        ("zero", "Zero"),
        ("dots-1", "One"),
        ("and-a-half", "And a half"),
        ("dots-3", "Three"),
        ("end", "End"),
    ]


def test_a_heading_is_listed_as_it_is_printed_in_its_own_step(listed, tmp_path):
    (tmp_path / "essays" / "one").mkdir(parents=True)
    (tmp_path / "essays" / "one" / "refs.bib").write_text(
        "@book{fisher, author = {Fisher, Ronald}, title = {Design}, year = {1935}}"
    )
    steps = [
        "### {live}`total.n | .0%` & more",
        r"## As $\live{total.n | d} < \frac{a}{b}$ says",
        "## By {cite}`fisher` and {live}`dots/total.n | .1f | reader`",
    ]
    assert listed(f"{SCENE.format(*steps)}\n## `a < b`, *c* {{cite}}`fisher | text`\n") == [
        ("dots-1", "200 % & more"),
        ("dots-2", "As 3<ab says"),
        ("dots-3", "By (Fisher, 1935) and 4.0"),
        ("a-b-c", "a < b, c Fisher (1935)"),
        ("references", "References"),
    ]


def test_what_stands_in_a_heading_is_its_words_and_numbers(listed):
    heading = "The *first*\n{live}`dots/total.n | d` [&](#dots-1) {term}`more | accent`, $x$\n---\n"
    assert listed(f"{heading}\n{small.SCENE}\n## End\n") == [
        ("the-first-more-x", "The first 2 & more, x"),
        ("end", "End"),
    ]


def test_a_page_with_less_than_two_headings_lists_none(listed):
    assert listed(small.SCENE) == []
    assert listed(f"## One\n\n{small.SCENE}") == []
