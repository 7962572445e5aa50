"""A grid of numbers, painted beneath a figure: as in its picture, in any theme, under any hand."""

import pytest

from tests.browser.test_takeover import differing, picture

# The colours of cells in the middle of a canvas' pixels, and the theme's own.
CELLS = """(cells) => {
  const canvas = document.querySelector("[data-layout=wide] canvas");
  const copy = Object.assign(document.createElement("canvas"), {
    width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  return cells.map(([column, row]) => [...context.getImageData(
    ((column + 0.5) / 100) * canvas.width, (1 - (row + 0.5) / 100) * canvas.height, 1, 1).data]);
}"""
THEME = """() => ["--accent", "--paper", "--axis"].map((name) => {
  document.querySelector("header").style.color = `var(${name})`;
  return getComputedStyle(document.querySelector("header")).color.match(/\\d+/g).map(Number);
})"""
# A narrow figure may show a part of itself alone: here the upper left quarter.
CUT = """() => document.querySelector("[data-layout=wide] svg").setAttribute(
  "viewBox", "0 0 320 192")"""
IS_LIVE = "() => document.querySelector('[data-layout=wide] canvas') !== null"
SOME = [(column, row) for column in range(3, 100, 12) for row in range(5, 100, 15)]


def mixed(level, stops):
    """Return the colour of a level: three colours at 0, 127.5 and 255."""
    below = 0 if level < 127.5 else 1
    share = level / 127.5 - below
    return [a + (b - a) * share for a, b in zip(stops[below], stops[below + 1], strict=True)]


def is_painted(page):
    """Tell whether the canvas shows the figure's present table in the page's present colours."""
    theme, levels = page.look(THEME), page.tables("boundary")["plane"]["sure"]
    shown = page.look(CELLS, SOME)
    expected = [[*mixed(levels[100 * row + column], theme), 255] for column, row in SOME]
    return shown == [pytest.approx(rgba, abs=2) for rgba in expected]


def until_painted(page):
    page.wait("() => 0", until=lambda _: is_painted(page))


def test_a_raster_looks_like_its_picture_and_follows_the_theme_and_the_hand(visit):
    page = visit("essays/boundary/", site="test", color_scheme="dark")
    page.look("() => document.getElementById('boundary-1').scrollIntoView()")
    page.quiet()
    assert not page.look(IS_LIVE)
    before = picture(page, "boundary")
    assert len(before.getcolors(1 << 24)) > 100

    page.scroll_to("boundary", 2)
    page.wait(IS_LIVE)
    page.scroll_to("boundary", 1)
    page.look("() => document.activeElement.blur()")
    assert differing(before, picture(page, "boundary")) <= 10
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
    page.scroll_to("boundary", 2)
    page.offer_handles(0)
    first = page.tables("boundary")["plane"]["sure"]
    x, y = page.middle(0)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 150, y + 60, steps=6)
    page.wait("() => refit.tables('boundary').plane.sure", until=lambda now: now != first)
    until_painted(page)
    page.page.mouse.up()
    page.rest("boundary")

    page.look(CUT)
    page.wait("() => document.querySelector('canvas').width", until=lambda width: width == 640)
    level = page.tables("boundary")["plane"]["sure"][100 * 75 + 25]
    expected = [*mixed(level, page.look(THEME)), 255]
    assert page.look(CELLS, [(50, 50)]) == [pytest.approx(expected, abs=2)]
