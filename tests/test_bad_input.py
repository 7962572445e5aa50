"""Bad input: every mistake is told by the command line, with its file, its line and what to write
instead; its exit code is 1, and the last good site stays as it was.

Each case is a small edit of a good essay. Whatever a message quotes is quoted here in full.
"""

import codecs
import hashlib
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from refit.essay.author_code import import_file
from refit.essay.scenes import ALT
from refit.page.renderer import DIRECTIVES
from refit.page.templates import environment
from refit.site import language_page, pages
from tests import small

ROOT = Path(__file__).resolve().parent.parent
main = import_file(ROOT / "build.py", "refit_test.build_bad").main

TEXT = (
    small.SCENE
    + """
See {cite}`cover`, [the dots](#dots-1) and ![A dot](dot.svg) where $x^2$.

::::{quiz} guess answer="dots/total.n | d" min=0 max=9 step=1
How many?

:::{answer}
{live}`dots/total.n | d`.
:::
::::

:::{code} dots
:::

:::{aside} "By the way"
It is a {term}`accent`.
:::

:::{definition} dot
A small one.
:::
"""
)
MORE = """
:::::{deeper} "More" for="More of it."
::::{figure} extra model=dots
:::{alt}
More dots.
:::
::::

::::{challenge} four goal="dots/total.n > 3" solution='{"n": 4}'
Make four.

:::{hint}
One more.
:::
::::
:::::
"""
BIB = "@book{cover,\n  author = {Cover, T.},\n  title = {Dots},\n  year = 1967\n}\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
NOWHERE = "http://127.0.0.1:9/"  # where nobody listens


def write_good(essays, slug="one"):
    """Write the essay that all cases begin with."""
    folder = small.write_essay(essays, slug, text=TEXT)
    (folder / "refs.bib").write_text(BIB)
    (folder / "dot.svg").write_text(DOT)
    return folder


@pytest.fixture(scope="module")
def last_good(tmp_path_factory):
    """Build the good essay; return the folder of the site."""
    root = tmp_path_factory.mktemp("good")
    write_good(root / "essays")
    assert main(["build", "--essays", str(root / "essays"), "--out", str(root / "dist")]) == 0
    return root / "dist"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of a good essay, below the working folder."""
    monkeypatch.chdir(tmp_path)
    return write_good(tmp_path / "essays")


@pytest.fixture
def refused(last_good, folder, capfd):
    """Return a function that builds in vain; it returns what was said, line by line."""

    def build(*options):
        capfd.readouterr()
        before = contents(last_good)
        assert main(["build", "--essays", "essays", "--out", str(last_good), *options]) == 1
        said = capfd.readouterr()
        assert "Traceback" not in said.out + said.err
        assert contents(last_good) == before
        assert [each.name for each in last_good.parent.iterdir() if each.name != "essays"] == [
            "dist"
        ]
        return said.err.splitlines()

    return build


def contents(dist):
    """Return a hash of every file of a site, but of the runtime's, which are large: their times."""
    return {
        str(file): file.stat().st_mtime_ns
        if "/runtime-" in str(file)
        else hashlib.sha256(file.read_bytes()).hexdigest()
        for file in dist.rglob("*")
        if file.is_file()
    }


@dataclass
class Case:
    """An edit of one file, and what is said of the line of the edit, or of one ``below`` it."""

    name: str
    old: str
    new: str
    told: str
    file: str = "essay.md"
    below: int = 0
    column: str = ""
    more: list[tuple[str, str]] = field(default_factory=list)


