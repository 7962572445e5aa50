"""Tables written in Markdown, each in a frame that scrolls if the table is too wide."""

from markdown_it.token import Token
from markupsafe import Markup

from refit.page.renderer import EssayRenderer, token


@token("table_open")
def begin(page: EssayRenderer, _: Token, __: int) -> Markup:
    """Render the beginning of a table, in a frame that scrolls where it is too narrow."""
    return Markup('<div class="table" data-scrolls="{}">\n<table>\n').format(page.words["table"])


@token("table_close")
def end(_: EssayRenderer, __: Token, ___: int) -> Markup:
    """Render the end of a table and of its frame."""
    return Markup("</table>\n</div>\n")


@token("th_open")
@token("td_open")
def cell(_: EssayRenderer, cell: Token, __: int) -> Markup:
    """Render the beginning of a cell; the policy of a page allows no style in an attribute."""
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    align = Markup(' data-align="{}"').format(side) if side else ""
    return Markup("<{}{}>").format(cell.tag, align)
