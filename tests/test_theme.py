"""Themes: what is refused, what becomes CSS, and contrast by WCAG 2.2 in every essay."""

import json
import re
from pathlib import Path

import pytest

from refit.errors import AuthorError
from refit.site.contrast import MARK, STAGE, contrast, faint
from refit.site.theme import SCHEMES, load_theme, page_css, picture_style

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "static/theme.json"
ESSAYS = sorted(file.parent for file in (ROOT / "essays").glob("[a-z]*/essay.md"))


@pytest.fixture
def own(tmp_path):
    """Return a function that writes an essay's theme."""

    def write(text):
        file = tmp_path / "theme.json"
        file.write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
        return file

    return write


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def test_an_essay_without_a_theme_has_the_sites(tmp_path):
    assert load_theme(BASE, tmp_path / "theme.json") == load_theme(BASE)


def test_an_essays_colours_lie_over_the_sites(own):
    file = own({"light": {"paper": "#ffffff", "cat": "#112233"}, "dark": {"cat": "#445566"}})
    theme, base = load_theme(BASE, file), load_theme(BASE)
    assert theme["light"] == base["light"] | {"paper": "#ffffff", "cat": "#112233"}
    assert theme["dark"] == base["dark"] | {"cat": "#445566"}


@pytest.mark.parametrize(
    ("theme", "words"),
    [
        ("{", "is not JSON: "),
        ("[" * 100_000, "holds lists inside each other without end"),
        ("[]", "is not a JSON object"),
        ({"light": {}}, "needs the schemes light and dark"),
        ({"light": {}, "dark": {}, "dim": {}}, "needs the schemes light and dark"),
        ({"light": [], "dark": {}}, "light is no object"),
        ({"light": {"cat": "#112233"}, "dark": {}}, "cat: named in one scheme alone"),
        ({"light": {}, "dark": {"dog": "#112233"}}, "dog: named in one scheme alone"),
        ({"light": {"cat": 7}, "dark": {"cat": "#112233"}}, "light: cat is 7"),
        ({"light": {"cat": "#12"}, "dark": {"cat": "#112233"}}, "light: cat is '#12'"),
        ({"light": {}, "dark": {"ink": "red;} body{}"}}, "dark: ink is 'red;} body{}'"),
        ({"light": {"Big Cat": "#112233"}, "dark": {}}, "light: 'Big Cat' cannot name a colour"),
    ],
)
def test_a_theme_that_cannot_be_used_is_refused(own, theme, words):
    file = own(theme)
    with pytest.raises(AuthorError) as caught:
        load_theme(BASE, file)
    assert caught.value.file == file
    assert words in caught.value.problem


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"light": {\n"cat": "#112233",\n},\n"dark": {}}', (2, 3)),  # Pythons differ
        ('{\n"light": {},\n"dark": []}', (3,)),
        ('{"light": {"cat": "#112233"},\n"dark": {\n"cat": "red"}}', (3,)),
        ('{"light": {\n"cat": "#112233"},\n"dark": {}}', (2,)),
        ('{"light": {},\n"dark": {\n"Cat": "#112233"}}', (3,)),
    ],
)
def test_a_mistake_in_a_theme_is_told_with_its_line(own, text, line):
    with pytest.raises(AuthorError) as caught:
        load_theme(BASE, own(text))
    assert caught.value.line in line


def test_a_theme_may_begin_with_a_byte_order_mark(own):
    file = own('\N{BYTE ORDER MARK}{"light": {"cat": "#112233"}, "dark": {"cat": "#445566"}}')
    assert load_theme(BASE, file)["light"]["cat"] == "#112233"


# ── CSS ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_colour_is_a_variable_of_the_page_in_both_schemes():
    theme = load_theme(BASE)
    css = page_css(theme)
    for scheme in SCHEMES:
        for name, colour in theme[scheme].items():
            assert f"--{name}:{colour};" in css
    dark = "".join(f"--{name}:{colour};" for name, colour in sorted(theme["dark"].items()))
    assert f":root[data-scheme=dark]{{color-scheme:dark;{dark}}}" in css
    assert f":root:not([data-scheme=light]){{{dark}}}" in css


def test_a_term_takes_the_colour_of_its_name():
    assert '.term[data-term="accent"]{--term:var(--accent)}' in page_css(load_theme(BASE))


def test_a_picture_carries_the_colours_that_it_names():
    theme = load_theme(BASE)
    style = picture_style(theme, '<path fill="var( --ink, #000)"/> --paper')
    light, _, dark = style.partition("@media (prefers-color-scheme:dark)")
    assert f"--ink:{theme['light']['ink']};" in light
    assert f"--ink:{theme['dark']['ink']};" in dark
    assert "--paper" not in style
    assert style.count("{") == style.count("}")


# ── contrast ─────────────────────────────────────────────────────────────────────────────────────


def terms(essay):
    """Return the colours that words of an essay's prose take."""
    roles = re.findall(r"\{term\}`([^`]+)`", (essay / "essay.md").read_text("utf-8"))
    return {role.split("|")[-1].strip().lower() for role in roles}


def marks(essay):
    """Return the theme's colours that the essay's figures draw with; light tints are fillings."""
    source = (essay / "figures.py").read_text("utf-8")
    used = {"axis", "boundary", "cat", "dog", "coat", "fence"}
    return {name for name in used if f'"{name}"' in source or f"--{name})" in source}


def themes():
    yield "the site", load_theme(BASE), set(), {"axis", "boundary"}
    for essay in ESSAYS:
        theme = load_theme(BASE, essay / "theme.json")
        shown = {name for name in marks(essay) if name in theme["light"]} | {"axis", "boundary"}
        yield essay.name, theme, terms(essay), shown


THEMES = [
    pytest.param(theme[scheme], words, shown, id=f"{name} {scheme}")
    for name, theme, words, shown in themes()
    for scheme in SCHEMES
]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#123456", "#123456", 1.0),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_wcags(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(("colours", "words", "shown"), THEMES)
def test_text_and_marks_stand_out_from_their_ground(colours, words, shown):
    assert list(faint(colours, words)) == []


@pytest.mark.parametrize(("colours", "words", "shown"), THEMES)
def test_marks_of_figures_stand_out_from_their_ground(colours, words, shown):
    """Marks lie on the page's paper or, where an essay paints a night behind them, on that."""
    assert contrast(colours["focus"], colours["paper"]) >= MARK  # of the focus, paper counts
    weak = {
        ground: {mark for mark in shown if contrast(colours[mark], colours[ground]) < MARK}
        for ground in ("paper", STAGE)
        if ground in colours
    }
    assert set.intersection(*weak.values()) == set()


def test_what_is_faint_is_found():
    colours = load_theme(BASE)["light"]
    faded = colours | dict.fromkeys(("muted", "code-note", "focus", "fog"), colours["card"])
    found = {name for name, *_ in faint(faded, ["fog"])}
    assert found == {"muted", "code-note", "focus", "fog"}
