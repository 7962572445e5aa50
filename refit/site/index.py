"""The index: an entry for each essay, their order, and the neighbours of each."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.essay.markup import read_front_matter
from refit.essay.reading import Essay
from refit.essay.translations import translation_files
from refit.languages import find_language
from refit.site.essay_files import EssayFiles


@dataclass(frozen=True)
class Version:
    """An essay in one language: the language's code and name, the page's file and title."""

    code: str
    name: str
    page: str
    title: str

    @classmethod
    def of(cls, essay: Essay) -> "Version":
        """Return what a page says of an essay, or of a translation of it."""
        language = essay.language
        is_first = essay.file == "essay.md"
        page = "index.html" if is_first else f"{language.code}.html"
        return cls(language.code, language.name, page, essay.title)

    @property
    def address(self) -> str:
        """Its address beside those of the other languages, where hosts have names for folders."""
        return self.page.removesuffix("index.html")


@dataclass(frozen=True)
class Listing:
    """An essay's entry in the index."""

    slug: str
    title: str
    summary: str
    topic: str = ""
    shelf: str = ""
    order: int | None = None
    tags: list[str] = field(default_factory=list)
    time: Json = field(default_factory=lambda: {"core": 1, "whole": 1})  # a ReadingTime
    touch: list[str] = field(default_factory=list)  # gestures and directives that words.touch names
    cover: Json = field(default_factory=dict)  # a Picture
    card: str = ""  # the picture for links to it
    colours: dict[str, dict[str, str]] = field(default_factory=dict)  # of its page, by scheme
    lang: str = "en"
    translations: list[Version] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)  # their names, without braces
    date: str = ""  # on which it came out, as in 2026-11-20
    challenges: list[str] = field(default_factory=list)  # their names

    @classmethod
    def from_json(cls, values: Json) -> "Listing":
        """Return the listing that ``as_json`` gave."""
        return cls(**values | {"translations": [Version(**v) for v in values["translations"]]})

    @cached_property
    def versions(self) -> list[Version]:
        """Its pages in all languages, its own first."""
        own = Version(self.lang, find_language(self.lang).name, "index.html", self.title)
        return [own, *self.translations]

    @property
    def sort_key(self) -> tuple[bool, int, str]:
        """The key by which the index is sorted: essays without an order come last."""
        return sort_key(self.order, self.slug)

    def as_json(self) -> Json:
        """Return the fields as JSON, from which ``from_json`` makes an equal one."""
        return asdict(self)


@dataclass(frozen=True)
class Neighbour:
    """An essay as another leads to it."""

    slug: str
    title: str
    summary: str = ""
    topic: str = ""
    cover: Json = field(default_factory=dict)  # a Picture
    lang: str = "en"
    translations: Json = field(default_factory=dict)  # title, summary and topic by language


@dataclass(frozen=True)
class Neighbours:
    """The essays before and after one. The last leads to the first, and a single one to none."""

    before: Neighbour | None = None
    after: Neighbour | None = None
    is_last: bool = False


def shelves(listings: Iterable[Listing]) -> dict[str, list[Listing]]:
    """Return the essays by the shelf that they stand on, shelves in the order of their first essay.

    Those that name no shelf stand on the last, whose name is empty.
    """
    found: dict[str, list[Listing]] = {}
    for essay in listings:
        found.setdefault(essay.shelf, []).append(essay)
    rest = found.pop("", [])
    return found | ({"": rest} if rest else {})


def shared_touch(listings: Iterable[Listing]) -> set[str]:
    """Return what can be touched in each of several essays, which tells none from the others."""
    of_each = [set(essay.touch) for essay in listings]
    return set.intersection(*of_each) if len(of_each) > 1 else set()


def sort_key(order: object, slug: str) -> tuple[bool, int, str]:
    """Return the key by which essays are sorted: those with an order, then the others by slug."""
    return not isinstance(order, int), order if isinstance(order, int) else 0, slug


def neighbours_of(folders: Iterable[Path], site_theme: Path) -> dict[str, Neighbours]:
    """Return each essay's neighbours in the index, by slug; of the essays only heads are read."""
    heads = {folder: read_head(folder / "essay.md") for folder in folders}
    in_order = sorted(heads, key=lambda each: sort_key(heads[each].get("order"), each.name))
    shown = [as_neighbour(folder, heads[folder], site_theme) for folder in in_order]
    found = {}
    for i, each in enumerate(shown):
        is_last = i == len(shown) - 1
        after = shown[(i + 1) % len(shown)] if len(shown) > 1 else None
        found[each.slug] = Neighbours(shown[i - 1] if i else None, after, is_last)
    return found


def as_neighbour(folder: Path, head: Json, site_theme: Path) -> Neighbour:
    """Return an essay as another leads to it; without a picture if its cover is wrong."""
    title, summary, topic = (str(head.get(key, "")) for key in ("title", "summary", "topic"))
    cover: Json = {}
    with suppress(AuthorError):
        picture = EssayFiles(folder, folder, site_theme).foreseen_cover
        cover = asdict(picture) if picture else {}
    translations = {
        code: {key: str((head | own).get(key, "")) for key in ("title", "summary", "topic")}
        for code, file in translation_files(folder).items()
        if (own := read_head(file)).get("title")
    }
    lang = str(head.get("lang", "en"))
    return Neighbour(folder.name, title or folder.name, summary, topic, cover, lang, translations)


def read_head(file: Path) -> Json:
    """Return an essay's front matter; empty if it is wrong, which the essay's build reports."""
    with suppress(AuthorError):
        head = read_text(file).removeprefix("---\n").partition("\n---")[0]
        return read_front_matter(head, file)
    return {}
