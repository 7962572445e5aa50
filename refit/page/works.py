"""The works of a bibliography, as they are printed: authors, year, title, where, and an address."""

import re
from collections.abc import Callable
from dataclasses import asdict
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from refit.cache import Json
from refit.errors import AuthorError
from refit.page.bibliography import Record, read_bibliography
from refit.page.latex_text import LatexError, decode, plain
from refit.page.people import People, read_people
from refit.page.work import Work

DOI = re.compile(r"10\.\d{4,9}/\S+")
DOI_BEFORE = re.compile(r"^(?:https?://)?(?:(?:dx\.)?(?:www\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
YEAR = re.compile(
    r"\d{4}(?:[-/\N{EN DASH}]{1,2}\d{4})?[a-z]?|\d{1,4} (?:bce?|ad|ce)|n\.\s?d\.|"
    r"in (?:press|preparation)|forthcoming|to appear|submitted|under review"
)
DATE = re.compile(r"(\d{4})(?:-[\dX]{2}(?:-[\dX]{2})?(?:T[\d:Z+-]*)?)?[~?%]?(?:/(\d{4}|\.\.)?.*)?")
ARXIV = re.compile(r"(?:arXiv:\s*|^abs/)(\d{4}\.\d{4,5}(?:v\d+)?)", re.IGNORECASE)
MARKED = re.compile(
    r"\\(url|href|path|nolinkurl)\s*\{((?:[^{}]|\{[^{}]*\})*)\}(?:\s*\{([^{}]*)\})?"
)
HERE = "\0"  # stands where an address was
ENCLOSED = re.compile(rf"\(\s*{HERE}\s*\)|\[\s*{HERE}\s*\]|<\s*{HERE}\s*>")
LEADS_TO = re.compile(
    r"(?:\b(?:available|accessed|online|retrieved)\s+)?\b(?:at|from|via|online)\b"
    rf"[^\w{HERE}()\[\]]*{HERE}",
    re.IGNORECASE,
)
EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
WHOLE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# What some write before the numbers of a volume and of an issue.
VOLUME = re.compile(r"^vol(?:\.\s*|ume\s+(?=[\dIVXLC]+\b)|ume(?=\d))", re.IGNORECASE)
NUMBER = re.compile(r"^(?:(?:no|nr)\.\s*|(?:number|issue)\s*(?=\d))", re.IGNORECASE)
# Where a work appeared, by the field that says so.
WITHIN = ("journal", "journaltitle", "booktitle")
VENUES = (*WITHIN, "school", "institution", "publisher", "organization", "howpublished")
NUMBERED_KINDS = ("techreport", "manual", "misc")  # whose `type` is in words: Technical Report 12
PEOPLE = ("author", "editor", "organization", "institution")
STOPS = "[.?!\N{HORIZONTAL ELLIPSIS}\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH QUESTION MARK}]"
QUOTES = '[")\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]'
CLOSED = re.compile(f"{STOPS}{QUOTES}*$")
ESCAPED = (
    (re.compile(r"\\(?:url|path|nolinkurl)\s*\{(.*)\}$"), r"\1"),
    (re.compile(r"\$\s*\\sim\s*\$|\{?\\textasciitilde\s*(?:\{\})?\}?|\\~\{\}|\{\\~\}"), "~"),
    (re.compile(r"\{?\\textunderscore\s*(?:\{\})?\}?"), "_"),
    (re.compile(r"\\([-_&%#~$^{}/])"), r"\1"),
    (re.compile(r"\{([^{}]*)\}"), r"\1"),
)


def read_works(text: str, file: Path) -> Json:
    """Read all works of a file: ``works`` by key, ``broken`` by key, and those without a key."""
    bibliography = read_bibliography(text, file)
    works: Json = {}
    broken: Json = {}
    for key, record in bibliography.records.items():
        try:
            works[key] = asdict(read_work(record))
        except AuthorError as error:
            broken[key] = told(error)
    return {"works": works, "broken": broken, "lost": list(map(told, bibliography.lost))}


def told(error: AuthorError) -> list[object]:
    """Return an error as JSON."""
    return [error.problem, error.remedy, error.line]


def read_work(record: Record) -> Work:
    """Read one entry.

    Raises
    ------
    AuthorError
        With its line, if it lacks author, title or year, or holds what cannot be printed.
    """
    if record.problem:
        raise record.problem
    fields = record.fields

    def read(name: str, reader: Callable[[str], str] = decode) -> str:
        try:
            return reader(fields.get(name, ""))
        except LatexError as error:
            problem, remedy = error.args
            raise record.error(f"{name}: {problem}", remedy, name) from None

    people = read_authors(record)
    title = joined(read("title"), read("subtitle"))
    if not title:
        raise record.error("this entry has no title", "write title = {…}")
    doi, url = read_doi(record), read_url(record)
    venue = next((name for name in VENUES if venue_of(fields, name)), "")
    publisher = read("publisher") if venue == "booktitle" else ""
    if venue == "howpublished":
        fields = fields | {venue: without_address(fields[venue])}
    where = read(venue) if venue else ""
    if venue == "booktitle":
        where = joined(where, read("booksubtitle"))
    where = where or archive(fields)
    details = ", ".join(filter(None, [location(read, record), publisher]))
    last = details or where
    return Work(
        key=record.key,
        line=record.line,
        authors=people.listed,
        short=people.short,
        year=read_year(record, lambda name: read(name, plain)),
        title=title,
        title_stop=stop_after(title),
        stands_alone=venue not in WITHIN,
        venue=where,
        details=details,
        stop=stop_after(last),
        doi=doi,
        url="" if doi else url,
    )


def venue_of(fields: dict[str, str], name: str) -> str:
    """Return a field that says where a work appeared; an address alone says so elsewhere."""
    value = fields.get(name, "")
    is_author = name == "organization" and not (fields.get("author") or fields.get("editor"))
    is_address = name == "howpublished" and not without_address(value)
    return "" if is_author or is_address or ADDRESS.match(clean_address(value)) else value


def read_authors(record: Record) -> People:
    """Read the people of a work: its authors, or its editors, or the group that made it."""
    for name in PEOPLE:
        text = record.fields.get(name, "").strip()
        if not text:
            continue
        group = name in ("organization", "institution")
        try:
            return read_people(f"{{{text}}}" if group else text)
        except LatexError as error:
            problem, remedy = error.args
            raise record.error(f"{name}: {problem}", remedy, name) from None
    remedy = "write author = {…}, and a group in two pairs of braces: author = {{The Group}}"
    raise record.error("this entry has no author", remedy)


def read_year(record: Record, read: Callable[[str], str]) -> str:
    """Return the year, out of the date if there is no other."""
    year = read("year").strip(" .") if record.fields.get("year") else ""
    name = "year" if year else "date"
    if not year and not (year := read("date")):
        raise record.error("this entry has no year", "write year = {…}")
    if year == "n.d":
        year = "n.d."
    if YEAR.fullmatch(year.lower()):
        return re.sub(r"(?<=\d)[-/]+(?=\d)", "\N{EN DASH}", year)
    if not (date := DATE.fullmatch(year)):
        raise record.error(f"the {name} is {year!r}", "write year = {1958}", name)
    same = date[2] in (None, "..", date[1])
    return date[1] if same else f"{date[1]}\N{EN DASH}{date[2]}"


def read_doi(record: Record) -> str:
    """Return the DOI, without what programs write around it."""
    doi = DOI_BEFORE.sub("", clean_address(record.fields.get("doi", ""))).rstrip(".,;")
    doi = unquote(doi) if re.match(r"10\.\d+%2F", doi, re.IGNORECASE) else doi
    if doi and not DOI.fullmatch(doi):
        raise record.error(f"{doi!r} is no DOI", "write doi = {10.1234/abc}", "doi")
    return doi


def read_url(record: Record) -> str:
    """Return the address: the entry's own, one that stands in another field, or the archive's."""
    fields = record.fields
    if url := clean_address(fields.get("url", "")):
        if not ADDRESS.fullmatch(url):
            raise record.error(f"{url!r} is no address", "write url = {https://…}", "url")
        return url
    for name in ("howpublished", "note"):
        if found := address_in(fields.get(name, "")):
            return found
    number = archive(fields).partition(":")[2]
    for name in ("journal", "journaltitle", "howpublished", "note", "volume"):
        number = number or (ARXIV.findall(fields.get(name, "")) or [""])[0]
    return f"https://arxiv.org/abs/{number}" if number else ""


def address_in(text: str) -> str:
    """Return the address that a text holds, or an empty text."""
    named = MARKED.search(text)
    found = ADDRESS.search(clean_address(named[2] if named else text))
    return without_stops(found[0]) if found else ""


def without_stops(address: str) -> str:
    """Return an address without the stops of the sentence, and of the brackets, that it ends."""
    while address[-1:] in (*".,;",) or (address[-1:] in (*")]",) and is_closed(address)):
        address = address[:-1]
    return address


def is_closed(text: str) -> bool:
    """Tell whether the bracket at the end of a text was opened before it."""
    opening = {")": "(", "]": "["}[text[-1]]
    return text.count(text[-1]) > text.count(opening)


def without_address(text: str) -> str:
    """Return what a text says beside an address, which stands at the end of the entry."""
    if not address_in(text):
        return text.strip()
    rest = MARKED.sub(lambda found: found[3] or HERE, text)
    rest = ADDRESS.sub(lambda found: HERE + found[0][len(without_stops(found[0])) :], rest)
    rest = LEADS_TO.sub("", ENCLOSED.sub(HERE, rest)).replace(HERE, "")
    rest = re.sub(r"\s*([.,;:])(?:\s*[,;:])*", r"\1", EMPTY.sub("", rest)).strip(" .,;:")
    whole = WHOLE.fullmatch(rest)
    return " ".join((whole[1] or whole[2] if whole else rest).split())


def clean_address(text: str) -> str:
    """Return an address or a DOI without the escapes of LaTeX and HTML."""
    text = unescape(text.strip())
    for pattern, sign in ESCAPED:
        text = pattern.sub(sign, text)
    return text.strip().removeprefix("<").removesuffix(">") if "://" in text else text.strip()


def archive(fields: dict[str, str]) -> str:
    """Return "arXiv:1706.03762" for a work of that archive."""
    kind = fields.get("archiveprefix", "") or fields.get("eprinttype", "")
    number = re.sub(r"^arxiv:\s*", "", fields.get("eprint", ""), flags=re.IGNORECASE)
    plausible = re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?", number)
    return f"arXiv:{number}" if plausible and kind.lower() in ("arxiv", "") else ""


def joined(title: str, subtitle: str) -> str:
    """Join a title and a subtitle."""
    colon = "" if not title or title.endswith((":", "?", "!")) else ":"
    return f"{title}{colon} {subtitle}" if subtitle else title


def stop_after(text: str) -> str:
    """Return the full stop that a text needs at its end, if it needs one."""
    words = unescape(re.sub(r"<[^<>]*>", "", text))
    return "" if not words or CLOSED.search(words) else "."


def location(read: Callable[[str], str], record: Record) -> str:
    """Return ``volume(issue):pages``, without the parts that the entry lacks."""
    volume = VOLUME.sub("", read("volume"))
    number = NUMBER.sub("", read("number") or read("issue"))
    pages = re.sub(r"^pp?\.\s*", "", read("pages") or read("eid") or read("articleno"))
    pages = re.sub(r"\s*(?:[\N{EN DASH}\N{EM DASH}]|-{2,})\s*", "\N{EN DASH}", pages)
    pages = re.sub(r"(?<=\d)\s*-\s*(?=\w*\d)", "\N{EN DASH}", pages).strip("-\N{EN DASH} ")
    if number and not volume and not any(record.fields.get(name) for name in WITHIN):
        kind = read("type") if record.kind in NUMBERED_KINDS else ""
        return ", ".join(filter(None, [f"{kind} {number}".strip(), pages]))
    volume += f"({number})" if number else ""
    return ":".join(filter(None, [volume, pages]))
