"""The sentences of a page that hold live numbers, and what they say in other states."""

import numpy as np
import pytest

from refit.site.sentences import read_sentences


def live(text, path, whose="reader", form="d", scene="dots"):
    """Return a live number as the page has it."""
    return (
        f'<span class="live" data-live="{path}" data-of="{scene}" data-whose="{whose}" '
        f'data-format="{form}">{text}</span>'
    )


TABLES = {"total": {"n": np.array([7.0])}, "rows": {"key": ["a"], "v": np.array([0.25])}}


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (f"<p>None. There are {live(3, 'total.n')}. None!</p>", ["There are [3]."]),
        (
            f"<p>Is it {live(3, 'total.n')}? “It is {live(3, 'total.n')}.”</p>",
            ["Is it [3]?", "“It is [3].”"],
        ),
        (
            f"<p>It is <em>{live(0.5, 'total.n')}</em>, or i.e. 3.5 of <b>them</b>.</p>",
            ["It is [0.5], or i.e. 3.5 of them."],
        ),
        (f"<p>So far{live('', 'total.n')}.</p>", ["So far[]."]),
        (f"<p>One</p><p>Two {live(3, 'total.n')}</p>Three", ["Two [3]"]),
        (
            f"<p>{live(3, 'total.n')} of {live(4, 'total.n')}. {live(5, 'total.n')} more.</p>",
            ["[3] of [4].", "[5] more."],
        ),
        (
            f"<script>'{live(3, 'total.n')}'</script><br><p>No number.</p>",
            [],
        ),
    ],
)
def test_only_sentences_with_live_numbers_are_read(html, texts):
    assert [sentence.text() for sentence in read_sentences(html)] == texts


def test_a_sentence_knows_its_place():
    number = f"<p>{live(3, 'total.n')}</p>"
    html = (
        f'{number}<section data-scene="dots"><figcaption>{number}</figcaption>'
        f'<article id="dots-2" data-step="2"><aside>{number}</aside></article></section>{number}'
    )
    assert [each.place for each in read_sentences(html)] == ["", "dots", "dots-2", ""]


def test_the_caption_of_a_figure_has_the_place_of_its_alternative():
    number = f"<p>{live(3, 'total.n')}</p>"
    html = (
        f'<section data-scene="dots" id="dots"><figcaption>{number}</figcaption>'
        f'<div data-step="1">{number}</div></section>{number}'
    )
    assert [each.place for each in read_sentences(html)] == ["dots", "dots", ""]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (live(3, "total.n"), "[7]"),
        (live("30 %", "rows[a].v", form=".1%"), "[25.0\N{NARROW NO-BREAK SPACE}%]"),
        (live(3, "rows[b].v"), "[\N{EN DASH}]"),
        (live(3, "gone.v"), "[\N{EN DASH}]"),
        (live(3, "total.n", whose="step"), "[3]"),
        (live(3, "total.n", scene="other"), "[3]"),
    ],
)
def test_a_number_that_follows_the_reader_is_filled_in_as_the_page_does(number, text):
    (sentence,) = read_sentences(f"<p>{number}</p>")
    assert sentence.text("dots", TABLES) == text
