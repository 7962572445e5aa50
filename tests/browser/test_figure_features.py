"""What a figure lets a reader do besides dragging, and what the page lets them set."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

ORCHARD, PENS = "essays/orchard/", "essays/train-test-validation/"
PHONE = {"viewport": {"width": 375, "height": 720}, "has_touch": True, "is_mobile": True}
SAID = "() => document.querySelector('[data-announcement]').textContent.trim()"
OPACITIES = """() => Object.fromEntries(["training", "validation", "test"].map((name) => {
  const view = document.querySelector("[data-layout=wide] .pets_marks");
  const { set } = refit.tables("pens").pets;
  const shown = [...view.children].filter((_, i) => i % 8 === 0 && set[i / 8] === name);
  return [name, [...new Set(shown.map((each) => each.getAttribute("opacity")))].join()];
}))"""
# Whether what has the focus can be seen: inside the window, and not behind something else.
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const shown = focused.matches("[type=radio]") ? focused.parentElement : focused;
  const { left, top, bottom, width, height } = shown.getBoundingClientRect();
  const hits = [0.1, 0.5, 0.9].map((share) =>
    document.elementFromPoint(left + share * width, top + height / 2));
  const isHit = hits.some((hit) => hit && (shown.contains(hit) || hit.contains(shown) &&
    !hit.matches(".figure, .step, .steps, .scene, main, body, html") ||
    shown.matches("[data-handles]") && hit.closest(".stage")));
  const name = `${focused.tagName}.${focused.className} ${focused.textContent.trim()}`;
  return { name: name.slice(0, 60), isSeen: top > -1 && bottom < innerHeight + 1 && isHit };
}"""


@pytest.fixture
def field(orchard):
    """Return the orchard as it was planted, its first step before the reader."""
    orchard.look("() => document.querySelectorAll('.tool').forEach((tool) => (tool.open = false))")
    return planted(orchard)


def planted(page):
    page.scroll_to("orchard", 1)
    page.offer_handles("0")
    return page


def on_the_ground(page, x, y):
    """Return where in the window a place of the field is, 10 wide and 8 high."""
    box = page.page.locator(".ground rect").bounding_box()
    return box["x"] + x / 10 * box["width"], box["y"] + (1 - y / 8) * box["height"]


def near(x, y, kind):
    """Return what a tree must be like that was put at a place with the mouse."""
    return [pytest.approx(x, abs=0.11), pytest.approx(y, abs=0.11), kind]


def trees(page):
    return page.tables("orchard")["trees"]["key"]


def until_drawn(page, key):
    page.wait("(key) => refit.tables('orchard').trees.key.includes(key)", key)


# ── rows that come and go ────────────────────────────────────────────────────────────────────────


def test_a_click_on_an_empty_place_adds_a_row_with_the_chosen_value(field):
    field.set("orchard", {"kind": "pear"})
    field.rest("orchard")
    field.page.mouse.click(*on_the_ground(field, 5, 4))
    until_drawn(field, "+1")
    assert field.state("orchard")["planted"] == {"+1": near(5, 4, "pear")}
    assert field.tables("orchard")["fence"]["n"] == [7]
    field.wait(SAID, until=lambda said: said.startswith("pear tree +1: ") and "retrained" in said)


def test_an_added_row_can_be_dragged_and_keeps_its_value(field):
    field.page.mouse.click(*on_the_ground(field, 5, 4))
    until_drawn(field, "+1")
    field.page.mouse.move(*field.middle("+1"))
    field.page.mouse.down()
    field.page.mouse.move(*on_the_ground(field, 6, 3), steps=5)
    field.page.mouse.up()
    planted = field.state("orchard")["planted"]
    assert planted == {"+1": near(6, 3, "apple")}
    assert field.state("orchard")["moved"] == {}


def test_a_click_takes_rows_away(field):
    field.page.mouse.click(*on_the_ground(field, 5, 4))
    until_drawn(field, "+1")
    field.page.mouse.click(*field.middle("+1"))
    field.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 6)
    assert field.state("orchard")["planted"] == {}
    field.page.mouse.click(*field.middle("0"))
    field.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 5)
    assert field.state("orchard")["planted"] == {"0": None}


def test_a_drag_of_a_row_is_no_click_on_it(field):
    field.page.mouse.move(*field.middle("0"))
    field.page.mouse.down()
    field.page.mouse.move(*on_the_ground(field, 4, 4), steps=5)
    field.page.mouse.up()
    assert field.state("orchard")["planted"] == {}
    assert list(field.state("orchard")["moved"]) == ["0"]


