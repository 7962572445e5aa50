"""The display font: Fredoka, the letters of headings and signs (SIL Open Font Licence).

It comes in two files. Nearly every page can do with the small one; a browser fetches the other only
for a page that has one of its letters.
"""

import io
from pathlib import Path

from refit import npm

NPM_PACKAGE = "@fontsource/fredoka"  # of npm
SOURCE = "files/fredoka-latin-600-normal.woff2"
BASIC = (
    "U+20-22, U+25-29, U+2B-3F, U+41-5A, U+61-7A, U+A0, U+B0-B3, U+B7, U+BD, U+D7, U+2013, "
    "U+2014, U+2018, U+2019, U+201C, U+201D, U+2026, U+2212"
)
OTHERS = (
    "U+23-24, U+2A, U+40, U+5B-60, U+7B-7E, U+A1-AF, U+B4-B6, U+B8-BC, U+BE-D6, U+D8-17F, "
    "U+2000-2012, U+2020-2025, U+2030-20CF, U+2122"
)
FILES = {"fredoka.woff2": BASIC, "fredoka-others.woff2": OTHERS}
FACE = """@font-face {{
  font-family: Fredoka;
  font-style: normal;
  font-weight: 500 800;
  font-display: swap;
  src: url("../fonts/{file}") format("woff2");
  unicode-range: {letters};
}}
"""


def style() -> bytes:
    """Return the rules that name the files and the letters in each."""
    return "".join(FACE.format(file=file, letters=each) for file, each in FILES.items()).encode()


def display_font(node_modules: Path) -> dict[str, bytes]:
    """Return the font's files and its licence, by their paths in the site's folder."""
    folder = node_modules / NPM_PACKAGE
    source, licence = npm.read(folder / SOURCE), npm.read(folder / "LICENSE")
    files = {f"fonts/{name}": only(source, letters) for name, letters in FILES.items()}
    return files | {"fonts/LICENSE.txt": licence}


def only(source: bytes, letters: str) -> bytes:
    """Return a font without all letters but some, given as CSS's ``unicode-range``."""
    from fontTools import subset  # a tenth of a second, and most builds have nothing to cut

    options = subset.Options(
        flavor="woff2", layout_features=["kern"], hinting=False, notdef_outline=True
    )
    font = subset.load_font(io.BytesIO(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(letters.replace("U+", "")))
    subsetter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    return target.getvalue()
