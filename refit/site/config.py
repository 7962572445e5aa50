"""The site's own settings: ``site.toml``, a small file that whoever hosts a site writes.

It is a file of its own because everything else at the root is Refit's: a host who follows Refit
never has to merge it with pyproject.toml.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from refit.errors import AuthorError

ADDRESS = re.compile(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?")
# What the file may say: key -> what to write.
KEYS = {
    "title": 'title = "Refit"',
    "site_url": 'site_url = "https://example.org/essays/"',
    "repository": 'repository = "https://github.com/someone/refit"',
    "edit": 'edit = "{repository}/edit/main/{path}"',
}


@dataclass(frozen=True)
class Config:
    """What a site is called, where it is to be found, and where its sources are."""

    title: str = "Refit"
    site_url: str = ""  # with a slash at its end; empty as long as nobody says
    repository: str = ""
    edit: str = KEYS["edit"].split('"')[1]

    @property
    def base(self) -> str:
        """The path of the site on its host, from slash to slash."""
        return urlsplit(self.site_url).path or "/"

    def absolute(self, path: str) -> str:
        """Return the whole address of a place in the site; nothing if the site's is not known."""
        return self.site_url and self.site_url + path

    def edit_link(self, path: str) -> str:
        """Return where a source can be edited; nothing if there is no repository."""
        link = self.edit.replace("{repository}", self.repository).replace("{path}", path)
        return link if self.repository else ""


def read_config(file: Path, site_url: str | None = None) -> Config:
    """Read the settings; ``site_url``, of the command line, goes before the file's own.

    Raises
    ------
    AuthorError
        With file and line, for whatever in it cannot be used.
    """
    values = read_values(file)
    if site_url is not None:
        values["site_url"] = with_slash(site_url)
        if site_url and not ADDRESS.fullmatch(site_url):
            remedy = "write --site-url https://example.org/essays/"
            raise AuthorError(f"{site_url!r} is no address of a site", remedy)
    return Config(**values)


def read_values(file: Path) -> dict[str, str]:
    """Read the file's keys, all of them checked; it may be missing."""
    try:
        text = file.read_text("utf-8") if file.is_file() else ""
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
    """Return what is wrong with a setting and what to write instead, or None."""
    if key not in KEYS:
        return f"unknown key {key!r}", f"the keys are {', '.join(KEYS)}"
    write = f"write `{KEYS[key]}`"
    if not isinstance(value, str):
        return f"{key} is {type(value).__name__}, not text", write
    if not value.strip():
        return f"{key} is empty", f"{write}, or leave it out"
    if key in ("site_url", "repository") and not ADDRESS.fullmatch(value):
        return f"{key} is {value!r}, which is no address", write
    if key == "edit" and "{path}" not in value:
        return "edit does not say where the {path} goes", write
    return None


def with_slash(address: str) -> str:
    """Return an address as that of a folder."""
    return address and address.rstrip("/") + "/"
