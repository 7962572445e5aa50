"""Texts of a drawn figure that lie over each other, or over or too near to other marks.

A picture says where its texts begin and how large they are, not how wide: that comes from the font
that the page shows them in. What cannot be told for sure is left out: texts that are aslant or
hardly visible, marks larger than a sprite, a number inside its own dot, and a text with a halo,
which is drawn twice and meant to lie over something.

A text may stand close to the mark that it names, and to no other. Its own marks are those that its
anchor is in line with: below or above a text in the middle, at the beginning or the end of others;
if there are none, the nearest mark is. Lines of a grid, in the colour ``line``, are a ground.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

Point = tuple[float, float]
Segment = tuple[Point, Point]
Measure = Callable[[str, float], float]  # of a text and a size of letters, the width

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("text", "use", "path", "line", "image")}
GROUND = "var(--line)"  # the colour of the lines of a grid
TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")
SLACK = 2  # pixels: two texts that meet by less can be read
NEAR = 2  # pixels between a text and a dot of another's
LABELLED = 14  # pixels that a text stands away from its own dot, at most
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

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def is_near(self, other: "Box", distance: float) -> bool:
        """Tell whether two boxes are the same but for a distance."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return all(abs(a - b) <= distance for a, b in pairs)

    def holds_middle(self, other: "Box") -> bool:
        """Tell whether the middle of another box is in the inner half of this one."""
        x, y = other.middle
        width, height = self.right - self.left, self.bottom - self.top
        return (
            abs(x - (self.left + self.right) / 2) < width / 4
            and abs(y - (self.top + self.bottom) / 2) < height / 4
        )


@dataclass(frozen=True)
class Line:
    """A line of a text: its box, and which end of it stands where its mark is."""

    says: str
    box: Box
    anchor: str

    def names(self, dot: Box) -> bool:
        """Tell whether the text is in line with a dot, and so close that it may be its label."""
        if self.box.overlap(dot) < -LABELLED:
            return False
        (x, y), (own_x, own_y) = dot.middle, self.box.middle
        if self.anchor == "middle":
            return abs(x - own_x) <= NEAR
        is_ahead = x <= self.box.left if self.anchor == "start" else x >= self.box.right
        return is_ahead and abs(y - own_y) <= 2 * NEAR


@dataclass(frozen=True)
class Place:
    """Where an element stands: moved, turned by quarters, scaled, and how opaque."""

    x: float = 0
    y: float = 0
    scale: float = 1
    quarters: int = 0
    opacity: float = 1

    def point(self, x: float, y: float) -> Point:
        """Return a point of the element's own coordinates in those of the drawing."""
        corner = self.box(x, y, x, y)
        return corner.left, corner.top

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a box of the element's own coordinates in those of the drawing."""
        corners = [(left, top), (right, bottom)]
        for _ in range(self.quarters):
            corners = [(-y, x) for x, y in corners]
        xs = sorted(self.x + self.scale * x for x, _ in corners)
        ys = sorted(self.y + self.scale * y for _, y in corners)
        return Box(xs[0], ys[0], xs[1], ys[1])


def overlaps(svg: str, measure: Measure) -> list[str]:
    """Return what lies over a text of a drawing, or too near to it, in words for the author.

    ``measure`` gives the width of a text in a size of letters.
    """
    root = ElementTree.fromstring(svg)
    shapes = dict(defined(root))
    texts: list[Line] = []
    dots: list[Box] = []
    segments: list[Segment] = []
    for element, place, kind in placed(root):
        if element.tag == f"{SVG}text":
            texts += lines(element, place, measure)
        elif kind == "symbol" and (box := outline(element, place, shapes)):
            dots.append(box)
        elif kind == "line":
            segments += pieces(element, place)
    once = without_halos(texts)
    told = [
        f"{one.says!r} and {other.says!r} overlap by {by:.0f} pixels"
        for one, other in combinations(once, 2)
        if (by := one.box.overlap(other.box)) > SLACK
        and not (one.says == other.says and one.box.is_near(other.box, SLACK))
    ]
    for text in once:
        told += beside_dots(text, dots)
        if any(runs_through(segment, text.box) for segment in segments):
            told.append(f"a line runs through {text.says!r}")
    return list(dict.fromkeys(told))


