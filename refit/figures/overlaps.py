"""Texts of a drawn figure that lie over each other, or over a dot or a sprite.

A picture says where its texts begin and how large they are, not how wide: that comes from the font
that the page shows them in. What cannot be told for sure is left out: texts that are aslant or
hardly visible, marks larger than a sprite, a number inside its own dot, and a text with a halo,
which is drawn twice and meant to lie over something.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

Measure = Callable[[str, float], float]  # of a text and a size of letters, the width

SVG = "{http://www.w3.org/2000/svg}"
TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")
SLACK = 2  # pixels: two texts that meet by less can be read
LARGEST = 60  # pixels across; what is larger is a ground, not a dot or a sprite
FAINT = 0.3  # what is less opaque is meant to be behind
ABOVE, BELOW, DEEP = 0.7, 0.02, 0.2  # em: capitals, what stands on the line, and g j p q y
LOW = frozenset("gjpqy,;()[]")


@dataclass(frozen=True)
class Box:
    """A box in pixels of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return by how much two boxes overlap, in the direction in which it is less."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)

    def is_near(self, other: "Box", distance: float) -> bool:
        """Tell whether two boxes are the same but for a distance."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return all(abs(a - b) <= distance for a, b in pairs)

    def holds_middle(self, other: "Box") -> bool:
        """Tell whether the middle of another box is in the inner half of this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        width, height = self.right - self.left, self.bottom - self.top
        return (
            abs(x - (self.left + self.right) / 2) < width / 4
            and abs(y - (self.top + self.bottom) / 2) < height / 4
        )


@dataclass(frozen=True)
class Place:
    """Where an element stands: moved, turned by quarters, scaled, and how opaque."""

    x: float = 0
    y: float = 0
    scale: float = 1
    quarters: int = 0
    opacity: float = 1

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a box of the element's own coordinates in those of the drawing."""
        corners = [(left, top), (right, bottom)]
        for _ in range(self.quarters):
            corners = [(-y, x) for x, y in corners]
        xs = sorted(self.x + self.scale * x for x, _ in corners)
        ys = sorted(self.y + self.scale * y for _, y in corners)
        return Box(xs[0], ys[0], xs[1], ys[1])


def overlaps(svg: str, measure: Measure) -> list[str]:
    """Return what lies over a text of a drawing, in words for the author.

    ``measure`` gives the width of a text in a size of letters.
    """
    root = ElementTree.fromstring(svg)
    shapes = dict(defined(root))
    texts, dots = [], []
    for element, place, is_symbol in placed(root):
        if element.tag == f"{SVG}text":
            texts += [(line, box) for line, box in lines(element, place, measure)]
        elif is_symbol and (box := outline(element, place, shapes)):
            dots.append(box)
    once = without_halos(texts)
    told = [
        f"{one!r} and {other!r} overlap by {by:.0f} pixels"
        for (one, a), (other, b) in combinations(once, 2)
        if (by := a.overlap(b)) > SLACK and not (one == other and a.is_near(b, SLACK))
    ]
    told += [
        f"{text!r} lies over a dot or a sprite"
        for text, box in once
        if any(dot.overlap(box) > SLACK and not dot.holds_middle(box) for dot in dots)
    ]
    return list(dict.fromkeys(told))


