"""The service worker: offline after the first live use, versions that follow each other, damage."""

import shutil
import threading

import pytest

from refit.author import server
from refit.paths import ROOT
from refit.site.build import build
from refit.site.project import Project
from tests.browser.host import CACHES, controlled, kept, succeeded

PENS = "essays/train-test-validation/"
# How often the page has asked for a service worker.
REGISTERED = """
window.registered = 0;
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = function (...given) {
  registered++;
  return register.apply(this, given);
};
"""


def test_what_is_taken_away_is_at_hand_without_a_network(small_site, host, reader):
    served = host(small_site)
    page = reader(served.origin).go("essays/one/")
    controlled(page)
    page.quiet()
    assert not [path for path in page.requests if path.endswith("more.js")]
    page.ready()
    kept(page, "essays/one/", "main.js", "more.js", "more.css", "words/en.json")
    served.stop()
    page.go("essays/one/")
    for tool in ("take", "sheets"):
        page.page.locator(f"[data-scene=dots] [data-{tool}] > summary").click()
        page.page.locator(f"[data-scene=dots] [data-{tool}] .sheet button").first.wait_for()
    page.page.locator("[data-sheets] table").first.wait_for()


def assert_live(page, weight=13):
    tables = page.set("pens", {"moved": {"0": [weight, 1]}})
    assert tables["pets"]["weight"][0] == weight


@pytest.mark.parametrize(("prefix", "early"), [("", True), ("some/prefix/", False)])
def test_what_has_been_live_is_live_without_a_network(dist, tmp_path, host, reader, prefix, early):
    shutil.copytree(dist / "real", tmp_path / "host" / prefix, dirs_exist_ok=True)
    served = host(tmp_path / "host")
    page = reader(served.origin).go(f"{prefix}{PENS}")
    if not early:
        controlled(page)
    assert_live(page)
    controlled(page)
    kept(
        page,
        PENS,
        "sklearn.pack",
        "manifest.json",
        "main-full.js",
        "worker.js",
        "unpack.js",
        ".py",
        "fredoka.woff2",
        "text.woff2",
    )
    page.scroll_to("pens", 6)
    found = kept(page, "core.js" if list(dist.glob("real/vega-*/core.js")) else "vega.js")
    assert {name.partition("-")[0] for name in found} == {"app", "vega", "runtime", "pages"}
    assert all(path.startswith(f"/{prefix}") for paths in found.values() for path in paths)

    served.stop()
    page.page.goto("about:blank")
    page.go(f"{prefix}{PENS}?s=%7B%7D#pens-6")
    page.ready()
    assert_live(page, 12)
    for font in ("Fredoka", "Figtree"):
        assert page.look("(font) => document.fonts.check(`1em ${font}`)", font)


def test_a_second_visit_is_live_in_sight_of_a_figure_and_without_the_network(dist, host, reader):
    served = host(dist / "real")
    page = reader(served.origin).go(PENS)
    controlled(page)
    page.scroll_to("pens", 6)
    page.idle()
    assert page.look("() => [workersAlive, workerMessages]") == [0, []], "nobody asked for 12 MB"
    page.ready()
    kept(page, "manifest.json", "core.pack", "numpy.pack", "sklearn.pack", "validation.pack")

    served.stop()
    page.page.goto("about:blank")
    page.go(PENS)
    page.idle()
    assert page.look("() => workersAlive") == 0
    page.scroll_to("pens", 6)
    page.wait("() => workerMessages.some(({ type }) => type === 'ready')")
    assert_live(page)


def test_a_damaged_file_is_refused_thrown_away_and_fetched_anew(dist, host, reader):
    page = reader(host(dist / "real").origin).go(PENS)
    controlled(page)
    page.ready()
    kept(page, "numpy.pack")
    damage = """async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (!request.url.endsWith("numpy.pack")) continue;
          const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
          bytes[bytes.length >> 1] ^= 1;
          await cache.put(request, new Response(bytes));
          return bytes.length;
        }
      }
    }"""
    digest = """async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (!request.url.endsWith("numpy.pack")) continue;
          const bytes = await (await cache.match(request)).arrayBuffer();
          const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
          return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        }
      }
      return null;
    }"""
    right = page.look(digest)
    assert page.look(damage) > 1000
    assert page.look(digest) != right
    page.go(PENS).ready()
    assert_live(page)
    page.wait(digest, until=lambda found: found == right)


