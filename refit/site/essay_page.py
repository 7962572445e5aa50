"""One essay's part of a site: computed, checked, drawn, rendered and written."""

import dataclasses
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import Markup

import refit
from refit.cache import Cache, as_json, code_digest, digest, files_digest, versions
from refit.errors import AuthorError, line_of
from refit.essay.files import read_text
from refit.essay.markup import walk
from refit.essay.reading import Essay, load
from refit.essay.scenes import Scene
from refit.figures import charts, check, csv_files, usermeta
from refit.figures.charts import Figure
from refit.model import results
from refit.page.media import Picture, ship_picture
from refit.page.renderer import CarefulRenderer
from refit.page.templates import template_errors
from refit.page.toc import contents
from refit.runtime.imports import check_imports
from refit.site import assets
from refit.site.config import Config
from refit.site.essay_scene import sources_digest, warm_key
from refit.site.index import Listing, Neighbours
from refit.site.outcome import Names, Outcome
from refit.site.social_cards import draw_card
from refit.site.theme import load_theme, page_css, picture_style

ALL_PACKS = ["numpy", "sklearn"]  # for an essay that the runtime was not laid out for
SHOWN = ("paper", "card", "ink", "muted", "line", "accent")  # an essay's colours, in the index
SCRIPT_WORDS = (
    "failure",
    "handles",
    "loading",
    "quiz",
    "ready",
    "retrained",
    "sheets",
    "stages",
)


