"""What people write for other programs, and what to write here instead.

Pandoc, Quarto, MyST, GitHub, Obsidian, Jupyter, Hugo, Jekyll, MkDocs, Docusaurus and LaTeX each
have marks that are not Markdown's. Those that are not set here are refused by name, not printed.
"""

import re

ASIDE = 'write :::{aside} "Its title" for what may be skipped, or plain text'
FIGURE = "write ![what there is to see](file.svg), or ::::{figure} for one of the model's"
COMMENT = "leave the comment out: readers would see it"
CODE = "write ``` and the name of the language, or :::{code} for functions of model.py"
SECTION = "headings are named by their own words: link to them as [words](#the-heading)"

# Directives of other programs, and their classes, by what stands for them here.
INSTEAD: dict[str, str] = {}
for _remedy, _names in {
    ASIDE: "admonition attention callout caution danger dropdown epigraph error exercise "
    "important info margin marginnote note question seealso sidebar sidenote solution success tip "
    "topic warning column-margin callout-note callout-tip callout-warning callout-caution "
    "callout-important details spoiler todo",
    FIGURE: "image carousel iframe video mermaid plot graphviz subfigure layout-ncol youtube",
    CODE: "code-block code-cell code-fold literalinclude sourcecode python r jl julia ojs "
    "highlight eval-rst testcode doctest jupyter-execute jupyter",
    'write :::{definition} "the word"': "glossary prf:definition term",
    ":::{deeper} folds a part up": "tab-set tab-item tabs tab panel-tabset panel collapse",
    "write $$ on a line of its own before the formula and after it": "math equation eq latex tex",
    "write a table of Markdown: | a | b |": "list-table csv-table table tabularcolumns",
    "write [@key]; the list of works is made by itself": "bibliography footbibliography",
    "the contents are made by themselves: leave it out": "contents toctree tableofcontents toc",
    "write the text without it": "grid grid-item card cards div center only include div "
    "columns column block container row col theorem proof lemma prf:theorem prf:proof prf:lemma "
    "embed mdinclude raw html block-quote quote comment",
}.items():
    INSTEAD.update(dict.fromkeys(_names.split(), _remedy))

# Roles of other programs.
ROLES = {
    **dict.fromkeys(("cite:p", "cite:ps", "citep", "cite:alp", "footcite"), "write [@key]"),
    **dict.fromkeys(("cite:t", "cite:ts", "citet", "cite:author", "cite:year"), "write @key"),
    **dict.fromkeys(("ref", "numref", "eq", "doc", "any", "xref", "myst"), "write [words](#name)"),
    **dict.fromkeys(("math", "eval"), "write $…$ for a formula, {live}`…` for a number"),
    **dict.fromkeys(("sub", "subscript"), "write <sub>…</sub>"),
    **dict.fromkeys(("sup", "superscript"), "write <sup>…</sup>"),
    **dict.fromkeys(("kbd", "keyboard"), "write <kbd>…</kbd>"),
    **dict.fromkeys(("del", "strike"), "write ~~…~~"),
    **dict.fromkeys(("download", "link"), "write [words](file)"),
    **dict.fromkeys(("code", "literal", "py:func", "func", "class", "mod"), "write `…`"),
    **dict.fromkeys(("fn", "footnote"), "write ^[…]"),
    **dict.fromkeys(("abbr", "dfn"), 'write :::{definition} "the word"'),
}

# The information of a fence of code that is no language.
FENCES = {
    "mermaid": FIGURE,
    "math": "write $$ on a line of its own before the formula and after it",
    "latex-math": "write $$ on a line of its own before the formula and after it",
    "dot-render": FIGURE,
}

