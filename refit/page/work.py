"""A work of a bibliography as it is printed."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Work:
    """One entry; ``title``, ``venue`` and ``details`` are HTML, their formulae still LaTeX.

    ``title_stop`` and ``stop`` are the full stops after the title and after the details, which are
    empty where these end with a mark of their own.
    """

    key: str
    line: int
    authors: str
    short: str
    year: str
    title: str
    title_stop: str
    stands_alone: bool
    venue: str
    details: str
    stop: str
    doi: str
    url: str

    @property
    def doi_address(self) -> str:
        """The address of the DOI, in which signs that mean something else are numbers."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()._-+,!*@=~')}"
