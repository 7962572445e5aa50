"""Lettering: words as outlines, so that a picture of them needs no font where it is drawn.

The letters are taken from a WOFF file with TrueType outlines, such as the site's own font.
Sources: WOFF File Format 1.0 (W3C, 2012), sections 4 and 5; OpenType 1.9, tables cmap, glyf, hmtx.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float, bool]  # x, y, whether it lies on the outline
WORDS, OFFSETS, SCALE, MORE, TWO_SCALES, MATRIX = 1, 2, 8, 32, 64, 128  # of a glyph made of others


class Font:
    """The outlines of a font."""

    def __init__(self, file: Path) -> None:
        content = file.read_bytes()
        assert content[:8] == b"wOFF\0\1\0\0", f"{file} is no WOFF file with TrueType outlines"
        self.tables: dict[str, bytes] = {}
        for i in range(struct.unpack_from(">H", content, 12)[0]):
            tag, at, packed, size, _ = struct.unpack_from(">4s4I", content, 44 + 20 * i)
            table = content[at : at + packed]
            self.tables[tag.decode()] = zlib.decompress(table) if packed < size else table
        self.units = int(struct.unpack_from(">H", self.tables["head"], 18)[0])  # to an em

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in the units of ``size``."""
        units = sum(self._advance(self.glyphs[letter]) for letter in text)
        return units * size / self.units

    def has(self, text: str) -> bool:
        """Tell whether the font has every letter of a text."""
        return all(letter in self.glyphs for letter in text)

    def path(self, text: str, x: float, y: float, size: float) -> str:
        """Return the path data of a text that begins at a point of its base line."""
        scale, drawn = size / self.units, []
        for letter in text:
            glyph = self.glyphs[letter]
            drawn += [outline(c, x, y, scale) for c in self._contours(glyph)]
            x += self._advance(glyph) * scale
        return "".join(drawn)

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """The number of each letter's glyph, from the table for the Basic Multilingual Plane."""
        cmap = self.tables["cmap"]
        for i in range(struct.unpack_from(">H", cmap, 2)[0]):
            platform, encoding, at = struct.unpack_from(">HHI", cmap, 4 + 8 * i)
            if (platform, encoding) == (3, 1) and cmap[at : at + 2] == b"\0\4":
                return dict(pairs(cmap[at:]))
        raise ValueError("the font has no map of letters that can be read")

    def _advance(self, glyph: int) -> int:
        (count,) = struct.unpack_from(">H", self.tables["hhea"], 34)
        found = struct.unpack_from(">H", self.tables["hmtx"], 4 * min(glyph, count - 1))
        return int(found[0])

    def _contours(self, glyph: int) -> list[list[Point]]:
        """Return the closed lines that a glyph is made of."""
        (long,) = struct.unpack_from(">H", self.tables["head"], 50)
        layout, unit = (">2I", 1) if long else (">2H", 2)
        at = glyph * struct.calcsize(layout) // 2
        start, end = (unit * each for each in struct.unpack_from(layout, self.tables["loca"], at))
        data = self.tables["glyf"][start:end]
        if not data:
            return []
        (count,) = struct.unpack_from(">h", data, 0)
        return simple(data, count) if count >= 0 else self._composite(data)

    def _composite(self, data: bytes) -> list[list[Point]]:
        """Return the lines of a glyph that is made of others, such as a letter with an accent."""
        found: list[list[Point]] = []
        at, flags = 10, MORE
        while flags & MORE:
            flags, glyph = struct.unpack_from(">HH", data, at)
            assert flags & OFFSETS, "the parts of a glyph are placed by distances"
            layout = ">hh" if flags & WORDS else ">bb"
            dx, dy = struct.unpack_from(layout, data, at + 4)
            at += 4 + struct.calcsize(layout)
            count = 1 if flags & SCALE else 2 if flags & TWO_SCALES else 4 if flags & MATRIX else 0
            n = [number / 16384 for number in struct.unpack_from(f">{count}h", data, at)]
            at += 2 * count
            a, b, c, d = n if count == 4 else (n[0], 0, 0, n[-1]) if count else (1, 0, 0, 1)
            found += [
                [(a * x + c * y + dx, b * x + d * y + dy, on) for x, y, on in contour]
                for contour in self._contours(glyph)
            ]
        return found


def pairs(table: bytes) -> Iterator[tuple[str, int]]:
    """Yield letters and their glyphs, of a map in segments (format 4)."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    shifts = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    places = 16 + 6 * count
    for i, (start, end, shift) in enumerate(zip(starts, ends, shifts, strict=True)):
        (offset,) = struct.unpack_from(">H", table, places + 2 * i)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = places + 2 * i + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, at)
            if glyph:
                yield chr(code), (glyph + shift) & 0xFFFF


def simple(data: bytes, count: int) -> list[list[Point]]:
    """Return the lines of a glyph that has its own points."""
    ends = struct.unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]  # instructions
    total = ends[-1] + 1 if ends else 0
    flags: list[int] = []
    while len(flags) < total:
        flag = data[at]
        repeats = data[at + 1] if flag & 8 else 0
        at += 2 if flag & 8 else 1
        flags += [flag] * (1 + repeats)
    columns = []
    for short, same in ((2, 16), (4, 32)):
        values, value = [], 0
        for flag in flags:
            if flag & short:
                value += data[at] if flag & same else -data[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", data, at)[0]
                at += 2
            values.append(value)
        columns.append(values)
    points = [(x, y, bool(f & 1)) for x, y, f in zip(*columns, flags, strict=True)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def outline(contour: list[Point], x: float, y: float, scale: float) -> str:
    """Write a closed line of quadratic curves; between two points off it lies one that is on it."""
    whole: list[Point] = []
    for i, (px, py, on) in enumerate(contour):
        qx, qy, was_on = contour[i - 1]
        if not on and not was_on:
            whole.append(((px + qx) / 2, (py + qy) / 2, True))
        whole.append((px, py, on))
    first = next(i for i, point in enumerate(whole) if point[2])
    whole = whole[first:] + whole[: first + 1]

    def place(point: Point) -> str:
        return f"{x + point[0] * scale:.2f} {y - point[1] * scale:.2f}"

    drawn = [f"M{place(whole[0])}"]
    for before, point in pairwise(whole):
        if point[2]:
            drawn.append(f"{'L' if before[2] else ' '}{place(point)}")
        else:
            drawn.append(f"Q{place(point)}")
    return "".join(drawn) + "Z"