def without_halos(texts: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Leave out texts that are drawn twice at one place."""
    return [
        (text, box)
        for i, (text, box) in enumerate(texts)
        if not any(
            i != j and text == other and box.is_near(there, SLACK)
            for j, (other, there) in enumerate(texts)
        )
    ]


# ── what a drawing holds ─────────────────────────────────────────────────────────────────────────


def placed(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, Place, bool]]:
    """Yield the visible texts and shapes, where they stand, and whether they are symbols."""
    pending = [(child, Place(), False) for child in reversed(root)]
    while pending:
        element, outer, is_symbol = pending.pop()
        place = within(outer, element)
        if place is None or element.tag == f"{SVG}defs":
            continue
        if element.tag in (f"{SVG}text", f"{SVG}use", f"{SVG}path"):
            yield element, place, is_symbol
            continue
        is_symbol = is_symbol or "mark-symbol" in element.get("class", "")
        pending += [(child, place, is_symbol) for child in reversed(element)]


def within(outer: Place, element: ElementTree.Element) -> Place | None:
    """Return where an element stands, given its parent's place; None if that cannot be told."""
    opacity = outer.opacity * float(element.get("opacity", 1))
    if element.get("fill") != "none" or element.tag == f"{SVG}text":
        opacity *= float(element.get("fill-opacity", 1))
    if element.get("display") == "none":
        return None
    x, y, scale, quarters = outer.x, outer.y, outer.scale, outer.quarters
    for name, written in TRANSFORM.findall(element.get("transform", "")):
        values = [float(each) for each in re.split(r"[\s,]+", written.strip())]
        if name == "translate" and quarters == 0:
            x, y = x + scale * values[0], y + scale * (values[1] if len(values) > 1 else 0)
        elif name == "scale" and len(set(values)) == 1 and values[0] > 0:
            scale *= values[0]
        elif name == "rotate" and values[0] % 90 == 0 and len(values) == 1:
            quarters = (quarters + int(values[0] // 90)) % 4
        elif name != "rotate" or values[0] != 0:
            return None
    return None if opacity < FAINT else Place(x, y, scale, quarters, opacity)


def lines(
    element: ElementTree.Element, place: Place, measure: Measure
) -> Iterator[tuple[str, Box]]:
    """Yield the lines of a text and their boxes."""
    size = float(element.get("font-size", "11px").removesuffix("px"))
    down = 0.0
    for part in [element, *element]:
        down += float(part.get("dy", 0)) if part is not element else 0.0
        text = (part.text or "").strip()
        if not text:
            continue
        width = measure(text, size)
        anchor = element.get("text-anchor", "start")
        start = {"middle": -width / 2, "end": -width}.get(anchor, 0.0)
        deep = DEEP if LOW & set(text) else BELOW
        yield text, place.box(start, down - ABOVE * size, start + width, down + deep * size)


def defined(root: ElementTree.Element) -> Iterator[tuple[str, Box]]:
    """Yield the outlines that a drawing defines, by their references."""
    known: dict[str, Box] = {}
    for defs in root.iter(f"{SVG}defs"):
        for element in defs:
            parts = [element] if element.tag == f"{SVG}path" else list(element)
            boxes = [box for part in parts if (box := outline(part, Place(), known))]
            if boxes:
                known[f"#{element.get('id')}"] = around(boxes)
    yield from known.items()


def around(boxes: list[Box]) -> Box:
    """Return the box round some boxes."""
    return Box(
        min(each.left for each in boxes),
        min(each.top for each in boxes),
        max(each.right for each in boxes),
        max(each.bottom for each in boxes),
    )


def outline(element: ElementTree.Element, place: Place, known: dict[str, Box]) -> Box | None:
    """Return the box of a shape; None if it is unknown, or larger than a sprite."""
    if element.tag == f"{SVG}use":
        own = known.get(element.get("href", ""))
    else:
        own = bounds(element.get("d", ""))
    if own is None or element.get("fill") == "none":
        return None
    box = place.box(own.left, own.top, own.right, own.bottom)
    is_small = max(box.right - box.left, box.bottom - box.top) <= LARGEST
    return box if is_small else None


@cache
def bounds(outline: str) -> Box | None:
    """Return the box round a path; None if it has no points."""
    from fontTools.pens.boundsPen import ControlBoundsPen
    from fontTools.svgLib.path import parse_path

    pen = ControlBoundsPen(None)
    parse_path(outline, pen)
    return Box(*pen.bounds) if pen.bounds else None
