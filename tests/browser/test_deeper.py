"""Deeper parts: folded up and not asked for, until a reader, a search or a link opens them."""

import re

import pytest

PAGE = "essays/menagerie/"
PART = "#what-a-single-tree-cannot-say-part"
BUTTON = "#what-a-single-tree-cannot-say button"
INSIDE = re.compile(r"/(thicket|lone)[.-]")
IS_FOLDED = f"() => document.querySelector('{PART}').hasAttribute('hidden')"
IS_FOUND = f"() => document.querySelector('{PART}').hidden === 'until-found'"
IS_OPEN = f"() => !document.querySelector('{PART}').hidden"

DRAWN = """() => [...document.querySelectorAll("[data-figure=lone] [data-layout=wide] svg *")]
  .filter((each) => each.checkVisibility()).length"""
SECOND = "() => document.getElementById('thicket-2').hasAttribute('data-active')"


@pytest.fixture
def page(visit):
    """The page of the test essay, without a runtime's start."""
    return visit(PAGE, site="test")


def asked_for(page):
    """Return what was fetched for the scenes of the part."""
    return [path for path in page.requests if INSIDE.search(path)]


def test_nothing_is_fetched_or_computed_for_it_before_it_is_opened(page):
    page.wait(IS_FOLDED)
    page.page.keyboard.press("Control")  # as of somebody who will search
    page.wait(IS_FOUND)
    page.look("() => scrollTo(0, document.body.scrollHeight)")
    page.ready()
    page.set("ballots", {"depth": 2})
    page.idle()
    assert asked_for(page) == []
    began = page.look("() => workerMessages.filter(({ type }) => type === 'begin')")
    assert {each["scene"] for each in began} == {"ballots"}
    assert page.look(DRAWN) == 0  # the page comes without its pictures
    button = page.page.locator(BUTTON)
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.wait(DRAWN, until=lambda count: count > 0)
    page.page.locator("[data-scene=thicket] [data-step='1']").scroll_into_view_if_needed()
    page.wait("() => performance.getEntriesByType('resource').some((e) => /thicket/.test(e.name))")
    button.press("Enter")
    assert page.look(IS_FOUND)


def test_the_font_of_formulae_that_are_folded_up_waits(visit):
    def only_in_the_part(route):
        html = re.sub("(?s)<math.*?</math>", "", (response := route.fetch()).text())
        part = re.search(f'id="{PART[1:]}"[^>]*>', html)[0]
        formula = "<p><math><mi>x</mi></math></p>"
        route.fulfill(response=response, body=html.replace(part, part + formula))

    page = visit(None, site="test")
    page.page.route(re.compile(f"/{PAGE}$"), only_in_the_part)
    page.go(PAGE)
    page.wait(IS_FOLDED)
    page.idle()
    assert not [path for path in page.requests if "formulae" in path]
    with page.page.expect_request(re.compile("formulae")):
        page.page.locator(BUTTON).click()


def test_a_link_to_a_step_in_it_opens_it_and_shows_what_the_link_says(page, visit):
    page.page.locator(BUTTON).click()
    page.look("() => document.getElementById('thicket-2').scrollIntoView()")
    page.wait(SECOND)
    page.set("thicket", {"depth": 5})
    page.wait("() => location.hash === '#thicket-2'")
    shared = page.page.url.partition("/essays/")[2]
    other = visit(f"essays/{shared}", site="test")
    other.wait(IS_OPEN)
    other.wait(SECOND)
    assert other.state("thicket")["depth"] == 5
    number = other.page.locator("#thicket-2 input[type=number]")
    assert number.input_value() == "5"


def test_edits_of_a_link_wait_in_a_part_that_is_folded_up(page, visit):
    page.set("thicket", {"depth": 5})
    page.set("watch", {"neighbours": 3})
    page.wait("() => location.search.length > 1")
    shared = page.page.url.partition("/essays/")[2].partition("#")[0]
    other = visit(f"essays/{shared}", site="test")
    other.idle()
    other.wait(IS_FOLDED)
    assert asked_for(other) == []
    other.page.locator(BUTTON).click()
    other.wait("() => performance.getEntriesByType('resource').some((e) => /thicket/.test(e.name))")


