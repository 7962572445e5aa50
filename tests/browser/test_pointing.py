"""Rows that are pointed at: with a mouse, a finger, keys, and words of the text."""

import json

import pytest

POINTERS = "essays/pointers/"
PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
SAID = "() => document.querySelector('[data-scene=garden] [data-announcement]').textContent.trim()"
CARD = """() => {
  const card = document.querySelector("[data-figure=garden] .mark-card");
  return card.hidden ? "" : card.textContent;
}"""
# Where the middle of a row's mark is in the window, in the layout that is shown.
MIDDLE = """([scene, table, row]) => {
  const drawings = [...document.querySelectorAll(`[data-figure="${scene}"] [data-layout]`)];
  const shown = drawings.find((each) => each.getClientRects().length);
  const mark = shown.querySelectorAll(`.${table}_marks > *`)[row].getBoundingClientRect();
  return JSON.stringify([mark.x + mark.width / 2, mark.y + mark.height / 2]);
}"""
LEAVES = ["1", "3", "4"]  # in the order in which they are drawn
# The keys of the leaves that are lit, and of the fruits that are large.
LIT = """() => {
  const lit = [...document.querySelectorAll("[data-layout=wide] .leaves_marks > *")];
  return lit.flatMap((each, i) => each.getAttribute("opacity") === "0.5" ? ["134"[i]] : []).join();
}"""
LARGE = """() => {
  const widths = [...document.querySelectorAll("[data-layout=wide] .fruits_marks > *")]
    .map((each) => each.getBBox().width);
  return widths.flatMap((each, i) => each > 1.2 * Math.min(...widths) ? [i] : []);
}"""
BASKET = "[...document.querySelectorAll('[data-figure=basket] .wide .fruits_marks > *')]"
# The name and the size of each handle of a scene, in CSS pixels.
TARGETS = """(scene) =>
  [...document.querySelectorAll(`[data-scene=${scene}] .handles:not([hidden])`)]
    .flatMap((layer) => [...layer.querySelectorAll("[data-handle], .strip")])
    .map((each) => [each, each.getBoundingClientRect()])
    .map(([each, { width, height }]) => [each.dataset.handle ?? "rule", width, height])"""
# What the card and the rings do to the figure: [does the card hide its mark, is it inside].
FIT = """([table, row]) => {
  const stage = document.querySelector("[data-figure=garden] .stage");
  const drawings = [...stage.querySelectorAll("[data-layout]")];
  const shown = drawings.find((each) => each.getClientRects().length);
  const mark = shown.querySelectorAll(`.${table}_marks > *`)[row].getBoundingClientRect();
  const card = stage.querySelector(".mark-card").getBoundingClientRect();
  const room = stage.getBoundingClientRect();
  const isHiding = card.left < mark.right && mark.left < card.right
    && card.top < mark.bottom && mark.top < card.bottom;
  const isInside = card.left >= room.left - 0.5 && card.right <= room.right + 0.5
    && card.top >= room.top - 0.5 && card.bottom <= room.bottom + 0.5;
  return [isHiding, isInside];
}"""


@pytest.fixture
def garden(pointers):
    """Return the garden at its first step, with no row pointed at."""
    pointers.page.mouse.move(2, 2)
    pointers.scroll_to("garden", 1)
    pointers.look("() => document.querySelectorAll('.tool').forEach((tool) => (tool.open = false))")
    return pointers


def middle(page, table, row, scene="garden"):
    """Return where in the window the middle of a row's mark is, once Vega draws it."""
    return json.loads(page.settled(MIDDLE, [scene, table, row]))


def test_a_mouse_points_at_a_leaf_and_the_model_answers(garden):
    garden.page.mouse.move(*middle(garden, "leaves", 0))
    garden.wait(LIT, until=lambda lit: lit == "1")
    garden.wait(CARD, until=lambda card: card == "leaf 1: 4 fruits")
    chosen = garden.wait("() => refit.tables('garden').chosen", until=lambda it: it["n"] == [4])
    assert chosen["name"] == ["leaf 1"]
    live = "() => document.querySelector('#garden-1 [data-live=\"chosen.n\"]').textContent"
    garden.wait(live, until=lambda text: text == "4")
    assert garden.look(FIT, ["leaves", 0]) == [False, True]
    garden.page.mouse.move(2, 2)
    garden.wait(CARD, until=lambda card: card == "")
    assert garden.state("garden")["leaf"] == "1", "what the state has taken stays"
    assert garden.look(LIT) == "1"
    garden.page.locator("[data-scene=garden] [data-reset]").click()
    garden.wait(LIT, until=lambda lit: lit == "")
    assert garden.state("garden")["leaf"] == ""


