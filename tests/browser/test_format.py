"""The whole essay format in a browser, on the one page that uses all of it."""

import base64
import json
import re

import pytest

PAGE = "essays/menagerie/"
N_TREES = 30
SAID = "(scene) => document.querySelector(`#${scene}-1`).closest('[data-scene]')"
SAID += ".querySelector('[data-announcement]').textContent.trim()"
RAW = "() => document.querySelector('[data-scene=watch] [data-announcement]').textContent"
IN_SIGHT = """(id) => {
  const { top, bottom } = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""
COUNTS = """() => {
  window.counts = [];
  const drawing = document.querySelector('[data-figure=ballots] [data-layout="wide"]');
  new MutationObserver(() => {
    const count = parseInt(/of (\\d+) say/.exec(drawing.textContent)[1]);
    if (count !== counts.at(-1)) counts.push(count);
  }).observe(drawing, { childList: true, characterData: true, subtree: true });
}"""

# The opacities of a cell from now on, and whether a ballot falls.
WATCHED = """() => {
  window.shares = new Set();
  const cell = document.querySelector("[data-layout=wide] .cells_marks :nth-child(50)");
  new MutationObserver(() => shares.add(cell.getAttribute("fill-opacity") +
    cell.getAttribute("opacity"))).observe(cell, { attributes: true });
  window.fell = false;
  addEventListener("animationstart", ({ animationName }) => (fell ||= animationName === "fall"));
}"""


@pytest.fixture
def watch(menagerie):
    """Return the page at the first scene's first step."""
    menagerie.scroll_to("watch", 1)
    return menagerie


@pytest.fixture
def ballots(menagerie):
    """Return the page at the generator's first step."""
    menagerie.scroll_to("ballots", 1)
    return menagerie


@pytest.fixture
def page(visit):
    """Return a page of the test's own, whose models sleep."""
    return visit(PAGE, site="test")


def control(visit, key):
    return visit.page.locator(f"[data-control='{key}']").first


def until(visit, scene, **state):
    """Wait until the state is as it should be, and the model has answered for it."""
    visit.wait(
        "(scene) => refit.state[scene]", scene, until=lambda now: state.items() <= now.items()
    )
    visit.set(scene, {})


def carried(search):
    """Return the edits that an address carries."""
    text = search.removeprefix("?s=")
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) or "{}")


def done(visit):
    """Wait until the generator has come to its end, and all of it is drawn."""
    visit.wait("() => workerMessages.some(({ type }) => type === 'done')")
    visit.rest("ballots")


def asked(visit):
    """Return how many neighbours the model, the prose and the slider speak of."""
    number = visit.page.locator("#watch-1 [data-live='stranger.k'][data-whose=reader]").first
    slider = control(visit, "watch.neighbours").locator("input[type=range]")
    said = slider.get_attribute("aria-valuetext")
    return visit.tables("watch")["stranger"]["k"][0], int(number.inner_text()), int(said)


# ── controls ─────────────────────────────────────────────────────────────────────────────────────


def test_a_slider_is_moved_with_the_mouse(watch):
    box = control(watch, "watch.neighbours").locator("input[type=range]").bounding_box()
    middle = box["y"] + box["height"] / 2
    watch.page.mouse.click(box["x"] + box["width"] / 2, middle)
    until(watch, "watch", neighbours=5)
    watch.page.mouse.down()
    watch.page.mouse.move(box["x"] + 2 * box["width"], middle, steps=5)
    watch.page.mouse.up()
    until(watch, "watch", neighbours=9)
    watch.wait("() => refit.tables('watch').stranger.k[0]", until=lambda k: k == 9)
    assert asked(watch) == (9, 9, 9)


@pytest.mark.parametrize(
    ("keys", "value"), [(["ArrowRight"], 3), (["End"], 9), (["End", "ArrowLeft", "ArrowDown"], 5)]
)
def test_a_slider_is_moved_with_keys(watch, keys, value):
    control(watch, "watch.neighbours").locator("input[type=range]").focus()
    for key in keys:
        watch.page.keyboard.press(key)
    until(watch, "watch", neighbours=value)
    watch.wait("() => refit.tables('watch').stranger.k[0]", until=lambda k: k == value)
    assert asked(watch) == (value, value, value)


@pytest.mark.parametrize(("typed", "value"), [("7", 7), ("99", 9), ("-3", 1)])
def test_a_sliders_number_is_typed_and_kept_in_its_range(watch, typed, value):
    watch.set("watch", {"neighbours": 3})
    number = control(watch, "watch.neighbours").locator("input[type=number]")
    number.fill(typed)
    number.press("Enter")
    until(watch, "watch", neighbours=value)
    number.blur()
    assert number.input_value() == str(value)


