"""Sizes on a phone: how tall a narrow figure may be, and how small its text.

A figure is shrunk until it fits a phone's width and half of its height. Text that was drawn large
enough may then be too small to read.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from refit.figures.panels import Place
from refit.figures.raster import Told

PHONE = (375.0, 340.0)  # CSS pixels: a phone's width, and half of its height without the buttons
LEAST, SLACK = 11.0, 0.05  # CSS pixels of the smallest text
MOVED = re.compile(r"translate\(([^,)]+)(?:,([^)]+))?\)")
LAYER = re.compile(r"role-mark (\S+)_marks|role-(axis|legend|title)")


@dataclass(frozen=True)
class Text:
    """A text of a drawing: its place, its size in the drawing, and the layer that it is in."""

    words: str
    x: float
    y: float
    size: float
    layer: str


def shrunk(place: Place) -> float:
    """Return CSS pixels on a phone per pixel of the drawing, if it shows this part alone."""
    _, _, width, height = place
    return min(PHONE[0] / width, PHONE[1] / height)


def too_small(svg: str, shown: Place) -> dict[str, Told]:
    """Return what is wrong with the smallest text of each layer that cannot be read on a phone.

    ``shown`` is the part of the drawing that a step shows.
    """
    scale = shrunk(shown)
    found: dict[str, Text] = {}
    for text in texts(ElementTree.fromstring(svg)):
        is_least = text.layer not in found or text.size < found[text.layer].size
        if holds(shown, text) and text.size * scale < LEAST - SLACK and is_least:
            found[text.layer] = text
    remedy = f"write fontSize={math.ceil(LEAST / scale)} if narrow, or draw less wide and tall"
    return {
        layer: (
            f"{text.words!r} in {layer} is {text.size * scale:.1f} pixels tall on a phone, less "
            f"than {LEAST:g}",
            remedy,
        )
        for layer, text in found.items()
    }


def holds(place: Place, text: Text) -> bool:
    """Tell whether a text begins in a part of the drawing."""
    x, y, width, height = place
    return x <= text.x <= x + width and y <= text.y <= y + height


def texts(
    part: ElementTree.Element, x: float = 0.0, y: float = 0.0, layer: str = ""
) -> Iterator[Text]:
    """Yield the texts of a drawing, with their places in it."""
    if moved := MOVED.search(part.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2] or 0)
    if kind := LAYER.search(part.get("class", "")):
        layer = f"the layer {kind[1]}" if kind[1] else f"the {kind[2]}"
    words = "".join(part.itertext()).strip()
    if part.tag.endswith("text") and words and (size := part.get("font-size")):
        yield Text(words, x, y, float(size.removesuffix("px")), layer)
    for inner in part:
        yield from texts(inner, x, y, layer)
