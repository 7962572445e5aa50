"""Projects: the folders and files that a site is built from, and its settings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from refit.errors import AuthorError
from refit.npm import node_modules
from refit.paths import ROOT
from refit.site.config import Config, read_config


@dataclass(frozen=True)
class Project:
    """The folders and files that a site is built from.

    The essays and the settings are the author's; by default they are those of this checkout.
    Everything else is Refit's own.
    """

    essays: Path = ROOT / "essays"
    settings: Path = ROOT / "site.toml"
    site_url: str | None = None  # used instead of the one in the settings
    templates: Path = ROOT / "templates"
    static: Path = ROOT / "static"
    node_modules: Path = field(default_factory=node_modules)

    @cached_property
    def config(self) -> Config:
        """What the settings say, checked."""
        return read_config(self.settings, self.site_url)

    @property
    def folders(self) -> list[Path]:
        """The folders that hold an ``essay.md`` and whose names do not begin with "." or "_"."""
        found = (file.parent for file in self.essays.glob("*/essay.md"))
        return sorted(folder for folder in found if folder.name[0] not in "._")

    def chosen(self, slugs: Iterable[str] = ()) -> list[Path]:
        """Return the folders of the essays with these slugs, or of all essays if none is given.

        Raises
        ------
        AuthorError
            If an essay does not exist, or if there is no essay at all.
        """
        folders = {folder.name: folder for folder in self.folders}
        if not folders:
            raise AuthorError("holds no essay", "add a folder with an essay.md", self.essays)
        for slug in slugs:
            if slug not in folders:
                there = f"there are {', '.join(folders)}"
                raise AuthorError(f"there is no essay {slug!r}", there, self.essays)
        return [folders[slug] for slug in slugs] or list(folders.values())
