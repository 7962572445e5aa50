"""Pages in other languages: their words, their numbers, and lines that run from right to left."""

import re
import shutil

import pytest

from refit.paths import ROOT
from refit.site.build import build
from refit.site.project import Project
from tests.browser.visit import serving, visiting

HERE = ROOT / "tests/site/essays"
# Texts of the drawing that is seen, and whether Vega has drawn it.
DRAWN = """() => {
  const drawings = [...document.querySelectorAll("[data-layout]")];
  const seen = drawings.find((each) => each.getClientRects().length);
  const texts = [...seen.querySelectorAll("text")].map((each) => each.textContent.trim());
  return { texts: texts.filter(Boolean).sort(), isLive: seen.querySelector("div > svg") !== null };
}"""
NUMBERS = """() => [...document.querySelectorAll("[data-active] [data-live]")]
  .map((each) => each.textContent)"""
ENDS = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  const { left, right } = range.getBoundingClientRect();
  return [left, document.documentElement.clientWidth - right];
}"""
LEFT = "(selector) => document.querySelector(selector).getBoundingClientRect().left"


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """Return where a site with an essay in German and one in Hebrew is served."""
    root = tmp_path_factory.mktemp("languages")
    shutil.copytree(ROOT / "essays/_templates/tour", root / "essays/pancakes")
    shutil.copytree(HERE / "orchard", root / "essays/orchard")
    build(Project(essays=root / "essays"), root / "dist")
    with serving(root / "dist") as address:
        yield address


def test_german_is_live_in_its_words_and_numbers(chromium, origin):
    with visiting(chromium, origin) as page:
        page.go("essays/pancakes/de.html")
        still = page.look(DRAWN)
        assert {"Hitze der Pfanne, °C →", "↑ Punkte, 0 bis 10"} < set(still["texts"])
        page.scroll_to("pancakes", 3)
        before = page.look(NUMBERS)
        assert len(before) == 2
        assert all("," in number for number in before)
        page.page.locator("[data-step] input[type=range]").press("ArrowRight")
        page.wait(f"(before) => String(({NUMBERS})()) !== String(before)", before)
        page.wait(f"() => ({DRAWN})().isLive")
        assert page.look(DRAWN)["texts"] == still["texts"]
        after = page.look(NUMBERS)
        assert after != before
        assert all("," in number and "." not in number for number in after)
        said = "() => document.querySelector('[data-step] [type=range]').ariaValueText"
        assert page.look(said) == "\u22123,5"
        page.page.locator("[data-scene=pancakes] [data-sheets] > summary").click()
        page.page.get_by_role("button", name="CSV herunterladen").wait_for()
        cells = "() => [...document.querySelectorAll('[data-sheets] td')].map((c) => c.textContent)"
        numbers = [each for each in page.wait(cells) if re.search(r"\d", each)]
        assert any("," in each for each in numbers)
        assert not any("." in each for each in numbers)
        page.page.get_by_role("link", name="English").click()
        page.wait("() => document.documentElement.lang === 'en'")
        page.settle_complaints()


@pytest.mark.parametrize("width", [375, 1280])
def test_hebrew_runs_from_right_to_left(chromium, origin, width):
    with visiting(chromium, origin, viewport={"width": width, "height": 800}) as page:
        page.go("essays/orchard/he.html")
        for selector in ("h1", ".summary", ".facts", "#main > p", "[data-step] h2", ".foot p"):
            left, right = page.look(ENDS, selector)
            assert left >= 0, selector
            assert right >= 0, selector
            if selector != "#main > p":  # which stands in the middle
                assert right < left or right < 40, (selector, left, right)
        assert page.look(LEFT, ".home") > page.look(LEFT, ".settings")
        if width > 800:
            assert page.look(LEFT, ".steps") > page.look(LEFT, ".figure")
        for place in ("0", "document.body.scrollHeight"):
            page.look(f"() => scrollTo(0, {place})")
            page.settled("() => scrollY")
            wide = (
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert page.look(wide) == 0
        svg = "() => getComputedStyle(document.querySelector('[data-layout] svg')).direction"
        assert page.look(svg) == "ltr"
        page.settle_complaints()
