"""Where the runtime can never start, the story goes on, and one sentence says why."""

import re

import pytest

LINE = "[data-scene='line']"
PANEL = f"{LINE} [data-failure]"
EVERYTHING = re.compile("")
IN_THE_WAY = {
    "no workers": ("window.Worker = undefined", "forbids the page to run a worker"),
    "workers that throw": (
        "window.Worker = class { constructor() { throw new DOMException('', 'SecurityError'); } }",
        "forbids the page to run a worker",
    ),
    "no WebAssembly": ("delete window.WebAssembly", "WebAssembly is switched off"),
}
FRAME = '<iframe sandbox="allow-scripts" src="essays/stumbles/" width="1280" height="800">'


def share(route):
    """Answer as hosts do that let every origin read, so that scripts run in a sandboxed frame."""
    answer = route.fetch()
    route.fulfill(response=answer, headers=answer.headers | {"access-control-allow-origin": "*"})


def assert_told(page, sentence):
    """The steps pass, a control answers with one sentence and nothing else, and Reset works."""
    page.locator(f"{LINE} [data-step]").last.evaluate("(step) => step.scrollIntoView()")
    page.locator(f"{LINE} [data-step][data-active]").last.wait_for()
    page.evaluate("() => refit.set('line', { moved: { 0: [1, 5] } }).catch(() => {})")
    page.locator(PANEL).wait_for(state="visible")
    said = page.locator(PANEL).inner_text().strip()
    assert sentence in said
    assert said.count(".") == 1, said
    page.locator(f"{LINE} .controls [data-reset]").click()
    page.locator(PANEL).wait_for(state="hidden")


@pytest.mark.parametrize("case", IN_THE_WAY)
def test_a_browser_that_cannot_run_the_model_says_why(visit, case):
    script, sentence = IN_THE_WAY[case]
    visited = visit(None, site="test")
    visited.page.add_init_script(script)
    visited.go("essays/stumbles/")
    assert_told(visited.page, sentence)


def test_a_frame_without_an_origin_says_why(visit):
    visited = visit(None, site="test")
    visited.page.route(EVERYTHING, share)
    visited.page.route("**/frame.html", lambda route: route.fulfill(body=FRAME))
    visited.go("frame.html")
    inner = visited.page.frames[1]
    inner.wait_for_function("() => 'live' in document.documentElement.dataset")
    assert_told(inner, "the frame around this page forbids it")


def test_a_pointer_over_a_control_says_nothing_yet(visit):
    visited = visit(None, site="test")
    visited.page.add_init_script(IN_THE_WAY["no workers"][0])
    visited.go("essays/stumbles/")
    visited.page.locator(f"{LINE} [data-kind=select]").hover()
    visited.frames()
    assert not visited.visible(PANEL)


def test_a_page_that_may_not_ask_for_service_workers_is_live(visit):
    visited = visit(None, site="test")
    visited.page.add_init_script(
        "Object.defineProperty(navigator, 'serviceWorker',"
        " { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    visited.go("essays/stumbles/").ready()
    visited.frames()
    assert not visited.visible("[data-loading]")
    visited.set("line", {"moved": {"0": [1, 5]}})


def test_a_page_that_came_by_plain_http_is_live(visit):
    visited = visit(None, site="test")
    visited.origin = visited.origin.replace("127.0.0.1", "0.0.0.0")  # not a secure context
    visited.go("essays/stumbles/")
    assert not visited.look("() => isSecureContext")
    visited.ready()
    assert visited.set("line", {"moved": {"0": [1, 5]}})["points"]["y"][0] == 5
