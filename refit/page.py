"""Pages: an essay's tree and its results, rendered by the templates."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jinja2
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from refit.errors import AuthorError
from refit.essay import Essay, Scene, Step
from refit.live import Live, LiveError, read_live
from refit.markup import Directive, Node, Prose, markdown
from refit.options import check
from refit.registry import BLOCKS, ROLES
from refit.tables import Tables

WORDS_PER_MINUTE = 220


def environment(templates: Path) -> jinja2.Environment:
    """Return the templates; an undefined name in one of them is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


@dataclass
class EssayRenderer:
    """Renders the body of one essay.

    ``figures`` maps a scene to what its block shows: inline drawings, pictures of each step, sizes;
    ``words`` are those of the interface; ``colours`` names the colours of the theme.
    """

    essay: Essay
    templates: jinja2.Environment
    figures: dict[str, dict[str, object]]
    words: dict[str, object]
    colours: frozenset[str] = frozenset()
    scene: Scene | None = field(default=None, init=False)
    step: Step | None = field(default=None, init=False)
    whose: str = field(default="step", init=False)

    def body(self) -> Markup:
        """Render the whole essay."""
        return self.render(self.essay.document.nodes)

    @property
    def reading_minutes(self) -> int:
        """Minutes it takes to read the prose aloud in one's head."""
        words = len(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", str(self.body()))))
        return max(1, math.ceil(words / WORDS_PER_MINUTE))

    @cached_property
    def _html(self) -> RendererHTML:
        def render_role(
            _renderer: RendererHTML, tokens: Sequence[Token], i: int, _options: object, _env: object
        ) -> str:
            return self.role(tokens[i])

        md = markdown()
        md.add_render_rule("myst_role", render_role)
        assert isinstance(md.renderer, RendererHTML)
        return md.renderer

    def render(self, nodes: list[Node]) -> Markup:
        """Render nodes one after the other."""
        return Markup("").join(
            self.prose(node) if isinstance(node, Prose) else self.directive(node) for node in nodes
        )

    def prose(self, node: Prose) -> Markup:
        """Render ordinary Markdown, its roles included."""
        for token in node.tokens:
            line = token.map[0] + 1 if token.map else 0
            for child in token.children or []:
                child.meta["line"] = line
                line += child.type in {"softbreak", "hardbreak"}
        return Markup(self._html.render(node.tokens, markdown().options, {}))

    def directive(self, node: Directive) -> Markup:
        """Render a directive by the function registered under its name."""
        if node.name not in BLOCKS:
            known = ", ".join(sorted(BLOCKS))
            raise self.error(f"there is no directive {{{node.name}}}", f"known: {known}", node.line)
        signature, function = BLOCKS[node.name]
        check(node, signature, self.essay.text)
        return function(self, node)

    def block(self, template: str, **values: object) -> Markup:
        """Render ``templates/blocks/<template>.html``."""
        values["words"] = self.words
        return Markup(self.templates.get_template(f"blocks/{template}.html").render(**values))

    def role(self, token: Token) -> str:
        """Render an inline role by the function registered under its name."""
        name, line = token.meta["name"], token.meta["line"]
        if name not in ROLES:
            known = ", ".join(sorted(ROLES))
            raise self.error(f"there is no role {{{name}}}", f"known: {known}", line)
        return str(ROLES[name](self, token.content, line)).rstrip()

    def live(self, content: str, line: int) -> tuple[Scene, Live, str]:
        """Return the scene that a live number speaks of, where it stands, and its text now."""
        try:
            live = read_live(content, self.whose)
            scene, tables = self._speaks_of(live.scene, line)
            return scene, live, live.text(tables)
        except LiveError as error:
            raise self.error(error.args[0], error.args[1], line) from None

    def _speaks_of(self, name: str | None, line: int) -> tuple[Scene, Tables]:
        if name is None and self.scene is None:
            raise self.error(
                "this live number stands outside a scene", "name one: scene/table.column", line
            )
        if name is None or (self.scene and name == self.scene.id):
            assert self.scene
            assert self.step
            return self.scene, self.step.tables
        if name not in self.essay.scenes:
            scenes = ", ".join(self.essay.scenes)
            raise self.error(f"there is no scene {name!r}", f"scenes: {scenes}", line)
        scene = self.essay.scenes[name]
        return scene, scene.steps[0].tables

    def error(self, problem: str, remedy: str, line: int) -> AuthorError:
        """Return an error in the essay's text."""
        return AuthorError(problem, remedy, self.essay.text, line)
