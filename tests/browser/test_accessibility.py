"""What axe finds, and what the browser itself complains of, on every kind of page."""

import pytest

from refit.site.project import ROOT

PENS = "essays/train-test-validation/"
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
WIDTHS = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 375, "height": 740}}
# Whether all that fades or walks has come to its end; what blinks for ever never does.
FADED = """() => !document.querySelector("[data-fading]") && document.getAnimations().every(
  (each) => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity
)"""
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target}; ${failureSummary}`));
}"""


def assert_clean(page):
    """Let axe look at the page as it is now, once nothing fades any more."""
    page.frames()
    page.wait(FADED)
    page.look(f"() => {{ {AXE} }}")
    assert page.look(RUN) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
def test_axe_finds_nothing_in_an_essay(visit, scheme, size):
    page = visit(PENS, viewport=WIDTHS[size], color_scheme=scheme)
    assert_clean(page)
    page.scroll_to("pens", 6)
    page.offer_handles()
    page.page.locator("[data-scene=pens] [data-handles]").focus()
    page.page.keyboard.press("ArrowRight")
    assert_clean(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
def test_axe_finds_nothing_in_the_index(visit, scheme, size):
    assert_clean(visit("index.html", viewport=WIDTHS[size], color_scheme=scheme))


@pytest.mark.parametrize("slug", ["workshop", "stumbles"])
def test_axe_finds_nothing_in_controls(visit, slug):
    page = visit(f"essays/{slug}/", site="test")
    page.look("() => document.querySelector('[data-step]').scrollIntoView()")
    assert_clean(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", WIDTHS)
def test_axe_finds_nothing_in_all_that_an_essay_can_hold(visit, scheme, size):
    page = visit("essays/menagerie/", site="test", viewport=WIDTHS[size], color_scheme=scheme)
    page.look("() => document.querySelectorAll('main > details').forEach((d) => (d.open = true))")
    page.page.locator("#who").get_by_text("owl", exact=True).first.click()
    for quiz in ("who", "how-many"):
        page.page.locator(f"#{quiz} [type=submit]").click()
    assert_clean(page)
    page.scroll_to("watch", 1)
    page.offer_handles("0")
    page.page.locator("[data-scene=watch] [data-fields] summary").click()
    assert_clean(page)
    page.page.locator("[data-scene=watch] [data-sheets] summary").click()
    assert_clean(page)


def test_axe_finds_nothing_in_lines_that_can_be_moved(workshop):
    workshop.scroll_to("split", 1)
    workshop.page.locator("[data-rule=at]").focus()
    assert_clean(workshop)


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_axe_finds_nothing_where_a_table_is_brought_and_refused(visit, size, scheme):
    page = visit("essays/orchard/", site="test", viewport=WIDTHS[size], color_scheme=scheme)
    page.page.locator("[data-bring]").click()
    page.page.locator("dialog.bring textarea").fill("x,y,kind\n1,2,plum\n99,1,apple")
    page.page.locator("dialog.bring .bring-use").click()
    assert_clean(page)


def test_axe_finds_nothing_in_a_failure(stumbles):
    stumbles.look("() => { refit.set('line', { mood: 'raise' }).catch(() => {}); }")
    stumbles.page.locator("[data-failure] summary").first.click()
    assert_clean(stumbles)


def test_a_whole_reading_in_the_dark_draws_no_complaint(visit):
    """Complaints are the visit's own to find: of the policy, of scripts, of requests elsewhere.

    In the light, every other test finds them.
    """
    page = visit(PENS, color_scheme="dark", reduced_motion="no-preference")
    page.page.mouse.move(200, 400)
    for _ in range(12):
        page.page.mouse.wheel(0, 400)
        page.settled("() => scrollY", frames=6)
    page.scroll_to("pens", 6)
    page.offer_handles()
    x, y = page.middle(0)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 80, y + 80, steps=6)
    page.page.mouse.up()
    weight = page.state("pens")["moved"]["0"][0]
    page.wait("() => refit.tables('pens').pets.weight[0]", until=lambda w: w == weight)
    page.scroll_to("pens", 1)
