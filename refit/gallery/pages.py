"""The pages of the documentation: essays, written from the texts and examples in ``docs/site``.

A text may have lines of its own kind: ``{{example name}}`` for an example with its source and what
it shows, ``{{part heading}}`` for a part of CONTRIBUTING, and ``{{pictures}}`` for the pictures of
all examples, each a link.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from refit.cache import Cache
from refit.errors import AuthorError
from refit.essay.anchors import slug
from refit.essay.files import read_text
from refit.gallery import contributing
from refit.gallery.examples import Example, Part, read_example
from refit.gallery.pictures import draw_cover, draw_pictures
from refit.gallery.sheet import Place, Sheet, merge
from refit.gallery.things import things
from refit.paths import DOCS
from refit.site.index import read_head

SCENE = re.compile(r"^:+\{(?:scene|figure)\} ([\w-]+)", re.MULTILINE)
MARK = re.compile(r"^\{\{(?P<kind>\w+) ?(?P<name>.*)\}\}$")
LANGUAGES = {".py": "python", ".md": "markdown"}
ABOUT = "What the examples of this page compute and draw; each has its own part."


@dataclass
class Page:
    """A page: the file of its text, and its examples by name."""

    file: Path
    examples: dict[str, Example]
    sheets: dict[str, Sheet] = field(default_factory=dict)  # by the name of the file
    pictures: dict[str, str] = field(default_factory=dict)  # SVG, by the name of the example
    told: set[str] = field(default_factory=set)  # names of things that are described in it

    @property
    def slug(self) -> str:
        """The page's address."""
        return self.file.stem


@dataclass
class Documentation:
    """The pages of the documentation, written into a folder of essays."""

    essays: Path
    source: Path = DOCS
    cache: Cache = field(default_factory=Cache)
    pages: list[Page] = field(default_factory=list)

    def write(self) -> None:
        """Write all pages; that with the pictures of the others comes last."""
        files = sorted((self.source / "pages").glob("*.md"), key=order_of)
        self.pages = [Page(file, read_examples(self.source, file.stem)) for file in files]
        for page in sorted(self.pages, key=lambda page: "{{pictures}}" in read_text(page.file)):
            self.write_page(page)
            self.write_cover(page)

    def write_page(self, page: Page) -> None:
        """Write a page's text, its modules, and the other files of its examples."""
        folder = self.essays / page.slug
        folder.mkdir(parents=True)
        for file in sorted((self.source / "pages" / page.slug).glob("*")):
            shutil.copy(file, folder)
        if not (folder / "style.css").exists():
            shutil.copy(self.source / "style.css", folder)
        page.sheets["essay.md"] = self.text(page)
        names = dict.fromkeys(name for each in page.examples.values() for name in each.files)
        for name in names:
            parts = [each.files[name] for each in page.examples.values() if name in each.files]
            if name.endswith(".py"):
                page.sheets[name] = merge(parts, ABOUT)
            else:
                page.sheets[name] = Sheet()
                page.sheets[name].add_part(parts[0])
        for name, sheet in page.sheets.items():
            (folder / name).write_text(sheet.text, "utf-8")

    def text(self, page: Page) -> Sheet:
        """Return the text of a page, with whatever its marks stand for."""
        sheet = Sheet()
        for number, line in enumerate(read_text(page.file).rstrip("\n").split("\n"), 1):
            mark = MARK.match(line)
            if not mark:
                sheet.add_part(Part(line, page.file, number))
                continue
            known: dict[str, Iterable[str]] = {
                "example": page.examples,
                "part": contributing.parts(),
                "pictures": [""],
            }
            kind, name = mark["kind"], mark["name"]
            for word, words in ((kind, known), (name, known.get(kind, ()))):
                if word not in words:
                    problem = f"there is no {word!r} for {line}"
                    raise AuthorError(problem, nearest_word(word, words), page.file, number)
            if kind == "example":
                add_example(page, name, sheet)
            elif kind == "part":
                sheet.add(contributing.part(name))
            else:
                self.add_pictures(page, sheet)
        return sheet

    def write_cover(self, page: Page) -> None:
        """Draw the pictures of a page's examples, and write its cover, made of two of them."""
        if "figures.py" in page.sheets:
            pictures = draw_pictures(self.essays / page.slug, self.cache)
            scenes = {name: SCENE.search(each.text.text) for name, each in page.examples.items()}
            page.pictures = {name: pictures[scene[1]] for name, scene in scenes.items() if scene}
        shown = list(page.pictures.values()) or [
            next(iter(each.pictures.values())) for each in self.pages if each.pictures
        ]
        if not shown:
            return
        cover = draw_cover(shown[-2:], title_of(page.file))
        (self.essays / page.slug / "cover.svg").write_text(cover, "utf-8")

    def add_pictures(self, own: Page, sheet: Sheet) -> None:
        """Add a picture of each example, with a link to where it lives."""
        for page in self.pages:
            shown = [each for name, each in page.examples.items() if name in page.pictures]
            if shown:
                sheet.add(f"\n## {title_of(page.file)}\n")
            for example in shown:
                name = f"{page.slug}-{example.name}.svg"
                picture = page.pictures[example.name]
                (self.essays / own.slug / name).write_text(picture, "utf-8")
                about = example.summary.replace("`", "").replace("*", "")
                target = f"essay:{page.slug}#{slug(example.title.replace('`', ''))}"
                sheet.add(f"- [![{about}]({name}) {example.title}]({target})")

    def locate(self, error: AuthorError) -> None:
        """Give a mistake the place in an example where it was made, if there is one."""
        if error.file and (place := self.place(error.file, error.line)):
            error.file, error.line = place

    def place(self, file: Path, line: int | None) -> Place:
        """Return where a line of a written file comes from."""
        for page in self.pages:
            if file.parent == self.essays / page.slug and file.name in page.sheets:
                return page.sheets[file.name].place(line)
        return None


