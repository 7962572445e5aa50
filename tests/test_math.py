"""Formulae: TeX becomes MathML that a browser can set, and what cannot is refused."""

import re

import pytest

from refit.cache import Cache
from refit.page import temml

MACROS = "---\ntitle: T\nsummary: S\nmacros:\n{}---\n"


@pytest.fixture
def inline(render):
    """Return a function that sets a formula in a line of text."""
    return lambda tex: math_of(render(f"${tex}$"))


@pytest.fixture
def display(render):
    """Return a function that sets a formula apart."""
    return lambda tex: math_of(render(f"$$\n{tex}\n$$"))


def math_of(html):
    return re.search("<math.*</math>", html)[0]


def test_a_formula_in_a_line_becomes_mathml(render):
    assert "<p>As <math><msup><mi>x</mi>" in render("As $x^2$ grows.")


def test_a_formula_of_its_own_is_a_block_that_scrolls(render):
    html = render("$$\nx = 1\n$$")
    assert re.search(r'<div class="formula" data-scrolls="[^"]+"><math display="block">', html)


def test_a_long_formula_in_a_line_scrolls_too_and_a_short_one_has_nothing_around_it(render):
    assert 'data-scrolls="' in render(r"$\text{so long a formula that no phone has room for it}$")
    assert "data-scrolls" not in render("$x + y$")


def test_a_dollar_can_be_written(render):
    assert "<p>It costs $5, or $7.</p>" in render(r"It costs \$5, or \$7.")


# ── live numbers ─────────────────────────────────────────────────────────────────────────────────


def test_a_live_number_is_a_number_of_the_formula(render):
    html = render(r"$a = \live{pens/scores[test].accuracy | .0% | reader}$")
    assert (
        '<mn class="live" data-live="scores[test].accuracy" data-of="pens" data-whose="reader" '
        'data-format=".0%">75\u202f%</mn>'
    ) in html
    assert not re.search("[\u2801-\u28ff]", html)


def test_live_numbers_stand_in_fractions_powers_indices_and_macros(render):
    html = render(
        r"$\frac{\live{pens/scores[train].n | d}}{\live{pens/scores[test].n | d}^2}$ and "
        r"$\mathbf{\live{pens/fit.slope | .1f}} x_\live{pens/scores[train].n | d}$"
    )
    assert live_numbers(html) == ["4", "7", "\N{MINUS SIGN}2.5", "4"]
    twice = MACROS.format("  '\\twice': '2 \\cdot #1'\n")
    html = render(r"$\twice{\live{pens/scores[test].n | d}}$", front=twice)
    assert live_numbers(html) == ["7"]


def live_numbers(html):
    return re.findall(r"<mn class=\"live\"[^>]*>([^<]*)</mn>", html)


def test_a_wrong_live_number_is_told_with_its_line(refusal):
    assert refusal("Text.\n\n$$\nx =\n\\live{pens/scores[none].n | d}\n$$") == (
        "essay.md:9: table 'scores' has no row 'none'; keys: train, test"
    )


@pytest.mark.parametrize("group", ["text", "textbf", "textrm"])
def test_a_live_number_in_words_is_refused(refusal, group):
    told = refusal(rf"$x \{group}{{so \live{{pens/fit.slope | .1f}}}}$")
    assert (
        told
        == rf"essay.md:5:{9 + len(group)}: \live stands inside words; end the \text{{}} before it"
    )


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("$x or y$", 4, "or"),
        ("$a \\text{ if } b otherwise$", 18, "otherwise"),
        ("$x is the y$", 4, "is"),
    ],
)
def test_words_in_a_formula_are_refused(refusal, text, column, word):
    assert refusal(text) == (
        f"essay.md:5:{column}: '{word}' in a formula would be set as letters, one by one; write "
        f"\\text{{ {word} }}; or, if no formula is meant, \\$ for the dollar"
    )


def test_words_in_text_and_names_are_not(render):
    assert render(r"$x \text{ and } \mathrm{of}\, \operatorname{if}(y) \to \top$, from \$5 to \$6")


# ── macros ───────────────────────────────────────────────────────────────────────────────────────


def macros(*lines):
    return MACROS.format("".join(f"  {line}\n" for line in lines))


