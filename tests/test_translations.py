"""Translations: an essay in two languages, over one model and its figures."""

import json
import re
import shutil

import pytest

from refit.author.new import create
from refit.cache import Cache
from refit.essay.reading import load
from refit.essay.translations import translation_files
from refit.figures.charts import compile_figure, draw
from refit.figures.translated import Translator, translate
from refit.languages import find_language
from refit.paths import ROOT
from refit.site import essay_page
from refit.site.index import neighbours_of
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from refit.site.proof import prove
from refit.tables import as_tables
from tests import small
from tests.built import Page

MODEL = small.MODEL.replace(
    '"total": {"n": [n]}}', '"total": {"n": [n], "word": ["many" if n > 2 else "few"]}}'
)
FIGURES = """\
import altair as alt

from refit import kit


def dots(narrow):
    stage = kit.Stage(narrow, width=(400, 300), height=(220, 200), across=(0, 5), up=(-1, 2))
    return stage.chart(
        stage.axis_x("place", unit="m", ticks=[0.5, 1.5]),
        kit.dots("points", stage.at("x", "y"), across=9),
        kit.words("total", stage.at(1, 1.8), "word", size=14),
        kit.words("total", stage.at(3, 1.8), kit.says("number {n:.1f}"), size=14),
        kit.words("total", stage.at(3, -0.4), kit.expr("datum.word == 'few' ? 'alone' : 'herd'"),
                  size=14),
    )
"""
ENGLISH = small.SCENE.replace("There are", "There are {live}`total.word`:")
QUIZ = """
::::{quiz} much answer="dots/total.word" choices="few, many"
How much?

:::{answer}
This much.
:::
::::
"""
GERMAN = (
    ENGLISH.replace("There are", "Es sind")
    .replace("Dots.", "Punkte.")
    .replace('"How many"', '"Wie viele"')
    .replace("How much", "Wie viel")
)
TABLE = {
    "place, m →": "Ort, m →",
    "many": "viele",
    "few": "wenige",
    "number {n:.1f}": "{n:.1f} an der Zahl",
    "alone": "allein",
    "herd": "Herde",
    "row": "Reihe",
    "heap": "Haufen",
}


@pytest.fixture
def essay(tmp_path):
    """Return the folder of an essay in English and German."""
    folder = small.write_essay(
        tmp_path / "essays", "one", text=ENGLISH + QUIZ, model=MODEL, figures=FIGURES
    )
    german = GERMAN + QUIZ.replace("How much?", "Wie viel?")
    front = small.FRONT.replace("title: T", "title: Titel").replace("summary: S", "summary: Kurz")
    (folder / "essay.de.md").write_text(front + german, "utf-8")
    (folder / "words.de.json").write_text(json.dumps(TABLE, ensure_ascii=False, indent=1), "utf-8")
    return folder


def build(folder):
    """Build an essay; return its outcome and its folder in the site."""
    root = folder.parent.parent
    task = BuildTask(Project(essays=folder.parent), Names(), root / "dist", Cache())
    return task(folder), root / "dist/essays" / folder.name


def refusals(folder):
    outcome, _ = build(folder)
    return [str(each).removeprefix(f"{folder}/") for each in outcome.problems]


def test_each_language_has_a_page_that_leads_to_the_other(essay):
    outcome, site = build(essay)
    assert list(map(str, outcome.problems)) == []
    for name, own, other, title in (
        ("index", "en", "de.html", "T"),
        ("de", "de", "index.html", "Titel"),
    ):
        page = Page(site / f"{name}.html")
        assert page.all("html")[0]["lang"] == own
        assert page.all("h1")[0]["text"] == title
        alternates = [(a["hreflang"], a["href"]) for a in page.all("link", rel="alternate")]
        assert sorted(alternates) == [
            ("de", "de.html"),
            ("en", "index.html"),
            ("x-default", "index.html"),
        ]
        (nav,) = page.all("nav", **{"class": "languages"})
        (link,) = [a for a in page.all("a") if nav in a["around"]]
        assert (link["href"], link["text"]) == (other, {"de": "English", "en": "Deutsch"}[own])
    assert [each.page for each in outcome.listing.translations] == ["de.html"]
    assert outcome.listing.title == "T"


def test_nothing_is_computed_or_shipped_twice(essay):
    outcome, site = build(essay)
    (essay / "essay.de.md").unlink()
    (essay / "words.de.json").unlink()
    alone, _ = build(essay)
    assert outcome.scenes == alone.scenes == 1
    assert outcome.made["results"] == alone.made["results"]
    for kind in ("dots-prepared.*.json", "model.*.py", "dots-1.*.csv", "theme.*.css"):
        assert len(list(site.glob(kind))) == 1, kind
    (prepared,) = site.glob("dots-prepared.*.json")
    for name in ("index", "de"):
        data = json.loads(Page(site / f"{name}.html").all("script", id="refit-page")[0]["text"])
        assert data["scenes"]["dots"]["prepared"] == prepared.name


