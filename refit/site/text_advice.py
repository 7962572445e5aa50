"""Advice on the text of an essay: the length of its core, and works that nobody can look up."""

from collections.abc import Iterator

from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.page.citations import Citations
from refit.page.reading_time import core_words
from refit.page.renderer import EssayRenderer

LONGEST = 900  # words of a core: a newcomer reads them, and tries everything, in some ten minutes


def text_advice(page: EssayRenderer) -> Iterator[AuthorError]:
    """Yield what an author might look at again in a text that has been rendered."""
    essay = page.essay
    if (words := core_words(essay.document.nodes)) > LONGEST:
        remedy = "cut, or move what not every reader needs into a `deeper` part"
        yield advise("long", f"the core has {words} words", remedy, essay.text)
    citations = page.instance(Citations)
    for key in citations.cited:
        work = citations.works[key]
        if not (work.doi or work.url or work.stands_alone):
            problem = f"{key} has no address where a reader finds it"
            remedy = "write doi = {10.1234/abc}, or url = {https://…}"
            yield advise("references", problem, remedy, citations.file, work.line)
