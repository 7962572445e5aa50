"""Contents: which headings they name, and how each is reached."""

from refit.page.toc import Place, contents

STEP = '<article class="step" id="pens-{n}" data-step="{n}">\n{heading}\n<p>x</p></article>'


def test_headings_are_named_in_order_and_those_of_steps_by_the_step():
    steps = [
        STEP.format(n=1, heading='<h2 id="one">One</h2><h2 id="half">And a half</h2>'),
        STEP.format(n=2, heading=""),
        STEP.format(n=3, heading='<h3 id="three">Three</h3><h3 id="no">No</h3>'),
    ]
    body = "".join(
        ['<h2 id="zero">Zero</h2>', *steps, '<h3 id="small">S</h3><h2 id="end">End</h2>']
    )
    assert contents(body) == [
        Place("zero", "Zero"),
        Place("pens-1", "One"),
        Place("half", "And a half"),
        Place("pens-3", "Three"),
        Place("end", "End"),
    ]


def test_what_stands_in_a_heading_is_its_words_and_numbers():
    heading = '<h2 id="a">The <em>first</em>\n<span class="live">12</span> &amp; more</h2>'
    assert contents(heading) == [Place("a", "The first 12 & more")]


def test_a_page_without_headings_has_no_contents():
    assert contents("<p>Text</p>") == []
