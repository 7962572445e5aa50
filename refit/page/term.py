"""Terms: words in the prose that stand for something in the figure, and light it up."""

from markupsafe import Markup

from refit.model.results import as_values
from refit.page.renderer import EssayRenderer, role

ROW = "write {term}`words | parameter:key` in a step of a scene whose figure has usermeta's point"


@role("term")
def term(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a word in the colour that it has in the figure, or one that names a row of it.

    Written ``word``, ``text | colour`` or ``text | parameter:key``.
    """
    text, _, name = (part.strip() for part in content.partition("|"))
    if ":" in name:
        return row(page, text, name, line)
    name = name or text.lower()
    if name not in page.colours:
        colours = ", ".join(sorted(page.colours))
        raise page.error(
            f"{name!r} is no colour of the theme",
            f"write {{term}}`text | colour`; colours: {colours}",
            line,
        )
    return page.render_template("term", text=text, term=name)


def row(page: EssayRenderer, text: str, name: str, line: int) -> Markup:
    """Render words that point at a row, or at all rows that a rule takes for one."""
    param, _, value = (part.strip() for part in name.partition(":"))
    if page.here is None:
        raise page.error(f"{name!r} stands outside of a scene's steps", ROW, line)
    rules = {rule["param"]: rule for rule in page.figures[page.here.scene.id]["point"]}
    if param not in rules:
        problem = f"no rows of the figure {page.here.scene.function}() are pointed at as {param!r}"
        there = f"its parameters of usermeta's point: {', '.join(rules)}" if rules else ROW
        raise page.error(problem, there, line)
    table, column = rules[param]["table"], rules[param].get("by", "key")
    values = page.here.tables.get(table, {}).get(column, [])
    known = dict.fromkeys(map(str, as_values(values)))
    if value not in known:
        problem = f"table {table!r} has no row whose {column} is {value!r} in this step"
        raise page.error(problem, f"there are: {', '.join(known) or 'none'}", line)
    return page.render_template("term", text=text, param=param, row=value)
