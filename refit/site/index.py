"""The shelf: what the index says of each essay, their order, and who stands beside whom."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.markup import read_front_matter


@dataclass(frozen=True)
class Listing:
    """What the index says of an essay."""

    slug: str
    title: str
    summary: str
    order: int | None = None
    tags: list[str] = field(default_factory=list)
    minutes: int = 1
    touch: list[str] = field(default_factory=list)  # what can be touched in it: words.touch
    cover: dict[str, Any] = field(default_factory=dict)  # a Picture
    card: str = ""  # the picture for links to it
    colours: dict[str, dict[str, str]] = field(default_factory=dict)  # of its page, by scheme

    @property
    def sort_key(self) -> tuple[bool, int, str]:
        """What the index is sorted by: essays without an order come last."""
        return sort_key(self.order, self.slug)

    def as_json(self) -> dict[str, Any]:
        """Return what ``Listing(**…)`` makes the same of."""
        return asdict(self)


@dataclass(frozen=True)
class Neighbours:
    """The essays before and after one, as slug and title; None at either end."""

    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def sort_key(order: object, slug: str) -> tuple[bool, int, str]:
    """Return what essays are sorted by."""
    return not isinstance(order, int), order if isinstance(order, int) else 0, slug


def neighbours_of(folders: Iterable[Path]) -> dict[str, Neighbours]:
    """Return who stands beside each essay, by slug, from nothing but the front matter of all."""
    heads = {folder.name: read_head(folder) for folder in folders}
    slugs = sorted(heads, key=lambda slug: sort_key(heads[slug].get("order"), slug))
    titled = [(slug, str(heads[slug].get("title", slug))) for slug in slugs]
    around = [None, *titled, None]
    return {slug: Neighbours(around[i], around[i + 2]) for i, (slug, _) in enumerate(titled)}


def read_head(folder: Path) -> dict[str, object]:
    """Read an essay's front matter; whatever is wrong with it, its own build will tell."""
    with suppress(AuthorError):
        file = folder / "essay.md"
        head = read_text(file).removeprefix("---\n").partition("\n---")[0]
        return read_front_matter(head, file)
    return {}
