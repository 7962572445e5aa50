"""Examples: a file each, with the text of a small essay, its model and its figures.

The front matter has a ``title``, a ``summary``, and what the example ``shows``: the names of things
(`refit.gallery.things`). The text follows, and then the other files, each as code whose fence has
the file's name, such as ```` ```python model.py ````.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.fences import CODE_FENCE
from refit.essay.files import read_text
from refit.essay.markup import read_front_matter

NAMED = re.compile(r"\w+ (?P<name>[\w-]+\.\w+)")
KEYS = {"title": str, "summary": str, "shows": list}


@dataclass(frozen=True)
class Part:
    """Some lines of a file: their text, and the number of the first."""

    text: str
    file: Path
    line: int


@dataclass(frozen=True)
class Example:
    """An example: its text and its other files, by name."""

    name: str
    title: str
    summary: str
    shows: list[str]
    text: Part
    files: dict[str, Part] = field(default_factory=dict)


def read_example(file: Path) -> Example:
    """Read an example.

    Raises
    ------
    AuthorError
        If it has no front matter, or lacks a key of it.
    """
    lines = read_text(file).split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise AuthorError("this example has no front matter", "begin it with ---", file, 1)
    body = lines.index("---", 1) + 1
    front = read_front_matter("\n".join(lines[1 : body - 1]), file)
    for key, kind in KEYS.items():
        if not isinstance(front.get(key), kind):
            raise AuthorError(f"this example has no {key}", f"write {key}: …", file, 1)
    end = len(lines)
    files: dict[str, Part] = {}
    number = body
    while number < len(lines):
        fence = CODE_FENCE.match(lines[number])
        named = NAMED.fullmatch(fence["rest"].strip()) if fence else None
        if not fence or not named:
            number += 1
            continue
        end = min(end, number)
        close = next((n for n in range(number + 1, len(lines)) if lines[n] == fence["marks"]), 0)
        if not close:
            problem = f"the code of {named['name']} is never closed"
            raise AuthorError(problem, f"close it with {fence['marks']}", file, number + 1)
        code = "\n".join(lines[number + 1 : close]) + "\n"
        files[named["name"]] = Part(code, file, number + 2)
        number = close + 1
    while body < end and not lines[body].strip():
        body += 1
    text = "\n".join(lines[body:end]).rstrip() + "\n"
    return Example(
        file.stem,
        str(front["title"]),
        str(front["summary"]),
        [str(name) for name in front["shows"]],
        Part(text, file, body + 1),
        files,
    )


def unpack_example(file: Path, folder: Path) -> None:
    """Write an example as the files of an essay, into a folder that is made."""
    example = read_example(file)
    folder.mkdir()
    head = [
        "---",
        "# yaml-language-server: $schema=../_schema/front-matter.schema.json",
        f"title: {example.name}",
        f"summary: {json.dumps(example.summary, ensure_ascii=False)}",
        "---",
    ]
    text = "\n".join([*head, "", example.text.text])
    (folder / "essay.md").write_text(text, "utf-8")
    for name, part in example.files.items():
        (folder / name).write_text(part.text, "utf-8")