def test_macros_of_the_front_matter_stand_for_what_they_say(render):
    front = macros(r"'\E': '\mathbb{E}'", r"'\norm': '\left\lVert #1 \right\rVert_{#2}'")
    html = render(r"$\E[x] = \norm{w}{2}$ and $\R$", front=front)
    assert "<mi>𝔼</mi>" in html
    assert html.count("‖") == 2
    assert "<mi>ℝ</mi>" in html


@pytest.mark.parametrize(
    ("meaning", "formula"),
    [
        (r"[0,1]", "[0,1]"),
        (r"\operatorname{arg max}_{x}", r"\operatorname{arg max}_{x}"),
        (r"\mbox{if } \mathds{1}_A", r"\mbox{if } \mathds{1}_A"),
        (r"\begin{array}[t]{@{}l*{2}{r}} a & b & c \end{array}", None),
        (r"1,000 + f(1,2) \nonumber", None),
    ],
)
def test_a_macro_is_read_as_what_it_stands_for(render, meaning, formula):
    html = render(r"$\E$", front=macros(rf"'\E': '{meaning}'"))
    assert math_of(html) == math_of(render(f"${formula or meaning}$"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("E: 'x'", r"'E' is no name of a macro, which has a \ and letters; write `macros: "),
        (r"'\E1': 'x'", r"'\\E1' is no name of a macro"),
        (r"'\live': 'x'", r"the macro \live would replace a command that formulae are made with"),
        (r"'\E': ''", r"the macro \E stands for nothing"),
        (r"'\E': 2", r"the macro \E stands for nothing"),
        (r"'\E': '{x'", r"the braces of the macro \E do not match"),
    ],
)
def test_macros_that_cannot_be_read_are_refused(refusal, line, told):
    assert refusal("Text.", front=macros(line)).startswith(f"essay.md:4: {told}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (r"'\E': '\aplha'", r"\aplha is no command that is known here; write \alpha, or "),
        (r"'\E': '\E'", "a macro stands in itself; write it without its own name"),
        (r"'\E': '\color{red}'", r"\color cannot stand in a formula; a page has its colours "),
        (r"\E: \left( #1 \right)", r"a \left has no \right; "),
    ],
)
def test_macros_that_cannot_be_used_are_told_with_their_line(refusal, line, told):
    front = macros(r"'\one': '1'", line)
    assert refusal("Text, $x$.", front=front).startswith(
        rf"essay.md:6: the macro \E cannot be used: {told}"
    )


def test_a_comment_that_cuts_a_macro_off_is_told(refusal):
    told = refusal("$x$", front=macros(r"\E: \left( #1 \right)"))
    assert told.endswith("; put it into single quotes: outside them a # begins a comment")


# ── cases that others have reported, and their kin ───────────────────────────────────────────────

