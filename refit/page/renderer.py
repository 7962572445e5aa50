"""The renderer of an essay's tree, and the registry of the functions that render its parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from refit.cache import Json
from refit.errors import AuthorError, nearest
from refit.essay.anchors import name_anchors
from refit.essay.markup import Directive, Node, Prose, markdown
from refit.essay.other_programs import INSTEAD
from refit.essay.other_programs import ROLES as ROLES_INSTEAD
from refit.essay.reading import Essay
from refit.essay.scenes import Scene, Step
from refit.essay.signatures import Signature, apply_signature
from refit.numbers import NumberRules
from refit.page.templates import template_errors
from refit.tables import Tables

DirectiveRenderer = Callable[["EssayRenderer", Directive], Markup]
RoleRenderer = Callable[["EssayRenderer", str, int], Markup]
TokenRenderer = Callable[["EssayRenderer", Token, int], Markup]
EndingRenderer = Callable[["EssayRenderer"], Markup]
Surrounding = Callable[["EssayRenderer", list[Token], Markup], Markup]

# ── the registry: filled when the modules of this package are imported ───────────────────────────

DIRECTIVES: dict[str, tuple[Signature, DirectiveRenderer]] = {}
ROLES: dict[str, RoleRenderer] = {}
TOKENS: dict[str, TokenRenderer] = {}
ENDINGS: list[EndingRenderer] = []
AROUND: list[Surrounding] = []


def directive(name: str, signature: Signature) -> Callable[[DirectiveRenderer], DirectiveRenderer]:
    """Register the function that renders a directive."""

    def register(function: DirectiveRenderer) -> DirectiveRenderer:
        DIRECTIVES[name] = signature, function
        return function

    return register


def role(name: str) -> Callable[[RoleRenderer], RoleRenderer]:
    """Register the function that renders a role from its content and its line."""

    def register(function: RoleRenderer) -> RoleRenderer:
        ROLES[name] = function
        return function

    return register


def token(name: str) -> Callable[[TokenRenderer], TokenRenderer]:
    """Register the function that renders one type of Markdown token, such as ``image``."""

    def register(function: TokenRenderer) -> TokenRenderer:
        TOKENS[name] = function
        return function

    return register


def ending(function: EndingRenderer) -> EndingRenderer:
    """Register a function that renders HTML after the essay's last block: the reference list."""
    ENDINGS.append(function)
    return function


def around(function: Surrounding) -> Surrounding:
    """Register a function that puts more around the HTML of a block of prose: its footnotes."""
    AROUND.append(function)
    return function


# ── rendering ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Here:
    """The rendering context: the scene, step and tables that live numbers and controls use.

    ``whose`` is the default of live numbers: ``step``, or
    ``reader`` for numbers that follow the reader's own state.
    """

    scene: Scene
    step: Step
    tables: Tables
    whose: str = "step"


