"""A network that goes silent or away, and a site that is updated: what the reader is told."""

import os
import shutil

import pytest

from refit.site.assets import POLICY
from refit.site.build import build
from refit.site.project import ROOT, Project
from tests import small
from tests.browser.host import CACHES, controlled, kept, succeeded
from tests.browser.test_passing_faults import ASK, DRAWN, FAILURE, FILES, ONE, TWO, assert_live

BUTTON = f"{FAILURE} [data-remedy]"


@pytest.fixture(scope="module")
def impatient_site(small_site, tmp_path_factory):
    """Return the small site with pages that give a silent network up after two seconds."""
    site = tmp_path_factory.mktemp("impatient") / "dist"
    shutil.copytree(small_site, site, copy_function=os.link)
    for page in site.glob("essays/*/index.html"):
        text = page.read_text("utf-8")
        assert '"silence":20,' in text
        page.unlink()  # the file is the other site's too
        page.write_text(text.replace('"silence":20,', '"silence":2,'), "utf-8")
    return site


@pytest.fixture(scope="module")
def next_version(small_essays, tmp_path_factory):
    """Return the small site in its next version, with other scripts, styles and models."""
    folder = tmp_path_factory.mktemp("next")
    static = shutil.copytree(ROOT / "static", folder / "static")
    with (static / "css" / "1-page.css").open("a") as sheet:
        sheet.write("\n.newer {\n  color: red;\n}\n")
    small.edit(
        static / "js" / "runtime" / "worker.js",
        "import { startPython",
        "self.newer = 1;\nimport { startPython",
    )
    essays = shutil.copytree(small_essays, folder / "essays")
    for model in essays.glob("*/model.py"):
        small.edit(model, "import math", "import math\nimport colorsys")
    build(Project(essays=essays, static=static), folder / "dist")
    return folder / "dist"


def said(page):
    """Wait for the panel, and return what it says."""
    page.page.locator(FAILURE).wait_for(state="visible")
    return page.page.locator(f"{FAILURE} [data-message]").inner_text()


def answers(page, n):
    """Wait until the page shows what was asked for."""
    page.wait("() => refit.tables('dots')?.total.n[0]", until=lambda found: found == n)
    page.wait("(it) => document.querySelector(it).hidden", FAILURE)


# ── silence ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["data", "vega", "worker", "unpack", "model", "manifest", "numpy"])
def test_a_silent_network_is_told_and_another_try_is_well(impatient_site, host, reader, name):
    served = host(impatient_site)
    page = reader(served.origin, service_workers="block")
    served.break_down({FILES[name]: "stall"})
    page.go(ONE)
    page.look(ASK, 4)
    assert "silent" in said(page)
    assert FILES[name].rpartition("/")[2].partition(".")[0] in said(page)
    served.mend()
    page.page.locator(BUTTON).click()
    answers(page, 4)
    assert_live(page)


# ── no network ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("service_workers", ["allow", "block"])
def test_who_is_offline_before_the_first_live_use_is_told_so(
    small_site, host, reader, service_workers
):
    served = host(small_site)
    page = reader(served.origin, service_workers=service_workers).go(ONE)
    page.quiet()
    served.stop()
    page.look(ASK, 4)
    assert said(page).startswith("You are offline, and the file ")
    served.start()
    page.page.locator(BUTTON).click()
    answers(page, 4)


def test_a_pack_that_is_damaged_where_it_is_kept_is_told_offline(small_site, host, reader):
    served = host(small_site)
    page = reader(served.origin).go(ONE)
    controlled(page)
    assert_live(page)
    kept(page, "core.pack", "/one/", "core.js", "worker.js")
    page.look("""async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
          if (url.endsWith("core.pack")) await cache.put(url, new Response("damaged"));
        }
      }
    }""")
    served.stop()
    page.page.goto("about:blank")
    page.go(ONE)
    page.look(ASK, 4)
    assert (
        said(page) == "You are offline, and the file core.pack was not kept from an earlier visit."
    )
    served.start()
    page.page.locator(BUTTON).click()
    answers(page, 4)