def test_keys_add_move_and_take_away(field):
    keyboard = field.page.keyboard
    field.page.locator("[data-handles]").focus()
    keyboard.press("Insert")
    keyboard.press("Shift+ArrowRight")  # at once, before the model has answered
    keyboard.press("Enter")
    until_drawn(field, "+1")
    assert field.state("orchard")["planted"] == {"+1": near(6, 4, "apple")}
    keyboard.press("+")
    keyboard.press("Escape")
    until_drawn(field, "+2")
    keyboard.press("Delete")
    field.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 7)
    assert list(field.state("orchard")["planted"]) == ["+1"]
    field.wait(SAID, until=lambda said: said.startswith("Taken away."))


def test_a_tap_adds_and_takes_away(visit):
    page = planted(visit(ORCHARD, site="test", **PHONE).ready())
    page.page.touchscreen.tap(*on_the_ground(page, 5, 4))
    until_drawn(page, "+1")
    page.page.touchscreen.tap(*page.middle("+1"))
    page.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 6)
    assert page.state("orchard")["planted"] == {}


def test_reset_brings_back_what_was_taken_away(field):
    field.page.mouse.click(*field.middle("3"))
    field.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 5)
    field.page.locator("[data-reset]").click()
    field.wait("() => refit.tables('orchard').trees.key.length", until=lambda n: n == 6)
    assert trees(field) == ["0", "1", "2", "3", "4", "5"]


def test_a_reset_forgets_a_row_that_the_model_has_not_returned_yet(field):
    added = field.page.locator("[data-handle='+1']")
    with field.kept_back():
        field.page.mouse.click(*on_the_ground(field, 5, 4))
        added.wait_for(state="attached")
        field.page.locator("[data-reset]").click()
        added.wait_for(state="detached")
    field.set("orchard", {"kind": "pear"})
    assert added.count() == 0


# ── parameters, and marks that light up ──────────────────────────────────────────────────────────


def test_a_parameter_follows_the_state(field):
    ground = "document.querySelector('[data-layout=wide] .ground_marks path')"
    opacity = f"() => {ground}.getAttribute('opacity')"
    field.set("orchard", {"shade": 0.6})
    field.wait(opacity, until=lambda value: float(value) == pytest.approx(0.3))
    field.look("() => refit.reset()")
    field.scroll_to("orchard", 2)
    field.wait(opacity, until=lambda value: float(value) == pytest.approx(0.4))


@pytest.mark.parametrize("reach", ["pointer", "keys"])
def test_a_marked_term_lights_its_marks_up(pens, reach):
    pens.scroll_to("pens", 6)
    pens.offer_handles()
    term = pens.page.locator("#pens-6 [data-term=validation]").first
    if reach == "pointer":
        term.hover()
    else:
        term.focus()
    lit = {"training": "0.25", "validation": "1", "test": "0.25"}
    pens.wait(OPACITIES, until=lambda found: found == lit)
    if reach == "pointer":
        pens.page.mouse.move(5, 5)
    else:
        term.blur()
    pens.wait(OPACITIES, until=lambda found: set(found.values()) == {"1"})


def test_terms_are_stops_only_where_they_light_something_up(visit):
    assert visit(PENS).look("() => document.querySelector('.step .term').tabIndex") == 0
    assert visit(PENS).look("() => document.querySelector('main > p .term').tabIndex") == -1
    without = visit(PENS, java_script_enabled=False).page.locator(".step .term").first
    assert without.get_attribute("tabindex") is None


# ── moving by numbers ────────────────────────────────────────────────────────────────────────────


def test_a_row_is_moved_by_numbers(field):
    page = field.page
    page.locator("[data-fields] summary").click()
    page.locator("[data-fields] option").first.wait_for(state="attached")
    names = page.locator("[data-fields] option").all_text_contents()
    assert names[0] == "apple tree 0"
    page.locator("[data-fields] select").select_option("3")
    assert page.locator("[data-handle='3'].selected").count() == 1
    across, up = page.locator("[data-axis=x]"), page.locator("[data-axis=y]")
    assert (across.locator("input").input_value(), up.locator("input").input_value()) == ("7", "2")
    across.locator("input").fill("9.27")
    across.locator("input").press("Enter")
    up.locator("[data-by='1']").click()
    assert field.state("orchard")["moved"] == {"3": pytest.approx([9.3, 2.1])}
    across.locator("input").fill("99")
    across.locator("input").press("Tab")
    assert across.locator("input").input_value() == "10"
    field.wait("() => refit.tables('orchard').trees.x[3]", until=lambda x: x == 10)


