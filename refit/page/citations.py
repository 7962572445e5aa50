r"""Citations in the prose, and the list of references after the essay's last block.

The works are entries of the essay's ``refs.bib``, in BibTeX; only those that are cited are listed.
``[@one; @two, p. 5]`` and ``{cite}`one, two``` print (Author, year), ``@one`` and
``{cite}`one | text``` print Author (year), where the author is part of the sentence.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from html import unescape
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import Markup

from refit.cache import Json, code_digest, digest
from refit.errors import AuthorError, warning
from refit.essay.files import read_text
from refit.page.math import render_formula
from refit.page.renderer import EssayRenderer, ending, role, token
from refit.page.work import Work

FORMULA = re.compile("\ue100(.*?)\ue101", re.DOTALL)  # as refit.page.latex_text leaves them
REMEDY = "write [@key] for (Author, year), or @key for Author (year)"
# What Quarto's @fig-name refers to.
NUMBERED = re.compile(r"(?:fig|tbl|sec|eq|lst|thm|def|exm|nte|tip|wrn|imp|cau)-")
KEYS_TOLD = 12


class Citations:
    """The works of one essay, and the ids of the citations of each in its page."""

    def __init__(self, page: EssayRenderer) -> None:
        self.page = page
        self.file = page.essay.folder / "refs.bib"
        self.cited: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}  # of each work in ids and addresses

    @cached_property
    def found(self) -> Json:
        """What the file holds: its works, and what is broken; read when something is cited."""
        text = read_text(self.file)

        def make() -> Json:
            # The parser of LaTeX takes a quarter of a second to import.
            from refit.page.works import read_works

            return read_works(text, self.file)

        key = digest(text, code_digest("page.works"))
        found: Json = self.page.essay.cache.recall_json("references", key, make)
        return found

    @cached_property
    def works(self) -> dict[str, Work]:
        """The works that can be cited, by key."""
        return {key: Work(**work) for key, work in self.found["works"].items()}

    def cite(self, key: str, line: int, sign: bool = False) -> tuple[Work, str, str]:
        """Count a citation; return the work, the id of this citation and that of its entry.

        With ``sign``, a bare @ began it, which may be meant as nothing but that.
        """
        if not self.file.exists():
            remedy = "add it beside essay.md, in BibTeX" + sign * ", or write \\@ for the sign"
            raise self.page.error("there is no refs.bib", remedy, line)
        if key in self.found["broken"]:
            raise self.error(*self.found["broken"][key])
        if key not in self.works:
            raise self.unknown(key, line, sign)
        name = self.names.setdefault(key, self.new_name(key))
        ids = self.cited.setdefault(key, [])
        ids.append(f"cite-{name}-{len(ids) + 1}")
        return self.works[key], ids[-1], f"ref-{name}"

    def new_name(self, key: str) -> str:
        """Return a key with hyphens instead of what ids cannot have, other than all before."""
        name = base = re.sub(r"[^A-Za-z0-9_-]", "-", key)
        number = 1
        while name in self.names.values():
            number += 1
            name = f"{base}-{number}"
        return name

    def unknown(self, key: str, line: int, sign: bool) -> AuthorError:
        """Return the error for a key that the file does not have."""
        if NUMBERED.match(key):
            problem = f"figures and headings have no numbers that @{key} could refer to"
            return self.page.error(problem, "write [the words](#name)", line)
        keys = list(self.works)
        known = ", ".join(keys[:KEYS_TOLD]) + (", …" if len(keys) > KEYS_TOLD else "")
        remedy = f"its keys: {known or 'none'}" + sign * f"; if no work is meant, write \\@{key}"
        return self.page.error(f"refs.bib has no entry {key!r}", remedy, line)

    def error(self, problem: str, remedy: str, line: int | None) -> AuthorError:
        """Return an error in the file."""
        return AuthorError(problem, remedy, self.file, line)


@role("cite")
def cite(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a citation, linked to the work in the list."""
    names, _, form = (part.strip() for part in content.partition("|"))
    keys = [key.strip() for key in names.split(",")]
    remedy = "write {cite}`key` for (Author, year), or {cite}`key | text` for Author (year)"
    if form not in ("", "text"):
        problem = f"after the bar, a citation takes the word `text` alone, not {form!r}"
        raise page.error(problem, remedy, line)
    if not all(keys):
        raise page.error(f"{content!r} cites nothing", remedy, line)
    works = [{"key": key} for key in keys]
    return render_citation(page, works, form == "text", line)


