"""What a reader takes away: links, pictures, numbers, frames, a presentation, paper."""

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import expect

from refit.paths import ROOT
from tests.browser.visit import visiting

PAGE = "essays/menagerie/"
SCENE = "[data-scene=watch]"
MENU = f"{SCENE} [data-take]"
STAGED = "() => document.documentElement.dataset.staged ?? ''"
ACTIVE = f"() => document.querySelector('{SCENE} [data-active]').dataset.step"
HOST = """<!doctype html><title>Host</title><iframe src="{src}" style="height:300px;width:100%">
</iframe>{grow}"""


@pytest.fixture
def page(visit):
    """Return the page of the test essay."""
    return visit(PAGE, site="test")


def fetched(page, name):
    return [path for path in page.requests if path.endswith(name)]


def open_menu(page):
    page.scroll_to("watch", 2)
    page.page.locator(f"{MENU} > summary").click()
    item(page, "link").wait_for()


def item(page, word):
    names = {"link": "Copy a link", "svg": "SVG", "png": "PNG", "csv": "CSV", "present": "Present"}
    return page.page.locator(f"{MENU} .sheet > button").filter(has_text=names[word])


def saved(page, word):
    with page.page.expect_download() as coming:
        item(page, word).click()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def test_nothing_of_it_is_fetched_before_it_is_asked_for(page):
    page.quiet()
    names = ("more.js", "more.css", ".ipynb")
    assert [path for name in names for path in fetched(page, name)] == []
    open_menu(page)
    assert len(fetched(page, "more.css")) == 1
    assert fetched(page, "more.js")
    page.page.keyboard.press("Escape")
    assert not item(page, "link").is_visible()


def test_a_figure_is_saved_as_it_is_seen(page):
    page.set("watch", {"lantern": True})
    open_menu(page)
    name, svg = saved(page, "svg")
    assert name == "menagerie-watch-2.svg"
    drawing = ElementTree.fromstring(svg)
    assert not re.search(rb"var\(--| class=|url\(\"?https?:", svg)  # it stands alone
    assert b"@font-face{font-family:Fredoka" in svg
    name, png = saved(page, "png")
    assert name == "menagerie-watch-2.png"
    picture = Image.open(io.BytesIO(png))
    width, height = (float(drawing.get(side)) for side in ("width", "height"))
    assert picture.width / width == pytest.approx(picture.height / height, rel=0.01)
    assert picture.width >= 2 * width
    assert len(picture.convert("RGB").getcolors(10**6)) > 20  # something is drawn
    name, csv = saved(page, "csv")
    assert name == "menagerie-watch-2.csv"
    assert csv.startswith(b"table,")


def test_a_file_has_one_name_wherever_it_is_saved(page):
    page.set("watch", {"lantern": True})
    open_menu(page)
    name, content = saved(page, "csv")
    page.page.locator(f"{SCENE} [data-sheets] > summary").click()
    button = page.page.locator(f"{SCENE} [data-sheets] button")
    with page.page.expect_download() as coming:
        button.click()
    assert coming.value.suggested_filename == name
    assert coming.value.path().read_bytes() == content
    assert page.page.locator("#watch-2 .still-data a").get_attribute("download") == name


DESCRIBED = "{http://www.w3.org/2000/svg}desc"
CANONICAL = """() => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "canonical", href: "https://example.org/pets/" });
  document.head.append(link);
}"""


def test_a_picture_names_the_address_of_the_essay(visit):
    page = visit(f"{PAGE}?utm=mail#watch-2", site="test")
    open_menu(page)
    page.set("watch", {"lantern": True})

    def described():
        return ElementTree.fromstring(saved(page, "svg")[1]).findtext(DESCRIBED)

    base, _, rest = described().partition("?")
    assert base == f"{page.origin}/{PAGE}"
    assert re.fullmatch(r"s=[\w-]+#watch-2", rest)
    page.look(CANONICAL)
    assert described() == f"https://example.org/pets/?{rest}"


COPIES = ["clipboard-read", "clipboard-write"]
HEARD = f"() => document.querySelector('{SCENE} [data-announcement]').textContent"


