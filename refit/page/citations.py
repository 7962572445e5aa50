r"""Citations in the prose, and the list of references after the essay's last block.

The works are entries of the essay's ``refs.bib``, in BibTeX; only those that are cited are listed.
``{cite}`key``` and ``{cite}`one, two``` print (Author, year), ``{cite}`key | text``` prints
Author (year), where the author is part of the sentence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup
from pybtex.database import Entry, Person, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from refit.errors import AuthorError
from refit.essay.files import read_text
from refit.page.renderer import EssayRenderer, ending, role

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]*")
DOI = re.compile(r"10\.\d{4,9}/\S+")
YEAR = re.compile(r"\d{4}[a-z]?")
NEEDED = ("author", "title", "year")
# Where a work appeared, by the field that says so.
VENUES = ("journal", "booktitle", "school", "institution", "publisher", "howpublished")


@dataclass(frozen=True)
class Work:
    """One entry of ``refs.bib`` as it is printed."""

    key: str
    authors: str
    short: str
    year: str
    title: str
    stands_alone: bool
    venue: str
    details: str
    doi: str
    url: str


class Citations:
    """The works of one essay, and the ids of the citations of each in its page."""

    def __init__(self, page: EssayRenderer) -> None:
        self.file = page.essay.folder / "refs.bib"
        self.cited: dict[str, list[str]] = {}

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries of the file; read when something is first cited."""
        return read_bibliography(self.file)

    @cached_property
    def works(self) -> dict[str, Work]:
        """The cited works, by key."""
        return {key: read_work(key, self.entries[key], self.file) for key in self.cited}

    def cite(self, key: str) -> tuple[Work, str]:
        """Count a citation of a work; return the work and the id of this citation."""
        ids = self.cited.setdefault(key, [])
        ids.append(f"cite-{anchor(key)}-{len(ids) + 1}")
        return read_work(key, self.entries[key], self.file), ids[-1]


