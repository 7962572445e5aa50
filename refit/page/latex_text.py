r"""LaTeX and HTML in a field of a bibliography, as HTML: ``The {\em C. elegans} genome``.

Formulae stay LaTeX, between two marks, since the page alone can set them. What is not known is
refused by name.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape, unescape
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerParseError,
)
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_macros
from pylatexenc.macrospec import MacroSpec

BEGIN, END = "\ue100", "\ue101"  # around a formula
FORMULA = re.compile(f"{BEGIN}(.*?){END}", re.DOTALL)

# What LaTeX and HTML call the elements of HTML that a title may hold.
STYLES = {
    "emph": "em",
    "mkbibemph": "em",
    "textit": "em",
    "textsl": "em",
    "mkbibitalic": "em",
    "textbf": "strong",
    "mkbibbold": "strong",
    "textsubscript": "sub",
    "textsuperscript": "sup",
}
DECLARED = {"em": "em", "it": "em", "itshape": "em", "sl": "em", "bf": "strong"}
TAGS = {
    "b": r"\textbf",
    "bold": r"\textbf",
    "em": r"\emph",
    "i": r"\emph",
    "italic": r"\emph",
    "strong": r"\textbf",
    "sub": r"\textsubscript",
    "sup": r"\textsuperscript",
    **dict.fromkeys(("inline-formula", "sc", "scp", "span", "tex-math", "tt", "u"), ""),
}
# Macros whose argument is printed as it is.
BARE = {
    *("hbox", "mbox", "nocase", "text", "textmd", "textnormal", "textrm", "textsc", "textsf"),
    *("textup", "texttt", "uppercase", "MakeUppercase", "lowercase", "underline", "url", "path"),
    *("bibinfo", "textlatin", "textgreek", "selectlanguage", "natexlab"),
}
QUOTING = {"enquote", "mkbibquote", "textquote"}
DROPPED = {"noopsort", "SortNoop", "hspace", "vspace", "label", "footnote", "thanks"}
# Declarations and hints that print nothing.
SILENT = {
    *("-", "/", "!", "bgroup", "egroup", "hfill", "kern", "nobreak", "noindent", "protect"),
    *("relax", "sc", "scshape", "rm", "sf", "tt", "upshape", "normalfont", "allowbreak"),
}
LETTERS = {
    "%": "%",
    "&": "&",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    " ": " ",
    ",": "\N{THIN SPACE}",
    ";": " ",
    ":": " ",
    "\\": " ",
    "\n": " ",
    "newline": " ",
    "linebreak": " ",
    "quad": " ",
    "space": " ",
    "BibTeX": "BibTeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "TeX": "TeX",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textellipsis": "…",
    "textemdash": "\N{EM DASH}",
    "textendash": "\N{EN DASH}",
    "copyright": "©",
    "textcopyright": "©",
    "pounds": "£",
    "textsterling": "£",
    "euro": "€",
    "texteuro": "€",
    "cprime": "\N{MODIFIER LETTER PRIME}",
    "cydot": "·",
    "S": "§",
    "P": "¶",
    "textsection": "§",
    "textparagraph": "¶",
    "dag": "†",
    "textdollar": "$",
    "textunderscore": "_",
    "degree": "°",
    "slash": "/",
    "nobreakdash": "",
    "dots": "…",
    "ldots": "…",
}
SPECIALS = {
    "~": "\N{NO-BREAK SPACE}",
    "--": "\N{EN DASH}",
    "---": "\N{EM DASH}",
    "``": "\N{LEFT DOUBLE QUOTATION MARK}",
    "''": "\N{RIGHT DOUBLE QUOTATION MARK}",
    "!`": "¡",
    "?`": "¿",
    "\n\n": " ",
}
# Programs escape the signs of entities: {\&}amp; {\&}\#8217;
ENTITY = re.compile(r"(?:\{\\&\}|\\?&)((?:\{\\#\}|\\?#)?)(\w+;)")
COMPARED = (
    (re.compile(r"\{\\textless\}|\\textless(?:\{\}|\b\s*)|\$<\$"), "<"),
    (re.compile(r"\{\\textgreater\}|\\textgreater(?:\{\}|\b\s*)|\$>\$"), ">"),
)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\s[^<>]*)?/?)>")
# TeX's way to print an index in words: CO$_2$
INDEX = re.compile(r"\$\s*([_^])\s*(?:\{\s*([\w+-]+)\s*\}|(\w))\s*\$")
AMOUNT = re.compile(r"\d[\d.,]*\s+(?:[A-Za-z]{2,}|$)")
MATHEMATICS = re.compile(r"\$[^$]*[\\^_][^$]*\$")


class LatexError(ValueError):
    """A text that cannot be printed: (problem, remedy)."""


def decode(text: str) -> str:
    """Return a field's text as HTML, formulae between two marks.

    Raises
    ------
    LatexError
        If braces do not match, or something in it is not known.
    """
    text = unescape(unescape(ENTITY.sub(entity, text)))  # some programs escape twice: &amp;lt;
    source = tags_to_latex(INDEX.sub(index_to_latex, text))
    # BibTeX has no comments inside fields: what follows a % is printed.
    source = re.sub(r"(?<!\\)((?:\\\\)*)%", r"\1\\%", source)
    html = print_nodes(parse(source))
    if raw := MATHEMATICS.search(unescape(FORMULA.sub("", html))):
        raise LatexError(
            f"{raw[0]} would be printed as it stands", "write its dollar signs without backslashes"
        )
    return re.sub(" +", " ", html.replace("...", "…")).strip()


def plain(text: str) -> str:
    """Return a field's text without any style, as for names.

    Raises
    ------
    LatexError
        If something in it cannot be printed so.
    """
    html = decode(text)
    if formula := FORMULA.search(html):
        raise LatexError(f"${formula[1]}$ cannot be printed here", "leave it out")
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())


def entity(found: re.Match[str]) -> str:
    """Return an entity without the escapes of LaTeX."""
    return f"&{'#' if found[1] else ''}{found[2]}"


def index_to_latex(found: re.Match[str]) -> str:
    """Return an index that stands at no symbol as LaTeX for words."""
    name = "textsubscript" if found[1] == "_" else "textsuperscript"
    return f"\\{name}{{{found[2] or found[3]}}}"


def tags_to_latex(text: str) -> str:
    """Return HTML's elements as LaTeX writes them."""
    for pattern, sign in COMPARED:
        text = pattern.sub(sign, text)

    def replace(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name == "br":
            return " "
        if name not in TAGS:
            remedy = "write its words; <i>, <b>, <sub> and <sup> may stand there"
            raise LatexError(f"{found[0]} cannot be printed", remedy)
        return "}" if found["end"] else TAGS[name] + "{"

    return TAG.sub(replace, text)


# ── from LaTeX's tree ────────────────────────────────────────────────────────────────────────────


@cache
def printer() -> LatexNodes2Text:
    """Return what prints letters and their accents."""
    return LatexNodes2Text(strict_latex_spaces=True)


@cache
def known_to_printer() -> Any:
    """Return the macros that print letters."""
    return get_default_latex_context_db()


@cache
def macros() -> Any:
    """Return the macros, with the arguments of each."""
    known = get_default_macros()
    named = {*STYLES, *BARE, *QUOTING, *DROPPED}
    known.add_context_category(
        "bibliographies",
        macros=[
            *(MacroSpec(name, args_parser="{") for name in named),
            MacroSpec("href", args_parser="{{"),
            MacroSpec("ensuremath", args_parser="{"),
        ],
        prepend=True,
    )
    return known


def parse(source: str) -> list[Any]:
    """Return the nodes of a text."""
    walker = LatexWalker(source, latex_context=macros(), tolerant_parsing=False)
    try:
        nodes: list[Any] = walker.get_latex_nodes()[0]
    except LatexWalkerParseError as error:
        said = str(error)
        if "'$'" in said:
            raise LatexError("a $ has no other", r"write \$ for the sign itself") from None
        if "brace" in said or "'}'" in said or "'{'" in said:
            raise LatexError("unbalanced braces", "match the braces") from None
        raise LatexError("a command lacks what it needs", "write the words themselves") from None
    return nodes


def print_nodes(nodes: Sequence[Any]) -> str:
    """Return nodes as HTML."""
    html: list[str] = []
    for place, node in enumerate(nodes):
        if isinstance(node, LatexMacroNode) and node.macroname in DECLARED:
            tag = DECLARED[node.macroname]
            return "".join(html) + f"<{tag}>{print_nodes(nodes[place + 1 :]).lstrip()}</{tag}>"
        html.append(print_node(node))
    return "".join(html)


def print_node(node: Any) -> str:
    """Return one node as HTML."""
    if isinstance(node, LatexCharsNode):
        return letters(node.chars)
    if isinstance(node, LatexGroupNode):
        return print_nodes(node.nodelist)
    if isinstance(node, LatexMathNode):
        latex = "".join(each.latex_verbatim() for each in node.nodelist)
        if AMOUNT.match(latex):
            raise LatexError(
                f"${latex}$ would be set as a formula", r"write \$ for the sign itself"
            )
        return BEGIN + escape(latex) + END
    if isinstance(node, LatexSpecialsNode):
        return SPECIALS.get(node.specials_chars, escape(node.specials_chars))
    if isinstance(node, LatexMacroNode):
        return print_macro(node)
    what = node.latex_verbatim().split("\n")[0][:30]
    raise LatexError(f"{what} cannot be printed", "write the words themselves")


def letters(chars: str) -> str:
    """Return words as HTML, apostrophes curled and blanks as they are printed."""
    chars = chars.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    chars = chars.replace("`", "\N{LEFT SINGLE QUOTATION MARK}")
    return escape(re.sub(r"\s+", " ", chars))


def print_macro(node: Any) -> str:
    """Return a macro, with its arguments, as HTML.

    Raises
    ------
    LatexError
        If it is not known.
    """
    name = node.macroname
    given = node.nodeargd.argnlist if node.nodeargd else None
    arguments = [each for each in given or [] if each is not None]
    inside: Callable[[int], str] = lambda i: print_nodes([arguments[i]])  # noqa: E731
    if name in STYLES:
        return f"<{STYLES[name]}>{inside(0)}</{STYLES[name]}>"
    if name in QUOTING:
        return f"\N{LEFT DOUBLE QUOTATION MARK}{inside(0)}\N{RIGHT DOUBLE QUOTATION MARK}"
    if name in BARE:
        return inside(0)
    if name == "href":
        return inside(1)
    if name == "ensuremath":
        return BEGIN + escape(arguments[0].latex_verbatim().strip("{}")) + END
    if name in DROPPED or name in SILENT:
        return ""
    if name in LETTERS:
        return escape(LETTERS[name]) + following(node)
    if name in "^~" and arguments and not inside(0):
        return str(name)  # DBLP's sign of powers
    if known_to_printer().get_macro_spec(name) is None:
        raise LatexError(f"\\{name} cannot be printed", "write the words themselves")
    if not name.isalpha() and arguments and not inside(0):
        raise LatexError(f"\\{name}{{}} is an accent over nothing", "write the sign itself")
    return escape(printer().macro_node_to_text(node)) + following(node)


def following(node: Any) -> str:
    """Return the blank that is printed after a macro: one that ends its name is not."""
    blank = bool(node.macro_post_space) and not node.macroname.isalpha()
    return " " if blank else ""
