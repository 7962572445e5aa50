"""New essays of each kind, as a reader meets them: read to the end, and touched."""

import pytest

from refit.author.kinds import KINDS
from tests.browser.visit import serving, visiting

FIRST = """() => {
  const control = document.querySelector("[data-step] [data-control]");
  const step = control.closest("[data-step]");
  return [step.closest("[data-scene]").dataset.scene, Number(step.dataset.step)];
}"""
AT_END = "() => { scrollTo(0, document.body.scrollHeight); return scrollY + innerHeight >= "
AT_END += "document.body.scrollHeight - 1; }"


@pytest.fixture
def page_of(chromium, kinds_site):
    """Return a function that opens the new essay of a kind."""
    with serving(kinds_site) as origin, visiting(chromium, origin) as visit:
        yield lambda kind: visit.go(f"essays/{kind}/")
        visit.settle_complaints()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "quiz"])
def test_its_first_control_asks_the_model(page_of, kind):
    page = page_of(kind)
    page.wait(AT_END)
    scene, step = page.look(FIRST)
    page.scroll_to(scene, step)
    before, stored = page.state(scene), page.tables(scene)
    work(page.page.locator("[data-step] [data-control]").first)
    page.wait("(scene) => refit.state[scene]", scene, until=lambda now: now != before)
    computed = page.ready().retrain(scene, {})
    page.wait("(scene) => refit.tables(scene)", scene, until=lambda shown: shown == computed)
    assert computed != stored


def work(control):
    """Move a slider by a key, or click on a switch or a button."""
    slider = control.locator("input[type=range]")
    if slider.count():
        at_end = slider.get_attribute("max") == slider.input_value()
        slider.press("Home" if at_end else "ArrowRight")
    else:
        control.locator("button, input[type=checkbox]").first.click()


def test_a_quiz_without_a_figure_is_answered_and_no_python_is_fetched(page_of):
    page = page_of("quiz")
    quiz = page.page.locator("[data-quiz]").first
    quiz.locator("input[type=number]").fill("92")
    quiz.locator("button").click()
    page.wait("() => document.querySelector('[data-verdict]').textContent.trim()")
    assert quiz.locator(".quiz-answer").get_attribute("open") is not None
    page.wait(AT_END)
    page.quiet()
    assert [path for path in page.requests if path.endswith((".pack", "worker.js"))] == []