def texts_of(svg):
    return [each.strip() for each in re.findall(r"<text[^>]*>([^<]+)</text>", str(svg))]


def test_figures_choices_and_words_of_the_model_are_in_the_language(essay):
    _, site = build(essay)
    page = (site / "de.html").read_text("utf-8")
    english = (site / "index.html").read_text("utf-8")
    wide = texts_of(page.partition('data-layout="wide"')[2].partition("</svg>")[0])
    drawn = ["Ort, m →", "0,5", "1,5", "wenige", "2,0 an der Zahl", "allein"]
    assert sorted(wide) == sorted(drawn)
    before = texts_of(english.partition('data-layout="wide"')[2].partition("</svg>")[0])
    assert sorted(before) == sorted(["place, m →", "0.5", "1.5", "few", "number 2.0", "alone"])
    found = Page(site / "de.html")
    options = [
        (i["value"], i["around"][-1]["text"].strip())
        for i in found.all("input")
        if i.get("name", "").startswith("dots.layout")
    ]
    assert options == [("row", "Reihe"), ("heap", "Haufen")]
    choices = [i["value"] for i in found.all("input", name="much")]
    assert choices == ["wenige", "viele"]
    assert [d["text"] for d in found.all("data")] == ["wenige"]
    live = [s["text"] for s in found.all("span", **{"class": "live"})]
    assert live == ["wenige", "2", "3"]
    data = json.loads(found.all("script", id="refit-page")[0]["text"])
    in_the_code = {"row": "Reihe"}
    assert data["translated"] == {"many": "viele", "few": "wenige"} | in_the_code


def test_a_figure_is_drawn_anew_in_its_language(essay):
    """What is compared stays; a text with numbers has its own order; the model's are looked up."""
    read = load(essay)
    figure = compile_figure(read, read.scenes["dots"], "wide")
    translator = Translator(TABLE, {"many", "few"})
    own = translate(figure, translator, find_language("de").numbers)
    few, many = ["wenige", "2,0 an der Zahl", "allein"], ["viele", "4,0 an der Zahl", "Herde"]
    for n, words in ((2, few), (4, many)):
        word = "few" if n == 2 else "many"
        points, total = {"x": [1.0], "y": [1.0]}, {"n": [n], "word": [word]}
        tables = as_tables({"points": points, "total": total})
        drawn = texts_of(draw(own, tables))
        assert set(words) <= set(drawn), drawn
    assert translator.used >= TABLE.keys() - {"row", "heap", "many", "few"}
    assert "place, m" in json.dumps(figure.spec), "the original stays as it was"


# ── what is refused, and what is advised ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("n=2", "n=1", "essay.de.md:{line}: {step} n=1 stands here, and {step} n=2 in essay.md:"),
        ("max=4", "max=5", "essay.de.md:{line}: {slider} n format=.1f max=5 min=1 step=0.5 stands"),
        (":::{toggle} high", ":::{toggle} higher", "essay.de.md:{line}: {toggle} higher stands"),
        ("{toggle} high label", "{button} reset label", "essay.de.md:{line}: {button} reset st"),
        ("few, many", "wenige, viele", "essay.de.md:{line}: {quiz} much answer=dots/total.word"),
        ("title: Titel", "titel: Titel", "essay.de.md:2: unknown key 'titel'; the keys are"),
        ("title: Titel", "title: Titel\nlang: fr", "essay.de.md:3: the name of this file says de,"),
        ("title: Titel", "title: Titel\norder: 3", "essay.de.md:3: order is that of essay.md in"),
        (
            "title: Titel",
            "title: Titel\ndate: 2026-11-20",
            "essay.de.md:3: date is that of essay.md in",
        ),
        (
            "title: Titel",
            "title: Titel\nwithout_advice: [tall]",
            "essay.de.md:3: without_advice is that of essay.md in",
        ),
        ("title: Titel\n", "", "essay.de.md:1: the front matter has no title"),
        ("total.word`:", "total.wort`:", "essay.de.md:{line}: table 'total' has no column 'wort'"),
    ],
)
def test_what_differs_by_more_than_words_is_refused(essay, old, new, told):
    line = small.edit(essay / "essay.de.md", old, new)
    (first, *_) = refusals(essay)
    assert first.startswith(told.replace("{line}", str(line))), first


