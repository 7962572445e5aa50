"""The words of the interface, one file a language: ``static/words/<lang>.json``.

English is whole; what another language lacks is English.
"""

import json
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from refit.cache import Json
from refit.errors import AuthorError
from refit.essay.files import read_object, read_text
from refit.languages import find_language

ENGLISH = "en"
BLANK = re.compile(r"\{\w*\}")


def file_of(folder: Path, code: str) -> Path | None:
    """Return the file of a language, or of the one that it is a kind of; none if there is none."""
    parts = code.split("-")
    files = (folder / f"{'-'.join(parts[:n])}.json" for n in range(len(parts), 0, -1))
    return next((file for file in files if file.exists()), None)


def read_words(folder: Path, code: str = ENGLISH) -> Json:
    """Return the words of a language, English where it lacks any.

    Raises
    ------
    AuthorError
        If its file cannot be read, or holds what English has not.
    """
    english = folder / f"{ENGLISH}.json"
    file = file_of(folder, code)
    if file is None or file == english:
        return read(english)
    return laid_over(read(english), read(file), file)


def check_words(folder: Path) -> None:
    """Read the words of all languages, so that a mistake in any is told."""
    for file in sorted(folder.glob("*.json")):
        try:
            find_language(file.stem)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            raise AuthorError(problem, f"{remedy}, and .json", file) from None
        read_words(folder, file.stem)


def read(file: Path) -> Json:
    """Read a file of words."""
    return parse(file, read_text(file))


@cache
def parse(file: Path, text: str) -> Json:
    """Read the text of a file of words."""
    return read_object(text, file, 'write {"skip": "…"}, with straight quotes and commas')


def check_word(word: object, english: object, where: str) -> tuple[str, str] | None:
    """Return what is wrong with a word, and what to write; None if nothing is."""
    if isinstance(english, dict):
        if isinstance(word, dict):
            return None
        return f"the word {where!r} holds no words by their names", "write it as in English"
    if not isinstance(word, str):
        return f"the word {where!r} is not a text", "write it as in English"
    if not word.strip():
        return f"the word {where!r} is empty", "leave it out, and it is English"
    blanks = sorted(set(BLANK.findall(str(english))))
    if sorted(set(BLANK.findall(word))) != blanks:
        remedy = f"write {', '.join(blanks)}" if blanks else "leave them out"
        return f"the word {where!r} has other braces than in English", remedy
    return None


def laid_over(english: Json, words: Json, file: Path, path: tuple[str, ...] = ()) -> Json:
    """Lay the words of a language over the English ones, in whose order they stay."""
    for name, word in words.items():
        where = ".".join((*path, name))
        if name not in english:
            problem = f"there is no word {where!r} in English"
            close = get_close_matches(name, english, 1)
            remedy = f"write {close[0]!r}" if close else f"its words are {', '.join(english)}"
            raise AuthorError(problem, remedy, file, line_of(file, (*path, name)))
        if wrong := check_word(word, english[name], where):
            raise AuthorError(*wrong, file, line_of(file, (*path, name)))
    return {
        name: laid_over(word, words.get(name, {}), file, (*path, name))
        if isinstance(word, dict)
        else words.get(name, word)
        for name, word in english.items()
    }


def line_of(file: Path, path: tuple[str, ...]) -> int | None:
    """Return the line of a word, by the names that lead to it."""
    text, at = read_text(file), 0
    for name in path:
        found = re.search(rf"{re.escape(json.dumps(name, ensure_ascii=False))}\s*:", text[at:])
        if not found:
            return None
        at += found.end()
    return text[:at].count("\n") + 1
