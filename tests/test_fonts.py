"""The fonts that pages bring: their letters, weights and measures."""

import io
import re

import pytest
from fontTools.ttLib import TTFont

from refit.site import fonts
from refit.site.fonts import DISPLAY, TEXT
from refit.site.project import ROOT

MODULES = ROOT / "node_modules"
LARGEST = 11_000  # bytes: what the first file of a font may weigh


@pytest.fixture(scope="module")
def made():
    return fonts.fonts(MODULES)


def opened(made, name):
    return TTFont(io.BytesIO(made[f"fonts/{name}"]))


@pytest.mark.parametrize("face", [TEXT, DISPLAY])
def test_the_first_file_has_the_letters_of_nearly_every_page_and_the_other_has_more(made, face):
    first, other = (opened(made, name).getBestCmap() for name in face.files)
    assert not {ord(letter) for letter in "Each of 12 “pets”, 0.5 ± 0.1, 4° …?"} - set(first)
    assert {ord(letter) for letter in "äéß"} <= set(other)
    assert not set(first) & set(other)
    assert len(made[f"fonts/{face.stem}.woff2"]) < LARGEST


def test_the_text_has_all_weights_that_pages_use_and_figures_as_wide_as_each_other(made):
    font = opened(made, "text.woff2")
    (axis,) = font["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *TEXT.weights)
    sheets = "".join(path.read_text() for path in (ROOT / "static" / "css").glob("*.css"))
    used = {int(weight) for weight in re.findall(r"font(?:-weight)?: (\d00)\b", sheets)}
    assert used
    assert all(TEXT.weights[0] <= weight <= TEXT.weights[1] for weight in used)
    assert "tnum" in {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}


def test_each_font_comes_with_its_licence(made):
    for face in (TEXT, DISPLAY):
        assert b"SIL Open Font License, Version 1.1" in made[f"fonts/LICENSE-{face.stem}.txt"]


def test_fonts_are_made_to_the_very_bytes(made):
    assert fonts.fonts(MODULES) == made


@pytest.mark.parametrize(("face", "where"), [(TEXT, {"wght": 400}), (DISPLAY, None)])
def test_what_is_shown_meanwhile_is_as_wide_as_the_font(face, where):
    rule = fonts.meanwhile(face, MODULES)
    percent = float(re.search(r"size-adjust: ([\d.]+)%", rule)[1])
    font = TTFont(io.BytesIO(face.read(MODULES)))
    glyphs, letters = font.getGlyphSet(location=where), font.getBestCmap()
    width = sum(glyphs[letters[ord(each)]].width for each in fonts.SAMPLE)
    letter = face.meanwhile.width * font["head"].unitsPerEm
    assert percent / 100 * letter * len(fonts.SAMPLE) == pytest.approx(width, rel=0.002)
