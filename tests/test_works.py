r"""Records of BibTeX as programs export them: what is printed, and what is refused by name."""

import re
from html import unescape
from pathlib import Path

import pytest

from refit.page.works import read_works

FILE = Path("refs.bib")


def printed(work):
    """Return a work as the list prints it, formulae in dollars."""
    where = ", ".join(filter(None, [work["venue"], work["details"]])) + work["stop"]
    title = work["title"] + work["title_stop"]
    address = f"doi:{work['doi']}" if work["doi"] else work["url"]
    parts = [f"{work['authors']} ({work['year']}).", title, where, address]
    return unescape(re.sub("[\ue100\ue101]", "$", " ".join(filter(None, parts))))


def read(bib):
    """Return the only work of a file."""
    found = read_works(bib, FILE)
    assert not found["broken"], found["broken"]
    (work,) = found["works"].values()
    return work


def refused(bib):
    """Return what is wrong with the only entry of a file."""
    found = read_works(bib, FILE)
    ((problem, remedy, _),) = [*found["broken"].values(), *found["lost"]]
    return f"{problem}; {remedy}"


def article(**fields):
    fields = {"author": "Roe, R.", "title": "T", "journal": "J", "year": "2001"} | fields
    return f"@article{{a, {', '.join(f'{k} = {{{v}}}' for k, v in fields.items())}}}"


# ── people ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("author", "short", "listed"),
    [
        ("Vaswani, Ashish and others", "Vaswani et al.", "Vaswani, A. et al."),
        ("Dua, D and Graff, C and others", "Dua et al.", "Dua, D., Graff, C. et al."),
        ("{World Health Organization} and others", "World Health Organization et al.", None),
        ("Ludwig van Beethoven", "van Beethoven", "van Beethoven, L."),
        ("Smith, J.-P. and Burges, C.J.C.", "Smith & Burges", "Smith, J.-P. & Burges, C. J. C."),
        (r"{\'E}mile Borel", "Borel", "Borel, É."),
        (r"{\relax Ch}arles Dickens", "Dickens", "Dickens, Ch."),
        ("King, Martin Luther, Jr.", "King", "King, M. L., Jr."),
        ("King, Jr., Martin Luther", "King", "King, M. L., Jr."),
        ("A. {Krizhevsky}", "Krizhevsky", "Krizhevsky, A."),
        ("Wei Wang 0001", "Wang", "Wang, W."),
        ("Garc&iacute;a, Jos&eacute;", "García", "García, J."),
        ("{{R Core Team}}", "R Core Team", "R Core Team"),
        (r"{Johnson \& Johnson}", "Johnson & Johnson", "Johnson & Johnson"),
        ("Laplace, Pierre Simon de", "Laplace", "Laplace, P. S. de"),
        ("family=Gogh, given=Vincent, prefix=van", "van Gogh", "van Gogh, V."),
        ("山田 太郎 and 王, 小明", "山田 太郎 & 王", "山田 太郎 & 王, 小明"),
        ("Bengio, Y and LeCun, Y and others,", "Bengio et al.", "Bengio, Y., LeCun, Y. et al."),
        ("李, 航 and Ng, A. Y.", "李 & Ng", "李, 航 & Ng, A. Y."),
        ("family=Doe, given=Jane, given-i=J, useprefix=true", "Doe", "Doe, J."),
        ("Doe, J.\\ and Roe, R.", "Doe & Roe", "Doe, J. & Roe, R."),
        ("OpenAI and Josh Achiam and Google", "OpenAI et al.", "OpenAI, Achiam, J. & Google"),
        ("Weinan E and Bing Yu", "E & Yu", "E, W. & Yu, B."),
        ("Weinan E", "E", "E, W."),
        ("Kenzaburo O and Roe, R.", "O & Roe", "O, K. & Roe, R."),
        ("Linh Vi and Xi, An", "Vi & Xi", "Vi, L. & Xi, A."),
        ("Doe, Jr., Xi and Roe, Vi, Jr.", "Doe & Roe", "Doe, X., Jr. & Roe, V., Jr."),
        ("Hoffman, MD and Blei, D. M.", "Hoffman & Blei", "Hoffman, M. D. & Blei, D. M."),
        ("Hoffman, M.D.", "Hoffman", "Hoffman, M. D."),
        ("Smith, JAB and KIM, JI", "Smith & KIM", "Smith, J. A. B. & KIM, J."),
        ("The Anh Han and Tom Lenaerts", "Han & Lenaerts", "Han, T. A. & Lenaerts, T."),
        ("Service, Robert and Union, Ann", "Service & Union", "Service, R. & Union, A."),
        ("Malcolm {X} and Kim, J", "X & Kim", "X, M. & Kim, J."),
        ("Smith, III, John and Ho, D. S.", "Smith & Ho", "Smith, J., III & Ho, D. S."),
        (r"\v{C}apek, K. and Ho{\v r}ej{\v{s}}{\'i}, N{\'{\i}}no", "Čapek & Hořejší", None),
    ],
)
def test_people(author, short, listed):
    work = read(article(author=author))
    assert work["short"] == short
    assert listed in (None, work["authors"])


