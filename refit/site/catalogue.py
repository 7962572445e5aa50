"""What others read of a site: a list of its essays, for course pages, and a feed of them."""

import json
from collections.abc import Iterable
from pathlib import Path

from refit.cache import Json
from refit.page.templates import environment, template_errors
from refit.site.config import Config
from refit.site.index import Listing


def catalogue(listings: Iterable[Listing], config: Config) -> str:
    """Return ``essays.json``; addresses are relative to it where that of the site is not known."""

    def entry(essay: Listing) -> Json:
        path = f"essays/{essay.slug}/"
        versions = [
            {
                "code": each.code,
                "name": each.name,
                "title": each.title,
                "url": config.absolute(path + each.address) or path + each.page,
            }
            for each in essay.versions
        ]
        return {
            "slug": essay.slug,
            "url": versions[0]["url"],
            "title": essay.title,
            "topic": essay.topic,
            "summary": essay.summary,
            "shelf": essay.shelf,
            "minutes": essay.time,
            "tags": essay.tags,
            "authors": essay.authors,
            "date": essay.date,
            "languages": versions,
        }

    values = {"title": config.title, "essays": [entry(each) for each in listings]}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def in_feed(listings: Iterable[Listing], config: Config) -> list[Listing]:
    """Return the essays that the feed tells of, the newest first.

    A feed names each by an address that stays, so there is none without that of the site. It says
    of each when it came: an essay without a date is not told of, since every other time (that of
    the build, or of the file) would announce it to all readers again and again.
    """
    dated = [each for each in listings if each.date] if config.site_url else []
    return sorted(dated, key=lambda essay: essay.date, reverse=True)


def feed(entries: list[Listing], config: Config, words: Json, templates: Path) -> str:
    """Return the feed of these essays, in Atom's format (RFC 4287)."""
    with template_errors():
        template = environment(templates).get_template("feed.xml")
        return template.render(essays=entries, site=config, words=words) + "\n"
