"""An essay's style sheet: what a browser would drop without a word is told with its line."""

import pytest

from refit.errors import AuthorError
from refit.site.style_sheets import check_style


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a {\n  b: c;\n\nd {}\n", 1, "{ is never closed; close it with }"),
        ("a { b: c }\n}\n", 2, "} closes nothing; delete it"),
        ("a {\n b: calc(1px }\n", 2, "} stands where ( of line 2 is open; write )"),
        ("\n/* a { }\n", 2, "this comment is never closed; close it with */"),
        ('a { b: "c }\n}', 1, 'this text is never closed; close it with "'),
        (
            "\n@import 'b.css';",
            2,
            "'@import' asks for another file, which a page's policy refuses;",
        ),
        ("a { b: url(c.png) }", 1, "'url(c.png' asks for another file, which a page's policy"),
        ("a { b: URL( 'data:image/png;x') }", 1, "asks for another file, which a page's policy"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, text, line, told):
    with pytest.raises(AuthorError) as caught:
        check_style(text, tmp_path / "style.css")
    assert caught.value.line == line
    assert told in f"{caught.value.problem}; {caught.value.remedy}"


def test_what_is_well_formed_is_taken(tmp_path):
    text = """\
/* it's { not code */ a[b="}"] > c::after { content: '\\'{'; clip-path: url(#d) }
@media (min-width: 3px) { a { b: var(--c, calc(1px * (2 + 3))) } }
"""
    check_style(text, tmp_path / "style.css")
