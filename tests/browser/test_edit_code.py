"""The code of an essay, changed and run in the page."""

import re

import pytest

from tests import small
from tests.browser.visit import Visit, serving, visiting

PAGE = "essays/one/"
BUTTON = "[data-edit]"
PANEL = ".own"
# What is written in an editor, whose letters stand in a shadow root.
WRITTEN = """(i) => [...document.querySelectorAll(".own-piece")[i].shadowRoot
  .querySelectorAll(".cm-line")].map((line) => line.textContent).join("\\n")"""
FAULT = """() => [...document.querySelectorAll(".own-piece")]
  .map((host) => host.shadowRoot.querySelector(".cm-fault")?.textContent).find(Boolean)"""
NUMBERS = """(i) => [...document.querySelectorAll(".own-piece")[i].shadowRoot
  .querySelectorAll(".cm-lineNumbers .cm-gutterElement")].map((each) => each.textContent)
  .slice(1).map(Number)"""
STATUS = "() => document.querySelector('.own-status').textContent"
IN_FORCE = "Your code draws all figures of this page."
TIMES = """() => {
  const tables = refit.tables("dots");
  return tables && tables.total.n[0] / Math.ceil(refit.state.dots.n);
}"""
DOTS = """\
def dots(state):
    n = math.ceil(state["n"])
    return {"points": {"x": list(range(n)), "y": [7.0] * n}, "total": {"n": [10 * n]}}
"""


@pytest.fixture
def page(chromium, edited_site):
    with serving(edited_site) as origin, visiting(chromium, origin) as opened:
        yield opened.go(PAGE)
        opened.settle_complaints()


def open_editor(visit: Visit) -> None:
    """Unfold the code, and ask for the editor."""
    visit.look("() => (document.querySelector('details.code').open = true)")
    visit.page.click(BUTTON)
    visit.page.wait_for_selector(PANEL)


def write(visit: Visit, text: str, piece: int = 0) -> None:
    """Write a text in the place of what an editor holds."""
    visit.page.locator(".own-piece").nth(piece).locator(".cm-content").click()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.press("Delete")  # or Chromium would take over the style of what was there
    visit.page.keyboard.insert_text(text)


def press(visit: Visit, name: str) -> None:
    """Press a button of the editor."""
    visit.page.locator(PANEL).get_by_role("button", name=name, exact=True).click()


def run(visit: Visit, text: str, piece: int = 0) -> None:
    """Write a text, run it, and wait until it draws the figures."""
    write(visit, text, piece)
    press(visit, "Run")
    visit.wait(STATUS, until=lambda said: said == IN_FORCE)


def total(visit: Visit):
    return visit.look("() => refit.tables('dots')?.total.n[0]")


def test_nothing_of_the_editor_is_fetched_before_it_is_asked_for(page):
    page.quiet()
    fetched = " ".join(page.requests)
    assert not re.search(r"edit\.js|editor\.|sandbox", fetched)
    assert page.page.locator("iframe").count() == 0
    open_editor(page)
    assert re.search(r"edit\.js.*editor\.css", " ".join(page.requests))


def test_what_the_editor_holds_is_what_was_shown(page):
    before = page.page.locator(".source").text_content()
    open_editor(page)
    assert not page.page.locator(".source").is_visible()
    assert "\n\n\n".join(page.look(WRITTEN, i) for i in (0, 1)) == before
    lines = small.MODEL.splitlines()
    assert page.look(NUMBERS, 0)[0] == lines.index("def dots(state):") + 1
    assert page.look(NUMBERS, 1) == [3]


def test_the_changed_code_draws_the_figure_until_it_is_taken_back(page):
    open_editor(page)
    assert page.visible(f"{PANEL} [aria-disabled=true]")  # there is nothing to take back
    run(page, DOTS)
    page.wait(TIMES, until=lambda times: times == 10)
    assert page.visible("[data-own] .own-marker")
    page.set("dots", {"n": 4})  # the build has prepared an answer, and it is not this code's
    assert total(page) == 40

    page.page.click(".own-marker button")
    page.wait(TIMES, until=lambda times: times == 1)
    assert not page.visible(".own-marker")
    assert page.look("() => document.activeElement.dataset.figure") == "dots", "the focus is lost"
    assert page.page.locator("iframe").count() == 0
    assert "10 * n" in page.look(WRITTEN, 0), "what was written is lost"
    press(page, "Back to the original")
    assert page.look(WRITTEN, 0) in small.MODEL
    assert page.look("() => document.activeElement.textContent") == "Back to the original"
    press(page, "Run")
    assert page.look(STATUS) == "Nothing is changed yet."


