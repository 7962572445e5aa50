"""What check advises on a text: what is long, hard, empty, typed, faint, or cannot be looked up."""

import json
import re

import pytest

from refit.site import check as checking
from refit.site.contrast import ON_CARDS, WORDS, faint
from refit.site.project import Project
from refit.site.text_advice import LONGEST, LONGEST_STEP, readability
from tests import small

OF_TEXT = {"long", "steps", "hard", "headings", "typed", "references", "contrast", "motion"}
BIBLIOGRAPHY = """@article{lost, author={A B}, title={T}, journal={J}, year={2000}}
@article{found, author={A B}, title={T}, journal={J}, year={2001}, doi={10.1234/abc}}
@article{linked, author={A B}, title={T}, journal={J}, year={2002}, url={https://example.org/x}}
@article{unread, author={A B}, title={T}, journal={J}, year={2003}}
@book{whole, author={A B}, title={T}, publisher={P}, year={2004}}
"""


def sentences(n):
    """Return short sentences of so many words."""
    return " ".join("word." if i % 9 == 0 else "word" for i in range(n))


@pytest.fixture
def advised(tmp_path, monkeypatch):
    """Return a function: what check advises on an essay with more text."""
    monkeypatch.setattr(checking, "find_tracer", lambda _: object())
    monkeypatch.setattr(checking, "prove", lambda *_: None)
    monkeypatch.setattr(checking, "additions_of", lambda *_: [])
    folder = small.write_essay(tmp_path / "essays", "one")
    (folder / "refs.bib").write_text(BIBLIOGRAPHY, "utf-8")
    text = folder / "essay.md"
    before = text.read_text("utf-8")

    def advise(more, theme=None):
        text.write_text(f"{before}\n{more}\n", "utf-8")
        (folder / "theme.json").write_text(json.dumps(theme or {"light": {}, "dark": {}}))
        found = []
        checking.find(Project(tmp_path / "essays"), [], found.append, False, ())
        return [each.as_line() for each in found if each.name in OF_TEXT]

    return advise


def test_a_paper_that_is_cited_without_an_address_is_told_with_its_line(advised):
    (told,) = advised("See [@lost; @found; @linked; @whole].")
    assert "refs.bib:1: lost has no address where a reader finds it; write doi = " in told


def test_a_core_of_more_than_900_words_is_told_and_folded_words_are_not_counted(advised):
    words = sentences(LONGEST)
    (told,) = advised(words)
    assert "essay.md: the core has 9" in told
    assert "words; cut, or move what not every reader needs into a `deeper` part" in told
    assert advised(f'::::{{deeper}} "More" for="All."\n{words}\n::::') == []


def test_a_step_that_is_long_on_a_phone_is_told_with_its_line(advised):
    def step(words):
        alt, step = ":::{alt}\nDots.\n:::", f"::::{{step}}\n{words}\n::::"
        return f":::::{{scene}} more model=dots\n{alt}\n{step}\n:::::"

    (told,) = advised(step(sentences(LONGEST_STEP + 1)))
    assert f"this step has {LONGEST_STEP + 1} words; cut, or make two steps of it" in told
    assert re.search(r"essay\.md:\d+: this step", told)
    assert advised(step(sentences(LONGEST_STEP))) == []


@pytest.mark.parametrize("heading", ["Introduction", "Results.", "Part 2", "step iv", "CONCLUSION"])
def test_a_heading_that_fits_any_text_is_told(advised, heading):
    (told,) = advised(f"## {heading}\n\nWords.")
    assert f"'{heading}' would fit any text; say what its part shows" in told


def test_a_heading_that_is_there_twice_is_told_with_both_lines(advised):
    (told,) = advised("## One tree\n\nWords.\n\n## One  tree\n\nWords.")
    line = int(told.split("essay.md:")[1].split(":")[0])
    assert f"'One tree' is the heading of line {line - 4}, too" in told
    assert advised("## One tree\n\nWords.\n\n## Results of a tree\n\nWords.") == []


def test_a_number_that_looks_computed_is_told_with_its_line(advised):
    first, second = advised("It is right\nin 86.5 % of all cases,\nwith an error of 0.067.")
    assert "86.5 is typed, and looks computed; write {live}`" in first
    assert "0.067 is typed" in second
    at = [int(each.split("essay.md:")[1].split(":")[0]) for each in (first, second)]
    assert at[1] == at[0] + 1


@pytest.mark.parametrize(
    "text",
    [
        "A 95 % interval of 1,000 runs, 0.5 each, 2.5 kg, version 1.3.2, and 1.25.",
        "In code `0.067`, and in a formula $0.067$.",
        "The paper 10.1234/0.067 is about 2026.",
    ],
)
def test_settings_code_and_formulae_are_no_computed_numbers(advised, text):
    assert advised(text) == []


def test_long_sentences_of_long_words_are_told(advised):
    hard = "Heterogeneous regularization parameters " * 40
    (told,) = advised(f"{hard}.")
    assert "readability index is 1" in told
    assert "write shorter sentences, and words of up to 6 letters" in told


def test_the_readability_index_is_bjornssons():
    """Ten sentences of ten words, two of them long: 10 + 20."""
    sentence = "one two six ten red blue green silver feathers thousands. "
    assert readability(sentence * 10) == 10 + 20
    assert readability(sentence * 9) == 0  # too short to say
    assert readability(f"{sentence.strip(' .')}\n" * 10) == 30  # a paragraph ends a sentence


def test_a_colour_that_is_too_faint_is_told_with_its_scheme_and_line(advised):
    light = {"paper": "#ffffff", "card": "#000000", "muted": "#999999", "cat": "#dddddd"}
    for name in ("ink", "accent"):
        light[name] = "#767676"  # as much on white as on black
    light |= dict.fromkeys(ON_CARDS, "#ffffff")
    theme = {"light": light, "dark": {"cat": "#eeeeee"}}
    (told,) = advised("Words.", theme)
    assert "theme.json:1: light: muted on paper has a contrast of 2.8, and needs 4.5" in told
    assert told.endswith("; write a darker colour")
    _, told = advised("A {term}`cat` purrs.", theme)
    assert "light: cat on paper has a contrast of 1.4" in told


def test_a_mark_may_stand_out_from_the_stage_instead_of_the_paper():
    colours = dict.fromkeys((*WORDS, *ON_CARDS, "focus", "axis"), "#000000")
    colours |= {"paper": "#ffffff", "card": "#ffffff", "boundary": "#ffffff"}
    assert list(faint(colours)) == [("boundary", "paper", 3.0)]
    assert list(faint(colours | {"night": "#000000"})) == []


@pytest.mark.parametrize(
    "moving",
    [
        "<style>.a {\n  animation: hop 1s ease infinite alternate;\n}</style>",
        "<style>\n.a{animation-iteration-count:infinite}</style>",
        '<g>\n<animate attributeName="x" repeatCount="indefinite"/></g>',
    ],
)
def test_a_picture_that_moves_for_ever_is_told_with_its_line(advised, tmp_path, moving):
    drawing = tmp_path / "essays" / "one" / "cover.svg"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 440"><title>T</title>{}</svg>'
    drawing.write_text(svg.format(moving), "utf-8")
    (told,) = advised("")
    assert "cover.svg:2: this picture moves for ever" in told
    resting = moving.replace("infinite", "3").replace("indefinite", "3")
    drawing.write_text(svg.format(resting), "utf-8")
    assert advised("") == []