def test_of_very_many_people_the_first_are_listed():
    people = [f"{letter}oe, A." for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    assert read(article(author=" and ".join(people)))["authors"].endswith("Toe, A. et al.")


@pytest.mark.parametrize(
    ("author", "told"),
    [
        ("Doe, Jane; Roe, Richard", "'Doe, Jane; Roe, Richard' is more than one name; join people"),
        ("Doe, J. & Roe, R.", "is more than one name; join people by the word `and`: Doe, "),
        (r"Doe, J. \& Roe, R.", "is more than one name"),
        ("Vaswani, A., Shazeer, N., Parmar, N.", "is more than one name"),
        ("A. Vaswani, N. Shazeer", "is more than one name"),
        ("A. Vaswani, N. Shazeer, N. Parmar", "is more than one name"),
        ("Ashish Vaswani, Noam Shazeer and Niki Parmar", "is more than one name"),
        ("Vaswani, A. et al.", "is no name; write `and others` instead of et al."),
        ("Vaswani, A. and al., et", "is no name; write `and others`"),
        ("Vaswani, A. and ", "a name is missing beside an `and`; join"),
        ("and Vaswani, A.", "a name is missing beside an `and`"),
        ("Doe, J.$^1$ and Roe, R.", "'1' in 'Doe, J.$^1$' belongs to no name; write the name"),
        ("jane@doe.org", "'@' in 'jane@doe.org' belongs to no name"),
        ("R Core Team", "'R Core Team' would be printed as a person's name; put a group into bra"),
        ("Team, Gemini and Roe, R.", "put a group into braces: {Gemini Team}"),
        ("others", "there is no name before `others`"),
        ("Doe, J. and \\ldots", "is no name; write all people, or `and others` at the end"),
        ("Doe, J. and ... and Roe, R.", "'...' is no name; write all people"),
        ("Doe, J. and …", "'…' is no name; write all people"),
        ("Doe, Ph.D., Jane", "'Ph.D.' in 'Doe, Ph.D., Jane' belongs to no name; write the name al"),
        ("Dr. Jane Doe", "'Dr.' in 'Dr. Jane Doe' belongs to no name"),
        ("Doe, Jane, MD", "'MD' in 'Doe, Jane, MD' belongs to no name"),
        (
            "Jane Doe (University of X)",
            "'(University of X)' in 'Jane Doe (University of X)' belongs",
        ),
        ("Doe, Jane [0000-0002-9322-3515]", "'[0000-0002-9322-3515]' in"),
        ("Bengio Y and LeCun Y", "'Y' in 'Bengio Y' would be printed as a family's name; write Be"),
        ("Smith JA", "write Smith, JA"),
        ("Martin Luther King Jr.", "'Jr.' in 'Martin Luther King Jr.' would be printed as a fam"),
        ("John Smith III", "write Smith, III, John"),
        ("Bengio E and LeCun Y", "'E' in 'Bengio E' would be printed as a family's name; write Be"),
        ("Linh VI", "'VI' in 'Linh VI' would be printed as a family's name; write Linh, VI, "),
        ("Doe, Jane, M.D.", "'M.D.' in 'Doe, Jane, M.D.' belongs to no name"),
        ("Jane Doe MD", "'MD' in 'Jane Doe MD' belongs to no name"),
        ("The White House", "put a group into braces: {The White House}"),
        ("The Big Lab", "put a group into braces: {The Big Lab}"),
        ("Robert Service", "{Robert Service}; and a person's family first: Service, Robert"),
        ("Jane Doe / Richard Roe", "is more than one name; join people"),
        ("Jane Doe | Richard Roe", "is more than one name"),
        (r"Jane Doe \and Richard Roe", r"\and joins nobody; join people by the word `and`"),
        ("Google Research", "put a group into braces: {Google Research}"),
        ("Bank of England", "put a group into braces: {Bank of England}"),
        ("United Nations", "put a group into braces: {United Nations}"),
        ("", "this entry has no author; write author = {…}, and a group in two pairs of braces"),
    ],
)
def test_what_is_no_list_of_people_is_refused(author, told):
    assert told in refused(article(author=author))


def test_a_handbook_is_by_the_group_that_made_it():
    work = read("@manual{r, title={R}, organization={R Foundation}, year=2023}")
    assert printed(work) == "R Foundation (2023). R."


# ── titles ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "html"),
    [
        ("99% sure", "99% sure"),
        (r"99\% sure", "99% sure"),
        (r"An $O(n \log n)$ algorithm", "An ⟨O(n \\log n)⟩ algorithm"),
        (r"On {\(\ell_1\)} and \ensuremath{\alpha}", "On ⟨\\ell_1⟩ and ⟨\\alpha⟩"),
        (r"The \emph{C. elegans} genome", "The <em>C. elegans</em> genome"),
        (r"The {\em C. elegans} genome", "The <em>C. elegans</em> genome"),
        (r"A \$5 sensor \& \#1 {foo\_bar} \textless 3", "A $5 sensor &amp; #1 foo_bar &lt;3"),
        ("Growth &amp; decay in <i>E. coli</i>", "Growth &amp; decay in <em>E. coli</em>"),
        (
            r"Growth {\&}amp; p {\&}lt; 1 {\&}\#8217;s",
            "Growth &amp; p &lt; 1 \u2019s",
        ),
        (
            r"{\textless}i{\textgreater}E. coli{\textless}/i{\textgreater} x",
            "<em>E. coli</em> x",
        ),
        (r"CO{\textless}sub{\textgreater}2{\textless}/sub{\textgreater}", "CO<sub>2</sub>"),
        ("CO$_2$ and 10$^{-3}$", "CO<sub>2</sub> and 10<sup>-3</sup>"),
        (r"{O(n{\^{}}2)}", "O(n^2)"),
        (
            "``Quoted'' -- and --- it's",
            "“Quoted” \u2013 and — it\u2019s",
        ),
        (r"{\LaTeX} \dots\ and \o re, \AA{}rhus, na{\"\i}ve", "LaTeX … and øre, Århus, naïve"),
        (r"line\\break and 10\,000", "line break and 10\N{THIN SPACE}000"),
        (r"{BERT:} Pre-training {Of} {{GELUs}}", "BERT: Pre-training Of GELUs"),
        (
            '<inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-means',
            "⟨k⟩-means",
        ),
        (
            "Growth &amp;amp; decay &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;",
            "Growth &amp; decay <em>x</em>",
        ),
        (r"50\,\% of Na\textsuperscript{+}", "50\N{THIN SPACE}% of Na<sup>+</sup>"),
        ("a < b, x<y and snake_case", "a &lt; b, x&lt;y and snake_case"),
    ],
)
def test_titles(title, html):
    found = read(article(title=title))["title"]
    assert found.replace("\ue100", "⟨").replace("\ue101", "⟩") == html


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (r"\foo{x}", r"a: title: \foo cannot be printed; write the words themselves"),
        (r"\begin{x}a\end{x}", r"\begin{x}a\end{x} cannot be printed"),
        ("<mml:math>x</mml:math>", "<mml:math> cannot be printed; write its words; <i>, <b>,"),
        ("costs $5", r"a $ has no other; write \$ for the sign itself"),
        ("costs $5 and $10", r"$5 and $ would be set as a formula; write \$"),
        (r"{\$}{\textbackslash}alpha{\$}", r"$\alpha$ would be printed as it stands"),
        (r"\'", "a command lacks what it needs"),
        (r"l\'{}un", r"\'{} is an accent over nothing; write the sign itself"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(title, told):
    assert told in refused(article(title=title))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"title": "Why?", "journal": "Mach. Learn."}, "Roe, R. (2001). Why? Mach. Learn."),
        ({"title": "And so on..."}, "Roe, R. (2001). And so on… J."),
        ({"title": "Dotted."}, "Roe, R. (2001). Dotted. J."),
        ({"title": "Hooray!", "volume": "2"}, "Roe, R. (2001). Hooray! J, 2."),
        ({"title": "“Why?”"}, "Roe, R. (2001). “Why?” J."),
        ({"title": r"Is it \emph{so?}"}, "Roe, R. (2001). Is it <em>so?</em> J."),
        ({"journal": "Mach. Learn.", "volume": "3"}, "Roe, R. (2001). T. Mach. Learn., 3."),
        ({"title": "Why?", "subtitle": "A tale"}, "Roe, R. (2001). Why? A tale. J."),
        ({"title": "So", "subtitle": "A tale"}, "Roe, R. (2001). So: A tale. J."),
        (
            {"pages": "5-32", "number": "1", "volume": "4"},
            "Roe, R. (2001). T. J, 4(1):5\u201332.",
        ),
        ({"pages": "27:1--27:27"}, "Roe, R. (2001). T. J, 27:1\u201327:27."),
        ({"pages": "pp. 12 - 15"}, "Roe, R. (2001). T. J, 12\u201315."),
        ({"number": "", "volume": ""}, "Roe, R. (2001). T. J."),
        ({"pages": "--"}, "Roe, R. (2001). T. J."),
        ({"pages": "12--"}, "Roe, R. (2001). T. J, 12."),
        ({"pages": "e1002195"}, "Roe, R. (2001). T. J, e1002195."),
        ({"volume": "Vol. 12", "number": "No. 3"}, "Roe, R. (2001). T. J, 12(3)."),
        ({"number": "Number 3"}, "Roe, R. (2001). T. J, (3)."),
        ({"number": "Issue3"}, "Roe, R. (2001). T. J, (3)."),
        ({"number": "Numbers 3 and 4"}, "Roe, R. (2001). T. J, (Numbers 3 and 4)."),
        ({"number": "Issue on trees"}, "Roe, R. (2001). T. J, (Issue on trees)."),
        ({"volume": "Volume 3"}, "Roe, R. (2001). T. J, 3."),
        ({"volume": "Volume IV"}, "Roe, R. (2001). T. J, IV."),
        ({"volume": "Volumes 1 to 3"}, "Roe, R. (2001). T. J, Volumes 1 to 3."),
        ({"volume": "54", "articleno": "115", "numpages": "35"}, "Roe, R. (2001). T. J, 54:115."),
        ({"volume": "116", "eid": "061102"}, "Roe, R. (2001). T. J, 116:061102."),
    ],
)
def test_no_stop_is_doubled_and_none_is_missing(fields, line):
    assert printed(read(article(**fields))) == line


