"""How an essay is cited and found: its BibTeX, what search engines read, the list and the feed."""

import gzip
import json
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

import refit
from refit.essay.reading import load
from refit.page.works import read_works
from refit.paths import ROOT
from refit.site.build import build
from refit.site.catalogue import catalogue
from refit.site.citing import bibtex, data_block
from refit.site.config import Config
from refit.site.index import Listing
from refit.site.project import Project
from refit.site.words import read_words
from tests import small
from tests.built import Page

SITE_URL = "https://example.org/some/where/"
ATOM = "{http://www.w3.org/2005/Atom}"
WHOLE = """\
---
title: Nets & 5 % boots
topic: Precision
summary: S "quoted" </script><!-- <script>
shelf: Upper
tags: [rare, nets]
authors: [Ada Lovelace, "{Refit & friends}"]
date: 2026-11-20
order: 2
---
"""
NEWER = "---\ntitle: Newer\nsummary: S\nauthors: [A B]\ndate: 2026-11-26\norder: 3\n---\n"
GERMAN = small.FRONT.replace("title: T", "title: Netze")
TITLE = "Nets & 5 % boots"


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Build three essays twice: for an address that nobody knows, and for one that is known."""
    folder = tmp_path_factory.mktemp("citing")
    for slug, front in {"whole": WHOLE, "newer": NEWER, "bare": small.FRONT}.items():
        small.write_essay(folder / "essays", slug, front=front)
    (folder / "essays/whole/essay.de.md").write_text(GERMAN + small.SCENE, "utf-8")
    settings = folder / "site.toml"
    settings.write_text('title = "A shelf & more"\n', "utf-8")
    for name, site_url in [("unknown", None), ("known", SITE_URL)]:
        build(Project(folder / "essays", settings=settings, site_url=site_url), folder / name)
    return folder


@pytest.fixture(params=["known", "unknown"])
def site(sites, request):
    return sites / request.param


def resource(page):
    """Return what search engines read in a page."""
    (script,) = page.all("script", type="application/ld+json")
    return json.loads(script["text"])


def cited(page):
    """Return the entry that a page offers, as the builder's own reader of BibTeX has it."""
    (details,) = page.all("details", **{"class": "aside cite-this"})
    (pre,) = (each for each in page.all("pre") if details in each["around"])
    return read(pre["text"])


def read(text):
    found = read_works(text, Path("refs.bib"))
    assert not found["lost"]
    return found["works"] | found["broken"]


# ── BibTeX ───────────────────────────────────────────────────────────────────────────────────────


def test_a_page_says_how_it_is_cited(site):
    (key, work), *others = cited(Page(site / "essays/whole/index.html")).items()
    assert (key, others) == ("whole", [])
    assert unescape(work["authors"]) == "Lovelace, A. & Refit & friends"
    assert (unescape(work["title"]), work["year"]) == (TITLE, "2026")
    assert unescape(work["venue"]) == "A shelf & more"
    assert work["url"] == (f"{SITE_URL}essays/whole/" if site.name == "known" else "")


def test_a_translation_is_cited_by_its_own_title_and_address(sites):
    (key, work), *_ = cited(Page(sites / "known/essays/whole/de.html")).items()
    assert (key, work["title"]) == ("whole-de", "Netze")
    assert (work["year"], work["url"]) == ("2026", f"{SITE_URL}essays/whole/de.html")


def test_what_is_not_known_is_left_out(sites):
    page = Page(sites / "unknown/essays/bare/index.html")
    (details,) = page.all("details", **{"class": "aside cite-this"})
    (pre,) = (each for each in page.all("pre") if details in each["around"])
    fields = "title = {{T}},\n  howpublished = {A shelf \\& more}"
    assert pre["text"] == f"@misc{{bare,\n  {fields}\n}}"


@pytest.mark.parametrize(
    "title", ["a_b #1 $2 {x}", r"back\slash ~ ^", "50 % & more", "Ünïcode — “q”"]
)
def test_every_title_is_read_back_as_it_was(tmp_path, title):
    folder = small.write_essay(tmp_path, "one", front=f"---\ntitle: '{title}'\nsummary: S\n---\n")
    front = "author = {A, B}, year = {2026}, title ="
    (work,) = read(bibtex(load(folder), Config()).replace("title =", front, 1)).values()
    assert unescape(work["title"]) == title


# ── search engines ───────────────────────────────────────────────────────────────────────────────


def test_search_engines_read_what_the_page_shows(site):
    page = Page(site / "essays/whole/index.html")
    found = resource(page)
    (shown,) = page.all("p", **{"class": "facts"})
    minutes = int(found.pop("timeRequired").removeprefix("PT").removesuffix("M"))
    assert read_words(ROOT / "static/words")["time"]["many"].format(n=minutes) in shown["text"]
    assert found.pop("url", None) == (f"{SITE_URL}essays/whole/" if site.name == "known" else None)
    assert found.pop("license") == "https://creativecommons.org/licenses/by/4.0/"
    assert found == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": TITLE,
        "description": 'S "quoted" </script><!-- <script>',
        "about": {"@type": "Thing", "name": "Precision"},
        "keywords": ["rare", "nets"],
        "author": [
            {"@type": "Person", "name": "Ada Lovelace"},
            {"@type": "Organization", "name": "Refit & friends"},
        ],
        "datePublished": "2026-11-20",
        "inLanguage": "en",
        "learningResourceType": "interactive essay",
    }


