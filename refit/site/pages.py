"""The index, and the files of the whole site.

They are the 404 page, the list of essays, the feed, the sitemap, robots.txt, the headers and the
service worker.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from refit.cache import Cache, Json, code_digest, digest, files_digest
from refit.languages import find_language
from refit.page.templates import environment, template_errors
from refit.site import assets
from refit.site import toy as toys
from refit.site.catalogue import catalogue, feed, in_feed
from refit.site.config import Config
from refit.site.index import Listing, shared_touch, shelves
from refit.site.outcome import Names
from refit.site.project import Project
from refit.site.search import search_index
from refit.site.social_cards import draw_card
from refit.site.theme import Theme, card_css, load_theme, page_css
from refit.site.words import ENGLISH, read_words

DEPTH = 8  # style sheets for lost readers: for the site's folder, and for seven levels below it
FOR_EVER = "Cache-Control: public, max-age=31536000, immutable"
FOR_OTHERS = "Access-Control-Allow-Origin: *"  # pages of other sites may read it
ALWAYS_ASK = "Cache-Control: no-cache"


@dataclass
class Pages:
    """Writes the index and the files for the whole site; ``listings`` is in the index's order."""

    project: Project
    names: Names
    site: Path
    cache: Cache
    listings: list[Listing]

    def write(self) -> None:
        """Write the index and all other files."""
        colours = {essay.slug: essay.colours for essay in self.listings}
        toy = toys.toy(self.cache)
        own = card_css(colours) + toys.toy_css(toy["places"])
        theme = self.put_named("theme", ".css", page_css(self.theme) + own)
        self.put("index.html", self.render_index(theme, toy))
        self.write_lost(theme)
        self.put("sw.js", self.service_worker)
        pages = [
            f"essays/{each.slug}/{page}"
            for each in self.listings
            for page in ("", *(version.page for version in each.versions))
        ]
        self.put("essays.json", catalogue(self.listings, self.config))
        if self.in_feed:
            templates = self.project.templates
            self.put("feed.xml", feed(self.in_feed, self.config, self.words, templates))
        self.put("_headers", headers(self.config.base, self.names, pages))
        self.put(".nojekyll", "")  # or GitHub would look at the pages, and leave out _headers
        if self.config.site_url:
            addresses = ["", *(page for page in pages if not page.endswith("/index.html"))]
            self.put("sitemap.xml", sitemap([self.config.absolute(each) for each in addresses]))
            self.put("robots.txt", robots(self.config.absolute("sitemap.xml")))

    def render_index(self, theme: str, toy: Json) -> str:
        """Render the index: a toy, and the essays on their shelves."""
        size = {"width": toys.WIDTH, "height": toys.HEIGHT, "y": toys.place(0, toys.REX)[1]}
        return self.render(
            "index",
            theme,
            root="",
            essays=self.listings,
            shelves=shelves(self.listings),
            shared=shared_touch(self.listings),
            feed=bool(self.in_feed),
            search=self.search,
            toy=toy | size | {"start": toys.START},
        )

    def write_lost(self, theme: str) -> None:
        """Write the page for addresses that lead nowhere, and its style sheets.

        It is served at any depth, and where the whole address of the site is not known, relative
        links lead home from one depth alone. So there is a link for each depth, and a style sheet
        too; those of the right depth are found, and they show its link and hide the others. Deeper
        down none is found, and the last link, which is never hidden, leads to a page that is less
        deep. No script is needed.
        """
        ups = (
            [self.config.base]
            if self.config.site_url
            else ["./", *("../" * n for n in range(1, DEPTH))]
        )
        sheets = []
        style = f'@import "{theme}";@import "{self.names.app}/css/site.css";'
        style += ".lost{width:min(100%,42rem);height:auto}"
        for n, up in enumerate(ups):
            # At the top of a host all are found, since ../ leads no higher: the first rules.
            shown = f".up{{display:none}}p.up.up-{n}{{display:block!important}}"
            hidden = f"p.up.up-{n}~p.up{{display:none!important}}"
            sheets.append(up + self.put_named("404", ".css", f"{style}{shown}{hidden}\n"))
        self.put("404.html", self.render("404", theme, ups=ups, sheets=sheets))

    @cached_property
    def search(self) -> str:
        """The name of the file that the search reads."""
        return self.put_named("search", ".json", search_index(self.listings, self.site, self.cache))

    @cached_property
    def in_feed(self) -> list[Listing]:
        """The essays that the feed tells of; there is no feed if there are none."""
        return in_feed(self.listings, self.config)

    @property
    def config(self) -> Config:
        """The site's own settings."""
        return self.project.config

    @cached_property
    def theme(self) -> Theme:
        """The colours of the site, which an essay's own override."""
        return load_theme(self.project.static / "theme.json")

    def render(self, name: str, theme: str, **values: object) -> str:
        """Render a page."""
        values |= {
            "policy": assets.POLICY,
            "words": self.words,
            "language": find_language(ENGLISH),
            "site": self.config,
            "app": self.names.app,
            "runtime": self.names.runtime,
            "theme": theme,
            "address": "",
            "card": self.card,
        }
        with template_errors():
            page = environment(self.project.templates).get_template(f"{name}.html")
            return page.render(values)

    @cached_property
    def words(self) -> Json:
        """The words of the interface."""
        return read_words(self.project.static / "words")

    @cached_property
    def card(self) -> str:
        """The name of the picture for links to the site, with the first cover there is."""
        if not self.config.site_url:
            return ""
        files = (self.project.essays / essay.slug / "cover.svg" for essay in self.listings)
        cover = next((file for file in files if file.exists()), None)
        modules = self.project.node_modules
        above = self.words["index"]["about"]
        png = draw_card(self.config.title, above, cover, self.theme, modules, self.cache)
        return assets.write_named("card", ".png", png, self.site)

    @cached_property
    def service_worker(self) -> str:
        """The service worker, which knows the folders of this version of the site."""
        scripts = self.project.static / "js"
        options = ["--bundle", "--format=iife", str(scripts / "sw.js")]
        key = digest(files_digest(scripts), code_digest("site.assets"))
        script = self.cache.recall(
            "scripts", key, lambda: assets.esbuild(self.project.node_modules, options)
        )
        names = [self.names.app, self.names.vega, self.names.runtime]
        return f"const FOLDERS={json.dumps(names)};\n{script.decode()}"

    def put(self, name: str, content: str) -> None:
        """Write a file beside the index."""
        (self.site / name).write_text(content, "utf-8")

    def put_named(self, stem: str, suffix: str, content: str) -> str:
        """Write a file with its hash in its name beside the index; return that name."""
        return assets.write_named(stem, suffix, content.encode(), self.site)


