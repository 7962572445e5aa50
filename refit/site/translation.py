"""The scenes of an essay in another language: the same results, drawn with its words."""

import ast
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from refit.errors import AuthorError
from refit.essay.reading import Essay
from refit.essay.translations import line_in, read_table
from refit.figures.translated import Translator, translate
from refit.model.prepared import results_in
from refit.site.essay_files import EssayFiles
from refit.site.essay_scene import BuiltScene, Drawn, draw_scene
from refit.tables import Tables

MOST = 8  # texts that one advice names


class Translation:
    """An essay's scenes in the language of a translation; ``known`` as ``known_words`` has them.

    Raises
    ------
    AuthorError
        If the table of its words cannot be used.
    """

    def __init__(
        self, essay: Essay, text: Essay, built: Mapping[str, BuiltScene], known: set[str]
    ) -> None:
        self.essay = essay
        self.text = text
        self.built = built
        self.file, words = read_table(essay.folder, text.language.code)
        self.translator = Translator(words, known)

    def scenes(self, files: EssayFiles) -> dict[str, BuiltScene]:
        """Draw all scenes with the words of the language."""
        rules = self.text.language.numbers
        found = {}
        drawn: Drawn = {}
        for name, scene in self.built.items():
            source = scene.source
            figures = {
                layout: translate(figure, self.translator, rules)
                for layout, figure in source.figures.items()
            }
            found[name] = draw_scene(
                self.essay, source.scene, figures, source.tables, source.answers, files, drawn
            )
        return found

    def problems(self) -> list[AuthorError]:
        """Return the mistakes of the table: texts that nothing says. Ask when all is rendered."""
        found = []
        for text, columns in self.translator.mismatched.items():
            problem = f"the words for {text!r} have other columns in their braces"
            remedy = "write " + ", ".join(f"{{{name}}}" for name in sorted(columns))
            found.append(AuthorError(problem, remedy, self.file, line_in(self.file, text)))
        for text in self.translator.words:
            if text in self.translator.used or text in self.translator.known:
                continue
            texts = [*self.translator.lacking, *self.translator.used]
            close = get_close_matches(text, texts, 1)
            remedy = f"write {close[0]!r}" if close else "leave it out"
            problem = f"no figure, no choice and no table of the model says {text!r}"
            found.append(AuthorError(problem, remedy, self.file, line_in(self.file, text)))
        return found

    def advice(self) -> list[AuthorError]:
        """Return the advice to translate what is not. Ask when all is rendered."""
        lacking = [text for text in self.translator.lacking if text not in self.translator.used]
        if not lacking:
            return []
        some = ", ".join(map(repr, lacking[:MOST])) + (", …" if len(lacking) > MOST else "")
        language = self.text.language.name
        problem = f"the page in {language} has these words of {self.essay.language.name}: {some}"
        return [AuthorError(problem, f"write them into {self.file.name}", self.text.text)]


def known_words(essay: Essay, built: Mapping[str, BuiltScene]) -> set[str]:
    """Return the words that the model's tables hold, or that stand in its code."""
    found: set[str] = set()
    for scene in built.values():
        for tables in results(scene):
            columns = (c for table in tables.values() for c in table.values())
            found.update(word for c in columns if isinstance(c, list) for word in c)
    for source in essay.sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def results(scene: BuiltScene) -> Iterator[Tables]:
    """Yield the tables of each step, and of its prepared answers."""
    yield from scene.tables.values()
    for answers in scene.source.answers.values():
        yield from results_in(answers)
