"""An essay's page, built alone, without the runtime and the scripts; and any page, read back."""

from html.parser import HTMLParser
from pathlib import Path

from refit.cache import Cache
from refit.site.html_reader import VOID
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small


class Page(HTMLParser):
    """A page's elements, in order: tag, attributes, text, and the elements around each."""

    def __init__(self, file):
        super().__init__()
        self.file = file
        self.elements = []
        self._open = []
        self.feed(file.read_text("utf-8"))
        self.close()
        assert self._open == [], f"{file} leaves an element open"

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", "around": list(self._open), **dict(attrs)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag, f"{self.file} closes {tag} out of turn"

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag=None, **attributes):
        """Return the elements of a tag that have these attributes."""
        return [
            element
            for element in self.elements
            if tag in (None, element["tag"])
            and all(element.get(name.replace("_", "-")) == v for name, v in attributes.items())
        ]


def build_page(root: Path, text: str, **files: str) -> Page:
    """Build the small essay with this text, and with other files where wanted; read its page."""
    folder = small.write_essay(root / "essays", "one", text=text, **files)
    outcome = BuildTask(Project(essays=folder.parent), Names(), root / "dist", Cache())(folder)
    assert list(map(str, outcome.problems)) == []
    return Page(root / "dist" / "essays" / "one" / "index.html")
