"""Projects: where a site's sources are, and what its host has said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from refit.errors import AuthorError
from refit.paths import ROOT
from refit.site.config import Config, read_config


@dataclass(frozen=True)
class Project:
    """Where a site's sources are; all but the essays and the settings are Refit's own."""

    essays: Path = ROOT / "essays"
    settings: Path = ROOT / "site.toml"
    site_url: str | None = None  # in the place of the settings' own
    templates: Path = ROOT / "templates"
    static: Path = ROOT / "static"
    node_modules: Path = ROOT / "node_modules"

    @cached_property
    def config(self) -> Config:
        """The site's own settings."""
        return read_config(self.settings, self.site_url)

    @property
    def folders(self) -> list[Path]:
        """The folders of the essays: those with an ``essay.md`` whose name begins with a letter."""
        found = (file.parent for file in self.essays.glob("*/essay.md"))
        return sorted(folder for folder in found if folder.name[0] not in "._")

    def chosen(self, slugs: Iterable[str] = ()) -> list[Path]:
        """Return the folders of the essays that are named, all of them if none is.

        Raises
        ------
        AuthorError
            If there is no such essay, or none at all.
        """
        folders = {folder.name: folder for folder in self.folders}
        if not folders:
            raise AuthorError("holds no essay", "add a folder with an essay.md", self.essays)
        for slug in slugs:
            if slug not in folders:
                there = f"there are {', '.join(folders)}"
                raise AuthorError(f"there is no essay {slug!r}", there, self.essays)
        return [folders[slug] for slug in slugs] or list(folders.values())
