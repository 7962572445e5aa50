"""Panels, lines to move, edges of a range and curves to draw: with mouse, finger and keys."""

import pytest

FRAMES = """(scene) => [...document.querySelectorAll(
  `[data-scene=${scene}] .drawing.narrow svg, [data-scene=${scene}] .handles svg`)]
  .map((svg) => svg.getAttribute("viewBox")).join(", ")"""
HEIGHT = "(scene) => document.querySelector(`[data-scene=${scene}] .stage`).offsetHeight"
COPIES = "() => document.querySelectorAll('[data-scene=plane] .lifted > g > *').length"
CHOSEN = "() => document.querySelector('[data-handles=knots] .selected').dataset.handle"
LINE = """() => document.querySelector("[data-scene=split] .drawing.wide .split_marks line")
  .getBoundingClientRect().x"""


def handle(page, scene, key):
    """Return the middle of a row's handle in a scene, once it is there."""
    found = page.page.locator(f"[data-scene={scene}] [data-handle='{key}']")
    found.wait_for(state="attached")
    return middle(found.bounding_box())


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def rule(page, key):
    """Return a line of a figure, once it is there."""
    found = page.page.locator(f"[data-rule={key}]")
    found.wait_for(state="attached")
    return found


def strip(page, key):
    """Return where the strip of a line can be taken."""
    return middle(rule(page, key).locator(".strip").bounding_box())


# ── panels ───────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_dragged_in_its_panel_and_the_other_panel_follows(workshop):
    workshop.scroll_to("plane", 2)
    before = workshop.rest("plane")
    x, y = handle(workshop, "plane", "9")
    mouse = workshop.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 120, y + 90, steps=4)
    workshop.wait("() => refit.state.plane.moved[9]")
    after = workshop.rest("plane")
    assert handle(workshop, "plane", "9") == pytest.approx((x - 120, y + 90), abs=4)
    assert workshop.look(COPIES) == 1
    mouse.up()
    assert workshop.tables("plane")["nodes"]["says"] != []
    tree = after.partition("tree_group")[2]
    assert tree
    assert tree != before.partition("tree_group")[2]


def test_a_row_of_a_second_panel_is_where_its_own_scales_put_it(workshop):
    workshop.scroll_to("split", 1)
    box = workshop.page.locator("[data-scene=split] .handles svg").bounding_box()
    assert strip(workshop, "at")[0] == pytest.approx(box["x"] + 0.4 * box["width"], abs=1)


def test_a_narrow_window_shows_the_panel_of_the_step_and_nothing_jumps(narrow_workshop):
    page = narrow_workshop
    page.scroll_to("plane", 2)
    handle(page, "plane", "0")
    assert page.look(FRAMES, "plane") == "0 0 360 320, 0 0 360 320"
    height = page.look(HEIGHT, "plane")
    page.scroll_to("plane", 3)
    assert page.settled(FRAMES, "plane") == "0 332 360 320, 0 332 360 320"
    assert page.look(HEIGHT, "plane") == height
    assert not page.visible("[data-scene=plane] [data-handles]"), "its rows are out of sight"
    page.set("plane", {"depth": 2})
    page.rest("plane")
    assert page.look(FRAMES, "plane").startswith("0 332 360 320"), "Vega has drawn all of it"
    page.scroll_to("plane", 2)
    handle(page, "plane", "0")
    assert page.settled(FRAMES, "plane") == "0 0 360 320, 0 0 360 320"


def test_a_finger_drags_in_the_panel_that_is_in_sight(narrow_workshop):
    page = narrow_workshop
    page.scroll_to("plane", 2)
    x, y = handle(page, "plane", "3")
    page.touch("touchStart", (x, y))
    for i in range(1, 6):
        page.touch("touchMove", (x + 12 * i, y - 8 * i))
    page.touch("touchEnd")
    moved = page.wait("() => refit.state.plane.moved[3]")
    assert moved[0] == pytest.approx(page.tables("plane")["fruits"]["x"][3], abs=0.01)
    assert handle(page, "plane", "3") == pytest.approx((x + 60, y - 40), abs=5)


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_and_its_slider_are_one_number(workshop):
    workshop.scroll_to("split", 1)
    x, y = strip(workshop, "at")
    width = workshop.page.locator("[data-scene=split] .handles svg").bounding_box()["width"]
    workshop.page.mouse.move(x, y)
    workshop.page.mouse.down()
    workshop.page.mouse.move(x + 0.2 * width, y + 30, steps=4)
    assert workshop.state("split") == {"at": 6}
    workshop.page.mouse.up()
    slider = workshop.page.locator("[data-control='split.at'] input").first
    assert slider.input_value() == "6"
    workshop.rest("split")
    assert workshop.tables("split")["here"]["x"] == [6]
    slider.fill("2")
    workshop.rest("split")
    assert rule(workshop, "at").get_attribute("aria-valuetext") == "split at crunch 2.00"
    assert strip(workshop, "at")[0] == pytest.approx(x - 0.2 * width, abs=1)


