"""Sliders that play, steps that scrolling drives, ghosts, and numbers that never glide."""

import re

import pytest

LAST = 9  # the highest degree
# Everything that the figure writes, in every frame from now on.
TEXTS = """() => {
  window.texts = new Set();
  const drawing = document.querySelector('[data-figure="curve"] [data-layout="wide"]');
  const look = () => {
    for (const text of drawing.querySelectorAll("text")) texts.add(text.textContent);
    window.watching = requestAnimationFrame(look);
  };
  look();
}"""
# Press Play and, once the slider has moved, what is named.
PLAY_UNTIL = """(selector) => new Promise((resolve) => {
  const play = document.querySelector("[data-scene=curve] [data-play]");
  play.click();
  const look = () => {
    if (refit.state.curve.degree === 1) return requestAnimationFrame(look);
    const touched = document.querySelector(selector);
    touched.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    resolve([play.getAttribute("aria-pressed"), refit.state.curve.degree]);
  };
  look();
})"""
GHOST = """() => document.querySelector(
  '[data-figure="curve"] [data-layout="wide"] .ghost_marks path')?.getAttribute("d") ?? "" """
ASKED = (
    "() => workerMessages.filter(({ type, scene }) => type === 'begin' && scene === 'curve').length"
)


@pytest.fixture
def curve(workshop):
    """Return the page at the step that plays, and see that the model is asked for nothing."""
    workshop.page.emulate_media(reduced_motion="no-preference")
    workshop.scroll_to("curve", 1)
    asked = workshop.look(ASKED)
    yield workshop
    workshop.look("() => cancelAnimationFrame(window.watching)")
    workshop.page.emulate_media(reduced_motion="reduce")
    assert workshop.look(ASKED) == asked, "the model was asked for what was prepared"


def play(page):
    page.page.locator("[data-scene=curve] [data-play]").click()
    page.wait(
        "() => document.querySelector('[data-scene=curve] [data-play]').ariaPressed === 'false'"
    )


def test_a_slider_is_played_to_its_end(curve):
    play(curve)
    assert curve.state("curve") == {"degree": LAST}
    curve.rest("curve")
    assert curve.tables("curve")["fit"]["degree"] == [LAST]
    assert curve.visible("[data-scene=curve] [data-reset]")


@pytest.mark.parametrize(
    "touched", ["[data-figure=curve]", "[data-control='curve.degree'] input[type=range]"]
)
def test_a_touch_ends_the_play(curve, touched):
    pressed, degree = curve.look(PLAY_UNTIL, touched)
    assert pressed == "false"
    curve.rest("curve")
    assert curve.state("curve") == {"degree": degree}
    assert degree < LAST


def test_numbers_that_are_written_are_always_the_models(curve):
    errors = set()
    for degree in range(1, LAST + 1):
        error = curve.set("curve", {"degree": degree})["fit"]["error"][0]
        errors.add(f"error {error:.3f}")
    curve.look("() => refit.reset()")
    curve.rest("curve")
    curve.look(TEXTS)
    curve.set("curve", {"degree": LAST})
    curve.rest("curve")
    play(curve)
    curve.rest("curve")
    seen = {text for text in curve.look("() => [...texts]") if re.match("error", text)}
    assert len(seen) > 3
    assert seen <= errors


def test_what_was_before_stays_as_a_ghost_until_the_next_step(curve):
    assert curve.look(GHOST) == ""
    curve.set("curve", {"degree": 3})
    curve.rest("curve")
    ghost = curve.look(GHOST)
    assert ghost != ""
    curve.scroll_to("curve", 3)
    assert curve.look(GHOST) == ""


def test_scrolling_drives_a_key_and_edits_nothing(curve):
    curve.scroll_to("curve", 2)
    assert curve.tables("curve")["fit"]["degree"] == [1]
    seen = []
    for _ in range(20):
        curve.look("() => scrollBy({ top: 0.1 * innerHeight, behavior: 'instant' })")
        curve.rest("curve")
        if curve.active("curve") != "curve-2":
            break
        seen += curve.tables("curve")["fit"]["degree"]
    assert seen == sorted(seen)
    assert len(set(seen)) > 4
    assert seen[-1] == LAST
    assert curve.state("curve")["degree"] == 1 or curve.active("curve") != "curve-2"
    assert not curve.visible("[data-scene=curve] [data-reset]")


def test_a_step_shows_the_result_of_a_stream_that_it_names(workshop):
    for step, trees in ((1, 3), (2, 60)):
        workshop.scroll_to("forest", step)
        assert workshop.tables("forest")["progress"]["n_trees"] == [trees]
        assert f"{trees} trees" in workshop.rest("forest")
