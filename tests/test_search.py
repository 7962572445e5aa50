"""The search: what it looks through is the text of each page, part by part."""

import json
import re

import pytest

from refit.paths import ROOT
from refit.site.build import build
from refit.site.project import Project
from refit.site.search import read_parts
from tests import small
from tests.built import Page

GOLDEN = ROOT / "tests/site/golden/menagerie/index.html"
WORDS = ROOT / "static/words/en.json"
PAGE = """<main><h1>Title</h1><p class="facts">3 minutes</p><p>Before <b>all</b>.</p>
<nav><a href="#one">One <i>part</i></a><a href="#deep">Deep</a></nav>
<section class="scene"><figure><p>said of a figure</p></figure>
<article id="one"><h2 id="own">One part</h2><p>First</p>
<p>x<sup>2</sup> is <math><mi>x</mi></math><br>it.</p>
<div class="step-controls"><label>Show <input></label></div></article></section>
<section><header><p class="deeper-kind">Deeper</p><h2 id="deep">Deep</h2></header>
<ul><li>a</li><li>b &amp; c</li></ul></section></main><footer><p>Rights</p></footer>"""


def test_a_part_is_what_stands_below_an_entry_of_the_contents():
    assert list(read_parts(PAGE)) == [
        ("", "", "Before all."),
        ("one", "One part", "First x2 is it."),
        ("deep", "Deep", "a b & c"),
    ]


def test_a_heading_that_the_contents_lack_is_found_as_text():
    page = """<main><p>Before</p><h3 id="early">Early bird</h3><p>worm</p>
    <nav><a href="#one">One</a></nav><article id="one"><h3 id="own">One</h3>
    <p>First</p><h4 id="more">More of it</h4><p>Last</p></article></main>"""
    assert list(read_parts(page)) == [
        ("", "", "Before Early bird worm"),
        ("one", "One", "First More of it Last"),
    ]


def test_the_words_of_the_interface_are_not_found():
    """Only those of the author are: the page uses every directive, option and role."""
    text = " ".join(text for *_, text in read_parts(GOLDEN.read_text("utf-8")))
    words = json.loads(WORDS.read_text("utf-8"))
    challenge, quiz = words["challenge"], words["quiz"]
    said = [
        *(challenge[name] for name in ("kind", "still", "again", "hint", "answer")),
        *(quiz[name] for name in ("kind", "guess", "check", "answer", "model")),
        *(words["deeper"]["kind"], words["note"]["number"], words["data"], words["cite"]),
        *words["take"].values(),
        *(words["code"]["title"], words["code"]["file"], words["references"]["title"]),
    ]
    assert [each for each in said if re.search(rf"\b{re.escape(each)}(?!\w)", text)] == []


def test_the_words_of_the_author_are_found_wherever_they_are_folded_up():
    page = """<main><details class="aside"><summary>Why so</summary>Since.</details>
    <details class="code titled"><summary>The fit <code>fit</code></summary><pre>x</pre></details>
    <details class="code"><summary>The code <code>f</code></summary><p>It says.</p></details>
    <details class="hint"><summary>A hint</summary><p>Look.</p></details></main>"""
    assert list(read_parts(page)) == [("", "", "Why so Since. The fit fit It says. Look.")]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    small.write_essay(folder / "essays", "one", front="---\ntitle: One\nsummary: S\n---\n")
    german = (
        (folder / "essays/one/essay.md").read_text("utf-8").replace("title: One", "title: Eins")
    )
    (folder / "essays/one/essay.de.md").write_text(german, "utf-8")
    build(Project(folder / "essays"), folder / "dist")
    return folder / "dist"


def test_each_part_leads_to_where_it_stands_in_each_language(site):
    (file,) = site.glob("search.*.json")
    index = json.loads(file.read_text("utf-8"))
    assert [(page["title"], page["lang"]) for page in index["pages"]] == [
        ("One", "en"),
        ("Eins", "de"),
    ]
    read = [Page(site / page["url"]) for page in index["pages"]]
    assert {number for number, *_ in index["parts"]} == {0, 1}
    for number, anchor, heading, text in index["parts"]:
        assert not anchor or read[number].all(id=anchor)
        assert bool(anchor) == bool(heading)
        assert text == " ".join(text.split())


def test_the_index_names_the_file_and_waits_for_scripts(site):
    (form,) = Page(site / "index.html").all("form")
    assert (site / form["data-search"]).is_file()
    assert "hidden" in form
