"""Citations: what refs.bib says, printed; what it lacks, told with file and line."""

import re

import pytest

from refit.essay.reading import load
from refit.page.citations import references
from refit.page.renderer import EssayRenderer
from refit.page.templates import environment
from refit.site.project import ROOT
from refit.site.words import read_words

COX = """\
@article{cox,
  author = {Cox, D. R.},
  title = {The {R}egression Analysis},
  year = 1958,
  journal = {J. R. Stat. Soc. B}, volume = 20, number = {2}, pages = {215--242},
  doi = {https://doi.org/10.1111/j.2517}
}
"""
BOOK = r"""
@book{van-rossum, author = {van der Maaten, Jan-Piet and G{\"o}del, Kurt and Erd{\H{o}}s, P{\'a}l},
  title = {Caf\'es \& Bars}, year = {2008a}, publisher = {MIT Press}, url = {https://example.org/b}}
@misc{nothing, title = {Unused}}
"""


def cited(render, text, bib=COX + BOOK):
    return render(text, {"refs.bib": bib})


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


# ── in the text ──────────────────────────────────────────────────────────────────────────────────


def test_a_citation_links_to_the_list(render):
    html = cited(render, "So {cite}`cox`.")
    assert 'So (<a class="cite" id="cite-cox-1" href="#ref-cox">Cox, 1958</a>).' in html
    assert '<li id="ref-cox">' in html


def test_several_works_stand_in_one_pair_of_brackets(render):
    assert "So (Cox, 1958; van der Maaten et al., 2008a)." in plain(
        cited(render, "So {cite}`cox, van-rossum`.")
    )


def test_authors_can_be_part_of_the_sentence(render):
    assert plain(cited(render, "As {cite}`cox | text` says.")).startswith("As Cox (1958) says.")


def test_each_place_has_its_way_back(render):
    html = cited(render, "{cite}`cox` and {cite}`cox`")
    assert re.findall(r'id="(cite-[^"]+)"', html) == ["cite-cox-1", "cite-cox-2"]
    assert re.findall(r'href="#(cite-[^"]+)"', html) == ["cite-cox-1", "cite-cox-2"]


@pytest.mark.parametrize(
    ("people", "short", "long"),
    [
        ("author = {Cox, A.}", "Cox", "Cox, A."),
        ("author = {Cox, A. and Hart, B. C.}", "Cox &amp; Hart", "Cox, A. &amp; Hart, B. C."),
        (
            "author = {Cox, A. and Hart, B. and Ox, C.}",
            "Cox et al.",
            "Cox, A., Hart, B. &amp; Ox, C.",
        ),
        ("editor = {Cox, A. and Hart, B.}", "Cox &amp; Hart", "Cox, A. &amp; Hart, B."),
        ("author = {Cox, A.}, editor = {Hart, B.}", "Cox", "Cox, A."),
    ],
)
def test_a_work_is_known_by_its_authors_or_else_by_its_editors(render, people, short, long):
    html = plain(cited(render, "{cite}`x`", f"@book{{x, {people}, title = {{T}}, year = 1999}}"))
    assert html.startswith(f"({short}, 1999) ")
    assert f"{long} (1999). T." in html


# ── as Pandoc, Quarto and MyST write them ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("So [@cox].", "So (Cox, 1958)."),
        ("So [@cox; @van-rossum].", "So (Cox, 1958; van der Maaten et al., 2008a)."),
        (
            "So [see @cox, pp. 3-5; also @van-rossum].",
            "(see Cox, 1958, pp. 3\u20135; also van",
        ),
        ("Cox [-@cox] says.", "Cox (1958) says."),
        ("As @cox says.", "As Cox (1958) says."),
        ("As @cox [p. 5] says.", "As Cox (1958, p. 5) says."),
        ("(@cox), @{cox}: @cox.", "(Cox (1958)), Cox (1958): Cox (1958)."),
        ("*[@cox]* and **@cox**", "(Cox, 1958) and Cox (1958)"),
        ("- [@cox]\n- x", "(Cox, 1958)"),
        ("| a |\n|---|\n| [@cox] |", "a (Cox, 1958)"),
        ("jane@cox.org and [mail](mailto:jane@cox.org)", "jane@cox.org and mail"),
        (r"\@cox and `@cox` and \[@cox]", "@cox and @cox and [Cox (1958)]"),
    ],
)
def test_citations_of_other_programs(render, text, printed):
    html = cited(render, text)
    assert printed in plain(html)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "As [@knn] says",
            "essay.md:5: refs.bib has no entry 'knn'; its keys: cox, van-rossum",
        ),
        (
            "As\n@home",
            "essay.md:6: refs.bib has no entry 'home'; its keys: cox, van-rossum; if no ",
        ),
        (
            "See @fig-roc.",
            "essay.md:5: figures and headings have no numbers that @fig-roc",
        ),
        (
            "[see *this* @cox]",
            "essay.md:5: * in the words of a citation would be printed as it stand",
        ),
        ("[@nothing]", "refs.bib:11: nothing: this entry has no author; write author = {"),
    ],
)
def test_a_wrong_citation_of_another_program_is_refused(refusal, text, told):
    assert refusal(text, {"refs.bib": COX + BOOK}).startswith(told)