TEXTS = [
    Case(
        "unknown directive",
        ":::{aside}",
        ":::{asside}",
        "there is no directive {asside}; write {aside}; known: answer, aside, button, challenge, "
        "code, deeper, definition, figure, hint, quiz, scene, select, slider, toggle",
    ),
    Case(
        "unknown role",
        "{cite}`",
        "{site}`",
        "there is no role {site}; write {cite}; known: cite, live, term",
    ),
    Case(
        "unknown directive in a scene",
        "::::{step} n=2",
        "::::{stepp} n=2",
        "there is no directive {stepp}; write {step}; known: alt, answer, aside, button, "
        "challenge, code, deeper, definition, figure, hint, quiz, scene, select, slider, step, "
        "toggle",
    ),
    Case(
        "a value between two places of its slider",
        "::::{step} n=2",
        "::::{step} n=2.25",
        "n=2.25 is between 2 and 2.5, where the slider can stand; the slider in line 14 sets it; "
        "change one of the two",
    ),
    Case(
        "colon in front matter",
        "title: T",
        "title: A small: essay",
        "front matter: mapping values are not allowed here; put a text that holds a colon into "
        'quotes: `title: "A small: essay"`',
    ),
    Case(
        "tab before a fence",
        ":::{alt}",
        "\t:::{alt}",
        "this fence begins with a tab, so it is read as code; begin it at the margin",
    ),
    Case(
        "curly quotes",
        'label="How many"',
        "label=\N{LEFT DOUBLE QUOTATION MARK}Many\N{RIGHT DOUBLE QUOTATION MARK}",
        "{slider} has a curly quotation mark: \N{LEFT DOUBLE QUOTATION MARK}; write straight ones: "
        '"two words"',
    ),
    Case(
        "blanks around an equals sign",
        "min=1 max=4",
        "min = 1 max=4",
        "{slider} has a blank beside an equals sign; write min=1",
    ),
    Case(
        "HTML in the text",
        "See {cite}`cover`",
        "See <b>this</b> {cite}`cover`",
        "'<b>this</b> ' would be printed as it stands; write **bold**; in `backquotes` it "
        "is shown as it is",
    ),
    Case(
        "a footnote",
        "See {cite}`cover`",
        "See[^1] {cite}`cover`",
        "'[^1] ' would be printed as it stands; write what it says on a line of its own: [^name]: "
        "The note.; in `backquotes` it is shown as it is",
    ),
    Case(
        "an option twice",
        "min=1 max=4",
        "min=1 min=2 max=4",
        "{slider} has min twice; leave one of them out",
    ),
    Case(
        "fences of one length nested",
        ":::::{scene}",
        "::::{scene}",
        "{step} has a fence as long as the {scene} around it; give {scene} in line 5 at least 5 "
        "colons, or this one fewer than 4",
        below=6,
    ),
    Case(
        "fence never closed",
        ":::{definition} dot\nA small one.\n:::",
        ":::{definition} dot\nA small one.",
        "{definition} is never closed; close it with :::",
    ),
    Case(
        "unknown key of front matter",
        "summary: S",
        "summary: S\nsummry: S",
        "unknown key 'summry'; the keys are title, summary, topic, shelf, order, tags, lang, "
        "authors, date, macros, time_limit, without_advice",
        below=1,
    ),
    Case(
        "language that there is not",
        "summary: S",
        "summary: S\nlang: klingon",
        "'klingon' is no language; write a code such as de, fr or pt-BR",
        below=1,
    ),
    Case(
        "title without words",
        "title: T",
        'title: "  "',
        "title is empty; write `title: Some title`",
    ),
    Case(
        "tag without words",
        "title: T",
        'title: T\ntags: [a, ""]',
        "tags holds an empty text; write `tags: [evaluation, classification]`",
        below=1,
    ),
    Case(
        "wrong type in front matter",
        "title: T",
        "title: T\norder: first",
        "order is str, not int; write `order: 1`",
        below=1,
    ),
    Case(
        "table that is not there",
        "{live}`total.n",
        "{live}`totl.n",
        "there is no table 'totl'; tables: points, total",
    ),
    Case(
        "column that is not there",
        "{live}`total.n",
        "{live}`total.m",
        "table 'total' has no column 'm'; columns: n",
    ),
    Case(
        "row that is not there",
        "{live}`total.n",
        "{live}`total[two].n",
        "table 'total' has no row 'two'; keys: none: the table has no column `key`",
    ),
    Case(
        "key of the state that is not there",
        "{step} n=2",
        "{step} m=2",
        "the state of scene 'dots' has no key 'm'; its keys are n, layout, high, seed",
    ),
    Case(
        "control of a key that is not there",
        "{toggle} high",
        "{toggle} hihg",
        "the state has no key 'hihg'; its keys are n, layout, high, seed",
    ),
    Case(
        "word after a step",
        "{step} n=2",
        "{step} n 2",
        "{step} takes no 'n'; write :::{step} n=value",
    ),
    Case(
        "citation that is not there",
        "{cite}`cover`",
        "{cite}`hart`",
        "refs.bib has no entry 'hart'; its keys: cover",
    ),
    Case(
        "colour that is not there",
        "{term}`accent`",
        "{term}`red`",
        "'red' is no colour of the theme; write {term}`text | colour`; colours: accent, axis, "
        "boundary, card, code-name, code-note, code-text, code-word, focus, ink, line, muted, "
        "paper, right, wrong",
    ),
    Case(
        "function that is not there",
        "{code} dots",
        "{code} dogs",
        "model.py has no 'dogs'; it has STATES, dots",
    ),
    Case(
        "scene that is not in the model",
        "{scene} dots",
        "{scene} dogs",
        "model.py has no scene 'dogs'; define dogs(state) there, and its default state in STATES",
    ),
    Case(
        "step outside a scene",
        ":::{definition} dot",
        ":::{step}",
        "{step} stands outside a scene; put it directly inside ::::{scene}",
    ),
    Case(
        "control outside a scene",
        ":::{definition} dot",
        ":::{toggle} high label=High",
        "{toggle} stands outside a scene; put it inside ::::{scene}",
    ),
    Case(
        "scene inside an aside",
        ":::::{scene} dots",
        '::::::{aside} "Dots"\n:::::{scene} dots',
        "{scene} stands inside another directive; put it outside all of them but {deeper}: its "
        "figure needs the width of the page",
        below=1,
        more=[("\n:::::\n", "\n:::::\n::::::\n")],
    ),
    Case(
        "layout that a scene does not have",
        "{scene} dots",
        "{scene} dots layout=huge",
        "a scene has no layout 'huge'; write layout=wide or layout=full, or nothing for beside",
    ),
    Case(
        "figure with steps",
        "{scene} dots",
        "{figure} dots",
        "{step} cannot stand directly inside a figure; put it outside; a {scene} has steps",
        below=6,
    ),
    Case(
        "deeper part that does not say what for",
        ":::{definition} dot",
        ":::{deeper} More",
        '{deeper} has no for; write :::::{deeper} "Its heading" for="what it is for"',
    ),
    Case(
        "topic that says nothing",
        "summary: S",
        "summary: S\ntopic: ''",
        "topic is empty; write `topic: ROC curve & AUC (the words that people search for)`",
        below=1,
    ),
    Case(
        "shelf that says nothing",
        "summary: S",
        "summary: S\nshelf: ' '",
        "shelf is empty; write `shelf: Trees and forests (its heading in the index)`",
        below=1,
    ),
    Case(
        "value outside its control's range",
        "{step} n=3",
        "{step} n=5",
        "n=5 is not a number from 1 to 4; the slider in line 14 sets it; change one of the two",
    ),
    Case(
        "default outside its control's range",
        "min=1 max=4",
        "min=1 max=2",
        "the state's default n=3 is not a number from 1 to 2; change STATES in model.py, or this "
        "control",
    ),
    Case(
        "no text alternative",
        ":::{alt}\nDots.\n:::",
        "",
        "the figure of scene 'dots' has no text alternative; say inside the scene, in :::{alt}, "
        "what there is to see",
        below=-2,
    ),
    Case(
        "two text alternatives",
        ":::{alt}\nDots.\n:::",
        ":::{alt}\nDots.\n:::\n:::{alt}\nMore dots.\n:::",
        "the figure of scene 'dots' has two text alternatives; say all there is to see in one "
        ":::{alt}",
        below=3,
    ),
    Case(
        "two quizzes of one name",
        ":::{definition} dot",
        ":::{definition} guess",
        "#guess is already an anchor in line 35; name one otherwise",
    ),
    Case(
        "two scenes of one name",
        "\nSee {cite}",
        "\n::::{scene} dots\n:::{alt}\nDots.\n:::\n:::{step}\nDots.\n:::\n::::\n\nSee {cite}",
        "there are two scenes 'dots'; rename one",
        below=1,
    ),
    Case(
        "link to a place that is not there",
        "(#dots-1)",
        "(#dots-9)",
        "there is no anchor #dots-9; anchors: #dots-1, #dots-2, #guess, #dot",
    ),
    Case(
        "link to an essay that is not there",
        "(#dots-1)",
        "(essay:two)",
        "there is no essay 'two'; essays: one",
    ),
    Case(
        "image that is not there",
        "(dot.svg)",
        "(dots.svg)",
        "there is no file 'dots.svg'; the folder has dot.svg",
    ),
    Case(
        "image without a text alternative",
        "![A dot]",
        "![]",
        "'dot.svg' has no text alternative; write ![what there is to see](dot.svg)",
    ),
    Case(
        "command that cannot be set",
        "$x^2$",
        r"$\bosymbol{x}$",
        r"\bosymbol is no command that is known here; write \boldsymbol, or "
        r"\operatorname{bosymbol} for a function, \text{bosymbol} for words",
        column="69:",
    ),
    Case(
        "answer that is not on the scale",
        "max=9",
        "max=1",
        "the model's answer is 2, which is not on the scale; the scale goes from 0 to 1",
    ),
]
OTHERS = [
    Case(
        "model that raises",
        "    y = [",
        "    assert n < 3, 'too many'\n    y = [",
        "AssertionError: too many; mend `assert n < 3, 'too many'`",
        "model.py",
    ),
    Case(
        "model that returns NaN",
        "1.0 * state",
        "math.nan * state",
        "points.y is nan in row 0; return finite numbers, or leave out rows that have no value; "
        "mend what this scene returns",
        "model.py",
        below=-2,
    ),
    Case(
        "model that returns infinity",
        '"n": [n]',
        '"n": [-math.inf]',
        "total.n is -inf in row 0; return finite numbers, or leave out rows that have no value; "
        "mend what this scene returns",
        "model.py",
        below=-3,
    ),
    Case(
        "columns of unequal length",
        '"n": [n]',
        '"n": [n], "m": [1, 2]',
        "columns of table total differ in length: {'n': 1, 'm': 2}; mend what this scene returns",
        "model.py",
        below=-3,
    ),
    Case(
        "model that differs between two calls",
        "def dots(state):",
        "import random\n\n\ndef dots(state):",
        "dots() gives another points.y when it is asked the same again; give random numbers a "
        "seed, as in np.random.default_rng(0), and keep nothing between two calls",
        "model.py",
        below=3,
        more=[("1.0 * state", "random.random() + state")],
    ),
    Case(
        "import that the browser lacks",
        "import math",
        "import math\nimport threading",
        "threading does not work in the browser: no processes, threads or network; a model has "
        "the standard library, numpy, scipy, sklearn, joblib, threadpoolctl",
        "model.py",
        below=1,
    ),
    Case(
        "whole numbers that are too large for the browser's",
        '"total": {"n": [n]}',
        '"total": {"n": [n + int((numpy.array([70000]) ** 2)[0]) - 4900000000]}',
        "total.n is 2 at build and -4294967294 in the browser's Python, in row 0 (scene 'dots' "
        "with n=2); if it comes of whole numbers, these have 32 bits there: say dtype=np.int64, or "
        "use floats; if of sorting what may be equal, its order may differ: say kind='stable'",
        "model.py",
        below=-1,
        more=[("import math", "import math\n\nimport numpy")],
    ),
    Case(
        "model that fails in the browser alone",
        "    y = [",
        "    math.sqrt(-1 if sys.platform == 'emscripten' else 1)\n    y = [",
        "fails in the browser's Python: ValueError: expected a nonnegative input, got -1.0 (scene "
        "'dots' with n=2); write what it understands: it is Python 3.14.0 with numpy 2.4.3, scipy "
        "1.18.0, scikit-learn 1.8.0",
        "model.py",
        below=1,
        more=[("import math", "import math\nimport sys")],
    ),
    Case(
        "model that reads a file from where the build was started",
        "    y = [",
        "    open('d.csv')\n    y = [",
        "'d.csv' is looked for where the build was started; write "
        "Path(__file__).with_name('d.csv'), with the file in one/",
        "model.py",
    ),
    Case(
        "model that calls sys.exit()",
        "    y = [",
        "    import sys\n    sys.exit('done')\n    y = [",
        "this would end the whole program: SystemExit: done; return a result, or raise an error "
        "that says what is wrong",
        "model.py",
        below=1,
    ),
    Case(
        "model that calls os._exit()",
        "    y = [",
        "    import os\n    os._exit(0)\n    y = [",
        "this would end the whole program: SystemExit: os._exit() was called; return a result, or "
        "raise an error that says what is wrong",
        "model.py",
        below=1,
    ),
    Case(
        "figure that is not there",
        "def dots(narrow)",
        "def dogs(narrow)",
        "essays/one/essay.md:5: figures.py has no figure for scene 'dots'; define dots(narrow) "
        "there, returning an Altair chart",
        "figures.py",
    ),
    Case(
        "figure that raises",
        ".mark_point()",
        ".mark_pint()",
        "AttributeError: 'Chart' object has no attribute 'mark_pint'; mend dots(narrow=False)",
        "figures.py",
    ),
    Case(
        "figure without a size",
        "    return points.properties(width=90 if narrow else 180, height=60)",
        "    return points.properties(height=60)",
        "the figure's width is not given; it must be a number of pixels; write "
        ".properties(width=360 if narrow else 720, height=…)",
        "figures.py",
        below=-2,
    ),
    Case(
        "colour that is not there",
        ".mark_point()",
        ".mark_point(fill='var(--ink)', stroke='var(--inc)')",
        "var(--inc) is no colour of the theme; name it in theme.json; colours: accent, axis, "
        "boundary, card, code-name, code-note, code-text, code-word, focus, ink, line, muted, "
        "paper, right, wrong",
        "figures.py",
    ),
    Case(
        "figure of a column that is not there",
        'y="y:Q"',
        'y="z:Q"',
        "the figure dots() reads column 'z' of table 'points', which model.py does not return; "
        "columns: x, y",
        "figures.py",
    ),
    Case(
        "work without a title",
        "  title = {Dots},\n",
        "",
        "cover: this entry has no title; write title = {…}",
        "refs.bib",
        below=-2,
    ),
]