def headers(base: str, names: Names, essays: list[str]) -> str:
    """Return the headers for hosts that read them from a file (Netlify, Cloudflare Pages).

    No two rules give the same header to one address: such hosts would send both, and browsers keep
    to both of two policies.
    """
    policy = f"Content-Security-Policy: {assets.POLICY}"
    pages = ["", "index.html", "404.html", *essays]
    worker = f"Content-Security-Policy: {assets.WORKER_POLICY}"
    rules = {"*": ["X-Content-Type-Options: nosniff"]}
    rules |= {page: [policy, ALWAYS_ASK] for page in pages}
    rules |= {f"{folder}/*": [FOR_EVER] for folder in (names.app, names.vega, names.runtime)}
    rules |= {f"{names.app}/js/{name}": [worker] for name in assets.WORKERS}
    rules |= {"sw.js": [ALWAYS_ASK]}
    rules |= {name: [ALWAYS_ASK, FOR_OTHERS] for name in ("essays.json", "feed.xml")}
    blocks = (f"{base}{path}\n" + "".join(f"  {h}\n" for h in of) for path, of in rules.items())
    return "\n".join(blocks)


def sitemap(addresses: list[str]) -> str:
    """Return a sitemap of these addresses, in the format of sitemaps.org."""
    urls = "".join(f"<url><loc>{address}</loc></url>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def robots(sitemap_address: str) -> str:
    """Return ``robots.txt``: everything may be read, and the address of the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {sitemap_address}\n"
