"""Sheets: files that are put together from parts, and where each of their lines was written."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from refit.errors import AuthorError
from refit.gallery.examples import Part

Place = tuple[Path, int] | None


@dataclass
class Sheet:
    """The lines of a file, and for each the file and the line that it comes from, if any."""

    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add lines that nobody wrote."""
        for line in text.split("\n"):
            self.lines.append(line)
            self.places.append(None)

    def add_part(self, part: Part) -> None:
        """Add lines of a file."""
        for number, line in enumerate(part.text.rstrip("\n").split("\n"), part.line):
            self.lines.append(line)
            self.places.append((part.file, number))

    def place(self, line: int | None) -> Place:
        """Return where a line was written, or the next one before it that was."""
        known = [each for each in self.places[: line or 1] if each]
        return known[-1] if known else None

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines).rstrip("\n") + "\n"


def merge(parts: Iterable[Part], about: str) -> Sheet:
    """Put modules together as one: imports once, ``STATES`` united, all else one below the other.

    What several define alike is kept once.

    Raises
    ------
    AuthorError
        If two of them define a name differently, or if one is no Python.
    """
    imports: dict[str, Part] = {}
    pieces: dict[str, Part] = {}
    states: list[Part] = []
    for part in parts:
        for node, piece in pieces_of(part):
            if isinstance(node, ast.Import | ast.ImportFrom):
                imports.setdefault(piece.text, piece)
            elif name_of(node) == "STATES":
                states.append(piece)
            else:
                name = name_of(node)
                known = pieces.setdefault(name, piece)
                if known.text != piece.text:
                    where = f"line {known.line} of {known.file.name}"
                    problem = f"{name!r} is another in {where}, on the same page"
                    raise AuthorError(problem, "name one otherwise", piece.file, piece.line)
    sheet = Sheet()
    sheet.add(f'"""{about}"""\n')
    for each in sorted(imports.values(), key=lambda piece: piece.text):
        sheet.add_part(each)
    if states:
        sheet.add("\nSTATES = {")
        for each in states:
            _, _, rest = each.text.partition("=")
            sheet.add_part(Part(f"    **{rest.strip()},", each.file, each.line))
        sheet.add("}")
    for each in pieces.values():
        sheet.add("\n")
        sheet.add_part(each)
    return sheet


def pieces_of(part: Part) -> Iterable[tuple[ast.stmt, Part]]:
    """Yield the statements of a module, but for its docstring, with their source."""
    try:
        tree = ast.parse(part.text)
    except SyntaxError as error:
        line = part.line + (error.lineno or 1) - 1
        raise AuthorError(str(error.msg), "mend this line", part.file, line) from None
    lines = part.text.split("\n")
    for node in tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        decorators = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(each.lineno for each in decorators)])
        text = "\n".join(lines[start - 1 : node.end_lineno])
        yield node, Part(text, part.file, part.line + start - 1)


def name_of(node: ast.stmt) -> str:
    """Return the name that a statement defines; its source if it is another."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return str(getattr(node, "name", ast.unparse(node)))
