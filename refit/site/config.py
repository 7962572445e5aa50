"""Settings of a site: ``site.toml``, a small file beside the folder of the essays.

They are not in pyproject.toml, so that in a copy of Refit's own repository the settings are in the
one file that no new version of Refit changes.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from refit.errors import AuthorError

PATH = re.compile(r"/(?:[^\s/?#\\\"'<>][^\s?#\\\"'<>]*)?")  # on the site's own host
ADDRESS = re.compile(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?")
# The keys that the file may hold, each with an example to show.
KEYS = {
    "title": 'title = "Refit"',
    "summary": 'summary = "Essays of our course on machine learning."',
    "site_url": 'site_url = "https://example.org/essays/"',
    "repository": 'repository = "https://github.com/someone/refit"',
    "edit": 'edit = "{repository}/edit/main/{path}"',
    "count": 'count = "/count"',
}


@dataclass(frozen=True)
class Config:
    """The title of a site, its address, where its sources are, and who is told what is read."""

    title: str = "Refit"
    summary: str = ""  # what the index says of the site, if it is not what Refit says of itself
    site_url: str = ""  # with a slash at its end; empty if it is not known
    repository: str = ""
    edit: str = KEYS["edit"].split('"')[1]
    count: str = ""  # a path of its host that is told of each page and step; empty: none is

    @property
    def base(self) -> str:
        """The path of the site on its host, which begins and ends with a slash."""
        return urlsplit(self.site_url).path or "/"

    def absolute(self, path: str) -> str:
        """Return the full address of a page, or an empty text if the site's is not known."""
        return self.site_url and self.site_url + path

    def edit_link(self, path: str) -> str:
        """Return where a source can be edited, or an empty text if there is no repository."""
        link = self.edit.replace("{repository}", self.repository).replace("{path}", path)
        return link if self.repository else ""


def read_config(file: Path, site_url: str | None = None) -> Config:
    """Read the settings; ``site_url`` of the command line replaces the one in the file.

    Raises
    ------
    AuthorError
        If something in the file cannot be used, with its line.
    """
    values = read_values(file)
    if site_url is not None:
        values["site_url"] = with_slash(site_url)
        if site_url and not ADDRESS.fullmatch(site_url):
            remedy = "write --site-url https://example.org/essays/"
            raise AuthorError(f"{site_url!r} is no address of a site", remedy)
    return Config(**values)


def read_values(file: Path) -> dict[str, str]:
    """Read and check the keys and values of the file; without a file there are none."""
    try:
        text = file.read_text("utf-8-sig") if file.is_file() else ""
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise AuthorError("is not UTF-8", "save it as UTF-8", file) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1  # else at the end of the file
        problem = str(error).partition(" (at ")[0]
        raise AuthorError(problem, 'write `key = "value"` lines', file, line) from None
    for key, value in values.items():
        if refusal := refuse(key, value):
            pattern = re.compile(rf"\s*(\[+\s*)?[\"']?{re.escape(key)}\b")
            lines = enumerate(text.splitlines(), 1)
            line = next((n for n, content in lines if pattern.match(content)), 1)
            raise AuthorError(*refusal, file, line)
    if "site_url" in values:
        values["site_url"] = with_slash(values["site_url"])
    if "repository" in values:
        values["repository"] = values["repository"].rstrip("/")
    return values


def refuse(key: str, value: object) -> tuple[str, str] | None:
    """Return what is wrong with a setting and what to write instead, or None if it is good."""
    if key not in KEYS:
        return f"unknown key {key!r}", f"the keys are {', '.join(KEYS)}"
    write = f"write `{KEYS[key]}`"
    if not isinstance(value, str):
        return f"{key} is {type(value).__name__}, not text", write
    if not value.strip():
        return f"{key} is empty", f"{write}, or leave it out"
    if key in ("site_url", "repository") and not ADDRESS.fullmatch(value):
        return f"{key} is {value!r}, which is no address", write
    if key == "count" and not PATH.fullmatch(value):
        return f"count is {value!r}, which is no path of the site's own host", write
    if key == "edit" and "{path}" not in value:
        return "edit does not say where the {path} goes", write
    return None


def with_slash(address: str) -> str:
    """Return an address with a slash at its end, as a folder has."""
    return address and address.rstrip("/") + "/"