def test_a_page_of_somebody_else_does_not_take_the_place_of_an_essay(small_site, host, reader):
    served = host(small_site)
    page = reader(served.origin).go(ONE)
    controlled(page)
    assert_live(page)
    kept(page, "/one/", "core.js", "worker.js", "numpy.pack", "numpy.fft.pack")
    served.break_down({"*": "html"})
    page.go(ONE)
    assert "Sign in" in page.page.content(), "the reader must be able to sign in"
    page.go(TWO)
    served.stop()
    page.page.goto("about:blank")
    page.go(ONE)
    assert_live(page)


def test_a_host_that_changes_scripts_is_lived_with(small_site, host, reader):
    served = host(small_site)
    served.break_down({FILES["main"]: "runs", FILES["vega"]: "runs"})
    page = reader(served.origin, service_workers="block").go(ONE)
    page.wait("() => 'refit' in window")
    assert page.set("dots", {"n": 5})["total"]["n"] == [5]
    page.wait(DRAWN, until=lambda drawn: drawn == 5)
    assert not page.visible(FAILURE)


def test_a_host_that_forbids_workers_to_run_python_is_told_of(small_site, host, reader):
    served = host(small_site, f"/*\n  Content-Security-Policy: {POLICY}")
    page = reader(served.origin, service_workers="block").go(ONE)
    page.look(ASK, 4)
    assert "the host of this site sends workers a policy" in said(page)
    assert not page.visible(BUTTON)
    assert not any("uncaught" in each for each in page.complaints)


def test_a_network_that_wants_a_password_is_told_of(small_site, host, reader):
    served = host(small_site)
    page = reader(served.origin, service_workers="block").go(ONE)
    page.quiet()
    served.break_down({"*": "html"})
    page.look(ASK, 4)
    assert "sign in" in said(page)
    served.mend()
    page.page.locator(BUTTON).click()
    answers(page, 4)


# ── updates ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("service_workers", ["allow", "block"])
def test_a_new_version_under_an_open_page_is_told_and_a_reload_keeps_the_state(
    small_site, next_version, host, reader, service_workers
):
    served = host(small_site)
    page = reader(served.origin, service_workers=service_workers).go(ONE)
    page.quiet()
    served.move(next_version)
    page.look(ASK, 4)
    assert said(page).startswith("This page has been updated.")
    page.wait("() => location.search", until=lambda search: "s=" in search)
    with page.page.expect_navigation():
        page.page.locator(BUTTON).click()
    answers(page, 4)
    assert page.state("dots")["n"] == 4


def test_an_update_keeps_essays_for_offline_use_and_nothing_else(
    small_site, next_version, host, reader
):
    served = host(small_site)
    page = reader(served.origin).go(ONE)
    controlled(page)
    for path in (ONE, TWO):
        page.go(path)
        assert_live(page)
        kept(page, path, "core.js", "worker.js", "numpy.pack", "numpy.fft.pack")
    served.move(next_version)
    page.go(ONE)  # under the older service worker
    page.quiet()
    page.page.goto("about:blank")
    served.stop()
    for path in (ONE, TWO):
        page.go(path)
        assert_live(page)

    served.start()
    names = {
        each.name for kind in ("app", "vega", "runtime") for each in next_version.glob(f"{kind}-*")
    }
    succeeded(page, ONE, until=lambda found: set(found) == names | {"pages"})
    served.stop()
    page.page.goto("about:blank")
    for path in (TWO, ONE):
        page.go(path)
        assert page.look("() => document.documentElement.outerHTML").count(next(iter(names)))
        assert_live(page)
    found = page.look(CACHES)["pages"]
    there = {f"/{file.relative_to(next_version).as_posix()}" for file in next_version.rglob("*")}
    assert {path for path in found if not path.endswith("/")} <= there
