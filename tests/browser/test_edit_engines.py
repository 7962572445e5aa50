"""Code that a reader has changed, in Chromium, Firefox and WebKit: it runs, and reaches nothing.

An engine that is not installed is passed by, unless ``REFIT_ENGINES=all``, as in CI.
"""

import base64
import json
import time

from tests.browser.test_break_out import MODEL, script_of
from tests.browser.test_break_out import canary as canary
from tests.browser.test_edit_code import DOTS, IN_FORCE, STATUS
from tests.browser.test_edit_code import edited_site as edited_site
from tests.browser.test_engines import engine as engine
from tests.browser.visit import serving


def link_code(site, origin, text):
    """Return the address that brings a text in the place of the function of the small essay."""
    (model,) = (site / "essays" / "one").glob("model.*.py")
    first = model.read_text("utf-8").splitlines().index("def dots(state):") + 1
    code = json.dumps({"of": model.name, "texts": [[first, text]]}).encode()
    return f"{origin}/essays/one/?code={base64.urlsafe_b64encode(code).decode().rstrip('=')}"


def test_code_of_a_link_runs_by_a_press_and_reaches_nothing(engine, edited_site, canary):
    with serving(edited_site) as origin:
        script = script_of(origin, canary.origin)
        engine.navigate(link_code(edited_site, origin, MODEL.format(script=repr(script))))
        engine.wait("!!document.querySelector('.own-offer ins')")
        assert engine.evaluate("document.querySelectorAll('iframe').length") == 0
        engine.evaluate("void document.querySelector('.own-offer .own-run').click()")
        engine.wait(f"({STATUS})() === {json.dumps(IN_FORCE)}")
        engine.wait("refit.tables('dots').told !== undefined")
        asked = "refit.set('dots', { n: 3 + Math.random() }).then(({ told }) => told.text.join(''))"
        end = time.monotonic() + 60
        while not (told := engine.ask(asked)):
            assert time.monotonic() < end
        told = json.loads(told)
        assert len(told) > 25
        assert {name: said for name, said in told.items() if said.startswith("DONE")} == {}
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
