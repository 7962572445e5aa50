"""Footnotes: in the margin of a wide page, and below the block that names them on a narrow one."""

from markdown_it.token import Token
from markupsafe import Markup

from refit.essay.markup import Prose
from refit.page.renderer import EssayRenderer, around, token


@token("footnote_ref")
def place(page: EssayRenderer, place: Token, _: int) -> Markup:
    """Render the number of a note, which leads to it."""
    return page.render_template(
        "note-number",
        number=place.meta["note"],
        id=place_id(place.meta["note"], place.meta["time"]),
    )


@token("note_back")
def back(page: EssayRenderer, note: Token, _: int) -> Markup:
    """Render the ways back from a note to the places that name it."""
    number = note.meta["note"]
    ids = [place_id(number, time + 1) for time in range(note.meta["times"])]
    return page.render_template("note-back", number=number, ids=ids)


@around
def notes(page: EssayRenderer, block: list[Token], html: Markup) -> Markup:
    """Render the notes that a block of the text is the first to name, after it."""
    numbers = [
        child.meta["note"]
        for token in block
        for child in token.children or []
        if child.type == "footnote_ref" and child.meta["time"] == 1
    ]
    if not numbers:
        return html
    if block[0].type == "heading_open":
        line = block[0].map[0] + 1 if block[0].map else 0
        raise page.error("a note stands in a heading", "name it in the text below", line)
    said = page.essay.document.notes
    notes = [
        {"number": number, "html": page.render_prose(Prose(said[number - 1].tokens))}
        for number in numbers
    ]
    return page.render_template("notes", html=html, notes=notes)


def place_id(number: int, time: int) -> str:
    """Return the id of a place that names a note."""
    return f"to-note-{number}" if time == 1 else f"to-note-{number}-{time}"
