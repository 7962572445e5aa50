"""Code that a reader has changed, in Chromium, Firefox and WebKit: it runs, and reaches nothing.

An engine that is not installed is passed by, unless ``REFIT_ENGINES=all``, as in CI.
"""

import base64
import json

from tests.browser.test_break_out import canary as canary
from tests.browser.test_edit_code import DOTS, IN_FORCE, STATUS
from tests.browser.test_engines import engine as engine
from tests.browser.visit import serving


def link_code(site, origin, text):
    """Return the address that brings a text in the place of the function of the small essay."""
    (model,) = (site / "essays" / "one").glob("model.*.py")
    first = model.read_text("utf-8").splitlines().index("def dots(state):") + 1
    code = json.dumps({"of": model.name, "texts": [[first, text]]}).encode()
    return f"{origin}/essays/one/?code={base64.urlsafe_b64encode(code).decode().rstrip('=')}"


# A model that tries to reach what is elsewhere, and what is the site's. What it cannot wait for is
# heard elsewhere, or is not.
MODEL = """\
def dots(state):
    import js

    here, away, told = {here!r}, {away!r}, []

    def attempt(name, act):
        try:
            act()
            told.append(f"{{name}}: DONE")
        except Exception as error:
            told.append(f"{{name}}: {{type(error).__name__}}")

    def request(address):
        asked = js.XMLHttpRequest.new()
        asked.open("GET", address, False)
        asked.send()

    def begin(act):
        try:
            act()
        except Exception:
            pass

    attempt("request here", lambda: request(here + "/index.html"))
    attempt("request elsewhere", lambda: request(away + "/a"))
    attempt("script elsewhere", lambda: js.importScripts(away + "/b.js"))
    attempt("script of the site", lambda: js.importScripts(here + "/sw.js"))
    attempt("local storage", lambda: js.localStorage.setItem("evil", "1"))
    attempt("cookies", lambda: setattr(js.document, "cookie", "evil=1"))
    attempt("the page above", lambda: js.parent.document.title)
    attempt("the top", lambda: setattr(js.top, "location", away + "/c"))
    attempt("a text as a script", lambda: js.eval("1 + 1"))
    begin(lambda: js.fetch(away + "/d"))
    begin(lambda: js.WebSocket.new(away.replace("http", "ws")))
    begin(lambda: js.EventSource.new(away + "/e"))
    begin(lambda: js.Worker.new(away + "/f.js"))
    begin(lambda: js.navigator.serviceWorker.register(away + "/h.js"))
    begin(lambda: js.navigator.sendBeacon(away + "/g"))
    n = math.ceil(state["n"])
    points = {{"x": list(range(n)), "y": [7.0] * n}}
    return {{"points": points, "total": {{"n": [n]}}, "told": {{"text": told}}}}
"""


def test_code_of_a_link_runs_by_a_press_and_reaches_nothing(engine, edited_site, canary):
    with serving(edited_site) as origin:
        text = MODEL.format(here=origin, away=canary.origin)
        engine.navigate(link_code(edited_site, origin, text))
        engine.wait("!!document.querySelector('.own-offer ins')")
        assert engine.evaluate("document.querySelectorAll('iframe').length") == 0
        engine.evaluate("void document.querySelector('.own-offer .own-run').click()")
        engine.wait(f"({STATUS})() === {json.dumps(IN_FORCE)}")
        engine.wait("refit.tables('dots').told !== undefined")
        told = engine.ask("refit.set('dots', { n: 4 }).then(({ told }) => [...told.text])")
        assert len(told) == 9
        assert [each for each in told if each.endswith("DONE")] == []
        engine.ask("refit.set('dots', { n: 2 }).then(() => true)")  # what was begun had its turn
        assert canary.heard == []


def test_a_loop_of_a_readers_own_is_ended(engine, edited_site):
    loop = DOTS.replace("    n =", '    while state["n"] > 3:\n        pass\n    n =')
    with serving(edited_site) as origin:
        engine.navigate(link_code(edited_site, origin, loop))
        engine.wait("!!document.querySelector('.own-offer ins')")
        engine.evaluate("void document.querySelector('.own-offer .own-run').click()")
        engine.wait(f"({STATUS})() === {json.dumps(IN_FORCE)}")
        engine.evaluate("void refit.set('dots', { n: 4 }).catch(() => {})")
        engine.wait("/longer than/.test(document.querySelector('.own-error').textContent)")
        assert engine.ask("refit.set('dots', { n: 1 })")["total"]["n"] == [10]
