"""Rows that are pointed at: with a mouse, a finger, keys, and words of the text."""

import json

import pytest

WORKSHOP = "essays/workshop/"
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
SAID = "() => document.querySelector('[data-scene=plane] [data-announcement]').textContent.trim()"
CARD = """() => {
  const card = document.querySelector("[data-figure=plane] .mark-card");
  return card.hidden ? "" : card.textContent;
}"""
# Where the middle of a row's mark is in the window, in the layout that is shown.
MIDDLE = """([scene, table, row]) => {
  const drawings = [...document.querySelectorAll(`[data-figure="${scene}"] [data-layout]`)];
  const shown = drawings.find((each) => each.getClientRects().length);
  const mark = shown.querySelectorAll(`[class*=" ${table}_"] > *`)[row].getBoundingClientRect();
  return JSON.stringify([mark.x + mark.width / 2, mark.y + mark.height / 2]);
}"""
# The place of a leaf that is farthest from all fruits, which would be pointed at instead.
CLEARING = """(row) => {
  const shown = [...document.querySelectorAll("[data-figure=plane] [data-layout]")]
    .find((each) => each.getClientRects().length);
  const box = (each) => each.getBoundingClientRect();
  const leaf = box(shown.querySelectorAll("[class*=' leaves_'] > *")[row]);
  const fruits = [...shown.querySelectorAll("[class*=' fruits_'] > *")].map(box);
  const away = ([x, y]) =>
    Math.min(...fruits.map((f) => Math.hypot(f.x + f.width / 2 - x, f.y + f.height / 2 - y)));
  const shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const places = shares.flatMap((across) =>
    shares.map((down) => [leaf.x + across * leaf.width, leaf.y + down * leaf.height]));
  return JSON.stringify(places.reduce((best, each) => (away(each) > away(best) ? each : best)));
}"""
# The keys of the leaves that are lit, and of the fruits that are large.
LIT = """() => {
  const lit = [...document.querySelectorAll("[data-layout=wide] [class*=' leaves_'] > *")];
  return lit.flatMap((each, i) => each.getAttribute("opacity") === "0.5" ? ["134"[i]] : []).join();
}"""
LARGE = """() => {
  const fruits = document.querySelectorAll("[data-figure=plane] .wide [class*=' fruits_'] > *");
  const kinds = refit.tables("plane").fruits.kind;
  const widths = [...fruits].map((each) => each.getBBox().width);
  const least = (kind) => Math.min(...widths.filter((_, i) => kinds[i] === kind));
  return widths.flatMap((each, i) => each > 1.2 * least(kinds[i]) ? [i] : []);
}"""
KINDS = "[...document.querySelectorAll('[data-figure=split] .wide [class*=\" fruits_\"] > *')]"
# The name and the size of each handle of a scene, in CSS pixels.
TARGETS = """(scene) =>
  [...document.querySelectorAll(`[data-scene=${scene}] .handles:not([hidden])`)]
    .flatMap((layer) => [...layer.querySelectorAll("[data-handle], .strip")])
    .map((each) => [each, each.getBoundingClientRect()])
    .map(([each, { width, height }]) => [each.dataset.handle ?? "rule", width, height])"""
# What the card and the rings do to the figure: [does the card hide its mark, is it inside].
FIT = """([table, row]) => {
  const stage = document.querySelector("[data-figure=plane] .stage");
  const drawings = [...stage.querySelectorAll("[data-layout]")];
  const shown = drawings.find((each) => each.getClientRects().length);
  const mark = shown.querySelectorAll(`[class*=" ${table}_"] > *`)[row].getBoundingClientRect();
  const card = stage.querySelector(".mark-card").getBoundingClientRect();
  const room = stage.getBoundingClientRect();
  const isHiding = card.left < mark.right && mark.left < card.right
    && card.top < mark.bottom && mark.top < card.bottom;
  const isInside = card.left >= room.left - 0.5 && card.right <= room.right + 0.5
    && card.top >= room.top - 0.5 && card.bottom <= room.bottom + 0.5;
  return [isHiding, isInside];
}"""


@pytest.fixture
def plane(workshop):
    """Return the plane at its first step, with no row pointed at."""
    workshop.page.mouse.move(2, 2)
    workshop.scroll_to("plane", 1)
    workshop.look("() => document.querySelectorAll('.tool').forEach((tool) => (tool.open = false))")
    return workshop


def middle(page, table, row, scene="plane"):
    """Return where in the window the middle of a row's mark is, once Vega draws it."""
    return json.loads(page.settled(MIDDLE, [scene, table, row]))


def clearing(page, row):
    """Return where in the window a leaf can be pointed at, once Vega draws it."""
    return json.loads(page.settled(CLEARING, row))


