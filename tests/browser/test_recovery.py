"""When the model fails: what the page says, what it keeps, and how it comes back."""

import pytest
from playwright.sync_api import Error

from refit.site.project import ROOT

LIMIT = 3  # seconds, in the essay's front matter
FAILURE = "[data-scene='line'] [data-failure]"
LISTED = "() => workerMessages.map(({ type, scene }) => `${type} ${scene}`)"


@pytest.fixture
def line(stumbles):
    """Return the page with a line that is well and that the reader has moved."""
    stumbles.set("line", {"moved": {"0": [1, 5]}})
    stumbles.look("() => { workerMessages.length = 0; }")
    assert not stumbles.visible(FAILURE)
    return stumbles


def message(page):
    """Return what the failure panel says."""
    page.page.locator(FAILURE).wait_for(state="visible")
    return page.page.locator(f"{FAILURE} [data-message]").inner_text()


def set_without_waiting(page, patch):
    """Change the state, and leave the answer to itself."""
    page.look("(patch) => { refit.set('line', patch).catch(() => {}); }", patch)


def assert_recovers(page):
    """The next good state is computed, and the failure is gone from the page."""
    tables = page.set("line", {"mood": "fine", "shift": 2.0})
    assert tables["points"]["y"][0] == 5, "a moved point stays where it was put"
    assert tables["points"]["y"][1] == 4.5
    assert not page.visible(FAILURE)
    assert page.tables("line") == tables


def test_an_exception_is_shown_with_its_place_and_the_picture_stays(line):
    drawn, tables = line.rest("line"), line.tables("line")
    with pytest.raises(Error, match="lost its temper"):
        line.set("line", {"mood": "raise"})
    assert message(line) == "ValueError: the model has lost its temper"
    traceback = line.page.locator(f"{FAILURE} [data-traceback]").text_content()
    model = ROOT / "tests/site/essays/stumbles/model.py"
    lines = [text.strip() for text in model.read_text("utf-8").splitlines()]
    call, error = lines.index("lose_temper()") + 1, lines.index("def lose_temper():") + 3
    assert f'model.py", line {call}, in line' in traceback
    assert f'model.py", line {error}, in lose_temper' in traceback
    assert "tables.py" not in traceback, "the page's own machinery is no news to a reader"
    assert line.rest("line") == drawn
    assert line.tables("line") == tables
    assert_recovers(line)


def test_what_is_no_number_is_refused_by_table_and_column(line):
    drawn = line.rest("line")
    with pytest.raises(Error, match=r"line\.y2 is nan"):
        line.set("line", {"mood": "nan"})
    assert "line.y2 is nan in row 0" in message(line)
    assert line.rest("line") == drawn
    assert_recovers(line)


def test_a_reset_takes_the_failure_off_the_page(line):
    with pytest.raises(Error, match="lost its temper"):
        line.set("line", {"mood": "raise"})
    message(line)
    line.page.locator("[data-scene='line'] [data-reset]").click()
    line.wait("() => document.querySelector('[data-failure]').hidden")


def test_a_loop_is_ended_after_its_time_and_the_model_comes_back(line):
    drawn = line.rest("line")
    began = line.look("() => performance.now()")
    with pytest.raises(Error, match=f"longer than {LIMIT} s"):
        line.set("line", {"mood": "loop"})
    took = (line.look("() => performance.now()") - began) / 1000
    assert LIMIT <= took < 10 * LIMIT
    assert message(line) == f"The model took longer than {LIMIT} s and was stopped."
    assert line.rest("line") == drawn
    assert_recovers(line)


def test_a_loop_that_the_reader_has_left_does_not_keep_the_newer_state(line):
    set_without_waiting(line, {"mood": "loop"})
    line.wait(LISTED, until=lambda heard: "begin line" in heard)
    set_without_waiting(line, {"mood": "fine", "shift": 1.0})
    other = line.set("tally", {"n": 4})  # the other scene of the page waits for the same worker
    assert other["bar"]["value"] == [8]
    assert_recovers(line)


def test_a_state_that_was_taken_back_while_it_hung_says_nothing(line):
    set_without_waiting(line, {"mood": "loop"})
    line.wait(LISTED, until=lambda heard: "begin line" in heard)
    line.look("() => refit.reset()")
    line.wait(LISTED, until=lambda heard: "ready undefined" in heard)
    assert not line.visible(FAILURE)


def test_a_worker_that_crashes_at_rest_is_replaced(line):
    drawn = line.rest("line")
    line.page.workers[-1].evaluate("setTimeout(() => { throw new Error('boom'); })")
    line.wait(LISTED, until=lambda heard: "ready undefined" in heard)
    assert line.rest("line") == drawn
    assert not line.visible(FAILURE), "nothing that the reader wants has failed"
    assert_recovers(line)


def test_a_crash_during_a_computation_is_made_good(line):
    line.page.workers[-1].evaluate(
        """() => self.addEventListener("message", () => {
             throw new Error("boom");
           })"""
    )
    tables = line.set("line", {"shift": 1.0})
    assert tables["points"]["y"][1] == 3.5
    assert not line.visible(FAILURE)
    assert_recovers(line)
