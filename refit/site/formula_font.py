"""The font of formulae: STIX Two Math (SIL Open Font Licence), cut to what one page is set with.

Fonts of mathematics say, in a table, how a formula is put together: how brackets and roots grow,
how high an index stands. Few systems have one, and no two of these set a formula alike. Whole it
weighs 400 KB, and the letters of a page 4 to 12.
"""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from refit import npm
from refit.cache import Cache, digest

NPM_PACKAGE = "@fontsource/stix-two-math"
SOURCE = "files/stix-two-math-latin-400-normal.woff2"
PRIME = "\N{PRIME}"
PRIME_SCALE, PRIME_FOOT = 1.5, (30, 30)  # how much larger, and where its lower left corner is
NAMES = (0, 1, 2, 13, 14)  # of the font, its makers and its licence
FACE = """@font-face {{
  font-family: Formulae;
  font-display: swap;
  src: url("{file}") format("woff2");
}}
"""


def licence(node_modules: Path) -> bytes:
    """Return the text of the font's licence."""
    return npm.read(node_modules / NPM_PACKAGE / "LICENSE")


def formula_font(letters: Iterable[str], node_modules: Path, cache: Cache) -> bytes:
    """Return the font with some letters, and all that these grow into."""
    file = node_modules / NPM_PACKAGE / SOURCE
    about = npm.read(node_modules / NPM_PACKAGE / "package.json")
    text = "".join(sorted(letters))
    mended = digest(about, Path(__file__).read_bytes())

    def make() -> bytes:
        return cut(cache.recall("font", mended, lambda: unpack(npm.read(file))), text)

    return cache.recall("font", digest(mended, text), make)


def unpack(source: bytes) -> bytes:
    """Return a font, mended and uncompressed: to read a compressed one takes a second each time."""
    from fontTools.ttLib import TTFont

    font, target = TTFont(io.BytesIO(source), recalcTimestamp=False), io.BytesIO()
    join_arrows(font)
    lower_prime(font)
    font.flavor = None
    font.save(target)
    return target.getvalue()


def join_arrows(font: Any) -> None:
    """Let the heads of arrows be joined where they meet the shaft.

    Those that point right are said to be joined at their tip, so that Chromium draws them short.
    """
    variants = font["MATH"].table.MathVariants
    for shape in variants.HorizGlyphConstruction:
        parts = shape.GlyphAssembly.PartRecords if shape.GlyphAssembly else []
        if parts and not parts[-1].StartConnectorLength:
            last = parts[-1]
            last.StartConnectorLength, last.EndConnectorLength = last.EndConnectorLength, 0


def lower_prime(font: Any) -> None:
    """Draw the prime so large and low that it stands well as an index, as which TeX sets it."""
    name = font.getBestCmap()[ord(PRIME)]
    glyph = font["glyf"][name]
    x, y, scale = glyph.xMin, glyph.yMin, PRIME_SCALE
    shift = (PRIME_FOOT[0] / scale - x, PRIME_FOOT[1] / scale - y)
    glyph.coordinates.translate(shift)
    glyph.coordinates.scale((scale, scale))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = glyph.xMax + PRIME_FOOT[0], glyph.xMin


def cut(source: bytes, text: str) -> bytes:
    """Return a font without all glyphs but those of a text and their larger shapes."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff2",
        layout_features=["ccmp"],
        hinting=False,
        notdef_outline=True,
        name_IDs=NAMES,
    )
    font = subset.load_font(io.BytesIO(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    return target.getvalue()


def style(font: str, rules: Mapping[str, str]) -> str:
    """Return the rules of a page for its formulae; ``font`` is the name of the file beside them."""
    own = "".join(
        f"math .{name}{{{declarations}}}\n" for name, declarations in sorted(rules.items())
    )
    return FACE.format(file=font) + own
