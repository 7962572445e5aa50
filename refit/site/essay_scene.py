"""One scene of an essay: computed, checked and drawn."""

from pathlib import Path

from refit.cache import code_digest, digest, files_digest, versions


def sources_digest(folder: Path) -> str:
    """Hash the files of an essay that its figures may read: all but its text and its tests."""
    return files_digest(
        folder, without=lambda file: file.name == "essay.md" or file.name.startswith("test_")
    )


def warm_key(folder: Path) -> str:
    """Name the mark that an essay leaves in the cache once everything slow about it is there."""
    return digest(
        sources_digest(folder), code_digest("figures.charts", "model.results"), versions()
    )