def test_a_translation_is_one_in_its_language(sites):
    found = resource(Page(sites / "known/essays/whole/de.html"))
    assert (found["name"], found["inLanguage"]) == ("Netze", "de")
    assert found["url"] == f"{SITE_URL}essays/whole/de.html"


def test_no_text_ends_a_block_of_data_or_opens_a_comment_in_it():
    text = "</script></ScRipt ></style><!--<script><!-- -->"
    block = str(data_block({"a": text, text: "b"}))
    assert "</" not in block
    assert "<!--" not in block
    assert json.loads(block) == {"a": text, text: "b"}


def test_both_together_weigh_half_a_kilobyte(sites):
    file = sites / "known/essays/whole/index.html"
    page, text = Page(file), file.read_text("utf-8")
    (script,) = page.all("script", type="application/ld+json")
    start, end = text.index('<details class="aside cite-this'), text.index("</main>")
    less = (text[:start] + text[end:]).replace(script["text"], "", 1)
    assert len(less) < len(text) - 600
    assert len(gzip.compress(text.encode())) - len(gzip.compress(less.encode())) <= 500


# ── the list of essays, and the feed ─────────────────────────────────────────────────────────────


def test_the_list_has_what_course_pages_show(site):
    listed = json.loads((site / "essays.json").read_text("utf-8"))
    assert listed["title"] == "A shelf & more"
    assert [each["slug"] for each in listed["essays"]] == ["whole", "newer", "bare"]
    whole, _, bare = listed["essays"]
    assert {key: whole[key] for key in ("title", "topic", "shelf", "tags", "authors", "date")} == {
        "title": TITLE,
        "topic": "Precision",
        "shelf": "Upper",
        "tags": ["rare", "nets"],
        "authors": ["Ada Lovelace", "Refit & friends"],
        "date": "2026-11-20",
    }
    page = Page(site / "essays/whole/index.html")
    assert f"PT{whole['minutes']['core']}M" == resource(page)["timeRequired"]
    assert whole["minutes"]["whole"] >= whole["minutes"]["core"]
    assert [(v["code"], v["title"]) for v in whole["languages"]] == [("en", TITLE), ("de", "Netze")]
    assert (bare["authors"], bare["date"]) == ([], "")


def test_every_address_of_the_list_leads_to_a_page(site):
    base = SITE_URL if site.name == "known" else ""
    for each in json.loads((site / "essays.json").read_text("utf-8"))["essays"]:
        assert each["url"] == each["languages"][0]["url"]
        for version in each["languages"]:
            assert version["url"].startswith(base)
            path = site / version["url"].removeprefix(base)
            page = Page(path / "index.html" if path.is_dir() else path)
            assert page.all("html")[0]["lang"] == version["code"]


def test_an_essay_in_another_language_is_listed_by_its_name():
    (essay,) = json.loads(catalogue([Listing("a", "A", "S", lang="de")], Config()))["essays"]
    assert [(v["code"], v["name"]) for v in essay["languages"]] == [("de", "Deutsch")]


def test_the_feed_tells_of_dated_essays_the_newest_first(sites):
    feed = ElementTree.parse(sites / "known/feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["Newer", f"Precision: {TITLE}"]
    for element in (feed, *entries):  # what RFC 4287 asks of each
        for name in ("id", "title", "updated"):
            (each,) = element.findall(f"{ATOM}{name}")
            assert each.text
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo == UTC
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "A shelf & more"
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    (own,) = (each for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self")
    assert own.get("href") == f"{SITE_URL}feed.xml"
    names = [e.text for e in entries[1].findall(f"{ATOM}author/{ATOM}name")]
    assert names == ["Ada Lovelace", "Refit & friends"]


def test_each_entry_is_named_by_the_address_of_its_page(sites):
    for entry in ElementTree.parse(sites / "known/feed.xml").iter(f"{ATOM}entry"):
        first, *others = (each.get("href") for each in entry.findall(f"{ATOM}link"))
        assert entry.findtext(f"{ATOM}id") == first
        for address in (f"{first}index.html", *others):
            assert (sites / "known" / address.removeprefix(SITE_URL)).is_file()


def test_the_index_leads_to_the_feed_where_there_is_one(sites):
    links = Page(sites / "known/index.html").all("link", type="application/atom+xml")
    assert [link["href"] for link in links] == ["feed.xml"]
    assert not Page(sites / "unknown/index.html").all("link", type="application/atom+xml")
    assert not (sites / "unknown/feed.xml").exists()


def test_other_sites_may_read_the_list_and_the_feed(site):
    blocks = (site / "_headers").read_text("utf-8").split("\n\n")
    base = "/some/where/" if site.name == "known" else "/"
    for name in ("essays.json", "feed.xml"):
        (block,) = (each for each in blocks if each.startswith(f"{base}{name}\n"))
        assert "Access-Control-Allow-Origin: *" in block


# ── the project itself ───────────────────────────────────────────────────────────────────────────


def test_the_project_is_cited_in_its_present_version():
    values = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert values["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license"} <= values.keys()
    assert str(values["version"]) == refit.__version__
