"""Pages fit the window, stay where they are while they load, and work below any folder."""

import pytest

from refit.site.project import Project

ESSAYS = {
    "real": [folder.name for folder in Project().folders],
    "test": ["workshop", "stumbles", "menagerie"],
}
PAGES = {"index": ("real", "index.html")} | {
    slug: (site, f"essays/{slug}/") for site, slugs in ESSAYS.items() for slug in slugs
}
WIDTHS = (280, 320, 375, 768, 1280, 1920)
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > width + 0.5 && element.clientWidth > 0);
  return document.documentElement.scrollWidth > width
    ? wide.map(({ tagName, className }) => `${tagName}.${className}`) : [];
}"""
# Whether the last steps are before the reader, drawn by Vega wherever a scene has more than one and
# is not folded up.
AT_THE_END = """() => [...document.querySelectorAll("[data-scene]")].every((scene) => {
  const steps = [...scene.querySelectorAll("[data-step]")];
  const drawings = [...scene.querySelectorAll("[data-layout] > div > svg")];
  return steps.length < 2 || scene.closest("[hidden]") ||
    steps.at(-1).hasAttribute("data-active") &&
      drawings.some((each) => each.getClientRects().length > 0);
})"""
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    const names = sources.map(({ node }) => node?.className || node?.nodeName);
    shifts.push({ value, names: String(names) });
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window(visit, name):
    """Whatever its width: the window is made wider, and the page read down and up again."""
    site, path = PAGES[name]
    page = visit(path, site=site, viewport={"width": WIDTHS[0], "height": 800})
    for width in WIDTHS:
        page.page.set_viewport_size({"width": width, "height": 800})
        page.look("() => scrollTo(0, 0)")
        page.settled("() => document.body.innerHTML")
        assert page.look(TOO_WIDE) == [], width
        assert page.look("() => document.documentElement.scrollWidth") <= width
        page.look("() => scrollTo(0, document.body.scrollHeight)")
        page.wait(AT_THE_END)
        page.settled("() => document.body.innerHTML")  # the last step's picture, and its handles
        assert page.look(TOO_WIDE) == [], width


# Put a long word, an address and a long formula wherever an author may write one.
SWELL = """() => {
  const word = "aVeryLongIdentifierThatNeverEndsAndHasNoBreakOpportunityAtAllInIt";
  const path = "https://example.org/a/very/long/path/in_which_there_is_no_hyphen/everywhere_else";
  const texts = "main :is(p, li, h1, h2, h3, dt, dd, td, summary, a, legend, .select span, " +
    ".quiz-choices span, .definition-term):not(.visually-hidden, .controls *)";
  for (const each of document.querySelectorAll(texts)) {
    each.append(` ${word} `);
    const code = each.appendChild(document.createElement("code"));
    code.textContent = path;
  }
  const inside = (each) => each.querySelector("mrow") ?? each;
  for (const each of document.querySelectorAll(innerWidth < 480 ? "math" : ".formula math")) {
    const parts = Array(160).fill(inside(each).firstElementChild);
    inside(each).append(...parts.map((part) => part.cloneNode(true)));
  }
  for (const each of document.querySelectorAll("details:not(.tool)")) each.open = true;
}"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [280, 320, 375, 800, 1280])
def test_long_words_and_formulae_stay_in_the_page(visit, width, scripts):
    page = visit(
        "essays/menagerie/",
        site="test",
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
    )
    page.look(SWELL)
    assert page.look("() => document.documentElement.scrollWidth") <= width, page.look(TOO_WIDE)
    scrolls = "(each) => each.scrollWidth > each.clientWidth"
    formulae = page.page.locator(".formula")
    assert formulae.count() > 0
    assert all(formula.evaluate(scrolls) for formula in formulae.all())


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_while_the_page_is_read(visit, name, width):
    site, path = PAGES[name]
    page = visit(None, site=site, viewport={"width": width, "height": 800})
    page.page.add_init_script(SHIFTS)
    held = []
    page.page.route("**/*.woff2", lambda route: held.append(route))
    page.page.goto(f"{page.origin}/{path}", wait_until="domcontentloaded")
    page.wait("() => performance.getEntriesByType('paint').length")
    for font in held:  # a shift when they come counts, too
        font.continue_()
    page.page.unroute("**/*.woff2")
    page.look("() => document.fonts.ready.then(() => true)")
    height = page.look("() => document.body.scrollHeight")
    for top in [*range(0, height, 200), *range(height, -1, -600)]:
        page.look("(top) => scrollTo(0, top)", top)
        page.frames()
    page.idle()  # shifts are told when there is time
    shifts = page.look("() => shifts")
    assert sum(shift["value"] for shift in shifts) < 0.05, shifts


def test_a_site_works_in_a_folder_of_a_host(visit, computed):
    page = visit("real/index.html", site="below")
    page.page.locator(".card a[href*='train-test-validation']").click()
    page.wait("() => typeof refit === 'object'")
    page.scroll_to("pens", 6)
    pets = computed["train-test-validation"]["pens-6"]["pets"]
    assert page.tables("pens")["pets"]["x"] == pets["x"].tolist()
    tables = page.set("pens", {"moved": {"0": [13, 1]}})
    assert tables["pets"]["weight"][0] == 13
    assert all(path.startswith("/real/") for path in page.requests)
    page.page.locator("a.home").click()
    assert page.page.locator(".card a[href*='train-test-validation']").is_visible()


BOXES = """(id) => {
  const step = document.getElementById(id);
  const box = (element) => element.getBoundingClientRect().toJSON();
  return [step, step.closest("[data-scene]").querySelector("figure")].map(box);
}"""
HIT = "([x, y]) => document.elementFromPoint(x, y).closest('figure')?.dataset.figure"


@pytest.mark.parametrize("width", [375, 900, 1280, 1920])
def test_a_full_figure_fills_a_wide_window_and_covers_nothing_in_others(visit, width):
    path = "essays/menagerie/#thicket-2"
    page = visit(path, site="test", viewport={"width": width, "height": 800})
    page.wait("() => document.getElementById('thicket-2').hasAttribute('data-active')")
    page.settled(f"(id) => JSON.stringify(({BOXES})(id))", "thicket-2")
    step, figure = page.look(BOXES, "thicket-2")
    if width >= 1100:
        assert figure["width"] > 0.98 * page.look("() => document.documentElement.clientWidth")
        assert step["right"] < width / 2
        middle = [width * 0.7, (figure["top"] + figure["bottom"]) / 2]
        assert page.look(HIT, middle) == "thicket"  # beside the card it can be touched
        ground = "(id) => getComputedStyle(document.getElementById(id)).backgroundColor"
        assert "rgba" not in page.look(ground, "thicket-2")  # nothing shines through its words
    elif width >= 800:
        assert step["right"] <= figure["left"]
    else:
        assert step["top"] >= figure["bottom"] - 1
    (_, wide), (_, beside) = (page.look(BOXES, each) for each in ("ballots-1", "watch-1"))
    assert (wide["width"] > beside["width"]) == (width >= 800)
