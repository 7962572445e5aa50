"""The page of an essay in one language: its text, over scenes that are built."""

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property

import refit
from refit.cache import Cache, Json
from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.essay.challenges import placed
from refit.essay.markup import walk
from refit.essay.model_files import LAYOUTS
from refit.essay.reading import Essay, line_of_key
from refit.figures.translated import Translator
from refit.numbers import ENGLISH
from refit.page.math import Formulae
from refit.page.reading_time import reading_time
from refit.page.renderer import CarefulRenderer
from refit.page.templates import environment, template_errors
from refit.page.toc import table_of_contents
from refit.site import assets, formula_font
from refit.site.citing import bibtex, data_block, learning_resource, plain_name
from refit.site.contrast import contrast_advice
from refit.site.essay_files import EssayFiles
from refit.site.essay_scene import BuiltScene
from refit.site.index import Listing, Neighbours, Version
from refit.site.main_script import main_script
from refit.site.notebook import NotebookWriter
from refit.site.outcome import Names
from refit.site.project import Project
from refit.site.social_cards import draw_card
from refit.site.text_advice import text_advice
from refit.site.words import ENGLISH as ENGLISH_WORDS
from refit.site.words import file_of, read_words

ALL_PACKS = ["numpy", "sklearn"]  # for an essay that the runtime was not laid out for
SILENCE = 20  # seconds without a byte after which a page gives a file up
SHOWN = ("paper", "card", "ink", "muted", "line", "accent")  # an essay's colours, in the index
SCRIPT_WORDS = (
    "answered",
    "done",
    "failure",
    "handles",
    "leftOut",
    "loading",
    "network",
    "obstacles",
    "quiz",
    "ready",
    "retrained",
    "share",
    "stages",
)
# Words that only the pages' scripts need that have a directive; its template has the others.
WORDS_OF = {"challenge": ("kept", "open", "part", "solved")}