# ── years and addresses ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("date = {2017-06-12}", "2017"),
        ("date = {2016-06-27T12:00:00Z}", "2016"),
        ("date = {2015/2016}", "2015\u20132016"),
        ("date = {2017-06-12/2017-06-15}", "2017"),
        ("date = {1850~}", "1850"),
        ("year = 2017, date = {2018}", "2017"),
        ("year = {2017-06-12}", "2017"),
        ("year = {2003--2005}", "2003\u20132005"),
        ("year = {in press}", "in press"),
        ("year = {n.d.}", "n.d."),
        ("year = {2008a}, month = sept", "2008a"),
        ("year = {to appear}", "to appear"),
        ("year = {350 BC}", "350 BC"),
        ("date = {1999-XX}", "1999"),
        ("date = {2004-21}", "2004"),
    ],
)
def test_years(fields, year):
    assert read(f"@misc{{a, author={{B}}, title={{T}}, {fields}}}")["year"] == year


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("date = {June 2017}", "the date is 'June 2017'; write year = {1958}"),
        ("year = {c. 1850}", "the year is 'c. 1850'"),
        ("year = {????}", "the year is '????'; write year = {1958}"),
        ("year = {2001, June}", "the year is '2001, June'"),
        ("urldate = {2024-01-01}", "this entry has no year; write year = {…}"),
    ],
)
def test_what_is_no_year_is_refused(fields, told):
    assert told in refused(f"@misc{{a, author={{B}}, title={{T}}, {fields}}}")


