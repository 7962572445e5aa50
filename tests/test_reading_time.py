"""The time that an essay takes: of words, and of what there is to look at and to try."""

from pathlib import Path

import pytest

from refit.essay.markup import parse
from refit.page.reading_time import (
    FORMULA,
    SECONDS,
    WORDS_PER_MINUTE,
    core_words,
    reading_time,
    seconds,
)
from tests import small
from tests.built import build_page

WORD = 60 / WORDS_PER_MINUTE
PARTS = {  # what it is -> its seconds
    "one two three": 3 * WORD,
    "{live}`dots/total.n | d` of {cite}`fisher`": 2 * WORD,
    "$$\nx = 1\n$$": FORMULA,
    "an $x$": 2 * WORD,
    ":::{alt}\none two\n:::": 0,
    ":::{definition} dot\none\n:::": SECONDS["definition"] + WORD,
    "::::{scene} dots\n:::{step}\none\n:::\n::::": SECONDS["scene"] + SECONDS["step"] + WORD,
    "::::{figure} dots\n:::{slider} n\n:::\n::::": SECONDS["figure"] + SECONDS["slider"],
    "::::{quiz} q\none\n:::{answer}\ntwo\n:::\n::::": SECONDS["quiz"] + 2 * WORD,
}
FOLDED = {
    ":::{aside} T\none two\n:::": 2 * WORD,
    ":::{code} f\none\n:::": SECONDS["code"] + WORD,
    "::::{deeper} T\none\n:::{aside} T\ntwo\n:::\n::::": 2 * WORD,
}


def read(text):
    return parse(text, Path("essay.md")).nodes


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_folded_up_takes_its_time_in_any_case(part):
    for whole in (False, True):
        assert seconds(read(part), whole) == pytest.approx(PARTS[part])


@pytest.mark.parametrize("part", FOLDED)
def test_what_is_folded_up_takes_time_only_where_everything_is_read(part):
    assert seconds(read(part), whole=False) == 0
    assert seconds(read(part), whole=True) == pytest.approx(FOLDED[part])


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (239, 2), (476, 2), (477, 3)])
def test_a_minute_that_has_begun_is_counted(words, minutes):
    found = reading_time(read("word " * words))
    assert (found.core, found.whole) == (minutes, minutes)


def test_the_whole_is_the_sum_of_what_each_part_says():
    part = f':::{{deeper}} "T" for="U"\n{"word " * 250}\n:::\n\n'
    found = reading_time(read("word\n\n" + 3 * part))
    assert (found.core, found.whole) == (1, 1 + 3 * 2)


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ("", "About 2 minutes The"),
        (":::{aside} T\nword\n:::\n", "About 2 minutes The"),
        (f":::{{aside}} T\n{'word ' * 900}\n:::\n", "About 2 minutes; 6 with everything The"),
    ],
)
def test_the_page_tells_both_times_where_they_differ(tmp_path, more, shown):
    (facts,) = build_page(tmp_path, small.SCENE + more).all("p", **{"class": "facts"})
    assert facts["text"].startswith(shown)


def test_the_words_of_a_core_are_those_that_are_not_folded_up():
    assert core_words(read("\n\n".join([*PARTS, *FOLDED]))) == 3 + 2 + 0 + 2 + 1 + 1 + 0 + 1 + 1
