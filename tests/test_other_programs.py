"""Marks of other programs: each is set, or refused with what to write; none is printed."""

import re

import pytest

ASIDE = 'write :::{aside} "Its title"'
LINK = "write [words]("


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # GitHub
        ("> [!NOTE]\n> Careful.", ASIDE),
        ("- [ ] to do\n- [x] done", "'[ ] to do' would be printed as it stands; write a list"),
        ("1. [x] done", "write a list without boxes"),
        ("Hello :smile: there", "':smile: there' would be printed as it stands; write the sign"),
        (":+1:", "write the sign itself"),
        ("See https://example.org/a_b.", "write <https://example.org/a_b>, or [words](https://ex"),
        ("See www.example.org.", "write <https://www.example.org>"),
        ("```mermaid\ngraph\n```", "'```mermaid' is no language of code; write ![what there is"),
        ("```math\nx\n```", "write $$ on a line of its own"),
        ("<details><summary>x</summary></details>", ASIDE),
        ('<img src="a.png">', "write ![what there is to see](file.svg)"),
        ('<p align="center">x</p>', "write Markdown, or a directive"),
        ("| a | b |\n|---|\n| c | d |", "a table begins with a line of heads and a line of dashes"),
        ("| a | b |\n| c | d |", "a table begins with a line of heads"),
        ("[words][nowhere]", LINK),
        ("[words][]", LINK),
        ("[words](a b.svg)", "write [words](address), a blank in it as %20"),
        # Obsidian, Logseq
        ("> [!warning]- Folded\n> x", ASIDE),
        ("[[A note]]", "write [words](essay:slug)"),
        ("![[a.png]]", "write [words](essay:slug), or ![words](file.svg)"),
        ("==marked==", "write **bold** for what is marked"),
        ("%% hidden %%", "leave the comment out"),
        ("A line ^block-id", "leave it out; headings are named by their own words"),
        # Pandoc, Quarto
        ("H~2~O", "write <sub>…</sub> or ~~…~~"),
        ("x^2^", "write <sup>…</sup>, or a formula"),
        ("## Title {#sec-title}", "'{#sec-title}' would be printed as it stands; leave it out; h"),
        ("[text]{.smallcaps}", "leave it out"),
        ("[text]{style='color: red'}", "leave out sizes and classes"),
        ("`x`{.python}", "leave it out"),
        ("::: {.callout-note}\n:::", ASIDE),
        ("::: {#fig-x}\n:::", "link to them as [words](#the-heading)"),
        (":::: {.columns}\n::::", "write the text without it"),
        (
            "```{python}\n#| echo: false\n```",
            "write ``` and the name of the language, or :::{code}",
        ),
        ("```{.python .x}\n```", "write ``` and the name of the language"),
        ("```{=html}\n```", "write Markdown, or a directive"),
        ("{{< video x >}}", "write the words themselves"),
        ("See @fig-roc.", "write [the words](#name)"),
        ("| a line\n| another", "a table begins with a line of heads"),
        (
            "Right  Left\n-----  ----\n 12     3",
            "these dashes are a line across the page, and no ta",
        ),
        (": orphan", "write what is defined on the line before it"),
        # MyST, Sphinx
        ("::: note\n:::", "'::: note' opens nothing; write :::{aside}"),
        (":::{note}\n:::", "there is no directive {note}; write :::{aside}"),
        (":::{dropdown} T\n:::", ASIDE),
        ("```{note}\n```", ASIDE),
        ("```{code-cell} ipython3\n```", "or :::{code} for functions of model.py"),
        ("::::{tab-set}\n::::", ":::{deeper} folds a part up"),
        (":::{math}\nx\n:::", "write $$ on a line of its own"),
        (":::{bibliography}\n:::", "the list of works is made by itself"),
        ("{cite:p}`a`", "there is no role {cite:p}; write [@key]"),
        ("{cite:t}`a`", "there is no role {cite:t}; write @key"),
        ("{numref}`a`", "write [words](#name)"),
        ("{kbd}`K`", "write <kbd>…</kbd>"),
        (":ref:`a`", "a role is {name}`…`"),
        (".. note:: x", "write a directive: :::{name}"),
        ("[^nowhere] said", "write what it says on a line of its own: [^name]: The note."),
        # Hugo, Jekyll, MkDocs, Docusaurus, MDX, kramdown
        ("{{ site.title }}", "write the words themselves"),
        ("{% include a.html %}", "write the words themselves"),
        ("{: .class}", "leave it out"),
        ("[TOC]", "the contents are made by themselves"),
        ("*[HTML]: Words", 'write :::{definition} "the word"'),
        ('!!! note "Title"', ASIDE),
        ("??? tip", ASIDE),
        (":::tip My tip\n:::", ASIDE),
        ('<Chart data="x" />', "write Markdown, or a directive"),
        ("import Chart from '../chart'", "leave it out"),
        ("++added++", "write **bold** for what is added"),
        ("<!-- later -->", "leave the comment out: readers would see it"),
        ("<?php x ?>", "leave it out"),
        # LaTeX, Jupyter
        (r"As \(x^2\) grows", r"'\\(x^2\\)' would be printed as it stands; write $…$"),
        (r"\[ x^2 \]", "write $$ on lines of their own around it"),
        (r"\begin{align} x \end{align}", "write Markdown, or $…$ for a formula"),
        (r"\textbf{bold}", "write Markdown, or $…$"),
        (r"so \alpha is", r"'\\alpha is' would be printed as it stands"),
        ("$ x + 1 $", "write $x$ without blanks inside"),
        (r"2$\alpha$", "write $x$ without blanks inside"),
        ("%matplotlib inline", "leave it out"),
        # what cannot be nested
        ("# Title", "begin with ##: the title is in front"),
        ("Title\n=====", "begin with ##: the title is in front"),
        ("[{cite}`a`](https://x.org)", "a stands in a link; put it before or after"),
        ("[@a](https://x.org)", "@a stands in a link"),
        # comments, directives and names of others
        ("<!--\nlater\n-->", "leave the comment out: readers would see it"),
        ("A --> B", "an arrow is →"),
        ("% a comment", "leave the comment out"),
        ("{/* a comment */}", "leave the comment out"),
        ("/// note\nx\n///", ASIDE),
        (">! a spoiler", ASIDE),
        ("||a spoiler||", r"write $\lVert x \rVert$, or plain words"),
        ("(my-label)=\n## T", "leave it out; headings are named by their own words"),
        ("^block-id", "leave it out; headings are named by their own words"),
        ("+++", "leave it out"),
        ("key:: value", "leave it out"),
        ('=== "Tab"', ":::{deeper} folds a part up"),
        ("(@) an example", "write a list: 1. one"),
        ("##Heading", "write a blank after the #: ## A heading"),
        ("[[_TOC_]]", "write [words](essay:slug)"),
        ("<toc>", "the contents are made by themselves"),
        ("export default x", "leave it out"),
        ("`{python} x`", "`{python} x` would be printed, not run; write {live}`…`"),
        ("`r mean(x)`", "write {live}`…` for a number of the model's"),
        ("A def `x` of __init__", "write `__init__`, or **init** for bold"),
        ("```\nnever closed", "this code is never closed; close it with ```"),
        ("~~~~python\n~~~", "this code is never closed; close it with ~~~~"),
        # citations and formulae
        ("[@a, @b]", "part works by a semicolon: [@one; @two]"),
        ("[@a and @b]", "@a in the words of a citation would be printed as it stands"),
        ("So $`x^2`$", "leave the backquotes out: $x$"),
        ("$$\na {#eq-a}\n$$ {#eq-a}", "formulae have no labels: write \\tag{1}"),
        ("<kbd>open", "close it with </kbd> in the same paragraph"),
        ("<sub class='x'>2</sub>", "close it with </sub> in the same paragraph, without attribut"),
    ],
)
def test_a_mark_of_another_program_is_refused_with_what_to_write(refusal, text, told):
    bib = "@book{a, author={B}, title={T}, year=2000}"
    said = refusal(text, {"refs.bib": bib})
    assert told in said
    assert re.match("essay.md:[567](:[0-9]+)?: ", said)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~wrong~~ a~~b~~c", "<s>wrong</s> a<s>b</s>c"),
        ("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<kbd>Ctrl</kbd>+<kbd>C</kbd>"),
        ("H<sub>2</sub>O, x<sup>*n*</sup>", "H<sub>2</sub>O, x<sup><em>n</em></sup>"),
        ("<SUP>2</SUP>", "<sup>2</sup>"),
        ("one<br>two<br/>three", "one<br />two<br />three"),
        ("| a |\n|---|\n| b<br>c |", "<td>b<br />c</td>"),
        ("[words][ref]\n\n[ref]: https://x.org", '<a href="https://x.org" rel="noopener">words'),
        ("| a |\n|--:|\n| b |", '<td data-align="right">b</td>'),
        ("Setext\n------", '<h2 id="setext">Setext</h2>'),
        ("Term\n: One\n: Two\n\nOther\n\n: *Its*", "<dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd>"),
        ("<https://x.org/a_b>", 'href="https://x.org/a_b" rel="noopener">https://x.org/a_b</a>'),
        ("[https://x.org](https://x.org)", ">https://x.org</a>"),
        ("(a), (b), (c); (r) (p) (tm)", "(a), (b), (c); (r) (p) (tm)"),
        ("a == b == c, C++ and C++", "a == b == c, C++ and C++"),
        ("At 10:30:00, a:b:c, 1:2:3, C::D::E", "At 10:30:00, a:b:c, 1:2:3, C::D::E"),
        ("~5 to ~6, about ~7", "~5 to ~6, about ~7"),
        ("x[i][j], a[0][1] and [1]", "x[i][j], a[0][1] and [1]"),
        ("List<T> and Map<K, V>, 5 <6", "List&lt;T&gt; and Map&lt;K, V&gt;, 5 &lt;6"),
        (r"C:\Users\me and \[no link\]", r"C:\Users\me and [no link]"),
        ("50% of 100% %", "50% of 100% %"),
        ("P(a | b), |x| is", "P(a | b), |x| is"),
        ("#1 and #tag", "#1 and #tag"),
        ("x^2 and a_b", "x^2 and a_b"),
        ("```\n{{ x }} <b> [^1] :a: $\n```", "{{ x }} &lt;b&gt; [^1] :a: $\n</code>"),
        ("```python\n{{ x }} <b> [^1] :a: $\n```", "{{ x }} &lt;b&gt; [^<span"),
        ("__bold__ and __two words__", "<strong>bold</strong> and <strong>two words"),
        ("`__init__`, `r squared`, `{r}`", "<code>r squared</code>, <code>{r}</code>"),
        ("a -> b <- c => d", "a -&gt; b &lt;- c =&gt; d"),
        ("`{{ x }}`, `[[1]]`, `\\(x\\)`", "<code>\\(x\\)</code>"),
    ],
)
def test_what_is_set(render, text, html):
    assert html in render(text)