@pytest.mark.parametrize(
    ("field", "address"),
    [
        (r"url={https://example.org/a\_b?x=1\&y=2}", "https://example.org/a_b?x=1&y=2"),
        (r"url={http://x.org/\%7Eme/$\sim$you/\~{}he}", "http://x.org/%7Eme/~you/~he"),
        (r"url={https://x.org/{\textasciitilde}z\#frag}", "https://x.org/~z#frag"),
        (r"url={\url{https://x.org/a_b}}", "https://x.org/a_b"),
        ("url={https://x.org/?a=1&amp;b=2}", "https://x.org/?a=1&b=2"),
        (r"howpublished={\url{https://x.org/}}", "https://x.org/"),
        (r"howpublished={Available at \url{https://x.org/a}}", "https://x.org/a"),
        (r"howpublished={\href{https://x.org/a}{The page}}", "https://x.org/a"),
        (r"note={Online: https://x.org/a.}", "https://x.org/a"),
        ("note={https://x.org/Recall_(memory)}", "https://x.org/Recall_(memory)"),
        ("note={(see https://x.org/Recall_(memory)).}", "https://x.org/Recall_(memory)"),
        ("note={A page (https://x.org/a), in English}", "https://x.org/a"),
        ("note={[https://x.org/a[1]]}", "https://x.org/a[1]"),
        ("journal={arXiv preprint arXiv:1706.03762}", "https://arxiv.org/abs/1706.03762"),
        ("journal={CoRR}, volume={abs/1412.6980}", "https://arxiv.org/abs/1412.6980"),
        ("note={arXiv:1706.03762v2}", "https://arxiv.org/abs/1706.03762v2"),
        ("eprint={1706.03762}, archivePrefix={arXiv}", "https://arxiv.org/abs/1706.03762"),
        ("eprint={hep-th/9901001}, eprinttype={arxiv}", "https://arxiv.org/abs/hep-th/9901001"),
        (r"doi={10.1007/978-3-032-00942-5\_12}", "10.1007/978-3-032-00942-5_12"),
        (r"doi={10.1007/978-3-032-00942-5{\_}12}", "10.1007/978-3-032-00942-5_12"),
        ("doi={DOI: 10.1000/182}", "10.1000/182"),
        (r"doi={\url{https://doi.org/10.1000/182}}", "10.1000/182"),
        ("doi={10.1000%2F182}", "10.1000/182"),
        ("doi={10.1002/a(1)1:4&lt;361::AID&gt;3}", "10.1002/a(1)1:4<361::AID>3"),
    ],
)
def test_addresses(field, address):
    work = read(f"@misc{{a, author={{B}}, title={{T}}, year=2001, {field}}}")
    assert (work["doi"] or work["url"]) == address


