"""Vega takes a figure over without a jump: its first picture is the one that came with the page."""

import io

import pytest
from PIL import Image, ImageChops

SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 375, "height": 740}}
FIGURES = [
    ("real", "essays/train-test-validation/", "pens"),
    ("test", "essays/workshop/", "forest"),
    ("test", "essays/stumbles/", "line"),
    ("test", "essays/menagerie/", "ballots"),
]


def picture(page, scene):
    """Take a picture of a figure's drawing."""
    box = page.page.locator(f"[data-figure='{scene}'] .stage").bounding_box()
    png = page.page.screenshot(clip={k: int(v) for k, v in box.items()}, caret="initial")
    return Image.open(io.BytesIO(png)).convert("RGB")


def differing(one, other):
    """Count the pixels that differ by a quarter of black and white, or more.

    The drawing that comes with the page is rounded to hundredths of a pixel, and that shows along
    its edges, but never so much. Half a pixel to one side, and hundreds of pixels differ.
    """
    assert one.size == other.size
    difference = ImageChops.difference(one, other).convert("L")
    return sum(difference.histogram()[64:])


@pytest.mark.parametrize(("site", "path", "scene"), FIGURES, ids=lambda value: str(value))
@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_the_first_picture_stays_where_it_is(visit, site, path, scene, size, scheme):
    page = visit(path, site=site, viewport=SIZES[size], color_scheme=scheme)
    page.look("() => document.fonts.ready.then(() => true)")
    page.look("(id) => document.getElementById(id).scrollIntoView()", f"{scene}-1")
    page.quiet()
    is_vega = "(scene) => [...document.querySelectorAll("
    is_vega += "`[data-figure='${scene}'] [data-layout] > div`)].length > 0"
    if scene == "pens":  # the page has a drawing of its first scene; of others Vega comes at once
        assert not page.look(is_vega, scene)
    before = picture(page, scene)
    page.scroll_to(scene, 2)
    page.wait(is_vega, scene)
    assert differing(before, picture(page, scene)) > 100, "the second step looks like the first"
    page.scroll_to(scene, 1)
    page.look("() => document.activeElement.blur()")
    assert differing(before, picture(page, scene)) <= 10