def test_what_lacks_at_the_end_is_told(essay):
    text = (essay / "essay.de.md").read_text("utf-8")
    (essay / "essay.de.md").write_text(text.replace(QUIZ.replace("How much?", "Wie viel?"), ""))
    (told,) = refusals(essay)
    assert re.match(r"essay\.de\.md:\d+: after the last there lacks \{quiz\} much .+md:\d+;", told)


def test_an_answer_that_a_challenge_lacks_is_told(essay):
    answer = ":::{answer}\nSo.\n:::\n"
    head = '\n::::{challenge} four goal="dots/total.n > 3" solution=\'{"n": 4}\'\nMore.\n\n'
    for name, said in (("essay.md", answer), ("essay.de.md", "")):
        with (essay / name).open("a", encoding="utf-8") as file:
            file.write(f"{head}{said}::::\n")
    (told,) = refusals(essay)
    assert re.match(r"essay\.de\.md:\d+: after the last there lacks \{answer\} of essay", told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("essay.xx.md", "essay.xx.md:1: 'xx' is no language; write a code such as de, fr or"),
        ("essay.en.md", "essay.en.md: essay.md is in English already; name the file by its own"),
        ("essay.DE.md", "essay.DE.md:1: 'DE' is no code of a language; write de"),
    ],
)
def test_a_file_of_no_other_language_is_refused(essay, name, told):
    (essay / name).write_text((essay / "essay.de.md").read_text("utf-8"), "utf-8")
    assert [each for each in refusals(essay) if each.startswith(told)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"few"', '"fuw"', "no figure, no choice and no table of the model says 'fuw'; write"),
        ('"place, m →"', '"place →"', "no figure, no choice and no table of the model says 'place"),
        ('"few": "wenige"', '"few": 3', "'few' stands for no text; write {"),
        ('"{n:.1f} an', '"{m:.1f} an', "the words for 'number {n:.1f}' have other columns in"),
        ('"few": "wenige"', '"few": ""', "'few' stands for no text; write {"),
    ],
)
def test_words_that_nothing_says_are_refused(essay, old, new, told):
    line = small.edit(essay / "words.de.json", old, new)
    (first,) = [each for each in refusals(essay) if each.startswith("words")]
    assert first.startswith(f"words.de.json:{line}: {told}"), first


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"few": "wenige" "many": ""}', "words.de.json:1:18: is not JSON: Expecting ','"),
        ("[]", "words.de.json:1: is not a JSON object; write {"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(essay, text, told):
    (essay / "words.de.json").write_text(text, "utf-8")
    (first,) = refusals(essay)
    assert first.startswith(told), first


@pytest.mark.parametrize("code", ["fr", "pt-BR", "en", "train"])
def test_a_table_of_words_without_its_text_is_told(essay, code):
    (essay / f"words.{code}.json").write_text('{"few": "peu"}', "utf-8")
    assert refusals(essay) == [
        f"words.{code}.json:1: nothing is translated by these words, since there is no "
        f"essay.{code}.md; write essay.{code}.md, or leave this file out"
    ]


def test_a_file_of_data_may_be_called_like_a_table_of_words(essay):
    small.edit(essay / "model.py", "import math\n", "import math\nfrom pathlib import Path\n")
    read = 'Path(__file__).with_name("words.train.json").read_text("utf-8")\n    n = '
    small.edit(essay / "model.py", "n = ", read)
    (essay / "words.train.json").write_text("[1]", "utf-8")
    assert refusals(essay) == []


def test_the_words_of_the_model_are_sought_once_for_all_languages(essay, monkeypatch):
    for name in ("essay.{}.md", "words.{}.json"):
        shutil.copyfile(essay / name.format("de"), essay / name.format("nl"))
    asked = []
    known_words = essay_page.known_words
    monkeypatch.setattr(essay_page, "known_words", lambda *a: asked.append(a) or known_words(*a))
    assert refusals(essay) == []
    assert len(asked) == 1


def test_words_that_the_table_lacks_are_advised(essay):
    (essay / "words.de.json").write_text('{"many": "viele"}', "utf-8")
    outcome, _ = build(essay)
    assert outcome.problems == []
    (told,) = [str(each) for each in outcome.advice if "the page in Deutsch" in str(each)]
    assert re.search(
        r"has these words of English: .*'place, m →'.*; write them into words\.de", told
    )


def test_an_essay_has_translations_by_its_files(essay):
    (essay / "essay.pt-BR.md").write_text("", "utf-8")
    assert list(translation_files(essay)) == ["de", "pt-BR"]


def test_the_template_is_whole_in_both_languages(tmp_path):
    folder = tmp_path / "essays" / "pancakes"
    shutil.copytree(ROOT / "essays/_templates/tour", folder)
    outcome, site = build(folder)
    assert outcome.problems == []
    assert [str(each) for each in outcome.advice if "the page in" in str(each)] == []
    german, english = ((site / f"{name}.html").read_text("utf-8") for name in ("de", "index"))
    assert "Hitze der Pfanne, °C →" in german
    assert "heat of the pan, °C →" in english
    assert "heat of the pan" not in german.partition("<body>")[2]


def test_a_new_essay_has_no_translation_to_keep_up(tmp_path):
    folder = create("mine", tmp_path / "essays", ROOT / "essays/_templates/tour")
    assert translation_files(ROOT / "essays/_templates/tour").keys() == {"de"}
    assert translation_files(folder) == {}
    assert list(folder.glob("words.*")) == []


def test_links_and_neighbours_lead_to_the_same_language(essay):
    small.edit(essay / "essay.de.md", "Es sind", "Wie in [Zwei](essay:two#wie-viel): es sind")
    small.edit(essay / "essay.md", "There are", "As in [two](essay:two): there are")
    other = shutil.copytree(essay, essay.parent / "two")
    for name in ("essay.md", "essay.de.md"):
        text = (other / name).read_text("utf-8")
        (other / name).write_text(re.sub(r"\[\w+\]\(essay:two\S*\)", "", text) + "\n## Wie viel\n")
    project = Project(essays=essay.parent)
    neighbours = neighbours_of(project.folders, project.static / "theme.json")
    site = essay.parent.parent / "dist"
    outcome = BuildTask(project, Names(), site, Cache(), neighbours)(essay)
    assert list(map(str, outcome.problems)) == []
    for name in ("index", "de"):
        page = Page(site / f"essays/one/{name}.html")
        links = [a["href"].partition("#")[0] for a in page.all("a") if "/two/" in a["href"]]
        assert set(links) == {f"../two/{name}.html"}
        assert len(links) == 2  # in the text, and after it
        title = page.all("strong")[-1]["text"]
        assert title == {"index": "T", "de": "Titel"}[name]


def test_a_proof_reads_both_languages(essay):
    titles = {passage.title: passage for passage in prove(Project(essays=essay.parent), "one")}
    lines = (essay / "essay.de.md").read_text("utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if "{step} n=2" in text)
    german = titles[f"dots-1, essay.de.md:{line}"]
    assert german.sentences[0].readings[0].text == "Es sind [wenige]: [2]."
    assert {"dots-1, essay.md:11", f"dots-1, essay.de.md:{line}"} <= titles.keys()


@pytest.mark.parametrize(
    ("expression", "translated"),
    [
        ("datum.w == 'few' ? 'few' : 'many'", "datum.w == 'few' ? 'wenige' : 'viele'"),
        ("'few' !== datum.w ? \"many\" : ''", "'few' !== datum.w ? 'viele' : ''"),
        ("indexof(['few'], datum.w) < 0 ? 'few' : 'x'", None),
        ("datum['few'] + 'few'", "datum['few'] + 'wenige'"),
        ("{'few': 'many'}[datum.k]", "{'few': 'viele'}[datum.k]"),
        ("format(datum.n, 'few') + 'few'", "format(datum.n, 'few') + 'wenige'"),
        ("replace(upper(datum.w), 'few', 'many')", "replace(upper(datum.w), 'few', 'many')"),
        ("if(datum.n > (1 + 1), 'many', 'few')", "if(datum.n > (1 + 1), 'viele', 'wenige')"),
        ("['few', datum.n]", "['wenige', datum.n]"),
        ("'it\\'s (' + 'few'", "'it\\'s (' + 'wenige'"),
        (r"'a\nb' + 'few'", r"'a\nb' + 'wenige'"),
        (r'"\u00b0\"C" + datum.n', r'"\u00b0\"C" + datum.n'),
        (r"datum.n + 'two\nlines'", r"datum.n + 'zwei\nZeilen'"),
        (r"'\u0066ew'", "'wenige'"),
        (r"'\u{66}e\x77'", "'wenige'"),
        ("'number ' + format(datum.n, '.1f')", "format(datum.n, '.1f') + ' an der Zahl'"),
    ],
)
def test_only_what_is_shown_is_translated_in_an_expression(expression, translated):
    wanted = translated or expression.replace("? 'few'", "? 'wenige'")
    table = TABLE | {"two\nlines": "zwei\nZeilen"}
    assert Translator(table).signal(expression) == wanted
