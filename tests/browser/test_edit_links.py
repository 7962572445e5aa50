"""What a reader has changed in an essay's code, shown line by line, and carried by a link."""

import re

import pytest

from tests.browser.test_edit_code import (
    DOTS,
    IN_FORCE,
    PAGE,
    STATUS,
    WRITTEN,
    open_editor,
    press,
    write,
)
from tests.browser.test_edit_code import page as page
from tests.browser.visit import Visit, visiting

TOO_LONG = "This code is too long to be carried by a link."


def test_what_is_changed_is_shown_line_by_line(page):
    open_editor(page)
    press(page, "What I changed")
    assert "Nothing is changed yet." in page.page.locator(".own-changes").text_content()
    write(page, page.look(WRITTEN, 0).replace("1.0 * ", "2.0 * "))
    gone, came = (
        page.page.locator(f".own-diff {tag}").all_text_contents() for tag in ("del", "ins")
    )
    assert [re.sub(r"\W+", " ", each) for each in gone] == ["taken away y 1 0 state high n "]
    assert [re.sub(r"\W+", " ", each) for each in came] == ["added y 2 0 state high n "]
    # It may have the focus, and be scrolled: it stays as long as the code does.
    page.look("() => { window.list = document.querySelector('.own-diff'); list.focus(); }")
    page.look("() => document.querySelector('.own-run').click()")
    page.wait(STATUS, until=lambda said: said == IN_FORCE)
    assert page.look("() => document.activeElement === list")


def link_with(visit: Visit, text: str) -> str:
    """Return the link with changed code; no browser of a test may copy."""
    visit.look("() => navigator.clipboard.writeText = (text) => { window.copied = text; }")
    write(visit, text)
    press(visit, "Copy a link with my code")
    return str(visit.wait("() => window.copied"))


def test_what_is_said_of_a_link_is_taken_back_when_the_code_changes(page):
    open_editor(page)
    link_with(page, DOTS)
    page.wait(STATUS, until=lambda said: said.startswith("The link is copied."))
    write(page, f"{DOTS}#\n")
    assert "The link" not in page.look(STATUS)


def test_code_that_is_too_long_for_a_link_says_so(page):
    open_editor(page)
    write(page, f"{DOTS}# {'x' * 6000}\n")
    press(page, "Copy a link with my code")
    assert page.wait(STATUS) == TOO_LONG
    page.page.goto(f"{page.origin}/{PAGE}?code={'x' * 6001}")
    alert = page.page.locator(".own-offer [role=alert]")
    alert.wait_for()
    assert alert.text_content() == TOO_LONG
    page.page.get_by_role("button", name="No, thank you").click()
    focus = "() => document.activeElement.matches('[data-edit]')"
    assert page.look(focus), "the focus is lost"


def test_a_link_that_brings_code_shows_it_and_runs_it_by_a_press_alone(page):
    open_editor(page)
    page.look("() => refit.set('dots', {n: 4})")
    link = link_with(page, DOTS)
    assert "code=" not in page.page.url, "the address carries it unasked"

    page.page.goto("about:blank")
    page.page.goto(link)
    page.page.locator(".own-offer").wait_for()
    page.quiet()
    assert page.page.locator("iframe").count() == 0
    assert page.look("() => workersAlive") == 0
    assert page.page.locator(".own-offer ins", has_text="10 * n").count() == 1
    assert "code=" not in page.page.url
    assert page.look("() => document.activeElement.textContent") == "This link brings code"

    page.page.get_by_role("button", name="Run this code").click()
    page.wait(STATUS, until=lambda said: said == IN_FORCE)
    page.scroll_to("dots", 1)
    page.wait("() => refit.tables('dots').total.n[0]", until=lambda n: n == 40)


def test_code_of_a_link_can_be_dismissed_or_edited_first(page):
    open_editor(page)
    link = link_with(page, DOTS)
    for name in ("No, thank you", "Open it in the editor"):
        page.page.goto("about:blank")
        page.page.goto(link)
        page.page.get_by_role("button", name=name).click()
        assert not page.visible(".own-offer")
        assert page.page.locator("iframe").count() == 0
    assert page.look(WRITTEN, 0) == DOTS


@pytest.mark.parametrize("code", ["", "x", "eyJvZiI6Im90aGVyIiwidGV4dHMiOltbMSwieCJdXX0"])
def test_a_link_with_code_for_another_model_says_so(page, code):
    page.page.goto(f"{page.origin}/{PAGE}?code={code}")
    alert = page.page.locator(".own-offer [role=alert]")
    alert.wait_for()
    assert "another version of this model" in alert.text_content()


def test_an_editor_that_does_not_come_for_a_link_is_told_and_the_link_stays(
    chromium, edited_site, host
):
    served = host(edited_site)
    served.break_down({"*/edit.js": "404"})
    with visiting(chromium, served.origin) as it:
        it.page.goto(f"{served.origin}/{PAGE}?code=x")
        it.wait(
            "() => document.querySelector('details.code output').value",
            until=lambda told: "edit.js" in told,
        )
        assert it.page.locator("details.code output").is_visible()
        assert "code=x" in it.page.url
        served.mend()
        it.page.reload()
        it.page.locator(".own-offer [role=alert]").wait_for()
        assert "code=" not in it.page.url