def test_a_mouse_points_at_a_leaf_and_the_model_answers(plane):
    plane.page.mouse.move(*clearing(plane, 0))
    plane.wait(LIT, until=lambda lit: lit == "1")
    plane.wait(CARD, until=lambda card: card == "leaf 1: 4 fruits")
    chosen = plane.wait("() => refit.tables('plane').chosen", until=lambda it: it["n"] == [4])
    assert chosen["name"] == ["leaf 1"]
    live = "() => document.querySelector('#plane-1 [data-live=\"chosen.n\"]').textContent"
    plane.wait(live, until=lambda text: text == "4")
    assert plane.look(FIT, ["leaves", 0]) == [False, True]
    plane.page.mouse.move(2, 2)
    plane.wait(CARD, until=lambda card: card == "")
    assert plane.state("plane")["leaf"] == "1", "what the state has taken stays"
    assert plane.look(LIT) == "1"
    plane.page.locator("[data-scene=plane] [data-reset]").click()
    plane.wait(LIT, until=lambda lit: lit == "")
    assert plane.state("plane")["leaf"] == ""


def test_what_passes_under_a_mouse_that_rests_is_not_pointed_at(plane):
    x, y = clearing(plane, 0)
    plane.look("() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    under = "([x, y]) => document.elementFromPoint(x, y).closest('[data-scene=plane] .stage')"
    assert not plane.look(f"(it) => Boolean(({under})(it))", [x, y])
    plane.page.mouse.move(x, y)
    plane.scroll_to("plane", 1)
    plane.wait("() => document.querySelector('[data-scene=plane] .stage').matches(':hover')")
    plane.settled(LIT, frames=30)
    assert (plane.look(LIT), plane.look(CARD), plane.state("plane")["leaf"]) == ("", "", "")
    plane.page.mouse.move(x + 1, y)
    plane.wait(LIT, until=lambda lit: lit == "1")


def test_a_choice_is_kept_in_a_link(plane):
    plane.wait("() => location.href", until=lambda href: "?s=" not in href)  # of the last test
    plane.page.mouse.move(*clearing(plane, 2))
    plane.wait("() => refit.state.plane.leaf", until=lambda leaf: leaf == "4")
    address = plane.wait("() => location.href", until=lambda href: "?s=" in href)
    other = plane.context.new_page()
    other.goto(address)
    other.wait_for_function("() => globalThis.refit?.state.plane.leaf === '4'")
    other.wait_for_function(f"() => ({LIT})() === '4'")
    other.close()


def test_escape_leaves_a_row_under_a_mouse_that_rests_on_it(plane):
    x, y = middle(plane, "fruits", 5)
    plane.page.mouse.move(x, y)
    plane.wait(CARD, until=lambda card: card == "apple 5, in leaf 3")
    plane.page.keyboard.press("Escape")
    plane.wait(CARD, until=lambda card: card == "")
    plane.page.mouse.move(x + 1, y)
    plane.frames()
    assert plane.look(CARD) == ""


def test_keys_go_from_leaf_to_leaf_and_say_which(plane):
    page = plane.page
    layer = page.locator("[data-scene=plane] [data-point=leaf]")
    layer.focus()
    plane.wait(LIT, until=lambda lit: lit == "1")
    plane.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    page.keyboard.press("ArrowRight")
    plane.wait(LIT, until=lambda lit: lit in {"3", "4"})
    page.keyboard.press("End")
    plane.wait(SAID, until=lambda said: said == "leaf 4: 3 fruits")
    assert plane.state("plane")["leaf"] == "4"
    page.keyboard.press("ArrowDown")
    plane.wait(SAID, until=lambda said: said == "leaf 3: 5 fruits")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    plane.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    ring = page.locator("[data-point=leaf] .ring").first.bounding_box()
    x, y = middle(plane, "leaves", 0)
    assert ring["x"] + ring["width"] / 2 == pytest.approx(x, abs=1)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(y, abs=1)
    page.keyboard.press("Escape")
    plane.wait(CARD, until=lambda card: card == "")
    assert page.locator(".ring").count() == 0


def test_a_term_lights_the_row_that_it_names_and_chooses_nothing(plane):
    term = plane.page.locator("#plane-1 .term")
    term.focus()
    plane.wait(LIT, until=lambda lit: lit == "1")
    term.blur()
    plane.wait(LIT, until=lambda lit: lit == "")
    term.hover()
    plane.wait(LIT, until=lambda lit: lit == "1")
    plane.page.mouse.move(2, 2)
    plane.wait(LIT, until=lambda lit: lit == "")
    assert plane.state("plane")["leaf"] == ""


def test_a_term_names_a_group_of_rows(plane):
    plane.page.locator("#split-1 .term").focus()
    opacities = f"() => {KINDS}.map((each) => Number(each.getAttribute('opacity') ?? 1))"
    plane.wait(opacities, until=lambda found: found == [1] * 4 + [0.2] * 4 + [1] * 2 + [0.2] * 2)


def test_a_small_mark_is_met_twelve_pixels_from_its_middle(plane):
    plane.page.locator("#split-1").scroll_into_view_if_needed()
    plane.page.locator("[data-figure=split]").hover()
    x, y = middle(plane, "fruits", 7, "split")
    lit = f"() => {KINDS}.filter((each) => each.getAttribute('opacity') === '0.2').length"
    plane.page.mouse.move(x + 11, y)
    plane.wait(lit, until=lambda count: count == 6)
    plane.page.mouse.move(x + 30, y)
    plane.wait(lit, until=lambda count: count == 0)


def test_a_handle_is_as_large_as_a_finger_and_its_ring_as_its_mark(plane):
    plane.scroll_to("plane", 2)
    plane.offer_handles("3", "plane")
    disc = plane.handle("3", "plane").bounding_box()
    assert min(disc["width"], disc["height"]) >= 24
    plane.page.mouse.move(*plane.middle("3", "plane"))
    plane.wait(LARGE, until=lambda large: large == [3])
    ring = plane.page.locator("[data-scene=plane] .mark-ring.hovered").bounding_box()
    row = "[data-figure=plane] .wide [class*=' fruits_'] > :nth-child(4)"
    mark = plane.page.locator(row).bounding_box()
    assert mark["width"] < ring["width"] < mark["width"] + 14
    assert ring["x"] < mark["x"]
    hovered = "[data-scene=plane] .mark-ring.hovered"
    stroke = f"() => getComputedStyle(document.querySelector('{hovered}')).stroke"
    accent = "() => getComputedStyle(document.querySelector('#plane-1 .term')).color"
    assert plane.look(stroke) == plane.look(accent)
    plane.page.mouse.move(2, 2)
    assert not plane.page.locator("[data-scene=plane] .mark-ring.hovered").is_visible()


@pytest.mark.parametrize("slug", ["precision-recall", "roc-auc", "train-test-validation"])
def test_what_can_be_moved_on_a_phone_is_at_least_24_pixels_large(visit, slug):
    page = visit(f"essays/{slug}/", **PHONE)
    page.quiet()
    layers = page.page.locator("[data-scene]:has(.handles)")
    found = []
    for scene in [each.get_attribute("data-scene") for each in layers.all()]:
        for step in range(1, page.page.locator(f"[data-scene={scene}] [data-step]").count() + 1):
            page.scroll_to(scene, step)
            found += page.look(TARGETS, scene)
    assert found
    # The browser's pixels are floats of 32 bits.
    assert [each for each in found if round(min(each[1:]), 3) < 24] == []


def test_rows_that_can_be_dragged_are_pointed_at_through_their_handles(plane):
    page = plane.page
    plane.scroll_to("plane", 2)
    plane.offer_handles("3", "plane")
    page.mouse.move(*plane.middle("3", "plane"))
    plane.wait(LARGE, until=lambda large: large == [3])
    plane.wait(CARD, until=lambda card: card == "pear 3, in leaf 1")
    page.mouse.down()
    x, y = middle(plane, "leaves", 1)
    page.mouse.move(x + 90, y + 50, steps=6)
    plane.wait("() => refit.tables('plane').fruits.x[3]", until=lambda x: x > 6)
    page.mouse.up()
    assert list(plane.state("plane")["moved"]) == ["3"]
    page.mouse.move(2, 2)
    page.locator("[data-scene=plane] [data-handles]").focus()
    assert not page.locator("[data-point=fruit]").is_visible(), "one tab stop is enough"
    page.keyboard.press("ArrowLeft")
    chosen = plane.look("() => document.querySelector('.handles .selected').dataset.handle")
    kinds = plane.tables("plane")["fruits"]["kind"]
    plane.wait(CARD, until=lambda card: card.startswith(f"{kinds[int(chosen)]} {chosen},"))
    page.keyboard.press("Tab")  # to the leaves, which have a tab stop of their own
    plane.wait(CARD, until=lambda card: card.startswith("leaf 1:"))
    page.keyboard.press("Tab")
    plane.wait(CARD, until=lambda card: card == "")


def test_a_tap_points_until_another_place_is_tapped(visit):
    page = visit(WORKSHOP, site="test", **PHONE)
    page.scroll_to("plane", 1)
    glass = page.page.touchscreen
    glass.tap(*clearing(page, 0))
    page.wait(CARD, until=lambda card: card == "leaf 1: 4 fruits")
    assert page.look(FIT, ["leaves", 0])[1]
    page.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    assert page.state("plane")["leaf"] == "1"
    assert page.look("() => workerMessages.length") == 0, "the build has answered for each row"
    glass.tap(*clearing(page, 2))
    page.wait(CARD, until=lambda card: card == "leaf 4: 3 fruits")
    heading = page.page.locator("#plane-1 h2").bounding_box()
    glass.tap(heading["x"] + 5, heading["y"] + 5)
    page.wait(CARD, until=lambda card: card == "")
    assert page.state("plane")["leaf"] == "4"


def test_the_picture_of_a_step_shows_the_row_that_it_chooses(visit):
    page = visit(WORKSHOP, site="test", java_script_enabled=False).page
    lit = [
        page.request.get(still.evaluate("it => it.src")).text().count('opacity="0.5"')
        for still in page.locator("[data-scene=plane] .still").all()
    ]
    assert lit == [0, 0, 1]
    assert page.locator(".pointing:visible, .mark-card").count() == 0