def test_a_heading_with_a_citation_is_named_by_its_words(render):
    assert '<h2 id="as-said">' in cited(render, "## As said [@cox]")


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def test_the_list_has_the_cited_works_only_by_author(render):
    html = cited(render, "{cite}`van-rossum` {cite}`cox`")
    assert re.findall(r'<li id="ref-([^"]+)"', html) == ["cox", "van-rossum"]


def test_an_article_is_printed(render):
    assert (
        "Cox, D. R. (1958). The Regression Analysis. J. R. Stat. Soc. B, 20(2):215\N{EN DASH}242. "
        "doi:10.1111/j.2517"
    ) in plain(cited(render, "{cite}`cox`"))


def test_a_book_is_printed_and_accents_are_letters(render):
    html = cited(render, "{cite}`van-rossum`")
    assert (
        "van der Maaten, J.-P., G\u00f6del, K. &amp; Erd\u0151s, P. (2008a). "
        "Caf\u00e9s &amp; Bars. MIT Press. https://example.org/b"
    ) in plain(html)
    assert "<cite>Caf\u00e9s &amp; Bars</cite>" in html


def test_a_doi_is_a_link(render):
    assert '<a href="https://doi.org/10.1111/j.2517" rel="noopener">doi:10.1111/j.2517</a>' in (
        cited(render, "{cite}`cox`")
    )


def test_an_essay_that_cites_nothing_has_no_list(render):
    assert cited(render, "Text.", bib="broken {") == "<p>Text.</p>\n"


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Text\n{cite}`knn`", "essay.md:6: refs.bib has no entry 'knn'; its keys: cox, "),
        (
            "{cite}`cox,`",
            "essay.md:5: 'cox,' cites nothing; write {cite}`key` for (Author, year), or ",
        ),
        (
            "{cite}`cox | Cox and others`",
            "essay.md:5: after the bar, a citation takes the word `text` alone, not 'Cox and "
            "others'; write {cite}`key` for (Author, year), or {cite}`key | text` for Author ",
        ),
        ("{cite}`nothing`", "refs.bib:11: nothing: this entry has no author; write author = {…}"),
    ],
)
def test_a_wrong_citation_is_refused(refusal, text, told):
    assert refusal(text, {"refs.bib": COX + BOOK}).startswith(told)


def test_a_missing_file_is_told(refusal):
    assert refusal("{cite}`cox`") == (
        "essay.md:5: there is no refs.bib; add it beside essay.md, in BibTeX"
    )
    assert refusal("As @home").endswith("in BibTeX, or write \\@ for the sign")


@pytest.mark.parametrize(
    ("bib", "told"),
    [
        ("@book{a, author = {B, C}, year = 2000}", ":1: a: this entry has no title; write title"),
        ("\n@book{a, author = {B}, title = {T}}", ":2: a: this entry has no year; write year = {"),
        ("@book{a, author={B}, title={T}, year={MM}}", ":1: a: the year is 'MM'; write year = {19"),
        ("@book{a, author={B}, title={T}, year=2000, doi={x}}", ":1: a: 'x' is no DOI; write doi"),
        ("@book{a, author={B}, title={T}, year=2000, url={x}}", ":1: a: 'x' is no address; write"),
        (
            "@book{b, year=1}\n@book{a, title={T}",
            ":2: a: a { or a quotation mark is never closed; close it",
        ),
        ("@book{a, title=\n}", ":2: a: a field has no value; put it into braces: title = {…}"),
        ("@book{a, journal = jrss}", ":1: a: journal = jrss names no @string; write journal = {"),
        ("@book{a, year=1}\n\n@book{a, year=2}", ":3: there is another entry 'a', in line 1; give"),
        ("@book{a, year=1, year=2}", ":1: a: year stands there twice; leave one of them out"),
        (
            "@book{a,\nauthor={B},\ntitle={\\foo{T}}}",
            ":3: a: title: \\foo cannot be printed; write",
        ),
        ("@book{a, crossref={b}}", ":1: a: crossref = {b} is no entry of this file; add that"),
    ],
)
def test_a_broken_entry_is_told_with_its_line(refusal, bib, told):
    assert refusal("{cite}`a`", {"refs.bib": bib}).startswith(f"refs.bib{told}")


def test_two_works_that_would_read_the_same_are_refused(refusal):
    bib = "@book{a, author={B}, title={T}, year=2000}\n@book{b, author={B}, title={U}, year=2000}"
    assert refusal("{cite}`a, b`", {"refs.bib": bib}) == (
        "refs.bib:2: a and b would both read B, 2000; write year = {2000a} and year = {2000b}"
    )


def test_a_broken_entry_that_nothing_cites_is_told_and_stops_nothing(essay_folder):
    bib = f"{COX}\n@article{{open, title = {{T}}\n\n{BOOK}"
    folder = essay_folder("[@cox]", {"refs.bib": bib})
    words = read_words(ROOT / "static/words")
    essay = load(folder)
    page = EssayRenderer(essay, {}, environment(ROOT / "templates"), {}, words)
    assert "Cox, 1958" in page.render(essay.document.nodes[:1]) + references(page)
    told = [str(warning).removeprefix(f"{folder}/") for warning in page.warnings]
    assert len(told) == 2
    assert all(each.startswith("refs.bib:") and "nothing cites it" in each for each in told)
    assert {"open", "nothing"} == {each.split(": ")[2] for each in told}
