"""A link may hold anything: it opens a page that works, with what is valid of it."""

import base64
import json

import pytest
from playwright.sync_api import Error

STATE = {"watch": {"moved": {}, "strays": {}, "kind": "owl", "neighbours": 1, "lantern": False}}
NESTED = "[" * 5000 + "]" * 5000
SHAPES = [f'{{"watch": {{"moved": {NESTED}}}}}', "null", "[1]", '{"watch": 5}']
SPOILT = {
    "no number": ({"neighbours": "x"}, {}),
    "an object that looks like one": ({"neighbours": {"toString": 1, "valueOf": 1}}, {}),
    "a number that is too large": ({"neighbours": 1e308}, {}),
    "none of the options": ({"kind": "cat", "lantern": True}, {"lantern": True}),
    "rows of another kind": ({"moved": [1, 2], "lantern": True}, {"lantern": True}),
    "rows without end": ({"moved": {"1": json.loads("[" * 200 + "]" * 200)}}, {}),
    "a row off the map": (
        {"moved": {"1": [1e300, 2], "2": [3, 3]}, "strays": {"+1": None, "+2": "x"}},
        {"moved": {"2": [3, 3]}, "strays": {"+1": None}},
    ),
    "keys and scenes that are not there": ({"__proto__": 1, "nobody": {}}, {}),
}


def link(text):
    """Return the address of the test essay with this text as a reader's edits."""
    return f"essays/menagerie/?s={base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def assert_works(page, valid):
    """The scene has the state that is valid, steps pass, and a control is answered."""
    for key, value in {**STATE["watch"], **valid}.items():
        assert page.state("watch")[key] == value, key
    slider = page.page.locator("[data-control='watch.neighbours'] input[type=range]").first
    assert float(slider.input_value()) == page.state("watch")["neighbours"]
    assert page.visible("[data-scene=watch] .controls [data-reset]") == bool(valid)
    page.look("() => refit.reset()")
    page.scroll_to("watch", 2)
    assert not page.visible("[data-failure]")


@pytest.mark.parametrize("case", SPOILT)
def test_a_link_opens_with_what_is_valid_of_it(visit, case):
    edits, valid = SPOILT[case]
    assert_works(visit(link(json.dumps({"watch": edits, "lost": 3})), site="test"), valid)


@pytest.mark.parametrize("text", SHAPES, ids=["deep", "null", "list", "number"])
def test_a_link_of_another_shape_opens_the_page_as_built(visit, text):
    assert_works(visit(link(text), site="test"), {})


def test_an_embedder_is_told_what_a_key_takes(menagerie):
    for script, message in {
        "{ neighbours: NaN }": "RangeError: watch.neighbours must be a whole number from 1 to",
        "{ neighbours: '3' }": "TypeError: watch.neighbours must be a whole number from 1 to",
        "{ kind: 'cat' }": "RangeError: watch.kind must be one of",
        "{ moved: { 1: [1] } }": "TypeError: watch.moved must be rows of numbers, 0 to 10 and",
        "{ lantern: 10n }": "TypeError: watch.lantern must be something like false, not",
        "{ lantern: document }": "TypeError: watch.lantern must be something like false, not",
    }.items():
        with pytest.raises(Error, match=message):
            menagerie.look(f"() => refit.set('watch', {script})")
    assert menagerie.state("watch")["neighbours"] == 1


def test_a_number_that_is_typed_comes_to_the_steps_of_its_slider(menagerie):
    number = menagerie.page.locator("[data-control='watch.neighbours'] input[type=number]").first
    number.fill("2.4")
    number.press("Enter")
    assert menagerie.state("watch")["neighbours"] == 3  # from 1 in steps of 2
    assert number.input_value() == "3"