def edit(file, case):
    """Edit a file; return the line that the message is to name."""
    line = small.edit(file, case.old, case.new)
    for old, new in case.more:
        small.edit(file, old, new)
    return line + case.below


@pytest.mark.parametrize("case", [*TEXTS, *OTHERS], ids=lambda case: case.name)
def test_a_mistake_is_told_with_its_line_and_its_remedy(folder, refused, case):
    line = edit(folder / case.file, case)
    place = (
        "" if case.told.startswith("essays/") else f"essays/one/{case.file}:{line}:{case.column} "
    )
    assert refused() == [place + case.told]


@pytest.mark.parametrize("name", [*DIRECTIVES, "alt"])
def test_an_option_that_a_directive_does_not_take_is_told_with_those_it_takes(
    folder, refused, name
):
    text = folder / "essay.md"
    text.write_text(text.read_text("utf-8") + MORE, "utf-8")
    line = small.edit(text, f"{{{name}}}", f"{{{name}}} nonsense=1")
    signature = DIRECTIVES[name][0] if name in DIRECTIVES else ALT
    known = ", ".join(signature.options) or "none"
    problem = f"{{{name}}} has no option 'nonsense' (its options: {known})"
    assert refused() == [f"essays/one/essay.md:{line}: {problem}; write {signature.example}"]


