"""The index: an entry for each essay, their order, and the neighbours of each."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.markup import read_front_matter


@dataclass(frozen=True)
class Listing:
    """An essay's entry in the index."""

    slug: str
    title: str
    summary: str
    order: int | None = None
    tags: list[str] = field(default_factory=list)
    minutes: int = 1
    touch: list[str] = field(default_factory=list)  # gestures and directives that words.touch names
    cover: Json = field(default_factory=dict)  # a Picture
    card: str = ""  # the picture for links to it
    colours: dict[str, dict[str, str]] = field(default_factory=dict)  # of its page, by scheme

    @property
    def sort_key(self) -> tuple[bool, int, str]:
        """The key by which the index is sorted: essays without an order come last."""
        return sort_key(self.order, self.slug)

    def as_json(self) -> Json:
        """Return the fields as JSON, from which ``Listing(**…)`` makes an equal one."""
        return asdict(self)


@dataclass(frozen=True)
class Neighbours:
    """The essays before and after one, as slug and title; None at either end."""

    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def sort_key(order: object, slug: str) -> tuple[bool, int, str]:
    """Return the key by which essays are sorted: those with an order, then the others by slug."""
    return not isinstance(order, int), order if isinstance(order, int) else 0, slug


def neighbours_of(folders: Iterable[Path]) -> dict[str, Neighbours]:
    """Return each essay's neighbours in the index, by slug; only front matter is read."""
    heads = {folder.name: read_head(folder) for folder in folders}
    slugs = sorted(heads, key=lambda slug: sort_key(heads[slug].get("order"), slug))
    titled = [(slug, str(heads[slug].get("title", slug))) for slug in slugs]
    around = [None, *titled, None]
    return {slug: Neighbours(around[i], around[i + 2]) for i, (slug, _) in enumerate(titled)}


def read_head(folder: Path) -> Json:
    """Return an essay's front matter; empty if it is wrong, which the essay's build reports."""
    with suppress(AuthorError):
        file = folder / "essay.md"
        head = read_text(file).removeprefix("---\n").partition("\n---")[0]
        return read_front_matter(head, file)
    return {}