ELEMENTS = (
    "a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption "
    "center cite code col dd del details dfn dialog div dl dt em embed fieldset figcaption figure "
    "font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label "
    "legend li link main map mark math menu meta nav object ol option p picture pre progress q "
    "rp rt ruby s samp script section select small source span strike strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr"
)
ELEMENTS_INSTEAD = {
    "a": "write [words](address)",
    "b": "write **bold**",
    "strong": "write **bold**",
    "i": "write *slanted*",
    "em": "write *slanted*",
    "code": "write `code`",
    "pre": CODE,
    "img": FIGURE,
    "iframe": FIGURE,
    "video": FIGURE,
    "svg": "save the drawing as a file, and write ![what there is to see](file.svg)",
    "details": ASIDE,
    "summary": ASIDE,
    "del": "write ~~struck through~~",
    "s": "write ~~struck through~~",
    "strike": "write ~~struck through~~",
    "table": "write a table of Markdown: | a | b |",
    "li": "write a list: - one",
    "ul": "write a list: - one",
    "ol": "write a list: 1. one",
    "hr": "write --- on a line of its own",
    "blockquote": "write > before each line",
    "kbd": "close it with </kbd> in the same paragraph, without attributes",
    "sub": "close it with </sub> in the same paragraph, without attributes",
    "sup": "close it with </sup> in the same paragraph, without attributes",
    "br": "write <br> without attributes",
    "mark": "write **bold**",
    "u": "write *slanted*",
    "style": "write style.css beside essay.md",
    "script": "an essay has no scripts of its own: write a control, such as :::{slider}",
}
HTML = re.compile(rf"</?(?P<name>{ELEMENTS.replace(' ', '|')})(?=[\s/>]|$)", re.IGNORECASE)
AS_IT_IS = "in `backquotes` it is shown as it is"

# Marks in plain words, by what to write instead; the first that is found is told.
MARKS = tuple(
    (re.compile(pattern), remedy)
    for pattern, remedy in (
        ("<!(?:--|[\u2013\u2014])", COMMENT),
        ("(?:--|[\u2013\u2014])>", f"{COMMENT}; an arrow is →"),
        (r"\{/\*|^%{1,2}\s", COMMENT),
        (r"<\?\w|<!\[CDATA\[|<!DOCTYPE", "leave it out"),
        (r"<[A-Z][A-Za-z.]*(?:\s[^<>]*)?/>|</[A-Z][A-Za-z.]*>", "write Markdown, or a directive"),
        (r"\[\^[^\]\s]*\]", "write what it says on a line of its own: [^name]: The note."),
        (r"\[-?@[^\]\s]+", "write [@key], or [@one; @two, p. 5]"),
        (r"^\[!\w+\]|^! \w|^/{3,}", ASIDE),
        (r"^!!!\+? ?\w+|^\?\?\?\+? ?\w+", ASIDE),
        (r"^(?:\.\.|\N{HORIZONTAL ELLIPSIS}) [\w:-]+::", "write a directive: :::{name}"),
        (r"^\[[ xX]\](?=\s|$)", "write a list without boxes: - one"),
        (r"^\[(?:TOC|toc)\]$|^<toc", "the contents are made by themselves: leave it out"),
        (r"!?\[\[[^\[\]\n]+\]\]|\[\[$", "write [words](essay:slug), or ![words](file.svg)"),
        (r"\{\{[<%]?|\{%", "write the words themselves; numbers of the model's are {live}`…`"),
        (r"\{:[^{}\n]*\}|\{[#.][\w-][^{}\n]*\}", f"leave it out; {SECTION}"),
        (
            r"\{[a-z][\w-]*=[\"'\u2018-\u201d\w][^{}\n]*\}",
            "leave out sizes and classes",
        ),
        (r"==(?=[^\s=])[^=\n]*(?<=[^\s=])==", "write **bold** for what is marked"),
        (r"\+\+(?=[^\s+])[^+\n]*(?<=[^\s+])\+\+", "write **bold** for what is added"),
        (r"%%[^%\n]+%%", COMMENT),
        (r"(?<![~\w])~~|~~(?![~\w])", "write ~~struck through~~, without blanks inside"),
        (r"(?<!~)~(?=[^\s~])[^~\n]*(?<=[^\s~])~(?![~\d])", "write <sub>…</sub> or ~~…~~"),
        (r"\^(?=[^\s^\[])[^\s^]{1,20}\^", "write <sup>…</sup>, or a formula: $x^2$"),
        (r"^\([A-Za-z][\w:.-]*\)=$", f"leave it out; {SECTION}"),
        (r"(?:(?<=\s)|^)\^[A-Za-z][\w-]{2,}$", f"leave it out; {SECTION}"),
        (
            r"(?<![\w:/]):(?:[a-z][\w+:-]*|[+-]1):(?![\w:/])",
            "write the sign itself, such as 🙂; a role is {name}`…`",
        ),
        (r"\$[^$\n]*[\\^_][^$\n]*\$", r"write $x$ without blanks inside, and \$ for the sign"),
        (r"\\[A-Za-z]+\*?\{|(?<![\w:\\])\\[A-Za-z]{2,}", "write Markdown, or $…$ for a formula"),
        (r"\$ (?:[^$\nA-Za-z]|\b[A-Za-z]\b)+ \$", r"write $x$ without blanks inside"),
        (r"(?<!!)(?<![\w\])])\[[^\[\]\n]+\]\[[^\[\]\n]*\]", "write [words](address)"),
        (r"\]\(", "write [words](address), a blank in it as %20"),
        (r"\|\|[^|\s][^|\n]*\|\|", r"write $\lVert x \rVert$, or plain words"),
        (r"^\|(?:\s|.*\|$)", "a table begins with a line of heads and a line of dashes as wide"),
        (r"^\*\[[^\[\]\n]+\]:", 'write :::{definition} "the word"'),
        (r"^: ", "write what is defined on the line before it"),
        (r"^\(@[\w-]*\)", "write a list: 1. one"),
        (r"^#{2,6}[^#\s]", "write a blank after the #: ## A heading"),
        (r"^={3,}\+? [\"\u201c]", ":::{deeper} folds a part up"),
        (r"^\+{3,}$|^[A-Za-z][\w -]{0,20}:: \S", "leave it out"),
        (r"^export (?:const|default|function)\b", "leave it out"),
        (r"^(?:import|export) .*\bfrom [\"'\u2018-\u201d]", "leave it out"),
        (r"^%(?:matplotlib|load_ext|run|time)\b", "leave it out"),
    )
)
# Code in a line that other programs run: `{python} x`, `r mean(x)`.
RUN = re.compile(r"\{(?:python|r|julia|ojs|eval)\} |r [\w.]+\(", re.IGNORECASE)
# Names of Python that Markdown would set as bold: __init__.
PYTHON_NAMES = re.compile(
    "all|annotations|array|call|class|dict|doc|eq|file|getitem|init|iter|len|main|name|new|next|"
    "post_init|repr|setitem|slots|str|version"
)
BARE = re.compile(r"https?://\S+|\bwww\.\w\S+")
# Those that begin a paragraph are looked for there alone.
AT_START = "^"