@token("citation")
def citation(page: EssayRenderer, citation: Token, line: int) -> Markup:
    """Render a citation that is written as Pandoc does."""
    works = citation.meta["works"]
    for work in works:
        if other := re.search(r"-?@[\w{][^\s,;]*", work["before"] + work["after"]):
            problem = f"{other[0]} in the words of a citation would be printed as it stands"
            raise page.error(problem, "part works by a semicolon: [@one; @two]", line)
        if markup := re.search(r"[*_`$<{]", work["before"] + work["after"]):
            problem = f"{markup[0]} in the words of a citation would be printed as it stands"
            raise page.error(problem, f"{REMEDY}; what it says of the page is plain words", line)
    return render_citation(page, works, citation.meta["in_text"], line)


def render_citation(page: EssayRenderer, works: Sequence[Json], in_text: bool, line: int) -> Markup:
    """Render the citation of one or several works, each linked to the list."""
    citations = page.instance(Citations)
    links = []
    for each in works:
        work, name, target = citations.cite(each["key"], line, in_text and "before" in each)
        around = {side: dashes(each.get(side, "")) for side in ("before", "after")}
        alone = each.get("alone", False)
        links.append({"work": work, "id": name, "target": target, "alone": alone} | around)
    return page.render_template("cite", links=links, in_text=in_text)


def dashes(words: str) -> str:
    """Return words with dashes between numbers: pp. 3\N{EN DASH}5."""
    return re.sub(r"(?<=\d)\s*-{1,2}\s*(?=\d)", "\N{EN DASH}", " ".join(words.split()))


@ending
def references(page: EssayRenderer) -> Markup:
    """Render the list of the works cited, by their authors and years."""
    citations = page.instance(Citations)
    works = sorted((citations.works[key] for key in citations.cited), key=order)
    if not works:
        return Markup("")
    for work, other in pairwise(sorted(works, key=lambda work: (work.short, work.year))):
        if (work.short, work.year) == (other.short, other.year):
            raise citations.error(
                f"{work.key} and {other.key} would both read {work.short}, {work.year}",
                f"write year = {{{work.year}a}} and year = {{{work.year}b}}",
                other.line,
            )
    entries = [
        {
            "work": work,
            "id": f"ref-{citations.names[work.key]}",
            "cited_at": citations.cited[work.key],
        }
        | {part: printed(page, work, part) for part in ("title", "venue", "details")}
        for work in works
    ]
    tell_broken(page, citations)
    return page.render_template("references", entries=entries)


def order(work: Work) -> tuple[str, str]:
    """Return what the list is sorted by: the authors without their accents, and the year."""
    plain = unicodedata.normalize("NFKD", work.authors)
    return "".join(each for each in plain if not unicodedata.combining(each)).lower(), work.year


def printed(page: EssayRenderer, work: Work, part: str) -> Markup:
    """Return a part of a work with its formulae set."""

    def formula(found: re.Match[str]) -> str:
        try:
            return str(render_formula(page, unescape(found[1]), work.line, display=False))
        except AuthorError as error:
            problem = f"{work.key}: {part}: {error.problem}"
            citations = page.instance(Citations)
            raise citations.error(problem, error.remedy, work.line) from None

    return Markup(FORMULA.sub(formula, getattr(work, part)))


def tell_broken(page: EssayRenderer, citations: Citations) -> None:
    """Warn of the entries that nothing cites and nothing could."""
    broken = [*citations.found["broken"].values(), *citations.found["lost"]]
    page.warnings += [
        warning(citations.file, line, f"{problem}; {remedy}; nothing cites it so far")
        for problem, remedy, line in broken
    ]
