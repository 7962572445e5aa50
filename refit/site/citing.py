"""What an essay's page says of itself to those who cite it and to search engines.

The first read BibTeX, the others schema.org's words as JSON-LD.
"""

import re

from markupsafe import Markup

from refit.cache import Json, as_json
from refit.essay.reading import Essay
from refit.site.config import Config
from refit.site.index import Listing, Version

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of essays, as `rights` of the words says
KIND = "interactive essay"
TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
SPECIAL = re.compile(r"[\\~^&%$#_{}]")


def data_block(values: Json) -> Markup:
    """Return JSON for a ``<script>`` that browsers do not run, of which no text can end it."""
    return Markup(as_json(values).replace("</", "<\\/").replace("<!--", "\\u003c!--"))


def learning_resource(essay: Essay, listing: Listing, config: Config) -> Json:
    """Return what search engines and course catalogues read of an essay, in schema.org's words.

    The time is that of the core, which is what a newcomer has finished when he has finished.
    """
    version = Version.of(essay)
    found = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": essay.title,
        "description": essay.summary,
        "about": {"@type": "Thing", "name": essay.topic} if essay.topic else None,
        "keywords": listing.tags,
        "author": [
            {"@type": "Organization" if is_group(each) else "Person", "name": plain_name(each)}
            for each in essay.authors
        ],
        "datePublished": listing.date,
        "inLanguage": version.code,
        "learningResourceType": KIND,
        "timeRequired": f"PT{listing.time['core']}M",
        "license": LICENCE,
        "url": config.absolute(f"essays/{essay.slug}/{version.address}"),
    }
    return {name: value for name, value in found.items() if value}


def bibtex(essay: Essay, config: Config) -> str:
    """Return the entry by which an essay is cited; what is not known is left out."""
    version = Version.of(essay)
    is_first = version.page == "index.html"
    authors = (f"{{{tex(plain_name(a))}}}" if is_group(a) else tex(a) for a in essay.authors)
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{tex(essay.title)}}}",  # in braces, or styles write it in small letters
        "howpublished": tex(config.title),
        "year": essay.date[:4],
        "url": config.absolute(f"essays/{essay.slug}/{version.address}"),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = essay.slug if is_first else f"{essay.slug}-{version.code}"
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"


def is_group(author: str) -> bool:
    """Tell whether an author is no person but a group, which has braces as in BibTeX."""
    return author.startswith("{")


def plain_name(author: str) -> str:
    """Return an author's name without the braces of a group."""
    return author.strip("{}")


def tex(text: str) -> str:
    """Write a text as BibTeX reads it."""
    return SPECIAL.sub(lambda sign: TEX.get(sign[0], f"\\{sign[0]}"), text)