def test_what_passes_under_a_mouse_that_rests_is_not_pointed_at(garden):
    x, y = middle(garden, "leaves", 0)
    garden.look("() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    under = "([x, y]) => document.elementFromPoint(x, y).closest('[data-scene=garden] .stage')"
    assert not garden.look(f"(it) => Boolean(({under})(it))", [x, y])
    garden.page.mouse.move(x, y)
    garden.scroll_to("garden", 1)
    garden.wait("() => document.querySelector('[data-scene=garden] .stage').matches(':hover')")
    garden.settled(LIT, frames=30)
    assert (garden.look(LIT), garden.look(CARD), garden.state("garden")["leaf"]) == ("", "", "")
    garden.page.mouse.move(x + 1, y)
    garden.wait(LIT, until=lambda lit: lit == "1")


def test_a_choice_is_kept_in_a_link(garden):
    garden.wait("() => location.href", until=lambda href: "?s=" not in href)  # of the last test
    garden.page.mouse.move(*middle(garden, "leaves", 2))
    garden.wait("() => refit.state.garden.leaf", until=lambda leaf: leaf == "4")
    address = garden.wait("() => location.href", until=lambda href: "?s=" in href)
    other = garden.context.new_page()
    other.goto(address)
    other.wait_for_function("() => globalThis.refit?.state.garden.leaf === '4'")
    other.wait_for_function(f"() => ({LIT})() === '4'")
    other.close()


def test_escape_leaves_a_row_under_a_mouse_that_rests_on_it(garden):
    x, y = middle(garden, "fruits", 5)
    garden.page.mouse.move(x, y)
    garden.wait(CARD, until=lambda card: card == "apple 5, in leaf 3")
    garden.page.keyboard.press("Escape")
    garden.wait(CARD, until=lambda card: card == "")
    garden.page.mouse.move(x + 1, y)
    garden.frames()
    assert garden.look(CARD) == ""


def test_keys_go_from_leaf_to_leaf_and_say_which(garden):
    page = garden.page
    layer = page.locator("[data-scene=garden] [data-point=leaf]")
    layer.focus()
    garden.wait(LIT, until=lambda lit: lit == "1")
    garden.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    page.keyboard.press("ArrowRight")
    garden.wait(LIT, until=lambda lit: lit in {"3", "4"})
    page.keyboard.press("End")
    garden.wait(SAID, until=lambda said: said == "leaf 4: 3 fruits")
    assert garden.state("garden")["leaf"] == "4"
    page.keyboard.press("ArrowDown")
    garden.wait(SAID, until=lambda said: said == "leaf 3: 5 fruits")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    garden.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    ring = page.locator("[data-point=leaf] .ring").bounding_box()
    x, y = middle(garden, "leaves", 0)
    assert ring["x"] + ring["width"] / 2 == pytest.approx(x, abs=1)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(y, abs=1)
    page.keyboard.press("Escape")
    garden.wait(CARD, until=lambda card: card == "")
    assert page.locator(".ring").count() == 0


def test_a_term_lights_the_row_that_it_names_and_chooses_nothing(garden):
    term = garden.page.locator("#garden-1 .term")
    term.focus()
    garden.wait(LIT, until=lambda lit: lit == "1")
    term.blur()
    garden.wait(LIT, until=lambda lit: lit == "")
    term.hover()
    garden.wait(LIT, until=lambda lit: lit == "1")
    garden.page.mouse.move(2, 2)
    garden.wait(LIT, until=lambda lit: lit == "")
    assert garden.state("garden")["leaf"] == ""


def test_a_term_names_a_group_of_rows(garden):
    garden.page.locator("#basket-1 .term").focus()
    opacities = f"() => {BASKET}.map((each) => Number(each.getAttribute('opacity') ?? 1))"
    garden.wait(opacities, until=lambda found: found == [0.2, 1, 0.2, 0.2, 1, 0.2])


def test_a_small_mark_is_met_twelve_pixels_from_its_middle(garden):
    garden.page.locator("#basket-1").scroll_into_view_if_needed()
    garden.page.locator("[data-figure=basket]").hover()
    x, y = middle(garden, "fruits", 2, "basket")
    lit = f"() => {BASKET}.filter((each) => each.getAttribute('opacity') === '0.2').length"
    garden.page.mouse.move(x + 11, y)
    garden.wait(lit, until=lambda count: count == 5)
    garden.page.mouse.move(x + 30, y)
    garden.wait(lit, until=lambda count: count == 0)


def test_a_handle_is_as_large_as_a_finger_and_its_ring_as_its_mark(garden):
    garden.scroll_to("garden", 2)
    garden.offer_handles("3")
    disc = garden.page.locator("[data-handle='3']").bounding_box()
    assert min(disc["width"], disc["height"]) >= 24
    garden.page.mouse.move(*garden.middle("3"))
    garden.wait(LARGE, until=lambda large: 3 in large)
    ring = garden.page.locator(".mark-ring.hovered").bounding_box()
    row = "[data-figure=garden] .wide .fruits_marks > :nth-child(4)"
    mark = garden.page.locator(row).bounding_box()
    assert mark["width"] < ring["width"] < mark["width"] + 14
    assert ring["x"] < mark["x"]
    stroke = "() => getComputedStyle(document.querySelector('.mark-ring.hovered')).stroke"
    accent = "() => getComputedStyle(document.querySelector('.term')).color"
    assert garden.look(stroke) == garden.look(accent)
    garden.page.mouse.move(2, 2)
    assert not garden.page.locator(".mark-ring.hovered").is_visible()


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
    assert [each for each in found if min(each[1:]) < 24] == []


def test_rows_that_can_be_dragged_are_pointed_at_through_their_handles(garden):
    page = garden.page
    garden.scroll_to("garden", 2)
    garden.offer_handles("3")
    page.mouse.move(*garden.middle("3"))
    garden.wait(LARGE, until=lambda large: large[:1] == [0] and 3 in large)
    garden.wait(CARD, until=lambda card: card == "pear 3, in leaf 1")
    page.mouse.down()
    x, y = middle(garden, "leaves", 1)
    page.mouse.move(x + 90, y + 50, steps=6)
    garden.wait("() => refit.tables('garden').fruits.x[3]", until=lambda x: x > 6)
    page.mouse.up()
    assert list(garden.state("garden")["moved"]) == ["3"]
    page.mouse.move(2, 2)
    page.locator("[data-scene=garden] [data-handles]").focus()
    assert not page.locator("[data-point=fruit]").is_visible(), "one tab stop is enough"
    page.keyboard.press("ArrowLeft")
    chosen = garden.look("() => document.querySelector('.handles .selected').dataset.handle")
    kinds = garden.tables("garden")["fruits"]["kind"]
    garden.wait(CARD, until=lambda card: card.startswith(f"{kinds[int(chosen)]} {chosen},"))
    page.keyboard.press("Tab")  # to the leaves, which have a tab stop of their own
    garden.wait(CARD, until=lambda card: card.startswith("leaf 1:"))
    page.keyboard.press("Tab")
    garden.wait(CARD, until=lambda card: card == "")


def test_a_tap_points_until_another_place_is_tapped(visit):
    page = visit(POINTERS, site="test", **PHONE)
    page.scroll_to("garden", 1)
    glass = page.page.touchscreen
    glass.tap(*middle(page, "leaves", 0))
    page.wait(CARD, until=lambda card: card == "leaf 1: 4 fruits")
    assert page.look(FIT, ["leaves", 0])[1]
    page.wait(SAID, until=lambda said: said == "leaf 1: 4 fruits")
    assert page.state("garden")["leaf"] == "1"
    assert page.look("() => workerMessages.length") == 0, "the build has answered for each row"
    glass.tap(*middle(page, "leaves", 2))
    page.wait(CARD, until=lambda card: card == "leaf 4: 3 fruits")
    heading = page.page.locator("#garden-1 h2").bounding_box()
    glass.tap(heading["x"] + 5, heading["y"] + 5)
    page.wait(CARD, until=lambda card: card == "")
    assert page.state("garden")["leaf"] == "4"


def test_the_picture_of_a_step_shows_the_row_that_it_chooses(visit):
    page = visit(POINTERS, site="test", java_script_enabled=False).page
    lit = [
        page.request.get(still.evaluate("it => it.src")).text().count('opacity="0.5"')
        for still in page.locator("[data-scene=garden] .still").all()
    ]
    assert lit == [0, 0, 1]
    assert page.locator(".pointing:visible, .mark-card").count() == 0
