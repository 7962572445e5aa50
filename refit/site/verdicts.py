"""What checks have told of good essays, kept for as long as nothing changes that it depends on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from refit.cache import Cache, as_json, digest, files_digest, versions
from refit.page import media
from refit.paths import PACKAGE, ROOT
from refit.runtime import install
from refit.site.findings import Finding
from refit.site.project import Project

KIND = "verdicts"


@dataclass(frozen=True)
class Verdicts:
    """What was told of essays which were good, and proved in the browser's Python."""

    project: Project
    cache: Cache

    @cached_property
    def around(self) -> str:
        """A hash of all that every essay depends on."""
        files = [PACKAGE, self.project.templates, self.project.static]
        return digest(
            *map(files_digest, files),
            (ROOT / "package.json").read_bytes(),
            versions(),
            install.variant(),
            as_json(asdict(self.project.config)),
            str(Path.cwd()),
        )

    def essay(self, folder: Path) -> str:
        """Return a hash of all that an essay depends on."""
        return digest(self.around, str(folder), files_digest(folder), as_json(media.linked(folder)))

    def recall(self, key: str) -> list[Finding] | None:
        """Return what was told of an essay of this hash; None if nothing was."""
        found = None if self.cache.fresh else self.cache.get(KIND, key)
        return None if found is None else [Finding(**each) for each in json.loads(found)]

    def keep(self, folder: Path, key: str, told: Sequence[Finding]) -> None:
        """Keep what was told of an essay, unless it was saved again while it was checked."""
        if self.essay(folder) == key:
            self.cache.put(KIND, key, as_json(list(map(asdict, told))).encode())

    def of_all(self, folders: Sequence[Path], make: Callable[[], list[Finding]]) -> list[Finding]:
        """Return what was told of several essays among all of the project, made if they changed."""

        def look() -> str:
            names = as_json([folder.name for folder in folders])
            return digest(names, *map(self.essay, self.project.folders))

        with self.cache.unless_changed(look) as key:
            found = self.cache.recall_json(KIND, key, lambda: list(map(asdict, make())))
        return [Finding(**each) for each in found]