def test_the_list_follows_the_figure(field):
    field.page.locator("[data-fields] summary").click()
    field.page.locator("[data-handles]").focus()
    field.page.keyboard.press("ArrowRight")
    chosen = field.look("() => document.querySelector('.handles .selected').dataset.handle")
    assert field.page.locator("[data-fields] select").input_value() == chosen
    field.page.keyboard.press("Enter")
    field.page.keyboard.press("ArrowUp")
    up = field.state("orchard")["moved"][chosen][1]
    field.wait(
        "() => document.querySelector('[data-axis=y] input').valueAsNumber",
        until=lambda value: value == pytest.approx(up),
    )


def test_there_is_nothing_to_list_where_nothing_can_be_dragged(pens):
    pens.scroll_to("pens", 1)
    assert not pens.visible("[data-scene=pens] [data-fields]")
    pens.scroll_to("pens", 6)
    pens.page.locator("[data-scene=pens] [data-fields]").wait_for(state="visible")


# ── the numbers of a figure ──────────────────────────────────────────────────────────────────────


def test_the_tables_of_the_figure_are_those_of_the_state(field):
    field.page.locator("[data-sheets] summary").click()
    fence = field.page.locator("[data-sheets] table", has_text="fence").last
    fence.wait_for()
    before = fence.locator("td").all_text_contents()
    field.set("orchard", {"moved": {"0": [4, 1]}})
    field.wait("() => document.querySelector('[data-sheets] tbody').textContent.includes('apple')")
    expect(fence.locator("td")).not_to_have_text(before)
    field.page.keyboard.press("Escape")
    assert not field.visible("[data-sheets] table")


def test_a_long_table_is_cut_short_and_says_so(pens):
    pens.scroll_to("pens", 6)
    sheets = pens.page.locator("[data-scene=pens] [data-sheets]")
    sheets.locator("summary").click()
    sheets.locator("table").first.wait_for()
    assert sheets.locator("table").first.locator("tbody tr").count() == 50
    assert "50 of 60" in sheets.locator("caption").first.inner_text()
    pens.page.keyboard.press("Escape")


def test_the_file_holds_every_number_unrounded(field):
    field.set("orchard", {"moved": {"0": [3.3, 1]}})
    field.page.locator("[data-sheets] summary").click()
    with field.page.expect_download() as download:
        field.page.locator("[data-sheets] button").click()
    assert download.value.suggested_filename == "orchard-orchard-1.csv"
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8"))))
    tables = field.tables("orchard")
    assert [row["key"] for row in rows if row["table"] == "trees"] == tables["trees"]["key"]
    assert [float(row["x"]) for row in rows if row["table"] == "trees"] == tables["trees"]["x"]


def test_without_a_script_each_step_has_its_file(visit, computed):
    page = visit(ORCHARD, site="test", java_script_enabled=False).page
    for step, tables in computed["orchard"].items():
        link = page.locator(f"#{step} .still-data a")
        address = link.evaluate("link => link.href")
        rows = csv.DictReader(io.StringIO(page.request.get(address).text()))
        xs = [float(row["x"]) for row in rows if row["table"] == "trees"]
        assert xs == tables["trees"]["x"].tolist()


# ── pictures of the steps ────────────────────────────────────────────────────────────────────────


def test_pictures_of_steps_are_fetched_for_paper_only(visit, essays):
    page = visit(PENS)
    steps = [step.id for step in essays["train-test-validation"].scenes["pens"].steps]
    for number in range(1, len(steps) + 1):
        page.scroll_to("pens", number)

    def fetched():
        names = [path.rpartition("/")[2] for path in page.requests]
        return [step for step in steps if any(name.startswith(f"{step}.") for name in names)]

    assert [name for name in page.requests if name.endswith(".svg") and "pens-" in name] == []
    page.look("() => { window.isHere = (image) => image.complete && image.naturalWidth > 0; }")
    page.page.emulate_media(media="print")
    for still in page.page.locator("[data-scene=pens] .still").all():
        still.scroll_into_view_if_needed()
        still.wait_for(state="visible")
    page.wait("() => [...document.querySelectorAll('[data-scene=pens] .still')].every(isHere)")
    assert fetched() == steps
    assert not page.visible("[data-figure], .controls, .settings, .control, .still-data")