# ── dollars ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "A server costs between $5 and 10$ a month.",
        "It costs $5, $6 or $7.",
        "from $5 to $10 and $20,000 to $30,000 in total",
        "$5 million or 10$ million",
        "I paid $3 for 2 and $4 for 3",
        "US$5, HK$6 and $7",
        "$1.50 per hour, at 20$ in all",
    ],
)
def test_prices_are_no_formulae(render, text):
    assert text in render(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("$2x + 3$ and $5$", 2),
        ("$1/2$ of $n$", 2),
        ("costs $5 and $x^2$ grows", 1),
        (r"$3 \text{ of } n$", 1),
        ("$100k vs. $x$", 1),
        (r"$x$ of \$6", 1),
        ("$5_a$ and $b$", 2),
    ],
)
def test_formulae_beside_prices_are_formulae(render, text, count):
    assert render(text).count("<math") == count


# ── bars in tables ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        ("$|x|$", "<mi>x</mi>"),
        ("$P(a|b)$ and $c$", "<mi>c</mi>"),
        ("`a|b`", "<code>a|b</code>"),
        ("``a|`b``", "<code>a|`b</code>"),
        ("{live}`pens/fit.slope | .1f`", '<span class="live"'),
        (r"{live}`pens/fit.slope \| .1f`", '<span class="live"'),
        (r"a \| b", "<td>a | b</td>"),
        ("$5, but not $6", "<td>$5, but not $6</td>"),
    ],
)
def test_bars_inside_a_cell_do_not_end_it(render, cell, html):
    page = render(f"| first | second |\n|---|---:|\n| {cell} | last |\n\nAfter `a | b`.")
    assert html in page
    assert page.count("<td") == 2
    assert '<td data-align="right">last</td>' in page
    assert "<code>a | b</code>" in page


def test_two_readings_of_a_bar_are_refused(refusal):
    told = refusal("| a | b |\n|---|---|\n| `a\\|b` | $\\|x\\|$ |")
    assert told == (
        "essay.md:7: \\| in a formula of a table may mean one bar or two; "
        "write | or \\mid, or \\Vert for ‖"
    )


def test_bars_of_heads_do_not_end_them(render):
    page = render("| $|x|$ | `a|b` |\n|:-:|---|\n| 1 | 2 |")
    assert page.count("<th") - page.count("<thead") == 2
    assert "<code>a|b</code>" in page


def test_no_backslash_is_added_where_no_table_is(render):
    html = render("```\n| `a|b` |\n|---|\n| `a|b` |\n```\n\n`a|b`\n\n---\n\n`c|d` | e\n---")
    assert "\\" not in html
