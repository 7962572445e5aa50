"""Plain words: what looks like markup that Refit does not have is refused, not printed as typed."""

from html import escape

from markdown_it.token import Token
from markupsafe import Markup

from refit.errors import AuthorError
from refit.essay.other_programs import RUN, foreign, instead_of_code
from refit.page.code import highlight
from refit.page.math import misplaced
from refit.page.renderer import EssayRenderer, token


@token("text")
def plain_text(page: EssayRenderer, words: Token, line: int) -> Markup:
    """Render words, having made sure that nothing else was meant."""
    if "$$" in words.content:
        raise misplaced(page, line)
    begins, linked = (bool(words.meta.get(name)) for name in ("begins", "linked"))
    if found := foreign(words.content, begins, linked):
        raise refused(page, *found, line)
    return Markup(escape(words.content, quote=False))


@token("foreign")
def foreign_mark(page: EssayRenderer, mark: Token, line: int) -> Markup:
    """Refuse what the parser has found to be written for another program."""
    raise refused(page, mark.content, mark.meta["remedy"], line)


@token("fence")
def code(page: EssayRenderer, fence: Token, line: int) -> Markup:
    """Render code, Python in colours, but not what another program would have run or set."""
    if remedy := instead_of_code(fence.info):
        raise page.error(f"'```{fence.info.strip()}' is no language of code", remedy, line)
    is_python = fence.info.strip().lower() in ("python", "py")
    source = highlight(fence.content) if is_python else fence.content
    return Markup('<pre class="source" tabindex="0"><code>{}</code></pre>\n').format(source)


@token("code_inline")
def code_in_a_line(page: EssayRenderer, code: Token, line: int) -> Markup:
    """Render code in a line, but not what another program would have run."""
    if RUN.match(code.content):
        problem = f"`{code.content}` would be printed, not run"
        raise page.error(problem, "write {live}`…` for a number of the model's", line)
    return Markup("<code>{}</code>").format(code.content)


def refused(page: EssayRenderer, what: str, remedy: str, line: int) -> AuthorError:
    """Return the error of what would be printed as typed."""
    shown = what.split("\n")[0][:20]
    return page.error(f"{shown!r} would be printed as it stands", remedy, line)
