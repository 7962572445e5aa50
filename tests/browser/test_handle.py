"""``window.refit``, the page's public handle, and the reader's edits in the address."""

import re

import pytest
from playwright.sync_api import Error

PENS = "essays/train-test-validation/"
EDIT = {"moved": {"0": [13, 1]}}
# How often the page has written its state into its address.
REMEMBERED = """
window.remembered = 0;
const write = history.replaceState;
history.replaceState = function (...given) {
  remembered++;
  return write.apply(this, given);
};
"""
PLANE = {"layout": "plane", "share": 60, "seed": 6, "features": "both", "moved": {}}


def test_its_names_are_these_and_no_others(pens):
    names = pens.look("() => Object.getOwnPropertyNames(refit).sort()")
    assert names == ["ready", "reset", "retrain", "set", "state", "tables", "version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", pens.look("() => refit.version"))
    assert pens.look("() => Object.isFrozen(refit)")
    assert pens.look("async () => (await refit.ready()) === undefined")


@pytest.mark.parametrize(
    ("scene", "patch", "message"),
    [
        (
            "pens",
            {"sise": 3},
            r'scene "pens" has no key "sise"; its keys are layout, share, seed, features, moved',
        ),
        ("pans", {"layout": "line"}, r'there is no scene "pans"'),
    ],
)
def test_what_it_does_not_know_is_refused_by_name(pens, scene, patch, message):
    before = pens.look("() => refit.state")
    with pytest.raises(Error, match=message):
        pens.set(scene, patch)
    assert pens.look("() => refit.state") == before


def test_tables_of_an_unknown_scene_are_refused(pens):
    with pytest.raises(Error, match='there is no scene "pans"'):
        pens.tables("pans")


def test_what_it_gives_away_are_copies(pens):
    pens.set("pens", {"layout": "plane"})
    tables = pens.tables("pens")
    pens.look("() => { refit.state.pens.layout = 'x'; refit.state.pens.moved[3] = [1, 1]; }")
    pens.look("async () => { (await refit.set('pens', { moved: {} })).pets.x[0] = 99; }")
    assert pens.tables("pens") == tables
    pens.look("() => { refit.tables('pens').pets.x[0] = 99; }")
    assert pens.state("pens") == PLANE
    assert pens.tables("pens") == tables


def test_a_set_that_is_overtaken_gives_the_newer_result(pens):
    first, second, last = pens.look(
        """() => Promise.all([2, 5, 9].map((weight) =>
             refit.set("pens", { layout: "plane", moved: { 7: [weight, weight] } })))"""
    )
    assert last["pets"]["weight"][7] == 9
    assert first == second == last


def test_reset_clears_the_edits_the_address_and_the_picture(pens):
    pens.scroll_to("pens", 6)
    stored, drawn = pens.tables("pens"), pens.rest("pens")
    pens.set("pens", EDIT)
    pens.wait("() => location.search", until=lambda search: search.startswith("?s="))
    assert pens.rest("pens") != drawn
    button = pens.page.locator("[data-scene=pens] [data-reset]")
    button.click()
    assert pens.state("pens") == PLANE
    pens.wait("() => location.search", until=lambda search: search == "")
    assert pens.tables("pens") == stored
    assert pens.rest("pens") == drawn
    assert not button.is_visible()


def test_an_edit_is_in_force_where_it_was_made_and_where_it_is_offered(pens):
    pens.scroll_to("pens", 3)
    pens.set("pens", {**EDIT, "layout": "plane"})
    pens.scroll_to("pens", 6)  # rows can be dragged here too
    assert pens.state("pens") == {**PLANE, **EDIT}
    pens.scroll_to("pens", 2)
    assert pens.state("pens") == {**PLANE, "layout": "pens"}
    pens.scroll_to("pens", 3)
    assert pens.state("pens") == {**PLANE, **EDIT}
    tables = pens.wait(
        "() => refit.tables('pens')",
        until=lambda tables: tables["before"]["opacity"] == [1],
    )
    assert tables["pets"]["weight"][0] == 13


@pytest.mark.parametrize(
    ("edit", "size"),
    [
        pytest.param(EDIT, {"width": 1280, "height": 800}, id="a key that is free, at a desk"),
        pytest.param(
            {"layout": "line"}, {"width": 375, "height": 740}, id="the step's key, on a phone"
        ),
    ],
)
def test_a_link_shows_another_reader_the_same(pens, visit, edit, size):
    pens.scroll_to("pens", 6)
    tables = pens.set("pens", edit)
    pens.wait("() => location.search", until=lambda search: search.startswith("?s="))
    link = pens.look("() => location.pathname + location.search + location.hash")
    assert link.endswith("#pens-6")
    other = visit(None, viewport=size)
    other.page.add_init_script(REMEMBERED)
    other.go(link.lstrip("/"))
    other.wait("() => refit.state.pens", until=lambda state: state == pens.state("pens"))
    other.wait("() => refit.tables('pens')", until=lambda shown: shown == tables)
    other.wait("() => remembered > 0")  # the address, which comes last
    other.settled("() => scrollY")
    assert other.active("pens") == "pens-6"
    assert other.tables("pens") == tables


@pytest.mark.parametrize("mangled", ["%%%", "bm90IGpzb24", "eyJwYW5zIjp7IngiOjF9fQ", "W10"])
def test_a_mangled_link_still_opens_the_page(visit, mangled, essays, computed):
    page = visit(f"{PENS}?s={mangled}")
    page.wait("() => refit.tables('pens')")
    first = essays["train-test-validation"].scenes["pens"].steps[0]
    assert page.state("pens") == first.state
    pets = computed["train-test-validation"][first.id]["pets"]
    assert page.tables("pens")["pets"]["x"] == pets["x"].tolist()
