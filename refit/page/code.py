"""The model's source code, shown in the essay.

``:::{code} fit HEAVIEST`` shows functions, classes and constants of ``model.py`` in that order;
the directive's content is shown above them.
"""

import ast
from pathlib import Path

from markupsafe import Markup
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from refit.essay.files import read_text
from refit.essay.markup import Directive
from refit.essay.signatures import Signature
from refit.page.renderer import EssayRenderer, directive

# The class of each kind of token that has a colour of the theme.
CLASSES: dict[_TokenType, str] = {
    Comment: "comment",
    String: "text",
    Number: "text",
    Keyword: "word",
    Operator.Word: "word",
    Name.Function: "name",
    Name.Class: "name",
    Name.Decorator: "name",
}


@directive("code", Signature(':::{code} fit title="Its name"', ("function...",), {"title": "text"}))
def code(page: EssayRenderer, node: Directive) -> Markup:
    """Render parts of the model's source, folded up under a title."""
    file = page.essay.folder / "model.py"
    ranges = read_ranges(file)
    source = read_text(file).splitlines()
    pieces = {name: "\n".join(source[start - 1 : end]) for name, (start, end) in ranges.items()}
    for name in node.arguments:
        if name not in pieces:
            known = ", ".join(pieces)
            raise page.error(f"model.py has no {name!r}", f"it has {known}", node.line)
    joined = pieces[node.arguments[0]]
    for before, name in zip(node.arguments, node.arguments[1:], strict=False):
        close = "\n" not in pieces[before] and "\n" not in pieces[name]
        joined += ("\n" if close else "\n\n\n") + pieces[name]
    names = ", ".join(node.arguments)
    return page.render_template(
        "code",
        title=node.options.get("title"),
        names=names,
        code=highlight(joined),
        lines=" ".join("{}-{}".format(*ranges[name]) for name in node.arguments),
        html=page.render(node.children),
        model=page.ship(file),
    )


def read_ranges(file: Path) -> dict[str, tuple[int, int]]:
    """Return the first and last line of every function, class and constant of a module, by name."""
    ranges: dict[str, tuple[int, int]] = {}
    for node in ast.parse(read_text(file)).body:
        start = node.lineno
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            start = min([start, *(decorator.lineno for decorator in node.decorator_list)])
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found = [part for target in targets for part in ast.walk(target)]
            names = [part.id for part in found if isinstance(part, ast.Name)]
        else:
            names = []
        ranges |= dict.fromkeys(names, (start, node.end_lineno or start))
    return ranges


def highlight(source: str) -> Markup:
    """Return Python as HTML: tokens that have a colour as spans with a class."""
    out = Markup("")
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source):
        name = next((CLASSES[part] for part in reversed(kind.split()) if part in CLASSES), None)
        out += Markup('<span class="{}">{}</span>').format(name, text) if name else text
    return out
