"""A grid of numbers, painted beneath a figure: in any theme, under any hand."""

import pytest

# The colours of cells in the middle of a canvas' pixels, and the theme's own. The raster lies in
# the right panel, between its axes; frame is the part of the drawing that the canvas shows.
CELLS = """([cells, frame]) => {
  const canvas = document.querySelector("[data-figure=loss] [data-layout=wide] canvas");
  const copy = Object.assign(document.createElement("canvas"), {
    width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const [left, top, right, bottom] = [480 + 2.5 * 17, 1.5 * 17, 940, 440 - 3 * 17];
  return cells.map(([column, row]) => {
    const x = left + ((column + 0.5) / 100) * (right - left) - frame[0];
    const y = bottom - ((row + 0.5) / 100) * (bottom - top) - frame[1];
    return [...context.getImageData(
      (x / frame[2]) * canvas.width, (y / frame[3]) * canvas.height, 1, 1).data];
  });
}"""
WHOLE = [0, 0, 940, 440]
THEME = """() => ["--paper", "--split", "--axis"].map((name) => {
  document.querySelector("header").style.color = `var(${name})`;
  return getComputedStyle(document.querySelector("header")).color.match(/\\d+/g).map(Number);
})"""
# A narrow figure may show a part of itself alone.
PART = [520, 20, 320, 192]
CUT = """(part) => document.querySelector("[data-figure=loss] [data-layout=wide] svg").setAttribute(
  "viewBox", part.join(" "))"""
CANVAS = "document.querySelector('[data-figure=loss] [data-layout=wide] canvas')"
SOME = [(column, row) for column in range(3, 100, 12) for row in range(5, 100, 15)]


def mixed(level, stops):
    """Return the colour of a level: three colours at 0, 127.5 and 255."""
    below = 0 if level < 127.5 else 1
    share = level / 127.5 - below
    return [a + (b - a) * share for a, b in zip(stops[below], stops[below + 1], strict=True)]


def is_painted(page):
    """Tell whether the canvas shows the figure's present table in the page's present colours."""
    theme, levels = page.look(THEME), page.tables("loss")["surface"]["loss"]
    shown = page.look(CELLS, [SOME, WHOLE])
    expected = [[*mixed(levels[100 * row + column], theme), 255] for column, row in SOME]
    return shown == [pytest.approx(rgba, abs=2) for rgba in expected]


def until_painted(page):
    page.wait("() => 0", until=lambda _: is_painted(page))


def test_a_raster_follows_the_theme_and_the_hand(visit):
    """That it looks like its picture is seen where Vega takes a figure over, in the forest."""
    page = visit("essays/workshop/", site="test", color_scheme="dark")
    page.scroll_to("loss", 3)
    page.wait(f"() => {CANVAS} !== null")
    until_painted(page)

    dark = page.look(THEME)
    page.page.emulate_media(color_scheme="light")
    page.wait(THEME, until=lambda theme: theme != dark)
    until_painted(page)
    page.look("() => { document.documentElement.dataset.scheme = 'dark'; }")
    until_painted(page)
    page.page.emulate_media(media="print")
    page.wait(THEME, until=lambda theme: theme != dark)
    until_painted(page)
    page.page.emulate_media(media="screen")

    page.ready()
    page.scroll_to("loss", 3)
    pear = page.page.locator("[data-scene=loss] [data-handle='2']")
    pear.wait_for(state="attached")
    box = pear.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    first = page.tables("loss")["surface"]["loss"]
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x, y - 80, steps=6)
    page.wait("() => refit.tables('loss').surface.loss", until=lambda now: now != first)
    until_painted(page)
    page.page.mouse.up()
    page.rest("loss")

    page.look(CUT, PART)
    page.wait(f"() => {CANVAS}.width", until=lambda width: width == 640)
    level = page.tables("loss")["surface"]["loss"][100 * 75 + 30]
    expected = [*mixed(level, page.look(THEME)), 255]
    assert page.look(CELLS, [[(30, 75)], PART]) == [pytest.approx(expected, abs=2)]
