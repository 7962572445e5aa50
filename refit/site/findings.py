"""What a check finds, told in lines for people, as JSON for programs, or on GitHub's pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from refit.cache import as_json
from refit.errors import AuthorError, all_errors, as_line, as_typed

ON_GITHUB = {"error": "error", "warning": "warning", "advice": "notice"}
ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
MOST = 8  # messages of one cause in a line for people
IN_PROPERTIES = ESCAPED | {":": "%3A", ",": "%2C"}


@dataclass(frozen=True)
class Finding:
    """Something that a check tells.

    Attributes
    ----------
    severity
        ``error`` refuses a build, ``warning`` is of the author's code, ``advice`` can be switched
        off by its name, and a ``note`` asks for nothing.
    name
        The kind of what is found; of an advice its own name.
    message
        What is wrong.
    remedy
        What to write instead; empty if the message says it.
    file, line, column
        Where it is; the file as it can be typed here.
    """

    severity: str
    name: str
    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @classmethod
    def of(cls, error: AuthorError) -> "Finding":
        """Return what a mistake, a warning or an advice tells."""
        file = str(as_typed(error.file)) if error.file else None
        message, remedy = (" ".join(text.split()) for text in (error.problem, error.remedy))
        name = error.advice or error.severity
        return cls(error.severity, name, message, remedy, file, error.line, error.column)

    @property
    def text(self) -> str:
        """What is wrong, and what to write instead."""
        return "; ".join(filter(None, [self.message, self.remedy]))

    def as_line(self) -> str:
        """Return it as a person reads it: ``file:line: what is wrong; what to write instead``."""
        return as_line(self.severity, self.text, self.file, self.line, self.column)

    def as_object(self) -> str:
        """Return it as an object of JSON, in a line."""
        return as_json(asdict(self))

    def as_annotation(self) -> str:
        """Return it as GitHub shows it beside the line, in a line; a note stays a line."""
        if self.severity not in ON_GITHUB:
            return self.as_line()
        places = {"file": self.file, "line": self.line, "col": self.column}
        given = {key: str(each) for key, each in places.items() if each}
        properties = ",".join(
            f"{key}={escaped(value, IN_PROPERTIES)}"
            for key, value in (given | {"title": self.name}).items()
        )
        return f"::{ON_GITHUB[self.severity]} {properties}::{escaped(self.text, ESCAPED)}"


Tell = Callable[[Finding], None]


def note(name: str, message: str) -> Finding:
    """Return what asks for nothing."""
    return Finding("note", name, message)


def findings(errors: Iterable[AuthorError]) -> list[Finding]:
    """Return what several mistakes, warnings or pieces of advice tell."""
    return [Finding.of(each) for error in errors for each in all_errors(error)]


def grouped(found: Iterable[Finding]) -> list[Finding]:
    """Put together what has one cause, for people: the same advice on a file, with one remedy."""
    groups: dict[tuple[str, str | None, str], list[Finding]] = {}
    for each in found:
        groups.setdefault((each.name, each.file, each.remedy), []).append(each)
    return [together(group) for group in groups.values()]


def together(group: list[Finding]) -> Finding:
    """Return one finding for several of one cause, with the lines of all."""
    first = group[0]
    lines: dict[str, list[int | None]] = {}  # by message
    for each in group:
        lines.setdefault(each.message, []).append(each.line)
    told = []
    for message, at in lines.items():
        if at[0] not in (None, first.line):
            message = f"line {at[0]}: {message}"
        more = dict.fromkeys(str(line) for line in at[1:] if line not in (None, at[0]))
        if more:
            message += f", and in line{'s' * (len(more) > 1)} {', '.join(more)}"
        told.append(message)
    if len(told) > MOST:
        rest = f"and {len(told) - MOST + 1} more, which --json lists"
        told[MOST - 1 :] = [rest]
    return replace(first, message="; ".join(told))


def escaped(text: str, signs: Mapping[str, str]) -> str:
    """Return a text in which some signs are written as others."""
    return "".join(signs.get(sign, sign) for sign in text)
