"""The folder that a site is built into: what a build may replace there, and how it replaces it.

A built site holds a marker, a list of the files in it. A build deletes only a folder that is empty
or whose files are all in its list, so nothing is lost that it did not make itself.
"""

import contextlib
import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from refit.cache import Cache, cache_folder
from refit.errors import AuthorError, as_typed
from refit.paths import PACKAGE
from refit.site.last_build import BuildRecord, path_to
from refit.site.project import Project

MARKER = ".refit"
NOBODYS = (".DS_Store", "Thumbs.db")  # a desktop leaves them in every folder that it shows
NAMED = 3  # of the files that are in the way
ENOUGH = 1000  # of them are looked for: the folder may be somebody's home
OTHER_OUT = "choose another folder with --out"


def prepare(out: Path, project: Project, cache: Cache) -> Path:
    """Return the folder to build into, all links resolved, and tidy up after builds that died.

    A link stays a link, so that a server which follows it serves the new site.

    Raises
    ------
    AuthorError
        If a build must not replace the folder.
    """
    try:
        site = out.resolve()
        is_loop = site.is_symlink()  # Python 3.13 and newer raise nothing
    except (OSError, RuntimeError):
        is_loop = True
    if is_loop:
        raise AuthorError("this link leads to itself", OTHER_OUT, out)
    if site.exists() and not site.is_dir():
        raise AuthorError("this is not a folder", OTHER_OUT, out)
    if os.path.ismount(site):
        remedy = f"write --out {as_typed(out) / 'site'}"
        raise AuthorError("a mount point cannot be replaced by a build", remedy, out)
    refuse_overlap(site, project, out)
    refuse_parent(site, out)
    tidy(site)
    refuse_foreign(site, cache, out)
    return site


def refuse_overlap(site: Path, project: Project, out: Path) -> None:
    """Refuse a folder that holds what a site is made from, or lies in it."""
    sources = {
        "the essays": project.essays,
        "the settings": project.settings,
        "the templates": project.templates,
        "Refit's static files": project.static,
        "Refit itself": PACKAGE,
        "npm's packages": project.node_modules,
        "the cache": cache_folder(),
    }
    for what, source in sources.items():
        source = source.resolve()
        if source.is_relative_to(site):
            problem = f"{what} would be lost: a build replaces this folder, which holds {source}"
        elif site.is_relative_to(source):
            problem = f"this folder lies among {what}, in {source}"
        else:
            continue
        raise AuthorError(problem, OTHER_OUT, out)
    if Path.cwd().is_relative_to(site):
        problem = "a build replaces this folder, and it is, or holds, the current one"
        raise AuthorError(problem, OTHER_OUT, out)


def refuse_parent(site: Path, out: Path) -> None:
    """Refuse a folder that cannot be made, before the time is spent to build what goes into it."""
    parent = next(folder for folder in site.parents if folder.exists())
    if not parent.is_dir():
        raise AuthorError(f"cannot be made: {parent} is not a folder", OTHER_OUT, out)
    if not os.access(parent, os.W_OK | os.X_OK):
        raise AuthorError(f"cannot be made: {parent} may not be written", OTHER_OUT, out)


def refuse_foreign(site: Path, cache: Cache, out: Path | None = None) -> None:
    """Refuse a folder with files that no build has made."""
    made = files_made(site, cache)
    foreign = sorted(islice((path for path in entries(site) if path not in made), ENOUGH))
    if not foreign:
        return
    names = list(dict.fromkeys(outermost(path, made) for path in foreign))
    told = ", ".join(names[:NAMED])
    count = "many" if len(foreign) == ENOUGH else len(names) - NAMED
    more = f" and {count} more" if len(names) > NAMED else ""
    raise AuthorError(
        f"no build of Refit is known to have made {told}{more} in this folder, and a build would "
        "delete what is in it",
        f"move that elsewhere, or {OTHER_OUT}",
        out or site,
    )


def outermost(path: str, made: frozenset[str]) -> str:
    """Return a file's path, or that of its outermost folder in which no build has made anything."""
    parts = path.split("/")
    for depth in range(1, len(parts)):
        folder = "/".join(parts[:depth]) + "/"
        if not any(each.startswith(folder) for each in made):
            return folder
    return path


def entries(site: Path) -> Iterator[str]:
    """Yield the paths in a folder of all that is no folder: files, and links to whatever."""

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error  # or a folder that cannot be read would be taken for an empty one

    for folder, folders, files in os.walk(site, onerror=refuse):
        start = path_to(folder, site)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (f"{start}{name}" for name in [*files, *links] if name not in NOBODYS)


def files_made(site: Path, cache: Cache) -> frozenset[str]:
    """Return the paths in a folder that a build has made.

    Its marker lists them. A site of a version without markers is known by the record of its build.
    """
    try:
        listed = json.loads((site / MARKER).read_bytes())["files"]
        return frozenset(map(str, listed)) | {MARKER}
    except (OSError, ValueError, KeyError, TypeError):
        parts = BuildRecord.read(Cache(cache.folder), site).parts.values()
        return frozenset(path for part in parts for path in part.files)


# ── the temporary folder ─────────────────────────────────────────────────────────────────────────


@contextmanager
def scratch(site: Path) -> Iterator[Path]:
    """Yield a new folder beside a site, which is gone after this block.

    Its name holds the number of this process, so that a later build can tell whether it is alive.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{site.name}.{os.getpid()}-", dir=site.parent))
    try:
        mark(new, [])
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def mark(folder: Path, paths: Iterable[str]) -> None:
    """Write the list of the files that a build has made into its folder."""
    text = json.dumps({"files": sorted(paths)}, indent=0)
    (folder / MARKER).write_text(f"{text}\n", encoding="utf-8")


def replace(new: Path, site: Path, cache: Cache) -> None:
    """Replace a site by a finished one: two renames, with no copying between them.

    If two builds end at the same time, the later one's folder stays.

    Raises
    ------
    AuthorError
        If files that no build has made came into the site's folder meanwhile.
    """
    mark(new, (path for path in entries(new) if path != MARKER))
    new.chmod(0o755)
    old = new.with_name(f"{new.name}.old")
    while True:
        refuse_foreign(site, cache)
        try:
            with contextlib.suppress(FileNotFoundError):
                site.rename(old)
            new.rename(site)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        finally:
            if site.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                put_back(old, site)


def put_back(old: Path, site: Path) -> None:
    """Give a folder that a build has set aside its name again."""
    with contextlib.suppress(OSError):
        old.rename(site)


def tidy(site: Path) -> None:
    """Delete the temporary folders of builds that died, and put back a site that one set aside."""
    if not site.parent.is_dir():
        return
    name = re.compile(rf"\.{re.escape(site.name)}\.(?P<process>\d+)-[^.]+(?P<aside>\.old)?")
    for folder in sorted(site.parent.iterdir(), reverse=True):  # X.old before X
        match = name.fullmatch(folder.name)
        if not match or is_alive(int(match["process"])):
            continue
        if match["aside"] and not site.exists():
            put_back(folder, site)
        elif (folder / MARKER).is_file():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                folder.rmdir()  # a build that died before it marked its folder


def is_alive(process: int) -> bool:
    """Tell whether another process with this number runs; this one has no folder yet."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # somebody else's
    return True
