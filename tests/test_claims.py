"""Claims of all cases: those that no test names are told, and those that are listed must hold."""

import pytest

from refit.errors import lines_of
from refit.essay.markup import parse
from refit.site.claims import HEAD, claims_advice, read_tests, sweeping

FRONT = "---\ntitle: T\nsummary: S\n---\n"
NONE = "a claim of all cases that no test names"


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return a function: what is advised on a text and its tests."""
    monkeypatch.chdir(tmp_path)

    def tell(text, claims="", tests="def test_it():\n    pass\n"):
        docstring = f'"""Tests.\n\n{HEAD}, each with what holds it:\n\n{claims}\n"""\n'
        (tmp_path / "test_model.py").write_text(docstring + tests, "utf-8")
        file = tmp_path / "essay.md"
        advised = claims_advice(parse(FRONT + text, file).nodes, file)
        return [line for each in advised for line in lines_of(each)]

    return tell


@pytest.mark.parametrize(
    "sentence",
    [
        "A tree always fits.",
        "The error *never*\nrises.",
        "Every time, it holds.",
        "No matter what you drag, the line stays.",
        "It {term}`never rises | train`.",
        "It nearly always holds.",
    ],
)
def test_a_sentence_of_all_cases_is_told_with_its_line(told, sentence):
    (line,) = told(f"One.\n\nWords first. {sentence} And more.\n")
    at = 7 + sentence.partition("never")[0].count("\n") * ("never" in sentence)
    assert line.startswith(f"advice: essay.md:{at}: {NONE}; list each under")


@pytest.mark.parametrize(
    "sentence",
    [
        "Can it always fit?",
        "Large does not always win.",
        "He has never been here.",
        "No run is wrong more often than always.",
        "It is always so {cite}`breiman2001`.",
        "It is always so [@breiman2001].",
        "It mostly rises.",
    ],
)
def test_questions_stories_counterexamples_and_what_is_cited_are_not(told, sentence):
    assert told(f"{sentence}\n") == []


def test_headings_and_fences_of_code_are_not(told):
    assert told("## It always fits\n\n```python\nalways = 1 # never\n```\n") == []


def test_a_claim_holds_the_sentence_that_it_quotes(told):
    text = "Words. On *her own* basket {live}`a.b | d` errors\nnever rise, ever. It always falls.\n"
    claim = '- "errors never rise": at\n  home "it all"\n  test_it'
    (line,) = told(text, claim)
    assert ":6: " in line
    assert told(text, f'{claim}\n- "It always falls"\n  test_it') == []


def test_a_quote_holds_by_its_own_words_of_all_cases(told):
    assert len(told("A dog always barks.\n", '- A "dog" barks\n  test_it')) == 1


def test_a_claim_without_a_test_holds_nothing(told):
    (line,) = told("It always falls.\n", '- "It always falls"')
    assert NONE in line


def test_a_test_that_is_not_there_is_told_with_the_line_of_the_claim(told):
    (line,) = told("Words.\n", "- One thing\n  test_it\n- It falls\n  test_gone")
    assert line == "advice: test_model.py:7: no file of tests here has test_gone; name the test"


def test_words_that_the_essay_does_not_say_any_more_are_told(told):
    (line,) = told("It falls.\n", '- "it never rises"\n  test_it')
    assert 'test_model.py:5: the essay does not say "it never rises"; quote it as it is' in line


def test_a_broken_file_of_tests_is_left_to_pytest(told, tmp_path):
    (tmp_path / "test_broken.py").write_text("def", "utf-8")
    assert told("It falls.\n") == []


def test_tests_of_several_files_hold_together(told, tmp_path):
    (tmp_path / "test_more.py").write_text("def test_more():\n    pass\n", "utf-8")
    assert told("It always falls.\n", '- "It always falls"\n  test_more') == []
    claims, names = read_tests(tmp_path)
    assert [each.tests for each in claims] == [["test_more"]]
    assert names == {"test_it", "test_more"}


def test_words_folded_up_are_read_too(tmp_path):
    text = f'{FRONT}:::{{aside}} "More"\nIt never rises.\n:::\n'
    assert list(sweeping(parse(text, tmp_path / "essay.md").nodes)) == [(6, "It never rises.")]