def test_a_constant_and_a_function_are_changed_together_and_lines_keep_their_numbers(page):
    open_editor(page)
    write(page, 'STATES = {"dots": {"n": 3}}\nTIMES = 4\n', 1)
    write(page, DOTS.replace("10 * n", "TIMES * n"), 0)
    first = small.MODEL.splitlines().index("def dots(state):") + 1
    assert page.look(NUMBERS, 0)[0] == first + 2
    page.page.keyboard.press("Control+Enter")
    page.wait(STATUS, until=lambda said: said == IN_FORCE)
    page.wait(TIMES, until=lambda times: times == 4)


def test_a_mistake_is_told_at_its_line_and_the_figure_stays(page):
    open_editor(page)
    first = small.MODEL.splitlines().index("def dots(state):") + 1
    write(page, "def dots(state):\n    return (\n")
    press(page, "Run")
    said = page.wait(FAULT)
    assert re.match(r"SyntaxError: ", said)
    alert = page.page.locator(".own-error [role=alert]").text_content()
    assert alert == f"Line {first + 1}: {said}"
    assert not page.visible(".own-marker")

    write(page, DOTS.replace("math.ceil", "maths.ceil"))
    press(page, "Run")
    assert page.wait(FAULT, until=lambda it: it and "maths" in it).startswith("NameError")
    assert (
        page.page.locator(".own-error [role=alert]").text_content().startswith(f"Line {first + 1}:")
    )
    assert page.visible("[data-failure]")
    write(page, DOTS)
    press(page, "Run again")
    page.wait(STATUS, until=lambda said: said == IN_FORCE)
    assert not page.look(FAULT)
    assert not page.visible("[data-failure], .own-error")


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ('{"total": {"n": [1]}}', "The table “points”, which the figure draws, is missing."),
        ('{"points": {"x": [1.0]}, "total": {"n": [1]}}', "has no column “y”"),
        ('{"points": {"x": ["a"], "y": [1]}, "total": {"n": [1]}}', "holds text"),
        ("7", "the model returned int"),
    ],
)
def test_results_that_cannot_be_drawn_are_told(page, returned, told):
    open_editor(page)
    write(page, f"def dots(state):\n    return {returned}\n")
    press(page, "Run")
    error = page.page.locator(".own-error [role=alert]")
    error.wait_for()
    assert told in error.text_content()


def test_a_mistake_is_told_where_its_line_is_by_now(page):
    open_editor(page)
    write(page, DOTS.replace("math.ceil", "maths.ceil"))
    press(page, "Run")
    page.page.locator(".own-piece").nth(0).locator(".cm-content").click()
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.insert_text("# one\n# two\n")
    page.wait(FAULT)
    wrong = "() => document.querySelector('.own-piece').shadowRoot.querySelector('.cm-wrong')"
    assert "maths" in page.look(f"{wrong}.textContent")
    first = small.MODEL.splitlines().index("def dots(state):") + 1
    alert = page.page.locator(".own-error [role=alert]").text_content()
    assert alert.startswith(f"Line {first + 3}:")


def test_two_presses_open_one_editor(page):
    page.look("() => (document.querySelector('details.code').open = true)")
    page.look(f"() => {{ const it = document.querySelector('{BUTTON}'); it.click(); it.click(); }}")
    assert page.look("() => document.querySelector('details.code output').value") == "…"
    page.page.wait_for_selector(PANEL)
    page.idle()
    assert page.page.locator(PANEL).count() == 1
    assert page.look("() => document.querySelector('details.code output').value") == ""


def test_a_loop_ends_at_the_limit_and_the_page_goes_on(page):
    open_editor(page)
    write(page, DOTS.replace("    n =", '    while state["n"] > 3:\n        pass\n    n ='))
    press(page, "Run")
    page.wait(STATUS, until=lambda said: said == IN_FORCE)
    page.look("() => void refit.set('dots', {n: 4}).catch(() => {})")
    page.page.locator(".own-error [role=alert]").wait_for()
    assert "longer than 10 s" in page.page.locator(".own-error").text_content()
    page.set("dots", {"n": 1})
    assert total(page) == 10