def read_examples(source: Path, slug: str) -> dict[str, Example]:
    """Return the examples of a page, by their names."""
    files = sorted((source / "examples" / slug).glob("*.md"))
    return {file.stem: read_example(file) for file in files}


def add_example(page: Page, name: str, sheet: Sheet) -> None:
    """Add an example: its title, what it is when it runs, its source, and what is new in it."""
    example = page.examples[name]
    begin = f"To begin an essay with it, write `build.py new my-essay --like {name}`."
    sheet.add(f"\n## {example.title}\n\n{example.summary} {begin}\n")
    sheet.add_part(example.text)
    for block in sources(example):
        sheet.add(f"\n{block}")
    known = things()
    for thing in example.shows:
        if thing not in known:
            problem = f"there is no {thing!r} to be shown"
            raise AuthorError(problem, f"there are {', '.join(known)}", example.text.file, 1)
        if thing not in page.told:
            page.told.add(thing)
            sheet.add(f"\n### `{thing}`\n\n{known[thing]}\n")


def sources(example: Example) -> Iterator[str]:
    """Yield the files of an example as code, the figures before the model."""
    yield f"```````markdown\n{example.text.text}```````"
    for name in sorted(example.files, key=lambda name: (not name.endswith(".py"), name)):
        part = example.files[name]
        suffix = Path(name).suffix
        head = f"# {name}\n" if suffix == ".py" else ""
        yield f"```{LANGUAGES.get(suffix, suffix[1:])}\n{head}{part.text}```"


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the word that was probably meant, and all that are known."""
    words = sorted(known)
    close = get_close_matches(word, words, 1)
    return f"{f'write {close[0]}; ' if close else ''}known: {', '.join(words)}"


def order_of(file: Path) -> int:
    """Return the place of a page in the index."""
    order = read_head(file).get("order")
    return order if isinstance(order, int) else 0


def title_of(file: Path) -> str:
    """Return the title of a page."""
    return str(read_head(file).get("title", file.stem))