@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_choice_is_made(watch, reach):
    choice = control(watch, "watch.kind")
    if reach == "mouse":
        choice.get_by_text("fox", exact=True).click()
    else:
        choice.locator("input").first.focus()
        watch.page.keyboard.press("ArrowRight")
    until(watch, "watch", kind="fox")
    assert choice.locator("input:checked").get_attribute("value") == "fox"


@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_switch_drives_the_figures_parameter(watch, reach):
    dark = "() => document.querySelector('[data-layout=wide] .dark_marks path')"
    dark += ".getAttribute('opacity')"
    assert float(watch.look(dark)) > 0
    switch = control(watch, "watch.lantern").locator("input")
    for value in (True, False):
        if reach == "mouse":
            control(watch, "watch.lantern").click()
        else:
            switch.focus()
            watch.page.keyboard.press("Space")
        until(watch, "watch", lantern=value)
        assert switch.is_checked() == value
        watch.wait(dark, until=lambda now, lit=value: (float(now) == 0) == lit)


@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_button_draws_again_and_its_seed_can_be_typed(ballots, reach):
    button = control(ballots, "ballots.seed").locator("button")
    seed = control(ballots, "ballots.seed").locator("input")
    if reach == "mouse":
        button.click()
    else:
        button.focus()
        ballots.page.keyboard.press("Enter")
    until(ballots, "ballots", seed=1)
    assert seed.input_value() == "1"
    seed.fill("12")
    seed.press("Enter")
    until(ballots, "ballots", seed=12)


@pytest.mark.parametrize("selector", ["[data-kind=reset]", "[data-reset]"])
@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_button_takes_back_the_edits_of_its_scene_alone(watch, selector, reach):
    stored = watch.tables("watch")
    watch.set("ballots", {"seed": 3})
    watch.set("watch", {"neighbours": 7, "kind": "fox"})
    button = watch.page.locator(f"[data-scene=watch] {selector}")
    if reach == "mouse":
        button.click()
    else:
        button.focus()
        watch.page.keyboard.press("Enter")
    until(watch, "watch", neighbours=1, kind="owl")
    watch.wait("() => refit.tables('watch')", until=lambda tables: tables == stored)
    assert control(watch, "watch.neighbours").locator("input").first.input_value() == "1"
    assert watch.state("ballots")["seed"] == 3


def test_keys_lead_from_step_to_step(watch):
    for by, selector in ((1, "[data-go='1']"), (1, "[data-go='1']"), (-1, "[data-go='-1']")):
        number = int(watch.active("watch")[-1])
        watch.page.locator(f"[data-scene=watch] {selector}").focus()
        watch.page.keyboard.press("Enter")
        watch.wait(
            "(id) => document.getElementById(id).hasAttribute('data-active')",
            f"watch-{number + by}",
        )


# ── what unfolds and where links lead ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reach", ["mouse", "keys"])
@pytest.mark.parametrize(
    ("selector", "words"),
    [
        ("details.code", "def poll(state):"),
        ("details.aside:not(.cite-this)", "A given animal is left out"),
        ("details.cite-this", "@misc"),
    ],
)
def test_what_is_folded_up_unfolds_and_folds_again(page, selector, words, reach):
    folded = page.page.locator(selector)
    inside = folded.get_by_text(words).first
    assert not inside.is_visible()
    for is_open in (True, False):
        if reach == "mouse":
            folded.locator("summary").click()
        else:
            folded.locator("summary").focus()
            page.page.keyboard.press("Enter")
        assert inside.is_visible() == is_open


def test_a_definition_is_there_to_be_read_and_a_link_leads_to_it(page):
    definition = page.page.locator("#leave-one-out")
    assert "Every animal is judged by the others" in definition.inner_text()
    page.page.locator("a[href='#leave-one-out']").focus()
    page.page.keyboard.press("Enter")
    page.wait(IN_SIGHT, "leave-one-out")


def test_a_citation_leads_to_the_work_and_back(page):
    page.page.locator("#cite-breiman-1").click()
    page.wait(IN_SIGHT, "ref-breiman")
    page.page.locator("#ref-breiman .back a[href='#cite-breiman-1']").click()
    page.wait(IN_SIGHT, "cite-breiman-1")


def test_a_link_leads_to_a_step_of_another_essay(page):
    page.page.locator("main a[href^='../orchard/']").click()
    page.wait("() => globalThis.refit && document.documentElement.dataset.essay === 'orchard'")
    page.wait("() => document.getElementById('orchard-2').hasAttribute('data-active')")


