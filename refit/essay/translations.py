"""Translations of an essay: ``essay.<lang>.md`` beside ``essay.md``, over its model and figures.

Only words differ. ``words.<lang>.json`` beside it has those of the figures, of choices, and of the
model's tables: ``{"heat of the pan, °C →": "Hitze der Pfanne, °C →"}``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.author_code import read_facts
from refit.essay.controls import SIGNATURES
from refit.essay.data_files import data_files
from refit.essay.files import read_object, read_text
from refit.essay.markup import Directive, parse, walk
from refit.essay.reading import (
    Essay,
    check_front_matter,
    check_language,
    line_of_key,
    read_scenes,
)

TEXT = re.compile(r"essay\.(?P<code>.+)\.md")
WORDS = re.compile(r"words\.(?P<code>.+)\.json")
# Of the front matter: they are the essay's, whatever its language.
SHARED = ("order", "time_limit", "date", "without_advice")
# What stands at the same place in all languages, and options of it that are words.
SAME = (
    *("scene", "figure", "step", *SIGNATURES, "quiz", "challenge", "hint", "answer", "deeper"),
    "code",
)
OF_WORDS = ("label", "title", "for")
WRITE = 'write {"heat": "Hitze"}, with straight quotes and commas'


def translation_files(folder: Path) -> dict[str, Path]:
    """Return the texts of an essay in other languages than its own, by their codes."""
    found = {}
    for file in sorted(folder.glob("essay.*.md")):
        if match := TEXT.fullmatch(file.name):
            found[match["code"]] = file
    return found


def lost_tables(folder: Path) -> Iterator[AuthorError]:
    """Yield a mistake for each table of words without its text, unless the model reads it."""
    codes, data = translation_files(folder), data_files(folder)
    for file in sorted(folder.glob("words.*.json")):
        found = WORDS.fullmatch(file.name)
        if found and found["code"] not in codes and file.name not in data:
            text = f"essay.{found['code']}.md"
            problem = f"nothing is translated by these words, since there is no {text}"
            yield AuthorError(problem, f"write {text}, or leave this file out", file, 1)


def is_translation(file: Path) -> bool:
    """Tell whether a file of an essay's folder is a text in another language, or its words."""
    return bool(TEXT.fullmatch(file.name) or WORDS.fullmatch(file.name))


def translate(essay: Essay, code: str, file: Path) -> Essay:
    """Read a translation; its model and its figures are those of the essay.

    Raises
    ------
    AuthorError
        With file and line, for what cannot be used, and for what differs by more than words.
    """
    check_language(code, file, 1)
    if code == essay.language.code:
        problem = f"essay.md is in {essay.language.name} already"
        raise AuthorError(problem, "name the file by its own language, such as essay.de.md", file)
    document = parse(read_text(file), file)
    check_head(document.front_matter, code, file)
    check_same(essay, walk(document.nodes), file)
    facts = read_facts(essay.model, essay.folder / "model.py", essay.cache)
    head = essay.document.front_matter | document.front_matter | {"lang": code}
    scenes = read_scenes(document, facts, file)
    document = replace(document, front_matter=head)
    return replace(essay, document=document, scenes=scenes, file=file.name)


def check_head(head: Json, code: str, file: Path) -> None:
    """Refuse front matter that is wrong, and what a translation cannot say otherwise."""
    check_front_matter(head, file)
    for key in head:
        line = line_of_key(file, key)
        if key in SHARED:
            problem = f"{key} is that of essay.md in every language"
            raise AuthorError(problem, "leave it out", file, line)
        if key == "lang" and head[key] != code:
            problem = f"the name of this file says {code}, and lang: {head[key]}"
            raise AuthorError(problem, "leave out one of the two", file, line)


def check_same(essay: Essay, found: Iterator[Directive], file: Path) -> None:
    """Refuse a translation whose scenes, steps and controls are others than the essay's."""
    here = [each for each in found if each.name in SAME]
    there = [each for each in walk(essay.document.nodes) if each.name in SAME]
    remedy = "write the same scenes, steps and controls in the same order; only words differ"
    for own, other in zip_longest(here, there):
        if own is None:
            problem = f"after the last there lacks {shown(other)} of {essay.file}:{other.line}"
            raise AuthorError(problem, remedy, file, here[-1].line if here else 1)
        if other is None:
            problem = f"{shown(own)} stands here, and {essay.file} has no more"
            raise AuthorError(problem, remedy, file, own.line)
        if shown(own) != shown(other):
            problem = f"{shown(own)} stands here, and {shown(other)} in {essay.file}:{other.line}"
            raise AuthorError(problem, remedy, file, own.line)


def shown(node: Directive) -> str:
    """Return a directive without what is words: as a message shows it, and as it is compared."""
    arguments = [] if node.name == "deeper" else [str(each) for each in node.arguments]
    options = [f"{key}={each}" for key, each in node.options.items() if key not in OF_WORDS]
    return " ".join([f"{{{node.name}}}", *arguments, *sorted(options)])


def read_table(folder: Path, code: str) -> tuple[Path, dict[str, str]]:
    """Return the file of a translation's words for figures, and its words; none without it.

    Raises
    ------
    AuthorError
        If it is no table of texts.
    """
    file = folder / f"words.{code}.json"
    if not file.exists():
        return file, {}
    table = read_object(read_text(file), file, WRITE)
    for key, word in table.items():
        if not isinstance(word, str) or not word.strip():
            problem = f"{key!r} stands for no text"
            raise AuthorError(problem, WRITE, file, line_in(file, key))
    return file, table


def line_in(file: Path, key: str) -> int:
    """Return the line of a text of the original in a table of words."""
    for number, line in enumerate(read_text(file).splitlines(), 1):
        if json.dumps(key, ensure_ascii=False) in line or json.dumps(key) in line:
            return number
    return 1
