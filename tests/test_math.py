"""Formulae: LaTeX becomes MathML that a browser can set, and what cannot is refused."""

import re

import pytest

from refit.page.math import FormulaError, to_mathml


def set_inline(latex):
    return to_mathml(latex, "inline")


def test_a_formula_in_a_line_becomes_mathml(render):
    assert '<p>As <math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup>' in render(
        "As $x^2$ grows."
    )


def test_a_formula_of_its_own_is_a_block_that_scrolls(render):
    html = render("$$\nx = 1\n$$")
    assert re.search(r'<div class="formula" data-scrolls="[^"]+"><math display="block">', html)


def test_a_dollar_can_be_written(render):
    assert "<p>It costs $5, or $7.</p>" in render(r"It costs \$5, or \$7.")


# ── live numbers ─────────────────────────────────────────────────────────────────────────────────


def test_a_live_number_is_a_number_of_the_formula(render):
    html = render(r"$a = \live{pens/scores[test].accuracy | .0% | reader}$")
    assert (
        '<mn class="live" data-live="scores[test].accuracy" data-of="pens" data-whose="reader" '
        'data-format=".0%">75\u202f%</mn>'
    ) in html
    assert "\ue000" not in html


def test_live_numbers_stand_in_fractions_and_powers(render):
    html = render(
        r"$\frac{\live{pens/scores[train].n | d}}{\live{pens/scores[test].n | d}^2}$ and "
        r"$\mathbf{\live{pens/fit.slope | .1f}}$"
    )
    numbers = re.findall(r"<mn class[^>]*>([^<]*)</mn>", html)
    assert numbers == ["4", "7", "\N{MINUS SIGN}2.5"]


def test_a_wrong_live_number_is_told_with_its_line(refusal):
    assert refusal("Text.\n\n$$\nx =\n\\live{pens/scores[none].n | d}\n$$") == (
        "essay.md:9: table 'scores' has no row 'none'; keys: train, test"
    )


def test_a_live_number_in_words_is_refused(refusal):
    assert refusal(r"$\text{so \live{pens/fit.slope | .1f}}$") == (
        r"essay.md:5: \live stands inside \text{}; end the \text{} before it"
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("$x or y$", "or"),
        ("$a \\text{ if } b otherwise$", "otherwise"),
        ("$x is the y$", "is"),
    ],
)
def test_words_in_a_formula_are_refused(refusal, text, word):
    assert refusal(text) == (
        f"essay.md:5: '{word}' in a formula would be set as letters, one by one; write "
        f"\\text{{ {word} }}; or, if no formula is meant, \\$ for the dollar"
    )


def test_words_in_text_and_names_are_not(render):
    assert render(r"$x \text{ and } \mathrm{of}\, \operatorname{if}(y) \to \top$, from \$5 to \$6")


# ── how it is set ────────────────────────────────────────────────────────────────────────────────


def test_functions_stand_apart_from_letters_but_not_from_brackets():
    space = '<mspace width="0.167em" />'
    assert f"<mi>y</mi>{space}<mi>log</mi>{space}<mi>p</mi>" in set_inline(r"y \log p")
    assert '<mi>sign</mi><mo stretchy="false">(' in set_inline(r"\operatorname{sign}(x)")


@pytest.mark.parametrize(
    ("bracket", "stands_apart"), [(")", True), ("]", True), (r"\}", True), ("=", False)]
)
def test_functions_stand_apart_from_a_bracket_that_closes_before_them(bracket, stands_apart):
    before = set_inline(rf"{bracket} \log p").partition("<mi>log</mi>")[0]
    assert before.endswith('<mspace width="0.167em" />') == stands_apart


def test_bars_grow_only_with_left_and_right():
    assert set_inline(r"\lVert w \rVert").count('stretchy="false"') == 2
    assert set_inline(r"\left| \frac{1}{2} \right|").count('stretchy="true"') == 2


def test_aligned_lines_are_a_table():
    assert set_inline(r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}").count("<mtr>") == 2


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("latex", "told"),
    [
        (
            r"\foo x",
            r"\foo is no command that is known here; "
            r"write \operatorname{foo} for a function, \text{foo} for words",
        ),
        (r"x \in \R", r"\R is no command that is known here; write \mathbb{R}"),
        (r"\text{a \bar b}", r"\bar is no command that is known here; "),
        ("x_", "this formula cannot be read: nothing follows a ^ or a _; look at $x_$"),
        ("a^b^c", "two superscripts stand at one symbol; look at $a^b^c$"),
        (r"\left( x", r"a \left has no \right, or the other way round; "),
        (r"\frac{1}", r"a fraction, a root or an index lacks a part; look at $\frac{1}$"),
        (r"\sqrt", "a command lacks what it needs; "),
        ("{a", r"the braces of this formula do not match; give each { its }, or write \{"),
        ("a}{", "the braces of this formula do not match; "),
        ("a & b", r"an & stands outside a table; put it into \begin{aligned} … \end{aligned}"),
        (r"a \\ b", r"\\ breaks no line here; put the lines into \begin{aligned} … \\ … "),
        (r"\begin{foo} a \end{foo}", "there is no environment {foo}; known: align*, aligned, "),
        (r"\color{red} x", r"\color cannot stand in a formula; leave it out"),
        (r"\live x", r"\live has no value in braces; write \live{scores[test].accuracy | .2f}"),
        (r"\operatorname{arg\,max}", r"\operatorname takes letters, not {arg\,max}; write "),
    ],
)
def test_what_cannot_be_set_is_refused(latex, told):
    with pytest.raises(FormulaError) as caught:
        set_inline(latex)
    assert told in "; ".join(caught.value.args)


def test_an_unknown_command_is_told_with_its_line(refusal):
    assert refusal("Text,\nmore $x$,\nand $\\foo$.") == (
        r"essay.md:7: \foo is no command that is known here; "
        r"write \operatorname{foo} for a function, \text{foo} for words"
    )


@pytest.mark.parametrize("text", ["One $$x$$ line.", "Text\n\n$$ x\n\nnever closed"])
def test_dollars_that_open_nothing_are_refused(refusal, text):
    line = 5 + text.count("\n\n$$") * 2
    assert refusal(text) == (
        f"essay.md:{line}: $$ stands inside a line, or is never closed; "
        "write it alone on the line before the formula and on the line after it"
    )
