"""A file of BibTeX, read entry by entry: one that is broken does not spoil the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.exceptions import PybtexError
from pybtex.utils import CaseInsensitiveDict

from refit.errors import AuthorError

START = re.compile(r"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE)
MEND = "mend the entry: @article{key, author = {…}, title = {…}, year = {…}}"
# What the parser says -> what is wrong, and what to write instead.
SAID = {
    "premature end of file": ("a { or a quotation mark is never closed", "close it"),
    "'}' expected": (
        "a comma is missing before this line, or a field ends too early",
        "write a comma after each field, and braces around one that holds quotation marks",
    ),
    "field value expected": ("a field has no value", "put it into braces: title = {…}"),
}
# What a reader never sees, so that it does not matter whether it is right.
UNREAD = {
    *(
        "abstract",
        "annote",
        "annotation",
        "file",
        "keywords",
        "language",
        "month",
        "note",
        "urldate",
    ),
    *("timestamp", "biburl", "bibsource", "isbn", "issn", "owner", "priority", "copyright"),
}
# A part of a book takes from the whole, under BibLaTeX's names.
INHERITED = {"title": "booktitle", "subtitle": "booksubtitle"}
NOT_INHERITED = {"author", "crossref", "doi", "pages", "url", "xdata"}


@dataclass
class Record:
    """One entry: its fields by their names in small letters, and what is wrong with it."""

    key: str
    kind: str
    fields: dict[str, str]
    file: Path
    line: int
    lines: dict[str, int] = field(default_factory=dict)  # where each field begins
    problem: AuthorError | None = None

    def error(self, problem: str, remedy: str, name: str = "") -> AuthorError:
        """Return an error in this entry, or in one of its fields."""
        line = self.lines.get(name, self.line)
        return AuthorError(
            f"{self.key}: {problem}" if self.key else problem, remedy, self.file, line
        )


@dataclass
class Bibliography:
    """The entries of a file by their keys, and those that nothing can cite."""

    records: dict[str, Record] = field(default_factory=dict)
    lost: list[AuthorError] = field(default_factory=list)


def read_bibliography(text: str, file: Path) -> Bibliography:
    """Read a file of BibTeX; whatever is wrong stands with the entry that it is in."""
    found = Bibliography()
    macros = CaseInsensitiveDict(month_names)
    for record in read_records(text, file, macros):
        if not record.key:
            found.lost.append(record.problem or record.error("this entry has no key", MEND))
        elif record.key not in found.records:
            found.records[record.key] = record
        elif record.fields != found.records[record.key].fields:
            first = found.records[record.key]
            problem = f"there is another entry {record.key!r}, in line {first.line}"
            error = AuthorError(problem, "give one of them another key", file, record.line)
            first.problem = first.problem or error
    for record in found.records.values():
        inherit(record, found.records)
    return found


def read_records(text: str, file: Path, macros: CaseInsensitiveDict) -> Iterator[Record]:
    """Read all entries; each begins in a line of its own, so that one that is open ends there."""
    starts = [found.start() for found in START.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        line = text.count("\n", 0, start) + 1
        yield from read_chunk(text[start:end], file, line, macros)


def read_chunk(chunk: str, file: Path, line: int, macros: CaseInsensitiveDict) -> Iterator[Record]:
    """Read what begins in one line: an entry; or several, if they follow each other in it."""
    errors: list[tuple[str | None, PybtexError]] = []

    def note(error: PybtexError) -> None:
        errors.append((parser.current_field_name, error))

    parser = LowLevelParser(chunk, macros=macros, handle_error=note)
    for command, body in parser:
        if command.lower() not in ("string", "preamble"):
            key, fields = body
            if key and "=" in key:  # that is a field
                key = None
            begun = line + chunk.count("\n", 0, parser.command_start)
            yield read_record(command, key, fields, errors, (chunk, file, line, begun))
        errors.clear()


def read_record(
    kind: str,
    key: str | None,
    fields: list[tuple[str, list[str]]],
    errors: list[tuple[str | None, PybtexError]],
    place: tuple[str, Path, int, int],
) -> Record:
    """Return an entry, with the first thing that is wrong in what readers would see."""
    chunk, file, line, begun = place
    record = Record(key or "", kind.lower(), {}, file, begun)
    for name, parts in fields:
        name, value = name.lower(), " ".join("".join(parts).split())
        if record.fields.setdefault(name, value) != value and name not in UNREAD and not errors:
            record.problem = record.error(
                f"{name} stands there twice", "leave one of them out", name
            )
        at = re.search(rf"^\s*{re.escape(name)}\s*=", chunk, re.MULTILINE | re.IGNORECASE)
        if at:
            record.lines[name] = line + chunk.count("\n", 0, at.end())
    for broken, error in errors:
        if isinstance(error, UndefinedMacro):
            if (broken or "").lower() in UNREAD:
                continue
            what = str(error).rpartition(": ")[2]
            remedy = f"write {broken} = {{…}}, or define it: @string{{{what} = {{…}}}}"
            problem = f"{broken} = {what} names no @string"
        else:
            said = re.sub(r"^syntax error in line \d+: ", "", str(error))
            problem, remedy = SAID.get(said, (said, MEND))
        at_line = line + (getattr(error, "lineno", None) or 1) - 1
        problem = f"{key}: {problem}" if key else problem
        if not key and problem == "entry key expected":
            problem, at_line = "this entry has no key", begun
        elif key and not fields and problem == "'=' expected":
            problem, at_line = f"{key}: a key holds no blanks, and a comma follows it", begun
        record.problem = AuthorError(problem, remedy, file, at_line)
        break
    return record


def inherit(record: Record, records: dict[str, Record]) -> None:
    """Take over what an entry says of the book that another, a part of it, refers to."""
    for name in ("crossref", "xdata"):
        if not (key := record.fields.get(name)):
            continue
        whole = records.get(key)
        if whole is None:
            problem = f"{name} = {{{key}}} is no entry of this file"
            remedy = f"add that entry, or leave {name} out"
            record.problem = record.problem or record.error(problem, remedy, name)
            continue
        for field_name, value in whole.fields.items():
            mine = INHERITED.get(field_name, field_name) if name == "crossref" else field_name
            if field_name not in NOT_INHERITED:
                record.fields.setdefault(mine, value)