@pytest.mark.parametrize("way", ["address", "link", "contents", "search"])
def test_what_is_in_it_is_found(visit, way):
    if way == "search":  # as the browser's own search does, which no test can call
        page = visit(f"{PAGE}#:~:text=sure%20of%20itself", site="test")
    else:
        page = visit(PAGE, site="test")
        page.wait(IS_FOLDED)
    if way == "address":
        page.look("() => { location.hash = '#lone'; }")
    if way == "link":
        page.look(
            "() => { const a = document.createElement('a'); a.href = '#lone'; a.click.call("
            "document.querySelector('main').appendChild(a)); }"
        )
    if way == "contents":
        page.page.locator(".rail .deep a").click()
    page.wait(IS_OPEN)
    assert page.page.locator(BUTTON).get_attribute("aria-expanded") == "true"
    if way in ("address", "link"):
        seen = "() => { const { top } = document.querySelector('#lone').getBoundingClientRect();"
        page.wait(f"{seen} return top >= 0 && top < innerHeight; }}")


def test_a_part_that_is_open_stays_so_when_the_page_is_loaded_anew(page):
    page.page.locator(BUTTON).click()
    page.set("ballots", {"depth": 2})
    page.wait("() => location.search.length > 1")  # which writes the address, too
    page.page.reload()
    page.wait(f"() => document.querySelector('{BUTTON}')?.ariaExpanded === 'true'")
    page.page.locator(BUTTON).click()
    page.page.reload()
    page.wait(f"() => document.querySelector('{BUTTON}')?.ariaExpanded === 'false'")


def test_it_stands_open_on_paper_and_without_scripts(page, visit):
    page.page.emulate_media(media="print")
    words = page.page.locator(f"{PART} > p").first
    assert words.evaluate("(p) => p.checkVisibility({ contentVisibilityAuto: true })")
    picture = page.page.locator(f"{PART} .still").first
    picture.scroll_into_view_if_needed()  # it is a lazy one
    picture.wait_for(state="visible")
    plain = visit(PAGE, site="test", java_script_enabled=False)
    assert plain.page.locator(f"{PART} > p").first.is_visible()
    picture = plain.page.locator(f"{PART} #thicket-2 .still")
    picture.scroll_into_view_if_needed()
    picture.wait_for(state="visible")
    assert plain.page.locator(BUTTON).count() == 0


OWLS = "document.querySelector('[data-scene=quorum] .caption .live').textContent"


def test_a_figure_in_the_prose_answers_its_controls(page, computed):
    owls = computed["menagerie"]["quorum"]["count"]["owls"][0]
    more = {depth: page.set("quorum", {"depth": depth})["count"]["owls"][0] for depth in (2, 3)}
    page.look("() => refit.reset()")
    assert more[2] == owls != more[3]
    figure = page.page.locator("[data-scene=quorum]")
    slider = figure.locator("input[type=range]")
    slider.scroll_into_view_if_needed()
    page.wait(f"(n) => {OWLS} === n", f"{owls:.0f}")
    slider.press("ArrowRight")
    page.wait(f"(n) => {OWLS} === n", f"{more[3]:.0f}")
    assert figure.locator("[data-go]").count() == 0
    figure.locator("[data-reset]").click()
    page.wait(f"(n) => {OWLS} === n", f"{owls:.0f}")


@pytest.mark.parametrize(("width", "height"), [(375, 667), (375, 812), (320, 568)])
def test_on_a_phone_the_figure_takes_less_than_half_and_the_controls_are_in_sight(
    visit, width, height
):
    page = visit(PAGE, site="test", viewport={"width": width, "height": height})
    for step in ("watch-1", "ballots-1"):
        page.look("(id) => document.getElementById(id).scrollIntoView()", step)
        page.wait("(id) => document.getElementById(id).hasAttribute('data-active')", step)
        box = page.look(
            """(id) => {
              const step = document.getElementById(id);
              const box = (e) => e.getBoundingClientRect();
              const figure = box(step.closest("[data-scene]").querySelector("figure"));
              const controls = box(step.querySelector(".step-controls"));
              return { figure: figure.bottom, step: box(step).top, low: controls.bottom,
                high: controls.top };
            }""",
            step,
        )
        assert box["figure"] <= height / 2
        assert box["step"] >= box["figure"] - 1
        assert box["figure"] <= box["high"] < box["low"] <= height + 0.5