@dataclass
class EssayBuilder:
    """The pages and files of one essay."""

    folder: Path
    static: Path
    templates: jinja2.Environment
    words: dict[str, object]
    names: Names
    dist: Path
    cache: Cache
    config: Config = field(default_factory=Config)
    neighbours: Neighbours = field(default_factory=Neighbours)
    node_modules: Path = Path("node_modules")
    problems: list[AuthorError] = field(default_factory=list)
    gestures: set[str] = field(default_factory=set)  # that its figures take
    vega: str = "core.js"  # which of the two its figures need

    def build(self) -> Outcome:
        """Build the essay; nothing it writes is of use if the outcome tells of problems."""
        start = time.perf_counter()
        outcome = Outcome(self.folder.name)
        with self.cache.unless_changed(lambda: files_digest(self.folder)):
            try:
                self.fill(outcome)
            except AuthorError as error:
                places = {(problem.file, problem.line) for problem in self.problems}
                if (error.file, error.line) not in places:  # an import that fails here too
                    self.problems.append(error)
            if not self.problems:
                self.cache.put("warm", warm_key(self.folder), b"")
        told = {str(problem): problem for problem in self.problems}
        outcome.problems = sorted(told.values(), key=lambda p: (str(p.file), p.line or 0))
        outcome.made = self.cache.made
        outcome.seconds = time.perf_counter() - start
        return outcome

    def fill(self, outcome: Outcome) -> None:
        """Write everything there is of the essay, and into the outcome what others need of it."""
        self.problems += check_imports(self.folder / "model.py")
        outcome.scenes = len(self.essay.scenes)
        outcome.steps = sum(len(scene.steps) for scene in self.essay.scenes.values())
        outcome.listing = self.write_page()

    def attempt[T](self, make: Callable[[], T]) -> T | None:
        """Make something; note what is wrong with it, and go on."""
        try:
            return make()
        except AuthorError as error:
            self.problems.append(error)
            return None

    @cached_property
    def essay(self) -> Essay:
        """The essay, read."""
        return load(self.folder, self.cache)

    def write_page(self) -> Listing | None:
        """Compute the steps, draw the figures, render the page, write its data.

        Returns what the index says of the essay; nothing if a scene could not be drawn.
        """
        shown: dict[str, dict[str, object]] = {}
        data: dict[str, object] = {}
        for scene in self.essay.scenes.values():
            before = len(self.problems)
            drawn = self.attempt(lambda scene=scene: self.scene(scene))  # type: ignore[misc]
            if drawn and len(self.problems) == before:
                shown[scene.id], data[scene.id] = drawn
        if len(shown) < len(self.essay.scenes):
            return None  # the prose would complain of the same again
        renderer = CarefulRenderer(
            self.essay,
            self.templates,
            shown,
            self.words,
            frozenset(self.theme["light"]),
            self.ship,
        )
        body = renderer.body
        self.problems += renderer.problems
        listing = self.listing(renderer.reading_minutes)
        model = (self.folder / "model.py").read_text("utf-8")
        values = {
            "policy": assets.POLICY,
            "words": self.words,
            "root": "../../",
            "app": f"../../{self.names.app}",
            "runtime": f"../../{self.names.runtime}",
            "theme": self.write("theme", ".css", page_css(self.theme) + self.own_style),
            "site": self.config,
            "address": f"essays/{self.folder.name}/",
            "essay": self.essay,
            "cover": self.cover,
            "card": listing.card,
            "minutes": listing.minutes,
            "contents": contents(body),
            "neighbours": dataclasses.asdict(self.neighbours),
            "edit": self.config.edit_link(f"essays/{self.folder.name}/essay.md"),
            "body": body,
            "page": self.page_data(data, self.write("model", ".py", model)),
        }
        with template_errors():
            html = self.templates.get_template("essay.html").render(values)
        (self.target / "index.html").write_text(html, "utf-8")
        return listing

    def listing(self, minutes: int) -> Listing:
        """Return what the index says of the essay."""
        front = self.essay.document.front_matter
        return Listing(
            self.folder.name,
            self.essay.title,
            self.essay.summary,
            front.get("order"),  # type: ignore[arg-type]
            front.get("tags", []),  # type: ignore[arg-type]
            minutes,
            self.touch,
            dataclasses.asdict(self.cover) if self.cover else {},
            self.card,
            {scheme: {name: of[name] for name in SHOWN} for scheme, of in self.theme.items()},
        )

    @property
    def touch(self) -> list[str]:
        """What can be touched, by the names of ``words.touch`` and in their order."""
        written = {directive.name for directive in walk(self.essay.document.nodes)}
        words = self.words["touch"]
        assert isinstance(words, dict)
        return [name for name in words if name in written | self.gestures]

    @property
    def card(self) -> str:
        """The name of the picture for links to the page, drawn where its whole address is known."""
        if not self.config.site_url:
            return ""
        cover = self.folder / "cover.svg"
        png = draw_card(
            self.essay.title,
            self.config.title,
            cover if cover.exists() else None,
            self.theme,
            self.node_modules,
            self.cache,
        )
        return assets.write_named("card", ".png", png, self.target)

    @property
    def target(self) -> Path:
        """The essay's folder in the site."""
        return self.dist / "essays" / self.folder.name

    @cached_property
    def theme(self) -> dict[str, dict[str, str]]:
        """The essay's colours."""
        return load_theme(self.static / "theme.json", self.folder / "theme.json")

    @property
    def own_style(self) -> str:
        """The essay's own style sheet, for what moves in its figures; empty if it has none."""
        file = self.folder / "style.css"
        return read_text(file) if file.exists() else ""

    def write(self, stem: str, suffix: str, content: str) -> str:
        """Write one of the essay's files, named by its hash."""
        return assets.write_named(stem, suffix, content.encode(), self.target)

    def ship(self, file: Path) -> str:
        """Copy a file of the essay's folder into the site and return its name there.

        A drawing that names colours of the theme gets them along: as a picture it stands by itself.
        """
        content = file.read_bytes()
        if file.suffix == ".svg" and b"var(--" in content:
            style = picture_style(self.theme)
            content = re.sub(rb"<svg\b[^>]*>", lambda m: m[0] + style.encode(), content, count=1)
        return assets.write_named(file.stem, file.suffix, content, self.target)

    @cached_property
    def cover(self) -> Picture | None:
        """The essay's own picture, above its title and in the index, if it has one."""
        file = self.folder / "cover.svg"
        return ship_picture(self.ship(file), file) if file.exists() else None

    # ── scenes ───────────────────────────────────────────────────────────────────────────────────

    def scene(self, scene: Scene) -> tuple[dict[str, object], dict[str, object]]:
        """Return what the scene's block shows, and what the page's script needs of it."""
        drawings = {layout: self.figure(scene, layout) for layout in charts.LAYOUTS}
        stored = self.compute(scene, list(drawings.values()))
        wide = drawings["wide"]
        self.gestures |= {name for name in ("drag", "add") if getattr(wide, name) is not None}
        layouts = [
            {
                "name": name,
                "svg": Markup(self.draw(figure, scene, 0, stored, f"{scene.id}-{name}")),
                "width": figure.size[0],
                "height": figure.size[1],
            }
            for name, figure in drawings.items()
        ]
        style = picture_style(self.theme)
        pictures = [
            self.write(
                step.id,
                ".svg",
                self.draw(drawings["wide"], scene, i, stored).replace("><", f">{style}<", 1),
            )
            for i, step in enumerate(scene.steps)
        ]
        if any(figure.needs_full_vega for figure in drawings.values()):
            self.vega = "full.js"
        told = csv_files.shown(list(drawings.values()), scene.steps[0].tables)
        data = {
            "drawings": {name: figure.as_json() for name, figure in drawings.items()},
            "tables": results.pack_steps(scene),
            "sheets": told,
        }
        return (
            {
                "layouts": layouts,
                "pictures": pictures,
                "sheets": [
                    self.write(step.id, ".csv", csv_files.to_csv(csv_files.pick(step.tables, told)))
                    for step in scene.steps
                ],
                "draggable": drawings["wide"].drag is not None,
                "growing": drawings["wide"].add is not None,
                "lights": drawings["wide"].lights,
            },
            {
                "name": scene.function,
                "defaults": scene.defaults,
                "steps": [step.overrides for step in scene.steps],
                "data": self.write(scene.id, ".json", as_json(data)),
            },
        )

    def compute(self, scene: Scene, drawings: list[Figure]) -> list[bytes]:
        """Fill in the tables of a scene's steps, check them, and return them as they are stored.

        Raises
        ------
        AuthorError
            If there is nothing to draw; whatever else is wrong is noted.
        """
        stored = []
        for figure in drawings:
            for problem in usermeta.check_usermeta(self.essay, scene, figure):
                raise problem
        for step in scene.steps:
            stored.append(results.recall(self.essay, scene, step.state))
            step.tables = results.loads(stored[-1])
            missing = check.check_columns(self.essay, scene, drawings, step.tables)
            self.problems += missing[:-1]
            if missing:
                raise missing[-1]
        self.problems += usermeta.check_keys(self.essay, scene, drawings[0])
        self.problems += check.check_controls(self.essay, scene, drawings)
        return stored

    def figure(self, scene: Scene, layout: str) -> Figure:
        """Return a compiled figure."""
        key = digest(
            sources_digest(self.folder),
            code_digest("figures.charts"),
            versions(),
            [self.folder.name, scene.id, scene.function, layout],
        )

        def make() -> dict[str, object]:
            return dataclasses.asdict(charts.compile_figure(self.essay, scene, layout))

        return Figure(**self.cache.recall_json("figures", key, make))

    def draw(
        self, figure: Figure, scene: Scene, step: int, stored: list[bytes], prefix: str = "s"
    ) -> str:
        """Return a figure drawn as it is in a step."""
        tables = scene.steps[step].tables
        state = {name: scene.steps[step].state[name] for name in figure.params}
        key = digest(
            json.dumps(figure.spec).encode(),
            json.dumps(state, sort_keys=True),
            stored[step],
            code_digest("figures.charts"),
            versions(),
            prefix,
        )

        def make() -> bytes:
            try:
                return charts.draw(figure, tables, prefix, state).encode()
            except ValueError as error:
                file = self.folder / "figures.py"
                raise charts.refused(error, line_of(file, scene.function), file) from None

        return self.cache.recall("drawings", key, make).decode()

    def page_data(self, scenes: dict[str, object], model: str) -> Markup:
        """Return the JSON that the page's script starts from."""
        app, vega, runtime = (
            f"../../{name}" for name in (self.names.app, self.names.vega, self.names.runtime)
        )
        data = {
            "version": refit.__version__,
            "scenes": scenes,
            "timeLimit": self.essay.time_limit,
            "worker": f"{app}/js/worker.js",
            "tables": f"{app}/py/tables.py",
            "model": model,
            "vega": f"{vega}/{self.vega}",
            "runtime": {
                "folder": f"{runtime}/",
                "hash": runtime.rpartition("-")[2],
                "packs": self.names.packs.get(self.folder.name, ALL_PACKS),
            },
            "words": {key: self.words[key] for key in SCRIPT_WORDS},
        }
        return Markup(as_json(data).replace("</", "<\\/"))