# ── several at once ──────────────────────────────────────────────────────────────────────────────


def test_all_mistakes_of_an_essays_words_are_told_at_once(folder, refused):
    cases = [case for case in TEXTS if case.name in ("unknown directive", "unknown role")]
    cases += [case for case in OTHERS if case.name == "figure that raises"]
    lines = [edit(folder / case.file, case) for case in cases[:2]]
    told = [(line, case.told) for line, case in sorted(zip(lines, cases, strict=False))]
    assert refused() == [f"essays/one/essay.md:{line}: {words}" for line, words in told]


def test_of_mistakes_in_its_frame_the_first_is_told(folder, refused):
    """Where fences, front matter or a scene cannot be read, nothing that follows has a meaning."""
    edit(folder / "essay.md", next(case for case in TEXTS if "never closed" in case.name))
    edit(folder / "essay.md", next(case for case in TEXTS if case.name == "unknown directive"))
    (line,) = refused()
    assert "{definition} is never closed" in line


def test_mistakes_of_all_essays_are_told(folder, refused):
    write_good(folder.parent, "two")
    for slug in ("one", "two"):
        small.edit(folder.parent / slug / "essay.md", "{cite}`cover`", "{cite}`hart`")
    assert [line.split(":")[0] for line in refused()] == [
        "essays/one/essay.md",
        "essays/two/essay.md",
    ]


