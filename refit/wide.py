"""Tables of Markdown, which scroll inside themselves where a screen is too narrow for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token
from markupsafe import Markup

from refit.registry import token

if TYPE_CHECKING:
    from refit.page import EssayRenderer


@token("table_open")
def begin(page: EssayRenderer, _: Token, line: int) -> Markup:
    """Begin a table."""
    return Markup('<div class="wide" data-scrolls="{}"><table>').format(page.words["table"])


@token("table_close")
def end(page: EssayRenderer, _: Token, line: int) -> Markup:
    """End a table."""
    return Markup("</table></div>")


@token("th_open")
@token("td_open")
def cell(page: EssayRenderer, cell: Token, line: int) -> Markup:
    """Begin a cell; the policy of the page allows no styles in attributes."""
    style = str(cell.attrs.get("style", ""))
    aligned = Markup(' class="{}"').format(style.rpartition(":")[2]) if style else ""
    scope = Markup(' scope="col"') if cell.tag == "th" else ""
    return Markup("<{}{}{}>").format(cell.tag, scope, aligned)
