"""Plain words: markup that Refit does not have is refused, and words are left alone."""

import pytest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Press <div>K</div>", "'<div>K</div>' would be printed as it stands; write Markdown"),
        ("one\ntwo <img/> x", "essay.md:6: '<img/> x' would be"),
        ("<script>alert(1)</script>", "'<script>alert(1)</sc' would be"),
        ("<!-- later -->", "'<!-- later -->' would be"),
        ("<div\nclass=a>", "'<div' would be"),
        ("## <SUB>2", "'<SUB>2' would be"),
        ("| a | <b>c |\n|---|---|\n| d | e |", "'<b>c' would be"),
        ("It is ~~ wrong~~.", "'~~ wrong~~.' would be"),
        ("Common[^note].", "'[^note].' would be"),
    ],
)
def test_markup_of_others_is_refused_with_its_line(refusal, text, told):
    said = refusal(text)
    assert told in said
    assert said.startswith(("essay.md:5: ", "essay.md:6: "))


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c, x<y, <3 and <bold>",
        "`<b>`, `[^1]` and `~~x~~`",
        "about ~5 ~ 6, a@b.org, [see a@b.org], \\@home",
        "<https://example.org/>",
        "```\n<b> <!-- --> [^1]\n```",
    ],
)
def test_words_code_and_addresses_are_not(render, text):
    assert render(text)
