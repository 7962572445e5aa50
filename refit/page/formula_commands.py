r"""Commands, environments and signs that no formula has here, and what to write instead."""

import unicodedata

OWN_LOOKS = "a page has its colours and addresses elsewhere: leave it out"
OWN_SIZES = "a page has its own sizes and places: leave it out"
MACROS = r"write it under macros: in the front matter, as in `'\E': '\mathbb{E}'`"
NO_NUMBERS = r"formulae have no labels: write \tag{1}, and say `(1)` in the text"
ALIKE = "browsers do not draw it alike: leave it out"
UNITS = r"write number and unit, as in 5\,\text{kg}"
IN_THE_TEXT = "end the formula before it: {} stands in the text"


def commands(names: str) -> list[str]:
    r"""Return names with the \ before each."""
    return [rf"\{name}" for name in names.split()]


# Commands that are refused: what to write instead.
REFUSED = {
    **dict.fromkeys(
        commands(
            "class color colorbox cssId data definecolor fcolorbox href htmlClass htmlData htmlId "
            "htmlStyle id includegraphics style textcolor url"
        ),
        OWN_LOOKS,
    ),
    **dict.fromkeys(
        commands(
            "bigskip break centering displaylines footnotesize hfil hfill hrule hss huge Huge "
            "Large LARGE large medskip newpage normalsize pagebreak raggedright "
            "scriptsize small smallskip tiny vfill vskip vspace"
        ),
        OWN_SIZES,
    ),
    **dict.fromkeys(commands("require usepackage"), "nothing is loaded here: leave it out"),
    **dict.fromkeys(
        commands(
            "def edef gdef xdef let futurelet global long newcommand providecommand renewcommand "
            "DeclareMathOperator DeclarePairedDelimiter newenvironment"
        ),
        MACROS,
    ),
    **dict.fromkeys(commands("label ref eqref cref Cref autoref"), NO_NUMBERS),
    **dict.fromkeys(
        commands(
            "angl angln bordermatrix cancelto longdiv phase textcircled toggle reflectbox sout "
            "xcancel enclose"
        ),
        ALIKE,
    ),
    **dict.fromkeys(commands("SI si num qtyrange SIrange unit ang"), UNITS),
    **dict.fromkeys(commands("cite citep citet parencite"), IN_THE_TEXT.format("[@key]")),
    **dict.fromkeys(
        commands("footnote footnotemark footnotetext thanks"), IN_THE_TEXT.format("^[…]")
    ),
    **dict.fromkeys(
        commands("intertext shortintertext"), "end the formula before it, and begin another after"
    ),
    r"\item": "end the formula before it: a list is written as - one",
    r"\newline": r"put the lines into \begin{aligned} … \\ … \end{aligned}",
    r"\linebreak": r"put the lines into \begin{aligned} … \\ … \end{aligned}",
    r"\verb": r"write \texttt{…}",
    r"\root": r"write \sqrt[3]{x}",
    r"\buildrel": r"write \overset{a}{b}",
    r"\vline": r"write \begin{array}{c|c}",
    r"\cline": r"write \hline, or leave it out",
    r"\multicolumn": "give each cell its own place, or leave it out",
    r"\multirow": "give each cell its own place, or leave it out",
    r"\(": "a formula has begun already: leave it out",
    r"\[": "a formula has begun already: leave it out",
    r"\)": "a formula ends with its dollars: leave it out",
    r"\]": "a formula ends with its dollars: leave it out",
}
# What is written here in another way.
INSTEAD = {
    "E": r"\mathbb{E}",
    "P": r"\mathbb{P}",
    "1": r"\mathbf{1}",
    "ind": r"\mathbb{1}",
    "indep": r"\perp",
    "independent": r"\perp",
    "given": r"\mid",
    "trans": r"^\top",
    "T": r"^\top",
    "vect": r"\mathbf{…}",
    "mat": r"\mathbf{…}",
}
ENVIRONMENTS = (
    *("align*", "aligned", "alignat*", "array", "cases", "dcases", "equation*", "gather*"),
    *("gathered", "multline*", "rcases", "smallmatrix", "split", "subarray"),
    *("matrix", "bmatrix", "Bmatrix", "pmatrix", "vmatrix", "Vmatrix"),
)
ENVIRONMENTS_INSTEAD = {
    **dict.fromkeys(
        ("eqnarray", "eqnarray*", "flalign", "flalign*", "dmath", "IEEEeqnarray"),
        r"write \begin{align*}, with & before each =",
    ),
    **dict.fromkeys(("math", "displaymath", "center", "document"), r"leave \begin and \end out"),
    **dict.fromkeys(
        ("tabular", "tabular*", "tabularx"),
        r"write \begin{array}, or in the text a table of Markdown: | a | b |",
    ),
    **dict.fromkeys(("numcases", "subnumcases"), r"write \begin{cases}"),
    "subequations": r"leave \begin and \end out",
    "empheq": r"write \boxed{…}",
    **dict.fromkeys(("itemize", "enumerate"), "end the formula before it: a list is - one"),
    **dict.fromkeys(
        ("figure", "tikzpicture", "tikzcd", "algorithm", "algorithmic", "theorem", "proof"),
        "end the formula before it: it is no part of one",
    ),
}
# Signs that stand for a command.
SIGNS = {
    "\N{MIDDLE DOT}": r"\cdot",
    "\N{BULLET}": r"\bullet",
    "\N{EN DASH}": "- for minus",
    "\N{EM DASH}": r"- for minus, \text{ — } for the dash",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{SOFT HYPHEN}": "-, or leave it out",
    "\N{PRIME}": "'",
    "\N{DOUBLE PRIME}": "''",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SQUARE ROOT}": r"\sqrt{…}",
    "\N{MICRO SIGN}": r"\mu",
    "\N{DEGREE SIGN}": r"^\circ",
    "\N{VULGAR FRACTION ONE HALF}": r"\frac{1}{2}",
    "\N{VULGAR FRACTION ONE QUARTER}": r"\frac{1}{4}",
    "\N{VULGAR FRACTION THREE QUARTERS}": r"\frac{3}{4}",
    "\N{VULGAR FRACTION ONE THIRD}": r"\frac{1}{3}",
    "\N{VULGAR FRACTION TWO THIRDS}": r"\frac{2}{3}",
    "\N{SUPERSCRIPT LATIN SMALL LETTER N}": "^n",
}
ACCENTS = {
    "\N{COMBINING CIRCUMFLEX ACCENT}": r"\hat",
    "\N{COMBINING MACRON}": r"\bar",
    "\N{COMBINING TILDE}": r"\tilde",
    "\N{COMBINING DOT ABOVE}": r"\dot",
    "\N{COMBINING CARON}": r"\check",
}


def instead_of_sign(sign: str) -> str:
    """Return what to write instead of a sign that is no letter of a formula."""
    if sign in SIGNS:
        return f"write {SIGNS[sign]}"
    if not sign.isprintable():
        return "leave it out: it cannot be seen"
    parts = unicodedata.normalize("NFD", sign)
    if len(parts) == 2 and parts[1] in ACCENTS:
        return rf"write {ACCENTS[parts[1]]}{{{parts[0]}}}, or among words \text{{{sign}}}"
    return rf"write \text{{{sign}}}"
