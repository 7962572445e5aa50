"""Without JavaScript the page is whole: its prose, its numbers, and a picture for every step.

It is the same page whatever keeps the scripts from running, and it says what does.
"""

import re

import pytest

from refit.site.project import ROOT, Project
from tests.browser.visit import visiting

SITES = {"real": ROOT / "essays", "test": ROOT / "tests" / "site" / "essays"}
PAGES = [
    (site, folder.name, width)
    for site, essays in SITES.items()
    for folder in Project(essays=essays).folders
    for width in (1280, 375)
    if site == "real" or width > 800 or folder.name == "menagerie"  # which has all there is
]
# What only a script makes work. A summary opens, and a link leads, without one.
CONTROLS = "button, input, select, textarea, [role=slider], [role=application], [data-control]"


@pytest.mark.parametrize(("site", "slug", "width"), PAGES)
def test_every_step_has_its_words_and_its_picture(visit, essays, site, slug, width):
    page = visit(
        f"essays/{slug}/",
        site=site,
        java_script_enabled=False,
        viewport={"width": width, "height": 800},
    ).page
    for scene in essays[slug].scenes.values():
        drawing = page.locator(f"[data-figure='{scene.id}'] [data-layout] svg >> visible=true")
        is_bare = scene.id != next(iter(essays[slug].scenes))
        if is_bare:
            assert drawing.count() == 0
        else:
            assert drawing.count() == 1
            assert drawing.locator("path, use, line, text").count() > 0
        for number, step in enumerate(scene.steps, start=1):
            article = page.locator(f"#{step.id}")
            assert article.inner_text().strip()
            for live in article.locator(".live").all():
                assert live.text_content().strip()  # in a formula it is no HTML
            if number > 1 or is_bare:
                picture = article.locator("img.still")
                assert picture.count() == 1
                picture.scroll_into_view_if_needed()
                assert picture.is_visible()
                assert drawn(page, picture)
    assert [c.evaluate("e => e.outerHTML") for c in seen(page.locator(CONTROLS))] == []
    assert page.locator("[data-loading], [data-failure]").locator("visible=true").count() == 0


def seen(locator):
    """Return what can be seen of all that was found."""
    return [each for each in locator.all() if each.is_visible()]


def drawn(page, picture):
    """Wait for a lazy picture; tell whether it has come."""
    for _ in range(3600):  # there is no script whose frames could be counted
        if picture.evaluate("image => image.complete && image.naturalWidth > 0"):
            return True
        page.wait_for_timeout(50)
    return False


def test_the_numbers_are_those_of_the_model(visit, computed):
    page = visit("essays/train-test-validation/", java_script_enabled=False).page
    scores = computed["train-test-validation"]["pens-3"]["scores"]
    text = page.locator("#pens-3").inner_text()
    training, validation = (f"{value:.0f}" for value in scores["correct"])
    assert f"gets {training} of them right" in text
    assert f"gets {validation} of their {scores['n'][1]:.0f} right" in text


# ── scripts that are wanted, and do not run ──────────────────────────────────────────────────────

# What a reader can see of the page, in order: each element that has a box, with its own text.
SEEN = """() => [...document.querySelectorAll("body *:not(.settings, .settings *, .facts, .why)")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => each.getClientRects().length)
  .map((each) => {
    const own = [...each.childNodes].filter(({ nodeType }) => nodeType === 3);
    return `${each.tagName}.${each.className.baseVal ?? each.className}: ` +
      own.map(({ data }) => data.trim()).join(" ");
  })"""
WHY = ".why >> visible=true"
READ = """() => document.readyState === "interactive" &&
  getComputedStyle(document.documentElement).getPropertyValue("--step-line")"""
STILL = "() => 'still' in document.documentElement.dataset"
PRESSED = re.compile("BUTTON|INPUT|SELECT")
TORN = 'throw new Error("torn")'
MAIN = re.compile(r"/js/main(-full)?\.js$")
BOTH = re.compile(r"/js/(main(-full)?|settings)\.js$")
LOST = {
    "main.js is lost": (MAIN, {"status": 404}, "404"),
    "main.js is a page": (MAIN, {"body": "<!doctype html>", "content_type": "text/html"}, "MIME"),
    "main.js is plain text": (MAIN, {"body": "1", "content_type": "text/plain"}, "MIME"),
    "main.js is broken": (MAIN, {"body": "let {", "content_type": "text/javascript"}, "uncaught"),
    "main.js throws": (MAIN, {"body": TORN, "content_type": "text/javascript"}, "uncaught"),
    "main.js is blocked": (MAIN, None, "ERR_BLOCKED_BY_CLIENT"),
    "all scripts are lost": (BOTH, {"status": 404}, "404"),
    "all scripts are blocked": (BOTH, None, "ERR_BLOCKED_BY_CLIENT"),
}


