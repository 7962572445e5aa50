"""All that a hand can do in a figure: by touch, by keys, in any window, and without scripts."""

import pytest

PAGE = "essays/workshop/"
SIZES = [(1280, 800), (768, 1024), (375, 740), (812, 375)]
STEPS = """() => [...document.querySelectorAll(".scene [data-step]")]
  .filter((step) => !step.closest("[hidden]"))
  .map((step) => [step.closest("[data-scene]").dataset.scene, Number(step.dataset.step)])"""
# What is wrong with a scene's figure in the window: it is cut off, or a target or text is small.
FAULTS = """(scene) => {
  const box = (each) => each.getBoundingClientRect();
  const of = (what) => document.querySelectorAll(`[data-scene=${scene}] ${what}`);
  const { left, top, right, bottom } = box(of(".stage")[0]);
  const isCut = left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5;
  const targets = [...of(".handles:not([hidden]) :is([data-handle], .strip)")].map(box);
  const small = targets.filter(({ width, height }) => width > 0 && Math.min(width, height) < 24);
  const texts = [...of("[data-layout] text")].filter((each) => each.getClientRects().length > 0);
  const scale = (each) => each.getScreenCTM().a * parseFloat(getComputedStyle(each).fontSize);
  return [
    ...(isCut ? [`cut: ${[left, top, right, bottom].map(Math.round)}`] : []),
    ...small.map(({ width, height }) => `a target of ${width} by ${height}`),
    ...texts.filter((each) => scale(each) < 10.9).map((each) => `small: ${each.textContent}`),
  ];
}"""
# What steps show without a script, a picture each, or the figure for the first: how many there
# are, and how many are blank.
PICTURES = """() => {
  const shown = (what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility());
  const [stills, figures] = [shown(".still"), shown("[data-layout] > svg")];
  const blank = [...stills.filter((each) => each.naturalWidth === 0),
    ...figures.filter((each) => each.childElementCount === 0)];
  return [stills.length + figures.length, blank.length];
}"""
MIDDLE = """(what) => {
  const found = document.querySelector(what)?.getBoundingClientRect();
  return found?.width ? [found.x + found.width / 2, found.y + found.height / 2] : null;
}"""


def middle(page, what):
    """Return where the middle of something is, once it is there."""
    page.wait(MIDDLE, what)
    page.settled(f"(what) => String(({MIDDLE})(what))", what)
    return page.look(MIDDLE, what)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_figure_is_whole_and_large_enough_in_any_window(visit, width, height):
    page = visit(PAGE, site="test", viewport={"width": width, "height": height})
    faults = {}
    steps = page.look(STEPS)
    assert len(steps) > 12
    for scene, step in steps:
        page.scroll_to(scene, step)
        if found := page.look(FAULTS, scene):
            faults[f"{scene}-{step}"] = found
    assert faults == {}
    assert page.look("() => document.documentElement.scrollWidth") <= width


def test_a_finger_moves_a_line_rolls_a_ball_plays_and_chooses(narrow_workshop):
    page = narrow_workshop
    page.scroll_to("split", 1)
    x, y = middle(page, "[data-rule=at] .strip")
    page.touch("touchStart", (x, y))
    for i in range(1, 6):
        page.touch("touchMove", (x + 12 * i, y))
    page.touch("touchEnd")
    at = page.state("split")["at"]
    assert at > 5
    page.wait("() => refit.tables('split').here.x[0]", until=lambda x: x == at)

    page.scroll_to("loss", 1)
    x, y = middle(page, "[data-scene=loss] [data-handle=ball]")
    page.touch("touchStart", (x, y))
    for i in range(1, 6):
        page.touch("touchMove", (x + 15 * i, y + 12 * i))
    page.touch("touchEnd")
    start = page.state("loss")["start"]["ball"]
    assert start[0] > -1
    page.wait("() => refit.tables('loss').path.x[0]", until=lambda x: x == start[0])

    page.scroll_to("loss", 2)
    page.page.locator("[data-scene=loss] [data-play]").tap()
    page.wait("() => refit.state.loss.steps", until=lambda steps: steps == 30)
    page.rest("loss")
    best, ball = (page.tables("loss")[name]["loss"][0] for name in ("best", "ball"))
    assert best <= ball < best + 0.5
    assert page.state("loss")["start"]["ball"] == start, "the ball still begins where it was put"

    crate = page.page.locator("[data-scene=stall]").get_by_text("crate", exact=True)
    crate.scroll_into_view_if_needed()
    crate.tap()
    page.wait("() => refit.tables('stall').fruits.y", until=lambda y: y[0] < 1)


def test_keys_alone_reach_every_hold(workshop):
    press = workshop.page.keyboard.press
    workshop.scroll_to("loss", 1)
    middle(workshop, "[data-scene=loss] [data-handle=ball]")
    workshop.page.locator("[data-scene=loss] [data-handles=ball]").focus()
    for key in ("Enter", "ArrowRight", "ArrowUp", "Enter"):
        press(key)
    assert workshop.state("loss")["start"]["ball"] == pytest.approx([-1.9, 6.6])
    workshop.wait("() => refit.tables('loss').path.x[0]", until=lambda x: abs(x + 1.9) < 1e-9)

    workshop.page.locator("[data-scene=nine] button", has_text="Grow").press("Enter")
    workshop.wait("() => refit.tables('nine').total.leaves[0]")
    assert workshop.state("nine")["seed"] == 1

    button = workshop.page.locator("#a-range-with-two-edges button")
    button.press("Enter")
    workshop.scroll_to("span", 1)
    low = workshop.page.locator("[data-rule=low]")
    low.wait_for(state="attached")
    low.focus()
    press("ArrowRight")
    assert workshop.state("span") == {"low": 3.5, "high": 7}
    workshop.wait("() => refit.tables('span').total.inside[0]", until=lambda n: n > 0)
    button.press("Enter")


@pytest.mark.parametrize("width", [1280, 375])
def test_without_scripts_every_step_has_its_picture(visit, width):
    page = visit(
        PAGE, site="test", java_script_enabled=False, viewport={"width": width, "height": 740}
    )
    count = page.page.locator("[data-step]").count()
    for still in [each for each in page.page.locator(".still").all() if each.is_visible()]:
        still.scroll_into_view_if_needed()
    shown, _ = page.wait(PICTURES, until=lambda found: found[1] == 0)
    assert shown >= count
    assert page.look("() => document.documentElement.scrollWidth") <= width
