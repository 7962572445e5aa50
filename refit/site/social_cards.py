"""Social cards: the pictures that other sites show with a link, drawn from cover and title.

They are PNG, for that is all those sites take. Words are drawn as outlines and a cover's own text
is left out, so that the bytes do not depend on the fonts of the machine.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

from refit.cache import Cache, code_digest, digest, versions
from refit.errors import AuthorError
from refit.page.drawings import read_svg
from refit.site.lettering import Font
from refit.site.theme import Theme

WIDTH, HEIGHT = 1200, 630
COVER, MARGIN = 472, 60  # pixels: how tall the cover is, how far letters keep from the edge
SIZES = (68, 60, 54)  # of the title's letters, the largest that fits
SVG = "{http://www.w3.org/2000/svg}"
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,([^()]*))?\)")


def draw_card(
    title: str, above: str, cover: Path | None, theme: Theme, node_modules: Path, cache: Cache
) -> bytes:
    """Return a card as PNG: a cover, if there is one, and a title with a small line above it."""
    font, colours = Font(node_modules), theme["light"]

    def make() -> bytes:
        import vl_convert  # 0.1 s, which a build with nothing to draw need not pay

        try:
            return bytes(vl_convert.svg_to_png(card_svg(title, above, cover, colours, font)))
        except ValueError as error:
            problem = f"cannot be drawn: {' '.join(str(error).split())}"
            raise AuthorError(problem, "mend the drawing", cover) from None

    drawn = [cover.read_bytes() if cover else b"", font.read()]
    key = digest([title, above], colours, *drawn, code_digest("site.social_cards"), versions())
    return cache.recall("cards", key, make)


def card_svg(
    title: str, above: str, cover: Path | None, colours: dict[str, str], font: Font
) -> str:
    """Return a card as SVG."""
    top = COVER if cover else 0
    lines, size = fit(title if font.has(title) else "", font, large=not cover)
    height = 1.12 * size * len(lines)
    base = top + (HEIGHT - top - height) / 2 + 0.82 * size + 16
    drawn = [font.path(line, MARGIN, base + 1.12 * size * i, size) for i, line in enumerate(lines)]
    small = font.path(above, MARGIN, base - size - 4, 28) if font.has(above) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["paper"]}"/>'
        f"{inner_cover(cover, colours) if cover else ''}"
        f'<path fill="{colours["accent"]}" d="{small}"/>'
        f'<path fill="{colours["ink"]}" d="{"".join(drawn)}"/></svg>'
    )


def fit(title: str, font: Font, large: bool) -> tuple[list[str], float]:
    """Break a title into one or two lines; return them and the size of their letters."""
    room, words = WIDTH - 2 * MARGIN, title.split()
    for size in (96, 80, *SIZES) if large else SIZES:
        if font.width(title, size) <= room:
            return [title], size
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    best = min(breaks or [(title, "")], key=lambda two: max(font.width(line, 1) for line in two))
    smaller = min(80.0 if large else 46.0, room / max(font.width(line, 1) for line in best))
    return [line for line in best if line], smaller


def inner_cover(cover: Path, colours: dict[str, str]) -> str:
    """Return a cover as a part of the card, in its light colours, without its text."""
    root = read_svg(cover)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}text":
                parent.remove(child)
    box = f"0 0 {root.get('width', WIDTH)} {root.get('height', COVER)}"
    root.set("viewBox", root.get("viewBox", box))
    size = {"x": "0", "y": "0", "width": str(WIDTH), "height": str(COVER)}
    for name, value in size.items():
        root.set(name, value)
    ElementTree.register_namespace("", SVG[1:-1])
    return plain_colours(ElementTree.tostring(root, "unicode"), colours)


def plain_colours(svg: str, colours: dict[str, str]) -> str:
    """Replace CSS variables, which the renderer does not know, by their colours.

    A variable that is set several times has its first value: the light one, as it is written in
    covers, outside any condition.
    """
    svg = MEDIA.sub("", svg)
    known = dict(colours)
    for name, value in reversed(re.findall(r"--([\w-]+)\s*:\s*([^;}\"]+)", svg)):
        known[name] = value.strip()
    for _ in range(3):  # variables may name each other
        svg = VARIABLE.sub(lambda m: known.get(m[1], (m[2] or "none").strip()), svg)
    return svg
