"""The site's two fonts, both under the SIL Open Font Licence.

Figtree is for text, Fredoka for headings, signs and the texts of figures. Each comes in two files.
Nearly every page can do with the first; a browser fetches the other only for a page that has one of
its letters.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refit import npm

BASIC = (
    "U+20-22, U+25-29, U+2B-3F, U+41-5A, U+5F, U+61-7A, U+A0, U+B0-B3, U+B7, U+BD, U+D7, U+2013, "
    "U+2014, U+2018, U+2019, U+201C, U+201D, U+2026, U+2212"
)
OTHERS = (
    "U+23-24, U+2A, U+40, U+5B-5E, U+60, U+7B-7E, U+A1-AF, U+B4-B6, U+B8-BC, U+BE-D6, U+D8-17F, "
    "U+2000-2012, U+2020-2025, U+2030-20CF, U+2122"
)


@dataclass(frozen=True)
class Meanwhile:
    """A font that nearly every reader has."""

    name: str  # in the style sheets
    style: str  # its style's name, with a space before it
    width: float  # em: the mean width of a letter of the sample


@dataclass(frozen=True)
class Face:
    """A font as CSS knows it, and the file of npm's that it is cut from."""

    family: str
    stem: str  # of its files in the site
    package: str  # of npm
    source: str
    weights: tuple[int, int]  # that it is used for
    meanwhile: "Meanwhile"  # what a page shows until its file is there
    is_variable: bool = False  # whether its file has all of them

    @property
    def files(self) -> dict[str, str]:
        """The letters in each of its files, as CSS's ``unicode-range``."""
        return {f"{self.stem}.woff2": BASIC, f"{self.stem}-others.woff2": OTHERS}

    def read(self, node_modules: Path) -> bytes:
        """Return the file that it is cut from."""
        return npm.read(node_modules / self.package / self.source)


TEXT = Face(
    "Figtree",
    "text",
    "@fontsource-variable/figtree",
    "files/figtree-latin-wght-normal.woff2",
    (400, 700),
    Meanwhile("meanwhile", "", 0.4709),
    is_variable=True,
)
DISPLAY = Face(
    "Fredoka",
    "fredoka",
    "@fontsource/fredoka",
    "files/fredoka-latin-600-normal.woff2",
    (500, 800),
    Meanwhile("meanwhile-display", " Bold", 0.5051),
)
FACES = (TEXT, DISPLAY)

RULE = """@font-face {{
  font-family: {family};
  font-style: normal;
  font-weight: {weights[0]} {weights[1]};
  font-display: swap;
  src: url("../fonts/{file}") format("woff2");
  unicode-range: {letters};
}}
"""
# What a page shows until a font is there is as wide as it, so that few lines break anew.
MEANWHILE = """@font-face {{
  font-family: {name};
  font-weight: {weights[0]} {weights[1]};
  src: {sources};
  size-adjust: {size:.1%};
  ascent-override: {ascent:.1%};
  descent-override: {descent:.1%};
  line-gap-override: 0%;
}}
"""
SAMPLE = "each of them has seen other mushrooms, and the one that is drawn here was wrong about two"
ALIKE = ("Arial", "Liberation Sans", "Arimo", "Helvetica")  # in widths


def style(node_modules: Path) -> bytes:
    """Return the rules that name the files and the letters in each."""
    rules = [
        RULE.format(family=face.family, weights=face.weights, file=file, letters=letters)
        for face in FACES
        for file, letters in face.files.items()
    ]
    return "".join([*rules, *(meanwhile(face, node_modules) for face in FACES)]).encode()


def meanwhile(face: Face, node_modules: Path) -> str:
    """Return the rule for a font of the reader's that has the measures of a face."""
    from fontTools.ttLib import TTFont  # a tenth of a second

    font = TTFont(io.BytesIO(face.read(node_modules)))
    units, line, letters = font["head"].unitsPerEm, font["hhea"], font.getBestCmap()
    glyphs = font.getGlyphSet(location={"wght": 400} if face.is_variable else None)
    widths = [glyphs[letters[ord(letter)]].width for letter in SAMPLE]
    size = sum(widths) / len(widths) / units / face.meanwhile.width
    ascent, descent = (abs(each) / units / size for each in (line.ascent, line.descent))
    return MEANWHILE.format(
        name=face.meanwhile.name,
        weights=face.weights,
        sources=", ".join(f'local("{name}{face.meanwhile.style}")' for name in ALIKE),
        size=size,
        ascent=ascent,
        descent=descent,
    )


def fonts(node_modules: Path) -> dict[str, bytes]:
    """Return the fonts' files and their licences, by their paths in the site's folder."""
    made: dict[str, bytes] = {}
    for face in FACES:
        source = face.read(node_modules)
        if face.is_variable:
            source = limited(source, face.weights)
        made |= {f"fonts/{name}": only(source, letters) for name, letters in face.files.items()}
        made[f"fonts/LICENSE-{face.stem}.txt"] = npm.read(node_modules / face.package / "LICENSE")
    return made


def limited(source: bytes, weights: tuple[int, int]) -> bytes:
    """Return a variable font without the weights below some and above others."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    whole = TTFont(io.BytesIO(source), recalcTimestamp=False)
    return saved(instancer.instantiateVariableFont(whole, {"wght": weights}))


def only(source: bytes, letters: str) -> bytes:
    """Return a font without all letters but some, given as CSS's ``unicode-range``."""
    from fontTools import subset  # a tenth of a second, and most builds have nothing to cut

    options = subset.Options(
        flavor="woff2", layout_features=["kern", "tnum"], hinting=False, notdef_outline=True
    )
    font = subset.load_font(io.BytesIO(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(letters.replace("U+", "")))
    subsetter.subset(font)
    return saved(font)


def saved(font: Any) -> bytes:
    """Return a font as a file for browsers."""
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()