RIGHT = {
    r"\begin{align} a &= b \\ c &= d \end{align}": [2, "<mtr>", 0, "tml-eqn"],
    r"\begin{equation} a = b \end{equation}": [0, "tml-eqn", 1, "<mo>=</mo>"],
    r"\begin{gather} a \\ b \end{gather}": [2, "<mtr>", 0, "tml-eqn"],
    r"\begin{alignat}{2} a &= b & c &= d \end{alignat}": [1, "<mtr>", 0, "tml-eqn"],
    r"\begin{aligned} x &= 1 \\ x + y + z &= 2 \end{aligned}": [
        2,
        'class="tml-right',
        2,
        "tml-left",
    ],
    r"\begin{array}{rl} x & 1 \\ x + y & 2 \end{array}": [2, 'class="tml-right', 2, "tml-left"],
    r"\begin{split} f &= a \\ &= b \end{split}": [2, 'class="tml-right'],
    r"\begin{alignedat}{1} f &= a \\ &= b \end{alignedat}": [2, 'class="tml-right'],
    r"3{,}14": [1, "<mn>3,14</mn>"],
    r"1{,}000{,}000": [1, "<mn>1,000,000</mn>"],
    r"0.05": [1, "<mn>0.05</mn>"],
    r"1,000,000.5": [1, "<mn>1,000,000.5</mn>"],
    r"x \in [0,1] \text{ or } \{1,2\}": [2, "<mo[^>]*>,</mo>", 2, "<mn>1</mn>", 1, "<mn>0</mn>"],
    r"x_{1,2}": [1, "<mn>1</mn><mo[^>]*>,</mo><mn>2</mn>"],
    r"f(10,25) + \text{1,5} \tag{1,2}": [1, ">10</mn>", 1, ">1,5</mtext>", 1, r">\(1,2\)</mtext>"],
    r"x \in \mathbb R^d": [1, "<msup><mi>ℝ</mi>"],
    r"\mathcal L": [1, ">ℒ</mi>"],
    r"\mathbf w": [1, "𝐰"],
    r"\mathrm d x": [1, '<mi mathvariant="normal">d</mi>'],
    r"\left<x\right>": [1, "⟨", 1, "⟩"],
    r"\bigl< x \bigr>": [1, "⟨", 1, "⟩"],
    r"\left[0, 1\right)": [1, r"\[</mo>", 1, r"\)</mo>"],
    r"\left\lVert x \right\rVert": [2, "‖"],
    r"\lim_{n \to \infty} \max_{i} x_i": [2, "<munder>"],
    r"\operatorname*{arg min}_x f": [1, "<munder>", 1, "arg\u2009min"],
    r"\sup_x f, \inf_x f": [2, "<munder>"],
    r"\argmax_x f": [1, "<munder>"],
    r"\mathop{\mathrm{arg\,max}}_{x} f(x)": [1, "<munder><mi>arg\u2009max</mi>", 0, "<mo><m"],
    r"\mathop{a + b}_c": [1, "<munder><mrow", 0, "><mrow><mo><m"],
    r"\mathop{\text{soft}}_c": [1, "<munder><mi>soft</mi>"],
    r"\mathop{X}": [0, "<mo><m"],
    r"\mathrm{KL}(p \,\|\, q)": [1, "<mi>KL</mi>"],
    r"\int_0^1 x\,\mathrm{d}x": [1, '<mi mathvariant="normal">d</mi>'],
    r"\mathrm{e}^{x}": [1, '<mi mathvariant="normal">e</mi>'],
    r"{\rm d}x": [1, '<mi mathvariant="normal">d</mi>'],
    r"\frac{\mathrm{d}f}{\mathrm{d}x}": [2, '<mi mathvariant="normal">d</mi>'],
    r"\mathscr{L}(\theta)": [1, ">ℒ</mi>"],
    r"\mathfrak{g} \mathsf{A} \mathtt{c}": [1, "𝔤", 1, "𝖠", 1, "𝚌"],
    r"\mathbb{1}": [1, "𝟙"],
    r"\boldsymbol{\theta}": [1, "𝜽"],
    r"\begin{bmatrix} a \\ b \end{bmatrix}^\top": [1, "<msup><mrow><mo", 2, "<mtr>"],
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1}": [1, "<msup><mrow><mo", 4, "<mtd"],
    r"\begin{vmatrix} a \end{vmatrix}_2": [1, "<msub><mrow><mo"],
    r"\begin{cases} a \\ b \end{cases}_i": [1, "<msub><mrow><mo"],
    r"a \not= b": [1, "<mo>≠</mo>"],
    r"a \not\in b": [1, "∉"],
    r"a \ne b \neq c": [2, "<mo>≠</mo>"],
    r"a \not< b": [1, "≮"],
    r"\operatorname{arg max}_x f": [1, "<mi>arg\u2009max</mi>"],
    r"\operatorname{relative  risk}": [1, "<mi>relative\u2009risk</mi>"],
    r"\operatorname{softmax}(z)": [1, "<mi>softmax</mi>"],
    r"\operatorname{a\,b\,c}": [1, "<mi>a\u2009b\u2009c</mi>"],
    r"\overline{xyz}": [1, '<mrow class="overline">'],
    r"\underline{ab}": [1, '<mrow class="underline">'],
    r"\overline{A \cup B} = \overline{A}": [2, '<mrow class="overline">'],
    r"\bar{x} + \widehat{xy}": [2, "<mover"],
    r"\left(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\right)": [
        4,
        "<mtd",
        1,
        "tml-small",
    ],
    r"\bigl(\begin{smallmatrix} a \end{smallmatrix}\bigr)": [1, "tml-small"],
    r"\tfrac{1}{2}": [1, 'displaystyle="false"'],
    r"\left[ \begin{array}{cc|c} 1 & 2 & 3 \\ 4 & 5 & 6 \end{array} \right]": [6, r"f-\w{6}"],
    r"\Big\| y \Big\|": [2, 'minsize="1.8em" maxsize="1.8em">‖'],
    r"\bigl( x \bigr)": [2, 'minsize="1.2em"'],
    r"\Biggl[ x \Biggr]": [2, 'minsize="3em"'],
    r"\big| x \big|": [2, 'minsize="1.2em"'],
    r"\boxed{E = mc^2}": [1, r'<mrow scriptlevel="0" displaystyle="true" class="f-\w{6}">'],
    r"\fbox{words}": [1, '<mrow class="framed">'],
    r"\cancel{x} \bcancel{y}": [1, 'class="struck-up"', 1, 'class="struck-down"'],
    r"\boxed{\boxed{x}}": [2, r"f-\w{6}"],
    r"E = mc^2 \tag{1}": [1, '<math display="block" class="tagged">', 1, r">\(1\)</mtext>"],
    r"E \tag*{1}": [1, ">1</mtext>"],
    r"E \tag{$\ast$}": [1, "∗"],
    r"\begin{aligned} a &= b \\ c &= d \end{aligned} \tag{2}": [1, r">\(2\)</mtext>"],
    r"f(x) > 0 \quad \text{for all $x$}": [1, "<mtext>for all </mtext><mi>x</mi>", 0, r"\$"],
    r"\text{if $x > 0$}": [1, "<mo>&gt;</mo>", 0, r"\$"],
    r"\text{$x$ and $y$}": [1, "<mi>x</mi><mtext> and </mtext><mi>y</mi>"],
    r"\text{costs \$5}": [1, r"costs \$5"],
    r"\text{50\% of all}": [1, "<mtext>50% of all</mtext>"],
    r"\text{R\&D}": [1, "<mtext>R&amp;D</mtext>"],
    r"\text{a\_b}": [1, "<mtext>a_b</mtext>"],
    r"\text{\#1}": [1, "<mtext>#1</mtext>"],
    r"\text{a<b}": [1, "<mtext>a&lt;b</mtext>"],
    r"\text{a>b}": [1, "<mtext>a&gt;b</mtext>"],
    r"a < b": [1, "<mo>&lt;</mo>"],
    r"\text{naïve}": [1, "<mtext>naïve</mtext>"],
    r"\frac{\text{TP}}{\text{TP} + \text{FN}}": [2, '<mspace width="0.222em"'],
    r"(\text{TP} + \text{FN})": [1, '<mo lspace="0em" rspace="0em">\\+</mo>'],
    r"\text{TPR} = \text{recall}": [2, '<mspace width="0.2778em"'],
    r"x + \text{FN}": [1, "<mo>\\+</mo>"],
    r"f'(x), f''_i": [3, "′</mo>"],
    r"\overset{a}{b}": [1, "<mover[^>]*><mi>b</mi>.*<mi>a</mi>.*</mover>", 0, "<mi><m"],
    r"x \overset{!}{=} y \overset{\text{i d}}{\sim} z": [2, "<mover", 1, ">=</mo>", 0, "\u2800"],
    r"\overset{*}{x} \overset{a + b}{\mathbf{y}} \overset{}{z}": [3, "<mover", 0, "\u2800"],
    r"\overset{a}{\overset{b}{c}}": [2, "<mover", 0, "\u2800"],
    r"\stackrel{a}{b}, \underset{a}{b}": [1, "<mover", 1, "<munder"],
    r"\begin{aligned}[t] a &= b \end{aligned}": [0, r"\["],
    r"\begin{array}[t]{@{}l@{\quad}r@{}} a & b \end{array}": [2, "<mtd", 0, r"\["],
    r"\begin{array}{l*{2}{r}} a & b & c \end{array}": [3, "<mtd", 2, 'class="tml-right'],
    r"\begin{align} a &= b \nonumber \\ c &= d \notag \end{align}": [2, "<mtr>"],
    r"\mbox{if } x, \hbox{or} y": [1, "<mtext>if </mtext>", 1, "<mtext>or</mtext>"],
    r"\mathds{1}_A + \mathbbm{1}_B": [2, "𝟙"],
    r"\ensuremath{x}": [1, "<mi>x</mi>"],
    r"\rule{1em}{1px}": [1, 'mathbackground="currentcolor"'],
    r"a := b": [1, "<mi>a</mi>"],
    r"\begin{CD} A @>>> B \end{CD}": [1, "→"],
    r"\ce{A -> B} \ce{2H2 + O2 -> 2H2O}": [2, "<mo[^>]*>(<mpadded.*?)?[→⟶]"],
    r"\text{a <= b, \$5 -> x and \$7}": [1, r"a &lt;= b, \$5 -&gt; x and \$7</mtext>"],
    r"\text{a \} <= b}": [1, "&lt;= b</mtext>"],
    r"\mathrm{if} \operatorname{of} x": [1, "<mi>if</mi>", 1, "<mi>of</mi>"],
    r"x_{t - 1}": [1, '<mo lspace="0em" rspace="0em">−</mo>'],
}