@role("cite")
def cite(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a citation, linked to the work in the list."""
    citations = page.instance(Citations)
    names, _, form = (part.strip() for part in content.partition("|"))
    keys = [key.strip() for key in names.split(",")]
    remedy = "write {cite}`key` for (Author, year), or {cite}`key | text` for Author (year)"
    if form not in ("", "text"):
        problem = f"after the bar, a citation takes the word `text` alone, not {form!r}"
        raise page.error(problem, remedy, line)
    if not all(keys):
        raise page.error(f"{content!r} cites nothing", remedy, line)
    links = []
    for key in keys:
        if not citations.file.exists():
            raise page.error("there is no refs.bib", "add it beside essay.md, in BibTeX", line)
        if key not in citations.entries:
            known = ", ".join(citations.entries) or "none"
            raise page.error(f"refs.bib has no entry {key!r}", f"its keys: {known}", line)
        work, name = citations.cite(key)
        links.append({"work": work, "id": name, "target": f"ref-{anchor(key)}"})
    return page.render_template("cite", links=links, in_text=form == "text")


@ending
def references(page: EssayRenderer) -> Markup:
    """Render the list of the works cited, by their authors and years."""
    citations = page.instance(Citations)
    works = sorted(citations.works.values(), key=lambda work: (work.authors.lower(), work.year))
    if not works:
        return Markup("")
    for work, other in pairwise(sorted(works, key=lambda work: (work.short, work.year))):
        if (work.short, work.year) == (other.short, other.year):
            raise AuthorError(
                f"{work.key} and {other.key} would both read {work.short}, {work.year}",
                f"write year = {{{work.year}a}} and year = {{{work.year}b}}",
                citations.file,
                line_of_entry(read_text(citations.file), other.key),
            )
    entries = [
        {"work": work, "id": f"ref-{anchor(work.key)}", "cited_at": citations.cited[work.key]}
        for work in works
    ]
    return page.render_template("references", entries=entries)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_bibliography(file: Path) -> dict[str, Entry]:
    """Read a BibTeX file.

    Raises
    ------
    AuthorError
        With its line, if it is not BibTeX, or a key is there twice.
    """
    text = read_text(file)
    try:
        entries = parse_string(text, "bibtex").entries
    except PybtexError as error:
        problem = re.sub(r"^syntax error in line \d+: ", "", str(error))
        problem = re.sub(r" in line \d+(?=: )", "", problem)
        line = getattr(error, "lineno", None) or line_of_repeat(text, problem)
        remedy = "mend the entry: @article{key, author = {…}, title = {…}, year = {…}}"
        raise AuthorError(problem, remedy, file, line) from None
    for key in entries:
        if not ID.fullmatch(key):
            raise AuthorError(
                f"{key!r} cannot be a key",
                "use letters, digits and hyphens",
                file,
                line_of_entry(text, key),
            )
    return dict(entries)


def read_work(key: str, entry: Entry, file: Path) -> Work:
    """Read one entry of the bibliography.

    Raises
    ------
    AuthorError
        With its line, if it lacks author, title or year, or holds LaTeX that cannot be decoded.
    """
    line = line_of_entry(read_text(file), key)
    fields = entry.fields

    def complain(problem: str, remedy: str) -> AuthorError:
        return AuthorError(f"{key}: {problem}", remedy, file, line)

    def plain(name: str) -> str:
        try:
            text = str(Text.from_latex(fields.get(name, "")))
        except PybtexError as error:
            raise complain(f"{name}: {error}", "match the braces") from None
        if left := re.search(r"\\[A-Za-z]*|\$", text):
            raise complain(f"{left[0]} in {name} cannot be printed", "write the words themselves")
        return " ".join(text.split())

    people = entry.persons.get("author") or entry.persons.get("editor") or []
    for name in NEEDED:
        if not (people if name == "author" else fields.get(name)):
            raise complain(f"this entry has no {name}", f"write {name} = {{…}}")
    if not YEAR.fullmatch(plain("year")):
        raise complain(f"the year is {plain('year')!r}", "write year = {1958}")
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", fields.get("doi", "").strip())
    if doi and not DOI.fullmatch(doi):
        raise complain(f"{doi!r} is no DOI", "write doi = {10.1234/abc}")
    url = "" if doi else fields.get("url", "").strip()
    if url and not url.startswith(("https://", "http://")):
        raise complain(f"{url!r} is no address", "write url = {https://…}")
    venue = next((name for name in VENUES if fields.get(name)), "")
    publisher = plain("publisher") if venue == "booktitle" else ""
    return Work(
        key=key,
        authors=join_names([full_name(person) for person in people]),
        short=short_names(people),
        year=plain("year"),
        title=plain("title").rstrip("."),
        stands_alone=venue not in ("journal", "booktitle"),
        venue=plain(venue) if venue else "",
        details=", ".join(filter(None, [location(plain), publisher])),
        doi=doi,
        url=url,
    )


def location(plain: Callable[[str], str]) -> str:
    """Return ``volume(issue):pages``, without the parts that the entry lacks."""
    issue = f"({plain('number')})" if plain("number") else ""
    pages = re.sub("[-\N{EN DASH}\N{EM DASH}]+", "\N{EN DASH}", plain("pages"))
    volume = plain("volume") + issue
    return ":".join(filter(None, [volume, pages]))


def join_parts(parts: list[Text]) -> str:
    """Return the parts of a name as one string."""
    return " ".join(str(part) for part in parts)


def last_name(person: Person) -> str:
    """Return "van der Maaten"."""
    return join_parts(person.rich_prelast_names + person.rich_last_names)


def full_name(person: Person) -> str:
    """Return "van der Maaten, L. J."; a name of one part, as of a group, stays as it is."""
    first = [
        "-".join(f"{part[0]}." for part in str(name).split("-") if part)
        for name in person.rich_first_names + person.rich_middle_names
    ]
    lineage = [str(name) for name in person.rich_lineage_names]
    return ", ".join(filter(None, [last_name(person), " ".join(first), " ".join(lineage)]))


def short_names(people: list[Person]) -> str:
    """Return the authors as a citation prints them: one name, two names, or the first *et al.*"""
    last = [last_name(person) for person in people]
    return f"{last[0]} et al." if len(last) > 2 else join_names(last)


def join_names(names: list[str]) -> str:
    """Join names with commas and an ampersand."""
    return " & ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def anchor(key: str) -> str:
    """Return a key with hyphens instead of characters that ids and addresses cannot have."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)


def line_of_entry(text: str, key: str, nth: int = 0) -> int | None:
    """Return the line in which an entry begins."""
    starts = list(re.finditer(rf"^\s*@\w+\s*[{{(]\s*{re.escape(key)}\s*,", text, re.M | re.I))
    if nth >= len(starts):
        return None
    return text[: starts[nth].end()].count("\n") + 1


def line_of_repeat(text: str, problem: str) -> int | None:
    """Return the line of the entry that pybtex complains of without giving a line."""
    if repeated := re.search(r"repeated bibliography entry: (\S+)", problem):
        return line_of_entry(text, repeated[1], 1)
    named = re.search(r"entry with key (\S+)", problem)
    return line_of_entry(text, named[1]) if named else None
