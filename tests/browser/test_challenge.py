"""A challenge is solved by a hand, judged by the model, remembered, and begun again."""

import pytest

from refit.essay.challenges import placed
from refit.site.project import Project
from tests.browser.visit import Visit

PENS = "essays/train-test-validation/"
KEPT = "() => JSON.parse(localStorage.getItem('refit-challenges'))?.['train-test-validation']"
TO = {"57": (10, 3), "22": (11, 2), "33": (2, 9)}


def drag(page, key, to):
    """Drag a pet of the challenges to a weight and a fluffiness, measured against two others."""
    pets = page.tables("tricks")["pets"]
    (ax, ay), (bx, by) = (page.middle(other, "tricks") for other in ("32", "45"))
    places = [(pets["weight"][i], pets["fluffiness"][i]) for i in (32, 45)]
    across = (bx - ax) / (places[1][0] - places[0][0])
    up = (by - ay) / (places[1][1] - places[0][1])
    page.page.mouse.move(*page.middle(key, "tricks"))
    page.page.mouse.down()
    page.page.mouse.move(
        ax + across * (to[0] - places[0][0]), ay + up * (to[1] - places[0][1]), steps=4
    )
    page.page.mouse.up()
    page.wait("(key) => refit.state.tricks.moved[key]", key)
    page.wait("(n) => refit.tables('tricks').moves.n[0] === n", len(page.state("tricks")["moved"]))
    page.rest("tricks")


def parts(page):
    """Return the card of the first challenge, what it says of the way, and its verdict."""
    page.scroll_to("tricks", 1)
    card = page.page.locator("#two-stories")
    return card, card.locator("[data-progress]"), card.locator("[data-verdict]")


def test_a_challenge_is_solved_remembered_and_begun_again(pens):
    card, progress, verdict = parts(pens)
    assert progress.inner_text().startswith("Not solved yet")
    first, second = card.locator(".hint > summary").all()
    assert not second.is_visible()
    first.focus()
    pens.page.keyboard.press("Enter")
    second.wait_for()
    pens.offer_handles("57", "tricks")
    for key, to in TO.items():
        assert verdict.inner_text() == ""
        assert "3 of 3" not in progress.inner_text()
        drag(pens, key, to)
    pens.wait("() => document.querySelector('#two-stories').hasAttribute('data-solved')")
    assert verdict.inner_text().endswith("Solved. The model says so.")
    assert pens.look(KEPT) == ["two-stories"]
    pens.page.locator("[data-scene=tricks] [data-reset]").click()
    assert "Solved" in verdict.inner_text()  # what is solved stays solved

    other = Visit(pens.context, pens.origin).go(PENS)
    card, progress, _ = parts(other)
    assert progress.inner_text().endswith("Solved already: this browser remembers it.")
    assert not card.locator(".hint > summary").first.is_visible()
    card.get_by_role("button", name="Start over").click()
    assert card.locator(".hint > summary").first.is_visible()
    assert progress.inner_text().startswith("Not solved yet")
    assert progress.evaluate("(it) => it === document.activeElement")
    assert other.look(KEPT) == []
    other.settle_complaints()
    other.page.close()


def test_without_scripts_the_task_and_its_hints_are_there(visit):
    page = visit(PENS, java_script_enabled=False)
    card = page.page.locator("#two-stories")
    assert "The model judges it where the scripts of this page run." in card.inner_text()
    assert card.get_by_role("button").count() == 0
    for summary in card.locator("summary").all():
        summary.click()
    assert "Nightcaps do not move the line." in card.inner_text()


# ── every challenge of every essay ───────────────────────────────────────────────────────────────

SOLVED = "(name) => document.getElementById(name).hasAttribute('data-solved')"
OPEN = """(name) => {
  const card = document.getElementById(name);
  const part = card.closest("[data-deeper]");
  if (part?.querySelector(".deeper-part[hidden]")) part.querySelector("h2 button").click();
  card.scrollIntoView({ block: "start", behavior: "instant" });
}"""
CARDS = """() => Object.fromEntries([...document.querySelectorAll("[data-challenges]")]
  .map((line) => [line.dataset.essay, line.checkVisibility() ? line.textContent : null]))"""


def challenges(essay):
    """Yield each challenge of an essay: its name, its scene, its step if any, and its solution."""
    for each in placed(essay):
        number = each.scene.steps.index(each.step) + 1 if each.scene else None
        scene = each.scene or each.scenes[0]
        yield each.name, scene.id, number, each.node.options["solution"]


SLUGS = [folder.name for folder in Project().folders]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_challenge_is_solved_by_its_solution_and_the_index_says_so(slug, essays, visit):
    page = visit(f"essays/{slug}/")
    names = []
    for name, scene, step, solution in challenges(essays[slug]):
        page.look(OPEN, name)
        if step:
            page.scroll_to(scene, step)
        card = page.page.locator(f"#{name}")
        answer = card.locator(".challenge-answer")
        assert not page.look(SOLVED, name)
        assert not answer.is_visible()
        page.set(scene, solution)
        page.wait(SOLVED, name)
        assert card.locator("[data-verdict]").inner_text().endswith("Solved. The model says so.")
        assert answer.locator("> :last-child").is_visible()
        names.append(name)
        assert page.look(f"() => JSON.parse(localStorage['refit-challenges'])['{slug}']") == names
    index = page.go("")
    cards = index.look(CARDS)
    assert cards.pop(slug) == f"{len(names)} of {len(names)} challenges solved"
    assert set(cards.values()) == {None}