@dataclass
class EssayRenderer:
    """Renders the body of one essay.

    ``tables`` holds the model's results by step id; ``figures`` maps a scene's id to the values of
    its template: inline drawings, pictures of each step, sizes; ``words`` are those of the
    interface; ``colours`` names the colours of the theme; ``ship`` copies a file of the essay's
    folder into the site and returns its name there, relative to the page; ``say`` gives a word
    of the model, or of a choice, in the essay's language.
    """

    essay: Essay
    tables: Mapping[str, Tables]
    templates: jinja2.Environment
    figures: Mapping[str, Json]
    words: Json
    colours: frozenset[str] = frozenset()
    ship: Callable[[Path], str] = lambda file: file.name
    say: Callable[[str], str] = lambda word: word
    here: Here | None = field(default=None, init=False)  # None outside scenes
    warnings: list[AuthorError] = field(default_factory=list, init=False)
    anchors: dict[str, int] = field(init=False)  # line of each target of a link, by its name
    _instances: dict[object, Any] = field(default_factory=dict, init=False)
    _rendered: dict[int, str] = field(default_factory=dict, init=False)  # HTML by id of the token

    def __post_init__(self) -> None:
        self.anchors = name_anchors(self.essay.document.nodes, self.essay.text)

    @contextmanager
    def speaking_of(
        self, scene: Scene, step: Step, tables: Tables | None = None, whose: str = "step"
    ) -> Iterator[None]:
        """Render within a step: by default with the tables that were computed for it."""
        before = self.here
        self.here = Here(scene, step, self.tables[step.id] if tables is None else tables, whose)
        try:
            yield
        finally:
            self.here = before

    @cached_property
    def numbers(self) -> NumberRules:
        """How the essay's language writes numbers."""
        return self.essay.language.numbers

    @cached_property
    def body(self) -> Markup:
        """The whole essay, rendered once."""
        text = self.render(self.essay.document.nodes)
        return text + Markup("").join(ending(self) for ending in ENDINGS)

    def instance[T](self, kind: Callable[["EssayRenderer"], T]) -> T:
        """Return this page's object of a class, such as ``Citations``, made at the first call."""
        if kind not in self._instances:
            self._instances[kind] = kind(self)
        made: T = self._instances[kind]
        return made

    @cached_property
    def _markdown(self) -> MarkdownIt:
        def render_token(
            _renderer: RendererHTML, tokens: Sequence[Token], i: int, _options: object, _env: object
        ) -> str:
            return self.render_token(tokens[i])

        md = markdown()
        for name in ("myst_role", *TOKENS):
            md.add_render_rule(name, render_token)
        return md

    def render(self, nodes: list[Node]) -> Markup:
        """Render nodes one after the other."""
        return Markup("").join(
            self.render_prose(node) if isinstance(node, Prose) else self.render_directive(node)
            for node in nodes
        )

    def render_prose(self, node: Prose) -> Markup:
        """Render ordinary Markdown, its roles included."""
        return Markup("").join(self.render_block(block) for block in blocks(node.tokens))

    def render_block(self, block: list[Token]) -> Markup:
        """Render a paragraph, a list, a table or the like, with what belongs around it."""
        html = Markup(self._markdown.renderer.render(block, self._markdown.options, {}))
        for function in AROUND:
            html = function(self, block, html)
        return html

    def render_token(self, token: Token) -> str:
        """Render a role, or a token of Markdown that has a function of its own.

        Each is rendered once, since it depends on ``here`` and citations are counted; the table of
        contents takes the same HTML.
        """
        if id(token) not in self._rendered:
            line = token.map[0] + 1 if token.map else token.meta.get("line", 0)  # 0: a block's end
            self._rendered[id(token)] = (
                self.render_role(token)
                if token.type == "myst_role"
                else str(TOKENS[token.type](self, token, line))
            )
        return self._rendered[id(token)]

    def printed(self, inline: Token) -> str:
        """Return the text of a heading as ``body`` prints it; ``body`` must be rendered before."""
        return Markup(
            self._markdown.renderer.render([inline], self._markdown.options, {})
        ).striptags()

    def render_role(self, token: Token) -> str:
        """Render an inline role by the function registered under its name."""
        name, line = token.meta["name"], token.meta["line"]
        if name not in ROLES:
            remedy = ROLES_INSTEAD.get(name) or nearest(name, ROLES)
            raise self.error(f"there is no role {{{name}}}", remedy, line)
        return str(ROLES[name](self, token.content, line)).rstrip()

    def render_directive(self, node: Directive) -> Markup:
        """Render a directive by the function registered under its name."""
        if node.name not in DIRECTIVES:
            problem = f"there is no directive {{{node.name}}}"
            remedy = INSTEAD.get(node.name) or nearest(node.name, DIRECTIVES)
            raise self.error(problem, remedy, node.line)
        signature, function = DIRECTIVES[node.name]
        return function(self, apply_signature(node, signature, self.essay.text))

    def render_template(self, template: str, /, **values: object) -> Markup:
        """Render ``templates/blocks/<template>.html``."""
        values["words"] = self.words
        with template_errors():
            return Markup(self.templates.get_template(f"blocks/{template}.html").render(**values))

    def error(self, problem: str, remedy: str, line: int, column: int | None = None) -> AuthorError:
        """Return an error in the essay's text."""
        return AuthorError(problem, remedy, self.essay.text, line, column)


def blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """Split tokens into those of each block that lies in no other."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == tokens[0].level and token.nesting <= 0:
            yield block
            block = []
    if block:
        yield block


@dataclass
class CarefulRenderer(EssayRenderer):
    """A renderer that goes on after a mistake, so that all of them can be reported at once."""

    problems: list[AuthorError] = field(default_factory=list, init=False)

    def render_directive(self, node: Directive) -> Markup:
        """Render a directive, or nothing if something is wrong with it."""
        try:
            return super().render_directive(node)
        except AuthorError as error:
            self.problems.append(error)
            return Markup()

    def render_token(self, token: Token) -> str:
        """Render a token, or nothing if something is wrong with it."""
        try:
            return super().render_token(token)
        except AuthorError as error:
            self.problems.append(error)
            return ""
