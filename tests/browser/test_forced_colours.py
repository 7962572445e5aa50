"""Where the system forces its own colours on the page, what is chosen can still be seen."""

import pytest

WHO = "[data-control='watch.kind'] label"
SETTLED = "() => !document.getAnimations().some((each) => each instanceof CSSTransition)"
# What looks otherwise once something has been done: the element, and what is done.
CHOICES = {
    "a choice": (f"{WHO}:nth-of-type(1)", f"{WHO}:nth-of-type(2)"),
    "a choice of a quiz": ("#who .quiz-choices label:nth-of-type(1)",) * 2,
    "a switch": ("[data-control='watch.lantern']",) * 2,
    "the switch of motion": (".motion",) * 2,
    "the colours of the page": (".schemes label:nth-of-type(2)",) * 2,
    "a tool": ("[data-scene=watch] [data-sheets] > summary",) * 2,
}


@pytest.fixture(params=["light", "dark"])
def forced(visit, request):
    """Open the test essay with the system's colours, where nothing is chosen yet."""
    return visit(
        "essays/menagerie/#watch-2",
        site="test",
        forced_colors="active",
        color_scheme=request.param,
        reduced_motion="no-preference",
        viewport={"width": 1280, "height": 1400},
    )


def picture(page, selector):
    """Photograph an element, without a pointer over it or a ring around it."""
    page.look("() => document.activeElement.blur()")
    page.page.mouse.move(3, 3)
    page.wait(SETTLED)
    page.frames()
    return page.page.locator(selector).first.screenshot()


@pytest.mark.parametrize("case", CHOICES)
def test_what_is_chosen_looks_otherwise(forced, case):
    watched, pressed = CHOICES[case]
    forced.page.locator(watched).first.scroll_into_view_if_needed()
    forced.settled("() => scrollY")
    before = picture(forced, watched)
    assert picture(forced, watched) == before
    forced.page.locator(pressed).first.click()
    assert picture(forced, watched) != before


def test_the_knob_of_a_switch_is_seen(forced):
    forced.look("() => scrollTo(0, 0)")
    with_knob = picture(forced, ".motion input")
    forced.look("() => document.querySelector('.motion').classList.add('bare')")
    forced.look(
        "() => document.styleSheets[1].insertRule("
        "'.bare input::before { display: none; }', document.styleSheets[1].cssRules.length)"
    )
    assert picture(forced, ".motion input") != with_knob


def test_the_rail_marks_where_the_reader_is(forced):
    forced.wait("() => document.querySelector('.rail [aria-current=true]') !== null")
    dots = forced.page.locator(".rail a")
    current = "(a) => a.ariaCurrent === 'true'"
    pictures = [(dot.evaluate(current), dot.screenshot()) for dot in dots.all()]
    chosen = {picture for is_current, picture in pictures if is_current}
    others = {picture for is_current, picture in pictures if not is_current}
    assert len(chosen) == 1
    assert chosen.isdisjoint(others)
