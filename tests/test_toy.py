"""The toy of the index: its answers are scikit-learn's, and its page has each of them."""

import re

import pytest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from refit.cache import Cache
from refit.site import toy as toys
from refit.site.build import build
from refit.site.project import Project
from tests import small
from tests.built import Page


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    return toys.toy(Cache(tmp_path_factory.mktemp("cache")))


def inside(spot, path):
    """Tell whether a spot lies in the land of a path, by how often a ray to the right meets it."""
    x, y = spot
    crossed = 0
    for outline in re.findall(r"M([^Z]*)Z", path):
        numbers = [int(each) for each in outline.split()]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


def test_every_pet_stands_in_the_land_of_its_kind(toy):
    for place in toy["places"]:
        for pet in [
            *toy["pets"],
            {"kind": "dog", "x": place["x"], "y": toys.place(0, toys.REX)[1]},
        ]:
            assert inside((pet["x"], pet["y"]), place["land"]) == (pet["kind"] == "dog")


def test_the_land_is_what_a_fresh_fit_gives_to_dogs(toy):
    kinds = [0] * len(toys.CATS) + [1] * (len(toys.DOGS) + 1)
    for place in toy["places"]:
        model = SVC(C=20, gamma=0.16).fit([*toys.CATS, *toys.DOGS, (place["kg"], toys.REX)], kinds)
        for weight in (1.3, 4.2, 6.9, 9.4, 13.7):
            for fluff in (0.7, 3.9, 5.4, 9.2):
                if abs(model.decision_function([(weight, fluff)])[0]) > 0.05:
                    is_dog = bool(model.predict([(weight, fluff)])[0])
                    assert inside(toys.place(weight, fluff), place["land"]) == is_dog


def test_rex_is_alone_then_taken_in_then_among_dogs(toy):
    kinds = [place["kind"] for place in toy["places"]]
    assert [kind for i, kind in enumerate(kinds) if kind != kinds[i - 1]] == [
        "island",
        "arm",
        "calm",
    ]
    for place in toy["places"]:
        assert (place["land"].count("M") > 1) == (place["kind"] == "island")
    nearest = KNeighborsClassifier(1).fit(
        [*toys.CATS, *toys.DOGS], [0] * len(toys.CATS) + [1] * len(toys.DOGS)
    )
    calm = [place["kg"] for place in toy["places"] if place["kind"] == "calm"]
    assert nearest.predict([(max(calm), toys.REX)]) == [1]
    assert toys.START in calm


def test_the_index_shows_the_land_and_the_words_of_each_place(tmp_path, toy):
    small.write_essay(tmp_path / "essays", "one")
    build(Project(tmp_path / "essays"), tmp_path / "dist")
    index = Page(tmp_path / "dist" / "index.html")
    (css,) = (file.read_text("utf-8") for file in (tmp_path / "dist").glob("theme.*.css"))
    radios = index.all("input", type="radio", name="place")
    assert [radio["id"] for radio in radios if "checked" in radio] == [f"place-{toys.START}"]
    for radio, place in zip(radios, toy["places"], strict=True):
        kg = place["kg"]
        assert radio["id"] == f"place-{kg}"
        assert radio["aria-label"].startswith(f"{kg} kg: ")
        (land,) = index.all("path", **{"class": f"land at-{kg}"})
        assert land["d"] == place["land"]
        assert f"#place-{kg}:checked~.plane{{--rex:{place['x']}px}}" in css
        assert f"#place-{kg}:checked~.says-{place['kind']}{{visibility:visible}}" in css
        assert index.all("p", **{"class": f"says says-{place['kind']}"})