@dataclass
class LanguagePage:
    """The page of an essay in one language.

    ``versions`` are its pages in all languages, none if it has one; ``translator`` has the words
    of its model and of its choices in this one.
    """

    essay: Essay
    scenes: dict[str, BuiltScene]
    files: EssayFiles
    project: Project
    names: Names
    cache: Cache
    neighbours: Neighbours
    versions: list[Version] = field(default_factory=list)
    translator: Translator = field(default_factory=lambda: Translator({}))
    problems: list[AuthorError] = field(default_factory=list)
    advice: list[AuthorError] = field(default_factory=list)
    told: list[AuthorError] = field(default_factory=list)  # warnings of the text

    @cached_property
    def directives(self) -> frozenset[str]:
        """The names of the directives that the essay uses."""
        return frozenset(directive.name for directive in walk(self.essay.document.nodes))

    @cached_property
    def words(self) -> Json:
        """The words of the interface."""
        return read_words(self.project.static / "words", self.essay.language.code)

    @property
    def word_file(self) -> str:
        """The language whose words the interface has, in the site's own files too."""
        file = file_of(self.project.static / "words", self.essay.language.code)
        return file.stem if file else ENGLISH_WORDS

    @property
    def script_words(self) -> Json:
        """The words that the page's script needs."""
        of = {name: keys for name, keys in WORDS_OF.items() if name in self.directives}
        some = {name: {key: self.words[name][key] for key in keys} for name, keys in of.items()}
        return {name: self.words[name] for name in SCRIPT_WORDS} | some

    @property
    def version(self) -> Version:
        """What other pages say of this one."""
        return Version.of(self.essay)

    def advise_on_words(self) -> None:
        """Tell the author if the interface has no words in the language of the essay."""
        language = self.essay.language
        folder = self.project.static / "words"
        if file_of(folder, language.code):
            return
        problem = f"the interface has no words in {language.name}, and speaks English"
        remedy = f"write them into {folder / language.code}.json, as in {ENGLISH_WORDS}.json"
        text = self.essay.text
        self.advice.append(advise("interface", problem, remedy, text, line_of_key(text, "lang")))

    def write(self) -> Listing:
        """Write the page and its files; return the essay's entry in the index."""
        self.advise_on_words()
        templates = environment(self.project.templates)
        scenes = self.scenes
        renderer = CarefulRenderer(
            self.essay,
            {step: tables for scene in scenes.values() for step, tables in scene.tables.items()},
            templates,
            {name: scene.figure for name, scene in scenes.items()},
            self.words,
            frozenset(self.files.theme["light"]),
            self.files.ship,
            self.translator.text,
        )
        body = renderer.body
        self.problems += renderer.problems
        self.told += renderer.warnings
        self.advice += text_advice(renderer)
        self.advice += contrast_advice(self.files.theme, self.essay.folder / "theme.json", body)
        gestures = frozenset[str]().union(*(scene.gestures for scene in scenes.values()))
        listing = self.listing(gestures)
        values = self.page_values(listing) | {
            "toc": table_of_contents(renderer),
            "body": body,
            "theme": self.files.write_style(
                {name: each.shape for name, each in scenes.items()},
                self.formula_style(renderer.instance(Formulae)),
            ),
            "script": main_script(frozenset().union(*(each.extras for each in scenes.values()))),
            "page": data_block(self.script_data()),
            "notebook": self.write_notebook(renderer),
        }
        with template_errors():
            html = templates.get_template("essay.html").render(values)
        (self.files.target / self.version.page).write_text(html, "utf-8")
        return listing

    def write_notebook(self, renderer: CarefulRenderer) -> str:
        """Write the essay as a notebook and return its name; nothing without a scene."""
        if not self.scenes or renderer.problems:
            return ""
        address = self.project.config.absolute(f"essays/{self.essay.slug}/{self.version.address}")
        colours = self.files.theme["light"]
        written = NotebookWriter(renderer, self.scenes, colours, address).write()
        return self.files.write(self.essay.slug, ".ipynb", written)

    def formula_style(self, formulae: Formulae) -> str:
        """Write the font of the page's formulae, and return the rules for it, if there are any."""
        if not formulae.letters:
            return ""
        modules = self.project.node_modules
        font = formula_font.formula_font(formulae.letters, modules, self.cache)
        return formula_font.style(self.files.write("formulae", ".woff2", font), formulae.rules)

    def listing(self, gestures: frozenset[str]) -> Listing:
        """Return the essay's entry in the index."""
        front = self.essay.document.front_matter
        theme, nodes = self.files.theme, self.essay.document.nodes
        return Listing(
            self.essay.slug,
            self.essay.title,
            self.essay.summary,
            self.essay.topic,
            self.essay.shelf,
            front.get("order"),
            front.get("tags", []),
            dataclasses.asdict(reading_time(nodes)),
            [name for name in self.words["touch"] if name in self.directives | gestures],
            dataclasses.asdict(self.files.cover) if self.files.cover else {},
            self.write_card(),
            {scheme: {name: of[name] for name in SHOWN} for scheme, of in theme.items()},
            self.essay.language.code,
            [each for each in self.versions if each != self.version],
            [plain_name(each) for each in self.essay.authors],
            self.essay.date,
            [each.name for each in placed(self.essay)],
        )

    def write_card(self) -> str:
        """Write the picture for links to the page and return its name.

        Such a link needs the whole address of the site: without one, the name is empty.
        """
        config, cover = self.project.config, self.essay.folder / "cover.svg"
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
        config, path = self.project.config, f"essays/{self.essay.slug}/"
        return {
            "policy": assets.POLICY,
            "words": self.words,
            "language": self.essay.language,
            "root": "../../",
            "app": f"../../{self.names.app}",
            "runtime": f"../../{self.names.runtime}",
            "integrity": self.names.integrity,
            "site": config,
            "address": path + self.version.address,
            "folder": path,
            "versions": self.versions,
            "version": self.version,
            "essay": self.essay,
            "cover": self.files.cover,
            "card": listing.card,
            "time": listing.time,
            "neighbours": dataclasses.asdict(self.neighbours),
            "resource": data_block(learning_resource(self.essay, listing, config)),
            "bibtex": bibtex(self.essay, config),
            "edit": config.edit_link(path + self.essay.file),
        }

    def editor_data(self) -> Json:
        """Return what the page's script must know of the editor, if there is code to edit."""
        if "code" not in self.directives or not self.scenes:
            return {}
        return {"integrity": self.names.integrity.get(f"js/{assets.EDITOR}")}

    def bring_data(self) -> Json:
        """Return what the page's script must know where readers may bring a table."""
        if not any(scene.bring for scene in self.essay.scenes.values()):
            return {}
        return {"integrity": self.names.integrity.get("js/bring.js")}

    def script_data(self) -> Json:
        """Return the JSON that the page's script starts from."""
        app, vega, runtime = (
            f"../../{name}" for name in (self.names.app, self.names.vega, self.names.runtime)
        )
        full = any(scene.needs_full_vega for scene in self.scenes.values())
        library = assets.FULL if full else assets.CORE
        numbers, words = self.essay.language.numbers, self.translator.of_model
        data = self.files.write_data()
        python = self.files.write_model()
        editor = self.editor_data()
        if LAYOUTS in self.essay.sources:
            python["refit/layouts"] = f"{app}/{self.names.layouts}"
        return {
            "version": refit.__version__,
            "scenes": {name: scene.script for name, scene in self.scenes.items()},
            "timeLimit": self.essay.time_limit,
            "silence": SILENCE,
            "worker": f"{app}/js/worker.js",
            "python": {"tables": f"{app}/{self.names.tables}"} | python,
            **({"data": data} if data else {}),
            "vega": f"{vega}/{library}",
            "integrity": self.names.integrity.get(library),
            **({"editor": editor} if editor else {}),
            "runtime": {
                "folder": f"{runtime}/",
                "hash": runtime.rpartition("-")[2],
                "packs": self.names.packs.get(self.essay.slug, ALL_PACKS),
            },
            "more": self.names.integrity.get("js/more.js"),
            "language": self.word_file,
            **({"bring": bring} if (bring := self.bring_data()) else {}),
            "words": self.script_words,
            **({"numbers": dataclasses.asdict(numbers)} if numbers != ENGLISH else {}),
            **({"translated": words} if words else {}),
        }
