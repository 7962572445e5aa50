"""Terms: words in the prose that have the colour of what they name in the figure."""

from markupsafe import Markup

from refit.page.renderer import EssayRenderer, role


@role("term")
def term(page: EssayRenderer, content: str, line: int) -> Markup:
    """Render a word in the colour it has in the figure: ``word`` or ``text | word``."""
    text, _, name = (part.strip() for part in content.partition("|"))
    name = name or text.lower()
    if name not in page.colours:
        colours = ", ".join(sorted(page.colours))
        raise page.error(
            f"{name!r} is no colour of the theme",
            f"write {{term}}`text | colour`; colours: {colours}",
            line,
        )
    return page.render_template("term", text=text, term=name)
