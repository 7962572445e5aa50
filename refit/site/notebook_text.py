"""An essay's prose as Markdown for a notebook: roles and directives in words that it can show."""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token
from markupsafe import Markup

from refit.essay.files import read_text
from refit.essay.markup import Directive, Node, Prose
from refit.essay.scenes import Scene, Step
from refit.page.live_numbers import live_number, scene_and_tables
from refit.page.math import LIVE
from refit.page.renderer import EssayRenderer

NOTE = re.compile(r"\[\^[^\]]+\]|\^\[[^\]]*\]")
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
PAGE_ONLY = ("alt", "slider", "select", "toggle", "button")  # which belong to a page's figure


@dataclass(frozen=True)
class Said:
    """A number of the text: its scene, what it names there, its format, and how it is printed."""

    scene: str
    reference: str
    format: str
    text: str


@dataclass
class NotebookText:
    """Writes the prose of a rendered page as Markdown, and notes the numbers that it tells.

    ``page`` has been rendered, so that each of its roles has its text.
    """

    page: EssayRenderer
    said: list[Said] = field(default_factory=list)
    is_apart: bool = False  # of any state that a cell computes

    def __post_init__(self) -> None:
        self.lines = read_text(self.page.essay.text).split("\n")

    def take_said(self) -> list[Said]:
        """Return the numbers told since the last call, each once."""
        found = list(dict.fromkeys(self.said))
        self.said.clear()
        return found

    def write(self, nodes: list[Node]) -> str:
        """Return nodes as Markdown."""
        parts = (
            self.prose(node) if isinstance(node, Prose) else self.directive(node) for node in nodes
        )
        return "\n\n".join(part for part in parts if part)

    def in_step(self, scene: Scene, step: Step) -> str:
        """Return the text of a step."""
        with self.page.speaking_of(scene, step):
            return self.write(step.nodes)

    def prose(self, node: Prose) -> str:
        """Return ordinary Markdown as it was written, without its roles."""
        level = min((token.level for token in node.tokens), default=0)
        spans = {tuple(each.map): None for each in node.tokens if each.map and each.level == level}
        blocks = ("\n".join(self.lines[start:end]).strip("\n") for start, end in spans)
        written = "\n\n".join(blocks)
        for token in node.tokens:
            for child in token.children or []:
                written = self.replace(written, child)
        written = LIVE.sub(self.live_in_formula, NOTE.sub("", PICTURE.sub(r"*(\1)*", written)))
        return re.sub(r"^:{3,}.*$", "", written, flags=re.MULTILINE).strip()

    def replace(self, written: str, token: Token) -> str:
        """Put the text of a role or of a citation in its place."""
        if token.type == "myst_role":
            name, content = token.meta["name"], token.content
            found = re.search(rf"\{{{name}\}}`{re.escape(content)}`", written)
            if name == "live" and not self.is_apart:
                self.note(content, token.meta["line"])
        elif token.type == "citation":
            found = re.search(re.escape(token.markup), written)
        else:
            return written
        html = Markup(self.page.render_token(token))
        text = " ".join(html.striptags().split())
        return f"{written[: found.start()]}{text}{written[found.end() :]}" if found else written

    def note(self, content: str, line: int) -> str:
        """Note a number of the model's, and return how the essay prints it."""
        scene, live, text = live_number(self.page, content, line)
        _, tables = scene_and_tables(self.page, live.scene, line)
        told = Said(scene.id, live.reference, live.format or "", live.text(tables))
        self.said.append(told)
        return text

    def live_in_formula(self, match: re.Match[str]) -> str:
        """Return a number as TeX writes it."""
        text = "…" if self.is_apart else self.note(match[1], 1)
        text = text.replace("\N{MINUS SIGN}", "-")
        return rf"\text{{{text}}}".replace("%", r"\%") if "%" in text else text

    def directive(self, node: Directive) -> str:
        """Return a directive as Markdown; nothing, if it belongs to a page's figure."""
        if node.name in PAGE_ONLY:
            return ""
        title = str(node.arguments[0]) if node.arguments else ""
        if node.name == "quiz":
            return self.quiz(node)
        inside = self.write(node.children)
        if node.name == "code":
            shown = ", ".join(f"`{name}`" for name in node.arguments)
            return f"{inside}\n\n*The code is above, in the model: {shown}.*".strip()
        if node.name in ("hint", "answer"):
            return folded(node.name.capitalize(), inside)
        if node.name == "challenge":
            return quoted(f"**Challenge.** {title}\n\n{inside}")
        return quoted(f"**{title}**\n\n{inside}" if title else inside)

    def quiz(self, node: Directive) -> str:
        """Return a quiz: the question, and the answer folded up."""
        answers = [n for n in node.children if isinstance(n, Directive) and n.name == "answer"]
        question = self.write([n for n in node.children if n not in answers])
        self.is_apart = True  # the answer may speak of a state of its own
        answer = self.write(answers[0].children)
        self.is_apart = False
        choices = str(node.options.get("choices", ""))
        options = f"\n\n*{choices}*" if choices else ""
        return quoted(f"**Predict first.** {question}{options}\n\n{folded('The answer', answer)}")


def quoted(text: str) -> str:
    """Set a text apart."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))


def folded(title: str, text: str) -> str:
    """Return a text that is folded up under its title."""
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