def test_a_new_version_retires_the_old_one_once_no_page_needs_it(dist, tmp_path, host, reader):
    folder = shutil.copytree(dist / "real", tmp_path / "site")
    served = host(folder)
    old = reader(served.origin).go(PENS)
    controlled(old)
    old.ready()
    before = kept(old, PENS, "manifest.json", "main-full.js")
    (app,) = (name for name in before if name.startswith("app"))

    static = shutil.copytree(ROOT / "static", tmp_path / "static")
    with (static / "css" / "1-page.css").open("a") as sheet:
        sheet.write("\n.newer {\n  color: red;\n}\n")
    build(Project(static=static), folder)
    assert not (folder / app).exists()

    # Another page comes, which is of the new version; the old one goes on as it was.
    other = old.context.new_page()
    other.goto(f"{served.origin}/{PENS}")
    waiting = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
    old.wait(waiting)
    assert app in old.look(CACHES)
    assert old.look("async (app) => (await fetch(`../../${app}/js/main-full.js`)).ok", app)
    assert_live(old)

    # Both go; the next page has the new version alone, and the runtime need not come again.
    other.close()
    succeeded(old, PENS, until=lambda found: app not in found)
    after = old.look(CACHES)
    (runtime,) = (name for name in before if name.startswith("runtime"))
    assert after[runtime] == before[runtime]
    assert_live(old, 12)


FAIL = 'Promise.reject(new DOMException("broken", "UnknownError"))'
BROKEN = {
    "open": f"CacheStorage.prototype.open = () => {FAIL};",
    "match": f"Cache.prototype.match = () => {FAIL};",
    "silent": "Cache.prototype.match = () => new Promise(() => {});",
    "silent at the door": "CacheStorage.prototype.open = () => new Promise(() => {});",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_where_the_caches_fail_the_network_answers(dist, tmp_path, host, reader, broken):
    folder = shutil.copytree(dist / "real", tmp_path / "site")
    fail = f"{BROKEN[broken]}\n"
    script = folder / "sw.js"
    script.write_text(fail + script.read_text("utf-8"), "utf-8")
    page = reader(host(folder).origin).go("")
    controlled(page)
    page.go(PENS)
    assert_live(page)


def test_a_page_of_the_network_goes_before_the_kept_one(dist, tmp_path, host, reader):
    folder = shutil.copytree(dist / "real", tmp_path / "site")
    page = reader(host(folder).origin).go("")
    controlled(page)
    kept(page, "/")
    index = folder / "index.html"
    index.write_text(index.read_text("utf-8").replace("<h1>", "<h1>New: "), "utf-8")
    page.go("index.html")
    assert page.page.locator("h1").inner_text().startswith("New: ")


def test_the_model_works_where_the_host_sends_the_headers(dist, host, reader):
    folder = dist / "real"
    served = host(folder, (folder / "_headers").read_text("utf-8"))
    page = reader(served.origin).go(PENS)
    assert_live(page)
    controlled(page)
    page.settle_complaints()


def test_an_authors_server_has_no_service_worker(dist, reader):
    news = server.News(dist / "real")
    served = server.make_server(dist / "real", news=news)
    thread = threading.Thread(target=served.serve_forever, args=(0.05,))
    thread.start()
    try:
        page = reader(f"http://127.0.0.1:{served.server_port}")
        page.page.add_init_script(REGISTERED)
        page.go("").idle()  # it would be registered as soon as the page has loaded
        assert page.look("() => registered") == 0
        count = "async () => (await navigator.serviceWorker.getRegistrations()).length"
        assert page.look(count) == 0
        page.page.close()
    finally:
        served.shutdown()
        served.server_close()
        thread.join()
