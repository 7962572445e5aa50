"""Cards and their letters: the same bytes everywhere, whatever fonts a machine has."""

import re
import struct

import pytest

from refit.cache import Cache
from refit.paths import ROOT
from refit.site.lettering import Font
from refit.site.social_cards import HEIGHT, WIDTH, card_svg, draw_card, plain_colours
from refit.site.theme import load_theme

MODULES = ROOT / "node_modules"
COVER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 11">
<style>:root{--sky:#123456}@media(prefers-color-scheme:dark){:root{--sky:#000000}}</style>
<rect width="28" height="11" style="fill:var(--sky)"/><text x="1" y="5">Words</text>
<path d="M0 0h1v1z" fill="var(--ink)"/></svg>
"""


@pytest.fixture(scope="module")
def font():
    return Font(MODULES)


@pytest.fixture
def cover(tmp_path):
    file = tmp_path / "cover.svg"
    file.write_text(COVER, "utf-8")
    return file


@pytest.fixture(scope="module")
def theme():
    return load_theme(ROOT / "static" / "theme.json")


def test_the_font_knows_its_letters(font):
    assert font.has("Essays, 0.81 & “Éö”")
    assert not font.has("π")
    assert font.width("iii", 10) < font.width("mmm", 10) == pytest.approx(3 * font.width("m", 10))
    assert font.width("a b", 20) == pytest.approx(2 * font.width("a b", 10))


def test_a_letter_with_an_accent_is_the_letter_and_more(font):
    plain, accented = (font.path(letter, 0, 0, 100) for letter in "eé")
    assert accented.startswith(plain)
    assert accented.count("M") == plain.count("M") + 1


def test_a_letter_begins_where_it_is_put(font):
    (x, y), *_ = points(font.path("I", 50, 80, 100))
    assert 50 <= x <= 50 + font.width("I", 100)
    assert 0 <= y <= 82  # round letters reach below their line


def points(path):
    """Return where the pieces of a path begin."""
    return [(float(x), float(y)) for x, y in re.findall(r"[MLQ]([\d.]+)[ ,]([\d.]+)", path)]


def test_a_card_is_a_picture_of_the_size_that_other_sites_show(cover, theme):
    png = draw_card("A title", "Refit", cover, theme, MODULES, Cache())
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">II", png, 16) == (WIDTH, HEIGHT)
    assert png == draw_card("A title", "Refit", cover, theme, MODULES, Cache())


def test_a_card_is_drawn_once(tmp_path, theme):
    cache = Cache(tmp_path)
    for _ in range(2):
        draw_card("A title", "Refit", None, theme, MODULES, cache)
    assert cache.made["cards"] == 1


def test_a_card_has_no_text_and_no_variable(cover, theme, font):
    svg = card_svg("A title", "Refit", cover, theme["light"], font)
    assert "<text" not in svg
    assert "var(" not in svg
    assert "fill:#123456" in svg
    assert f'fill="{theme["light"]["ink"]}"' in svg


def test_a_title_beyond_the_font_is_left_out(cover, theme, font):
    assert card_svg("π", "Refit", cover, theme["light"], font).endswith('d=""/></svg>')


def test_a_long_title_keeps_inside_the_card(theme, font):
    svg = card_svg("word " * 40, "", None, theme["light"], font)
    found = points(svg)
    assert len(found) > 1000
    assert max(x for x, _ in found) <= WIDTH


def test_variables_may_name_each_other_and_have_a_fallback():
    svg = "<style>a{--b:var(--c);--c:#111111}</style><path fill='var(--b)' stroke='var(--d, red)'/>"
    found = plain_colours(svg, {})
    assert "fill='#111111'" in found
    assert "stroke='red'" in found
