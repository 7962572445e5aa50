"""Themes: a palette for light and for dark, as CSS variables for a page and its pictures."""

import json
import re
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.files import read_object, read_text
from refit.site.assets import read_json

Theme = dict[str, dict[str, str]]
SCHEMES = ("light", "dark")
NAME = re.compile(r"[a-z][a-z0-9-]*")
WRITE = 'write {"light": {"name": "#rrggbb", …}, "dark": {"name": "#rrggbb", …}}'
NAMED = re.compile(r"var\(\s*--([a-z][a-z0-9-]*)")  # in a drawing
COLOUR = re.compile(r"#[0-9a-f]{6}")


def load_theme(base: Path, own: Path | None = None) -> Theme:
    """Read the site's theme, and override it with an essay's own colours.

    Raises
    ------
    AuthorError
        If the essay's theme is not ``{"light": {...}, "dark": {...}}``, or names a colour in one
        scheme alone, or a colour is not written as ``#rrggbb``.
    """
    theme = {scheme: dict(read_json(base)[scheme]) for scheme in SCHEMES}
    if own is None or not own.exists():
        return theme
    text = read_text(own)
    colours = read_object(text, own, WRITE)
    colours.pop("$schema", None)  # by which editors know what may stand there
    if set(colours) != set(SCHEMES):
        raise AuthorError("needs the schemes light and dark, and no other", WRITE, own, 1)
    for scheme in SCHEMES:
        theme[scheme] |= check_colours(colours[scheme], scheme, text, own)
    if lonely := sorted(set(theme["light"]) ^ set(theme["dark"])):
        scheme = next(scheme for scheme in SCHEMES if lonely[0] in theme[scheme])
        line = line_of_key(text, scheme, lonely[0])
        names = ", ".join(lonely)
        raise AuthorError(f"{names}: named in one scheme alone", "add the other", own, line)
    return theme


def check_colours(colours: object, scheme: str, text: str, file: Path) -> dict[str, str]:
    """Return the colours of one scheme; refuse what is no CSS name or no ``#rrggbb``."""

    def complain(problem: str, remedy: str, *keys: str) -> AuthorError:
        return AuthorError(f"{scheme}{problem}", remedy, file, line_of_key(text, scheme, *keys))

    if not isinstance(colours, dict):
        raise complain(" is no object", 'write {"name": "#rrggbb", …}')
    for name, colour in colours.items():
        if not NAME.fullmatch(name):
            remedy = "use small letters, digits and hyphens"
            raise complain(f": {name!r} cannot name a colour", remedy, name)
        if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
            raise complain(f": {name} is {colour!r}", "write it as #rrggbb", name)
    return colours


def line_of_key(text: str, *keys: str) -> int:
    """Return the line of a key of a JSON text, given those of the objects around it."""
    place = 0
    for key in keys:
        found = re.compile(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:").search(
            text, place
        )
        place = found.start() if found else place
    return text.count("\n", 0, place) + 1


def variables(colours: dict[str, str]) -> str:
    """Write colours as declarations of CSS variables."""
    return "".join(f"--{name}:{value};" for name, value in sorted(colours.items()))


def page_css(theme: Theme) -> str:
    """Return the theme of a page: the system's scheme, unless the page asks for one."""
    light, dark = (variables(theme[scheme]) for scheme in SCHEMES)
    terms = "".join(f'.term[data-term="{name}"]{{--term:var(--{name})}}' for name in theme["light"])
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-scheme=light]){{{dark}}}}}\n"
        f"@media screen{{:root[data-scheme=dark]{{color-scheme:dark;{dark}}}}}\n"
        f":root[data-scheme=light]{{color-scheme:light}}\n"
        f"{terms}\n"
    )


def card_css(colours: dict[str, Theme]) -> str:
    """Return rules that give each entry of the index the colours of its essay."""
    found = ""
    for slug, theme in colours.items():
        card = f".card[data-slug={slug!r}]"
        light, dark = (variables(theme[scheme]) for scheme in SCHEMES)
        found += (
            f"{card}{{{light}}}\n"
            f"@media screen and (prefers-color-scheme:dark)"
            f"{{:root:not([data-scheme=light]) {card}{{{dark}}}}}\n"
            f"@media screen{{:root[data-scheme=dark] {card}{{{dark}}}}}\n"
        )
    return found


def picture_style(theme: Theme, drawing: str) -> str:
    """Return the style element for a picture in a file of its own: the colours that it names."""
    named = set(NAMED.findall(drawing))
    light, dark = (
        variables({name: colour for name, colour in theme[scheme].items() if name in named})
        for scheme in SCHEMES
    )
    return (
        f"<style>svg{{{light}font-family:system-ui,sans-serif}}"
        f"@media (prefers-color-scheme:dark){{svg{{{dark}}}}}"
        "</style>"
    )


def with_colours(theme: Theme, svg: str) -> str:
    """Return a picture that carries the colours it names, for a file of its own."""
    style = picture_style(theme, svg)
    return re.sub(r"<svg\b[^>]*>", lambda found: found[0] + style, svg, count=1)