def test_paper_is_white_in_the_dark_too(visit):
    page = visit(PENS, color_scheme="dark")
    page.look("() => { document.documentElement.dataset.scheme = 'dark'; }")
    page.page.emulate_media(media="print")
    assert (
        page.look("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )
    assert page.look("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


# ── what a reader can set ────────────────────────────────────────────────────────────────────────


def test_colours_are_set_and_remembered(visit):
    page = visit(PENS, color_scheme="light")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.look(ground)
    page.page.locator("[data-setting=scheme][value=dark]").check()
    dark = page.look(ground)
    assert dark != light
    page.page.reload()
    assert page.look(ground) == dark
    assert page.page.locator("[data-setting=scheme][value=dark]").is_checked()
    page.page.locator("[data-setting=scheme][value='']").check()
    assert page.look(ground) == light


def test_motion_can_be_switched_off(visit):
    page = visit(PENS, reduced_motion="no-preference")
    assert page.look("() => document.getAnimations().length") > 0
    page.page.locator("[data-setting=motion]").uncheck()
    assert page.look("() => document.getAnimations().length") == 0
    page.page.reload()
    assert not page.page.locator("[data-setting=motion]").is_checked()
    page.scroll_to("pens", 2)
    assert page.look("() => document.getAnimations().length") == 0


def test_a_system_that_wants_less_motion_has_its_way(visit):
    motion = visit(PENS, reduced_motion="reduce").page.locator("[data-setting=motion]")
    assert motion.is_disabled()
    assert not motion.is_checked()


def test_settings_work_where_storage_is_forbidden(visit):
    page = visit(None)
    page.page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page.go(PENS)
    page.page.locator("[data-setting=scheme][value=dark]").check()
    assert page.look("() => document.documentElement.dataset.scheme") == "dark"


# ── where the focus is ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize(
    ("site", "path", "width"),
    [
        ("real", PENS, 375),
        ("test", ORCHARD, 375),
        ("test", "essays/stumbles/", 375),
        ("test", "essays/menagerie/", 375),
        ("test", "essays/menagerie/", 1280),
    ],
)
def test_the_focus_is_never_hidden_behind_the_figure(visit, site, path, width, key):
    page = visit(path, site=site, viewport={"width": width, "height": 720})
    page.quiet()
    if key == "Shift+Tab":
        page.look("() => scrollTo(0, document.body.scrollHeight)")
    stops = []
    for _ in range(100):
        page.page.keyboard.press(key)
        page.settled("() => scrollY", frames=5)
        stop = page.look(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 8
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []


@pytest.mark.parametrize(("site", "path"), [("real", PENS), ("test", ORCHARD)])
def test_the_figure_leaves_a_phone_room_to_read(visit, site, path):
    page = visit(path, site=site, viewport={"width": 375, "height": 720})
    height = "() => document.querySelector('.figure').getBoundingClientRect().height"
    closed = page.look(height)
    assert 300 < closed <= 0.62 * 720
    page.page.locator("[data-sheets] summary").first.click()
    assert page.look(height) == closed, "what a tool unfolds must push nothing"


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def test_a_drag_is_told_when_it_is_over(pens):
    pens.scroll_to("pens", 6)
    pens.offer_handles()
    pens.heard()  # what was said of the page before this test is over
    before = pens.look(SAID)
    x, y = pens.middle(0)
    pens.page.mouse.move(x, y)
    pens.page.mouse.down()
    for i in range(1, 15):
        pens.page.mouse.move(x + 4 * i, y)
        weight = pens.state("pens")["moved"]["0"][0]
        pens.wait("() => refit.tables('pens').pets.weight[0]", until=lambda w, now=weight: w == now)
    pens.heard()
    assert pens.look(SAID) == before, "chatter while dragging"
    pens.page.mouse.up()
    said = pens.wait(SAID, until=lambda text: text != before and "retrained" in text)
    assert " 0, " in said


def test_loading_and_readiness_are_told_once(visit):
    page = visit(None)
    page.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.said = [];"
        " new MutationObserver(() => said.push("
        "   document.querySelector('[data-announcement]').textContent))"
        " .observe(document.querySelector('[data-announcement]'), { childList: true }); });"
    )
    page.go(PENS)
    page.look("() => void refit.retrain('pens')")
    page.wait("() => said.length", until=lambda n: n >= 2)
    page.heard()
    assert page.look("() => said")[:2] == ["Waking up Python", "The model is ready."]
    assert page.look("() => said.filter((text) => text.includes('Waking')).length") == 1
    assert page.page.locator("[data-loading] [role=status]").count() == 0
