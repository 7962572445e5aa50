"""Scrolling moves between the steps, either way, and what is shown is what the build stored."""

import pytest

PENS = "essays/train-test-validation/"
OPACITIES = """(texts) => texts.map((says) => {
  const texts = document.querySelectorAll('[data-layout="wide"] text');
  const found = [...texts].find((text) => text.textContent === says);
  return found ? Number(getComputedStyle(found).opacity) : 0;
})"""
AXES = ["weight, kg →", "14", "↑ fluffiness, 0 to 10"]  # titles, and a number
# The places a pet is seen at from now on, each counted once.
FOLLOW = """() => {
  const pet = document.querySelector('[data-layout="wide"] .pets_marks > :first-child');
  window.seen = new Set();
  new MutationObserver(() => seen.add(pet.getAttribute("transform")))
    .observe(pet, { attributes: true, attributeFilter: ["transform"] });
}"""

# The steps that are active from now on, in their order.
MEET = """() => {
  const active = () => document.querySelector("[data-scene=pens] [data-active]").id;
  window.met = [active()];
  new MutationObserver(() => active() !== met.at(-1) && met.push(active()))
    .observe(document.body, { subtree: true, attributeFilter: ["data-active"] });
}"""


def wheel(visit, by):
    """Turn the mouse's wheel until the page ends; return the steps that were active on the way."""
    visit.page.mouse.move(200, 400)
    visit.look(MEET)
    end = "(by) => by < 0 ? scrollY === 0 : scrollY + innerHeight >= document.body.scrollHeight - 1"
    while not visit.look(end, by):
        before = visit.look("() => scrollY")
        visit.page.mouse.wheel(0, by)
        visit.wait("() => scrollY", until=lambda now, before=before: now != before)
        visit.settled("() => scrollY", frames=4)
    return visit.look("() => met")


def test_the_wheel_leads_through_all_steps_and_back(pens, essays, computed):
    ids = [step.id for step in essays["train-test-validation"].scenes["pens"].steps]
    tables = computed["train-test-validation"]
    assert wheel(pens, 350) == ids
    shows(pens, tables[ids[-1]])
    assert wheel(pens, -350) == ids[::-1]
    shows(pens, tables[ids[0]])


def shows(visit, tables):
    """Wait until a step's tables are there, where they must be still once the figure is at rest."""
    places = list(tables["pets"]["x"])
    visit.wait("() => refit.tables('pens').pets.x", until=lambda found: found == places)
    visit.rest("pens")
    assert visit.tables("pens")["pets"]["x"] == places


def test_a_leap_to_the_end_and_back_lands_on_the_first_picture(pens):
    pens.scroll_to("pens", 2)
    pens.scroll_to("pens", 1)
    first, tables = pens.rest("pens"), pens.tables("pens")
    # Back again while the pets still walk: no later picture of the walk may come to stay.
    pens.look(FOLLOW)
    pens.look("() => document.getElementById('pens-4').scrollIntoView({ behavior: 'instant' })")
    pens.wait("() => document.getElementById('pens-4').hasAttribute('data-active')")
    pens.wait("() => seen.size >= 3")
    pens.scroll_to("pens", 1)
    assert pens.rest("pens") == first
    assert pens.tables("pens") == tables


# The frames that pass between a step that is reached and the first change of its picture.
FRAMES = """([scene, step]) => new Promise((resolve) => {
  const figure = document.querySelector(`[data-figure=${scene}] [data-layout=wide]`);
  const drawing = () => figure.innerHTML;
  const next = document.getElementById(`${scene}-${step}`);
  const before = drawing();
  let frames = 0;
  const look = () => {
    frames += next.hasAttribute("data-active");
    if (drawing() !== before || frames > 60) resolve(frames);
    else requestAnimationFrame(look);
  };
  next.scrollIntoView({ block: "start", behavior: "instant" });
  look();
})"""


def test_a_walk_begins_at_once(pens):
    pens.scroll_to("pens", 1)
    pens.scroll_to("pens", 2)  # with Vega in the drawing's place
    for step in range(3, 7):
        assert pens.look(FRAMES, ["pens", step]) < 10, f"the walk to step {step}"
        pens.rest("pens")


def test_the_axes_fade_in_with_their_labels(pens):
    for step, shown in ((1, [0, 0, 0]), (3, [1, 1, 0]), (4, [1, 1, 1])):
        pens.scroll_to("pens", step)
        assert pens.look(OPACITIES, AXES) == shown


@pytest.mark.parametrize("page", ["pens", "phone"])
def test_the_buttons_lead_from_step_to_step(page, request):
    visit = request.getfixturevalue(page)
    forward, back = (visit.page.locator(f"[data-scene=pens] [data-go='{by}']") for by in (1, -1))
    visit.scroll_to("pens", 1)
    assert back.is_disabled()
    steps = visit.page.locator("[data-scene=pens] [data-step]").count()
    for by, button in ((1, forward), (-1, back)):
        for _ in range(steps - 1):
            number = int(visit.active("pens")[-1])
            button.click()
            visit.wait(
                "(id) => document.getElementById(id).hasAttribute('data-active')",
                f"pens-{number + by}",
            )
            visit.settled("() => scrollY")  # a scroll that went too far would be seen
            assert visit.active("pens") == f"pens-{number + by}"
        assert button.is_disabled()


