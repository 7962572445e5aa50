"""Languages: the words of the interface, the page's language, and what is refused."""

import json
import re
import shutil

import pytest

from refit.cache import Cache
from refit.errors import AuthorError
from refit.languages import find_language
from refit.paths import ROOT
from refit.site import assets
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.site.words import check_words, file_of, read_words
from tests import small
from tests.built import build_page

WORDS = ROOT / "static/words"


@pytest.fixture
def words(tmp_path):
    """Return a folder of words that a test may change."""
    return shutil.copytree(WORDS, tmp_path / "words")


def texts(words, path=()):
    for name, word in words.items():
        if isinstance(word, dict):
            yield from texts(word, (*path, name))
        else:
            yield (*path, name), word


def test_all_words_that_there_are_can_be_read():
    check_words(WORDS)


def test_german_lacks_no_word():
    english = json.loads((WORDS / "en.json").read_text("utf-8"))
    german = json.loads((WORDS / "de.json").read_text("utf-8"))
    assert [path for path, _ in texts(german)] == [path for path, _ in texts(english)]
    alike = {path for path, word in texts(german) if word == dict(texts(english))[path]}
    assert alike == {("rights",), ("toy", "place")}


def test_words_that_are_lacking_are_english_in_the_english_order(words):
    (words / "nl.json").write_text('{"reset": "Terug", "time": {"one": "1 minuut"}}', "utf-8")
    english, dutch = read_words(words), read_words(words, "nl")
    assert dutch["reset"] == "Terug"
    assert dutch["time"] == english["time"] | {"one": "1 minuut"}
    assert [path for path, _ in texts(dutch)] == [path for path, _ in texts(english)]
    assert [path for path, word in texts(dutch) if word != dict(texts(english))[path]] == [
        ("reset",),
        ("time", "one"),
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "de.json"), ("de-AT", "de.json"), ("en-GB", "en.json"), ("fr", None)],
)
def test_a_kind_of_a_language_has_its_words(code, name):
    found = file_of(WORDS, code)
    assert (found and found.name) == name
    assert read_words(WORDS, code) == read_words(WORDS, name[:2] if name else "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n"skip": "x"\n"next": "y"}', "3:1: is not JSON: Expecting ',' delimiter"),
        ("[]", '1: is not a JSON object; write {"skip": "…"}'),
        ('{\n"skp": "x"}', "2: there is no word 'skp' in English; write 'skip'"),
        ('{"time": {\n"on": "x"}}', "2: there is no word 'time.on' in English; write 'one'"),
        ('{\n\n"skip": 3}', "3: the word 'skip' is not a text; write it as in English"),
        ('{"skip": ""}', "1: the word 'skip' is empty; leave it out, and it is English"),
        ('{"time": "x"}', "1: the word 'time' holds no words by their names"),
        ('{"skip": "x {n}"}', "1: the word 'skip' has other braces than in English; leave them"),
        ('{"step":\n"x {n}"}', "1: the word 'step' has other braces than in English; write {n}, {"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(words, text, told):
    file = words / "nl.json"
    file.write_text(text, "utf-8")
    with pytest.raises(AuthorError) as caught:
        check_words(words)
    said = str(caught.value)
    assert said.startswith(f"{file}:{told}"), said


def test_a_file_of_no_language_is_refused(words):
    (words / "xx.json").write_text("{}", "utf-8")
    with pytest.raises(AuthorError, match=r"xx\.json: 'xx' is no language; write a code such as"):
        check_words(words)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def front(code):
    return small.FRONT.replace("summary", f"lang: {code}\nsummary")


@pytest.mark.parametrize(
    ("code", "direction", "skip"),
    [
        ("en", None, "Skip to the text"),
        ("de", None, "Zum Text springen"),
        ("he", "rtl", "Skip to the text"),
    ],
)
def test_a_page_says_its_language(tmp_path, code, direction, skip):
    page = build_page(tmp_path, small.SCENE, front=front(code))
    (html,) = page.all("html")
    assert (html["lang"], html.get("dir")) == (code, direction)
    assert page.all("a", **{"class": "skip"})[0]["text"] == skip
    data = json.loads(page.all("script", id="refit-page")[0]["text"])
    assert ("numbers" in data) == (code != "en")
    (range_,) = page.all("input", type="range")
    assert range_["aria-valuetext"] == {"de": "2,0"}.get(code, "2.0")
    assert data["words"]["ready"] == read_words(WORDS, code)["ready"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("xx", "essay.md:3: 'xx' is no language; write a code such as de, fr or pt-BR"),
        ("en_US", "essay.md:3: 'en_US' is no language; write a code such as de, fr or pt-BR"),
        ("DE", "essay.md:3: 'DE' is no code of a language; write de"),
        ("pt-br", "essay.md:3: 'pt-br' is no code of a language; write pt-BR"),
        ("no", "essay.md:3: lang is bool, not str; write `lang: de"),
        ('""', "essay.md:3: lang is empty; write `lang: de"),
    ],
)
def test_what_is_no_language_is_refused(refusal, code, told):
    assert refusal("", front=front(code)).startswith(told)


def test_a_language_without_words_is_told(tmp_path):
    folder = small.write_essay(tmp_path / "essays", "one", front=front("fr"))
    outcome = BuildTask(Project(essays=folder.parent), Names(), tmp_path / "dist", Cache())(folder)
    (told,) = [str(each) for each in outcome.advice if "interface" in str(each)]
    assert told.startswith(
        f"advice: {folder}/essay.md:3: the interface has no words in Français, and spea"
    )
    assert re.search(r"write them into \S+/words/fr\.json, as in en\.json$", told)


def test_each_language_has_a_name_in_itself():
    names = {code: find_language(code).name for code in ("de", "fr", "ar", "pt-BR", "en")}
    assert names == {
        "de": "Deutsch",
        "fr": "Français",
        "ar": "العربية",
        "pt-BR": "Português (Brasil)",
        "en": "English",
    }


def test_a_page_in_german_prints_numbers_as_german_does(tmp_path):
    text = small.SCENE.replace("total.n | d", "total.n | .1f")
    page = build_page(tmp_path, text, front=front("de"))
    assert [n["text"] for n in page.all("span", **{"class": "live"})] == ["2,0", "3,0"]


def test_the_words_of_what_is_asked_for_are_written_once_a_language(tmp_path):
    files = assets.words_on_demand(WORDS)
    assert sorted(files) == ["words/de.json", "words/en.json"]
    german = json.loads(files["words/de.json"])
    assert german == {name: read_words(WORDS, "de")[name] for name in assets.ON_DEMAND}
    text = f"{small.SCENE}\n::::{{code}} dots\n::::\n"
    for code, language in {"de": "de", "fr": "en"}.items():
        page = build_page(tmp_path / code, text, front=front(code))
        (data,) = page.all("script", id="refit-page")
        assert json.loads(data["text"])["language"] == language
        assert not [*page.file.parent.glob("more*"), *page.file.parent.glob("editor*")]
