"""One essay's page: its scenes, its prose, its files, and its entry in the index."""

import dataclasses
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

import refit
from refit.cache import Cache, Json, as_json, files_digest
from refit.errors import AuthorError, all_errors, warning
from refit.essay.data_files import check_size
from refit.essay.markup import walk
from refit.essay.model_files import LAYOUTS, own_files
from refit.essay.reading import Essay, load
from refit.model.prepared import BUDGET
from refit.numbers import ENGLISH
from refit.page.math import Formulae
from refit.page.reading_time import reading_time
from refit.page.renderer import CarefulRenderer
from refit.page.templates import environment, template_errors
from refit.page.toc import table_of_contents
from refit.runtime.imports import check_imports
from refit.site import assets, formula_font
from refit.site.essay_files import EssayFiles
from refit.site.essay_scene import BuiltScene, build_scene, warm_key
from refit.site.index import Listing, Neighbours
from refit.site.main_script import main_script
from refit.site.outcome import Names, Outcome
from refit.site.project import Project
from refit.site.social_cards import draw_card
from refit.site.words import ENGLISH as WORDS_ENGLISH
from refit.site.words import file_of, read_words

ALL_PACKS = ["numpy", "sklearn"]  # for an essay that the runtime was not laid out for
SILENCE = 20  # seconds without a byte after which a page gives a file up
SHOWN = ("paper", "card", "ink", "muted", "line", "accent")  # an essay's colours, in the index
SCRIPT_WORDS = (
    "answered",
    "failure",
    "handles",
    "leftOut",
    "loading",
    "network",
    "obstacles",
    "quiz",
    "ready",
    "retrained",
    "sheets",
    "stages",
)


