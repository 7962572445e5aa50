"""An essay's prose as Markdown for a notebook: roles and directives in words that it can show."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin

from markdown_it.token import Token
from markupsafe import Markup

from refit.cache import Json
from refit.essay.files import read_text
from refit.essay.markup import Directive, Node, Prose
from refit.essay.scenes import Scene, Step
from refit.page.citations import FORMULA, Citations, order
from refit.page.live_numbers import live_number, scene_and_tables
from refit.page.math import LIVE
from refit.page.renderer import EssayRenderer
from refit.page.work import Work

BLANK = r"\s+(?:>\s*)*"  # between two words, perhaps in two lines of a quotation
PICTURE = r"!\[[^\]]*\]\([^)]*\)"
LINK = r"\[(?=(?:[^\[\]`]|`[^`]*`|\[[^\[\]]*\])*\][(\[])"  # where one begins
LINK_END = r"\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])"
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
    address: str = ""  # of the page, if it is known
    said: list[Said] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)  # what each footnote says
    links: list[str] = field(default_factory=list)  # that are open: where each leads, or nothing
    is_apart: bool = False  # of any state that a cell computes

    def __post_init__(self) -> None:
        self.lines = read_text(self.page.essay.text).split("\n")

    @property
    def words(self) -> Json:
        """The words of the interface."""
        return self.page.words

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
        written = self.spoken(written, node.tokens)
        return re.sub(r"^:{3,}.*$", "", written, flags=re.MULTILINE).strip()

    def spoken(self, written: str, tokens: list[Token]) -> str:
        """Return Markdown with words in the place of what only a page can show.

        Tokens are looked for one after the other, so that none is found in code that has the same
        letters.
        """
        done, rest = "", written
        for token in (each for one in tokens for each in (one, *(one.children or []))):
            source = self.source(token)
            found = re.search(source, rest) if source else None
            if found:
                done += rest[: found.start()] + self.instead(token, found[0])
                rest = rest[found.end() :]
            elif token.type == "link_open":
                self.links.append("unknown")
        return done + rest

    def source(self, token: Token) -> str:
        """Return a pattern of what an author writes for a token; empty for one that can stay."""
        content = pattern(token.content)
        match token.type:
            case "myst_role":
                return rf"\{{{token.meta['name']}\}}(`+)\s*{content}\s*\1"
            case "citation":
                return pattern(token.markup)
            case "footnote_ref":
                label, said = token.meta["label"], self.what_is_said(token)
                if label.startswith("^"):  # written at once
                    return rf"\^\[\s*{pattern(said[1].content)}\s*\]"
                return rf"\[\^{re.escape(label)}\]"
            case "image":
                return PICTURE
            case "link_open":
                return "" if token.info == "auto" else LINK
            case "link_close":
                return "" if token.info == "auto" else LINK_END
            case "code_inline":
                return rf"(?<!`){token.markup}(?!`)\s*{content}\s*{token.markup}(?!`)"
            case "math_inline":
                return rf"\$\s*{content}\s*\$"
            case "fence" | "code_block" | "math_block" | "math_block_label":
                return content
        return ""

    def instead(self, token: Token, written: str) -> str:
        """Return what stands in a notebook for what an author has written for a token."""
        match token.type:
            case "myst_role" | "citation":
                if token.meta.get("name") == "live" and not self.is_apart:
                    self.note(token.content, token.meta["line"])
                return " ".join(Markup(self.page.render_token(token)).striptags().split())
            case "footnote_ref":
                number = token.meta["note"]
                if token.meta["time"] == 1:
                    self.notes[number] = self.note_text(self.what_is_said(token))
                return f"<sup>{number}</sup>"
            case "image":
                return f"*{token.content}*"
            case "link_open":
                self.links.append(self.target(token))
                return "[" if self.links[-1] else ""
            case "link_close":
                target = self.links.pop() if self.links else "unknown"
                if not target:
                    return ""
                is_kept = target == "unknown" or written.startswith(f"]({target}")
                return written if is_kept else f"]({target})"
            case "math_inline" | "math_block" | "math_block_label":
                return LIVE.sub(self.live_in_formula, written)
        return written

    def target(self, link: Token) -> str:
        """Return the whole address that a link leads to; empty if nobody knows it."""
        html = self.page.render_token(link)
        found = re.search(r'href="([^"]*)"', html)
        href = unescape(found[1]) if found else ""
        if re.match(r"https?:|mailto:", href):
            return href
        return urljoin(self.address, href) if self.address else ""

    def what_is_said(self, place: Token) -> list[Token]:
        """Return the tokens of the footnote that a place refers to."""
        number: int = place.meta["note"]
        tokens: list[Token] = self.page.essay.document.notes[number - 1].tokens
        return tokens

    def note_text(self, tokens: list[Token]) -> str:
        """Return what a footnote says."""
        blocks = []
        for token in tokens:
            if token.type == "inline":
                blocks.append(self.spoken(token.content, [token]))
            elif token.type.startswith("math_block"):
                blocks.append(f"$$\n{LIVE.sub(self.live_in_formula, token.content).strip()}\n$$")
            elif token.type in ("fence", "code_block"):
                blocks.append(f"```{token.info}\n{token.content}```")
        return "\n\n".join(blocks)

    def ending(self) -> str:
        """Return the footnotes that the text has named so far, and the works that it cites."""
        parts = []
        if self.notes:
            parts.append(f"## {self.words['notebook']['notes']}")
            parts += [numbered(number, note) for number, note in sorted(self.notes.items())]
        citations = self.page.instance(Citations)
        works = sorted((citations.works[key] for key in citations.cited), key=order)
        if works:
            parts.append(f"## {self.words['references']['title']}")
            parts += [f"- {printed_work(work)}" for work in works]
        return "\n\n".join(parts)

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
        title = " ".join(map(str, node.arguments))
        if node.name == "quiz":
            return self.quiz(node)
        inside = self.write(node.children)
        if node.name == "code":
            shown = ", ".join(f"`{name}`" for name in node.arguments)
            above = str(self.words["notebook"]["above"]).replace("{names}", shown)
            return f"{inside}\n\n*{above}*".strip()
        if node.name in ("hint", "answer"):
            return folded(self.words["challenge"][node.name], inside)
        if node.name == "challenge":
            return quoted(f"**{self.words['challenge']['kind']}.** {inside}")
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
        words = self.words["quiz"]
        shown = folded(words["answer"], answer)
        return quoted(f"**{words['kind']}.** {question}{options}\n\n{shown}")


def pattern(text: str) -> str:
    """Return a pattern of a text as it may be written: in several lines, or in a table's cell."""
    words = (re.escape(word).replace(r"\|", r"\\?\|") for word in text.split())
    return BLANK.join(words)


def numbered(number: int, text: str) -> str:
    """Return an item of a list with numbers."""
    head = f"{number}. "
    return head + re.sub(r"\n(?=.)", "\n" + " " * len(head), text)


def printed_work(work: Work) -> str:
    """Return an entry of the list of references as Markdown, its formulae as TeX."""

    def plain(part: str) -> str:
        text = FORMULA.sub(lambda found: f"${found[1]}$", part)
        return str(Markup(text).striptags())

    title, venue, details = map(plain, (work.title, work.venue, work.details))
    where = ", ".join(part for part in (venue, details) if part)
    address = f"[doi:{work.doi}]({work.doi_address})" if work.doi else work.url and f"<{work.url}>"
    parts = (
        f"{work.authors} ({work.year}).",
        f"*{title}*{work.title_stop}" if work.stands_alone else f"{title}{work.title_stop}",
        where + work.stop if where else "",
        address,
    )
    return " ".join(part for part in parts if part)


def quoted(text: str) -> str:
    """Set a text apart."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().split("\n"))


def folded(title: str, text: str) -> str:
    """Return a text that is folded up under its title."""
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
