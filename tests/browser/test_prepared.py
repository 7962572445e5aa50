"""What the build prepared: the controls answer without Python, and steps never wait for it."""

from contextlib import suppress

import pytest

from refit.cache import build_cache
from refit.essay import reading
from refit.essay.reachable_states import prepared_values
from refit.model.results import tables_of
from refit.site.project import ROOT, Project
from tests.browser.test_agreement import assert_same
from tests.browser.visit import DRAWING

FOLDERS = Project(essays=ROOT / "essays").folders
POND = "essays/precision-recall/"
RUNTIME = "**/runtime-*/**"
BUSY = """(scene) =>
  document.querySelector(`[data-scene="${scene}"]`).getAttribute("aria-busy") === "true\""""
OPACITY = """([scene, selector]) => Number(getComputedStyle(
  document.querySelector(`[data-scene="${scene}"]`).querySelector(selector)).opacity)"""
DRAWN = '.drawing:not([style*="none"])'
NUMBER = '[data-active] .live[data-whose="reader"]'
# What a figure looks like two frames after each change of a control.
SOON_DRAWN = f"""(scene) => addEventListener("input", () =>
  requestAnimationFrame(() => requestAnimationFrame(() => {{
    window.soonDrawn = ({DRAWING})(scene);
  }})))"""
MESSAGES = ".loading:not([hidden]), .failure:not([hidden])"


@pytest.fixture
def without_python(visit):
    """Return a function that opens a page whose runtime is out of reach."""

    def open_page(path, **options):
        opened = visit(None, **options)
        opened.page.route(RUNTIME, lambda route: route.abort())
        return opened.go(path)

    return open_page


def controls_in(page, scene, number):
    """Return the controls that a reader can work in a step: [element, kind], but for a reset."""
    own = f'[data-scene="{scene}"]'
    inside = f'{own} .panel [data-kind], {own} [data-step="{number}"] [data-kind]'
    return [
        (each, kind)
        for each in page.page.locator(inside).all()
        if (kind := each.get_attribute("data-kind")) != "reset"
    ]


def touches(element, kind):
    """Yield after each way to work a control, by mouse and by keys."""
    if kind == "toggle":
        element.click()
        yield
        element.locator("input").press("Space")
        yield
    elif kind == "select":
        for label in element.locator("label").all():
            label.click()
            yield
        element.locator("input:checked").press("ArrowLeft")
        yield
    elif kind == "slider":
        slider = element.locator('input[type="range"]')
        box = slider.bounding_box()
        slider.click(position={"x": box["width"] * 0.3, "y": box["height"] / 2})
        yield
        for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
            slider.press(key)
            yield
    else:
        element.locator("button").click()
        yield


def is_prepared(step, state):
    """Tell whether the page has results for a state: a slider may have a thinner grid."""
    return all(
        state[key] == step.state[key]
        or not control.is_range
        or state[key] in prepared_values(control, step.state[key])
        for key, control in step.controls.items()
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_control_answers_by_mouse_and_keys_without_python(folder, without_python):
    page = without_python(f"essays/{folder.name}/")
    page.expect("runtime-|ERR_FAILED")
    essay = reading.load(folder, build_cache())
    worked = 0
    for scene in essay.scenes.values():
        for number, step in enumerate(scene.steps, start=1):
            page.scroll_to(scene.id, number)
            for element, kind in controls_in(page, scene.id, number):
                worked += 1
                for _ in touches(element, kind):
                    state = page.state(scene.id)
                    if not is_prepared(step, state):
                        continue  # the nearest is shown, until the model has answered
                    page.wait(BUSY, scene.id, until=lambda busy: not busy)  # the file is fetched
                    page.frames()
                    assert_same(page.tables(scene.id), tables_of(essay, scene, state))
                    assert not page.look(BUSY, scene.id)
                    assert not page.visible(MESSAGES)
                page.look("() => refit.reset()")
                page.frames()
            assert page.state(scene.id) == step.state
    steps = [step for scene in essay.scenes.values() for step in scene.steps]
    stand = [c.kind != "reset" and k not in s.keeps for s in steps for k, c in s.controls.items()]
    assert worked == sum(stand)


def test_a_touch_changes_text_and_picture(without_python):
    page = without_python(POND)
    page.expect("runtime-|ERR_FAILED")
    page.scroll_to("pond", 2)
    drawing = page.rest("pond")
    text = page.page.locator("#pond-2").inner_text()
    page.page.locator("#pond-2 input[type=range]").press("Home")
    page.wait("(text) => document.getElementById('pond-2').innerText !== text", text)
    assert page.rest("pond") != drawing


def test_a_slider_that_is_held_shows_each_value_at_once(without_python):
    page = without_python(POND, reduced_motion="no-preference")
    page.expect("runtime-|ERR_FAILED")
    page.scroll_to("pond", 2)
    page.rest("pond")
    page.look(SOON_DRAWN, "pond")
    box = page.page.locator("#pond-2 input[type=range]").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.page.mouse.down()
    page.rest("pond")
    for share in (0.6, 0.3):
        page.page.mouse.move(box["x"] + box["width"] * share, middle)
        drawing = page.rest("pond")
        assert page.look("() => soonDrawn") == drawing
    page.page.mouse.up()


@pytest.fixture
def held_back(visit):
    """Return a page whose runtime arrives when the test says so, and the function that says so."""
    opened = visit(None, reduced_motion="no-preference")
    waiting = []

    def hold(route):
        if waiting is None or opened.let:
            route.continue_()
        else:
            waiting.append(route)

    opened.let = False
    opened.page.route(RUNTIME, hold)

    def let():
        opened.let = True
        for route in waiting:
            with suppress(Exception):
                route.continue_()

    yield opened.go(POND), let
    let()


def test_what_was_not_prepared_waits_dimmed_while_the_story_goes_on(held_back):
    page, let = held_back
    page.scroll_to("pond", 4)
    own = page.rest("pond")
    page.page.locator("#pond-4 input[type=range]").press("End")  # prepared
    page.page.locator("#pond-4 label", has_text="shine").click()  # and with it: not prepared
    page.wait(BUSY, "pond")
    page.wait(OPACITY, ["pond", '.drawing[data-layout="wide"]'], until=lambda it: it < 0.5)
    page.wait(OPACITY, ["pond", NUMBER], until=lambda it: it < 0.5)
    assert page.visible(".loading")
    page.scroll_to("pond", 2)  # this step offers one of both: it was prepared
    assert not page.look(BUSY, "pond")
    assert page.state("pond")["threshold"] == 1
    assert page.state("pond")["hears"] == "wiggle"
    page.wait(OPACITY, ["pond", '.drawing[data-layout="wide"]'], until=lambda it: it == 1)
    page.scroll_to("pond", 4)
    page.wait(BUSY, "pond")
    let()
    page.wait(BUSY, "pond", until=lambda it: not it)
    assert page.rest("pond") != own
    essay = reading.load(ROOT / "essays" / "precision-recall", build_cache())
    assert_same(page.tables("pond"), tables_of(essay, essay.scenes["pond"], page.state("pond")))


def test_a_step_shows_its_own_picture_at_once_though_an_edit_waits(held_back):
    page, _ = held_back
    page.scroll_to("pond", 2)
    own = page.rest("pond")
    page.scroll_to("pond", 1)
    page.look("() => void refit.set('pond', { threshold: 0.305 }).catch(() => {})")
    page.wait(BUSY, "pond")
    page.scroll_to("pond", 2)
    assert page.look(BUSY, "pond")
    assert page.rest("pond") != own  # the nearest threshold that was prepared, 0.3 or 0.31
