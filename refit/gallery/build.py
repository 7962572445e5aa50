"""The build of the documentation: its pages are written as essays, and built as any others are."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from refit.cache import build_cache
from refit.errors import AuthorError, EssaysError, all_errors
from refit.gallery.pages import Documentation
from refit.paths import DOCS
from refit.site.build import build
from refit.site.outcome import Report
from refit.site.project import Project


@contextmanager
def written(source: Path = DOCS, fresh: bool = False) -> Iterator[Documentation]:
    """Yield the documentation, written into a temporary folder; tell mistakes where they are.

    Raises
    ------
    AuthorError
        With the place in an example, not in what was made of it.
    """
    with tempfile.TemporaryDirectory(prefix="refit-docs-") as scratch:
        documentation = Documentation(Path(scratch) / "essays", source, build_cache(fresh))
        try:
            documentation.write()
            yield documentation
        except AuthorError as error:
            errors = all_errors(error)
            for each in errors:
                documentation.locate(each)
            raise EssaysError(errors) from None


def build_documentation(out: Path, report: Report, fresh: bool = False) -> None:
    """Build the documentation.

    Raises
    ------
    AuthorError
        For mistakes in its texts and examples, and for a folder that must not be replaced.
    SetupError
        If the browser runtime or an npm package cannot be had, or the site cannot be written.
    """
    with written(fresh=fresh) as documentation:
        project = Project(documentation.essays, DOCS / "site.toml")
        build(project, out, report, fresh, locate=documentation.locate)