def test_the_pets_walk_when_motion_is_welcome(pens):
    pens.scroll_to("pens", 2)
    pens.look(FOLLOW)
    for _ in range(20):  # a busy machine shows little of each walk, and not the same
        pens.scroll_to("pens", 3)
        pens.scroll_to("pens", 2)
        if pens.look("() => seen.size") > 5:
            break
    assert pens.look("() => seen.size") > 5
    pens.scroll_to("pens", 3)
    assert pens.look("() => document.getAnimations().length") > 0, "nobody blinks"


def test_nothing_moves_when_the_reader_asks_for_no_motion(visit):
    still = visit(PENS, reduced_motion="reduce")
    still.scroll_to("pens", 2)
    still.look(FOLLOW)
    still.scroll_to("pens", 3)
    still.wait("() => seen.size > 0")
    still.rest("pens")
    assert still.look("() => seen.size") == 1
    assert still.look("() => document.getAnimations().length") == 0


def test_vega_is_fetched_when_a_figure_first_changes(visit):
    page = visit(PENS)
    page.quiet()
    assert not [path for path in page.requests if "/vega-" in path]
    page.scroll_to("pens", 2)
    page.wait("() => document.querySelector('[data-layout=wide] > div > svg') !== null")
    assert [path for path in page.requests if "/vega-" in path]
    assert not [path for path in page.requests if "/runtime-" in path]


LOW = [(667, 300), (640, 280), (667, 331), (560, 240), (375, 240), (320, 331), (1280, 240)]
WATCH = "[data-scene=watch]"
ACTIVE = "(id) => document.getElementById(id).hasAttribute('data-active')"


@pytest.mark.parametrize("size", LOW, ids=[f"{width}x{height}" for width, height in LOW])
def test_links_and_buttons_lead_to_each_step_in_a_low_window(visit, size):
    window = dict(zip(("width", "height"), size, strict=True))
    page = visit("essays/menagerie/#watch-2", site="test", viewport=window, color_scheme="dark")
    page.settled("() => scrollY")
    assert page.active("watch") == "watch-2"
    for by, then in ((1, "watch-3"), (-1, "watch-2"), (-1, "watch-1"), (1, "watch-2")):
        page.page.locator(f"{WATCH} [data-go='{by}']").click()
        page.wait(ACTIVE, then)
        page.settled("() => scrollY")
        assert page.active("watch") == then
    heading = page.page.locator("#watch-2 h3").bounding_box()
    below = page.page.locator(f"{WATCH} .controls").bounding_box()
    assert heading["y"] + heading["height"] < window["height"], "it comes to rest out of sight"
    assert heading["x"] < below["x"] - 50 or heading["y"] > below["y"] + below["height"]


# The place in the text that is at the line where steps become active: [step, share of it above].
READ_AT = """() => {
  const { documentElement: root } = document;
  const line = getComputedStyle(root).getPropertyValue("--step-line") * innerHeight;
  const step = document.querySelector("[data-scene=watch] [data-active]");
  const { top, height } = step.getBoundingClientRect();
  return [step.id, (line - top) / height];
}"""
SIZES = {
    "height": [(1000, 720), (1000, 640), (1000, 500), (1000, 640)],
    "width": [(798, 640), (800, 640), (400, 640), (1280, 640)],
    "turned": [(740, 375), (375, 740), (740, 375), (375, 740)],
}


@pytest.mark.parametrize("case", SIZES)
def test_a_window_of_another_size_keeps_the_place(visit, case):
    sizes = [(1000, 640), *SIZES[case]] if case == "height" else SIZES[case]
    as_window = [{"width": width, "height": height} for width, height in sizes]
    page = visit("essays/menagerie/#watch-3", site="test", viewport=as_window[0])
    page.settled("() => scrollY")
    page.look("() => scrollBy({ top: 12, behavior: 'instant' })")  # just within a step
    page.frames()
    step, share = page.look(READ_AT)
    assert step == "watch-3"
    for window in as_window[1:]:
        page.page.set_viewport_size(window)
        page.settled("() => [scrollY, innerWidth, innerHeight].join()")
        assert page.look(READ_AT) == [step, pytest.approx(share, abs=0.02)]


def test_a_control_that_is_worked_above_the_line_makes_its_own_step_the_present_one(visit):
    page = visit("essays/precision-recall/")
    page.scroll_to("pond", 1)
    place = "document.getElementById('pond-2').getBoundingClientRect().top"
    page.look(f"() => scrollBy({{ top: {place} - 0.59 * innerHeight, behavior: 'instant' }})")
    page.wait("() => document.getElementById('pond-2').hasAttribute('data-active')")
    page.page.locator("#pond-1 input[type=range]").press("Home")
    page.frames()
    assert page.active("pond") == "pond-1"
    assert page.state("pond")["threshold"] == 0
    page.page.mouse.wheel(0, 40)
    page.frames()
    assert page.active("pond") == "pond-1"  # a hand that works a control may tremble
    page.page.mouse.wheel(0, 160)
    page.wait("() => document.getElementById('pond-2').hasAttribute('data-active')")