@pytest.mark.parametrize(
    "field", ["url={www.x.org}", "url={https://x.org/a b}", "url={ftp://x.org}", "doi={n/a}"]
)
def test_what_is_no_address_is_refused(field):
    told = refused(f"@misc{{a, author={{B}}, title={{T}}, year=2001, {field}}}")
    assert re.search(r"is no (address|DOI); write (url|doi) = ", told)


def test_a_doi_is_escaped_in_its_address(render):
    bib = article(doi="10.1002/a&lt;b&gt;\\#c")
    assert 'href="https://doi.org/10.1002/a%3Cb%3E%23c"' in render("[@a]", {"refs.bib": bib})


@pytest.mark.parametrize(
    ("howpublished", "printed_as"),
    [
        (r"Available at \url{https://x.org/a}", "B (2001). T. https://x.org/a"),
        (r"\href{https://x.org/a}{The page}", "B (2001). T. The page. https://x.org/a"),
        (r"arXiv preprint \url{https://x.org/a}", "B (2001). T. arXiv preprint. https://x.org/a"),
        ("Lecture notes (a draft)", "B (2001). T. Lecture notes (a draft)."),
        ("[unpublished]", "B (2001). T. [unpublished]."),
        ("Notes (a draft), https://x.org/a", "B (2001). T. Notes (a draft). https://x.org/a"),
        ("Notes (https://x.org/a)", "B (2001). T. Notes. https://x.org/a"),
        (
            r"Slides, available at \url{https://x.org/a}, in three parts (of four)",
            "B (2001). T. Slides, in three parts (of four). https://x.org/a",
        ),
        (
            r"Slides (online at: https://x.org/S_(a)) at a school",
            "B (2001). T. Slides at a school. https://x.org/S_(a)",
        ),
        (
            "[Online; seen in May] https://x.org/a",
            "B (2001). T. Online; seen in May. https://x.org/a",
        ),
        (r"\url{www.x.org}", "B (2001). T. www.x.org."),
        ("Online in full", "B (2001). T. Online in full."),
        ("Press release, on paper", "B (2001). T. Press release, on paper."),
    ],
)
def test_an_address_among_words_stands_at_the_end(howpublished, printed_as):
    bib = f"@misc{{a, author={{B}}, title={{T}}, year=2001, howpublished={{{howpublished}}}}}"
    assert printed(read(bib)) == printed_as


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ("@techreport{a, institution={MIT}, number={12}", "MIT, 12."),
        ("@techreport{a, type={Technical Report}, institution={MIT}, number={12}", "MIT, Technic"),
        ("@report{a, type={techreport}, institution={MIT}, number={TR-12}", "MIT, TR-12."),
        ("@patent{a, number={US1234567B2}", "US1234567B2."),
        ("@article{a, journal={J}, number={1}, pages={2-3}", "J, (1):2\u20133."),
    ],
)
def test_numbers_without_a_volume(entry, where):
    assert printed(read(f"{entry}, author={{B}}, title={{T}}, year=2001}}")).startswith(
        f"B (2001). T. {where}"
    )


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def test_a_part_takes_from_the_book_that_it_is_in():
    found = read_works(
        "@inproceedings{a, author={B}, title={Part}, pages={1-2}, crossref={c}}\n"
        "@proceedings{c, editor={E}, title={Whole}, publisher={P}, year={1998}}",
        FILE,
    )
    assert printed(found["works"]["a"]) == "B (1998). Part. Whole, 1\u20132, P."