# ── files and folders ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["essay.md", "model.py", "figures.py", "refs.bib", "style.css"])
def test_a_file_that_is_not_utf8_is_told(folder, refused, name):
    file = folder / name
    before = file.read_bytes() if file.exists() else b""
    file.write_bytes(before + b"\n# na\xefve\n")
    line = before.count(b"\n") + 2
    assert refused() == [f"essays/one/{name}:{line}: is not UTF-8; save it as UTF-8"]


COVER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {}">\n{}</svg>'
TITLE = "<title>A dot</title>\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "cover.svg",
            COVER.format("1120 440", "<title> </title>"),
            "1: this cover has no <title>; write <title>What there is to see</title> in it",
        ),
        (
            "cover.svg",
            COVER.format("100 440", TITLE),
            '1: this cover is 100 by 440; draw it 1120 by 440, as <svg viewBox="0 0 1120 440" …>',
        ),
        (
            "cover.svg",
            COVER.format("inf inf", TITLE),
            "the size of this picture cannot be read; give its <svg> a viewBox",
        ),
        (
            "cover.svg",
            COVER.format("1120 440", f"{TITLE}<script/>"),
            "3: this drawing holds <script>; delete it: a drawing is shown as a picture, in which "
            "nothing runs",
        ),
        (
            "dot.svg",
            COVER.format("9 9", '<image href="/etc/hostname"/>'),
            "2: this drawing leads to '/etc/hostname'; draw it in the file itself: a drawing may "
            "name only its own parts, as in href='#name'",
        ),
        ("style.css", "a {\n}\nb {\n", "3: { is never closed; close it with }"),
    ],
)
def test_a_mistake_in_a_picture_or_a_style_sheet_is_told_by_a_build_and_a_check(
    folder, refused, capfd, name, content, told
):
    (folder / name).write_text(content, "utf-8")
    place = f"essays/one/{name}:{told}" if told[0].isdigit() else f"essays/one/{name}: {told}"
    assert refused("--site-url", "https://example.org/") == [place]
    assert main(["check", "--essays", "essays"]) == 1
    assert capfd.readouterr().err.splitlines() == [place]


