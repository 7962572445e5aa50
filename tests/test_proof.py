"""The proof sheet: every sentence with live numbers, in all states of its step."""

import pytest

from refit.errors import AuthorError
from refit.site.project import Project
from refit.site.proof import as_page, as_text, prove
from tests import small

TEXT = (
    small.SCENE.replace(
        "There are {live}`total.n | d`.",
        "First {live}`total.n | d`. Now {live}`total.n | d | reader`.",
    ).replace("Dots.", "There are {live}`total.n | d` dots.")
    + """
In all {live}`dots/total.n | d | reader`, and at first {live}`dots/total.n | d`.
"""
)


@pytest.fixture
def sheet(tmp_path):
    """The proof sheet of the small essay, by title."""
    small.write_essay(tmp_path / "essays", "one", text=TEXT)
    return prove(Project(tmp_path / "essays"), "one")


def readings(passage):
    """Return the readings of each sentence of a passage."""
    return [[reading.text for reading in each.readings] for each in passage.sentences]


def test_each_sentence_is_read_in_every_state_of_its_step(sheet):
    step, later, alternative, outside = sheet
    assert step.title == "dots-1, essay.md:11"
    assert readings(step) == [
        ["First [2]."],
        ["Now [2].", "Now [1].", "Now [3].", "Now [4]."],
    ]
    changed = step.sentences[1].readings
    assert changed[1].states[:2] == ["n=1", 'n=1, layout="heap"']
    assert changed[2].states == ["n=2.5", "n=3"]
    assert changed[0].where == 'dots-1 as it comes; n=1.5; layout="heap"; and 5 more'
    assert (later.states, readings(later)) == (1, [["Now there are [3]."]])
    assert alternative.title == "the text alternative of dots, essay.md:5"
    assert readings(alternative)[0][0] == "There are [2] dots."
    assert outside.title == "outside the steps of dots"
    assert readings(outside)[0][:2] == [
        "In all [2], and at first [2].",
        "In all [1], and at first [2].",
    ]


def test_the_text_says_which_sentences_change(sheet):
    lines = as_text("one", sheet).splitlines()
    assert lines[0] == "one: 5 sentences hold live numbers, and 3 of them change"
    assert "  = First [2]." in lines
    assert "  ~ Now [2]." in lines
    assert '      Now [1].   (n=1; n=1, layout="heap"; n=1, high=true; and 1 more)' in lines


def test_the_page_says_the_same(sheet, tmp_path):
    page = as_page(Project(tmp_path / "essays"), "one", sheet)
    assert "First [2]. <small>always</small>" in page
    assert "<li>Now [2].\n" in page


def test_an_essay_with_mistakes_is_refused_as_by_a_check(tmp_path):
    small.write_essay(tmp_path / "essays", "one", text=TEXT.replace("total.n", "totals.n", 1))
    with pytest.raises(AuthorError, match="there is no table 'totals'"):
        prove(Project(tmp_path / "essays"), "one")
