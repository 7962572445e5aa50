"""The first gesture wakes the runtime: bytes are counted, stages named, and nothing is lost."""

import functools
import re
import threading
from collections import Counter

import pytest

from refit.author import server
from tests.browser.visit import visiting

PENS = "essays/train-test-validation/"
LOADING = "[data-scene='pens'] [data-loading]"
# Everything that is ever said while loading.
LISTEN = """
window.stages = [];
addEventListener("DOMContentLoaded", () => {
  const stage = document.querySelector("[data-scene='pens'] [data-stage]");
  new MutationObserver(() => stages.push(stage.textContent))
    .observe(stage, { childList: true, characterData: true, subtree: true });
});
"""


# The newest number of megabytes that is said to have come; -1 before any is.
SAID = "() => stages.reduce((most, said) => Number(/([\\d.]+) of/.exec(said)?.[1] ?? most), -1)"
PIECE = 400_000  # bytes


@pytest.fixture
def piecemeal(dist):
    """Serve the site, but of its packs only as many pieces as are asked for, with a function."""
    asked = threading.Semaphore(0)

    class Handler(server.Handler):
        def copyfile(self, source, outputfile):
            while len(piece := source.read(PIECE)) == PIECE:
                if self.path.endswith(".pack"):
                    asked.acquire()
                outputfile.write(piece)
            outputfile.write(piece)

    served = server.Server(("127.0.0.1", 0), functools.partial(Handler, directory=dist / "real"))
    thread = threading.Thread(target=served.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}", asked.release
    asked.release(10_000)
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.fixture
def send_piece(piecemeal):
    return piecemeal[1]


@pytest.fixture
def page(chromium, piecemeal):
    with visiting(chromium, piecemeal[0]) as opened:
        opened.page.add_init_script(LISTEN)
        yield opened.go(f"{PENS}#pens-6")
        opened.settle_complaints()


def test_a_drag_during_loading_is_not_lost(page, dist, send_piece):
    page.offer_handles(0)
    assert not [path for path in page.requests if "/runtime-" in path]
    panel = page.page.locator(LOADING)
    assert not panel.is_visible()

    x, y = page.middle(0)
    mouse = page.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 120, y + 90, steps=4)
    page.frames()
    drawn = page.middle(0)
    assert drawn == pytest.approx((x + 120, y + 90), abs=4), "the row waits for the model"
    page.wait("(it) => document.querySelector(it).hidden", LOADING, until=lambda v: not v)
    mouse.up()

    said = page.wait(SAID, until=lambda said: said >= 0)
    packs = {path for path in page.requests if path.endswith(".pack")}
    for _ in range(sum((dist / f"real{path}").stat().st_size // PIECE for path in packs)):
        send_piece()
        said = page.wait(SAID, until=lambda now, before=said: now > before)

    state = page.state("pens")["moved"]["0"]
    tables = page.wait(
        "() => refit.tables('pens')",
        until=lambda tables: [tables["pets"][c][0] for c in ("weight", "fluffiness")] == state,
    )
    assert tables["pets"]["mistaken"] is not None
    assert not panel.is_visible()
    assert page.middle(0) == pytest.approx(drawn, abs=1)

    stages = page.look("() => stages")
    bytes_said = [re.search(r"([\d.]+) of ([\d.]+) MB", text) for text in stages]
    counts = [(float(m[1]), float(m[2])) for m in bytes_said if m]
    loaded, totals = zip(*counts, strict=True)
    assert len(set(loaded)) > 10
    assert list(loaded) == sorted(loaded)
    assert set(totals) == {max(loaded)}
    assert 5 < totals[0] < 15
    named = list(dict.fromkeys(text for text in stages if "MB" not in text))
    order = ["Starting Python", "Unpacking scikit-learn", "Importing the model"]
    assert named == order[-len(named) :], "Python may have started before all has come"

    times = Counter(path for path in page.requests if "/runtime-" in path)
    packs = page.look("() => JSON.parse(document.querySelector('#refit-page').text).runtime.packs")
    ahead = {"manifest.json", "core.pack", *(f"{name}.pack" for name in packs)}
    assert {path.rpartition("/")[2] for path in times} == ahead
    assert set(times.values()) == {1}, "what is fetched twice is verified once"


@pytest.mark.parametrize("intent", ["hover", "focus", "touch"])
def test_it_is_fetched_on_intent(visit, intent):
    page = visit(f"{PENS}#pens-6", has_touch=True)
    page.offer_handles(0)
    page.quiet()
    assert not [path for path in page.requests if "/runtime-" in path]
    if intent == "hover":
        page.page.mouse.move(*page.middle(0))
    elif intent == "focus":
        page.page.locator("[data-scene=pens] [data-handles]").focus()
    else:
        page.touch("touchStart", page.middle(0))
    page.wait("() => workersAlive")
    if intent == "touch":
        page.touch("touchEnd")  # while a finger rests, a browser may do nothing that can wait
    page.quiet()
    assert [path for path in page.requests if "/runtime-" in path]
    assert not page.visible(LOADING), "nobody waits for it yet"
