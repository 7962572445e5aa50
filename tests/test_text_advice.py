"""What check advises on a text: the length of a core, and works without an address."""

import pytest

from refit.site import check as checking
from refit.site.project import Project
from refit.site.text_advice import LONGEST
from tests import small

BIBLIOGRAPHY = """@article{lost, author={A B}, title={T}, journal={J}, year={2000}}
@article{found, author={A B}, title={T}, journal={J}, year={2001}, doi={10.1234/abc}}
@article{linked, author={A B}, title={T}, journal={J}, year={2002}, url={https://example.org/x}}
@article{unread, author={A B}, title={T}, journal={J}, year={2003}}
@book{whole, author={A B}, title={T}, publisher={P}, year={2004}}
"""


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

    def advise(more):
        text.write_text(f"{before}\n{more}\n", "utf-8")
        found = []
        checking.find(Project(tmp_path / "essays"), [], found.append, False, ())
        return [each.as_line() for each in found if each.name in ("long", "references")]

    return advise


def test_a_paper_that_is_cited_without_an_address_is_told_with_its_line(advised):
    (told,) = advised("See [@lost; @found; @linked; @whole].")
    assert "refs.bib:1: lost has no address where a reader finds it; write doi = " in told


def test_a_core_of_more_than_900_words_is_told_and_folded_words_are_not_counted(advised):
    words = "word " * LONGEST
    (told,) = advised(words)
    assert "essay.md: the core has 9" in told
    assert "words; cut, or move what not every reader needs into a `deeper` part" in told
    assert advised(f'::::{{deeper}} "More" for="All."\n{words}\n::::') == []