# ── quizzes ──────────────────────────────────────────────────────────────────────────────────────


def answer(page, quiz):
    return page.page.locator(f"#{quiz} .quiz-answer > p:last-child")


@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_choice_is_predicted_and_checked(page, reach):
    who = page.page.locator("#who")
    check, verdict = who.locator("[type=submit]"), who.locator("[data-verdict]")
    check.click()
    assert verdict.inner_text() == "Choose an answer first."
    if reach == "mouse":
        who.get_by_text("fox", exact=True).nth(1).click()
        check.click()
    else:
        who.locator("input").first.focus()
        page.page.keyboard.press("Space")
        page.page.keyboard.press("Enter")
    assert verdict.inner_text() == "Not quite. You said fox; the model says owl."
    assert answer(page, "who").is_visible()
    if reach == "mouse":
        who.get_by_text("owl", exact=True).first.click()
    else:
        page.page.keyboard.press("ArrowRight")
    assert not answer(page, "who").is_visible(), "whoever guesses anew takes the old guess back"
    assert verdict.inner_text() == ""
    if reach == "mouse":
        check.click()
    else:
        page.page.keyboard.press("Enter")
    assert verdict.inner_text() == "Right: owl."
    assert not [path for path in page.requests if "/runtime-" in path]


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("83", "Exactly right: 83\u202f%."),
        ("80", "Close enough: you said 80\u202f%, the model says 83\u202f%."),
        ("20", "You said 20\u202f%, the model says 83\u202f%: 63 percentage points too low."),
        ("95", "You said 95\u202f%, the model says 83\u202f%: 12 percentage points too high."),
    ],
)
def test_a_number_is_predicted_and_checked(page, typed, verdict):
    quiz = page.page.locator("#how-many")
    number = quiz.locator("input[type=number]")
    number.fill(typed)
    assert quiz.locator("input[type=range]").input_value() == typed
    number.press("Enter")
    assert quiz.locator("[data-verdict]").inner_text() == verdict
    assert answer(page, "how-many").is_visible()
    assert quiz.locator("[data-mark]").is_visible()


@pytest.mark.parametrize("reach", ["mouse", "keys"])
def test_a_scale_is_slid_along(page, reach):
    quiz = page.page.locator("#how-many")
    scale = quiz.locator("input[type=range]")
    scale.scroll_into_view_if_needed()
    if reach == "mouse":
        box = scale.bounding_box()
        page.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    else:
        scale.focus()
        page.page.keyboard.press("End")
    assert quiz.locator("input[type=number]").input_value() == "100"
    quiz.locator("[type=submit]").press("Enter")
    assert "17 percentage points too high" in quiz.locator("[data-verdict]").inner_text()
    quiz.locator("[type=submit]").press("Enter")
    assert quiz.locator("[data-verdict]").inner_text() == ""


# ── a generator, by its button ───────────────────────────────────────────────────────────────────


def test_ballots_are_drawn_as_they_are_cast(ballots):
    ballots.rest("ballots")
    ballots.look(COUNTS)
    ballots.look("() => { workerMessages.length = 0; }")
    control(ballots, "ballots.seed").locator("button").click()
    done(ballots)
    drawn = ballots.look("() => counts")
    assert drawn == sorted(set(drawn))
    assert drawn[-1] == N_TREES
    assert len(drawn) > 1, "drawn only when all is over"


def test_a_second_press_ends_the_run_of_the_first(ballots):
    press = """() => document.querySelector("[data-control='ballots.seed'] button").click()"""
    ballots.overtake(press, press)
    heard = [each for each in ballots.look("() => workerMessages") if each["scene"] == "ballots"]
    first, second = dict.fromkeys(each["id"] for each in heard)
    types = {
        run: [e["type"] for e in heard if e["id"] == run and e["type"] != "begin"]
        for run in (first, second)
    }
    assert set(types[first]) == {"result"}
    assert 2 <= len(types[first]) < N_TREES
    assert types[second] == ["result"] * N_TREES + ["done"]


# ── state ────────────────────────────────────────────────────────────────────────────────────────


