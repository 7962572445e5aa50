"""Footnotes: ``[^name]`` in the text, ``[^name]: …`` on a line of its own, or ``^[…]`` at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from refit.errors import AuthorError


@dataclass
class Note:
    """A footnote: its number in the order of the text, what it says, and how often it is named."""

    number: int
    tokens: list[Token]
    times: int = 0


def note_plugin(md: MarkdownIt) -> None:
    """Read footnotes, and leave what they say where it was written."""
    md.use(footnote_plugin, move_to_end=False)
    md.core.ruler.after("inline", "notes_at_once", define_at_once)


def define_at_once(state: StateCore) -> None:
    """Write what ``^[…]`` says as a definition, so that it is treated as all others are."""
    written = state.env.get("footnotes", {}).get("list", {})
    for inline, place in list(places(state.tokens)):
        if "label" in place.meta:
            continue
        label = place.meta["label"] = f"^{place.meta['id']}"
        note = written[place.meta["id"]]
        said = Token("inline", "", 0, map=inline.map, content=note["content"])
        said.children = note["tokens"]
        state.tokens += [
            Token("footnote_reference_open", "", 1, map=inline.map, meta={"label": label}),
            Token("paragraph_open", "p", 1, map=inline.map, block=True),
            said,
            Token("paragraph_close", "p", -1, block=True),
            Token("footnote_reference_close", "", -1),
        ]


def take_notes(tokens: list[Token], file: Path) -> list[Note]:
    """Take what the notes say out of the tokens, and number the places that refer to it.

    Raises
    ------
    AuthorError
        If a note is written twice or never named, or named where none can stand.
    """
    said = take_definitions(tokens, file)
    notes: dict[str, Note] = {}
    for _, place in places(tokens):
        meta = place.meta
        label = meta["label"]
        if label not in notes:
            notes[label] = Note(len(notes) + 1, said[label].tokens)
        note = notes[label]
        note.times += 1
        meta["note"], meta["time"] = note.number, note.times
    for label, definition in said.items():
        if next(places(definition.tokens), None):
            raise AuthorError("a note stands inside a note", "make them one", file, definition.line)
        if label not in notes:
            problem = f"nothing refers to the note [^{label}]"
            raise AuthorError(problem, f"write [^{label}] where it belongs", file, definition.line)
    for note in notes.values():
        end_note(note)
    return list(notes.values())


@dataclass
class Definition:
    """What a note says, and the line in which that begins."""

    line: int
    tokens: list[Token]


def take_definitions(tokens: list[Token], file: Path) -> dict[str, Definition]:
    """Take the definitions out of the tokens."""
    found: dict[str, Definition] = {}
    kept: list[Token] = []
    current: Definition | None = None
    for token in tokens:
        if token.type == "footnote_reference_open":
            label, line = token.meta["label"], token.map[0] + 1 if token.map else 0
            if label in found:
                problem = f"the note [^{label}] is written twice, in line {found[label].line} too"
                raise AuthorError(problem, "name one of them otherwise", file, line)
            current = found[label] = Definition(line, [])
        elif token.type == "footnote_reference_close":
            current = None
        else:
            (kept if current is None else current.tokens).append(token)
    tokens[:] = kept
    return found


def places(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each place that refers to a note, after the inline token that it is in."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "footnote_ref":
                yield token, child


def end_note(note: Note) -> None:
    """Put the way back to the text at the end of what a note says."""
    back = Token("note_back", "", 0, meta={"note": note.number, "times": note.times})
    if len(note.tokens) > 1 and note.tokens[-1].type == "paragraph_close":
        children = note.tokens[-2].children
        assert children is not None
        children.append(back)
    else:
        note.tokens.append(back)