def test_files_may_begin_with_a_byte_order_mark(folder, capfd):
    for name in ("essay.md", "model.py", "figures.py", "refs.bib"):
        file = folder / name
        file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert main(["check", "--essays", "essays"]) == 0, capfd.readouterr().err


@pytest.mark.parametrize("name", ["essay.md", "model.py", "refs.bib", "style.css", "cover.svg"])
def test_a_link_out_of_the_essays_is_not_published(folder, refused, tmp_path, name):
    secret = tmp_path / "secret"
    secret.write_bytes((folder / name).read_bytes() if (folder / name).exists() else b"a { }")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    told = f"essays/one/{name}: this link leads out of the essays; copy the file here"
    assert told in refused()


def test_a_link_to_another_essay_s_file_is_followed(folder, capfd):
    shared = folder.parent / "shared.bib"
    (folder / "refs.bib").rename(shared)
    (folder / "refs.bib").symlink_to(shared)
    assert main(["check", "--essays", "essays"]) == 0, capfd.readouterr().err


@pytest.mark.parametrize("name", ["essay.md", "model.py", "figures.py"])
def test_a_file_that_is_missing_is_told(folder, refused, name):
    (folder / name).unlink()
    if name == "essay.md":
        assert refused() == ["essays: holds no essay; add a folder with an essay.md"]
    else:
        told = f"essays/one/{name}: this file is missing; an essay with a scene needs it"
        assert refused() == [told]