def test_what_was_copied_is_said_once_where_it_was_asked_for(page):
    page.context.grant_permissions(COPIES)
    open_menu(page)
    item(page, "link").click()
    said = page.page.locator(f"{MENU} .sheet > output")
    expect(said).to_have_text("Copied")
    page.heard()
    assert page.look(HEARD) == ""
    assert not page.visible(f"{SCENE} .said")
    page.page.locator(f"{MENU} .frame summary").click()
    copy = page.page.locator(f"{MENU} .frame button").first
    copy.click()
    expect(page.page.locator(f"{MENU} .frame button + output").first).to_have_text("Copied")
    expect(copy).to_have_text("Copy")
    assert "<iframe" in page.look("() => navigator.clipboard.readText()")
    page.page.keyboard.press("Escape")
    page.page.locator(f"{SCENE} [data-share]").click()
    page.wait(HEARD, until=lambda text: text == "Copied")
    assert page.visible(f"{SCENE} .said")


def test_what_does_not_come_is_said_beside_its_button(chromium, dist, host):
    served = host(dist / "test")
    served.break_down({"*/more.js": "404"})
    with visiting(chromium, served.origin) as page:
        page.go(PAGE)
        button = page.page.locator("[data-ask=present]")
        note = page.page.locator(".take-away output")
        label = button.inner_text()
        button.click()
        expect(note).to_contain_text("more.js could not be fetched")
        assert button.inner_text() == label
        page.scroll_to("watch", 1)
        for tool in ("take", "sheets"):
            page.page.locator(f"{SCENE} [data-{tool}] > summary").click()
            said = page.page.locator(f"{SCENE} [data-{tool}] .sheet output")
            expect(said).to_contain_text("more.js could not be fetched")
        served.mend()
        button.click()
        page.wait(STAGED, until=lambda kind: kind == "present")
        expect(note).to_have_text("")


def test_the_line_for_another_page_shows_the_scene_in_its_state(page):
    page.set("watch", {"lantern": True})
    open_menu(page)
    page.page.locator(f"{MENU} .frame summary").click()
    line = page.wait(f"() => document.querySelector('{MENU} textarea').value")
    grow = page.look(f"() => document.querySelectorAll('{MENU} textarea')[1].value")
    assert grow in (ROOT / "README.md").read_text("utf-8")
    src = re.search(r'src="([^"]+)"', line)[1].replace("&amp;", "&")
    assert "embed=watch" in src
    assert src.endswith("#watch-2")
    host = HOST.format(src=src, grow=grow)
    page.page.route("**/host", lambda route: route.fulfill(body=host, content_type="text/html"))
    page.page.goto(f"{page.origin}/host")
    frame = page.page.frame_locator("iframe")
    scene = frame.locator(SCENE)
    scene.locator("#watch-2").wait_for(state="visible")
    assert not scene.locator("#watch-1").is_visible()
    for hidden in (".top", ".rail", ".beside", ".foot", "h1", ".controls [data-share]"):
        assert not any(each.is_visible() for each in frame.locator(hidden).all()), hidden
    link = frame.locator(".credit a").get_attribute("href")
    assert "embed" not in link
    assert link.endswith("#watch-2")
    assert "?s=" in link
    scene.locator("[data-go='-1']").click()
    scene.locator("#watch-1").wait_for(state="visible")
    assert frame.locator(".credit a").get_attribute("href").endswith("#watch-1")
    high = "() => [...document.querySelectorAll('iframe')].map((f) => f.clientHeight)[0]"
    height = page.wait(high, until=lambda height: height > 300)
    inner = page.page.frames[1].evaluate("document.documentElement.scrollHeight")
    assert inner <= height + 1


def test_a_frame_of_a_scene_that_is_not_there_is_the_page(visit):
    page = visit(f"{PAGE}?embed=nobody", site="test")
    page.page.locator("h1").wait_for(state="visible")
    assert page.look(STAGED) == ""


@pytest.mark.parametrize("lost", ["*/more.js", "*/more.css"])
def test_a_frame_shows_the_page_if_what_it_needs_does_not_come(chromium, dist, host, lost):
    served = host(dist / "test")
    served.break_down({lost: "404"})
    with visiting(chromium, served.origin) as page:
        page.go(f"{PAGE}?embed=watch")
        page.page.locator("h1").wait_for(state="visible")
        assert page.look(STAGED) == ""


