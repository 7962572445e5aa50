"""Pages over the essays: the index, what tells others of the site, headers, and the lost page."""

import base64
import fnmatch
import hashlib
import json
import re
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from refit.page.templates import environment
from refit.paths import ROOT
from refit.site.assets import FRAME, POLICY, WORKER_POLICY, WORKERS
from refit.site.build import build
from refit.site.index import Listing, Neighbour, Neighbours, neighbours_of, shared_touch, shelves
from refit.site.pages import DEPTH
from refit.site.project import Project
from refit.site.words import read_words
from tests import small
from tests.built import Page, build_page

SITE_URL = "https://example.org/some/where/"
THEME = ROOT / "static" / "theme.json"
COVER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 440"><title>A</title></svg>'
SETTINGS = 'title = "A shelf"\nrepository = "https://example.org/r"\n'
FRONTS = {
    "last": "---\ntitle: Last\nsummary: S\n---\n",
    "second": "---\ntitle: Second & more\nsummary: S\nshelf: Upper\norder: 2\ntags: [trees]\n---\n",
    "first": "---\ntitle: First\ntopic: One & two\nsummary: S\nshelf: Upper\norder: 1\n---\n",
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Build three essays twice: for an address that nobody knows, and for one that is known."""
    folder = tmp_path_factory.mktemp("pages")
    for slug, front in FRONTS.items():
        small.write_essay(folder / "essays", slug, front=front)
    (folder / "essays" / "first" / "cover.svg").write_text(COVER, "utf-8")
    settings = folder / "site.toml"
    settings.write_text(SETTINGS, "utf-8")
    for name, site_url in [("unknown", None), ("known", SITE_URL)]:
        build(Project(folder / "essays", settings=settings, site_url=site_url), folder / name)
    return folder


@pytest.fixture(scope="module")
def known(sites):
    return sites / "known"


@pytest.fixture(scope="module")
def unknown(sites):
    return sites / "unknown"


# ── the index, and the essays side by side ───────────────────────────────────────────────────────


def test_the_index_has_the_essays_in_order_with_what_there_is_to_know(unknown):
    index = Page(unknown / "index.html")
    cards = index.all("li", **{"class": "card"})
    assert [card["data-slug"] for card in cards] == ["first", "second", "last"]
    words = read_words(ROOT / "static/words")
    for card in cards:
        text = " ".join(card["text"].split())
        assert f"About {words['time']['many'].replace('{n}', '2')}" in text
    assert "trees" in cards[1]["text"]
    topics = index.all("p", **{"class": "topic"})
    assert [(p["text"], cards[0] in p["around"]) for p in topics] == [("One & two", True)]


def test_the_index_says_what_the_settings_say_of_the_site(unknown, tmp_path):
    words = read_words(ROOT / "static/words")["index"]
    assert words["summary"] in (unknown / "index.html").read_text("utf-8")
    small.write_essay(tmp_path / "essays", "one")
    (tmp_path / "site.toml").write_text('summary = "All on pies."', "utf-8")
    build(Project(tmp_path / "essays", settings=tmp_path / "site.toml"), tmp_path / "dist")
    index = Page(tmp_path / "dist" / "index.html")
    assert [p["text"] for p in index.all("p", **{"class": "summary"})] == ["All on pies."]
    assert index.all("meta", name="description", content="All on pies.")
    assert words["readers"] not in (tmp_path / "dist" / "index.html").read_text("utf-8")


def test_essays_stand_on_their_shelves_and_the_others_below(unknown):
    index = Page(unknown / "index.html")
    words = read_words(ROOT / "static/words")
    heads = [h["text"].strip() for h in index.all("h2", **{"class": "shelf"})]
    assert heads == ["Upper", words["index"]["rest"]]
    cards = index.all("li", **{"class": "card"})
    shelves = [[c["data-slug"] for c in cards if c in found] for found in on_shelves(index, cards)]
    assert shelves == [["first", "second"], ["last"]]
    assert [h["text"].strip() for h in index.all("h3")] == ["First", "Second & more", "Last"]
    (begin,) = index.all("p", **{"class": "begin"})
    (start,) = (a for a in index.all("a") if begin in a["around"])
    assert (start["href"], start["text"]) == ("essays/first/index.html", "One & two")


def on_shelves(index, cards):
    """Return the cards of each list of the index."""
    lists = index.all("ul", **{"class": "essays"})
    return [[card for card in cards if each in card["around"]] for each in lists]


def listing(slug, shelf="", touch=()):
    return Listing(slug, slug, "S", shelf=shelf, touch=list(touch))


def test_shelves_come_in_the_order_of_their_first_essay():
    essays = [listing("a", "X"), listing("b"), listing("c", "Y"), listing("d", "X")]
    found = {shelf: [each.slug for each in on_it] for shelf, on_it in shelves(essays).items()}
    assert list(found.items()) == [("X", ["a", "d"]), ("Y", ["c"]), ("", ["b"])]
    assert list(shelves([listing("a")])) == [""]


def test_cards_tell_only_what_is_to_be_touched_in_some_essays():
    a, b = listing("a", touch=["drag", "quiz"]), listing("b", touch=["drag", "slider"])
    assert shared_touch([a, b]) == {"drag"}
    assert shared_touch([a]) == set()


def test_each_card_has_its_essays_colours_in_both_schemes(unknown):
    sheets = [link["href"] for link in Page(unknown / "index.html").all("link", rel="stylesheet")]
    css = "".join((unknown / sheet).read_text("utf-8") for sheet in sheets)
    theme = json.loads((ROOT / "static/theme.json").read_text("utf-8"))
    for slug in FRONTS:
        rules = re.findall(rf"([^}}]*)\.card\[data-slug='{slug}'\]{{([^}}]*)}}", css)
        for (before, rule), scheme in zip(rules, ("light", "dark", "dark"), strict=True):
            assert ("dark" in before) == (scheme == "dark")
            assert f"--paper:{theme[scheme]['paper']};" in rule


def test_essays_lead_to_those_beside_them(unknown):
    def beside(slug):
        page = Page(unknown / "essays" / slug / "index.html")
        return {
            a["class"]: a["href"] for a in page.all("a") if a.get("class") in ("before", "after")
        }

    assert beside("first") == {"after": "../second/index.html"}
    assert beside("second") == {"before": "../first/index.html", "after": "../last/index.html"}
    assert beside("last") == {"before": "../second/index.html", "after": "../first/index.html"}
    last = Page(unknown / "essays" / "last" / "index.html")
    (after,) = last.all("a", **{"class": "after"})
    assert {"Begin", "First", "One", "S"} <= set(re.findall(r"\w+", after["text"]))
    (picture,) = (each for each in last.all("img") if after in each["around"])
    assert (unknown / "essays" / "last" / picture["src"]).resolve().is_file()
    assert (picture["width"], picture["height"]) == ("1120", "440")
    assert [a["href"] for a in last.all("a", **{"class": "all"})] == ["../../index.html"]


def test_a_single_essay_leads_to_the_index_alone(tmp_path):
    page = build_page(tmp_path, small.SCENE)
    (nav,) = page.all("nav", **{"class": "beside"})
    assert [a["href"] for a in page.all("a") if nav in a["around"]] == ["../../index.html"]
    assert neighbours_of([tmp_path / "essays" / "one"], THEME)["one"] == Neighbours(is_last=True)


def test_a_broken_essay_has_a_place_all_the_same(tmp_path):
    for slug, front in FRONTS.items():
        small.write_essay(tmp_path, slug, front=front)
    (tmp_path / "second" / "essay.md").write_text("---\ntitle: [\n---\n", "utf-8")
    (tmp_path / "last" / "cover.svg").write_text("<svg", "utf-8")
    found = neighbours_of(sorted(tmp_path.iterdir()), THEME)
    assert found["first"] == Neighbours(None, Neighbour("last", "Last", "S"))
    assert found["second"] == Neighbours(
        Neighbour("last", "Last", "S"), Neighbour("first", "First", "S", "One & two"), is_last=True
    )


def test_a_topic_is_told_above_the_title_and_in_the_tab(unknown):
    page = Page(unknown / "essays" / "first" / "index.html")
    (group,) = page.all("hgroup")
    assert group["text"].split() == ["One", "&", "two", "First"]
    assert page.all("title")[0]["text"] == "One & two: First · A shelf"
    other = Page(unknown / "essays" / "last" / "index.html")
    assert other.all("hgroup")[0]["text"].split() == ["Last"]
    assert other.all("title")[0]["text"] == "Last · A shelf"


def test_a_page_has_a_title_and_a_link_to_edit_it(unknown):
    page = Page(unknown / "essays" / "first" / "index.html")
    (edit,) = [a for a in page.all("a") if "/edit/" in a["href"]]
    assert edit["href"] == "https://example.org/r/edit/main/essays/first/essay.md"
    assert "A shelf" in page.all("title")[0]["text"]


# ── what others are told ─────────────────────────────────────────────────────────────────────────


def metas(page):
    return {
        m.get("property") or m.get("name"): m["content"] for m in page.all("meta") if len(m) > 4
    }


def test_without_an_address_nothing_is_absolute(unknown):
    for file in unknown.rglob("*.html"):
        page = Page(file)
        assert not page.all("link", rel="canonical")
        assert not [name for name in metas(page) if name and name.startswith(("og:", "twitter:"))]
        links = [e[name] for e in page.elements for name in ("href", "src") if name in e]
        assert [link for link in links if "example.org" in link and "/r" not in link] == []
    assert not list(unknown.rglob("*.png"))
    assert not (unknown / "sitemap.xml").exists()
    assert not (unknown / "robots.txt").exists()


@pytest.mark.parametrize("path", ["", "essays/second/"])
def test_with_an_address_pages_tell_it_and_bring_a_picture(known, path):
    page = Page(known / path / "index.html")
    (canonical,) = page.all("link", rel="canonical")
    told = metas(page)
    assert canonical["href"] == told["og:url"] == SITE_URL + path
    assert told["og:title"] == ("Second & more" if path else "A shelf")
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image"].startswith(SITE_URL + path)
    picture = known / told["og:image"].removeprefix(SITE_URL)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_map_names_every_page(known):
    tree = ElementTree.parse(known / "sitemap.xml")
    addresses = [e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert addresses == [SITE_URL + p for p in ("", *(f"essays/{s}/" for s in reversed(FRONTS)))]
    for address in addresses:
        assert (known / address.removeprefix(SITE_URL) / "index.html").is_file()
    assert f"Sitemap: {SITE_URL}sitemap.xml\n" in (known / "robots.txt").read_text("utf-8")


# ── the lost page ────────────────────────────────────────────────────────────────────────────────


def way_home(site, base, address):
    """Return the address that the lost page at an address shows a link to."""
    page = Page(site / "404.html")
    links = [a for a in page.all("a") if a["href"] != "#main"]
    sheets = page.all("link", rel="stylesheet")
    for link, sheet in zip(links, sheets, strict=True):
        path = urlsplit(urljoin(address, sheet["href"])).path
        if path.startswith(base) and (site / path.removeprefix(base)).is_file():
            return urljoin(address, link["href"])  # at the top of a host others are found, too
    (shown,) = (a for a in links if not any("hidden" in each for each in a["around"]))
    return urljoin(address, shown["href"])


@pytest.mark.parametrize("depth", [*range(DEPTH + 2), 20])
@pytest.mark.parametrize("base", ["/", "/some/where/"])
def test_from_every_depth_the_lost_page_leads_home(unknown, depth, base):
    home = f"https://example.org{base}"
    address = f"{home}{'lost/' * depth}lost"
    clicks = 0
    while address != home:
        address = way_home(unknown, base, address)
        clicks += 1
        assert clicks <= 1 + depth // (DEPTH - 1)
    assert clicks == 1 or depth >= DEPTH


def test_with_an_address_the_lost_page_has_one_way_home(known):
    page = Page(known / "404.html")
    (sheet,) = page.all("link", rel="stylesheet")
    assert (known / sheet["href"].removeprefix("/some/where/")).is_file()
    assert [a["href"] for a in page.all("a")] == ["#main", "/some/where/"]


def test_the_sheets_of_the_lost_page_import_what_is_there(known, unknown):
    for site in (known, unknown):
        for sheet in site.glob("404.*.css"):
            imports = re.findall('@import "([^"]+)"', sheet.read_text("utf-8"))
            assert len(imports) == 2
            assert all((site / name).is_file() for name in imports)


# ── headers and the service worker ───────────────────────────────────────────────────────────────


@pytest.fixture
def headers(unknown):
    blocks = (unknown / "_headers").read_text("utf-8").split("\n\n")
    rules = (block.splitlines() for block in blocks)
    return {path: dict(h.strip().split(": ", 1) for h in lines) for path, *lines in rules}


def test_the_policy_of_the_headers_is_that_of_the_pages(unknown, headers):
    for file in unknown.rglob("*.html"):
        if file.name == FRAME:
            continue
        (meta,) = Page(file).all("meta", http_equiv="Content-Security-Policy")
        path = f"/{file.relative_to(unknown).as_posix()}"
        for each in {path, path.removesuffix("index.html")}:
            assert headers[each]["Content-Security-Policy"] == meta["content"] == POLICY
            assert headers[each]["Cache-Control"] == "no-cache"


def test_the_frame_for_a_readers_own_code_reaches_nothing(unknown):
    (file,) = unknown.glob(f"app-*/{FRAME}")
    page = Page(file)
    (meta,) = page.all("meta", http_equiv="Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in meta["content"].split("; "))
    (script,) = page.all("script")
    digest = hashlib.sha256(script["text"].encode()).digest()
    assert rules.pop("script-src") == (
        f"'sha256-{base64.b64encode(digest).decode()}' blob: 'wasm-unsafe-eval'"
    )
    assert rules == {
        **{"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"},
        **{"worker-src": "blob:", "connect-src": "data:"},
    }
    assert page.elements.index(meta) < page.elements.index(script)


def test_the_workers_may_compile_and_nothing_else_may(unknown, headers):
    workers = [path for path in headers if path.endswith(WORKERS)]
    assert len(workers) == len(WORKERS)
    for worker in workers:
        assert (unknown / worker[1:]).is_file()
        assert headers[worker] == {"Content-Security-Policy": WORKER_POLICY}
    page, own = (
        dict(rule.split(" ", 1) for rule in p.split("; ")) for p in (POLICY, WORKER_POLICY)
    )
    assert own == page | {
        "script-src": "'self' blob: 'wasm-unsafe-eval'",
        "connect-src": "'self' data:",
    }


def test_no_pattern_goes_on_after_its_asterisk(headers):
    """Some hosts take whatever follows one for part of it."""
    assert [pattern for pattern in headers if "*" in pattern[:-1]] == []


def test_no_address_gets_a_header_twice_and_hashed_folders_stay(unknown, headers):
    for file in unknown.rglob("*"):
        path = f"/{file.relative_to(unknown).as_posix()}"
        matching = [
            name
            for pattern, sent in headers.items()
            if fnmatch.fnmatchcase(path, pattern)
            for name in sent
        ]
        assert len(matching) == len(set(matching)), path
    kept = [path for path, sent in headers.items() if "immutable" in sent.get("Cache-Control", "")]
    assert {re.sub("-.*", "", path) for path in kept} == {"/app", "/vega", "/runtime"}


def test_headers_are_those_of_the_folder_that_the_site_is_to_lie_in(known):
    lines = (known / "_headers").read_text("utf-8").splitlines()
    assert all(line.startswith(("/some/where/", "  ", "\n")) or not line for line in lines)


def test_the_service_worker_knows_the_folders_of_its_version(unknown):
    script = (unknown / "sw.js").read_text("utf-8")
    (names,) = re.findall(r"^const FOLDERS=(\[.*\]);$", script, re.MULTILINE)
    assert json.loads(names) == [
        next(unknown.glob(f"{name}-*")).name for name in ("app", "vega", "runtime")
    ]
    for page in unknown.glob("essays/*/index.html"):
        (root,) = Page(page).all("html")
        assert (page.parent / root["data-offline"]).resolve() == (unknown / "sw.js").resolve()


def test_no_template_has_words_of_its_own():
    words = re.compile(r">[^<>{}]*[A-Za-z]{3,}[^<>{}]*<")  # between tags
    for name in environment(ROOT / "templates").list_templates():
        source = (ROOT / "templates" / name).read_text("utf-8")
        assert words.findall(re.sub(r"{[{%#].*?[}%#]}", "", source, flags=re.DOTALL)) in (
            [],
            [">doi:<"],
        ), name
