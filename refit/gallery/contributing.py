"""CONTRIBUTING: its parts and tables, so that the documentation says nothing a second time."""

import re
from functools import cache

from refit.paths import ROOT

FILE = ROOT / "CONTRIBUTING.md"
# Links into the repository, which a page has none of; code is left as it is.
LINK = re.compile(r"(`+[^`]*`+)|\[([^\]]+)\]\((?!https?:)[^)\s]+\)")


@cache
def parts() -> dict[str, str]:
    """Return what stands below each heading, without the parts below it."""
    found = re.split(r"^#{2,3} (.+)\n", FILE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def part(heading: str) -> str:
    """Return what stands below a heading, without links into the repository.

    Raises
    ------
    KeyError
        If there is no such heading.
    """
    return LINK.sub(lambda found: found[1] or found[2], parts()[heading].strip())


def table(heading: str) -> dict[str, list[str]]:
    """Return the rows of the tables below a heading, by their first cells."""
    lines = [line for line in part(heading).splitlines() if line.startswith("| `")]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]
    return {row[0].strip().partition("`")[2].partition("`")[0]: row[1:] for row in rows}


def layouts() -> list[str]:
    """Return the names of the functions of `refit.layouts` that authors call."""
    rows = re.findall(r"^\| (`\w+\(.*?) \|", part("model.py"), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`(\w+)\(", row)]