@pytest.mark.parametrize("name", ["model.py", "figures.py"])
def test_a_folder_in_the_place_of_a_file_is_told(folder, refused, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    assert refused() == [f"essays/one/{name}: this file is missing; an essay with a scene needs it"]


def test_a_time_limit_beyond_all_measure_is_refused(folder, refused):
    small.edit(folder / "essay.md", "summary: S", "summary: S\ntime_limit: 100000000000")
    (told,) = refused()
    assert told.startswith("essays/one/essay.md:4: time_limit is more than an hour; ")


def test_two_essays_cannot_have_one_slug(folder, refused):
    """The folder's name is the slug, and names that differ by their case alone are none."""
    folder.rename(folder.with_name("ONE"))
    said = "essays/ONE: 'ONE' is no slug; name the folder in small letters, digits and hyphens"
    assert refused() == [said]
    front = "---\ntitle: T\nslug: one\n"
    text = (folder.with_name("ONE") / "essay.md").read_text("utf-8")
    write_good(folder.parent, "two")
    (folder.parent / "two" / "essay.md").write_text(text.replace("---\ntitle: T\n", front, 1))
    assert refused()[1].startswith("essays/two/essay.md:3: unknown key 'slug'; ")


def test_new_leaves_a_folder_alone_that_is_there(folder, capfd):
    before = contents(folder)
    assert main(["new", "one", "--essays", "essays"]) == 1
    said = "essays/one: this folder exists already; choose another slug, or edit it\n"
    assert capfd.readouterr().err == said
    assert contents(folder) == before


def test_new_refuses_a_bad_slug(folder, capfd):
    assert main(["new", "Random Forests", "--essays", "essays"]) == 1
    assert capfd.readouterr().err == (
        "'Random Forests' is no slug: small letters, digits and single hyphens only; "
        "write `build.py new random-forests`\n"
    )
    assert [each.name for each in folder.parent.iterdir()] == ["one"]


# ── what is not the text's fault ─────────────────────────────────────────────────────────────────


def test_a_model_that_crashes_its_process_is_told_from_the_others(folder, refused):
    write_good(folder.parent, "two")
    crash = "    import os\n    os.kill(os.getpid(), 9)\n    y = ["
    small.edit(folder.parent / "two" / "model.py", "    y = [", crash)
    assert refused("--fresh") == [  # so that both are built in processes of their own
        "essays/two/model.py:6: building this essay ends the process that does it; look for what "
        "crashes Python, or takes more memory than there is"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "blocks/slider.html",
            "{{ control.label }}",
            "{{ control.lable }}",
            "UndefinedError: 'refit.essay.controls.Control object' has no attribute 'lable'; ",
        ),
        (
            "blocks/slider.html",
            "{{ control.label }}",
            "{{ control.label }",
            "TemplateSyntaxError: unexpected '}'; ",
        ),
        ("essay.html", "{{ body }}", "{% if %}", "TemplateSyntaxError: Expected an expression, "),
        ("index.html", "{{ essay.title }}", "{{ essay.tittle }}", "UndefinedError: 'refit."),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(
    folder, refused, tmp_path, monkeypatch, name, old, new, told
):
    templates = shutil.copytree(ROOT / "templates", tmp_path / "templates")
    at = small.edit(templates / name, old, new)
    small.edit(folder / "essay.md", "There are", "There were")  # so that it is rendered again
    for module in (language_page, pages):
        monkeypatch.setattr(module, "environment", lambda _: environment(templates))
    (line,) = refused()
    assert line.startswith(f"templates/{name}:{at}: {told}")
    assert line.endswith("; mend this template")


def test_without_a_network_and_a_runtime_it_says_what_to_do(folder, refused, tmp_path, monkeypatch):
    for name in ("REFIT_CDN", "PIP_INDEX_URL", "npm_config_registry"):
        monkeypatch.setenv(name, NOWHERE)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "REFIT_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "empty"))
    said = refused()
    assert "the browser runtime is incomplete. Missing:" in said
    assert said[-1] == (
        "Connect to a network and try again; "
        "or put these files into a folder and set REFIT_RUNTIME_DIR to it."
    )