@dataclass
class EssayBuilder:
    """The build of one essay's page into the site's folder ``dist``."""

    folder: Path
    project: Project
    names: Names
    dist: Path
    cache: Cache
    neighbours: Neighbours = field(default_factory=Neighbours)
    problems: list[AuthorError] = field(default_factory=list)
    advice: list[AuthorError] = field(default_factory=list)
    told: list[AuthorError] = field(default_factory=list)  # warnings of the text
    uses_full_vega: bool = False
    prepared: dict[str, int] = field(default_factory=dict)

    def build(self) -> Outcome:
        """Build the essay; if the outcome has problems, none of the files must be used."""
        start = time.perf_counter()
        outcome = Outcome(self.folder.name)
        with self.cache.unless_changed(lambda: files_digest(self.folder)):
            try:
                check_size(self.folder)
                self.problems += self.files.problems
                outcome.scenes = len(self.essay.scenes)
                outcome.steps = sum(len(scene.steps) for scene in self.essay.scenes.values())
                outcome.listing = self.write_page()
            except AuthorError as error:
                self.problems.append(error)
            if not self.each_once():
                self.cache.put("warm", warm_key(self.folder), b"")
            outcome.warnings = self.warnings()
        different = {str(problem): problem for problem in self.each_once()}
        outcome.problems = sorted(different.values(), key=lambda p: (str(p.file), p.line or 0))
        outcome.uses_full_vega = self.uses_full_vega
        outcome.prepared = self.prepared
        outcome.advice = self.advice + heavy(self.prepared, self.folder / "essay.md")
        outcome.made = self.cache.made
        outcome.seconds = time.perf_counter() - start
        return outcome

    def each_once(self) -> list[AuthorError]:
        """Return the problems; an import that the browser lacks is told as such, and once."""
        refused = [each for file in own_files(self.folder) for each in check_imports(file)]
        places = {(problem.file, problem.line) for problem in refused}
        return refused + [each for each in self.problems if (each.file, each.line) not in places]

    def warnings(self) -> list[AuthorError]:
        """Return what the text and the model warn of, the model with the first state it came in."""
        if "essay" not in vars(self):  # it could not be read
            return self.told
        file = self.folder / "model.py"
        found = sorted(self.essay.warnings.items(), key=lambda item: item[0][0] or 0)
        return self.told + [warning(file, line, text, state) for (line, text), state in found]

    @cached_property
    def essay(self) -> Essay:
        """The essay, read."""
        return load(self.folder, self.cache)

    @cached_property
    def files(self) -> EssayFiles:
        """The files that the page refers to."""
        target = self.dist / "essays" / self.folder.name
        return EssayFiles(self.folder, target, self.project.static / "theme.json")

    @cached_property
    def directives(self) -> frozenset[str]:
        """The names of the directives that the essay uses."""
        return frozenset(directive.name for directive in walk(self.essay.document.nodes))

    @cached_property
    def words(self) -> Json:
        """The words of the interface."""
        return read_words(self.project.static / "words", self.essay.language.code)

    def advise_on_words(self) -> None:
        """Tell the author if the interface has no words in the language of the essay."""
        language = self.essay.language
        folder = self.project.static / "words"
        if file_of(folder, language.code):
            return
        problem = f"the interface has no words in {language.name}, and speaks English"
        remedy = f"write them into {folder / language.code}.json, as in {WORDS_ENGLISH}.json"
        lines = self.essay.text.read_text("utf-8").splitlines()
        line = next(n for n, text in enumerate(lines, 1) if text.startswith("lang:"))
        self.advice.append(AuthorError(problem, remedy, self.essay.text, line))

    def write_page(self) -> Listing | None:
        """Write the page and its files.

        Returns the essay's entry in the index; None if a scene could not be built, since its prose
        would then be refused for the same reason.
        """
        self.advise_on_words()
        scenes = self.build_scenes()
        if len(scenes) < len(self.essay.scenes):
            return None
        templates = environment(self.project.templates)
        renderer = CarefulRenderer(
            self.essay,
            {step: tables for scene in scenes.values() for step, tables in scene.tables.items()},
            templates,
            {name: scene.figure for name, scene in scenes.items()},
            self.words,
            frozenset(self.files.theme["light"]),
            self.files.ship,
        )
        body = renderer.body
        self.problems += renderer.problems
        self.told += renderer.warnings
        gestures = frozenset[str]().union(*(scene.gestures for scene in scenes.values()))
        listing = self.listing(gestures)
        values = self.page_values(listing) | {
            "toc": table_of_contents(renderer),
            "body": body,
            "theme": self.files.write_style(
                {name: each.shape for name, each in scenes.items()},
                self.formula_style(renderer.instance(Formulae)),
            ),
            "script": main_script((each.extras for each in scenes.values()), self.directives),
            "page": Markup(as_json(self.script_data(scenes)).replace("</", "<\\/")),
        }
        with template_errors():
            html = templates.get_template("essay.html").render(values)
        (self.files.target / "index.html").write_text(html, "utf-8")
        return listing

    def formula_style(self, formulae: Formulae) -> str:
        """Write the font of the page's formulae, and return the rules for it, if there are any."""
        if not formulae.letters:
            return ""
        modules = self.project.node_modules
        font = formula_font.formula_font(formulae.letters, modules, self.cache)
        return formula_font.style(self.files.write("formulae", ".woff2", font), formulae.rules)

    def build_scenes(self) -> dict[str, BuiltScene]:
        """Build all scenes; note the mistakes of those that cannot be built, and leave them out."""
        scenes = {}
        for scene in self.essay.scenes.values():
            try:
                built = build_scene(self.essay, scene, self.files)
            except AuthorError as error:
                self.problems += all_errors(error)
            else:
                scenes[scene.id] = built
                self.advice += built.advice
                self.prepared |= built.prepared
        return scenes

    def listing(self, gestures: frozenset[str]) -> Listing:
        """Return the essay's entry in the index."""
        front = self.essay.document.front_matter
        theme = self.files.theme
        return Listing(
            self.folder.name,
            self.essay.title,
            self.essay.summary,
            self.essay.topic,
            self.essay.shelf,
            front.get("order"),
            front.get("tags", []),
            dataclasses.asdict(reading_time(self.essay.document.nodes)),
            [name for name in self.words["touch"] if name in self.directives | gestures],
            dataclasses.asdict(self.files.cover) if self.files.cover else {},
            self.write_card(),
            {scheme: {name: of[name] for name in SHOWN} for scheme, of in theme.items()},
        )

    def write_card(self) -> str:
        """Write the picture for links to the page and return its name.

        Such a link needs the whole address of the site: without one, the name is empty.
        """
        config, cover = self.project.config, self.folder / "cover.svg"
        if not config.site_url:
            return ""
        png = draw_card(
            self.essay.title,
            config.title,
            cover if cover.exists() else None,
            self.files.theme,
            self.project.node_modules,
            self.cache,
        )
        return assets.write_named("card", ".png", png, self.files.target)

    def page_values(self, listing: Listing) -> Json:
        """Return the values of ``templates/essay.html`` that do not depend on the scenes."""
        config, path = self.project.config, f"essays/{self.folder.name}/"
        return {
            "policy": assets.POLICY,
            "words": self.words,
            "language": self.essay.language,
            "root": "../../",
            "app": f"../../{self.names.app}",
            "runtime": f"../../{self.names.runtime}",
            "integrity": self.names.integrity,
            "site": config,
            "address": path,
            "essay": self.essay,
            "cover": self.files.cover,
            "card": listing.card,
            "time": listing.time,
            "neighbours": dataclasses.asdict(self.neighbours),
            "edit": config.edit_link(f"{path}essay.md"),
        }

    def script_data(self, scenes: dict[str, BuiltScene]) -> Json:
        """Return the JSON that the page's script starts from."""
        app, vega, runtime = (
            f"../../{name}" for name in (self.names.app, self.names.vega, self.names.runtime)
        )
        self.uses_full_vega = any(scene.needs_full_vega for scene in scenes.values())
        numbers = self.essay.language.numbers
        library = assets.FULL if self.uses_full_vega else assets.CORE
        data = self.files.write_data()
        python = self.files.write_model()
        if LAYOUTS in self.essay.sources:
            python["refit/layouts"] = f"{app}/{self.names.layouts}"
        return {
            "version": refit.__version__,
            "scenes": {name: scene.script for name, scene in scenes.items()},
            "timeLimit": self.essay.time_limit,
            "silence": SILENCE,
            "worker": f"{app}/js/worker.js",
            "python": {"tables": f"{app}/{self.names.tables}"} | python,
            **({"data": data} if data else {}),
            "vega": f"{vega}/{library}",
            "integrity": self.names.integrity.get(library),
            "runtime": {
                "folder": f"{runtime}/",
                "hash": runtime.rpartition("-")[2],
                "packs": self.names.packs.get(self.folder.name, ALL_PACKS),
            },
            "words": {key: self.words[key] for key in SCRIPT_WORDS},
            **({"numbers": dataclasses.asdict(numbers)} if numbers != ENGLISH else {}),
        }


def heavy(prepared: dict[str, int], file: Path) -> list[AuthorError]:
    """Return the advice to prepare less, if a page would be too heavy; else nothing."""
    total = sum(prepared.values())
    if total <= BUDGET:
        return []
    most = max(prepared, key=lambda name: prepared[name])
    problem = (
        f"the prepared answers of all controls are {total / 1e3:.0f} KB compressed, more than "
        f"{BUDGET / 1e3:.0f}; those of {most} are {prepared[most] / 1e3:.0f}"
    )
    return [AuthorError(problem, "give it prepared=20, prepared=no, or a wider step", file)]