def test_a_line_is_drawn_under_the_finger_before_the_model_has_answered(workshop):
    workshop.scroll_to("split", 1)
    workshop.set("split", {"at": 4.1})  # what nobody has prepared
    workshop.rest("split")
    x, y = strip(workshop, "at")
    with workshop.kept_back():
        workshop.page.mouse.move(x, y)
        workshop.page.mouse.down()
        workshop.page.mouse.move(x + 60, y, steps=3)
        workshop.rest("split")
        box = workshop.look(LINE)
        assert box == pytest.approx(x + 60, abs=10)
        workshop.page.mouse.up()


def test_a_line_is_a_slider_for_the_keyboard_and_says_where_it_stands(workshop):
    workshop.scroll_to("split", 1)
    line = rule(workshop, "at")
    line.focus()
    press = workshop.page.keyboard.press
    press("ArrowRight")
    assert workshop.state("split") == {"at": 4.25}
    press("Shift+ArrowLeft")
    assert workshop.state("split") == {"at": 1.75}
    press("End")
    assert workshop.state("split") == {"at": 9.5}
    told = {name: line.get_attribute(f"aria-{name}") for name in ("label", "valuemin", "valuemax")}
    assert told == {"label": "split at crunch", "valuemin": "0.5", "valuemax": "9.5"}
    assert line.get_attribute("aria-valuetext") == "split at crunch 9.50"
    assert line.get_attribute("role") == "slider"
    workshop.rest("split")


def test_an_edge_does_not_pass_the_other(workshop):
    workshop.scroll_to("span", 1)
    rule(workshop, "low").focus()
    workshop.page.keyboard.press("End")
    assert workshop.state("span") == {"low": 6.5, "high": 7}
    x, y = strip(workshop, "high")
    workshop.page.mouse.move(x + 4, y)
    workshop.page.mouse.down()
    workshop.page.mouse.move(x - 200, y, steps=3)
    workshop.page.mouse.up()
    assert workshop.state("span") == {"low": 6.5, "high": 7}
    assert rule(workshop, "high").get_attribute("aria-valuemin") == "7"
    workshop.rest("span")


def test_a_line_is_moved_by_numbers(workshop):
    workshop.scroll_to("span", 1)
    fields = workshop.page.locator("[data-scene=span] [data-fields]")
    rule(workshop, "low")
    fields.locator("summary").click()
    fields.locator("option").first.wait_for(state="attached")
    assert fields.locator("option").all_text_contents() == ["low edge", "high edge"]
    fields.locator("select").select_option("high")
    assert fields.locator("[data-axis=y]").is_hidden()
    fields.locator("[data-axis=x] [data-by='1']").click()
    assert workshop.state("span") == {"low": 3, "high": 7.5}
    workshop.page.keyboard.press("Escape")
    workshop.rest("span")


# ── curves ───────────────────────────────────────────────────────────────────────────────────────


def test_a_curve_is_drawn_with_one_stroke(workshop):
    workshop.scroll_to("guess", 1)
    left, right = handle(workshop, "guess", "0"), handle(workshop, "guess", "7")
    mouse = workshop.page.mouse
    mouse.move(left[0] - 10, left[1] - 80)
    mouse.down()
    mouse.move(*right, steps=5)
    mouse.up()
    drawn = workshop.state("guess")["drawn"]
    heights = [drawn[str(i)][1] for i in range(8)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[7] == pytest.approx(0.7, abs=0.02)
    assert [drawn[str(i)][0] for i in range(8)] == list(range(1, 9)), "knots keep their places"
    workshop.wait("() => refit.tables('guess').measured.y.length", until=lambda n: n == 8)


def test_a_finger_draws_and_a_single_knot_is_moved_by_keys(narrow_workshop):
    page = narrow_workshop
    page.scroll_to("guess", 1)
    x, y = handle(page, "guess", "2")
    page.touch("touchStart", (x, y))
    for i in range(1, 5):
        page.touch("touchMove", (x + 22 * i, y + 10 * i))
    page.touch("touchEnd")
    drawn = page.wait("() => refit.state.guess.drawn", until=lambda drawn: len(drawn) >= 2)
    assert {"2", "3"} <= drawn.keys()
    page.page.locator("[data-handles=knots]").focus()
    press = page.page.keyboard.press
    before = page.state("guess")["drawn"]
    chosen = page.look(
        "() => document.querySelector('[data-handles=knots] .selected').dataset.handle"
    )
    press("Enter")
    press("ArrowUp")
    press("ArrowRight")
    after = page.state("guess")["drawn"]
    assert after[chosen] == pytest.approx([before[chosen][0], before[chosen][1] + 0.01])
    page.rest("guess")
