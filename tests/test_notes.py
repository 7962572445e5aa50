"""Footnotes: each stands once, after the block that names it first, with ways there and back."""

import re

import pytest


def notes(html):
    """Return the text of each note by its id."""
    found = re.findall(r'<div class="note" id="([^"]+)".*?\n<div>(.*?)</div>\n</div>', html, re.S)
    return {name: " ".join(re.sub(r"<[^>]+>", "", text).split()) for name, text in found}


def test_a_note_stands_after_the_block_that_names_it(render):
    html = render("One[^a].\n\nTwo.\n\n[^a]: *What* it says.")
    assert re.search(r'<div class="noted">\n<p>One<sup .*</sup>.</p>\n\n<div class="notes">', html)
    assert html.index('id="note-1"') < html.index("<p>Two.</p>")
    assert notes(html)["note-1"].startswith("What it says. ↩Back to note 1 in the text (1 of 1)")
    assert "<em>What</em> it says." in html


def test_it_can_be_written_at_once(render):
    html = render(r'So^[An *inline* note: $x$, \* and "quotes".] it is.')
    assert notes(html)["note-1"].startswith("An inline note: x, * and “quotes”. ↩")


def test_notes_are_numbered_as_they_are_named(render):
    html = render("A[^z], b[^y].\n\nC^[x], d[^z].\n\n[^y]: Y.\n\n[^z]: Z.\n")
    assert [text[0] for text in notes(html).values()] == ["Z", "Y", "x"]
    assert list(notes(html)) == ["note-1", "note-2", "note-3"]
    assert re.findall(r'id="(to-note[^"]+)" href="#([^"]+)"', html) == [
        ("to-note-1", "note-1"),
        ("to-note-2", "note-2"),
        ("to-note-3", "note-3"),
        ("to-note-1-2", "note-1"),
    ]
    assert re.findall(r'href="#(to-note-1[^"]*)"', html) == ["to-note-1", "to-note-1-2"]


@pytest.mark.parametrize(
    "text",
    [
        "- item[^a]\n- other",
        "> quote[^a]",
        "| a |\n|---|\n| b[^a] |",
        "Term[^a]\n: Means",
        ":::{aside} T\nText[^a].\n:::",
        ':::{definition} "word"\nText[^a].\n:::',
    ],
)
def test_it_may_stand_in_lists_quotes_tables_and_directives(render, text):
    html = render(f"{text}\n\nAfter.\n\n[^a]: Said.")
    assert notes(html)["note-1"].startswith("Said.")
    assert html.index('id="note-1"') < html.index("After.")


def test_it_may_hold_several_blocks_and_what_prose_may(render):
    html = render(
        "A[^a].\n\n[^a]: F {live}`pens/fit.slope | .1f`.\n\n    Second, [@cox].\n\n    - list",
        {"refs.bib": "@book{cox, author={Cox, A.}, title={T}, year=1958}"},
    )
    (text,) = notes(html).values()
    assert text.startswith("F \N{MINUS SIGN}2.5. Second, (Cox, 1958). list ↩Back to note 1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A[^a].", "5: '[^a].' would be printed as it stands; write what it says on a line of it"),
        ("A.\n\n[^a]: x", "7: nothing refers to the note [^a]; write [^a] where it belongs"),
        ("A[^a].\n\n[^a]: x\n\n[^a]: y", "9: the note [^a] is written twice, in line 7 too; name"),
        ("A[^a].\n\n[^a]: x^[y]", "7: a note stands inside a note; make them one"),
        ("## A[^a]\n\n[^a]: x", "5: a note stands in a heading; name it in the text below"),
        (
            "[b^[x]](essay:one)",
            "5: a note stands in a link; put it before or after",
        ),
        (
            "[b[^a]](essay:one)\n\n[^a]: x",
            "5: '](essay:one)' would be printed as it stands; write ",
        ),
        ("A[^a].\n\n[^a]: x\n    {live}`pens/none.n | d`", "8: there is no table 'none'"),
    ],
)
def test_a_note_that_cannot_stand_is_refused(refusal, text, told):
    assert refusal(text).startswith(f"essay.md:{told}")
