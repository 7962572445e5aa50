"""The files of one essay: written or copied into the site, each with its hash in its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from refit.cache import visible_files
from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.essay.data_files import data_files
from refit.essay.files import read_text, refuse_link
from refit.essay.model_files import own_files
from refit.page.media import Picture, ship_picture
from refit.site import assets
from refit.site.style_sheets import check_style
from refit.site.theme import Theme, load_theme, page_css, with_colours

SHAPES = (2.0, 3.0)  # of a cover: its width over its height, at least and at most

ENDLESS = re.compile(
    r"animation[\w-]*:[^;}]*\binfinite\b|repeat(?:Count|Dur)\s*=\s*.indefinite", re.IGNORECASE
)


@dataclass(frozen=True)
class EssayFiles:
    """The files of one essay to which its page refers.

    Attributes
    ----------
    source
        The essay's folder.
    target
        The essay's folder in the site.
    site_theme
        The file of the site's colours, which the essay's own are laid over.
    """

    source: Path
    target: Path
    site_theme: Path

    @cached_property
    def theme(self) -> Theme:
        """The essay's colours."""
        return load_theme(self.site_theme, self.source / "theme.json")

    @cached_property
    def cover(self) -> Picture | None:
        """The picture above the essay's title and in the index, if the essay has one."""
        file = self.source / "cover.svg"
        if not file.exists():
            return None
        picture = ship_picture(self.ship(file), file)
        check_cover(picture, file)
        return picture

    @property
    def foreseen_cover(self) -> Picture | None:
        """The cover under the name that it will have, for the pages of other essays."""
        file = self.source / "cover.svg"
        if not file.exists():
            return None
        return ship_picture(assets.hashed_name(file.stem, file.suffix, self.content(file)), file)

    @property
    def problems(self) -> list[AuthorError]:
        """What is wrong with the files that the text does not name: cover and style sheet."""
        found = []
        for look in (lambda: self.cover, lambda: self.style):
            try:
                look()
            except AuthorError as error:
                found.append(error)
        return found

    @cached_property
    def style(self) -> str:
        """The essay's own style sheet; empty if it has none."""
        file = self.source / "style.css"
        text = read_text(file) if file.exists() else ""
        check_style(text, file)
        return text

    def write(self, stem: str, suffix: str, content: str | bytes) -> str:
        """Write a file and return its name."""
        content = content.encode() if isinstance(content, str) else content
        return assets.write_named(stem, suffix, content, self.target)

    def write_style(self, shapes: Mapping[str, Mapping[str, float]], formulae: str) -> str:
        """Write the essay's colours and its own style sheet, if it has one, as one file.

        ``shapes`` holds each figure's height over its width by layout, from which the page's style
        sheet places it in the middle of the window; ``formulae`` the rules of the page's formulae.
        """
        rules = "".join(
            f"[data-figure={name}]{{{''.join(f'--{k}:{v:.3g};' for k, v in shape.items())}}}\n"
            for name, shape in shapes.items()
        )
        return self.write("theme", ".css", page_css(self.theme) + rules + formulae + self.style)

    def write_model(self) -> dict[str, str]:
        """Copy the model's Python, which the page runs; return the new names by the modules'."""
        return {
            file.stem: self.write(file.stem, ".py", read_text(file))
            for file in own_files(self.source)
        }

    def write_data(self) -> dict[str, str]:
        """Copy the model's data files; return their new names by their paths in the folder."""
        files = {name: self.source / name for name in data_files(self.source)}
        return {
            name: assets.write_named(file.stem, file.suffix, file.read_bytes(), self.target)
            for name, file in files.items()
        }

    def ship(self, file: Path) -> str:
        """Copy a file of the essay's folder and return its new name."""
        return assets.write_named(file.stem, file.suffix, self.content(file), self.target)

    def content(self, file: Path) -> bytes:
        """Return a file of the essay's folder as it is in the site.

        A page's colours do not reach into its pictures, so a drawing that names some gets them.
        """
        refuse_link(file)
        content = file.read_bytes()
        if file.suffix == ".svg" and b"var(--" in content:
            svg = content.decode(errors="surrogateescape")
            content = with_colours(self.theme, svg).encode(errors="surrogateescape")
        return content


def endless_motion(folder: Path) -> list[AuthorError]:
    """Return the advice to let the drawings of a folder come to rest, for each that never does.

    They are pictures of their own, which the page's switch for motion does not reach.
    """
    problem = "this picture moves for ever, and the page's switch for motion does not reach it"
    remedy = "let it rest after five seconds at most: a number of turns for `infinite`"
    return [
        advise("motion", problem, remedy, file, line)
        for file in visible_files(folder)
        if file.suffix == ".svg"
        for line, text in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if ENDLESS.search(text)
    ]


def check_cover(picture: Picture, file: Path) -> None:
    """Refuse a cover that says nothing to those who cannot see it, or that has another shape."""
    if not picture.title:
        problem = "this cover has no <title>"
        raise AuthorError(problem, "write <title>What there is to see</title> in it", file, 1)
    low, high = (side * picture.height for side in SHAPES)
    if not low <= picture.width <= high:
        problem = f"this cover is {picture.width} by {picture.height}"
        remedy = 'draw it 1120 by 440, as <svg viewBox="0 0 1120 440" …>'
        raise AuthorError(problem, remedy, file, 1)
