"""Runtime files that arrive damaged, or not at all, are refused; nothing of them runs."""

import pytest

PENS = "essays/train-test-validation/"
FAILURE = "[data-scene='pens'] [data-failure]"


def alter(route):
    """Let a file through with one bit of its middle flipped."""
    response = route.fetch()
    body = bytearray(response.body())
    body[len(body) // 2] ^= 1
    route.fulfill(response=response, body=bytes(body))


def refused(page):
    """Ask the model; return what the page says, and check that it runs nothing."""
    page.look("() => void refit.retrain('pens').catch(() => {})")
    page.page.locator(FAILURE).wait_for(state="visible")
    assert not page.visible("[data-scene='pens'] [data-loading]")
    page.wait("() => workersAlive", until=lambda alive: alive == 0)
    stages = page.look("() => workerMessages.filter(({ type }) => type === 'stage')")
    assert {stage["stage"] for stage in stages} <= {"fetch"}
    return page.page.locator(f"{FAILURE} [data-message]").inner_text()


@pytest.mark.parametrize("name", ["manifest.json", "core.pack", "numpy.pack", "sklearn.pack"])
def test_a_file_with_one_bit_flipped_is_refused(visit, name):
    page = visit(PENS)
    page.page.route(f"**/runtime-*/{name}", alter)
    said = refused(page)
    assert "arrived damaged and was not used" in said
    assert name in said


def test_a_missing_file_is_named_and_the_next_gesture_tries_again(visit):
    page = visit(f"{PENS}#pens-6")
    page.offer_handles(0)
    page.page.route("**/runtime-*/numpy.pack", lambda route: route.fulfill(status=404))
    said = refused(page)
    assert said == "The file numpy.pack could not be fetched: the server says 404."

    # A pointer that merely passes does not ask again.
    asked = len(page.requests)
    page.page.mouse.move(*page.middle(0))
    page.idle()
    assert page.look("() => workersAlive") == 0
    assert page.requests[asked:] == []

    page.page.unroute_all(behavior="wait")
    x, y = page.middle(0)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 60, y + 60, steps=3)
    page.page.mouse.up()
    weight = page.state("pens")["moved"]["0"][0]
    page.wait("() => refit.tables('pens').pets.weight[0]", until=lambda w: w == weight)
    assert not page.visible(FAILURE)


@pytest.mark.parametrize("name", ["worker.js", "unpack.js"])
def test_a_worker_that_is_missing_is_told_and_the_page_goes_on(visit, name):
    page = visit(PENS)
    page.expect("404|ERR_FAILED")
    page.page.route(f"**/{name}", lambda route: route.fulfill(status=404))
    assert refused(page) == f"The file {name} could not be fetched: the server says 404."
    page.page.unroute_all(behavior="wait")
    page.ready()


def test_without_the_drawing_library_a_later_scene_has_the_picture_of_each_step(visit):
    page = visit(None)
    page.expect("404|ERR_FAILED")
    page.page.route("**/core.js", lambda route: route.fulfill(status=404))
    page.go("essays/roc-auc/")
    for step in (1, 2):
        page.scroll_to("staircase", step)
        page.wait(STANDS_IN, until=lambda shown, step=step: f"/staircase-{step}." in str(shown))
    assert page.visible("[data-scene=staircase] [data-failure]")

    page.page.unroute_all(behavior="wait")
    page.page.locator("[data-scene=staircase] [data-remedy]").click()
    page.wait(STANDS_IN, until=lambda shown: shown is None)


STANDS_IN = "() => document.querySelector('[data-scene=staircase] .meanwhile')?.src"

MODULES_ARE_LOST = """
const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
Object.defineProperty(MessagePort.prototype, "onmessage", {
  set(listener) {
    set.call(this, (event) => {
      if (!event.data?.compiled?.length) listener.call(this, event);
      else this.dispatchEvent(new MessageEvent("messageerror"));
    });
  },
});
"""


def test_extensions_that_are_lost_between_two_workers_are_compiled_in_one(visit):
    """Firefox has lost some; then a start that hands over no modules is well."""
    page = visit(PENS)

    def losing(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=MODULES_ARE_LOST + answer.text())

    page.page.route("**/js/worker.js", losing)
    page.ready()
    assert not page.visible(FAILURE)
    assert sum("unpack.js" in each for each in page.requests) > 1


def test_a_network_that_breaks_off_is_named(visit):
    page = visit(PENS)
    page.expect("ERR_CONNECTION_RESET")
    page.page.route("**/runtime-*/manifest.json", lambda route: route.abort("connectionreset"))
    assert "manifest.json could not be fetched" in refused(page)


def test_a_figure_whose_data_is_missing_says_so_and_tries_again(visit):
    page = visit(None)
    page.expect("404")
    page.page.route("**/pens.*.json", lambda route: route.fulfill(status=404))
    page.go(PENS)
    page.look("() => document.getElementById('pens-2').scrollIntoView()")
    page.page.locator(FAILURE).wait_for(state="visible")
    assert "could not be fetched" in page.page.locator(f"{FAILURE} [data-message]").inner_text()
    page.page.unroute_all(behavior="wait")
    for step in (3, 2) * 10:  # what was on its way may fail too, and the next change tries again
        page.scroll_to("pens", step)
        if page.look("() => !!refit.tables('pens')"):
            break
    page.scroll_to("pens", 3)
    page.wait("() => refit.tables('pens')?.boundary.opacity", until=lambda shown: shown == [1])
    assert not page.visible(FAILURE)
