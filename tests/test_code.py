"""Source: the model's own code is shown as it stands, in colours that can be read."""

import re
from html import unescape

from refit.page.code import CLASSES, highlight, read_ranges
from refit.site.project import ROOT


def shown(html):
    code = re.search(r'<pre class="source"[^>]*><code>(.*)</code></pre>', html, re.DOTALL)[1]
    return unescape(re.sub(r"<[^>]+>", "", code))


def test_functions_and_constants_are_shown_in_the_order_given(render):
    html = render(":::{code} share LIMIT WIDE\n:::")
    assert shown(html) == (
        "@staticmethod\ndef share(n):\n"
        '    """Return a share."""\n    return 3 / n if n > 1 else "x"\n\n\n'
        "LIMIT = 0.5  # of everything\nWIDE, TALL = 3, 4"
    )


def test_it_is_folded_under_a_title_with_a_link_to_the_file(render):
    html = render(':::{code} share title="How much"\nIn words.\n:::')
    assert '<details class="code titled"><summary>How much <code>share</code></summary>' in html
    assert "<p>In words.</p>" in html
    assert '<a href="model.py">' in html


def test_it_can_be_scrolled_by_keyboard(render):
    html = render(":::{code} share\n:::")
    assert re.search(r'<pre class="source" tabindex="0" role="group" aria-label="[^"]*share', html)


def test_every_name_of_a_module_is_found(essay_folder):
    pieces = read_ranges(essay_folder("") / "model.py")
    assert list(pieces) == ["STATES", "LIMIT", "WIDE", "TALL", "share", "Fitted", "pens"]


def test_a_button_for_scripts_names_the_lines_that_are_shown(render, essay_folder):
    html = render(":::{code} share LIMIT\n:::")
    (ranges,) = re.findall(r'<button type="button" data-edit="([^"]*)" hidden>', html)
    lines = (essay_folder("") / "model.py").read_text("utf-8").splitlines()
    cut = [each.split("-") for each in ranges.split(" ")]
    parts = ["\n".join(lines[int(start) - 1 : int(end)]) for start, end in cut]
    assert "\n\n\n".join(parts) == shown(html)


def test_code_is_marked_up_with_classes_and_escaped():
    assert highlight('def f(a): return "<b>"  # so') == (
        '<span class="word">def</span> <span class="name">f</span>(a): '
        '<span class="word">return</span> <span class="text">&#34;</span>'
        '<span class="text">&lt;b&gt;</span><span class="text">&#34;</span>  '
        '<span class="comment"># so</span>'
    )


def test_an_unknown_function_is_told_with_those_there_are(refusal):
    assert refusal("Text.\n\n:::{code} fit\n:::") == (
        "essay.md:7: model.py has no 'fit'; it has STATES, LIMIT, WIDE, TALL, share, Fitted, pens"
    )


def test_the_classes_of_code_are_no_others():
    """A comment once had the frame of a footnote, and a line of its own."""
    sheets = "".join(file.read_text("utf-8") for file in (ROOT / "static" / "css").glob("*.css"))
    for name in set(CLASSES.values()):
        rules = re.findall(rf"[^{{}},;/]*\.{name}(?![\w-])[^{{}},;]*(?=[,{{])", sheets)
        assert {rule.strip() for rule in rules} == {f".source .{name}"}