def without_halos(texts: list[Line]) -> list[Line]:
    """Leave out texts that are drawn twice at one place."""
    return [
        text
        for i, text in enumerate(texts)
        if not any(
            i != j and text.says == other.says and text.box.is_near(other.box, SLACK)
            for j, other in enumerate(texts)
        )
    ]


def beside_dots(text: Line, dots: list[Box]) -> Iterator[str]:
    """Yield what is wrong with a text among dots and sprites: it lies over one, or near another's.

    The parts of one sprite lie over each other.
    """
    if any(dot.overlap(text.box) > SLACK and not dot.holds_middle(text.box) for dot in dots):
        yield f"{text.says!r} lies over a dot or a sprite"
        return
    close = [dot for dot in dots if dot.overlap(text.box) > -LABELLED]
    own = [dot for dot in close if text.names(dot) or dot.holds_middle(text.box)]
    own = own or sorted(close, key=lambda dot: -dot.overlap(text.box))[:1]
    for dot in close:
        if dot.overlap(text.box) > -NEAR and all(dot.overlap(each) <= 0 for each in own):
            near = f"is within {NEAR} pixels of a dot or a sprite"
            yield f"{text.says!r} {near} that it does not name"
            return


def runs_through(segment: Segment, box: Box) -> bool:
    """Tell whether a line is inside a box for more than a rim of it."""
    (x, y), (x2, y2) = segment
    begin, end = 0.0, 1.0  # shares of the line between which it is inside, as Liang and Barsky clip
    for start, way, low, high in (
        (x, x2 - x, box.left + SLACK, box.right - SLACK),
        (y, y2 - y, box.top + SLACK, box.bottom - SLACK),
    ):
        if way == 0:
            if not low < start < high:
                return False
            continue
        enters, leaves = sorted(((low - start) / way, (high - start) / way))
        begin, end = max(begin, enters), min(end, leaves)
    return (end - begin) * hypot(x2 - x, y2 - y) > SLACK


# ── what a drawing holds ─────────────────────────────────────────────────────────────────────────


def placed(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, Place, str]]:
    """Yield the visible texts and shapes, where they stand, and whether of symbols or lines."""
    pending = [(child, Place(), "") for child in reversed(root)]
    while pending:
        element, outer, kind = pending.pop()
        place = within(outer, element)
        if place is None or element.tag == f"{SVG}defs":
            continue
        if element.tag in SHAPES:
            yield element, place, kind
            continue
        kind = kind or kind_of(element.get("class", ""))
        pending += [(child, place, kind) for child in reversed(element)]


def kind_of(names: str) -> str:
    """Return the kind of the marks in a group, by its classes."""
    if "mark-symbol" in names or "mark-image" in names:
        return "symbol"
    is_line = "mark-rule" in names or "mark-line" in names
    return "line" if is_line and "role-axis-grid" not in names else ""


def within(outer: Place, element: ElementTree.Element) -> Place | None:
    """Return where an element stands, given its parent's place; None if that cannot be told."""
    opacity = outer.opacity * float(element.get("opacity", 1))
    if element.tag == f"{SVG}line":
        opacity *= float(element.get("stroke-opacity", 1))
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


def lines(element: ElementTree.Element, place: Place, measure: Measure) -> Iterator[Line]:
    """Yield the lines of a text."""
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
        box = place.box(start, down - ABOVE * size, start + width, down + deep * size)
        yield Line(text, box, anchor)


def pieces(element: ElementTree.Element, place: Place) -> Iterator[Segment]:
    """Yield the straight pieces of a line; of a bent one, from corner to corner."""
    if element.get("stroke", "none") in ("none", GROUND):
        return
    if element.tag == f"{SVG}line":
        end = float(element.get("x2", 0)), float(element.get("y2", 0))
        yield place.point(0, 0), place.point(*end)
        return
    here: Point = (0, 0)
    for command, points in path(element.get("d", "")):
        there = points[-1] if points else here
        if command != "moveTo":
            yield place.point(*here), place.point(*there)
        here = there


@cache
def path(d: str) -> list[tuple[str, tuple[Point, ...]]]:
    """Return what a path does and the points of it, in absolute coordinates."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path

    pen = RecordingPen()
    parse_path(d, pen)
    return list(pen.value)


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
    elif element.tag == f"{SVG}image":
        sides = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        left, top, width, height = sides
        own = Box(left, top, left + width, top + height)
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
    points = [point for _, each in path(outline) for point in each]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
