"""Chromium, Firefox and WebKit: a model is live in each, by hand and to the bit.

An engine that is not installed is passed by, unless ``REFIT_ENGINES=all``, as in CI.
"""

import json
import os
import re
import shutil

import pytest

from refit.paths import ROOT
from refit.runtime import packs
from refit.site.build import build
from refit.site.project import Project
from tests import engines, small
from tests.browser.test_passing_faults import FAILURE, FILES
from tests.browser.visit import serving

SLUG = "train-test-validation"
OTHERS = [name for name in engines.NAMES if name != "chromium"]
ENTER, RIGHT = "\ue007", "\ue014"
STEP = "document.getElementById('pens-6')"
# A pet whose handle can be grasped: its key, and where it is.
PUPIL = """(() => {
  const { pets } = refit.tables("pens") ?? {}; // before they have been fetched there are no handles
  for (const handle of document.querySelectorAll("[data-handle]")) {
    const { x, y, width, height } = handle.getBoundingClientRect();
    const middle = [x + width / 2, y + height / 2];
    const key = Number(handle.dataset.handle);
    if (pets.set[key] === "training" && document.elementFromPoint(...middle) === handle) {
      return [key, ...middle];
    }
  }
})()"""

WORKSHOP = """[...document.querySelectorAll(".scene [data-step]")]
  .filter((step) => !step.closest("[hidden]"))
  .map((step) => [step.id, step.closest("[data-scene]").dataset.scene])"""
BALL = """(() => {
  const ball = document.querySelector("[data-handle=ball]")?.getBoundingClientRect();
  return ball?.width && [ball.x + ball.width / 2, ball.y + ball.height / 2];
})()"""
# How many colours a raster has.
PAINTED = """(() => {
  const canvas = document.querySelector("[data-figure=loss] [data-layout=wide] canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()"""

# Everything that the small essay needs to be live is kept.
IS_KEPT = """(() => {
  const names = ["/one/", "main.js", "core.js", "worker.js", "unpack.js", "numpy.pack"];
  window.found ??= [];
  caches.keys().then(async (all) => {
    const opened = await Promise.all(all.map((name) => caches.open(name)));
    const kept = await Promise.all(opened.map((cache) => cache.keys()));
    window.found = kept.flat().map(({ url }) => url);
  });
  return names.every((name) => found.some((url) => url.endsWith(name)));
})()"""


@pytest.fixture(scope="module", params=engines.NAMES)
def engine(request, chromium):
    try:
        with engines.start(request.param, chromium) as started:
            yield started
    except engines.MissingEngineError as missing:
        if os.environ.get("REFIT_ENGINES") == "all":
            raise
        pytest.skip(str(missing))


def test_a_page_that_is_opened_is_listened_to_and_told_from_another(engine, small_site, host):
    address = f"{host(small_site).origin}/essays/one/"
    engine.go(address)
    engine.evaluate("void (window.isOld = true)")
    engine.go(address)
    assert not engine.evaluate("window.isOld")
    engine.evaluate("void setTimeout(() => { throw new Error('heard'); })")
    engine.ask("new Promise((next) => setTimeout(next, 1))")  # it is due later
    assert [told for told in engine.complaints() if "heard" in told]
    engine.navigate(address)
    engine.wait("!window.isVisited")
    with pytest.raises(AssertionError, match="replaced by another, of http"):
        engine.complaints()


def test_a_pet_that_is_dragged_changes_the_model(engine, origins):
    engine.go(f"{origins['real']}/essays/{SLUG}/")
    engine.evaluate(f"{STEP}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")
    engine.wait(f"{STEP}.hasAttribute('data-active')")
    key, x, y = engine.wait(PUPIL)
    line = "document.querySelector('[data-layout=wide] .boundary_marks line').getAttribute('x2')"
    before, weight = engine.evaluate(line), f"refit.tables('pens').pets.weight[{key}]"
    at_first = engine.evaluate(weight)

    engine.drag([(x + 12 * i, y) for i in range(9)])
    engine.wait(f"{weight} > {at_first} + 0.5")
    engine.wait(f"{line} !== '{before}'")
    assert engine.evaluate("Object.keys(refit.state.pens.moved)") == [str(key)]

    at_drop = engine.evaluate(weight)
    engine.press(ENTER, RIGHT, RIGHT, ENTER)
    engine.wait(f"{weight} > {at_drop} + 0.15")
    assert engine.complaints() == []


def test_a_pass_through_the_workshop(engine, origins):
    engine.go(f"{origins['test']}/essays/workshop/")
    engine.wait("'refit' in window")
    for step, scene in engine.evaluate(WORKSHOP):
        where = f"document.getElementById('{step}')"
        engine.evaluate(f"{where}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")
        engine.wait(f"{where}.hasAttribute('data-active')")
        if scene == "loss":
            engine.wait("!!refit.tables('loss')")
        if step == "loss-1":
            x, y = engine.wait(BALL)
            engine.drag([(x + 12 * i, y + 8 * i) for i in range(9)])
            engine.wait("refit.state.loss.start.ball?.[0] > -1")
            engine.wait("refit.tables('loss').path.x[0] === refit.state.loss.start.ball[0]")
            assert engine.evaluate(PAINTED) > 50
        if step == "split-1":
            engine.wait("!!document.querySelector('[data-rule=at]')")
            engine.evaluate("document.querySelector('[data-rule=at]').focus()")
            engine.press(RIGHT)
            engine.wait("refit.state.split.at === 4.25")
            engine.wait("refit.tables('split').here.x[0] === 4.25")
        if step == "forest-2":
            engine.wait("refit.tables('forest').progress.n_trees[0] === 60")
    assert engine.complaints() == []


