"""Ways through a site: contents, neighbours, how far one has read, and home from nowhere."""

import functools
import os
import shutil

import pytest

from refit.author import server
from tests.browser.visit import running

PENS = "essays/train-test-validation/"


def seen(page, selector):
    return [each for each in page.page.locator(selector).all() if each.is_visible()]


@pytest.mark.parametrize(("width", "way"), [(1280, ".rail a"), (375, ".contents a")])
def test_the_contents_lead_to_every_step_without_a_script(visit, width, way):
    page = visit(PENS, java_script_enabled=False, viewport={"width": width, "height": 800})
    if width < 800:
        assert seen(page, way) == []
        page.page.locator(".contents summary").click()
    links = seen(page, way)
    steps = [step.get_attribute("id") for step in page.page.locator("main > .scene .step").all()]
    assert len(steps) > 8  # what is folded up stands in the contents as a whole
    hrefs = [link.get_attribute("href") for link in links]
    assert [href for href in hrefs if href[1:] in steps] == [f"#{step}" for step in steps]
    assert "#references" in hrefs
    links[2].click()
    assert page.page.url.endswith("#pens-3")
    assert page.page.locator("#pens-3 h2").is_visible()


def test_the_rail_names_its_places_when_it_is_pointed_at_and_marks_where_one_is(pens):
    link = pens.page.locator(".rail a").nth(2)
    opacity = "(link) => getComputedStyle(link.firstElementChild).opacity"
    assert link.evaluate(opacity) == "0"
    link.hover()
    assert link.evaluate(opacity) == "1"
    pens.page.mouse.move(300, 300)
    link.focus()
    pens.page.keyboard.press("Shift+Tab")
    pens.page.keyboard.press("Tab")
    assert link.evaluate(opacity) == "1"
    pens.scroll_to("pens", 3)
    current = "() => [...document.querySelectorAll('.rail a')].map((a) => a.ariaCurrent === 'true')"
    marks = pens.look(current)
    assert (marks[2], sum(marks)) == (True, 1)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_toy_of_the_index_answers_a_hand_keys_and_taps(visit, scripts):
    page = visit("index.html", java_script_enabled=scripts)
    toy, mouse = page.page.locator(".places"), page.page.mouse
    box = toy.bounding_box()
    across, height = box["width"] / 14, box["y"] + 60

    def says():
        (shown,) = seen(page, ".says")
        return shown.get_attribute("class").rpartition("-")[2]

    assert says() == "calm"
    if scripts:
        mouse.move(box["x"] + 10.5 * across, height)
        mouse.down()
        mouse.move(box["x"] + 2.5 * across, height, steps=5)
        mouse.up()
    else:
        mouse.click(box["x"] + 2.5 * across, height)
    assert page.page.locator("#place-3").is_checked()
    assert says() == "island"
    assert len(seen(page, ".land")) == 1
    page.page.keyboard.press("ArrowRight")
    assert page.page.locator("#place-4").is_checked()
    page.page.locator("#place-14").check()
    assert says() == "calm"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_bar_says_how_far_one_has_read_unless_motion_is_unwanted(visit, motion):
    page = visit(PENS, reduced_motion=motion)
    bar = "() => getComputedStyle(document.body, '::after').transform"
    assert page.look(bar) == ("matrix(0, 0, 0, 1, 0, 0)" if motion != "reduce" else "none")
    page.look("() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    if motion != "reduce":
        page.wait(bar, until=lambda transform: transform == "matrix(1, 0, 0, 1, 0, 0)")


def test_essays_lead_to_each_other(visit):
    page = visit("essays/orchard/", site="test")
    page.page.locator("a.after, a.before").first.click()
    page.page.wait_for_url(lambda url: "orchard" not in url)
    assert page.page.locator("h1").is_visible()


@pytest.fixture
def careful(dist, tmp_path):
    """Serve the site as hosts do: below a folder, with 404.html where nothing is."""
    shutil.copytree(dist / "real", tmp_path / "below", copy_function=os.link)
    lost = (tmp_path / "below" / "404.html").read_bytes()

    class Handler(server.Handler):
        def send_error(self, code, message=None, explain=None):
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(lost)

    served = server.Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path)))
    with running(served) as origin:
        yield origin


@pytest.mark.parametrize("path", ["lost", "essays/lost/", "essays/lost/deeper/page.html"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_lost_reader_finds_home_from_any_folder(visit, careful, path, scripts):
    page = visit(None, java_script_enabled=scripts)
    page.origin = careful
    page.expect("404")
    page.complaints.clear()
    page.go(f"below/{path}")
    (home,) = seen(page, "a:not(.skip)")
    family = page.page.locator("h1").evaluate("(h1) => getComputedStyle(h1).fontFamily")
    assert family.startswith("Fredoka")  # the right style sheet has been found
    page.expect("MIME type|ERR_ABORTED|404")
    home.click()
    page.page.wait_for_url(f"{careful}/below/")
    assert page.page.locator(".card").count() > 0


def test_the_script_of_the_search_is_fetched_once(visit):
    page = visit("index.html")
    page.quiet()
    assert sum(path.endswith("/search.js") for path in page.requests) == 1


def test_the_search_leads_to_a_part_of_an_essay(visit):
    page = visit("")
    field = page.page.get_by_role("searchbox")
    asked = len(page.requests)
    field.focus()
    page.page.keyboard.insert_text("bootstrap")
    found = page.page.locator(".search li")
    found.first.wait_for()
    assert any("/search." in each for each in page.requests[asked:])
    assert found.first.locator("mark").first.inner_text().lower().startswith("bootstrap")
    assert "place" in page.page.locator(".search output").inner_text()
    target = found.first.locator("a").get_attribute("href")
    assert target.startswith("essays/random-forests/index.html#")
    page.page.keyboard.press("Enter")
    page.page.wait_for_url(f"**/{target}")
    assert page.page.locator(f"[id='{target.partition('#')[2]}']").is_visible()


def test_a_search_that_finds_nothing_or_cannot_be_loaded_says_so(visit):
    page = visit("")
    page.expect("404|ERR_FAILED")
    page.page.route("**/search.*.json*", lambda route: route.fulfill(status=404))
    field = page.page.get_by_role("searchbox")
    said = page.page.locator(".search output")
    field.fill("fore")
    said.filter(has_text="could not be loaded").wait_for()
    page.page.unroute_all(behavior="wait")
    field.fill("forest")
    page.page.locator(".search li").first.wait_for()
    field.fill("qqqqqq")
    said.filter(has_text="“qqqqqq”").wait_for()
    assert page.page.locator(".search li").count() == 0
