"""Sites: every essay and the index, built into a temporary folder and swapped in when complete."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jinja2
from markupsafe import Markup

import refit
from refit import assets, blocks, controls, figures, results, runtime
from refit.compact import drop_unseen
from refit.errors import AuthorError
from refit.essay import Essay, Scene, load
from refit.page import EssayRenderer, environment
from refit.theme import load_theme, page_css, picture_style

DIRECTIVES = (blocks, controls)  # importing them registers what an author can write
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["scikit-learn"]
SCRIPT_WORDS = ("stages", "handles", "retrained", "unsupported")


@dataclass(frozen=True)
class Project:
    """Where a site's sources are; all but the essays are Refit's own."""

    essays: Path = ROOT / "essays"
    templates: Path = ROOT / "templates"
    static: Path = ROOT / "static"
    node_modules: Path = ROOT / "node_modules"

    @property
    def folders(self) -> list[Path]:
        """The folders of the essays: those with an ``essay.md`` whose name begins with a letter."""
        found = (file.parent for file in self.essays.glob("*/essay.md"))
        return sorted(folder for folder in found if folder.name[0] not in "._")


def build(project: Project, dist: Path, report: Callable[[str], None] = lambda _: None) -> None:
    """Build a site; on failure the last good one stays.

    Raises
    ------
    AuthorError
        For a mistake in an essay.
    SetupError
        If the browser runtime or an npm package cannot be had.
    """
    dist.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{dist.name}.", dir=dist.parent))
    try:
        SiteBuilder(project, temporary, report).build()
        temporary.chmod(0o755)
        assets.replace_tree(temporary, dist)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@dataclass
class SiteBuilder:
    """One build under way."""

    project: Project
    dist: Path
    report: Callable[[str], None]
    essays: list[Essay] = field(default_factory=list)

    def build(self) -> None:
        """Build everything."""
        self.essays = [load(folder) for folder in self.project.folders]
        if not self.essays:
            remedy = "add a folder with an essay.md"
            raise AuthorError("holds no essay", remedy, self.project.essays)
        self.essays.sort(key=lambda essay: (essay.order, essay.slug))
        for essay in self.essays:
            self.report(f"{essay.slug}: computing {len(essay.scenes)} scene(s)")
            results.compute_steps(essay)
            EssayBuilder(self, essay).build()
        theme = page_css(load_theme(self.project.static / "theme.json")).encode()
        self.write_page(
            "index.html",
            "index.html",
            root="",
            theme=assets.write_named("theme", ".css", theme, self.dist),
            essays=self.essays,
        )

    @cached_property
    def runtime(self) -> runtime.Installed:
        """The browser's runtime, one copy for the site."""
        return runtime.install(self.dist)

    @cached_property
    def assets(self) -> assets.Assets:
        """The site's own files and Vega."""
        tables = Path(refit.__file__).with_name("tables.py")
        return assets.install(self.project.static, self.project.node_modules, tables, self.dist)

    @cached_property
    def words(self) -> dict[str, object]:
        """The words of the interface."""
        return assets.read_json(self.project.static / "words.json")

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates."""
        return environment(self.project.templates)

    def write_page(self, path: str, template: str, *, root: str, **values: object) -> None:
        """Render a template to a page of the site; ``root`` leads from the page to the site."""
        html = self.templates.get_template(template).render(
            policy=assets.POLICY,
            words=self.words,
            root=root,
            app=root + self.assets.app,
            runtime=root + self.runtime.folder,
            **values,
        )
        (self.dist / path).parent.mkdir(parents=True, exist_ok=True)
        (self.dist / path).write_text(html, "utf-8")


@dataclass
class EssayBuilder:
    """The pages and files of one essay."""

    site: SiteBuilder
    essay: Essay

    def build(self) -> None:
        """Draw the figures, render the page, write its data."""
        shown: dict[str, dict[str, object]] = {}
        scenes: dict[str, object] = {}
        for scene in self.essay.scenes.values():
            shown[scene.id], scenes[scene.id] = self.scene(scene)
        renderer = EssayRenderer(
            self.essay,
            self.site.templates,
            shown,
            self.site.words,
            frozenset(self.theme["light"]),
        )
        model = (self.essay.folder / "model.py").read_bytes()
        self.site.write_page(
            f"essays/{self.essay.slug}/index.html",
            "essay.html",
            root="../../",
            theme=self.write("theme", ".css", page_css(self.theme) + self.own_style),
            essay=self.essay,
            minutes=renderer.reading_minutes,
            body=renderer.body(),
            page=self.page_data(scenes, self.write("model", ".py", model.decode())),
        )

    @property
    def folder(self) -> Path:
        """The essay's folder in the site."""
        return self.site.dist / "essays" / self.essay.slug

    @cached_property
    def theme(self) -> dict[str, dict[str, str]]:
        """The essay's colours."""
        own = self.essay.folder / "theme.json"
        return load_theme(self.site.project.static / "theme.json", own)

    @property
    def own_style(self) -> str:
        """The essay's own style sheet, for what moves in its figures; empty if it has none."""
        file = self.essay.folder / "style.css"
        return file.read_text("utf-8") if file.exists() else ""

    def write(self, stem: str, suffix: str, content: str) -> str:
        """Write one of the essay's files, named by its hash."""
        return assets.write_named(stem, suffix, content.encode(), self.folder)

    def scene(self, scene: Scene) -> tuple[dict[str, object], dict[str, object]]:
        """Return what the scene's block shows, and what the page's script needs of it."""
        drawings = {
            layout: figures.compile_figure(self.essay, scene, layout) for layout in figures.LAYOUTS
        }
        layouts = [
            {
                "name": name,
                "svg": Markup(figures.draw(figure, scene.steps[0].tables, f"{scene.id}-{name}")),
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
                drop_unseen(figures.draw(drawings["wide"], step.tables)).replace(
                    "><", f">{style}<", 1
                ),
            )
            for step in scene.steps
        ]
        data = {
            "drawings": {name: figure.as_json() for name, figure in drawings.items()},
            "tables": results.pack_steps(scene),
        }
        file = self.write(scene.id, ".json", to_json(data))
        return (
            {
                "layouts": layouts,
                "pictures": pictures,
                "draggable": drawings["wide"].drag is not None,
            },
            {
                "name": scene.function,
                "defaults": scene.defaults,
                "steps": [step.overrides for step in scene.steps],
                "data": file,
            },
        )

    def page_data(self, scenes: dict[str, object], model: str) -> Markup:
        """Return the JSON that the page's script starts from."""
        installed, app = self.site.runtime, f"../../{self.site.assets.app}"
        data = {
            "version": refit.__version__,
            "scenes": scenes,
            "timeLimit": self.essay.time_limit,
            "worker": f"{app}/js/worker.js",
            "tables": f"{app}/py/tables.py",
            "model": model,
            "vega": f"../../{self.site.assets.vega}/vega.js",
            "interpreter": f"../../{self.site.assets.vega}/interpreter.js",
            "runtime": {
                "folder": f"../../{installed.folder}/",
                "hash": installed.folder.rpartition("-")[2],
                "packages": PACKAGES,
            },
            "words": {key: self.site.words[key] for key in SCRIPT_WORDS},
        }
        return Markup(to_json(data).replace("</", "<\\/"))


def to_json(data: object) -> str:
    """Write compact JSON; NaN is an error."""
    return json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
