"""A fault of the network that has passed: a reload with a good network, or another try, is well.

``two`` stands for what a reader opens while the network is bad. Five points make Python
open a file that was not fetched ahead.
"""

import pytest

from tests.browser.host import controlled, kept

ONE, TWO = "essays/one/", "essays/two/"
FAILURE = "[data-scene='dots'] [data-failure]"
DRAWN = "() => document.querySelectorAll('[data-layout=wide] .mark-symbol path').length"
ASK = "(n) => { window.refit?.set('dots', { n }).catch(() => {}); }"
FILES = {
    "main": "*/js/main*.js",
    "settings": "*/js/settings.js",
    "data": "*/dots.*.json",
    "vega": "*/core.js",
    "worker": "*/js/worker.js",
    "unpack": "*/js/unpack.js",
    "model": "*/model.*.py",
    "tables": "*/tables.*.py",
    "manifest": "*/runtime-*/manifest.json",
    "core": "*/core.pack",
    "numpy": "*/numpy.pack",
    "late": "*/rest/*.pack",
}
# Each file with one fault, and each way to fetch one (as a script, as text, as a pack) with all.
# tests/js/fetch_file.test.mjs and load_script.test.mjs hold every fault in each of these ways.
BEFORE_A_SERVICE_WORKER = [
    *(("main", "html"), ("main", "bit"), ("vega", "cut"), ("vega", "bit")),
    *(("worker", "bit"), ("unpack", "html")),
    *(("data", "html"), ("model", "cut"), ("tables", "bit"), ("manifest", "cut")),
    *(("core", "html"), ("numpy", "cut"), ("late", "bit")),
]
BEFORE_THE_BROWSERS_CACHE = [
    *(("settings", "404"), ("settings", "html")),
    *(("main", "cut"), ("main", "bit"), ("main", "runs")),
    *(("vega", "404"), ("vega", "bit"), ("vega", "runs")),
    *(("worker", "html"), ("unpack", "cut")),
    *(("data", "404"), ("model", "html"), ("tables", "cut"), ("manifest", "404")),
    *(("core", "cut"), ("numpy", "404"), ("late", "html")),
]


def assert_live(page, n=5):
    """The model answers, the figure shows it, and nothing is said to be wrong."""
    page.wait("() => 'refit' in window")
    tables = page.set("dots", {"n": n})
    assert tables["total"]["n"] == [n]
    page.wait(DRAWN, until=lambda drawn: drawn == n)
    assert not page.visible(FAILURE)
    assert not page.look("() => globalThis.damaged")


# ── files that are damaged once ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "kind"), BEFORE_A_SERVICE_WORKER)
def test_a_reload_is_well_whatever_the_service_worker_was_given(
    small_site, host, reader, name, kind
):
    served = host(small_site, (small_site / "_headers").read_text("utf-8"))
    page = reader(served.origin).go("")
    controlled(page)
    meet(served, page, name, kind)
    page.go(TWO)
    assert_live(page)

    kept(page, "/two/", "core.js", "worker.js", "numpy.fft.pack")
    served.stop()
    page.page.goto("about:blank")
    page.go(TWO)
    assert_live(page)


def meet(served, page, name, kind):
    """Let the page need everything while one file is damaged, then mend it."""
    served.break_down({FILES[name]: kind})
    page.go(TWO)
    page.look(ASK, 5)
    page.wait("() => 0", until=lambda _: served.hits)
    page.idle()
    served.mend()


@pytest.mark.parametrize(("name", "kind"), BEFORE_THE_BROWSERS_CACHE)
def test_a_reload_is_well_whatever_the_browser_has_cached(small_site, host, reader, name, kind):
    rules = (small_site / "_headers").read_text("utf-8")
    served = host(small_site, f"{rules}\n\n/essays/*\n  Cache-Control: max-age=9999")
    page = reader(served.origin, service_workers="block")
    meet(served, page, name, kind)
    page.go(TWO)
    assert_live(page)
