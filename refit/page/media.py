"""Media: pictures and links of the prose, checked and brought into the site.

A picture is a file of the essay's folder; its size is read from its header, so that the page
reserves room for it. A link leads to an anchor of this page (``#name``), to another essay
(``essay:slug`` or ``../slug/``, with ``#name`` or without), to a file in the folder, or out of the
site.
"""

import io
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import imagesize
from markdown_it.token import Token
from markupsafe import Markup

from refit.errors import AuthorError
from refit.essay.anchors import name_anchors
from refit.essay.files import read_text
from refit.essay.markup import parse
from refit.essay.reading import SLUG
from refit.essay.translations import translation_files
from refit.page.drawings import read_svg, size_of_svg
from refit.page.renderer import EssayRenderer, token

ESSAY = re.compile(r"(?:essay:|\.\./)(?P<slug>[^/#?]+)(?:/(?:index\.html)?)?(?:#(?P<anchor>.*))?")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
PAGES = (".htm", ".html", ".mht", ".shtml", ".xht", ".xhtml", ".xml", ".xsl")
LARGEST = 100_000  # pixels
RASTERS = (b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"\xff\xd8", b"RIFF")  # how they begin


@dataclass(frozen=True)
class Picture:
    """A picture in the site: its address beside the page, its size in pixels, its SVG title."""

    name: str
    width: int
    height: int
    title: str = ""


@token("image")
def image(page: EssayRenderer, image: Token, line: int) -> Markup:
    """Render a picture of the essay's folder."""
    source = unquote(str(image.attrs["src"]))
    if any(child.type not in ("text", "softbreak") for child in image.children or []):
        raise page.error(
            f"the alternative of {source!r} holds more than words",
            "write ![what there is to see](file) in plain words",
            line,
        )
    alternative = " ".join("".join(c.content or " " for c in image.children or []).split())
    if not alternative:
        raise page.error(
            f"{source!r} has no text alternative",
            f"write ![what there is to see]({source})",
            line,
        )
    if SCHEME.match(source):
        raise page.error(
            f"{source!r} is not in the essay's folder",
            "copy the picture there: a page of ours asks no other site for anything",
            line,
        )
    file = inside(page, source, line)
    if file.suffix.lower() not in PICTURES:
        raise page.error(
            f"{source!r} is no picture that can be shown", f"use one of {', '.join(PICTURES)}", line
        )
    picture = ship_picture(page.ship(file), file)
    return page.render_template(
        "picture", picture=picture, alt=alternative, title=image.attrs.get("title")
    )


@token("link_open")
def link(page: EssayRenderer, link: Token, line: int) -> Markup:
    """Render the beginning of a link, or refuse it if its target does not exist."""
    href = str(link.attrs["href"])
    attributes = ""
    if href.startswith("#"):
        check_anchor(page, unquote(href[1:]), page.anchors, line)
    elif essay := ESSAY.fullmatch(href):
        href = to_essay(page, essay["slug"], essay["anchor"], line)
    elif re.match("https?://", href):
        attributes = ' rel="noopener"'
    elif SCHEME.match(href):
        if not href.startswith("mailto:"):
            raise page.error(
                f"the link to {href!r} leads nowhere",
                "write https://…, #anchor or essay:slug",
                line,
            )
    else:
        href = quote(page.ship(linked_file(page, unquote(href), line)))
    title = Markup(' title="{}"').format(link.attrs["title"]) if "title" in link.attrs else ""
    return Markup('<a href="{}"').format(href) + Markup(attributes) + title + Markup(">")


def linked_file(page: EssayRenderer, path: str, line: int) -> Path:
    """Return a file of the essay's folder that a browser may open by itself."""
    file = inside(page, path, line)
    if file.suffix.lower() in PAGES:
        problem = f"{path!r} is a page of its own, which would run as a part of this site"
        raise page.error(problem, "link to a picture, a PDF or data, or write an essay", line)
    if file.suffix.lower() == ".svg":
        read_svg(file)
    return file


def inside(page: EssayRenderer, path: str, line: int) -> Path:
    """Return a file of the essay's folder."""
    folder = page.essay.folder.resolve()
    file = (folder / path).resolve()
    if not file.is_relative_to(folder):
        raise page.error(
            f"{path!r} is outside the essay's folder", "copy the file into the folder", line
        )
    if not path or not file.is_file():
        there = [p.name for p in folder.iterdir() if p.is_file() and p.suffix == file.suffix]
        known = ", ".join(sorted(there)) or f"no {file.suffix or 'such'} file"
        raise page.error(f"there is no file {path!r}", f"the folder has {known}", line)
    return file


def to_essay(page: EssayRenderer, slug: str, anchor: str | None, line: int) -> str:
    """Return the address of another essay, or of an anchor in it."""
    essays = page.essay.folder.parent
    slugs = sorted(file.parent.name for file in essays.glob("*/essay.md"))
    known = [slug for slug in slugs if SLUG.fullmatch(slug)]
    if slug not in known:
        raise page.error(f"there is no essay {slug!r}", f"essays: {', '.join(known)}", line)
    code = page.essay.language.code
    translated = translation_files(essays / slug).get(code)
    address = f"../{slug}/{code if translated else 'index'}.html"
    if not anchor:
        return address
    file = translated or essays / slug / "essay.md"
    anchors = name_anchors(parse(read_text(file), file).nodes, file)
    check_anchor(page, unquote(anchor), anchors, line)
    return f"{address}#{anchor}"


def check_anchor(page: EssayRenderer, name: str, anchors: dict[str, int], line: int) -> None:
    """Refuse a link to an anchor that does not exist."""
    if name not in anchors:
        known = ", ".join(f"#{anchor}" for anchor, at in anchors.items() if at)
        raise page.error(f"there is no anchor #{name}", f"anchors: {known}", line)


def linked(folder: Path) -> list[str]:
    """Return the texts of the essays that an essay links to, since its pages depend on them."""
    texts = [read_anyhow(file) for file in texts_of(folder)]
    found = re.findall(r"(?:essay:|\.\./)([a-z0-9-]+)", "\n".join(texts))
    folders = [folder.parent / slug for slug in sorted(set(found))]
    return [read_anyhow(file) for each in folders for file in texts_of(each)]


def read_anyhow(file: Path) -> str:
    """Read a text that may be missing or wrong, which the build of its essay reports."""
    return file.read_text("utf-8", "replace") if file.is_file() else ""


def texts_of(folder: Path) -> list[Path]:
    """Return the files of an essay's texts in all languages."""
    return [folder / "essay.md", *translation_files(folder).values()]


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────


def ship_picture(name: str, file: Path) -> Picture:
    """Return a picture as the templates show it; ``name`` is what it is called in the site.

    Raises
    ------
    AuthorError
        If its size cannot be read.
    """
    title = ""
    if file.suffix.lower() == ".svg":
        root = read_svg(file)
        width, height = size_of_svg(root)
        title = " ".join((root.findtext("{http://www.w3.org/2000/svg}title") or "").split())
    else:
        width, height = size_of_raster(file.read_bytes())
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        remedy = (
            "give its <svg> a viewBox" if file.suffix.lower() == ".svg" else "save the picture anew"
        )
        raise AuthorError("the size of this picture cannot be read", remedy, file)
    return Picture(quote(name), round(width), round(height), title)


def size_of_raster(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels as browsers show the picture, a photo turned upright.

    Neither is positive if this is none of the formats in ``RASTERS`` or its header is damaged.
    """
    if not content.startswith(RASTERS):
        return 0, 0
    width, height = imagesize.get(io.BytesIO(content))
    return int(width), int(height)