@pytest.mark.parametrize("tex", RIGHT)
def test_what_others_write_is_set_as_they_mean_it(display, tex):
    html = display(tex).replace("\u00a0", " ")
    wanted = RIGHT[tex]
    for count, pattern in zip(wanted[::2], wanted[1::2], strict=True):
        assert len(re.findall(pattern, html)) == count, f"{pattern}: {html}"


def test_no_formula_has_a_style_of_its_own_or_what_only_some_browsers_draw(display):
    for tex in RIGHT:
        assert not re.search(r"\sstyle=|<menclose|columnalign|<span|\u2061", display(tex)), tex


# ── what is refused ──────────────────────────────────────────────────────────────────────────────

INSTEAD = r"\operatorname{foo} for a function, \text{foo} for words"


@pytest.mark.parametrize(
    ("tex", "column", "told"),
    [
        (r"\foo x", 1, rf"\foo is no command that is known here; write {INSTEAD}"),
        (r"x + \aplha", 5, r"\aplha is no command that is known here; write \alpha, or \operat"),
        (r"\Beeta", 1, r"\Beeta is no command that is known here; write \Beta, or "),
        (r"x \in \E", 7, r"\E is no command that is known here; write \mathbb{E}"),
        (r"\text{a \alpha}", 9, r"\alpha cannot stand among words; write \text{… $\alpha$ …}"),
        ("x_", 2, "nothing follows a _; write what stands there, as in x_{2}, or \\_ for the"),
        ("x^ + {y^}", 8, "nothing follows a ^; "),
        ("a^b^c", 4, "two superscripts stand at one symbol; put the first into braces with "),
        ("a_b_c", 4, "two subscripts stand at one symbol; "),
        (r"\left( x", 9, r"a \left has no \right; "),
        (r"x \right)", 3, r"a \right or \middle has no \left; "),
        (r"\left? x \right)", 6, r"\left takes a bracket, not ?; write one of ( ) [ ] \{ \} "),
        (r"\frac{1}", 9, "a { is never closed, or a command lacks a part; give each { its }, "),
        (r"\sqrt", 6, "a { is never closed, or a command lacks a part; "),
        ("{a", 3, "a { is never closed, or a command lacks a part; "),
        ("a}{", 2, r"a } closes nothing; give each { its }, or write \{"),
        ("a & b", 3, r"an & stands outside a table; put it into \begin{aligned} … \end{aligned}"),
        (r"a \\ b", 3, r"\\ breaks no line here; put the lines into \begin{aligned} … \\ … "),
        (r"\begin{foo} a \end{foo}", 7, "there is no environment {foo}; known: align*, aligned"),
        (r"\begin{matrx} a", 7, r"there is no environment {matrx}; write \begin{matrix}; known"),
        (r"\begin{aligned} a", 18, r"a \begin has no \end; write \end{…} after its last line"),
        (r"\begin{pmatrix} a \end{bmatrix}", 19, r"\begin{pmatrix} is closed by \end{bmatrix}; "),
        (r"a \end{matrix}", 3, r"an \end has no \begin; "),
        (r"\begin{array}{lz} a \end{array}", 16, "{array} has no column of the kind z; name "),
        (r"\color{red} x", 1, r"\color cannot stand in a formula; a page has its colours "),
        (r"x \href{a}{b}", 3, r"\href cannot stand in a formula; a page has its colours "),
        (r"\includegraphics{a}", 1, r"\includegraphics cannot stand in a formula; a page "),
        (r"\data{a=b}{c}", 1, r"\data cannot stand in a formula; a page has its colours "),
        (r"E = mc^2 \label{eq:e}", 10, r"\label cannot stand in a formula; formulae have no "),
        (r"\eqref{eq:e}", 1, r"\eqref cannot stand in a formula; formulae have no labels: write"),
        (r"\newcommand{\E}{x}", 1, r"\newcommand cannot stand in a formula; write it under macr"),
        (r"\cancelto{0}{x}", 1, r"\cancelto cannot stand in a formula; browsers do not draw it "),
        (r"\live x", 1, r"\live has no value in braces; write \live{scores[test].accuracy | .2f}"),
        ("é + x", 1, r"é stands in a formula as a letter; write \text{é}"),
        ("x\u200b", 2, "U+200B stands in a formula as a letter; leave it out: it cannot be seen"),
        (r"x \limits_a", 3, r"\limits and \nolimits follow an operator; write \underset{a}{x} "),
        (r"\kern1xx", 6, "xx is no length; write one in em, as in 0.5em"),
        (r"50% x", 3, r"a % hides what follows it in the line; write \%"),
        (r"#1", 1, r"a # stands in the formula; write \#"),
        (r"\large x", 1, r"\large cannot stand in a formula; a page has its own sizes and places"),
        (r"a \newline b", 3, r"\newline cannot stand in a formula; put the lines into \begin{al"),
        (r"\require{cancel} x", 1, r"\require cannot stand in a formula; nothing is loaded here"),
        (r"\SI{5}{kg}", 1, r"\SI cannot stand in a formula; write number and unit, as in 5\,\t"),
        (r"\qty{5}{kg}", 1, r"\qty cannot stand in a formula; write number and unit"),
        (r"x \cite{a}", 3, r"\cite cannot stand in a formula; end the formula before it: [@key]"),
        (r"\verb|x|", 1, r"\verb cannot stand in a formula; write \texttt{…}"),
        (r"\(x\)", 1, r"\( cannot stand in a formula; a formula has begun already: leave it out"),
        (r"X \indep Y", 3, r"\indep is no command that is known here; write \perp"),
        (r"\begin{eqnarray} a \end{eqnarray}", 7, r"there is no environment {eqnarray}; write \b"),
        (r"\begin{tabular}{l} a \end{tabular}", 7, r"there is no environment {tabular}; write \b"),
        (r"\text{a_b}", 8, r"a _ stands among words; write \_, or $…$ around a formula"),
        (r"\text{x^2}", 8, "a ^ stands among words; write $…$ around the formula"),
        (r"\text{R & D}", 9, r"a & stands among words; write \&"),
        (r"\textbf{a \\ b}", 11, r"\\ breaks no line among words; end the \text{} before it"),
        ("`x^2`", 1, "a backquote stands in the formula; leave the backquotes out: $x$"),
        ("a <= b", 3, r"<= would be set as signs of their own; write \le"),
        ("f: a -> b", 6, r"-> would be set as signs of their own; write \to"),
        (r"\frac{a <= b}{c}", 9, r"<= would be set as signs of their own; write \le"),
        (r"\mathbf{a => b}", 11, r"=> would be set as signs of their own; write \Rightarrow"),
        (r"\sqrt{`x`}", 7, "a backquote stands in the formula; leave the backquotes out: $x$"),
        (r"\lceil a <=> b \rceil", 10, r"<=> would be set as signs of their own; write \iff"),
        (r"\ce{A -> B} \to a <= b", 19, r"<= would be set as signs of their own; write \le"),
        (r"\begin{CD} A @>>> B \end{CD} a >= b", 32, ">= would be set as signs of their own"),
        (
            r"\frac{a or b}{c}",
            9,
            "'or' in a formula would be set as letters, one by one; write \\te",
        ),
        (r"\qty(x) + \qty{5}{kg}", 11, r"\qty cannot stand in a formula; write number and unit"),
        (r"\text{\$5 a_b \$7}", 12, r"a _ stands among words; write \_, or $…$ around a formula"),
        (r"\text{\{ a_b}", 11, r"a _ stands among words; write \_, or $…$ around a formula"),
        ("a·b", 2, r"· stands in a formula as a letter; write \cdot"),
        ("ŷ_i", 1, r"ŷ stands in a formula as a letter; write \hat{y}, or among words \text{ŷ}"),
        ("a – b", 3, "– stands in a formula as a letter; write - for minus"),
        ("x’", 2, "’ stands in a formula as a letter; write '"),
        ("√2", 1, r"√ stands in a formula as a letter; write \sqrt{…}"),
        ("½", 1, r"½ stands in a formula as a letter; write \frac{1}{2}"),
    ],
)
def test_what_cannot_be_set_is_refused_with_its_place(refusal, tex, column, told):
    assert refusal(f"So ${tex}$.").startswith(f"essay.md:5:{column + 4}: {told}")


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"a \tag{1} \tag{2}", r"two \tag stand in one formula; leave one of them out"),
        (r"\hline", r"\hline stands outside a table; put it into \begin{array}{lr} … \end{array}"),
    ],
)
def test_what_has_no_place_is_told_with_its_line(refusal, tex, told):
    assert refusal(f"Text.\n\n$$\n{tex}\n$$").startswith(f"essay.md:7: {told}")