def foreign(words: str, begins: bool, linked: bool) -> tuple[str, str] | None:
    """Return what of a text is no mark here, and what to write instead; or None.

    ``begins`` tells whether it is the beginning of a line, ``linked`` whether it is in a link.
    """
    if not linked and (found := BARE.search(words)):
        address = found[0].rstrip(".,;:!?)")
        whole = address if "://" in address else f"https://{address}"
        return address, f"write <{whole}>, or [words]({whole})"
    if found := HTML.search(words):
        remedy = ELEMENTS_INSTEAD.get(found["name"].lower(), "write Markdown, or a directive")
        return words[found.start() :], f"{remedy}; {AS_IT_IS}"
    for pattern, remedy in MARKS:
        found = pattern.search(words)
        if found and (begins or not pattern.pattern.startswith(AT_START)):
            return words[found.start() :], f"{remedy}; {AS_IT_IS}"
    return None


def instead_of_fence(rest: str) -> str:
    """Return what to write instead of a fence of colons that opens no directive of ours."""
    name = re.match(r"\{?\s*\.?(?P<name>[\w:-]+)", rest.strip())
    remedy = INSTEAD.get(name["name"].lower()) if name else None
    if remedy:
        return remedy
    if re.match(r"\{#", rest.strip()):
        return SECTION
    return "write :::{name} options"


def instead_of_code(info: str) -> str | None:
    """Return what to write instead of a fence of code that other programs run; None for code."""
    info = info.strip()
    braces = re.match(r"\{(?P<raw>=?)\s*\.?(?P<name>[\w:-]*)", info)
    if braces and braces["raw"]:
        return "write Markdown, or a directive"
    if braces:
        name = braces["name"].lower()
        return INSTEAD.get(name, f"write ```{name} for code, or :::{{name}} for a directive")
    return FENCES.get(info.split(" ")[0].lower()) if info else None
