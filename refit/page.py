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
from refit.live import LiveError, read_live
from refit.markup import Directive, Node, Prose, markdown
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

    ``figures`` maps a scene to what its block shows: inline drawings, pictures of each step, sizes.
    """

    essay: Essay
    templates: jinja2.Environment
    figures: dict[str, dict[str, object]]
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
        """Render a directive by the method and the template of its name."""
        method = getattr(self, f"block_{node.name.replace('-', '_')}", None)
        if method is None:
            known = sorted(n[6:].replace("_", "-") for n in dir(self) if n.startswith("block_"))
            raise self.error(
                f"there is no directive {{{node.name}}}", f"known: {', '.join(known)}", node.line
            )
        rendered = method(node)
        assert isinstance(rendered, Markup)
        return rendered

    def block(self, template: str, **values: object) -> Markup:
        """Render ``templates/blocks/<template>.html``."""
        return Markup(self.templates.get_template(f"blocks/{template}.html").render(**values))

    def block_scene(self, node: Directive) -> Markup:
        """Render a scene: the figure, and its steps beside it."""
        scene = self.essay.scenes[node.arguments[0]]
        self.scene = scene
        steps = []
        for self.step in scene.steps:
            steps.append({"step": self.step, "html": self.render(self.step.nodes)})
        self.step, self.whose = scene.steps[0], "reader"
        alternative = self.render(scene.alternative)
        self.scene, self.step, self.whose = None, None, "step"
        return self.block(
            "scene", scene=scene, steps=steps, alternative=alternative, **self.figures[scene.id]
        )

    def block_aside(self, node: Directive) -> Markup:
        """Render an aside, folded up under its title."""
        title = " ".join(node.arguments)
        if not title:
            raise self.error("an aside needs a title", ':::{aside} "Its title"', node.line)
        return self.block("aside", title=title, html=self.render(node.children))

    def role(self, token: Token) -> str:
        """Render an inline role by the method of its name."""
        name, line = token.meta["name"], token.meta["line"]
        method = getattr(self, f"role_{name}", None)
        if method is None:
            known = sorted(n[5:] for n in dir(self) if n.startswith("role_"))
            raise self.error(f"there is no role {{{name}}}", f"known: {', '.join(known)}", line)
        return str(method(token.content, line))

    def role_live(self, content: str, line: int) -> Markup:
        """Render a live number."""
        try:
            live = read_live(content, self.whose)
            scene, tables = self._speaks_of(live.scene, line)
            text = live.text(tables)
        except LiveError as error:
            raise self.error(error.args[0], error.args[1], line) from None
        return self.block("live", scene=scene, live=live, text=text).rstrip()

    def role_term(self, content: str, _line: int) -> Markup:
        """Render a word in the colour it has in the figure: ``word`` or ``text | word``."""
        text, _, term = (part.strip() for part in content.partition("|"))
        return self.block("term", text=text, term=term or text.lower()).rstrip()

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