def test_strings_are_put_together():
    work = read('@string(p = {IEEE} # " T.")\n' + article()[:-1] + ", booktitle = p # { X}}")
    assert work["venue"] == "J"
    bib = (
        '@string(p = {IEEE} # " T.")\n@article{a, author={B}, title={T}, journal=p # { X}, year=1}'
    )
    assert "the year is '1'" in refused(bib)
    assert read(bib.replace("year=1", "year=1999"))["venue"] == "IEEE T. X"


@pytest.mark.parametrize(
    "broken",
    [
        "@article{open, title = {never closed, year = 2000}",
        "@article{blank key, title = {T}}",
        "@article{, title = {T}}",
        "@article{title = {T}, year = 2000}",
        "@article{x, title = {T} year = 2000}",
        "@article{x, author = nobody}",
        "@article{x, title = {$}, author = {B}, year = 2000}",
    ],
)
def test_a_broken_entry_spoils_no_other(broken):
    found = read_works(f"{article()}\n{broken}\n{article().replace('{a,', '{b,')}", FILE)
    assert {"a", "b"} <= found["works"].keys()
    ((problem, remedy, line),) = [*found["broken"].values(), *found["lost"]]
    assert problem
    assert remedy
    assert line in (2, 3)


@pytest.mark.parametrize("text", ["", "% nothing yet", "TY  - JOUR\nTI  - T\nER  - \n"])
def test_a_file_without_entries_has_no_works(text, refusal):
    assert refusal("[@a]", {"refs.bib": text}).startswith(
        "essay.md:5: refs.bib has no entry 'a'; its keys: none"
    )


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("title = {T}\n year = 2000}", "a comma is missing before this line, or a field ends too"),
        ('title = "A "quoted" title", year = 2000}', "braces around one that holds quotation mark"),
        ("title = {T, year = 2000}", "a { or a quotation mark is never closed; close it"),
        ("title = 'T', year = 2000}", "a field has no value; put it into braces: title = {…}"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_in_words(broken, told):
    assert told in refused(f"@book{{a, author = {{B}},\n {broken}")


def test_the_same_entry_twice_is_one_entry():
    assert read(f"{article()}\n{article()}")["key"] == "a"


@pytest.mark.parametrize(
    "key", ["DBLP:journals/ml/CortesV95", "10.1145/2939672.2939785", "a+b_c", "müller", "2013A&A"]
)
def test_keys_of_programs_are_keys(key, render):
    bib = article().replace("{a,", f"{{{key},")
    html = render(f"So {{cite}}`{key}` and [@{key}; @{{{key}}}] and @{key}.", {"refs.bib": bib})
    assert html.count("Roe, 2001") >= 3
    assert "Roe (2001)</a>." in html
    ids = re.findall(r'id="(ref-[^"]+)"', html)
    assert len(ids) == 1
    assert re.fullmatch(r"[\w-]+", ids[0], re.ASCII)


def test_keys_that_ids_cannot_tell_apart_have_different_ones(render):
    bib = "".join(
        article(year=str(year)).replace("{a,", f"{{{key},") + "\n"
        for year, key in enumerate(["a:b", "a/b", "a-b"], 2001)
    )
    html = render("[@a:b; @a/b; @a-b; @a/b]", {"refs.bib": bib})
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert re.findall(r'href="#(ref-[^"]+)"', html) == [
        "ref-a-b",
        "ref-a-b-2",
        "ref-a-b-3",
        "ref-a-b-2",
    ]