def test_edits_are_in_force_where_their_keys_are_offered_or_kept_in_their_own_scene(watch):
    watch.set("ballots", {"seed": 5, "depth": 3})
    moved = {"moved": {"0": [9, 7]}}
    watch.set("watch", {"neighbours": 3, "kind": "fox", **moved})
    watch.scroll_to("watch", 2)
    others = {"strays": {}, "bet": "nobody", "animals": None, **moved}
    assert watch.state("watch") == {"neighbours": 5, "kind": "owl", "lantern": False, **others}
    watch.scroll_to("watch", 3)  # keeps="kind"
    assert watch.state("watch") == {"neighbours": 9, "kind": "fox", "lantern": True, **others}
    assert watch.state("ballots") == {"seed": 5, "depth": 3}
    watch.scroll_to("ballots", 2)
    assert watch.state("ballots") == {"seed": 0, "depth": 4}
    watch.wait(
        "() => refit.tables('watch').animals",
        until=lambda animals: (animals["ears"][0], animals["eyes"][0]) == (9, 7),
    )


@pytest.mark.parametrize(
    ("place", "edits"),
    [
        (
            ("watch", 1),
            {"watch": {"neighbours": 7, "kind": "fox"}, "ballots": {"seed": 4, "depth": 5}},
        ),
        (("ballots", 1), {"watch": {"lantern": False}, "ballots": {"depth": 2}}),
    ],
)
def test_a_link_carries_the_state_of_both_scenes(menagerie, visit, place, edits):
    menagerie.scroll_to(*place)
    for scene, patch in edits.items():
        menagerie.set(scene, patch)
    numbers = {scene: menagerie.active(scene).rpartition("-")[2] for scene in edits}
    written = {
        scene: {f"{key}@{numbers[scene]}": value for key, value in patch.items()}
        for scene, patch in edits.items()
    }
    menagerie.wait("() => location.search", until=lambda search: carried(search) == written)
    state, tables = menagerie.look("() => refit.state"), menagerie.tables("watch")
    for scene, patch in edits.items():
        assert patch.items() <= state[scene].items()
    link = menagerie.look("() => location.pathname + location.search + location.hash")
    other = visit(link.lstrip("/"), site="test")
    other.wait("() => refit.tables('watch')", until=lambda shown: shown == tables)
    other.settled("() => scrollY")
    assert other.active(place[0]) == f"{place[0]}-{place[1]}"
    assert other.look("() => refit.state") == state
    slider = control(other, "watch.neighbours").locator("input[type=range]")
    assert slider.input_value() == str(state["watch"]["neighbours"])


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def test_a_control_is_answered_in_its_own_scene_alone(watch):
    live = watch.page.locator("[data-scene] > figure > [data-announcement]")
    assert live.count() == watch.page.locator("[data-scene]").count()
    assert {each.get_attribute("aria-live") for each in live.all()} == {"polite"}
    watch.heard()  # what was said before this test is over
    before = watch.look(SAID, "ballots")
    slider = control(watch, "watch.neighbours").locator("input[type=range]")
    slider.focus()
    said = [watch.look(RAW)]
    for presses in (1, 1, 2):
        for _ in range(presses):
            watch.page.keyboard.press("ArrowRight")
        said.append(watch.wait(RAW, until=lambda text, last=said[-1]: text != last))
    told = {
        "The model has been retrained.",
        "The figure has changed.",
    }  # as was not, or was, prepared
    assert {text.strip() for text in said[1:]} == told
    assert watch.look(SAID, "ballots") == before


# ── motion, and no script ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_ballots_fall_and_heads_walk_only_where_motion_is_welcome(visit, motion):
    page = visit(PAGE, site="test", reduced_motion=motion)
    page.scroll_to("watch", 1)
    page.scroll_to("watch", 2)
    page.wait("() => document.querySelector('[data-figure=watch] [data-layout=wide] > div > svg')")
    page.rest("watch")
    page.look(WATCHED)
    page.scroll_to("watch", 1)
    # The share of owls fades from one step to the next, or changes at once.
    page.wait("() => shares.size", until=lambda size: size > (3 if motion != "reduce" else 0))
    page.rest("watch")
    assert (page.look("() => shares.size") > 3) == (motion == "no-preference")
    page.scroll_to("ballots", 1)
    page.scroll_to("ballots", 2)
    assert page.look("() => fell") == (motion == "no-preference")
    if motion == "reduce":
        assert page.look("() => document.getAnimations().length") == 0


def test_without_a_script_the_quizzes_answers_and_all_else_can_be_unfolded(visit):
    page = visit(PAGE, site="test", java_script_enabled=False).page
    for folded in page.locator("main > details, .quiz-answer").all():
        folded.locator("summary").click()
        assert folded.locator("p, pre").first.is_visible()
    assert re.search(r"The answer:\s+83", page.locator("#how-many").inner_text())
    assert page.locator("table td").first.is_visible()
    assert page.locator("math").count() > 5