def assert_same(engine, origin, slug, essays, expected):
    """Compute whatever a reader can choose, and compare it with what is expected."""
    assert expected
    scenes = {scene.function: scene.id for scene in essays[slug].scenes.values()}
    engine.go(f"{origin}/essays/{slug}/")
    for (function, state), tables in expected:
        asked = f"refit.set('{scenes[function]}', {json.dumps(state)})"
        found = engine.ask(f"{asked}.then(() => refit.retrain('{scenes[function]}'))")
        assert found == tables, state
    assert engine.complaints() == []


@pytest.fixture(scope="module")
def patient(dist, tmp_path_factory):
    """Serve the site with more time for each result, since this machine may be busy."""
    folder = shutil.copytree(dist / "real", tmp_path_factory.mktemp("patient") / "site")
    for page in folder.glob("essays/*/index.html"):
        text, count = re.subn('"timeLimit":[0-9]+', '"timeLimit":600', page.read_text("utf-8"))
        assert count == 1
        page.write_text(text, "utf-8")
    with serving(folder) as origin:
        yield origin


@pytest.mark.parametrize("engine", OTHERS, indirect=True)
@pytest.mark.parametrize("slug", [folder.name for folder in Project().folders])
def test_every_model_gives_the_same_to_the_bit(slug, engine, patient, essays, untrimmed):
    """In every step; test_rest.py does it in Chromium, and the build proves all other states."""
    assert_same(engine, patient, slug, essays, untrimmed(ROOT / "essays" / slug))


@pytest.fixture(params=["eager", "unpatched", "whole"])
def as_it_comes(request, tmp_path):
    """Serve an essay with less done to its runtime, or nothing at all.

    It may take its time: a model is not to be given up because this machine has other things to do.
    """
    essays, dist = tmp_path / "essays", tmp_path / "dist"
    copy = shutil.copytree(ROOT / "essays" / SLUG, essays / SLUG)
    small.edit(copy / "essay.md", "---\n", "---\ntime_limit: 600\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFIT_RUNTIME", request.param)
        patch.setattr(packs, "LEVEL", 1)  # the runtime of a test need not be small
        build(Project(essays=essays), dist)
    (folder,) = dist.glob("runtime-*")
    assert (folder / "rest").exists() == (request.param != "whole")
    is_changed = "is changed" in (folder / "licences/INDEX.txt").read_text()
    assert is_changed == (request.param == "eager")
    with serving(dist) as origin:
        yield origin
    shutil.rmtree(dist)


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
def test_models_are_the_same_with_less_done_to_the_runtime(engine, as_it_comes, essays, untrimmed):
    """In one engine: that the others give what this one gives is held by the test above."""
    expected = untrimmed(ROOT / "essays" / SLUG)
    assert_same(engine, as_it_comes, SLUG, essays, expected)


@pytest.mark.parametrize("name", ["vega", "worker", "unpack"])
def test_a_script_that_was_damaged_once_is_well_at_the_next_try(engine, small_site, host, name):
    served = host(small_site, (small_site / "_headers").read_text("utf-8"))
    served.break_down({FILES[name]: "cut"})
    engine.go(f"{served.origin}/essays/one/")
    engine.wait("'refit' in window")
    engine.evaluate("void refit.set('dots', { n: 4 }).catch(() => {})")
    engine.wait(f'!document.querySelector("{FAILURE}").hidden')
    served.mend()
    engine.evaluate(f'document.querySelector("{FAILURE} [data-remedy]").click()')
    engine.wait("document.querySelectorAll('[data-layout=wide] .mark-symbol path').length === 4")
    engine.wait(f'document.querySelector("{FAILURE}").hidden')


@pytest.mark.parametrize("engine", OTHERS, indirect=True)
def test_a_service_worker_keeps_only_what_is_whole(engine, small_site, host):
    """And test_passing_faults.py does it in Chromium."""
    served = host(small_site, (small_site / "_headers").read_text("utf-8"))
    engine.go(f"{served.origin}/")
    engine.wait("Boolean(navigator.serviceWorker.controller)")
    served.break_down({FILES[name]: "cut" for name in ("main", "data", "model")})
    engine.go(f"{served.origin}/essays/one/")
    served.mend()
    for _ in range(2):
        engine.go(f"{served.origin}/essays/one/")
        engine.wait("'refit' in window")
        assert engine.ask("refit.set('dots', { n: 4 })")["total"]["n"] == [4]
        engine.wait(
            "document.querySelectorAll('[data-layout=wide] .mark-symbol path').length === 4"
        )
        engine.wait(IS_KEPT)
        served.stop()
