"""Lettering: words as outlines of the site's own font, so that a picture of them needs no font."""

import io
from functools import cached_property
from pathlib import Path
from typing import Any

from refit.site.fonts import DISPLAY


class Font:
    """The outlines of the display font."""

    def __init__(self, node_modules: Path) -> None:
        self.node_modules = node_modules

    def read(self) -> bytes:
        """Return the font's file."""
        return DISPLAY.read(self.node_modules)

    def has(self, text: str) -> bool:
        """Tell whether the font has every letter of a text."""
        return all(ord(letter) in self._glyphs for letter in text)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in the units of ``size``."""
        return sum(self._advance(letter) for letter in text) * size

    def path(self, text: str, x: float, y: float, size: float) -> str:
        """Return the path data of a text that begins at a point of its base line."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        pen = SVGPathPen(self._outlines, lambda number: f"{number:.2f}")
        scale = size / self._units
        for letter in text:
            placed = TransformPen(pen, (scale, 0, 0, -scale, x, y))
            self._outlines[self._glyphs[ord(letter)]].draw(placed)
            x += self._advance(letter) * size
        return str(pen.getCommands())

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont  # a tenth of a second, and most builds draw no letters

        return TTFont(io.BytesIO(self.read()))

    @cached_property
    def _outlines(self) -> Any:
        return self._font.getGlyphSet()

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        return dict(self._font.getBestCmap())

    @property
    def _units(self) -> int:
        return int(self._font["head"].unitsPerEm)

    def _advance(self, letter: str) -> float:
        return float(self._outlines[self._glyphs[ord(letter)]].width / self._units)
