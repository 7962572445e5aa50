"""The files of one essay: written or copied into the site, each with its hash in its name."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from refit.essay.data_files import data_files
from refit.essay.files import read_text
from refit.page.media import Picture, ship_picture
from refit.site import assets
from refit.site.theme import Theme, load_theme, page_css, picture_style


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
        return ship_picture(self.ship(file), file) if file.exists() else None

    def write(self, stem: str, suffix: str, content: str) -> str:
        """Write a text file and return its name."""
        return assets.write_named(stem, suffix, content.encode(), self.target)

    def write_style(self) -> str:
        """Write the essay's colours and its own style sheet, if it has one, as one file."""
        own = self.source / "style.css"
        style = page_css(self.theme) + (read_text(own) if own.exists() else "")
        return self.write("theme", ".css", style)

    def write_model(self) -> str:
        """Copy the model, which the page runs."""
        return self.write("model", ".py", (self.source / "model.py").read_text("utf-8"))

    def write_data(self) -> dict[str, str]:
        """Copy the model's data files; return their new names by their paths in the folder."""
        files = {name: self.source / name for name in data_files(self.source)}
        return {
            name: assets.write_named(file.stem, file.suffix, file.read_bytes(), self.target)
            for name, file in files.items()
        }

    def ship(self, file: Path) -> str:
        """Copy a file of the essay's folder and return its new name.

        A page's colours do not reach into its pictures, so a drawing that names some gets them.
        """
        content = file.read_bytes()
        if file.suffix == ".svg" and b"var(--" in content:
            style = picture_style(self.theme)
            content = re.sub(rb"<svg\b[^>]*>", lambda m: m[0] + style.encode(), content, count=1)
        return assets.write_named(file.stem, file.suffix, content, self.target)