def test_a_presentation_goes_by_keys_and_comes_back_to_the_step(page):
    open_menu(page)
    item(page, "present").click()
    keyboard = page.page.keyboard
    page.wait(STAGED, until=lambda kind: kind == "present")
    assert page.look(ACTIVE) == "2"
    count = page.page.locator(".slides output")
    number, total = map(int, count.inner_text().split(" / "))
    keyboard.press("ArrowRight")
    page.wait(ACTIVE, until=lambda step: step == "3")
    assert count.inner_text() == f"{number + 1} / {total}"
    assert page.page.url.endswith("?present#watch-3")
    page.page.locator("#watch-3").wait_for(state="visible")
    assert not page.page.locator("#watch-2").is_visible()
    keyboard.press("Home")
    page.page.locator("h1").wait_for(state="visible")
    assert not page.visible("[data-scene]")
    keyboard.press("PageDown")
    keyboard.press("End")
    assert count.inner_text() == f"{total} / {total}"
    for _ in range(total - number):
        keyboard.press("ArrowLeft")
    page.wait(ACTIVE, until=lambda step: step == "2")
    page.set("watch", {"lantern": True})  # it is live
    page.page.keyboard.press("Control+z")
    assert page.state("watch")["lantern"] is False
    keyboard.press("Escape")
    assert page.look(STAGED) == ""
    assert not page.visible(".slides")
    page.frames()
    assert page.look(ACTIVE) == "2"
    assert "present" not in page.page.url


def test_a_link_leads_to_a_slide(visit):
    page = visit(f"{PAGE}?present#watch-1", site="test")
    page.wait(STAGED, until=lambda kind: kind == "present")
    slide = page.page.locator("#watch-1")
    slide.wait_for(state="visible")
    slider = page.page.locator('[data-control="watch.neighbours"] input[type=range]').first
    before = slider.input_value()
    slider.focus()
    page.page.keyboard.press("ArrowRight")  # belongs to the slider
    assert slider.input_value() != before
    assert slide.is_visible()


def test_an_address_that_names_nothing_begins_with_the_first_slide(visit):
    page = visit(f"{PAGE}?present#%", site="test")
    page.wait(STAGED, until=lambda kind: kind == "present")
    page.page.keyboard.press("Escape")
    assert page.look(STAGED) == ""
    page.page.keyboard.press("ArrowRight")  # nobody listens any more
    assert page.look(STAGED) == ""


def test_paper_has_a_picture_of_each_step(page):
    folded = "() => document.querySelectorAll('main details:not([open], .tool, .tool *)').length"
    before = page.look(folded)
    assert before > 2
    page.look(f"() => {{ window.print = () => (window.printed = [({folded})()]); }}")
    page.page.locator("[data-ask=print]").click()
    assert page.wait("() => window.printed") == [0]
    page.look("() => dispatchEvent(new Event('afterprint'))")
    assert page.look(folded) == before
    steps = page.page.locator("[data-step]").count()
    come = "() => [...document.querySelectorAll('.still')].filter((i) => i.naturalWidth).length"
    pictures = page.look(come)
    assert steps == pictures > 0
    page.page.emulate_media(media="print")
    assert page.page.locator("#watch-1 .still").is_visible()
    assert not page.visible(".take-away, .controls, [data-take]")


def test_paper_has_the_answers_instead_of_what_is_pressed(page):
    page.page.emulate_media(media="print")
    answers = page.page.locator("main .quiz-answer, main .challenge-answer")
    assert answers.count() > 2
    for answer in answers.all():
        assert answer.locator("> :last-child").is_visible()
    for model in page.page.locator(".quiz-model").all():
        assert model.is_visible()
    assert not page.visible(".quiz-scale, .quiz button, .challenge button")
    page.page.emulate_media(media="screen")
    assert not page.visible(".quiz-answer, .challenge-answer")


def test_without_scripts_only_what_works_is_offered(visit):
    page = visit(PAGE, site="test", java_script_enabled=False)
    assert page.page.locator(".take-away a[download]").is_visible()
    assert not page.visible("[data-ask], [data-take]")
