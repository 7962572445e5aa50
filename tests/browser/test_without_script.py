"""Without JavaScript the page is whole: its prose, its numbers, and a picture for every step."""

import pytest

from refit.site.project import ROOT, Project

SITES = {"real": ROOT / "essays", "test": ROOT / "tests" / "site" / "essays"}
PAGES = [
    (site, folder.name)
    for site, essays in SITES.items()
    for folder in Project(essays=essays).folders
]
# What only a script makes work. A summary opens, and a link leads, without one.
CONTROLS = "button, input, select, textarea, [role=slider], [role=application], [data-control]"


@pytest.mark.parametrize(("site", "slug"), PAGES, ids=[slug for _, slug in PAGES])
@pytest.mark.parametrize("width", [1280, 375])
def test_every_step_has_its_words_and_its_picture(visit, essays, site, slug, width):
    page = visit(
        f"essays/{slug}/",
        site=site,
        java_script_enabled=False,
        viewport={"width": width, "height": 800},
    ).page
    for scene in essays[slug].scenes.values():
        drawing = page.locator(f"[data-figure='{scene.id}'] [data-layout] svg >> visible=true")
        assert drawing.count() == 1
        assert drawing.locator("path, use, line, text").count() > 0
        for number, step in enumerate(scene.steps, start=1):
            article = page.locator(f"#{step.id}")
            assert article.inner_text().strip()
            for live in article.locator(".live").all():
                assert live.text_content().strip()  # in a formula it is no HTML
            if number > 1:
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
    for _ in range(600):  # there is no script whose frames could be counted
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
    assert f"pets, {validation} of {scores['n'][1]:.0f}" in text