def test_signs_of_programs_are_refused_in_a_formula_among_words(refusal):
    told = r"<-> would be set as signs of their own; write \leftrightarrow"
    assert refusal("$$\n\\text{if <- $a <-> b$}\n$$") == f"essay.md:6:16: {told}"


def test_what_must_be_set_apart_is_told_so(refusal):
    assert refusal(r"$\begin{align} a &= b \end{align}$") == (
        "essay.md:5: {align*} stands in a line of text; "
        "set it apart, between $$ on lines of their own"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Text,\nmore $x$,\nand $\\foo$.", "7:6"),
        ("$$\na \\foo\n$$", "6:3"),
        ("$$\na\n  + \\foo\n$$", "7:5"),
        ("$$ x = \\foo $$", "5:8"),
        ("> quoted: $\\foo$", "5:12"),
        ("* a\n* b $x +\n  \\foo$", "7:3"),
        ("| a | b |\n|---|---|\n| x | $\\foo$ |", "7:8"),
        ("$\\live{pens/scores[test].n | d} + \\foo$", "5:35"),
        ("$\\operatorname{arg max} \\foo$", "5:25"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(refusal, text, place):
    assert refusal(text).startswith(rf"essay.md:{place}: \foo is no command that is known here; ")


@pytest.mark.parametrize("text", ["One $$x$$ line.", "Text\n\n$$ x\n\nnever closed"])
def test_dollars_that_open_nothing_are_refused(refusal, text):
    line = 5 + text.count("\n\n$$") * 2
    assert refusal(text) == (
        f"essay.md:{line}: $$ stands inside a line, or is never closed; "
        "write it alone on the line before the formula and on the line after it"
    )


# ── the converter ────────────────────────────────────────────────────────────────────────────────


def test_one_process_answers_all_and_what_it_answered_is_kept(tmp_path, monkeypatch):
    before = temml.converter()
    first = temml.convert("x + 1", False, {}, 0, Cache(tmp_path))
    assert temml.converter() is before
    monkeypatch.setattr(temml, "converter", None)  # nobody to ask
    assert temml.convert("x + 1", False, {}, 0, Cache(tmp_path)) == first
    with pytest.raises(TypeError):
        temml.convert("x + 1", True, {}, 0, Cache(tmp_path))


def test_what_temml_itself_says_is_no_answer():
    """It writes warnings to standard output, where answers are read."""
    cache = Cache()
    assert "mathml" in temml.convert(r"\Large x", False, {}, 0, cache)
    assert "<mi>y</mi>" in temml.convert("y", False, {}, 0, cache)["mathml"]


def test_a_macro_of_one_formula_is_none_of_the_next():
    cache = Cache()
    assert "mathml" in temml.convert(r"\E", False, {r"\E": "x"}, 0, cache)
    assert temml.convert(r"\E", False, {}, 0, cache)["problem"].startswith("Unsupported function")
