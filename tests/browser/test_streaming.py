"""A model that yields is drawn while it grows, and a newer wish ends the older run."""

from contextlib import contextmanager
from itertools import dropwhile, pairwise

import pytest

N_TREES = 60
COUNTS = """() => {
  window.counts = [];
  const drawing = document.querySelector('[data-figure=forest] [data-layout=wide]');
  new MutationObserver(() => {
    const texts = [...drawing.querySelectorAll("text")].map((text) => text.textContent);
    const count = parseInt(texts.map((text) => /(\\d+) trees?/.exec(text)?.[1]).find(Boolean));
    if (count !== counts.at(-1)) counts.push(count);
  }).observe(drawing, { childList: true, characterData: true, subtree: true });
}"""
# The number of trees in the page's tables whenever a worker is about to be heard. There are more of
# these than drawings: what arrives between two frames is drawn once.
TABLES = """() => {
  window.trees = [];
  window.onWorkerMessage = () => {
    const { progress, now } = refit.tables("forest");
    const [count] = progress?.n_trees ?? now.trees;
    if (count !== trees.at(-1)) trees.push(count);
  };
}"""
HEARD = "() => workerMessages.filter(({ scene }) => scene === 'forest')"


@contextmanager
def watched(visit):
    """Write down a page's drawn counts of trees and its worker's messages."""
    visit.scroll_to("forest", 2)
    drawn = "[data-figure=forest] [data-layout=wide] > div svg"  # Vega's own
    visit.page.locator(drawn).wait_for()
    visit.rest("forest")
    visit.look(COUNTS)
    visit.look(TABLES)
    visit.look("() => { workerMessages.length = 0; }")
    yield visit
    visit.look("() => { window.onWorkerMessage = null; }")


@pytest.fixture
def growing(workshop):
    """Return the page whose forest grows at the press of a button."""
    with watched(workshop) as page:
        yield page


@pytest.fixture
def nuts(squirrels):
    """Return the essay's page whose forest grows when a nut is moved."""
    with watched(squirrels) as page:
        yield page


def by_request(heard):
    """Return the types of messages by the request they answer, in order."""
    answers = {}
    for message in heard:
        if message["type"] != "begin":
            answers.setdefault(message["id"], []).append(message["type"])
    return list(answers.values())


def test_trees_are_drawn_one_by_one(growing, essays, computed):
    step = essays["workshop"].scenes["forest"].steps[1]
    tables = growing.retrain("forest", step.state)
    assert by_request(growing.look(HEARD)) == [["result"] * N_TREES + ["done"]]
    growing.rest("forest")
    assert growing.look("() => trees") == [N_TREES, *range(1, N_TREES + 1)]
    drawn = growing.look("() => counts")
    assert drawn == sorted(set(drawn))
    assert drawn[-1] == N_TREES
    assert len(drawn) > 1, "drawn only when all is over"
    assert tables["votes"]["share"] == computed["workshop"][step.id]["votes"]["share"].tolist()


def test_a_newer_wish_ends_the_older_run(growing):
    first, second = growing.overtake(
        """(n) => refit.set("forest", { seed: 2 * n + 1 })""",
        """(n) => refit.set("forest", { seed: 2 * n + 2 })""",
        anew="() => { trees.length = 0; }",
    )
    older, newer = by_request(growing.look(HEARD))
    assert set(older) == {"result"}
    assert 2 <= len(older) < N_TREES
    assert newer == ["result"] * N_TREES + ["done"]
    assert first == second
    trees = growing.look("() => trees")
    assert trees == [N_TREES, *range(1, len(older) + 1), *range(1, N_TREES + 1)]


def test_the_forest_of_the_essay_never_counts_back_and_gives_way_to_a_newer_gesture(nuts):
    _, last = nuts.overtake(
        """(n) => refit.set("forest", { moved: { 3: [2.5, 5 + n / 10] } })""",
        """(n) => refit.set("forest", { moved: { 3: [2.5, 6 + n / 10] } })""",
        anew="() => { trees.length = counts.length = 0; }",
    )
    older, newer = by_request(nuts.look(HEARD))
    assert set(older) == {"result"}
    assert 2 <= len(older) < N_TREES
    assert newer == ["result"] * N_TREES + ["done"]
    trees = nuts.look("() => trees")
    assert trees == [N_TREES, *range(1, len(older) + 1), *range(1, N_TREES + 1)]
    assert last["now"]["trees"] == [N_TREES]
    nuts.rest("forest")
    drawn = list(dropwhile(lambda count: count == N_TREES, nuts.look("() => counts")))
    assert drawn[-1] == N_TREES
    assert sum(after < before for before, after in pairwise(drawn)) <= 1, "where the newer begins"
    assert len(drawn) > 1, "drawn only when all is over"


def test_results_that_are_overtaken_are_shown_all_the_same(growing):
    """A control is dragged, and the model is slower than the hand: no answer is ever the newest.

    The next wish comes when the answer to the last has arrived, before the page hears of it.
    """
    maps = growing.look(
        """async () => {
          const maps = new Set();
          const share = () => refit.tables("forest").votes.share.join();
          await new Promise((resolve) => {
            let seed = 100;
            window.onWorkerMessage = ({ type, scene }) => {
              if (type !== "result" || scene !== "forest") return;
              maps.add(share());
              if (++seed < 120) refit.set("forest", { seed });
              else resolve();
            };
            refit.set("forest", { seed });
          });
          return maps.size;
        }"""
    )
    assert maps > 10
    tables = growing.set("forest", {"seed": 0})
    assert tables["progress"]["n_trees"] == [N_TREES]


def test_a_slider_drives_the_forest(growing):
    growing.scroll_to("forest", 1)
    slider = growing.page.locator("[data-control='forest.depth'] input[type=range]")
    slider.focus()
    growing.page.keyboard.press("ArrowRight")
    assert growing.state("forest")["depth"] == 3
    growing.wait("() => refit.tables('forest').progress.n_trees[0]", until=lambda n: n == N_TREES)
    assert growing.page.locator("[data-scene=forest] [data-reset]").is_visible()