@pytest.fixture(scope="session")
def bare(chromium, origins):
    """Return what is seen of the test essay with scripts switched off."""
    with visiting(chromium, origins["test"], java_script_enabled=False) as page:
        yield page.go("essays/menagerie/").look(SEEN)


def block(route):
    """Do as an extension does that blocks scripts."""
    route.abort("blockedbyclient")


def assert_still(page, bare, why="did not run"):
    """The page is as without scripts, and one sentence says why."""
    assert page.evaluate(SEEN) == bare
    reasons = page.locator(WHY)
    assert reasons.count() == 1
    assert why in reasons.inner_text()


@pytest.mark.parametrize("case", LOST)
def test_the_page_is_as_without_scripts_where(case, visit, bare):
    pattern, answer, complaint = LOST[case]
    visited = visit(None, site="test")
    visited.page.route(pattern, (lambda route: route.fulfill(**answer)) if answer else block)
    visited.expect(f"{complaint}|integrity")  # whichever the browser finds first
    if pattern is BOTH:
        visited.go("essays/menagerie/")
    else:
        visited.go("essays/menagerie/").wait(STILL)
    assert_still(visited.page, bare)


def test_a_browser_below_the_floor_is_told_so(visit, bare):
    visited = visit(None, site="test")
    visited.page.add_init_script("delete Array.prototype.findLast")
    visited.page.route(MAIN, lambda route: route.fulfill(body="", content_type="text/javascript"))
    visited.expect("integrity")
    visited.go("essays/menagerie/").wait(STILL)
    assert_still(visited.page, bare, "too old")


def test_the_script_that_tells_old_browsers_so_can_be_read_by_them(dist):
    (script,) = dist.glob("test/app-*/js/settings.js")
    newer = r"\?\.(?!\d)|\?\?|\bclass\b|catch\{"  # than 2017
    assert re.findall(newer, script.read_text("utf-8")) == []


def test_a_page_that_was_opened_as_a_file_says_so(visit, dist, bare):
    visited = visit(None, site="test")
    visited.expect("file://|ERR_FAILED")
    visited.page.goto((dist / "test/essays/menagerie/index.html").as_uri())
    visited.wait(STILL)
    assert_still(visited.page, bare, "opened as a file")


def test_a_page_in_a_frame_without_an_origin_says_so(visit, origins, bare):
    visited = visit(None, site="test")
    frame = '<iframe sandbox="allow-scripts" src="essays/menagerie/" width="1280" height="800">'
    visited.page.route("**/frame.html", lambda route: route.fulfill(body=frame))
    visited.expect("CORS|ERR_FAILED")
    visited.go("frame.html")
    inner = visited.page.frames[1]
    inner.wait_for_function(STILL)
    assert_still(inner, bare, "a tab of its own")


def test_a_script_that_is_late_wakes_the_page_where_the_reader_is(visit, bare):
    visited = visit(None, site="test")
    held = []
    visited.page.clock.install()
    visited.page.route(MAIN, lambda route: held.append(route))
    visited.page.goto(f"{visited.origin}/essays/menagerie/", wait_until="commit")
    visited.page.wait_for_function(READ)
    visited.page.clock.run_for(4_000)
    assert not visited.look(STILL), "given up too soon"
    visited.page.clock.run_for(2_000)
    assert visited.look(STILL)
    assert_still(visited.page, bare)
    visited.look("() => document.getElementById('watch-3').scrollIntoView({ block: 'center' })")
    held[0].continue_()
    visited.page.clock.resume()
    visited.wait("() => 'live' in document.documentElement.dataset")
    visited.frames()
    assert visited.active("watch") == "watch-3"
    assert visited.visible("[data-go]")
    assert not visited.visible(".why")


@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_moves_when_the_scripts_have_come(visit, width):
    """Before they have come the page has its room for all that they make work, but not shown."""
    visited = visit(None, site="test", viewport={"width": width, "height": 800})
    held = []
    visited.page.route(MAIN, lambda route: held.append(route))
    visited.page.goto(f"{visited.origin}/essays/menagerie/", wait_until="commit")
    visited.page.wait_for_function(READ)
    visited.wait("() => document.fonts.status === 'loaded'")
    waiting = visited.look(BOXES)
    assert [tag for tag in visited.look(SEEN) if PRESSED.match(tag)] == []
    held[0].continue_()
    visited.wait("() => 'live' in document.documentElement.dataset")
    assert visited.look(BOXES) == waiting
    assert visited.visible("[data-go]")


BOXES = """() => [...document.querySelectorAll("main > *, .stage, [data-step], [data-quiz]")]
  .filter((each) => !each.closest(".deeper-part"))
  .map((each) => [each.offsetTop, each.offsetHeight].join())"""