def test_a_loop_in_the_import_ends_at_the_readers_word(page):
    open_editor(page)
    write(page, f"{DOTS}\nwhile True:\n    pass\n")
    press(page, "Run")
    page.wait(STATUS, until=lambda said: "Importing the model" in said)
    press(page, "Stop")
    error = page.page.locator(".own-error [role=alert]")
    error.wait_for()
    assert "You stopped it." in error.text_content()
    assert page.page.locator("iframe").count() == 0
    assert not page.visible(".own-marker")


def test_a_computation_ends_at_the_readers_word(page):
    slow = "    import time\n\n    while state['n'] > 3:\n        time.sleep(0.1)\n    n ="
    open_editor(page)
    run(page, DOTS.replace("    n =", slow))
    page.look("() => void refit.set('dots', {n: 4}).catch(() => {})")
    press(page, "Stop")
    error = page.page.locator(".own-error [role=alert]")
    error.wait_for()
    assert "You stopped it." in error.text_content()
    page.set("dots", {"n": 1})
    assert total(page) == 10
    assert not page.visible(".own-error")


def test_code_may_use_what_no_model_of_the_site_does(page):
    open_editor(page)
    body = "    from sklearn.svm import SVC\n\n    SVC().fit([[0.0], [1.0]], [0, 1])\n    n ="
    run(page, "import statistics\n\n\n" + DOTS.replace("    n =", body, 1))
    page.wait(TIMES, until=lambda times: times == 10)


# ── for everybody ────────────────────────────────────────────────────────────────────────────────


def test_the_keyboard_alone_does_it_and_tab_leaves_the_editor(page):
    page.page.locator("details.code summary").focus()
    page.page.keyboard.press("Enter")
    page.page.locator(BUTTON).focus()
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(PANEL)
    page.page.keyboard.press("Control+a")
    page.page.keyboard.press("Delete")
    page.page.keyboard.insert_text(DOTS)
    for name in ("The second editor", "Run"):
        page.page.keyboard.press("Tab")
        focus = page.look("() => document.activeElement.textContent || 'The second editor'")
        assert focus == name
    page.page.keyboard.press("Enter")
    page.wait(STATUS, until=lambda said: said == IN_FORCE)


def test_the_editors_undo_is_its_own(page):
    page.set("dots", {"n": 4})
    open_editor(page)
    before = page.look(WRITTEN, 0)
    write(page, DOTS)
    for _ in range(3):
        page.page.keyboard.press("Control+z")
    assert page.look(WRITTEN, 0) == before
    # A key that CodeMirror leaves alone, with the scene in sight.
    page.look("() => (document.querySelector('[data-scene]').style = 'position: fixed; top: 0')")
    page.look(
        """() => {
          const inner = document.querySelector(".own-piece").shadowRoot;
          const keys = { key: "z", ctrlKey: true, bubbles: true, composed: true };
          inner.querySelector(".cm-content").parentElement.dispatchEvent(
            new KeyboardEvent("keydown", keys));
        }"""
    )
    page.idle()
    assert page.state("dots")["n"] == 4


def test_without_a_runtime_there_is_no_button(chromium, edited_site):
    with (
        serving(edited_site) as origin,
        visiting(chromium, origin, java_script_enabled=False) as it,
    ):
        it.go(PAGE)
        assert not it.visible(BUTTON)
    with serving(edited_site) as origin, visiting(chromium, origin) as it:
        it.page.add_init_script("delete window.Worker; window.Worker = undefined")
        it.go(PAGE)
        it.quiet()
        assert not it.visible(BUTTON)


def test_an_editor_that_does_not_come_is_told(chromium, edited_site, host):
    served = host(edited_site)
    served.break_down({"*/edit.js": "404"})
    with visiting(chromium, served.origin) as it:
        it.go(PAGE)
        it.look("() => (document.querySelector('details.code').open = true)")
        it.page.click(BUTTON)
        it.wait(
            "() => document.querySelector('details.code output').value",
            until=lambda t: "edit.js" in t,
        )
        served.mend()
        it.page.click(BUTTON)
        it.page.wait_for_selector(PANEL)


def test_a_sandbox_that_does_not_come_is_told(chromium, edited_site, host):
    served = host(edited_site)
    with visiting(chromium, served.origin) as it:
        it.go(PAGE)
        open_editor(it)
        write(it, DOTS)
        served.break_down({"*/sandbox.html": "404"})
        press(it, "Run")
        error = it.page.locator(".own-error [role=alert]")
        error.wait_for(timeout=60_000)
        assert "did not open" in error.text_content()
        served.mend()
        press(it, "Run")
        it.wait(STATUS, until=lambda said: said == IN_FORCE)
